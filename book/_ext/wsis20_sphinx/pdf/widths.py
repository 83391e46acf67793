"""Widths of the columns of a table in print: those that its author asks for, but where others make it shorter.

A page on the web scrolls, and what its author set for it is near enough; on paper a narrow column makes a table long.
Letters are counted, not measured: the press has the last word on where a line is broken.
"""

from __future__ import annotations

import itertools
import math
from functools import cache

LETTERS = 106  # that a line as wide as the text has in the size of tables
PADDING = 2  # letters that the white on both sides of a column takes
MANY = 60  # rows; a longer table is a register, which stays as its author set it
KEPT = 0.02  # lines that must be won by each letter that a column has more or fewer than its author gave it
STEPS = (1, 2, 3, 4, 6, 9, 13, 20, 30)  # letters that one column gives to another at a time
BOLD = 2  # letters by which the longest word of a head is wider, which is set in bold
BROKEN = 2  # lines that the break of a word counts as
HEAVY = 1.08  # a word is taken to be longer by this: its letters may be wide ones


def fitted(shares: list[float], rows: list[list[str]]) -> list[float]:
    """Return the shares, or widths of columns in letters where those give fewer lines.

    ``rows`` are the texts of cells, those of the head among them. No column gets narrower than its longest word, where
    the author's was not.
    """
    room = LETTERS - PADDING * len(shares)
    if len(rows) > MANY or any(len(row) != len(shares) for row in rows):
        return shares
    asked = [round(share * room / sum(shares)) for share in shares]
    heads = [_longest([cell.split()]) + BOLD for cell in rows[0]]
    given = with_heads(asked, heads)
    columns = [[cell.split() for cell in column] for column in zip(*rows, strict=True)]
    needed = [max(head, _longest(column)) for head, column in zip(heads, columns, strict=True)]
    least = [min(width, need) for width, need in zip(given, needed, strict=True)]

    @cache
    def lines(column: int, width: int) -> list[int]:
        return [_lines(words, width) for words in columns[column]]

    def height(widths: list[int]) -> float:
        total = sum(map(max, zip(*map(lines, range(len(widths)), widths), strict=True)))
        return total + KEPT * sum(abs(now - was) for now, was in zip(widths, given, strict=True))

    best, least_height = given, height(given)
    while True:
        moves = [
            [width + step * (place == to) - step * (place == of) for place, width in enumerate(best)]
            for of, to in itertools.permutations(range(len(best)), 2)
            for step in STEPS
            if best[of] - step >= least[of]
        ]
        found = min(moves, key=height, default=best)
        if height(found) >= least_height:
            return shares if best == asked else [float(width + PADDING) for width in best]
        best, least_height = found, height(found)


def with_heads(widths: list[int], needed: list[int]) -> list[int]:
    """Return widths in which the longest word of each head has its room, where the widest columns can spare it.

    >>> with_heads([5, 40, 15], [8, 10, 10])
    [8, 37, 15]
    """
    found = list(widths)
    for place, need in enumerate(needed):
        for _ in range(need - found[place]):
            giver = max(range(len(found)), key=lambda one: found[one] - needed[one])
            if found[giver] <= needed[giver]:
                return found
            found[giver], found[place] = found[giver] - 1, found[place] + 1
    return found


def _longest(column: list[list[str]]) -> int:
    return max((_space(word) for words in column for word in words), default=1)


def _space(word: str) -> int:
    return math.ceil(len(word) * HEAVY)


def _lines(words: list[str], width: int) -> int:
    """Count the lines that words fill, and more for a word that is longer than a line."""
    lines, used = 1, 0
    for word in words:
        lines += BROKEN * (_space(word) > width)
        if used and used + 1 + len(word) > width:
            lines, used = lines + 1, len(word)
        else:
            used += len(word) + (used > 0)
    return lines
