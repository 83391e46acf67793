"""The pages of the book: the fragment that Sphinx assembled, cut where one source file ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from .attributes import attribute, classes

MARK = "document-"  # Sphinx sets an empty span with this and the page's name before each page but the first
HEADINGS = re.compile(r"^h[1-6]$")

# What a screen needs and paper does not: elements by name, elements by class, and others by a selector.
ELEMENTS = frozenset({"script", "style", "template", "button", "input", "select", "iframe"})
CLASSES = frozenset({"no-pdf", "only-html", "only-dark", "headerlink", "backrefs", "linenos", "above-input"})
OTHERS = ", ".join(
    [
        "svg[aria-hidden=true], hr.footnotes, .toctree-wrapper > p.caption, details.hide > summary",
        "div.tag_hide-input > div.cell_input, div.tag_remove-input > div.cell_input, a[role=doc-backlink]",
    ]
)


@dataclass
class Page:
    """One source file of the book as HTML.

    `part` is the heading of the part that the page belongs to, and `opens` says whether that heading stands over it.
    `over` is a line over the title that is no heading, and `number` what the contents have before the title. `chapter`
    is the number in the HTML heading element (h1, h2) of a chapter's title. `level` is the level of that title in the
    outline of the PDF: 2 within a part, else 1.
    """

    name: str
    html: Tag
    part: str | None = None
    opens: bool = False
    over: str = ""
    number: str = ""
    chapter: int = 2
    level: int = 1

    def title(self) -> str:
        """Return the words of its title."""
        found = self.html.find(HEADINGS)
        return " ".join(found.get_text().split()) if found else ""


def cut(fragment: str, root: str, parts: Mapping[str, str | None]) -> list[Page]:
    """Cut the assembled book into its pages, in reading order, without what only a screen needs.

    `root` names the first page; `parts` gives, for each page that opens a part, the heading of the part, or None where
    chapters follow that belong to no part.
    """
    soup = BeautifulSoup(fragment, "html.parser")
    _drop_columns(soup)
    for tag in [*soup.find_all(screen_only), *soup.select(OTHERS)]:
        tag.decompose()
    for details in soup.select("details.hide"):
        details.unwrap()
    marks = soup.find_all("span", id=lambda name: name and name.startswith(MARK))
    later = [Page(attribute(mark, "id").removeprefix(MARK), _after(soup, mark)) for mark in marks]
    book = [Page(root, soup, chapter=1), *later]
    part = None
    for page in book:
        part = page.part = parts.get(page.name, part)
    return book


def screen_only(tag: Tag) -> bool:
    """Return whether the name or a class of an element says that it is for the screen alone."""
    return tag.name in ELEMENTS or not CLASSES.isdisjoint(classes(tag))


def _drop_columns(soup: BeautifulSoup) -> None:
    """Drop every column of a table whose head is for the screen only: its width, its head and its cells."""
    for table in soup.select("table:has(thead th.no-pdf)"):
        heads = table.select("thead > tr:first-child > th")
        places = [place for place, head in enumerate(heads) if "no-pdf" in classes(head)]
        rows = [table.select("colgroup > col"), *(row.find_all(["th", "td"], recursive=False) for row in table("tr"))]
        for row in filter(None, rows):  # a table without given widths has no such elements
            for place in places:
                row[place].decompose()


def _after(soup: BeautifulSoup, mark: Tag) -> Tag:
    """Take what follows a mark, up to the next mark, out of the soup; what lies deeper is taken by its own mark."""
    html = soup.new_tag("div")
    for sibling in list(mark.next_siblings):
        if isinstance(sibling, Tag) and attribute(sibling, "id").startswith(MARK):
            break
        html.append(sibling.extract())
    mark.decompose()
    return html
