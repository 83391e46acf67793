"""Parts of the book that can be cited: figures, tables and records. Each has a control, and two files for programs.

The control opens the reference as a sentence and leads to the files. It needs no script; where there is JavaScript,
``_static/copy.js`` adds a button that copies the sentence. Of a paragraph of the resolution the reference of the
official text stands there too, for whoever cites that and not our words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxTranslator
from wsis20 import tracing, words
from wsis20.tables import Cell, Link, plain
from wsis20.tables import parts as cell_parts

from wsis20_sphinx import fates, records
from wsis20_sphinx.directives import citation
from wsis20_sphinx.directives.citation import message_part, page_bibtex, page_reference, page_ris
from wsis20_sphinx.html.addresses import address, on_the_web, published
from wsis20_sphinx.records import RecordDomain, origin, package
from wsis20_sphinx.written import after_pages, keep

FOLDER = "cite/parts"
RECORDS = ("message", "speaker", "consultation", "provision", "position", "note")
"""Kinds of records that can be cited."""
CALLS, DEGREE = ("message", "position"), 2
"""What a judgement is about, and the column of a table of judgements that says how it is met."""
KINDS = {"figure": nodes.figure, "table": nodes.table}
WHOLE = "Data, code, citation"
"""What the control is called that has data and code in it."""


@dataclass(frozen=True)
class Part:
    """A part: its anchor, what it is called, and the document that it is from with the place in it, if there is one.

    ``itself`` is what the place is called where many cite the document and not the book, as *the paragraph itself*, and
    ``short`` how they cite it in a few words.
    """

    anchor: str
    title: str
    source: str = ""
    itself: str = ""
    short: str = ""

    def place(self, docname: str) -> str:
        """Return where the part stands: a page of the book, and the anchor."""
        return f"{address(docname)}.html#{self.anchor}"

    def sentence(self, config: Config, docname: str) -> str:
        """Return the reference as a sentence, with the whole address where one is configured."""
        return page_reference(self.title, published(config, self.place(docname)), self.source)

    def bibtex(self, config: Config, docname: str) -> str:
        """Return the reference as an entry of BibTeX."""
        place = self.place(docname)
        return page_bibtex(self.title, self.anchor, on_the_web(config, place), self.source, place)

    def ris(self, config: Config, docname: str) -> str:
        """Return the reference in the format of reference managers (RIS)."""
        place = self.place(docname)
        return page_ris(self.title, on_the_web(config, place), self.source, place)

    def write(self, app: Sphinx, docname: str) -> None:
        """Write the files that reference managers take."""
        folder = Path(app.outdir, FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        keep(folder / f"{self.anchor}.bib", f"{self.bibtex(app.config, docname)}\n")
        keep(folder / f"{self.anchor}.ris", self.ris(app.config, docname))


@cache
def of_record(kind: str, key: str) -> Part:
    """Return a record as a part of the book; the title says of what is in our words that it is."""
    if kind == "message":
        return Part(key, *message_part(key))
    label, title = records.labels(kind)[key]
    called = {
        "note": f"Note {key}",
        "consultation": keyed(f"{label}, {title}", key),
        "provision": f"Provision, paraphrased: {keyed(label, key)}",
        "position": f"{position(key)}: {keyed(label, key)}" if kind == "position" else "",
    }.get(kind, keyed(label, key))
    found = places(kind)[key]
    sources = "; ".join(origin(document, place) for document, place in found)
    if kind != "provision":
        return Part(key, called, sources)
    (document, place), *_ = found
    return Part(key, called, sources, f"The {place.partition(' ')[0]} itself", in_short(document, place))


def in_short(document: str, place: str) -> str:
    """Return a place in a document as delegations cite it, by the symbol: *A/RES/80/173, para. 99*."""
    return ", ".join(filter(None, [records.symbol_of(document), place.replace("paragraph", "para.")]))


def keyed(label: str, key: str) -> str:
    """Return a label with the identifier in parentheses, in those with which it ends where it does.

    >>> keyed("Astana, statement 11", "astana-s11"), keyed("Review (paragraph 127)", "res-80-173-p127")
    ('Astana, statement 11 (astana-s11)', 'Review (paragraph 127; res-80-173-p127)')
    """
    return f"{label.removesuffix(')')}; {key})" if label.endswith(")") else f"{label} ({key})"


def of_judgement(call: Link, provision: Link, degree: str) -> Part:
    """Return the judgement of the agreed pass on how a provision meets a call, as a part of the book."""
    said = keyed(records.labels(call.kind)[call.key].label, call.key)
    met = keyed(records.labels("provision")[provision.key].label, provision.key)
    sources = [of_record(link.kind, link.key).source for link in (call, provision)]
    verb = fates.SPOKEN_TO[degree]
    title = f"Judgement in the final coding: {said}, {verb} {met}"
    return Part(f"{call.key}-by-{provision.key}", title, "; ".join(sources))


def judged(cells: Sequence[Cell]) -> Part | None:
    """Return the judgement that a row of a table tells of, by its cells: a call, a provision and the degree."""
    degrees = {tracing.MET[degree]: degree for degree in fates.SPOKEN_TO}
    if len(cells) <= DEGREE or plain(cells[DEGREE]) not in degrees:
        return None
    call, provision = (cell_parts(cell)[0] if len(cell_parts(cell)) == 1 else "" for cell in cells[:DEGREE])
    if not isinstance(call, Link) or not isinstance(provision, Link):
        return None
    if call.kind not in CALLS or provision.kind != "provision":
        return None
    return of_judgement(call, provision, degrees[plain(cells[DEGREE])])


def position(key: str) -> str:
    """Return whose position it is, by whom it was said where the data have that, and that it is paraphrased."""
    row = records.positions_in_context().loc[key]
    said = row.attributed_to if isinstance(row.attributed_to, str) and row.attributed_to != row.holder_name else ""
    report = f" from a {row.document_kind}" if row.document_kind == "machine-made report" else ""
    return f"Position of {row.holder_name}{f' ({said})' if said else ''}, paraphrased{report}"


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
    """Open the control, on the web; on paper it is no use."""
    if translator.builder.name != "html":
        raise nodes.SkipNode
    translator.body.append(f'<details class="citing"><summary>{node["words"]}</summary>')


def depart(translator: SphinxTranslator, node: CiteControl) -> None:
    """Write the reference and links to its files, and close the control."""
    part, builder = node["part"], cast(StandaloneHTMLBuilder, translator.builder)
    said = part.sentence(builder.config, builder.current_docname)
    files = f"{FOLDER}/{escape(part.anchor)}"
    forms = [f'<span class="original">{escape(form)}</span>' for form in (part.short, f"{part.source}.")]
    itself = f"<p>{part.itself}: {forms[0]}; in full: {forms[1]}</p>" if part.itself else ""
    ours = " (of our words)" if part.itself else ""
    translator.body.append(
        f'<p class="cited">{escape(said)}</p>{itself}'
        f'<p><a href="{files}.bib" download>BibTeX</a>, <a href="{files}.ris" download>RIS</a>{ours}</p></details>'
    )


def offer(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put a control under every figure and every table that has a number, and write their files.

    Where there are links to data and code, they stand in it.
    """
    if app.builder.name != "html":
        return
    for kind, node in [(kind, node) for kind, made in KINDS.items() for node in doctree.findall(made)]:
        numbers = app.env.toc_fignumbers.get(docname, {}).get(kind, {})
        if anchor := next((anchor for anchor in node["ids"] if anchor in numbers), ""):
            number = ".".join(map(str, numbers[anchor]))
            part = Part(anchor, f"{kind.capitalize()} {number} ({anchor}): {subject(node)}")
            links = below(node)
            made = control(part, WHOLE if links else f"Cite this {kind}")
            node.parent.insert(node.parent.index(node) + 1, made)
            for paragraph in links:
                paragraph.parent.remove(paragraph)
                made += paragraph
            part.write(app, docname)
    for row in doctree.findall(lambda node: isinstance(node, nodes.row) and "judgement" in node["classes"]):
        row.next_node(CiteControl)["part"].write(app, docname)


def subject(node: nodes.Element) -> str:
    """Return the first sentence of a caption."""
    caption = node.next_node(nodes.caption) or node.next_node(nodes.title)
    first, _, _ = " ".join(caption.astext().split()).partition(". ")
    return first.removesuffix(".")


def below(node: nodes.Element) -> list[nodes.Element]:
    """Return the links to data and code below a figure or a table, where it has them."""
    following = node.next_node(descend=False, siblings=True)
    return [following] if following is not None and "figure-data" in following.get("classes", ()) else []


def write_out(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Write out the references that a page shows, to the book and to messages, with addresses where these are known."""
    pages = app.env.domains[RecordDomain.name].data["pages"]
    for node in list(doctree.findall(citation.Cited)):
        key, home = node["message"], on_the_web(app.config, "")
        if key is None:
            node.replace_self(citation.shown(page_reference(None, home), page_bibtex(None, "", home)))
        else:
            part, page = of_record("message", key), pages.get(("message", key))
            if page is None:
                raise ExtensionError(f"{docname}: message {key!r} is to be cited, and no register of the book has it")
            node.replace_self(citation.shown(part.sentence(app.config, page), part.bibtex(app.config, page)))


def write_records(app: Sphinx) -> None:
    """Write the files of all records that stand in a register."""
    domain = app.env.domains[RecordDomain.name]
    for (kind, key), docname in domain.data["pages"].items():
        if kind in RECORDS:
            of_record(kind, key).write(app, docname)


def add_copying(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Load the script of the buttons that copy, where there is something to cite."""
    if doctree is not None and doctree.next_node(CiteControl):
        app.add_js_file("copy.js", loading_method="defer")


def setup(app: Sphinx) -> None:
    """Add the control, offer it as pages are resolved, and write the files of records at the end."""
    app.connect("html-page-context", add_copying)
    app.add_node(CiteControl, html=(visit, depart))
    app.connect("doctree-resolved", offer)
    app.connect("doctree-resolved", write_out)
    after_pages(app, write_records)
