"""The data dictionary in the book: every field of every table, each with an anchor of its own."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from wsis20 import datapackage, documentation

from wsis20_sphinx.inline import with_literals
from wsis20_sphinx.letters import as_text


class About(SphinxDirective):
    """``{about-data}`` says what the data package is, under which licence, and how its files are made."""

    def run(self) -> list[nodes.Node]:
        """Return paragraphs, and a section on the files."""
        descriptor = datapackage.read_descriptor()
        licence = descriptor["licenses"][0]
        terms = self.paragraph(f"Version {descriptor['version']}. Licence:")
        link = nodes.reference("", "", as_text(licence["title"]), refuri=licence["path"], internal=False)
        terms += [nodes.Text(" "), link, nodes.Text(".")]
        files = nodes.section("", nodes.title("", "Files"), ids=["files"], names=["files"])
        files += [self.paragraph(text) for text in documentation.BYTES.split("\n\n")]
        return [self.paragraph(descriptor["description"]), terms, files]

    def paragraph(self, text: str) -> nodes.paragraph:
        """Return a paragraph in which names of the data are set as such."""
        return nodes.paragraph("", "", *with_literals(" ".join(text.split())))


class Dictionary(SphinxDirective):
    """``{dictionary}`` lists tables and fields; a field has the anchor ``table-field``, as in ``messages-kind``."""

    def run(self) -> list[nodes.Node]:
        """Return one section per table."""
        package = datapackage.load()
        return [self.table(resource, package) for resource in datapackage.read_descriptor()["resources"]]

    def table(self, resource: dict, package: datapackage.DataPackage) -> nodes.section:
        """Return what a table is, its keys, and its fields."""
        name, schema = resource["name"], package.schemas[resource["name"]]
        section = nodes.section(
            "", nodes.title(name, name), ids=[f"table-{name.replace('_', '-')}"], names=[f"table-{name}"]
        )
        about = f"{resource['description']} {len(package[name])} rows. {documentation.keys(schema)}"
        section += nodes.paragraph("", "", *with_literals(about))
        link = nodes.reference("", f"{name}.csv", refuri=f"datapackage/{resource['path']}", internal=False)
        section += nodes.paragraph("", "", link, classes=["only-html"])
        section += nodes.definition_list("", *(self.field(name, field) for field in schema["fields"]))
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
        return nodes.definition_list_item("", term, nodes.definition("", meaning))


def setup(app: Sphinx) -> None:
    """Add the directives."""
    app.add_directive("about-data", About)
    app.add_directive("dictionary", Dictionary)
