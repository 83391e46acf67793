"""The bytes of the files: there, clean text, with the right header, in order."""

from __future__ import annotations

import csv
import io
import itertools
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from wsis20.checks.fault import Fault, row_key
from wsis20.datapackage import read_schema


def faults(folder: Path, descriptor: dict) -> Iterator[Fault]:
    """Find what is wrong with the files that the descriptor names."""
    for resource in descriptor["resources"]:
        path = folder / resource["path"]
        if not path.is_file():
            yield Fault(resource["path"], "", "", "", "the file to be there, as datapackage.json says")
            continue
        found = list(text_faults(resource["path"], path.read_bytes()))
        yield from found
        if not found:
            yield from row_faults(resource, path, read_schema(folder, resource))


def text_faults(name: str, data: bytes) -> Iterator[Fault]:
    """Find bytes other than UTF-8 without BOM, LF line ends, no blank line, a final newline and NFC text."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        yield Fault(name, "", "", f"line {line}: {data[error.start : error.start + 1]!r}", "UTF-8")
        return
    if not text:
        yield Fault(name, "", "", "an empty file", "a header and rows")
        return
    if text.startswith("\ufeff"):
        yield Fault(name, "", "", "a byte order mark", "no byte order mark")
    if "\r" in text:
        line = text[: text.index("\r")].count("\n") + 1
        yield Fault(name, "", "", f"line {line} ends in CR", "lines that end in LF")
    if not text.endswith("\n"):
        yield Fault(name, "", "", text[-20:], "a newline at the end of the file")
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        if not line.strip():
            yield Fault(name, "", "", f"line {number} is blank", "a row in every line")
        if not unicodedata.is_normalized("NFC", line):
            yield Fault(name, "", "", f"line {number}: {line[:40]}", "text in Unicode normalisation form C")


def row_faults(resource: dict, path: Path, schema: dict) -> Iterator[Fault]:
    """Find another header than the fields of the schema, a row of another length, or the first row out of order."""
    header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
    fields = [field["name"] for field in schema["fields"]]
    if header != fields:
        yield Fault(resource["path"], "", "", ",".join(header), f"the header {','.join(fields)}")
        return
    for row in rows:
        if len(row) != len(fields):
            wanted = f"{len(fields)} cells, not {len(row)}; look for a comma or a quotation mark too many or too few"
            yield Fault(resource["path"], "", "", ",".join(row)[:60], wanted)
            return
    yield from order_faults(
        resource["name"], [dict(zip(fields, row, strict=True)) for row in rows], schema["primaryKey"]
    )


def order_faults(table: str, rows: list[dict], key: list[str]) -> Iterator[Fault]:
    """Find the first row that is out of the order of the primary key."""
    for before, after in itertools.pairwise(rows):
        if [after[name] for name in key] < [before[name] for name in key]:
            wanted = f"rows sorted by {', '.join(key)}; {row_key(before, key)!r} stands before it"
            yield Fault(table, row_key(after, key), key[0], after[key[0]], wanted)
            return
