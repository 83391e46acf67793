"""The tables as they stand in their files: columns of text with the number of each line, whatever else may be wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wsis20.commands.check.fault import Fault, row_key


@dataclass
class Table:
    """The rows of one table that have the right number of cells, column by column.

    ``columns`` holds the cells of each field, ``lines`` the number of the line of each row, ``key`` the fields of the
    primary key.
    """

    name: str
    key: list[str]
    columns: dict[str, Sequence[str]] = field(default_factory=dict)
    lines: Sequence[int] = ()

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.lines)

    def row(self, index: int) -> dict[str, str]:
        """Return one row by field."""
        return {name: cells[index] for name, cells in self.columns.items()}

    def values(self, names: Sequence[str]) -> list[tuple[str, ...]]:
        """Return what each row has in some fields."""
        return list(zip(*(self.columns[name] for name in names), strict=True))

    def primary(self) -> list[tuple[str, ...]]:
        """Return the primary key of each row."""
        return self.values(self.key)

    def fault(self, index: int, name: str, expected: str) -> Fault:
        """Return a fault of one cell."""
        row = self.row(index)
        return Fault(self.name, row_key(row, self.key), name, row[name], expected, self.lines[index])


def parse(table: Table, text: str, fields: Sequence[str]) -> Iterator[Fault]:
    """Put the rows of a CSV text into a table, and yield what is wrong with its lines.

    A line is a row: no cell holds a line feed, so that a quotation mark too many spoils one row and not the rest.
    Raises `ValueError` when the header is not that of the fields; then nothing can be said of the cells.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    numbers: Sequence[int] = range(2, len(lines) + 1)
    if (rows := as_written(lines, fields)) is None:
        rows, kept = [], list[int]()
        yield from line_faults(f"data/{table.name}.csv", lines, fields, rows, kept)
        numbers = kept
    table.columns = dict(zip(fields, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(fields, ())
    table.lines = numbers


def as_written(lines: Sequence[str], fields: Sequence[str]) -> list[list[str]] | None:
    """Return the rows of a table if its lines are as a writer of CSV writes the header and rows; else ``None``."""
    try:
        rows = list(csv.reader(lines, strict=True))
    except csv.Error:
        return None
    if rows[0] != list(fields) or any(len(row) != len(fields) for row in rows):
        return None
    return rows[1:] if written(rows) == lines else None


def line_faults(
    file: str, lines: Sequence[str], fields: Sequence[str], rows: list[list[str]], numbers: list[int]
) -> Iterator[Fault]:
    """Yield what is wrong with lines, and add the others to ``rows``, with their numbers."""
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
            if [line] != written([cells]):
                wanted = "quotation marks around a cell where a comma or a quotation mark needs them, and no others"
                yield Fault(file, "", "", line, wanted, number)
            rows.append(cells)
            numbers.append(number)


def written(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines in which a writer of CSV writes rows."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().removesuffix("\n").split("\n")
