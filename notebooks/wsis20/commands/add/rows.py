"""The rows that follow from a record, each cell with the place in the record that it comes from."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wsis20.characters import shown
from wsis20.commands.add import passage
from wsis20.commands.add.record import NO_TEXT, Record
from wsis20.commands.add.shape import NOT_DETERMINED, NOT_STATED, READ, SEVERAL
from wsis20.commands.check.corpus import MESSAGE_LETTERS
from wsis20.commands.code.layer import MESSAGES, Layer
from wsis20.lined import Mistake, Place
from wsis20.upkeep import Row, Tables

STATEMENT, KEY_MESSAGE, FINDING = "statement", "key message", "survey finding"
UNQUALIFIED = "unqualified"
CALL, OTHER = "call", "description"  # kinds that stand in until a message is coded
SMALL = str.maketrans("ßæœøđłı", "saoodli")
STRETCHES = {"passages": "passage_id", "exclusions": "exclusion_id", "positions": "position_id"}
OF_A_MEETING = ("venue", "host_event")


@dataclass
class Derived:
    """Rows by table: those that are ``new``, and those that are there and ``changed``; and what is wrong with them.

    ``places`` says for table, key and field where in the record a cell comes from; a field that is not there comes
    from the place of the field "". ``names`` are what the record calls things, each with table and key. The
    ``consultation`` is "" for positions, which have none; ``layer`` is that of the units to be coded.
    """

    new: dict[str, list[Row]] = field(default_factory=dict)
    changed: dict[str, list[Row]] = field(default_factory=dict)
    places: dict[tuple[str, str], dict[str, Place]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    names: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    consultation: str = ""
    document: str = ""
    layer: Layer = MESSAGES

    @property
    def units(self) -> list[Row]:
        """Return the new messages or positions."""
        return self.new.get(self.layer.units, [])

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table, new and changed."""
        return [*self.new.get(table, []), *self.changed.get(table, [])]

    def place(self, table: str, key: str, name: str) -> Place | None:
        """Return where in the record a cell comes from, None where it comes from elsewhere."""
        own = self.places.get((table, key))
        return None if own is None else own.get(name, own[""])


class Deriver:
    """Derives the rows of one record, section by section; each needs those before it."""

    def __init__(self, record: Record, tables: Tables) -> None:
        """Take a record without mistakes of shape, and the package that it comes to."""
        self.record = record
        self.tables = tables
        self.made = Derived()
        self.bodies: dict[str, Row] = {}

    def derive(self) -> Derived:
        """Return all rows."""
        value = self.record.value
        meeting = self.consultation_row(value["consultation"])
        self.made.consultation = meeting["consultation_id"]
        self.document(value["document"], meeting["consultation_id"])
        meeting["document_id"] = self.made.document
        self.add_consultation(meeting, value["consultation"])
        for number, person in enumerate(value.get("people", [])):
            self.person(("people", number), person)
        self.sequences()
        self.messages(value["messages"], meeting)
        self.left_out(value.get("left_out", []))
        self.stretches()
        self.notes(value.get("notes", []))
        return self.made

    def mistake(self, place: Place, said: str) -> None:
        """Note a mistake."""
        self.made.mistakes.append(self.record.mistake(place, said))

    def put(self, table: str, given: Mapping[str, str], place: Place, fields: Mapping[str, str]) -> Row:
        """Add a new row; ``fields`` says by field of the table which field of the record it comes from."""
        row = dict.fromkeys(self.tables.fields(table), "") | dict(given)
        key = " / ".join(self.tables.key(table, row))
        if self.tables.key(table, row) in self.tables.by_key(table):
            where = (*place, fields.get(self.tables.schema(table)["primaryKey"][0], ""))
            told = (
                "; where it was planned and is held now, write `replaces` for `id`" if table == "consultations" else ""
            )
            self.mistake(where if where[-1] else place, f"{shown(key)} is in {table} already{told}")
        elif key in (" / ".join(self.tables.key(table, one)) for one in self.made.new.get(table, [])):
            self.mistake(place, f"{shown(key)} comes from this record twice, to {table}")
        self.made.new.setdefault(table, []).append(row)
        self.note_places(table, key, place, fields)
        return row

    def change(self, table: str, row: Row, place: Place, fields: Mapping[str, str]) -> Row:
        """Note that a row of the package changes."""
        self.made.changed.setdefault(table, []).append(row)
        self.note_places(table, " / ".join(self.tables.key(table, row)), place, fields)
        return row

    def note_places(self, table: str, key: str, place: Place, fields: Mapping[str, str]) -> None:
        """Note where the cells of a row come from."""
        own = {name: (*place, written) for name, written in fields.items()}
        self.made.places[table, key] = {"": place} | own

    def called(self, name: str, table: str, row: Row) -> None:
        """Note how the record calls a row, for its notes."""
        self.made.names.setdefault(name, []).append((table, " / ".join(self.tables.key(table, row))))

    def document(self, given: Any, of: str) -> None:
        """Add the document, or find the one that is there; ``of`` begins the identifier of one that has none."""
        if isinstance(given, str):
            known = self.tables.by_key("documents").get((given,))
            if known is None:
                self.mistake(("document",), f"{shown(given)}; expected the identifier of a document that is there")
            elif known["sha256"] != self.record.text.sha256:
                self.mistake(
                    ("document",),
                    f"{self.record.text.sha256[:12]}… is not the SHA-256 of {given}, which has "
                    f"{shown(known['sha256'][:12])}",
                )
            self.made.document = given
            return
        own = given.get("id") or f"{of}-{slug(given['kind']).rpartition('-')[2]}"
        dated = "document_date" in given
        row = {
            "document_id": own,
            "title": given["title"],
            "publisher": given.get("publisher", NOT_STATED),
            "document_date": given.get("document_date", NOT_STATED),
            "date_precision": given.get("date_precision", "day" if dated else ""),
            "date_basis": given.get("date_basis", "stated" if dated else ""),
            "kind": given["kind"],
            "language": given["language"],
            "url": given["url"],
            "sha256": self.record.text.sha256,
            "original_sha256": passage.digest(self.record.original) if self.record.original is not None else "",
            "characters": "" if self.record.text is NO_TEXT else str(len(self.record.text.content)),
            "access": READ[given.get("read", "whole")],
            "accessed": given.get("accessed", NOT_DETERMINED),
            "citation_key": given.get("citation_key") or own.replace("-", ""),
            "confidence": given.get("confidence", "direct"),
            "title_basis": given.get("title_basis", "printed"),
            "note": given.get("note", ""),
        }
        fields = {
            "document_id": "id",
            "sha256": "text",
            "characters": "text",
            "original_sha256": "original",
            "access": "read",
        }
        made = self.put("documents", row, ("document",), same(given) | fields)
        self.made.document = own
        self.called("document", "documents", made)

    def consultation_row(self, given: Mapping[str, Any]) -> Row:
        """Return the row of the consultation, new or as it was with what the record says."""
        taken = {
            name: given[written]
            for name, written in CONSULTATION_FIELDS.items()
            if written in given and written != "organizers"
        }
        if "replaces" in given:
            before = self.tables.by_key("consultations").get((given["replaces"],))
            if before is not None:
                start = {"end_date": given["start_date"]} if "start_date" in given else {}
                plain = {"date_precision": "day", "date_basis": "stated"} if "start_date" in given else {}
                noted = {"note": ""} if "note" not in given else {}
                return {**before, **start, **plain, **noted, **taken, "status": "held"}
            wanted = "expected the identifier of a consultation that is there"
            self.mistake(("consultation", "replaces"), f"{shown(given['replaces'])}; {wanted}")
            return (
                dict.fromkeys(self.tables.fields("consultations"), "") | taken | {"consultation_id": given["replaces"]}
            )
        place = slug(given.get("city") or given["title"])
        if not place and "id" not in given:
            self.mistake(("consultation", "id"), "no identifier follows from city or title; expected one")
        meeting = given.get("kind", "open consultation") == "open consultation"
        usual = {
            "consultation_id": given.get("id") or f"{place}-{given['start_date'][:4]}",
            "kind": "open consultation",
            "end_date": given["start_date"],
            "date_precision": "day",
            "date_basis": "stated",
            **dict.fromkeys(OF_A_MEETING, NOT_STATED if meeting else ""),
            "format": NOT_STATED,
            "organizers": NOT_STATED,
            "status": "held",
        }
        return dict.fromkeys(self.tables.fields("consultations"), "") | usual | taken

    def add_consultation(self, row: Row, given: Mapping[str, Any]) -> None:
        """Add the consultation with its organizers, or change the one that is there."""
        if "organizers" in given:
            ids = [
                self.organization(("consultation", "organizers", number), one)
                for number, one in enumerate(given["organizers"])
            ]
            row["organizers"] = NOT_STATED if ids == [NOT_STATED] else ";".join(sorted(ids))
        if (row["region_id"],) not in self.tables.by_key("regions"):
            known = ", ".join(key for (key,) in self.tables.by_key("regions"))
            self.mistake(("consultation", "region"), f"{shown(row['region_id'])}; expected one of {known}")
        if "replaces" not in given:
            made = self.put("consultations", row, ("consultation",), CONSULTATION_FIELDS)
        else:
            fields = CONSULTATION_FIELDS | {"consultation_id": "replaces"}
            made = self.change("consultations", row, ("consultation",), fields)
        self.called("consultation", "consultations", made)

    def organization(self, place: Place, given: Any) -> str:
        """Return the identifier of an organization; add it where the record tells what it is."""
        if isinstance(given, str):
            known = {*(key for (key,) in self.tables.by_key("organizations")), *self.bodies, NOT_STATED}
            if given not in known | self.told_bodies():
                wanted = "expected the identifier of an organization, or its name, group and country"
                self.mistake(place, f"{shown(given)}; {wanted}")
            return given
        key = body_key(given)
        if not key:
            self.mistake((*place, "id"), "no identifier follows from acronym or name; expected one")
        usual = {"acronym": "", "note": ""}
        row = usual | {ORGANIZATION_FIELDS.get(name, name): value for name, value in given.items()}
        row |= {"organization_id": key}
        if given.get("country") == SEVERAL:
            row["country_code"] = ""
        elif "country" not in given:
            row["country_code"] = "" if given["group"] == "intergovernmental organization" else NOT_STATED
        fields = {there: here for here, there in ORGANIZATION_FIELDS.items()} | {"name": "name", "acronym": "acronym"}
        self.bodies[key] = made = self.put("organizations", row, place, fields)
        self.called(key, "organizations", made)
        return key

    def told_bodies(self) -> set[str]:
        """Return the identifiers of the organizations of which the record tells anywhere what they are."""
        value = self.record.value
        named = [
            *value["consultation"].get("organizers", []),
            *(one.get("organization") for one in value.get("people", [])),
        ]
        return {body_key(one) for one in named if isinstance(one, dict)}

    def person(self, place: Place, given: Mapping[str, Any]) -> None:
        """Add somebody with what the document says of them, or somebody who is there."""
        forms = given.get("names_as_printed", [])
        if "person" in given:
            before = self.tables.by_key("people").get((given["person"],))
            if before is None:
                self.mistake(
                    (*place, "person"), f"{shown(given['person'])}; expected the identifier of a person who is there"
                )
                return
            row, known = before, before["names_as_printed"].split(";")
            if more := [one for one in forms if one not in known]:
                row = before | {"names_as_printed": ";".join([*known, *more])}
                self.change("people", row, place, {"names_as_printed": "names_as_printed", "person_id": "person"})
        else:
            made = {name: given[name] for name in ("name", "given_name", "family_name")}
            made |= {
                "person_id": slug(given["name"]),
                "names_as_printed": ";".join(forms or [given["name"]]),
                "note": given.get("person_note", ""),
            }
            fields = {name: name for name in made} | {"person_id": "name", "note": "person_note"}
            row = self.put("people", made, place, fields)
        self.appearance(place, given, row)

    def appearance(self, place: Place, given: Mapping[str, Any], person: Row) -> None:
        """Add the appearance of somebody."""
        author = given["role"] == "author"
        body = self.organization((*place, "organization"), given["organization"]) if "organization" in given else ""
        own = self.bodies.get(body) or self.tables.by_key("organizations").get((body,))
        if own is None and body in self.told_bodies():
            own = {"stakeholder_group": self.told_group(body)}
        country = given.get("country", "")
        at = self.made.document if author else self.made.consultation
        usual = {
            "appearance_id": f"{at}-{self.short_name(person)}",
            "person_id": person["person_id"],
            "consultation_id": "" if author else self.made.consultation,
            "role": given["role"],
            "sequence": "1",
            "honorific": given.get("honorific", NOT_STATED),
            "post": given["post"],
            "organization_id": body or NOT_STATED,
            "country_code": country,
            "country_region_id": given.get("region") or self.region_of(country),
            "stakeholder_group": own["stakeholder_group"] if own else NOT_DETERMINED,
            "document_id": self.made.document,
            "locator": given["locator"],
            "note": given.get("note", ""),
        }
        if country and not usual["country_region_id"]:
            known = ", ".join(key for (key,) in self.tables.by_key("regions"))
            self.mistake(
                (*place, "region"), f"nobody here was from {country} before; expected its region, one of {known}"
            )
        fields = same(given) | {
            "person_id": "name",
            "organization_id": "organization",
            "country_code": "country",
            "country_region_id": "region",
            "stakeholder_group": "organization",
        }
        made = self.put("appearances", usual, place, fields)
        for name in (person["name"], person["person_id"]):
            self.called(name, "appearances", made)
            self.called(name, "people", person)

    def told_group(self, body: str) -> str:
        """Return the group of an organization that the record tells of further down."""
        value = self.record.value
        named = [
            *value["consultation"].get("organizers", []),
            *(one.get("organization") for one in value.get("people", [])),
        ]
        return next(one["group"] for one in named if isinstance(one, dict) and body_key(one) == body)

    def short_name(self, person: Row) -> str:
        """Return what an appearance calls a person: by the family name, by all names where that is taken."""
        family = person["family_name"]
        short = slug(person["name"].split()[-1] if family in (NOT_DETERMINED, "") else family) or person["person_id"]
        taken = {row["appearance_id"] for row in self.made.new.get("appearances", [])}
        return person["person_id"] if f"{self.made.consultation}-{short}" in taken else short

    def region_of(self, country: str) -> str:
        """Return the region of a country by the people from there who are in the package."""
        known = {row["country_code"]: row["country_region_id"] for row in self.tables.rows("appearances")}
        return known.get(country, "") if country else ""

    def sequences(self) -> None:
        """Give numbers to people in the order of the record, after those who are there; to authors apart."""
        counts: dict[tuple[str, str], int] = {}
        for row in self.tables.rows("appearances"):
            at = (row["consultation_id"], "" if row["consultation_id"] else row["document_id"])
            counts[at] = max(counts.get(at, 0), int(row["sequence"]))
        for row in self.made.new.get("appearances", []):
            at = (row["consultation_id"], "" if row["consultation_id"] else row["document_id"])
            counts[at] = counts.get(at, 0) + 1
            row["sequence"] = str(counts[at])

    def messages(self, given: list[Mapping[str, Any]], meeting: Row) -> None:
        """Add messages and their passages."""
        speakers = self.speakers()
        numbers: dict[str, int] = {}
        for number, one in enumerate(given):
            place = ("messages", number)
            layer = STATEMENT if "speaker" in one else FINDING if meeting["kind"] == "survey" else KEY_MESSAGE
            appearance = ""
            if "speaker" in one:
                appearance = speakers.get(one["speaker"], "")
                if not appearance:
                    wanted = f"expected a name from people: {', '.join(dict.fromkeys(speakers)) or 'there is nobody'}"
                    self.mistake((*place, "speaker"), f"{shown(one['speaker'])}; {wanted}")
            numbers[layer] = numbers.get(layer) or self.last_number(layer)
            numbers[layer] += 1
            key = f"{self.prefix(layer, meeting)}{numbers[layer]:0{2 if layer == STATEMENT else 1}d}"
            kind = CALL if "addressee" in one else OTHER
            row = {
                "message_id": key,
                "layer": layer,
                "consultation_id": self.made.consultation,
                "region_id": meeting["region_id"],
                "appearance_id": appearance,
                "number": str(numbers[layer]),
                "kind": kind,
                "kind_a": kind,
                "kind_b": kind,
                "addressee": one.get("addressee", ""),
                "paraphrase": one["paraphrase"],
                "document_id": self.made.document,
            }
            fields = {"paraphrase": "paraphrase", "addressee": "addressee", "appearance_id": "speaker"}
            made = self.put("messages", row, place, {name: to for name, to in fields.items() if to in one})
            self.called(f"message {number + 1}", "messages", made)
            self.stand("passages", {"passage_id": f"{key}-p1", "message_id": key}, place, one)
            for count, quantity in enumerate(one.get("quantities", [])):
                self.quantity((*place, "quantities", count), quantity, key)

    def quantity(self, place: Place, given: Mapping[str, str], message: str) -> None:
        """Add a number that a message states: one value, unless its qualifier says more."""
        qualifier = given.get("qualifier", UNQUALIFIED)
        low = given["value_low"]
        row = {
            "quantity_id": f"{message}-q{int(place[-1]) + 1}",
            "message_id": message,
            "qualifier": qualifier,
            "value_high": low if qualifier in (UNQUALIFIED, "about") else "",
            "before_high": given.get("before_low", ""),
        }
        made = self.put("quantities", row | dict(given), place, same(given))
        self.called(f"message {int(place[1]) + 1}", "quantities", made)

    def stand(self, table: str, row: Row, place: Place, given: Mapping[str, str]) -> None:
        """Add a row that is a place in the document."""
        fields = {"locator": "locator", "phrase": "phrase", "start_offset": "phrase", "reason": "reason"}
        made = self.put(table, row | self.stood(given), place, fields)
        if table == "exclusions":
            self.called(f"left_out {place[-1] + 1 if isinstance(place[-1], int) else ''}", table, made)

    def stood(self, given: Mapping[str, str]) -> Row:
        """Return the cells that say where in the document something stands: in words only, where no text is held."""
        told = {"document_id": self.made.document, "locator": given["locator"]}
        if "phrase" not in given:
            return told
        text = self.record.text.content
        start, end = passage.find(text, given)
        offsets = {"start_offset": str(start), "end_offset": str(end)}
        return told | offsets | {"phrase": given["phrase"], "sha256": passage.hashed(text, start, end)}

    def speakers(self) -> dict[str, str]:
        """Return the appearances of this consultation by name and identifier of the person."""
        names = {row["person_id"]: row["name"] for row in (*self.tables.rows("people"), *self.made.rows("people"))}
        found: dict[str, str] = {}
        for row in (*self.tables.rows("appearances"), *self.made.rows("appearances")):
            if row["consultation_id"] == self.made.consultation:
                found |= {names.get(row["person_id"], ""): row["appearance_id"], row["person_id"]: row["appearance_id"]}
        return found

    def last_number(self, layer: str) -> int:
        """Return the highest number of a message of this consultation in a layer, 0 where there is none."""
        own = self.of_consultation(layer)
        return max((int(row["number"]) for row in own), default=0)

    def of_consultation(self, layer: str) -> list[Row]:
        """Return the messages of this consultation in a layer that are there."""
        rows = self.tables.rows("messages")
        return [row for row in rows if (row["consultation_id"], row["layer"]) == (self.made.consultation, layer)]

    def prefix(self, layer: str, meeting: Row) -> str:
        """Return how identifiers of messages begin: with region or city, or the consultation where that is taken."""
        letter = MESSAGE_LETTERS[layer]
        if own := self.of_consultation(layer):
            return own[0]["message_id"].rstrip("0123456789")
        short = meeting["region_id"] if layer == KEY_MESSAGE else slug(meeting["city"] or meeting["consultation_id"])
        begun = f"{short}-{letter}"
        taken = any(re.fullmatch(rf"{re.escape(begun)}\d+", row["message_id"]) for row in self.tables.rows("messages"))
        return f"{self.made.consultation}-{letter}" if taken else begun

    def left_out(self, given: list[Mapping[str, str]]) -> None:
        """Add what is left out, numbered in the order of the text."""
        text = self.record.text.content
        before = [row for row in self.tables.rows("exclusions") if row["document_id"] == self.made.document]
        first = max((int(row["exclusion_id"].rpartition("-x")[2]) for row in before), default=0)
        found = sorted((passage.find(text, one), number) for number, one in enumerate(given))
        for order, (_, number) in enumerate(found, first + 1):
            row = {"exclusion_id": f"{self.made.document}-x{order:02d}", "reason": given[number]["reason"]}
            self.stand("exclusions", row, ("left_out", number), given[number])

    def stretches(self) -> None:
        """Note where passages overlap, and where a text is accounted for in part only."""
        own = []
        for table, key in STRETCHES.items():
            for row in (*self.tables.rows(table), *self.made.new.get(table, [])):
                if row["document_id"] == self.made.document and row["start_offset"]:
                    where = self.made.place(table, row[key], "phrase")
                    own.append((int(row["start_offset"]), int(row["end_offset"]), row["phrase"], where, table))
        own.sort(key=lambda one: one[:2])
        for before, after in itertools.pairwise(own):
            if after[0] < before[1]:
                where = after[3] or before[3] or (self.made.layer.units,)
                said = f"the passage goes from there over that of {shown(before[2])}; give both words with from and to"
                self.mistake(where, said)
        if any(table == "exclusions" for *_, table in own) and not self.made.mistakes:
            for line, words in passage.gaps(self.record.text.content, [one[:2] for one in own]):
                unit = self.made.layer.units.removesuffix("s")
                said = f"line {line} of the text is neither in a {unit} nor left out: {shown(words)}"
                self.mistake(("left_out",), said)

    def notes(self, given: list[Mapping[str, Any]]) -> None:
        """Add notes on the source, and what each is about."""
        for number, one in enumerate(given):
            place: Place = ("notes", number)
            targets = list(self.targets(place, one["about"]))
            first = slug(one["about"][0]["field"].replace("_", "-"))
            key = self.free(f"{self.made.consultation or self.made.document}-{first}")
            row = {
                "note_id": key,
                "document_id": self.made.document,
                "other_document_id": one.get("other_document", ""),
                "affects": ";".join(dict.fromkeys(f"{table}.{name}" for table, _, name in targets)),
                **{name: one[name] for name in ("kind", "locator", "description", "treatment")},
            }
            self.put(
                "source_notes", row, place, same(one) | {"other_document_id": "other_document", "affects": "about"}
            )
            for table, record, name in targets:
                target = {"note_id": key, "resource": table, "record": record, "field": name}
                self.put("note_targets", target, (*place, "about"), {})

    def free(self, key: str) -> str:
        """Return an identifier of a note that nothing has: this one, or with a number."""
        taken = {row["note_id"] for row in (*self.tables.rows("source_notes"), *self.made.rows("source_notes"))}
        tried = (key, *(f"{key}-{number}" for number in range(2, len(taken) + 3)))
        return next(one for one in tried if one not in taken)

    def targets(self, place: Place, about: list[Mapping[str, str]]) -> Iterator[tuple[str, str, str]]:
        """Yield table, key and field of what a note is about."""
        for number, one in enumerate(about):
            where = (*place, "about", number)
            if one["of"] not in self.made.names:
                wanted = f"expected one of {', '.join(self.made.names)}"
                self.mistake((*where, "of"), f"{shown(one['of'])}; {wanted}")
                continue
            held = [pair for pair in self.made.names[one["of"]] if one["field"] in self.tables.fields(pair[0])]
            if not held:
                names = [name for table, _ in self.made.names[one["of"]] for name in self.tables.fields(table)]
                self.mistake(
                    (*where, "field"), f"{shown(one['field'])}; expected one of {', '.join(dict.fromkeys(names))}"
                )
                continue
            yield (*held[0], one["field"])


CONSULTATION_FIELDS = {
    "consultation_id": "id",
    "region_id": "region",
    "country_code": "country",
    "organizers": "organizers",
    **{
        name: name
        for name in (
            "title",
            "kind",
            "part_of",
            "start_date",
            "end_date",
            "date_precision",
            "date_basis",
            "city",
            "latitude",
            "longitude",
            "venue",
            "host_event",
            "format",
            "locator",
            "note",
        )
    },
}
"""Fields of a row of ``consultations`` that a record has, and how it calls them."""
ORGANIZATION_FIELDS = {"id": "organization_id", "group": "stakeholder_group", "country": "country_code"}


def same(given: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of a part of a record, which go to fields of the same name."""
    return {name: name for name in given}


def body_key(given: Mapping[str, str]) -> str:
    """Return the identifier of an organization of which a record tells what it is."""
    return given.get("id") or slug(given.get("acronym") or given["name"])


def slug(text: str) -> str:
    """Return a text as an identifier.

    >>> slug("José Ángel Núñez-Ruiz"), slug("Dar es Salaam")
    ('jose-angel-nunez-ruiz', 'dar-es-salaam')
    """
    letters = unicodedata.normalize("NFD", text.casefold().translate(SMALL))
    return "-".join(re.findall(r"[a-z0-9]+", "".join(one for one in letters if not unicodedata.combining(one))))
