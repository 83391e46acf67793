"""The entry of a document in the bibliography of the book."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from wsis20 import textfile
from wsis20.commands.add.record import Record
from wsis20.commands.add.shape import NOT_STATED
from wsis20.upkeep import Row, Tables
from wsis20.words import listing, read_in
from wsis20.year import lettered, year_of

SPECIAL = re.compile(r"[&%$#_{}]")
COMMANDS = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def path(package: Path) -> Path:
    """Return the file of the bibliography of the book that stands beside a data package."""
    return package.parent / "book" / "references.bib"


def author(record: Record, document: Row, organizers: Iterable[str], tables: Tables, bodies: list[Row]) -> str:
    """Return who stands for the author of a document: as the record says, or who published it or convened the meeting.

    ``organizers`` are the identifiers of those who convened it, where it is of a meeting. ``bodies`` are the
    organizations that are new. Nothing where nobody is known.
    """
    given = record.value["document"]
    if isinstance(given, dict) and "author" in given:
        return given["author"]
    if document["publisher"] != NOT_STATED:
        return document["publisher"]
    known = {row["organization_id"]: row for row in (*tables.rows("organizations"), *bodies)}
    found = [known[one] for one in organizers if one in known]
    names = [row["acronym"] or row["name"] for row in found]
    return listing(names) if names else ""


def entry(document: Row, by: str, text: str) -> str:
    """Return the entry of a document; ``text`` is the bibliography, in which no two may look alike to a reader."""
    year = year_of(document["document_date"], document["date_basis"])
    told = set(re.findall(r"author = \{\{(.*?)\}\},.*?year = \{(.*?)\}", text, re.DOTALL))
    letters = ["", *map(chr, range(ord("a"), ord("z") + 1))]
    year = next(made for made in (lettered(year, one) for one in letters) if (escaped(by), made) not in told)
    fields = {"author": f"{{{escaped(by)}}}", "title": f"{{{escaped(document['title'])}}}", "year": year}
    if "://" in document["url"]:
        fields["url"] = document["url"]
    if when := read_in(document["accessed"]):
        fields["note"] = f"accessed {when}"
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{document['citation_key']},\n{body}\n}}\n"


def escaped(text: str) -> str:
    r"""Return a text for TeX.

    >>> escaped("R&D: 5% of 10_000")
    'R\\&D: 5\\% of 10\\_000'
    """
    plain = "".join(COMMANDS.get(one, one) for one in text) if set(text) & COMMANDS.keys() else ""
    return plain or SPECIAL.sub(r"\\\g<0>", text)


def with_entry(text: str, made: str) -> str:
    """Return a bibliography with an entry at its end."""
    return f"{text}\n{made}"


def without_entry(text: str, made: str) -> str:
    """Return a bibliography as it was before an entry came to it."""
    return text.replace(f"\n{made}", "", 1)


def has_key(text: str, key: str) -> bool:
    """Return whether a bibliography has an entry with this key."""
    return re.search(rf"^@\w+\{{\s*{re.escape(key)}\s*,", text, re.MULTILINE | re.IGNORECASE) is not None


def read(package: Path) -> str | None:
    """Return the text of the bibliography; None where no book stands beside the package."""
    file = path(package)
    return textfile.read(file) if file.is_file() else None
