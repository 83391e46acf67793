"""Values with a range, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import matplotlib.pyplot as plt
import pandas as pd

from wsis20.colours import BAND, INK, MUTED, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.style import WIDE, both, fitted, sheet, to_svg, width_of

ROW, LINE, KEY = 19, 11, 14  # points of a row, from line to line, and of an entry of the key
FOOT = 32  # points for the scale and what it is of
SAMPLE = 24  # points for what stands before an entry of the key
BEHIND = 12  # points between the end of the scale and the values at the right, which end at one place
NAMES = {True: 168, False: 112}  # points for names at most, in the wide and in the narrow drawing


def ranges(
    name: str,
    title: str,
    caption: str,
    values: pd.DataFrame,
    axis: str,
    says: tuple[str, str],
    band: str = "",
    ticks: Sequence[float] = (0, 0.25, 0.5, 0.75, 1),
) -> Figure:
    """Draw a stroke for the value of each row, a line for its range and, where given, a band behind it.

    ``values`` has the columns label, value, low and high, in the order of the rows, and band_low and band_high when
    ``band`` says in words what the band is; ``says`` does so for the stroke and the line. Where a value is a share that
    was counted, part and whole say of how many, and stand before it. ``axis`` is what the scale
    from the first to the last of ``ticks`` is of; raises `ValueError` when anything lies outside it. A row without a
    value bears the words "not defined".
    """
    drawn = values[[*("value", "low", "high"), *(("band_low", "band_high") if band else ())]].astype(float).stack()
    if not drawn.dropna().round(9).between(ticks[0], ticks[-1]).all():
        raise ValueError(f"{name}: a value lies outside the scale from {ticks[0]} to {ticks[-1]}")
    drawings = both(partial(draw, values, axis, says, band, ticks))
    return Figure(name, caption, ranges_alt(values, axis, band), values, title=title, **drawings)


def draw(
    values: pd.DataFrame, axis: str, says: tuple[str, str], band: str, ticks: Sequence[float], width: float
) -> str:
    """Return the drawing of a width in inches."""
    names = min(max(map(width_of, values["label"])) + 4, NAMES[width == WIDE])
    key = [fitted(told, 72 * width - SAMPLE - 6) for told in (*says, *([band] if band else []))]
    top = sum(LINE * len(told.splitlines()) + KEY - LINE for told in key) + 8
    end = top + ROW * len(values)
    told = [told_of(row) for row in values.itertuples()]
    left, right = names + 8, 72 * width - 2 - max(map(width_of, told)) - BEHIND

    def across(value: float) -> float:
        return left + (right - left) * (value - ticks[0]) / (ticks[-1] - ticks[0])

    with sheet((end + FOOT) / 72, width) as (figure, axes):
        draw_key(axes, key)
        for tick in ticks:
            axes.plot([across(tick)] * 2, [top, end + 3], color=RULE, linewidth=0.6, zorder=0)
            axes.text(across(tick), end + 10, f"{tick:g}", ha="center", va="center", color=MUTED)
        axes.text(min(left, 72 * width - width_of(axis) - 2), end + 23, axis, va="center")
        for place, (row, end_of_row) in enumerate(zip(values.itertuples(), told, strict=True)):
            y = top + ROW * (place + 0.5)
            axes.text(2, y, fitted(row.label, names), va="center", linespacing=1)
            if band:
                draw_band(axes, across(row.band_low), across(row.band_high), y)
            if pd.isna(row.value):
                axes.text(left + 4, y, "not defined", va="center", color=MUTED)
                continue
            draw_line(axes, across(row.low), across(row.high), y)
            draw_stroke(axes, across(row.value), y)
            axes.text(72 * width - 2, y, end_of_row, ha="right", va="center")
        return to_svg(figure)


def told_of(row) -> str:
    """Return the value of a row, before it of how many it is a share where that is known; nothing without a value."""
    if pd.isna(row.value):
        return ""
    counted = f"{row.part:,} of {row.whole:,} = " if hasattr(row, "whole") else ""
    return f"{counted}{row.value:.2f}"


def draw_key(axes: plt.Axes, key: Sequence[str]) -> None:
    """Draw what the stroke, the line and the band are, below one another."""
    y = 2.0
    for place, told in enumerate(key):
        high = LINE * len(told.splitlines())
        if place == 0:
            draw_stroke(axes, 13, y + LINE / 2)
        elif place == 1:
            draw_line(axes, 3, SAMPLE - 1, y + LINE / 2)
        else:
            draw_band(axes, 3, SAMPLE - 1, y + LINE / 2)
        axes.text(SAMPLE + 4, y + high / 2, told, va="center", linespacing=1)
        y += high + KEY - LINE


def draw_stroke(axes: plt.Axes, x: float, y: float) -> None:
    """Draw a value."""
    axes.plot([x, x], [y - 5, y + 5], color=INK, linewidth=2.6, solid_capstyle="butt")


def draw_line(axes: plt.Axes, low: float, high: float, y: float) -> None:
    """Draw a range."""
    axes.plot([low, high], [y, y], color=MUTED, linewidth=1.6, solid_capstyle="butt")


def draw_band(axes: plt.Axes, low: float, high: float, y: float) -> None:
    """Draw what a value is held against."""
    axes.add_patch(
        plt.Rectangle((low, y - 7), high - low, 14, facecolor=BAND, edgecolor=RULE, linewidth=0.6, zorder=0.5)
    )


def ranges_alt(values: pd.DataFrame, axis: str, band: str) -> str:
    """Say in words every value with its range."""
    parts = []
    for row in values.itertuples():
        if pd.isna(row.value):
            parts.append(f"{row.label}: not defined")
            continue
        behind = f", {band} {row.band_low:.2f} to {row.band_high:.2f}" if band else ""
        parts.append(f"{row.label}: {told_of(row)}, range {row.low:.2f} to {row.high:.2f}{behind}")
    return f"Values with ranges on a scale of {axis}. {'; '.join(parts)}."
