"""A Parquet file for each table, with its types, lists as lists, and what each field means."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterable, Mapping

import pyarrow as pa
from pyarrow import parquet

from wsis20.database import missing_in
from wsis20.release.archive import stored
from wsis20.release.source import Source

TYPES: dict[str, tuple[pa.DataType, Callable[[str], object]]] = {
    "integer": (pa.int64(), int),
    "number": (pa.float64(), float),
    "date": (pa.date32(), datetime.date.fromisoformat),
    "string": (pa.string(), str),
}


def files(source: Source) -> bytes:
    """Return an archive with a file for each table."""
    return stored({f"{name}.parquet": written(source, name) for name in source.package})


def written(source: Source, name: str) -> bytes:
    """Return a table as Parquet."""
    schema, raw = source.package.schemas[name], source.package.raw[name]
    fields = [field_of(field) for field in schema["fields"]]
    columns = [
        pa.array(values(raw[field["name"]], field, schema), own.type)
        for field, own in zip(schema["fields"], fields, strict=True)
    ]
    about = {"title": schema["title"], "description": schema["description"], "version": source.version}
    held = io.BytesIO()
    parquet.write_table(pa.table(columns, pa.schema(fields, about)), held, compression="none")
    return held.getvalue()


def field_of(field: Mapping) -> pa.Field:
    """Return a field with its type, whether it may be missing, and what it means."""
    kind = pa.list_(pa.string()) if field["type"] == "list" else TYPES[field["type"]][0]
    needed = bool(field.get("constraints", {}).get("required"))
    return pa.field(field["name"], kind, not needed, {"description": field["description"]})


def values(cells: Iterable[str], field: Mapping, schema: Mapping) -> list:
    """Return the values of the cells of a field, ``None`` where one is missing."""
    missing = missing_in(field, schema)
    if field["type"] == "list":
        return [None if cell in missing else cell.split(field["delimiter"]) for cell in cells]
    _, read = TYPES[field["type"]]
    return [None if cell in missing else read(cell) for cell in cells]
