"""Typst markup: a page of the book, rewritten from HTML element by element.

The functions that the markup calls (`section`, `numbered`, `admonition`, …) are those of `book.typ`: here it is said
what a thing is, there how it looks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from bs4 import NavigableString, PageElement, Tag
from sphinx.util import logging

from .attributes import attribute, classes
from .documents import CLOSING, LISTED
from .links import DESTINATION, ELSEWHERE, LABEL, NUMBER, THERE
from .notation import block, content, inline, string, text
from .pages import HEADINGS, Page
from .table import table

logger = logging.getLogger(__name__)

SPACE = re.compile(r"[ \t\r\n]+")
LENGTH = re.compile(r"(?:^|;)\s*width:\s*([\d.]+)(%|px)")
GRID_COLUMNS = re.compile(r"^sd-row-cols-md-(\d+)$")
IMAGE_FILE = re.compile(r"^\S+\.(?:svg|png|jpe?g|gif|webp)$", re.IGNORECASE)
NUMBERINGS = {"loweralpha": "a.", "upperalpha": "A.", "lowerroman": "i.", "upperroman": "I."}
ADMONITIONS = {"important", "warning", "caution", "attention", "danger", "error", "tip", "hint", "seealso"}
PIXEL = 0.75  # points
NUMBERED = re.compile(
    r"\bn = (?=\d)|\b(?:messages?|notes?|statements?|paragraphs?|recitals?|Table|Fig\.|chapter) (?=\d)"
)

# Elements that only hold others, or whose look on a screen means nothing on paper.
TRANSPARENT = frozenset(
    ("[document]", "div", "section", "article", "header", "footer", "details", "span", "abbr", "cite", "small", "time")
)


class Markup:
    """The Typst markup of one page.

    `source` is the markup; `faults` are sentences about what cannot be printed as it is.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        self.there: list[str] = []
        self._notes = {attribute(note, "id"): note for note in page.html.select("aside.footnote[id]")}
        self._set_notes: set[str] = set()
        self.source = re.sub(r"\n\s*\n", "\n\n", self._children(page.html)).strip() + "\n"

    # The walk

    def _children(self, tag: Tag) -> str:
        return "".join(map(self._render, tag.children))

    def _render(self, node: PageElement) -> str:
        if isinstance(node, Tag):
            return self._element(node)
        if type(node) is NavigableString:  # its subclasses are comments and the like
            return text(unbroken(SPACE.sub(" ", node)))
        return ""

    def _element(self, tag: Tag) -> str:
        if (form := _form(tag)) is not None:
            return form(self, tag)
        if tag.name in STYLES:
            return inline(STYLES[tag.name], self._children(tag))
        if tag.name not in TRANSPARENT:
            logger.warning("pdf: %s: <%s> has no form in print, only its text is set", self.page.name, tag.name)
        return self._anchor(tag) + self._children(tag)

    def _anchor(self, tag: Tag) -> str:
        """Set a label where an element has no form of its own that could carry it."""
        return inline("anchor", None, string(attribute(tag, LABEL))) if tag.get(LABEL) else ""

    def _label(self, tag: Tag) -> str | None:
        return string(attribute(tag, LABEL)) if tag.get(LABEL) else None

    def _take(self, tag: Tag, selector: str) -> str | None:
        """Take the first element that fits out of `tag` and return its content as a value."""
        if (found := tag.select_one(selector)) is None:
            return None
        return content(self._children(found.extract()))

    # Within a line

    def _literal(self, tag: Tag) -> str:
        return self._anchor(tag) + inline("raw", None, string(SPACE.sub(" ", tag.get_text())))

    def _break(self, tag: Tag) -> str:
        return "#linebreak();"

    def _link(self, tag: Tag) -> str:
        if "footnote-reference" in classes(tag):
            return self._footnote(tag)
        body = self._children(tag)
        elsewhere = attribute(tag, ELSEWHERE)
        if number := attribute(tag, NUMBER):
            body = text(unbroken(_note(tag, number, elsewhere)))
        if elsewhere and not number and self._wants_page(tag):
            return self._anchor(tag) + body.rstrip() + self._elsewhere(attribute(tag, THERE), elsewhere)
        destination = None if elsewhere else self._destination(tag)
        if destination is None or tag.find("img"):
            return self._anchor(tag) + body
        form = "with-page" if self._wants_page(tag) else "link"
        return self._anchor(tag) + inline(form, body.strip(), destination)

    def _elsewhere(self, label: str, words: str) -> str:
        """Say where another document has what a link leads to: on which page of the annex, or in words."""
        if not label:
            return text(f" ({words})")
        self.there.append(label)
        return inline("in-annex", text(words), string(label))

    def _wants_page(self, tag: Tag) -> bool:
        """Tell whether a link is a reference to another chapter or its figures, which paper needs the page for.

        Links to single records are not: they name what they lead to, and there are many in a line.
        """
        names = (
            tag.select_one("span.doc, span.std-numref, span.std-ref") is not None and tag.find_parent("table") is None
        )
        page = attribute(tag, DESTINATION).partition("#")[0]
        return names and (bool(tag.get(ELSEWHERE)) or page not in ("", self.page.name))

    def _destination(self, tag: Tag) -> str | None:
        if inside := attribute(tag, DESTINATION):
            return f"label({string(inside)})"
        address = attribute(tag, "href")
        return string(address) if address else None

    def _footnote(self, tag: Tag) -> str:
        """Set a footnote where it is first called; a later call repeats its number."""
        name = attribute(tag, "href").removeprefix("#")
        label = string(f"{self.page.name}#{name}")
        if name in self._set_notes:
            return inline("footnote", None, f"label({label})")
        self._set_notes.add(name)
        note = self._notes[name]
        self._take(note, "span.label")
        return inline("note", self._children(note).strip(), label)

    def _image(self, tag: Tag) -> str:
        alt = " ".join(attribute(tag, "alt").split())
        # Where there is no text, docutils writes the address of the image in its place.
        if not alt or IMAGE_FILE.match(alt):
            file = PurePosixPath(attribute(tag, "src")).name
            self.faults.append(f"{self.page.name}: the image {file} has no alternative text")
        return inline("picture", None, string(image_file(tag)), alt=string(alt), width=self._width(tag))

    def _width(self, tag: Tag) -> str | None:
        if (found := LENGTH.search(attribute(tag, "style"))) is None:
            return None
        return f"{found[1]}%" if found[2] == "%" else f"{float(found[1]) * PIXEL:g}pt"

    # Blocks

    def _heading(self, tag: Tag) -> str:
        depth = int(tag.name[1]) - self.page.chapter
        return block(
            "section",
            self._children(tag),
            depth=max(depth, 0),
            level=max(depth, 0) + self.page.level,
            listed=attribute(tag, LISTED) or None,
            small="true" if tag.find_parent(class_=CLOSING) else None,
            label=self._label(tag),
            part=content(text(self.page.part)) if self.page.part and self.page.opens and depth <= 0 else None,
            over=content(text(self.page.over)) if self.page.over and depth <= 0 else None,
            number=content(text(self.page.number)) if self.page.number and depth <= 0 else None,
        )

    def _paragraph(self, tag: Tag) -> str:
        return f"\n\n{self._anchor(tag)}{self._children(tag)}\n\n"

    def _rule(self, tag: Tag) -> str:
        return block("divider")

    def _bullets(self, tag: Tag) -> str:
        return block("list", None, *self._items(tag), tight=self._tight(tag))

    def _statements(self, tag: Tag) -> str:
        """Set statements by the numbers that they begin with; each stays with what became of it."""
        numbers, items = [], []
        for item in tag.find_all("li", recursive=False):
            number = item.select("a")[0].extract()
            digits = number.get_text().rstrip(". ")
            numbers.append(f"{string(digits)}: {content(self._render(number))}")
            items.append(f"enum.item({digits}, {content(block('kept', self._children(item)))})")
        numbering = f"number => ({', '.join(numbers)}).at(str(number))"
        return block("enum", None, *items, tight="false", numbering=numbering)

    def _enumeration(self, tag: Tag) -> str:
        numbering = next((NUMBERINGS[name] for name in classes(tag) if name in NUMBERINGS), "1.")
        return block(
            "enum",
            None,
            *self._items(tag),
            tight=self._tight(tag),
            numbering=string(numbering),
            start=attribute(tag, "start") or None,
        )

    def _items(self, tag: Tag) -> list[str]:
        return [content(self._anchor(item) + self._children(item)) for item in tag.find_all("li", recursive=False)]

    def _tight(self, tag: Tag) -> str:
        return "true" if "simple" in classes(tag) else "false"

    def _definitions(self, tag: Tag) -> str:
        """Set terms with what is said of them; several terms may share it, and it may come in several pieces."""
        items: list[tuple[list[str], list[str]]] = []
        for entry in tag.find_all(["dt", "dd"], recursive=False):
            if entry.name == "dt":
                if not items or items[-1][1]:
                    items.append(([], []))
                items[-1][0].append(self._anchor(entry) + self._children(entry).strip())
            elif items:
                items[-1][1].append(self._children(entry).strip())
        pairs = [(" #linebreak(); ".join(terms), "\n\n".join(said)) for terms, said in items]
        return block("terms", None, *(f"terms.item([{term}], [{said}])" for term, said in pairs))

    def _closing(self, tag: Tag) -> str:
        """Set the sections that end a chapter side by side."""
        sections = [content(self._element(section)) for section in tag.find_all("section", recursive=False)]
        return block("closing", None, *sections)

    def _short(self, tag: Tag) -> str:
        """Set abbreviations in columns."""
        return block("in-columns", self._definitions(tag))

    def _quotation(self, tag: Tag) -> str:
        attribution = self._take(tag, "p.attribution")
        return block("quote", self._children(tag), block="true", attribution=attribution)

    def _code(self, tag: Tag) -> str:
        source = (tag.find("pre") or tag).get_text().strip("\n")
        return block("raw", None, string(source), block="true")

    def _caption_number(self, tag: Tag) -> str:
        return inline("strong", self._children(tag))

    def _listing(self, tag: Tag) -> str:
        caption = self._take(tag, ".code-block-caption")
        return block("numbered", self._children(tag), kind='"listing"', caption=caption, label=self._label(tag))

    def _figure(self, tag: Tag) -> str:
        caption = self._take(tag, "figcaption")
        kind = "image" if tag.find("img") else "table"
        return block("numbered", self._children(tag), kind=kind, caption=caption, label=self._label(tag))

    def _table(self, tag: Tag) -> str:
        return table(tag, self._children, attribute(tag, LABEL) or None)

    def _admonition(self, tag: Tag) -> str:
        names = ADMONITIONS.intersection(classes(tag))
        kind = string(names.pop() if len(names) == 1 else "note")
        title = self._take(tag, "p.admonition-title")
        return block("admonition", self._children(tag), kind=kind, title=title, label=self._label(tag))

    def _source_line(self, tag: Tag) -> str:
        return block("source-line", self._anchor(tag) + self._children(tag).strip())

    def _output(self, tag: Tag) -> str:
        """Set printed output as such; a figure or table that a cell has made stands in the text like any other."""
        return block("output", self._code(tag)) if tag.select_one(":scope > .highlight") else self._children(tag)

    def _rubric(self, tag: Tag) -> str:
        return block("rubric", self._anchor(tag) + self._children(tag))

    def _reference(self, tag: Tag) -> str:
        """Set an entry of the bibliography; it is cited by author and year, so its running number goes."""
        self._take(tag, "span.label")
        return block("reference", self._children(tag), label=self._label(tag))

    def _cards(self, tag: Tag) -> str:
        columns = next((found[1] for name in classes(tag) if (found := GRID_COLUMNS.match(name))), 2)
        cards = [content(self._children(column)) for column in tag.find_all("div", recursive=False)]
        return block("cards", None, *cards, columns=columns)

    def _card(self, tag: Tag) -> str:
        """Set a card; a link over the whole of it becomes the link of its title."""
        link = tag.select_one("a.sd-stretched-link")
        destination = self._destination(link.extract()) if link and not link.get(ELSEWHERE) else None
        title = self._take(tag, ".sd-card-title")
        return block("card", self._children(tag), title=title, to=destination)

    def _nothing(self, tag: Tag) -> str:
        return ""


def unbroken(words: str) -> str:
    """Keep a number on the line of what it counts or names: `n = 12`, `statement 53`."""
    return NUMBERED.sub(lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), words)


def _note(link: Tag, number: str, elsewhere: str) -> str:
    """Refer to a note by its number: alone where the web has its name, as the word for it stands there already."""
    if elsewhere:
        return f"{elsewhere.partition(',')[0]}, note {number}"
    named = "-".join(link.get_text().lower().split()) in attribute(link, "href")
    return number if named else f"note {number}"


def image_file(tag: Tag) -> str:
    """Return where Typst finds the file of an image."""
    return f"/images/{PurePosixPath(attribute(tag, 'src')).name}"


Form = Callable[[Markup, Tag], str]


def _form(tag: Tag) -> Form | None:
    """Find how to write an element: by its classes first, as they say more, then by its name."""
    if HEADINGS.match(tag.name):
        return Markup._heading
    for name in classes(tag):
        if name in CLASSES:
            return CLASSES[name]
        if name.startswith("highlight-"):
            return Markup._code
    return ELEMENTS.get(tag.name)


STYLES = {
    "em": "emph",
    "i": "emph",
    "strong": "strong",
    "b": "strong",
    "sub": "sub",
    "sup": "super",
    "del": "strike",
}

ELEMENTS: dict[str, Form] = {
    "a": Markup._link,
    "blockquote": Markup._quotation,
    "br": Markup._break,
    "code": Markup._literal,
    "dl": Markup._definitions,
    "figure": Markup._figure,
    "hr": Markup._rule,
    "img": Markup._image,
    "kbd": Markup._literal,
    "ol": Markup._enumeration,
    "p": Markup._paragraph,
    "pre": Markup._code,
    "samp": Markup._literal,
    "table": Markup._table,
    "ul": Markup._bullets,
}

CLASSES: dict[str, Form] = {
    "admonition": Markup._admonition,
    "caption-number": Markup._caption_number,
    "citation": Markup._reference,
    CLOSING: Markup._closing,
    "footnote-list": Markup._nothing,
    "literal-block-wrapper": Markup._listing,
    "output": Markup._output,
    "register-filter": Markup._nothing,
    "rubric": Markup._rubric,
    "sd-card": Markup._card,
    "sd-row": Markup._cards,
    "fate": Markup._source_line,
    "short": Markup._short,
    "source": Markup._source_line,
    "statements": Markup._statements,
}
