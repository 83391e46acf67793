"""Drawings that a notebook may show: SVG of a closed list of elements, which runs and loads nothing.

A drawing is read as XML, as a browser reads it: an element is what its namespace makes it, whatever its prefix. A page
of a notebook may hold it as HTML; what HTML reads in another way, comments with tags and marked sections, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from wsis20.characters import shown
from wsis20.notebook import styling

SVG = "http://www.w3.org/2000/svg"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
BETWEEN = " "  # namespace and name: no name has one
ELEMENTS = {
    SVG: frozenset(
        [
            *("circle", "clipPath", "defs", "desc", "ellipse", "g", "image", "line", "linearGradient", "marker"),
            *("mask", "metadata", "path", "pattern", "polygon", "polyline", "radialGradient", "rect", "stop", "style"),
            *("svg", "symbol", "text", "title", "tspan", "use"),
        ]
    ),
    RDF: frozenset(["Bag", "RDF", "li"]),
    "http://creativecommons.org/ns#": frozenset(["Agent", "Work"]),
    "http://purl.org/dc/elements/1.1/": frozenset(
        [
            *("contributor", "coverage", "creator", "date", "description", "format", "identifier", "language"),
            *("publisher", "relation", "rights", "source", "subject", "title", "type"),
        ]
    ),
}
"""Those that matplotlib draws and describes a drawing with, and others of their kind."""
ATTRIBUTES = {
    "http://www.w3.org/1999/xlink": frozenset(["href"]),
    "http://www.w3.org/XML/1998/namespace": frozenset(["lang", "space"]),
    RDF: frozenset(["resource"]),
}
"""Those with a namespace; of the others, all but the handlers of events."""
DOCTYPE = ("svg", "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd", "-//W3C//DTD SVG 1.1//EN")
PICTURE = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=\s]*")  # as matplotlib puts one into a drawing
NUMBER = r"[0-9]{1,6}(?:\.[0-9]{1,9})?"
VIEW = re.compile(rf"-?{NUMBER} -?{NUMBER} {NUMBER} {NUMBER}")
DEPTH = 64  # of elements; those of matplotlib need ten


class Scan:
    """The faults of a drawing, in the order of the text."""

    def __init__(self, text: str) -> None:
        self.faults: list[str] = []
        self._open: list[str] = []
        self._sheet: list[str] = []
        parser = expat.ParserCreate(namespace_separator=BETWEEN)
        parser.buffer_text = True
        parser.XmlDeclHandler = self.declaration
        parser.StartDoctypeDeclHandler = self.doctype
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.words
        parser.CommentHandler = self.comment
        parser.ProcessingInstructionHandler = self.instruction
        parser.StartCdataSectionHandler = self.section
        parser.SkippedEntityHandler = self.entity
        try:
            parser.Parse(text, True)
        except expat.ExpatError as error:
            self.faults.append(f"SVG that is not well formed: {error}")
        except Stop:
            pass

    def declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        """Note another encoding than that of the files which the book writes."""
        if encoding and encoding.lower() != "utf-8":
            self.faults.append(f"the encoding {shown(encoding)}; expected 'utf-8'")

    def doctype(self, name: str, system: str | None, public: str | None, own: int) -> None:
        """Note entities, which could stand for anything, and go no further; note the address of another document."""
        if own:
            self.faults.append("entities of its own")
            raise Stop
        if (name, system, public) != DOCTYPE:
            self.faults.append(f"another document type than that of SVG 1.1: {shown(system or name)}")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Note an element that is not on the list, and attributes that run or load something."""
        space, name = parted(tag)
        if not self._open and (space, name) != (SVG, "svg"):
            self.faults.append(f"<{name[:30]}> of {shown(space)}; expected <svg> of '{SVG}'")
        elif name not in ELEMENTS.get(space, ()):
            self.faults.append(f"the element <{name[:30]}>" + ("" if space == SVG else f" of {shown(space)}"))
        if not self._open and not VIEW.fullmatch(attributes.get("viewBox", "")):
            self.faults.append("no viewBox of four numbers, by which a page keeps room for it")
        self._open.append(name)
        if len(self._open) > DEPTH:
            self.faults.append(f"elements in more than {DEPTH} others")
            raise Stop
        for attribute, value in attributes.items():
            self.faults += faults_of_attribute(*parted(attribute), value)

    def end(self, tag: str) -> None:
        """Note what a style loads, when all of it is read."""
        self._open.pop()
        if "style" not in self._open and self._sheet:
            self.faults += styling.faults_of_sheet("".join(self._sheet))
            self._sheet = []

    def words(self, words: str) -> None:
        """Keep the words of a style."""
        if "style" in self._open:
            self._sheet.append(words)

    def comment(self, words: str) -> None:
        """Note a comment that could end earlier where the drawing is read as HTML."""
        if "<" in words or ">" in words:
            self.faults.append(f"a comment with a tag: {shown(words)}")

    def instruction(self, target: str, words: str) -> None:
        """Note a processing instruction, such as one that loads a style sheet."""
        self.faults.append(f"the processing instruction {shown(target)}")

    def section(self) -> None:
        """Note a marked section, which is none where the drawing is read as HTML."""
        self.faults.append("a CDATA section")

    def entity(self, name: str, parameter: bool) -> None:
        """Note an entity that a document type elsewhere would have to say."""
        self.faults.append(f"the entity {shown(name)}")


class Stop(Exception):  # noqa: N818
    """What follows need not be read."""


def parted(name: str) -> tuple[str, str]:
    """Return the namespace of an element or an attribute, the empty string for none, and its name in it."""
    space, _, local = name.rpartition(BETWEEN)
    return space, local


def faults_of_attribute(space: str, name: str, value: str) -> Iterator[str]:
    """Yield what an attribute runs or loads."""
    if space and name not in ATTRIBUTES.get(space, ()):
        yield f"the attribute {name[:30]} of {shown(space)}"
    elif name.lower().startswith("on"):
        yield f"the event handler {name[:30]}"
    elif name.lower() == "href":
        if not (value.startswith("#") or PICTURE.fullmatch(value)):
            yield f"an address that is no part of the drawing: {shown(value)}"
    else:
        yield from styling.faults(value)


def faults(text: str) -> list[str]:
    """Return what a piece of SVG holds that is not a drawing."""
    return list(dict.fromkeys(Scan(text).faults))
