"""The book as a PDF: `jupyter-book build . --builder custom --custom-builder typst`.

Sphinx assembles the book as one HTML fragment (`builder`), which is cut into its pages (`pages`), whose links are
resolved for print (`links`). Each page is written in Typst (`markup`, `table`, `notation`), and Typst sets the whole
(`press`) by the design in `book.typ`; last, the heads of table rows are tagged (`rowheads`). What Typst read stays in
`_build/typst/source`, one file a page, to look at.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.config import Config

from .builder import TypstBuilder

# Markdown before HTML: a table that a notebook offers in both is a numbered, captioned table in the first alone.
MIME_TYPES = ("image/svg+xml", "image/png", "image/jpeg", "text/markdown", "text/html", "text/plain")


def setup(app: Sphinx) -> None:
    """Register the builder and what `_config.yml` may say about it."""
    app.add_builder(TypstBuilder)
    app.add_config_value("typst_filename", "wsis20-what-the-regions-said.pdf", "", str)
    app.add_config_value("typst_subtitle", "", "", str)
    app.add_config_value("typst_cover", "", "", str)
    app.add_config_value("typst_version", "", "", str)
    app.add_config_value("typst_date", "", "", str)
    app.add_config_value("typst_colophon", "", "", str)
    app.connect("config-inited", prefer_mime_types)


def prefer_mime_types(app: Sphinx, config: Config) -> None:
    """Tell myst-nb which form of a notebook's output to print.

    It is said in every build, whatever the builder: the value is part of what Sphinx compares to see whether the pages
    that it has read are still good, and HTML and PDF share them. What `_config.yml` says comes later, and so wins.
    """
    ours = [(TypstBuilder.name, mime_type, rank) for rank, mime_type in enumerate(MIME_TYPES)]
    config.nb_mime_priority_overrides = [*ours, *config.nb_mime_priority_overrides]
