"""Values of several editions, a panel for each; values of two editions stand on no common line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import words
from wsis20.colours import INK, MUTED, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.marks import STAR, Entry, Extent, Starred, draw_key, key_height
from wsis20.figures.marks import draw as draw_mark
from wsis20.figures.style import both, fitted, sheet, to_svg
from wsis20.indicators import printed

LINE = 12.5  # points from value to value
HEAD, FOOT = 21, 18  # points for the name of an edition, and below its values for the scale
NAMES, ROOM = 104, 40  # points for the names of areas at the left, and for the values at the right
EXTENTS: dict[bool, Extent] = {False: "full", True: "half"}
FOUND = Entry("full", "the value, on a page that was read")
IN_PART = Entry("half", "the value is inferred from what a page prints")
ELSEWHERE = Starred("the value was read in somebody else’s account")


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
) -> Figure:
    """Draw values as marks, in a panel for each edition, the latest first, and a line for each value in it.

    ``values`` has the columns area, edition, year, value, inferred, whether this work inferred the value, and
    secondary, whether it was read in somebody else's account. In a panel lines stand in order of their values. Each has
    the name of the area, with the year where the edition has several, and at its end the value, with as many decimals
    as the edition prints, and an asterisk where it is secondary. ``limits`` are both ends of the
    scale; raises `ValueError` when a value lies outside them. ``ticks`` are the values that the scale shows, and
    ``level`` the one of them that a value can lie below or above.
    """
    if not values["value"].between(*limits).all():
        raise ValueError(f"{name}: a value lies outside the scale from {limits[0]} to {limits[1]}")
    panels = in_panels(values.assign(told=printed(values, ["edition"])))
    drawings = both(partial(draw, panels, unit, Scale(limits, ticks, level)))
    return Figure(name, caption, dots_alt(panels, unit), values, title=title, **drawings)


def in_panels(values: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the values of each edition, the latest first, in order of value; equal ones by area and year."""
    latest = values.groupby("edition")["year"].max().sort_values(kind="stable").index[::-1]
    panels = {}
    for edition in latest:
        panels[edition] = values[values["edition"] == edition].sort_values(["value", "area", "year"], kind="stable")
    return panels


def draw(panels: dict[str, pd.DataFrame], unit: str, scale: Scale, width: float) -> str:
    """Return the drawing of a width in inches."""
    inferred, secondary = (any(own[name].any() for own in panels.values()) for name in ("inferred", "secondary"))
    key: list[Entry | Starred] = [*([FOUND, IN_PART] if inferred else []), *([ELSEWHERE] if secondary else [])]
    above = key_height(key, 72 * width)
    told = fitted(unit, 72 * width - 4)
    top = above + 11 * len(told.splitlines()) + 6
    end = top + sum(HEAD + LINE * len(own) + FOOT for own in panels.values())
    with sheet(end / 72, width) as (figure, axes):
        draw_key(axes, key, 72 * width)
        axes.text(2, above + 3, told, va="top", color=MUTED)
        for edition, own in panels.items():
            draw_panel(axes, edition, own, scale, top, width)
            top += HEAD + LINE * len(own) + FOOT
        return to_svg(figure)


def draw_panel(axes: plt.Axes, edition: str, own: pd.DataFrame, scale: Scale, top: float, width: float) -> None:
    """Draw the values of an edition below its name, on a scale of their own."""
    years = sorted(set(own["year"]))
    across = partial(place, limits=scale.limits, width=width)
    axes.text(2, top + 8, edition if len(years) > 1 else f"{edition}, for {years[0]}", va="center", fontweight="bold")
    axes.plot([2, 72 * width - 2], [top + 17] * 2, color=INK, linewidth=0.8)
    first, end = top + HEAD, top + HEAD + LINE * len(own)
    draw_scale(axes, across, scale, first, end)
    for number, row in enumerate(own.itertuples()):
        y = first + LINE * (number + 0.5)
        named = f"{row.area}, {row.year}" if len(years) > 1 else str(row.area)
        axes.text(2, y, named, va="center")
        axes.plot([across(scale.limits[0]), across(scale.limits[1])], [y, y], color=RULE, linewidth=0.5, zorder=0)
        draw_mark(axes, across(float(row.value)), y, EXTENTS[bool(row.inferred)], size=7)
        axes.text(72 * width - 8, y, row.told, ha="right", va="center")
        if row.secondary:
            axes.text(72 * width - 7, y, STAR, va="center", color=MUTED)


def place(value: float, limits: tuple[float, float], width: float) -> float:
    """Return where a value stands, in points from the left."""
    low, high = limits
    return NAMES + 6 + (72 * width - NAMES - ROOM - 6) * (value - low) / (high - low)


def draw_scale(axes: plt.Axes, across: Callable[[float], float], scale: Scale, top: float, end: float) -> None:
    """Draw the scale of a panel, darker where the level is."""
    for value in scale.ticks:
        x, (colour, width) = across(value), (INK, 1) if value == scale.level else (RULE, 0.6)
        axes.plot([x, x], [top, end], color=colour, linewidth=width, zorder=0)
        axes.text(x, end + 7, f"{value:g}", ha="center", va="center", color=MUTED)


def told_how(row) -> str:
    """Return whether a value is inferred or secondary, nothing for one that is neither."""
    return f"{', inferred' if row.inferred else ''}{', secondary' if row.secondary else ''}"


def dots_alt(panels: dict[str, pd.DataFrame], unit: str) -> str:
    """Say in words every value, by edition."""
    parts = []
    for edition, own in panels.items():
        told = [f"{row.area} {row.told} (for {row.year}{told_how(row)})" for row in own.itertuples()]
        parts.append(f"{edition}: {words.listing(told)}")
    return f"A dot chart of values in {unit}, a panel for each edition. {'; '.join(parts)}."
