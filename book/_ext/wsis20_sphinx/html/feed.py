"""A feed of the versions, for readers who want to hear of the next one (Atom, RFC 4287); none without an address."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from sphinx.application import Sphinx
from sphinx.config import Config
from wsis20 import project
from wsis20.release.terms import guid

from wsis20_sphinx.directives.citation import author
from wsis20_sphinx.html.addresses import on_the_web, published
from wsis20_sphinx.written import after_pages

FILE, PAGE = "feed.xml", "changes.html"
ATOM = "http://www.w3.org/2005/Atom"
TITLE = "Versions"
SECTION = re.compile(r"^## (\d+\.\d+\.\d+) \((\d{4}-\d\d-\d\d)\)\n+(.*?)\n\n", re.MULTILINE | re.DOTALL)
SENTENCE = re.compile(r"[A-Z]")
"""How a paragraph begins; a list begins with a dash, a table with a bar."""


@dataclass(frozen=True)
class Version:
    """A version: its number, its day, and what the changelog says of it first, if that is a paragraph."""

    number: str
    day: str
    lead: str


def versions() -> list[Version]:
    """Return what the changelog has, the newest first, as it stands there."""
    text = (project.ROOT / "CHANGELOG.md").read_text("utf-8") + "\n\n"
    found = SECTION.findall(text)
    return [Version(number, day, " ".join(lead.split()) if SENTENCE.match(lead) else "") for number, day, lead in found]


def changes() -> Counter[str]:
    """Return how many tables, fields, rows and values each version changed, of those that were counted."""
    with (project.ROOT / "changes.csv").open(encoding="utf-8", newline="") as file:
        return Counter(row["version"] for row in csv.DictReader(file))


def feed(config: Config) -> bytes:
    """Return the feed: an entry for each version, with an identifier that no address changes."""
    ElementTree.register_namespace("", ATOM)
    counted = changes()
    top = ElementTree.Element(f"{{{ATOM}}}feed", {"xml:lang": "en"})
    add(top, "id", f"urn:uuid:{guid('versions')}")
    add(top, "title", f"{project.citation()['title']}: {TITLE.lower()}")
    add(top, "updated", moment(project.release_date().isoformat()))
    add(add(top, "author"), "name", author())
    add(top, "link", rel="self", type="application/atom+xml", href=on_the_web(config, FILE))
    add(top, "link", rel="alternate", type="text/html", href=on_the_web(config, PAGE))
    for version in versions():
        entry = add(top, "entry")
        add(entry, "id", f"urn:uuid:{guid(f'version {version.number}')}")
        add(entry, "title", f"Version {version.number}")
        add(entry, "updated", moment(version.day))
        add(entry, "link", rel="alternate", type="text/html", href=on_the_web(config, PAGE))
        number = counted[version.number]
        told = f"Changes of the data, one by one in changes.csv: {number:,}." if number else ""
        add(entry, "summary", f"{version.lead} {told}".strip() or "The changelog says what changed.")
    ElementTree.indent(top)
    return ElementTree.tostring(top, "utf-8", xml_declaration=True) + b"\n"


def add(above: ElementTree.Element, kind: str, text: str = "", /, **facts: str) -> ElementTree.Element:
    """Add an element below another."""
    own = ElementTree.SubElement(above, f"{{{ATOM}}}{kind}", facts)
    own.text = text or None
    return own


def moment(day: str) -> str:
    """Return the beginning of a day as a feed has it."""
    return f"{day}T00:00:00Z"


def link(config: Config) -> str:
    """Return what leads a reader of feeds from a page to the feed, or nothing where there is none."""
    place = f'type="application/atom+xml" title="{TITLE}" href="{published(config, FILE)}"'
    return f'<link rel="alternate" {place} />\n' if config.html_baseurl else ""


def write(app: Sphinx) -> None:
    """Write the feed beside the pages; an old one goes where the book has no address any more."""
    place = Path(app.outdir, FILE)
    place.unlink(missing_ok=True)
    if app.config.html_baseurl and not app.config.wsis20_preview:
        place.write_bytes(feed(app.config))


def setup(app: Sphinx) -> None:
    """Write the feed when the pages are there."""
    after_pages(app, write)
