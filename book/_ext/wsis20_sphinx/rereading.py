"""Read every page anew when anything that the book is made from has changed.

A page may show a number that was glued in a notebook, a row of the data package, or the version. Sphinx knows of none
of these dependences and would keep the old words, without a warning, until the page itself is edited.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from wsis20 import book


def outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> set[str]:
    """Return all pages if an input of the book is not what it was when they were read; else none."""
    now = book.digest()
    then, env.wsis20_inputs = getattr(env, "wsis20_inputs", now), now
    return set() if then == now else env.found_docs - added


def setup(app: Sphinx) -> None:
    """Add to the pages that Sphinx finds outdated."""
    app.connect("env-get-outdated", outdated)
