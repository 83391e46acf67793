"""One workbook for spreadsheets: a sheet that explains, one wide table of messages, and a sheet for each table.

Cells are text but for numbers, as they are printed in the files, with the words for missing values; none is a formula.
"""

from __future__ import annotations

import datetime
import io
import math
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing

import xlsxwriter

from wsis20 import documentation
from wsis20.release.source import Source

WIDEST, NARROWEST = 60, 8  # characters
LINE = 15  # points
BROAD, BROADER = 95, 120  # characters that a line of the last column holds, and one of the last two
READ_ME = "Read me"
NUMBERS = ("integer", "number")


def workbook(source: Source) -> bytes:
    """Return the workbook."""
    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(held, options) as book:
        day = datetime.datetime.fromisoformat(source.day)
        book.set_properties({"title": source.descriptor["title"], "author": source.author, "created": day})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@", "valign": "top"})
        explain(book, source, head, text)
        names, rows = wide(source)
        fill(book.add_worksheet("messages_wide"), names, rows, head, text)
        for name, schema in source.package.schemas.items():
            raw = source.package.raw[name]
            columns = [cells(raw[field["name"]], field) for field in schema["fields"]]
            fill(book.add_worksheet(name), list(raw.columns), zip(*columns, strict=True), head, text)
    return held.getvalue()


def explain(book: xlsxwriter.Workbook, source: Source, head, text) -> None:
    """Add the sheet that says what the workbook is, and what each field of each table means."""
    sheet = book.add_worksheet(READ_ME)
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 26)
    sheet.set_column(2, 2, 100)
    lines = [
        ("Title", f"{source.descriptor['title']}, version {source.version} of {source.day}"),
        ("About", source.descriptor["description"]),
        ("Licence", documentation.terms(source.descriptor)),
        (
            "Missing",
            "Empty: does not apply; not stated: by the source; not determined: by us; in messages_wide, all empty.",
        ),
        ("Passes", "Where a table has coding_pass, take the rows agreed, or each code counts up to three times."),
        ("Layers", "Count messages of one layer at a time: a key message sums up statements, and is not one more."),
        (
            "Degrees",
            "answers and partly are answers to a call; mentions is none, and none says that nothing was found.",
        ),
        ("Values", "Average no values of different indicators or editions: indicators has the unit of each."),
        ("Lists", "Several values in one cell are separated by semicolons."),
        (
            "messages_wide",
            "A message in one row, with what other sheets tell of it: best_degree is the best degree of the responses "
            "to a call in the pass agreed; in the columns that begin with theme_, 1 says that it has the theme.",
        ),
    ]
    for row, (name, told) in enumerate(lines):
        sheet.write_string(row, 0, name, head)
        sheet.merge_range(row, 1, row, 2, told, wrapped)
        sheet.set_row(row, height(told, BROADER))  # no program fits a row to cells that are merged
    first = len(lines) + 1
    for column, name in enumerate(("Table", "Field", "What it is")):
        sheet.write_string(first, column, name, head)
    row = first + 1
    for name, schema in source.package.schemas.items():
        for field, told in (("", schema["description"]), *((f["name"], f["description"]) for f in schema["fields"])):
            for column, value in enumerate((name, field, told.replace("`", ""))):
                if value:
                    sheet.write_string(row, column, value, wrapped if column == 2 else text)
            sheet.set_row(row, height(told, BROAD))
            row += 1


def height(told: str, broad: int) -> int:
    """Return how high a row is in which a text has lines of so many characters."""
    return LINE * math.ceil(len(told) / broad)


def cells(raw: Iterable[str], field: Mapping) -> list[str | float]:
    """Return the cells of a field, numbers as numbers, all else as printed."""
    if field["type"] not in NUMBERS:
        return list(raw)
    return [float(cell) if cell[:1] in "-0123456789" and cell else cell for cell in raw]


def wide(source: Source) -> tuple[list[str], list[tuple]]:
    """Return the names and the rows of the view that has all of a message in one row."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(source.database)
        found = database.execute("select * from messages_wide")
        return [column[0] for column in found.description], found.fetchall()


def fill(sheet, names: list[str], rows: Iterable[tuple], head, text) -> None:
    """Write a table to a sheet: the head stays in sight and can filter, columns are as wide as what they hold."""
    sheet.freeze_panes(1, 1)
    widths = [len(name) for name in names]
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, head)
    last = 0
    for last, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                if value:
                    sheet.write_string(last, column, value, text)
            elif value is not None:
                sheet.write_number(last, column, value)
            widths[column] = max(widths[column], len(str(value or "")))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width + 2, NARROWEST), WIDEST))
    sheet.autofilter(0, 0, last, len(names) - 1)
