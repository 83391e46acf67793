"""Statements of a consultation by who made them, each with what became of it, where something did."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective
from wsis20 import words
from wsis20.tables import Cell, Link

from wsis20_sphinx import fates
from wsis20_sphinx.directives.filters import jumps
from wsis20_sphinx.inline import paragraph
from wsis20_sphinx.records import group_of, messages_in_context, package


class Statements(SphinxDirective):
    """``{statements} astana-2024`` shows who said what at a consultation, in the order of its record.

    Who has no statement comes last. That a statement matches no key message is left to the words of the page.
    """

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return links to all who are named, and a section for each."""
        people = package()["appearances"].merge(package()["people"], on="person_id")
        people = people[people["consultation_id"] == self.arguments[0]]
        people = people.assign(silent=~people["appearance_id"].isin(package()["messages"]["appearance_id"]))
        people = people.sort_values(["silent", "sequence"])
        if people.empty:
            raise ExtensionError(f"{self.env.docname}:{self.lineno}: nobody is named at {self.arguments[0]!r}")
        into = {person.name: person.appearance_id for person in people.itertuples()}
        return [jumps(into, ["who", "only-html"]), *(self.section(person) for person in people.itertuples())]

    def section(self, person) -> nodes.section:
        """Return who somebody is, and a list of what this person said."""
        section = nodes.section("", nodes.title(person.name, person.name), ids=[person.appearance_id])
        section["names"] = [person.appearance_id]
        section += paragraph(introduction(person), self.state.document)
        messages = messages_in_context()
        own = messages[messages["appearance_id"] == person.appearance_id].sort_values("number")
        if own.empty:
            section += nodes.paragraph("", "The record sums up no statement.")
            return section
        items = [nodes.list_item("", *self.said(message)) for message in own.itertuples()]
        section += nodes.bullet_list("", *items, bullet="-", classes=["statements"])
        return section

    def said(self, message) -> Iterator[nodes.paragraph]:
        """Yield what was said, and of what kind it is with what became of it."""
        yield paragraph(
            [Link("message", message.message_id, f"{message.number}."), f" {message.paraphrase}"], self.state.document
        )
        kind = f"{words.capital(message.kind)}. "
        yield from fates.shown([kind, *fates.in_full(message, unmatched="")], self.state.document)


def introduction(person) -> Cell:
    """Return who somebody was on that day, as printed, and in what role."""
    country = words.country(person.country_code) if isinstance(person.country_code, str) else ""
    post = words.post(person.post)
    printed = f", {country}" if country and country not in post else ""
    place = Link("speaker", person.person_id, "in the register")
    return [f"{post}{printed} ({person.role}, {group_of(person.stakeholder_group)}; ", place, ")."]


def setup(app: Sphinx) -> None:
    """Add the directive."""
    app.add_directive("statements", Statements)
