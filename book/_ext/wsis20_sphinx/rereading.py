"""Read every page anew when anything that all pages may show has changed.

A page may show a number that was glued in a notebook, a row of the data package, the version, or the title of another
page. Sphinx knows of none of these dependences and would keep the old words, without a warning, until the page itself
is edited. A sentence of a page or a snippet is another thing: Sphinx knows which pages have it, and reads these alone.
"""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from wsis20 import project
from wsis20.commands.build import state

NAMED = re.compile(rb"^\s*(?:#|\(.+\)=|:{3,}\{|`{3,}\{|:name:).*$", re.MULTILINE)
"""Lines of a page that others may name or number: headings, labels, directives."""


def shared(path: Path) -> bytes:
    """Return what other pages may show of a file: of a page its headings and labels, of all else everything."""
    content = path.read_bytes()
    if path.suffix == ".md" and path.is_relative_to(project.BOOK):
        return b"\n".join(NAMED.findall(content)) if path.parent == project.BOOK else b""
    return content


def outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> set[str]:
    """Return all pages if something they may show is not what it was when they were read; else none."""
    now = state.digest(shared)
    then, env.wsis20_inputs = getattr(env, "wsis20_inputs", now), now
    return set() if then == now else env.found_docs - added


def setup(app: Sphinx) -> None:
    """Add to the pages that Sphinx finds outdated."""
    app.connect("env-get-outdated", outdated)
