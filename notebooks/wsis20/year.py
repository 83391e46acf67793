"""The year of a document as the bibliography writes it, with the letter that tells works of one author apart."""

from __future__ import annotations

import re

UNDATED = "n.d."
"""How the bibliography writes that a work has no date."""
INFERRED = ", inferred"
"""What the bibliography adds to a year that a work does not print."""


def year_of(date: str, basis: str) -> str:
    """Return the year of a document as the bibliography writes it, which says where it is inferred or not known.

    >>> year_of("2025-12-17", "stated"), year_of("2024-10-21", "inferred"), year_of("not stated", "")
    ('2025', '2024, inferred', 'n.d.')
    """
    year = date[:4]
    if not year.isdigit():
        return UNDATED
    return f"{year}{INFERRED}" if basis == "inferred" else year


def lettered(year: str, letter: str) -> str:
    """Return a year with the letter by which works of one author are told apart; as it is for no letter.

    >>> lettered("2025", "a"), lettered("2025, inferred", "a"), lettered("n.d.", "a"), lettered("n.d.", "")
    ('2025a', '2025a, inferred', 'n.d.-a', 'n.d.')
    """
    if letter and year == UNDATED:
        return f"{year}-{letter}"
    return f"{year.removesuffix(INFERRED)}{letter}{INFERRED if year.endswith(INFERRED) else ''}"


def unlettered(year: str) -> str:
    """Return a year as it is without its letter.

    >>> [unlettered(year) for year in ("2025a", "2025a, inferred", "n.d.-a", "n.d.", "2025")]
    ['2025', '2025, inferred', 'n.d.', 'n.d.', '2025']
    """
    return re.sub(r"(?<=\d)[a-z]\b|-[a-z]$", "", year)
