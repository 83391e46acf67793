"""What notebooks show, in the book: figures and tables from data that the outputs carry; nothing in them is parsed.

MyST-NB would parse captions and Markdown, and would put HTML and scripts into the page as they stand. It asks this
renderer first (an entry point in ``pyproject.toml``), and this one answers for every kind of output.
"""

from __future__ import annotations

import re

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.application import Sphinx
from sphinx.config import Config
from wsis20.naming import NARROW, PICTURE
from wsis20.tables import MIME, Cell, Link
from wsis20.values import GLUED

from wsis20_sphinx import parts
from wsis20_sphinx.inline import block
from wsis20_sphinx.letters import as_text

ELSEWHERE = {"text/html", "text/plain", NARROW}  # the same for readers of the notebook itself, and for a phone


WIDTH = re.compile(r'viewBox="\S+ \S+ (\S+) ')
HALF = 300  # points: a drawing up to this takes half of the width of a printed page


class Outputs:
    """The renderer that MyST-NB calls for every output."""

    mime_priority_overrides = ()

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Node] | None:
        """Return the nodes of an output, none for what is not shown in the book; MyST-NB itself renders no output."""
        if data.mime_type == MIME and not inline:
            return [table(data.content, renderer.renderer.document)]
        if data.mime_type == PICTURE and not inline and "figure" in data.output_metadata.get("wsis20", {}):
            return [figure(renderer, data)]
        if data.mime_type not in ELSEWHERE and not data.mime_type.startswith(GLUED):
            renderer.logger.warning(
                f"cell {data.cell_index + 1}: an output of the kind {data.mime_type} has no place in the book",
                subtype="unknown_mime_type",
                line=data.line,
            )
        return []


def figure(renderer: NbElementRenderer, data: MimeData) -> nodes.figure:
    """Return a picture with its caption, name and alternative text, which stand in the metadata of the output."""
    about = data.output_metadata["wsis20"]["figure"]
    (image,) = renderer.render_image(data)
    image["alt"], image["figure"] = about["alt"], about["name"]
    if (view := WIDTH.search(data.string)) and float(view[1]) > HALF:
        image["width"] = "100%"  # of the printed page; what is as narrow as a phone has a caption beside it
    title = [nodes.strong("", "", as_text(f"{about['title']}.")), nodes.Text(" ")] if about.get("title") else []
    caption = nodes.caption("", "", *title, as_text(about["caption"]))
    made = nodes.figure("", image, caption)
    name(made, about["name"], renderer.renderer.document)
    return made


def table(about: dict, document: nodes.document) -> nodes.table:
    """Return a table from what `Table.to_data` wrote."""
    group = nodes.tgroup("", cols=len(about["widths"]))
    group += [nodes.colspec(colwidth=width, **({} if n else {"stub": 1})) for n, width in enumerate(about["widths"])]
    heads = [nodes.entry("", nodes.paragraph("", "", as_text(head))) for head in about["head"]]
    group += nodes.thead("", nodes.row("", *heads))
    body = nodes.tbody("")
    for row in about["rows"]:
        cells = [read(cell) for cell in row]
        made = nodes.row("", *(nodes.entry("", *block(cell, document)) for cell in cells))
        if part := parts.judged(cells):
            made.update_basic_atts({"ids": [part.anchor], "classes": ["judgement"]})
            made[-1] += parts.control(part)
        body += made
    group += body
    title = nodes.title("", "", as_text(about["caption"]))
    made = nodes.table("", title, group, classes=["colwidths-given"])
    name(made, about["name"], document)
    return made


def read(cell: str | list[str | dict[str, str]]) -> Cell:
    """Return a cell from what `tables.written` wrote."""
    return cell if isinstance(cell, str) else [part if isinstance(part, str) else Link(**part) for part in cell]


def name(made: nodes.Element, wanted: str, document: nodes.document) -> None:
    """Give a figure or a table the name by which pages refer to it."""
    made["names"].append(nodes.fully_normalize_name(wanted))
    document.note_explicit_target(made, made)


def prefer(app: Sphinx, config: Config) -> None:
    """Let every format take tables as data and pictures as SVG, before any other form of the same output.

    MyST-NB knows of no form that the PDF takes. What is said here is part of what Sphinx compares to see whether the
    pages that it has read are still good, and HTML and PDF share them: it must not differ between them.
    """
    config.nb_mime_priority_overrides = [["*", mime_type, 0] for mime_type in (MIME, PICTURE)]


def setup(app: Sphinx) -> None:
    """Say which form of an output the book takes."""
    app.connect("config-inited", prefer, priority=100)  # before MyST-NB reads it
