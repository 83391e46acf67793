"""The works cited, as programs for references take them: a year of four digits, and what is inferred said in a note."""

from __future__ import annotations

import re

from wsis20.year import INFERRED, unlettered

NAME = "references.bib"
NOTE = "the year is inferred"
FIELD = re.compile(r"^  year = \{(.*)\}(,?)$", re.MULTILINE)


def of_book(works: str) -> str:
    r"""Return the bibliography of the book without what its style needs: letters after years, and words beside them.

    A program for references sets such letters itself, and may refuse a year that is no number.

    >>> print(of_book("@misc{a,\n  year = {2025b, inferred},\n  note = {Slides}\n}\n"))
    @misc{a,
      year = {2025},
      note = {the year is inferred; Slides}
    }
    <BLANKLINE>
    """
    return "".join(map(entry, re.split(r"^(?=@)", works, flags=re.MULTILINE)))


def entry(work: str) -> str:
    """Return one entry, with a note of its own where it has none and needs one."""
    inferred = any(year.endswith(INFERRED) for year, _ in FIELD.findall(work))
    plain = FIELD.sub(lambda found: f"  year = {{{unlettered(found[1]).removesuffix(INFERRED)}}}{found[2]}", work)
    if not inferred:
        return plain
    if "\n  note = {" in plain:
        return plain.replace("\n  note = {", f"\n  note = {{{NOTE}; ", 1)
    return re.sub(r"^  year = ", f"  note = {{{NOTE}}},\n  year = ", plain, count=1, flags=re.MULTILINE)
