"""Values of several editions on one scale, never joined."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import words
from wsis20.colours import EDITION_MARKS, INK, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.style import canvas, to_svg, wrap


def dots(
    name: str,
    caption: str,
    values: pd.DataFrame,
    unit: str,
    limits: tuple[float, float] = (0, 100),
    marked: Sequence[str] = (),
) -> Figure:
    """Draw values as marks on one scale, one row per area, one mark per edition; marks are never joined.

    ``values`` has the columns area, edition, year and value; areas stand in the order of their first appearance, and so
    do editions. The year stands with the name of an edition, or beside its marks where it has several. ``limits`` are
    those of the scale; raises `ValueError` when a value lies outside them. ``marked`` are the editions that have the
    first marks, in this order, so that an edition has one mark in several figures.
    """
    if not values["value"].between(*limits).all():
        raise ValueError(f"{name}: a value lies outside the scale from {limits[0]} to {limits[1]}")
    areas, editions = list(dict.fromkeys(values["area"])), list(dict.fromkeys(values["edition"]))
    most = int(values.groupby("area").size().max())
    with canvas((0.22 + 0.1 * most) * len(areas) + 0.17 * len(editions) + 0.6) as (figure, axes):
        order = list(dict.fromkeys([*marked, *editions]))
        for edition in editions:
            own = values[values["edition"] == edition]
            mark, face = EDITION_MARKS[order.index(edition) % len(EDITION_MARKS)]
            places = [height(values, areas, row) for row in own.itertuples()]
            several = own["year"].nunique() > 1
            axes.plot(
                own["value"].astype(float),
                places,
                mark,
                color=INK,
                markerfacecolor=face,
                markersize=6,
                linestyle="none",
                label=wrap(edition if several else f"{edition}, for {own['year'].iloc[0]}", 44),
            )
            if several:
                write_years(axes, own, places)
        axes.set_yticks(range(len(areas)), [wrap(area) for area in areas])
        axes.tick_params(axis="y", length=0)
        axes.set_ylim(len(areas) - 0.5, -0.5)
        axes.set_xlim(*limits)
        axes.set_xlabel(unit, fontsize=8.5)
        axes.grid(axis="x", color=RULE, linewidth=0.4, linestyle=(0, (1, 3)))
        axes.set_axisbelow(True)
        for y in range(1, len(areas)):
            axes.axhline(y - 0.5, color=RULE, linewidth=0.5)
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), frameon=False, fontsize=8.5, ncols=1, handletextpad=0.2)
        svg = to_svg(figure)
    return Figure(name, caption, dots_alt(values, unit), values, svg)


def write_years(axes: plt.Axes, own: pd.DataFrame, places: Sequence[float]) -> None:
    """Write the year beside each mark of an edition."""
    for row, place in zip(own.itertuples(), places, strict=True):
        at = (float(row.value), place)
        axes.annotate(str(row.year), at, (7, 0), textcoords="offset points", va="center", fontsize=8, color=INK)


def height(values: pd.DataFrame, areas: list[str], value) -> float:
    """Return where a value stands: the values of an area one below the other, around the middle of its row."""
    own = list(values.index[values["area"] == value.area])
    return areas.index(value.area) + 0.78 * ((own.index(value.Index) + 0.5) / len(own) - 0.5)


def dots_alt(values: pd.DataFrame, unit: str) -> str:
    """Say in words every value with its edition."""
    parts = []
    for area, own in values.groupby("area", sort=False):
        told = [f"{row.value:g} in {row.edition} (for {row.year})" for row in own.itertuples()]
        parts.append(f"{area}: {words.listing(told)}")
    return f"A dot chart of values in {unit}, one row per area. {'; '.join(parts)}."
