"""The tables as they stand in their files: rows of text with the number of their line, whatever else may be wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wsis20.commands.check.fault import Fault, row_key


@dataclass
class Table:
    """The rows of one table that have the right number of cells.

    ``lines`` holds the number of the line of each row, ``key`` the fields of the primary key.
    """

    name: str
    key: list[str]
    rows: list[dict[str, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def primary(self) -> list[tuple[str, ...]]:
        """Return the primary key of each row."""
        return [tuple(row[name] for name in self.key) for row in self.rows]

    def fault(self, index: int, name: str, expected: str) -> Fault:
        """Return a fault of one cell."""
        row = self.rows[index]
        return Fault(self.name, row_key(row, self.key), name, row[name], expected, self.lines[index])


def parse(table: Table, text: str, fields: Sequence[str]) -> Iterator[Fault]:
    """Put the rows of a CSV text into a table, and yield what is wrong with its lines.

    A line is a row: no cell holds a line feed, so that a quotation mark too many spoils one row and not the rest.
    Raises `ValueError` when the header is not that of the fields; then nothing can be said of the cells.
    """
    file = f"data/{table.name}.csv"
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    for number, line in enumerate(lines, 1):
        try:
            cells = next(csv.reader([line], strict=True), [])
        except csv.Error:
            cells = None
        if number == 1 and cells != list(fields):
            raise ValueError(f"the header {','.join(fields)}")
        if not line.strip():
            yield Fault(file, "", "", None, f"a row in every line; line {number} is blank", number)
        elif cells is None or len(cells) != len(fields):
            found = "those of an open quotation mark" if cells is None else len(cells)
            wanted = f"{len(fields)} cells, not {found}; look for a comma or a quotation mark too many or too few"
            yield Fault(file, "", "", line, wanted, number)
        elif number > 1:
            if line != written(cells):
                wanted = "quotation marks around a cell where a comma or a quotation mark needs them, and no others"
                yield Fault(file, "", "", line, wanted, number)
            table.rows.append(dict(zip(fields, cells, strict=True)))
            table.lines.append(number)


def written(cells: Sequence[str]) -> str:
    """Return a row as a writer of CSV writes it, without the end of the line."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="").writerow(cells)
    return stream.getvalue()
