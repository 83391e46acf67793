"""The templates of records, made up: each can be added as it is, and has a line on every field."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from wsis20 import textfile
from wsis20.commands.add.record import NAME, TEXT_NAME
from wsis20.project import Refusal

CONSULTATION = {NAME: "template.yml", TEXT_NAME: "template.txt"}
POSITIONS = {NAME: "positions.yml", TEXT_NAME: "positions.txt"}


def write(folder: Path, parts: Mapping[str, str] = CONSULTATION) -> list[Path]:
    """Write record and text into a folder, and return their paths; raise `Refusal` where one of them is there."""
    for name in parts:
        if (folder / name).exists():
            raise Refusal(f"{folder / name}: this is there already; expected a folder without a record")
    folder.mkdir(parents=True, exist_ok=True)
    texts = {folder / name: part(source) for name, source in parts.items()}
    textfile.replace(texts)
    return list(texts)


def part(name: str) -> str:
    """Return a file that stands beside this module."""
    return files("wsis20.commands.add").joinpath(name).read_text(encoding="utf-8")
