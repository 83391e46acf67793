"""Markup that a notebook may show: tables and drawings of a closed list of elements, which run and load nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree

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
DRAWING = frozenset(
    [
        "circle",
        "clippath",
        "defs",
        "desc",
        "ellipse",
        "g",
        "image",
        "line",
        "lineargradient",
        "marker",
        "mask",
        "metadata",
        "path",
        "pattern",
        "polygon",
        "polyline",
        "radialgradient",
        "rect",
        "stop",
        "style",
        "svg",
        "symbol",
        "text",
        "title",
        "tspan",
        "use",
    ]
)
DESCRIBING = ("rdf:", "cc:", "dc:")  # what matplotlib says of a drawing
LOADING = frozenset(["action", "background", "data", "formaction", "href", "poster", "src", "srcset", "xlink:href"])
FOREIGN = re.compile(r"(?:\w+:)?//[^\s'\")]+|\b(?:javascript|vbscript|file|ftp|data|blob):[^\s'\")]*", re.IGNORECASE)
PICTURE = re.compile(r"data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=\s]*")
LOADED_BY_STYLE = re.compile(r"@import\b[^;]*|url\(\s*['\"]?(?!#)[^)]*|expression\([^)]*|\\[0-9a-f]", re.IGNORECASE)


class Scan(HTMLParser):
    """The faults of a piece of HTML or SVG, in the order of the text."""

    def __init__(self, text: str, drawn: bool) -> None:
        super().__init__()
        self.faults: list[str] = []
        self._elements = DRAWING if drawn else TABLE
        self._style = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that is not on the list, and attributes that run or load something."""
        if tag not in self._elements and not tag.startswith(DESCRIBING):
            self.faults.append(f"the element <{tag[:30]}>")
        self._style = tag == "style"
        for name, value in attrs:
            self.faults += faults_of_attribute(name, (value or "").strip())

    def handle_endtag(self, tag: str) -> None:
        """Leave a style."""
        self._style = False

    def handle_data(self, data: str) -> None:
        """Note what a style loads."""
        if self._style:
            self.faults += [f"a style that loads {found[0][:60]!r}" for found in LOADED_BY_STYLE.finditer(data)]

    def handle_decl(self, decl: str) -> None:
        """Note entities, which could stand for anything."""
        if "[" in decl:
            self.faults.append("entities of its own")

    unknown_decl = handle_decl


def faults_of_attribute(name: str, value: str) -> Iterator[str]:
    """Yield what an attribute runs or loads."""
    if name.startswith("on"):
        yield f"the event handler {name[:30]}"
    elif name in LOADING and (found := FOREIGN.search(re.sub(r"[\0-\x20]", "", value))) and not PICTURE.match(value):
        yield f"an address on another host or that runs: {found[0][:60]!r}"
    elif name in ("style", "fill", "stroke", "filter", "mask", "clip-path") and (
        found := LOADED_BY_STYLE.search(value)
    ):
        yield f"a style that loads {found[0][:60]!r}"


def faults(text: str, drawn: bool) -> list[str]:
    """Return what a piece of HTML, or of SVG when it is ``drawn``, holds that is not a table or a drawing."""
    found = Scan(text, drawn).faults
    if drawn and not found:
        try:
            ElementTree.fromstring(text)
        except ElementTree.ParseError as error:
            found = [f"SVG that is not well formed: {error}"]
    return list(dict.fromkeys(found))
