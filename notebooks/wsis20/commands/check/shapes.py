"""The shapes of the JSON files: JSON Schemas for the descriptor and for a Table Schema, stricter than the standard.

The standard leaves much open, for the packages of everybody; these say what this package has. Each part carries, as its
``description``, what a fault says was expected.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema

from wsis20.characters import unfit
from wsis20.commands.check.address import WANTED, is_address
from wsis20.commands.check.fault import Fault

NAME = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"


def texted(said: str, **more: Any) -> dict:
    """Return the shape of a text that is not blank."""
    return {"type": "string", "pattern": r"\S", "description": said} | more


def listed(items: dict, said: str, **more: Any) -> dict:
    """Return the shape of a list without repetition that is not empty."""
    return {"type": "array", "items": items, "minItems": 1, "uniqueItems": True, "description": said} | more


def shaped(required: dict, said: str, optional: dict | None = None) -> dict:
    """Return the shape of an object with these keys and no others."""
    return {
        "type": "object",
        "required": sorted(required),
        "properties": required | (optional or {}),
        "additionalProperties": False,
        "description": said,
    }


ROLES = ("author", "contact", "contributor", "creator", "funder", "maintainer", "publisher", "rightsHolder", "wrangler")
ROLE = {"enum": list(ROLES), "description": f"one of {', '.join(ROLES)}"}
ADDRESS = {"type": "string", "format": "uri", "description": WANTED}
LICENCE = {"name": texted("the name of a licence"), "title": texted("a title")}
LICENCES = listed(
    shaped(LICENCE | {"path": ADDRESS}, "a licence with name, title and path"),
    "at least one licence",
)
LICENCES_OF_TABLE = listed(
    shaped(
        LICENCE,
        "a licence with name and title, and with the address of its text as path where it has one",
        {"path": ADDRESS},
    ),
    "at least one licence",
)
SOURCES = listed(
    shaped({"title": texted("a title")}, "a source with a title", {"path": ADDRESS}), "at least one source"
)
RESOURCE = shaped(
    {
        "name": texted("the name of a table: small letters, digits and underlines", pattern=NAME),
        "type": {"const": "table", "description": "'table'"},
        "path": texted("data/, the name of the table and .csv"),
        "title": texted("a title"),
        "description": texted("a sentence"),
        "format": {"const": "csv", "description": "'csv'"},
        "mediatype": {"const": "text/csv", "description": "'text/csv'"},
        "encoding": {"const": "utf-8", "description": "'utf-8'"},
        "bytes": {"type": "integer", "minimum": 1, "description": "the number of bytes; run: python -m wsis20 hash"},
        "hash": texted(
            "sha256: and 64 hexadecimal digits; run: python -m wsis20 hash", pattern="^sha256:[0-9a-f]{64}$"
        ),
        "schema": texted("schemas/, the name of the table and .json"),
    },
    "a table with the keys of the data package standard that this package uses",
    {"licenses": LICENCES_OF_TABLE, "sources": SOURCES},
)
DESCRIPTOR = shaped(
    {
        "$schema": {
            "const": "https://datapackage.org/profiles/2.0/datapackage.json",
            "description": "the profile of the standard, version 2.0",
        },
        "name": texted("a name: small letters, digits and hyphens", pattern="^[a-z0-9]+(-[a-z0-9]+)*$"),
        "title": texted("a title"),
        "description": texted("a description"),
        "version": texted("a version such as 1.2.3", pattern=r"^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$"),
        "keywords": listed(texted("a keyword"), "keywords, each once"),
        "contributors": listed(
            shaped(
                {"title": texted("a name"), "roles": listed(ROLE, "roles, each once")},
                "a contributor with title and roles",
                {"path": ADDRESS, "organization": texted("an organization")},
            ),
            "at least one contributor",
        ),
        "created": texted("a moment such as 2026-11-24T00:00:00Z", pattern=r"^\d{4}-\d{2}-\d{2}T00:00:00Z$"),
        "licenses": LICENCES,
        "sources": SOURCES,
        "resources": listed(RESOURCE, "at least one table", uniqueItems=False),
    },
    "a descriptor with the keys of the data package standard that this package uses",
    {
        "id": texted("an identifier"),
        "homepage": ADDRESS,
    },
)
MISSING = {
    "type": "array",
    "minItems": 1,
    "items": {
        "anyOf": [
            {"type": "string"},
            shaped({"value": {"type": "string"}, "label": texted("a label")}, "value and label"),
        ],
        "description": "a text, or an object with value and label",
    },
    "description": "texts that stand for a missing value, each with a label",
}
WORDS = listed(texted("a word"), "words, each once")
NUMBER = {"type": "number", "description": "a number"}
LENGTH = {"type": "integer", "minimum": 0, "description": "a length"}
CONSTRAINTS = shaped(
    {},
    "constraints of the standard",
    {
        "required": {"type": "boolean", "description": "true or false"},
        "unique": {"type": "boolean", "description": "true or false"},
        "pattern": {"type": "string", "format": "regex", "minLength": 1, "description": "a regular expression"},
        "enum": WORDS,
        "minimum": NUMBER,
        "maximum": NUMBER,
        "minLength": LENGTH,
        "maxLength": LENGTH,
    },
)
FIELD = shaped(
    {
        "name": texted("the name of a field: small letters, digits and underlines", pattern=NAME),
        "title": texted("a title"),
        "description": texted("a full sentence, with its full stop", pattern=r"\S\.$"),
        "type": {
            "enum": ["string", "integer", "number", "date", "list"],
            "description": "'string', 'integer', 'number', 'date' or 'list'",
        },
        "example": {"type": "string", "description": "an example"},
    },
    "a field with name, title, description, type and example, and keys of the standard only",
    {
        "propertyUrl": {"type": "string", "format": "term", "description": "the address of a public term"},
        "constraints": CONSTRAINTS,
        "categories": WORDS,
        "categoriesOrdered": {"type": "boolean", "description": "true or false"},
        "missingValues": MISSING,
        "delimiter": {"const": ";", "description": "';'"},
        "itemType": {"const": "string", "description": "'string'"},
        "format": {"enum": ["default", "uri"], "description": "'default' or 'uri'"},
    },
)
FIELDS = listed(texted("the name of a field"), "names of fields, each once")
SCHEMA = shaped(
    {
        "$schema": {
            "const": "https://datapackage.org/profiles/2.0/tableschema.json",
            "description": "the profile of the standard, version 2.0",
        },
        "title": texted("a title"),
        "description": texted("a full sentence, with its full stop", pattern=r"\S\.$"),
        "missingValues": MISSING,
        "fields": listed(FIELD, "at least one field", uniqueItems=False),
        "primaryKey": {
            "anyOf": [{"type": "string"}, FIELDS],
            "description": "the name of a field, or a list of such names",
        },
    },
    "a Table Schema with the keys of the standard that this package uses",
    {
        "uniqueKeys": listed(FIELDS, "lists of names of fields", uniqueItems=False),
        "foreignKeys": {
            "type": "array",
            "minItems": 1,
            "items": shaped(
                {
                    "fields": FIELDS,
                    "reference": shaped({"fields": FIELDS}, "a table and its fields", {"resource": texted("a table")}),
                },
                "fields, and the reference that they hold",
            ),
            "description": "a list of foreign keys",
        },
    },
)
FORMATS = jsonschema.FormatChecker(formats=["regex"])
FORMATS.checks("uri")(lambda value: not isinstance(value, str) or is_address(value))
FORMATS.checks("term")(lambda value: not isinstance(value, str) or is_address(value, ("https", "http")))
VALIDATORS = {
    "descriptor": jsonschema.Draft202012Validator(DESCRIPTOR, format_checker=FORMATS),
    "schema": jsonschema.Draft202012Validator(SCHEMA, format_checker=FORMATS),
}


def shape_faults(file: str, content: object, shape: str) -> Iterator[Fault]:
    """Yield what differs in a JSON value from a shape, and what is wrong with the characters of its keys and texts."""
    for error in VALIDATORS[shape].iter_errors(content):
        place, said = path(error.absolute_path), error.schema.get("description", "")
        if error.validator == "required":
            for key in [key for key in error.validator_value if key not in error.instance]:
                wanted = error.schema["properties"][key].get("description", "a value")
                yield Fault(file, "", f"{place}.{key}".lstrip("."), None, f"{wanted}; there is no {key}")
        elif error.validator == "additionalProperties":
            for key in sorted(error.instance.keys() - error.schema["properties"].keys()):
                yield Fault(file, "", place, key, f"no such key: {said}")
        else:
            yield Fault(file, "", place, error.instance, said)
    yield from text_faults(file, content)


def text_faults(file: str, content: object, place: str = "") -> Iterator[Fault]:
    """Yield what is wrong with the characters of keys and texts of a JSON value; it is not nested deep."""
    if isinstance(content, str):
        for said in unfit(content):
            yield Fault(file, "", place, content, said)
    elif isinstance(content, dict):
        for key, value in content.items():
            for said in unfit(key):
                yield Fault(file, "", place, key, f"in a key, {said}")
            yield from text_faults(file, value, f"{place}.{key}".lstrip("."))
    elif isinstance(content, list):
        for number, value in enumerate(content):
            yield from text_faults(file, value, f"{place}[{number}]")


def path(parts: Any) -> str:
    """Return a path in a JSON value in the usual form.

    >>> path(["resources", 2, "path"])
    'resources[2].path'
    """
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts).lstrip(".")
