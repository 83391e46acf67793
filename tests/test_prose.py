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
    others = "; who spoke at the others, or answered the survey, the documents do not say."
    assert prose.record_of_people([], []) == "None has a record that names its speakers."
    assert prose.record_of_people(["A"], [1]) == f"One has a record that names its speakers, A (one person){others}"
    assert prose.record_of_people(["A", "B"], [13, 2]) == (
        f"Two have one that names speakers, A (13 people) and B (two people){others}"
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
    table = pd.DataFrame({"a": [2, 3], "b": [2, 4], "both": [2, 3], "alpha": [1, 0.7], "low": [1, 0.25], "high": 1.0})
    assert prose.agreement(table.iloc[:1]) == "Of one theme, the passes give one to the very same messages."
    assert prose.agreement(table).endswith(
        "give one to the very same messages. The lowest alpha of a theme is 0.70, with an interval from 0.25 to 1.00; "
        "one lies below 0.8."
    )
    assert prose.agreement(table.assign(alpha=[1.0, 0.9])).endswith(
        "The lowest alpha of a theme is 0.90, with an interval from 0.25 to 1.00; none lies below 0.8."
    )


def test_unreached():
    assert prose.unreached(3, 5, ["Astana"], ["Asia-Pacific"]) == (
        "Of five statements recorded in Astana, three were traced to no key message of Asia-Pacific, neither as saying "
        "the same or a part of it nor as being on its subject."
    )
    assert "in A and B, one was traced to no" in prose.unreached(1, 5, ["A", "B"], ["Arab region"])
    assert prose.unreached(0, 2, ["A"], ["Arab region"]) == (
        "Each of two statements recorded in A was traced to a key message of the Arab region."
    )


def test_shared_and_missing_themes():
    spread = pd.DataFrame({"theme": ["x", "y", "z"], "count": [2, 1, 1]})
    labels = {"x": "Ex", "y": "Why", "z": "Zed"}
    assert prose.shared_themes(spread, 2, labels) == (
        "Theme in the key messages of every region: “Ex”; of three themes in these messages, two occur in one region "
        "each."
    )
    assert prose.shared_themes(spread, 3, labels).startswith(
        "No theme is in the key messages of every region: “Ex” reaches two regions of three, and of three themes"
    )
    flat = spread.assign(count=1)
    assert "“Ex”, “Why” and “Zed” reach one region of two" in prose.shared_themes(flat, 2, labels)
    assert prose.missing_themes([]).startswith("Every theme of the codebook")
    assert prose.missing_themes(["A", "B"]) == "No region's key messages speak of “A” or “B”."


def test_findings_are_named_by_letter():
    assert prose.tried(["a is so", "b is so"]) == "Two findings about the regions are tried: (a) a is so; (b) b is so."
    assert prose.tried(["a is so"]) == "One finding about the regions is tried: (a) a is so."
    assert prose.tried([]) == "There is no finding about the regions to be tried."


def test_robustness():
    frame = pd.DataFrame({"survives": [True, False, False]})
    assert prose.robustness(frame) == (
        "Counted in every way, (a) holds; (b) and (c) depend on how finely themes are divided."
    )
    assert prose.robustness(frame.iloc[:1]) == "Counted in every way, (a) holds."
    assert prose.robustness(frame.iloc[1:]).startswith(
        "Counted in every way, none of them holds; (a) and (b) depend on"
    )
    assert prose.robustness(frame.iloc[1:2]).startswith("Counted in every way, it does not hold; (a) depends on")
    assert prose.robustness(frame.iloc[:0]) == "So nothing was counted anew."


def test_inferred_years():
    assert prose.inferred_years(pd.Series(["stated"])) == "The dates of all consultations are printed whole."
    assert prose.inferred_years(pd.Series(["stated", "inferred"])).startswith(
        "The year of one of two open consultations is inferred"
    )
    assert prose.inferred_years(pd.Series(["inferred"] * 3)).startswith(
        "The years of three of three open consultations are inferred"
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


def test_voices():
    groups = {"government": 1, "private sector": 2}
    nobody = ["academia", "technical community"]
    assert prose.voices({"panel": 3, "floor": 1}, ["Samoa", "Gambia"], groups, 1, nobody) == (
        "The record names four people: three panellists and one speaker from the floor; the countries printed with "
        "them are Samoa and Gambia. By group, one is from a government and two are from the private sector; for one "
        "the record does not settle it, and nobody is placed with academia or the technical community."
    )
    assert prose.voices({"panel": 1}, [], {"civil society": 1}, 0, []) == (
        "The record names one person: one panellist. By group, one is from civil society."
    )


def test_kept():
    assert prose.kept({"kept": 2, "not determined": 1}) == (
        "Of three planned steps, two appear to have taken place as planned and for one the pages that could be read do "
        "not settle it."
    )
    assert prose.kept({"moved": 1}) == "Of one planned step, one appears to have taken place at another time."


def test_answered():
    calls = pd.DataFrame(
        [("europe", "touches"), ("africa", "not determined"), ("global", "answers")], columns=["region_id", "degree"]
    )
    known = "from summaries"
    assert prose.answered(calls, known) == (
        "The provisions of the outcome document that are known here, from summaries, answer none and touch one of two "
        "calls of the regions; they answer one and touch none of one call of the global consultations. For the others "
        "the answer is not determined, which is not a refusal."
    )
    assert prose.answered(calls.iloc[:1], known).endswith("answer none and touch one of one call of the regions.")
    assert prose.answered(calls.iloc[:0], known) == "There are no calls."


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
    assert prose.firmness(verdicts((2, 2, 90), (2, 1, 70))) == (
        "With the themes of the codebook, (a) holds whichever key message is left out and whichever code is changed; "
        "one such change can undo (b)."
    )
    assert "(a) and (b) hold whichever key message is left out and" in prose.firmness(verdicts((2, 2, 90), (2, 2, 90)))
    assert "the codebook, none of them holds whichever" in prose.firmness(verdicts((1, 2, 90), (1, 2, 90)))
    assert "the codebook, it does not hold whichever" in prose.firmness(verdicts((1, 2, 90)))
    assert prose.firmness(verdicts()) == "So nothing was tried."


def test_errors():
    assert prose.errors(verdicts((2, 2, 90), (2, 1, 70))) == (
        "When errors of coding are added at random, as many as the disagreements of the two passes allow for, the "
        "findings hold in 70 to 90 percent of 100 trials."
    )
    assert "in 90 percent of 100 trials" in prose.errors(verdicts((1, 2, 90)))
    assert prose.errors(verdicts()) == "So no errors were added."


def test_past_the_summary():
    assert prose.past_the_summary(3, 0, 6) == (
        "Of the three key messages, none finds a provision of the outcome document among those known here; six "
        "statements that the summary leaves out do."
    )
    assert prose.past_the_summary(1, 0, 0).startswith("Of one key message, none finds")
    assert prose.past_the_summary(3, 1, 1).endswith("one statement that the summary leaves out does.")
    assert "two find a provision" in prose.past_the_summary(3, 2, 1)
    assert prose.past_the_summary(3, 0, 0).endswith("and no statement that the summary leaves out finds one.")


def test_together():
    inside = pd.DataFrame({"statistic": ["a", "b"], "observed": [1, 2], "low": [0, 0], "high": [2, 2]})
    assert prose.together(inside, True, 1234) == (
        "Taken together, the regions are about as alike as chance would make them: when the same messages are dealt "
        "out to them at random, in all 1,234 ways, what is observed lies within the middle 95 percent of the outcomes."
    )
    assert "in some of 1,234 ways" in prose.together(inside, False, 1234)
    assert "the regions are not as alike" in prose.together(inside.assign(high=[0, 2]), True, 9)
    assert "9 ways, the a lies outside the middle" in prose.together(inside.assign(high=[0, 2]), True, 9)
    assert "9 ways, the a and b lie outside the middle" in prose.together(inside.assign(high=[0, 1]), True, 9)


def test_data_used():
    assert prose.data_used("1.0.0", {"codings": 1, "themes": 1200}) == (
        "Data: version 1.0.0 of the dataset, tables codings (1 row) and themes (1,200 rows)."
    )
    assert prose.data_used("1.0.0", {"themes": 2}).endswith("dataset, table themes (2 rows).")


def test_ways_counted():
    assert prose.ways_counted(369600, True) == "There are 369,600 ways to do that, and every one is counted."
    assert "drawn at random" in prose.ways_counted(9, False)


def test_alike():
    wide = pd.DataFrame({"A": ["x", "y"], "B": ["x", "z"]})
    assert prose.alike("pairs", "judged the same", wide, 0.123) == (
        "Of 2 pairs, 1 is judged the same by both (alpha 0.12, below the 0.8 that is usually asked for)."
    )
    assert prose.alike("messages", "given one", wide.assign(B=wide["A"]), 0.8) == (
        "Of 2 messages, 2 are given one by both (alpha 0.80)."
    )


def test_left_out():
    assert prose.left_out(0, 6).startswith("No message left out changes")
    assert prose.left_out(4, 6) == (
        "Of six pairs of regions, four change in likeness when one or another message is left out."
    )
    assert "one changes in likeness" in prose.left_out(1, 6)


def test_sureness():
    assert prose.sureness(pd.Series(["direct"])) == "n = 1 value."
    assert prose.sureness(pd.Series(["secondary"] * 2)) == "n = 2 values, all read in somebody else's account."
    assert prose.sureness(pd.Series(["direct", "secondary", "secondary", "inferred"])) == (
        "n = 4 values, two read in somebody else's account and one deduced by this work."
    )


def test_shared_otherwise():
    assert prose.shared_otherwise({"theme groups": ["A", "B"], "action lines": []}) == (
        "All regions share “A” and “B” by theme groups and nothing by action lines."
    )


def test_internet_use():
    rows = [
        ("Africa", "ITU region", 36.0, 2025, "direct"),
        ("CIS", "ITU region", 93.0, 2025, "inferred"),
        ("LDCs", "development group", 34.0, 2025, "direct"),
        ("World", "world", 71.0, 2024, "direct"),
        ("World", "world", 74.0, 2025, "direct"),
    ]
    frame = pd.DataFrame(rows, columns=["area", "area_scheme", "value", "year", "confidence"]).assign(edition="E")
    assert prose.internet_use(frame) == (
        "In E, the share of people who use the Internet lies between 36 percent in Africa and 93 percent in the CIS (a "
        "deduction of this work), with 74 percent in the world."
    )
    assert prose.internet_use(frame.iloc[:2]).endswith("(a deduction of this work).")
    assert prose.internet_use(frame.iloc[3:]).startswith("No edition that could be read")
