"""The coding of the messages of a record: its sheets, and what follows from them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wsis20.commands.add.record import Record
from wsis20.commands.add.rows import Derived
from wsis20.upkeep import Row

STAND_IN = "coded.json"


@dataclass(frozen=True)
class Coded:
    """What follows from finished sheets: ``rows`` by table, and ``kind``, ``kind_a`` and ``kind_b`` by message."""

    rows: dict[str, list[Row]]
    kinds: Mapping[str, Mapping[str, str]]


def units(made: Derived, found: Record) -> list[dict[str, str]]:
    """Return what is to be coded: the messages, each with its passage."""
    places = {row["message_id"]: row for row in made.new.get("passages", [])}
    text = found.text.content
    return [
        {name: row[name] for name in ("message_id", "layer", "paraphrase", "region_id")}
        | {
            "passage": text[
                int(places[row["message_id"]]["start_offset"]) : int(places[row["message_id"]]["end_offset"])
            ]
        }
        for row in made.new.get("messages", [])
    ]


def write_blank(package: Path, folder: Path, units: list[dict[str, str]]) -> list[str]:
    """Write the sheets that are not there, and say which."""
    return []


def finished(package: Path, folder: Path, units: list[dict[str, str]]) -> tuple[Coded | None, list[str]]:
    """Return what follows from finished sheets, or what is missing."""
    path = folder / STAND_IN
    if not path.is_file():
        return None, ["code"]
    found = json.loads(path.read_text("utf-8"))
    return Coded(found["rows"], found["kinds"]), []
