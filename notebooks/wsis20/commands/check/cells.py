"""The cells, one by one: their characters, the form in which a value is printed, its type and its constraints."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from wsis20.characters import garbled, unfit
from wsis20.commands.check import address
from wsis20.commands.check.fault import Fault
from wsis20.commands.check.tables import Table

LONGEST = 5000  # characters; paraphrases and notes are far shorter, and texts of sources stay outside
FORMS = {
    "integer": (r"0|-?[1-9][0-9]{0,14}", "an integer in digits: no plus, no leading zero, no blank, no exponent"),
    "number": (
        r"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,9})?|-(?:[1-9][0-9]{0,14}(?:\.[0-9]{1,9})?|0\.[0-9]{0,8}[1-9])",
        "a number in digits: no plus, no leading zero, no blank, no exponent",
    ),
    "date": (r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}", "a day as YYYY-MM-DD, from 1900 to 2099"),
}
NUMBER = re.compile(FORMS["number"][0])
FORMULA = tuple("=+-@\t\r＝＋－＠")  # what makes a spreadsheet compute a cell
MARKERS = ("", "not stated", "not determined")
NO_VALUE = re.compile(
    r"n\.?\s?/?\s?a\.?|#n/a|nan|null|none|nil|tb[acd]|[?.\-–—_*/x]+|unknown|undefined|missing|empty|blank"
    r"|not[ _-]?(?:stated|determined|applicable|available|known|given|found)|does not apply"
    r"|no (?:data|value|information)",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(r"\b(?:TODO|TBD|FIXME|XXX)\b|\blorem ipsum\b|\?\?\?")
HINTS = {"required": "a value", "type": "a value of the type {type}"}


def faults(table: Table, schema: Mapping) -> Iterator[tuple[int, Fault]]:
    """Yield what is wrong with each cell of a table, with the index of its row."""
    for field in schema["fields"]:
        name = field["name"]
        complaints = remembered(json.dumps([field, schema["missingValues"]]))
        cells = table.columns[name]
        told = {cell: said for cell in dict.fromkeys(cells) if (said := complaints(cell))}
        links = link_faults(table, name) if is_link(field) else {}
        for index in (index for index, cell in enumerate(cells) if cell in told or index in links):
            for said in (*told.get(cells[index], ()), *links.get(index, ())):
                yield index, table.fault(index, name, said)


def link_faults(table: Table, name: str) -> dict[int, tuple[str]]:
    """Return what is wrong with the addresses of a field, by index of the row."""
    notes = table.columns.get("note", ("",) * len(table))
    told = map(link_complaint, table.columns[name], notes)
    return {index: (said,) for index, said in enumerate(told) if said}


@lru_cache(maxsize=1000)
def remembered(declared: str) -> Callable[[str], tuple[str, ...]]:
    """Return what `complainer` gives for field and missing values in JSON, and let it remember what it said."""
    return lru_cache(maxsize=5000)(complainer(*json.loads(declared)))


def complainer(field: Mapping, missing: Sequence[Mapping]) -> Callable[[str], tuple[str, ...]]:
    """Return a function that says what is wrong with a cell of a field, in the order in which it is found."""
    values = [entry["value"] for entry in field.get("missingValues", missing)]
    fits = reading(field, missing)
    words = field.get("categories", ())

    def complaints(cell: str) -> tuple[str, ...]:
        if len(cell) > LONGEST:
            return (f"at most {LONGEST} characters",)
        found = tuple(unfit(cell))
        if found or cell in values:
            return found or tuple(fits(cell))
        if form := FORMS.get(field["type"]):
            return tuple(fits(cell)) if re.fullmatch(form[0], cell) else (f"{form[1]} (type)",)
        if not NUMBER.fullmatch(cell) and (said := formula_complaint(cell)):
            return (said,)
        if wrong := tuple(garbled(cell)):
            return wrong
        if "not stated" in values and cell not in words and NO_VALUE.fullmatch(cell):
            return (f"a value, or a missing value in its one form: {', '.join(map(repr, values))} (missing)",)
        if PLACEHOLDER.search(cell):
            return ("a text, and no mark of one that is still to be written",)
        if field["type"] == "list" and (said := list_complaint(cell.split(field["delimiter"]))):
            return (said,)
        return tuple(fits(cell))

    return complaints


def formula_complaint(cell: str) -> str:
    """Return what is wrong with a text that a spreadsheet would compute, the empty string when nothing is."""
    if cell.startswith(FORMULA):
        return f"text that no spreadsheet takes for a formula: without {cell[0]!r} at its start"
    return ""


def list_complaint(items: list[str]) -> str:
    """Return what is wrong with the items of a list, the empty string when nothing is."""
    if any(item != item.strip() or not item for item in items):
        return "items without blanks around them, and no empty one"
    return "each item once" if len(set(items)) < len(items) else ""


def is_link(field: Mapping) -> bool:
    """Return whether a field holds addresses."""
    return field.get("format") == "uri"


def link_complaint(cell: str, note: str) -> str:
    """Return what is wrong with an address; one without encryption is right where the note says "no https"."""
    schemes = ("https", "http") if "no https" in note else ("https",)
    if cell in MARKERS or address.is_address(cell, schemes):
        return ""
    return f"{address.WANTED}; or http, where the note of the row says that there is no https"


def reading(field: Mapping, missing: Sequence[Mapping]) -> Callable[[str], list[str]]:
    """Return a function that says which constraints of its field a cell breaks, and whether it has the type.

    Cells are read by frictionless, which is given one field at a time, and never a file or an address.
    """
    from frictionless import FrictionlessException, Schema  # half a second that only this needs

    # what frictionless leaves to others: uniqueness to the keys; addresses to `address`
    constraints = {key: value for key, value in field.get("constraints", {}).items() if key != "unique"}
    kept = {key: field[key] for key in ("name", "type", "delimiter", "itemType") if key in field}
    values = [entry["value"] for entry in field.get("missingValues", missing)]
    try:
        schema = Schema.from_descriptor({"fields": [kept | {"constraints": constraints}], "missingValues": values})
        read = schema.fields[0].create_cell_reader()
    except (FrictionlessException, ValueError, TypeError) as error:
        told = f"constraints that fit the type {field['type']} ({type(error).__name__})"
        return lambda cell: [told]

    def complaints(cell: str) -> list[str]:
        _, notes = read(cell)
        return [
            HINTS.get(name, note).format(type=field["type"]) + f" ({name})" if name in HINTS else f"{note} ({name})"
            for name, note in (notes or {}).items()
        ]

    return complaints
