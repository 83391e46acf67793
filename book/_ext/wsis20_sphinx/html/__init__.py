"""The web pages: what is added to what Sphinx and the theme make of a page, and beside it."""

from __future__ import annotations

from sphinx.application import Sphinx

from wsis20_sphinx.html import (
    accessibility,
    addresses,
    downloads,
    endings,
    feed,
    jumps,
    machines,
    metadata,
    offline,
    scripts,
    topics,
)


def setup(app: Sphinx) -> None:
    """Let each module connect itself to the build of pages."""
    made = (metadata, downloads, feed, machines, scripts, endings, accessibility, addresses, offline, jumps, topics)
    for module in made:
        module.setup(app)
