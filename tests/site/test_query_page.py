"""The page of SQL as it is built: its database as a script, its tables and views, its questions as texts."""

from __future__ import annotations

import base64
import re
import zlib

import pytest
from bs4 import BeautifulSoup
from wsis20 import datapackage, project
from wsis20.commands.build.gates import queries
from wsis20_sphinx.directives import query

SCRIPT = re.compile(r'globalThis\.queryDatabase = "([A-Za-z0-9+/=]+)";\n')


@pytest.fixture(scope="module")
def page(site):
    return BeautifulSoup((site / "query.html").read_text("utf-8"), "html.parser")


def test_a_script_holds_the_database_that_a_release_has(site, page):
    text = (site / query.DATABASE).read_text("utf-8")
    held = base64.b64decode(SCRIPT.fullmatch(text)[1])
    assert zlib.decompress(held) == (site / f"wsis20-{project.version()}.sqlite").read_bytes()
    room = page.select_one(".query")
    for place in (room["data-engine"], room["data-database"]):
        assert (site / place).is_file()


def test_every_table_is_named_with_its_columns(page):
    listed = page.select_one("section#tables > dl")
    assert "messages_wide" in page.select_one("section#views").get_text()
    names = [term.get_text(strip=True) for term in listed.select("dt")]
    columns = [told.get_text(strip=True).split(", ") for told in listed.select("dd")]
    schemas = datapackage.load().schemas
    wanted = {name: [field["name"] for field in schema["fields"]] for name, schema in schemas.items()}
    assert dict(zip(names, columns, strict=True)) == wanted


def test_questions_are_texts_with_their_queries(page):
    found = {button.get_text(): button["data-query"] for button in page.select(".questions button")}
    assert found == queries.read()


def test_without_scripts_there_is_a_sentence_in_place_of_the_room(page):
    assert "pst-js-only" in page.select_one(".query")["class"]
    assert page.select_one('noscript a[href="dataset.html"]')
