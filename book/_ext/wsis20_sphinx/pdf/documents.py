"""The documents: which pages of the book are printed in which PDF.

`_config.yml` lists the pages of the report (`typst_report`), those that are on the web alone (`typst_web`) and the
tables of the report that the annex takes (`typst_annexed`). Every other page is printed in the annex: a new one needs
no line there unless it belongs elsewhere.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from sphinx.errors import ConfigError
from wsis20 import words

from .pages import HEADINGS, Page

LISTED = "data-listed"  # on the heading of a section: the contents have it
CLOSING = "closing"  # the class of what holds the last sections of a chapter, set small
GLOSSARY, SHORT = "book/glossary", "abbreviations"  # the page that has them, and the id of the section there
TABLES = "tables"  # the name of the page that holds the tables that the annex takes
TABLES_TITLE, TABLES_PART = "Tables of the report", "The report"


@dataclass(frozen=True)
class Document:
    """A PDF: its name, as the other one says it, and its pages. The first `leading` stand before the contents.

    `remark` is a sentence that ends the contents.
    """

    name: str
    pages: list[Page]
    leading: int = 0
    remark: str = ""


def divide(book: list[Page], report: Sequence[str], web: Sequence[str], annexed: Sequence[str]) -> list[Document]:
    """Divide the book into report and annex.

    Raises ConfigError if a name is that of no page, or of no table of the report.
    """
    pages = {page.name: page for page in book}
    if unknown := [name for name in (*report, *web) if name not in pages]:
        raise ConfigError(f"typst_report and typst_web name what is no page of the book: {', '.join(unknown)}")
    if twice := set(report) & set(web):
        raise ConfigError(f"a page cannot be both in the report and on the web alone: {', '.join(sorted(twice))}")
    printed = [pages[name] for name in report]
    rest = [page for page in book if page.name not in {*report, *web}]
    tables = _take(printed, annexed)
    short = _abbreviations(pages[GLOSSARY], printed) if GLOSSARY in pages and GLOSSARY not in report else None
    if tables is not None:
        rest.insert(0, tables)
    _set_levels(rest)
    _number(printed)
    _list_sections(printed[1:])
    _close(printed[1:])
    printed += [short] if short is not None else []
    return [Document("report", printed, leading=1, remark=_remark(tables)), Document("annex", rest)]


def _take(report: list[Page], annexed: Sequence[str]) -> Page | None:
    """Move tables out of the report's pages to a page of their own, under the title of the page that they are from.

    A sentence of the report refers to each, and print says there where the table is; nothing else stands in its place.
    """
    if not annexed:
        return None
    soup = BeautifulSoup(f"<div><h2>{TABLES_TITLE}</h2></div>", "html.parser")
    left = set(annexed)
    referred = {str(link["href"]).rpartition("#")[2] for page in report for link in page.html.find_all("a", href=True)}
    for page in report:
        found = [tag for tag in page.html.find_all("table", id=True) if tag["id"] in left]
        if found:
            heading = soup.new_tag("h3")
            heading.string = page.title()
            soup.div.append(heading)  # type: ignore[union-attr]
        for tag in found:
            left.remove(str(tag["id"]))
            soup.div.append(tag.extract())  # type: ignore[union-attr]
    if left:
        raise ConfigError(f"typst_annexed names what is no table of the report: {', '.join(sorted(left))}")
    if unsaid := set(annexed) - referred:
        raise ConfigError(f"no sentence of the report refers to what typst_annexed takes: {', '.join(sorted(unsaid))}")
    return Page(TABLES, soup, part=TABLES_PART)


def _abbreviations(glossary: Page, report: list[Page]) -> Page | None:
    """Copy the abbreviations that text and drawings of the report use out of the glossary, to a page that ends it."""
    section = glossary.html.find(id=SHORT)
    if not isinstance(section, Tag):
        return None
    described = " ".join(str(image.get("alt", "")) for page in report for image in page.html.find_all("img"))
    used = " ".join([described, *(" ".join(page.html.get_text(" ").split()) for page in report)])
    soup = BeautifulSoup("", "html.parser")
    heading, terms = soup.new_tag("h2", string=_title(section)), soup.new_tag("dl", attrs={"class": "short"})
    for term, said in zip(section.find_all("dt"), section.find_all("dd"), strict=True):
        if re.search(rf"\b{re.escape(term.get_text())}s?\b", used):
            terms.append(soup.new_tag("dt", string=term.get_text()))
            terms.append(soup.new_tag("dd", string=said.get_text()))
    soup.extend([heading, terms])
    return Page(SHORT, soup)


def _remark(tables: Page | None) -> str:
    """Say which tables the annex has: the report leaves out their numbers, which are those of the web."""
    captions = tables.html.select("caption > .caption-number") if tables is not None else []
    numbers = [caption.get_text().split()[-1] for caption in captions]
    if not numbers:
        return ""
    several = "s" if len(numbers) > 1 else ""
    return f"Table{several} {words.listing(numbers)} {'are' if several else 'is'} in the annex, “{TABLES_TITLE}”."


def _number(pages: list[Page]) -> None:
    """Count the pages of each part that has several here; the number is beside the title, the part over it."""
    parts = Counter(page.part for page in pages if page.part)
    number: Counter[str] = Counter()
    for page in pages:
        if page.part and parts[page.part] > 2:
            number[page.part] += 1
            page.number = str(number[page.part])
            page.over = page.part


def _close(pages: list[Page]) -> None:
    """Gather the two sections that end a chapter, limitations and method, where many chapters end alike.

    One that holds a figure or table is none of them, nor is what stands before it.
    """
    titles = Counter(title for page in pages for title in map(_title, _sections(page)))
    for page in pages:
        last = itertools.takewhile(
            lambda section: titles[_title(section)] > 1 and section.find(["figure", "table"]) is None,
            _sections(page)[:-3:-1],
        )
        if closing := list(last)[::-1]:
            holder = BeautifulSoup("", "html.parser").new_tag("div", attrs={"class": CLOSING})
            closing[-1].insert_after(holder)
            holder.extend([section.extract() for section in closing])


def _sections(page: Page) -> list[Tag]:
    """Return the sections of a chapter, in order."""
    headings = page.html.find_all(f"h{page.chapter + 1}")
    return [heading.parent for heading in headings if heading.parent is not None and heading.parent.name == "section"]


def _title(section: Tag) -> str:
    found = section.find(HEADINGS)
    return found.get_text() if found else ""


def _list_sections(pages: list[Page]) -> None:
    """Mark the sections that the contents list: what many chapters have, such as limitations, is none of them."""
    headings = [heading for page in pages for heading in page.html.find_all(f"h{page.chapter + 1}")]
    titles = Counter(heading.get_text() for heading in headings)
    for heading in headings:
        if titles[heading.get_text()] == 1:
            heading[LISTED] = "true"


def _set_levels(pages: list[Page]) -> None:
    """Let each part open with its first page that is printed here, and set its pages below it in the outline."""
    above = None
    for page in pages:
        page.opens = page.part is not None and page.part != above
        page.level = 2 if page.part else 1
        above = page.part
