"""What a reader takes away: the data package beside the pages, as files and one archive, and the book as two PDFs."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from wsis20 import project, release, words
from wsis20.commands.build import offers, state

from wsis20_sphinx.written import after_pages


class Downloads(SphinxDirective):
    """``{downloads}`` offers the book as two PDFs and the data as one archive."""

    def run(self) -> list[nodes.Node]:
        """Return a list of links for the web; whoever reads a PDF has it, and its imprint names the other."""
        offered = {
            **{f"The {name} (PDF)": (path.name, name) for name, path in state.PDFS.items()},
            "The data package (ZIP)": (release.OFFERS[0].name(project.version()), ""),
        }
        links = nodes.bullet_list("", classes=["only-html", "downloads"])
        for text, (file, document) in offered.items():
            line = nodes.paragraph("", "", nodes.reference("", text, refuri=file, internal=False))
            if document:
                line += [nodes.Text(" "), nodes.inline(classes=[offers.CLASS, document])]
            links += nodes.list_item("", line)
        return [links]


def offer_report(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Let the button over every page lead to the report; the annex is offered where the report is."""
    context["report"] = state.PDFS["report"].name


def offered() -> list[tuple[release.Offer, Path]]:
    """Return what a release offers, each with its file."""
    folder = release.current()
    return [(offer, folder / offer.name(project.version())) for offer in release.OFFERS]


class Releases(SphinxDirective):
    """``{releases}`` offers the data in every form: what it is, its size and hash, and whom it serves.

    Nothing in the PDF, which has no files to take, and nothing in a preview, whose data may be wrong.
    """

    def run(self) -> list[nodes.Node]:
        """Return a definition list."""
        if self.env.app.builder.name != "html" or self.config.wsis20_preview:
            return []
        items = [self.item(offer, path) for offer, path in offered()]
        sums = nodes.paragraph("", "The hashes of all files of the release stand in ")
        sums += [nodes.reference("", release.SUMS, refuri=release.SUMS, internal=False), nodes.Text(".")]
        return [nodes.definition_list("", *items, classes=["releases"]), sums]

    def item(self, offer: release.Offer, path: Path) -> nodes.definition_list_item:
        """Return a file with its size, whom it serves, and its hash."""
        content = path.read_bytes()
        link = nodes.reference("", path.name, refuri=path.name, internal=False)
        term = nodes.term("", "", link, nodes.Text(f" ({words.size(len(content))})"), ids=[anchor(offer)])
        digest = nodes.literal("", hashlib.sha256(content).hexdigest())
        told = nodes.paragraph("", offer.serves)
        hashed = nodes.paragraph("", "", nodes.Text("SHA-256: "), digest, classes=["hash"])
        return nodes.definition_list_item("", term, nodes.definition("", told, hashed))


def anchor(offer: release.Offer) -> str:
    """Return the anchor of an offer, the same in all versions."""
    return "form-" + nodes.make_id(offer.file.replace("{version}", ""))


def write_release(app: Sphinx) -> None:
    """Put the files of a release beside the pages, where readers and catalogues can take them."""
    if app.config.wsis20_preview:
        return
    folder, site = release.current(), Path(app.outdir)
    named = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    for old in [*site.glob("wsis20-*"), *(site / release.UNPACKED).rglob("*")]:
        if old.is_file() and old.suffix != ".pdf" and old.relative_to(site) not in named:
            old.unlink()
    for name in sorted(named):
        target, source = site / name, folder / name
        if not target.is_file() or target.read_bytes() != source.read_bytes():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def setup(app: Sphinx) -> None:
    """Add the directive, and the files that it leads to; the build of both formats adds the PDFs."""
    app.add_directive("downloads", Downloads)
    app.connect("html-page-context", offer_report)
    app.add_directive("releases", Releases)
    after_pages(app, write_release)
