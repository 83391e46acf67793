"""Fields of the data package: their vocabulary and dictionary, and numbers of rows and of empty cells.

The book never defines a term of the data a second time, and no number of rows is typed.
"""

from __future__ import annotations

import re

import pandas as pd
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective, SphinxRole
from wsis20 import datapackage, documentation, words
from wsis20.tables import NEW, Table, joined

from wsis20_sphinx import outputs
from wsis20_sphinx.directives.filters import jumps
from wsis20_sphinx.html.endings import FOLDED
from wsis20_sphinx.inline import with_literals
from wsis20_sphinx.letters import as_text
from wsis20_sphinx.records import package, work


def rows(expression: str) -> int:
    """Return the number of rows of a table, of those with a value in a field, or of those with a certain value.

    ``expression`` is a table; or table and field, "second_readings decision"; or with a value, "source_notes
    kind=misprint". Raises `ValueError` when there is no such table, field or category.
    """
    table, _, condition = expression.partition(" ")
    name, equals, value = condition.partition("=")
    if table not in package() or (name and name not in package()[table]):
        raise ValueError(f"there is no table or field {expression!r} in the data package")
    if not name:
        return len(package()[table])
    column = package()[table][name]
    if not equals:
        return int(column.notna().sum())
    found = int((column.astype(str) == value).sum())
    if not found:
        raise ValueError(f"no row of {table} has {value!r} in {name}")
    return found


class Rows(SphinxRole):
    """``{rows}`source_notes kind=misprint` `` is replaced by the number of such rows, in words where it is small."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the number."""
        try:
            return [nodes.Text(words.number(rows(self.text)))], []
        except ValueError as error:
            source, line = self.get_source_info()
            raise ExtensionError(f"{source}:{line}: {error}") from None


class Completeness(SphinxDirective):
    """``{completeness}`` shows how many values of each table are missing, and in which way."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        labels = list(package().missing("messages").columns)
        lines = []
        for table in package():
            missing = package().missing(table).sum().reindex(labels, fill_value=0)
            cells = len(package()[table]) * len(package()[table].columns)
            lines.append([table, f"{len(package()[table]):,}", f"{cells:,}", *(f"{n:,}" for n in missing)])
        heads = ["Table", "Rows", "All cells", *(words.capital(label) for label in labels)]
        frame = pd.DataFrame(lines, columns=heads)
        shown = Table("tab-completeness", "Missing values by table and reason.", frame, [24, 9, 10, 18, 20, 22])
        return [outputs.table(shown.to_data(), self.state.document)]


class Coverage(SphinxDirective):
    """``{coverage}`` shows how much of each text that is held stands in a unit, and how much is left out."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        units = {"passages": "messages", "provisions": "provisions", "positions": "positions"}
        lengths = {
            table: frame.assign(size=frame["end_offset"] - frame["start_offset"]).groupby("document_id")["size"].sum()
            for table, frame in ((table, package()[table]) for table in (*units, "exclusions"))
        }
        lines = []
        held = package()["documents"].dropna(subset="characters").sort_values("title")
        for row in held.itertuples():
            parts = {what: lengths[table].get(row.document_id, 0) for table, what in units.items()}
            left = lengths["exclusions"].get(row.document_id, 0)
            rest = row.characters - sum(parts.values()) - left
            counted = [(f"in {what}", part) for what, part in parts.items() if part]
            told = [f"{words.capital(what)}: {part / row.characters:.1%}" for what, part in counted]
            opening = "the opening" if row.access == "opening held" else "all"
            cells = [f"{row.characters:,}, {opening}", joined(told, NEW), share(left, row), share(rest, row)]
            lines.append([[work(row.document_id), f" {row.title}"], *cells])
        heads = ["Document", "Characters held", "In a unit", "Left out, with a reason", "Neither"]
        frame = pd.DataFrame(lines, columns=heads)
        shown = Table(
            "tab-coverage", "What of each text that is held stands in the tables.", frame, [36, 16, 20, 14, 14]
        )
        return [outputs.table(shown.to_data(), self.state.document)]


def share(part: int, document) -> str:
    """Return a part of the characters of a document as a share."""
    return f"{part / document.characters:.1%}"


TERM = re.compile(r"`([^`]+)`: (.+?)(?=\s`[^`]+`: |$)")


def definitions(field: str) -> dict[str, str]:
    """Return the terms that the description of a field (``table.field``) defines, each with its definition.

    Raises `ExtensionError` when there is no such field or a category of it is not defined.
    """
    table, _, name = field.partition(".")
    schemas = package().schemas
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


class About(SphinxDirective):
    """``{about-data}`` says what the data package is, under which licence, and how its files are made."""

    def run(self) -> list[nodes.Node]:
        """Return paragraphs, and a section on the files."""
        descriptor = datapackage.read_descriptor()
        licence = descriptor["licenses"][0]
        terms = self.paragraph(f"Version {descriptor['version']}. Licence:")
        link = nodes.reference("", "", as_text(licence["title"]), refuri=licence["path"], internal=False)
        terms += [nodes.Text(" "), link, nodes.Text(".")]
        terms += nodes.Text("".join(f" {told}" for told in documentation.exceptions(descriptor)))
        files = nodes.section("", nodes.title("", "Files"), ids=["files"], names=["files"])
        files += [self.paragraph(text) for text in documentation.BYTES.split("\n\n")]
        return [self.paragraph(descriptor["description"]), terms, files]

    def paragraph(self, text: str) -> nodes.paragraph:
        """Return a paragraph in which names of the data are set as such."""
        return nodes.paragraph("", "", *with_literals(" ".join(text.split())))


class Dictionary(SphinxDirective):
    """``{dictionary}`` lists tables and fields; a field has the anchor ``table-field``, as in ``messages-kind``."""

    def run(self) -> list[nodes.Node]:
        """Return links to the tables, and one section per table."""
        resources = datapackage.read_descriptor()["resources"]
        into = {resource["name"]: table_anchor(resource["name"]) for resource in resources}
        tables = jumps(into, ["jumps", "tables", "only-html"])
        return [tables, *(self.table(resource) for resource in resources)]

    def table(self, resource: dict) -> nodes.section:
        """Return what a table is, its keys, and its fields."""
        name, schema = resource["name"], package().schemas[resource["name"]]
        section = nodes.section("", nodes.title(name, name), ids=[table_anchor(name)], names=[f"table-{name}"])
        about = f"{resource['description']} {len(package()[name])} rows. {documentation.keys(schema)}"
        section += nodes.paragraph("", "", *with_literals(about))
        link = nodes.reference("", f"{name}.csv", refuri=f"datapackage/{resource['path']}", internal=False)
        section += nodes.paragraph("", "", link, classes=["only-html"])
        fields = nodes.definition_list("", *(self.field(name, field) for field in schema["fields"]))
        fields[FOLDED] = f"{len(schema['fields'])} fields of {name}"
        section += fields
        return section

    def field(self, table: str, field: dict) -> nodes.definition_list_item:
        """Return name, type, description and example of a field."""
        required = "" if field.get("constraints", {}).get("required") else ", may be missing"
        anchor = f"{table}-{field['name']}".replace("_", "-")
        term = nodes.term(
            "", "", nodes.literal("", field["name"]), nodes.Text(f" ({field['type']}{required})"), ids=[anchor]
        )
        meaning = nodes.paragraph("", "", *with_literals(field["description"]))
        meaning += [nodes.Text(" Example: "), nodes.literal("", str(field["example"]))]
        if documentation.lacks(package()[table], field):
            meaning += nodes.Text(f", {documentation.NONE_HERE}")
        return nodes.definition_list_item("", term, nodes.definition("", meaning))


def table_anchor(name: str) -> str:
    """Return the anchor of a table."""
    return f"table-{name.replace('_', '-')}"


def setup(app: Sphinx) -> None:
    """Add the roles and the directives."""
    app.add_role("rows", Rows())
    app.add_directive("completeness", Completeness)
    app.add_directive("coverage", Coverage)
    app.add_directive("vocabulary", Vocabulary)
    app.add_directive("about-data", About)
    app.add_directive("dictionary", Dictionary)
