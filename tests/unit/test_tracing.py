"""Tracing, worked out by hand on a tiny package."""

from __future__ import annotations

import pandas as pd
from wsis20 import coding, tracing

PACKAGE = {
    "messages": pd.DataFrame(
        [
            ("k1", "key message", "north"),
            ("s1", "statement", "north"),
            ("s2", "statement", "north"),
            ("s3", "statement", "north"),
            ("k2", "key message", "south"),
        ],
        columns=["message_id", "layer", "region_id"],
    ),
    "traces": pd.DataFrame(
        [("k1", "s1", "agreed", "direct", ""), ("k1", "s2", "agreed", "thematic", ""), ("k1", "s3", "A", "direct", "")],
        columns=["key_message_id", "statement_id", "coding_pass", "relation", "note"],
    ),
    "codings": pd.DataFrame(
        [
            ("k1", "x", "agreed"),
            ("k2", "y", "agreed"),
            ("s1", "x", "agreed"),
            ("s1", "y", "agreed"),
            ("s2", "y", "agreed"),
            ("s3", "z", "agreed"),
            ("s3", "w", "A"),
        ],
        columns=["message_id", "theme_id", "coding_pass"],
    ),
}


def test_traced_is_one_pass():
    assert tracing.traced(PACKAGE)["statement_id"].tolist() == ["s1", "s2"]
    assert tracing.traced(PACKAGE, "A")["statement_id"].tolist() == ["s3"]


def test_unreached_statements_depend_on_what_counts():
    assert tracing.unreached(PACKAGE)["message_id"].tolist() == ["s3"]
    assert tracing.unreached(PACKAGE, ("direct",))["message_id"].tolist() == ["s2", "s3"]


def test_unreached_themes_are_those_of_the_own_region():
    assert tracing.unreached_themes(PACKAGE).to_dict() == {"y": 2, "z": 1}


def test_statement_that_fits_no_theme_left_none_out():
    codings = PACKAGE["codings"].replace({"theme_id": {"z": coding.NO_THEME}})
    assert tracing.unreached_themes({**PACKAGE, "codings": codings}).to_dict() == {"y": 2}


RESPONSES = pd.DataFrame(
    [("c1", "p1", "agreed", "touches", ""), ("c1", "p2", "agreed", "answers", ""), ("c2", "p1", "A", "touches", "why")],
    columns=["message_id", "provision_id", "coding_pass", "degree", "note"],
)


def test_responses_are_those_of_one_pass():
    package = {"responses": RESPONSES}
    assert tracing.responses(package)["provision_id"].tolist() == ["p1", "p2"]
    assert tracing.responses(package, "A")["message_id"].tolist() == ["c2"]


def test_a_call_counts_by_the_best_provision():
    best = tracing.best_degree(pd.Series(["c1", "c2"]), tracing.responses({"responses": RESPONSES}))
    assert best.to_dict() == {"c1": "answers", "c2": "not determined"}
