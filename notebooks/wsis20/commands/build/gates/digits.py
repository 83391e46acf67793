"""Numbers typed into the prose: a number is computed, so that it cannot be wrong or become so.

What may be typed is on a list with the reason why: names of documents, standards and things that have digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wsis20.characters import one_line
from wsis20.commands.build.gates import pages

# A pattern is taken out of the text before digits are looked for.
ALLOWED = {
    r"WSIS\+20": "the name of the review",
    r"A/RES/80/173|A/80/L\.41|79/277": "symbols of documents",
    r"\b2023 and 2024\b": "the years that the title of the work is about",
    r"\b(?:of|Action of) 2003\b": "the year of a document that is named",
    r"SHA-256|256 bits|UTF-8|ISO 8601|ISO 3166-1|WCAG [\d.]+": "names of standards",
    r"CC BY 4\.0|4\.0 International|CC BY-NC-SA 3\.0 IGO": "the names of licences",
    r"Python 3\.1\d(?:, 3\.1\d)*(?: and 3\.1\d)?|jupyter-book 1\.x|version 2\b": "versions of software and standards",
    r"\b[45]G\b|\b3G\b": "names of generations of networks",
    r"\b95 (?:percent|per cent|%)": "the width of intervals, a choice of the method",
    r"an alpha of 1\b|\bat 1 both\b": "the upper end of a scale",
    r"Facts and Figures(?: 20\d\d)?": "the name of a publication",
    r"Group of 77": "the name of a group of States",
}
PAST = "book/changes.md"  # what it tells was so at the time
NOT_PROSE = re.compile(
    r"```.*?```|~~~.*?~~~|`[^`]*`|\{\{.*?\}\}|\]\([^)]*\)|^\d+\. |^:(?:[\w-]+:|::+\{)[^\n]*$|\(\w[\w-]*\)=",
    re.DOTALL | re.MULTILINE,
)
AROUND = 25


def faults() -> list[str]:
    """Return the numbers that are typed into pages and text cells, by file and line."""
    texts = [(place, text) for place, text in pages.every_text() if place != PAST]
    return [fault for place, text in texts for fault in typed_faults(place, text)]


def typed_faults(place: str, text: str) -> Iterator[str]:
    """Yield a fault for each number in a text."""
    for line, number, words in typed(text):
        yield one_line(
            f"{place}, line {line}: the number {number} is typed ({words!r}); let it be computed, by {{value}} "
            "or {rows}, or add what has it for a name to ALLOWED in gates/digits.py"
        )


def typed(text: str) -> list[tuple[int, str, str]]:
    """Return the numbers of a text that are not allowed: line, number, and the words around it in the line."""
    left = text
    patterns: list[str | re.Pattern[str]] = [NOT_PROSE, *ALLOWED]
    for pattern in patterns:
        left = re.sub(pattern, lambda found: re.sub(".", " ", found[0]), left)  # line ends stay
    lines = zip(text.split("\n"), left.split("\n"), strict=True)
    return [
        (number, found[0], line[max(0, found.start() - AROUND) : found.end() + AROUND].strip())
        for number, (line, rest) in enumerate(lines, 1)
        for found in re.finditer(r"\d+", rest)
    ]
