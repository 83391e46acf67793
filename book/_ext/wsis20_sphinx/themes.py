"""Show the figures of the notebooks in the colours of the reader's theme, light or dark.

A figure that carries the project's mark, ``wsis20`` as the creator in its SVG metadata, gets a twin with the dark
colours of ``wsis20.figures.DARK``. Both stand in the page with the classes by which the theme shows one of them; the
other is not displayed, and so is neither read aloud nor, being lazy, fetched. Without JavaScript the light one shows.
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
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxTranslator

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


def room(svg: ElementTree.Element) -> tuple[int, int]:
    """Return the width and the height of the view of an SVG, by which a browser keeps room for it."""
    _, _, width, height = svg.attrib["viewBox"].split()
    return round(float(width)), round(float(height))


class DarkFigures(SphinxPostTransform):
    """Put a dark twin after every figure of the project, in the web pages only."""

    default_priority = 300  # after myst-nb has chosen the one image of each output
    builders = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Find the figures of a page."""
        for image in list(self.document.findall(nodes.image)):
            file = Path(self.app.srcdir, image["uri"])
            if (figure := project_figure(file)) is not None:
                image["room"] = room(figure)
                image.parent.insert(image.parent.index(image) + 1, self.twin(image, file))
                image["classes"].append("only-light")

    def twin(self, image: nodes.image, file: Path) -> nodes.image:
        """Return the dark version of an image node, its file written beside the doctrees."""
        from wsis20.figures import DARK  # here, because it imports matplotlib, which pages without figures do not need

        dark_file = Path(self.app.doctreedir, "dark", f"{file.stem}-dark.svg")
        dark_file.parent.mkdir(exist_ok=True)
        dark_file.write_text(recolour(file.read_text("utf-8"), DARK), "utf-8")
        uri = Path(os.path.relpath(dark_file, self.app.srcdir)).as_posix()
        self.env.images.add_file(self.env.docname, uri)
        twin = image.deepcopy()
        twin["uri"] = uri
        twin["candidates"] = {"*": uri}
        twin["classes"] = [*image["classes"], "only-dark"]
        twin["ids"] = []
        return twin


def visit_image(translator: SphinxTranslator, node: nodes.image) -> None:
    """Write an image, and let a figure be fetched late into room that is kept for it: links to what follows land."""
    type(translator).visit_image(translator, node)
    if "room" in node:
        width, height = node["room"]
        late = f'<img loading="lazy" width="{width}" height="{height}" '
        translator.body[-1] = translator.body[-1].replace("<img ", late, 1)


def depart_image(translator: SphinxTranslator, node: nodes.image) -> None:
    """Close an image."""
    type(translator).depart_image(translator, node)


def setup(app: Sphinx) -> None:
    """Add the dark figures when a page is resolved for writing."""
    app.add_post_transform(DarkFigures)
    app.add_node(nodes.image, override=True, html=(visit_image, depart_image))
