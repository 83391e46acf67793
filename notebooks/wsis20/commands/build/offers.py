"""What pages say of the PDFs that they offer: how many pages and how large, which is known when these are made.

Pages and PDFs are made at the same time. A page leaves a place for each, which is filled when all are there.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from wsis20.commands.build import state

CLASS = "facts"
PLACE = re.compile(rf'(<span class="{CLASS} ({"|".join(state.PDFS)})">)[^<]*(</span>)')


def fill_in(folder: Path) -> None:
    """Write pages and size of each PDF in ``folder`` where the pages there have a place for it."""

    @cache
    def told(name: str) -> str:
        return facts(folder / state.PDFS[name].name)

    for path in sorted(folder.glob("*.html")):
        page = path.read_text(encoding="utf-8")
        filled = PLACE.sub(lambda place: f"{place[1]}{told(place[2])}{place[3]}", page)
        if filled != page:
            path.write_text(filled, encoding="utf-8", newline="\n")


def facts(pdf: Path) -> str:
    """Return how many pages a PDF has and how large it is, as a page says it below its name."""
    import pikepdf

    with pikepdf.open(pdf) as opened:
        count = len(opened.pages)
    return f"{count} {'page' if count == 1 else 'pages'}, {pdf.stat().st_size / 1e6:.1f} MB"
