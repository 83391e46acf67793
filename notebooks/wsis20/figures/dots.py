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
from wsis20.figures.marks import Entry, Extent, draw_key, key_height
from wsis20.figures.marks import draw as draw_mark
from wsis20.figures.style import both, fitted, sheet, to_svg
from wsis20.indicators import printed

LINE, OTHERS = 12, 4  # points from value to value, and above those for other years
HEAD, FOOT = 21, 18  # points for the name of an edition, and below its values for the scale
NAMES, ROOM = 104, 40  # points for the names of areas at the left, and for the values at the right
KEY = {
    "full": Entry("full", "the value stands on a page of ITU that was read", word="direct"),
    "half": Entry("half", "from what such a page prints", word="inferred"),
    "dotted": Entry("dotted", "the value was read in somebody else’s account", word="second-hand"),
}
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
) -> Figure:
    """Draw values as marks, in a panel for each edition, the latest first, and a line for each value in it.

    ``values`` has the columns area, edition, year, value, inferred, whether this work inferred the value, and
    secondary, whether it was read in somebody else's account; the marks of both differ from others, as a key says. Each
    panel names the year of most of its values, and these stand in order; values for other years come after them, in
    order too, each with its year. At the end of a line stands the value, with as many decimals as the edition prints.
    ``limits`` are both ends of the scale; raises `ValueError` when a value lies outside them. ``ticks`` are the values
    that the scale shows, and ``level`` the one of them that a value can lie below or above.
    """
    if not values["value"].between(*limits).all():
        raise ValueError(f"{name}: a value lies outside the scale from {limits[0]} to {limits[1]}")
    panels = in_panels(values.assign(told=printed(values, ["edition"])))
    drawings = both(partial(draw, panels, unit, Scale(limits, ticks, level)))
    return Figure(name, caption, dots_alt(panels, unit), values, title=title, **drawings)


def in_panels(values: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the values of each edition, the latest first, by year, that of most first, and in order of value."""
    latest = values.groupby("edition")["year"].max().sort_values(kind="stable").index[::-1]
    panels = {}
    for edition in latest:
        own = values[values["edition"] == edition]
        own = own.assign(other=own["year"] != usual_year(own["year"]))
        panels[edition] = own.sort_values(["other", "year", "value", "area"], kind="stable")
    return panels


def usual_year(years: pd.Series) -> int:
    """Return the year of most values, the latest where several are of as many."""
    counts = years.value_counts()
    return int(counts[counts == counts.max()].index.max())


def extent_of(row) -> Extent:
    """Return how far a value was found: it can have been inferred, or read in somebody else's account."""
    return "dotted" if row.secondary else "half" if row.inferred else "full"


def draw(panels: dict[str, pd.DataFrame], unit: str, scale: Scale, width: float) -> str:
    """Return the drawing of a width in inches."""
    found = {extent_of(row) for own in panels.values() for row in own.itertuples()}
    key = [entry for extent, entry in KEY.items() if extent in found] if found != {"full"} else []
    above = key_height(key, 72 * width)
    told = fitted(unit, 72 * width - 4)
    top = above + 11 * len(told.splitlines()) + 6
    end = top + sum(height_of(own) for own in panels.values())
    with sheet(end / 72, width) as (figure, axes):
        draw_key(axes, key, 72 * width)
        axes.text(2, above + 3, told, va="top", color=MUTED)
        for edition, own in panels.items():
            draw_panel(axes, edition, own, scale, top, width)
            top += height_of(own)
        return to_svg(figure)


def height_of(own: pd.DataFrame) -> float:
    """Return how many points a panel needs."""
    return HEAD + LINE * len(own) + OTHERS * bool(own["other"].any()) + FOOT


def draw_panel(axes: plt.Axes, edition: str, own: pd.DataFrame, scale: Scale, top: float, width: float) -> None:
    """Draw the values of an edition below its name, on a scale of their own."""
    year = usual_year(own["year"])
    across = partial(place, limits=scale.limits, width=width)
    axes.text(2, top + 8, f"{edition}, for {year}", va="center", fontweight="bold")
    axes.plot([2, 72 * width - 2], [top + 17] * 2, color=INK, linewidth=0.8)
    first, end = top + HEAD, top + height_of(own) - FOOT
    draw_scale(axes, across, scale, first, end)
    for number, row in enumerate(own.itertuples()):
        y = first + LINE * (number + 0.5) + OTHERS * row.other
        axes.text(2, y, f"{row.area}, {row.year}" if row.other else str(row.area), va="center")
        axes.plot([across(scale.limits[0]), across(scale.limits[1])], [y, y], color=RULE, linewidth=0.5, zorder=0)
        draw_mark(axes, across(float(row.value)), y, extent_of(row), size=7)
        axes.text(72 * width - 2, y, row.told, ha="right", va="center")


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
