"""The vocabulary of a field, from its schema: the book never defines a term of the data a second time."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective
from wsis20 import datapackage

from wsis20_sphinx.inline import with_literals
from wsis20_sphinx.letters import as_text

TERM = re.compile(r"`([^`]+)`: (.+?)(?=\s`[^`]+`: |$)")


def definitions(field: str) -> dict[str, str]:
    """Return the terms that the description of a field (``table.field``) defines, each with its definition.

    Raises `ExtensionError` when there is no such field or a category of it is not defined.
    """
    table, _, name = field.partition(".")
    schemas = datapackage.load().schemas
    found = [entry for entry in schemas.get(table, {}).get("fields", []) if entry["name"] == name]
    if not found:
        raise ExtensionError(f"there is no field {field!r} in the data package")
    terms = dict(TERM.findall(found[0]["description"]))
    undefined = [category for category in found[0].get("categories", []) if category not in terms]
    if undefined:
        raise ExtensionError(f"{field}: the schema does not define {undefined[0]!r}")
    return terms


class Vocabulary(SphinxDirective):
    """``{vocabulary} messages.kind`` lists the terms of a field with their definitions."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return a definition list."""
        items = [
            nodes.definition_list_item(
                "",
                nodes.term("", "", as_text(term)),
                nodes.definition("", nodes.paragraph("", "", *with_literals(definition))),
            )
            for term, definition in definitions(self.arguments[0]).items()
        ]
        return [nodes.definition_list("", *items)]


def setup(app: Sphinx) -> None:
    """Add the directive."""
    app.add_directive("vocabulary", Vocabulary)
