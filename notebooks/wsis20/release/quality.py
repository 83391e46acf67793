"""How the data were coded and checked, as a data package of its own: all that passes coded, decisions, second readings.

It stands beside the main package, of the same version, and shares `SHARED` with it. Its keys hold by themselves: a
table and a field that a row names stand in ``tables`` and ``fields``; ``record`` is the key of a row of the main one.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing

from wsis20 import codes, coding
from wsis20.documentation import dictionary
from wsis20.release import archive
from wsis20.release.source import Source
from wsis20.release.terms import as_json

SHARED = ("passes", "decisions", "second_readings")
PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
BESIDE = ("LICENSE-DATA", "CITATION.cff")
NAME = "wsis20-quality"
DESCRIPTION = (
    "How {title}, version {version}, was coded and checked: what each of two passes and the agreed one say of every "
    "unit, in one long table; the passes; what was decided where they differ, and why; and cells that were entered a "
    "second time, without sight of the first. Records are those of the main data package of the same version. Two "
    "passes did not see each other, and a third decided. {made_by}."
)
KEYS = {
    "fields": (["resource"], "tables"),
    "codes": (["resource", "field"], "fields"),
    "passes": (["resource"], "tables"),
    "decisions": (["resource", "field"], "fields"),
    "second_readings": (["resource", "field"], "fields"),
}
"""The fields of each table that refer to fields of the same names in another."""
OWN = {
    "tables": (
        "Tables",
        "One row per table of the main data package.",
        ["resource"],
        {
            "resource": ("Table", "Name of the table.", "messages"),
            "title": ("Title", "Title of the table.", "Messages"),
            "description": ("What it is", "What one row of the table is.", "One row per region"),
        },
    ),
    "fields": (
        "Fields",
        "One row per field of the main data package.",
        ["resource", "field"],
        {
            "resource": ("Table", "The table.", "messages"),
            "field": ("Field", "Name of the field in the table.", "kind"),
            "title": ("Title", "Title of the field.", "Kind of message"),
            "description": ("What it is", "What the field says.", "The message."),
        },
    ),
    "codes": (
        "Codes",
        "One row per unit, field and pass: what the pass said. What no pass found has no row, and is `nothing` or `no` "
        "in all: how many units were judged follows from `passes.units`, for themes times the themes of the codebook.",
        ["resource", "record", "field", "coding_pass"],
        {
            "resource": ("Table", "The table that was coded in passes.", "messages"),
            "record": (
                "Unit",
                "What was coded, by its keys, joined by a slash between spaces: a message and a theme, a key message "
                "and a statement, a call and its response, an act, a message.",
                "astana-s24",
            ),
            "field": ("Field", "The field of the code; a field of the key where the row itself is the code.", "kind"),
            "coding_pass": ("Pass", "`A` and `B`, made independently of one another, or `agreed`.", "A"),
            "code": (
                "Code",
                "What the pass said: `yes` and `no` where the row itself is the code; `nothing` where the pass has no "
                "row or found none; a list in the order of the alphabet; empty where nothing applies.",
                "call",
            ),
            "first_key": (
                "First key",
                "The first of the keys in `record`, alone, by which rows of the main package are found.",
                "astana-s24",
            ),
            "second_key": (
                "Second key",
                "The second of the keys, where there are two: the theme, or the statement behind a key message.",
                "cooperation",
            ),
        },
    ),
}
"""Tables that are here alone: title, description, key, and fields with title, description and example."""
MAY_BE_EMPTY = (("codes", "code"), ("codes", "second_key"))
READ_ME = """\
# {title}

{description}

Version {version}. Licence: {licence}. {exceptions} Cells of them that were entered a second time stand in
`second_readings`.

{tables}
"""


def package(source: Source) -> bytes:
    """Return the package as an archive, whose descriptor holds the schemas."""
    rows = {"tables": tables(source), "fields": fields(source), "codes": coded(source)}
    held = {f"data/{name}.csv": as_csv(OWN[name][3], rows[name]) for name in OWN}
    held |= {f"data/{name}.csv": source.files[f"data/{name}.csv"] for name in SHARED}
    about = descriptor(source, held)
    held |= {"datapackage.json": as_json(about), "README.md": readme(about, source.exceptions).encode()}
    return archive.stored(held | {name: source.files[name] for name in BESIDE})


def tables(source: Source) -> list[Sequence[str]]:
    """Return the tables of the main package."""
    return [(one["name"], one["title"], one["description"]) for one in source.descriptor["resources"]]


def fields(source: Source) -> list[Sequence[str]]:
    """Return the fields of the main package."""
    return [
        (table, field["name"], field["title"], field["description"])
        for table, schema in source.package.schemas.items()
        for field in schema["fields"]
    ]


def coded(source: Source) -> list[Sequence[str]]:
    """Return what each pass said, from the view of the database."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(source.database)
        return sorted(database.execute(f"SELECT {', '.join(OWN['codes'][3])} FROM {codes.VIEW}"))


def as_csv(head: Iterable[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV, as the files of the main package are written."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return held.getvalue().encode()


def descriptor(source: Source, files: dict[str, bytes]) -> dict:
    """Return the descriptor of files by their paths, with the schemas in it."""
    main, title = source.descriptor, f"{source.descriptor['title']}: quality"
    resources = []
    for path, content in files.items():
        name = path.removeprefix("data/").removesuffix(".csv")
        schema = schema_of(source, name)
        resources.append(
            {
                "name": name,
                "type": "table",
                "path": path,
                "title": schema["title"],
                "description": schema["description"],
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(content),
                "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
                "schema": schema,
            }
        )
    return {
        "$schema": main["$schema"],
        "name": NAME,
        "title": title,
        "description": DESCRIPTION.format(
            title=main["title"], version=source.version, made_by=coding.by_whom(source.package["passes"])
        ),
        **{key: main[key] for key in ("version", "created", "keywords", "contributors", "licenses")},
        "sources": [{"title": f"{main['title']}, data package, version {source.version}"}],
        "resources": resources,
    }


def schema_of(source: Source, name: str) -> dict:
    """Return the Table Schema of a table of this package."""
    schema = json.loads(source.files[f"schemas/{name}.json"]) if name in SHARED else own_schema(name)
    if name in KEYS:
        names, there = KEYS[name]
        schema["foreignKeys"] = [{"fields": names, "reference": {"resource": there, "fields": names}}]
    return schema


def own_schema(name: str) -> dict:
    """Return the Table Schema of a table that is here alone; all is text."""
    title, description, key, told = OWN[name]
    return {
        "$schema": PROFILE,
        "title": title,
        "description": description,
        "missingValues": [{"value": "", "label": "does not apply"}],
        "fields": [
            {
                "name": field,
                "title": heading,
                "description": meaning,
                "type": "string",
                "constraints": {"required": (name, field) not in MAY_BE_EMPTY},
                "example": example,
            }
            for field, (heading, meaning, example) in told.items()
        ],
        "primaryKey": key,
    }


def readme(about: dict, exceptions: list[str]) -> str:
    """Return what the package is and what its fields mean, for people."""
    parts = [
        f"## {one['name']}\n\n{one['description']}\n\n" + "\n".join(dictionary(one["schema"]))
        for one in about["resources"]
    ]
    told = {name: about[name] for name in ("title", "description", "version")}
    return READ_ME.format(
        **told, licence=about["licenses"][0]["title"], exceptions=" ".join(exceptions), tables="\n\n".join(parts)
    )
