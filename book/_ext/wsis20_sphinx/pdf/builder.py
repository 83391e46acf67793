"""The builder: Sphinx's single-page HTML builder up to the assembled book, then Typst in place of a theme."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.errors import SphinxError
from sphinx.util.display import progress_message
from sphinx.writers.html5 import HTML5Translator
from wsis20 import project
from wsis20.commands.build import state

from wsis20_sphinx import imprint

from . import documents, links, pages, press
from .documents import Document
from .markup import Markup
from .notation import array, content, inline, string, text

TEMPLATE = Path(__file__).with_name("book.typ")
USE_TEMPLATE = '#import "/book.typ": *\n'


class BookTranslator(HTML5Translator):
    """Sphinx's HTML, with the numbers of each page's own captions and headings.

    An id says which caption on its page only, and the one page that is written here holds all of them. Sphinx keeps
    them apart for a builder that is named singlehtml, and for no other; here the numbers are changed as the translator
    passes from page to page.
    """

    def visit_start_of_file(self, node: nodes.Element) -> None:
        """Enter a page."""
        super().visit_start_of_file(node)
        self._take_numbers()

    def depart_start_of_file(self, node: nodes.Element) -> None:
        """Return to the page that holds it."""
        super().depart_start_of_file(node)
        self._take_numbers()

    def _take_numbers(self) -> None:
        page, environment = self.docnames[-1], self.builder.env
        self.builder.fignumbers = environment.toc_fignumbers.get(page, {})
        self.builder.secnumbers = environment.toc_secnumbers.get(page, {})


class TypstBuilder(SingleFileHTMLBuilder):
    """Write the book as two tagged PDFs, a report and its annex.

    `format` stays "html" while pages are written, so that every extension renders its nodes as it does for the web.
    """

    name = "typst"
    epilog = "The PDFs are in %(outdir)s."
    search = False
    default_translator_class = BookTranslator

    def init(self) -> None:
        """Let the images of the book be copied to where Typst reads."""
        super().init()
        self.source = Path(self.outdir, "source")
        self.imagedir = "source/images"

    def get_theme_config(self) -> tuple[str, dict[str, Any]]:
        """Let the plainest theme stand in for that of the web: none is used here, and a real one writes files."""
        return "basic", {}

    def fix_refuris(self, tree: nodes.Node) -> None:
        """Leave links as they are: with the name of the page, without which an id says nothing in a whole book."""

    def assemble_toc_secnumbers(self) -> dict[str, dict[str, tuple[int, ...]]]:
        """Leave the numbers of headings page by page."""
        return self.env.toc_secnumbers

    def assemble_toc_fignumbers(self) -> dict[str, dict[str, dict[str, tuple[int, ...]]]]:
        """Leave the numbers of captions page by page."""
        return self.env.toc_fignumbers

    def write_doc_serialized(self, docname: str, doctree: nodes.document) -> None:
        """Collect the images of the book, and index nothing for search."""
        self.imgpath = self.imagedir
        self.post_process_images(doctree)

    def handle_page(self, pagename: str, addctx: dict[str, Any], *args: Any, **options: Any) -> None:
        """Keep the assembled book, which Sphinx would set into the page of a theme."""
        self.fragment: str = addctx["body"]

    def finish(self) -> None:
        """Write the Typst source of the book and the PDFs.

        Raises SphinxError if a link leads nowhere, an image has no alternative text, or Typst refuses what it reads,
        and ConfigError if the book has no date, or no page or table of a name that `_config.yml` has.
        """
        created = press.timestamp(self.config.typst_date)
        files = {name: Path(self.outdir, path.name) for name, path in state.PDFS.items()}
        for file in files.values():
            file.unlink(missing_ok=True)  # a build that fails must leave none of an earlier one
        shutil.rmtree(self.source, ignore_errors=True)
        self.copy_image_files()
        with progress_message("writing Typst source"):
            written = self.write_source(created)
        places: dict[str, int] = {}
        for document in reversed(written):  # the report says on which pages of the annex things are
            with progress_message(f"setting the {document.name}"):
                places = press.run(self.source, f"{document.name}.typ", files[document.name], created, places)
        # What was built is no web page: this keeps extensions from adding styles and scripts to it as the build ends.
        self.format = "pdf"

    def write_source(self, created: int) -> list[Document]:
        """Write one file for each page, and one for each document, which takes its pages up in order."""
        config = self.config
        book = pages.cut(self.fragment, config.root_doc, self.parts())
        targets = links.find(book, config.html_baseurl or None)
        for page in book:
            links.number_notes(page)
        divided = documents.divide(book, config.typst_report, config.typst_web, config.typst_annexed)
        links.resolve(divided, targets)
        faults, there = targets.faults, list[str]()
        for document in divided:
            for page in document.pages:
                markup = Markup(page)
                faults += markup.faults
                there += markup.there
                write(self.source / "pages" / f"{page.name}.typ", USE_TEMPLATE + "\n" + markup.source)
            write(self.source / f"{document.name}.typ", self.main(document, created, there))
        if faults:
            raise SphinxError("the PDF cannot be set:\n" + "\n".join(faults))
        shutil.copy(TEMPLATE, self.source)
        return divided

    def parts(self) -> dict[str, str | None]:
        """Give the page that each part of the table of contents opens with, and the part's caption."""
        toctrees = self.env.get_doctree(self.config.root_doc).findall(addnodes.toctree)
        return {tree["includefiles"][0]: tree.get("caption") for tree in toctrees if tree["includefiles"]}

    def main(self, document: Document, created: int, there: list[str]) -> str:
        """Write the source of a document: what stands on its cover and imprint, the contents, and the pages.

        ``there`` has the labels in the annex to which the report refers.
        """
        config, cited = self.config, project.citation()
        language, _, region = (config.language or "en").replace("_", "-").partition("-")
        cover = inline(
            "show: book.with",
            None,
            title=string(config.html_title or config.project),
            subtitle=string(config.typst_subtitle),
            kind=string(document.name.capitalize()),
            dots=array([array([str(number) for number in pair]) for pair in imprint.counts()]),
            legend=array([content(text(said)) for said in imprint.legend()]),
            volume=string(imprint.volume(document.name)),
            author=string(config.author),
            version=string(config.typst_version),
            language=string(language),
            region=string(region) if region else None,
            date=press.day(created),
            description=string(" ".join(str(cited.get("abstract", "")).split())),
            keywords=array([string(str(word)) for word in cited.get("keywords", [])]),
            imprint=array(
                [
                    array([content(text(part)) for part in entry])
                    for entry in imprint.entries(document.name, config.html_baseurl)
                ]
            ),
        )
        files = [string(f"/pages/{page.name}.typ") for page in document.pages]
        body = [inline("summary", f"#include {file}", file) + "\n" for file in files[: document.leading]]
        remark = content(text(document.remark)) if document.remark else None
        report = document.name == "report"
        body += [
            inline("contents", None, remark=remark) + "\n",
            *(
                inline("chapter", f"#include {file}", file) + "\n" if report else f"#include {file}\n"
                for file in files[document.leading :]
            ),
        ]
        if report:
            body.append(inline("last-line", text(imprint.last())) + "\n")
        else:
            body.append(inline("places", None, array([string(label) for label in sorted(set(there))])) + "\n")
        return USE_TEMPLATE + cover.removesuffix(";") + "\n\n" + "".join(body)


def write(path: Path, source: str) -> None:
    """Write a file of Typst source, and the folders that it stands in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, "utf-8", newline="\n")
