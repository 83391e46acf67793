"""Characters: which ones a text of data may hold, and how any text is shown in a message.

What a person cannot see, or sees as another character, is refused by code point, so that no two texts look alike and
differ. The rules follow categories of the Unicode Character Database, not a list of known attacks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

SHOWN = 60
CONTROLS = {"\0": "NULL", "\t": "CHARACTER TABULATION", "\n": "LINE FEED", "\r": "CARRIAGE RETURN", "\x1b": "ESCAPE"}
# control, format (bidirectional, zero width, soft hyphen, tags), private use, surrogate, line and paragraph separator,
# enclosing mark
REFUSED = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Me"}
# letters, marks and symbols that are drawn as nothing: joiner, fillers, blank pattern, inherent vowels, selectors; and
# what stands for an object or for bytes that were no character
UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufffc\ufffd]")
LOOKALIKES = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "FULLWIDTH", "MATHEMATICAL"}
OUTSIDE_ASCII = re.compile(r"[^\x00-\x7f]{2,}")
HTML = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]+\d?);|<[a-z/!?][^<>]*>?", re.IGNORECASE)
LIGATURE = re.compile("[\ufb00-\ufb06]")
WORD = re.compile(r"[^\W\d_]+")
MARKS = 2  # on one letter; some languages need two, none needs three


def named(character: str) -> str:
    """Return code point and name of a character.

    >>> named("\u200b")
    'U+200B ZERO WIDTH SPACE'
    """
    name = CONTROLS.get(character) or unicodedata.name(character, "")
    kind = {"Cc": "CONTROL", "Co": "PRIVATE USE", "Cs": "SURROGATE"}.get(
        unicodedata.category(character), "NO CHARACTER"
    )
    return f"U+{ord(character):04X} {name or kind}"


def refused(character: str) -> bool:
    """Return whether a character may stand in no text of data."""
    code, category = ord(character), unicodedata.category(character)
    if category == "Zs":
        return character != " "
    no_character = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF or 0xE0000 <= code <= 0xE0FFF
    return category in REFUSED or no_character or UNSEEN.match(character) is not None


def unfit(text: str, lines: bool = False) -> Iterator[str]:
    """Yield what is wrong with the characters of a text, each in words that go on after "expected".

    ``lines`` says whether line feeds may stand in it; then blanks at its ends and in a row are its own affair too.
    """
    body = text.replace("\n", "") if lines else text
    if not (body.isascii() and body.isprintable()):
        for character in sorted({one for one in body if refused(one)}):
            place = text.index(character) + 1
            yield f"text without the character {named(character)} (character {place} of the text)"
        yield from ill_composed(body)
    if not lines and (text != text.strip() or "  " in text):
        yield "no blank at either end and no two in a row"


def garbled(text: str) -> Iterator[str]:
    """Yield what a text holds of other ways to write characters: bytes read in a wrong encoding, ligatures, and HTML.

    Letters of UTF-8 that were read as Windows-1252 are known by being UTF-8 again when they are written so. HTML is
    known by how a tag, a comment or an instruction begins: a browser takes one that never ends for HTML as well.
    """
    for run in OUTSIDE_ASCII.findall(text):
        try:
            meant = run.encode("cp1252").decode("utf-8")
        except UnicodeError:
            continue
        yield f"{shown(meant)}; {shown(run)} is that, read in a wrong encoding"
    for joined in LIGATURE.findall(text):
        yield f"{shown(unicodedata.normalize('NFKC', joined))}; {named(joined)} is copied from a PDF"
    if found := HTML.search(text):
        yield f"words and signs as they are, without HTML: {shown(found[0])}"


def ill_composed(text: str) -> Iterator[str]:
    """Yield what is wrong with marks and scripts of a text that is not plain ASCII."""
    if any(unicodedata.category(one) == "Cs" for one in text):
        return
    if not unicodedata.is_normalized("NFC", text):
        yield "text in Unicode normalisation form C"
    marks = 0
    before = ""
    for character in text:
        is_mark = unicodedata.category(character) == "Mn" and not UNSEEN.match(character)
        marks = marks + 1 if is_mark else 0
        if marks > MARKS or (marks == 1 and not before.isalpha()):
            base = "on a letter with two marks" if before.isalpha() else "without a letter"
            yield f"no mark {named(character)} {base}"
            break
        before = before if is_mark else character
    for word in WORD.findall(text):
        scripts = {unicodedata.name(letter, "?").split()[0] for letter in word} & LOOKALIKES
        if len(scripts) > 1:
            yield f"words of one script each; the word {shown(word)} has letters of {' and '.join(sorted(scripts))}"


def printable(text: str) -> str:
    r"""Return a text for the terminal: what has no sign of its own as \uXXXX; line feeds stay.

    >>> printable("a\u202eb")
    'a\\u202Eb'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        one if one == "\n" or (one.isprintable() and not refused(one)) else f"\\u{ord(one):04X}" for one in text
    )


def shown(value: object, limit: int = SHOWN) -> str:
    """Return any value for a message: on one line, between quotation marks when it is text, not too long.

    >>> shown("x" * 100, 10)
    "'xxxxxxxxxx…' (100 characters)"
    """
    if isinstance(value, str):
        cut = printable(value[:limit]).replace("\n", "\\u000A")
        return f"'{cut}'" if len(value) <= limit else f"'{cut}…' ({len(value)} characters)"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, (int, float)):
        text = str(value) if isinstance(value, float) or value.bit_length() < 1000 else "a number of many digits"
        return text[:limit]
    kinds: dict[type, str] = {dict: "an object", list: "a list"}
    return kinds.get(type(value), f"a value of the kind {type(value).__name__}")


def one_line(text: str, limit: int = 400) -> str:
    """Return a text on one line, printable, and not too long."""
    line = " ".join(printable(text[: 4 * limit]).split())
    return line if len(line) <= limit else f"{line[:limit]}…"
