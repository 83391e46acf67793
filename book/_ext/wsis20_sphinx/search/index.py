"""The index: everything that can be found in one file, which the page of the search loads as a script.

A script can be loaded where a page is read from a folder; data cannot.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.search.en import SearchEnglish
from wsis20.commands.build.gates import synonyms

from wsis20_sphinx.html.addresses import address
from wsis20_sphinx.html.topics import topics
from wsis20_sphinx.letters import as_text
from wsis20_sphinx.records import RecordDomain
from wsis20_sphinx.search import countries, facts, pages
from wsis20_sphinx.search.entry import KINDS, Entry
from wsis20_sphinx.written import after_pages

FILE = "search-index.js"
SOURCES = "bibliography"
PAGE = "search"
STEM = lru_cache(None)(SearchEnglish({}).stem)
"""What the stemmer of the page of the search does, which Sphinx puts beside it."""


def places(env: BuildEnvironment) -> dict[tuple[str, str], str]:
    """Return the page on which each record stands, by its kind and identifier."""
    noted = cast(RecordDomain, env.domains[RecordDomain.name]).data["pages"]
    return {record: address(docname) for record, docname in noted.items()}


def entries(env: BuildEnvironment) -> Iterator[Entry]:
    """Yield all that can be found in the book, in one order whatever was read first."""
    noted, named = places(env), topics(env)
    for kind, made in facts.RECORDS.items():
        for entry in made():
            if page := noted.get((kind, entry.place)):
                yield entry._replace(place=f"{page}.html#{entry.place}")
    for docname in sorted(env.found_docs):
        page = address(docname)
        taken = {key for (_, key), on in noted.items() if on == page}
        yield from pages.entries(env, docname, page, taken, named.get(docname, ""))
        if page == SOURCES:
            yield from facts.sources(page)


def stems(text: str) -> list[str]:
    """Return the stems of the words of a text, without marks on letters."""
    parted = unicodedata.normalize("NFD", text.lower())
    marks = dict.fromkeys(ord(sign) for sign in set(parted) if unicodedata.combining(sign))
    return [STEM(word) for word in re.findall(r"[^\W_]+", parted.translate(marks))]


def refuse_useless(known: Mapping[str, Sequence[str]], found: Iterable[Entry]) -> None:
    """Raise an error that names every synonym that adds nothing to the search.

    The words of an entry are all it has, shown or not.
    """
    if faults := synonyms.useless(known, [set(stems(" ".join(entry[2:]))) for entry in found], stems):
        raise ExtensionError("\n".join(f"book/synonyms.yml: {fault}" for fault in faults))


def write(app: Sphinx) -> None:
    """Write the index, when all pages are written."""
    found = list(entries(app.env))
    known = synonyms.read()
    refuse_useless(known.meant, found)
    registers = {kind: f"{page}.html" for (kind, _), page in places(app.env).items()}
    kinds = [[kind, weight, registers.get(records, "")] for kind, (weight, records) in KINDS.items()]
    numbers = {kind: number for number, kind in enumerate(KINDS)}
    index = {
        "kinds": kinds,
        "synonyms": known.meant,
        "passedOver": known.passed_over,
        "unheard": countries.unheard(),
        "entries": [[numbers[entry.kind], entry.place, *map(as_text, entry[2:])] for entry in found],
    }
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    Path(app.outdir, FILE).write_text(f"globalThis.searchIndex = {text};\n", encoding="utf-8")


def offer_pages(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Let the page of the search name pages with records, for readers without scripts."""
    if pagename == PAGE:
        noted = cast(RecordDomain, app.env.domains[RecordDomain.name]).data["pages"]
        documents = sorted(set(noted.values()), key=lambda name: app.env.titles[name].astext())
        context["registers"] = [{"document": name, "title": app.env.titles[name].astext()} for name in documents]


def setup(app: Sphinx) -> None:
    """Write the index when the pages are there, and fill the page of the search."""
    app.connect("html-page-context", offer_pages)
    after_pages(app, write)
