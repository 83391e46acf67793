"""Notes on the sources: each leads to the records that it is about."""

from __future__ import annotations

from collections.abc import Iterator

from wsis20.commands.check.fault import Fault, row_key
from wsis20.commands.check.interface import recorded
from wsis20.commands.check.rule import rule
from wsis20.datapackage import DataPackage

WHOLE = "all"
"""In place of a record: the note is about the table as a whole."""
BY_ONE = {"acts": ("act_id",)}
"""Tables whose records a note names by a part of the key: it is about all passes."""


@rule
def notes_lead_to_records(package: DataPackage) -> Iterator[Fault]:
    """Let targets of notes be fields of records that are there, and let each field that a note affects have one."""
    named = sorted(set(package.raw["note_targets"]["resource"]) & recorded().keys())
    keys = {table: list(BY_ONE.get(table, package.schemas[table]["primaryKey"])) for table in named}
    known = {
        table: {row_key(row, key) for row in package.raw[table][key].to_dict("records")} for table, key in keys.items()
    }
    affected = {row.note_id: list(row.affects) for row in package["source_notes"].itertuples()}
    for row in package.raw["note_targets"].itertuples():
        key = " / ".join((row.note_id, row.resource, row.record, row.field))
        if row.record not in known.get(row.resource, set()) | {WHOLE}:
            yield Fault("note_targets", key, "record", row.record, f"the key of a row of {row.resource}, or {WHOLE}")
        if f"{row.resource}.{row.field}" not in affected.get(row.note_id, []):
            yield Fault("note_targets", key, "field", row.field, "a field that the note affects, by source_notes")
    led = {f"{row.note_id} {row.resource}.{row.field}" for row in package.raw["note_targets"].itertuples()}
    for note, fields in affected.items():
        for field in fields:
            if f"{note} {field}" not in led:
                yield Fault("source_notes", note, "affects", field, f"a row of note_targets for {field}")
