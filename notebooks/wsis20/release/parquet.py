"""A Parquet file for each table, with its types, lists as lists, and what each field means.

DuckDB writes them: pyarrow would do it too, but pandas takes that up wherever it is installed, and starts threads with
it, which the processes that notebooks are forked from must not have.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import duckdb

from wsis20.database import literal, missing_in, quoted
from wsis20.release.archive import stored
from wsis20.release.source import Source

TYPES = {"integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "string": "VARCHAR"}


def files(source: Source) -> bytes:
    """Return an archive with a file for each table."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as database:
        database.execute("SET threads = 1")  # rows stay in their order, and bytes the same
        return stored({f"{name}.parquet": written(source, name, Path(folder), database) for name in source.package})


def written(source: Source, name: str, folder: Path, database: duckdb.DuckDBPyConnection) -> bytes:
    """Return a table as Parquet; ``folder`` takes what is on its way."""
    schema = source.package.schemas[name]
    before, after = folder / f"{name}.csv", folder / f"{name}.parquet"
    before.write_bytes(source.files[source.about(name)["path"]])
    told = {"title": schema["title"], "description": schema["description"], "version": source.version}
    told["licence"] = source.licence_of(name)
    told |= {f"field {field['name']}": field["description"] for field in schema["fields"]}
    metadata = ", ".join(f"{quoted(key)}: {literal(value)}" for key, value in told.items())
    columns = ", ".join(column(field, schema) for field in schema["fields"])
    database.execute(
        f"COPY (SELECT {columns} FROM read_csv({literal(str(before))}, all_varchar = true, header = true, delim = ',',"
        f" quote = '\"', escape = '\"')) TO {literal(str(after))}"
        f" (FORMAT parquet, COMPRESSION uncompressed, KV_METADATA {{{metadata}}})"
    )
    return after.read_bytes()


def column(field: Mapping, schema: Mapping) -> str:
    """Return a column of SQL: its type, and nothing where the value is missing."""
    name = quoted(field["name"])
    missing = ", ".join(map(literal, sorted(missing_in(field, schema))))
    given = f"CASE WHEN {name} NOT IN ({missing}) THEN {name} END"
    if field["type"] == "list":
        return f"string_split({given}, {literal(field['delimiter'])}) AS {name}"
    return f"CAST({given} AS {TYPES[field['type']]}) AS {name}"
