"""Figures of the notebooks in the book: their data and code, their dark version, and where they are shown once more.

A figure that carries the project's mark, ``wsis20`` as the creator in its SVG metadata, gets a second version with the
dark colours of ``wsis20.colours.DARK``. Both stand in the page with the classes by which the theme shows one of them;
the other is not displayed, and so is neither read aloud nor, being lazy, fetched. Without JavaScript the light one
shows.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective, SphinxTranslator
from wsis20 import freshness, project
from wsis20.colours import DARK

from wsis20_sphinx.written import after_pages


def join_silent_cells(app: Sphinx, doctree: nodes.document) -> None:
    """Put the code of cells without output before that of the next cell, so that a reader meets one fold a result."""
    for cell in list(doctree.findall(is_cell)):
        following = cell.next_node(descend=False, siblings=True)
        if following is not None and is_cell(following) and not output(cell):
            following.insert(0, cell.children)
            cell.parent.remove(cell)
            join(following)


def is_cell(node: nodes.Node) -> bool:
    """Return whether a node is a cell of code."""
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def output(cell: nodes.container) -> list[nodes.Node]:
    """Return what a cell shows; values that are kept for the prose show nothing."""
    return [part for part in cell.children if part.get("nb_element") == "cell_code_output" and part.children]


def join(cell: nodes.container) -> None:
    """Make one block of code of all that a cell has."""
    first, *others = [part for part in cell.children if part.get("nb_element") == "cell_code_source"]
    for other in others:
        first += other.children
        cell.remove(other)


FOLDER = "data"


def drawn(path: Path) -> dict[str, dict]:
    """Return the outputs of a stored notebook that are figures, by the name of the figure."""
    outputs = [output for cell in freshness.read(path)["cells"] for output in cell.get("outputs", [])]
    figures = {output.get("metadata", {}).get("wsis20", {}).get("figure", {}).get("name"): output for output in outputs}
    return {name: output for name, output in figures.items() if name}


def data_behind(path: Path) -> dict[str, str]:
    """Return the CSV behind each figure of a stored notebook, by the name of the figure."""
    return {name: "".join(output["data"]["text/plain"]) + "\n" for name, output in drawn(path).items()}


def link_data(app: Sphinx, doctree: nodes.document) -> None:
    """Put links to its data and to its code under every figure of a notebook."""
    path = Path(app.env.doc2path(app.env.docname))
    if path.suffix != ".ipynb":
        return
    for name in data_behind(path):
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


def write_data(app: Sphinx) -> None:
    """Write the CSV files beside the pages."""
    folder = Path(app.outdir, FOLDER)
    folder.mkdir(exist_ok=True)
    for docname in sorted(app.env.found_docs):
        path = Path(app.env.doc2path(docname))
        if path.suffix == ".ipynb":
            for name, text in data_behind(path).items():
                (folder / f"{name}.csv").write_text(text, encoding="utf-8")


class Preview(SphinxDirective):
    """``{preview} fig-map`` shows a figure on the web; the content is said below it. In print it stands in its chapter.

    It gets no second number: it is the same figure.
    """

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the picture and the words below it."""
        name = self.arguments[0]
        try:
            path = notebook_with(name)
        except KeyError as error:
            raise ExtensionError(f"{self.env.docname}:{self.lineno}: {error.args[0]}") from None
        self.env.note_dependency(str(path))
        return [self.picture(name, drawn(path)[name])]

    def picture(self, name: str, output: dict) -> nodes.container:
        """Return the stored picture of a figure, its file written beside the doctrees."""
        file = Path(self.env.app.doctreedir, "previews", f"{name}.svg")
        file.parent.mkdir(exist_ok=True)
        file.write_text("".join(output["data"]["image/svg+xml"]), "utf-8")
        uri = Path(os.path.relpath(file, self.env.srcdir)).as_posix()
        image = nodes.image(uri=f"/{uri}", alt=output["metadata"]["wsis20"]["figure"]["alt"])
        words = self.parse_text_to_nodes("\n".join(self.content))
        return nodes.container("", image, *words, classes=["only-html", "preview"])


def notebook_with(figure: str) -> Path:
    """Return the notebook that draws a figure; raise `KeyError` when none does."""
    for path in project.notebooks():
        if figure in drawn(path):
            return path
    raise KeyError(f"no notebook has a figure {figure!r}")


CREATOR = "wsis20"
DUBLIN_CORE = {"dc": "http://purl.org/dc/elements/1.1/"}
HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")


def project_figure(file: Path) -> ElementTree.Element | None:
    """Return the root of an SVG with the project's mark; nothing for any other file, or for one that is not there."""
    if file.suffix != ".svg" or not file.is_file():
        return None
    root = ElementTree.parse(file).getroot()
    creators = root.iterfind(".//dc:creator", DUBLIN_CORE)
    return root if any("".join(creator.itertext()).strip() == CREATOR for creator in creators) else None


def recolour(svg: str, colours: Mapping[str, str]) -> str:
    """Return an SVG in which each colour that is a key of ``colours`` has become its value."""
    return HEX_COLOUR.sub(lambda match: colours.get(match[0].lower(), match[0]), svg)


def size_of_view(svg: ElementTree.Element) -> tuple[int, int]:
    """Return the width and the height of the view of an SVG, by which a browser keeps room for it."""
    _, _, width, height = svg.attrib["viewBox"].split()
    return round(float(width)), round(float(height))


class DarkFigures(SphinxPostTransform):
    """Put a dark version after every figure of the project, in the web pages only."""

    default_priority = 300  # after myst-nb has chosen the one image of each output
    builders = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Find the figures of a page."""
        for image in list(self.document.findall(nodes.image)):
            file = Path(self.app.srcdir, image["uri"])
            if (figure := project_figure(file)) is not None:
                image["view"] = size_of_view(figure)
                image.parent.insert(image.parent.index(image) + 1, self.dark(image, file))
                image["classes"].append("only-light")

    def dark(self, image: nodes.image, file: Path) -> nodes.image:
        """Return the dark version of an image node, its file written beside the doctrees."""
        dark_file = Path(self.app.doctreedir, "dark", f"{file.stem}-dark.svg")
        dark_file.parent.mkdir(exist_ok=True)
        dark_file.write_text(recolour(file.read_text("utf-8"), DARK), "utf-8")
        uri = Path(os.path.relpath(dark_file, self.app.srcdir)).as_posix()
        self.env.images.add_file(self.env.docname, uri)
        dark = image.deepcopy()
        dark["uri"] = uri
        dark["candidates"] = {"*": uri}
        dark["classes"] = [*image["classes"], "only-dark"]
        dark["ids"] = []
        return dark


def visit_image(translator: SphinxTranslator, node: nodes.image) -> None:
    """Write an image, and let a figure be fetched late into room that is kept for it: links to what follows land."""
    type(translator).visit_image(translator, node)
    if "view" in node:
        width, height = node["view"]
        late = f'<img loading="lazy" width="{width}" height="{height}" '
        translator.body[-1] = translator.body[-1].replace("<img ", late, 1)


def depart_image(translator: SphinxTranslator, node: nodes.image) -> None:
    """Close an image."""
    type(translator).depart_image(translator, node)


def setup(app: Sphinx) -> None:
    """Link figures when a page is read, make dark versions when it is resolved, and write the data at the end."""
    app.connect("doctree-read", join_silent_cells, priority=400)
    app.connect("doctree-read", link_data)
    after_pages(app, write_data)
    app.add_directive("preview", Preview)
    app.add_post_transform(DarkFigures)
    app.add_node(nodes.image, override=True, html=(visit_image, depart_image))
