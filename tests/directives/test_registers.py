"""Registers on a page of their own: where the book stops and the data go on."""

from __future__ import annotations

import dataclasses
import re
import sys

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import docutils_namespace, patch_docutils
from wsis20 import datapackage, project
from wsis20.tables import parts
from wsis20_sphinx import records
from wsis20_sphinx.directives import citation, regions, registers
from wsis20_sphinx.search import facts

REGISTERS = ("provision", "message", "note", "speaker", "consultation")
PAGE = "Page\n====\n\nSee :provision:`{key}`.\n\n" + "".join(f".. {name}-register::\n\n" for name in REGISTERS)
PAGE += ".. codebook::\n"


def built(folder, monkeypatch, shown: int, register: bool = True, root: str = "", more: str = "") -> str:
    """Return a page with a link to the last provision, and the registers with so many rows at most, and ``more``.

    ``root`` is the address at which the page is said to be published.
    """
    monkeypatch.setattr(records, "SHOWN", shown)
    names = (
        "bibliography",
        "records",
        "parts",
        "directives.filters",
        "directives.registers",
        "directives.citation",
        "directives.codebook",
    )
    extensions = [f"wsis20_sphinx.{name}" for name in names]
    works = str(project.BOOK / "references.bib")
    settings = (
        f"extensions = {[*extensions, 'sphinxcontrib.bibtex']}\nbibtex_bibfiles = [{works!r}]\nhtml_baseurl = {root!r}"
    )
    (folder / "conf.py").write_text(settings)
    page = PAGE.format(key=records.package()["provisions"]["provision_id"].iloc[-1])
    (folder / "index.rst").write_text(f"{page if register else page.partition('..')[0]}\n{more}")
    with patch_docutils(), docutils_namespace():
        app = Sphinx(folder, folder, folder / "out", folder / "trees", "html", status=None, warning=None)
        app.build()
    return (folder / "out" / "index.html").read_text("utf-8")


@pytest.mark.slow
def test_a_long_register_says_where_it_stops(tmp_path, monkeypatch):
    every = len(records.package()["provisions"])
    page = built(tmp_path, monkeypatch, 3)
    assert f"The first 3 of {every}; all are in the data package. n = 3." in page
    assert len(re.findall(r'class="record[^>]*id="res-', page)) == 3
    assert "See <a" not in page  # the words of the link stand there, and lead nowhere


@pytest.mark.slow
@pytest.mark.parametrize("root", ["", "https://example.org/book/"])
def test_references_have_the_address_where_one_is_configured(tmp_path, monkeypatch, root):
    page = built(tmp_path, monkeypatch, 5, root=root, more=".. citation::\n\n.. citation:: global-k1\n")
    text = " ".join(BeautifulSoup(page, "html.parser").get_text().split())
    known = re.findall(r"url = \{(.*?)\}", text)
    assert known == ([root, f"{root}index.html#global-k1"] if root else [])
    assert f", {root}index.html#global-k1. {citation.made_by()} From: CSTD" in text
    files = [tmp_path / "out" / "cite" / "parts" / f"global-k1.{end}" for end in ("bib", "ris")]
    addresses = [re.search(r"(?:url = \{|UR  - )([^}\n]*)", file.read_text("utf-8")) for file in files]
    assert [found and found[1] for found in addresses] == [f"{root}index.html#global-k1" if root else None] * 2


def test_a_record_that_no_register_has_stops_the_build(tmp_path, monkeypatch):
    with pytest.raises(ExtensionError, match="in the data but not in a register"):
        built(tmp_path, monkeypatch, 2_000, register=False)


def forget():
    """Clear what the extension remembers of the data: what is made of other data must not outlive a test."""
    for name, module in [*sys.modules.items()]:
        if name.partition(".")[0] == "wsis20_sphinx":
            for kept in vars(module).values():
                if callable(clear := getattr(kept, "cache_clear", None)):
                    clear()


@pytest.fixture
def without_notes(monkeypatch):
    """Let no consultation have a note, a city or a venue, no person an honorific, and no document a date."""
    whole = records.package()
    frames = dict(whole.frames)
    for table, names in {
        "consultations": ("note", "city", "country_code", "venue", "host_event"),
        "appearances": ("honorific", "note", "country_code", "stakeholder_group"),
        "people": ("note",),
        "documents": ("document_date", "publisher", "note"),
        "regions": ("note",),
    }.items():
        frames[table] = frames[table].assign(**dict.fromkeys(names, pd.Series(dtype="str")))
    package = dataclasses.replace(whole, frames=datapackage.Tables(frames))
    for module in (registers, regions, records, facts):
        monkeypatch.setattr(module, "package", lambda: package)
    forget()
    yield package
    forget()


NO_VALUE = re.compile(r"\b(nan|NaN|None|<NA>)\b")


@pytest.mark.slow
def test_what_is_missing_is_no_word_of_a_register(tmp_path, monkeypatch, without_notes):
    text = BeautifulSoup(built(tmp_path, monkeypatch, 2_000), "html.parser").get_text(" ")
    assert "no place" in text
    found = [text[max(0, m.start() - 40) : m.end() + 20] for m in NO_VALUE.finditer(text)]
    assert found == []


def test_what_is_missing_is_no_word_of_a_profile_or_of_the_search(without_notes):
    for _, region in without_notes["regions"].iterrows():
        cells = [block.cell for blocks in (regions.consultation(region), regions.missing(region)) for block in blocks]
        words = " ".join(str(part) for cell in cells for part in parts(cell))
        assert NO_VALUE.findall(words) == []
    for entries in (facts.consultations(), facts.speakers(), facts.sources("bibliography")):
        assert all(isinstance(part, str) and not NO_VALUE.search(part) for entry in entries for part in entry)


def test_messages_of_two_consultations_have_two_names():
    message = records.messages_in_context().loc["europe-k1"]
    assert records.label(message) == "Europe, message 1"
    other = message.copy()
    other["message_id"], other["consultation_id"] = "riga-2025-k1", "riga-2025"
    other["consultation_title"] = "Second consultation for Europe"
    assert records.label(other) == "Second consultation for Europe, message 1"


@pytest.mark.slow
def test_somebody_at_two_consultations_is_one_record(tmp_path, monkeypatch):
    whole = records.package()
    frame = whole["appearances"]
    again = frame[frame["person_id"] == "gitanjali-sah"].assign(role="floor", post="Another post")
    frames = whole.frames | {"appearances": pd.concat([frame, again.assign(appearance_id="elsewhere-sah")])}
    package = dataclasses.replace(whole, frames=datapackage.Tables(frames))
    monkeypatch.setattr(registers, "package", lambda: package)
    page = BeautifulSoup(built(tmp_path, monkeypatch, frame["person_id"].nunique()), "html.parser")
    (person,) = page.select("#gitanjali-sah")
    row = person.find_parent("tr")
    assert "Another post" in row.get_text()
    assert [line.get_text() for line in row.select("td")[1].select("p")] == ["moderator", "floor"]


@pytest.mark.parametrize(
    ("access", "said"),
    [
        (["read in part", "opening held"], ["Of every document only the opening could be read, so nothing follows"]),
        (["text held", "read in part"], ["Of some documents only a part could be read, so nothing follows"]),
        (["text held", "text held"], []),
    ],
)
def test_a_profile_says_how_much_of_the_documents_of_positions_was_read(access, said):
    told = regions.how_read(pd.DataFrame({"access": access}))
    assert [line[: len(start)] for line, start in zip(told, said, strict=True)] == said
