"""The links of the book: every address turned into a label of a PDF, an address of the web, or words.

An id is unique on its page only (`id1` is on most of them), so a label is the page's name and the id. Labels are given
only where a link leads: Typst would have to carry the others for nothing. A link from one document to the other leads
nowhere on paper: it says in words where the other has it, and in the report on which page of the annex.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urljoin

from bs4 import Tag

from .attributes import attribute, classes
from .documents import Document
from .pages import HEADINGS, MARK, Page

LABEL = "data-label"  # on a target: the label to set there
DESTINATION = "data-to"  # on a link within a document: the label that it leads to
NUMBER = "data-number"  # on a note of the register, and on a link to it: which of them it is
ELSEWHERE = "data-elsewhere"  # on a link out of it: in words, where that is
THERE = "data-there"  # on a link from the report into the annex: the label there
WEB = ("http:", "https:", "mailto:")
WEB_ONLY = "on the web"


@dataclass(frozen=True)
class Targets:
    """What the links within the book lead to: by the link, the label of the target and its element."""

    of_links: dict[int, tuple[str, Tag]]
    faults: list[str]


def find(pages: Sequence[Page], web_root: str | None) -> Targets:
    """Find what every link leads to, before any of it is moved; faults say as sentences what leads nowhere.

    A file for download is not in the PDF. With `web_root`, the address of the published book, the link leads to the
    file there; without it, the text stays and the link goes.
    """
    targets = {(page.name, name): tag for page in pages for name, tag in _targets(page).items()}
    labels: dict[int, str] = {}
    for (page_name, name), tag in targets.items():
        labels.setdefault(id(tag), f"{page_name}#{name}")
    found = Targets({}, [])
    for page in pages:
        for link in page.html.find_all("a", href=True):
            address = attribute(link, "href")
            if address.startswith(WEB):
                continue
            if not address.startswith("#"):
                found.faults.extend(_to_file(link, page, web_root))
            elif (target := targets.get(_place(address, page))) is None:
                found.faults.append(f"{page.name}: the link “{link.get_text()}” leads nowhere: {address}")
            else:
                found.of_links[id(link)] = labels[id(target)], target
    return found


def number_notes(page: Page) -> None:
    """Give each note of the register its number, and print it there: paper refers to a note by it, and by no key."""
    for number, note in enumerate(page.html.select("table#note-register div.record"), 1):
        note[NUMBER] = str(number)
        note.select("p")[0].insert(0, f"{number}. ")


def resolve(documents: Sequence[Document], targets: Targets) -> None:
    """Mark every link within the book with its label, or with the words that say where another document has it.

    Of what the first document refers to, the other has labels too.
    """
    places = {id(tag): (document, page) for document, page in _pages(documents) for tag in page.html.find_all(True)}
    for document, page in _pages(documents):
        for link in page.html.find_all("a", href=True):
            if id(link) not in targets.of_links:
                continue
            label, target = targets.of_links[id(link)]
            if target.get(NUMBER) and link.select_one("span.note"):
                link[NUMBER] = target[NUMBER]
            there = places.get(id(target))
            if there is not None and there[0] is document:
                link[DESTINATION] = target[LABEL] = label
            else:
                link[ELSEWHERE] = WEB_ONLY if there is None else _words(link, there[0], there[1])
                if there is not None and document is documents[0]:
                    link[THERE] = target[LABEL] = label


def _pages(documents: Sequence[Document]) -> Iterator[tuple[Document, Page]]:
    return ((document, page) for document in documents for page in document.pages)


def _words(link: Tag, document: Document, page: Page) -> str:
    """Say where another document has what a link leads to; the title of a page is not said twice."""
    title = page.title()
    same = " ".join(link.get_text().split()).casefold() == title.casefold()
    return document.name if same else f"{document.name}, “{title}”"


def _to_file(link: Tag, page: Page, web_root: str | None) -> list[str]:
    """Point a link to a file of the published book, or take the link off its text."""
    address = attribute(link, "href")
    if web_root:
        link["href"] = urljoin(web_root.rstrip("/") + "/", address)
        return []
    del link["href"]
    if "download" in classes(link) or link.find("img"):
        return []
    return [f"{page.name}: the link “{link.get_text()}” leads to a file that the PDF does not have: {address}"]


def _place(address: str, page: Page) -> tuple[str, str]:
    """Split `#id` or `#document-page#id` into the name of a page and an id on it."""
    address = unquote(address.removeprefix("#"))
    if address.startswith(MARK):
        name, _, fragment = address.removeprefix(MARK).partition("#")
        return name, fragment
    return page.name, address


def _targets(page: Page) -> dict[str, Tag]:
    """Find what each id of a page stands for; "" is the page itself, which is its title.

    The ids of a section, its own and those of the empty spans at its head, all stand for its heading.
    """
    targets: dict[str, Tag] = {}
    for tag in page.html.find_all(id=True):
        targets.setdefault(attribute(tag, "id"), _heading(tag) or tag)
    if (title := page.html.find(HEADINGS)) is not None:
        targets.setdefault("", title)
    return targets


def _heading(tag: Tag) -> Tag | None:
    """Find the heading that an id is about, if it is the id of a section."""
    if tag.name == "section":
        return tag.find(HEADINGS, recursive=False)
    if tag.name == "span" and not tag.contents and tag.parent is not None and tag.parent.name == "section":
        following = tag.find_next_sibling(lambda sibling: sibling.name != "span" or sibling.contents)
        return following if following is not None and HEADINGS.match(following.name) else None
    return None
