"""Values with a range, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import matplotlib.pyplot as plt
import pandas as pd

from wsis20.colours import INK, MUTED, RULE, SHADE
from wsis20.figures.figure import Figure
from wsis20.figures.style import WIDE, both, fitted, sheet, to_svg, width_of

ROW, LINE, KEY = 19, 11, 14  # points of a row, from line to line, and of an entry of the key
FOOT = 32  # points for the scale and what it is of
SAMPLE = 24  # points for what stands before an entry of the key
BEHIND = 12  # points between the end of the scale and the values at the right, which end at one place
LABEL = 16  # points above the rows for the words at the band
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
    *,
    percent: bool = False,
) -> Figure:
    """Draw a stroke for the value of each row, a line for its range and, where given, a band behind it.

    ``values`` has the columns label, value, low and high, in the order of the rows, and band_low and band_high when
    ``band`` says in words what the band is, first in few and after a colon in full; the few stand in the drawing at the
    band, which is one where it is alike in all rows. ``says`` has the words for the stroke and the line. Where a value
    is a share that was counted, part and whole say of how many, and stand before it. With ``percent`` values are shares
    and stand in per cent, as does the scale. ``axis`` is what the scale from
    the first to the last of ``ticks`` is of, and the drawing says where it begins and ends if that is not 0 and 1;
    raises `ValueError` when anything lies outside it. A row without a value bears the words "not defined".
    """
    drawn = values[[*("value", "low", "high"), *(("band_low", "band_high") if band else ())]].astype(float).stack()
    if not drawn.dropna().round(9).between(ticks[0], ticks[-1]).all():
        raise ValueError(f"{name}: a value lies outside the scale from {ticks[0]} to {ticks[-1]}")
    drawings = both(partial(draw, values, axis, says, band, ticks, percent))
    return Figure(name, caption, ranges_alt(values, axis, band, percent), values, title=title, **drawings)


def draw(
    values: pd.DataFrame,
    axis: str,
    says: tuple[str, str],
    band: str,
    ticks: Sequence[float],
    percent: bool,
    width: float,
) -> str:
    """Return the drawing of a width in inches."""
    told = [told_of(row, percent) for row in values.itertuples()]
    above = "whole" in values and width != WIDE
    longest = 0 if above else max(map(width_of, told)) + BEHIND
    names = min(max(map(width_of, values["label"])) + 4, NAMES[width == WIDE])
    key = [fitted(said, 72 * width - SAMPLE - 6) for said in (*says, *([band] if band else []))]
    first = sum(LINE * len(said.splitlines()) + KEY - LINE for said in key) + 8
    top = first + (LABEL if band else 0)
    row_height = ROW + (LINE if above else 0)
    end = top + row_height * len(values)
    first_tick, last_tick = (width_of(on_scale(tick, percent)) / 2 for tick in (ticks[0], ticks[-1]))
    left, right = (max(first_tick, 8) if above else names + 8), 72 * width - 2 - max(longest, last_tick, 8)
    scale = fitted(f"{axis}{ends_of(ticks, percent)}", 72 * width - 4)

    def across(value: float) -> float:
        return left + (right - left) * (value - ticks[0]) / (ticks[-1] - ticks[0])

    with sheet((end + FOOT + LINE * (len(scale.splitlines()) - 1)) / 72, width) as (figure, axes):
        draw_key(axes, key)
        for low, high, start, stop in bands_of(values, top, row_height) if band else ():
            draw_band(axes, across(low), across(high), start - (LABEL if start == top else 0), stop)
            if start == top:
                axes.text(across(low) + 4, top - LABEL / 2 + 1, band.partition(":")[0], va="center", fontweight="bold")
        for tick in ticks:
            axes.plot([across(tick)] * 2, [first, end + 3], color=RULE, linewidth=0.6, zorder=0)
            axes.text(across(tick), end + 10, on_scale(tick, percent), ha="center", va="center", color=MUTED)
        x = max(min(left, 72 * width - max(map(width_of, scale.splitlines())) - 2), 2)
        axes.text(x, end + 17 + LINE * len(scale.splitlines()) / 2, scale, va="center", linespacing=1)
        for place, (row, end_of_row) in enumerate(zip(values.itertuples(), told, strict=True)):
            y = top + row_height * (place + 0.5) + (LINE / 2 if above else 0)
            at = y - LINE - 1 if above else y
            axes.text(2, at, row.label if above else fitted(row.label, names), va="center", linespacing=1)
            if pd.isna(row.value):
                axes.text(left + 4, y, "not defined", va="center", color=MUTED)
                continue
            draw_line(axes, across(row.low), across(row.high), y)
            draw_stroke(axes, across(row.value), y)
            axes.text(72 * width - 2, at, end_of_row, ha="right", va="center")
        return to_svg(figure)


def on_scale(value: float, percent: bool) -> str:
    """Return a value of the scale, as it is or in per cent.

    >>> on_scale(0.25, False), on_scale(0.25, True)
    ('0.25', '25 %')
    """
    return f"{100 * value:g} %" if percent else f"{value:g}"


def in_words(value: float, percent: bool) -> str:
    """Return a value with two decimals, or in whole per cent."""
    return f"{100 * value:.0f} %" if percent else f"{value:.2f}"


def ends_of(ticks: Sequence[float], percent: bool = False) -> str:
    """Return where a scale begins and ends, as far as that is not 0 and 1.

    >>> ends_of([0, 0.2, 0.4]), ends_of([0.5, 1], percent=True), ends_of([0, 1])
    ('; the scale ends at 0.4', '; the scale begins at 50 %', '')
    """
    begins = f"; the scale begins at {on_scale(ticks[0], percent)}" if ticks[0] else ""
    return f"{begins}; the scale ends at {on_scale(ticks[-1], percent)}" if ticks[-1] != 1 else begins


def bands_of(values: pd.DataFrame, top: float, height: float) -> list[tuple[float, float, float, float]]:
    """Return the bands from value to value and from top to end: one for all rows where it is alike, else one a row."""
    pairs = list(zip(values["band_low"].astype(float), values["band_high"].astype(float), strict=True))
    if len(set(pairs)) == 1:
        return [(*pairs[0], top, top + height * len(pairs))]
    return [
        (low, high, top + height * place, top + height * (place + 1) - 3) for place, (low, high) in enumerate(pairs)
    ]


def told_of(row, percent: bool) -> str:
    """Return the value of a row, before it of how many it is a share where that is known; nothing without a value."""
    if pd.isna(row.value):
        return ""
    counted = f"{row.part:,} of {row.whole:,} = " if hasattr(row, "whole") else ""
    return f"{counted}{in_words(row.value, percent)}"


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
            draw_band(axes, 3, SAMPLE - 1, y - 1, y + LINE + 1)
        axes.text(SAMPLE + 4, y + high / 2, told, va="center", linespacing=1)
        y += high + KEY - LINE


def draw_stroke(axes: plt.Axes, x: float, y: float) -> None:
    """Draw a value."""
    axes.plot([x, x], [y - 5, y + 5], color=INK, linewidth=2.6, solid_capstyle="butt")


def draw_line(axes: plt.Axes, low: float, high: float, y: float) -> None:
    """Draw a range."""
    axes.plot([low, high], [y, y], color=INK, linewidth=1.6, solid_capstyle="butt")


def draw_band(axes: plt.Axes, low: float, high: float, top: float, end: float) -> None:
    """Draw what values are held against."""
    axes.add_patch(plt.Rectangle((low, top), high - low, end - top, facecolor=SHADE, linewidth=0, zorder=-1))


def ranges_alt(values: pd.DataFrame, axis: str, band: str, percent: bool) -> str:
    """Say in words every value with its range."""
    parts = []
    for row in values.itertuples():
        if pd.isna(row.value):
            parts.append(f"{row.label}: not defined")
            continue
        behind = f", {band.partition(':')[0]} {row.band_low:.2f} to {row.band_high:.2f}" if band else ""
        low, high = in_words(row.low, percent), in_words(row.high, percent)
        parts.append(f"{row.label}: {told_of(row, percent)}, range {low} to {high}{behind}")
    return f"Values with ranges on a scale of {axis}. {'; '.join(parts)}."
