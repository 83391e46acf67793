"""Refuse to build from stale notebooks, whoever starts the build."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from wsis20 import book
from wsis20.project import Refusal


def refuse_stale(app: Sphinx) -> None:
    """Raise `ExtensionError` with the names of the stale notebooks and what to run."""
    try:
        book.refuse_stale()
    except Refusal as refusal:
        raise ExtensionError(str(refusal)) from None


def setup(app: Sphinx) -> None:
    """Look before anything is read."""
    app.connect("builder-inited", refuse_stale)
