"""Numeric twins: beside every figure, the values it shows as CSV."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from wsis20 import freshness

FOLDER = "data"


def twins(path: Path) -> dict[str, str]:
    """Return the CSV behind each figure of a stored notebook, by the name of the figure."""
    found = {}
    for cell in freshness.read(path)["cells"]:
        for output in cell.get("outputs", []):
            figure = output.get("metadata", {}).get("wsis20", {}).get("figure")
            if figure:
                found[figure["name"]] = "".join(output["data"]["text/plain"]) + "\n"
    return found


def link_twins(app: Sphinx, doctree: nodes.document) -> None:
    """Put a link to its data under every figure of a notebook."""
    path = Path(app.env.doc2path(app.env.docname))
    if path.suffix != ".ipynb":
        return
    for name in twins(path):
        for figure in doctree.findall(nodes.figure):
            if name in figure["names"]:
                link = nodes.reference(
                    "", "Data behind this figure (CSV)", refuri=f"{FOLDER}/{name}.csv", internal=False
                )
                figure.parent.insert(
                    figure.parent.index(figure) + 1, nodes.paragraph("", "", link, classes=["only-html", "figure-data"])
                )


def write_twins(app: Sphinx, error: Exception | None) -> None:
    """Write the CSV files beside the pages."""
    if error or app.builder.name != "html":
        return
    folder = Path(app.outdir, FOLDER)
    folder.mkdir(exist_ok=True)
    for docname in sorted(app.env.found_docs):
        path = Path(app.env.doc2path(docname))
        if path.suffix == ".ipynb":
            for name, text in twins(path).items():
                (folder / f"{name}.csv").write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Add the links when a page is read, and the files when the book is built."""
    app.connect("doctree-read", link_twins)
    app.connect("build-finished", write_twins)
