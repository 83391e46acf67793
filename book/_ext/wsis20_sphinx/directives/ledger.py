"""The ledger: what the resolution sets somebody to do, by date and by who is to act.

The data say what they say: an act without a date or without anybody named is said to have none. Whether a date is past
is judged by the year that is printed with it and the year of this release; of the session in which the resolution was
adopted, by the September in which the General Assembly opens the next one.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator

import pandas as pd
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective
from wsis20 import project, tracing, words
from wsis20.tables import NEW, Cell, Part, Table, joined

from wsis20_sphinx import fates, outputs
from wsis20_sphinx.inline import paragraph
from wsis20_sphinx.records import package, provision_link

NOBODY = "nobody named"
"""How the data write that a call names nobody."""
PAST, NOW, NEXT = "date passed", "in the year of this version", "date ahead"
UNDATED, AGAIN = tracing.NO_YEAR, "recurring"
OPENS = 9
"""The month in which the General Assembly opens a session, every year, and the one before it is closed."""
OF_STATES = ("the States", "Member States", "Governments", "all stakeholders", "international community")
"""The names under which something falls to a State."""
VERBS = {"answers": "answers", "partly": "answers in part", "mentions": "only mentions the object of"}
"""What a provision does with a call, by degree."""


def acts() -> pd.DataFrame:
    """Return the operative acts, in order of time as `tracing.in_order_of_time` has them.

    With the fields of ``acts`` stand ``start_offset`` and ``paragraph`` or ``recital`` of the provision, and
    ``state``: what the date was in the year of this release, or nothing for an act without a date.
    """
    frame = tracing.operative_acts(package())
    places = package()["provisions"][["provision_id", "start_offset", "paragraph", "recital"]]
    frame = frame.merge(places, on="provision_id")
    adopted = tracing.session_of_adoption(package())
    frame = frame.assign(
        state=[state(act, adopted) for act in frame.itertuples()],
        when=[tracing.due_in_words(act, adopted) for act in frame.itertuples()],
    )
    return tracing.in_order_of_time(frame, adopted)


def state(act, adopted: str) -> str | None:
    """Return what the date of an act was in the year of this release; nothing where it has none."""
    if not isinstance(act.due_kind, str):
        return None
    if act.due_kind == "recurrence":
        return AGAIN
    released = project.release_date()
    if pd.isna(act.due_year):
        return UNDATED if act.due != adopted else PAST if released > closed() else NOW
    return PAST if act.due_year < released.year else NEXT if act.due_year > released.year else NOW


def closed() -> datetime.date:
    """Return the last day of the month in which the session was closed in which the resolution was adopted."""
    day = tracing.day_of_adoption(package())
    year = day.year + (day.month >= OPENS)
    return datetime.date(year, OPENS, calendar.monthrange(year, OPENS)[1])


def counted() -> dict[str, str]:
    """Return the numbers of dates by what they were in the year of this release, as values for a page."""
    found = acts()["state"].value_counts()
    names = {"past": PAST, "now": NOW, "next": NEXT, "undated": UNDATED, "again": AGAIN}
    return {
        f"ledger.{name}": words.number(int(found[told])) if told in found else "none" for name, told in names.items()
    }


def by_actor() -> dict[str, pd.DataFrame]:
    """Return the acts of each who is to act, in the order of their names; those that name nobody come last."""
    every = acts()
    names = sorted(
        {name for own in every["actors"] for name in own}, key=lambda name: (name == NOBODY, name.casefold())
    )
    return {name: every[[name in own for own in every["actors"]]] for name in names}


class Due(SphinxDirective):
    """``{ledger-due}``: which dates had passed at the release, which may have, and how many lie ahead."""

    def run(self) -> list[nodes.Node]:
        """Return the sentences."""
        every = acts()
        told = {state: every[every["state"] == state] for state in (PAST, NOW, NEXT, AGAIN)}
        passed, now, ahead, again = told.values()
        released = words.day(project.release_date())
        said: list[Part] = [f"When this version was released, on {released}, {dates(len(passed))} had passed"]
        said += [": ", *named(passed)] if len(passed) else []
        if adopted := tracing.session_of_adoption(package()) if len(passed) else "":
            opened = f"{closed():%B %Y}"
            said += [f"; a new session opened in {opened}"] if adopted in set(passed["due"]) else []
        said.append(". ")
        if len(now):
            fall = "One date falls" if len(now) == 1 else f"{words.capital(dates(len(now)))} fall"
            said += [f"{fall} in the year of this version and may have passed: ", *named(now), ". "]
        lie = "date lies" if len(ahead) == 1 else "dates lie"
        recur = "recurs" if len(again) == 1 else "recur"
        said.append(f"{words.capital(words.number(len(ahead)))} {lie} ahead, and {words.number(len(again))} {recur}.")
        return [paragraph(said, self.state.document)]


def dates(number: int) -> str:
    """Return so many dates in words, no date as none of them."""
    return words.count(number, "date") if number else "none of the dates"


def named(own: pd.DataFrame) -> list[Part]:
    """Return what is due as printed, each with a link to its paragraph."""
    return joined([[f"{act.due} (", provision_link(act), ")"] for act in own.itertuples()], "; ")


class Dates(SphinxDirective):
    """``{ledger-dates}``: the acts with a date, in order of time, those past told apart."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        own = acts()[lambda frame: frame["state"].notna()]
        released = words.day(project.release_date())
        caption = (
            "Acts with a date, in order of time: by when, how that stood when this version was released "
            f"({released}), who is to act, and what is to be done. Where a result is to be reported, “To or for "
            f"whom” names the body. n = {len(own)} acts, final coding."
        )
        rows = pd.DataFrame([self.row(act) for act in own.itertuples()])
        made = outputs.table(Table("tab-dates", caption, rows, [22, 20, 34, 24]).to_data(), self.state.document)
        made["classes"].append("whole")
        return [made]

    def row(self, act) -> dict[str, Cell]:
        """Return the cells of an act."""
        return {
            "By when": f"{year_first(act)}{NEW}({act.state})",
            "Who": words.capital(words.listing(list(act.actors))),
            "What": f"{words.capital(act.object)} ({act.force}).{destination(act)}",
            "Paragraph, and the calls that it meets": joined([[provision_link(act)], *listed(act.provision_id)], NEW),
        }


def destination(act) -> str:
    """Return to or for whom an act is done, as a line of its own, where the resolution names somebody."""
    return f"{NEW}To or for whom: {words.listing(list(act.addressees))}." if len(act.addressees) else ""


def year_first(act) -> str:
    """Return by when an act is due as printed, its year moved to the front where there are other words."""
    told = act.due if pd.isna(act.due_year) else re.sub(rf"(^|,? )in {act.due_year}$", "", act.due)
    year = [] if told == act.due else [str(act.due_year)]
    return ": ".join(filter(None, [*year, words.capital(told)]))


def listed(provision: str) -> list[list[Part]]:
    """Return which calls a provision meets, a line for each degree, or that there are none."""
    found = fates.calls_met(provision).items()
    return [[f"{fates.DOES[degree]}: ", *calls] for degree, calls in found] or [["no call"]]


class OfStates(SphinxDirective):
    """``{ledger-states}``: how much falls to a State under each name, and what of it has a date."""

    def run(self) -> list[nodes.Node]:
        """Return a list of the names; raise `ExtensionError` where no act names one of them any more."""
        found = by_actor()
        for name in OF_STATES:
            if name not in found:
                raise ExtensionError(f"{self.env.docname}:{self.lineno}: no act has {name!r} as who is to act")
        items = [nodes.list_item("", self.told(name, found[name])) for name in OF_STATES]
        return [nodes.bullet_list("", *items, bullet="-")]

    def told(self, name: str, own: pd.DataFrame) -> nodes.paragraph:
        """Return how many acts name one, and which have a date."""
        link = nodes.reference("", words.capital(name), refid=anchor(name), internal=True)
        dated = own[own["state"].notna()]
        acts = joined([[f"{act.object} (", provision_link(act), ")"] for act in dated.itertuples()], "; ")
        said: list[Part] = [f": {summary(own).lower().removesuffix('.')}", *([": ", *acts] if acts else []), "."]
        return nodes.paragraph("", "", link, *paragraph(said, self.state.document).children)


class Ledger(SphinxDirective):
    """``{ledger}``: everything that somebody is set to do, under each who is to act."""

    def run(self) -> list[nodes.Node]:
        """Return a section for each who is to act."""
        return [self.section(name, own) for name, own in by_actor().items()]

    def section(self, name: str, own: pd.DataFrame) -> nodes.section:
        """Return what one is to do."""
        title = words.capital(name)
        section = nodes.section("", nodes.title(title, title), ids=[anchor(name)], names=[anchor(name)])
        section += paragraph(summary(own), self.state.document)
        items = [nodes.list_item("", *self.act(name, act)) for act in own.itertuples()]
        section += nodes.bullet_list("", *items, bullet="-", classes=["acts"])
        return section

    def act(self, name: str, act) -> Iterator[nodes.Node]:
        """Yield what is to be done; force, date and place; and the calls that the provision meets."""
        yield paragraph(f"{words.capital(act.object)}.", self.state.document)
        yield paragraph(terms(name, act), self.state.document, ["terms"])
        yield paragraph(met(act.provision_id), self.state.document, ["fate"])


def summary(own: pd.DataFrame) -> str:
    """Return how many acts there are, and how many of them have a date."""
    dated = int(own["state"].notna().sum())
    if len(own) == 1:
        return f"One act, {'with' if dated else 'without'} a date."
    return f"{words.capital(words.count(len(own), 'act'))}, {words.number(dated) if dated else 'none'} with a date."


def met(provision: str) -> list[Part]:
    """Return which calls a provision meets, and how, as a sentence."""
    told = [[f"{VERBS[degree]} ", *links] for degree, links in fates.calls_met(provision).items()]
    return ["The paragraph ", *joined(told, "; "), "."] if told else ["The paragraph meets no call on record."]


def terms(name: str, act) -> list[Part]:
    """Return force, date, place and who else is to act."""
    due = f"by when: {act.when}" if isinstance(act.due, str) else "no date printed"
    others = [other for other in act.actors if other != name]
    company = [f"; together with {words.listing(others)}"] if others else []
    return [f"{words.capital(str(act.force))}; {due}; ", provision_link(act), *company, "."]


def anchor(name: str) -> str:
    """Return the anchor of the section of one who is to act."""
    return f"by-{nodes.make_id(name)}"


def setup(app: Sphinx) -> None:
    """Add the directives."""
    app.add_directive("ledger", Ledger)
    app.add_directive("ledger-states", OfStates)
    app.add_directive("ledger-due", Due)
    app.add_directive("ledger-dates", Dates)
