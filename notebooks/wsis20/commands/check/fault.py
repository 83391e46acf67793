"""A fault: one thing that is wrong in the data package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wsis20.characters import SHOWN, one_line, printable, shown


@dataclass(frozen=True)
class Fault:
    """Where it is, what stands there and what was expected.

    ``table`` is the name of a table, or the path of another file; ``row`` is the primary key of the row; ``field`` the
    field, or in a JSON file the path to the value, such as ``resources[2].path``. ``line`` is the line of the file,
    0 where there is none. ``value`` is text of the file, or ``None`` where there is nothing to show.
    """

    table: str
    row: str
    field: str
    value: object
    expected: str
    line: int = 0

    @property
    def file(self) -> str:
        """Return the file in the folder of the package."""
        return self.table if "/" in self.table or "." in self.table else f"data/{self.table}.csv"

    @property
    def order(self) -> tuple[str, int, str, str, str]:
        """Return what faults are sorted by: file, line, and the rest."""
        return (self.file, self.line, self.row, self.field, self.expected)

    def __str__(self) -> str:
        """Say it on one line."""
        parts = [printable(self.file)]
        parts += [f"line {self.line}"] if self.line else []
        parts += [f"row {one_line(self.row, 2 * SHOWN)}"] if self.row else []
        parts += [f"field {one_line(self.field, 2 * SHOWN)}"] if self.field else []
        value = "" if self.value is None else f"{shown(self.value)}; "
        return " ".join(f"{', '.join(parts)}: {value}expected {one_line(self.expected)}".split())


def row_key(row: Mapping, key: list[str]) -> str:
    """Return the primary key of a row in one string."""
    return " / ".join(str(row[name]) for name in key)
