"""Read every page anew when a notebook has changed.

A page may show a number that was glued in the notebook of another page. Sphinx does not know of this dependence and
would keep the old number, without a warning, until the page itself is edited.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


def outdated_by_notebooks(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> set[str]:
    """Return all pages if a notebook was added or changed, or anything was removed; else none."""
    touched = any(Path(env.doc2path(name)).suffix == ".ipynb" for name in added | changed)
    return env.found_docs - added if touched or removed else set()


def setup(app: Sphinx) -> None:
    """Add to the pages that Sphinx finds outdated."""
    app.connect("env-get-outdated", outdated_by_notebooks)
