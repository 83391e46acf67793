"""What pages say, by heading, figure, table and term, noted as Sphinx reads them; registers are left to the records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector

from wsis20_sphinx.search.entry import Entry

APART = (nodes.section, nodes.title, nodes.caption, nodes.figure, nodes.table, nodes.literal_block, nodes.raw)
"""Parts that have an entry of their own, or none."""
RECORDS = {"register", "records", "statements", "acts", "jumps", "who"}
"""Classes of parts whose lines are records, which have entries, or lead to them."""
LEFT = re.compile(r" ?\(\)|(?<=\(), | (?=[,.;])")
"""What is left where the key of a work stood, in parentheses or beside a sign."""
NUMBERED = {"fig-": "the figure", "tab-": "the table"}
KINDS = {"glossary": "Term", "dataset": "Field of the data", "changes": "Change", "find": "Name"}
"""What the parts of some pages are."""
TABLE_OF_DATA = "table-"


class Part(NamedTuple):
    """A part of a page that can be found: its anchor, what it is, its title, and what it says."""

    anchor: str
    kind: str
    title: str
    text: str


class Parts(EnvironmentCollector):
    """The parts of each page, kept with what else Sphinx knows of it: a page that is not read again keeps its own."""

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Note the parts of a page that has been read."""
        known(app.env)[app.env.docname] = [*sections(doctree), *pictures(doctree), *terms(doctree)]

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page that is read again or gone."""
        known(env).pop(docname, None)

    def merge_other(self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
        """Take over what a parallel reader found."""
        known(env).update({name: parts for name, parts in known(other).items() if name in docnames})


def known(env: BuildEnvironment) -> dict[str, list[Part]]:
    """Return the parts of every page that was read, by the name of its document."""
    return vars(env).setdefault("wsis20_parts", {})


def sections(document: nodes.document) -> Iterator[Part]:
    """Yield the headings of a page with what stands below each, the title of the page first."""
    for section in document.findall(nodes.section):
        title = section.next_node(nodes.title)
        first = isinstance(section.parent, nodes.document)
        yield Part("" if first else section["ids"][0], "Page" if first else "Section", shown(title), below(section))


def pictures(document: nodes.document) -> Iterator[Part]:
    """Yield the figures and tables of a page that have a name."""
    for found in document.findall(lambda node: isinstance(node, (nodes.figure, nodes.table))):
        title = found.next_node(lambda node: isinstance(node, (nodes.caption, nodes.title)))
        if found["ids"] and title is not None and not RECORDS & set(found["classes"]):
            kind = "Table" if isinstance(found, nodes.table) else "Figure"
            yield Part(found["ids"][0], kind, shown(title), below(found))


def terms(document: nodes.document) -> Iterator[Part]:
    """Yield the terms of a page that have an anchor, with what they mean."""
    for term in document.findall(nodes.term):
        if term["ids"]:
            yield Part(term["ids"][0], "Term", shown(term), below(term.parent))


def below(part: nodes.Element) -> str:
    """Return what a part of a page says, without its title and without what has an entry of its own."""
    return " ".join(filter(None, map(said, part.children)))


def said(node: nodes.Node) -> str:
    """Return what stands in a part of the text, words of different paragraphs apart."""
    if isinstance(node, APART) or RECORDS & set(getattr(node, "attributes", {}).get("classes", ())):
        return ""
    if isinstance(node, nodes.term) and node["ids"]:
        return ""
    if isinstance(node, nodes.definition_list_item) and node.next_node(nodes.term)["ids"]:
        return ""
    if isinstance(node, nodes.TextElement):
        return shown(node)
    return below(node) if isinstance(node, nodes.Element) else ""


def shown(node: nodes.Node) -> str:
    """Return the words of a paragraph or a title in one line, without the keys of works.

    A figure or table that a number leads to has no name.
    """
    text = node.astext()
    for reference in node.findall(pending_xref):
        name = reference.astext()
        if reference["reftype"] == "numref":
            text = text.replace(name, NUMBERED.get(name[:4], name))
        elif reference["refdomain"] == "cite":
            text = text.replace(name, "")
    text = LEFT.sub("", text)
    return " ".join(text.split())


def entries(env: BuildEnvironment, docname: str, page: str, taken: set[str], topic: str) -> Iterator[Entry]:
    """Yield the parts of a page as entries, but those at an anchor that is ``taken`` by a record.

    What is shown of the page itself is its ``topic``, where the menu has one.
    """
    parts = known(env).get(docname, [])
    title = parts[0].title if parts else ""
    for part in parts:
        if part.anchor not in taken:
            about = title if part.anchor else topic
            place = f"{page}.html#{part.anchor}" if part.anchor else f"{page}.html"
            yield Entry(kind_on(page, part), place, about=about, **named(env, docname, part))


def named(env: BuildEnvironment, docname: str, part: Part) -> dict[str, str]:
    """Return title and text of a part: a figure or a table that has a number goes by it and by what it shows."""
    number = env.toc_fignumbers.get(docname, {}).get(part.kind.lower(), {}).get(part.anchor)
    if number is None:
        return {"title": part.title, "text": part.text}
    shows = re.split(r"[.:;] ", part.title)[0].removesuffix(".")
    title = f"{part.kind} {'.'.join(map(str, number))}: {shows}"
    return {"title": title, "text": f"{part.title} {part.text}".strip()}


def kind_on(page: str, part: Part) -> str:
    """Return what a part is on a page: tables and fields of the data have headings and terms like any other."""
    if part.anchor.startswith(TABLE_OF_DATA):
        return "Table of the data"
    wanted = {"changes": "Section"}.get(page, "Term")
    return KINDS[page] if page in KINDS and part.kind == wanted else part.kind


def setup(app: Sphinx) -> None:
    """Note parts as pages are read."""
    app.add_env_collector(Parts)
