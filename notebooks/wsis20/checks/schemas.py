"""The schemas: what frictionless finds, and what they declare but frictionless does not enforce."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from wsis20.checks.fault import Fault, row_key
from wsis20.datapackage import read_schema

HINTS = {"hash-count": "python -m wsis20 hash", "byte-count": "python -m wsis20 hash"}


def faults(folder: Path, descriptor: dict) -> Iterator[Fault]:
    """Find rows that break their schema, and descriptions that leave something open."""
    import frictionless  # half a second that only this needs

    report = frictionless.validate(str(folder / "datapackage.json"))
    for error in report.errors:
        yield Fault("datapackage.json", "", "", error.message, error.note or error.description)
    resources = {resource["name"]: resource for resource in descriptor["resources"]}
    for task in report.tasks:
        for error in task.errors:
            yield translated(folder, resources[task.name], error)
    for resource in descriptor["resources"]:
        yield from declaration_faults(resource, read_schema(folder, resource))


def translated(folder: Path, resource: dict, error) -> Fault:
    """Translate an error of frictionless: row numbers become primary keys."""
    number = getattr(error, "row_number", None)
    if number is None:
        hint = f"; if the change is meant, run: {HINTS[error.type]}" if error.type in HINTS else ""
        wanted = f"what datapackage.json and the schema say ({error.type}){hint}"
        return Fault(resource["path"], "", "", error.note or error.message, wanted)
    schema = read_schema(folder, resource)
    with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
        row = list(csv.DictReader(file))[number - 2]
    names = [getattr(error, "field_name", None)] if getattr(error, "field_name", None) else None
    names = names or getattr(error, "field_names", None) or schema["primaryKey"]
    value = ", ".join(str(row.get(name, "")) for name in names)
    return Fault(
        resource["name"], row_key(row, schema["primaryKey"]), ", ".join(names), value, f"{error.note} ({error.type})"
    )


def declaration_faults(resource: dict, schema: dict) -> Iterator[Fault]:
    """Find categories that are not enforced (frictionless checks ``enum`` only), and files without size or hash."""
    for field in schema["fields"]:
        if field.get("categories") != field.get("constraints", {}).get("enum"):
            wanted = "categories and enum with the same values"
            yield Fault(f"schemas/{resource['name']}.json", field["name"], "categories", "", wanted)
    for name in ("bytes", "hash"):
        if name not in resource:
            wanted = f"{name} of {resource['path']}; run: python -m wsis20 hash"
            yield Fault("datapackage.json", resource["name"], name, "", wanted)
