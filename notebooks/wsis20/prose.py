"""Words for values: sentences whose numbers, names and dates come from the data.

British date order and spelling; numbers up to twelve in words.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import pandas as pd
import pycountry

WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
PARTS = {1: "early", 11: "middle of", 21: "end of"}


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


def round_status(held: Sequence[str], planned: Sequence[str], reported: datetime.date) -> str:
    """Say how many open consultations had been held and which were still to come on the day of the report."""
    done = capital(count(len(held), "open consultation"))
    if not len(planned):
        return f"{done} had been held by {day(reported)}, and none was still to come."
    verb = "was" if len(planned) == 1 else "were"
    left = f"{number(len(planned))}, in {listing(list(planned))}, {verb} still to come"
    return f"{done} had been held by {day(reported)}; {left}."


def record_of_people(places: Sequence[str], people: Sequence[int]) -> str:
    """Say for which consultations the documents name the people who took part in a role, and how many they name."""
    if not places:
        return "No consultation has a record that names its speakers."
    named = [f"{place} ({count(n, 'person', 'people')})" for place, n in zip(places, people, strict=True)]
    if len(places) == 1:
        return f"One consultation has a record that names its speakers: {named[0]}."
    return f"{capital(number(len(places)))} consultations have a record that names their speakers: {listing(named)}."


def inferred_years(basis: pd.Series) -> str:
    """Say for how many consultations the year is inferred; ``basis`` holds stated or inferred for each."""
    inferred = int((basis == "inferred").sum())
    if not inferred:
        return "The dates of all consultations are printed whole."
    verb = "is" if inferred == 1 else "are"
    return (
        f"The years of {number(inferred)} of {count(len(basis), 'consultation')} {verb} inferred: "
        "their document prints day or month without a year."
    ).replace("The years of one of", "The year of one of")


ABSENT = {"planned": "not yet held when reported", "held": "held, no message reported"}


def regions_basis(per_region: pd.Series, silent: Mapping[str, str]) -> str:
    """Say how many key messages there are per region, and for which regions there are none.

    ``per_region`` counts messages by name of region, without zeros; ``silent`` gives the status of the consultation of
    each region that has none.
    """
    if per_region.nunique() == 1:
        each = count(int(per_region.iloc[0]), "key message")
        basis = f"The report gives {each} for each of {count(len(per_region), 'region')}"
    else:
        counts = [f"{number(int(n))} for {region(name)}" for name, n in per_region.items()]
        basis = f"The report gives {count(int(per_region.sum()), 'key message')}: {listing(counts)}"
    sentence = f"{basis}."
    return " ".join([sentence, silent_regions(silent)]) if silent else sentence


def silent_regions(silent: Mapping[str, str]) -> str:
    """Say which regions have no message and why; ``silent`` gives the status of the consultation of each of them."""
    if not silent:
        return "Every region has messages."
    sentences = []
    for status, reason in (
        ("planned", "had not yet been held when the report was given"),
        ("held", "had been held, but the report gives no message from it"),
    ):
        names = [region(name) for name, found in silent.items() if found == status]
        if names:
            verb, noun = ("has", "its consultation") if len(names) == 1 else ("have", "their consultations")
            reason = reason.replace("from it", "from them") if len(names) > 1 else reason
            sentences.append(f"{capital(listing(names))} {verb} no message here: {noun} {reason}.")
    return " ".join(sentences)


def regions_kinds(messages: pd.DataFrame, kinds: Sequence[str], in_all: Sequence[str]) -> str:
    """Say which kinds of message every region has, and which not all have.

    ``messages`` has the columns region_name and kind; ``in_all`` are those of ``kinds`` that every region has.
    """
    heard = messages["region_name"].nunique()
    first = (
        f"The key messages of all {count(heard, 'region')} contain {listing([article(kind) for kind in in_all])}."
        if in_all
        else f"No kind of message stands in the key messages of all {count(heard, 'region')}."
    )
    parts = []
    for kind in kinds:
        regions = [region(name) for name in dict.fromkeys(messages.loc[messages["kind"] == kind, "region_name"])]
        if kind not in in_all:
            parts.append(f"{article(kind)} in those of {listing(regions)}")
    return first if not parts else f"{first} There is {listing(parts)}."


def article(noun: str) -> str:
    """Return a noun with its indefinite article."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def agreement(table: pd.DataFrame, firm: float = 0.8) -> str:
    """Say how far two passes agree; ``table`` is that of `coding.agreement`.

    ``firm`` is the value of alpha below which conclusions are usually drawn with caution only.
    """
    same = int((table["a"].eq(table["both"]) & table["b"].eq(table["both"])).sum())
    sentence = f"Of {count(len(table), 'theme')}, the passes give {number(same)} to the very same messages."
    if same == len(table):
        return sentence
    sentence += f" The lowest alpha is {table['alpha'].min():.2f}"
    below = int((table["alpha"] < firm).sum())
    if not below:
        return f"{sentence}, so that none lies below {firm}."
    return f"{sentence}; {number(below)} {'lies' if below == 1 else 'lie'} below {firm}."


def unreached(lost: int, statements: int) -> str:
    """Say how many statements stand behind no key message."""
    if not lost:
        return f"Each of {count(statements, 'statement')} stands behind a key message."
    verb = "stands" if lost == 1 else "stand"
    return f"Of {count(statements, 'statement')}, {number(lost)} {verb} behind no key message, not even by subject."


def country(code: str) -> str:
    """Return the name of a country, in its common form, from its ISO 3166-1 alpha-3 code.

    >>> country("TZA"), country("KAZ")
    ('Tanzania', 'Kazakhstan')
    """
    entry = pycountry.countries.get(alpha_3=code)
    return getattr(entry, "common_name", entry.name)


def region(name: str) -> str:
    """Return the name of a region as it stands in a sentence.

    >>> region("Arab region"), region("Europe")
    ('the Arab region', 'Europe')
    """
    return f"the {name}" if name.endswith("region") else name


def label(message) -> str:
    """Return how the book names a message, a row of `datapackage.in_context`: "Africa, message 1"."""
    if message.layer == "survey finding":
        return f"Survey, finding {message.number}"
    if message.layer == "statement":
        return f"{message.consultation_city}, statement {message.number}"
    return f"{message.region_name}, message {message.number}"
