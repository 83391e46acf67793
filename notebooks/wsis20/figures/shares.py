"""Shares of several layers side by side, all on one scale, so that equal bars are equal shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType

import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import words
from wsis20.colours import INK, MUTED, RULE, SHADE
from wsis20.figures.figure import Figure
from wsis20.figures.marks import draw as draw_mark
from wsis20.figures.rows import Rows, draw_rows, laid_out
from wsis20.figures.style import WIDE, both, fitted, record, region_style, sheet, to_svg, width_of

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
    orders: Mapping[str, int] = MappingProxyType({}),
) -> Figure:
    """Draw what share of the units of each layer has something: a row for each thing, a column for each layer.

    ``counts`` has the labels of the rows as its index and a column of whole numbers for each layer; ``groups`` has the
    labels by headings, in the order of the drawing; ``sizes`` holds the number of units of each layer, ``units`` names
    one of them in the singular, and ``keys`` are the themes that the labels name. A layer of a region, whose order is
    in ``orders``, has its colour and its mark. All bars have one scale, and the share in per cent at their ends; the
    units of a layer of few that have something are marks, with their number. Where no row of a group has anything in a
    layer, a ground says so once.
    """
    drawings = both(partial(draw, counts, groups, sizes, keys, orders))
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
    orders: Mapping[str, int],
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
    counted = {f"{head}: {len(own)}" if head else head: own for head, own in groups.items()}
    rows = laid_out(counted, NAMES if wide else right, HEAD, width, above=not wide)
    with sheet((rows.end + 4) / 72, width) as (figure, axes):
        draw_rows(axes, rows, width, {name: record("theme", key) for name, key in keys.items()})
        for layer in counts.columns:
            told = f"{layer}\nn = {sizes[layer]}"
            colour, shape = region_style(orders.get(layer, 1))
            axes.text(left, 16, told, va="center", linespacing=1.1, fontweight="bold", color=colour)
            scale = (wides[layer] - BEHIND) / most
            empty = [own for own in groups.values() if len(own) > 1 and not counts.loc[[*own], layer].any()]
            for own in empty:
                draw_gap(axes, rows, own, left, wides[layer] - 12, wide)
            silent = {label for own in empty for label in own}
            for label, y in rows.middles.items():
                if label in silent:
                    continue
                if layer in many:
                    draw_share(axes, left, y, float(parts.loc[label, layer]), scale, colour)
                else:
                    draw_units(axes, left, y, int(counts.loc[label, layer]), sizes[layer], (colour, shape))
            left += wides[layer]
        return to_svg(figure)


def room_of(counts: pd.DataFrame, layer: str, sizes: Mapping[str, int]) -> float:
    """Return how many points a layer of few units needs, for its marks and its head."""
    most = int(counts[layer].max())
    return 12 + max(APART * most + width_of(f"{most} of {sizes[layer]}"), width_of(layer, "bold"))


def draw_gap(axes: plt.Axes, rows: Rows, labels: Sequence[str], left: float, long: float, wide: bool) -> None:
    """Draw a ground behind rows of which none has anything in a layer: one that says so, or under names one a row."""
    first, last = rows.middles[labels[0]] - 9, rows.ends[labels[-1]] - 1
    grounds = [(first, last)] if wide else [(rows.middles[label] - 9, rows.middles[label] + 9) for label in labels]
    for top, end in grounds:
        box = plt.Rectangle((left, top), long, end - top, facecolor=SHADE, linewidth=0)
        box.set_zorder(-1)
        axes.add_patch(box)
        if not wide:
            axes.text(left + 3, (top + end) / 2, "none", va="center")
    if wide:
        told = fitted(f"none of these {words.number(len(labels))}", long - 8, "bold")
        x, y = left + long / 2, (first + last) / 2
        axes.text(x, y, told, ha="center", va="center", linespacing=1.1, fontweight="bold")


def draw_share(axes: plt.Axes, left: float, y: float, share: float, scale: float, colour: str) -> None:
    """Draw a bar for a share, with the per cent at its end."""
    axes.plot([left, left], [y - 7, y + 7], color=RULE, linewidth=0.8)
    axes.barh(y, scale * share, left=left, height=10, color=colour)
    told = f"{100 * share:.0f} %" if share else "none"
    axes.text(left + scale * share + 3, y, told, va="center", color=INK if share else MUTED)


def draw_units(axes: plt.Axes, left: float, y: float, count: int, every: int, look: tuple[str, str]) -> None:
    """Draw a mark for each of few units that have something, and say of how many; which ones they are is not shown."""
    for place in range(count):
        draw_mark(axes, left + 5 + APART * place, y, "full", colour=look[0], shape=look[1], size=7)
    told = f"{count} of {every}" if count else "none"
    axes.text(left + (3 if not count else 1 + APART * count), y, told, va="center", color=MUTED)
