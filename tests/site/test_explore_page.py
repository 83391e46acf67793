"""Explore as it is built: a plain list by layer, which search and paper leave to the registers."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from wsis20_sphinx.directives import explore
from wsis20_sphinx.letters import as_text


@pytest.fixture(scope="module")
def page(site):
    return BeautifulSoup((site / "explore.html").read_text("utf-8"), "html.parser")


def words(text):
    """Return words with single spaces."""
    return " ".join(text.split())


def of_data(text):
    """Return a text of the data as a page shows it."""
    return words(as_text(text).astext())


def test_explore_is_a_plain_list_of_all_records_by_layer(page):
    shown = list(explore.entries())
    items = page.select("ul.records > li")
    assert len(items) == len(shown)
    found = {item.select_one(".permalink a")["href"].partition("#")[2]: item for item in items}
    for entry in shown:
        item = found[entry.key]
        assert words(item.select_one(".said").get_text()) == of_data(entry.text)
        values = {name: [] for name, own in entry.values.items() if own}
        for value in item.select("[data-facet]"):
            values[value["data-facet"]].append(words(value.get_text()))
        assert values == {name: [of_data(value) for value in own] for name, own in entry.values.items() if own}
        title = item.find_parent("section").h2.find(string=True)
        assert title == explore.SECTIONS[entry.values[explore.LAYER][0]]


def test_the_room_for_filters_is_for_scripts_alone_and_names_every_facet(page):
    room = page.select_one(".register-filter")
    assert "pst-js-only" in room["class"]
    assert room.get_text(strip=True) == ""
    assert room["data-facets"].split("|") == list(explore.FACETS)
    assert {value["data-facet"] for value in page.select("[data-facet]")} == set(explore.FACETS)


def test_links_lead_to_every_layer_and_need_no_script(page):
    links = {link.get_text(): link["href"] for link in page.select(".strip .jumps a")}
    assert list(links) == list(explore.SECTIONS.values())
    assert all(page.select_one(place).h2.find(string=True) == name for name, place in links.items())
    assert not page.select_one(".strip .jumps").find_parent(class_="pst-js-only")


@pytest.mark.parametrize(
    ("name", "first"), [("messages", "survey-f1"), ("provisions", "res-80-173-r1"), ("notes", "africa-final-round")]
)
def test_links_lead_to_the_first_record_of_each_part_of_a_register(site, name, first):
    register = BeautifulSoup((site / f"{name}.html").read_text("utf-8"), "html.parser")
    places = [link["href"].removeprefix("#") for link in register.select(".strip .jumps a")]
    rows = [record["id"] for record in register.select("table.register .record")]
    assert places[0] == rows[0] == first
    assert places == [row for row in rows if row in places]
    assert len(places) > 3
