"""Curves: shares by a number of classes, one line for each finding."""

from __future__ import annotations

import itertools

import pandas as pd

from wsis20.colours import MUTED, REGION_COLOURS, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.style import canvas, note, to_svg

DASHES = ("-", (0, (5, 2)), (0, (1, 1.5)), (0, (6, 2, 1, 2)))


def curves(name: str, caption: str, shares: pd.DataFrame, axis: str) -> Figure:
    """Draw shares from 0 to 1 as lines that are told apart by their dashes, each named where it comes nearest one half.

    ``shares`` has whole numbers as its index, drawn along ``axis``, and a column for each line, by its short name.
    """
    with canvas(2.6) as (figure, axes):
        for (label, values), colour, dash in zip(
            shares.items(), itertools.cycle(REGION_COLOURS), itertools.cycle(DASHES), strict=False
        ):
            axes.plot(shares.index, values, color=colour, linestyle=dash, linewidth=1.6)
            middle = (values - 0.5).abs().idxmin()
            note(axes, str(label), middle, values[middle], 5, "left")
        axes.set_xlim(shares.index.min() - 0.3, shares.index.max() + 1.2)
        axes.set_ylim(-0.03, 1.05)
        axes.set_yticks([0, 0.5, 1], ["0", "half", "all"])
        axes.tick_params(colors=MUTED, labelsize=8)
        axes.spines["bottom"].set_color(RULE)
        axes.set_xlabel(axis, fontsize=8.5, color=MUTED)
        svg = to_svg(figure)
    places = (shares.index[0], shares.index[len(shares) // 2], shares.index[-1])
    told = [
        f"{label}: {', '.join(f'{values[place]:.2f} at {place}' for place in places)}"
        for label, values in shares.items()
    ]
    data = shares.reset_index()
    return Figure(name, caption, f"Lines of shares by {axis}. {'; '.join(told)}.", data, svg)
