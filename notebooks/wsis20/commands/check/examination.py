"""The examination of a data package: what was read, what is wrong with it, and what could not be tried."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache, partial
from pathlib import Path

import pandas as pd

from wsis20.commands.check import cells, descriptor, files, generated, interface, keys, rules, schemas, shapes, tables
from wsis20.commands.check.fault import Fault
from wsis20.commands.check.interface import recorded
from wsis20.commands.check.tables import Table
from wsis20.datapackage import DataPackage, NotLoaded, Tables, typed
from wsis20.project import Refusal
from wsis20.textfile import parse_json


@lru_cache(maxsize=128)
def schema_faults(name: str, text: str, known: str) -> tuple[Fault, ...]:
    """Return what is wrong with a schema, given as text; ``known`` is the recorded interface as text.

    Remembered, as `sound_frames` is: who builds the book looks at the same files more than once.
    """
    content, _ = parse_json(text.removeprefix("\ufeff"))
    fields = {table: {field["name"] for field in schema["fields"]} for table, schema in recorded().items()}
    return tuple(schemas.faults(name, content, fields))


@lru_cache(maxsize=64)
def parsed(name: str, text: str, known: str) -> tuple[Table, tuple[Fault, ...]]:
    """Return a table, given as text, and what is wrong with its lines; nobody may change the rows.

    Raises `ValueError` when the header is not that of the recorded interface.
    """
    schema = recorded()[name]
    table = Table(name, schema["primaryKey"])
    found = tuple(tables.parse(table, text, [field["name"] for field in schema["fields"]]))
    return table, found


@lru_cache(maxsize=64)
def sound_frames(name: str, text: str, known: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a table without a fault, given as text, as strings and with types; nobody may change the frames."""
    schema = recorded()[name]
    table, _ = parsed(name, text, known)
    raw = pd.DataFrame(table.columns, dtype=str)
    return raw, typed(name, raw, schema)


class Examination:
    """One look at a data package.

    ``faults`` are in the order found; ``unread`` says by table why it could not be read; ``untried`` by rule.
    """

    def __init__(self, folder: Path, progress: Callable[[str], None] = lambda line: None) -> None:
        """Take the package in ``folder``; nothing is read yet. ``progress`` is told what is looked at."""
        self.folder = folder
        self.progress = progress
        self.faults: list[Fault] = []
        self.unread: dict[str, str] = {}
        self.untried: dict[str, str] = {}
        self.data: dict[str, bytes] = {}
        self.texts: dict[str, str] = {}
        self.json: dict[str, dict] = {}
        self.tables: dict[str, Table] = {}
        self.lines: dict[str, dict[str, int]] = {}
        self.unsound: dict[str, set[tuple[int, str]]] = defaultdict(set)  # cells that have a fault, by table

    @cached_property
    def known(self) -> str:
        """Return the recorded interface as text, by which what was looked at before is remembered."""
        return interface.text(recorded())

    def whole(self) -> Examination:
        """Look at everything."""
        self.sound()
        if "datapackage.json" in self.json:
            read = {path[5:-4]: data for path, data in self.data.items() if path.endswith(".csv")}
            self.faults += descriptor.digest_faults(self.json["datapackage.json"], read)
        self.judge()
        return self

    def sound(self) -> Examination:
        """Look at what a program that reads the package relies on: files, descriptor, schemas, cells and keys."""
        if not self.folder.is_dir():
            list(files.folder_faults(self.folder, set()))  # refuses
        self.read(["datapackage.json"])
        named = {entry["name"] for entry in descriptor.resources(self.json.get("datapackage.json"))}
        names = sorted(recorded().keys() | {name for name in named if re.fullmatch(shapes.NAME[1:-1], name)})
        wanted = files.listed(names)
        self.faults += files.folder_faults(self.folder, wanted)
        self.read(sorted(wanted - {"datapackage.json"}))
        if (content := self.json.get("datapackage.json")) is not None:
            read = {name: self.json.get(f"schemas/{name}.json") for name in names}
            self.faults += [*descriptor.faults(content), *descriptor.heading_faults(content, read)]
        self.read_schemas(names)
        self.read_tables(recorded())
        return self

    def read(self, paths: Iterable[str]) -> None:
        """Read files: bytes, text, and JSON."""
        for path in paths:
            try:
                data = files.read(self.folder, path)
            except Refusal as refusal:
                self.faults.append(Fault(path, "", "", None, f"a file that can be read; {refusal}"))
                continue
            if data is None:
                continue
            self.data[path] = data
            text, found = files.text_of(path, data)
            self.faults += found
            if text is None:
                continue
            self.texts[path] = text
            if path in files.WRITTEN:
                self.faults += files.prose_faults(path, text)
            if path.endswith(".json"):
                self.read_json(path, text)

    def read_json(self, path: str, text: str) -> None:
        """Read a JSON object."""
        try:
            content, twice = parse_json(text.removeprefix("\ufeff"))
        except ValueError as error:
            line = getattr(error, "lineno", 0)
            self.faults.append(Fault(path, "", "", None, f"valid JSON: {error}", line))
            return
        self.faults += [Fault(path, "", "", None, f"each key once; {said}") for said in twice]
        if isinstance(content, dict):
            self.json[path] = content
        else:
            self.faults.append(Fault(path, "", "", content, "a JSON object"))

    def read_schemas(self, names: Iterable[str]) -> None:
        """Look at the schemas."""
        for name in names:
            if (path := f"schemas/{name}.json") in self.json:
                self.faults += schema_faults(name, self.texts[path], self.known)

    def read_tables(self, interfaces: dict[str, dict]) -> None:
        """Read the tables, cell by cell and then with what they refer to, by the recorded interface."""
        for number, (name, schema) in enumerate(interfaces.items(), 1):
            self.progress(f"reading table {number} of {len(interfaces)}: {name}")
            path = f"data/{name}.csv"
            if path not in self.texts:
                self.unread[name] = "there is no text of it"
                continue
            try:
                table, found = parsed(name, self.texts[path], self.known)
            except ValueError as error:
                header = self.texts[path].partition("\n")[0]
                self.faults.append(Fault(path, "", "", header, str(error), 1))
                self.unread[name] = "its header is another"
                continue
            self.faults += found
            if not len(table):
                self.faults.append(Fault(path, "", "", None, "at least one row that can be read", 1))
                self.unread[name] = "it has no rows"
                continue
            self.tables[name] = table
            self.add(name, cells.faults(table, schema))
        for name, table in self.tables.items():
            self.add(name, keys.faults(table, interfaces[name], self.tables))

    def add(self, table: str, found: Iterable[tuple[int, Fault]]) -> None:
        """Take faults of cells; of a cell that has one, the later are echoes."""
        layer = [(index, fault) for index, fault in found if (index, fault.field) not in self.unsound[table]]
        self.faults += [fault for _, fault in layer]
        self.unsound[table] |= {(index, fault.field) for index, fault in layer}

    def package(self) -> DataPackage:
        """Return the tables as typed frames: without rows whose key is unsound, with unsound cells missing."""
        raw, frames = Tables(), Tables()
        for name, table in self.tables.items():
            schema, unsound = recorded()[name], self.unsound[name]
            if not unsound:
                raw[name], frames[name] = sound_frames(name, self.texts[f"data/{name}.csv"], self.known)
                continue
            kept = [i for i in range(len(table)) if not any((i, part) in unsound for part in table.key)]
            if not kept:
                self.unread[name] = "no row has a sound key"
                continue
            raw[name] = pd.DataFrame(
                {part: [cells[i] for i in kept] for part, cells in table.columns.items()}, dtype=str
            )
            empty = {
                part: [("" if (i, part) in unsound else cells[i]) for i in kept]
                for part, cells in table.columns.items()
            }
            frames[name] = typed(name, pd.DataFrame(empty, dtype=str), schema)
        schemas_ = Tables({name: recorded()[name] for name in raw})
        return DataPackage("", schemas_, raw, frames)

    def judge(self) -> None:
        """Try the rules; leave out those that need a table that could not be read."""
        told = {(fault.file, fault.row, fault.field) for fault in self.faults if fault.row}
        for fault in self.tried():
            if (fault.file, fault.row, fault.field) not in told:
                line = fault.line or self.lines_of(fault.table).get(fault.row, 0)
                self.faults.append(dataclasses.replace(fault, line=line))

    def tried(self) -> Iterator[Fault]:
        """Yield what the rules find; note which of them could not be tried, and why."""
        package = self.package()
        attempts = rules.attempts(package)
        own = (self.folder, self.texts, self.faults, self.unread, self.tables, package)
        attempts["generated_texts"] = partial(generated.faults, *own)
        for number, (name, attempt) in enumerate(attempts.items(), 1):
            self.progress(f"trying rule {number} of {len(attempts)}: {name.replace('_', ' ')}")
            try:
                yield from attempt()
            except NotLoaded as error:
                cause = self.unread.get(error.table, "it is not there")
                self.untried[name] = f"the table {error.table} could not be read ({cause})"
            except Refusal as error:
                self.untried[name] = str(error)

    def lines_of(self, table: str) -> dict[str, int]:
        """Return the lines of a table by primary key, as a fault names a row."""
        if table not in self.lines:
            own = self.tables.get(table)
            keys = zip(own.primary(), own.lines, strict=True) if own else ()
            self.lines[table] = {" / ".join(key): line for key, line in keys}
        return self.lines[table]

    def sorted_faults(self) -> list[Fault]:
        """Return the faults by file and line, each once."""
        return [*{str(fault): fault for fault in sorted(self.faults, key=lambda fault: fault.order)}.values()]

    def left_out(self) -> str:
        """Return in one line which rules could not be tried, and why; the empty string when all were."""
        if not self.untried:
            return ""
        causes = defaultdict(list)
        for rule, cause in self.untried.items():
            causes[cause].append(rule.replace("_", " "))
        parts = "; ".join(f"{cause}: {', '.join(sorted(names))}" for cause, names in sorted(causes.items()))
        return f"{len(self.untried)} {'rule' if len(self.untried) == 1 else 'rules'} could not be tried: {parts}"
