"""Terms that a page defines: each has an anchor, by which links and the search lead to it."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

WRITTEN = "myst"
"""The class of definition lists that stand in Markdown; those of directives have anchors of their own, or none."""


def name_terms(app: Sphinx, document: nodes.document) -> None:
    """Give the terms of a page that has been read their anchors: ``term-`` and the words."""
    for items in document.findall(nodes.definition_list):
        for term in items.findall(nodes.term) if WRITTEN in items["classes"] else ():
            key = nodes.make_id(f"term-{term.astext()}")
            if key not in document.ids:
                term["ids"].append(key)
                document.ids[key] = term


def setup(app: Sphinx) -> None:
    """Name terms before anything looks at what has been read."""
    app.connect("doctree-read", name_terms, priority=400)
