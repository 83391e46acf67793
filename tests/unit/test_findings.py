"""Findings about the regions: when each holds, by hand, and what variations of the codes leave of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from corpora import corpora, presence, sizes, split
from hypothesis import given, settings
from unhurried import UNHURRIED
from wsis20 import chance, coding, findings, likeness

FIRST = presence({"m": "x", "n": "y", "o": "z", "none": "w"}).iloc[:3]
SECOND = presence({"m": "x", "n": "xy", "o": "w", "none": "z"}).iloc[:3]


def keys(sets: dict) -> list[str]:
    return [finding.key for finding in findings.made(presence(sets))]


def test_what_holds_of_sets_by_hand():
    assert keys({"A": "wx", "B": "xy", "C": "z"}) == [
        "none_in_all",
        "no_two_the_same",
        "each_has_its_own",
        "most_alike",
    ]
    assert keys({"A": "x", "B": "x"}) == ["most_alike"]
    assert keys({"A": "", "B": "", "C": "x"}) == ["none_in_all", "no_two_the_same"]
    assert keys({"A": "x", "B": "xy", "C": "xyz"}) == ["no_two_the_same", "most_alike"]
    assert "most_alike" not in keys({"A": "x", "B": "y", "C": "z"})  # a tie of all


def test_words_name_the_regions_and_their_number():
    words = {finding.key: finding.words for finding in findings.made(presence({"A": "wx", "B": "xy", "Africa": "z"}))}
    assert words["none_in_all"] == "no theme is shared by all three regions compared"
    assert words["most_alike"] == "A and B are the most alike"


def test_findings_counted_otherwise():
    fine = presence({"A": "xy", "B": "xz", "C": "w"})
    coarse = presence({"A": "G", "B": "GH", "C": "GK"})
    table = findings.counted_otherwise(findings.made(fine), {"themes": fine, "groups": coarse})
    assert table["survives"].to_dict() == {
        "none_in_all": False,
        "no_two_the_same": True,
        "each_has_its_own": False,
        "most_alike": False,
    }
    assert table["themes"].all()


def test_what_holds_by_chance_by_hand():
    # two messages a region; x is in three messages, y and z in one each
    present = presence({"a1": "x", "a2": "xy", "b1": "x", "b2": "z"})
    regions = {"a1": "A", "a2": "A", "b1": "B", "b2": "B"}
    looked_for = findings.possible(likeness.by_region(present, regions))
    assert findings.by_chance(looked_for, present, sizes(regions)) == {
        "none_in_all": 0,  # three messages with x are never all in one region
        "no_two_the_same": 1,
        "each_has_its_own": pytest.approx(2 / 3),  # unless y and z fall together, in one way of three
    }


@given(corpora)
@settings(UNHURRIED, max_examples=25)
def test_what_holds_of_many_ways_is_what_holds_of_each_by_sets(themes):
    ways, _ = chance.dealt(presence(themes), sizes(split(themes, "ABC")))
    found = {finding.key: finding.holds(ways) for finding in findings.possible(presence({"A": "x", "B": "x", "C": ""}))}
    for number, way in enumerate(ways):
        own = [frozenset(np.flatnonzero(region)) for region in way]
        pairs = [(0, 1), (0, 2), (1, 2)]
        alike = [len(own[i] & own[j]) / len(own[i] | own[j]) if own[i] | own[j] else 0 for i, j in pairs]
        assert found["none_in_all"][number] == (not frozenset.intersection(*own))
        assert found["no_two_the_same"][number] == all(own[i] != own[j] or not own[i] for i, j in pairs)
        assert found["each_has_its_own"][number] == all(
            own[i] - frozenset().union(*(own[j] for j in range(3) if j != i)) for i in range(3)
        )
        assert found["most_alike"][number] == (alike[0] > max(alike[1:]))


EACH = np.arange(3)  # a region a message, so that its themes are those of the message


def test_every_mixture_of_two_passes_once():
    mixed = findings.passes_mixed(FIRST.to_numpy(), SECOND.to_numpy(), EACH)
    told = sorted(tuple("".join(FIRST.columns[row]) for row in way) for way in mixed)
    assert told == sorted([("x", "y", "z"), ("x", "y", "w"), ("x", "xy", "z"), ("x", "xy", "w")])
    assert (findings.passes_mixed(FIRST.to_numpy(), FIRST.to_numpy(), EACH) == FIRST.to_numpy()[np.newaxis]).all()


def test_too_many_mixtures_are_drawn_the_same_every_time(monkeypatch):
    monkeypatch.setattr(findings, "MIXTURES", 3)
    drawn = findings.passes_mixed(FIRST.to_numpy(), SECOND.to_numpy(), EACH)
    assert len(drawn) == findings.DRAWS
    assert len(np.unique(drawn, axis=0)) == 4
    assert (drawn == findings.passes_mixed(FIRST.to_numpy(), SECOND.to_numpy(), EACH)).all()


def test_each_message_left_out_in_turn():
    assert findings.each_left_out(FIRST.to_numpy(), EACH).sum(axis=2).tolist() == [[0, 1, 1], [1, 0, 1], [1, 1, 0]]


def test_single_codes_changed_leave_no_message_bare():
    codes, sets = findings.each_code_changed(presence({"m": "x", "n": "xy"}).to_numpy(), np.arange(2))
    assert codes.tolist() == [[0, 1], [1, 0], [1, 1]]
    assert sets.astype(int).tolist() == [[[1, 1], [1, 1]], [[1, 0], [0, 1]], [[1, 0], [1, 0]]]


@given(corpora)
@settings(UNHURRIED, max_examples=25)
def test_variations_are_those_of_the_codes_changed_one_by_one(themes):
    present, groups = presence(themes).to_numpy(), np.arange(len(themes)) % 2
    codes, sets = findings.each_code_changed(present, groups)
    for (message, theme), found in zip(codes, sets, strict=True):
        changed = present.copy()
        changed[message, theme] ^= True
        assert (found == chance.unions(changed, groups)[0]).all()
    for message, found in enumerate(findings.each_left_out(present, groups)):
        rest = present & (np.arange(len(present)) != message)[:, np.newaxis]
        assert (found == chance.unions(rest, groups)[0]).all()


def test_the_rate_is_half_of_the_upper_end_of_what_one_pass_alone_gave():
    # 5 + 4 codes on x, 2 of them by both, and 1 on y by both: 8 codes given, 5 of them by one pass alone
    table = pd.DataFrame({"theme_id": ["x", "y"], "a": [5, 1], "b": [4, 1], "both": [2, 1], "messages": [10, 10]})
    assert findings.error_rate(table) == pytest.approx(coding.wilson_upper(5, 8) / 2)


def test_as_many_codes_are_added_as_lost_and_the_same_every_time(monkeypatch):
    present = np.tile([True, False, False, False, False], (40, 1))
    drawn = np.concatenate(list(findings.with_errors(present, 0.2, 300)))
    assert drawn[..., 0].mean() == pytest.approx(0.8, abs=0.02)
    assert drawn[..., 1:].mean() == pytest.approx(0.05, abs=0.01)
    assert drawn.sum() == pytest.approx(300 * present.sum(), rel=0.02)
    monkeypatch.setattr(chance, "CELLS", 1400)  # seven draws a block
    blocks = list(findings.with_errors(present, 0.2, 300))
    assert len(blocks) > 1
    assert (drawn == np.concatenate(blocks)).all()


def test_classes_merged_at_random():
    # two themes are one class each, so that nothing is merged; of three, two fall together
    two = presence({"A": "x", "B": "y"})
    tried = findings.made(two)
    assert findings.by_granularity(tried, two, 5).loc[2].tolist() == [1.0] * len(tried)
    three = presence({"A": "xz", "B": "yz", "C": "w"})
    none_in_all = [finding for finding in findings.made(three) if finding.key == "none_in_all"]
    curve = findings.by_granularity(none_in_all, three, 400)
    assert curve.index.tolist() == [2, 3, 4]
    assert curve.loc[4].tolist() == [1.0]
    # in two classes, w with z or with both x and y is in all three regions, and w alone is not
    assert 0 < curve.loc[2, "none_in_all"] < 1
    assert (curve == findings.by_granularity(none_in_all, three, 400)).all().all()


def test_half_from_is_the_least_number_from_which_on_a_finding_is_half_or_more():
    curve = pd.DataFrame(
        {"a": [0.6, 0.4, 0.5, 1.0], "b": [0.5, 0.6, 0.7, 0.8], "c": [0.9, 0.8, 0.6, 0.4]}, [2, 3, 4, 5]
    )
    assert findings.half_from(curve) == [4, 2, None]


def test_verdicts_by_hand():
    # pass B gives b1 z in place of y
    passes = {"A": presence({"a1": "x", "a2": "y", "b1": "y", "b2": "z"})}
    passes |= {"agreed": passes["A"], "B": presence({"a1": "x", "a2": "y", "b1": "z", "b2": "z"})}
    regions = {"a1": "North", "a2": "North", "b1": "South", "b2": "South"}
    table = findings.verdicts(passes, regions, ["x", "y", "z"], 0.0).set_index("finding")
    assert "no theme is shared by all two regions compared" not in table.index  # both have y
    unlike = table.loc["no two regions have the same themes"]
    # passes differ on b1 alone: y as in A, z as in B; in both cases the regions differ
    assert (unlike["passes"], unlike["passes_n"]) == (2, 2)
    assert (unlike["messages"], unlike["messages_n"]) == (4, 4)
    # 4 messages and 3 themes are 12 codes; taking the only code of a message is no variation
    assert unlike["codes_n"] == 8
    assert (unlike["errors"], unlike["errors_n"]) == (findings.DRAWS, findings.DRAWS)
    own = table.loc["each region has a theme that no other has"]
    # x is North's alone and z South's: x given to b1 or b2, or z to a1 or a2, or a1 left out, or b2 left out, ends that
    assert own["hangs_on_messages"] == ("a1", "b2")
    assert own["hangs_on_codes"] == (("a1", "z"), ("a2", "z"), ("b1", "x"), ("b2", "x"))
    assert (own["messages"], own["codes"]) == (2, 4)
    assert set(table["passes"]) <= {0, 1, 2}


def test_the_verdict_on_chance_is_tried_like_the_findings():
    # all messages have one theme: any two regions are as alike as can be, however they are dealt out
    same = presence({"a1": "x", "a2": "x", "b1": "x", "b2": "x"})
    regions = {"a1": "North", "a2": "North", "b1": "South", "b2": "South"}
    table = findings.verdicts(dict.fromkeys(("A", "B", "agreed"), same), regions, ["x", "y"], 0.0).set_index("key")
    verdict = table.loc[findings.ORDINARY]
    assert (verdict["messages"], verdict["messages_n"]) == (4, 4)
    assert (verdict["codes"], verdict["codes_n"]) == (4, 4)
    assert verdict["errors_n"] == findings.JUDGED
