"""The one style of all figures: colours and marks, the empty canvas, words beside a point, and the SVG."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.textpath import text_to_path

from wsis20.colours import INK, MUTED, REGION_COLOURS, REGION_MARKS, RULE
from wsis20.figures.lean import lean

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

NARROW, WIDE = 4.0, 6.6  # inches: a phone shows the narrow drawing, some 358 pixels wide
SMALL = 9  # points, the smallest words: 11 pixels in the narrow drawing on a phone, and 12 in the wide one on a page

STYLE: dict[RcKeyType, Any] = {
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "font.family": "DejaVu Sans",
    "font.size": SMALL,
    "text.color": INK,
    "axes.edgecolor": RULE,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "xtick.color": RULE,
    "xtick.labelcolor": MUTED,
    "ytick.color": RULE,
    "ytick.labelcolor": INK,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "axes.labelsize": SMALL,
    "legend.fontsize": SMALL,
    "svg.fonttype": "none",
    "svg.hashsalt": "wsis20",
    "text.parse_math": False,  # words of the data are no formulas
}


@contextmanager
def canvas(height: float, width: float = NARROW) -> Iterator[tuple[plt.Figure, plt.Axes]]:
    """Give an empty figure of so many inches in the common style, and close it afterwards."""
    with mpl.rc_context():
        mpl.rcdefaults()  # or a matplotlibrc of the machine would show
        mpl.rcParams.update(STYLE)
        figure, axes = plt.subplots(figsize=(width, height), layout="constrained")
        try:
            yield figure, axes
        finally:
            plt.close(figure)


@contextmanager
def sheet(height: float, width: float) -> Iterator[tuple[plt.Figure, plt.Axes]]:
    """Give an empty figure that is measured in points, from the left and from the top; both sizes are in inches."""
    with canvas(height, width) as (figure, axes):
        figure.set_layout_engine("none")
        axes.set_position((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, 72 * width)
        axes.set_ylim(72 * height, 0)
        yield figure, axes


def to_svg(figure: plt.Figure) -> str:
    """Return a figure as lean SVG without anything that differs from run to run."""
    names = (artist.get_gid() for artist in figure.findobj())
    records = list(dict.fromkeys(name for name in names if name))
    part_lines(figure)
    for artist in figure.findobj():
        artist.set_clip_on(False)  # what keeps a part inside a frame has an id
    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": "wsis20"})
    return lean(stream.getvalue(), records)


def part_lines(figure: plt.Figure) -> None:
    """Let each line of words be words of its own, at the side or the middle that they were set by.

    matplotlib places the lines of a block by their left ends as it measured them; in another face they would not end at
    one place, nor have one middle.
    """
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    view = figure.transFigure.inverted()
    for block in figure.findobj(Text):
        if not isinstance(block, Text) or "\n" not in block.get_text() or not block.get_visible():
            continue
        box, lines, side = block.get_window_extent(), block.get_text().split("\n"), block.get_horizontalalignment()
        x = {"left": box.x0, "right": box.x1, "center": (box.x0 + box.x1) / 2}[side]
        for number, line in enumerate(lines):
            at = view.transform((x, box.y1 - (number + 0.5) * box.height / len(lines)))
            said = figure.text(at[0], at[1], line, ha=side, va="center", fontproperties=block.get_fontproperties())
            said.set(color=block.get_color(), gid=block.get_gid(), zorder=block.get_zorder())
        block.set_visible(False)


def both(draw: Callable[[float], str]) -> dict[str, str]:
    """Return what a figure takes as ``svg`` and ``narrow``: a drawing of each width, from a function of the width."""
    return {"svg": draw(WIDE), "narrow": draw(NARROW)}


def record(kind: str, key: object, place: int | None = None) -> str:
    """Return the name by which a part of a drawing stands for a record, to be given to matplotlib as ``gid``.

    Where a record has several marks, ``place`` says which of them the part is of.
    """
    return f"{kind}:{key}" if place is None else f"{kind}:{key}@{place}"


def region_style(order: int) -> tuple[str, str]:
    """Return colour and mark of the region with this ``sort_order``, from 1."""
    return REGION_COLOURS[(order - 1) % len(REGION_COLOURS)], REGION_MARKS[(order - 1) % len(REGION_MARKS)]


NUMBER = "no."


def numbered(numbers: Iterable[object], *, each: bool = False) -> list[str]:
    """Return the numbers of records in words, the first of a row or cell as one, so that none is read as a count.

    Where there is room, ``each`` is told as one.

    >>> numbered([1, "", 3]), numbered(["", 2]), numbered([1, 2], each=True)
    (['no. 1', '', '3'], ['', 'no. 2'], ['no. 1', 'no. 2'])
    """
    told, first = [], True
    for number in map(str, numbers):
        told.append(f"{NUMBER} {number}" if number and (first or each) else number)
        first = first and not number
    return told


PIECE = re.compile(r"\S+?(?:-(?=\w)|\s+|$)")  # a line may end after it


def fitted(text: str, width: float, weight: str = "normal") -> str:
    r"""Break text into lines of at most so many points, after a word or a hyphen; a longer word stands alone.

    >>> fitted("Asia-Pacific and Europe", 60)
    'Asia-Pacific\nand Europe'
    >>> fitted("Asia-Pacific", 40)
    'Asia-\nPacific'
    """
    lines = [""]
    for piece in PIECE.findall(text):
        if lines[-1] and width_of(f"{lines[-1]}{piece}".rstrip(), weight) > width:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)


def width_of(text: str, weight: str = "normal") -> float:
    """Return how many points wide a line is."""
    face = FontProperties(family=STYLE["font.family"], size=SMALL, weight=weight)
    return text_to_path.get_text_width_height_descent(text, face, ismath=False)[0]
