"""Shares of several layers side by side."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import words
from wsis20.colours import MUTED, REGION_COLOURS, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.style import blank, canvas, note, to_svg, wrap

WIDEST = 0.62  # of the room of a column: the number stands behind the bar


def shares(name: str, caption: str, counts: pd.DataFrame, sizes: dict[str, int], units: dict[str, str]) -> Figure:
    """Draw what share of the units of each layer has something: a row for each thing, a column of bars for each layer.

    ``counts`` has the labels of the rows as its index and a column of whole numbers for each layer, in the order of
    the drawing; ``sizes`` holds the number of units of each layer, and ``units`` names one of them in the singular. The
    bars of all layers have one scale; the number at the end of each is that of the units.
    """
    parts = counts / pd.Series(sizes)
    scale = WIDEST / parts.to_numpy().max()
    with canvas(0.25 * len(counts) + 0.5) as (figure, axes):
        for x, layer in enumerate(counts.columns):
            axes.axvline(x, color=RULE, linewidth=0.8)
            axes.text(x, -1.2, f"{layer}\nn = {sizes[layer]}", va="center", fontsize=8, color=MUTED, linespacing=1.1)
            for y, (share, count) in enumerate(zip(parts[layer], counts[layer], strict=True)):
                axes.barh(y, share * scale, left=x, height=0.55, color=REGION_COLOURS[0])
                note(axes, str(count) if count else "–", x + share * scale, y, 3, "left")
        head(axes, [wrap(label, 28) for label in counts.index])
        axes.set_xlim(-0.02, len(counts.columns) - 0.1)
        axes.set_ylim(len(counts) - 0.4, -2)
        svg = to_svg(figure)
    told = [
        f"{label}: "
        + words.listing([f"{words.count(int(counts.loc[label, layer]), units[layer])}" for layer in counts.columns])
        for label in counts.index
    ]
    data = counts.rename_axis("theme").reset_index()
    return Figure(name, caption, f"Rows of bars, a column for each layer. {'; '.join(told)}.", data, svg)


def head(axes: plt.Axes, labels: list[str]) -> None:
    """Name the rows at the left of a drawing without scales."""
    blank(axes)
    for y, label in enumerate(labels):
        axes.annotate(
            label,
            (0, y),
            (-5, 0),
            xycoords="data",
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=8,
            linespacing=1,
        )
