"""The end of a chapter: data and method, with how to cite the page, in one fold that is closed.

A link into it opens it, and on paper all of it stands there; without scripts a reader opens it like any fold.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxTranslator

SECTION = "data-and-method"
WORDS = "Data, method and citation"
CITED = "<!-- how to cite the page -->"
"""What a page has where how to cite it stands, until that is written."""


class Ending(nodes.General, nodes.Element):
    """The fold around the last section of a chapter."""


def fold(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the section on data and method into a fold, on the web alone."""
    section = method(doctree)
    if app.builder.name == "html" and section is not None:
        ending = Ending()
        section.replace_self(ending)
        ending += section


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


def add_script(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Load the script that opens the fold for a link, where there is a fold."""
    if doctree is not None and next(doctree.findall(Ending), None) is not None:
        app.add_js_file("endings.js", loading_method="defer")


def setup(app: Sphinx) -> None:
    """Fold when a page is resolved."""
    app.add_node(Ending, html=(visit, depart))
    app.connect("doctree-resolved", fold)
    app.connect("html-page-context", add_script)
