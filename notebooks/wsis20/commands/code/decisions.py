"""Decisions: the file in which somebody says what is agreed where two passes differ, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wsis20 import lined
from wsis20.characters import shown
from wsis20.coding import NO_THEME, NOTHING, REASON_WORDS
from wsis20.commands.code.codebook import Codebook
from wsis20.commands.code.comparison import Difference, Given, silence
from wsis20.commands.code.inspection import near, text_mistakes
from wsis20.commands.code.layer import CALL, Layer
from wsis20.commands.code.sheet import filled
from wsis20.lined import Lined, Mistake, Place, scalar
from wsis20.project import Refusal, is_day

NAME = "decisions.yml"
HEAD = ("coder", "seen", "made_on", "note")
KEY = ("resource", "record", "field")
CODES = ("a", "b")
ANSWER = ("agreed", "reason")
FIELDS = (*KEY, "says", *CODES, *ANSWER)
COMMENT = f"""\
# What is agreed where passes A and B differ, and why. Fill in `agreed` and `reason`, then run again:
#   python -m wsis20 code FOLDER --agree
# agreed: what pass A or pass B has. reason: at least {REASON_WORDS} words. coder, seen, made_on: who decides, what they
# have before their eyes, and when, as YYYY-MM-DD. A response that both missed may have an entry with a and b alike.
"""


@dataclass
class Decisions:
    """What the file holds: ``head`` with who decides, the ``entries``, and the file as it was read."""

    head: dict[str, Any] = field(default_factory=dict)
    entries: list[dict[str, str]] = field(default_factory=list)
    file: Lined = field(default_factory=lambda: Lined(None))

    def mistake(self, place: Place, said: str) -> Mistake:
        """Return a mistake at a place in the file."""
        return Mistake(NAME, self.file.line(place), place, said)

    def by_key(self) -> dict[tuple[str, ...], tuple[int, dict[str, str]]]:
        """Return number and entry of each code that is decided, by table, record and field."""
        return {key_of(one): (number, one) for number, one in enumerate(self.entries)}

    def calls(self, layer: Layer, kinds: Mapping[str, Mapping[str, str]]) -> set[str]:
        """Return the units that are agreed to be calls, as long as a pass has the kind that was decided about.

        ``kinds`` are those that a pass, ``a`` or ``b``, gives to each unit.
        """
        entries = [one for one in self.entries if one["resource"] == layer.units and one.get("agreed") == CALL]
        alike = [one for one in entries if all(one.get(name) == own.get(one["record"]) for name, own in kinds.items())]
        return {one["record"] for one in alike}

    def agreed(self, table: str) -> dict[str, str]:
        """Return what was agreed in a table, by record, as far as it is."""
        return {one["record"]: one["agreed"] for one in self.entries if one["resource"] == table and "agreed" in one}


def key_of(entry: Mapping[str, str]) -> tuple[str, ...]:
    """Return table, record and field of an entry."""
    return tuple(entry.get(name, "") for name in KEY)


def read(folder: Path) -> Decisions:
    """Return the decisions in a folder, none where there is no file; raise `Refusal` for one of another form."""
    path = folder / NAME
    if not path.is_file():
        return Decisions()
    file = lined.read(path)
    value = file.value if isinstance(file.value, dict) else {}
    entries = value.get("decisions") or []
    if not isinstance(entries, list) or not {"decisions", "coder"} <= value.keys():
        raise Refusal(
            f"{NAME}, line {file.line(('decisions',))}: expected coder, seen, made_on and a list of decisions"
        )
    for number, one in enumerate(entries):
        texts = isinstance(one, dict) and all(isinstance(text, str) for text in one.values())
        if not texts or not set(KEY) <= one.keys():
            said = f"expected {', '.join(FIELDS)}, each with a text"
            raise Refusal(str(Mistake(NAME, file.line(("decisions", number)), ("decisions", number), said)))
    head = {name: text for name, text in value.items() if name != "decisions"}
    return Decisions(head, [filled(one) for one in entries], file)


def with_differences(
    before: Decisions, found: Iterable[Difference], says: Mapping[str, str], layer: Layer
) -> tuple[Decisions, list[str]]:
    """Return the decisions that are due, with what is decided already, and what a person should know of the others.

    A decision stays as long as both passes have what they had. One on a response that neither pass has differently
    stays too, when it says something else than they do.
    """
    known, told = before.by_key(), []
    entries, used = [], set()
    for one in found:
        due = {"resource": one.resource, "record": one.record, "field": one.field}
        due |= {"says": says.get(one.record.partition(" / ")[0], ""), "a": one.a, "b": one.b}
        _, old = known.get(key_of(due), (0, {}))
        used.add(key_of(due))
        if old and (old.get("a"), old.get("b")) == (one.a, one.b):
            due |= {name: old[name] for name in ANSWER if name in old}
        elif "agreed" in old:
            told.append(f"{one.record}, {one.field}: a pass has changed, so that this is to be decided again")
        entries.append(due)
    for key, (_, old) in known.items():
        if key in used:
            continue
        if key[0] == layer.responses and old.get("a") == old.get("b") != old.get("agreed", old.get("a")):
            entries.append(old)
        elif "agreed" in old:
            told.append(f"{old['record']}, {old['field']}: there is nothing to decide any more, and the entry is gone")
    return Decisions(before.head, sorted(entries, key=key_of), before.file), told


def written(decisions: Decisions) -> str:
    """Return decisions as a text."""
    lines = [COMMENT, *(f"{name}: {scalar(decisions.head.get(name, ''))}".rstrip() for name in HEAD), ""]
    lines += ["decisions:" if decisions.entries else "decisions: []"]
    for one in decisions.entries:
        names = [name for name in FIELDS if name != "says" or one.get(name)]
        lines += [
            f"{'    ' if number else '  - '}{name}: {scalar(one.get(name, ''))}".rstrip()
            for number, name in enumerate(names)
        ]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def mistakes(
    decisions: Decisions, a: Given, b: Given, codebook: Codebook, calls: Collection[str], layer: Layer
) -> list[Mistake]:
    """Return what is wrong in decisions, by line; what is blank is another matter."""
    found = [*head_mistakes(decisions)]
    for number, one in enumerate(decisions.entries):
        place: Place = ("decisions", number)
        for name in (name for name in one if name not in FIELDS):
            found.append(decisions.mistake((*place, name), f"there is no such field{near(name, FIELDS)}"))
        if key_of(one) in map(key_of, decisions.entries[:number]):
            found.append(decisions.mistake(place, "this is decided twice"))
        wanted = choices(one, a, b, codebook, calls, layer)
        if "agreed" in one and one["agreed"] not in wanted:
            said = f"{shown(one['agreed'])}; expected {' or '.join(wanted) or 'no such entry'}"
            found.append(decisions.mistake((*place, "agreed"), said))
        if "reason" in one and len(one["reason"].split()) < REASON_WORDS:
            said = f"{shown(one['reason'])}; expected a reason of at least {REASON_WORDS} words"
            found.append(decisions.mistake((*place, "reason"), said))
        found += [decisions.mistake((*place, "reason"), said) for said in text_mistakes(one.get("reason", ""))]
    return found + ([] if found else [decisions.mistake(*one) for one in theme_mistakes(decisions, a, b, layer)])


def head_mistakes(decisions: Decisions) -> Iterable[Mistake]:
    """Yield what is wrong at the head of the file."""
    for name, value in decisions.head.items():
        if name not in HEAD:
            yield decisions.mistake((name,), f"there is no such field{near(name, (*HEAD, 'decisions'))}")
        elif not isinstance(value, str):
            yield decisions.mistake((name,), f"{shown(value)}; expected a text")
        elif name == "made_on" and value and not is_day(value):
            yield decisions.mistake((name,), f"{shown(value)}; expected a day as YYYY-MM-DD")
        else:
            yield from (decisions.mistake((name,), said) for said in text_mistakes(value))


def choices(
    entry: Mapping[str, str], a: Given, b: Given, codebook: Codebook, calls: Collection[str], layer: Layer
) -> list[str]:
    """Return what may be agreed: what a pass has; of a response that both missed or misjudged, any other degree."""
    table, key = entry["resource"], tuple(entry["record"].split(" / "))
    if layer.fields.get(table) != entry["field"]:
        return []
    none = silence(table, layer)
    own = [given[table].get(key, none) for given in (a, b)]
    if own[0] != own[1]:
        return own
    call, _, provision = entry["record"].rpartition("-")
    if table != layer.responses or call not in calls or provision not in codebook.provisions:
        return []
    operative = codebook.provisions[provision].operative
    degrees = [degree for degree in codebook.degrees if operative or degree == "mentions"]
    return [one for one in (*degrees, NOTHING) if one != own[0]]


def theme_mistakes(decisions: Decisions, a: Given, b: Given, layer: Layer) -> Iterable[tuple[Place, str]]:
    """Yield which units are left without a theme, or with no-theme and another, once all their themes are decided."""
    both = agreed(decisions, a, b, layer)[layer.codings]
    entries = [(number, one) for number, one in enumerate(decisions.entries) if one["resource"] == layer.codings]
    for unit in sorted({one["record"].partition(" / ")[0] for _, one in entries}):
        own = [(number, one) for number, one in entries if one["record"].startswith(f"{unit} / ")]
        if not all("agreed" in one for _, one in own):
            continue
        themes = {theme for (name, theme), code in both.items() if name == unit and code == "yes"}
        place = ("decisions", own[0][0], "agreed")
        if not themes:
            yield place, f"{unit} is left without a theme; expected one, or {NO_THEME}"
        elif NO_THEME in themes and len(themes) > 1:
            yield (
                place,
                f"{unit} is left with {', '.join(sorted(themes))}; expected {NO_THEME} alone, or others without it",
            )


def agreed(decisions: Decisions, a: Given, b: Given, layer: Layer) -> Given:
    """Return what is agreed: what the passes have alike, and what is decided; what is open is not there."""
    found: Given = {}
    for table in layer.fields:
        none, told = silence(table, layer), decisions.agreed(table)
        own = {}
        for key in a[table].keys() | b[table].keys() | {tuple(record.split(" / ")) for record in told}:
            one, other = a[table].get(key, none), b[table].get(key, none)
            code = told.get(" / ".join(key), one if one == other else None)
            if code is not None:
                own[key] = code
        found[table] = own
    return found


def open_entries(decisions: Decisions) -> list[Mistake]:
    """Return what is still to be decided, or to be said at the head of the file."""
    wanted = {
        "coder": "who decides",
        "seen": "all that they have before their eyes",
        "made_on": "the day, as YYYY-MM-DD",
    }
    found = [
        decisions.mistake((name,), f"expected {said}") for name, said in wanted.items() if not decisions.head.get(name)
    ]
    for number, one in enumerate(decisions.entries):
        if missing := [name for name in ANSWER if name not in one]:
            said = f"{one['resource']}, {one['record']}, {one['field']}: expected {' and '.join(missing)}"
            found.append(decisions.mistake(("decisions", number, missing[0]), said))
    return found
