"""The keys: no row twice, and every reference to a row that is there."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from wsis20.commands.check.fault import Fault, row_key
from wsis20.commands.check.tables import Table


def faults(table: Table, schema: Mapping, tables: Mapping[str, Table]) -> Iterator[tuple[int, Fault]]:
    """Yield what is wrong with keys and references, with the index of the row.

    References to a table that is not among ``tables`` cannot be followed and are not judged.
    """
    yield from repeated(table, schema["primaryKey"], "primary-key")
    for field in schema["fields"]:
        if field.get("constraints", {}).get("unique") and schema["primaryKey"] != [field["name"]]:
            yield from repeated(table, [field["name"]], "unique", missing_of(schema, field["name"]))
    for key in schema.get("uniqueKeys", []):
        yield from repeated(table, key, "unique-key", *(missing_of(schema, name) for name in key))
    yield from order_faults(table)
    for key in schema.get("foreignKeys", []):
        target = tables.get(key["reference"].get("resource", table.name))
        if target is not None:
            yield from dangling(table, key["fields"], target, key["reference"]["fields"], schema)


def missing_of(schema: Mapping, name: str) -> set[str]:
    """Return the texts that stand for a missing value in a field."""
    (field,) = [field for field in schema["fields"] if field["name"] == name]
    return {entry["value"] for entry in field.get("missingValues", schema["missingValues"])}


def repeated(table: Table, key: Sequence[str], kind: str, *missing: set[str]) -> Iterator[tuple[int, Fault]]:
    """Yield each row whose key stands in an earlier row; a key of which a part is missing is none."""
    rows = table.values(key)
    if len(set(rows)) == len(rows):
        return
    first: dict[tuple[str, ...], int] = {}
    for index, values in enumerate(rows):
        if any(value in absent for value, absent in zip(values, missing, strict=False)):
            continue
        if values in first:
            wanted = f"no second row with this {', '.join(key)} ({kind}); line {table.lines[first[values]]} has it"
            yield index, table.fault(index, key[-1], wanted)
        first.setdefault(values, index)


def order_faults(table: Table) -> Iterator[tuple[int, Fault]]:
    """Yield the first row that is out of the order of the primary key."""
    for number, (before, after) in enumerate(itertools.pairwise(table.primary()), 1):
        if after < before:
            wanted = f"rows sorted by {', '.join(table.key)}; {' / '.join(before)!r} stands before it"
            name, value = table.key[0], after[0]
            yield (
                number,
                Fault(table.name, row_key(table.row(number), table.key), name, value, wanted, table.lines[number]),
            )
            return


def dangling(
    table: Table, key: Sequence[str], target: Table, target_key: Sequence[str], schema: Mapping
) -> Iterator[tuple[int, Fault]]:
    """Yield each row whose reference leads to no row; a reference of which a part is missing leads nowhere, rightly."""
    rows = table.values(key)
    missing = [missing_of(schema, name) for name in key]
    unknown = {
        values
        for values in set(rows).difference(target.values(target_key))
        if not any(value in absent for value, absent in zip(values, missing, strict=True))
    }
    for index in (index for index, values in enumerate(rows) if values in unknown):
        wanted = f"{', '.join(target_key)} of a row of {target.name} (foreign-key)"
        yield index, table.fault(index, key[0], wanted)
