"""The end of a build of web pages: when files are put beside them, and when they are looked at."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from sphinx.application import Sphinx


def after_pages(app: Sphinx, work: Callable[[Sphinx], None]) -> None:
    """Do work when the web pages are written; not after a build that failed, nor after that of the PDF."""

    def ended(app: Sphinx, error: Exception | None) -> None:
        if error is None and app.builder.name == "html":
            work(app)

    app.connect("build-finished", ended)


def keep(path: Path, text: str) -> None:
    """Let a file hold a text; one that holds it already is not written, which takes ten times as long as to read it."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        if path.read_text("utf-8") == text:
            return
    path.write_text(text, "utf-8")
