"""Text files: read whole or refused in one line, and replaced all or none."""

from __future__ import annotations

import contextlib
import json
import math
import os
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wsis20.characters import one_line, shown
from wsis20.project import Refusal

DEPTH = 32  # of JSON; the files of this project need 7


def read_bytes(path: Path, what: str = "such file", name: str = "") -> bytes:
    """Return the bytes of a regular file; raise `Refusal` naming it when there is none or it cannot be read.

    A refusal gives the whole path where no ``name`` is given for it.
    """
    name = name or str(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Refusal(one_line(f"{name}: this is a folder or a device, not a file"))
        return path.read_bytes()
    except FileNotFoundError:
        raise Refusal(one_line(f"{name}: there is no {what}")) from None
    except OSError as error:
        raise Refusal(one_line(f"{name}: this cannot be read: {error.strerror}")) from None
    except ValueError as error:  # a NUL in a path
        raise Refusal(one_line(f"{name}: this is no path: {error}")) from None


def read(path: Path, what: str = "such file", name: str = "") -> str:
    """Return the text of a file in UTF-8; raise `Refusal` naming it, and the line of the first wrong byte."""
    data = read_bytes(path, what, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Refusal(
            one_line(f"{name or path}, line {line}: {data[error.start : error.start + 1]!r}; expected UTF-8")
        ) from None


def parse_json(text: str) -> tuple[Any, list[str]]:
    """Return a JSON value, and a list of the keys that stand twice in an object, each with its object in words.

    Raises `ValueError` for what is no JSON (NaN, Infinity and numbers beyond all measure are none) or is nested deeper
    than `DEPTH`.
    """
    twice: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> dict:
        keys = [key for key, _ in items]
        found = dict(items)
        if len(found) < len(keys):
            where = f" of the object with the name {shown(found['name'])}" if "name" in found else ""
            repeated = dict.fromkeys(key for key in keys if keys.count(key) > 1)
            twice.extend(f"the key {shown(key)}{where} stands twice" for key in repeated)
        return found

    def number(digits: str) -> float:
        value = float(digits)
        if not math.isfinite(value):
            raise ValueError("a number is beyond all measure")
        return value

    def constant(name: str) -> None:
        raise ValueError(f"{name} is no JSON")

    try:
        value = json.loads(text, object_pairs_hook=pairs, parse_float=number, parse_constant=constant)
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    level = [value]
    for _ in range(DEPTH):
        holders = [one.values() if isinstance(one, dict) else one for one in level if isinstance(one, (dict, list))]
        level = [inner for holder in holders for inner in holder]
    if level:
        raise ValueError("it is nested too deep")
    return value, twice


def read_json(path: Path, what: str = "such file", name: str = "", kind: type = dict) -> Any:
    """Return a JSON object, or a list; raise `Refusal` naming the file when it is none, or a key stands in it twice."""
    text = read(path, what, name)
    name = name or str(path)
    try:
        content, twice = parse_json(text)
    except json.JSONDecodeError as error:
        raise Refusal(one_line(f"{name}, line {error.lineno}: this is not valid JSON: {error.msg}")) from None
    except ValueError as error:
        raise Refusal(one_line(f"{name}: this is not valid JSON: {error}")) from None
    if twice:
        raise Refusal(one_line(f"{name}: {twice[0]}"))
    if not isinstance(content, kind):
        raise Refusal(one_line(f"{name}: this is no JSON {'object' if kind is dict else 'list'}"))
    return content


def replace(texts: Mapping[Path, str]) -> None:
    """Write texts as UTF-8 in place of what was there: all of them are on the disk before the first takes its place.

    Raises `Refusal` for a text that cannot be encoded and `OSError` where the machine refuses; then nothing is
    replaced, and no draft stays.
    """
    drafts: dict[Path, Path] = {}
    try:
        for path, text in texts.items():
            try:
                data = text.encode("utf-8")
            except UnicodeEncodeError:
                raise Refusal(one_line(f"{path}: this would hold half a character (a lone surrogate)")) from None
            path.parent.mkdir(exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            drafts[path] = Path(name)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
            except OSError as error:  # of a full disk, say, which names no file
                raise OSError(error.errno, error.strerror, str(path)) from None
            mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~umask()
            drafts[path].chmod(mode)
        for path, draft in drafts.items():
            draft.replace(path)
    finally:
        for draft in drafts.values():
            with contextlib.suppress(OSError):
                draft.unlink()


def umask() -> int:
    """Return the umask of this process."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
