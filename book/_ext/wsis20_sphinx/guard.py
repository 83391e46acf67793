"""Refuse to build from inputs that cannot be used, data that break their rules or stale notebooks, whoever builds."""

from __future__ import annotations

import sys
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from wsis20 import lock
from wsis20.commands.build import book, state
from wsis20.commands.build.gates import configuration
from wsis20.project import BUILD, Refusal


def refuse_unfit(app: Sphinx) -> None:
    """End the build with what is wrong, a line each, and what to run.

    An error of Sphinx's own would stand above two tracebacks of Jupyter Book. A build that replaces pages which
    ``wsis20 build`` made waits for the commands that work in this checkout, until it ends.
    """
    if Path(app.outdir).parent == BUILD.resolve():
        lock.take(say=lambda line: print(line, file=sys.stderr, flush=True))
        state.forget()
    app.wsis20_inputs = state.digest()
    try:
        if unknown := configuration.unknown_to_sphinx(app.config):
            raise Refusal("\n".join(unknown))
        if app.config.wsis20_preview:
            app.wsis20_unfit = book.unfit_to_publish()
        else:
            book.refuse_unfit()
    except Refusal as refusal:
        raise SystemExit(f"wsis20: {refusal}") from None


def tell_unfit(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Let a page that is shown while it is written say what keeps the book from being published."""
    context["unfit"] = getattr(app, "wsis20_unfit", [])


def refuse_changed(app: Sphinx, error: Exception | None) -> None:
    """End the build when an input was changed meanwhile: some pages may show the old and some the new."""
    if error is None and not app.config.wsis20_preview and state.digest() != app.wsis20_inputs:
        raise SystemExit("wsis20: an input was changed during the build; build again")


def setup(app: Sphinx) -> None:
    """Look before anything is read, and when all is written."""
    app.add_config_value("wsis20_preview", False, "html", [bool])
    app.connect("builder-inited", refuse_unfit)
    app.connect("html-page-context", tell_unfit)
    app.connect("build-finished", refuse_changed)
