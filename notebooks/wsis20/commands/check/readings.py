"""What was entered twice: rules for the second readings of cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wsis20.coding import REASON_WORDS
from wsis20.commands.check.fault import Fault, row_key
from wsis20.commands.check.rule import rule, wrong
from wsis20.datapackage import DataPackage

# What was entered a second time. A new row of these tables owes a reading of each of these cells; of the second list,
# where the first entry has something in it.
OWED = {
    "appearances": (
        "country_code",
        "honorific",
        "sequence",
        "organization_id",
        "post",
        "role",
        "stakeholder_group",
    ),
    "consultations": ("city", "country_code", "date_basis", "end_date", "format", "start_date", "status"),
    "documents": ("date_precision", "document_date", "kind"),
    "exclusions": ("reason",),
    "indicators": ("publisher", "unit"),
    "milestones": tuple(
        f"{kind}_{part}" for kind in ("actual", "planned") for part in ("document_id", "end", "precision", "start")
    ),
    "observations": ("confidence", "document_id", "value"),
    "organizations": ("acronym", "country_code", "stakeholder_group"),
    "quantities": (
        "before_high",
        "before_low",
        "message_id",
        "qualifier",
        "unit",
        "value_high",
        "value_low",
    ),
    "regions": ("un_commission",),
    "source_notes": ("document_id", "kind"),
}
OWED_WHERE_FILLED = {"consultations": ("latitude", "longitude"), "themes": ("theme_group",)}
NEVER_READ = {("source_notes", "itu-license", "document_id")}  # entered after the second reading; still due


@rule
def second_readings_are_there(package: DataPackage) -> Iterator[Fault]:
    """Let every cell that owes a second reading have one."""
    raw = package.raw["second_readings"]
    there = set(zip(raw["resource"], raw["record"], raw["field"], strict=True)) | NEVER_READ
    for owed, always in ((OWED, True), (OWED_WHERE_FILLED, False)):
        for table, fields in owed.items():
            for record, row in by_key(package, table).items():
                for field in fields:
                    if (table, record, field) not in there and (always or row[field]):
                        wanted = f"a row of second_readings for it: {table}, {record}, {field}"
                        yield Fault(table, record, field, row[field], wanted)


@rule
def decisions_have_reasons(package: DataPackage) -> Iterator[Fault]:
    """Let a decision on two readings say something."""
    words = package.raw["second_readings"]["decision"].str.split().str.len()
    wanted = f"a reason of at least {REASON_WORDS} words"
    short = (words > 0) & (words < REASON_WORDS)
    yield from wrong(package, "second_readings", short, "decision", wanted)


@rule
def second_readings(package: DataPackage) -> Iterator[Fault]:
    """Let a cell have what a second reading entered, unless a decision says why not."""
    named = package["second_readings"]["resource"].dropna().unique()
    rows = {name: by_key(package, name) for name in named}
    for reading in records(package, "second_readings"):
        key = (reading["resource"], reading["record"], reading["field"])
        row = rows.get(reading["resource"], {}).get(reading["record"], {})
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


def by_key(package: DataPackage, table: str) -> Mapping[str, Mapping[str, str]]:
    """Return the rows of a table as printed, by primary key."""
    key = package.schemas[table]["primaryKey"]
    return {row_key(row, key): row for row in records(package, table)}


def records(package: DataPackage, table: str) -> list[dict[str, str]]:
    """Return the rows of a table as printed; column by column, which is quicker than row by row."""
    frame = package.raw[table]
    columns = [frame[name].to_numpy(dtype=object).tolist() for name in frame.columns]
    return [dict(zip(frame.columns, cells, strict=True)) for cells in zip(*columns, strict=True)]


def plain(value: str) -> str | float:
    """Return a number as a number, so that 0.9 is 0.90, and anything else as it is."""
    try:
        return float(value) if value.isascii() and "_" not in value else value
    except ValueError:
        return value
