"""The addition of a record to a data package: tried in a copy, and written at once when nothing is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wsis20 import textfile
from wsis20.commands import check, code
from wsis20.commands.add import bibliography, candidate, derivation, record, second_reading, sheets, statements_page
from wsis20.commands.add.candidate import Candidate
from wsis20.commands.add.ledger import NAME as LEDGER
from wsis20.commands.add.ledger import Ledger
from wsis20.commands.add.ledger import read as read_ledger
from wsis20.commands.add.record import NO_TEXT, Record
from wsis20.commands.add.rows import CALL, STATEMENT, Derived
from wsis20.commands.add.shape import NOT_STATED
from wsis20.commands.code import POSITIONS, Coded
from wsis20.lined import Mistake
from wsis20.project import Refusal
from wsis20.upkeep import Row, Tables
from wsis20.words import listing

NOT_YET = "Nothing was written into the data package: coding and second reading come first."
NO_COPY = "the part that was read, of which no text is kept"
DRY = "Nothing was written: this was tried only."
NUMBER = re.compile(r"(?<![\w.,])(?!(?:19|20)\d\d\b)\d")  # but for years


@dataclass
class Outcome:
    """What came of it: ``mistakes``, or ``changes`` of the package, what is ``told`` and what is ``left`` to do."""

    mistakes: list[Mistake | str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def add(package: Path, folder: Path, dry: bool = False) -> Outcome:
    """Add the record in a folder to a package; ``dry`` only says what would come of it.

    Raises `Refusal` where it has been added already, or nothing can be read.
    """
    tables = Tables(package)
    if (before := read_ledger(folder)) is not None:
        return finish(before, tables, folder, dry)
    found, misshapen = record.read(folder, tables)
    if found is None:
        return Outcome(by_line(misshapen))
    made = derivation.derive(found, tables)
    if wrong_rows := [*made.mistakes, *author_mistakes(found, made, tables)]:
        return Outcome(by_line(wrong_rows))
    units = sheets.units(made, found)
    readings, misread, unread = second_reading.finished(folder, made, tables, found.text.content)
    coded, uncoded = sheets.finished(package, folder, units)
    if coded is None or unread or misread:
        stand_in = candidate.provisional(made, second_reading.owed(made, tables), tables)
        tried = candidate.examine(candidate.ledger_of(made, tables, stand_in), made, found, tables)
        if mistakes := [*wrong(tried, package), *by_line(misread)]:
            return Outcome(mistakes)
        left = [*uncoded, *([f"{unread} cells to be read again in {folder / second_reading.NAME}"] if unread else [])]
        return begun(found, made, tables, left, dry)
    return whole(found, made, tables, coded, readings, dry)


def begun(found: Record, made: Derived, tables: Tables, left: list[str], dry: bool) -> Outcome:
    """Write the forms of a record that is right, and say what is ``left`` to do before its rows can be written."""
    again = f"Then run again: python -m wsis20 add {found.folder}"
    if dry:
        return Outcome([], changes(candidate.ledger_of(made, tables), tables, found.folder), [DRY], [*left, again])
    return Outcome([], [], [*write_forms(found, made, tables), NOT_YET], [*left, again])


def whole(found: Record, made: Derived, tables: Tables, coded: Coded, readings: list[Row], dry: bool) -> Outcome:
    """Write all rows of a record that is coded and was read a second time."""
    if misplaced := with_kinds(made, coded.kinds, found):
        return Outcome(by_line(misplaced))
    ledger = candidate.ledger_of(made, tables, {**coded.rows, "second_readings": readings})
    ledger.bibliography = entry(found, made, tables)
    ledger.page = page(made, tables)
    tried = candidate.examine(ledger, made, found, tables)
    if mistakes := wrong(tried, tables.folder):
        return Outcome(mistakes)
    if dry:
        return Outcome([], changes(ledger, tables, found.folder), [DRY])
    write(ledger, tried.texts, tables, found.folder)
    told = (
        f"Added {made.consultation or 'positions'} from {made.document}: the data package has all of it, and is valid."
    )
    return Outcome([], [], [told], afterwards(found, made, tables, ledger.page))


def by_line(mistakes: Iterable[Mistake]) -> list[Mistake | str]:
    """Return mistakes by the lines of their files."""
    return [*sorted(mistakes, key=lambda one: (one.file, one.line))]


def changes(added: Ledger, tables: Tables, folder: Path) -> list[str]:
    """Return what a person sees of a ledger before it is written."""
    shown = candidate.changes(added, tables, f"{tables.folder} → with {folder}")
    entry = ["The entry in the bibliography:", added.bibliography] if added.bibliography else []
    written = [f"The page book/{added.page[0]}.md:", added.page[2]] if added.page else []
    return [*shown, *entry, *written]


def wrong(tried: Candidate, package: Path) -> list[Mistake | str]:
    """Return what is wrong with a candidate; raise `Refusal` where the package has faults without it."""
    if tried.faults and (found := check.faults(package)):
        raise Refusal(f"{package}: the data package has faults before anything is added: {check.first_of(found)}")
    return [*by_line(tried.mistakes), *tried.faults]


def author_mistakes(found: Record, made: Derived, tables: Tables) -> list[Mistake]:
    """Return what hinders an entry in the bibliography."""
    text = bibliography.read(tables.folder)
    if text is None or not made.new.get("documents"):
        return []
    (document,) = made.new["documents"]
    mistakes = []
    if not by(found, made, tables):
        said = "there is no author; expected who stands for it in the bibliography, as it follows from nothing else"
        mistakes.append(found.mistake(("document", "author"), said))
    if bibliography.has_key(text, document["citation_key"]):
        place = ("document", "citation_key")
        mistakes.append(found.mistake(place, f"{document['citation_key']!r} is a key of the bibliography already"))
    return mistakes


def by(found: Record, made: Derived, tables: Tables) -> str:
    """Return who stands for the author of the document."""
    (document,) = made.new["documents"]
    organizers = [one for row in made.rows("consultations") for one in row["organizers"].split(";")]
    return bibliography.author(found, document, organizers, tables, made.new.get("organizations", []))


def entry(found: Record, made: Derived, tables: Tables) -> str:
    """Return the entry of a new document in the bibliography; nothing where there is no book or no new document."""
    text = bibliography.read(tables.folder)
    if text is None or not made.new.get("documents"):
        return ""
    return bibliography.entry(made.new["documents"][0], by(found, made, tables), text)


def page(made: Derived, tables: Tables) -> list[str]:
    """Return the page on who said what with its name and the page before it; nothing where none is to be written."""
    if not any(one["layer"] == STATEMENT for one in made.new.get("messages", [])):
        return []
    (consultation,) = made.rows("consultations")
    name, before = statements_page.place_of(consultation, tables.folder)
    return [name, before, statements_page.of(consultation)] if name else []


def with_kinds(made: Derived, kinds: Mapping[str, Mapping[str, str]], found: Record) -> list[Mistake]:
    """Give messages or positions the kinds that were coded; return what does not go with them."""
    mistakes = []
    for row in made.units:
        row |= kinds[row[made.layer.key]]
        if "addressee" not in row:
            continue
        if row["kind"] == CALL:
            row["addressee"] = row["addressee"] or NOT_STATED
        elif row["addressee"]:
            place = made.place("messages", row["message_id"], "addressee") or ("messages",)
            said = f"{row['addressee']!r}; expected nothing, as the message was coded as {row['kind']}, and is no call"
            mistakes.append(found.mistake(place, said))
    return mistakes


def write_forms(found: Record, made: Derived, tables: Tables) -> list[str]:
    """Write the sheets and the form that are not there, or a form in which nothing was entered; say which."""
    written = code.blank(tables.folder, found.folder, sheets.units(made, found), made.layer)
    form = found.folder / second_reading.NAME
    text = second_reading.blank(made, tables, NO_COPY if found.text is NO_TEXT else found.text_name)
    touched = form.is_file() and re.search(r"^  (value|place|decision): *\S", form.read_text("utf-8"), re.MULTILINE)
    if second_reading.owed(made, tables) and not touched and not (form.is_file() and form.read_text("utf-8") == text):
        textfile.replace({form: text})
        written.append(f"wrote {form}")
    return written


def write(added: Ledger, texts: Mapping[str, str], tables: Tables, folder: Path) -> None:
    """Write a ledger, then package and bibliography, so that an addition that is cut short can be finished.

    When it is interrupted and not killed, all is put back.
    """
    new = {tables.folder / path: text for path, text in texts.items()} | to_the_book(added, tables.folder)
    old = {path: textfile.read(path) for path in new if path.exists()}
    textfile.replace({folder / LEDGER: added.text()})
    try:
        textfile.replace(new)
    except BaseException:
        textfile.replace(old)
        for path in new.keys() - old.keys():
            path.unlink(missing_ok=True)
        (folder / LEDGER).unlink()
        raise


def to_the_book(added: Ledger, package: Path) -> dict[Path, str]:
    """Return the files of the book that an addition changes, as far as they are not yet so."""
    wanted = {}
    if (text := bibliography.read(package)) is not None and added.bibliography not in text:
        wanted[bibliography.path(package)] = bibliography.with_entry(text, added.bibliography)
    if added.page:
        name, before, said = added.page
        contents = statements_page.contents(package)
        wanted[contents] = statements_page.listed(textfile.read(contents), name, before)
        if not statements_page.path(package, name).exists():
            wanted[statements_page.path(package, name)] = said
    return {path: text for path, text in wanted.items() if not path.exists() or textfile.read(path) != text}


def finish(before: Ledger, tables: Tables, folder: Path, dry: bool) -> Outcome:
    """Finish an addition that was killed; raise `Refusal` where it was whole."""
    texts = candidate.texts(before, tables)
    if not texts and not to_the_book(before, tables.folder):
        raise Refusal(
            f"{folder}: this has been added already, as {before.name}; to take it out: python -m wsis20 remove {folder}"
        )
    if not dry:
        write(before, texts, tables, folder)
    told = f"The addition of {before.name} had been cut short; {'it can be' if dry else 'it is'} finished now."
    return Outcome([], [], [told])


def region_page(region: str, package: Path) -> str:
    """Return the name of the page of a region in the book beside a package, or in words which page it is."""
    name = statements_page.showing(package, "profile").get(region)
    return f"book/{name}.md" if name else f"the page of the region {region}"


def told_of(consultation: str, tables: Tables) -> dict[str, list[str]]:
    """Return what speaks of a consultation and its region, and of all consultations in the time it was to be.

    That is notes, the region where it has a note of its own, and steps, by table.
    """
    row = tables.by_key("consultations")[consultation,]
    about = {("consultations", consultation), ("regions", row["region_id"])}
    targets = tables.rows("note_targets")
    notes = dict.fromkeys(one["note_id"] for one in targets if (one["resource"], one["record"]) in about)
    day = row["start_date"]
    steps = [
        row["milestone_id"]
        for row in tables.rows("milestones")
        if "consultation" in f"{row['label']} {row['note']}".casefold()
        and row["planned_start"] <= day <= row["planned_end"]
    ]
    noted = [row["region_id"]] if tables.by_key("regions")[row["region_id"],]["note"] else []
    return {"source_notes": list(notes), "regions": noted, "milestones": steps}


def numbers_left(made: Derived) -> list[str]:
    """Return the new messages with a number in digits that is no year, of which the record gives no quantity."""
    counted = {row["message_id"] for row in made.rows("quantities")}
    messages = [row for row in made.rows("messages") if row["message_id"] not in counted]
    return [row["message_id"] for row in messages if NUMBER.search(row["paraphrase"])]


def afterwards(found: Record, made: Derived, tables: Tables, written: list[str]) -> list[str]:
    """Return what a person still has to do when the rows are there."""
    said = [
        "run: python -m wsis20 run. It runs the notebooks, and quotes each sentence of the book that is no longer so"
    ]
    for row in made.rows("consultations"):
        page = region_page(row["region_id"], tables.folder)
        said.append(f"read {page} again, and rewrite what it says of messages and meetings")
    if made.layer is POSITIONS:
        said.append("read the chapter on positions again, and rewrite what it says of them and of their holders")
    for row in made.changed.get("consultations", []):
        for table, keys in told_of(row["consultation_id"], tables).items():
            if keys:
                told = f"which may speak of the meeting as it was planned: {listing(keys)}"
                said.append(f"read data/{table}.csv again, {told}")
    if written:
        said.append(f"read book/{written[0]}.md, which is new, and add what a reader should know of the meeting")
    if uncounted := numbers_left(made):
        told = "is a quantity that the record lacks; where it is, take the record out, enter it there, and add it again"
        said.append(f"see whether a number in the paraphrase of {listing(uncounted)} {told}")
    said.append("name the document in `sources` of datapackage/datapackage.json, if messages were taken from it")
    said.append(
        "add a line to CHANGELOG.md under ## Unreleased, above the versions, "
        f"and keep {found.folder}: by it the addition can be taken out again"
    )
    return said
