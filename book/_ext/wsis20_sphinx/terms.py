"""Anchors of what a page defines: its terms, by which links and the search lead to them, and the rules of coding."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

WRITTEN = "myst"
"""The class of definition lists that stand in Markdown; those of directives have anchors of their own, or none."""
RULES = "book/rules"
"""The page with the rules of coding, which stand in lists with numbers."""


def name_terms(app: Sphinx, document: nodes.document) -> None:
    """Give the terms of a page that has been read their anchors: ``term-`` and the words."""
    for items in document.findall(nodes.definition_list):
        for term in items.findall(nodes.term) if WRITTEN in items["classes"] else ():
            key = nodes.make_id(f"term-{term.astext()}")
            if key not in document.ids:
                term["ids"].append(key)
                document.ids[key] = term


def name_rules(app: Sphinx, document: nodes.document) -> None:
    """Give the rules of coding their anchors: that of the section, and the number in it."""
    if app.env.docname != RULES:
        return
    for rules in document.findall(nodes.enumerated_list):
        (section, *_) = rules.parent["ids"]
        for number, rule in enumerate(rules.children, start=rules.get("start", 1)):
            rule["ids"].append(f"{section}-{number}")
            document.ids[f"{section}-{number}"] = rule


def setup(app: Sphinx) -> None:
    """Name terms and rules before anything looks at what has been read."""
    app.connect("doctree-read", name_terms, priority=400)
    app.connect("doctree-read", name_rules, priority=400)
