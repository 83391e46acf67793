"""Shares of several layers side by side, each on a scale of its own: units differ from layer to layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import words
from wsis20.colours import INK, MUTED, REGION_COLOURS, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.marks import draw as draw_mark
from wsis20.figures.rows import draw_rows, laid_out
from wsis20.figures.style import WIDE, both, fitted, record, sheet, to_svg

BEHIND = 33  # points behind the longest bar of a column, for its share
HEAD, LINE = 30, 11  # points for the heads of columns, and from line to line of what is said above them
FEW = 10  # units of a layer: so few are counted one by one, since a share of them says little
APART = 14  # points from mark to mark
READ = (
    "Each column has a scale of its own, with its largest share in bold. "
    "Between columns, compare only which theme that is, and which are absent."
)


def shares(
    name: str,
    title: str,
    caption: str,
    counts: pd.DataFrame,
    groups: Mapping[str, Sequence[str]],
    sizes: dict[str, int],
    units: dict[str, str],
    keys: Mapping[str, str],
) -> Figure:
    """Draw what share of the units of each layer has something: a row for each thing, a column for each layer.

    ``counts`` has the labels of the rows as its index and a column of whole numbers for each layer; ``groups`` has the
    labels by headings, in the order of the drawing; ``sizes`` holds the number of units of each layer, ``units`` names
    one of them in the singular, and ``keys`` are the themes that the labels name. The bars of a layer have a scale of
    their own, with the share in per cent at the end of each, the largest in bold, as the drawing says above; the units
    of a layer of few that have something are marks, with their number.
    """
    drawings = both(partial(draw, counts, groups, sizes, keys))
    order = [label for rows in groups.values() for label in rows]
    told = [
        f"{label}: "
        + words.listing([f"{words.count(int(counts.loc[label, layer]), units[layer])}" for layer in counts.columns])
        for label in order
    ]
    alt = f"Rows of bars and marks, a column for each layer. {READ} {'; '.join(told)}."
    of_group = {label: head for head, rows in groups.items() for label in rows}
    data = counts.loc[order].rename_axis("theme").reset_index().assign(group=[of_group[label] for label in order])
    return Figure(name, caption, alt, data, title=title, **drawings)


def draw(
    counts: pd.DataFrame,
    groups: Mapping[str, Sequence[str]],
    sizes: dict[str, int],
    keys: Mapping[str, str],
    width: float,
) -> str:
    """Return the drawing of a width in inches."""
    room = 190 if width == WIDE else 118
    step = (72 * width - room - 2) / len(counts.columns)
    parts = counts / pd.Series(sizes)
    many = [layer for layer in counts.columns if sizes[layer] > FEW]
    read = fitted(READ, 72 * width - 4)
    top = LINE * len(read.splitlines()) + 4
    rows = laid_out(groups, room - 8, top + HEAD, width)
    with sheet((rows.end + 4) / 72, width) as (figure, axes):
        axes.text(2, top / 2, read, va="center", color=MUTED, linespacing=1)
        draw_rows(axes, rows, width, {name: record("theme", key) for name, key in keys.items()})
        for place, layer in enumerate(counts.columns):
            left = room + step * place
            told = f"{layer}\nn = {sizes[layer]}"
            axes.text(left, top + 16, told, va="center", linespacing=1.1, fontweight="bold")
            most = float(parts[layer].max()) or 1.0
            for label, y in rows.middles.items():
                if layer in many:
                    draw_share(axes, left, y, float(parts.loc[label, layer]), most, step - BEHIND)
                else:
                    draw_units(axes, left, y, int(counts.loc[label, layer]), sizes[layer])
        return to_svg(figure)


def draw_share(axes: plt.Axes, left: float, y: float, share: float, most: float, room: float) -> None:
    """Draw a bar for a share, with the per cent at its end; the largest of a layer is in bold, and has the room."""
    long, first = room * share / most, share == most
    axes.barh(y, long, left=left, height=10, color=INK if first else REGION_COLOURS[0])
    axes.plot([left, left], [y - 5, y + 5], color=RULE, linewidth=0.8)
    told = f"{100 * share:.0f} %" if share else "none"
    weight = "bold" if first else "normal"
    axes.text(left + long + 3, y, told, va="center", color=INK if first else MUTED, fontweight=weight)


def draw_units(axes: plt.Axes, left: float, y: float, count: int, every: int) -> None:
    """Draw a mark for each of few units that have something, and say of how many; which ones they are is not shown."""
    for place in range(count):
        draw_mark(axes, left + 5 + APART * place, y, "full", colour=REGION_COLOURS[0], size=7)
    told = f"{count} of {every}" if count else "none"
    axes.text(left + (3 if not count else 1 + APART * count), y, told, va="center", color=MUTED)
