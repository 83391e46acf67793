"""Markup that a notebook may show: tables of a closed list of elements, which run and load nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from wsis20.notebook import styling

TABLE = frozenset(
    [
        "b",
        "br",
        "caption",
        "code",
        "col",
        "colgroup",
        "em",
        "i",
        "p",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
    ]
)
LOADING = frozenset(["action", "background", "data", "formaction", "href", "poster", "src", "srcset"])
FOREIGN = re.compile(r"(?:\w+:)?//[^\s'\")]+|\b(?:javascript|vbscript|file|ftp|data|blob):[^\s'\")]*", re.IGNORECASE)


class Scan(HTMLParser):
    """The faults of a piece of HTML, in the order of the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that is not on the list, and attributes that run or load something."""
        if tag not in TABLE:
            self.faults.append(f"the element <{tag[:30]}>")
        for name, value in attrs:
            self.faults += faults_of_attribute(name, (value or "").strip())

    def handle_decl(self, decl: str) -> None:
        """Note entities, which could stand for anything."""
        if "[" in decl:
            self.faults.append("entities of its own")

    def unknown_decl(self, data: str) -> None:
        """Note them in what the parser does not know as well."""
        self.handle_decl(data)


def faults_of_attribute(name: str, value: str) -> Iterator[str]:
    """Yield what an attribute runs or loads."""
    if name.startswith("on"):
        yield f"the event handler {name[:30]}"
    elif name in LOADING and (found := FOREIGN.search(re.sub(r"[\0-\x20]", "", value))):
        yield f"an address on another host or that runs: {found[0][:60]!r}"
    elif name == "style":
        yield from styling.faults(value)


def faults(text: str) -> list[str]:
    """Return what a piece of HTML holds that is not a table."""
    return list(dict.fromkeys(Scan(text).faults))
