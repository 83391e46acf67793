"""What comes out by chance: worked by hand, and against the slow way, by sets of themes, for any small corpus."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from corpora import REGIONS, THEMES, corpora, presence, sizes, split
from hypothesis import given, settings
from unhurried import UNHURRIED
from wsis20 import chance, likeness


def slowly(themes, first: int, second: int) -> list[float]:
    """Return the likeness of two groups of messages of these sizes for every way to choose them, by sets."""
    found = []
    for chosen in itertools.combinations(themes, first):
        for rest in itertools.combinations([message for message in themes if message not in chosen], second):
            one, other = ({theme for message in group for theme in themes[message]} for group in (chosen, rest))
            found.append(len(one & other) / len(one | other) if one | other else 0)
    return sorted(found)


def of_pair(themes, regions, one="A", other="B"):
    present = presence(themes)
    alike = likeness.pairs(likeness.by_region(present, regions))
    alike = alike[[{row.one, row.other} == {one, other} for row in alike.itertuples()]]
    return chance.of_each_pair(present, sizes(regions), alike).iloc[0]


def test_numbers_of_ways():
    assert chance.assignments([3, 3, 3, 3]) == 369600
    assert chance.assignments([2, 2]) == 6
    assert chance.partitions([2, 1, 1]) == 6
    assert chance.assignments([2, 1, 1]) == 12


def test_unions_of_ways_to_deal_and_of_ways_to_code():
    present = presence({"m": "x", "n": "y", "o": "xz"}).to_numpy()
    dealt = chance.unions(present, np.array([[0, 0, 1], [0, 1, 1]]))
    assert dealt.astype(int).tolist() == [[[1, 1, 0], [1, 0, 1]], [[1, 0, 0], [1, 1, 1]]]
    coded = chance.unions(np.stack([present, ~present]), np.array([0, 0, 1]))
    assert coded.astype(int).tolist() == [[[1, 1, 0], [1, 0, 1]], [[1, 1, 1], [0, 1, 0]]]
    assert chance.unions(present, np.array([0, 1, 1])).shape == (1, 2, 3)


def test_relabellings_are_all_partitions_and_each_only_once():
    ways, exact = chance.relabellings([2, 1, 1])
    assert exact
    blocks = {frozenset(frozenset(p for p in range(4) if row[p] == g) for g in set(row)) for row in ways.tolist()}
    assert len(ways) == len(blocks) == 6
    assert all(sorted(map(len, way)) == [1, 1, 2] for way in blocks)


def test_four_regions_of_three_messages_are_369600_assignments_in_15400_partitions():
    ways, exact = chance.relabellings([3, 3, 3, 3])
    assert (len(ways), exact) == (15400, True)
    assert chance.assignments([3] * 4) == 15400 * 24 == 369600
    assert (np.sort(ways, axis=1) == np.repeat(np.arange(4), 3)).all()
    assert len(np.unique(ways, axis=0)) == 15400


def test_too_many_relabellings_are_drawn_the_same_every_time(monkeypatch):
    monkeypatch.setattr(chance, "LIMIT", 2)
    monkeypatch.setattr(chance, "DRAWS", 50)
    first, exact = chance.relabellings([2, 2])
    assert not exact
    assert first.shape == (50, 4)
    assert (np.sort(first, axis=1) == [0, 0, 1, 1]).all()
    assert (first == chance.relabellings([2, 2])[0]).all()


def test_a_pair_by_hand():
    brute = slowly(THEMES, 2, 2)
    assert brute == [0.25] * 6
    found = of_pair(THEMES, REGIONS)
    assert found.to_dict() == {
        "mean": 0.25,
        "low": 0.25,
        "high": 0.25,
        "at_least": 1,
        "at_most": 1,
        "support": 1,
        "smallest": 1,
    }


@settings(UNHURRIED, max_examples=15)
@given(corpora)
@pytest.mark.parametrize("names", ["AB", "ABC", "ABAC", "AABBC"])
def test_a_pair_is_what_the_slow_way_finds(names, themes):
    regions = split(themes, names)
    if len(set(regions.values())) < len(set(names)):
        return
    counts = sizes(regions)
    brute = slowly(themes, counts["A"], counts["B"])
    found = sorted(chance.of_pairs(presence(themes), counts, "A", "B"))
    assert len(found) >= 1
    # each way may stand for several of the slow way, always for the same number
    values, times = np.unique(np.round(found, 9), return_counts=True)
    slow_values, slow_times = np.unique(np.round(brute, 9), return_counts=True)
    assert values.tolist() == slow_values.tolist()
    assert times / len(found) == pytest.approx(slow_times / len(brute))
    told = of_pair(themes, regions)
    assert 0 <= told["low"] <= told["high"] <= 1
    assert told["at_least"] + told["at_most"] >= 1
    assert min(told["at_least"], told["at_most"]) > 0


def test_regions_without_a_theme_leave_chance_a_number():
    themes = {"m1": "x", "m2": "x", "n1": "", "n2": ""}
    regions = {"m1": "A", "m2": "B", "n1": "C", "n2": "D"}
    found = of_pair(themes, regions, "C", "D")
    assert (found["at_least"], found["at_most"]) == (1, 5 / 6)
    for own in (themes, dict.fromkeys(themes, "")):
        present = presence(own)
        table, _ = chance.together(present, likeness.by_region(present, regions), sizes(regions))
        assert np.isfinite(table.drop(columns="statistic").to_numpy()).all()
    assert table["observed"].tolist() == [0, 0, 0]


def together(themes, regions):
    present = presence(themes)
    return chance.together(present, likeness.by_region(present, regions), sizes(regions))


def test_all_regions_by_hand():
    # the three ways to pair a1 a2 b1 b2: {xy}{wyz} 1/4; {xyz}{wy} 1/4; {wxy}{yz} 1/4: y is always shared
    table, exact = together(THEMES, REGIONS)
    assert exact
    values = table.set_index("statistic")
    columns = ["observed", "mean", "at_least", "at_most"]
    assert values.loc[chance.MOST_ALIKE, columns].tolist() == [0.25, 0.25, 1, 1]
    assert values.loc["themes that only one region has", "observed"] == 3


@settings(UNHURRIED, max_examples=25)
@given(corpora)
def test_all_regions_do_not_depend_on_order_and_count_themes_of_one_region(themes):
    regions = split(themes, "AB")
    table, _ = together(themes, regions)
    turned, _ = together(dict(reversed(themes.items())), regions)
    pd.testing.assert_frame_equal(table, turned)
    alone = (likeness.spread_of_themes(likeness.by_region(presence(themes), regions))["count"] == 1).sum()
    assert table.set_index("statistic").loc["themes that only one region has", "observed"] == alone
    assert (table["at_least"] + table["at_most"] >= 1).all()
    assert (table["low"] <= table["high"]).all()


def test_means_in_another_order_are_no_difference():
    values = np.array([0.1 + 0.2, 0.3])
    assert values[0] != values[1]
    assert chance.against(0.3, values)["at_most"] == chance.against(0.1 + 0.2, values)["at_least"] == 1


@settings(UNHURRIED, max_examples=25)
@given(corpora)
def test_shares_by_bits_are_those_by_arrays(themes):
    regions = split(themes, "AB")
    table, _ = together(themes, regions)
    groups, _ = pd.factorize(np.array([regions[message] for message in themes]))
    found = chance.most_alike_shares(presence(themes).to_numpy(bool)[np.newaxis], groups)
    assert found[0] == pytest.approx(table.set_index("statistic").loc[chance.MOST_ALIKE, "at_least"])


def test_support_and_smallest_share_by_hand():
    found = chance.against(0.5, np.array([0.0, 0.5, 0.5, 1.0]))
    assert (found["support"], found["smallest"]) == (3, 0.25)


def test_power_counts_what_is_rarer_than_the_threshold(monkeypatch):
    present = presence({"a1": "x", "a2": "y", "b1": "z", "b2": "w"}).to_numpy(bool)
    groups = np.array([0, 0, 1, 1])
    # two messages of two groups share the planted theme in two of the three ways to pair them: never rarer than 2/3
    assert chance.power(present, groups, 1, 20) == 0
    monkeypatch.setattr(chance, "RARE", 0.7)
    assert chance.power(present, groups, 1, 20) == 1


def test_roles_dealt_out_to_people_by_hand():
    # one of three people has the role and said two of three; of the three ways to choose one, one has two or more
    assert chance.role_share([2, 1, 0], [True, False, False]) == (2, pytest.approx(1 / 3))
    # two of three: sums are 3, 2, 1; two of them are at least 2
    assert chance.role_share([2, 1, 0], [True, False, True]) == (2, pytest.approx(2 / 3))
