"""The codebook: every theme with its rule, its examples and the agreement on it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from wsis20 import coding, datapackage, words
from wsis20.tables import Link, Part, joined

from wsis20_sphinx.inline import block
from wsis20_sphinx.letters import as_text
from wsis20_sphinx.records import links, messages_in_context, note_place, package, provision_link


class Codebook(SphinxDirective):
    """``{codebook}``: the entries of the codebook by group, each with an anchor and its messages."""

    def run(self) -> list[nodes.Node]:
        """Return one section per group."""
        return [self.group(name, themes) for name, themes in coding.groups_of_themes(package()["themes"])]

    def group(self, name: str, themes: pd.DataFrame) -> nodes.section:
        """Return the themes of one group under its name."""
        key = f"group-{nodes.make_id(name)}"
        section = nodes.section("", nodes.title("", "", as_text(name)), ids=[key], names=[key])
        section.extend(self.entry(theme) for theme in themes.itertuples())
        return section

    def entry(self, theme) -> nodes.section:
        """Return one theme: what it is, when to give it and when not, and the messages that have it."""
        note_place(self.env, "theme", theme.theme_id)
        section = nodes.section(
            "", nodes.title("", "", as_text(theme.label)), ids=[theme.theme_id], names=[theme.theme_id]
        )
        given = datapackage.of_pass(package(), "codings").query("theme_id == @theme.theme_id")["message_id"]
        messages = messages_in_context()
        having = messages[messages["message_id"].isin(given)]
        coded = datapackage.of_pass(package(), "provision_codings").query("theme_id == @theme.theme_id")
        provisions = package()["provisions"].sort_values("start_offset")
        spoken = provisions[provisions["provision_id"].isin(coded["provision_id"])]
        parts_of_entry = {
            "Definition": theme.definition,
            "When to use": theme.include,
            "When not": theme.exclude,
            "Example (made up)": theme.example,
            "Counter-example (made up)": f"{theme.counter_example} {theme.counter_reason}",
            "Related": links("theme", theme.related) or "none",
            "Elsewhere": f"WSIS action lines: {', '.join(theme.action_lines) or 'none'}. "
            f"SDGs: {', '.join(theme.sdgs) or 'none'}.",
            "Messages": counted([Link("message", key) for key in having["message_id"]]),
            "Resolution": counted([provision_link(row) for row in spoken.itertuples()]),
        }
        items = [self.item("Identifier", nodes.paragraph("", "", nodes.literal("", theme.theme_id)))]
        items += [self.item(term, *block(cell, self.state.document)) for term, cell in parts_of_entry.items()]
        section += nodes.definition_list("", *items, classes=["entry"])
        return section

    def item(self, term: str, *said: nodes.Node) -> nodes.definition_list_item:
        """Return a part of an entry under its name."""
        return nodes.definition_list_item("", nodes.term(term, term), nodes.definition("", *said))


def counted(found: Sequence[Link]) -> list[Part]:
    """Return how many records there are, and links to them."""
    return [f"{words.capital(words.number(len(found)))}{': ' if found else ''}", *joined(found)]


def setup(app: Sphinx) -> None:
    """Add the directive."""
    app.add_directive("codebook", Codebook)
