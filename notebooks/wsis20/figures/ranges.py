"""Values with a range, row by row."""

from __future__ import annotations

from functools import partial
from math import ceil

import matplotlib.pyplot as plt
import pandas as pd

from wsis20.colours import BAND, INK, MUTED, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.style import both, canvas, note, to_svg, wrap


def ranges(name: str, title: str, caption: str, values: pd.DataFrame, axis: str, band: str = "") -> Figure:
    """Draw one mark per row on a scale of at most 1, a line for its range and, where given, a band behind it.

    ``values`` has the columns label, value, low and high, in the order of the rows, and band_low and band_high when
    ``band`` says in words what the band is. A row without a value bears the words "not defined".
    """
    drawings = both(partial(draw, values, axis, band))
    return Figure(name, caption, ranges_alt(values, axis, band), values, title=title, **drawings)


def draw(values: pd.DataFrame, axis: str, band: str, width: float) -> str:
    """Return the drawing of a width in inches."""
    with canvas(0.3 * len(values) + (0.95 if band else 0.6), width) as (figure, axes):
        for row in values.itertuples():
            if band:
                axes.barh(
                    row.Index,
                    row.band_high - row.band_low,
                    left=row.band_low,
                    height=0.62,
                    color=BAND,
                    edgecolor=RULE,
                    linewidth=0.6,
                )
            if pd.isna(row.value):
                note(axes, "not defined", 0, row.Index, 2, "left")
                continue
            axes.plot([row.low, row.high], [row.Index, row.Index], color=MUTED, linewidth=1.6, solid_capstyle="butt")
            axes.plot(row.value, row.Index, "o", color=INK, markersize=5.5)
            end = max(row.value, row.high, row.band_high if band else 0)
            note(axes, f"{row.value:.2f}", end, row.Index, 6, "left")
        axes.set_yticks(range(len(values)), [wrap(label, 30) for label in values["label"]])
        axes.tick_params(axis="y", length=0)
        axes.set_ylim(len(values) - 0.4, -0.6)
        far = values[["value", "high", *(["band_high"] if band else [])]].max().max()
        axes.set_xlim(min(0, values["low"].min()) - 0.015, 1.13 if far > 0.5 else ceil(20 * far + 1) / 20)
        axes.set_xlabel(axis)
        if band:
            key = plt.Rectangle((0, 0), 1, 1, facecolor=BAND, edgecolor=RULE, linewidth=0.6, label=band)
            axes.legend(handles=[key], loc="lower left", bbox_to_anchor=(0, 1), frameon=False)
        return to_svg(figure)


def ranges_alt(values: pd.DataFrame, axis: str, band: str) -> str:
    """Say in words every value with its range."""
    parts = []
    for row in values.itertuples():
        if pd.isna(row.value):
            parts.append(f"{row.label}: not defined")
            continue
        behind = f", {band} {row.band_low:.2f} to {row.band_high:.2f}" if band else ""
        parts.append(f"{row.label}: {row.value:.2f}, range {row.low:.2f} to {row.high:.2f}{behind}")
    return f"Marks with ranges on a scale of {axis}. {'; '.join(parts)}."
