"""Explore: every message, statement and provision in one list, to be filtered where there is a script.

Without one it is a plain list, grouped by layer. What a record is filtered by is what its line says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective
from wsis20 import tracing, words

from wsis20_sphinx import fates
from wsis20_sphinx.directives.filters import ACTOR, WHOM, Facet, room
from wsis20_sphinx.letters import as_text
from wsis20_sphinx.records import (
    group_of,
    labels,
    messages_in_context,
    named_in,
    package,
    provision_name,
    record_reference,
    strongest_acts,
    themes_of,
)

SECTIONS = {
    "key message": "Key messages",
    "survey finding": "Findings of the survey",
    "statement": "Statements",
    "paragraph": "Paragraphs of the resolution",
    "recital": "Recitals of the resolution",
}
"""Titles of the lists, by layer."""
LAYER, REGION, KIND, FORCE, SPEAKER = "Layer", "Region", "Kind", "Strongest act", "Speaker"
GROUP, CALLS, THEME = "Group of the speaker", "What it does for calls", "Theme"
FACETS = (LAYER, REGION, KIND, SPEAKER, GROUP, FORCE, ACTOR, WHOM, fates.IN_SUMMARY, fates.IN_OUTCOME, CALLS, THEME)
SEVERAL = (ACTOR, WHOM, fates.IN_SUMMARY, THEME)
"""Facets of which a record can have several values."""
LESSER = (KIND, SPEAKER, GROUP, FORCE, ACTOR, WHOM, fates.IN_SUMMARY, CALLS)
"""Facets that are folded on a desk."""
MEETS = {
    "answers": "answers a call",
    "partly": "answers a call in part",
    "mentions": "only mentions what a call asks for",
    tracing.NONE: "meets no call",
}
"""What a provision does for the calls on record, by the best degree."""


READY = {
    "Calls for which nothing was found": {KIND: "call", fates.IN_OUTCOME: tracing.CLOSEST[tracing.NONE]},
    "Calls missing from the summary": {KIND: "call", fates.IN_SUMMARY: fates.UNREACHED},
    "Paragraphs that no call asked for": {LAYER: "paragraph", CALLS: MEETS[tracing.NONE]},
    "What the States are to do": {LAYER: "paragraph", ACTOR: "the States"},
}
"""Selections that a reader may want, by what they are called: the value of each filter that is set."""


@dataclass
class Entry:
    """A record: its kind and identifier, its label, what it says, and its values by facet."""

    kind: str
    key: str
    label: str
    text: str
    values: Mapping[str, Sequence[str]]


def entries() -> Iterator[Entry]:
    """Yield every record, messages in the order in which a reader meets them and then provisions."""
    yield from messages()
    yield from provisions()


def messages() -> Iterator[Entry]:
    """Yield messages, findings and statements."""
    themes = themes_of("codings", "message_id")
    groups = package()["appearances"].set_index("appearance_id")["stakeholder_group"].astype(object)
    for row in messages_in_context().itertuples():
        values = {LAYER: [row.layer], REGION: [row.region_name], KIND: [row.kind]}
        if row.layer == "statement":
            values |= {SPEAKER: [row.speaker], GROUP: [group_of(groups[row.appearance_id])]}
        if isinstance(row.addressee, str):
            values |= {ACTOR: [row.addressee]}
        values |= {**fates.in_short(row), THEME: names(themes[row.message_id])}
        yield Entry("message", row.message_id, row.label, row.paraphrase, values)


def provisions() -> Iterator[Entry]:
    """Yield recitals and paragraphs in the order of the document."""
    themes, forces = themes_of("provision_codings", "provision_id"), strongest_acts()
    acting, served = named_in("actors"), named_in("addressees")
    for row in package()["provisions"].sort_values("start_offset").itertuples():
        met = next(iter(fates.calls_met(row.provision_id)), tracing.NONE)
        layer = words.place_in_resolution(row).partition(" ")[0]
        force = forces.get(row.provision_id)
        values = {LAYER: [layer], FORCE: [force] if force else [], CALLS: [MEETS[met]]}
        values |= {ACTOR: acting.get(row.provision_id, []), WHOM: served.get(row.provision_id, [])}
        values |= {THEME: names(themes[row.provision_id])}
        yield Entry("provision", row.provision_id, provision_name(row), row.paraphrase, values)


def names(themes: Sequence[str]) -> list[str]:
    """Return the names of themes."""
    return [labels("theme")[theme].label for theme in themes]


class Explore(SphinxDirective):
    """``{explore}``: every record under its layer, with ready selections and a room for filters before them."""

    def run(self) -> list[nodes.Node]:
        """Return the room and a section for each layer; a search of the book finds the records in their registers."""
        every = list(entries())
        for name, asked in READY.items():
            if not any(answers(entry, asked) for entry in every):
                raise ExtensionError(f"{self.env.docname}:{self.lineno}: no record is among {name!r}")
        by_layer: dict[str, list[Entry]] = {layer: [] for layer in SECTIONS}
        for entry in every:
            by_layer[entry.values[LAYER][0]].append(entry)
        made = [self.section(layer, own) for layer, own in by_layer.items() if own]
        into = {SECTIONS[layer]: anchor(layer) for layer, own in by_layer.items() if own}
        return [ready(), *room("explore", "Search and filter all records", into, FACETS, SEVERAL, LESSER), *made]

    def section(self, layer: str, own: Sequence[Entry]) -> nodes.section:
        """Return the records of a layer."""
        name = anchor(layer)
        section = nodes.section("", nodes.title("", SECTIONS[layer]), ids=[name], names=[name])
        section += nodes.bullet_list("", *map(self.item, own), bullet="-", classes=["records"])
        return section

    def item(self, entry: Entry) -> nodes.list_item:
        """Return a record: a link to its register, what it says, and its values."""
        link = record_reference(entry.kind, entry.key, as_text(entry.label), self.env.docname)
        return nodes.list_item(
            "",
            nodes.paragraph("", "", link, classes=["permalink"]),
            nodes.paragraph("", "", as_text(entry.text), classes=["said"]),
            nodes.paragraph("", "", *line(entry), classes=["values"]),
        )


def answers(entry: Entry, asked: Mapping[str, str]) -> bool:
    """Return whether a record has all the values that are asked for."""
    return all(value in entry.values.get(facet, ()) for facet, value in asked.items())


def ready() -> nodes.bullet_list:
    """Return links to the ready selections; their addresses set the filters, which need a script."""
    links = [nodes.reference("", name, refuri=f"?{urlencode(asked)}", internal=True) for name, asked in READY.items()]
    items = [nodes.list_item("", nodes.paragraph("", "", link)) for link in links]
    return nodes.bullet_list("", *items, bullet="-", classes=["ready", "jumps", "pst-js-only"])


def anchor(layer: str) -> str:
    """Return the anchor of the records of a layer."""
    return nodes.make_id(SECTIONS[layer])


def line(entry: Entry) -> Iterator[nodes.Node]:
    """Yield the values of a record, those of a facet between commas."""
    shown = [(name, entry.values[name]) for name in FACETS if entry.values.get(name)]
    for place, (name, values) in enumerate(shown):
        for number, value in enumerate(values):
            if place or number:
                yield nodes.Text(", " if number else " · ")
            yield Facet("", "", as_text(value), name=name)


def setup(app: Sphinx) -> None:
    """Add the directive."""
    app.add_directive("explore", Explore)
