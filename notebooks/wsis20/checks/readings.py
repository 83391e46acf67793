"""What was entered twice: rules for the second readings of cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wsis20.checks.fault import Fault, row_key
from wsis20.checks.rule import rule
from wsis20.datapackage import DataPackage


@rule
def second_readings(package: DataPackage) -> Iterator[Fault]:
    """Let a cell have what a second reading entered, unless a decision says why not."""
    rows = {name: by_key(package, name) for name in package["second_readings"]["resource"].unique()}
    for reading in package.raw["second_readings"].to_dict("records"):
        key = (reading["resource"], reading["record"], reading["field"])
        row = rows[reading["resource"]].get(reading["record"], {})
        if reading["field"] not in row:
            yield Fault("second_readings", " / ".join(key), "record", reading["record"], "a row and field of its table")
            continue
        value = row[reading["field"]]
        same = plain(value) == plain(reading["value"])
        if not same and not reading["decision"]:
            wanted = f"{reading['value']!r}, as the second reading of {reading['place']} has it, or a decision"
            yield Fault(*key[:2], key[2], value, wanted)
        if same and reading["decision"]:
            wanted = "nothing: both readings have the same"
            yield Fault("second_readings", " / ".join(key), "decision", reading["decision"], wanted)


def by_key(package: DataPackage, table: str) -> dict[str, Mapping[str, str]]:
    """Return the rows of a table as printed, by primary key."""
    key = package.schemas[table]["primaryKey"]
    return {row_key(row, key): row for row in package.raw[table].to_dict("records")}


def plain(value: str) -> str | float:
    """Return a number as a number, so that 0.9 is 0.90, and anything else as it is."""
    try:
        return float(value)
    except ValueError:
        return value
