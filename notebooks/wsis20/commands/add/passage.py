"""Passages: where in a text a phrase stands, and from where to where the passage around it goes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from wsis20 import textfile
from wsis20.characters import shown
from wsis20.commands.check.corpus import BETWEEN
from wsis20.commands.verify import collapse, fingerprint, normalise
from wsis20.project import Refusal

MARK = r"(?:[-–*•]|\(?\d{1,3}[.)])[ \t]+"  # of an item of a list
EDGE = re.compile(
    rf"[ \t]*\n[ \t]*\n\s*(?:{MARK})?|[ \t]*\n[ \t]*{MARK}|(?<=[.?!])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9ÀÁÂÄÅÆÇÈÉÊÍÑÓÔÖØÚÜ])"
)
FIRST_MARK = re.compile(rf"\s*(?:{MARK})?")
SHORT = re.compile(r"\b(?:Mrs?|Ms|Dr|Prof|Amb|Hon|St|No|H\.E|[A-Z])\.$")


@dataclass(frozen=True)
class Text:
    """A text that is held: ``sha256`` of its bytes, and what stands in it in normal form C."""

    sha256: str
    content: str


def read(path: Path) -> Text:
    """Return the text in a file; raise `Refusal` where there is none in UTF-8."""
    data = textfile.read_bytes(path, "text of the document", path.name)
    try:
        return Text(hashlib.sha256(data).hexdigest(), normalise(data))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Refusal(f"{path.name}, line {line}: expected UTF-8") from None


class Misplaced(ValueError):  # noqa: N818 - it is no error of the program
    """Words of a passage that are not in the text, or not once; ``field`` is the field of the record with the words."""

    def __init__(self, field: str, said: str) -> None:
        """Take the field and what is wrong."""
        super().__init__(said)
        self.field = field


def find(text: str, fields: Mapping[str, str]) -> tuple[int, int]:
    """Return from where to where a passage goes: the sentence around its phrase, or from some words to others.

    ``fields`` has the ``phrase``, and ``from`` and ``to`` where they are given. Raises `Misplaced`.
    """
    start, end = once(text, "phrase", fields["phrase"])
    first, last = sentence(text, start, end)
    if "from" in fields:
        before = [place for place, _ in places(text, fields["from"]) if place <= start]
        if not before:
            raise Misplaced("from", beyond(text, fields["from"], "before the phrase", "first"))
        first = before[-1]
    if "to" in fields:
        after = [place for _, place in places(text, fields["to"]) if place >= end]
        if not after:
            raise Misplaced("to", beyond(text, fields["to"], "after the phrase", "last"))
        last = after[0]
    return first, last


def once(text: str, field: str, words: str) -> tuple[int, int]:
    """Return where words stand, which stand once; raise `Misplaced` where they do not."""
    found = list(places(text, words))
    if not found:
        raise Misplaced(field, absent(text, words, "in the text"))
    if len(found) > 1:
        lines = " and ".join(str(text.count("\n", 0, start) + 1) for start, _ in found[:3])
        said = f"{shown(words)} stands {len(found)} times in the text, in the lines {lines}"
        raise Misplaced(field, f"{said}; expected words that stand there once")
    return found[0]


def places(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Yield where words begin and end in a text, whatever white space stands between them."""
    for match in re.finditer(r"\s+".join(map(re.escape, words.split())), text):
        yield match.span()


def absent(text: str, words: str, where: str) -> str:
    """Say that words are not where they should be, and where they stand in other letters."""
    found = re.search(r"\s+".join(map(re.escape, words.split())), text, re.IGNORECASE)
    if found and collapse(found[0]) != words:
        return f"{shown(words)} is not {where}; {shown(collapse(found[0]))} is, in line {line_of(text, found.start())}"
    return f"{shown(words)} is not {where}; expected words as they are printed"


def beyond(text: str, words: str, where: str, which: str) -> str:
    """Say that words are not on the side of the phrase where they should be; they may end or begin with it."""
    found = next(places(text, words), None)
    if found is None:
        return absent(text, words, f"{where} or with it")
    place = f"stands in line {line_of(text, found[0])}, and not {where}"
    return f"{shown(words)} {place}; expected the {which} words of the passage, at least as far as the phrase goes"


def line_of(text: str, offset: int) -> int:
    """Return the number of the line of an offset."""
    return text.count("\n", 0, offset) + 1


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return from where to where the sentence or item of a list goes in which something stands."""
    opening = FIRST_MARK.match(text)
    first = opening.end() if opening and opening.end() <= start else 0
    last = len(text.rstrip())
    for edge in EDGE.finditer(text):
        if "\n" not in edge[0] and SHORT.search(text, max(0, edge.start() - 8), edge.start()):
            continue
        if edge.end() <= start:
            first = edge.end()
        elif edge.start() >= end:
            last = edge.start() + len(edge[0]) - len(edge[0].lstrip('"”’)'))
            break
    return first, last


def hashed(text: str, start: int, end: int) -> str:
    """Return the hash of a passage."""
    return fingerprint(text[start:end])


def gaps(text: str, stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, str]]:
    """Yield the line and the words of what no stretch of a text covers, but for what stands between sentences."""
    reached = 0
    for start, end in [*sorted(stretches), (len(text), len(text))]:
        words = text[reached:start]
        if start - reached > BETWEEN:
            offset = reached + len(words) - len(words.lstrip())
            yield line_of(text, offset), collapse(words) or "blanks"
        reached = max(reached, end)


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()
