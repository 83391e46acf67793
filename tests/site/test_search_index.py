"""What can be found in the book: all records, headings and terms, each at a place that is there."""

from __future__ import annotations

import gzip
import json
import re

import pycountry
import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx.errors import ExtensionError
from wsis20_sphinx import bibliography, records, terms
from wsis20_sphinx.letters import as_text
from wsis20_sphinx.search import countries, index, pages
from wsis20_sphinx.search.entry import KINDS, Entry

LARGEST = 130  # bytes an entry, compressed as a server would


@pytest.fixture(scope="module")
def written(site):
    text = (site / index.FILE).read_text("utf-8")
    return json.loads(text.removeprefix("globalThis.searchIndex = ").removesuffix(";\n"))


@pytest.fixture(scope="module")
def entries(written):
    return [Entry(list(KINDS)[kind], *rest) for kind, *rest in written["entries"]]


def test_every_record_can_be_found_at_its_place(entries):
    found = {entry.place.partition("#")[2]: entry for entry in entries}
    for kind in records.ROLES:
        assert set(records.labels(kind)) <= set(found)
    for key, (_, title) in records.labels("message").items():
        assert found[key].place == f"messages.html#{key}"
        assert found[key].text == as_text(title)


def test_a_statement_is_found_by_who_said_it_and_from_where(entries):
    (entry,) = [entry for entry in entries if entry.place == "messages.html#astana-s10"]
    assert entry.about == "Toelupe Poumulinuku Onesemo, Samoa; concern"
    assert {"government", "Asia-Pacific", "Astana", "Minister,"} <= set(entry.also.split())


def test_a_chapter_is_found_by_its_finding_and_by_its_topic(entries):
    (entry,) = [entry for entry in entries if entry.place == "02-regions.html"]
    assert (entry.kind, entry.about) == ("Page", "2 Regions compared")


def test_every_place_is_there(site, entries):
    anchors = {
        page.name: set(re.findall(r'\bid="([^"]+)"', page.read_text("utf-8"))) | {""} for page in site.glob("*.html")
    }
    places = [entry.place.partition("#") for entry in entries]
    assert [place for place in places if place[2] not in anchors[place[0]]] == []


def test_pages_headings_terms_and_tables_can_be_found_once(site, entries):
    named = [(entry.kind, entry.place) for entry in entries if entry.kind != "Source"]
    assert len(set(named)) == len(named)
    pages_found = {place for kind, place in named if kind == "Page"}
    assert pages_found == {page.name for page in site.glob("*.html")} - {"search.html"}
    assert {
        ("Term", "glossary.html#term-alpha"),
        ("Section", "reuse.html#in-a-spreadsheet"),
        ("Table of the data", "dataset.html#table-messages"),
        ("Field of the data", "dataset.html#messages-kind"),
        ("Table", "06-asks.html#tab-actors"),
        ("Figure", "04-floor.html#fig-floor"),
        ("Theme", "codebook.html#gender"),
    } <= set(named)
    assert ("Section", "codebook.html#gender") not in named
    assert not [entry for entry in entries if "-dark" in entry.text]


def test_countries_with_which_no_speaker_is_named_are_in_the_index(written):
    names = {name for own in written["unheard"] for name in own}
    people = records.package()["appearances"]
    heard = {
        name
        for code in people["country_code"].dropna()
        for name in countries.names(pycountry.countries.get(alpha_3=code))
    }
    assert not names & heard
    known = {"Brazil", "Nigeria", "Germany", "Viet Nam", "Vietnam", "Bolivia", "UK", "South Korea"}
    assert known - heard <= names
    assert len(known - heard) > 1
    assert not [name for name in names if name in " ".join(people["post"])]
    assert {"Korea", "Congo, The Democratic Republic of the"} & names == {"Congo, The Democratic Republic of the"}
    assert [name for name in names if not index.stems(name)] == []


def test_index_is_small_and_the_only_one(site, entries):
    assert len(gzip.compress((site / index.FILE).read_bytes(), 9)) < LARGEST * len(entries)
    assert not (site / "searchindex.js").exists()
    loading = [page.name for page in site.glob("*.html") if index.FILE in page.read_text("utf-8")]
    assert loading == ["search.html"]


@pytest.mark.parametrize(
    ("known", "fault"),
    [
        ({"excel": ["zebra"]}, "nothing in the book has the words of excel: zebra"),
        ({"excel": ["one other"]}, "nothing in the book has the words of excel: one other"),
        ({"cost": ["one"], "costs": ["two"]}, "'costs' and 'cost' are the same words to the search"),
    ],
)
def test_synonym_that_is_of_no_use_is_refused(known, fault):
    found = [Entry("Page", "a.html", "One", text="and twö"), Entry("Page", "b.html", "Other")]
    with pytest.raises(ExtensionError, match=fault):
        index.refuse_useless(known, found)
    index.refuse_useless({"excel": ["one two", "others"]}, found)


def test_what_has_an_entry_of_its_own_is_not_in_that_of_its_section():
    document = new_document("page")
    outer = nodes.section("", nodes.title("", "Outer"), nodes.paragraph("", "", nodes.Text("said"), nodes.Text("  so")))
    outer += nodes.literal_block("", "code")
    outer += nodes.table("", nodes.title("", "A register"), classes=["register"], ids=["register"])
    outer += nodes.figure("", nodes.caption("", "A figure"), ids=["fig-one"])
    inner = nodes.section("", nodes.title("", "Inner"), nodes.paragraph("", "more"), ids=["inner"])
    document += outer
    outer += inner
    assert list(pages.sections(document)) == [("", "Page", "Outer", "said so"), ("inner", "Section", "Inner", "more")]
    assert list(pages.pictures(document)) == [("fig-one", "Figure", "A figure", "")]


def test_terms_written_in_a_page_have_an_anchor_and_no_other_has():
    document = new_document("page")
    for classes in (["simple", "myst"], ["entry"]):
        item = nodes.definition_list_item(
            "", nodes.term("", "Key message"), nodes.definition("", nodes.paragraph("", "x"))
        )
        document += nodes.definition_list("", item, classes=classes)
    terms.name_terms(None, document)
    assert [term["ids"] for term in document.findall(nodes.term)] == [["term-key-message"], []]
    assert list(pages.terms(document)) == [("term-key-message", "Term", "Key message", "x")]


def test_no_key_of_a_work_is_shown(entries):
    keys = re.compile(rf"\b({'|'.join(bibliography.entries())})\b")
    shown = [(entry.kind, text) for entry in entries for text in (entry.title, entry.about, entry.text)]
    assert not [text for kind, text in shown if kind not in ("Field of the data", "Change") and keys.search(text)]
    assert not [text for _, text in shown if "()" in text or "(," in text]
