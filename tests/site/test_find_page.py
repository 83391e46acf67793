"""The finder: every name on record is listed once, with links to what is on record of it and with no other."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from wsis20.words import country
from wsis20_sphinx.directives import explore, finder, ledger
from wsis20_sphinx.directives.filters import ACTOR, WHOM
from wsis20_sphinx.records import package, positions_in_context
from wsis20_sphinx.search import countries


@pytest.fixture(scope="module")
def page(site) -> BeautifulSoup:
    return BeautifulSoup((site / "find.html").read_text("utf-8"), "html.parser")


def said(element) -> str:
    return " ".join(element.get_text().split())


def entry(page, name):
    """Return what is told of a name."""
    (term,) = [term for term in page.select("dl.names dt") if said(term).removesuffix("#").partition(" (")[0] == name]
    return term.find_next_sibling("dd")


def test_every_name_on_record_is_listed_once(page):
    listed = [term["id"] for term in page.select("dl.names dt[id]")]
    assert len(listed) == len(set(listed)) > 80
    assert len(page.select("dl.names dt")) == len(listed) + len(package()["regions"])
    known = {finder.key(said(term).partition(" (")[0].removesuffix("#")) for term in page.select("dl.names dt")}
    records = list(explore.entries())
    wanted = set(package()["regions"]["name"]) | set(positions_in_context()["holder_name"])
    wanted |= set(package()["organizations"].query("organization_id in @spoke", local_dict={"spoke": heard()})["name"])
    wanted |= {value for facet in (ACTOR, WHOM, explore.GROUP) for value in finder.values(records, facet)}
    wanted |= {
        country(code)
        for table in ("appearances", "consultations")
        for code in package()[table]["country_code"].dropna()
    }
    assert {name for name in wanted if finder.key(name) not in known} == set()


def heard() -> list[str]:
    """Return the organizations of speakers."""
    return package()["appearances"]["organization_id"].dropna().unique().tolist()


def test_a_link_leads_to_as_many_records_as_it_says(page):
    records = list(explore.entries())
    holders = positions_in_context()["holder_name"].value_counts()
    found = 0
    for link in page.select("dl.names a[href*='?']"):
        address = urlsplit(link["href"])
        ((facet, (value,)),) = parse_qs(address.query).items()
        number = holders[value] if address.path == finder.POSITIONS else len(finder.having(records, facet, value))
        told = said(link).casefold()
        assert f"({number})" in told or told.startswith((f"{number} ", f"{finder.words.number(number)} ")), link
        found += 1
    assert found > 80


def test_who_is_to_act_leads_to_the_ledger(page, site):
    anchors = {
        section["id"]
        for section in BeautifulSoup((site / "ledger.html").read_text("utf-8"), "html.parser").select(
            "section[id^=by-]"
        )
    }
    anchors.discard("by-who-is-to-act")
    links = [link["href"].partition("#")[2] for link in page.select(f"dl.names a[href^='{finder.LEDGER}#']")]
    assert set(links) == anchors - {ledger.anchor(ledger.NOBODY)}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Kazakhstan", "A meeting was held there, 4 September 2024: "),
        ("Samoa", "Spoke: Toelupe Poumulinuku Onesemo, Minister, "),
        ("China", "Positions of 2025: China ("),
        ("Africa", "Profile: Africa."),
        ("International Telecommunication Union", "Is to do by the resolution: "),
        ("UNIDO", "Spoke: Tomoyoshi Koume, "),
        ("Private sector", " by speakers of this group."),
        ("Women and girls", "Named as for whom or to whom: four paragraphs."),
    ],
)
def test_a_name_tells_what_is_on_record(page, name, told):
    assert told in said(entry(page, name))


def test_a_country_without_a_record_is_not_listed(page):
    shown = {said(term).removesuffix("#") for term in page.select("#countries dt")}
    speaking = {names[0] for names in countries.known().values()} - {names[0] for names in countries.unheard()}
    assert speaking <= shown
    assert "Brazil" not in shown
