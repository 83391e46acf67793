"""The interface: what programs may rely on in the tables, recorded, so that no schema is loosened in silence.

``interface.json`` stands beside the rules, which are written for it, and not in the data package, where it would be
edited along with the schemas. `check` holds the schemas to it and the cells to it, and names every difference; a
change that is meant is recorded by ``python -m wsis20 check --record``. What a field means to a machine
(``propertyUrl``) is a part, and titles, descriptions and examples are none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from wsis20 import textfile
from wsis20.commands.check.fault import Fault
from wsis20.datapackage import read_descriptor, read_schema

RECORD = Path(__file__).with_name("interface.json")
SAID = ("$schema", "title", "description", "example")  # to people
MEANT = "if the change is meant, run: python -m wsis20 check --record"
KEYS = ("primaryKey", "uniqueKeys", "foreignKeys", "missingValues")


@cache
def recorded() -> dict[str, dict]:
    """Return the recorded interface: by table, a schema in one form without what is said to people."""
    return textfile.read_json(RECORD, "recorded interface")


def interface(schema: Mapping) -> dict:
    """Return the part of a schema (in one form) that programs rely on."""
    kept = {key: schema[key] for key in KEYS if key in schema}
    fields = [{key: value for key, value in field.items() if key not in SAID} for field in schema["fields"]]
    return {"fields": fields, **kept}


def record(folder: Path) -> bool:
    """Write the interface of the schemas in a folder as the one that is meant; return whether it was another."""
    resources = read_descriptor(folder)["resources"]
    found = {resource["name"]: interface(read_schema(folder, resource)) for resource in resources}
    changed = found != recorded()
    textfile.replace({RECORD: text(found)})
    recorded.cache_clear()
    return changed


def text(tables: Mapping[str, dict]) -> str:
    """Return tables as JSON with a line for each field and key, so that a change of one is a change of one line."""
    blocks = []
    for name in sorted(tables):
        fields = ",\n".join(f"      {line(field)}" for field in tables[name]["fields"])
        keys = "".join(f',\n    "{key}": {line(tables[name][key])}' for key in KEYS if key in tables[name])
        blocks.append(f'  "{name}": {{\n    "fields": [\n{fields}\n    ]{keys}\n  }}')
    return "{\n" + ",\n".join(blocks) + "\n}\n"


def line(value: object) -> str:
    """Return a JSON value on one line."""
    return json.dumps(value, ensure_ascii=False)


def differences(table: str, schema: Mapping) -> Iterator[Fault]:
    """Yield every difference of a schema (in one form) from what is recorded of its table."""
    file = f"schemas/{table}.json"
    if table not in recorded():
        yield Fault(file, "", "", None, f"no table {table}, or its interface recorded; {MEANT}")
        return
    old, new = recorded()[table], interface(schema)
    names = [[field["name"] for field in one["fields"]] for one in (old, new)]
    if names[0] != names[1]:
        yield Fault(file, "", "fields", ", ".join(names[1]), f"the fields {', '.join(names[0])}; {MEANT}")
    fields = [{field["name"]: field for field in one["fields"]} for one in (old, new)]
    for name in sorted(fields[0].keys() & fields[1].keys()):
        yield from unlike(file, f"fields.{name}", fields[0][name], fields[1][name])
    yield from unlike(file, "", {key: old.get(key) for key in KEYS}, {key: new.get(key) for key in KEYS})


def unlike(file: str, place: str, old: Mapping, new: Mapping) -> Iterator[Fault]:
    """Yield a fault for each key of which two objects differ; constraints are compared one by one."""
    for key in sorted(old.keys() | new.keys()):
        one, other = old.get(key), new.get(key)
        path = f"{place}.{key}" if place else key
        if isinstance(one, dict) and isinstance(other, dict):
            yield from unlike(file, path, one, other)
        elif one != other or isinstance(one, bool) != isinstance(other, bool):
            wanted = "nothing" if one is None else line(one)
            stands = None if other is None else line(other)
            yield Fault(file, "", path, stands, f"{wanted}, as recorded; {MEANT}")
