"""The description of the CSV files as CSV on the Web (https://www.w3.org/TR/tabular-metadata/).

A key of fields that may be missing is no foreign key here: the standard wants a row for every cell, a null one too, and
csvlint refuses what has none. Such a column says by ``dc:references`` in which column its values stand, by RFC 7111.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wsis20.database import missing_in
from wsis20.documentation import licence_apart
from wsis20.release.source import UNPACKED, Source
from wsis20.release.terms import as_json

TYPES = {"string": "string", "list": "string", "integer": "integer", "number": "number", "date": "date"}


def description(source: Source) -> bytes:
    """Return the metadata of all tables."""
    about = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": source.descriptor["title"],
        "dc:description": source.descriptor["description"],
        "dc:license": {"@id": source.licence["path"]},
        "dc:rights": source.exceptions,
        "dc:creator": source.author,
        "dc:issued": source.day,
        "tables": [table(source, resource) for resource in source.descriptor["resources"]],
    }
    return as_json(about)


def table(source: Source, resource: Mapping) -> dict[str, Any]:
    """Return the description of a table."""
    schema = source.package.schemas[resource["name"]]
    needed = {field["name"] for field in schema["fields"] if field.get("constraints", {}).get("required")}
    keys, loose = [], dict[str, dict]()
    for key in schema.get("foreignKeys", []):
        name, there = key["reference"].get("resource") or resource["name"], key["reference"]["fields"]
        place = f"{UNPACKED}/{source.about(name)['path']}"
        if needed.issuperset(key["fields"]):
            reference = {"resource": place, "columnReference": there}
            keys.append({"columnReference": key["fields"], "reference": reference})
        else:
            heads = [field["name"] for field in source.package.schemas[name]["fields"]]
            loose |= {
                own: {"dc:references": {"@id": f"{place}#col={heads.index(other) + 1}"}}
                for own, other in zip(key["fields"], there, strict=True)
            }
    columns = [column(field, schema) | loose.get(field["name"], {}) for field in schema["fields"]]
    return {
        "url": f"{UNPACKED}/{resource['path']}",
        "dc:title": resource["title"],
        "dc:description": resource["description"],
        **({"dc:rights": apart} if (apart := licence_apart(resource)) else {}),
        "dialect": {"encoding": "utf-8", "header": True},
        "tableSchema": {"columns": columns, "primaryKey": schema["primaryKey"]}
        | ({"foreignKeys": keys} if keys else {}),
    }


def column(field: Mapping, schema: Mapping) -> dict[str, Any]:
    """Return the description of a column."""
    own: dict[str, Any] = {
        "name": field["name"],
        "titles": field["name"],  # the head of the file, which readers compare with
        "dc:description": field["description"],
        "datatype": TYPES[field["type"]],
        "null": sorted(missing_in(field, schema)),
    }
    if field.get("constraints", {}).get("required"):
        own["required"] = True
    if field["type"] == "list":
        own["separator"] = field["delimiter"]
    if "propertyUrl" in field:
        own["propertyUrl"] = field["propertyUrl"]
    return own
