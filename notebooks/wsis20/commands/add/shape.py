"""The shape of a record: which fields there are, which are needed, and what each may hold.

What a field of the record may hold is what the field of the table may that it goes to, by the Table Schema.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema

from wsis20.characters import shown
from wsis20.commands.check import cells
from wsis20.commands.check.corpus import HELD
from wsis20.commands.check.interface import recorded
from wsis20.lined import Lined, Mistake
from wsis20.upkeep import Tables

OF_THE_SCHEMA = (
    "(enum)",
    "(pattern)",
    "(minimum)",
    "(maximum)",
    "(minLength)",
    "(maxLength)",
    "(type)",
    "(required)",
    "(missing)",
)
NOT_STATED, NOT_DETERMINED = "not stated", "not determined"
WHERE = {NOT_STATED: "the document does not say", NOT_DETERMINED: "its words do not settle it"}
SEVERAL = "several"  # of the countries of a body, in place of one
TEXT = "text"  # of what goes to no field of a table


@dataclass(frozen=True)
class Part:
    """A field of the record: the ``table.field`` that it goes to, and whether a record must have it."""

    goes_to: str = TEXT
    needed: bool = False
    several: bool = False


DOCUMENT = {
    "id": Part("documents.document_id"),
    "title": Part("documents.title", needed=True),
    "publisher": Part("documents.publisher"),
    "document_date": Part("documents.document_date"),
    "date_precision": Part("documents.date_precision"),
    "date_basis": Part("documents.date_basis"),
    "kind": Part("documents.kind", needed=True),
    "language": Part("documents.language", needed=True),
    "url": Part("documents.url", needed=True),
    "accessed": Part("documents.accessed"),
    "text": Part(),
    "original": Part(),
    "author": Part(),
    "citation_key": Part("documents.citation_key"),
    "confidence": Part("documents.confidence"),
    "title_basis": Part("documents.title_basis"),
    "note": Part("documents.note"),
}
CONSULTATION = {
    "id": Part("consultations.consultation_id"),
    "replaces": Part("consultations.consultation_id"),
    "title": Part("consultations.title", needed=True),
    "kind": Part("consultations.kind"),
    "part_of": Part("consultations.part_of"),
    "region": Part("consultations.region_id", needed=True),
    "start_date": Part("consultations.start_date", needed=True),
    "end_date": Part("consultations.end_date"),
    "date_precision": Part("consultations.date_precision"),
    "date_basis": Part("consultations.date_basis"),
    "city": Part("consultations.city"),
    "country": Part("consultations.country_code"),
    "latitude": Part("consultations.latitude"),
    "longitude": Part("consultations.longitude"),
    "venue": Part("consultations.venue"),
    "host_event": Part("consultations.host_event"),
    "format": Part("consultations.format"),
    "organizers": Part("organizations.organization_id", several=True),
    "locator": Part("consultations.locator", needed=True),
    "note": Part("consultations.note"),
}
OLD_CONSULTATION = {name: Part(part.goes_to, name == "locator", part.several) for name, part in CONSULTATION.items()}
"""Of a consultation that is in the package: what is left out stays as it is."""
ORGANIZATION = {
    "id": Part("organizations.organization_id"),
    "name": Part("organizations.name", needed=True),
    "acronym": Part("organizations.acronym"),
    "group": Part("organizations.stakeholder_group", needed=True),
    "country": Part("organizations.country_code"),
    "note": Part("organizations.note"),
}
APPEARANCE = {
    "role": Part("appearances.role", needed=True),
    "honorific": Part("appearances.honorific"),
    "post": Part("appearances.post", needed=True),
    "organization": Part("organizations.organization_id"),
    "country": Part("appearances.country_code"),
    "region": Part("appearances.country_region_id"),
    "locator": Part("appearances.locator", needed=True),
    "note": Part("appearances.note"),
    "names_as_printed": Part("people.names_as_printed", several=True),
}
NEW_PERSON = APPEARANCE | {
    "name": Part("people.name", needed=True),
    "given_name": Part("people.given_name", needed=True),
    "family_name": Part("people.family_name", needed=True),
    "person_note": Part("people.note"),
}
KNOWN_PERSON = APPEARANCE | {"person": Part("people.person_id", needed=True)}
PASSAGE = {
    "phrase": Part("passages.phrase", needed=True),
    "from": Part(),
    "to": Part(),
    "locator": Part("passages.locator", needed=True),
}
HOLDER = {
    "id": Part("holders.holder_id"),
    "name": Part("holders.name", needed=True),
    "kind": Part("holders.kind", needed=True),
    "region": Part("holders.region_id"),
    "region_basis": Part("holders.region_basis", needed=True),
}
KNOWN_HOLDER = {"holder": Part("holders.holder_id", needed=True)}
POSITION = {
    "holder": Part(),
    "attributed_to": Part("positions.attributed_to"),
    "paraphrase": Part("positions.paraphrase", needed=True),
}
READ = {"whole": "text held", "opening": "opening held", "part": "read in part"}
"""How much of a document with positions was read, and what follows for the access to it."""
NOTHING: dict[str, Any] = {"not": {}, "description": "nothing, as no text of the document is held"}
IN_A_TEXT = (("text", "original"), ("phrase", "from", "to"), ("left_out",))
"""Fields of a document, of a position and of a record for which a text has to be held."""
QUANTITY = {
    "subject": Part("quantities.subject", needed=True),
    "qualifier": Part("quantities.qualifier"),
    "value_low": Part("quantities.value_low", needed=True),
    "value_high": Part("quantities.value_high"),
    "unit": Part("quantities.unit", needed=True),
    "before_low": Part("quantities.before_low"),
    "before_high": Part("quantities.before_high"),
}
MESSAGE = {
    "speaker": Part(),
    "paraphrase": Part("messages.paraphrase", needed=True),
    **PASSAGE,
    "addressee": Part("messages.addressee"),
}
LEFT_OUT = {"reason": Part("exclusions.reason", needed=True), **PASSAGE}
ABOUT = {"of": Part(needed=True), "field": Part("note_targets.field", needed=True)}
NOTE = {
    "kind": Part("source_notes.kind", needed=True),
    "other_document": Part("source_notes.other_document_id"),
    "locator": Part("source_notes.locator", needed=True),
    "description": Part("source_notes.description", needed=True),
    "treatment": Part("source_notes.treatment", needed=True),
}


def shape(tables: Tables, value: Any) -> dict:
    """Return the JSON Schema of a record that has this value: one of a consultation, or one of positions."""
    return of_positions(tables, has_text(value, tables)) if is_of_positions(value) else of_consultation(tables)


def is_of_positions(value: Any) -> bool:
    """Return whether a record has positions, in place of a consultation."""
    return isinstance(value, dict) and not value.keys().isdisjoint(("holders", "positions"))


def has_text(value: Any, tables: Tables) -> bool:
    """Return whether a text belongs to a record: none does where a part of the document was read, and not kept."""
    document = value.get("document") if isinstance(value, dict) and is_of_positions(value) else None
    if isinstance(document, str):
        known = tables.by_key("documents").get((document,))
        return known is None or known["access"] in HELD
    return not isinstance(document, dict) or document.get("read") != "part"


def of_consultation(tables: Tables) -> dict:
    """Return the JSON Schema of a record of a consultation."""
    country = {"if": {"const": SEVERAL}, "then": True, "else": leaf(tables, ORGANIZATION["country"])}
    body = mapped(tables, ORGANIZATION, country=country)
    organization = if_text(leaf(tables, Part("organizations.organization_id")), body)
    person = {
        "if": {"type": "object", "required": ["person"]},
        "then": mapped(tables, KNOWN_PERSON, organization=organization),
        "else": mapped(tables, NEW_PERSON, organization=organization),
    }
    organizers = listed(organization, "organizations")
    quantities = listed(mapped(tables, QUANTITY), "quantities")
    meeting = {
        "if": {"type": "object", "required": ["replaces"]},
        "then": mapped(tables, OLD_CONSULTATION, organizers=organizers),
        "else": mapped(tables, CONSULTATION, organizers=organizers),
    }
    sections = {
        "document": if_text(leaf(tables, Part("documents.document_id")), mapped(tables, DOCUMENT)),
        "consultation": meeting,
        "people": listed(person, "people"),
        "messages": listed(mapped(tables, MESSAGE, quantities=quantities), "messages", minItems=1),
        **common(tables),
    }
    return closed(sections, ("document", "consultation", "messages"))


def of_positions(tables: Tables, held: bool) -> dict:
    """Return the JSON Schema of a record of positions; where no text is ``held``, nothing has a place in one."""
    holder = {
        "if": {"type": "object", "required": ["holder"]},
        "then": mapped(tables, KNOWN_HOLDER),
        "else": mapped(tables, HOLDER),
    }
    read = {"enum": [*READ], "description": f"one of {', '.join(READ)}"}
    files, words, stretches = ({} if held else dict.fromkeys(names, NOTHING) for names in IN_A_TEXT)
    place = PASSAGE if held else {"locator": PASSAGE["locator"]}
    sections = {
        "document": if_text(
            leaf(tables, Part("documents.document_id")), mapped(tables, DOCUMENT, (), read=read, **files)
        ),
        "holders": listed(holder, "holders", minItems=1),
        "positions": listed(mapped(tables, POSITION | place, (), **words), "positions", minItems=1),
        **common(tables),
        **stretches,
    }
    return closed(sections, ("document", "holders", "positions"))


def common(tables: Tables) -> dict[str, dict]:
    """Return the shapes of the sections that every record may have."""
    note = mapped(tables, NOTE, needed=("about",), about=listed(mapped(tables, ABOUT), "what the note is about"))
    return {
        "left_out": listed(mapped(tables, LEFT_OUT), "stretches of the text"),
        "notes": listed(note, "notes"),
    }


def closed(properties: Mapping, needed: Iterator[str] | tuple[str, ...]) -> dict:
    """Return the shape of a mapping with these fields and no others."""
    wanted = f"fields: {', '.join(properties)}"
    return {
        "type": "object",
        "required": list(needed),
        "properties": dict(properties),
        "additionalProperties": False,
        "description": wanted,
    }


def mapped(tables: Tables, parts: Mapping[str, Part], needed: tuple[str, ...] = (), **others: dict) -> dict:
    """Return the shape of a mapping by its parts; ``others`` are shapes of fields that are no leaves."""
    properties = {name: leaf(tables, part) for name, part in parts.items()} | others
    return closed(properties, (*(name for name, part in parts.items() if part.needed), *needed))


def listed(items: dict, said: str, **more: Any) -> dict:
    """Return the shape of a list."""
    return {"type": "array", "items": items, "description": f"a list of {said}, each after a hyphen"} | more


def if_text(one: dict, other: dict) -> dict:
    """Return the shape of what is either a text or something else."""
    return {"if": {"type": "string"}, "then": one, "else": other}


def leaf(tables: Tables, part: Part) -> dict:
    """Return the shape of a text that goes to a field of a table, or of a list of such texts."""
    if part.goes_to == TEXT:
        return {"type": "string", "minLength": 1, "description": "a text"}
    table, _, name = part.goes_to.partition(".")
    field = tables.fields(table)[name]
    made = {"type": "string", "format": part.goes_to, "description": wanted(field)}
    return listed(made, "texts") if part.several else made


def wanted(field: Mapping) -> str:
    """Return in words what a field of a table may hold."""
    limits = field.get("constraints", {})
    if "enum" in limits:
        return f"one of {', '.join(limits['enum'])}"
    if field["type"] == "date":
        return f"a day as YYYY-MM-DD, such as {field['example']}"
    if "minimum" in limits and "maximum" in limits:
        return f"a number from {limits['minimum']} to {limits['maximum']}, such as {field['example']}"
    if field["type"] == "integer" and "minimum" in limits:
        return f"a whole number from {limits['minimum']}, such as {field['example']}"
    if "maxLength" in limits:
        return f"a text of {limits['minLength']} to {limits['maxLength']} characters"
    if "pattern" in limits or field["type"] == "number":
        return f"a value such as {field['example']}"
    return "a text"


def complaints(tables: Tables, goes_to: str, value: str) -> tuple[str, ...]:
    """Return what is wrong with a value for a field of a table, in words of people."""
    table, _, name = goes_to.partition(".")
    schema, told = recorded()[table], tables.fields(table)[name]
    (field,) = [field for field in schema["fields"] if field["name"] == name]
    if field["type"] == "list":  # of which a record has the items one by one
        field = {key: each for key, each in field.items() if key != "delimiter"} | {"type": "string"}
    said = cells.remembered(json.dumps([field, schema["missingValues"]]))(value)
    return tuple(
        f"{wanted(told)}; {missing_words(field, schema)}" if one.endswith(OF_THE_SCHEMA) else one for one in said
    )


def missing_words(field: Mapping, schema: Mapping) -> str:
    """Return how a field says that a value is not known, to go on after what it may have else."""
    values = [entry["value"] for entry in field.get("missingValues", schema["missingValues"]) if entry["value"]]
    limits = field.get("constraints", {})
    if limits.get("required") or not values:
        return "this cannot be left open"
    return "; ".join(f"where {WHERE[value]}: {value}" for value in values)


def mistakes(file: str, record: Lined, tables: Tables) -> Iterator[Mistake]:
    """Yield what of a record is not of its shape."""
    formats = jsonschema.FormatChecker(formats=())
    for parts in everything(tables):
        formats.checks(parts)(lambda value, to=parts: not isinstance(value, str) or not complaints(tables, to, value))
    validator = jsonschema.Draft202012Validator(shape(tables, record.value), format_checker=formats)
    for error in validator.iter_errors(record.value):
        place = tuple(error.absolute_path)
        said = error.schema.get("description", "")
        if error.validator == "required":
            for name in (name for name in error.validator_value if name not in error.instance):
                inner = error.schema["properties"][name].get("description", "a value")
                where = (*place, name)
                yield Mistake(file, record.line(place), where, f"there is no {name}; expected {inner}")
        elif error.validator == "additionalProperties":
            known = list(error.schema["properties"])
            for name in (name for name in error.instance if name not in known):
                near = difflib.get_close_matches(name, known, 1)
                hint = f"; did you mean {near[0]!r}?" if near else f"; expected {said}"
                yield Mistake(file, record.line((*place, name)), (*place, name), f"there is no such field{hint}")
        elif error.validator == "format":
            for one in complaints(tables, error.validator_value, error.instance):
                yield Mistake(file, record.line(place), place, f"{shown(error.instance)}; expected {one}")
        else:
            yield Mistake(file, record.line(place), place, f"{shown(error.instance)}; expected {said}")


def everything(tables: Tables) -> set[str]:
    """Return each ``table.field`` to which a field of a record may go."""
    people = (ORGANIZATION, NEW_PERSON, KNOWN_PERSON, HOLDER, KNOWN_HOLDER)
    sections = (DOCUMENT, CONSULTATION, MESSAGE, QUANTITY, POSITION, LEFT_OUT, ABOUT, NOTE)
    return {part.goes_to for parts in (*people, *sections) for part in parts.values()} - {TEXT}
