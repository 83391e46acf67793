"""The code of the notebooks: cells that show nothing are folded together with the next one that shows something."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx


def join_silent_cells(app: Sphinx, doctree: nodes.document) -> None:
    """Put the code of cells without output before that of the next cell, so that a reader meets one fold a result."""
    for cell in list(doctree.findall(is_cell)):
        following = cell.next_node(descend=False, siblings=True)
        if following is not None and is_cell(following) and not output(cell):
            following.insert(0, cell.children)
            cell.parent.remove(cell)
            join(following)


def is_cell(node: nodes.Node) -> bool:
    """Return whether a node is a cell of code."""
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def output(cell: nodes.container) -> list[nodes.Node]:
    """Return what a cell shows; values that are kept for the prose show nothing."""
    return [part for part in cell.children if part.get("nb_element") == "cell_code_output" and part.children]


def join(cell: nodes.container) -> None:
    """Make one block of code of all that a cell has."""
    first, *others = [part for part in cell.children if part.get("nb_element") == "cell_code_source"]
    for other in others:
        first += other.children
        cell.remove(other)


def setup(app: Sphinx) -> None:
    """Join cells when a page is read, before their code is folded and figures are linked to it."""
    app.connect("doctree-read", join_silent_cells, priority=400)
