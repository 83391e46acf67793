"""Places on a map of the world."""

from __future__ import annotations

import pandas as pd
from matplotlib.collections import PolyCollection

from wsis20 import words
from wsis20.colours import BAND, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.style import blank, canvas, region_style, to_svg

FRAME = (-120, 160), (-57, 75)  # degrees east and north
STRETCH = 1.15  # of a degree of latitude, so that middle latitudes keep their shape


def world(name: str, caption: str, places: pd.DataFrame, land: list[list[tuple[float, float]]]) -> Figure:
    """Draw places on the land, without any border.

    ``places`` has the columns place, region, region_order, latitude, longitude (degrees) and status (held or planned);
    ``land`` holds rings of longitude and latitude. What was held is filled, what was planned is hollow.
    """
    (west, east), (south, north) = FRAME
    with canvas(2.35) as (figure, axes):
        axes.add_collection(PolyCollection(land, facecolor=BAND, edgecolor=RULE, linewidth=0.5, zorder=0))
        for row in places.itertuples():
            colour, mark = region_style(row.region_order)
            face = colour if row.status == "held" else "none"
            axes.plot(
                row.longitude, row.latitude, mark, color=colour, markerfacecolor=face, markersize=7, markeredgewidth=1.4
            )
            right = row.longitude < east - 60
            offset, side = ((7, 0), "left") if right else ((-7, 0), "right")
            at = (row.longitude, row.latitude)
            axes.annotate(row.place, at, offset, textcoords="offset points", ha=side, va="center", fontsize=8.5)
        blank(axes)
        axes.set_xlim(west, east)
        axes.set_ylim(south, north)
        axes.set_aspect(STRETCH)
        svg = to_svg(figure)
    data = places.drop(columns="region_order")
    parts = [f"{row.place} ({row.region}, {row.status})" for row in places.itertuples()]
    return Figure(
        name, caption, f"A map of the world with {words.count(len(places), 'mark')}: {'; '.join(parts)}.", data, svg
    )
