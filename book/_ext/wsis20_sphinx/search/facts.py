"""Records as entries: their own words, and the words by which a reader may know them."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

import pandas as pd
from wsis20 import tracing, words

from wsis20_sphinx import fates
from wsis20_sphinx.records import (
    labels,
    messages_in_context,
    package,
    positions_in_context,
    provision_name,
    themes_of,
    when,
    written,
)
from wsis20_sphinx.search.entry import Entry

TITLE = 80  # characters of a note that stand for its name, which is a key


def together(*parts: object, by: str = " ") -> str:
    """Return the parts that there are in one line."""
    return by.join(part for part in parts if isinstance(part, str) and part)


def country(code: object) -> str:
    """Return the name of a country, and nothing where there is none."""
    return words.country(code) if isinstance(code, str) else ""


def names(themes: Sequence[str]) -> str:
    """Return the names of themes in one line."""
    return " ".join(labels("theme")[theme].label for theme in themes)


def messages() -> Iterator[Entry]:
    """Yield messages: by their words, then by who said it, where, and what it is about."""
    people = package()["appearances"].set_index("appearance_id")
    themes = themes_of("codings", "message_id")
    for row in messages_in_context().itertuples():
        person = people.loc[row.appearance_id] if isinstance(row.appearance_id, str) else {}
        said_by = together(row.speaker, country(person.get("country_code")), by=", ")
        yield Entry(
            words.capital(row.layer),
            row.message_id,
            row.label,
            together(said_by, row.kind, by="; "),
            row.paraphrase,
            together(
                row.message_id,
                row.post,
                person.get("stakeholder_group"),
                row.region_name,
                row.consultation_city,
                names(themes[row.message_id]),
                *chain.from_iterable(fates.in_short(row).values()),
            ),
        )


def speakers() -> Iterator[Entry]:
    """Yield people: by name, posts and country, and by roles and groups."""
    appearances = package()["appearances"].merge(package()["people"], on="person_id", suffixes=("", "_of_person"))
    regions = package()["regions"].set_index("region_id")["name"]
    for key, own in appearances.groupby("person_id", sort=False):
        posts = [
            together(row.post, "" if (land := country(row.country_code)) in words.post(row.post) else land, by=", ")
            for row in own.itertuples()
        ]
        told = [
            together(row.role, row.stakeholder_group, regions.get(row.country_region_id), country(row.country_code))
            for row in own.itertuples()
        ]
        person = own.iloc[0]
        also = together(*dict.fromkeys(told), " ".join(person["names_as_printed"]), "speaker person statements")
        yield Entry("Speaker", key, person["name"], "; ".join(dict.fromkeys(posts)), "", also)


def consultations() -> Iterator[Entry]:
    """Yield consultations: by title, day and place, and by form and status."""
    regions = package()["regions"].set_index("region_id")["name"]
    for row in package()["consultations"].itertuples():
        about = together(words.capital(when(row)), row.city, country(row.country_code), by=", ")
        also = together(row.kind, row.format, row.status, row.venue, row.host_event, regions[row.region_id])
        yield Entry("Consultation", row.consultation_id, row.title, about, written(row.note), also)


def themes() -> Iterator[Entry]:
    """Yield themes: by label and definition, and by what belongs to them."""
    for row in package()["themes"].itertuples():
        yield Entry("Theme", row.theme_id, row.label, together(row.theme_group), row.definition, row.include)


def provisions() -> Iterator[Entry]:
    """Yield recitals and paragraphs of the resolution: by subject and words, and by who has to act."""
    themes = themes_of("provision_codings", "provision_id")
    acts = dict(iter(tracing.operative_acts(package()).groupby("provision_id")))
    for row in package()["provisions"].sort_values("start_offset").itertuples():
        own = acts.get(row.provision_id, pd.DataFrame(columns=["actors", "force", "due"]))
        told = [together(*act.actors, act.force, act.due) for act in own.itertuples()]
        also = together(row.provision_id, names(themes[row.provision_id]), *told)
        yield Entry(
            "Paragraph of the resolution", row.provision_id, provision_name(row), row.section, row.paraphrase, also
        )


def positions() -> Iterator[Entry]:
    """Yield positions of 2025: by their words, then by who holds them, in what, and what they are about."""
    themes = themes_of("position_codings", "position_id")
    for row in positions_in_context().itertuples():
        about = together(row.document_title, row.kind, by="; ")
        also = together(row.position_id, row.holder_kind, row.attributed_to, names(themes[row.position_id]))
        yield Entry("Position of 2025", row.position_id, row.label, about, row.paraphrase, also)


def notes() -> Iterator[Entry]:
    """Yield notes on the sources: by name and description, and by treatment."""
    titles = package()["documents"].set_index("document_id")["title"]
    for row in package()["source_notes"].sort_values("note_id").itertuples():
        also = together(row.note_id, row.treatment, row.locator, titles[row.document_id], " ".join(row.affects))
        title = textwrap.shorten(row.description, TITLE, placeholder=" …")
        yield Entry("Note on the sources", row.note_id, title, row.kind, row.description, also)


RECORDS: dict[str, Callable[[], Iterator[Entry]]] = {
    "message": messages,
    "speaker": speakers,
    "consultation": consultations,
    "theme": themes,
    "provision": provisions,
    "position": positions,
    "note": notes,
}
"""The entries of each kind of record; the place of one is its identifier."""


def sources(page: str) -> Iterator[Entry]:
    """Yield the documents that the bibliography, a page, lists."""
    for row in package()["documents"].itertuples():
        about = together(row.publisher, row.kind, by="; ")
        yield Entry("Source", f"{page}.html", row.title, about, "", together(row.document_id, row.edition))
