"""The files of a data package as they have to be: rows in order, cells quoted alike, sizes, hashes, generated texts.

What writes rows takes this way, so that the same rows have the same bytes everywhere.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from wsis20 import documentation, textfile
from wsis20.characters import one_line
from wsis20.datapackage import read_descriptor, read_schema
from wsis20.project import Refusal

Row = dict[str, str]


class Tables:
    """The rows of every table of a data package in a folder, read when they are asked for.

    ``descriptor`` is that of the package.
    """

    def __init__(self, folder: Path) -> None:
        """Take the package in ``folder``."""
        self.folder = folder
        self.descriptor = read_descriptor(folder)
        self.resources = {resource["name"]: resource for resource in self.descriptor["resources"]}
        self.read: dict[str, list[Row]] = {}
        self.known: dict[str, dict] = {}

    def path(self, table: str) -> Path:
        """Return the file of a table."""
        return self.folder / self.resources[table]["path"]

    def schema(self, table: str) -> dict:
        """Return the Table Schema of a table."""
        if table not in self.known:
            self.known[table] = read_schema(self.folder, self.resources[table])
        return self.known[table]

    def fields(self, table: str) -> dict[str, dict]:
        """Return the fields of a table by name."""
        return {field["name"]: field for field in self.schema(table)["fields"]}

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table, which nobody may change; raise `Refusal` where its file is none of the schema."""
        if table not in self.read:
            self.read[table] = read_rows(self.path(table), list(self.fields(table)))
        return self.read[table]

    def key(self, table: str, row: Mapping[str, str]) -> tuple[str, ...]:
        """Return the primary key of a row."""
        return tuple(row[name] for name in self.schema(table)["primaryKey"])

    def by_key(self, table: str) -> dict[tuple[str, ...], Row]:
        """Return the rows of a table by primary key."""
        return {self.key(table, row): row for row in self.rows(table)}

    def text(self, table: str, rows: Iterable[Mapping[str, str]]) -> str:
        """Return the text of the file of a table that has these rows."""
        names = list(self.fields(table))
        ordered = sorted(rows, key=lambda row: self.key(table, row))
        return as_csv([names, *([row[name] for name in names] for row in ordered)])


def read_rows(path: Path, fields: Sequence[str]) -> list[Row]:
    """Return the rows of a CSV file, whatever ends its lines and stands at its start; raise `Refusal` for what is none.

    A line without a character is no row.
    """
    text = textfile.read(path, "data file").removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(text, newline=None), strict=True)
    found = []
    try:
        if (header := next(reader, [])) != list(fields):
            wanted = ", ".join(fields)
            raise Refusal(one_line(f"{path}: the header is {', '.join(header)}; expected the fields {wanted}"))
        for cells in filter(None, reader):
            if len(cells) != len(fields):
                raise Refusal(f"{path}, line {reader.line_num}: {len(cells)} cells; expected {len(fields)}")
            found.append(dict(zip(fields, cells, strict=True)))
    except csv.Error as error:
        raise Refusal(one_line(f"{path}, line {reader.line_num}: expected rows of CSV: {error}")) from None
    return found


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV, with quotation marks where they are needed and LF at the ends of lines."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def digests(data: bytes) -> dict[str, int | str]:
    """Return what the descriptor says of the bytes of a data file: ``bytes``, their number, and ``hash``."""
    return {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}


def with_digests(folder: Path, texts: Mapping[str, str]) -> dict[str, str]:
    """Return texts of files of a package by path, and the descriptor with their sizes and hashes where it changes."""
    descriptor = read_descriptor(folder)
    for resource in descriptor["resources"]:
        text, file = texts.get(resource["path"]), folder / resource["path"]
        data = textfile.read_bytes(file, "data file") if text is None else text.encode("utf-8", "surrogatepass")
        resource.update(digests(data))
    made = json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n"
    return dict(texts) if made == textfile.read(folder / "datapackage.json") else {**texts, "datapackage.json": made}


def draft(package: Path, folder: Path, tables: Mapping[str, str]) -> dict[str, str]:
    """Write a copy of a package in which some tables have other texts; return all texts that differ, by path.

    ``folder`` must not be there. Sizes, hashes and generated texts of the copy are those that follow.
    """
    shutil.copytree(package, folder)
    known = {resource["name"]: resource["path"] for resource in read_descriptor(package)["resources"]}
    changed = with_digests(package, {known[name]: text for name, text in tables.items()})
    for path, text in changed.items():
        (folder / path).write_text(text, encoding="utf-8", newline="\n", errors="surrogatepass")
    for written in documentation.write(folder):
        changed[written.relative_to(folder).as_posix()] = written.read_text(encoding="utf-8")
    return changed
