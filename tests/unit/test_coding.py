"""Agreement: right by a published example, and what the two passes in the data give."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from wsis20 import coding, datapackage
from wsis20.__main__ import main

GAP = float("nan")
# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: four observers, twelve units, missing data
PUBLISHED = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, GAP, GAP, GAP],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, GAP, 3],
        [GAP, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, GAP],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, GAP],
    ]
)


def codings(a, b):
    """Return codings from two dictionaries of message to themes."""
    rows = [(m, t, p) for p, given in (("A", a), ("B", b)) for m, themes in given.items() for t in themes]
    return pd.DataFrame(rows, columns=["message_id", "theme_id", "coding_pass"])


def test_alpha_is_that_of_the_published_example():
    assert coding.alpha(PUBLISHED) == pytest.approx(0.743, abs=0.0005)


def test_alpha_is_not_defined_where_nothing_varies():
    assert np.isnan(coding.alpha(np.zeros((2, 5))))


@pytest.mark.parametrize("seed", range(5))
def test_closed_form_is_the_same_as_the_library(seed):
    ratings = np.random.default_rng(seed).integers(0, 2, (2, 30)).astype(float)
    assert coding.binary_alpha(ratings) == pytest.approx(coding.alpha(ratings))


def test_presence_keeps_the_order_and_leaves_out_what_was_not_asked():
    frame = codings({"m2": "y", "m1": "xz", "other": "x"}, {})
    table = coding.presence(frame, ["m1", "m2", "m3"], ["y", "x"])
    assert table.to_numpy().tolist() == [[False, True], [True, False], [False, False]]
    assert (list(table.index), list(table.columns)) == (["m1", "m2", "m3"], ["y", "x"])


def test_agreement_on_a_tiny_corpus_worked_out_by_hand():
    frame = codings({"m1": "x", "m2": "x", "m3": "y", "m4": "y"}, {"m1": "x", "m2": "y", "m3": "y", "m4": "y"})
    row = coding.agreement(frame, ["m1", "m2", "m3", "m4"], ["x", "y"]).set_index("theme_id").loc["x"]
    assert (row["a"], row["b"], row["both"], row["messages"], row["percent"]) == (2, 1, 1, 4, 75)
    # eight values, three of them 1; one pair of four differs: 1 - (8 - 1) * 1 / (3 * 5)
    assert row["alpha"] == pytest.approx(1 - 7 / 15)
    assert row["low"] <= row["alpha"] <= row["high"]


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [("ab", "ab", 0), ("a", "ab", 1 - 2 / 3 / 2), ("ab", "bc", 1 - 1 / 3 / 3), ("a", "b", 1)],
)
def test_masi_worked_out_by_hand(one, other, distance):
    assert coding.masi(frozenset(one), frozenset(other)) == pytest.approx(distance)
    assert coding.masi(frozenset(other), frozenset(one)) == pytest.approx(distance)


def test_set_alpha_is_one_for_the_same_sets_and_falls_with_a_difference():
    same = {"m1": "x", "m2": "xy", "m3": "z"}
    assert coding.set_alpha(codings(same, same), ["m1", "m2", "m3"]) == pytest.approx(1)
    near = coding.set_alpha(codings(same, same | {"m2": "x"}), ["m1", "m2", "m3"])
    far = coding.set_alpha(codings(same, same | {"m2": "z"}), ["m1", "m2", "m3"])
    assert far < near < 1


TRACES = pd.DataFrame(
    [("k", "s", "A", "direct"), ("k", "s", "B", "thematic"), ("k", "s", "agreed", "direct"), ("k", "t", "B", "direct")],
    columns=["key_message_id", "statement_id", "coding_pass", "relation"],
)


def test_passes_side_by_side():
    wide = coding.side_by_side({"traces": TRACES}, "traces")
    assert {key: tuple(row) for key, row in wide.iterrows()} == {
        ("k", "s"): ("direct", "thematic", "direct"),
        ("k", "t"): ("nothing", "direct", "nothing"),
    }
    kinds = pd.DataFrame({"message_id": ["m"], "kind": ["call"], "kind_a": ["call"], "kind_b": ["concern"]})
    assert list(coding.side_by_side({"messages": kinds}, "messages").itertuples(name=None)) == [
        (("m",), "call", "concern", "call")
    ]


def test_alpha_of_codes_counts_what_neither_pass_codes():
    # two coders, ten units, 17 times "nothing" and 3 times "direct", one unit of two codes:
    # 1 - (20 - 1) * 2 / (20**2 - 17**2 - 3**2) = 1 - 38 / 102
    wide = pd.DataFrame({"A": ["direct", "direct"], "B": ["direct", "nothing"], "agreed": ["direct", "nothing"]})
    assert coding.code_alpha(wide, 10) == pytest.approx(1 - 38 / 102)
    assert coding.code_alpha(wide.assign(B="direct"), 10) == 1


def test_the_interval_of_alpha_holds_alpha_and_is_a_point_where_nothing_differs():
    wide = pd.DataFrame({"A": ["x"] * 6 + ["y"] * 3, "B": ["x"] * 5 + ["y"] * 4})
    low, high = coding.code_interval(wide, 40)
    assert low < coding.code_alpha(wide, 40) <= high
    assert (low, high) == coding.code_interval(wide, 40)
    assert coding.code_interval(wide.assign(B=wide["A"]), 40) == (1, 1)


def test_the_interval_is_that_of_alpha_over_resampled_units():
    wide = pd.DataFrame({"A": ["x"] * 6 + ["y"] * 3, "B": ["x"] * 5 + ["y"] * 4})
    pairs = [("x", "x"), ("x", "y"), ("y", "y"), ("nothing", "nothing")]
    draws = np.random.default_rng(coding.SEED).multinomial(40, [5 / 40, 1 / 40, 3 / 40, 31 / 40], coding.RESAMPLES)
    resampled = [
        pd.DataFrame([pair for pair, often in zip(pairs, draw, strict=True) for _ in range(often)], columns=["A", "B"])
        for draw in draws
    ]
    expected = np.percentile([coding.code_alpha(units) for units in resampled], [2.5, 97.5])
    assert coding.code_interval(wide, 40) == pytest.approx(tuple(expected))


ACTS = pd.DataFrame(
    [
        ("a1", "A", "notes", ("x", "y")),
        ("a1", "B", "notes", ("y", "x")),
        ("a1", "agreed", "notes", ("x", "y")),
        ("a2", "A", "requests", ("x",)),
        ("a3", "B", "invites", ()),
        ("a3", "agreed", "invites", ()),
    ],
    columns=["act_id", "coding_pass", "force", "actors"],
)


def test_fields_of_an_act_are_compared_where_both_passes_have_it():
    there = coding.side_by_side({"acts": ACTS}, "acts")
    assert {key: tuple(row) for key, row in there.iterrows()} == {
        ("a1",): ("yes", "yes", "yes"),
        ("a2",): ("yes", "no", "no"),
        ("a3",): ("no", "yes", "yes"),
    }
    actors = coding.side_by_side({"acts": ACTS}, "acts", "actors")
    assert {key: tuple(row) for key, row in actors.iterrows()} == {("a1",): ("x;y", "x;y", "x;y")}


def test_what_both_found_alike_and_what_one_found_alone():
    wide = coding.side_by_side({"traces": TRACES}, "traces")
    assert coding.differences(wide) == (0, 1, 1)
    # none of two alike: the share is 0, and so is the lower end of its interval
    assert coding.positive_agreement(wide) == (0, pytest.approx(0))
    # what neither found does not count, so that one is left of two, and it is alike: 1 - z^2 / (1 + z^2)
    share, low = coding.positive_agreement(wide.assign(B=wide["A"]))
    assert (share, low) == (1, pytest.approx(1 / (1 + 1.959964**2)))


def test_agreement_is_told_in_cells_by_what_was_coded():
    wide = pd.DataFrame({"A": ["direct", "direct"], "B": ["direct", "nothing"], "agreed": ["direct", "nothing"]})
    frame = coding.agreement_in_words({"traces": wide, "acts": wide}, {"acts": (None, "acts"), "traces": (10, "pairs")})
    acts, traces = frame.to_dict("records")
    assert (acts["What was coded"], acts["Units"]) == ("Acts", "2 acts")
    assert (traces["Units"], traces["Alpha"]) == ("10 pairs", "0.63")
    assert traces["Found alike"] == "50 % (at least 9 %)"
    assert traces["A alone, B alone, otherwise"] == "1, 0 and 0"


@pytest.mark.slow
def test_the_command_gives_every_theme(capsys):
    assert main(["agreement"]) == 0
    said = capsys.readouterr().out
    themes = datapackage.load("themes")["themes"]["theme_id"]
    assert [line.split()[0] for line in said.splitlines()[1:-1]] == list(themes)
    assert said.splitlines()[-1].startswith("sets of themes, alpha with MASI distance: 0.")


def test_who_coded_is_said_of_all_or_of_most():
    models = pd.DataFrame({"coder": [coding.A_MODEL, coding.A_MODEL]})
    assert coding.by_whom(models).endswith("all of this, and no person has checked it")
    mixed = pd.concat([models, pd.DataFrame({"coder": ["Ana Ejemplo"]})])
    assert "most of this, and no person has checked what they made; people" in coding.by_whom(mixed)
