"""Words: numbers, dates, places and lists as they stand in a sentence. No sentence is made here.

British date order and spelling; numbers up to twelve in words.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import pandas as pd
import pycountry

from wsis20.project import Refusal

WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
PARTS = {1: "early", 11: "middle of", 21: "end of"}
ROLES = {
    "moderator": ("moderator", "moderators"),
    "opening": ("opening speaker", "opening speakers"),
    "keynote": ("keynote speaker", "keynote speakers"),
    "panel": ("panellist", "panellists"),
    "floor": ("speaker from the floor", "speakers from the floor"),
}


def number(value: int) -> str:
    """Return a whole number in words up to twelve, in digits with groups of three beyond.

    >>> number(3), number(85), number(12345)
    ('three', '85', '12,345')
    """
    return WORDS[value] if 0 <= value < len(WORDS) else f"{value:,}"


def count(value: int, singular: str, plural: str | None = None) -> str:
    """Return a number with its noun.

    >>> count(1, "message"), count(0, "message"), count(2, "survey"), count(2, "body", "bodies")
    ('one message', 'no messages', 'two surveys', 'two bodies')
    """
    return f"{number(value)} {singular if value == 1 else plural or singular + 's'}"


def of_role(role: str, people: int) -> str:
    """Return so many people of a role.

    >>> of_role("panel", 4), of_role("floor", 1)
    ('four panellists', 'one speaker from the floor')
    """
    return count(people, *ROLES.get(role, (role, role)))


def of_group(group: str, people: int = 0) -> str:
    """Return what a stakeholder group is called in a sentence about so many people of it.

    >>> of_group("government", 1), of_group("government", 2), of_group("academia"), of_group("private sector", 2)
    ('a government', 'governments', 'academia', 'the private sector')
    """
    if group in ("intergovernmental organization", "government"):
        return article(group) if people == 1 else f"{group}s"
    return group if group in ("civil society", "academia") else f"the {group}"


def listing(items: Sequence[str], conjunction: str = "and") -> str:
    """Join items the way a sentence does; raise `ValueError` when there is none to join.

    >>> listing(["Kyoto"]), listing(["Kyoto", "Geneva"]), listing(["Kyoto", "Geneva", "Dubai"])
    ('Kyoto', 'Kyoto and Geneva', 'Kyoto, Geneva and Dubai')
    """
    if not items:
        raise ValueError("there is nothing to list; say so in a sentence of its own")
    *head, last = items
    return f"{', '.join(head)} {conjunction} {last}" if head else last


def capital(text: str) -> str:
    """Return a text with a capital at its start, and the rest as it is."""
    return text[:1].upper() + text[1:]


def day(date: datetime.date) -> str:
    """Return a date as 4 September 2024."""
    return f"{date.day} {date:%B %Y}"


def author(citation: Mapping) -> str:
    """Return the first author of a citation file: a body by its name, a person by the parts of a name that CFF has."""
    first = citation["authors"][0]
    parts = ("given-names", "name-particle", "family-names", "name-suffix")
    return first.get("name") or " ".join(str(first[part]) for part in parts if first.get(part))


def reference(citation: Mapping) -> str:
    """Return the reference to the release of a citation file, with the day of the release."""
    released = citation["date-released"]
    version = f"Version {citation['version']}, {day(released)}"
    return f"{author(citation)} ({released.year}). {citation['title']}. {version}."


def read_in(accessed: str) -> str:
    """Return when a document was read, as exactly as it was written down; nothing where it was not.

    >>> read_in("2026-11"), read_in("2026-11-05"), read_in("not determined")
    ('November 2026', '5 November 2026', '')
    """
    if not accessed[:1].isdigit():
        return ""
    if accessed.count("-") == 1:
        return f"{datetime.date.fromisoformat(f'{accessed}-01'):%B %Y}"
    return day(datetime.date.fromisoformat(accessed))


def dated(date: datetime.date, basis: str) -> str:
    """Return a date with the remark that its year is inferred, where ``basis`` says so.

    >>> dated(datetime.date(2024, 10, 21), "inferred")
    '21 October 2024 (the year is inferred)'
    """
    return f"{day(date)} (the year is inferred)" if basis == "inferred" else day(date)


def period(start: datetime.date, end: datetime.date, precision: str = "day") -> str:
    """Return when something was, as exactly as ``precision`` (day, part of month, month) allows.

    >>> period(datetime.date(2024, 11, 11), datetime.date(2024, 11, 20), "part of month")
    'middle of November 2024'
    """
    if precision == "part of month":
        return f"{PARTS[start.day]} {start:%B %Y}"
    if precision == "month":
        first, last = f"{start:%B %Y}", f"{end:%B %Y}"
        return first if first == last else f"{first} to {last}"
    if start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day(end)}"
    return f"{day(start)} to {day(end)}"


def article(noun: str) -> str:
    """Return a noun with its indefinite article."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def letters(size: int) -> list[str]:
    """Return the letters of that many findings, in parentheses."""
    return [f"({chr(ord('a') + place)})" for place in range(size)]


def lettered(findings: Sequence[str]) -> list[str]:
    """Return findings with a letter before each, by which sentences and tables name them.

    >>> lettered(["no theme is shared", "every pair differs"])
    ['(a) no theme is shared', '(b) every pair differs']
    """
    return [f"{letter} {finding}" for letter, finding in zip(letters(len(findings)), findings, strict=True)]


def country(code: str) -> str:
    """Return the name of a country, in its common form, from its ISO 3166-1 alpha-3 code, or raise `Refusal`.

    >>> country("TZA"), country("KAZ")
    ('Tanzania', 'Kazakhstan')
    """
    entry = pycountry.countries.get(alpha_3=code)
    if entry is None:
        raise Refusal(f"a country_code of the data package (data/*.csv) is {code!r}, which is not in ISO 3166-1")
    return getattr(entry, "common_name", entry.name)


def post(printed: object) -> str:
    """Return the post of somebody as printed, or that none is.

    >>> post("Librarian"), post(None)
    ('Librarian', 'no post printed')
    """
    return printed if isinstance(printed, str) else "no post printed"


def region(name: str) -> str:
    """Return the name of a region as it stands in a sentence.

    >>> region("Arab region"), region("Europe")
    ('the Arab region', 'Europe')
    """
    return f"the {name}" if name.endswith("region") else name


def region_of_itu(name: str) -> str:
    """Return the name of a region of ITU as it stands in a sentence."""
    return f"the {name}" if name in ("Americas", "Arab States", "CIS") else name


def label(message) -> str:
    """Return how the book names a message, a row of `datapackage.in_context`: "Africa, message 1"."""
    if message.layer == "survey finding":
        return f"Survey, finding {message.number}"
    if message.layer == "statement":
        return f"{message.consultation_city}, statement {message.number}"
    return f"{message.region_name}, message {message.number}"


def position_label(position) -> str:
    """Return how the book names a position, a row of `datapackage.positions_in_context`.

    It is called by holder, document and number: "European Union, statement of 30 May 2025, position 2". A holder can
    have several documents; one that does not state its day is called undated.
    """
    stated, kind = position.date_basis == "stated", position.document_kind
    document = f"{kind} of {day(position.document_date)}" if stated else f"undated {kind}"
    return f"{position.holder_name}, {document}, position {position.number}"


def place_in_resolution(provision) -> str:
    """Return where a provision stands, from a row of the table: "paragraph 24", or "recital 3"."""
    return f"paragraph {provision.paragraph}" if pd.notna(provision.paragraph) else f"recital {provision.recital}"


def size(octets: int) -> str:
    """Return the size of a file in words.

    >>> size(1_228_800), size(14_285), size(923)
    ('1.2 MB', '14 kB', '1 kB')
    """
    return f"{octets / 1e6:.1f} MB" if octets >= 1e6 else f"{max(round(octets / 1e3), 1):,} kB"
