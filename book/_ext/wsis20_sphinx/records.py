"""Records in the book: what has an identifier in the data has an anchor in a register and a role that links to it.

A Sphinx domain keeps the places of the records, by which the search leads to them, and puts them into ``objects.inv``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import NamedTuple, cast

import pandas as pd
from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.docutils import ReferenceRole
from sphinx.util.nodes import make_refnode
from wsis20 import datapackage, tables, words
from wsis20.tables import Link, Part, joined

from wsis20_sphinx.bibliography import authored
from wsis20_sphinx.letters import as_text, linked

SOURCE = "source"
SHOWN = 2_000  # rows of a register: some five megabytes of a page; beyond, the book stops and the data go on
BY_SYMBOL = "https://undocs.org/"
"""How the address of a document of the United Nations begins that ends in its symbol."""
ROLES = {
    "message": "msg",
    "speaker": "speaker",
    "consultation": "consultation",
    "theme": "theme",
    "provision": "provision",
    "position": "position",
    "note": "note",
}


@cache
def package() -> datapackage.DataPackage:
    """Return the whole data package."""
    return datapackage.load()


@cache
def messages_in_context() -> pd.DataFrame:
    """Return messages with context and document; ``locator`` and ``phrase`` are tuples, one entry a passage."""
    places = package()["passages"].sort_values(["message_id", "start_offset"]).groupby("message_id")
    documents = package()["documents"].set_index("document_id")[["title", "citation_key"]].add_prefix("document_")
    frame = datapackage.in_context(package()).join(documents, on="document_id")
    for field in ("locator", "phrase"):
        frame[field] = frame["message_id"].map(places[field].agg(tuple))
    frame["consultation_city"] = frame["consultation_city"].fillna(frame["consultation_title"])
    frame["label"] = [label(row) for row in frame.itertuples()]
    return frame.set_index("message_id", drop=False)


@cache
def positions_in_context() -> pd.DataFrame:
    """Return the positions of 2025 with holder and document, and how the book names each as ``label``."""
    frame = datapackage.positions_in_context(package())
    frame["label"] = [words.position_label(row) for row in frame.itertuples()]
    return frame.set_index("position_id", drop=False)


def label(message) -> str:
    """Return how the book names a message: by region or city, or by its consultation where its identifier is."""
    if message.message_id.startswith(f"{message.consultation_id}-"):  # another one has region or city to itself
        return f"{message.consultation_title}, {words.label(message).rpartition(', ')[2]}"
    return words.label(message)


class Named(NamedTuple):
    """How the text names a record, and what it is."""

    label: str
    title: str


TABLES = {"note": "source_notes", "speaker": "people"}
"""The table of a kind of record, where it is not called by its plural."""


@cache
def labels(kind: str) -> dict[str, Named]:
    """Return the records of a kind by identifier."""
    own = named(kind)
    return dict(zip(own.index, map(Named, own["label"], own["title"]), strict=True))


def named(kind: str) -> pd.DataFrame:
    """Return the columns ``label`` and ``title`` of the records of a kind, with their identifiers as index."""
    if kind == "message":
        return messages_in_context()[["label", "paraphrase"]].rename(columns={"paraphrase": "title"})
    if kind == "position":
        return positions_in_context()[["label", "paraphrase"]].rename(columns={"paraphrase": "title"})
    frame = package()[TABLES.get(kind, f"{kind}s")]
    frame = frame.set_index(frame.columns[0], drop=False)
    if kind == "speaker":
        posts = package()["appearances"].drop_duplicates("person_id").set_index("person_id")["post"]
        return pd.DataFrame({"label": frame["name"], "title": posts.reindex(frame.index).map(words.post)})
    if kind == "consultation":
        titles = [", ".join(filter(None, [when(row), written(row.city)])) for row in frame.itertuples()]
        return pd.DataFrame({"label": frame["title"], "title": titles})
    if kind == "theme":
        return pd.DataFrame({"label": frame["label"], "title": frame["definition"]})
    if kind == "provision":
        return pd.DataFrame(
            {"label": [provision_name(row) for row in frame.itertuples()], "title": frame["paraphrase"]}
        )
    return pd.DataFrame(
        {"label": [note_name(row) for row in frame.itertuples()], "title": frame["description"]}, index=frame.index
    )


def note_name(note) -> str:
    """Return the identifier of a note in words, in which names have their capitals."""
    return " ".join(spellings().get(word, word) for word in note.note_id.split("-"))


@cache
def spellings() -> dict[str, str]:
    """Return how notes, names and places spell each word that they have with capitals alone."""
    notes, documents = package()["source_notes"], package()["documents"]
    texts = [*notes["description"], *notes["treatment"], *documents["publisher"].dropna()]
    plain = {word for text in texts for word in re.findall(r"(?<![\w-])[a-z]+(?![\w-])", text)}
    inside = [word for text in texts for word in re.findall(r"(?<=[^.:;] )\w+", text)]
    names = [*package()["people"]["name"], *package()["consultations"]["city"].dropna()]
    short = re.findall(r"\b[A-Z]{3,}\b", " ".join(documents["title"]))
    found = [*inside, *" ".join(names).split(), *short]
    return {word.lower(): word for word in found if not word.islower() and word.lower() not in plain}


def when(consultation) -> str:
    """Return when a consultation was, in words."""
    end = consultation.end_date if pd.notna(consultation.end_date) else consultation.start_date
    return words.period(consultation.start_date, end, consultation.date_precision)


def written(value: object) -> str:
    """Return a text of the data, nothing for one that is missing.

    >>> written("Fictitious."), written(float("nan"))
    ('Fictitious.', '')
    """
    return value if isinstance(value, str) else ""


def where(consultation) -> str:
    """Return city and country of a consultation; nothing where it has no place."""
    code = written(consultation.country_code)
    return ", ".join(filter(None, [written(consultation.city), words.country(code) if code else ""]))


def provision_name(provision) -> str:
    """Return how the text names a provision: by its subject and its place."""
    return f"{provision.label} ({words.place_in_resolution(provision)})"


def themes_of(table: str, key: str) -> pd.Series:
    """Return the identifiers of the themes of each record that a table of codings has, agreed pass, by ``key``."""
    return datapackage.of_pass(package(), table).groupby(key)["theme_id"].agg(list)


def group_of(group: object) -> str:
    """Return the stakeholder group of an appearance, or that it is not determined."""
    return group if isinstance(group, str) else "group not determined"


def named_in(field: str) -> dict[str, list[str]]:
    """Return whom the acts of each provision name, agreed pass, once each: in ``actors``, or in ``addressees``.

    Those to act are told of operative acts, which alone set somebody to do something.
    """
    acts = datapackage.of_pass(package(), "acts").explode(field).dropna(subset=[field])
    return acts.groupby("provision_id")[field].agg(lambda own: list(dict.fromkeys(own))).to_dict()


def strongest_acts() -> pd.Series:
    """Return the force of the strongest act of each provision that has one."""
    return datapackage.of_pass(package(), "acts").sort_values("force").groupby("provision_id")["force"].first()


def provision_link(provision) -> Link:
    """Return a link to a provision, a row of the table or of another with its place, that names its place alone."""
    return Link("provision", provision.provision_id, words.place_in_resolution(provision))


class RecordDomain(Domain):
    """Where each record stands in the book."""

    name = "wsis20"
    label = "WSIS+20"
    object_types = {kind: ObjType(kind, role) for kind, role in ROLES.items()}  # noqa: RUF012 - Sphinx wants it so
    initial_data = {"pages": {}}  # noqa: RUF012
    data_version = 2

    def note_place(self, kind: str, key: str, page: str) -> None:
        """Note that a record stands on a page."""
        self.data["pages"][kind, key] = page

    def clear_doc(self, docname: str) -> None:
        """Forget the records of a page that is read again."""
        self.data["pages"] = {place: page for place, page in self.data["pages"].items() if page != docname}

    def merge_domaindata(self, docnames: Collection[str], otherdata: dict) -> None:
        """Take over what a parallel reader found."""
        found = {place: page for place, page in otherdata["pages"].items() if page in docnames}
        self.data["pages"].update(found)

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield every record for the inventory."""
        for (kind, key), page in self.data["pages"].items():
            yield key, key, kind, page, key, 1

    def resolve_xref(self, env, fromdocname, builder, typ, target, node, contnode) -> nodes.Element:
        """Return the link to a record, with what it is as the title; its words where the register stops before it."""
        page = self.data["pages"].get((typ, target))
        if page is None and len(labels(typ)) > SHOWN:  # the words of a link that the book has no place for
            return contnode
        if page is None:
            raise ExtensionError(f"{fromdocname}: {typ} {target!r} is in the data but not in a register of the book")
        return make_refnode(builder, fromdocname, page, target, contnode, labels(typ)[target].title)

    def resolve_any_xref(self, env, fromdocname, builder, target, node, contnode) -> list:
        """Offer nothing: a record is referred to by its role."""
        return []


def note_place(env: BuildEnvironment, kind: str, key: str) -> None:
    """Note that a record stands on the page that is read."""
    cast(RecordDomain, env.domains[RecordDomain.name]).note_place(kind, key, env.docname)


class RecordRole(ReferenceRole):
    """``{msg}`africa-k1` `` and its like link to a record; an unknown identifier stops the build."""

    def __init__(self, kind: str) -> None:
        """Take the kind of the records."""
        super().__init__()
        self.kind = kind

    @property
    def titled(self) -> bool:
        """Whether a link shows words of its own: those that are given, or, to a note, whose label is a key, these."""
        return self.has_explicit_title or self.kind == "note"

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the reference, to be resolved when all pages are read."""
        known = labels(self.kind)
        if self.target not in known:
            source, line = self.get_source_info()
            raise ExtensionError(f"{source}:{line}: there is no {self.kind} {self.target!r} in the data package")
        title = nodes.Text(self.title if self.has_explicit_title else "see the note") if self.titled else None
        return [record_reference(self.kind, self.target, title, self.env.docname)], []


def record_reference(kind: str, key: str, shown: nodes.Text | None, docname: str) -> pending_xref:
    """Return a link from a page to a record, to be resolved when all pages are read; it shows the label for no text."""
    reference = pending_xref(
        "",
        refdomain=RecordDomain.name,
        reftype=kind,
        reftarget=key,
        refdoc=docname,
        refexplicit=True,
        refwarn=True,
    )
    reference += linked(shown or as_text(labels(kind)[key].label), [ROLES[kind]])
    return reference


def links(kind: str, keys: Sequence[str]) -> list[Part]:
    """Return links to records, in the order given."""
    return joined(Link(kind, key) for key in keys)


def notes_on(**records: str) -> list[Part]:
    """Return links to the notes that are about records, each under the name of its table, as a further sentence."""
    found = sorted({note for place in records.items() for note in notes_by_record().get(place, ())})
    return [" Note: " if len(found) == 1 else " Notes: ", *links("note", found), "."] if found else []


@cache
def notes_by_record() -> dict[tuple[str, str], list[str]]:
    """Return identifiers of notes by the table and the key of the record that they are about.

    A note on a number is about the message too that names it.
    """
    found: dict[tuple[str, str], list[str]] = {}
    naming = package()["quantities"].set_index("quantity_id")["message_id"]
    for target in package()["note_targets"].itertuples():
        places = [(str(target.resource), target.record)]
        if target.resource == "quantities" and target.record in naming:
            places.append(("messages", naming[target.record]))
        for place in places:
            found.setdefault(place, []).append(target.note_id)
    return found


def work(key: str) -> Link:
    """Return a link to the entry of a document in the bibliography."""
    return Link(SOURCE, document(key)["citation_key"])


def with_works(text: str) -> list[Part]:
    """Return a text of the data with a link to the bibliography for each document that it names in parentheses."""
    return tables.with_works(text, documents()["citation_key"].dropna().to_dict())


def symbol_of(key: str) -> str:
    """Return the symbol of a document of the United Nations, as its address has it, and nothing of another."""
    url = written(document(key)["url"])
    return url.removeprefix(BY_SYMBOL) if url.startswith(BY_SYMBOL) else ""


def origin(key: str, place: str) -> str:
    """Return a document as a reference to what is from there has it: with author, year, symbol, place and address."""
    own = document(key)
    url, symbol = written(own["url"]), symbol_of(key)
    address = url if url.startswith("https://") else ""
    told = (own["title"], f"{own['kind']} {symbol}" if symbol else recorded().get(key, ""), place, address)
    return f"{authored(own['citation_key'])}. {', '.join(filter(None, told))}"


@cache
def recorded() -> dict[str, str]:
    """Return what each document without a date is that records one meeting, and of which day and place that was."""
    undated = documents()[documents()["document_date"].isna() & (documents()["kind"] == "summary record")]
    held = package()["consultations"].groupby("document_id")
    return {
        key: f"{row.kind} of the meeting of {when(meeting)} in {meeting.city}"
        for key, row in zip(undated.index, undated.itertuples(), strict=True)
        for meeting in (held.get_group(key).itertuples() if key in held.groups else ())
        if len(held.get_group(key)) == 1 and written(meeting.city)
    }


def source(key: str, place: str) -> list[Part]:
    """Return a citation of a document with the place in it."""
    return [work(key), f", {place}."]


def document(key: str) -> pd.Series:
    """Return a row of the table of documents."""
    return documents().loc[key]


@cache
def documents() -> pd.DataFrame:
    """Return the documents by identifier."""
    return package()["documents"].set_index("document_id")


def setup(app: Sphinx) -> None:
    """Add the domain and its roles."""
    app.add_domain(RecordDomain)
    for kind, role in ROLES.items():
        app.add_role(role, RecordRole(kind))
