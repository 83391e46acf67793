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
from wsis20.figures.marks import Entry, Extent, Opened, draw_key, draw_open, key_height
from wsis20.figures.marks import draw as draw_mark
from wsis20.figures.style import both, fitted, sheet, to_svg, width_of
from wsis20.indicators import printed

OTHERS = 4  # points above the values for other years
HEAD, FOOT = 21, 18  # points for the name of an edition, and below its values for the scale
NAMES, APART = 92, 8  # points for the names of areas at the left at least, and between the scale and what is beside it
KEY = (
    Entry("full", "the value stands on a page of ITU that was read", word="read directly"),
    Entry("doubtful", "inferred, or read in somebody else’s account (second hand), as is said beside it"),
)
"""What a mark says of how a value was read."""


@dataclass(frozen=True)
class Look:
    """How the values of an edition are drawn: points from one to the next and across a mark, and the ink of words."""

    line: float
    size: float
    ink: str


NEWEST, EARLIER = Look(16, 9, INK), Look(12, 6.5, MUTED)


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
    """Draw values as marks, in a panel for each edition, the latest first, and a line for each value in it.

    ``values`` has the columns area, edition, year, value, inferred, whether this work inferred the value, and
    secondary, whether it was read in somebody else's account; the marks of both differ from others, as a key says, and
    words beside the area, or in the name of a panel of such alone, say which it is. Where it has absent, low and high,
    a row without a value bears these words beside a hollow bar from the one to the other, of which the key says what it
    is in the words of ``hollow``. Each panel names the year of
    most of its values; values for other years come after them, each with its year. Areas stand in one order in all
    panels: by value in the newest edition, and then, where it does not have them, in the next. The newest edition is
    larger than the others. At the end of a line stands the value, with as many decimals as the edition prints.
    ``limits`` are both ends of the scale; raises `ValueError` when a value lies outside them. ``ticks`` are the values
    that the scale shows, and ``level`` the one of them that a value can lie below or above.
    """
    known = values.dropna(subset="value")
    if not known["value"].between(*limits).all():
        raise ValueError(f"{name}: a value lies outside the scale from {limits[0]} to {limits[1]}")
    panels = in_panels(values.assign(told=printed(known, ["edition"]).reindex(values.index, fill_value="")))
    drawings = both(partial(draw, panels, unit, Scale(limits, ticks, level), hollow))
    return Figure(name, caption, dots_alt(panels, unit), values, title=title, **drawings)


def in_panels(values: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the values of each edition, the latest first, by year, that of most first, and in one order of areas."""
    latest = values.groupby("edition")["year"].max().sort_values(kind="stable").index[::-1]
    panels = {}
    for edition in latest:
        own = values[values["edition"] == edition]
        own = own.assign(other=own["year"] != usual_year(own["year"]))
        panels[edition] = own.sort_values(["other", "year", "value", "area"], kind="stable")
    areas = list(dict.fromkeys(area for own in panels.values() for area in own["area"]))
    return {
        edition: own.assign(place=own["area"].map(areas.index)).sort_values(["other", "year", "place"], kind="stable")
        for edition, own in panels.items()
    }


def usual_year(years: pd.Series) -> int:
    """Return the year of most values, the latest where several are of as many."""
    counts = years.value_counts()
    return int(counts[counts == counts.max()].index.max())


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
    looks = {edition: EARLIER if place else NEWEST for place, edition in enumerate(panels)}
    end = top + sum(height_of(own, looks[edition]) for edition, own in panels.items())
    names = [named(row, all_second_hand(own)) for own in panels.values() for row in own.itertuples()]
    values = [row.told for own in panels.values() for row in own.itertuples()]
    left = max(NAMES, *map(width_of, names)) + APART
    right = 72 * width - 2 - max(map(width_of, values)) - APART - 4
    across = partial(place, limits=scale.limits, ends=(left, right))
    with sheet(end / 72, width) as (figure, axes):
        draw_key(axes, key, 72 * width)
        axes.text(2, above + 3, told, va="top", color=MUTED)
        for edition, own in panels.items():
            draw_panel(axes, edition, own, scale, across, top, width, looks[edition])
            top += height_of(own, looks[edition])
        return to_svg(figure)


def height_of(own: pd.DataFrame, look: Look) -> float:
    """Return how many points a panel needs."""
    return HEAD + look.line * len(own) + OTHERS * bool(own["other"].any()) + FOOT


def all_second_hand(own: pd.DataFrame) -> bool:
    """Return whether all values of a panel were read in somebody else's account."""
    return bool(own["secondary"].all())


def named(row, plain: bool) -> str:
    """Return the area of a value, its year where it is another, and how it was read unless that is ``plain``."""
    return f"{row.area}{f', {row.year}' if row.other else ''}{'' if plain else told_how(row)}"


def draw_panel(
    axes: plt.Axes,
    edition: str,
    own: pd.DataFrame,
    scale: Scale,
    across: Callable[[float], float],
    top: float,
    width: float,
    look: Look,
) -> None:
    """Draw the values of an edition below its name, on a scale of their own."""
    plain = all_second_hand(own)
    head = f"{edition}, for {usual_year(own['year'])}{', second hand' if plain else ''}"
    axes.text(2, top + 8, head, va="center", fontweight="bold")
    axes.plot([2, 72 * width - 2], [top + 17] * 2, color=INK, linewidth=0.8)
    first, end = top + HEAD, top + height_of(own, look) - FOOT
    draw_scale(axes, across, scale, first, end)
    for number, row in enumerate(own.itertuples()):
        y = first + look.line * (number + 0.5) + OTHERS * row.other
        axes.text(2, y, named(row, plain), va="center", color=look.ink)
        if pd.isna(row.value):
            axes.text(across(row.low) - 5, y, row.absent, ha="right", va="center", color=look.ink)
            draw_open(axes, across(row.low), across(row.high), y, look.size)
            continue
        axes.plot([across(scale.limits[0]), across(scale.limits[1])], [y, y], color=RULE, linewidth=0.5, zorder=0)
        draw_mark(axes, across(float(row.value)), y, extent_of(row), size=look.size)
        axes.text(72 * width - 2, y, row.told, ha="right", va="center", color=look.ink)


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
    return f"{', inferred' if row.inferred else ''}{', second hand' if row.secondary else ''}"


def dots_alt(panels: dict[str, pd.DataFrame], unit: str) -> str:
    """Say in words every value, by edition."""
    parts = []
    for edition, own in panels.items():
        told = [f"{row.area} {row.told or row.absent} (for {row.year}{told_how(row)})" for row in own.itertuples()]
        parts.append(f"{edition}: {words.listing(told)}")
    return f"A dot chart of values in {unit}, a panel for each edition. {'; '.join(parts)}."
