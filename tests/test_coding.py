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


def test_agreed_pass_differs_from_the_others_only_where_they_differ():
    frame = datapackage.load("codings")["codings"]
    sets = {
        name: set(zip(g["message_id"], g["theme_id"], strict=True))
        for name, g in frame.groupby("coding_pass", observed=True)
    }
    assert sets["A"] & sets["B"] <= sets["agreed"] <= sets["A"] | sets["B"]


def test_every_disagreement_has_a_line_of_reasoning():
    package = datapackage.load("codings", "traces")
    decisions = (datapackage.DATAPACKAGE / "codebook" / "decisions.md").read_text("utf-8")
    frame = package["codings"]
    count = frame[frame["coding_pass"] != "agreed"].groupby(["message_id", "theme_id"]).size()
    for message, theme in count[count == 1].index:
        assert f"| `{message}` | `{theme}` |" in decisions
    passes = package["traces"][package["traces"]["coding_pass"] != "agreed"].groupby(["key_message_id", "statement_id"])
    for (key, statement), group in passes:
        if len(group) < 2 or group["relation"].nunique() > 1:
            assert f"| `{key}` | `{statement}` |" in decisions


def test_the_command_gives_every_theme(capsys):
    assert main(["agreement"]) == 0
    said = capsys.readouterr().out
    themes = datapackage.load("themes")["themes"]["theme_id"]
    assert [line.split()[0] for line in said.splitlines()[1:-1]] == list(themes)
    assert said.splitlines()[-1].startswith("sets of themes, alpha with MASI distance: 0.")
