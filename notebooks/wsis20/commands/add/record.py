"""A record: what a person wrote in ``record.yml`` of a folder, and the text beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wsis20 import lined, textfile
from wsis20.commands.add import passage
from wsis20.commands.add.passage import Text
from wsis20.commands.add.shape import has_text, mistakes
from wsis20.lined import Lined, Mistake, Place
from wsis20.project import Refusal
from wsis20.upkeep import Tables

NAME = "record.yml"
TEXT_NAME = "text.txt"
NO_TEXT = Text("", "")


@dataclass
class Record:
    """What stands in a folder: ``value`` as it was written, ``text`` of the document, and its ``original``.

    ``original`` is the bytes of that file, where the record names one. The text is `NO_TEXT` where a part of the
    document was read, and none was kept.
    """

    folder: Path
    value: dict[str, Any]
    file: Lined
    text: Text
    original: bytes | None = None

    @property
    def text_name(self) -> str:
        """Return the name of the file with the text."""
        document = self.value["document"]
        return document.get("text", TEXT_NAME) if isinstance(document, dict) else TEXT_NAME

    def mistake(self, place: Place, said: str) -> Mistake:
        """Return a mistake at a place in the record."""
        return Mistake(NAME, self.file.line(place), place, said)


def read(folder: Path, tables: Tables) -> tuple[Record | None, list[Mistake]]:
    """Return the record in a folder, and what of it is not of its shape; raise `Refusal` where there is none.

    A field without a value counts as one that is not there. Without a text or with mistakes there is no record.
    """
    if not folder.is_dir():
        raise Refusal(f"{folder}: there is no such folder; write one with: python -m wsis20 add --template {folder}")
    file = lined.read(folder / NAME)
    file.value = filled(file.value) or {}
    found = list(mistakes(NAME, file, tables))
    if not isinstance(file.value, dict):
        return None, found
    document = file.value.get("document")
    told = document if isinstance(document, dict) else {}
    names = {field: told.get(field, default) for field, default in (("text", TEXT_NAME), ("original", ""))}
    held = has_text(file.value, tables)
    data: dict[str, Any] = {} if held else {"text": NO_TEXT}
    for field, name in names.items() if held else ():
        try:
            if name and isinstance(name, str):
                path = beside(folder, name)
                data[field] = passage.read(path) if field == "text" else textfile.read_bytes(path, "such file", name)
        except Refusal as refusal:
            place = ("document", field)
            found.append(Mistake(NAME, file.line(place), place, str(refusal)))
    if held and "text" in data:
        found += phrase_mistakes(file, data["text"].content)
    if found:
        return None, found
    return Record(folder, file.value, file, data["text"], data.get("original")), []


def filled(value: Any) -> Any:
    """Return a value without the fields and items in it that have nothing."""
    if isinstance(value, dict):
        kept = {name: filled(one) for name, one in value.items()}
        return {name: one for name, one in kept.items() if one not in ("", None, [], {})}
    return [filled(one) for one in value] if isinstance(value, list) else value


def beside(folder: Path, name: str) -> Path:
    """Return the path of a file of this name in a folder; raise `Refusal` for a path that leads elsewhere."""
    if Path(name).name != name:
        raise Refusal(f"{name!r}; expected the name of a file in the folder of the record")
    return folder / name


def phrase_mistakes(file: Lined, text: str) -> list[Mistake]:
    """Return what is wrong with the phrases of messages, positions and of what is left out."""
    found = []
    for section in ("messages", "positions", "left_out"):
        entries = file.value.get(section)
        for number, entry in enumerate(entries if isinstance(entries, list) else []):
            fields = {name: entry.get(name) for name in ("phrase", "from", "to")} if isinstance(entry, dict) else {}
            words = {name: value for name, value in fields.items() if isinstance(value, str)}
            try:
                if "phrase" in words:
                    passage.find(text, words)
            except passage.Misplaced as error:
                place = (section, number, error.field)
                found.append(Mistake(NAME, file.line(place), place, str(error)))
    return found
