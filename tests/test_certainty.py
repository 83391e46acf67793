"""Certainty: variations of codes worked out by hand, and what they leave of a finding."""

from __future__ import annotations

import pandas as pd
import pytest
from wsis20 import certainty

FIRST = {"m": frozenset("x"), "n": frozenset("y"), "o": frozenset("z")}
SECOND = {"m": frozenset("x"), "n": frozenset("yx"), "o": frozenset("w")}


def test_every_mixture_of_two_passes_once():
    mixed = [
        tuple(sorted("".join(sorted(themes)) for themes in way.values()))
        for way in certainty.between_passes(FIRST, SECOND)
    ]
    assert sorted(mixed) == sorted([("x", "y", "z"), ("w", "x", "y"), ("x", "xy", "z"), ("w", "x", "xy")])
    assert list(certainty.between_passes(FIRST, FIRST)) == [FIRST]


def test_single_codes_changed_leave_no_message_bare():
    changed = dict(certainty.one_code_changed({"m": frozenset("x"), "n": frozenset("xy")}, "xy"))
    assert changed == {
        ("m", "y"): {"m": frozenset("xy"), "n": frozenset("xy")},
        ("n", "x"): {"m": frozenset("x"), "n": frozenset("y")},
        ("n", "y"): {"m": frozenset("x"), "n": frozenset("x")},
    }


def test_rate_of_a_theme_is_half_of_the_upper_end_of_its_share_of_differences():
    table = pd.DataFrame({"theme_id": ["x", "y"], "a": [5, 0], "b": [4, 0], "both": [2, 0], "messages": [10, 10]})
    rates = certainty.error_rates(table)
    assert rates["x"] == pytest.approx(certainty.wilson_upper(5, 10) / 2)
    assert rates["y"] == pytest.approx(0.2775 / 2, abs=1e-4)


def test_errors_come_at_their_rate_and_the_same_every_time():
    themes = {f"m{n}": frozenset("x") for n in range(50)}
    rates = pd.Series({"x": 0.0, "y": 0.25})
    drawn = list(certainty.with_errors(themes, rates, 200))
    assert drawn == list(certainty.with_errors(themes, rates, 200))
    assert all("x" in own for way in drawn for own in way.values())
    share = sum("y" in own for way in drawn for own in way.values()) / (200 * 50)
    assert share == pytest.approx(0.25, abs=0.02)


def codings():
    """Return codes of four messages in two regions; pass B lacks one code of pass A."""
    rows = [("a1", "x"), ("a2", "y"), ("b1", "y"), ("b2", "z")]
    frames = [
        pd.DataFrame(rows, columns=["message_id", "theme_id"]).assign(coding_pass=name) for name in ("A", "B", "agreed")
    ]
    frames[1].loc[2, "theme_id"] = "z"
    return pd.concat(frames, ignore_index=True)


def test_verdicts_by_hand():
    regions = {"a1": "North", "a2": "North", "b1": "South", "b2": "South"}
    table = certainty.verdicts(codings(), regions, pd.Series({"x": 0.0, "y": 0.0, "z": 0.0})).set_index("finding")
    assert "no theme is shared by all two regions compared" not in table.index  # both have y
    unlike = table.loc["no two regions have the same themes"]
    # passes differ on b1 alone: y as in A, z as in B; in both cases the regions differ
    assert (unlike["passes"], unlike["passes_n"]) == (2, 2)
    assert (unlike["messages"], unlike["messages_n"]) == (4, 4)
    # 4 messages and 3 themes are 12 codes; taking the only code of a message is no variation
    assert unlike["codes_n"] == 8
    assert (unlike["errors"], unlike["errors_n"]) == (certainty.DRAWS, certainty.DRAWS)
    own = table.loc["each region has a theme that no other has"]
    # x is North's alone and z South's: x given to b1 or b2, or z to a1 or a2, or a1 left out, or b2 left out, ends that
    assert own["hangs_on_messages"] == ("a1", "b2")
    assert own["hangs_on_codes"] == (("a1", "z"), ("a2", "z"), ("b1", "x"), ("b2", "x"))
    assert (own["messages"], own["codes"]) == (2, 4)
