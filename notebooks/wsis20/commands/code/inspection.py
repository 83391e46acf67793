"""The inspection of a sheet: what is wrong in it, and what is still blank, by line and field."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wsis20.characters import garbled, shown, unfit
from wsis20.coding import NO_THEME
from wsis20.commands.code.codebook import Codebook, Unit
from wsis20.commands.code.layer import ANSWERED_BY, CALL, LINKS, Link
from wsis20.commands.code.sheet import CODES, HEAD, READING, UNFINISHED, Sheet, due, listed
from wsis20.lined import Mistake, Place
from wsis20.project import is_day
from wsis20.tracing import NONE

WITH_AN_ACT = ("answers", "partly")  # degrees that only a provision with an operative act has
NEEDED = {
    "coder": "who codes",
    "seen": "all that the coder has before its eyes",
    "made_on": "the day of the pass, as YYYY-MM-DD",
}


@dataclass
class Inspection:
    """What an inspection found: ``mistakes``, and what is ``blank`` and has to be filled in."""

    mistakes: list[Mistake] = field(default_factory=list)
    blank: list[Mistake] = field(default_factory=list)

    def all(self) -> list[Mistake]:
        """Return both by line."""
        return sorted([*self.mistakes, *self.blank], key=lambda one: (one.file, one.line))


def inspect(
    sheet: Sheet, codebook: Codebook, units: Sequence[Unit] | None = None, calls: Collection[str] = ()
) -> Inspection:
    """Inspect a sheet.

    ``units`` are those of the record, where it is at hand; ``calls`` those that were agreed to be calls, so that a pass
    that says otherwise has to hold them against the provisions too.
    """
    found = Inspection()
    found.mistakes += head_mistakes(sheet)
    found.blank += [
        sheet.mistake((name,), f"expected {wanted}") for name, wanted in NEEDED.items() if not sheet.head.get(name)
    ]
    own = sheet.units()
    for number, entry in enumerate(sheet.entries):
        place: Place = ("units", number)
        unit = own[number]
        found.mistakes += [sheet.mistake((*place, *more), said) for more, said in entry_mistakes(entry, sheet)]
        for more, said in code_mistakes(entry, unit, own, codebook, sheet, calls):
            found.mistakes.append(sheet.mistake((*place, *more), said))
        for more, said in open_fields(
            entry, due(unit, own, sheet.codes, codebook), unit.get(sheet.codes.key, ""), calls
        ):
            found.blank.append(sheet.mistake((*place, *more), said))
    found.mistakes += unit_mistakes(sheet, units)
    return found


def head_mistakes(sheet: Sheet) -> Iterator[Mistake]:
    """Yield what is wrong at the head of a sheet."""
    for name, value in sheet.head.items():
        if name not in HEAD:
            yield sheet.mistake((name,), f"there is no such field{near(name, HEAD)}")
        elif not isinstance(value, str):
            yield sheet.mistake((name,), f"{shown(value)}; expected a text")
        else:
            yield from (sheet.mistake((name,), said) for said in text_mistakes(value))
    if sheet.head.get("pass") != sheet.name:
        yield sheet.mistake(
            ("pass",), f"{shown(sheet.head.get('pass') or '')}; expected {sheet.name}, as in the name of the file"
        )
    if (day := sheet.head.get("made_on")) and isinstance(day, str) and not is_day(day):
        yield sheet.mistake(("made_on",), f"{shown(day)}; expected a day as YYYY-MM-DD")


def near(name: str, known: Iterable[str]) -> str:
    """Return the question whether something else was meant, to go on after what is wrong, where something is near."""
    found = difflib.get_close_matches(name, list(known), 1)
    return f"; did you mean {found[0]!r}?" if found else ""


def text_mistakes(text: str) -> Iterator[str]:
    """Yield what is wrong with a text that comes into a table."""
    yield from (f"{shown(text)}; expected {said}" for said in (*unfit(text), *garbled(text)))


def unit_mistakes(sheet: Sheet, units: Sequence[Unit] | None) -> Iterator[Mistake]:
    """Yield which units stand twice, are not of the record, have other words than there, or are not here."""
    key = sheet.codes.key
    names = [one.get(key, "") for one in sheet.units()]
    wanted = None if units is None else {one[key]: one for one in units}
    for number, name in enumerate(names):
        place = ("units", number, key)
        if name and name in names[:number]:
            yield sheet.mistake(place, f"{shown(name)} stands twice")
        elif name and wanted is not None and name not in wanted:
            yield sheet.mistake(place, f"{shown(name)} is no unit of the record as it is now; take it out")
        elif name and wanted is not None:
            for field_name in (
                one for one in READING if wanted[name].get(one, "") != sheet.entries[number].get(one, "")
            ):
                said = f"the record has now {shown(wanted[name].get(field_name, ''))}; code it again, and put this here"
                yield sheet.mistake(("units", number, field_name), said)
    for name in (name for name in wanted or () if name not in names):
        yield sheet.mistake(("units",), f"there is no entry for {name}")


def entry_mistakes(entry: Mapping[str, Any], sheet: Sheet) -> Iterator[tuple[Place, str]]:
    """Yield which fields of an entry are none, or are lists where a text is expected, by place in it."""
    key = sheet.codes.key
    fields = (key, *READING, *CODES)
    if not isinstance(entry.get(key), str):
        yield (), f"expected {key}"
    for name, value in entry.items():
        if name not in fields:
            yield (name,), f"there is no such field{near(name, fields)}"
        elif name in (key, *READING, "kind", "reason", UNFINISHED) and not isinstance(value, str):
            yield (name,), f"{shown(value)}; expected a text"


def code_mistakes(
    entry: Mapping[str, Any],
    unit: Unit,
    units: Sequence[Unit],
    codebook: Codebook,
    sheet: Sheet,
    calls: Collection[str],
) -> Iterator[tuple[Place, str]]:
    """Yield what is wrong with the codes of a unit, by place in its entry."""
    yield from theme_mistakes(entry, codebook)
    kind = entry.get("kind")
    if isinstance(kind, str) and kind not in codebook.kinds:
        yield ("kind",), f"{shown(kind)}; expected one of {', '.join(codebook.kinds)}"
    for link in (link for link in LINKS if link.field in entry):
        others = codebook.others(link, unit, units, sheet.codes)
        if link is ANSWERED_BY and kind != CALL and unit.get(sheet.codes.key) not in calls:
            yield (link.field,), f"expected nothing: this is no call, its kind is {shown(kind or '')}"
        elif not others:
            yield (link.field,), f"expected nothing: no {link.other.replace('_', ' ')} is held against this unit"
        else:
            for more, said in link_mistakes(entry[link.field], link, others, codebook):
                yield (link.field, *more), said


def theme_mistakes(entry: Mapping[str, Any], codebook: Codebook) -> Iterator[tuple[Place, str]]:
    """Yield what is wrong with the themes of a unit and the reason for giving none."""
    given = entry.get("themes")
    if isinstance(given, dict):
        yield ("themes",), "expected identifiers of themes, with commas between them"
        return
    themes = listed(given)
    for number, theme in enumerate(themes):
        place: Place = ("themes", number) if isinstance(given, list) else ("themes",)
        if theme not in codebook.themes:
            yield place, f"{shown(theme)} is no theme{near(str(theme), codebook.themes)}"
        elif theme in themes[:number]:
            yield place, f"{shown(theme)} stands twice"
    if NO_THEME in themes and len(themes) > 1:
        yield ("themes",), f"{NO_THEME} with another theme; expected {NO_THEME} alone, or other themes without it"
    reason = entry.get("reason")
    if reason and NO_THEME not in themes:
        yield ("reason",), f"expected nothing: a reason stands with {NO_THEME} alone"
    if isinstance(reason, str):
        yield from ((("reason",), said) for said in text_mistakes(reason))


def link_mistakes(value: Any, link: Link, others: Mapping[str, str], codebook: Codebook) -> Iterator[tuple[Place, str]]:
    """Yield what is wrong with a list of links."""
    fields = (link.other, link.value, "note")
    if not isinstance(value, list):
        alone = f"{link.other}: {NONE} and a note that says why"
        yield (), f"{shown(value)}; expected a list, each with {', '.join(fields)}; or one entry with {alone}"
        return
    names: list[str] = []
    for number, one in enumerate(value):
        if not isinstance(one, dict):
            yield (number,), f"{shown(one)}; expected {', '.join(fields)}"
            continue
        for name in (name for name in one if name not in fields):
            yield (number, name), f"there is no such field{near(name, fields)}"
        texts = {name: one.get(name, "") for name in fields}
        if wrong := [name for name, text in texts.items() if not isinstance(text, str)]:
            yield (number, wrong[0]), f"{shown(texts[wrong[0]])}; expected a text"
            continue
        yield from (
            ((number, *more), said) for more, said in one_link(texts, link, others, codebook, names, len(value))
        )
        names.append(codebook.short(texts[link.other]))


def one_link(
    texts: Mapping[str, str], link: Link, others: Mapping[str, str], codebook: Codebook, before: list[str], count: int
) -> Iterator[tuple[Place, str]]:
    """Yield what is wrong with one entry of a list of links, of which ``before`` are named already."""
    name, value = codebook.short(texts[link.other]), texts[link.value]
    values = codebook.values(link)
    what = link.other.replace("_", " ")
    if name == NONE:
        if count > 1:
            yield (link.other,), f"{NONE} beside others; expected {NONE} alone, or what there is"
        if value not in ("", NONE):
            yield (link.value,), f"{shown(value)}; expected nothing, since there is no {what}"
    elif not name:
        yield (link.other,), f"expected a {what}"
    elif name not in others:
        yield (link.other,), f"{shown(name)} is no {what} that this unit is held against{near(name, others)}"
    elif name in before:
        yield (link.other,), f"{shown(name)} stands twice"
    if name != NONE:
        if value not in values:
            yield (link.value,), f"{shown(value)}; expected one of {', '.join(values)}"
        elif (
            link is ANSWERED_BY and name in others and value in WITH_AN_ACT and not codebook.provisions[name].operative
        ):
            yield (link.value,), f"{shown(value)}; expected 'mentions' at most: the provision has no operative act"
    if not texts["note"]:
        said = f"{name or 'it'} {value or 'stands here'}" if name != NONE else f"there is no {what}"
        yield ("note",), f"expected a note that says why {said}"
    yield from ((("note",), said) for said in text_mistakes(texts["note"]))


def open_fields(
    entry: Mapping[str, Any], fields: Sequence[str], name: str, calls: Collection[str]
) -> Iterator[tuple[Place, str]]:
    """Yield which codes of a unit are still to be given, by place in its entry."""
    if not listed(entry.get("themes")) and not isinstance(entry.get("themes"), dict):
        yield ("themes",), f"{name}: expected the themes, or {NO_THEME}"
    elif NO_THEME in listed(entry.get("themes")) and not entry.get("reason"):
        yield ("reason",), f"{name}: expected the reason why no theme fits"
    if not entry.get("kind"):
        yield ("kind",), f"{name}: expected the kind"
    for link in (link for link in LINKS if link.field in fields and link.field not in entry):
        what = f"{link.other.replace('_', ' ')}s, each with {link.value} and note, or {NONE} with a note"
        if link is not ANSWERED_BY:
            yield (link.field,), f"{name}: expected {what}"
        elif entry.get("kind") == CALL:
            yield (link.field,), f"{name} is a call: expected {what}"
        elif name in calls:
            yield (link.field,), f"{name} was agreed to be a call: expected {what}"
    if UNFINISHED in entry:
        said = f"{name}: {entry[UNFINISHED]} was left before it was done; go on, or take this line out when it is"
        yield (UNFINISHED,), said
