"""Styling: what may be said of the look of a table or a drawing, which is nothing that loads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wsis20.characters import shown

FUNCTIONS = frozenset(
    [
        "hsl",
        "hsla",
        "matrix",
        "rgb",
        "rgba",
        "rotate",
        "scale",
        "skewx",
        "skewy",
        "translate",
        "translatex",
        "translatey",
    ]
)
FUNCTION = re.compile(r"(?<![\w-])([\w-]*)\(")
OWN_PART = re.compile(r"[ \t\r\n\f]*['\"]?[ \t\r\n\f]*#")
LETTERS_IN_CODE = re.compile(r"\\.{0,20}", re.DOTALL)
RULE = re.compile(r"@[^;{]{0,40}")


def faults(style: str) -> Iterator[str]:
    """Yield what may load something: functions but those of colours, places and own parts, and letters in code.

    >>> list(faults("fill: rgb(1, 2, 3); clip-path: url(#p1)"))
    []
    >>> list(faults("marker: url(https://example.org/a)"))
    ["a style that may load something: 'url(https://example.org/a)'"]
    """
    found = [match[0] for match in LETTERS_IN_CODE.finditer(style)]
    for match in FUNCTION.finditer(style):
        name = match[1].lower()
        if name not in FUNCTIONS and not (name == "url" and OWN_PART.match(style, match.end())):
            found.append(style[match.start() : match.end() + 40].split(")")[0] + ")")
    yield from (f"a style that may load something: {shown(one)}" for one in found)


def faults_of_sheet(sheet: str) -> Iterator[str]:
    """Yield what a style sheet may load, which can have rules of another kind too, such as @import."""
    yield from faults(sheet)
    yield from (f"a style that may load something: {shown(match[0])}" for match in RULE.finditer(sheet))
