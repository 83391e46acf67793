"""Drawings in a page: the SVG of a figure as a part of it, in which each mark of a record is a link to that record.

A stored drawing is data: what is taken from it are elements and attributes of a closed list, written anew. A group
that says ``data-record="message:africa-k1"`` becomes a link to where that record stands in the book, named by what the
record says. Colours become variables of the style sheet, so that one drawing serves both themes. A figure with a
second, narrow drawing has both in the page, and the style sheet shows the one that there is room for.

Of many links the keyboard meets one, and arrow keys lead to the others, as in a toolbar of the ARIA practices (a roving
tabindex); without scripts it meets all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from xml.etree import ElementTree

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from wsis20.colours import DARK

from wsis20_sphinx import fates, records
from wsis20_sphinx.written import after_pages

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = frozenset(["circle", "path", "text"])
ATTRIBUTES = frozenset(
    [
        *("cx", "cy", "d", "fill", "fill-opacity", "font-size", "font-style", "font-weight", "r", "stroke"),
        *(
            "stroke-dasharray",
            "stroke-linecap",
            "stroke-linejoin",
            "stroke-width",
            "text-anchor",
            "transform",
            "x",
            "y",
        ),
    ]
)
VALUE = re.compile(r"[#A-Za-z0-9 .,-]*")  # a number, a colour, steps of a path: nothing that names a place
TURN = re.compile(r"(?:(?:rotate|scale|translate)\([-0-9. ]+\) ?)+")
COLOUR = re.compile(r"#[0-9a-f]{6}")
VARIABLES = {colour: f"--figure-{number}" for number, colour in enumerate(DARK)}
STYLES = "figures.css"
SCRIPT = "figures.js"
FEW = 30
"""Links that a reader may be asked to pass with the keyboard; of more, arrow keys lead from one to the next."""
HINT, KEYS = "Hover over a mark to read it; a click opens its record.", "Arrow keys lead from mark to mark."
TOUCH = "Tap a mark to read it; a second tap opens its record."

Address = Callable[[str, str], str]


def in_page(drawings: dict[str, str], alt: str, address: Address) -> str:
    """Return the drawings of a figure as HTML, by the class that the style sheet shows each of them by.

    ``address`` gives the address of a record by its kind and identifier. Raises `ExtensionError` where a drawing has
    what no page takes up, or stands for a record that the data do not have.
    """
    read = {size: ElementTree.fromstring(svg) for size, svg in drawings.items()}
    written = [picture(svg, size, alt, address) for size, svg in read.items()]
    named = [group.attrib["data-record"] for group in marks(next(iter(read.values())))]
    return f'<div class="drawing">{picker(named)}{"".join(written)}{hint(named)}</div>\n'


def marks(svg: ElementTree.Element) -> list[ElementTree.Element]:
    """Return the groups of a drawing that stand for records."""
    return [group for group in svg.iter(f"{SVG}g") if "data-record" in group.attrib]


def picture(svg: ElementTree.Element, size: str, alt: str, address: Address) -> str:
    """Return one drawing: what stands for no record is for the eye alone, and the links follow the words for all."""
    links = "".join(link(group, address) for group in marks(svg))
    rest = "".join(part for element in svg if "data-record" not in element.attrib for part in shapes(element))
    role = "group" if links else "img"
    view = escape(refused_odd("viewBox", svg.attrib["viewBox"]))
    many = " data-many" if len(marks(svg)) > FEW else ""
    return (
        f'<svg class="{size}" viewBox="{view}" role="{role}" aria-label="{escape(alt)}"{many}>'
        f'<g aria-hidden="true">{rest}</g>{links}</svg>'
    )


def link(group: ElementTree.Element, address: Address) -> str:
    """Return a mark as a link to its record, which says what the record says."""
    kind, _, key = group.attrib["data-record"].partition(":")
    name = escape(said(kind, key))
    region = region_of(kind, key)
    of_region = f' data-region="{escape(region)}"' if region else ""
    drawn = "".join(part for element in group for part in shapes(element))
    return f'<a href="{escape(address(kind, key))}" aria-label="{name}"{of_region}><title>{name}</title>{drawn}</a>'


def said(kind: str, key: str) -> str:
    """Return the name of a record with what it says, and what became of it where that was asked."""
    if kind not in records.ROLES or key not in records.labels(kind):
        raise ExtensionError(f"a figure has a mark for the {kind} {key!r}, which the data do not have")
    label, title = records.labels(kind)[key]
    named = f"{label}: {title}" if isinstance(title, str) else str(label)
    return " ".join(filter(None, [named, fates.in_a_line(kind, key)]))


def region_of(kind: str, key: str) -> str:
    """Return the region that a record is of, the empty string for none."""
    if kind == "message":
        return str(records.messages_in_context().loc[key, "region_id"])
    if kind == "consultation":
        return str(records.package()["consultations"].set_index("consultation_id").loc[key, "region_id"])
    return ""


def picker(named: list[str]) -> str:
    """Return buttons that bring out the marks of a region, where a drawing has several marks of several regions."""
    regional = [region for record in named if (region := region_of(*record.split(":", 1)))]
    found = {*regional}
    if len(found) < 2 or len(regional) < 2 * len(found):
        return ""
    regions = records.package()["regions"].sort_values("sort_order")
    buttons = "".join(
        f'<button type="button" aria-pressed="false" data-region="{escape(row.region_id)}">{escape(row.name)}</button>'
        for row in regions[regions["region_id"].isin(found)][["region_id", "name"]].itertuples(index=False, name="Row")
    )
    return f'<div class="regions pst-js-only" role="group" aria-label="Bring out one region">{buttons}</div>'


def hint(named: list[str]) -> str:
    """Return how the marks of a drawing are read, and where they are many how keys lead through them.

    The style sheet shows the words on a pointer or those on a finger, as the device has it; and the last to those alone
    who have come to a mark by the keyboard, while a screen reader says it to all.
    """
    ways = (("pointer", HINT), ("touch", TOUCH)) if named else ()
    hints = [f'<span class="{way} pst-js-only">{words}</span>' for way, words in ways]
    hints += [f'<span class="keys pst-js-only">{KEYS}</span>'] if len(named) > FEW else []
    return f'<p class="hint">{" ".join(hints)}</p>' if hints else ""


def shapes(element: ElementTree.Element) -> Iterator[str]:
    """Yield the HTML of a part of a drawing; refuse what a page takes up from none."""
    tag = element.tag.removeprefix(SVG)
    if tag not in SHAPES or len(element):
        raise ExtensionError(f"a figure has the element {tag!r}, which no page takes up: draw it by wsis20.figures")
    told = "".join(f' {name}="{coloured(refused_odd(name, value))}"' for name, value in element.attrib.items())
    yield f"<{tag}{told}>{escape(element.text or '')}</{tag}>" if tag == "text" else f"<{tag}{told}/>"


def refused_odd(name: str, value: str) -> str:
    """Return the value of an attribute that a page takes up; refuse any other."""
    wanted = TURN if name == "transform" else VALUE
    if name not in {*ATTRIBUTES, "viewBox"} or not wanted.fullmatch(value):
        raise ExtensionError(f"a figure has the attribute {name}={value[:30]!r}, which no page takes up")
    return value


def coloured(value: str) -> str:
    """Return the value of an attribute, and for a colour of a figure the variable of it."""
    return f"var({VARIABLES[value]})" if COLOUR.fullmatch(value) and value in VARIABLES else value


def write_styles(app: Sphinx) -> None:
    """Write the colours of figures as variables, light and dark, as the theme says which is shown."""
    light, dark = (
        "".join(f"{VARIABLES[own]}:{shown};" for own, shown in pairs)
        for pairs in (zip(DARK, DARK, strict=True), DARK.items())
    )
    rules = f':root:root{{{light}}}\n@media screen{{:root[data-theme="dark"]{{{dark}}}}}\n'
    Path(app.outdir, "_static", STYLES).write_text(rules, "utf-8")


def setup(app: Sphinx) -> None:
    """Add the style sheet of colours to every page, and write it at the end."""
    app.add_css_file(STYLES)
    after_pages(app, write_styles)
