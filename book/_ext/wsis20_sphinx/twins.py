"""Numeric twins: beside every figure, the values it shows as CSV."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from wsis20 import freshness

from wsis20_sphinx.ending import after_pages

FOLDER = "data"


def drawn(path: Path) -> dict[str, dict]:
    """Return the outputs of a stored notebook that are figures, by the name of the figure."""
    outputs = [output for cell in freshness.read(path)["cells"] for output in cell.get("outputs", [])]
    figures = {output.get("metadata", {}).get("wsis20", {}).get("figure", {}).get("name"): output for output in outputs}
    return {name: output for name, output in figures.items() if name}


def twins(path: Path) -> dict[str, str]:
    """Return the CSV behind each figure of a stored notebook, by the name of the figure."""
    return {name: "".join(output["data"]["text/plain"]) + "\n" for name, output in drawn(path).items()}


def link_twins(app: Sphinx, doctree: nodes.document) -> None:
    """Put links to its data and to its code under every figure of a notebook."""
    path = Path(app.env.doc2path(app.env.docname))
    if path.suffix != ".ipynb":
        return
    for name in twins(path):
        for figure in doctree.findall(nodes.figure):
            if name in figure["names"]:
                data = nodes.reference(
                    "", "Data behind this figure (CSV)", refuri=f"{FOLDER}/{name}.csv", internal=False
                )
                code = nodes.reference("", "Code that draws it", refid=mark_code(figure, f"{name}-code"), internal=True)
                links = nodes.paragraph("", "", data, nodes.Text(" · "), code, classes=["only-html", "figure-data"])
                figure.parent.insert(figure.parent.index(figure) + 1, links)


def mark_code(figure: nodes.figure, anchor: str) -> str:
    """Give the code of the cell that draws a figure an anchor, and return it; a browser that goes there unfolds it."""
    cell = figure
    while cell.get("nb_element") != "cell_code":
        cell = cell.parent
    source = next(child for child in cell.children if child.get("nb_element") == "cell_code_source")
    source["ids"].append(anchor)
    return anchor


def write_twins(app: Sphinx) -> None:
    """Write the CSV files beside the pages."""
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
    after_pages(app, write_twins)
