"""A record in a folder that is coded and was read a second time, for tests of what adds it."""

from __future__ import annotations

import json

import yaml
from wsis20 import __main__ as commands
from wsis20 import lined
from wsis20.commands.add import derivation, record, second_reading
from wsis20.commands.code.layer import LINKS
from wsis20.upkeep import Tables

SAID = "It speaks of something else."
CODER = {"coder": "a person", "seen": "the codebook and the paraphrases", "made_on": "2026-12-01"}


def finished(package, folder, kinds=None):
    """Code the messages or positions of a record, and read its cells again as they are."""
    tables = Tables(package)
    found, mistakes = record.read(folder, tables)
    assert found is not None, mistakes
    made = derivation.derive(found, tables)
    code(package, folder, made, kinds or {})
    cells = second_reading.owed(made, tables)
    entries = [f"- of: {c.of}\n  field: {c.field}\n  value: {json.dumps(c.value)}\n  place: made up\n" for c in cells]
    if entries:
        (folder / second_reading.NAME).write_text("".join(entries), encoding="utf-8")
    return folder


def code(package, folder, made, kinds):
    """Code units: those with an addressee as calls that nothing answers, others as concerns, unless ``kinds`` says.

    Pass B has another theme for the first unit, which is decided for pass A.
    """
    assert run("add", package, folder) == 0  # which writes blank sheets
    key = made.layer.key
    for name in ("a", "b"):
        path = folder / f"pass-{name}.yml"
        sheet = lined.read(path).value | CODER
        for number, (entry, row) in enumerate(zip(sheet["units"], made.units, strict=True)):
            assert entry[key] == row[key]
            entry["kind"] = kinds.get(row[key], "call" if row.get("addressee") else "concern")
            entry["themes"] = "affordability" if (name, number) == ("b", 0) else "connectivity"
            entry |= {link.field: [{link.other: "none", "note": SAID}] for link in LINKS if link.field in entry}
            if entry["kind"] != "call":
                entry.pop("answered_by", None)
        path.write_text(yaml.safe_dump(sheet, allow_unicode=True, sort_keys=False), encoding="utf-8")
    assert run("code", package, folder, "--agree") == 0
    path = folder / "decisions.yml"
    decided = lined.read(path).value | CODER
    assert len(decided["decisions"]) == 2
    for one in decided["decisions"]:
        one |= {"agreed": one["a"], "reason": "It speaks of being online."}
    path.write_text(yaml.safe_dump(decided, allow_unicode=True, sort_keys=False), encoding="utf-8")


def contents(root):
    """Return all files below a folder."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def run(command, package, folder, *words):
    return commands.main([command, "--package", str(package), str(folder), *words])
