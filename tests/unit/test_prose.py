"""Sentences: every branch says what the values say."""

from __future__ import annotations

import datetime
import doctest

import pandas as pd
import pytest
from wsis20 import prose, tables, words

DAY = datetime.date(2024, 10, 21)


@pytest.mark.parametrize("module", [prose, tables])
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
    assert prose.agreement(table.iloc[:1]) == "Of one theme, the passes give one to the very same messages."
    assert prose.agreement(table).endswith(
        "give one to the very same messages. The lowest alpha of a theme is 0.70, with an interval from 0.25 to 1.00; "
        "one lies below 0.8."
    )
    assert prose.agreement(table.assign(alpha=[1.0, 0.9])).endswith(
        "The lowest alpha of a theme is 0.90, with an interval from 0.25 to 1.00; none lies below 0.8."
    )


def test_traced():
    themes = {"A": 15, "B": 2, "C": 2, "D": 1}
    assert prose.traced(2, 1, 5, ["Astana"], ["Asia-Pacific"], themes) == (
        "Of five statements recorded in Astana, two were traced to a key message of Asia-Pacific, one of them as "
        "saying what it says or a part of it; four themes of the statements are in none of that region's key messages, "
        "first among them “A” (15 statements), “B” (2) and “C” (2)."
    )
    assert prose.traced(1, 0, 5, ["A", "B"], ["Arab region"], {"A": 1}) == (
        "Of five statements recorded in A and B, one was traced to a key message of the Arab region, none of them as "
        "saying what it says or a part of it; one theme of the statements is in none of that region's key messages: "
        "“A” (one statement)."
    )
    assert prose.traced(0, 0, 2, ["A"], ["Arab region"], {}) == (
        "Of two statements recorded in A, none was traced to a key message of the Arab region."
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
        "for one the pages that could be read do not settle it."
    )
    assert prose.kept(steps.iloc[1:2].assign(outcome="moved")) == (
        "Of one planned step, one appears to have taken place at another time, “y”."
    )


def test_answered():
    rows = [
        ("europe", "Europe", 1, "touches"),
        ("europe", "Europe", 2, "touches"),
        ("africa", "Africa", 3, "not determined"),
        ("global", "Global", 3, "answers"),
    ]
    calls = pd.DataFrame(rows, columns=["region_id", "region_name", "number", "degree"])
    known = "They are known from summaries"
    assert prose.answered(calls, calls["degree"], known) == (
        "They are known from summaries: of three calls of the regions they answer none and touch two (Europe 1 and 2); "
        "of one call of the global consultations they answer one (Global 3) and touch none. For the others the answer "
        "is not determined, which is not a refusal."
    )
    official = calls["degree"].where(calls["degree"] != "answers", "not determined")
    assert "answer one (Global 3; on the word of no official account)" in prose.answered(calls, official, known)
    official = calls["degree"].where(calls["number"] != 2, "not determined")
    told = prose.answered(calls, official, known)
    assert "touch two (Europe 1 and 2; Europe 2 on the word of no official account);" in told
    assert prose.answered(calls.iloc[:1], calls["degree"], known).endswith("answer none and touch one (Europe 1).")
    assert prose.answered(calls.iloc[:0], calls["degree"], known) == "There are no calls."


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


def test_single_voices():
    says = "on record as saying what it says, or a part of it."
    assert prose.single_voices({"k1": 1, "k2": 1}, ["k1", "k2"]) == (
        f"For each of the two key messages, only one speaker is {says}"
    )
    assert prose.single_voices({"k1": 2, "k2": 3}, ["k1", "k2"]) == (
        f"For each of the two key messages, several speakers are {says}"
    )
    assert prose.single_voices({}, ["k1", "k2"]) == f"For each of the two key messages, no speaker is {says}"
    assert prose.single_voices({"k1": 1}, ["k1"]) == f"For the one key message, only one speaker is {says}"
    assert prose.single_voices({"k1": 1}, ["k1", "k2"]) == (
        f"Of the two key messages, for one only one speaker and for one nobody is {says}"
    )
    assert prose.single_voices({"k1": 1, "k2": 2, "k3": 2}, ["k1", "k2", "k3"]) == (
        f"Of the three key messages, for one only one speaker is {says}"
    )
    assert prose.single_voices({}, []) == "There is no key message to be traced."


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


def test_past_the_summary():
    assert prose.past_the_summary(3, 0, 18, 8, 6) == (
        "Of the three key messages, none finds a provision of the outcome document among those known here; of 18 calls "
        "among the statements, eight find one, and of these the summary leaves out six."
    )
    assert prose.past_the_summary(1, 0, 2, 0, 0).startswith("Of one key message, none finds")
    assert prose.past_the_summary(3, 1, 2, 1, 1).endswith("one finds one, and of these the summary leaves out all.")
    assert "two find a provision" in prose.past_the_summary(3, 2, 2, 1, 0)
    assert prose.past_the_summary(3, 2, 2, 1, 0).endswith("the summary leaves out none.")
    assert prose.past_the_summary(3, 0, 2, 0, 0).endswith("; of two calls among the statements, none finds one.")


def test_data_used():
    assert prose.data_used("1.0.0", {"codings": 1, "themes": 1200}) == (
        "Data: version 1.0.0 of the dataset, tables codings (1 row) and themes (1,200 rows)."
    )
    assert prose.data_used("1.0.0", {"themes": 2}).endswith("dataset, table themes (2 rows).")


def test_alike():
    wide = pd.DataFrame({"A": ["x", "y"], "B": ["x", "z"]})
    assert prose.alike("pairs", "judged the same", wide, 0.123) == (
        "Of 2 pairs, 1 is judged the same by both (alpha 0.12; below 0.8, conclusions are usually called tentative)."
    )
    assert prose.alike("messages", "given one", wide.assign(B=wide["A"]), 0.8) == (
        "Of 2 messages, 2 are given one by both (alpha 0.80)."
    )


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
        "of this work); parity could be read for Africa (36 in 2025) only, none of them from that edition."
    )
    assert prose.ground(frame, frame.iloc[:0], frame.iloc[:0]).endswith(
        "in the world; parity could be read for no region."
    )
    assert prose.ground(frame.iloc[3:], frame.iloc[:0], frame).startswith("No edition that could be read")
