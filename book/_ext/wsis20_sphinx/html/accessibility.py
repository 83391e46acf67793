"""Tables, folded code and a bibliography that a keyboard and a screen reader can use.

The parts of the page around the text are mended in ``templates``.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxTranslator

from wsis20_sphinx.written import after_pages

WIDTH = re.compile(r'style="width: ([\d.]+)%"')
WIDTHS = "widths.css"
PROSE = 40
"""The length from which the text of a cell needs a column wide enough to read."""
MANY = 3
"""The number of columns beside that of the row heads from which a table is too wide for a phone."""

LONG = 10
"""The number of rows from which a stacked table is folded on a phone; a register has folds of its own.

A table that is what a page is for stays ``whole``.
"""


def visit_entry(translator: SphinxTranslator, node: nodes.entry) -> None:
    """Open a cell as the translator does, and say of a header cell what it is the header of."""
    scope = "col" if isinstance(node.parent.parent, nodes.thead) else "row"
    if len(node.astext()) > PROSE:
        node["classes"].append("prose")
    start = len(translator.body)
    type(translator).visit_entry(translator, node)
    translator.body[start] = translator.body[start].replace("<th", f'<th scope="{scope}"', 1)
    if label := node.get("label"):  # where a narrow page sets the cells of a row below one another
        translator.body[start] = translator.body[start].replace("<td", f'<td data-label="{escape(label)}"', 1)


def depart_entry(translator: SphinxTranslator, node: nodes.entry) -> None:
    """Close a cell."""
    type(translator).depart_entry(translator, node)


def label_cells(table: nodes.table) -> None:
    """Let a table of prose or of many columns be stacked on a narrow page, and every cell say what column it is of."""
    head, body = table.next_node(nodes.thead), table.next_node(nodes.tbody)
    cells = [list(zip(head[-1].children, row.children, strict=False))[1:] for row in body] if head else []
    many = any(len(row) >= MANY for row in cells)
    if many or any(len(cell.astext()) > PROSE for row in cells for _, cell in row):
        long = len(cells) >= LONG and not {"register", "whole"} & {*table["classes"]}
        table["classes"] += ["stacked", "long"] if long else ["stacked"]
        for title, cell in (pair for row in cells for pair in row):
            cell["label"] = title.astext()


def visit_table(translator: SphinxTranslator, node: nodes.table) -> None:
    """Open a table inside a box that scrolls sideways, by keyboard as well, so that the page itself never does."""
    label_cells(node)
    title = node.next_node(nodes.title)
    # Only a captioned table is a landmark: landmarks need names that tell them apart.
    role, label = ("region", title.astext()) if title else ("group", "Table")
    translator.body.append(f'<div class="table-scroll" role="{role}" tabindex="0" aria-label="{escape(label)}">\n')
    type(translator).visit_table(translator, node)


def depart_table(translator: SphinxTranslator, node: nodes.table) -> None:
    """Close a table and its box."""
    type(translator).depart_table(translator, node)
    translator.body.append("</div>\n")


def depart_colspec(translator: SphinxTranslator, node: nodes.colspec) -> None:
    """Give the columns of a table their widths as classes, of which a style sheet knows: pages hold no styles."""
    start = len(translator.body)
    type(translator).depart_colspec(translator, node)
    if translator.builder.name == "html":
        written = translator.body[start:]
        translator.body[start:] = [
            WIDTH.sub(lambda found: f'class="width-{float(found[1]):.0f}"', part) for part in written
        ]


def visit_colspec(translator: SphinxTranslator, node: nodes.colspec) -> None:
    """Note a column."""
    type(translator).visit_colspec(translator, node)


def write_widths(app: Sphinx) -> None:
    """Write the style sheet with the widths that columns can have."""
    rules = "".join(f".width-{percent} {{ width: {percent}%; }}\n" for percent in range(1, 101))
    Path(app.outdir, "_static", WIDTHS).write_text(rules, encoding="utf-8")


def visit_citation(translator: SphinxTranslator, node: nodes.citation) -> None:
    """Open an entry of the bibliography as an item of its list; docutils gives it a role that ARIA has withdrawn."""
    type(translator).visit_citation(translator, node)
    translator.body[-1] = translator.body[-1].replace('role="doc-biblioentry"', 'role="listitem"')


def depart_citation(translator: SphinxTranslator, node: nodes.citation) -> None:
    """Close an entry of the bibliography."""
    type(translator).depart_citation(translator, node)


def visit_folded_code(translator: SphinxTranslator, node: HideCodeCellNode) -> None:
    """Open folded code under the words that are seen; myst-nb gives the control another name and a paragraph."""
    classes = " ".join(("admonition", "hide", *node["classes"]))
    translator.body.append(
        f'<details class="{classes}">\n<summary>\n'
        f'<span class="collapsed">{escape(node["prompt_show"])}</span>\n'
        f'<span class="expanded">{escape(node["prompt_hide"])}</span>\n'
        "</summary>\n"
    )


def depart_folded_code(translator: SphinxTranslator, node: HideCodeCellNode) -> None:
    """Close folded code."""
    translator.body.append("</details>\n")


def setup(app: Sphinx) -> None:
    """Render these nodes in every builder whose format is HTML."""
    app.add_node(nodes.colspec, override=True, html=(visit_colspec, depart_colspec))
    app.add_node(nodes.entry, override=True, html=(visit_entry, depart_entry))
    app.add_node(nodes.table, override=True, html=(visit_table, depart_table))
    app.add_node(nodes.citation, override=True, html=(visit_citation, depart_citation))
    app.add_node(HideCodeCellNode, override=True, html=(visit_folded_code, depart_folded_code))
    app.add_css_file(WIDTHS)
    after_pages(app, write_widths)
