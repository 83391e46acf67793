"""The links of the book: every address turned into a label of the PDF or an address of the web.

An id is unique on its page only (`id1` is on most of them), so a label is the page's name and the id. Labels are given
only where a link leads: Typst would have to carry the others for nothing.
"""

from __future__ import annotations

from urllib.parse import unquote, urljoin

from bs4 import Tag

from .attributes import attribute, classes
from .pages import HEADINGS, MARK, Page

LABEL = "data-label"  # on a target: the label to set there
DESTINATION = "data-to"  # on a link within the book: the label that it leads to
WEB = ("http:", "https:", "mailto:")


def resolve(pages: list[Page], web_root: str | None) -> list[str]:
    """Mark every link of the book with where it leads in print; return what leads nowhere, as sentences.

    A file for download is not in the PDF. With `web_root`, the address of the published book, the link leads to the
    file there; without it, the text stays and the link goes.
    """
    targets = {(page.name, name): tag for page in pages for name, tag in _targets(page).items()}
    labels: dict[int, str] = {}
    for (page_name, name), tag in targets.items():
        labels.setdefault(id(tag), f"{page_name}#{name}")

    faults = []
    for page in pages:
        for link in page.html.find_all("a", href=True):
            address = attribute(link, "href")
            if address.startswith(WEB):
                continue
            if not address.startswith("#"):
                faults += _to_file(link, page, web_root)
            elif (target := targets.get(_place(address, page))) is None:
                faults.append(f"{page.name}: the link “{link.get_text()}” leads nowhere: {address}")
            else:
                link[DESTINATION] = target[LABEL] = labels[id(target)]
    return faults


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
