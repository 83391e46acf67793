"""Rows in groups: a heading for each group, a name for each row, and a rule between them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import matplotlib.pyplot as plt

from wsis20.colours import INK, RULE
from wsis20.figures.style import WIDE, fitted

LINE = 11  # points from line to line
# Points of a row at least, in the wide and in the narrow drawing: 24 pixels, by which links stand apart.
LEAST = {True: 17.5, False: 21.5}


@dataclass(frozen=True)
class Rows:
    """Where rows stand: the middle of each, in points from the top, the tops of the headings, and the end of all."""

    middles: dict[str, float]
    heads: dict[str, float]
    names: dict[str, str]
    top: float
    end: float


def laid_out(
    groups: Mapping[str, Sequence[str]], room: float, top: float, width: float, lines: Mapping[str, int] | None = None
) -> Rows:
    """Return where rows stand below ``top``, for names that have ``room`` points.

    ``groups`` has the names of the rows of each group by its heading, of which an empty one is left out; ``lines`` says
    how many lines of marks a row has, one where it says nothing.
    """
    middles, heads, names, y = {}, {}, {}, top
    for head, rows in groups.items():
        if not rows:
            continue
        heads[head] = y + 13
        y += 22 if head else 4
        for row in rows:
            names[row] = fitted(row, room)
            marked = LEAST[width == WIDE] * (lines or {}).get(row, 1)
            height = max(marked, LINE * len(names[row].splitlines()) + 5)
            middles[row] = y + height / 2
            y += height
    return Rows(middles, heads, names, top, y)


def draw_rows(axes: plt.Axes, rows: Rows, width: float, gids: Mapping[str, str]) -> None:
    """Draw headings, names and rules; ``gids`` names the record that a row stands for as `style.record` does."""
    right = 72 * width - 2
    for head, y in rows.heads.items():
        if head:
            axes.text(2, y, head, va="center", fontweight="bold", color=INK)
            axes.plot([2, right], [y + 8] * 2, color=INK, linewidth=0.8)
    for name, y in rows.middles.items():
        axes.text(2, y, rows.names[name], va="center", linespacing=1, gid=gids.get(name))
    below = sorted(rows.middles.values())
    for one, other in itertools.pairwise(below):
        if not any(one < y < other for head, y in rows.heads.items() if head):
            axes.plot([2, right], [(one + other) / 2] * 2, color=RULE, linewidth=0.5, zorder=0)
