"""Outdated sentences: those that say what the data no longer hold, each quoted where it stands, with what is so now.

A notebook keeps what a sentence takes for granted, and says in words where the sentence stands (`values.presuppose`):

- ``chapter 4, title``; ``chapter 4, title of fig-floor``, or its ``caption``; ``chapter 4, second paragraph``
- ``chapter 4, What this does not show, third item``; ``chapter 4, first box``
- ``the brief, The round, last two sentences of the first paragraph``
- ``snippet floor-traced``, with what takes it up in parentheses, or not; ``snippet floor-traced, first paragraph``
- ``every line with “two documents”``: in all pages, snippets and chapters, and in files beside them (`ELSEWHERE`)

Several places stand with semicolons between them, and one place may be ``title and first two paragraphs``. Here these
words are read, so that a person need not look for the sentence.
"""

from __future__ import annotations

import contextlib
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from wsis20 import notebook, values
from wsis20.notebook import joined
from wsis20.project import BOOK, ROOT, SNIPPETS, Refusal, notebooks

PAGES = {"the landing page": "index", "the brief": "brief", "the method": "method"}
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}
WHICH = rf"(?:{'|'.join((*ORDINALS, 'last'))})(?: (?:{'|'.join(NUMBERS)}))?"
PICK = re.compile(
    rf"(?:(?P<sentences>{WHICH}) sentences?(?: of the (?=\w))?)?(?:(?P<blocks>{WHICH}) (?P<kind>paragraph|item|box)s?)?"
)
EVERY = re.compile(r"every line with “(?P<words>[^”;]+)”")
ELSEWHERE = ("CITATION.cff", "datapackage/datapackage.json", "book/_ext/**/*.py", "notebooks/wsis20/release/*.py")
"""Files beside the pages that hold sentences about the data."""
ROLE = re.compile(r"\{(value|snippet)\}`([^`]*)`")
ALONE = re.compile(r"\{snippet\}`([^`]*)`")
ITEM = re.compile(r"(?:[-*+]|\d+[.)]) ")
ENDS = re.compile(r"(?<=[.?!])\s+(?=[A-Z“(*{\[])")
FENCE = re.compile(r"(?:`{3,}|:{3,})")
WIDTH = 110
ARGUMENTS = {"title": 1, "caption": 2}
"""Which argument of a figure has them, after its name."""
One = TypeVar("One")
HEAD = "{count} for granted what the data no longer hold. The book is not built until somebody has rewritten them."
TAIL = (
    "What to do: rewrite each sentence where it stands, so that it is true of the data; one that is still true stays. "
    "Then write into the cell named "
    "what the new sentence takes for granted, in words and as a condition: the second and third part of `presuppose`. "
    "Then run again: python -m wsis20 run"
)


@dataclass(frozen=True)
class Line:
    """A line of the book, or a sentence of it: the file with the place in it, and the text."""

    place: str
    text: str


@dataclass
class Section:
    """What stands below a heading, up to the next: paragraphs, items and boxes, each of lines."""

    heading: str
    title: Line
    paragraphs: list[list[Line]] = field(default_factory=list)
    items: list[list[Line]] = field(default_factory=list)
    boxes: list[list[Line]] = field(default_factory=list)


@dataclass(frozen=True)
class Outdated:
    """A presupposition that does not hold: what it is, what is so, the cell that has it, and the lines that have it."""

    says: str
    now: str
    cell: str
    lines: tuple[Line, ...]


def found(stored: Mapping[Path, dict]) -> list[Outdated]:
    """Return all sentences of the book that no longer hold by stored notebooks, in the order of these."""
    return [
        Outdated(
            told["says"],
            told["now"],
            f"{name_of(path)}, cell {told['cell']}",
            tuple(dict.fromkeys(lines(told["where"], stored))),
        )
        for path, read in stored.items()
        for told in values.outdated(read)
    ]


def well_formed() -> dict[Path, dict]:
    """Return the stored notebooks that have the form of one; faults of others are told where these are looked at."""
    read = {}
    for path in notebooks():
        with contextlib.suppress(Refusal):
            read[path] = notebook.read(path)
    return read


def listed() -> list[str]:
    """Return all sentences that no longer hold as one list for people, line by line; nothing where there are none."""
    stored = well_formed()
    sentences = found(stored)
    if not sentences:
        return []
    count = (
        "Sentences of the book take" if len(sentences) == 1 else f"In {len(sentences)} cases sentences of the book take"
    )
    told = [HEAD.format(count=count)]
    handed = {key: value for read in stored.values() for key, value in values.handed_over(read).items()}
    quoted: dict[tuple[str, str], int] = {}
    for number, sentence in enumerate(sentences, 1):
        told.append("")
        for place, text in by_place(sentence.lines):
            begin = "   " if told[-1] else f"{number}. "
            if text and (first := quoted.setdefault((place, text), number)) != number:
                told.append(f"{begin}{place}: quoted in {first}")
                continue
            told.append(f"{begin}{place}{' says:' if text else ': look for the sentence there'}")
            told += wrapped(f"   “{text}”", "    ") if text else []
            names = [name for kind, name in ROLE.findall(text) if kind == "value" and name in handed]
            told += [f"     {name} is now: {handed[name]}" for name in dict.fromkeys(names)]
            if pages := taken_up(place, stored):
                told += wrapped(f"     taken up by: {', '.join(pages)}", "       ")
        told += wrapped(f"   This takes for granted that {sentence.says}.", "     ")
        told += wrapped(f"   The data say now: {(sentence.now or 'that is not so').rstrip('.')}.", "     ")
        told.append(f"   What it takes for granted stands in {sentence.cell}.")
    return [*told, "", *wrapped(TAIL, "")]


def in_a_line(sentence: Outdated) -> str:
    """Return a sentence with all that a person needs to rewrite it, on one line."""
    said = "; ".join(f"{place} says “{text}”" if text else place for place, text in by_place(sentence.lines))
    return (
        f"{said}; it takes for granted that {sentence.says}; now {sentence.now or 'that is not so'} ({sentence.cell})"
    )


def wrapped(text: str, indent: str) -> list[str]:
    """Return a text in lines; those after the first begin with ``indent``."""
    begin = text[: len(text) - len(text.lstrip())]
    return textwrap.wrap(
        text.lstrip(),
        WIDTH,
        initial_indent=begin,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def by_place(lines: Iterable[Line]) -> list[tuple[str, str]]:
    """Return places with what stands in each."""
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(line.place, []).append(line.text)
    return [(place, " ".join(filter(None, texts))) for place, texts in found.items()]


def taken_up(place: str, stored: Mapping[Path, dict]) -> list[str]:
    """Return the files that take up the snippet in a place, none where it is no snippet."""
    file = place.partition(",")[0]
    if not file.startswith(name_of(SNIPPETS)):
        return []
    role = f"{{snippet}}`{Path(file).stem}`"
    texts = {name_of(path): path.read_text("utf-8", "replace") for path in sorted(BOOK.glob("*.md"))}
    texts |= {name_of(path): "\n".join(line.text for line in prose(read, path)) for path, read in stored.items()}
    return [name for name, text in texts.items() if role in text]


def lines(where: str, stored: Mapping[Path, dict]) -> Iterator[Line]:
    """Yield the lines that stand where a presupposition says; of a place that is not found, its words and no text."""
    for part in re.sub(r"\s*\([^()]*\)", "", where).split("; "):
        yield from at(part, stored) or [Line(part, "")]


def at(part: str, stored: Mapping[Path, dict]) -> list[Line]:
    """Return the lines in one place, none where there is no such place."""
    if every := EVERY.fullmatch(part):
        return with_words(every["words"], stored)
    page, _, spot = part.partition(", ")
    if snippet := re.fullmatch(r"snippet ([a-z0-9-]+)", page):
        own = of_snippet(snippet[1])
        return picked(spot, [Section("", own[0], [[line] for line in own])], None) if spot and own else own
    path = path_of(page)
    if path is None or not spot:
        return []
    if path.suffix == ".md":
        return picked(spot, sections(in_file(path)), None)
    return picked(spot, sections(prose(stored[path], path)), (stored[path], path)) if path in stored else []


def with_words(words: str, stored: Mapping[Path, dict]) -> list[Line]:
    """Return the sentences of all that is written that hold some words on one line, in capitals or not."""
    elsewhere = [path for pattern in ELSEWHERE for path in sorted(ROOT.glob(pattern))]
    files = [*sorted(BOOK.glob("*.md")), *sorted(SNIPPETS.glob("*.md")), *elsewhere]
    written = [line for path in files for line in in_file(path)]
    written += [line for path, read in stored.items() for line in prose(read, path)]
    wanted = words.casefold()
    near = [line for line in written if wanted in line.text.casefold()]
    sentences = [Line(line.place, one.strip()) for line in near for one in ENDS.split(line.text)]
    return [line for line in sentences if wanted in line.text.casefold()]


def path_of(page: str) -> Path | None:
    """Return the file of a page that is called in words, None where there is none."""
    if number := re.fullmatch(r"chapter (\d+)", page):
        return next((path for path in notebooks() if path.stem.startswith(f"{int(number[1]):02d}-")), None)
    path = BOOK / f"{PAGES.get(page, page.removeprefix('page '))}.md"
    return path if path.is_file() else None


def name_of(path: Path) -> str:
    """Return the path of a file of the project, from its root."""
    return path.relative_to(ROOT).as_posix()


def in_file(path: Path) -> list[Line]:
    """Return the lines of a file."""
    text, name = path.read_text("utf-8", "replace"), name_of(path)
    return [Line(f"{name}, line {number}", line) for number, line in enumerate(text.split("\n"), 1)]


def of_snippet(name: str) -> list[Line]:
    """Return the lines of a snippet that have words, none where there is no such snippet."""
    path = SNIPPETS / f"{name}.md"
    return [line for line in in_file(path) if line.text.strip()] if path.is_file() else []


def prose(stored: dict, path: Path) -> Iterator[Line]:
    """Yield the lines of the text cells of a notebook, with a blank one between two cells."""
    for number, cell in enumerate(stored["cells"], 1):
        if cell["cell_type"] != "markdown":
            continue
        place = f"{name_of(path)}, cell {number} ({cell.get('id', 'without id')})"
        for count, line in enumerate(joined(cell["source"]).split("\n"), 1):
            yield Line(f"{place}, line {count}", line)
        yield Line(place, "")


def sections(written: Iterable[Line]) -> list[Section]:
    """Return the sections of a page; the question in bold below a title and what stands in a box is no paragraph."""
    made: list[Section] = []
    block: list[Line] | None = None
    fence = ""
    for line in written:
        text = line.text.strip()
        if fence or FENCE.match(text):
            if not fence and made:
                made[-1].boxes.append([])
            elif made and text and text != fence:
                made[-1].boxes[-1].append(line)
            opened = FENCE.match(text)
            fence = (opened[0] if opened else "") if not fence else "" if text == fence else fence
            block = None
        elif text.startswith("#"):
            made.append(Section(text.lstrip("#").strip(), Line(line.place, text.lstrip("#").strip())))
            block = None
        elif not text or not made or re.fullmatch(r"\*\*.*\*\*", text):
            block = None
        elif ITEM.match(text):
            block = [line]
            made[-1].items.append(block)
        elif block is None:
            block = [line]
            made[-1].paragraphs.append(block)
        else:
            block.append(line)
    return made


def picked(spot: str, made: list[Section], code: tuple[dict, Path] | None) -> list[Line]:
    """Return the lines of a page that some words name: a heading of a section, a comma, and what in it."""
    if not made:
        return []
    for section in sorted(made[1:], key=lambda one: -len(one.heading)):
        if spot == section.heading:
            return [line for block in (*section.paragraphs, *section.items) for line in expanded(block)]
        if spot.startswith(f"{section.heading}, "):
            return in_section(spot.removeprefix(f"{section.heading}, "), section, code)
    return in_section(spot, made[0], code)


def in_section(words: str, section: Section, code: tuple[dict, Path] | None) -> list[Line]:
    """Return the lines of a section that words name, none where one of these is not understood."""
    found: list[Line] = []
    for pick in words.split(" and "):
        if pick == "title":
            own = [section.title]
        elif figure := re.fullmatch(r"(title|caption) of ([a-z0-9-]+)", pick):
            own = argument_of(figure[2], ARGUMENTS[figure[1]], *code) if code else []
        elif pick and (match := PICK.fullmatch(pick)):
            own = in_blocks(match, section)
        else:
            own = []
        if not own:
            return []
        found += own
    return found


def in_blocks(match: re.Match[str], section: Section) -> list[Line]:
    """Return the paragraphs, items, boxes or sentences of a section that a pick names."""
    blocks = {"item": section.items, "box": section.boxes}.get(match["kind"], section.paragraphs)
    chosen = [line for block in chosen_of(blocks, match["blocks"]) for line in expanded(block)]
    if not match["sentences"]:
        return chosen
    sentences = [Line(line.place, one) for line in chosen for one in ENDS.split(line.text)]
    return chosen_of(sentences, match["sentences"])


def chosen_of(items: list[One], which: str | None) -> list[One]:
    """Return the items that an ordinal names, several with a number: *last*, *first two*; all for None."""
    if which is None:
        return items
    order, _, number = which.partition(" ")
    count = NUMBERS.get(number, 1)
    if order == "last":
        return items[-count:]
    first = ORDINALS.index(order)
    return items[first : first + count]


def expanded(block: Iterable[Line]) -> list[Line]:
    """Return lines in which a snippet that stands alone is in its own words."""
    found: list[Line] = []
    for line in block:
        alone = ALONE.fullmatch(line.text.strip())
        found += of_snippet(alone[1]) if alone else [Line(line.place, line.text.strip())]
    return found


def argument_of(figure: str, which: int, stored: dict, path: Path) -> list[Line]:
    """Return an argument of a figure as the code of its cell has it, without the marks of strings."""
    for number, cell in enumerate(stored["cells"], 1):
        code = joined(cell["source"]).split("\n") if cell["cell_type"] == "code" else []
        for count, line in enumerate(code):
            if line.strip() == f'"{figure}",':
                indent = line[: line.index('"')]
                ends = [at for at, own in enumerate(code) if at >= count and re.fullmatch(rf"{indent}(?! ).*,", own)]
                first, last = ends[which - 1] + 1, ends[which]
                place = f"{name_of(path)}, cell {number} ({cell.get('id', 'without id')}), line {first + 1}"
                return [Line(place, "".join(map(unquoted, code[first : last + 1])))]
    return []


def unquoted(code: str) -> str:
    """Return what a line of code says that holds a string, or the line.

    >>> unquoted('    f"{count} messages "'), unquoted("    caption,")
    ('{count} messages ', 'caption')
    """
    bare = code.strip().removesuffix(",")
    found = re.fullmatch(r'f?"(.*)"', bare)
    return found[1] if found else bare
