"""The package folder and the bytes of its files: all that is listed, nothing else, clean text."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from wsis20.characters import unfit
from wsis20.commands.check.fault import Fault
from wsis20.project import Refusal
from wsis20.textfile import read_bytes

GENERATED = ("README.md", "codebook/codebook.md")
WRITTEN = ("codebook/rules.md",)


def listed(tables: Iterable[str]) -> set[str]:
    """Return the paths of the files that a package with these tables has."""
    files = {"datapackage.json", *GENERATED, *WRITTEN}
    return files | {path for name in tables for path in (f"data/{name}.csv", f"schemas/{name}.json")}


def folder_faults(folder: Path, wanted: set[str]) -> Iterator[Fault]:
    """Find files that are not there, files and folders that nothing lists, and links.

    Raises `Refusal` when the folder is not there or cannot be read.
    """
    if not folder.is_dir():
        raise Refusal(f"{folder}: {'this is no folder' if os.path.lexists(folder) else 'there is no such folder'}")
    found = dict(entries(folder, ""))
    folders = {path.rpartition("/")[0] for path in wanted}
    for path, mode in sorted(found.items()):
        if stat.S_ISLNK(mode):
            yield Fault(path_in_file(path), "", "", None, "a file or folder of its own, not a link")
        elif stat.S_ISDIR(mode):
            if path not in folders:
                yield Fault(path_in_file(path), "", "", None, "no folder that the descriptor does not list")
        elif path not in wanted and path.rpartition("/")[0] in folders:
            yield Fault(path_in_file(path), "", "", None, "no file that the descriptor does not list")
        elif path in wanted and not stat.S_ISREG(mode):
            yield Fault(path, "", "", None, "a file, not a folder or a device")
    for path in sorted(wanted):
        if path not in found:
            yield Fault(path, "", "", None, "the file to be there, as datapackage.json says")
        elif stat.S_ISDIR(found[path]):
            yield Fault(path, "", "", None, "a file, not a folder")


def path_in_file(path: str) -> str:
    """Return a path so that a fault takes it for a file and not for the name of a table."""
    return path if "/" in path or "." in path else f"{path}/"


def entries(folder: Path, parent: str) -> Iterator[tuple[str, int]]:
    """Yield path and mode of everything in a folder and below it; links are not followed."""
    try:
        with os.scandir(folder / parent) as found:
            for entry in found:
                path = f"{parent}{entry.name}"
                mode = entry.stat(follow_symlinks=False).st_mode
                yield path, mode
                if stat.S_ISDIR(mode) and parent.count("/") < 2:
                    yield from entries(folder, f"{path}/")
    except OSError as error:
        raise Refusal(f"{folder / parent}: this cannot be read: {error.strerror}") from None


def read(folder: Path, path: str) -> bytes | None:
    """Return the bytes of a file, ``None`` where there is no regular file or a link instead."""
    full = folder / path
    if full.is_symlink() or full.parent.is_symlink() or not full.is_file():
        return None
    return read_bytes(full)


def text_of(path: str, data: bytes) -> tuple[str | None, list[Fault]]:
    """Return the text of a file, ``None`` where it has none, and what is wrong with its bytes."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return None, [Fault(path, "", "", repr(data[error.start : error.start + 1])[1:], "UTF-8", line)]
    if not text:
        return None, [Fault(path, "", "", None, "content, not an empty file")]
    found = []
    if text.startswith("\ufeff"):
        found.append(Fault(path, "", "", None, "no byte order mark", 1))
    if "\r" in text:
        line = text[: text.index("\r")].count("\n") + 1
        found.append(Fault(path, "", "", None, f"lines that end in LF; line {line} ends in CR", line))
    if not text.endswith("\n"):
        found.append(Fault(path, "", "", text[-20:], "a newline at the end of the file", text.count("\n") + 1))
    return text, found


def prose_faults(path: str, text: str) -> Iterator[Fault]:
    """Find lines of a text for people that hold characters that no text of data may hold."""
    for number, line in enumerate(text.split("\n"), 1):
        for said in unfit(line, lines=True):
            yield Fault(path, "", "", line, said, number)
