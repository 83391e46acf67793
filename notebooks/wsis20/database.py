"""The data package as one database of SQLite: a table for each resource, with types and keys, the same bytes each time.

What is missing is NULL, in whichever of the three ways; a word that is a category of its field is a value there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from wsis20.datapackage import DataPackage

TYPES = {"integer": ("INTEGER", int), "number": ("REAL", float)}
"""Types of a database with what makes a value of a cell; all else is text: days as YYYY-MM-DD, lists as printed."""
TEXT = ("TEXT", str)
WRITER = slice(96, 100)
"""Where a file names the version of SQLite that wrote it, which differs between machines; no reader needs it."""


def write(path: Path, package: DataPackage) -> None:
    """Write the tables of a package to a file, in place of what was there.

    Parameters
    ----------
    path
        The file of the database.
    package
        The tables, each under the name of its resource, their rows in the order of the files.

    Raises
    ------
    sqlite3.IntegrityError
        Where rows break a key; the check of the data package says which.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("PRAGMA foreign_keys = ON")
        with database:
            database.execute("BEGIN")
            database.execute("PRAGMA defer_foreign_keys = ON")  # until the last table is there
            for name, schema in package.schemas.items():
                database.execute(definition(name, schema))
                marks = ", ".join("?" for _ in schema["fields"])
                columns = (values(package.raw[name][field["name"]], field, schema) for field in schema["fields"])
                database.executemany(f"INSERT INTO {quoted(name)} VALUES ({marks})", zip(*columns, strict=True))
        content = bytearray(database.serialize())
    content[WRITER] = bytes(4)
    path.write_bytes(content)


def definition(name: str, schema: Mapping) -> str:
    """Return the statement that makes a table with the types and keys of its schema, a line for each."""
    lines = []
    for field in schema["fields"]:
        needed = " NOT NULL" if field.get("constraints", {}).get("required") else ""
        lines.append(f"{quoted(field['name'])} {TYPES.get(field['type'], TEXT)[0]}{needed}")
    lines.append(f"PRIMARY KEY {listed(schema['primaryKey'])}")
    lines += [f"UNIQUE {listed(key)}" for key in schema.get("uniqueKeys", [])]
    for key in schema.get("foreignKeys", []):
        there = key["reference"]
        target = f"{quoted(there.get('resource') or name)} {listed(there['fields'])}"
        lines.append(f"FOREIGN KEY {listed(key['fields'])} REFERENCES {target}")
    return f"CREATE TABLE {quoted(name)} (\n  " + ",\n  ".join(lines) + "\n)"


def values(cells: Iterable[str], field: Mapping, schema: Mapping) -> Iterator[str | int | float | None]:
    """Yield the values of the cells of a field, ``None`` where one is missing."""
    missing = {entry["value"] for entry in field.get("missingValues", schema["missingValues"])}
    missing = {"", *missing} - set(field.get("categories", []))
    _, read = TYPES.get(field["type"], TEXT)
    return (None if cell in missing else read(cell) for cell in cells)


def listed(names: list[str]) -> str:
    """Return names of columns as a list of SQL."""
    return f"({', '.join(map(quoted, names))})"


def quoted(name: str) -> str:
    """Return a name as SQL has it, whatever it holds: ``order`` is a word of the language too."""
    return '"' + name.replace('"', '""') + '"'
