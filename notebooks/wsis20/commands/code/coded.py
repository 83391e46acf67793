"""What is coded in a folder: how far it is, and the rows that follow when it is complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wsis20 import textfile
from wsis20.coding import NO_THEME, NOTHING, PASSES
from wsis20.commands.code import codebook as codebooks
from wsis20.commands.code import comparison, decisions, sheet
from wsis20.commands.code.codebook import Codebook, Unit
from wsis20.commands.code.comparison import Given
from wsis20.commands.code.decisions import Decisions
from wsis20.commands.code.inspection import inspect
from wsis20.commands.code.layer import ANSWERED_BY, BEHIND, CALL, LINKS, MESSAGES, STANDS_BEHIND, Layer
from wsis20.commands.code.sheet import Sheet
from wsis20.lined import Mistake
from wsis20.project import Refusal
from wsis20.tracing import NONE

AGREED = "agreed"
Row = dict[str, str]


class Unfinished(Refusal):
    """What is coded in a folder is not complete, or wrong somewhere; ``missing`` has all of it, a line each."""

    def __init__(self, missing: Sequence[str]) -> None:
        """Take the lines."""
        super().__init__("; ".join(missing))
        self.missing = list(missing)


@dataclass(frozen=True)
class Coded:
    """What follows from finished sheets: ``rows`` by table, and ``kind``, ``kind_a`` and ``kind_b`` by unit."""

    rows: dict[str, list[Row]]
    kinds: Mapping[str, Mapping[str, str]]


@dataclass
class State:
    """How far the coding in a folder is.

    ``in_sheets`` is what is wrong or blank in the sheets; only without it are there ``a`` and ``b``, what the passes
    give, and ``calls``, the units that are agreed to be such. ``undecided`` are those that one pass has for a call
    alone, as long as nothing is decided: their responses are compared when it is.
    """

    codebook: Codebook
    sheets: dict[str, Sheet]
    decisions: Decisions
    in_sheets: list[Mistake]
    a: Given = field(default_factory=dict)
    b: Given = field(default_factory=dict)
    calls: set[str] = field(default_factory=set)
    undecided: set[str] = field(default_factory=set)

    @property
    def layer(self) -> Layer:
        """Return the layer of the units."""
        return self.sheets[PASSES[0]].codes

    def units(self) -> list[dict[str, str]]:
        """Return the units as the sheets have them."""
        return self.sheets[PASSES[0]].units()

    def due(self) -> tuple[Decisions, list[str]]:
        """Return the decisions that are due, with those made, and what a person should know of the others."""
        says = {one[self.layer.key]: one["paraphrase"] for one in self.units()}
        found = comparison.differences(self.a, self.b, self.layer)
        says |= {f"{unit}-{short}": text for unit, text in says.items() for short in self.codebook.provisions}
        return decisions.with_differences(self.decisions, found, says, self.layer)

    def judged(self) -> dict[str, int]:
        """Return how many units, or pairs with what they were held against, each pass judged, by table."""
        units, layer = self.units(), self.layer
        found = {layer.codings: len(units), layer.units: len(units)}
        found[layer.responses] = len(self.calls) * len(self.codebook.provisions)
        if layer.traces:
            pairs = [
                self.codebook.others(link, unit, units, layer) for unit in units for link in (BEHIND, STANDS_BEHIND)
            ]
            found[layer.traces] = sum(map(len, pairs))
        return found


def look(package: Path, folder: Path, units: Sequence[Unit] | None = None) -> State:
    """Return how far the coding in a folder is; raise `Refusal` where a file is not there or of another form."""
    sheets = {name: sheet.read(folder, name) for name in PASSES}
    layer, other = (sheets[name].codes for name in PASSES)
    if layer != other:
        raise Refusal(f"{sheet.file_name('A')} codes {layer.units}, {sheet.file_name('B')} {other.units}")
    if not all(layer.key in one for one in units or ()):
        raise Refusal(f"{sheet.file_name('A')} codes {layer.units}, and the record has none; delete both sheets")
    book = codebooks.read(package, layer)
    made = decisions.read(folder)
    kinds = {
        name.lower(): {str(one.get(layer.key)): str(one.get("kind", "")) for one in own.entries}
        for name, own in sheets.items()
    }
    decided = made.calls(layer, kinds)
    units = sheets["A"].units() if units is None else units
    found = State(book, sheets, made, [])
    for own in sheets.values():
        found.in_sheets += inspect(own, book, units, decided).all()
    if not found.in_sheets:
        a, b = (comparison.given(sheets[name], book) for name in PASSES)
        kinds_agreed = decisions.agreed(made, a, b, layer)[layer.units]
        found.calls = {unit for (unit,), kind in kinds_agreed.items() if kind == CALL}
        called = {key[0] for own in (a, b) for key, kind in own[layer.units].items() if kind == CALL}
        found.undecided = {unit for unit in called if (unit,) not in kinds_agreed}
        found.a, found.b = (comparison.of_calls(own, found.calls, layer) for own in (a, b))
    return found


def blank(package: Path, folder: Path, units: Sequence[Unit], layer: Layer = MESSAGES) -> list[str]:
    """Write the sheets that are not there, and say which; one into which somebody has written keeps all of it.

    New units come to it. Raises `Refusal` for a sheet that cannot be read.
    """
    texts = sheet.blank(folder, units, codebooks.read(package, layer), layer, PASSES)
    textfile.replace(texts)
    return [f"wrote {path}" for path in texts]


def finished(package: Path, folder: Path, units: Sequence[Unit]) -> Coded:
    """Return the rows that follow from what is coded in a folder.

    Parameters
    ----------
    package, folder : Path
        The data package, and the folder with both sheets and the decisions.
    units : sequence of mapping
        The units of the record as it is now: the key of the layer, layer, meeting, paraphrase and passage.

    Returns
    -------
    Coded
        Rows of all tables of the layer but that of the units, and of decisions and passes, with all their fields and in
        the order of their keys.

    Raises
    ------
    Unfinished
        Something is wrong, blank or open; it says all of it.
    """
    missing_files = [
        f"code {len(units)} units in {folder / sheet.file_name(name)}: python -m wsis20 code {folder} --pass {name}"
        for name in PASSES
        if not (folder / sheet.file_name(name)).is_file()
    ]
    if missing_files:
        raise Unfinished(missing_files)
    state = look(package, folder, units)
    if missing := lacking(state, folder):
        raise Unfinished(missing)
    return Coded(rows(state), kinds(state))


def lacking(state: State, folder: Path) -> list[str]:
    """Return all that is wrong, blank or open, a line each."""
    if state.in_sheets:
        return [str(one) for one in state.in_sheets]
    due, _ = state.due()
    names = (*decisions.KEY, *decisions.CODES)
    now, then = ([tuple(one.get(name) for name in names) for one in own.entries] for own in (due, state.decisions))
    if sorted(now, key=str) != sorted(then, key=str) or not (folder / decisions.NAME).is_file():
        return [f"compare both passes: python -m wsis20 code {folder} --agree"]
    wrong = decisions.mistakes(state.decisions, state.a, state.b, state.codebook, state.calls, state.layer)
    return [str(one) for one in (*wrong, *decisions.open_entries(state.decisions))]


def kinds(state: State) -> dict[str, dict[str, str]]:
    """Return the kinds of each unit: the agreed one, and those of both passes."""
    table = state.layer.units
    own = decisions.agreed(state.decisions, state.a, state.b, state.layer)[table]
    return {
        unit: {"kind": own[(unit,)], "kind_a": state.a[table][(unit,)], "kind_b": state.b[table][(unit,)]}
        for (unit,) in sorted(own)
    }


def rows(state: State) -> dict[str, list[Row]]:
    """Return the rows of complete coding, by table, in the order of their keys."""
    layer = state.layer
    agreed = decisions.agreed(state.decisions, state.a, state.b, layer)
    passes = {"A": state.a, "B": state.b, AGREED: agreed}
    found = {
        layer.codings: coding_rows(state, passes),
        layer.responses: response_rows(state, passes),
        "decisions": [
            {name: one[name] for name in (*decisions.KEY, *decisions.CODES, *decisions.ANSWER)}
            for one in state.decisions.entries
        ],
        "passes": pass_rows(state),
    }
    if layer.traces:
        found[layer.traces] = trace_rows(state, passes)
    return found


def coding_rows(state: State, passes: Mapping[str, Given]) -> list[Row]:
    """Return the rows with the themes of units; no-theme has the reason of a pass that gives it."""
    layer, found = state.layer, []
    reasons = {
        (name, one[layer.key]): one.get("reason", "") for name, own in state.sheets.items() for one in own.entries
    }
    for name, own in passes.items():
        for (unit, theme), code in own[layer.codings].items():
            if code != "yes":
                continue
            sources = [name] if name in PASSES else PASSES
            told = [reasons[one, unit] for one in sources if (unit, theme) in passes[one][layer.codings]]
            note = told[0] if theme == NO_THEME else ""
            found.append({layer.key: unit, "theme_id": theme, "coding_pass": name, "note": note})
    return sorted(found, key=lambda row: (row[layer.key], row["theme_id"], row["coding_pass"]))


def notes(state: State) -> dict[tuple[str, comparison.Key], tuple[str, str]]:
    """Return code and note that each pass has for what a unit is linked with, by pass and key."""
    found = {}
    for name, own in state.sheets.items():
        for entry in own.entries:
            for link in LINKS:
                for one in comparison.links(entry, link):
                    key = comparison.pair(entry[state.layer.key], state.codebook.short(one[link.other]), link)
                    found[name, key] = (one[link.value], one["note"])
    return found


def note(state: State, told: Mapping, name: str, table: str, key: comparison.Key, code: str) -> str:
    """Return the note of a row: that of a pass that has the code; else the reason of the decision."""
    for source in [name] if name in PASSES else PASSES:
        if told.get((source, key), ("", ""))[0] == code:
            return told[source, key][1]
    _, entry = state.decisions.by_key()[table, " / ".join(key), state.layer.fields[table]]
    return entry["reason"]


def response_rows(state: State, passes: Mapping[str, Given]) -> list[Row]:
    """Return the rows with what speaks to calls: in every pass each pair that one saw, and none where all is none."""
    layer, found, told = state.layer, [], notes(state)
    seen = {key for own in passes.values() for key in own[layer.responses]}
    for name, own in passes.items():
        answered = set()
        for key in seen:
            code = own[layer.responses].get(key, NOTHING)
            call, _, short = key[0].rpartition("-")
            row = {layer.response_key: key[0], "coding_pass": name, layer.key: call}
            row |= {"provision_id": state.codebook.provisions[short].key, "degree": NONE, "note": ""}
            if code != NOTHING:
                answered.add(call)
                row |= {"degree": code, "note": note(state, told, name, layer.responses, key, code)}
            found.append(row)
        for call in state.calls - answered:
            row = {layer.response_key: f"{call}-{NONE}", "coding_pass": name, layer.key: call, "provision_id": ""}
            found.append(row | {"degree": NONE, "note": why_none(state, call, name)})
    return sorted(found, key=lambda row: (row[layer.response_key], row["coding_pass"]))


def why_none(state: State, call: str, name: str) -> str:
    """Return the note with which a pass says that no provision speaks to a call; nothing where it has none."""
    for source in [name] if name in PASSES else PASSES:
        for entry in state.sheets[source].entries:
            given = entry.get(ANSWERED_BY.field)
            if given and sheet.is_none(given) and entry[state.layer.key] == call:
                return given[0]["note"]
    return ""


def trace_rows(state: State, passes: Mapping[str, Given]) -> list[Row]:
    """Return the rows with the statements behind key messages."""
    layer, told = state.layer, notes(state)
    found = []
    for name, own in passes.items():
        for key, code in own[layer.traces].items():
            if code != NOTHING:
                row = {"key_message_id": key[0], "statement_id": key[1], "coding_pass": name, "relation": code}
                found.append(row | {"note": note(state, told, name, layer.traces, key, code)})
    return sorted(found, key=lambda row: (row["key_message_id"], row["statement_id"], row["coding_pass"]))


def pass_rows(state: State) -> list[Row]:
    """Return the rows that say how each pass was made, named after the first unit of the batch."""
    batch = min(one[state.layer.key] for one in state.units())
    heads = {name: own.head for name, own in state.sheets.items()} | {AGREED: state.decisions.head}
    found = []
    for table, count in state.judged().items():
        for name, head in heads.items():
            if count:
                row = {"resource": table, "coding_pass": name, "batch": batch}
                row |= {field: head[field] for field in ("coder", "seen")} | {"units": str(count)}
                row |= {"made_on": head["made_on"], "rules": state.codebook.rules[table], "note": head.get("note", "")}
                found.append(row)
    return sorted(found, key=lambda row: (row["resource"], row["coding_pass"]))
