"""Parts of the book that can be cited: figures, tables and records. Each has a control, and two files for programs.

The control opens the reference as a sentence and leads to the files. It needs no script; where there are filters, their
script adds a button that copies the sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.util.docutils import SphinxTranslator
from wsis20 import words

from wsis20_sphinx import records
from wsis20_sphinx.directives import citation
from wsis20_sphinx.directives.citation import message_part, page_bibtex, page_reference, page_ris, register
from wsis20_sphinx.html.addresses import address, on_the_web
from wsis20_sphinx.records import RecordDomain, origin, package
from wsis20_sphinx.written import after_pages, keep

FOLDER = "cite/parts"
RECORDS = ("message", "speaker", "consultation", "provision", "position", "note")
"""Kinds of records that can be cited."""
KINDS = {"figure": nodes.figure, "table": nodes.table}


@dataclass(frozen=True)
class Part:
    """A part: its anchor, what it is called, and the document that it is from with the place in it, if there is one.

    Of a record, ``locator`` is that place alone, and ``inside`` the register of this book that it stands in.
    """

    anchor: str
    title: str
    source: str = ""
    locator: str = ""
    inside: str = ""

    def place(self, config: Config, docname: str) -> str:
        """Return the whole address of the part on a page, or nothing where none is configured."""
        return on_the_web(config, f"{address(docname)}.html#{self.anchor}")

    def sentence(self, place: str) -> str:
        """Return the reference as a sentence."""
        return page_reference(self.title, place, self.source)

    def write(self, folder: Path, place: str) -> None:
        """Write the files that reference managers take."""
        folder.mkdir(parents=True, exist_ok=True)
        entry = page_bibtex(self.title, self.anchor, place, self.source, self.inside)
        keep(folder / f"{self.anchor}.bib", f"{entry}\n")
        keep(folder / f"{self.anchor}.ris", page_ris(self.title, place, self.source, self.locator))


@cache
def of_record(kind: str, key: str) -> Part:
    """Return a record as a part of the book."""
    inside = register(kind)
    if kind == "message":
        return Part(key, *message_part(key), inside)
    label, title = records.labels(kind)[key]
    called = {"note": f"Note {key}", "consultation": f"{label}, {title} ({key})"}.get(kind, f"{label} ({key})")
    source = "; ".join(origin(document, place) for document, place in places(kind)[key])
    return Part(key, called, source, "; ".join(place for _, place in places(kind)[key]), inside)


@cache
def places(kind: str) -> dict[str, list[tuple[str, str]]]:
    """Return the documents that each record of a kind is from and the places in them, by its identifier."""
    table = {"note": "source_notes", "speaker": "appearances"}.get(kind, f"{kind}s")
    key = {"speaker": "person_id"}.get(kind, f"{kind}_id")
    found: dict[str, list[tuple[str, str]]] = {}
    for row in package()[table].itertuples():
        place = words.place_in_resolution(row) if kind == "provision" else row.locator
        found.setdefault(getattr(row, key), []).append((row.document_id, place))
    return found


class CiteControl(nodes.General, nodes.Element):
    """The control of a part, which stands in ``part``; ``words`` name it."""


def control(part: Part, words: str = "Cite") -> CiteControl:
    """Return the control of a part."""
    return CiteControl("", part=part, words=words)


def visit(translator: SphinxTranslator, node: CiteControl) -> None:
    """Write the control, on the web; on paper it is no use."""
    if translator.builder.name != "html":
        raise nodes.SkipNode
    part, builder = node["part"], cast(StandaloneHTMLBuilder, translator.builder)
    said = part.sentence(part.place(builder.config, builder.current_docname))
    files = f"{FOLDER}/{escape(part.anchor)}"
    translator.body.append(
        f'<details class="citing"><summary>{node["words"]}</summary><p class="cited">{escape(said)}</p>'
        f'<p><a href="{files}.bib" download>BibTeX</a>, <a href="{files}.ris" download>RIS</a></p></details>'
    )
    raise nodes.SkipNode


def offer(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put a control under every figure and every table that has a number, and write their files."""
    if app.builder.name != "html":
        return
    for kind, node in [(kind, node) for kind, made in KINDS.items() for node in doctree.findall(made)]:
        numbers = app.env.toc_fignumbers.get(docname, {}).get(kind, {})
        if anchor := next((anchor for anchor in node["ids"] if anchor in numbers), ""):
            number = ".".join(map(str, numbers[anchor]))
            part = Part(anchor, f"{kind.capitalize()} {number} ({anchor}): {subject(node)}")
            last = below(node)
            last.parent.insert(last.parent.index(last) + 1, control(part, f"Cite this {kind}"))
            part.write(Path(app.outdir, FOLDER), part.place(app.config, docname))


def subject(node: nodes.Element) -> str:
    """Return the first sentence of a caption."""
    caption = node.next_node(nodes.caption) or node.next_node(nodes.title)
    first, _, _ = " ".join(caption.astext().split()).partition(". ")
    return first.removesuffix(".")


def below(node: nodes.Element) -> nodes.Element:
    """Return what stands last of a figure: the links to its data and code, where it has them."""
    following = node.next_node(descend=False, siblings=True)
    return following if following is not None and "figure-data" in following.get("classes", ()) else node


def write_out(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Write out the references that a page shows, to the book and to messages, with addresses where these are known."""
    pages = app.env.domains[RecordDomain.name].data["pages"]
    for node in list(doctree.findall(citation.Cited)):
        key = node["message"]
        page = pages.get(("message", key))
        place = of_record("message", key).place(app.config, page) if page else on_the_web(app.config, "")
        node.replace_self(citation.shown(key, place))


def write_records(app: Sphinx) -> None:
    """Write the files of all records that stand in a register."""
    domain = app.env.domains[RecordDomain.name]
    for (kind, key), docname in domain.data["pages"].items():
        if kind in RECORDS:
            part = of_record(kind, key)
            part.write(Path(app.outdir, FOLDER), part.place(app.config, docname))


def setup(app: Sphinx) -> None:
    """Add the control, offer it as pages are resolved, and write the files of records at the end."""
    app.add_node(CiteControl, html=(visit, None))
    app.connect("doctree-resolved", offer)
    app.connect("doctree-resolved", write_out)
    after_pages(app, write_records)
