"""The one grammar of marks: what a full mark stands for was answered, a half full one in part, a hollow one not.

One that is three quarters full was answered on one point, out of several. A hollow mark with a dot in it stands for
what is only mentioned. A mark with a broken outline is in doubt: what it stands for was inferred or read at second
hand, as is said beside it. A bar below a mark says that something else was sought too, and is filled as a mark is.
What is planned is no mark but a span with both ends, as long as the time for which it is planned: it was not sought
yet. What was sought differs from figure to figure, and the key of each says it, or the heads of its columns; the words
before it are the same in all, or the key has words of its own. The shape and the colour of a mark say whose it is, or
of what kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import matplotlib.pyplot as plt
from matplotlib.markers import MarkerStyle
from matplotlib.patches import PathPatch
from matplotlib.transforms import Affine2D, Bbox

from wsis20.colours import INK, MUTED, PAPER, REGION_COLOURS, SHADE
from wsis20.figures.style import fitted

Extent = Literal["full", "most", "half", "dotted", "hollow", "doubtful"]

WORDS: Mapping[Extent, str] = {
    "full": "answered",
    "most": "on some points",
    "half": "in part",
    "dotted": "only mentioned",
    "hollow": "nothing found",
    "doubtful": "in doubt",
}
SIZE, LESS, DOT = 8, 5.5, 3  # points across a mark, across one that stands back, and across the dot in one
MIDDLES = {"^": 0.14, "v": -0.14}  # how far below its place the middle of a triangle lies, as a part of its size
DASHES = (0.2, 0.13)  # parts of the size of a mark, of a stroke of its broken outline and between two
UNDER, HIGH = 12, 4  # points across the bar below a mark, and of its height
BAR, SPAN = (
    11,
    5,
)  # points of the height of the ends of what is planned, and of a time within which something took place
LINE, BETWEEN, ROOM = 11, 3.5, 20  # points from line to line, between two entries of a key, and for their marks


@dataclass(frozen=True)
class Entry:
    """An entry of a key: what an extent means in a figure, with the colour and the shape of the mark.

    ``word`` stands before the meaning in place of that of the extent; where it is empty, the meaning stands alone. The
    mark of a ``muted`` entry is small.
    """

    extent: Extent
    meaning: str
    colour: str = INK
    word: str | None = None
    shape: str = "o"
    muted: bool = False

    @property
    def named(self) -> str:
        """Return the word that stands before the meaning."""
        return WORDS[self.extent] if self.word is None else self.word

    def lines(self, width: float) -> list[str]:
        """Return the words of the grammar and what they mean here, in lines of a key of so many points."""
        told = f"{self.named}: {self.meaning}" if self.named else self.meaning
        return fitted(told, width - ROOM - 2).splitlines()


def draw(
    axes: plt.Axes,
    x: float,
    y: float,
    extent: Extent,
    *,
    colour: str = INK,
    shape: str = "o",
    size: float = SIZE,
    gid: str | None = None,
) -> None:
    """Draw a mark that says how far what is sought was found."""
    if extent == "doubtful":
        draw_outline(axes, x, y, colour, shape, size, gid)
        return
    papery = extent in ("dotted", "hollow")
    if extent == "most":
        draw_quarter(axes, x, y, colour, shape, size, gid)
    axes.plot(
        x,
        y,
        shape,
        color=colour,
        markersize=size,
        markeredgewidth=1.2,
        fillstyle="left" if extent == "half" else "full",
        markerfacecolor=PAPER if papery else "none" if extent == "most" else colour,
        markerfacecoloralt=PAPER,
        gid=gid,
    )
    if extent == "dotted":
        axes.plot(x, y + size * MIDDLES.get(shape, 0), "o", color=colour, markersize=DOT, markeredgewidth=0, gid=gid)


def draw_quarter(axes: plt.Axes, x: float, y: float, colour: str, shape: str, size: float, gid: str | None) -> None:
    """Draw a full mark with a quarter of paper at its right, on a sheet that is measured from the top.

    It is the lower quarter, or the upper one of a shape that stands on its tip.
    """
    own = MarkerStyle(shape)
    path = own.get_path().transformed(own.get_transform())
    quarter = path.clip_to_bbox(Bbox([[0, 0], [1, 1]] if shape == "v" else [[0, -1], [1, 0]]))
    for part, fill in ((path, colour), (quarter, PAPER)):
        placed = part.transformed(Affine2D().scale(size, -size).translate(x, y))
        axes.add_patch(PathPatch(placed, facecolor=fill, linewidth=0, gid=gid, zorder=2))


def draw_outline(axes: plt.Axes, x: float, y: float, colour: str, shape: str, size: float, gid: str | None) -> None:
    """Draw the broken outline of a mark, on a sheet that is measured from the top."""
    own = MarkerStyle(shape)
    outline = own.get_path().transformed(own.get_transform()).transformed(Affine2D().scale(size, -size).translate(x, y))
    patch = PathPatch(outline, facecolor=PAPER, edgecolor=colour, linewidth=1.3)
    patch.set_linestyle((0, tuple(size * part / 1.3 for part in DASHES)))
    patch.set_gid(gid)
    axes.add_patch(patch)


def draw_underline(axes: plt.Axes, x: float, y: float, extent: Extent, gid: str | None = None) -> None:
    """Draw a bar below a mark, with its middle at a place: full, mostly or half full from the left, or hollow."""
    long = {"full": UNDER, "most": UNDER * 3 / 4, "half": UNDER / 2}.get(extent, 0)
    left, top = x - UNDER / 2, y - HIGH / 2
    for part, face, edge in ((UNDER, PAPER, INK), (long, INK, "none")):
        box = plt.Rectangle((left, top), part, HIGH, facecolor=face, edgecolor=edge, linewidth=0.9)
        box.set(gid=gid, zorder=2)
        if part:
            axes.add_patch(box)


def draw_span(axes: plt.Axes, start: float, end: float, y: float) -> None:
    """Draw the time within which the days lie on which something took place, where it is longer than a mark."""
    axes.plot([start, end], [y, y], color=INK, linewidth=SPAN, solid_capstyle="butt")


def draw_bar(
    axes: plt.Axes,
    start: float,
    end: float,
    y: float,
    *,
    colour: str = MUTED,
    unknown: bool = False,
    free: float | None = None,
    gid: str | None = None,
) -> None:
    """Draw the time that was planned, with both ends; where it is not known what came of it, with a question mark.

    From ``free`` on no mark stands in the bar.
    """
    axes.plot([start, end], [y, y], color=SHADE, linewidth=BAR - 4, solid_capstyle="butt", gid=gid, zorder=1)
    for x in (start, end):
        axes.plot([x, x], [y - BAR / 2, y + BAR / 2], color=colour, linewidth=1.4, solid_capstyle="butt", gid=gid)
    if unknown:
        axes.text(
            ((start if free is None else free) + end) / 2, y, "?", ha="center", va="center", fontweight="bold", gid=gid
        )


def draw_open(axes: plt.Axes, start: float, end: float, y: float, height: float) -> None:
    """Draw a hollow bar between two values: a value that is not known lies within it."""
    box = plt.Rectangle((start, y - height / 2), end - start, height, facecolor="none", edgecolor=INK, linewidth=1.2)
    axes.add_patch(box)


@dataclass(frozen=True)
class Spanned:
    """An entry of a key for what took place within a time that is longer than a mark."""

    meaning: str

    def lines(self, width: float) -> list[str]:
        """Return what it is, in lines of a key of so many points."""
        return fitted(self.meaning, width - ROOM - 2).splitlines()


@dataclass(frozen=True)
class Opened:
    """An entry of a key for a hollow bar: a value that is not known lies within it."""

    meaning: str

    def lines(self, width: float) -> list[str]:
        """Return what is known of the value, in lines of a key of so many points."""
        return fitted(self.meaning, width - ROOM - 2).splitlines()


@dataclass(frozen=True)
class Planned:
    """An entry of a key for the bar of what is planned."""

    meaning: str
    unknown: bool = False

    def lines(self, width: float) -> list[str]:
        """Return what is planned, in lines of a key of so many points."""
        return fitted(self.meaning, width - ROOM - 2).splitlines()


Look = Literal["full", "open", "total"]


def draw_count(
    axes: plt.Axes,
    left: float,
    long: float,
    y: float,
    look: Look = "full",
    *,
    height: float = 11,
    gid: str | None = None,
) -> None:
    """Draw a count as a bar: full, its outline where the count is of something else perhaps, or lighter for a total."""
    colour = REGION_COLOURS[0]
    style: dict[Look, dict[str, Any]] = {
        "full": {"color": colour},
        "open": {"facecolor": "none", "edgecolor": colour, "linewidth": 1.2},
        "total": {"color": SHADE},
    }
    axes.barh(y, long, left=left, height=height, gid=gid, **style[look])


@dataclass(frozen=True)
class Counted:
    """An entry of a key: what is so of a bar of this look."""

    meaning: str
    look: Look

    def lines(self, width: float) -> list[str]:
        """Return what is so, in lines of a key of so many points."""
        return fitted(self.meaning, width - ROOM - 2).splitlines()


Key = Sequence[Counted | Entry | Opened | Planned | Spanned]


def key_height(entries: Key, width: float) -> float:
    """Return how many points the entries of a key need below one another, in a drawing of so many points."""
    return sum(LINE * len(entry.lines(width)) + BETWEEN for entry in entries)


def draw_key(axes: plt.Axes, entries: Key, width: float, left: float = 0, top: float = 0) -> None:
    """Draw the marks of a key with their words below one another."""
    for entry in entries:
        lines, middle = entry.lines(width), top + LINE / 2 + 1
        if isinstance(entry, Counted):
            draw_count(axes, left + 1, 14, middle, entry.look, height=8)
        elif isinstance(entry, Spanned):
            draw_span(axes, left + 1, left + 15, middle)
        elif isinstance(entry, Opened):
            draw_open(axes, left + 1, left + 15, middle, height=8)
        elif isinstance(entry, Planned):
            draw_bar(axes, left + 1, left + 15, middle, unknown=entry.unknown)
        else:
            size = LESS if entry.muted else SIZE
            draw(axes, left + 8, middle, entry.extent, colour=entry.colour, shape=entry.shape, size=size)
        axes.text(left + ROOM, top + 1 + LINE * len(lines) / 2, "\n".join(lines), va="center", linespacing=1)
        top += LINE * len(lines) + BETWEEN
