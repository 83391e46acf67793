"""The coding of the messages or positions of a record: its sheets, and what follows from them."""

from __future__ import annotations

from pathlib import Path

from wsis20.commands import code
from wsis20.commands.add.record import Record
from wsis20.commands.add.rows import Derived
from wsis20.commands.code import Coded
from wsis20.commands.code.sheet import READING
from wsis20.commands.verify import collapse


def units(made: Derived, found: Record) -> list[dict[str, str]]:
    """Return what is to be coded, each with its passage; a position of a document whose text is not held has none."""
    key = made.layer.key
    places = {row[key]: row for row in made.new.get("passages", made.units)}
    text = found.text.content
    units = []
    own = {row["consultation_id"]: row["part_of"] or row["consultation_id"] for row in made.rows("consultations")}
    for row in made.units:
        place = places[row[key]]
        told = row | {"meeting": own[made.consultation]} if made.consultation else row
        unit = {name: told[name] for name in (key, *READING) if name in told}
        if place["start_offset"]:
            unit["passage"] = collapse(text[int(place["start_offset"]) : int(place["end_offset"])])
        units.append(unit)
    return units


def finished(package: Path, folder: Path, units: list[dict[str, str]]) -> tuple[Coded | None, list[str]]:
    """Return what follows from finished sheets, or all that is missing in them."""
    try:
        return code.finished(package, folder, units), []
    except code.Unfinished as unfinished:
        return None, unfinished.missing
