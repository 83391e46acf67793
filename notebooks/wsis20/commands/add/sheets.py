"""The coding of the messages of a record: its sheets, and what follows from them."""

from __future__ import annotations

from pathlib import Path

from wsis20.commands import code
from wsis20.commands.add.record import Record
from wsis20.commands.add.rows import Derived
from wsis20.commands.code import Coded


def units(made: Derived, found: Record) -> list[dict[str, str]]:
    """Return what is to be coded: the messages, each with its passage."""
    places = {row["message_id"]: row for row in made.new.get("passages", [])}
    text = found.text.content
    units = []
    for row in made.new.get("messages", []):
        place = places[row["message_id"]]
        passage = " ".join(text[int(place["start_offset"]) : int(place["end_offset"])].split())
        names = ("message_id", "layer", "paraphrase", "region_id")
        units.append({name: row[name] for name in names} | {"passage": passage})
    return units


def finished(package: Path, folder: Path, units: list[dict[str, str]]) -> tuple[Coded | None, list[str]]:
    """Return what follows from finished sheets, or all that is missing in them."""
    try:
        return code.finished(package, folder, units), []
    except code.Unfinished as unfinished:
        return None, unfinished.missing
