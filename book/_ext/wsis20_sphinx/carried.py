"""Drawings to take away: each figure as a file of its own, which says what it shows and where it is from.

A drawing in a page has its title above it and its source below. The file has both inside, on white, since it may be put
on any ground; its bytes depend on the stored picture and the release alone.
"""

from __future__ import annotations

import re
import textwrap
from html import escape
from pathlib import Path

from sphinx.application import Sphinx
from wsis20 import project
from wsis20.naming import PICTURE

from wsis20_sphinx.figures import drawn, keep_beside
from wsis20_sphinx.html.metadata import exceptions
from wsis20_sphinx.written import after_pages

ROOT = re.compile(r'<svg (?P<before>[^>]*?)width="[^"]*" height="[^"]*" viewBox="0 0 (?P<width>\S+) (?P<height>\S+)"')
MARGIN = 12
SIZES = {"title": (13, 16), "source": (8, 11)}
"""How large title and source are written, and how far their lines stand apart, in points."""
BROAD = 0.52
"""How broad a letter is in the mean, for one point of its size."""
INK, PAPER = "#1a1f2b", "#ffffff"
LICENCE = "CC BY 4.0"


def source(page: str) -> str:
    """Return what the source line of the drawings of a page says; not all that a page shows is under the licence."""
    whole = f"{project.citation()['title']}, version {project.version()}, {LICENCE}."
    return " ".join([whole, *(f"{told.partition('. ')[0]}." for told in exceptions(page))])


def lines(told: str, kind: str, width: float) -> list[str]:
    """Return a text in lines that fit into a width."""
    size, _ = SIZES[kind]
    return textwrap.wrap(told, int(width / (size * BROAD)))


def written(told: list[str], kind: str, top: float) -> str:
    """Return lines of text as SVG, the first one below ``top``."""
    size, apart = SIZES[kind]
    weight = ' font-weight="bold"' if kind == "title" else ""
    form = f'font-size="{size}px"{weight} fill="{INK}"'
    return "".join(
        f'<text x="0" y="{top + size + apart * number:g}" {form}>{escape(line)}</text>'
        for number, line in enumerate(told)
    )


def complete(picture: str, title: str, told: str) -> str:
    """Return a picture with its title above and a line on its source below, on white.

    Raises
    ------
    ValueError
        If the picture does not begin as those that notebooks store do.
    """
    if (root := ROOT.search(picture)) is None:
        raise ValueError("a stored picture has no width, height and view that begins at 0 0")
    width, height = float(root["width"]), float(root["height"])
    head, foot = lines(title, "title", width), lines(told, "source", width)
    above, below = SIZES["title"][1] * len(head) + MARGIN, SIZES["source"][1] * len(foot) + MARGIN
    wide, high = width + 2 * MARGIN, above + height + below + 2 * MARGIN
    box = f"{-MARGIN:g} {-above - MARGIN:g} {wide:g} {high:g}"
    opened = f'<svg {root["before"]}width="{wide:g}pt" height="{high:g}pt" viewBox="{box}" role="img"'
    ground = f'<rect x="{-MARGIN:g}" y="{-above - MARGIN:g}" width="{wide:g}" height="{high:g}" fill="{PAPER}"/>'
    start = picture.index(">", root.end()) + 1
    inside = picture[start:].rpartition("</svg>")[0]
    name = f"<title>{escape(title)}</title>"
    said = written(head, "title", -above) + written(foot, "source", height + MARGIN / 2)
    return f"{opened}{picture[root.end() : start]}{name}{ground}{inside}{said}</svg>\n"


def carried(docname: str, path: Path) -> dict[str, str]:
    """Return the drawings of a notebook by name, each with its title and its source."""
    return {
        name: complete(
            "".join(output["data"][PICTURE]), f"{output['metadata']['wsis20']['figure']['title']}.", source(docname)
        )
        for name, output in drawn(path).items()
    }


def write(app: Sphinx) -> None:
    """Write the drawings beside the data behind them."""
    keep_beside(app, ".svg", carried)


def setup(app: Sphinx) -> None:
    """Write the drawings when the pages are there."""
    after_pages(app, write)
