"""A fault: one thing that is wrong in the data package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """Where it is, what stands there and what was expected.

    ``row`` is the primary key of the row; it and ``field`` are empty for a fault of a whole file.
    """

    table: str
    row: str
    field: str
    value: str
    expected: str

    def __str__(self) -> str:
        """Say it on one line."""
        place = f"{self.table}, row {self.row}, field {self.field}" if self.row else self.table
        return " ".join(f"{place}: {self.value!r}; expected {self.expected}".split())


def row_key(row: Mapping, key: list[str]) -> str:
    """Return the primary key of a row in one string."""
    return " / ".join(str(row[name]) for name in key)
