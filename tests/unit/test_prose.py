"""Sentences: every branch says what the values say."""

from __future__ import annotations

import datetime
import doctest

import pandas as pd
import pytest
from wsis20 import prose, tables, words

DAY = datetime.date(2024, 10, 21)


@pytest.mark.parametrize("module", [words, tables])
def test_examples_in_docstrings(module):
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed


def test_nothing_to_list_is_refused():
    with pytest.raises(ValueError, match="nothing to list"):
        words.listing([])


@pytest.mark.parametrize(
    ("start", "end", "precision", "said"),
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
def test_periods_are_as_exact_as_their_precision(start, end, precision, said):
    assert words.period(datetime.date(*start), datetime.date(*end), precision) == said


def test_round_status():
    assert prose.round_status(["A"], [], "21 October 2024") == (
        "One open consultation had been held by 21 October 2024, in A; none was still to come."
    )
    assert prose.round_status(["A", "B"], ["C"], "21 October 2024") == (
        "Two open consultations had been held by 21 October 2024, in A and B; one, in C, was still to come."
    )
    assert prose.round_status([], ["C", "D"], "21 October 2024") == (
        "No open consultations had been held by 21 October 2024; two, in C and D, were still to come."
    )


def test_on_record():
    layers = {"key message": 19, "statement": 1, "survey finding": 0}
    assert prose.on_record(layers, ["A"], [13], True) == (
        "On record are 19 key messages and one statement, and who spoke is known for A (13 people); for the others the "
        "documents do not say."
    )
    assert prose.on_record(layers, ["A", "B"], [13, 1], False).endswith("known for A (13 people) and B (one person).")
    assert prose.on_record(layers, [], [], True).endswith("one statement; nobody who spoke is named.")


def test_agreement():
    table = pd.DataFrame({"a": [2, 3], "b": [2, 4], "both": [2, 3], "alpha": [1, 0.7], "low": [1, 0.25], "high": 1.0})
    assert prose.agreement(table.iloc[:1]) == "Of one theme that occurs, the passes give one to the very same messages."
    assert prose.agreement(table).endswith(
        "give one to the very same messages. The lowest alpha of a theme is 0.70, with an interval from 0.25 to 1.00; "
        "one lies below 0.8."
    )
    assert prose.agreement(table.assign(alpha=[1.0, 0.9])).endswith(
        "The lowest alpha of a theme is 0.90, with an interval from 0.25 to 1.00; none lies below 0.8."
    )


def test_inferred_years():
    assert prose.inferred_years(pd.Series(["stated"])) == "The dates of all consultations are printed whole."
    assert prose.inferred_years(pd.Series(["stated", "inferred"])).startswith(
        "The year of one of two open consultations is inferred"
    )
    assert prose.inferred_years(pd.Series(["inferred"] * 3)).startswith(
        "The years of three of three open consultations are inferred"
    )


def test_voices():
    groups = {"government": 1, "private sector": 2}
    nobody = ["academia", "technical community"]
    countries = {"Samoa": 1, "Gambia": 2}
    assert prose.voices(["Astana"], {"panel": 3, "floor": 1}, countries, groups, 1, nobody) == (
        "The record of Astana names four people: three panellists and one speaker from the floor; a country is printed "
        "with three of them (Samoa and Gambia). By group of the first position printed, there are one from a "
        "government and two from the private sector; for one the record does not settle it; nobody is placed with "
        "academia or the technical community."
    )
    assert prose.voices(["A", "B"], {"panel": 1}, {}, {"civil society": 1}, 0, []) == (
        "The records of A and B name one person: one panellist. By group of the first position printed, there is one "
        "from civil society."
    )
    assert prose.voices(["A"], {"panel": 1}, {}, {}, 1, []) == (
        "The record of A names one person: one panellist. For one the record does not settle the group."
    )


def test_kept():
    steps = pd.DataFrame(
        [("x", "kept", True), ("y", "kept", False), ("z", "not determined", False)],
        columns=["label", "outcome", "inferred"],
    )
    assert prose.kept(steps) == (
        "Of three planned steps, two appear to have taken place as planned, “x” (its year is itself inferred) and “y”; "
        "what became of one no source read here says."
    )
    assert prose.kept(steps.iloc[1:2].assign(outcome="moved")) == (
        "Of one planned step, one appears to have taken place at another time, “y”."
    )


def test_revisions():
    rows = [
        ("Parity", "Africa", 2019, "ratio", 0.8, 0.9),
        ("Use", "World", 2024, "percent of population", 68.0, 71.0),
        ("Use by women", "Americas", 2024, "percent of women", 80.5, 81.0),
    ]
    differ = pd.DataFrame(rows, columns=["name", "area", "year", "unit", "low", "high"])
    assert prose.revisions(differ.iloc[:0]).startswith("No two editions")
    assert prose.revisions(differ.iloc[:1]) == "Two editions give the same area and year differently in one case."
    assert prose.revisions(differ) == (
        "Two editions give the same area and year differently in three cases, for instance “Use” for the world in "
        "2024: 68 percent in one edition and 71 in another."
    )
    assert prose.revisions(differ.iloc[2:]).endswith(
        "for the Americas in 2024: 80.5 percent in one edition and 81 in another."
    )
    assert prose.revisions(differ.iloc[1:2]).endswith(
        "in one case: “Use” for the world in 2024: 68 percent in one edition and 71 in another."
    )


def verdicts(*rows):
    """Return verdicts: of two messages and two codes left, and of 100 draws, in how many each finding holds."""
    return pd.DataFrame(rows, columns=["messages", "codes", "errors"]).assign(messages_n=2, codes_n=2, errors_n=100)


def test_firmness():
    assert prose.firmness(verdicts((2, 2, 100), (2, 1, 70))) == (
        "With the themes of the codebook, both hold whichever key message is left out; (a) holds whichever code is "
        "changed; one of 2 changes of a code undoes (b); with errors of coding added at random, (a) holds in all of "
        "100 trials and (b) in 70."
    )
    assert "none of them holds whichever key message is left out; one" in prose.firmness(verdicts((1, 2, 9), (1, 2, 9)))
    assert "it does not hold whichever key message" in prose.firmness(verdicts((1, 2, 0)))
    assert prose.firmness(verdicts((1, 2, 0))).endswith("(a) holds in none of 100 trials.")
    assert prose.firmness(verdicts()) == "So nothing was tried."


def test_data_used():
    assert prose.data_used("1.0.0", {"codings": 1, "themes": 1200}) == (
        "Data: version 1.0.0 of the dataset, tables codings (1 row) and themes (1,200 rows)."
    )
    assert prose.data_used("1.0.0", {"themes": 2}).endswith("dataset, table themes (2 rows).")


def test_sureness():
    assert prose.sureness(pd.Series(["direct"])) == "n = 1 value."
    assert prose.sureness(pd.Series(["secondary"] * 2)) == "n = 2 values, all read in somebody else's account."
    assert prose.sureness(pd.Series(["direct", "secondary", "secondary", "inferred"])) == (
        "n = 4 values, two read in somebody else's account and one deduced by this work."
    )


def test_ground():
    rows = [
        ("Africa", "ITU region", 36.0, 2025, "direct"),
        ("CIS", "ITU region", 93.0, 2025, "inferred"),
        ("LDCs", "development group", 34.0, 2025, "direct"),
        ("World", "world", 71.0, 2024, "direct"),
        ("World", "world", 74.0, 2025, "direct"),
    ]
    frame = pd.DataFrame(rows, columns=["area", "area_scheme", "value", "year", "confidence"]).assign(edition="E")
    assert prose.ground(frame, frame.iloc[:2], frame.iloc[:1].assign(edition="D")) == (
        "In E, Internet use lies between 36 percent in Africa and 93 percent in the CIS (a deduction of this work), "
        "with 74 in the world, and coverage by 5G between 36 percent in Africa and 93 percent in the CIS (a deduction "
        "of this work); a score of parity could be read for Africa (36 in 2025) only, none of them from that edition."
    )
    assert prose.ground(frame, frame.iloc[:0], frame.iloc[:0]).endswith(
        "in the world; a score of parity could be read for no region."
    )
    assert prose.ground(frame.iloc[3:], frame.iloc[:0], frame).startswith("No edition that could be read")
