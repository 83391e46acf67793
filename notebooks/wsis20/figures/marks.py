"""The one grammar of marks: what a full mark stands for was found, a half full one in part, a hollow one not.

A hollow mark with a dot in it stands for what is only mentioned. An asterisk beside a mark leads to a line of the key.
What is planned is no mark but a bar, as long as the time for which it is planned: it was not sought yet.
What was sought differs from figure to figure, and the key of each says it; the words before it are the same in all. The
shape and the colour of a mark say whose it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import matplotlib.pyplot as plt

from wsis20.colours import BAND, INK, MUTED, PAPER
from wsis20.figures.style import fitted

Extent = Literal["full", "half", "dotted", "hollow"]

WORDS: Mapping[Extent, str] = {"full": "found", "half": "in part", "dotted": "only mentioned", "hollow": "not found"}
SIZE, DOT = 8, 3  # points across a mark, and across the dot in one
MIDDLES = {"^": 0.14, "v": -0.14}  # how far below its place the middle of a triangle lies, as a part of its size
STAR = "*"
BAR = 10  # points of the height of a bar
LINE, BETWEEN, ROOM = 11, 3.5, 20  # points from line to line, between two entries of a key, and for their marks


@dataclass(frozen=True)
class Entry:
    """An entry of a key: what an extent means in a figure, and where they are told, the colour and number of marks.

    One that is ``spanned`` has a line through it; ``word`` stands where that of the extent would be read as an answer.
    """

    extent: Extent
    meaning: str
    colour: str = INK
    count: int | None = None
    spanned: bool = False
    word: str = ""

    def lines(self, width: float) -> list[str]:
        """Return the words of the grammar and what they mean here, in lines of a key of so many points."""
        said = f"{self.word or WORDS[self.extent]}: {self.meaning}"
        return fitted(said if self.count is None else f"{self.count} {said}", width - ROOM - 2).splitlines()


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
    papery = extent in ("dotted", "hollow")
    axes.plot(
        x,
        y,
        shape,
        color=colour,
        markersize=size,
        markeredgewidth=1.2,
        fillstyle="left" if extent == "half" else "full",
        markerfacecolor=PAPER if papery else colour,
        markerfacecoloralt=PAPER,
        gid=gid,
    )
    if extent == "dotted":
        axes.plot(x, y + size * MIDDLES.get(shape, 0), "o", color=colour, markersize=DOT, markeredgewidth=0, gid=gid)


def draw_span(axes: plt.Axes, start: float, end: float, y: float) -> None:
    """Draw the time within which the day of a mark lies, to be seen where it is longer than the mark."""
    axes.plot([start, end], [y, y], color=INK, linewidth=2, solid_capstyle="butt")


def draw_bar(
    axes: plt.Axes, start: float, end: float, y: float, *, unknown: bool = False, gid: str | None = None
) -> None:
    """Draw the time that was planned, with a broken line where it is not known what came of it."""
    style = (0, (3, 2)) if unknown else "-"
    box = plt.Rectangle((start, y - BAR / 2), end - start, BAR, facecolor=BAND, edgecolor=MUTED, linestyle=style)
    box.set_gid(gid)
    axes.add_patch(box)


@dataclass(frozen=True)
class Planned:
    """An entry of a key for the bar of what is planned."""

    meaning: str
    unknown: bool = False

    def lines(self, width: float) -> list[str]:
        """Return what is planned, in lines of a key of so many points."""
        return fitted(self.meaning, width - ROOM - 2).splitlines()


@dataclass(frozen=True)
class Starred:
    """The last entry of a key: what is so of a mark that an asterisk stands beside."""

    meaning: str

    def lines(self, width: float) -> list[str]:
        """Return what is so, in lines of a key of so many points."""
        return fitted(self.meaning, width - ROOM - 2).splitlines()


Key = Sequence[Entry | Planned | Starred]


def key_height(entries: Key, width: float) -> float:
    """Return how many points the entries of a key need below one another, in a drawing of so many points."""
    return sum(LINE * len(entry.lines(width)) + BETWEEN for entry in entries)


def draw_key(axes: plt.Axes, entries: Key, width: float, left: float = 0, top: float = 0) -> None:
    """Draw the marks of a key with their words below one another."""
    for entry in entries:
        lines, middle = entry.lines(width), top + LINE / 2 + 1
        if isinstance(entry, Starred):
            axes.text(left + 8, middle, STAR, ha="center", va="center")
        elif isinstance(entry, Planned):
            draw_bar(axes, left + 1, left + 15, middle, unknown=entry.unknown)
        else:
            if entry.spanned:
                draw_span(axes, left + 1, left + 15, middle)
            draw(axes, left + 8, middle, entry.extent, colour=entry.colour)
        axes.text(left + ROOM, top + 1 + LINE * len(lines) / 2, "\n".join(lines), va="center", linespacing=1)
        top += LINE * len(lines) + BETWEEN
