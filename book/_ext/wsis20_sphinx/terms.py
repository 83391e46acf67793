"""Anchors of what a page defines: its terms, by which links and the search lead to them, and the rules of coding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from docutils import nodes
from sphinx.application import Sphinx

WRITTEN = "myst"
"""The class of definition lists that stand in Markdown; those of directives have anchors of their own, or none."""
RULES = "book/rules"
"""The page with the rules of coding, which stand in lists, in tables and in paragraphs with a word in bold."""


def name_terms(app: Sphinx, document: nodes.document) -> None:
    """Give the terms of a page that has been read their anchors: ``term-`` and the words."""
    for items in document.findall(nodes.definition_list):
        for term in items.findall(nodes.term) if WRITTEN in items["classes"] else ():
            key = nodes.make_id(f"term-{term.astext()}")
            if key not in document.ids:
                term["ids"].append(key)
                document.ids[key] = term


def name_rules(app: Sphinx, document: nodes.document) -> None:
    """Give each rule of coding an anchor, and a label for ``{ref}`` that begins with ``rule-``.

    The anchor is that of the section, and the number in its list, the words in bold of a paragraph, or the first cell
    of a row.
    """
    if app.env.docname != RULES:
        return
    labels = app.env.domains["std"].anonlabels
    for section in document.findall(nodes.section):
        for name, rule in rules_of(section):
            key = nodes.make_id(f"{section['ids'][0]}-{name}")
            if key not in document.ids:
                rule["ids"].append(key)
                document.ids[key] = rule
                labels[f"rule-{key}"] = app.env.docname, key


def rules_of(section: nodes.section) -> Iterator[tuple[str, nodes.Element]]:
    """Yield the rules that stand in a section itself, with what each is called there."""
    for child in section.children:
        if isinstance(child, nodes.enumerated_list | nodes.bullet_list):
            for number, rule in enumerate(child.children, start=child.get("start", 1)):
                yield str(number), cast(nodes.Element, rule)
        elif isinstance(child, nodes.table):
            for body in child.findall(nodes.tbody):
                for row in body.children:
                    yield row.children[0].astext(), cast(nodes.Element, row)
        elif isinstance(child, nodes.paragraph) and (term := child.next_node(nodes.strong)) is not None:
            yield term.astext(), child


def setup(app: Sphinx) -> None:
    """Name terms and rules before anything looks at what has been read."""
    app.connect("doctree-read", name_terms, priority=400)
    app.connect("doctree-read", name_rules, priority=400)
