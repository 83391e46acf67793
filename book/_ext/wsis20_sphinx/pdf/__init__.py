"""The book as two PDFs: `jupyter-book build . --builder custom --custom-builder typst`.

Sphinx assembles the book as one HTML fragment (`builder`), which is cut into its pages (`pages`). They are divided
into report and annex (`documents`), and their links are resolved for print (`links`). Each page is written in Typst
(`markup`, `table`, `attributes`, `notation`), and Typst sets both documents (`press`) by the design in `book.typ`; at
the end, the heads of table rows are tagged (`rowheads`). What Typst read stays in `_build/typst/source`, one file a
page, to look at.
"""

from __future__ import annotations

from sphinx.application import Sphinx

from .builder import TypstBuilder


def setup(app: Sphinx) -> None:
    """Register the builder and what `_config.yml` may say about it."""
    app.add_builder(TypstBuilder)
    app.add_config_value("typst_report", [], "", list)
    app.add_config_value("typst_web", [], "", list)
    app.add_config_value("typst_annexed", [], "", list)
    app.add_config_value("typst_subtitle", "", "", str)
    app.add_config_value("typst_version", "", "", str)
    app.add_config_value("typst_date", "", "", str)
