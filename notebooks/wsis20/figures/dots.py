"""Values of areas as dots, in a panel for each series; values of two series stand on no common line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import words
from wsis20.colours import INK, MUTED, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.marks import Entry, Extent, Opened, draw_key, draw_open, key_height
from wsis20.figures.marks import draw as draw_mark
from wsis20.figures.style import both, fitted, sheet, to_svg, width_of
from wsis20.indicators import printed

LINE, SIZE = 16, 9  # points from one value to the next, and across a mark
HEAD, FOOT = 21, 18  # points for the name of a panel, and below its values for the scale
NAMES, APART = 92, 8  # points for the names of areas at the left at least, and between the scale and what is beside it
KEY = (
    Entry("full", "the value stands on a page of ITU that was read", word="read directly"),
    Entry("doubtful", "inferred, or read in somebody else’s account (second hand), as is said beside it"),
)
"""What a mark says of how a value was read."""


@dataclass(frozen=True)
class Scale:
    """The values from one end of a panel to the other, those that have a name, and one that values can lie below."""

    limits: tuple[float, float]
    ticks: Sequence[float]
    level: float | None


def dots(
    name: str,
    title: str,
    caption: str,
    values: pd.DataFrame,
    unit: str,
    limits: tuple[float, float] = (0, 100),
    ticks: Sequence[float] = (0, 25, 50, 75, 100),
    level: float | None = None,
    hollow: str = "",
) -> Figure:
    """Draw values as marks, in a panel for each series, and a line for each area in it.

    ``values`` has the columns panel, which is the name of the series, area, value, inferred, whether this work inferred
    the value, and secondary, whether it was read in somebody else's account; the marks of both differ from others, as a
    key says, and words beside the area, or in the name of a panel of such alone, say which it is. Where it has absent,
    low and high, a row without a value bears these words beside a hollow bar from the one to the other, of which the
    key says what it is in the words of ``hollow``. Panels stand in the order in which they come. Areas stand in one
    order in all: by value in the first, and then, where it does not have them, in the next. At the end of a line stands
    the value, with as many decimals as its panel has. ``limits`` are both ends of the scale; raises `ValueError` when a
    value lies outside them. ``ticks`` are the values that the scale shows, and ``level`` the one of them that a value
    can lie below or above.
    """
    known = values.dropna(subset="value")
    if not known["value"].between(*limits).all():
        raise ValueError(f"{name}: a value lies outside the scale from {limits[0]} to {limits[1]}")
    panels = in_panels(values.assign(told=printed(known, ["panel"]).reindex(values.index, fill_value="")))
    drawings = both(partial(draw, panels, unit, Scale(limits, ticks, level), hollow))
    return Figure(name, caption, dots_alt(panels, unit), values, title=title, **drawings)


def in_panels(values: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the values of each panel, with their areas in one order."""
    panels = {str(name): own.sort_values(["value", "area"]) for name, own in values.groupby("panel", sort=False)}
    areas = list(dict.fromkeys(area for own in panels.values() for area in own["area"]))
    return {name: own.sort_values("area", key=lambda named: named.map(areas.index)) for name, own in panels.items()}


def extent_of(row) -> Extent:
    """Return whether a value is in doubt: it can have been inferred, or read in somebody else's account."""
    return "doubtful" if row.secondary or row.inferred else "full"


def draw(panels: dict[str, pd.DataFrame], unit: str, scale: Scale, hollow: str, width: float) -> str:
    """Return the drawing of a width in inches."""
    found = {extent_of(row) for own in panels.values() for row in own.itertuples()}
    key = [*(KEY if "doubtful" in found else ()), *([Opened(hollow)] if hollow else [])]
    above = key_height(key, 72 * width)
    told = fitted(unit, 72 * width - 4)
    top = above + 11 * len(told.splitlines()) + 6
    end = top + sum(map(height_of, panels.values()))
    names = [named(row, all_second_hand(own)) for own in panels.values() for row in own.itertuples()]
    values = [row.told for own in panels.values() for row in own.itertuples()]
    left = max(NAMES, *map(width_of, names)) + APART
    right = 72 * width - 2 - max(map(width_of, values)) - APART - 4
    across = partial(place, limits=scale.limits, ends=(left, right))
    with sheet(end / 72, width) as (figure, axes):
        draw_key(axes, key, 72 * width)
        axes.text(2, above + 3, told, va="top", color=MUTED)
        for name, own in panels.items():
            draw_panel(axes, name, own, scale, across, top, width)
            top += height_of(own)
        return to_svg(figure)


def height_of(own: pd.DataFrame) -> float:
    """Return how many points a panel needs."""
    return HEAD + LINE * len(own) + FOOT


def all_second_hand(own: pd.DataFrame) -> bool:
    """Return whether all values of a panel were read in somebody else's account."""
    return bool(own["secondary"].all())


def named(row, plain: bool) -> str:
    """Return the area of a value, and how it was read unless that is ``plain``."""
    return ", ".join(filter(None, [row.area, "" if plain else told_how(row)]))


def draw_panel(
    axes: plt.Axes,
    name: str,
    own: pd.DataFrame,
    scale: Scale,
    across: Callable[[float], float],
    top: float,
    width: float,
) -> None:
    """Draw the values of a panel below its name, on a scale of their own."""
    plain = all_second_hand(own)
    axes.text(2, top + 8, f"{name}{', second hand' if plain else ''}", va="center", fontweight="bold")
    axes.plot([2, 72 * width - 2], [top + 17] * 2, color=INK, linewidth=0.8)
    first, end = top + HEAD, top + height_of(own) - FOOT
    draw_scale(axes, across, scale, first, end)
    for number, row in enumerate(own.itertuples()):
        y = first + LINE * (number + 0.5)
        axes.text(2, y, named(row, plain), va="center")
        if pd.isna(row.value):
            axes.text(across(row.low) - 5, y, row.absent, ha="right", va="center")
            draw_open(axes, across(row.low), across(row.high), y, SIZE)
            continue
        axes.plot([across(scale.limits[0]), across(scale.limits[1])], [y, y], color=RULE, linewidth=0.5, zorder=0)
        draw_mark(axes, across(float(row.value)), y, extent_of(row), size=SIZE)
        axes.text(72 * width - 2, y, row.told, ha="right", va="center")


def place(value: float, limits: tuple[float, float], ends: tuple[float, float]) -> float:
    """Return where a value stands, in points from the left, on a scale between two ends."""
    return ends[0] + (ends[1] - ends[0]) * (value - limits[0]) / (limits[1] - limits[0])


def draw_scale(axes: plt.Axes, across: Callable[[float], float], scale: Scale, top: float, end: float) -> None:
    """Draw the scale of a panel, darker where the level is."""
    for value in scale.ticks:
        x, (colour, width) = across(value), (INK, 1) if value == scale.level else (RULE, 0.6)
        axes.plot([x, x], [top, end], color=colour, linewidth=width, zorder=0)
        axes.text(x, end + 7, f"{value:g}", ha="center", va="center", color=MUTED)


def told_how(row) -> str:
    """Return whether a value is inferred or second hand, nothing for one that is neither."""
    return ", ".join(["inferred"] * row.inferred + ["second hand"] * row.secondary)


def dots_alt(panels: dict[str, pd.DataFrame], unit: str) -> str:
    """Say in words every value, by panel."""
    parts = []
    for name, own in panels.items():
        told = [
            f"{row.area} {row.told or row.absent}{f' ({how})' if (how := told_how(row)) else ''}"
            for row in own.itertuples()
        ]
        parts.append(f"{name}: {words.listing(told)}")
    return f"A dot chart of values in {unit}. {'; '.join(parts)}."
