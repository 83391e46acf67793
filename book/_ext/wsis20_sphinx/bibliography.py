"""References to works: the plain text of each, by a plugin of Pybtex that is looked for once.

Pybtex goes through everything that is installed whenever it needs a plugin that nobody has registered with it; for
references in a text it needs one 260 times. That took a seventh of a build.
"""

from __future__ import annotations

from pybtex.backends import plaintext
from pybtex.plugin import register_plugin
from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register the plugin."""
    register_plugin("pybtex.backends", "plaintext", plaintext.Backend, force=True)
