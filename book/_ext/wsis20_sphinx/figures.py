"""Figures and tables of the notebooks in the book: their data and code, drawings, and where figures are shown again.

On the web a figure stands in the page itself, as `drawings` writes it; the PDF takes the picture as it is stored.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective, SphinxTranslator
from wsis20 import freshness, project
from wsis20.naming import NARROW, PICTURE
from wsis20.tables import MIME

from wsis20_sphinx import drawings
from wsis20_sphinx.letters import as_text
from wsis20_sphinx.written import after_pages, keep


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


def outputs_of(path: Path) -> list[dict]:
    """Return all outputs of a stored notebook."""
    return [output for cell in freshness.read(path)["cells"] for output in cell.get("outputs", [])]


def drawn(path: Path) -> dict[str, dict]:
    """Return the outputs of a stored notebook that are figures, by the name of the figure."""
    named = {out.get("metadata", {}).get("wsis20", {}).get("figure", {}).get("name"): out for out in outputs_of(path)}
    return {name: output for name, output in named.items() if name}


def tabled(path: Path) -> dict[str, dict]:
    """Return the outputs of a stored notebook that are tables, by the name of the table."""
    return {out["data"][MIME]["name"]: out for out in outputs_of(path) if MIME in out.get("data", {})}


def data_behind(path: Path) -> dict[str, str]:
    """Return the CSV behind each figure and each table of a stored notebook, by its name."""
    named = drawn(path) | tabled(path)
    return {name: "".join(output["data"]["text/plain"]) + "\n" for name, output in named.items()}


def link_data(app: Sphinx, doctree: nodes.document) -> None:
    """Put links to its data and to its code under every figure and every table of a notebook."""
    path = Path(app.env.doc2path(app.env.docname))
    if path.suffix != ".ipynb":
        return
    for made, what, verb in ((nodes.figure, "figure", "draws"), (nodes.table, "table", "makes")):
        for node in list(doctree.findall(made)):
            for name in data_behind(path).keys() & set(node["names"]):
                address = f"{FOLDER}/{name}.csv"
                data = nodes.reference("", f"Data behind this {what} (CSV)", refuri=address, internal=False)
                anchor = mark_code(node, f"{name}-code")
                picture = nodes.reference("", "Drawing (SVG)", refuri=f"{FOLDER}/{name}.svg", internal=False)
                taken = [nodes.Text(" · "), picture] if what == "figure" else []
                code = nodes.reference("", f"Code that {verb} it", refid=anchor, internal=True)
                links = nodes.paragraph("", "", data, *taken, nodes.Text(" · "), code)
                links["classes"] += ["only-html", "figure-data"]
                node.parent.insert(node.parent.index(node) + 1, links)


def mark_code(made: nodes.Element, anchor: str) -> str:
    """Give the code of the cell that makes a figure or a table an anchor, and return it; who goes there unfolds it."""
    cell = made
    while cell.get("nb_element") != "cell_code":
        cell = cell.parent
    source = next(child for child in cell.children if child.get("nb_element") == "cell_code_source")
    source["ids"].append(anchor)
    return anchor


def keep_beside(app: Sphinx, suffix: str, made: Callable[[str, Path], Mapping[str, str]]) -> None:
    """Write beside the pages what is ``made`` of each notebook, by its name in the book and its file: texts by name."""
    folder = Path(app.outdir, FOLDER)
    folder.mkdir(exist_ok=True)
    for docname in sorted(app.env.found_docs):
        path = Path(app.env.doc2path(docname))
        if path.suffix == ".ipynb":
            for name, text in made(docname, path).items():
                keep(folder / f"{name}{suffix}", text)


def write_data(app: Sphinx) -> None:
    """Write the CSV files beside the pages."""
    keep_beside(app, ".csv", lambda _, path: data_behind(path))


class Preview(SphinxDirective):
    """``{preview} fig-asks`` shows a figure on the web, with the content below. In print it stands in its chapter.

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
        return [self.picture(name, path)]

    def picture(self, name: str, path: Path) -> nodes.container:
        """Return the picture of a figure that a notebook stores, its file written beside the doctrees."""
        output = drawn(path)[name]
        file = Path(self.env.app.doctreedir, "previews", f"{name}.svg")
        file.parent.mkdir(exist_ok=True)
        keep(file, "".join(output["data"][PICTURE]))
        uri = Path(os.path.relpath(file, self.env.srcdir)).as_posix()
        about = output["metadata"]["wsis20"]["figure"]
        image = nodes.image(uri=f"/{uri}", alt=about["alt"], figure=name)
        image["notebook"] = str(path)
        words = self.parse_text_to_nodes("\n".join(self.content))
        title = nodes.paragraph("", "", nodes.strong("", "", as_text(f"{about['title']}.")))
        return nodes.container("", title, image, *words, classes=["only-html", "preview"])


def notebook_with(figure: str) -> Path:
    """Return the notebook that draws a figure; raise `KeyError` when none does."""
    for path in project.notebooks():
        if figure in drawn(path):
            return path
    raise KeyError(f"no notebook has a figure {figure!r}")


class Drawing(nodes.General, nodes.Element):
    """A figure in a web page, as the HTML that it is."""


class LiveFigures(SphinxPostTransform):
    """Put the drawings of every figure into its page, in the web pages only."""

    default_priority = 300  # after myst-nb has chosen the one image of each output
    builders = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Find the figures of a page."""
        for image in list(self.document.findall(nodes.image)):
            if "figure" in image:
                path = Path(image.get("notebook") or self.env.doc2path(self.env.docname))
                stored = drawn(path)[image["figure"]]["data"]
                pictures = {size: "".join(stored[mime]) for size, mime in SIZES.items() if mime in stored}
                html = drawings.in_page(pictures, image["alt"], self.address)
                put(Drawing("", html=html), image)

    def address(self, kind: str, key: str) -> str:
        """Return where a record stands in the book, as seen from this page."""
        target = pending_xref("", refdomain="wsis20", reftype=kind, reftarget=key)
        domain = self.env.get_domain("wsis20")
        found = domain.resolve_xref(self.env, self.env.docname, self.app.builder, kind, key, target, nodes.inline())
        return found.get("refuri") or f"#{found['refid']}" if isinstance(found, nodes.reference) else ""


def put(drawing: Drawing, image: nodes.image) -> None:
    """Put a drawing where an image is; in a figure below its caption, which begins with what is to be seen."""
    around = image.parent
    around.insert(len(around) if isinstance(around, nodes.figure) else around.index(image), drawing)
    around.remove(image)


SIZES = {"wide": PICTURE, "narrow": NARROW}


def visit_drawing(translator: SphinxTranslator, node: Drawing) -> None:
    """Write a figure."""
    translator.body.append(node["html"])
    raise nodes.SkipNode


def add_script(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Give a page with a figure the script that shows what a mark stands for."""
    if doctree is not None and next(doctree.findall(Drawing), None) is not None:
        app.add_js_file(drawings.SCRIPT, loading_method="defer")


def setup(app: Sphinx) -> None:
    """Link figures when a page is read, put them into it when it is resolved, and write the data at the end."""
    app.connect("doctree-read", join_silent_cells, priority=400)
    app.connect("doctree-read", link_data)
    after_pages(app, write_data)
    app.add_directive("preview", Preview)
    app.add_post_transform(LiveFigures)
    app.add_node(Drawing, html=(visit_drawing, None))
    app.connect("html-page-context", add_script)
    drawings.setup(app)
