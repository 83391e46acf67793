"""Shares of several layers side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd

from wsis20 import words
from wsis20.colours import MUTED, REGION_COLOURS, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.rows import draw_rows, laid_out
from wsis20.figures.style import WIDE, both, sheet, to_svg

WIDEST = 0.66  # of the room of a column: the number stands behind the bar


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
    """Draw what share of the units of each layer has something: a row for each thing, a column of bars for each layer.

    ``counts`` has the labels of the rows as its index and a column of whole numbers for each layer; ``groups`` has the
    labels by headings, in the order of the drawing; ``sizes`` holds the number of units of each layer, ``units`` names
    one of them in the singular, and ``keys`` are the themes that the labels name. The bars of all layers have one
    scale; the number at the end of each is that of the units.
    """
    drawings = both(partial(draw, counts, groups, sizes, keys))
    order = [label for rows in groups.values() for label in rows]
    told = [
        f"{label}: "
        + words.listing([f"{words.count(int(counts.loc[label, layer]), units[layer])}" for layer in counts.columns])
        for label in order
    ]
    alt = f"Rows of bars, a column for each layer. {'; '.join(told)}."
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
    scale = WIDEST * step / parts.to_numpy().max()
    rows = laid_out(groups, room - 8, 30, width)
    with sheet((rows.end + 4) / 72, width) as (figure, axes):
        draw_rows(axes, rows, width, keys)
        for place, layer in enumerate(counts.columns):
            left = room + step * place
            axes.text(left, 14, f"{layer}\nn = {sizes[layer]}", va="center", linespacing=1.1, fontweight="bold")
            for label, y in rows.middles.items():
                share, count = parts.loc[label, layer], int(counts.loc[label, layer])
                axes.barh(y, share * scale, left=left, height=10, color=REGION_COLOURS[0])
                axes.plot([left, left], [y - 5, y + 5], color=RULE, linewidth=0.8)
                axes.text(left + share * scale + 3, y, str(count) if count else "–", va="center", color=MUTED)
        return to_svg(figure)
