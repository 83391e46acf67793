"""What a reader takes away: the data package beside the pages, as files and one archive, and the book as two PDFs."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from wsis20 import project
from wsis20.commands.build import offers, state

from wsis20_sphinx.written import after_pages

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first that the format can say: an archive is the same whenever it is made


class Downloads(SphinxDirective):
    """``{downloads}`` offers the book as two PDFs and the data as one archive."""

    def run(self) -> list[nodes.Node]:
        """Return a list of links for the web; whoever reads a PDF has it, and its imprint names the other."""
        offered = {
            **{f"The {name} (PDF)": (path.name, name) for name, path in state.PDFS.items()},
            "The data package (ZIP)": (archive_name(project.version()), ""),
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


def archive_name(version: str) -> str:
    """Return the name of the archive of a version."""
    return f"wsis20-datapackage-{version}.zip"


def archive(folder: Path, path: Path) -> None:
    """Write the files of a folder to a ZIP archive that is the same every time.

    They are stored as they are: what compression makes of them depends on the library that this Python was built with.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as opened:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                entry = zipfile.ZipInfo(file.relative_to(folder).as_posix(), EPOCH)
                entry.create_system = 3  # Unix, on every system
                entry.external_attr = 0o644 << 16
                opened.writestr(entry, file.read_bytes())


def write_package(app: Sphinx) -> None:
    """Put the data package beside the pages, where readers and catalogues can take it."""
    folder = Path(app.outdir, "datapackage")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(project.DATAPACKAGE, folder)
    for old in Path(app.outdir).glob(archive_name("*")):
        old.unlink()
    archive(project.DATAPACKAGE, Path(app.outdir, archive_name(project.version())))


def setup(app: Sphinx) -> None:
    """Add the directive, and the files that it leads to; the build of both formats adds the PDFs."""
    app.add_directive("downloads", Downloads)
    app.connect("html-page-context", offer_report)
    after_pages(app, write_package)
