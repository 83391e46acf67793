"""Where it was: rules for coordinates.

No file here has the borders of countries. Two coarse tests stand in for them, which find most wrong signs and most
coordinates that were exchanged, and no slip of some kilometres: a place lies on the land of the map or near it, or
near a place that the time zone database names for its country, as on a small island, and not too far from all of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import asin, cos, hypot, radians, sin, sqrt

import pycountry

from wsis20.basemap import land
from wsis20.commands.check.fault import Fault
from wsis20.commands.check.rule import rule
from wsis20.datapackage import DataPackage

SHORE = 0.5  # degrees from the land of the map, which is drawn for 1:110 million
ISLAND = 60  # kilometres from a place in the time zones of the country, which may be an island that the map lacks
FAR = {1: 2400, 2: 2400}  # kilometres, by number of time zones; the west of Yunnan is 2,300 from Shanghai
FAR_FROM_MANY = 1500  # where there are more zones than two; Norilsk is 1,500 from Krasnoyarsk
RADIUS = 6371  # kilometres


@rule
def coordinates(package: DataPackage) -> Iterator[Fault]:
    """Let a consultation lie on land, in its country, and where others in its city lie."""
    frame = package["consultations"]
    held = frame[["consultation_id", "city", "country_code", "latitude", "longitude"]].dropna()
    first: dict[tuple[str, str], tuple[float, float]] = {}
    for row in held.itertuples(index=False):
        place, city = (float(row.latitude), float(row.longitude)), (row.city, row.country_code)
        known = zones().get(row.country_code, ())
        away = min((distance(place, other) for other in known), default=0.0)
        if not on_land(*place) and (not known or away > ISLAND):
            yield fault(row, "a place on land")
        far = FAR.get(len(known), FAR_FROM_MANY)
        if away > far:
            yield fault(row, f"a place in the country {row.country_code}, within {far} km of a place in its time zones")
        if first.setdefault(city, place) != place:
            yield fault(row, f"{', '.join(map(str, first[city]))}, as for another consultation in {row.city}")


def fault(row, expected: str) -> Fault:
    """Return the fault of the coordinates of a consultation."""
    return Fault("consultations", row.consultation_id, "latitude", f"{row.latitude}, {row.longitude}", expected)


@cache
def on_land(latitude: float, longitude: float) -> bool:
    """Return whether a place in degrees lies on the land of the map or near it."""
    x, y = longitude, latitude
    return any(inside(ring, x + turn, y) or near(ring, x + turn, y) for ring in outlines() for turn in (-360, 0, 360))


def inside(ring: list[tuple[float, float]], x: float, y: float) -> bool:
    """Return whether a place lies in an outline: a line to the east crosses it an odd number of times."""
    crossed = False
    for (left, low), (right, high) in pairwise(ring):
        if (low > y) != (high > y) and x < left + (y - low) / (high - low) * (right - left):
            crossed = not crossed
    return crossed


def near(ring: list[tuple[float, float]], x: float, y: float) -> bool:
    """Return whether a place is not further than `SHORE` from a line of an outline."""
    for (left, low), (right, high) in pairwise(ring):
        if min(left, right) - SHORE <= x <= max(left, right) + SHORE:
            length = (right - left) ** 2 + (high - low) ** 2
            along = ((x - left) * (right - left) + (y - low) * (high - low)) / length if length else 0
            along = min(1, max(0, along))
            if hypot(x - left - along * (right - left), y - low - along * (high - low)) <= SHORE:
                return True
    return False


@cache
def outlines() -> list[list[tuple[float, float]]]:
    """Return the outlines of the land, read once."""
    return land()


@cache
def zones() -> dict[str, list[tuple[float, float]]]:
    """Return latitude and longitude in degrees of the places in the time zone database, by alpha-3 code of country."""
    found: dict[str, list[tuple[float, float]]] = {}
    for line in files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, place = line.split("\t")[:2]
            country = pycountry.countries.get(alpha_2=code)
            if country is not None:
                found.setdefault(country.alpha_3, []).append(degrees(place))
    return found


def degrees(place: str) -> tuple[float, float]:
    """Return a place in the notation of ISO 6709 in degrees.

    >>> degrees("+4230+00131")
    (42.5, 1.5166666666666666)
    """
    values = []
    for width, (sign, digits) in zip((2, 3), re.findall(r"([+-])(\d+)", place), strict=True):
        parts = [int(digits[:width]), int(digits[width : width + 2]), int(digits[width + 2 :] or 0)]
        value = parts[0] + parts[1] / 60 + parts[2] / 3600
        values.append(-value if sign == "-" else value)
    return values[0], values[1]


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two places (latitude and longitude in degrees) on the globe in kilometres."""
    (a, b), (c, d) = ([radians(value) for value in place] for place in (one, other))
    half = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * RADIUS * asin(sqrt(half))
