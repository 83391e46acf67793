"""Tracing, worked out by hand on a tiny package."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest
from wsis20 import coding, tracing
from wsis20.tables import Link, plain

PACKAGE = {
    "messages": pd.DataFrame(
        [
            ("k1", "key message", "series"),
            ("s1", "statement", "first"),
            ("s2", "statement", "first"),
            ("s3", "statement", "second"),
            ("k2", "key message", "later"),
        ],
        columns=["message_id", "layer", "consultation_id"],
    ),
    "consultations": pd.DataFrame(
        [("series", None), ("first", "series"), ("second", "series"), ("later", None), ("last", None)],
        columns=["consultation_id", "part_of"],
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


def test_statement_that_is_no_call_makes_the_point_of_a_call_by_a_clause():
    kinds = {"k1": "call", "s1": "concern", "s2": "concern", "s3": "call", "k2": "concern"}
    messages = PACKAGE["messages"].assign(kind=PACKAGE["messages"]["message_id"].map(kinds))
    assert tracing.by_clause({**PACKAGE, "messages": messages})["statement_id"].tolist() == ["s1"]
    messages = messages.assign(kind="call")
    assert tracing.by_clause({**PACKAGE, "messages": messages}).empty


def test_unreached_statements_depend_on_what_counts():
    assert tracing.unreached(PACKAGE)["message_id"].tolist() == ["s3"]
    assert tracing.unreached(PACKAGE, ("direct",))["message_id"].tolist() == ["s2", "s3"]


MEETING = tracing.of_meeting(PACKAGE, "series")


def test_a_meeting_is_a_consultation_or_the_series_that_it_belongs_to():
    assert tracing.meetings(PACKAGE).to_dict() == {
        "series": "series",
        "first": "series",
        "second": "series",
        "later": "later",
        "last": "last",
    }
    assert tracing.of_meeting(PACKAGE, "second")["messages"].equals(MEETING["messages"])
    assert MEETING["messages"]["message_id"].tolist() == ["k1", "s1", "s2", "s3"]
    assert len(MEETING["traces"]) == 3
    assert tracing.of_meeting(PACKAGE, "later")["traces"].empty
    with pytest.raises(KeyError):
        tracing.of_meeting(PACKAGE, "never")


def test_a_statement_is_held_against_the_key_messages_of_its_meeting_alone():
    assert tracing.pairs(PACKAGE) == 3
    elsewhere = PACKAGE["messages"].replace({"consultation_id": {"second": "last"}})
    assert tracing.pairs({**PACKAGE, "messages": elsewhere}) == 2


def test_unreached_themes_are_those_of_the_own_meeting():
    assert tracing.unreached_themes(MEETING).to_dict() == {"y": 2, "z": 1}


def test_statement_that_fits_no_theme_left_none_out():
    codings = PACKAGE["codings"].replace({"theme_id": {"z": coding.NO_THEME}})
    assert tracing.unreached_themes({**MEETING, "codings": codings}).to_dict() == {"y": 2}


RESPONSES = pd.DataFrame(
    [
        ("c1", "p1", "agreed", "mentions", ""),
        ("c1", "p2", "agreed", "answers", ""),
        ("c1", "p3", "agreed", "none", ""),
        ("c2", "p1", "A", "partly", "why"),
        ("c2", None, "agreed", "none", "why"),
    ],
    columns=["message_id", "provision_id", "coding_pass", "degree", "note"],
)


def test_responses_are_those_of_one_pass():
    package = {"responses": RESPONSES}
    assert tracing.responses(package)["provision_id"].tolist() == ["p1", "p2"]
    assert tracing.responses(package, "A")["message_id"].tolist() == ["c2"]


def test_a_call_counts_by_the_best_provision():
    best = tracing.best_degree(pd.Series(["c1", "c2"]), tracing.responses({"responses": RESPONSES}))
    assert best.to_dict() == {"c1": "answers", "c2": "none"}


PROVISIONS = pd.DataFrame(
    [("r1", 0, None, 1), ("p2", 10, 2, None), ("p10", 20, 10, None)],
    columns=["provision_id", "start_offset", "paragraph", "recital"],
).astype({"paragraph": "Int64", "recital": "Int64"})


@pytest.mark.parametrize("key", ["message_id", "position_id"])
def test_what_meets_a_call_is_linked_by_degree_and_place(key):
    found = pd.DataFrame(
        [("c1", "p10", "partly"), ("c1", "r1", "partly"), ("c1", "p2", "partly"), ("c1", "p2", "answers")],
        columns=[key, "provision_id", "degree"],
    )
    cells = tracing.met_by(pd.Series(["c2", "c1"]), found, PROVISIONS)
    assert [plain(cell) for cell in cells] == ["no provision", "answered: 2\nin part: 2, 10, recital 1"]
    assert Link("provision", "p10", "10") in cells[1]


OUTCOME = {
    "provisions": pd.DataFrame(
        {
            "provision_id": ["p1", "p2", "p3"],
            "start_offset": [0, 10, 20],
            "paragraph": [1, 2, 3],
            "section": ["Preamble", "Data governance", "Data governance"],
        }
    ),
    "acts": pd.DataFrame(
        [
            ("p1-a1", "p1", "agreed", "recognizes", None, None, None),
            ("p2-a1", "p2", "agreed", "calls upon", "recurrence", None, "yearly"),
            ("p3-a1", "p3", "agreed", "requests", "session", 2027, "ninth session of the Council"),
            ("p3-a2", "p3", "agreed", "commits", None, None, None),
            ("p1-a2", "p1", "A", "decides", "year", 2026, "in 2026"),
        ],
        columns=["act_id", "provision_id", "coding_pass", "force", "due_kind", "due_year", "due"],
    ),
    "milestones": pd.DataFrame(
        [
            ("start", "Council", "In the seventh session."),
            ("adoption", "Council", "At a meeting of the eighth session."),
        ],
        columns=["milestone_id", "body", "note"],
    ),
    "responses": RESPONSES.assign(provision_id=["p1", "p2", "p3", "p1", None]),
    "provision_codings": pd.DataFrame(
        [("p1", "x", "agreed"), ("p2", "w", "agreed"), ("p3", "w", "agreed"), ("p3", "y", "B")],
        columns=["provision_id", "theme_id", "coding_pass"],
    ),
    "themes": pd.DataFrame({"theme_id": ["w", "x", "y", "z", coding.NO_THEME]}),
}


def test_operative_acts_are_those_of_the_agreed_reading_that_set_somebody_to_work():
    assert tracing.operative_acts(OUTCOME)["act_id"].tolist() == ["p2-a1", "p3-a1", "p3-a2"]


def test_what_is_for_developing_countries_is_operative_and_on_a_theme():
    everybody = ("developing countries",)
    acts = OUTCOME["acts"].assign(addressees=[everybody, everybody, everybody, (), everybody])
    found = {**OUTCOME, "acts": acts}
    assert tracing.for_developing(found, ["w"])["act_id"].tolist() == ["p2-a1", "p3-a1"]
    assert tracing.for_developing(found, ["x"]).empty


def test_what_is_for_everyone_does_not_say_for_whom_or_names_everyone_and_is_in_no_paragraph_for_developing_countries():
    developing, no_one = ("developing countries",), ()
    acts = OUTCOME["acts"].assign(addressees=[no_one, ("everyone",), no_one, developing, no_one])
    found = {**OUTCOME, "acts": acts}
    assert tracing.for_everyone(found, ["w"])["act_id"].tolist() == ["p2-a1"]
    women = {**OUTCOME, "acts": acts.assign(addressees=[no_one, ("women",), no_one, no_one, no_one])}
    assert tracing.for_everyone(women, ["w"])["provision_id"].tolist() == ["p3", "p3"]
    assert tracing.for_everyone(women, ["x"]).empty


def test_the_ledger_has_years_first():
    assert tracing.ledger(OUTCOME)["act_id"].tolist() == ["p3-a1", "p2-a1"]


def test_what_nobody_asked_for_is_operative_and_answers_no_call():
    assert tracing.unasked(OUTCOME)["provision_id"].tolist() == ["p3"]


def test_layers_count_units_by_theme_and_leave_no_theme_out():
    found = tracing.layers({**MEETING, **OUTCOME})
    assert found.to_dict("index") == {
        "w": {"floor": 0, "summary": 0, "outcome": 2},
        "x": {"floor": 1, "summary": 1, "outcome": 1},
        "y": {"floor": 2, "summary": 0, "outcome": 0},
        "z": {"floor": 1, "summary": 0, "outcome": 0},
    }
    assert found.attrs["sizes"] == {"floor": 3, "summary": 1, "outcome": 3}


def test_a_section_is_named_with_its_paragraphs():
    names = tracing.section_names(OUTCOME["provisions"].assign(paragraph=pd.array([None, 81, 82], dtype="Int64")))
    assert names.to_dict() == {"p1": "Preamble", "p2": "81–82 Data governance", "p3": "81–82 Data governance"}


def test_the_session_of_the_adoption_stands_before_all_years_and_another_without_a_year_after_them():
    more = [
        ("p1-a3", "p1", "agreed", "requests", "session", None, "tenth session of the Council"),
        ("p3-a3", "p3", "agreed", "invites", "session", None, "eighth session of the Council"),
    ]
    acts = pd.concat([OUTCOME["acts"], pd.DataFrame(more, columns=OUTCOME["acts"].columns)])
    found = tracing.ledger({**OUTCOME, "acts": acts})
    assert found["act_id"].tolist() == ["p3-a3", "p3-a1", "p1-a3", "p2-a1"]
    adopted = tracing.session_of_adoption(OUTCOME)
    assert adopted == "eighth session of the Council"
    said = [tracing.due_in_words(act, adopted).partition(", ")[2] for act in found.itertuples()]
    first = "no year printed; that session was under way when the resolution was adopted"
    assert said == [first, "", "no year printed", ""]
    unknown = OUTCOME["milestones"].assign(note=None)
    assert tracing.session_of_adoption({"milestones": unknown}) == ""


def test_session_without_a_year_says_so():
    told = [
        tracing.due_in_words(SimpleNamespace(due_kind=kind, due="then", due_year=year), "")
        for kind, year in (("session", pd.NA), ("session", 2027), ("recurrence", pd.NA))
    ]
    assert told == ["then, no year printed", "then", "then"]


def test_a_call_answered_on_some_points_says_on_which():
    assert tracing.met_in_words("europe-k2", tracing.POINTS) == "on one point: the Forum goes on"
    assert tracing.met_in_words("europe-k2", "partly") == "in part"
    assert tracing.met_in_words("africa-k1", "answers") == "answered"


def test_the_closest_match_is_the_best_degree_but_where_some_demands_alone_are_met():
    calls = pd.Series(["europe-k1", "europe-k2", "astana-s65", "africa-k1", "africa-k2"])
    degrees = ["answers", "answers", "partly", "mentions"]
    found = pd.DataFrame({"message_id": calls[:4], "degree": degrees})
    assert tracing.closest(calls, found).tolist() == ["answers", tracing.POINTS, "partly", "mentions", tracing.NONE]
