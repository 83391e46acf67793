"""A sheet: the file in which one coder gives codes to units, without sight of the other pass."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wsis20 import lined, textfile
from wsis20.characters import one_line
from wsis20.coding import NO_THEME
from wsis20.commands.code.codebook import Codebook, Unit
from wsis20.commands.code.layer import ANSWERED_BY, BEHIND, LAYERS, LINKS, STANDS_BEHIND, Layer
from wsis20.lined import Lined, Mistake, Place, scalar
from wsis20.project import Refusal
from wsis20.tracing import NONE

HEAD = ("pass", "table", "coder", "seen", "made_on", "note")
READING = ("layer", "meeting", "paraphrase", "passage")  # of a unit: for reading, and not to be filled in
UNFINISHED = "unfinished"
CODES = ("themes", "reason", "kind", *(link.field for link in LINKS), UNFINISHED)


@dataclass
class Sheet:
    """What a sheet holds: ``head``, the ``entries`` of its units, and the file as it was read, with its name.

    ``codes`` says of which layer the units are, and ``name`` which pass it is.
    """

    name: str
    codes: Layer
    head: dict[str, Any]
    entries: list[dict[str, Any]]
    file: Lined

    def mistake(self, place: Place, said: str) -> Mistake:
        """Return a mistake at a place of this sheet."""
        return Mistake(file_name(self.name), self.file.line(place), place, said)

    def units(self) -> list[dict[str, str]]:
        """Return the units as they stand here for reading."""
        names = (self.codes.key, *READING)
        return [{name: text for name in names if isinstance(text := one.get(name), str)} for one in self.entries]


def file_name(name: str) -> str:
    """Return the name of the file of a pass.

    >>> file_name("A")
    'pass-a.yml'
    """
    return f"pass-{name.lower()}.yml"


def read(folder: Path, name: str) -> Sheet:
    """Return the sheet of a pass; raise `Refusal` where there is none, or it has not the form of one."""
    path = folder / file_name(name)
    if not path.is_file():
        raise Refusal(one_line(f"{path}: there is no such sheet; python -m wsis20 add {folder} writes blank ones"))
    file = lined.read(path)
    value = file.value if isinstance(file.value, dict) else {}
    units = value.get("units") or []
    if not isinstance(units, list) or not all(isinstance(one, dict) for one in units) or not units:
        raise Refusal(
            f"{path.name}, line {file.line(('units',))}: expected units: a list of units, each with its codes"
        )
    layer = LAYERS.get(str(value.get("table")))
    if layer is None:
        said = f"expected table: {' or '.join(LAYERS)}"
        raise Refusal(f"{path.name}, line {file.line(('table',))}: {said}")
    head = {key: text for key, text in value.items() if key != "units"}
    return Sheet(name, layer, head, [filled(one) for one in units], file)


def filled(value: Any) -> Any:
    """Return a value without the fields and items in it that have nothing."""
    if isinstance(value, dict):
        kept = {name: filled(one) for name, one in value.items()}
        return {name: one for name, one in kept.items() if one not in ("", None, [], {})}
    return [filled(one) for one in value] if isinstance(value, list) else value


def listed(value: Any) -> list[Any]:
    """Return what a field has as a list: the items of a list, or the parts of a text between commas."""
    if isinstance(value, str):
        return [part for part in value.replace(",", " ").split() if part]
    return value if isinstance(value, list) else []


def is_none(value: Any) -> bool:
    """Return whether a list of links says that there is none: by one entry with the word, whose note says why."""
    alone = isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict)
    return alone and NONE in (value[0].get(link.other) for link in LINKS)


def is_filled(sheet: Sheet) -> bool:
    """Return whether somebody has written anything into a sheet."""
    head = any(sheet.head.get(name) for name in ("coder", "seen", "made_on", "note"))
    return head or any(one.keys() & set(CODES) for one in sheet.entries)


def blank(
    folder: Path, units: Sequence[Unit], codebook: Codebook, layer: Layer, passes: Iterable[str]
) -> dict[Path, str]:
    """Return the texts of the sheets that are to be written: what is filled in stays, and new units come to it.

    A sheet into which somebody has written keeps all of it, also what is no longer fit, which a look at it names.
    """
    texts = {}
    for name in passes:
        path = folder / file_name(name)
        entries = [{key: unit[key] for key in (layer.key, *READING) if unit.get(key)} for unit in units]
        head = {"pass": name, "table": layer.units}
        if path.is_file():
            before = read(folder, name)
            known = {one.get(layer.key) for one in before.entries}
            if is_filled(before):
                entries = [*before.entries, *(one for one in entries if one[layer.key] not in known)]
                if len(entries) == len(before.entries):
                    continue
                head = before.head
        text = written(Sheet(name, layer, head, entries, Lined(None)), codebook)
        if not (path.is_file() and textfile.read(path) == text):
            texts[path] = text
    return texts


def written(sheet: Sheet, codebook: Codebook) -> str:
    """Return a sheet as a text."""
    lines = [*comment(sheet, codebook), ""]
    lines += [f"{name}: {scalar(str(sheet.head.get(name) or ''))}".rstrip() for name in HEAD]
    lines += ["", "units:"]
    units = sheet.units()
    for entry, unit in zip(sheet.entries, units, strict=True):
        lines += [
            f"  {line}".rstrip() for line in entry_lines(entry, due(unit, units, sheet.codes, codebook), sheet.codes)
        ]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def due(unit: Unit, units: Sequence[Unit], layer: Layer, codebook: Codebook) -> tuple[str, ...]:
    """Return the fields of a unit that a coder fills in, or may: those of links where there is something to hold it to.

    Provisions are for a call alone; whether it is one, its kind says.
    """
    links = [link.field for link in LINKS if codebook.others(link, unit, units, layer)]
    return ("themes", "kind", *links)


def entry_lines(entry: dict[str, Any], fields: Sequence[str], layer: Layer) -> Iterator[str]:
    """Yield the lines of a unit, the first with a hyphen."""
    names = [name for name in (layer.key, *READING) if name in entry]
    names += [name for name in CODES if name in entry or name in fields]
    for number, name in enumerate(names):
        begin = "  " if number else "- "
        value = entry.get(name, "")
        if name == "themes":
            given = ", ".join(map(str, listed(value)))
            yield f"{begin}themes: [{given}]" if given else f"{begin}themes:"
        elif isinstance(value, list):
            yield f"{begin}{name}:"
            for one in value:
                pairs = list(one.items()) if isinstance(one, dict) else []
                yield from (
                    f"{'      ' if at else '    - '}{key}: {scalar(str(text))}" for at, (key, text) in enumerate(pairs)
                )
        else:
            yield f"{begin}{name}: {scalar(str(value))}"


def comment(sheet: Sheet, codebook: Codebook) -> Iterator[str]:
    """Yield the comment at the head of a sheet: how it is filled in, and what can be given."""
    traces = f"""
        {BEHIND.field}, of a key message: the statements behind it; {STANDS_BEHIND.field}, of a statement: the key
        messages behind which it stands. Each entry has {BEHIND.other} or {STANDS_BEHIND.other}, relation and note;
        or one entry with none and a note that says why."""
    told = f"""
        Pass {sheet.name}: what one coder gives to each unit, without sight of the other pass. Fill in what is blank,
        here or with: python -m wsis20 code FOLDER --pass {sheet.name}. Comments that you add are lost when that writes.
        The entries of the codebook stand in datapackage/codebook/codebook.md, the rules in rules.md beside it.

        coder: who codes. seen: all that you have before your eyes. made_on: the day, as YYYY-MM-DD. note: if anything.
        themes: identifiers from the list below, with commas; {NO_THEME} alone, with a reason in a line "reason:".
        kind: the first of these that fits: {", ".join(codebook.kinds)}.
        {ANSWERED_BY.field}, of a call: the provisions that speak to it, each with a degree
        ({", ".join(codebook.degrees)}) and a note that says why. Hold it against all of them.
          - provision: p24
            degree: partly
            note: It asks for the same, and of others.
        Where none does, say so in one entry, and why; the word none alone shows nobody that you looked:
          - provision: none
            note: No provision speaks of libraries.
        {traces.strip() if sheet.codes.traces else ""}

        Themes:"""
    for line in textwrap.dedent(told).strip().splitlines():
        yield f"# {line}".rstrip()
    wide = max(map(len, codebook.themes))
    yield from (f"#   {key:{wide}}  {theme['label']}" for key, theme in codebook.themes.items())
