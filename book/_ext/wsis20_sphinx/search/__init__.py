"""The search: what can be found, written as one file beside the pages, in which ``_static/search.js`` searches.

Sphinx's own index is not written: it knows pages, and of a record no more than its name.
"""

from __future__ import annotations

from sphinx.application import Sphinx

from wsis20_sphinx.search import index, pages


def setup(app: Sphinx) -> None:
    """Let each module connect itself to the build."""
    for module in (pages, index):
        module.setup(app)
