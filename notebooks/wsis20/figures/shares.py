"""Shares of several layers side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import words
from wsis20.colours import MUTED, REGION_COLOURS, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.marks import draw as draw_mark
from wsis20.figures.rows import draw_rows, laid_out
from wsis20.figures.style import WIDE, both, record, sheet, to_svg

BEHIND = 30  # points behind the longest bar of a column, for its share
FEW = 10  # units of a layer: so few are counted one by one, since a share of them says little
APART = 14  # points from mark to mark


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
    one of them in the singular, and ``keys`` are the themes that the labels name. The bars of all layers have one
    scale, with the share in per cent at the end of each; the units of a layer of few that have something are marks,
    with their number.
    """
    drawings = both(partial(draw, counts, groups, sizes, keys))
    order = [label for rows in groups.values() for label in rows]
    told = [
        f"{label}: "
        + words.listing([f"{words.count(int(counts.loc[label, layer]), units[layer])}" for layer in counts.columns])
        for label in order
    ]
    alt = f"Rows of bars and marks, a column for each layer. {'; '.join(told)}."
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
    scale = (step - BEHIND) / (parts[many].to_numpy().max() if many else 1)
    rows = laid_out(groups, room - 8, 30, width)
    with sheet((rows.end + 4) / 72, width) as (figure, axes):
        draw_rows(axes, rows, width, {name: record("theme", key) for name, key in keys.items()})
        for place, layer in enumerate(counts.columns):
            left = room + step * place
            axes.text(left, 14, f"{layer}\nn = {sizes[layer]}", va="center", linespacing=1.1, fontweight="bold")
            for label, y in rows.middles.items():
                if layer in many:
                    draw_share(axes, left, y, float(parts.loc[label, layer]), scale)
                else:
                    draw_units(axes, left, y, int(counts.loc[label, layer]), sizes[layer])
        return to_svg(figure)


def draw_share(axes: plt.Axes, left: float, y: float, share: float, scale: float) -> None:
    """Draw a bar for a share, with the per cent at its end."""
    axes.barh(y, share * scale, left=left, height=10, color=REGION_COLOURS[0])
    axes.plot([left, left], [y - 5, y + 5], color=RULE, linewidth=0.8)
    axes.text(left + share * scale + 3, y, f"{100 * share:.0f} %" if share else "–", va="center", color=MUTED)


def draw_units(axes: plt.Axes, left: float, y: float, count: int, every: int) -> None:
    """Draw a mark for each of few units that have something, and say of how many; which ones they are is not shown."""
    for place in range(count):
        draw_mark(axes, left + 5 + APART * place, y, "full", colour=REGION_COLOURS[0], size=7)
    told = f"{count} of {every}" if count else "–"
    axes.text(left + (3 if not count else 1 + APART * count), y, told, va="center", color=MUTED)
