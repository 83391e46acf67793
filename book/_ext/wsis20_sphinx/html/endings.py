"""Folds that are closed: the end of a chapter, with data and method and how to cite the page; and long lists of a page.

A link into one opens it, and on paper all of it stands there; without scripts a reader opens it like any fold.
"""

from __future__ import annotations

from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxTranslator

SECTION = "data-and-method"
WORDS = "Data, method and citation"
CITED = "<!-- how to cite the page -->"
"""What a page has where how to cite it stands, until that is written."""


FOLDED = "folded"
"""The attribute of a part of a page that is to be folded: the words that the fold is called by."""


class Ending(nodes.General, nodes.Element):
    """The fold around the last section of a chapter."""


class Fold(nodes.General, nodes.Element):
    """The fold around another part of a page; ``words`` name it."""


def fold(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the section on data and method into a fold, and what else is to be folded, on the web alone."""
    if app.builder.name != "html":
        return
    section = method(doctree)
    if section is not None:
        wrap(section, Ending())
    for part in list(doctree.findall(lambda node: isinstance(node, nodes.Element) and FOLDED in node)):
        wrap(part, Fold("", words=part[FOLDED]))


def wrap(part: nodes.Element, around: nodes.Element) -> None:
    """Put a part of a page into a fold."""
    part.replace_self(around)
    around += part


def method(doctree: nodes.document) -> nodes.section | None:
    """Return the section on data and method, where a page has one."""
    return next((section for section in doctree.findall(nodes.section) if SECTION in section["ids"]), None)


def cited(body: str, box: str) -> str:
    """Return the body of a page with how to cite it: in the fold where there is one, otherwise at the end."""
    return body.replace(CITED, box) if CITED in body else body + box


def visit(translator: SphinxTranslator, node: Ending) -> None:
    """Open the fold."""
    translator.body.append(f'<details class="ending"><summary>{WORDS}</summary>\n')


def depart(translator: SphinxTranslator, node: Ending) -> None:
    """Leave a place for how to cite the page, and close the fold."""
    translator.body.append(f"{CITED}</details>\n")


def visit_fold(translator: SphinxTranslator, node: Fold) -> None:
    """Open a fold."""
    translator.body.append(f'<details class="folded"><summary>{escape(node["words"])}</summary>\n')


def depart_fold(translator: SphinxTranslator, node: Fold) -> None:
    """Close a fold."""
    translator.body.append("</details>\n")


def add_script(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Load the script that opens a fold for a link, where there is a fold."""
    if doctree is not None and any(doctree.next_node(kind) is not None for kind in (Ending, Fold)):
        app.add_js_file("endings.js", loading_method="defer")


def setup(app: Sphinx) -> None:
    """Fold when a page is resolved."""
    app.add_node(Ending, html=(visit, depart))
    app.add_node(Fold, html=(visit_fold, depart_fold))
    app.connect("doctree-resolved", fold)
    app.connect("html-page-context", add_script)
