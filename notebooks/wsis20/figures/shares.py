"""Shares of several layers side by side, all on one scale, so that equal bars are equal shares."""

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
from wsis20.figures.style import WIDE, both, record, sheet, to_svg, width_of

BEHIND = 30  # points behind the longest bar, for its share
HEAD = 30  # points for the heads of columns
FEW = 10  # units of a layer: so few are counted one by one, since a share of them says little
APART = 14  # points from mark to mark
NAMES = 186  # points for names in the wide drawing; in the narrow one they stand above the bars


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
    one of them in the singular, and ``keys`` are the themes that the labels name. All bars have one scale, and the
    share in per cent at their ends; the units of a layer of few that have something are marks, with their number.
    """
    drawings = both(partial(draw, counts, groups, sizes, keys))
    order = [label for rows in groups.values() for label in rows]
    told = [
        f"{label}: "
        + words.listing([f"{words.count(int(counts.loc[label, layer]), units[layer])}" for layer in counts.columns])
        for label in order
    ]
    alt = f"Rows of bars on one scale, and of marks, a column for each layer. {'; '.join(told)}."
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
    wide, right = width == WIDE, 72 * width - 2
    left = NAMES + 8.0 if wide else 2.0
    parts = counts / pd.Series(sizes)
    many = [layer for layer in counts.columns if sizes[layer] > FEW]
    most = float(parts[many].max(axis=None)) or 1.0
    needed = {layer: room_of(counts, layer, sizes) for layer in counts.columns if layer not in many}
    wides = needed | dict.fromkeys(many, (right - left - sum(needed.values())) / len(many))
    rows = laid_out(groups, NAMES if wide else right, HEAD, width, above=not wide)
    with sheet((rows.end + 4) / 72, width) as (figure, axes):
        draw_rows(axes, rows, width, {name: record("theme", key) for name, key in keys.items()})
        for layer in counts.columns:
            told = f"{layer}\nn = {sizes[layer]}"
            axes.text(left, 16, told, va="center", linespacing=1.1, fontweight="bold")
            scale = (wides[layer] - BEHIND) / most
            for label, y in rows.middles.items():
                if layer in many:
                    draw_share(axes, left, y, float(parts.loc[label, layer]), scale)
                else:
                    draw_units(axes, left, y, int(counts.loc[label, layer]), sizes[layer])
            left += wides[layer]
        return to_svg(figure)


def room_of(counts: pd.DataFrame, layer: str, sizes: Mapping[str, int]) -> float:
    """Return how many points a layer of few units needs, for its marks and its head."""
    most = int(counts[layer].max())
    return 12 + max(APART * most + width_of(f"{most} of {sizes[layer]}"), width_of(layer, "bold"))


def draw_share(axes: plt.Axes, left: float, y: float, share: float, scale: float) -> None:
    """Draw a bar for a share, with the per cent at its end."""
    axes.plot([left, left], [y - 7, y + 7], color=RULE, linewidth=0.8)
    axes.barh(y, scale * share, left=left, height=10, color=REGION_COLOURS[0])
    told = f"{100 * share:.0f} %" if share else "none"
    axes.text(left + scale * share + 3, y, told, va="center", color=INK if share else MUTED)


def draw_units(axes: plt.Axes, left: float, y: float, count: int, every: int) -> None:
    """Draw a mark for each of few units that have something, and say of how many; which ones they are is not shown."""
    for place in range(count):
        draw_mark(axes, left + 5 + APART * place, y, "full", colour=REGION_COLOURS[0], size=7)
    told = f"{count} of {every}" if count else "none"
    axes.text(left + (3 if not count else 1 + APART * count), y, told, va="center", color=MUTED)
