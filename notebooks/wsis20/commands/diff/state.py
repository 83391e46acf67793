"""A state of the data package: its version and its tables, with each cell as it is printed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wsis20 import textfile
from wsis20.characters import one_line, shown
from wsis20.datapackage import read_descriptor, read_schema
from wsis20.project import Refusal

Row = Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """The rows of one table, each a cell by field.

    ``key`` holds the fields of the primary key, ``fields`` all fields in the order of the schema, ``delimiters`` what
    stands between the items of a list, for each field that is one.
    """

    name: str
    key: tuple[str, ...]
    fields: tuple[str, ...]
    delimiters: Mapping[str, str]
    rows: Sequence[Row]

    def by_key(self, key: Sequence[str]) -> dict[tuple[str, ...], Row]:
        """Return the rows by some fields; of rows that have the same there, the last."""
        return {tuple(row[name] for name in key): row for row in self.rows}

    def told_apart(self, key: Sequence[str]) -> bool:
        """Return whether the table has some fields, and no two rows have the same there."""
        return set(key) <= set(self.fields) and len(self.by_key(key)) == len(self.rows)


@dataclass(frozen=True)
class State:
    """The version that the descriptor states, empty where it states none, and the tables in its order, by name."""

    version: str
    tables: Mapping[str, Table]


def read(folder: Path) -> State:
    """Return the state of the data package in a folder; raise `Refusal` where it cannot be read."""
    descriptor = read_descriptor(folder)
    version = descriptor.get("version", "")
    if not isinstance(version, str):
        raise Refusal(f"{folder / 'datapackage.json'}: version is {shown(version)}; expected text, such as '1.2.3'")
    return State(version, {resource["name"]: read_table(folder, resource) for resource in descriptor["resources"]})


def read_table(folder: Path, resource: Mapping) -> Table:
    """Return a table; raise `Refusal` naming the file and the line that are not as its schema says."""
    schema = read_schema(folder, resource)
    key = tuple(schema["primaryKey"])
    fields = tuple(field["name"] for field in schema["fields"])
    delimiters = {field["name"]: field["delimiter"] for field in schema["fields"] if field["type"] == "list"}
    path = folder / resource["path"]
    rows: dict[tuple[str, ...], Row] = {}
    for line, row in read_rows(path, fields):
        found = tuple(row[name] for name in key)
        if found in rows:
            raise Refusal(
                one_line(f"{path}, line {line}: the key {' / '.join(found)} stands twice; expected no two rows with it")
            )
        rows[found] = row
    return Table(resource["name"], key, fields, delimiters, list(rows.values()))


def read_rows(path: Path, fields: Sequence[str]) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a CSV file, with the number of the line on which each ends; raise `Refusal` for what is none.

    The header has to be that of the fields, and each row has to have as many cells.
    """
    text = textfile.read(path, "data file").removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(text, newline=None), strict=True)
    try:
        header = next(reader, [])
        if header != list(fields) or len(set(fields)) < len(fields):
            found, wanted = ", ".join(header), ", ".join(dict.fromkeys(fields))
            raise Refusal(one_line(f"{path}: the header is {found}; expected the fields of the schema: {wanted}"))
        for cells in reader:
            if len(cells) != len(fields):
                raise Refusal(
                    one_line(f"{path}, line {reader.line_num}: {len(cells)} cells; expected {len(fields)}, one a field")
                )
            yield reader.line_num, dict(zip(fields, cells, strict=True))
    except csv.Error as error:
        raise Refusal(one_line(f"{path}, line {reader.line_num}: expected rows of CSV: {error}")) from None
