"""Outdated sentences: each is found by the words of its presupposition, and quoted with what is so now."""

from __future__ import annotations

import re

import pytest
from wsis20 import __main__ as commands
from wsis20 import outdated, values
from wsis20.commands.build import book, gates, sound
from wsis20.project import NOTEBOOKS, SNIPPETS, Refusal

PAGE = """\
# The title

**What is asked?**

One. Two says {value}`a.b`: four. Three?
Four.

:::{important}
A box is no paragraph.
:::

Five. Six.

## This, and that

- First item.
- Second item. With two sentences
  on two lines.

Last paragraph.
"""
REACHED = [
    ("title", ["The title"]),
    ("first paragraph", ["One. Two says {value}`a.b`: four. Three?", "Four."]),
    ("title and second paragraph", ["The title", "Five. Six."]),
    ("first two paragraphs", ["One. Two says {value}`a.b`: four. Three?", "Four.", "Five. Six."]),
    ("second sentence", ["Two says {value}`a.b`: four."]),
    ("last two sentences of the first paragraph", ["Three?", "Four."]),
    ("last paragraph", ["Five. Six."]),
    ("first box", ["A box is no paragraph."]),
    ("This, and that, second item", ["- Second item. With two sentences", "on two lines."]),
    ("This, and that, first paragraph", ["Last paragraph."]),
    ("This, and that", ["Last paragraph.", "- First item.", "- Second item. With two sentences", "on two lines."]),
    ("third paragraph", []),
    ("somewhere", []),
    ("title and somewhere", []),
    ("title of fig-nothing", []),
]


@pytest.fixture
def untrue(monkeypatch):
    """Return the stored notebooks, of which three presuppositions do not hold."""
    stored = outdated.well_formed()
    (path,) = (path for path in stored if path.stem == "02-regions")
    for _, told, _ in values.kept(stored[path], values.PRESUPPOSED):
        if told["where"].startswith(("snippet regions-basis", "chapter 2, title of fig-likeness")):
            told |= {"holds": False, "now": "two have none"}
    *_, own = (told for _, told, _ in values.kept(stored[path], values.PRESUPPOSED) if told["holds"])
    own |= {"where": "chapter 2, a place that is gone", "holds": False, "now": ""}
    monkeypatch.setattr(outdated, "well_formed", lambda: stored)
    return stored


@pytest.mark.parametrize(("spot", "expected"), REACHED)
def test_words_lead_to_the_lines_of_a_page(spot, expected):
    lines = [outdated.Line(f"line {number}", text) for number, text in enumerate(PAGE.split("\n"), 1)]
    found = outdated.picked(spot, outdated.sections(lines), None)
    assert [line.text for line in found] == expected
    assert all(line.text in PAGE.split("\n")[int(line.place.removeprefix("line ")) - 1] for line in found)


def test_every_presupposition_of_the_book_says_where_its_sentence_stands():
    stored = outdated.well_formed()
    told = [told["where"] for read in stored.values() for _, told, _ in values.kept(read, values.PRESUPPOSED)]
    assert len(told) > 40
    assert [where for where in told if not all(line.text for line in outdated.lines(where, stored))] == []


def test_all_are_told_in_one_list_with_sentence_values_and_pages(untrue):
    said = "\n".join(outdated.listed())
    assert said.startswith("In 3 cases sentences of the book take for granted what the data no longer hold.")
    assert "The data say now: two have none." in said
    assert "it takes for granted stands in notebooks/02-regions.ipynb, cell regions-04." in said
    written = (SNIPPETS / "regions-basis.md").read_text("utf-8").split("\n")[0]
    assert f"book/_snippets/regions-basis.md, line 1 says: “{written}”" in " ".join(said.split())
    handed = values.handed_over(untrue[NOTEBOOKS / "02-regions.ipynb"])
    taken = re.findall(r"{value}`(.+?)`", written)
    assert taken
    assert [name for name in taken if f"{name} is now: {handed[name]}" not in said] == []
    assert "taken up by: notebooks/02-regions.ipynb\n" in said
    assert "chapter 2, a place that is gone: look for the sentence there" in said
    assert "The data say now: that is not so." in said
    assert re.search(r"\(regions-16\), line \d+ says:", said)  # the title of a figure stands in code
    assert said.endswith("python -m wsis20 run")


def test_a_run_tells_them_also_when_nothing_is_stale(untrue, monkeypatch, capsys):
    monkeypatch.setattr("wsis20.freshness.stale", list)
    assert commands.main(["run"]) == 1
    said = capsys.readouterr().out
    assert said.splitlines()[1:] == outdated.listed()


def test_a_run_that_leaves_nothing_to_rewrite_is_well(monkeypatch):
    monkeypatch.setattr("wsis20.freshness.stale", list)
    assert outdated.listed() == []
    assert commands.main(["run"]) == 0


def test_a_build_after_a_run_stops_at_sentences_to_rewrite(untrue, monkeypatch, capsys):
    monkeypatch.setattr("wsis20.freshness.stale", list)
    monkeypatch.setattr("wsis20.commands.build.state.up_to_date", lambda: False)
    monkeypatch.setattr(book, "build", lambda **_: pytest.fail("the book is built"))
    assert commands.main(["build", "--run"]) == 1
    assert outdated.listed()[0] in capsys.readouterr().out


def test_words_of_a_figure_are_quoted_without_the_marks_of_strings():
    stored = outdated.well_formed()
    for which in ("title", "caption"):
        (line,) = outdated.at(f"chapter 6, {which} of fig-subjects", stored)
        assert not line.text.startswith(('f"', '"'))
        assert line.text.endswith("provisions.") is (which == "caption")


def test_a_build_tells_the_same_list(untrue, monkeypatch):
    monkeypatch.setattr(sound, "unless_sound", lambda _, look: look([]))
    monkeypatch.setattr(book, "all_faults", lambda: [*gates.sentences.faults(), "something else"])
    with pytest.raises(Refusal) as refused:
        book.refuse_unfit()
    assert str(refused.value).splitlines() == ["something else", *outdated.listed()]


def test_every_line_with_some_words_is_found_in_pages_chapters_and_files_beside_them():
    found = outdated.at("every line with “language models”", outdated.well_formed())
    files = {line.place.partition(",")[0] for line in found}
    assert {"book/method.md", "notebooks/08-certainty.ipynb"} <= files
    assert {"CITATION.cff", "datapackage/datapackage.json"} <= files
    assert all("language models" in line.text.lower() and len(line.text) < 400 for line in found)
    assert outdated.at("every line with “words that nobody wrote”", {}) == []


def test_a_sentence_reached_in_two_ways_is_quoted_once(untrue):
    for path, read in untrue.items():
        for _, told, _ in values.kept(read, values.PRESUPPOSED):
            if path.stem == "08-certainty" and told["where"].startswith("snippet certainty-firm"):
                told |= {"holds": False, "now": "", "where": "snippet certainty-firm; chapter 8, second paragraph"}
    (own,) = (one for one in outdated.found(untrue) if "08-certainty" in one.cell)
    assert len(own.lines) == len(set(own.lines)) == len(outdated.of_snippet("certainty-firm"))


def test_a_sentence_that_two_cases_quote_is_quoted_in_the_first(untrue):
    (path,) = (path for path in untrue if path.stem == "02-regions")
    both = [told for _, told, _ in values.kept(untrue[path], values.PRESUPPOSED) if not told["holds"]][:2]
    for told in both:
        told["where"] = "chapter 2, title"
    lines = outdated.listed()
    title = next(line for line in lines if line.startswith("1. "))
    assert title.endswith("says:")
    place = title.removeprefix("1. ").removesuffix(" says:")
    assert f"2. {place}: quoted in 1" in lines


def test_where_all_sentences_hold_nothing_is_told():
    assert outdated.listed() == []
