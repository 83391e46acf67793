"""Text of the data is data: with hostile strings in every free text, the book is built, and nothing in it acts."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
import zipfile
from html import escape
from pathlib import Path
from urllib.parse import quote

import attack
import pypdfium2
import pytest
from bs4 import BeautifulSoup
from conftest import CHROMIUM, ProjectCopy, chromium
from host import serving
from wsis20 import project
from wsis20.commands.build import state


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    """Return a copy of the project that was attacked and built, with the cells that were filled."""
    copy = ProjectCopy(tmp_path_factory.mktemp("attack") / "project")
    cells = list(attack.fill(copy.package.folder))
    failed = [f"{step}: {said[-2000:]}" for step, said in attack.build(copy)]
    assert not failed, "\n".join(failed)
    return copy, cells


@pytest.fixture(scope="module")
def pages(attacked):
    copy, _ = attacked
    return {path.name: path for path in sorted((copy.root / "_build" / "html").glob("*.html"))}


FILTERED = re.compile(r"(?P<page>[\w-]+\.html)\?[A-Za-z+]+=[\w.~%+-]+")
"""A link to rows of a table by a value: the one place of an address where a text may be, each sign encoded."""


def squeezed(text: str) -> str:
    """Return the letters of a text, without what a layout adds: white space, hyphens, forms of letters."""
    return re.sub(r"[\s\u00ad\u2010\ufffe-]", "", unicodedata.normalize("NFKC", attack.shown(text)))


def test_every_table_with_free_text_and_every_description_is_attacked(attacked):
    copy, cells = attacked
    filled = {(table, field) for table, _, field, _ in cells}
    schemas = {path.stem: json.loads(path.read_text("utf-8")) for path in copy.package.folder.glob("schemas/*.json")}
    wanted = {(table, field) for table, schema in schemas.items() for field in attack.free_texts(schema)}
    empty = {("quantities", "note")}  # fields without a text, which cannot be replaced
    assert wanted >= attack.LEFT
    assert wanted - filled <= empty | attack.LEFT
    assert {text for *_, text in cells} >= {text for text in attack.ALL if attack.fillable(text)}
    assert len(attack.STRINGS) == 10
    assert len([text for text in attack.ALL if attack.fillable(text)]) >= 60


def test_no_text_has_become_an_element_an_attribute_or_an_address(pages):
    for name, path in pages.items():
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        assert not page.select("#pwned, .pwned, [name=pwned], iframe, base, object, embed, style, [style]"), name
        scripts = [tag for tag in page.find_all("script") if not tag.get("src")]
        assert {tag.get("type") for tag in scripts} <= {"application/ld+json"}, name
        assert all(json.loads(tag.string) for tag in scripts), name
        attributes = {attribute for tag in page.find_all(True) for attribute in tag.attrs}
        assert not [attribute for attribute in attributes if attribute.startswith("on")], name
        links = [value for tag in page.find_all(True) for value in (tag.get("href"), tag.get("src")) if value]
        assert not [link for link in links if re.match(r"(?i)\s*(javascript|vbscript|file|data):|//|\\", link)], name
        reached = [link for link in links if "pwned" in link or "passwd" in link]
        filtered = [FILTERED.fullmatch(link) for link in reached]
        assert all(found and found["page"] in pages for found in filtered), (name, reached)


def test_texts_stand_on_their_pages_as_they_are(attacked, pages):
    _, cells = attacked
    shown = {
        ("messages", "paraphrase"): "messages.html",
        ("source_notes", "description"): "notes.html",
        ("source_notes", "treatment"): "notes.html",
        ("themes", "definition"): "codebook.html",
        ("people", "name"): "speakers.html",
        ("provisions", "paraphrase"): "provisions.html",
        ("consultations", "note"): "consultations.html",
    }
    words = {
        name: attack.shown(BeautifulSoup(path.read_text("utf-8"), "html.parser").get_text(" "))
        for name, path in pages.items()
    }
    for table, key, field, text in cells:
        page = shown.get((table, field)) if key else "dataset.html"  # without a key it is a text of a schema
        if page and table != "datapackage.json":
            if key:
                assert attack.shown(text) in words[page], (table, key, field)
            else:  # marks around a value set it apart in a schema, and are not shown
                assert squeezed(text.replace("`", "")) in squeezed(words[page].replace("`", "")), (table, key, field)


def test_pdf_holds_the_texts_as_they_are(attacked):
    copy, cells = attacked
    document = pypdfium2.PdfDocument(copy.root / "_build" / "typst" / state.ANNEX.name)
    printed = squeezed("".join(page.get_textpage().get_text_range() for page in document))
    texts = {text for table, _, field, text in cells if (table, field) == ("messages", "paraphrase")}
    assert len(texts) > 60
    missing = [text for text in sorted(texts) if squeezed(text) not in printed]
    assert not missing


def test_downloads_hold_the_cells_to_the_letter(attacked):
    copy, cells = attacked
    (archive,) = (copy.root / "_build" / "html").glob("wsis20-datapackage-*.zip")
    with zipfile.ZipFile(archive) as opened:
        tables = {
            Path(name).stem: opened.read(name).decode("utf-8") for name in opened.namelist() if name.endswith("csv")
        }
    for table, text in tables.items():
        rows = list(csv.DictReader(text.splitlines(keepends=True)))
        held = {cell for row in rows for cell in row.values()}
        assert {text for name, key, _, text in cells if name == table and key} <= held


def test_no_file_of_the_machine_is_in_the_site(attacked):
    copy, _ = attacked
    site = copy.root / "_build" / "html"
    own = {path.name for path in project.BUILD.joinpath("html").rglob("*") if path.is_file() and path.suffix != ".svg"}
    strange = [path for path in site.rglob("*") if path.is_file() and path.suffix != ".svg" and path.name not in own]
    assert not [path for path in strange if not re.fullmatch(r"mystnb\.\w+\.css", path.name)]
    for path in site.rglob("*"):
        if path.suffix in {".html", ".js", ".csv", ".json", ".svg", ".bib", ".ris"}:
            assert "root:x:0:0" not in path.read_text("utf-8")


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_nothing_runs_loads_or_opens_in_a_browser_even_without_the_policy(attacked, pages):
    copy, cells = attacked
    headings = [text for table, _, field, text in cells if (table, field) == ("themes", "label") and "<" in text]
    searched = ["pwned", "script", *headings, *map(escape, headings)]  # a title is found by half its letters or more
    with serving(copy.root / "_build" / "html") as address, chromium() as browser:
        page = browser.new_context(bypass_csp=True).new_page()
        noticed = []
        page.on("dialog", lambda dialog: (noticed.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: noticed.append(request.url) if not request.url.startswith(address) else None)
        page.on("pageerror", lambda error: noticed.append(str(error)))
        page.on("popup", lambda popup: noticed.append(popup.url))
        for name in [*pages, *(f"search.html?q={quote(text)}" for text in searched), "messages.html?q=pwned"]:
            page.goto(f"{address}/{name}")
            page.wait_for_timeout(1000 if "?" in name else 50)
            state = "[window.__pwned, document.getElementById('pwned'), document.body.checkVisibility()]"
            assert page.evaluate(state) == [None, None, True], name
            assert page.url.startswith(f"{address}/{name.partition('?')[0]}")
        assert not noticed
