"""Profiles of regions: what was said first, then who said it and where, and what is missing last; and all in short."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import pandas as pd
from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective
from wsis20 import coding, datapackage, locator, tracing, words
from wsis20.tables import Cell, Link, joined, message_links

from wsis20_sphinx import fates
from wsis20_sphinx.inline import paragraph
from wsis20_sphinx.letters import as_text, linked
from wsis20_sphinx.records import (
    links,
    messages_in_context,
    package,
    positions_in_context,
    source,
    when,
    where,
    written,
)

SHARED = ("consultations.", "regions.")  # fields of these tables are of more than one document


@dataclass(frozen=True)
class Block:
    """A paragraph of a profile, or with a ``list`` an item of one: ``bullet`` or ``enumerated``, ``fate`` below it."""

    cell: Cell
    list: str = ""
    fate: Cell = ""


def items(cells: Sequence[Cell]) -> Iterator[Block]:
    """Yield cells as the items of a list."""
    return (Block(cell, "bullet") for cell in cells)


class Profile(SphinxDirective):
    """``{profile} africa`` shows what the dataset holds of a region."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the sections of the profile."""
        regions = package()["regions"].set_index("region_id", drop=False)
        if self.arguments[0] not in regions.index:
            raise ExtensionError(f"{self.env.docname}:{self.lineno}: there is no region {self.arguments[0]!r}")
        region = regions.loc[self.arguments[0]]
        label = f"profile-{self.arguments[0]}"
        if label not in {name for target in self.state.document.findall(nodes.target) for name in target["names"]}:
            what = f"the profile of {self.arguments[0]!r} belongs on the page with the label {label!r}"
            raise ExtensionError(f"{self.env.docname}:{self.lineno}: {what}")
        told = [(title, list(blocks)) for title, blocks in sections(region)]
        return [self.section(region.region_id, title, blocks) for title, blocks in told if blocks]

    def section(self, region: str, title: str, blocks: Sequence[Block]) -> nodes.section:
        """Return a section of paragraphs and lists."""
        key = f"{region}-{nodes.make_id(title)}"
        section = nodes.section("", nodes.title(title, title), ids=[key], names=[key])
        for kind, members in groupby(blocks, key=lambda block: block.list):
            said = [self.paragraphs(block) for block in members]
            section += listed(kind, said) if kind else [part for parts in said for part in parts]
        return section

    def paragraphs(self, block: Block) -> list[nodes.paragraph]:
        """Return what a block says, and below it what became of that."""
        document = self.state.document
        return [paragraph(block.cell, document), *fates.shown(block.fate, document)]


def listed(kind: str, said: Sequence[Sequence[nodes.paragraph]]) -> nodes.Element:
    """Return paragraphs as a list; each item has several."""
    items = [nodes.list_item("", *paragraphs) for paragraphs in said]
    if kind == "bullet":
        return nodes.bullet_list("", *items, bullet="-")
    return nodes.enumerated_list("", *items, enumtype="arabic", prefix="", suffix=".")


def sections(region) -> Iterator[tuple[str, Iterator[Block]]]:
    """Yield headings and blocks of a profile, in one order for all regions; a section of no blocks is left out."""
    yield "Its key messages", key_messages(region)
    yield "The themes", themes(region)
    yield "Who spoke", voices(region)
    yield "The consultation" if len(consultations_of(region)) == 1 else "The consultations", consultation(region)
    yield "In the negotiation", positions(region)
    yield "What is missing", missing(region)
    yield "Notes on the sources", notes(region)


def of(region, layer: str):
    """Return the messages of a region in one layer."""
    messages = messages_in_context()
    return messages[(messages["region_id"] == region.region_id) & (messages["layer"] == layer)]


def consultations_of(region):
    """Return the consultations of a region, by date."""
    frame = package()["consultations"]
    return frame[frame["region_id"] == region.region_id].sort_values("start_date")


def missing(region) -> Iterator[Block]:
    """Say what the documents do not give for a region."""
    name = words.capital(words.region(region["name"]))
    if datapackage.status_of_regions(package())[region.region_id] == "planned":
        yield Block(
            "The consultation of this region had not been held when the progress report was presented. "
            f"{name} therefore has no messages here, which is not the same as having said nothing. "
            "No document read for this book says whether it took place, or what was said."
        )
        return
    meetings = consultations_of(region)
    recorded = meetings["consultation_id"].isin(of(region, "statement")["consultation_id"])
    unrecorded = [meeting(row) for row in meetings[~recorded].itertuples()]
    told = []
    if unrecorded:
        told.append(f"There is no record here that tells who said what at {words.listing(unrecorded)}.")
        them = "it" if len(unrecorded) == 1 else "them"
        told.append(f"The key messages are all that is known here of {them}, and whoever summed it up picked them.")
    if recorded.any():
        told.append("A record sums up what was said; it is no transcript.")
    for row in meetings.itertuples():
        absent = [
            label
            for label, value in (("the form", row.format), ("the venue", written(row.venue)))
            if value in ("not stated", "")
        ]
        if absent:
            told.append(f"The documents do not state {words.listing(absent)} of {meeting(row)}.")
    yield Block(" ".join([*told, "How many people took part, and from where, is not in the data."]))


def meeting(row) -> str:
    """Return what a consultation is called in a sentence."""
    return f"the meeting in {row.city}" if written(row.city) else row.title


def consultation(region) -> Iterator[Block]:
    """Tell of the meetings of a region."""
    told: list[Cell] = []
    for row in consultations_of(region).itertuples():
        said = ", ".join(filter(None, [when(row), where(row)]))
        told.append(
            [
                Link("consultation", row.consultation_id),
                f" ({row.status}): {' '.join(filter(None, [f'{said}.', written(row.note)]))} (",
                *source(row.document_id, row.locator),
                ")",
            ]
        )
    yield Block(joined(told, " "))
    if isinstance(region.note, str):
        yield Block(region.note)


def key_messages(region) -> Iterator[Block]:
    """List the key messages of a region, each with what became of it."""
    for row in of(region, "key message").sort_values("number").itertuples():
        said: Cell = [f"{row.paraphrase} ({row.kind}; ", Link("message", row.message_id), ")"]
        yield Block(said, "enumerated", fates.in_full(row))


def themes(region) -> Iterator[Block]:
    """List the themes of the key messages of a region, and which of them no other region has."""
    codings = datapackage.of_pass(package(), "codings")
    given = codings.merge(messages_in_context()[["region_id", "layer"]], on="message_id")
    given = given[(given["layer"] == "key message") & (given["region_id"] != "global")]
    own = given[given["region_id"] == region.region_id]
    themed = given[given["theme_id"] != coding.NO_THEME]
    elsewhere = set(themed[themed["region_id"] != region.region_id]["theme_id"])
    by_theme = themed[themed["region_id"] == region.region_id].groupby("theme_id", sort=False)["message_id"].agg(list)
    for theme, messages in by_theme.items():
        alone = "" if theme in elsewhere else "; in no other region's key messages"
        yield Block([Link("theme", theme), ": ", *links("message", messages), alone], "bullet")
    if bare := own.loc[own["theme_id"] == coding.NO_THEME, "message_id"].tolist():
        yield Block(["Without a theme: ", *links("message", bare), "."])
    spoken = codings.merge(of(region, "statement")[["number"]], on="message_id")
    if not spoken.empty:
        yield Block("In statements, by number:")
    themes = package()["themes"].sort_values(["theme_group", "label"], ignore_index=True)
    place = pd.Series(themes.index, index=themes["theme_id"])
    spoken = spoken.assign(place=spoken["theme_id"].map(place)).sort_values(["place", "number"])
    themed = spoken["theme_id"] != coding.NO_THEME
    for theme, said in spoken[themed].groupby("theme_id", sort=False):
        yield Block([Link("theme", theme), ": ", *message_links(said)], "bullet")
    if not themed.all():
        yield Block(["Without a theme: ", *message_links(spoken[~themed]), "."])


def voices(region) -> Iterator[Block]:
    """List the people whom the documents name at the consultation of a region."""
    people = package()["appearances"]
    people = people[people["consultation_id"].isin(consultations_of(region)["consultation_id"])].sort_values("sequence")
    if people.empty:
        return
    statements = of(region, "statement")
    said, by = words.count(len(statements), "statement"), statements["appearance_id"].nunique()
    whose = "theirs" if by == len(people) else f"{words.number(by)} of them"
    are = "is" if len(people) == 1 else "are"
    yield Block(f"On record {are} {words.count(len(people), 'person', 'people')}, with {said} of {whose}.")
    yield from items([[Link("speaker", row.person_id), f", {row.role}"] for row in people.itertuples()])


def positions(region) -> Iterator[Block]:
    """List the positions of 2025 of holders that lie or work in a region, which are no part of its consultation."""
    frame = positions_in_context()
    own = frame[frame["region_id"] == region.region_id]
    if own.empty:
        return
    yield Block(" ".join(["These are positions of single holders, apart from the consultation.", *how_read(own)]))
    for _, said in own.groupby("holder_id", sort=False):
        holder = said.iloc[0]
        yield Block([f"{holder.holder_name} ({holder.holder_kind}). {holder.region_basis}"])
        for row in said.itertuples():
            told = fates.of_position(row)
            yield Block([f"{row.paraphrase} ({row.kind}; ", Link("position", row.position_id), ")"], "bullet", told)


def how_read(positions: pd.DataFrame) -> list[str]:
    """Return what follows for readers from how much of the documents of positions was read; nothing where all was."""
    whole = positions["access"].astype(str) == "text held"
    if whole.all():
        return []
    which = "some documents only a part" if whole.any() else "every document only the opening"
    return [f"Of {which} could be read, so nothing follows from what is not here."]


def notes(region) -> Iterator[Block]:
    """List the notes on the sources that concern a region.

    They are those on the record of its meeting, on the places that announce its meetings, on its key messages in the
    report, those that name it (by the words before an *and*) and touch the consultations or the regions, and, as long
    as a meeting of its is planned, those on what is planned.
    """
    frame = package()["source_notes"].sort_values("note_id")
    meetings, key_messages = consultations_of(region), of(region, "key message")
    records = set(of(region, "statement")["document_id"])
    announced = set(zip(meetings["document_id"], meetings["locator"], strict=True))
    lists = {
        (row.document_id, place.rpartition(", item")[0]) for row in key_messages.itertuples() for place in row.locator
    }
    named = re.compile(rf"\b{re.escape(region['name'].partition(' and ')[0])}\b")
    planned = set(meetings.loc[meetings["status"] == "planned", "document_id"])
    own = [
        row
        for row in frame.itertuples()
        if {row.document_id, row.other_document_id} & records
        or any(row.document_id == document and locator.overlap(row.locator, place) for document, place in announced)
        or any(row.document_id == document and locator.within(row.locator, place) for document, place in lists)
        or (named.search(row.description) and any(field.startswith(SHARED) for field in row.affects))
        or (row.document_id in planned and "consultations.status" in row.affects)
    ]
    yield from items([[f"{row.description} (", Link("note", row.note_id, "see the note"), ")"] for row in own])


class AtLarge(SphinxDirective):
    """``{for-developing}`` lists the paragraphs that act for developing countries at large on what Africa needs."""

    def run(self) -> list[nodes.Node]:
        """Return a list: each paragraph, what it sets whom to do, and that this counts for no call of the region."""
        acts = tracing.for_developing(package(), tracing.NEEDED)
        told = []
        for key, own in acts.groupby("provision_id", sort=False):
            done = "; ".join(f"{act.object} ({act.force})" for act in own.itertuples())
            told.append([paragraph([Link("provision", str(key)), f": {done}"], self.state.document)])
        return [listed("bullet", told)]


def met(message) -> list[nodes.Node]:
    """Return in a few words what a call met in the resolution, with its mark; nothing after a message that is none."""
    whole = dict.fromkeys((tracing.POINTS, "partly"), f"{tracing.MET['answers']} ")  # it stands alone here
    if message.kind != "call":
        return []
    match = fates.closest()[message.message_id]
    told = whole.get(match, "") + tracing.met_in_words(message.message_id, match)
    return [as_text(" "), nodes.inline("", "", as_text(told), classes=["met", match])]


class ClosestMatches(SphinxDirective):
    """``{closest-matches}`` says in a row how many calls of the regions the resolution meets how far."""

    def run(self) -> list[nodes.Node]:
        """Return a list: for each closest match that a call has the number of calls, with its mark."""
        told = [
            [
                nodes.inline(
                    "",
                    "",
                    nodes.strong("", str(len(own))),
                    as_text(f" {tracing.CLOSEST[match]}"),
                    classes=["met", match],
                )
            ]
            for match, own in fates.of_regions().items()
        ]
        rows = [nodes.list_item("", nodes.paragraph("", "", *own)) for own in told]
        return [nodes.bullet_list("", *rows, classes=["matches"])]


class KeyMessages(SphinxDirective):
    """``{key-messages}`` shows the key messages of every region, with links to each and to its profile."""

    def run(self) -> list[nodes.Node]:
        """Return a list of the regions, and in each item a list of its messages."""
        regions, status = package()["regions"], datapackage.status_of_regions(package())
        found = nodes.bullet_list("", classes=["key-messages"])
        for region in regions[regions["scope"] == "regional"].sort_values("sort_order").itertuples():
            name = nodes.paragraph(
                "", "", profile_of(region.region_id, region.name, self.env.docname), classes=["region"]
            )
            said = nodes.bullet_list("", *map(self.message, of(region, "key message").itertuples()))
            absent = f"No message: its consultation {datapackage.WHY_ABSENT[status[region.region_id]]}."
            own = said if len(said) else paragraph(absent, self.state.document)
            found += nodes.list_item("", name, own, classes=[f"region-{region.sort_order}"])
        return [found]

    def message(self, row) -> nodes.list_item:
        """Return a key message with its number, and what it met if it is a call."""
        told = paragraph([Link("message", row.message_id, str(row.number)), f" {row.paraphrase}"], self.state.document)
        told += [*met(row), *self.apart(row)]
        return nodes.list_item("", told)

    def apart(self, row) -> list[nodes.Node]:
        """Return that our rule leaves out what is for developing countries at large, of a call which that costs."""
        found = fates.for_developing(row)
        if not found:
            return []
        link = place_of(f"{fates.OF_RULE}-at-large", "for developing countries at large", self.env.docname)
        said = f" By our rule {words.count(len(found), 'paragraph')} {'does' if len(found) == 1 else 'do'} not count: "
        return [as_text(f"{said}{'it is' if len(found) == 1 else 'they are'} "), link, as_text(".")]


def profile_of(region: str, name: str, docname: str) -> pending_xref:
    """Return a link to the profile of a region; it stays text where no page has the label ``profile-`` and the key."""
    return place_of(f"profile-{region}", name, docname)


def place_of(label: str, name: str, docname: str) -> pending_xref:
    """Return a link to a place by its label; it stays text where no page has it."""
    return pending_xref(
        "",
        linked(as_text(name)),
        refdomain="std",
        reftype="ref",
        reftarget=label,
        refdoc=docname,
        refexplicit=True,
        refwarn=False,
    )


def setup(app: Sphinx) -> None:
    """Add the directives."""
    app.add_directive("profile", Profile)
    app.add_directive("for-developing", AtLarge)
    app.add_directive("closest-matches", ClosestMatches)
    app.add_directive("key-messages", KeyMessages)
