"""Comparison of regions: worked out by hand on tiny corpora, and bounds that hold for any."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wsis20 import coding, comparison

THEMES = {"a1": frozenset("xy"), "a2": frozenset("y"), "b1": frozenset("yz"), "b2": frozenset("w")}
REGIONS = {"a1": "A", "a2": "A", "b1": "B", "b2": "B"}

corpora = st.dictionaries(
    st.sampled_from([f"m{n}" for n in range(8)]), st.frozensets(st.sampled_from("vwxyz"), min_size=1), min_size=4
)


def split(themes):
    return {message: "AB"[number % 2] for number, message in enumerate(sorted(themes))}


def test_in_every_keeps_what_all_regions_have():
    sets = {"x": frozenset("ab"), "y": frozenset("bc"), "z": frozenset("b")}
    assert comparison.in_every(sets) == ["b"]
    assert comparison.in_every({**sets, "z": frozenset("c")}) == []
    assert comparison.in_every({}) == []


def test_themes_of_messages_and_of_another_cut():
    codings = pd.DataFrame(
        [("m", "x", "agreed"), ("m", "y", "agreed"), ("m", "z", "A")], columns=["message_id", "theme_id", "coding_pass"]
    )
    assert comparison.themes_by_message(codings) == {"m": frozenset("xy")}
    assert comparison.themes_by_message(codings, "A") == {"m": frozenset("z")}
    assert comparison.themes_by_message(codings, cut={"x": "G", "y": ("G", "H")}) == {"m": frozenset("GH")}


def test_messages_that_fit_no_theme_share_none():
    codings = pd.DataFrame(
        [("m", "x", "agreed"), ("n", coding.NO_THEME, "agreed"), ("o", coding.NO_THEME, "agreed")],
        columns=["message_id", "theme_id", "coding_pass"],
    )
    found = {"m": frozenset("x"), "n": frozenset(), "o": frozenset()}
    assert comparison.themes_by_message(codings) == found
    assert comparison.themes_by_message(codings, cut={"x": "x"}) == found
    sets = comparison.by_region(found, {"m": "A", "n": "A", "o": "B"})
    assert comparison.spread_of_themes(sets)["theme"].tolist() == ["x"]


def test_regions_without_a_theme_are_not_alike_and_leave_chance_a_number():
    themes = {"m1": frozenset("x"), "m2": frozenset("x"), "n1": frozenset(), "n2": frozenset()}
    regions = {"m1": "A", "m2": "B", "n1": "C", "n2": "D"}
    sets = comparison.by_region(themes, regions)
    assert comparison.most_alike(sets) == [("A", "B")]
    assert comparison.NO_TWO_THE_SAME not in comparison.statements({"A": frozenset("x"), "B": frozenset("x")})
    assert comparison.NO_TWO_THE_SAME in comparison.statements({"C": frozenset(), "D": frozenset()})
    assert comparison.chance(themes, regions, "C", "D")[:2] == (1, 5 / 6)
    joint, _ = comparison.joint_chance(themes, regions)
    assert np.isfinite(joint.drop(columns="statistic").to_numpy()).all()
    nothing, _ = comparison.joint_chance(dict.fromkeys(themes, frozenset()), regions)
    assert nothing["observed"].tolist() == [0, 0, 0]


def test_what_holds_by_chance_by_hand():
    # two messages a region; x is in three messages, y and z in one each
    themes = {"a1": frozenset("x"), "a2": frozenset("xy"), "b1": frozenset("x"), "b2": frozenset("z")}
    found = comparison.holding_by_chance(themes, {"a1": "A", "a2": "A", "b1": "B", "b2": "B"})
    assert found == {
        comparison.NONE_IN_ALL.format(regions="two"): 0,  # three messages with x are never all in one region
        comparison.NO_TWO_THE_SAME: 1,
        comparison.EACH_HAS_ITS_OWN: pytest.approx(2 / 3),  # unless y and z fall together, in one way of three
    }


@given(corpora)
@settings(max_examples=8, deadline=None)
def test_what_holds_by_chance_is_what_the_tests_of_findings_find(themes):
    regions = {message: "ABC"[number % 3] for number, message in enumerate(sorted(themes))}
    ways, exact = comparison.relabellings(comparison.sizes_of(regions))
    assert exact
    names = np.array(["A", "B", "C"])
    dealt = [comparison.by_region(themes, dict(zip(regions, names[way], strict=True))) for way in ways]
    for finding, share in comparison.holding_by_chance(themes, regions).items():
        holding = [finding in comparison.statements(sets) for sets in dealt]
        assert share == pytest.approx(sum(holding) / len(holding))


def test_regions_have_the_themes_of_their_messages():
    assert comparison.by_region(THEMES, REGIONS) == {"A": frozenset("xy"), "B": frozenset("wyz")}


def test_pairs_and_spread_by_hand():
    sets = comparison.by_region(THEMES, REGIONS)
    (pair,) = comparison.pairs(sets).itertuples(index=False)
    assert tuple(pair) == ("A", "B", 1, 4, 0.25)
    spread = comparison.spread_of_themes(sets)
    assert spread["theme"].tolist() == ["y", "w", "x", "z"]
    assert spread.loc[0, "regions"] == ("A", "B")


def test_empty_sets_share_nothing():
    assert comparison.jaccard(frozenset(), frozenset()) == 0


def test_number_of_assignments_of_twelve_messages_to_four_regions():
    assert comparison.assignments([3, 3, 3, 3]) == 369600
    assert comparison.assignments([2, 2]) == 6


def test_chance_by_hand():
    # of the six ways to give two messages each, likenesses are 1/4 (a1 a2), 1/4 (a1 b1 | a2 b2: y of wxyz), 2/4 ...
    values = sorted(comparison.relabelled(comparison.bit_masks(THEMES, list(REGIONS)), 2, 2))
    brute = []
    for chosen in itertools.combinations(REGIONS, 2):
        rest = [m for m in REGIONS if m not in chosen]
        one, other = (frozenset().union(*(THEMES[m] for m in group)) for group in (chosen, rest))
        brute.append(len(one & other) / len(one | other))
    assert values == sorted(brute)
    at_least, at_most, low, high = comparison.chance(THEMES, REGIONS, "A", "B")
    assert (low, high) == (min(brute), max(brute))
    assert at_least == pytest.approx(sum(v >= 0.25 for v in brute) / 6)
    assert at_most == pytest.approx(sum(v <= 0.25 for v in brute) / 6)


def test_leave_one_out_by_hand():
    # without b1 the regions share nothing; without b2 they share y of x, y, z
    assert comparison.likeness_range(THEMES, REGIONS, "A", "B") == (0, pytest.approx(1 / 3))


@settings(max_examples=40, deadline=None)
@given(corpora)
def test_bounds_symmetry_and_order(themes):
    regions = split(themes)
    sets = comparison.by_region(themes, regions)
    likeness = comparison.jaccard(sets["A"], sets["B"])
    assert 0 <= likeness <= 1
    assert likeness == comparison.jaccard(sets["B"], sets["A"])
    turned = dict(reversed(regions.items()))
    assert comparison.by_region(themes, turned) == sets
    at_least, at_most, band_low, band_high = comparison.chance(themes, regions, "A", "B")
    assert comparison.chance(themes, turned, "A", "B") == pytest.approx((at_least, at_most, band_low, band_high))
    assert 0 <= band_low <= band_high <= 1
    assert at_least + at_most >= 1
    assert 0 < at_least <= 1
    assert 0 < at_most <= 1
    low, high = comparison.likeness_range(themes, regions, "A", "B")
    assert 0 <= low <= high <= 1


@settings(max_examples=40, deadline=None)
@given(corpora)
def test_spread_counts_every_theme_once(themes):
    sets = comparison.by_region(themes, split(themes))
    spread = comparison.spread_of_themes(sets)
    assert spread["theme"].is_unique
    assert spread["count"].sum() == sum(len(found) for found in sets.values())


def test_findings_and_whether_they_survive():
    fine = {"A": frozenset("xy"), "B": frozenset("xz"), "C": frozenset("w")}
    coarse = {"A": frozenset("G"), "B": frozenset("GH"), "C": frozenset("GK")}
    table = comparison.findings({"themes": fine, "groups": coarse}).set_index("finding")
    assert table["survives"].to_dict() == {
        "no theme is shared by all three regions compared": False,
        "no two regions have the same themes": True,
        "each region has a theme that no other has": False,
        "A and B are the most alike": False,
    }
    assert table["themes"].all()


def test_a_finding_that_does_not_hold_in_the_first_cut_is_none():
    table = comparison.findings({"themes": {"A": frozenset("x"), "B": frozenset("x")}})
    assert table["finding"].tolist() == ["A and B are the most alike"]


def test_ties_have_no_most_alike_pair():
    sets = {"A": frozenset("x"), "B": frozenset("y"), "C": frozenset("z")}
    assert len(comparison.most_alike(sets)) == 3
    assert comparison.singles(sets) == {"A": ["x"], "B": ["y"], "C": ["z"]}


def test_leaving_each_out():
    assert comparison.without_each(REGIONS, len) == dict.fromkeys(REGIONS, 3)


def test_relabellings_are_all_partitions_and_each_only_once():
    ways, exact = comparison.relabellings([2, 1, 1])
    assert exact
    assert comparison.partitions([2, 1, 1]) == 6
    assert comparison.assignments([2, 1, 1]) == 12
    blocks = {frozenset(frozenset(p for p in range(4) if row[p] == g) for g in set(row)) for row in ways.tolist()}
    assert len(ways) == len(blocks) == 6
    assert all(sorted(map(len, way)) == [1, 1, 2] for way in blocks)


def test_four_regions_of_three_messages_are_369600_assignments_in_15400_partitions():
    ways, exact = comparison.relabellings([3, 3, 3, 3])
    assert (len(ways), exact) == (15400, True)
    assert comparison.assignments([3] * 4) == 15400 * 24 == 369600
    assert (np.sort(ways, axis=1) == np.repeat(np.arange(4), 3)).all()
    assert len(np.unique(ways, axis=0)) == 15400


def test_too_many_relabellings_are_drawn_the_same_every_time(monkeypatch):
    monkeypatch.setattr(comparison, "LIMIT", 2)
    monkeypatch.setattr(comparison, "DRAWS", 50)
    first, exact = comparison.relabellings([2, 2])
    assert not exact
    assert first.shape == (50, 4)
    assert (np.sort(first, axis=1) == [0, 0, 1, 1]).all()
    assert (first == comparison.relabellings([2, 2])[0]).all()


def test_joint_chance_by_hand():
    # the three ways to pair a1 a2 b1 b2: {xy}{wyz} 1/4; {xyz}{wy} 1/4; {wxy}{yz} 1/4: y is always shared
    table, exact = comparison.joint_chance(THEMES, REGIONS)
    assert exact
    values = table.set_index("statistic")
    assert values.loc["likeness of the most alike pair", ["observed", "mean", "at_least", "at_most"]].tolist() == [
        0.25,
        0.25,
        1,
        1,
    ]
    assert values.loc["themes that only one region has", "observed"] == 3


@settings(max_examples=25, deadline=None)
@given(corpora)
def test_joint_chance_does_not_depend_on_order_and_counts_themes_of_one_region(themes):
    regions = split(themes)
    table, _ = comparison.joint_chance(themes, regions)
    turned, _ = comparison.joint_chance(dict(reversed(themes.items())), dict(reversed(regions.items())))
    pd.testing.assert_frame_equal(table, turned)
    alone = (comparison.spread_of_themes(comparison.by_region(themes, regions))["count"] == 1).sum()
    assert table.set_index("statistic").loc["themes that only one region has", "observed"] == alone
    assert (table["at_least"] + table["at_most"] >= 1).all()
    assert (table["low"] <= table["high"]).all()
