"""The finder: regions, countries, organizations and groups by their names, each with links to what is on record of it.

It lists whoever spoke, held a meeting or a position, is asked to act, or is named as whom an act is for. It tells what
is on record, and says nothing of those who are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from wsis20 import words
from wsis20.tables import Link, Part

from wsis20_sphinx.directives import explore, ledger
from wsis20_sphinx.directives.filters import ACTOR, WHOM, jumps
from wsis20_sphinx.directives.regions import profile_of
from wsis20_sphinx.html.scripts import for_room
from wsis20_sphinx.inline import inline
from wsis20_sphinx.letters import as_text
from wsis20_sphinx.records import links, messages_in_context, package, positions_in_context, when
from wsis20_sphinx.search import countries

EXPLORE, POSITIONS, LEDGER = "explore.html", "positions.html", "ledger.html"
"""Pages to which names lead."""
PLACES = ("Regions", "Countries", "Organizations and groups")
"""The parts of the list."""
BOX = "name-box"
"""The room that ``_static/names.js`` fills."""
LEADING = ("united nations ", "un ", "the ")
"""Words with which a name may begin or not, and mean the same."""


@dataclass
class Entry:
    """What is on record of one name: ``also`` is another name of it, and each line of ``told`` nodes.

    One that has a ``profile`` is found there by a search, and has no anchor here.
    """

    name: str
    also: str = ""
    profile: bool = False
    told: list[list[nodes.Node]] = field(default_factory=list)


class Finder(SphinxDirective):
    """``{finder}``: all names in three lists, with links to the records of each."""

    def run(self) -> list[nodes.Node]:
        """Return links to the lists, and a section for each."""
        into = {title: nodes.make_id(title) for title in PLACES}
        lists = (self.regions(), self.countries(), self.others())
        sections = [self.section(title, own) for title, own in zip(PLACES, lists, strict=True)]
        return [nodes.container(classes=[BOX, "pst-js-only"]), jumps(into, ["jumps"]), *sections]

    def section(self, title: str, own: Sequence[Entry]) -> nodes.section:
        """Return a list of names, each with an anchor."""
        section = nodes.section("", nodes.title("", title), ids=[nodes.make_id(title)], names=[nodes.make_id(title)])
        items = []
        for entry in own:
            term = nodes.term("", "", as_text(entry.name), *([as_text(f" ({entry.also})")] if entry.also else []))
            term["ids"] = [] if entry.profile else [anchor(entry.name)]
            lines = [nodes.paragraph("", "", *line, nodes.Text(".")) for line in entry.told]
            items.append(nodes.definition_list_item("", term, nodes.definition("", *lines)))
        section += nodes.definition_list("", *items, classes=["names"])
        return section

    def regions(self) -> list[Entry]:
        """Return the regions, in the order of the data."""
        frame = package()["regions"].sort_values("sort_order")
        consultations, positions = package()["consultations"], positions_in_context()
        messages = messages_in_context()
        made = []
        for region in frame.itertuples():
            entry = Entry(region.name, profile=True)
            if region.scope == "regional":
                entry.told.append(
                    [nodes.Text("Profile: "), profile_of(region.region_id, region.name, self.env.docname)]
                )
            held = consultations[consultations["region_id"] == region.region_id]
            if len(held):
                ids = held.sort_values("start_date")["consultation_id"].tolist()
                entry.told.append(self.nodes(["Consultations: ", *links("consultation", ids)]))
            layers = messages.loc[messages["region_id"] == region.region_id, "layer"].astype(str)
            if len(layers):
                told = words.capital(words.count(len(layers), "message"))
                if layers.nunique() > 1:
                    counts = layers.value_counts(sort=False)
                    told += f": {words.listing([words.count(int(own), layer) for layer, own in counts.items()])}"
                entry.told.append([to(told, EXPLORE, {explore.REGION: region.name})])
            holders = positions.loc[positions["region_id"] == region.region_id, "holder_name"]
            if len(holders):
                entry.told.append(
                    [nodes.Text("Positions of 2025: "), *among([self.held(one) for one in sorted(set(holders))])]
                )
            made.append(entry)
        return made

    def countries(self) -> list[Entry]:
        """Return the countries of speakers, meetings and positions, by name."""
        people, regions = package()["appearances"], package()["regions"].set_index("region_id")["name"]
        meetings = package()["consultations"].dropna(subset="country_code")
        positions = positions_in_context()
        of_states = positions.loc[positions["holder_kind"] == "State", "holder_name"]
        made = []
        for code, names in countries.known().items():
            name = names[0]
            entry, areas = Entry(name), []
            spoke = people[
                [row.country_code == code or countries.named_in(str(row.post), names) for row in people.itertuples()]
            ]
            for row in spoke.itertuples():
                entry.told.append(self.speaker(row.person_id, str(row.post)))
                areas.append(row.country_region_id)
            for row in meetings[meetings["country_code"] == code].itertuples():
                verb = "was to be held" if row.status == "planned" else "was held"
                entry.told.append(
                    self.nodes([f"A meeting {verb} there, {when(row)}: ", Link("consultation", row.consultation_id)])
                )
            if name in set(of_states):
                entry.told.append([nodes.Text("Positions of 2025: "), self.held(name)])
                areas.extend(positions.loc[positions["holder_name"] == name, "region_id"])
            for area in dict.fromkeys(area for area in areas if area in regions.index):
                entry.told.append([nodes.Text("Region: "), profile_of(area, regions[area], self.env.docname)])
            if entry.told:
                made.append(entry)
        return sorted(made, key=lambda entry: entry.name)

    def others(self) -> list[Entry]:
        """Return organizations and groups: those who spoke, convened, hold positions, are to act or are named."""
        found: dict[str, Entry] = {}
        records = list(explore.entries())
        every, due = package(), ledger.by_actor()
        for row in every["organizations"].itertuples():
            entry = found.setdefault(key(row.name), Entry(row.name))
            entry.also = row.acronym if isinstance(row.acronym, str) and row.acronym != row.name else ""
            for person in every["appearances"].itertuples():
                if person.organization_id == row.organization_id:
                    entry.told.append(self.speaker(person.person_id, str(person.post)))
            convened = [
                one.consultation_id
                for one in every["consultations"].itertuples()
                if row.organization_id in one.organizers
            ]
            if convened:
                entry.told.append(self.nodes(["Convened: ", *links("consultation", convened)]))
        own = positions_in_context()
        for name in sorted(set(own.loc[own["holder_kind"] != "State", "holder_name"])):
            entry = found.setdefault(key(name), Entry(name))
            entry.told.append([nodes.Text("Positions of 2025: "), self.held(name)])
        for name in sorted(values(records, explore.GROUP)):
            number = words.count(len(having(records, explore.GROUP, name)), "statement")
            entry = found.setdefault(key(name), Entry(words.capital(name)))
            entry.told.append(
                [
                    to(words.capital(number), EXPLORE, {explore.GROUP: name}),
                    nodes.Text(" by speakers of this group"),
                ]
            )
        for name in sorted(values(records, ACTOR)):
            entry = found.setdefault(key(name), Entry(words.capital(name)))
            if name in due:
                told = words.count(len(due[name]), "act")
                entry.told.append(
                    [nodes.Text("Is to do by the resolution: "), reference(told, f"{LEDGER}#{ledger.anchor(name)}")]
                )
            asked = [one.key for one in having(records, ACTOR, name) if one.kind == "message"]
            if asked:
                entry.told.append(self.nodes(["Asked to act by: ", *links("message", asked)]))
        for name in sorted(values(records, WHOM)):
            entry = found.setdefault(key(name), Entry(words.capital(name)))
            number = words.count(len(having(records, WHOM, name)), "paragraph")
            entry.told.append([nodes.Text("Named as for whom or to whom: "), to(number, EXPLORE, {WHOM: name})])
        return sorted((entry for entry in found.values() if entry.told), key=lambda entry: key(entry.name))

    def speaker(self, person: str, post: str) -> list[nodes.Node]:
        """Return a speaker with the post as printed, and a link to what is on record of what was said."""
        messages = messages_in_context()
        name = package()["people"].set_index("person_id").at[person, "name"]
        number = int((messages["speaker"] == name).sum())
        told = self.nodes(["Spoke: ", Link("speaker", person), f", {words.post(post)}"])
        if not number:
            return told
        return [*told, nodes.Text(": "), to(words.count(number, "statement"), EXPLORE, {explore.SPEAKER: name})]

    def held(self, holder: str) -> nodes.reference:
        """Return a link to the positions of a holder, by the number that there are."""
        number = int((positions_in_context()["holder_name"] == holder).sum())
        return to(f"{holder} ({number:,})", POSITIONS, {"Holder": holder})

    def nodes(self, parts: Sequence[Part]) -> list[nodes.Node]:
        """Return the words and links of a line."""
        return inline(list(parts), self.state.document)


def reference(text: str, address: str) -> nodes.reference:
    """Return a link to a page of the book."""
    return nodes.reference("", "", as_text(text), refuri=address, internal=True)


def to(text: str, page: str, asked: dict[str, str]) -> nodes.reference:
    """Return a link to what a page shows by a filter; without a script it shows all."""
    return reference(text, f"{page}?{urlencode(asked)}")


def among(own: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Return nodes with commas between them."""
    return [node for number, one in enumerate(own) for node in ([nodes.Text(", ")] if number else []) + [one]]


def values(records: Sequence[explore.Entry], facet: str) -> set[str]:
    """Return all that records have as values of a facet, but that nobody is named or a group is not known."""
    unknown = (ledger.NOBODY, "group not determined")
    return {value for record in records for value in record.values.get(facet, ()) if value not in unknown}


def having(records: Sequence[explore.Entry], facet: str, value: str) -> list[explore.Entry]:
    """Return the records with a value of a facet."""
    return [record for record in records if value in record.values.get(facet, ())]


def key(name: str) -> str:
    """Return by what names are the same.

    >>> key("United Nations Commission on X") == key("Commission on X"), key("UN Trade"), key("private sector")
    (True, 'trade', 'private sector')
    """
    plain = name.casefold()
    for words_before in LEADING:
        plain = plain.removeprefix(words_before)
    return plain


def anchor(name: str) -> str:
    """Return the anchor of a name."""
    return nodes.make_id(f"find-{name}")


def setup(app: Sphinx) -> None:
    """Add the directive, and the script of its box."""
    app.add_directive("finder", Finder)
    app.connect("html-page-context", for_room(BOX, "names.js"))
