"""Registers: one table for each kind of record, a row for each record, with its anchor, its place and its citation.

The tables can be read as they are. Where there is JavaScript, ``_static/registers.js`` adds search, filters by the
columns of the class ``facet``, sorting, and a download of the rows that are shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import pandas as pd
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from wsis20 import tracing, words
from wsis20.tables import NEW, Cell, Link, Part, joined, message_links

from wsis20_sphinx import fates, outputs, parts, records
from wsis20_sphinx.directives.filters import ACTOR, WHOM, Facet, room
from wsis20_sphinx.inline import block, in_a_sentence, inline, paragraph
from wsis20_sphinx.letters import as_text, letters
from wsis20_sphinx.records import (
    links,
    messages_in_context,
    named_in,
    note_place,
    notes_on,
    package,
    positions_in_context,
    provision_name,
    source,
    strongest_acts,
    themes_of,
    when,
    where,
    with_works,
    work,
    written,
)

NOTHING = "–"
ADDRESSED = "Addressed to"


@dataclass(frozen=True)
class Column:
    """A column of a register: its heading, its width in shares, and its classes.

    Rows can be filtered by a ``facet``; a column that only a filter needs is ``no-pdf``, and not shown. Where a cell
    can have ``several`` values, each in its line or a link, they are taken away as a list.
    """

    title: str
    width: int
    classes: Sequence[str] = ()


@dataclass
class Row:
    """A row of a register: identifier, label, and a cell for each further column.

    ``more`` is what else stands in the first of these columns. Links lead to the first row of each ``group``.
    """

    key: str
    label: str
    cells: Sequence[Cell]
    more: Sequence[nodes.Node] = ()
    group: str = ""


class Register(SphinxDirective):
    """A register of all records of one kind; a subclass gives columns and rows.

    ``facets`` are what rows can be filtered by that stands in words below the record, and in no column; filters that
    are ``lesser`` are folded on a desk.
    """

    kind: str
    caption: str
    columns: Sequence[Column]
    facets: Sequence[str] = ()
    lesser: Sequence[str] = ()

    def rows(self) -> Iterator[Row]:
        """Yield the rows in the order in which a reader meets them."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        found = list(islice(self.rows(), records.SHOWN))
        into = {row.group: row.key for row in reversed(found)}
        rows = [self.row(row) for row in found]
        group = nodes.tgroup("", cols=len(self.columns))
        group += [
            nodes.colspec(colwidth=column.width, **({} if n else {"stub": 1})) for n, column in enumerate(self.columns)
        ]
        titles = [nodes.entry("", nodes.paragraph("", column.title)) for column in self.columns]
        for entry, column in zip(titles, self.columns, strict=True):
            entry["classes"] += column.classes
        group += nodes.thead("", nodes.row("", *titles))
        group += nodes.tbody("", *rows)
        every = len(records.labels(self.kind))
        rest = f" The first {len(rows):,} of {every:,}; all are in the data package." if len(rows) < every else ""
        caption = f"{self.caption}{rest} n = {len(rows)}."
        table = nodes.table("", nodes.title(caption, caption), group, classes=["register", "colwidths-given"])
        outputs.name(table, f"{self.kind}-register", self.state.document)
        self.set_source_info(table)
        jumps = dict(reversed(into.items()))
        label = "Search and filter this register"
        return [*room(f"{self.kind}s", label, jumps, self.facets, self.facets, self.lesser), table]

    def evidence(self, document: Sequence[Part], places: Sequence[str], phrases: Sequence[str]) -> nodes.paragraph:
        """Return a document with places in it and phrases to look for; a phrase keeps the letters of the source.

        There is none where no text of the document is held.
        """
        line = paragraph(document, self.state.document, ["source"])
        for number, (place, phrase) in enumerate(zip(places, phrases, strict=True)):
            line += nodes.Text(", " if number == 0 else "; ")
            line += nodes.inline("", "", as_text(place), classes=["place"])
            if isinstance(phrase, str):
                line += nodes.Text("; look for “")
                line += nodes.inline("", "", letters(phrase), classes=["phrase"])
                line += nodes.Text("”")
        line += nodes.Text(".")
        return line

    def row(self, row: Row) -> nodes.row:
        """Return one row of the table, and note where its record stands."""
        note_place(self.env, self.kind, row.key)
        first = nodes.container(ids=[row.key], classes=["record"])
        first += nodes.paragraph(
            "", "", nodes.reference("", "", as_text(row.label), refid=row.key, classes=["permalink"])
        )
        if row.label != row.key:
            first += nodes.paragraph("", "", nodes.literal("", row.key), classes=["key"])
        cells = [nodes.entry("", first)]
        for number, cell in enumerate(row.cells):
            content = block(cell or NOTHING, self.state.document)
            if number == 0:
                content += [*row.more, parts.control(parts.of_record(self.kind, row.key))]
            cells.append(nodes.entry("", *content))
        return nodes.row("", *cells)


class Messages(Register):
    """``{message-register}``: every message with what a reader needs to check and to cite it."""

    kind = "message"
    facets = (ADDRESSED,)
    lesser = ("Layer", fates.IN_SUMMARY, ADDRESSED)
    caption = "Every message, paraphrased, with its place in the source."
    columns = (
        Column("Message", 19),
        Column("What it says", 54),
        Column("Kind", 15, ("facet",)),
        Column("Layer", 8, ("facet", "no-pdf")),  # which its name says as well
        Column("Region", 8, ("facet", "no-pdf")),
        Column(fates.IN_SUMMARY, 8, ("facet", "no-pdf", "several")),  # which stands in words below as well
        Column(fates.IN_OUTCOME, 8, ("facet", "no-pdf")),  # which stands there too
        Column("Themes", 17, ("facet", "several")),
    )

    def rows(self) -> Iterator[Row]:
        """Yield messages by region, consultation, layer and number."""
        given = themes_of("codings", "message_id")
        for row in messages_in_context().itertuples():
            became = fates.in_short(row)
            cells = [
                row.paraphrase,
                row.kind,
                row.layer,
                row.region_name,
                joined(became.get(fates.IN_SUMMARY, [fates.NO_STATEMENT]), NEW),
                joined(became.get(fates.IN_OUTCOME, [fates.NO_CALL]), NEW),
                links("theme", given[row.message_id]),
            ]
            told = fates.shown(fates.in_full(row), self.state.document)
            group = row.label.partition(",")[0]
            more = [*addressed(row), *told, *self.source(row)]
            yield Row(row.message_id, row.label, cells, more, group)

    def source(self, row) -> list[nodes.Node]:
        """Return speaker, document, places and phrases to look for, and the notes on them."""
        line = self.evidence([work(row.document_id)], row.locator, row.phrase)
        if row.layer == "statement":
            role = nodes.inline("", "", as_text(row.role), classes=["role"])
            speaker = inline([Link("speaker", row.person_id)], self.state.document)
            line.insert(0, [*speaker, nodes.Text(", "), role, nodes.Text("; ")])
        line += inline(notes_on(messages=row.message_id), self.state.document)
        return [line]


def addressed(message) -> list[nodes.Node]:
    """Return whom a call is addressed to, where it names somebody."""
    if not isinstance(message.addressee, str):
        return []
    named = Facet("", "", as_text(message.addressee), name=ADDRESSED)
    return [nodes.paragraph("", "", nodes.Text(f"{ADDRESSED}: "), named, nodes.Text("."))]


class Speakers(Register):
    """``{speaker-register}``: every person whom the documents name with a role."""

    kind = "speaker"
    caption = "Every person whom the documents name with a role; posts are those of the day."
    columns = (
        Column("Person", 19),
        Column("Post as printed", 31),
        Column("Role", 13, ("facet",)),
        Column("Group", 17, ("facet",)),
        Column("Country", 13, ("facet",)),
        Column("Statements", 15),
    )

    def rows(self) -> Iterator[Row]:
        """Yield people by the day of their first meeting and in its order, authors last, each with all appearances."""
        appearances = package()["appearances"].merge(package()["people"], on="person_id", suffixes=("", "_of_person"))
        held = package()["consultations"].set_index("consultation_id")["start_date"]
        appearances["held"] = appearances["consultation_id"].map(held)
        messages = messages_in_context()
        in_order = appearances.sort_values(["held", "document_id", "sequence"], na_position="last")
        for key, own in in_order.groupby("person_id", sort=False):
            said = messages[messages["appearance_id"].isin(own["appearance_id"])]
            told = [
                [
                    f"{words.post(row.post)}{NEW}",
                    *source(row.document_id, row.locator),
                    *notes_on(appearances=row.appearance_id, people=key if row.Index == own.index[0] else ""),
                ]
                for row in own.itertuples()
            ]
            columns = (
                own["role"],
                [group if isinstance(group, str) else "not determined" for group in own["stakeholder_group"]],
                [words.country(code) if isinstance(code, str) else "none printed" for code in own["country_code"]],
            )
            cells = [joined(told, NEW), *(NEW.join(dict.fromkeys(column)) for column in columns)]
            cells.append(message_links(said.sort_values(["consultation_start_date", "number"])) or "none")
            yield Row(key, own["name"].iloc[0], cells)


class Consultations(Register):
    """``{consultation-register}``: the survey, the open consultations and their series."""

    kind = "consultation"
    caption = "The survey, the open consultations, and the series of which two of them are part."
    columns = (
        Column("Consultation", 19),
        Column("When, where and how we know", 39),
        Column("Kind", 15, ("facet",)),
        Column("Form", 10, ("facet",)),
        Column("Status", 11, ("facet",)),
        Column("Messages", 13),
    )

    def rows(self) -> Iterator[Row]:
        """Yield consultations by date."""
        layers = messages_in_context().groupby(["consultation_id", "layer"], observed=True).size()
        for row in package()["consultations"].sort_values(["start_date", "consultation_id"]).itertuples():
            counts = layers[row.consultation_id].items() if row.consultation_id in layers else ()
            told = [
                f"{words.capital(when(row))}, {where(row) or 'no place'}.{NEW}{written(row.note)}{NEW}",
                *source(row.document_id, row.locator),
                *notes_on(consultations=row.consultation_id),
            ]
            silent = "given with the series" if isinstance(row.part_of, str) else "none on record"
            cells = [
                told,
                row.kind,
                row.format,
                row.status,
                ", ".join(words.count(n, layer) for layer, n in counts) or silent,
            ]
            yield Row(row.consultation_id, row.title, cells)


class Notes(Register):
    """``{note-register}``: every place where the sources err, differ or are silent, with the treatment."""

    kind = "note"
    caption = "Every place where the sources err, differ or are silent, as far as we noticed it, by kind and name."
    columns = (
        Column("Note", 20),
        Column("What stands there, and how it is treated", 48),
        Column("Kind", 16, ("facet",)),
        Column("Document", 18, ("facet",)),
    )

    def rows(self) -> Iterator[Row]:
        """Yield notes by kind and identifier."""
        for row in package()["source_notes"].sort_values(["kind", "note_id"]).itertuples():
            cells = [with_works(row.description), row.kind, work(row.document_id)]
            label = words.capital(records.labels("note")[row.note_id].label)
            yield Row(row.note_id, label, cells, self.treatment(row), words.capital(row.kind))

    def treatment(self, row) -> list[nodes.Node]:
        """Return how a note is treated, and its place."""
        treatment = paragraph(with_works(f" {row.treatment}"), self.state.document)
        treatment.insert(0, nodes.emphasis("", "Treatment:"))
        place: list[Part] = [f"Place: {row.locator}."]
        if isinstance(row.other_document_id, str):
            place += [" Compare ", work(row.other_document_id), "."]
        return [treatment, paragraph(place, self.state.document)]


class Provisions(Register):
    """``{provision-register}``: every recital and paragraph of the resolution, its acts and its calls."""

    kind = "provision"
    facets = (ACTOR, WHOM)
    lesser = (WHOM,)
    caption = "Every recital and paragraph of A/RES/80/173, paraphrased, with what it sets whom to do."
    columns = (
        Column("Provision", 24),
        Column("What it says", 52),
        Column("Section", 15, ("facet", "no-pdf")),
        Column("Strongest act", 15, ("facet",)),
        Column("Themes", 22, ("facet", "several")),
        Column("Calls that it meets", 19, ("several",)),
    )

    def rows(self) -> Iterator[Row]:
        """Yield provisions in the order of the document."""
        themes = themes_of("provision_codings", "provision_id")
        found = tracing.responses(package()).sort_values("message_id")
        calls = found.groupby(["provision_id", "degree"], observed=True)["message_id"].agg(list)
        acts = dict(iter(tracing.operative_acts(package()).groupby("provision_id")))
        forces, served = strongest_acts(), named_in("addressees")
        for row in package()["provisions"].sort_values("start_offset").itertuples():
            key = row.provision_id
            speaking: list[Cell] = [
                [f"{fates.DOES[degree]}: ", *links("message", calls[key, degree])]
                for degree in tracing.DEGREES[:-1]
                if (key, degree) in calls
            ]
            cells = [
                row.paraphrase,
                row.section,
                forces.get(key, "none"),
                links("theme", themes[key]),
                joined(speaking, NEW) or "none",
            ]
            yield Row(key, provision_name(row), cells, self.more(row, acts.get(key), served.get(key)), row.section)

    def more(self, row, acts, served) -> list[nodes.Node]:
        """Return who is to do what by when and for whom, and how to find the provision in the document."""
        told = nodes.paragraph()
        if acts is not None:
            told += [nodes.Text(f"{ACTOR}: "), *charges(acts), nodes.Text(". ")]
        if served:
            told += [nodes.Text(f"{WHOM}: "), *enumerated(WHOM, served), nodes.Text(".")]
        place = self.evidence([work(row.document_id)], [words.place_in_resolution(row)], [row.phrase])
        official = nodes.reference("", "Official text", refuri=records.document(row.document_id)["url"], internal=False)
        place += nodes.inline("", " ", official, nodes.Text("."), classes=["only-html"])
        place += inline(notes_on(provisions=row.provision_id), self.state.document)
        return [*([told] if told.children else []), place]


class Positions(Register):
    """``{position-register}``: every position of 2025, apart from the messages of the consultations."""

    kind = "position"
    lesser = ("Kind of holder",)
    caption = "Positions in the negotiation and at adoption, paraphrased, by holder and in the order of each document."
    columns = (
        Column("Position", 24),
        Column("What it says", 43),
        Column("Holder", 18, ("facet", "no-pdf")),  # which its name says as well
        Column("Kind of holder", 19, ("facet", "no-pdf")),
        Column("Kind", 16, ("facet",)),
        Column(fates.IN_OUTCOME, 15, ("facet", "no-pdf")),  # which stands in words below as well
        Column("Themes", 19, ("facet", "several")),
    )

    def rows(self) -> Iterator[Row]:
        """Yield positions by holder, document and number."""
        given = themes_of("position_codings", "position_id")
        for row in positions_in_context().itertuples():
            call = row.kind == "call"
            cells = [
                row.paraphrase,
                row.holder_name,
                row.holder_kind,
                row.kind,
                tracing.CLOSEST[fates.closest()[row.position_id]] if call else fates.NO_CALL,
                links("theme", given[row.position_id]),
            ]
            told = fates.shown(fates.of_position(row), self.state.document)
            made = [f"{words.capital(row.document_kind)}: "] if row.document_kind == "machine-made report" else []
            place = self.evidence([*made, work(row.document_id)], [row.locator], [row.phrase])
            if isinstance(row.attributed_to, str):
                said_by = nodes.inline("", "", as_text(words.capital(row.attributed_to)), classes=["attributed"])
                place.insert(0, [said_by, nodes.Text("; ")])
            place += inline(notes_on(positions=row.position_id), self.state.document)
            yield Row(row.position_id, row.label, cells, [*told, place], row.holder_name)


def charges(acts: pd.DataFrame) -> Iterator[nodes.Node]:
    """Yield in a few words who is to act, by what force, and by when; acts that are alike in all this are counted."""
    adopted = tracing.session_of_adoption(package())
    dates = [tracing.due_in_words(act, adopted) if isinstance(act.due, str) else "" for act in acts.itertuples()]
    alike = Counter(zip(acts["actors"].map(tuple), acts["force"].astype(str), dates, strict=True))
    for number, ((actors, force, due), count) in enumerate(alike.items()):
        told = [force, *([due] if due else []), *([f"in {words.count(count, 'act')}"] if count > 1 else [])]
        yield from [nodes.Text("; ")] if number else []
        yield from [*enumerated(ACTOR, actors), as_text(f" ({', '.join(told)})")]


def enumerated(facet: str, values: Sequence[str]) -> list[nodes.Node]:
    """Return values as a sentence lists them, each one by which the row can be found."""
    return in_a_sentence([Facet("", "", as_text(value), name=facet) for value in values])


def setup(app: Sphinx) -> None:
    """Add the directives."""
    for name, directive in {
        "message-register": Messages,
        "speaker-register": Speakers,
        "consultation-register": Consultations,
        "note-register": Notes,
        "provision-register": Provisions,
        "position-register": Positions,
    }.items():
        app.add_directive(name, directive)
