"""Rows in groups: a heading for each group, a name for each row, and a rule between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import matplotlib.pyplot as plt

from wsis20.colours import INK, RULE
from wsis20.figures.style import WIDE, fitted

LINE = 11  # points from line to line
# Points of a row at least, in the wide and in the narrow drawing: 24 pixels, by which links stand apart.
LEAST = {True: 16.8, False: 21.5}


@dataclass(frozen=True)
class Rows:
    """Where rows stand, in points from the top: the middle of what each shows and of its name, and where each ends.

    ``heads`` has the middles of the headings, ``names`` the names in lines, and ``end`` is the end of all.
    """

    middles: dict[str, float]
    labels: dict[str, float]
    ends: dict[str, float]
    heads: dict[str, float]
    names: dict[str, str]
    top: float
    end: float


def laid_out(
    groups: Mapping[str, Sequence[str]],
    room: float,
    top: float,
    width: float,
    lines: Mapping[str, float] | None = None,
    *,
    above: bool = False,
) -> Rows:
    """Return where rows stand below ``top``, for names that have ``room`` points.

    ``groups`` has the names of the rows of each group by its heading, of which an empty one is left out; ``lines`` says
    how many lines of marks a row has, one where it says nothing. A name stands before what its row shows, or ``above``.
    """
    middles, labels, ends, heads, names, y = {}, {}, {}, {}, {}, top
    for head, rows in groups.items():
        if not rows:
            continue
        heads[head] = y + 10.5
        y += 18.5 + LINE * (fitted(head, 72 * width - 4, "bold").count("\n")) if head else 4
        for row in rows:
            names[row] = fitted(row, room)
            marked = LEAST[width == WIDE] * (lines or {}).get(row, 1)
            named = LINE * len(names[row].splitlines()) + 5
            height = marked + named if above else max(marked, named)
            labels[row] = y + (named / 2 if above else height / 2)
            middles[row] = y + height - marked / 2 if above else labels[row]
            y += height
            ends[row] = y
    return Rows(middles, labels, ends, heads, names, top, y)


def draw_rows(axes: plt.Axes, rows: Rows, width: float, gids: Mapping[str, str]) -> None:
    """Draw headings, names and rules; ``gids`` names the record that a row stands for as `style.record` does."""
    right = 72 * width - 2
    for head, y in rows.heads.items():
        if head:
            told = fitted(head, 72 * width - 4, "bold")
            further = LINE * told.count("\n")
            axes.text(2, y + further / 2, told, va="center", fontweight="bold", color=INK, linespacing=1)
            axes.plot([2, right], [y + 7 + further] * 2, color=INK, linewidth=0.8)
    for name, y in rows.labels.items():
        axes.text(2, y, rows.names[name], va="center", linespacing=1, gid=gids.get(name))
    for end, next_label in zip(rows.ends.values(), [*rows.labels.values()][1:], strict=False):
        if not any(head and end < y < next_label for head, y in rows.heads.items()):
            axes.plot([2, right], [end] * 2, color=RULE, linewidth=0.5, zorder=0)
