"""A drawing of matplotlib as lean SVG: words as text, no styles, no identifiers, and a mark grouped by its record.

What a page takes into itself must not reach beyond its own drawing. matplotlib writes a style for all elements, ids
by which parts are used again, and the look of each part as a style. Here each part has its own attributes, and nothing
has an id. A part that matplotlib drew with ``gid="message:africa-k1"`` stands with the others of that record in one
group, which says so as ``data-record``; the groups come last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
RECORD = re.compile(r"[a-z]+:[a-z0-9-]+(?:@[0-9]+)?")  # and which mark of it, where it has several
NUMBER = re.compile(r"-?\d+\.\d+")
CIRCLE = re.compile(r"M\s0\s([\d.]+)\s(?:C[-\d.\s]+){8}z")
KEPT = (
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "font-size",
    "font-style",
    "font-weight",
    "text-anchor",
)
USUAL = {"font-size": "9px", "stroke-linejoin": "miter", "stroke-width": "1", "text-anchor": "start"}
FACES = "Libertinus Serif, DejaVu Sans, sans-serif"
"""The face of the printed book, and that by which words were measured, which is wider than any that a page asks for."""
HEAD = (
    '<svg xmlns="{space}" width="{width}pt" height="{height}pt" viewBox="{view}" '
    'font-family="{faces}" font-size="{size}">'
)


def lean(svg: str, records: Sequence[str]) -> str:
    """Return a drawing of matplotlib in as little SVG as a page needs, with the marks of records in this order.

    Raises `ValueError` where it has a pattern, a gradient or an image, which only an id could name.
    """
    root = ElementTree.fromstring(svg)
    shapes = {part.attrib["id"]: part.attrib for part in root.iter(f"{SVG}path") if "id" in part.attrib}
    groups: dict[str, list[str]] = {record: [] for record in ("", *records)}
    for record, part in parts(root, "", shapes):
        groups[record].append(part)
    own = "".join(groups.pop(""))
    marks = "".join(
        f'<g data-record="{record.partition("@")[0]}">{"".join(drawn)}</g>' for record, drawn in groups.items()
    )
    view = root.attrib["viewBox"]
    _, _, width, height = short(view).split()
    usual = {"space": SVG.strip("{}"), "faces": FACES, "size": USUAL["font-size"]}
    return HEAD.format(width=width, height=height, view=short(view), **usual) + own + marks + "</svg>"


def parts(element: ElementTree.Element, record: str, shapes: dict[str, dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield what is drawn, in order: the record that it stands for, the empty string for none, and the SVG of it."""
    for child in element:
        tag = child.tag.removeprefix(SVG)
        if tag == "g":
            name = child.get("id", "")
            yield from parts(child, name if RECORD.fullmatch(name) else record, shapes)
        elif tag == "path":
            if look := looks(child.attrib):
                yield record, f'<path d="{steps(child.attrib["d"])}"{look}/>'
        elif tag == "use":
            yield record, shape(child.attrib, shapes[child.attrib[LINK].removeprefix("#")])
        elif tag == "text":
            yield record, f"<text{place(child.attrib)}{looks(child.attrib, 'text')}>{escape(child.text or '')}</text>"
        elif tag not in ("defs", "metadata"):
            raise ValueError(f"a figure has the element {tag}, which no page takes up")


def styles(attributes: dict[str, str]) -> dict[str, str]:
    """Return what a part says of its look."""
    pairs = (pair.split(":", 1) for pair in attributes.get("style", "").split(";") if ":" in pair)
    return {name.strip(): value.strip() for name, value in pairs}


def looks(attributes: dict[str, str], tag: str = "path", further: dict[str, str] | None = None) -> str:
    """Return the look of a part as attributes; nothing for a shape that neither has a line nor is filled."""
    own = (further or {}) | styles(attributes)
    if "url(" in own.get("fill", ""):
        raise ValueError("a figure has a hatched part, whose pattern no page takes up")
    if own.get("fill-opacity") == "0":
        own |= {"fill": "none", "fill-opacity": ""}
    if tag == "path" and own.get("fill") == "none" and "stroke" not in own:
        return ""
    told = ((name, own[name].replace(",", " ")) for name in KEPT if own.get(name, "") not in ("", USUAL.get(name)))
    return "".join(f" {name}={quoteattr(short(value))}" for name, value in told)


def shape(use: dict[str, str], path: dict[str, str]) -> str:
    """Return a mark at its place; a circle as one."""
    look, x, y = looks(use, further=styles(path)), short(use["x"]), short(use["y"])
    if circle := CIRCLE.fullmatch(" ".join(path["d"].split())):
        return f'<circle cx="{x}" cy="{y}" r="{short(circle[1])}"{look}/>'
    return f'<path transform="translate({x} {y})" d="{steps(path["d"])}"{look}/>'


def steps(path: str) -> str:
    """Return the steps of a path to a hundredth of a point, without blanks that nobody needs."""
    return re.sub(r" ?([A-Za-z]) ?", r"\1", short(" ".join(path.split())))


def place(attributes: dict[str, str]) -> str:
    """Return where words stand: by their place where they are level, otherwise as they were turned."""
    turn = attributes.get("transform", "")
    if "x" in attributes and turn.startswith("rotate(-0 "):
        return f' x="{short(attributes["x"])}" y="{short(attributes["y"])}"'
    if level := re.fullmatch(r"translate\((\S+) (\S+)\)(?: rotate\(-?0\))?", turn):
        return f' x="{short(level[1])}" y="{short(level[2])}"'
    at = "".join(f' {name}="{short(attributes[name])}"' for name in ("x", "y") if name in attributes)
    return f'{at} transform="{short(turn)}"' if turn else at


def short(text: str) -> str:
    """Return text in which each number has at most two decimals.

    >>> short("M 1.005000 -0.001")
    'M 1 0'
    """
    return NUMBER.sub(lambda found: f"{round(float(found[0]), 2) + 0:.2f}".rstrip("0").rstrip("."), text)
