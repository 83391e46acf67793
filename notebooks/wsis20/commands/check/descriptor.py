"""The descriptor: complete, of one release, with each table once and in its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wsis20 import project
from wsis20.commands.check.fault import Fault
from wsis20.commands.check.interface import recorded
from wsis20.commands.check.shapes import shape_faults
from wsis20.project import Refusal
from wsis20.upkeep import digests

FILE = "datapackage.json"
PLACES = {"path": "data/{}.csv", "schema": "schemas/{}.json"}


def numbered(content: object) -> list[tuple[int, dict]]:
    """Return the resources of a descriptor that have a name, each with its number in the list of all."""
    found = content.get("resources") if isinstance(content, dict) else None
    found = found if isinstance(found, list) else []
    return [(n, one) for n, one in enumerate(found) if isinstance(one, dict) and isinstance(one.get("name"), str)]


def resources(content: object) -> list[dict]:
    """Return the resources of a descriptor that have a name."""
    return [resource for _, resource in numbered(content)]


def faults(content: dict) -> Iterator[Fault]:
    """Find what is wrong with the descriptor on its own."""
    yield from shape_faults(FILE, content, "descriptor")
    names = [resource["name"] for resource in resources(content)]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Fault(FILE, "", "resources", name, f"no more than one resource has the name {name!r}")
    for name in sorted(recorded().keys() - set(names)):
        yield Fault(FILE, "", "resources", None, f"a resource for the table {name!r}, which the recorded interface has")
    for number, resource in numbered(content):
        for key, place in PLACES.items():
            wanted = place.format(resource["name"])
            if key in resource and resource[key] != wanted:
                yield Fault(FILE, "", f"resources[{number}].{key}", resource[key], wanted)
    yield from release_faults(content)


def release_faults(content: Mapping) -> Iterator[Fault]:
    """Find a title, a version or a day unlike that of ``CITATION.cff``."""
    try:
        cited = project.citation()
    except Refusal as refusal:
        yield Fault("CITATION.cff", "", "", None, f"a citation file that can be read; {refusal}")
        return
    for key in ("title", "version"):
        if isinstance(content.get(key), str) and content[key] != str(cited[key]):
            yield Fault(FILE, "", key, content[key], f"{str(cited[key])!r}, as CITATION.cff has it")
    created = f"{project.release_date()}T00:00:00Z"
    if isinstance(content.get("created"), str) and content["created"] != created:
        yield Fault(FILE, "", "created", content["created"], f"{created!r}, the day of release in CITATION.cff")


def heading_faults(content: dict, schemas: Mapping[str, object]) -> Iterator[Fault]:
    """Find a title or description of a table unlike that of its schema; ``schemas`` holds the schemas by table."""
    for number, resource in numbered(content):
        schema = schemas.get(resource["name"])
        for key in ("title", "description"):
            if isinstance(schema, dict) and resource.get(key) != schema.get(key):
                wanted = f"{schema.get(key)!r}, as the schema of the table has it"
                yield Fault(FILE, "", f"resources[{number}].{key}", resource.get(key), wanted)


def digest_faults(content: dict, data: Mapping[str, bytes]) -> Iterator[Fault]:
    """Find sizes and hashes unlike those of the data files; ``data`` holds the bytes by table."""
    for number, resource in numbered(content):
        if resource["name"] not in data:
            continue
        for key, value in digests(data[resource["name"]]).items():
            if resource.get(key, value) != value:
                hint = f"{value}, of data/{resource['name']}.csv; if the change is meant, run: python -m wsis20 hash"
                yield Fault(FILE, "", f"resources[{number}].{key}", resource[key], hint)
