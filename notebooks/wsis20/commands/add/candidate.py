"""The package as it would be with the rows of a record, and what is wrong with it, told by the places of the record."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from wsis20 import upkeep
from wsis20.characters import shown
from wsis20.coding import NO_THEME, PASSES
from wsis20.commands import check, verify
from wsis20.commands.add.ledger import Ledger
from wsis20.commands.add.record import NO_TEXT, Record
from wsis20.commands.add.rows import CALL, Derived
from wsis20.commands.add.second_reading import Cell
from wsis20.commands.check.fault import Fault
from wsis20.commands.diff import comparison, report, state
from wsis20.lined import Mistake
from wsis20.upkeep import Row, Tables

PROVISIONAL = "stands in until this is coded"
VERIFIED = ("documents", "consultations", "appearances", "passages", "quantities", "exclusions", "positions")


@dataclass
class Candidate:
    """What would be written: the ``texts`` of files of the package by path, and what would be wrong with it.

    ``mistakes`` are those of the record, ``faults`` all others of the package that would be.
    """

    texts: dict[str, str]
    mistakes: list[Mistake] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def ledger_of(made: Derived, tables: Tables, more: Mapping[str, list[Row]] | None = None) -> Ledger:
    """Return what is to be added: derived rows, and more rows by table; a row that is there becomes another."""
    ledger = Ledger(made.consultation, made.document)
    rows = {table: made.rows(table) for table in sorted(made.new.keys() | made.changed.keys())}
    for table, own in (more or {}).items():
        rows[table] = [*rows.get(table, []), *own]
    for table, own in rows.items():
        known = tables.by_key(table)
        for row in sorted(own, key=lambda row: tables.key(table, row)):
            before = known.get(tables.key(table, row))
            if before is None:
                ledger.added.setdefault(table, []).append(row)
            elif before != row:
                ledger.changed.setdefault(table, []).append([before, row])
    return ledger


def provisional(made: Derived, cells: Iterable[Cell], tables: Tables) -> dict[str, list[Row]]:
    """Return rows that stand in for coding and second readings, so that all else can be checked before these are there.

    ``cells`` are what owes a second reading.
    """
    codings, responses, layer = [], [], made.layer
    for unit in made.units:
        key = unit[layer.key]
        for coding_pass in (*PASSES, "agreed"):
            own = {layer.key: key, "coding_pass": coding_pass, "note": PROVISIONAL}
            codings.append({"theme_id": NO_THEME, **own})
            if unit["kind"] == CALL:
                responses.append({layer.response_key: f"{key}-none", "provision_id": "", "degree": "none", **own})
    readings = [
        {
            "resource": cell.table,
            "record": cell.record,
            "field": cell.field,
            "value": cell.value,
            "place": PROVISIONAL,
            "read_from": "source",
        }
        for cell in cells
    ]
    found = {layer.codings: codings, layer.responses: responses, "second_readings": readings}
    return {table: [dict.fromkeys(tables.fields(table), "") | row for row in rows] for table, rows in found.items()}


def examine(ledger: Ledger, made: Derived, record: Record, tables: Tables) -> Candidate:
    """Return the package with what a ledger adds, written to a folder that goes away, and what is wrong with it."""
    with tempfile.TemporaryDirectory(prefix="wsis20-add-") as name:
        folder = Path(name) / "datapackage"
        texts = {table: tables.text(table, rows) for table, rows in ledger.put_in(tables).items()}
        candidate = Candidate(upkeep.draft(tables.folder, folder, texts))
        examination = check.Examination(folder).whole()
        for fault in examination.sorted_faults():
            place = place_of(fault, made)
            if place is None:
                candidate.faults.append(str(fault))
            else:
                value = "" if fault.value is None else f"{shown(fault.value)}; "
                candidate.mistakes.append(record.mistake(place, f"{value}expected {of_rows(fault, folder)}"))
        if not examination.faults:
            candidate.mistakes += unverified(examination.package(), made, record)
    return candidate


def of_rows(fault: Fault, folder: Path) -> str:
    """Return what a fault expects, in which rows of the package that would be are named by key and not by line."""

    def named(match: re.Match[str]) -> str:
        line = (folder / fault.file).read_text(encoding="utf-8").split("\n")[int(match[1]) - 1]
        return f"{line.partition(',')[0]} in {fault.table}"

    return re.sub(r"\bline (\d+)(?= has it)", named, fault.expected)


def changes(ledger: Ledger, tables: Tables, title: str) -> list[str]:
    """Return what a ledger changes in a package, as the command diff shows it."""
    before = state.read(tables.folder)
    rows = ledger.put_in(tables)
    after = {name: replace(table, rows=rows[name]) if name in rows else table for name, table in before.tables.items()}
    return list(report.lines(comparison.compare(before, replace(before, tables=after)), title))


def texts(ledger: Ledger, tables: Tables) -> dict[str, str]:
    """Return the texts of the files of a package that differ when a ledger is in it, by path."""
    with tempfile.TemporaryDirectory(prefix="wsis20-add-") as name:
        new = {table: tables.text(table, rows) for table, rows in ledger.put_in(tables).items()}
        return upkeep.draft(tables.folder, Path(name) / "datapackage", new)


def place_of(fault: Fault, made: Derived) -> tuple[str | int, ...] | None:
    """Return where in the record a fault comes from, None where it comes from elsewhere."""
    if (place := made.place(fault.table, fault.row, fault.field)) is not None:
        return place
    if fault.table in ("note_targets", "second_readings"):
        return None
    parent = fault.row.rpartition("-p")[0] if fault.table == "passages" else fault.row
    return made.place("messages", parent, fault.field)


def unverified(package: Mapping, made: Derived, record: Record) -> Iterator[Mistake]:
    """Yield what of the rows is not printed in the text, as the command verify finds it."""
    if record.text is NO_TEXT:
        return
    path = record.folder / record.text_name
    found = verify.verify_document(package, made.document, path, {path: path.read_bytes()})
    for row, said in {**found.faults, **found.unprinted}.items():
        places = (made.place(table, row, "") for table in VERIFIED)
        if (place := next((one for one in places if one is not None), None)) is not None:
            yield record.mistake(place, said)
