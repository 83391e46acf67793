"""Refuse to build from data that break their rules or from stale notebooks, whoever starts the build."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from wsis20 import book
from wsis20.project import BUILD, Refusal

from wsis20_sphinx import syntax


def refuse_unfit(app: Sphinx) -> None:
    """End the build with one line that says what is wrong and what to run.

    An error of Sphinx's own would stand above two tracebacks of Jupyter Book.
    """
    if Path(app.outdir).parent == BUILD:  # this build replaces pages that `wsis20 build` made
        book.forget()
    try:
        book.refuse_unfit()
        if found := syntax.faults():
            raise Refusal("\n".join(["pages hold what they must not:", *map(str, found)]))
    except Refusal as refusal:
        raise SystemExit(f"wsis20: {refusal}") from None


def setup(app: Sphinx) -> None:
    """Look before anything is read."""
    app.connect("builder-inited", refuse_unfit)
