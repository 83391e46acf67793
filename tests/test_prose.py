"""Sentences: every branch says what the values say."""

from __future__ import annotations

import datetime
import doctest

import pandas as pd
import pytest
from wsis20 import prose, tables

DAY = datetime.date(2024, 10, 21)


@pytest.mark.parametrize("module", [prose, tables])
def test_examples_in_docstrings(module):
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed


def test_nothing_to_list_is_refused():
    with pytest.raises(ValueError, match="nothing to list"):
        prose.listing([])


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        ((2024, 9, 4), (2024, 9, 4), "day", "4 September 2024"),
        ((2024, 10, 9), (2024, 10, 11), "day", "9 to 11 October 2024"),
        ((2023, 10, 10), (2023, 12, 4), "day", "10 October 2023 to 4 December 2023"),
        ((2024, 11, 1), (2024, 11, 10), "part of month", "early November 2024"),
        ((2024, 11, 21), (2024, 11, 30), "part of month", "end of November 2024"),
        ((2025, 4, 1), (2025, 4, 30), "month", "April 2025"),
        ((2024, 5, 1), (2025, 1, 31), "month", "May 2024 to January 2025"),
    ],
)
def test_periods_are_as_exact_as_their_precision(start, end, precision, words):
    assert prose.period(datetime.date(*start), datetime.date(*end), precision) == words


def test_round_status():
    assert prose.round_status(["A"], [], DAY) == (
        "One open consultation had been held by 21 October 2024, and none was still to come."
    )
    assert prose.round_status(["A", "B"], ["C"], DAY) == (
        "Two open consultations had been held by 21 October 2024; one, in C, was still to come."
    )
    assert prose.round_status([], ["C", "D"], DAY) == (
        "No open consultations had been held by 21 October 2024; two, in C and D, were still to come."
    )


def test_record_of_people():
    assert prose.record_of_people([], []) == "No consultation has a record that names its speakers."
    assert prose.record_of_people(["A"], [1]).endswith("names its speakers: A (one person).")
    assert prose.record_of_people(["A", "B"], [13, 2]) == (
        "Two consultations have a record that names their speakers: A (13 people) and B (two people)."
    )


def test_regions_basis():
    same = pd.Series({"Africa": 3, "Europe": 3})
    assert prose.regions_basis(same, {}) == "The report gives three key messages for each of two regions."
    assert prose.regions_basis(pd.Series({"Africa": 1, "Arab region": 3}), {"Asia": "planned"}) == (
        "The report gives four key messages: one for Africa and three for the Arab region. "
        "Asia has no message here: its consultation had not yet been held when the report was given."
    )


def test_silent_regions():
    assert prose.silent_regions({}) == "Every region has messages."
    assert prose.silent_regions({"Arab region": "held"}) == (
        "The Arab region has no message here: its consultation had been held, but the report gives no message from it."
    )
    both = prose.silent_regions({"Asia": "held", "Europe": "planned", "Africa": "held"})
    assert both.startswith("Europe has no message here: its consultation had not yet been held")
    assert both.endswith(
        "Asia and Africa have no message here: their consultations had been held, "
        "but the report gives no message from them."
    )


def test_agreement():
    table = pd.DataFrame({"a": [2, 3], "b": [2, 4], "both": [2, 3], "alpha": [1.0, 0.7]})
    assert prose.agreement(table.iloc[:1]) == "Of one theme, the passes give one to the very same messages."
    assert prose.agreement(table).endswith(
        "give one to the very same messages. The lowest alpha is 0.70; one lies below 0.8."
    )
    assert prose.agreement(table.assign(alpha=[1.0, 0.9])).endswith(
        "The lowest alpha is 0.90, so that none lies below 0.8."
    )


def test_unreached():
    assert prose.unreached(0, 4) == "Each of four statements stands behind a key message."
    assert prose.unreached(1, 4) == "Of four statements, one stands behind no key message, not even by subject."
    assert prose.unreached(30, 40).startswith("Of 40 statements, 30 stand behind no key message")


def test_inferred_years():
    assert prose.inferred_years(pd.Series(["stated"])) == "The dates of all consultations are printed whole."
    assert prose.inferred_years(pd.Series(["stated", "inferred"])).startswith(
        "The year of one of two consultations is inferred"
    )
    assert prose.inferred_years(pd.Series(["inferred"] * 3)).startswith(
        "The years of three of three consultations are inferred"
    )


def test_regions_kinds():
    messages = pd.DataFrame(
        {"region_name": ["Africa", "Africa", "Arab region"], "kind": ["call", "achievement", "call"]}
    )
    assert prose.regions_kinds(messages, ["achievement", "call"], ["call"]) == (
        "The key messages of all two regions contain a call. There is an achievement in those of Africa."
    )
    assert prose.regions_kinds(messages[messages["kind"] == "call"], ["call"], ["call"]) == (
        "The key messages of all two regions contain a call."
    )
    assert prose.regions_kinds(messages, ["achievement", "call"], []).startswith("No kind of message stands in")
