"""The second reading: cells that somebody enters again from the text, without sight of the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wsis20 import lined
from wsis20.coding import REASON_WORDS
from wsis20.commands.add import passage
from wsis20.commands.add.rows import Derived
from wsis20.commands.add.shape import complaints, wanted
from wsis20.commands.check.readings import OWED, OWED_WHERE_FILLED, plain
from wsis20.lined import Mistake, Place
from wsis20.project import Refusal
from wsis20.upkeep import Row, Tables

NAME = "second-reading.yml"
BODY, NAME_OF_A_BODY = "organization_id", "its name or acronym as printed"
DOCUMENT, THIS_DOCUMENT = "document_id", "this document"
MESSAGE, WORDS_OF_A_MESSAGE = "message_id", "words that are printed with the number, and that the text has once"
EXPECTED = {
    BODY: NAME_OF_A_BODY,
    DOCUMENT: f"{THIS_DOCUMENT}, or the identifier of another",
    MESSAGE: WORDS_OF_A_MESSAGE,
}
COUNTED = {"exclusions": "left out", "source_notes": "note", "quantities": "quantity"}
KNOWN_NAMES = {BODY: f"{NAME_OF_A_BODY}, of an organization of the record or the package", MESSAGE: WORDS_OF_A_MESSAGE}
"""What a form asks for where nobody who reads the text can know the identifier in the table."""
HEAD = """\
# Second reading. Read the text of the document ({text}), and do not look at record.yml before you are done.
# For each entry write what the text says, as the field asks for it, and the place: the heading, then the item or
# sentence. Where the text says nothing, write: value: not stated. Where nothing applies, leave the value blank and
# say so in the place. Latitude and longitude come from GeoNames, and the place is then: GeoNames.
# An entry with a place counts as read. A decision is written only afterwards, where both readings differ and the
# record is right: at least {words} words that say why.
"""


@dataclass(frozen=True)
class Cell:
    """One cell that is to be read again: the table, the key of the row, the field, and what stands there now.

    ``of`` is what the form calls the row, by which nobody knows what stands in it.
    """

    table: str
    record: str
    field: str
    value: str
    of: str


def owed(made: Derived, tables: Tables) -> list[Cell]:
    """Return the cells of new and changed rows that owe a second reading."""
    found = []
    for table in sorted({*OWED, *OWED_WHERE_FILLED} & {*made.new, *made.changed}):
        for number, row in enumerate(made.rows(table), 1):
            key = " / ".join(tables.key(table, row))
            of = called(table, row, number)
            always, filled = OWED.get(table, ()), OWED_WHERE_FILLED.get(table, ())
            names = [*always, *(name for name in filled if row[name])]
            found += [Cell(table, key, name, row[name], of) for name in names]
    return found


def called(table: str, row: Row, number: int) -> str:
    """Return what the form calls a row: nothing that tells what is to be read."""
    if table == "appearances":
        return f"person {row['person_id']}"
    if table == "organizations":
        return f"organization {row['organization_id']}"
    if table in ("documents", "consultations"):
        return table.removesuffix("s")
    return f"{COUNTED.get(table, table)} {number}"


def blank(made: Derived, tables: Tables, text: str) -> str:
    """Return a form without values; ``text`` is the name of the file with the text."""
    lines = [HEAD.format(text=text, words=REASON_WORDS)]
    rows = {
        (table, " / ".join(tables.key(table, row))): row
        for table in made.new | made.changed
        for row in made.rows(table)
    }
    before = None
    for cell in owed(made, tables):
        about = (cell.table, cell.record)
        if about != before:
            lines.append(f"# {described(cell.table, rows[about], made)}\n")
            before = about
        field = tables.fields(cell.table)[cell.field]
        expected = EXPECTED.get(cell.field) or wanted(field)
        lines += [f"- of: {cell.of}", f"  field: {cell.field}"]
        lines += [f"  # {line}" for line in wrapped(f"{field['description']} Expected: {expected}.")]
        lines += ["  value:", "  place:", "  decision:", ""]
    return "\n".join(lines)


def described(table: str, row: Row, made: Derived) -> str:
    """Return in words what a reader looks for in the text, and nothing of what is to be read."""
    if table == "appearances":
        people = {one["person_id"]: one["name"] for one in made.rows("people")}
        return f"The person {people.get(row['person_id'], row['person_id'])}"
    if table == "exclusions":
        return f"What is left out at: {row['phrase']}"
    if table == "source_notes":
        return f"The note: {row['description']}"
    if table == "organizations":
        return f"The organization {row['name']}"
    if table == "quantities":
        return f"The quantity: {row['subject']}"
    return {"documents": "The document", "consultations": "The consultation"}.get(table, table)


def wrapped(text: str, width: int = 110) -> Iterator[str]:
    """Yield a text in lines that are not too long."""
    line = ""
    for word in text.split():
        if line and len(line) + len(word) >= width:
            yield line
            line = ""
        line = f"{line} {word}".strip()
    yield line


def finished(folder: Path, made: Derived, tables: Tables, text: str) -> tuple[list[Row], list[Mistake], int]:
    """Return the rows for ``second_readings``, what is wrong with the form, and how many cells are still to be read.

    All cells are to be read where there is no form. ``text`` is that of the document.
    """
    cells = {(cell.of, cell.field): cell for cell in owed(made, tables)}
    if not (folder / NAME).is_file():
        return [], [], len(cells)
    form = lined.read(folder / NAME)
    if not isinstance(form.value, list):
        raise Refusal(f"{folder / NAME}, line 1: expected a list of cells, each with of, field, value and place")
    rows, mistakes, there = list[Row](), list[Mistake](), set()
    known = {BODY: names_of_bodies(made, tables), DOCUMENT: {THIS_DOCUMENT: made.document}}
    for number, entry in enumerate(form.value):
        place: Place = (number,)
        if not isinstance(entry, dict) or not {"of", "field"} <= entry.keys():
            mistakes.append(Mistake(NAME, form.line(place), place, "expected of, field, value and place"))
            continue
        cell = cells.get((entry["of"], entry["field"]))
        if cell is None:
            said = f"{entry['of']}, {entry['field']} owes no second reading by the record as it is now; take it out"
            mistakes.append(Mistake(NAME, form.line(place), place, said))
            continue
        there.add((cell.of, cell.field))
        given = {name: entry.get(name) or "" for name in ("value", "place", "decision")}
        if not given["place"]:
            continue
        given["value"] = known.get(cell.field, {}).get(bare(given["value"]), given["value"])
        if cell.field == MESSAGE:
            given["value"] = message_with(given["value"], made, text)
        if fault := reading_fault(cell, given, tables):
            name, said = fault
            mistakes.append(Mistake(NAME, form.line((number, name)), place, f"{entry['of']}, {cell.field}: {said}"))
        rows.append(
            {"resource": cell.table, "record": cell.record, "field": cell.field, **given, "read_from": "source"}
        )
    for cell in (cell for key, cell in cells.items() if key not in there):
        said = f"there is no entry for {cell.of}, {cell.field}; delete the form to have it written anew"
        mistakes.append(Mistake(NAME, 1, (), said))
    return rows, mistakes, len(cells) - len(rows)


def names_of_bodies(made: Derived, tables: Tables) -> dict[str, str]:
    """Return the identifiers of organizations by identifier, name and acronym; none by what two of them have."""
    rows = [*made.rows("organizations"), *tables.rows("organizations")]
    told = {(bare(row[name]), row[BODY]) for row in rows for name in (BODY, "name", "acronym") if row[name]}
    counts = Counter(name for name, _ in told)
    return {name: key for name, key in told if counts[name] == 1}


def message_with(words: str, made: Derived, text: str) -> str:
    """Return the message in whose passage words stand that the text has once; without one, the words."""
    try:
        start, end = passage.once(text, "value", words)
    except passage.Misplaced:
        return words
    around = (
        row["message_id"]
        for row in made.rows("passages")
        if int(row["start_offset"]) <= start and end <= int(row["end_offset"])
    )
    return next(around, words)


def bare(name: str) -> str:
    """Return a name without case and leading article.

    >>> bare("The World Bank"), bare("UNESCO")
    ('world bank', 'unesco')
    """
    return name.casefold().removeprefix("the ")


def reading_fault(cell: Cell, given: Row, tables: Tables) -> tuple[str, str] | None:
    """Return the field of an entry that is wrong and what is wrong with it, None where nothing is."""
    for one in complaints(tables, f"{cell.table}.{cell.field}", given["value"]) if given["value"] else ():
        return "value", f"{given['value']!r}; expected {KNOWN_NAMES.get(cell.field, one)}"
    alike = plain(given["value"]) == plain(cell.value)
    if alike and given["decision"]:
        return "decision", "both readings have the same; expected no decision"
    if not alike and len(given["decision"].split()) < REASON_WORDS:
        said = f"the second reading has {given['value']!r}, the record {cell.value!r}; correct what errs, or write a "
        return "value", f"{said}decision of at least {REASON_WORDS} words"
    return None
