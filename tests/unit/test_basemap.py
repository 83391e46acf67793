"""The base map: closed rings on the globe, decoded as the format says."""

from __future__ import annotations

import doctest
import itertools

from wsis20 import basemap


def test_arcs_are_steps_on_a_grid():
    transform = {"scale": [0.5, 2], "translate": [-180, -90]}
    assert basemap.decoded([[0, 0], [2, 1], [-1, 3]], transform) == [(-180, -90), (-179, -88), (-179.5, -82)]


def test_examples_of_the_module_hold():
    assert doctest.testmod(basemap).failed == 0


def test_land_is_rings_that_never_jump_around_the_globe():
    rings = basemap.land()
    assert len(rings) > 100
    assert all(len(ring) > 3 for ring in rings)
    assert all(-90 <= y <= 90 and -360 <= x <= 360 for ring in rings for x, y in ring)
    assert all(abs(a[0] - b[0]) <= 180 for ring in rings for a, b in itertools.pairwise(ring))


def test_every_city_of_the_round_lies_on_the_land_or_by_its_shore():
    from matplotlib.path import Path
    from wsis20 import datapackage

    paths = [Path(ring) for ring in basemap.land()]
    cities = datapackage.load("consultations")["consultations"].dropna(subset=["latitude"])
    for city in cities.itertuples():
        place = (float(city.longitude), float(city.latitude))
        assert any(
            path.contains_point(place, radius=1.5) or path.contains_point(place, radius=-1.5) for path in paths
        ), city
