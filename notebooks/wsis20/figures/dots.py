"""Values of several editions on one scale, never joined; those that this work deduced are told apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import words
from wsis20.colours import EDITION_MARKS, INK, MUTED, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.style import both, fitted, sheet, to_svg, width_of
from wsis20.indicators import printed

LINE = 13  # points from value to value
NAMES = 74  # points for the names of areas
ROOM = 58  # points for the words behind the last mark
DEDUCED = "in a ring: deduced by this work"


def dots(
    name: str,
    title: str,
    caption: str,
    values: pd.DataFrame,
    unit: str,
    limits: tuple[float, float] = (0, 100),
    marked: Sequence[str] = (),
    ticks: Sequence[float] = (0, 50, 100),
    level: float | None = None,
) -> Figure:
    """Draw values as marks on one scale, a line for each, in a block for each area; marks are never joined.

    ``values`` has the columns area, edition, year, value and deduced, whether this work worked the value out; areas
    stand in the order of their first appearance, and so do editions. Each mark bears its value, with as many decimals
    as its edition prints, and its year where its edition has several; it stands in a ring where the value is deduced.
    ``limits`` are those of the scale; raises `ValueError` when a value lies outside them. ``marked`` are the editions
    that have the first marks, in this order, so that an edition has one mark in several figures; ``ticks`` are the
    values that the scale shows, and ``level`` the one of them that a value can lie below or above.
    """
    if not values["value"].between(*limits).all():
        raise ValueError(f"{name}: a value lies outside the scale from {limits[0]} to {limits[1]}")
    told = values.assign(told=printed(values, ["edition"]))
    drawings = both(partial(draw, told, unit, limits, [*marked], ticks, level))
    return Figure(name, caption, dots_alt(told, unit), values, title=title, **drawings)


def draw(
    values: pd.DataFrame,
    unit: str,
    limits: tuple[float, float],
    marked: Sequence[str],
    ticks: Sequence[float],
    level: float | None,
    width: float,
) -> str:
    """Return the drawing of a width in inches."""
    editions = list(dict.fromkeys(values["edition"]))
    order = list(dict.fromkeys([*marked, *editions]))
    scale = partial(across, limits=limits, width=width)
    keyed = len(editions) + bool(values["deduced"].any())
    top = LINE * (keyed + 2.4)
    rows = places(values, top)
    end = max(rows) + LINE
    with sheet((end + 20) / 72, width) as (figure, axes):
        axes.text(2, top - LINE / 2 - 3, fitted(unit, 72 * width - 4), va="bottom", color=MUTED)
        draw_scale(axes, scale, ticks, level, top - LINE / 2, end)
        for number, edition in enumerate(editions):
            years = sorted(set(values.loc[values["edition"] == edition, "year"]))
            draw_mark(axes, NAMES + 4, LINE * (number + 0.7), order.index(edition))
            told = edition if len(years) > 1 else f"{edition}, for {years[0]}"
            axes.text(NAMES + 12, LINE * (number + 0.7), told, va="center")
        if keyed > len(editions):
            draw_ring(axes, NAMES + 4, LINE * (keyed - 0.3))
            axes.text(NAMES + 12, LINE * (keyed - 0.3), DEDUCED, va="center")
        several = values.groupby("edition")["year"].nunique() > 1
        for row, y in zip(values.itertuples(), rows, strict=True):
            x = scale(float(row.value))
            draw_mark(axes, x, y, order.index(row.edition))
            if row.deduced:
                draw_ring(axes, x, y)
            told = mark_words(row, several[row.edition])
            apart = 9 if row.deduced else 7
            crosses = level is not None and x < scale(level) < x + apart + width_of(told)
            axes.text(x - apart if crosses else x + apart, y, told, ha="right" if crosses else "left", va="center")
        draw_areas(axes, values, rows, width)
        return to_svg(figure)


def places(values: pd.DataFrame, top: float) -> list[float]:
    """Return the height of each value: those of an area below one another, with room between areas."""
    areas = list(dict.fromkeys(values["area"]))
    ordered = values.reset_index(drop=True)
    ordered = ordered.assign(area=pd.Categorical(ordered["area"], areas)).sort_values("area", kind="stable")
    heights = {
        index: top + LINE * place + 9 * areas.index(row.area)
        for place, (index, row) in enumerate(zip(ordered.index, ordered.itertuples(), strict=True))
    }
    return [heights[index] for index in range(len(values))]


def across(value: float, limits: tuple[float, float], width: float) -> float:
    """Return where a value stands, in points from the left."""
    low, high = limits
    return NAMES + 4 + (72 * width - NAMES - ROOM) * (value - low) / (high - low)


def mark_words(row, with_year: bool) -> str:
    """Return what stands beside a mark: its value, and its year where the edition has several."""
    return f"{row.told} ({row.year})" if with_year else row.told


def draw_mark(axes: plt.Axes, x: float, y: float, edition: int) -> None:
    """Draw the mark of an edition."""
    axes.plot(x, y, marker=EDITION_MARKS[edition % len(EDITION_MARKS)], color=INK, markersize=8, markeredgewidth=1.4)


def draw_ring(axes: plt.Axes, x: float, y: float) -> None:
    """Draw what tells a deduced value apart."""
    axes.plot(x, y, "o", color=MUTED, markerfacecolor="none", markersize=11, markeredgewidth=0.9)


def draw_scale(
    axes: plt.Axes,
    scale: Callable[[float], float],
    ticks: Sequence[float],
    level: float | None,
    top: float,
    end: float,
) -> None:
    """Draw the scale, darker where the level is."""
    for value in ticks:
        x, (colour, width) = scale(value), (INK, 1) if value == level else (RULE, 0.6)
        axes.plot([x, x], [top, end], color=colour, linewidth=width, zorder=0)
        axes.text(x, end + 7, f"{value:g}", ha="center", va="center", color=MUTED)


def draw_areas(axes: plt.Axes, values: pd.DataFrame, rows: list[float], width: float) -> None:
    """Name the areas at the left, with a rule between them."""
    heights = pd.Series(rows, index=values.index).groupby(values["area"], sort=False)
    for number, (area, own) in enumerate(heights):
        axes.text(2, own.mean(), fitted(str(area), NAMES - 6), va="center", linespacing=1)
        if number:
            axes.plot([2, 72 * width - 2], [own.min() - LINE / 2 - 4.5] * 2, color=RULE, linewidth=0.5, zorder=0)


def dots_alt(values: pd.DataFrame, unit: str) -> str:
    """Say in words every value with its edition."""
    parts = []
    for area, own in values.groupby("area", sort=False):
        told = [
            f"{row.told} in {row.edition} (for {row.year}{', deduced' if row.deduced else ''})"
            for row in own.itertuples()
        ]
        parts.append(f"{area}: {words.listing(told)}")
    return f"A dot chart of values in {unit}, one row per area. {'; '.join(parts)}."
