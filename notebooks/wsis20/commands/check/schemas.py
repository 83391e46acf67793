"""The schemas: every field described, every key leading to a field, every example fitting, as recorded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from wsis20.commands.check import cells, interface
from wsis20.commands.check.fault import Fault
from wsis20.commands.check.shapes import shape_faults
from wsis20.datapackage import one_form


def faults(table: str, content: dict, others: Mapping[str, set[str]]) -> Iterator[Fault]:
    """Find what is wrong with the schema of a table; ``others`` holds the names of the fields of each table."""
    file = f"schemas/{table}.json"
    found = list(shape_faults(file, content, "schema"))
    yield from found
    try:
        schema = one_form(content)
    except ValueError as error:
        yield Fault(file, "", "", None, f"a schema that this project can read: {error}")
        return
    yield from interface.differences(table, schema)
    if not found:
        yield from key_faults(file, table, schema, others)
        yield from field_faults(file, schema)


def key_faults(file: str, table: str, schema: dict, others: Mapping[str, set[str]]) -> Iterator[Fault]:
    """Find fields of one name, and keys of fields or tables that are not there."""
    names = [field["name"] for field in schema["fields"]]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Fault(file, "", "fields", name, "a name for each field that no other has")
    for number, key in enumerate(schema.get("uniqueKeys", [])):
        for name in sorted(set(key) - set(names)):
            yield Fault(file, "", f"uniqueKeys[{number}]", name, "the name of a field")
    for number, key in enumerate(schema.get("foreignKeys", [])):
        place, target = f"foreignKeys[{number}]", key["reference"].get("resource", table)
        for name in sorted(set(key["fields"]) - set(names)):
            yield Fault(file, "", f"{place}.fields", name, "the name of a field")
        if target not in others:
            yield Fault(file, "", f"{place}.reference.resource", target, "the name of a table")
        elif len(key["fields"]) != len(key["reference"]["fields"]):
            yield Fault(file, "", place, None, "as many fields as the reference has")
        else:
            for name in sorted(set(key["reference"]["fields"]) - others[target]):
                yield Fault(file, "", f"{place}.reference.fields", name, f"the name of a field of the table {target}")


def field_faults(file: str, schema: dict) -> Iterator[Fault]:
    """Find categories that are not enforced, a list without a delimiter, and an example that does not fit its field."""
    for field in schema["fields"]:
        place = f"fields.{field['name']}"
        constraints = field.get("constraints", {})
        if field.get("categories") != constraints.get("enum"):
            yield Fault(file, "", f"{place}.categories", None, "categories and enum with the same values")
        bounds = [constraints.get(name) for name in ("minimum", "maximum")]
        if None not in bounds and bounds[0] > bounds[1]:
            yield Fault(file, "", f"{place}.constraints.maximum", bounds[1], "a value not below the minimum")
        if field["type"] not in ("integer", "number") and bounds != [None, None]:
            yield Fault(file, "", f"{place}.constraints", None, "minimum and maximum for numbers only")
        simple = {key: value for key, value in constraints.items() if key != "pattern"}  # patterns: see below
        for said in cells.reading(field | {"constraints": simple}, schema["missingValues"])(str(field["example"])):
            yield Fault(file, "", f"{place}.example", field["example"], f"an example that fits the field: {said}")
        pattern = constraints.get("pattern")
        # only a pattern that is recorded is tried: another one may take for ever
        known = {one["name"]: one for one in interface.recorded().get(file[8:-5], {"fields": []})["fields"]}
        tried = pattern and known.get(field["name"], {}).get("constraints", {}).get("pattern") == pattern
        if tried and not re.fullmatch(pattern, str(field["example"])):
            wanted = f"an example that fits the field: the pattern {pattern}"
            yield Fault(file, "", f"{place}.example", field["example"], wanted)
