"""Likeness of regions: worked out by hand on tiny corpora, and bounds that hold for any."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
from corpora import REGIONS, THEMES, corpora, presence, split
from hypothesis import given, settings
from unhurried import UNHURRIED
from wsis20 import coding, likeness


def codings(*rows):
    return pd.DataFrame(rows, columns=["message_id", "theme_id", "coding_pass"])


def has(present: pd.DataFrame) -> dict[str, str]:
    """Return the themes of each row in one string."""
    return {name: "".join(present.columns[row]) for name, row in zip(present.index, present.to_numpy(), strict=True)}


def test_themes_of_messages_and_of_another_cut():
    given = codings(("m", "x", "agreed"), ("m", "y", "agreed"), ("m", "z", "A"), ("other", "w", "agreed"))
    assert has(likeness.presence(given, ["m"])) == {"m": "xy"}
    assert has(likeness.presence(given, ["m"], "A")) == {"m": "z"}
    assert has(likeness.presence(given, ["m"], cut={"x": "G", "y": ("G", "H"), "w": "K"})) == {"m": "GH"}
    assert has(likeness.presence(given, ["other", "m"])) == {"other": "w", "m": "xy"}


def test_messages_that_fit_no_theme_share_none():
    given = codings(("m", "x", "agreed"), ("n", coding.NO_THEME, "agreed"), ("o", coding.NO_THEME, "agreed"))
    present = likeness.presence(given, ["m", "n", "o"])
    assert (
        has(present) == has(likeness.presence(given, ["m", "n", "o"], cut={"x": "x"})) == {"m": "x", "n": "", "o": ""}
    )
    sets = likeness.by_region(present, {"m": "A", "n": "A", "o": "B"})
    assert likeness.spread_of_themes(sets)["theme"].tolist() == ["x"]
    assert likeness.pairs(sets)["likeness"].tolist() == [0]


def test_regions_have_the_themes_of_their_messages():
    assert has(likeness.by_region(presence(THEMES), REGIONS)) == {"A": "xy", "B": "wyz"}
    assert list(likeness.by_region(presence(dict(reversed(THEMES.items()))), REGIONS).index) == ["B", "A"]


def test_pairs_and_spread_by_hand():
    sets = likeness.by_region(presence(THEMES), REGIONS)
    (pair,) = likeness.pairs(sets).itertuples(index=False)
    assert tuple(pair) == ("A", "B", 1, 4, 0.25)
    spread = likeness.spread_of_themes(sets)
    assert spread["theme"].tolist() == ["y", "w", "x", "z"]
    assert spread.loc[0, "regions"] == ("A", "B")
    assert spread["count"].tolist() == [2, 1, 1, 1]


def test_the_order_of_pairs_is_that_of_the_regions():
    sets = presence({"A": "wx", "B": "xy", "C": "wxy"})
    frame = likeness.pairs(sets)
    assert [*zip(frame["one"], frame["other"], strict=True)] == list(itertools.combinations("ABC", 2))
    assert frame["likeness"].tolist() == [1 / 3, 2 / 3, 2 / 3]
    assert likeness.most_alike(sets) == [("A", "C"), ("B", "C")]
    ways = np.stack([sets.to_numpy(), sets.to_numpy()[::-1]])
    assert likeness.likeness(ways).tolist() == [[1 / 3, 2 / 3, 2 / 3], [2 / 3, 2 / 3, 1 / 3]]


def test_what_every_region_has():
    assert likeness.in_every(presence({"x": "ab", "y": "bc", "z": "b"})) == ["b"]
    assert likeness.in_every(presence({"x": "ab", "y": "bc", "z": "c"})) == []
    assert likeness.in_every(presence({})) == []


@settings(UNHURRIED, max_examples=40)
@given(corpora)
def test_likeness_is_what_sets_say_and_does_not_depend_on_order(themes):
    regions = split(themes, "ABC")
    sets = likeness.by_region(presence(themes), regions)
    own = {
        name: {theme for message in themes if regions[message] == name for theme in themes[message]} for name in "ABC"
    }
    for pair in likeness.pairs(sets).itertuples():
        one, other = own[pair.one], own[pair.other]
        assert (pair.shared, pair.either) == (len(one & other), len(one | other))
        assert pair.likeness == len(one & other) / len(one | other)
    turned = likeness.by_region(presence(dict(reversed(themes.items()))), regions)
    pd.testing.assert_frame_equal(turned.sort_index(), sets.sort_index())
    spread = likeness.spread_of_themes(sets)
    assert spread["theme"].is_unique
    assert dict(zip(spread["theme"], map(set, spread["regions"]), strict=True)) == {
        theme: {name for name in own if theme in own[name]} for theme in set().union(*own.values())
    }


def test_themes_are_counted_in_each_way():
    given = codings(("m", "x", "agreed"), ("n", "y", "agreed"), ("m", "y", "A"), ("n", "x", "B"))
    themes = pd.DataFrame({"theme_group": ["G", "G"], "action_lines": [("C1",), ("C1", "C2")]}, index=["x", "y"])
    found = likeness.in_ways(given, ["m", "n"], themes)
    assert list(found) == ["themes", "theme groups", "action lines", "pass A", "pass B"]
    assert has(found["themes"]) == {"m": "x", "n": "y"}
    assert has(found["theme groups"]) == {"m": "G", "n": "G"}
    assert has(found["action lines"]) == {"m": "C1", "n": "C1C2"}
    assert has(found["pass A"]) == {"m": "y", "n": ""}
    assert has(found["pass B"]) == {"m": "", "n": "x"}
