"""The ledger: every act under everyone who is to act, with its date as printed and what that was at the release."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from everywhere import Everywhere
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import docutils_namespace, patch_docutils
from wsis20 import project, tracing, words
from wsis20_sphinx.directives import ledger
from wsis20_sphinx.records import package

PAGE = "Page\n====\n\n.. ledger-due::\n\n.. ledger-states::\n\n.. ledger-dates::\n\n"
PAGE += "Who\n---\n\n.. ledger::\n\nMore\n----\n\n.. everywhere::\n"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> BeautifulSoup:
    return built(tmp_path_factory.mktemp("ledger"))


def built(folder) -> BeautifulSoup:
    (folder / "conf.py").write_text("extensions = ['wsis20_sphinx.records', 'wsis20_sphinx.directives.ledger']")
    (folder / "index.rst").write_text(PAGE)
    with patch_docutils(), docutils_namespace():
        app = Sphinx(folder, folder, folder / "out", folder / "trees", "html", status=None, warning=None)
        app.add_directive("everywhere", Everywhere)
        app.build()
    return BeautifulSoup((folder / "out" / "index.html").read_text("utf-8"), "html.parser")


def said(element) -> str:
    return " ".join(element.get_text().split()).replace("’", "'")


def test_everything_stands_under_everyone_who_is_to_do_it(page):
    acts = tracing.operative_acts(package())
    acts = acts.assign(all=acts["actors"]).explode("actors")
    for name, own in acts.groupby("actors"):
        items = [said(item) for item in page.select(f"#{ledger.anchor(name)} > ul > li")]
        assert len(items) == len(own), name
        for act in own.itertuples():
            (item,) = [item for item in items if item.startswith(f"{words.capital(act.object)}.")]
            assert f"{words.capital(act.force)};" in item
            others = [other for other in act.all if other != name]
            assert f"together with {words.listing(others)}." in item if others else "together" not in item
            assert (act.due if isinstance(act.due, str) else "no date printed") in item


def test_each_act_leads_to_its_provision_and_the_calls_that_it_meets(page):
    found = tracing.responses(package()).groupby("provision_id")["message_id"].agg(set)
    for act in tracing.operative_acts(package()).itertuples():
        section = page.select_one(f"#{ledger.anchor(act.actors[0])}")
        (item,) = [li for li in section.select(":scope > ul > li") if said(li).startswith(words.capital(act.object))]
        links = [link["href"].removeprefix("#") for link in item.select("a")]
        assert links[0] == act.provision_id
        assert set(links[1:]) == found.get(act.provision_id, set())
        assert ("meets no call on record" in said(item)) == (act.provision_id not in found)


def test_those_who_are_to_act_are_listed_by_name_and_those_not_named_last(page):
    sections = page.select("section[id^=by-]")
    assert [section["id"] for section in sections] == [ledger.anchor(name) for name in ledger.by_actor()]
    names = [section.find(["h2", "h3"]).find(string=True).casefold() for section in sections]
    assert names.pop() == "nobody named"
    assert names == sorted(names)
    assert not page.select("ul.who")


def test_what_falls_to_a_state_is_linked_and_a_name_that_is_gone_stops_the_build(page, tmp_path, monkeypatch):
    told = dict(zip(ledger.OF_STATES, page.select_one("ul:has(a[href^='#by-'])").select(":scope > li"), strict=True))
    for name, item in told.items():
        own = ledger.by_actor()[name]
        dated = own[own["state"].notna()]
        first, *rest = item.select("a")
        assert first["href"] == f"#{ledger.anchor(name)}"
        assert page.select_one(f"section#{ledger.anchor(name)}")
        assert [link["href"].removeprefix("#") for link in rest] == dated["provision_id"].tolist()
        assert said(item).startswith(f"{words.capital(name)}: {words.count(len(own), 'act')}, ")
        assert all(text in said(item) for text in dated["object"])
    monkeypatch.setattr(ledger, "OF_STATES", ("the States", "the Kingdoms"))
    with pytest.raises(ExtensionError, match="no act has 'the Kingdoms' as who is to act"):
        built(tmp_path)


def test_what_has_a_date_stands_in_order_of_time(page):
    due = tracing.ledger(package())
    rows = page.select("table#tab-dates tbody tr")
    assert len(rows) == len(due)
    told = ledger.acts()[lambda frame: frame["state"].notna()]
    years = told["due_year"].dropna().tolist()
    assert years == sorted(years)
    assert told["act_id"].tolist() == due["act_id"].tolist()
    for row, act in zip(rows, told.itertuples(), strict=True):
        assert said(row.th).startswith(ledger.year_first(act))
        assert f"({act.state})" in said(row.th)
        assert ("To or for whom: " in said(row)) == bool(act.addressees)
        if act.addressees:
            assert f"To or for whom: {words.listing(list(act.addressees))}." in said(row)


@pytest.mark.parametrize(
    ("year", "states"),
    [
        (2025, [ledger.NEXT]),
        (2026, [ledger.NOW, ledger.NEXT]),
        (2030, [ledger.PAST, ledger.NOW, ledger.NEXT]),
        (2040, [ledger.PAST]),
    ],
)
def test_a_date_is_past_by_the_year_of_the_release(monkeypatch, year, states):
    monkeypatch.setattr(project, "release_date", lambda: datetime.date(year, 1, 1))
    told = ledger.acts()
    dated = told[told["due_year"].notna() & (told["due_kind"] != "recurrence")]
    assert list(dict.fromkeys(dated["state"])) == states
    unknown = told[told["due_year"].isna() & told["due_kind"].notna() & (told["due_kind"] != "recurrence")]
    assert set(unknown["state"]) == {ledger.NOW if year < 2027 else ledger.PAST}
    assert told["due"].iloc[0] == tracing.session_of_adoption(package()) == "eightieth session of the General Assembly"
    assert set(told.loc[told["due_kind"] == "recurrence", "state"]) == {ledger.AGAIN}
    assert told.loc[told["due_kind"].isna(), "state"].isna().all()
    counts = ledger.counted()
    assert counts["ledger.past"] == (
        words.number(int((told["state"] == ledger.PAST).sum())) if ledger.PAST in states else "none"
    )


def test_the_head_tells_once_what_is_past_due_and_what_may_be(page, monkeypatch):
    (told,) = [said(line) for line in page.select("p") if said(line).startswith("When this version was released, ")]
    acts = ledger.acts()
    for state, begins in ((ledger.PAST, "had passed: "), (ledger.NOW, "may have passed: ")):
        own = acts.loc[acts["state"] == state, "due"]
        assert len(own)
        assert told.partition(begins)[2].startswith(own.iloc[0])
        assert all(due in told for due in own)
    assert "; a new session opened in September 2026. " in told
    assert not any(due in told for due in acts.loc[acts["state"] == ledger.NEXT, "due"])
    assert told.endswith(" recur.")


@pytest.mark.parametrize(("day", "over"), [((2026, 9, 30), False), ((2026, 10, 1), True)])
def test_a_session_is_over_when_the_next_one_has_opened(monkeypatch, day, over):
    monkeypatch.setattr(project, "release_date", lambda: datetime.date(*day))
    (state,) = ledger.acts().loc[lambda frame: frame["due"] == tracing.session_of_adoption(package()), "state"]
    assert state == (ledger.PAST if over else ledger.NOW)


@pytest.mark.parametrize(
    ("due", "year", "told"),
    [
        ("first Dialogue on AI, in 2026", 2026, "2026: First Dialogue on AI"),
        ("review of the 2030 Agenda in 2030", 2030, "2030: Review of the 2030 Agenda"),
        ("in 2035", 2035, "2035"),
        ("by 2030", 2030, "By 2030"),
        ("annually", pd.NA, "Annually"),
    ],
)
def test_the_year_of_a_date_comes_first(due, year, told):
    assert ledger.year_first(SimpleNamespace(due=due, due_year=year)) == told


def test_a_section_says_how_many_acts_it_has_and_how_many_have_a_date(page):
    for name, own in ledger.by_actor().items():
        told = said(page.select_one(f"#{ledger.anchor(name)} > p"))
        dated = own["state"].notna().sum()
        if len(own) == 1:
            assert told == f"One act, {'with' if dated else 'without'} a date."
        else:
            number = words.number(int(dated)) if dated else "none"
            assert told == f"{words.capital(words.count(len(own), 'act'))}, {number} with a date."
