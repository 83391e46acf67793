"""Text of the data in a page: words as text nodes and links as nodes, never markup that one could read into them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from types import SimpleNamespace

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from wsis20.tables import Cell, Link, Part, paragraphs, parts

from wsis20_sphinx.letters import as_text
from wsis20_sphinx.records import ROLES, SOURCE, labels, record_reference

LITERAL = re.compile(r"`([^`]+)`")


def inline(cell: Cell, document: nodes.document) -> list[nodes.Node]:
    """Return the words and links of a cell as nodes; raise `ExtensionError` when a link leads to nothing."""
    return [node(part, document) for part in parts(cell) if part != ""]


def node(part: Part, document: nodes.document) -> nodes.Node:
    """Return one part of a cell as a node."""
    if isinstance(part, str):
        return as_text(part)
    env: BuildEnvironment = document.settings.env
    if part.kind == SOURCE:
        return work(part, document)
    if part.kind not in ROLES or part.key not in labels(part.kind):
        raise ExtensionError(f"{env.doc2path(env.docname)}: there is no {part.kind} {part.key!r} in the data package")
    return record_reference(part.kind, part.key, as_text(part.words) if part.words else None, env.docname)


def work(link: Link, document: nodes.document) -> nodes.Node:
    """Return a reference to the bibliography by author and year, as the role for one makes it."""
    role = document.settings.env.get_domain("cite").roles["t"]
    # a reporter has this from the first role on that a parser meets, and a page may have met none
    reporter = SimpleNamespace(get_source_and_line=lambda line=None: (document.get("source"), line))
    made, _ = role("cite:t", link.key, link.key, 0, SimpleNamespace(document=document, reporter=reporter))
    return made[0]


def paragraph(cell: Cell, document: nodes.document, classes: Iterable[str] = ()) -> nodes.paragraph:
    """Return a cell as one paragraph."""
    return nodes.paragraph("", "", *inline(cell, document), classes=list(classes))


def block(cell: Cell, document: nodes.document) -> list[nodes.paragraph]:
    """Return a cell as paragraphs, one for each of its lines."""
    return [paragraph(line, document) for line in paragraphs(cell) if line]


def in_a_sentence(own: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Return nodes as a sentence lists them."""
    *head, last = own
    between = [node for one in head[1:] for node in (nodes.Text(", "), one)]
    return [*head[:1], *between, *([nodes.Text(" and ")] if head else []), last]


def with_literals(text: str) -> list[nodes.Node]:
    """Return a text of a schema as nodes; what stands between grave accents there is a value or a name of the data."""
    return [
        nodes.literal("", piece) if number % 2 else as_text(piece)
        for number, piece in enumerate(LITERAL.split(text))
        if piece
    ]
