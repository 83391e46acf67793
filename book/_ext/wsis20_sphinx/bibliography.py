"""References to works: the styles of Pybtex, found once.

Pybtex looks through everything that is installed for each reference that it formats, unless a plugin is registered
with it. That took a seventh of a build.
"""

from __future__ import annotations

from pybtex.plugin import enumerate_plugin_names, find_plugin, register_plugin
from sphinx.application import Sphinx

GROUPS = ("pybtex.backends", *(f"pybtex.style.{part}" for part in ("formatting", "names", "labels", "sorting")))


def setup(app: Sphinx) -> None:
    """Register what is installed."""
    for group in GROUPS:
        for name in sorted(set(enumerate_plugin_names(group))):
            register_plugin(group, name, find_plugin(group, name), force=True)
