"""Jumps: the headings of a long page in one fold below its title, for narrow screens. It needs no script.

On wide screens the theme has them beside the page. A page with a strip (`filters.room`) has its links there; a chapter
is read from its beginning.
"""

from __future__ import annotations

from html import escape

from docutils import nodes
from sphinx.application import Sphinx

from wsis20_sphinx.directives.filters import Filters
from wsis20_sphinx.html.endings import Ending

FEW = 6
"""Headings up to which a page needs no list of them."""
WORDS = "Jump to"
END = "</h1>"


def show(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Put the fold below the title of a page that is long."""
    if doctree is None or any(doctree.next_node(kind) is not None for kind in (Filters, Ending)):
        return
    toc = app.env.tocs.get(pagename)
    headings = toc.next_node(nodes.bullet_list, descend=True) if toc is not None else None
    links = list(headings.findall(nodes.reference)) if headings is not None else []
    if len(links) > FEW and headings is not None:
        context["body"] = context["body"].replace(END, f"{END}\n{fold(headings)}", 1)


def fold(headings: nodes.bullet_list) -> str:
    """Return the fold."""
    return f'<details class="jump-to"><summary>{WORDS}</summary>{listed(headings)}</details>'


def listed(headings: nodes.bullet_list) -> str:
    """Return headings as a list of links, those below a heading in a list of its own."""
    items = []
    for item in headings.findall(nodes.list_item):
        if item.parent is headings:
            link = item.next_node(nodes.reference)
            below = item.next_node(nodes.bullet_list)
            inner = listed(below) if below is not None else ""
            items.append(f'<li><a href="{escape(link["anchorname"])}">{escape(link.astext())}</a>{inner}</li>')
    return f"<ul>{''.join(items)}</ul>"


def setup(app: Sphinx) -> None:
    """Add the fold as a page is written."""
    app.connect("html-page-context", show)
