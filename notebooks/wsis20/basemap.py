"""The land of the world as polygons, without any border: Natural Earth at 1:110 million, which is in the public domain.

The file is that of the npm package world-atlas 2.0.2 in TopoJSON (https://github.com/topojson/topojson-specification).
"""

from __future__ import annotations

import json
from itertools import accumulate
from pathlib import Path
from statistics import median

LAND = Path(__file__).with_name("land-110m.json")


def land() -> list[list[tuple[float, float]]]:
    """Return the outlines of the land: rings of longitude and latitude in degrees.

    A ring that crosses the antimeridian goes on beyond 180 degrees, so that it does not run back around the globe.
    """
    topology = json.loads(LAND.read_text(encoding="utf-8"))
    arcs = [decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    (collection,) = topology["objects"].values()
    return [
        unwrapped(ring(numbers, arcs))
        for geometry in collection["geometries"]
        for polygon in (geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]])
        for numbers in polygon
    ]


def decoded(arc: list[list[int]], transform: dict) -> list[tuple[float, float]]:
    """Return the positions of an arc, which is stored as steps from one position to the next on a grid."""
    (x, y), (left, bottom) = transform["scale"], transform["translate"]
    steps = accumulate(arc, lambda place, step: [place[0] + step[0], place[1] + step[1]])
    return [(place[0] * x + left, place[1] * y + bottom) for place in steps]


def ring(numbers: list[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """Return the positions of a ring of arcs; the complement of a number stands for its arc backwards.

    >>> ring([0, ~1], [[(0, 0), (1, 0)], [(0, 0), (1, 0)]])
    [(0, 0), (1, 0), (0, 0)]
    """
    found: list[tuple[float, float]] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        found += arc[1:] if found else arc
    return found


def unwrapped(places: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return a ring without jumps from one end of the map to the other, most of it between -180 and 180 degrees.

    >>> unwrapped([(170.0, 0.0), (-170.0, 5.0), (175.0, 10.0), (170.0, 0.0)])
    [(170.0, 0.0), (190.0, 5.0), (175.0, 10.0), (170.0, 0.0)]
    """
    found = [places[0]]
    for x, y in places[1:]:
        found.append((x - 360 * round((x - found[-1][0]) / 360), y))
    whole = 360 * round(median(x for x, _ in found) / 360)
    return [(x - whole, y) for x, y in found]
