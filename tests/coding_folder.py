"""A folder with two sheets for a made-up consultation, to be filled in by tests."""

from __future__ import annotations

from pathlib import Path

from wsis20.commands import code
from wsis20.commands.code.layer import MESSAGES

HEAD = {"coder": "a person", "seen": "the rules", "made_on": "2026-12-01"}


def unit(key, layer, says, meeting="quito-2024"):
    return {
        "message_id": key,
        "layer": layer,
        "meeting": meeting,
        "paraphrase": says,
        "passage": f"It was said: {says}",
    }


UNITS = [
    unit("quito-s01", "statement", "Made-up libraries need a made-up connection."),
    unit("quito-s02", "statement", "Nothing is said here."),
    unit("quito-2024-k1", "key message", "Made-up libraries should be open."),
]
A = {
    "quito-s01": """
    themes: [connectivity, skills]
    kind: call
    answered_by:
      - provision: p24
        degree: partly
        note: It asks for a part of it.
      - provision: p27
        degree: mentions
        note: It names it.""",
    "quito-s02": """
    themes: no-theme
    reason: It speaks of nothing.
    kind: description""",
    "quito-2024-k1": """
    themes: [skills]
    kind: call
    answered_by:
      - provision: none
        note: None of them speaks of that.
    behind:
      - statement: quito-s01
        relation: direct
        note: It says the same.""",
}
B = {
    "quito-s01": """
    themes: connectivity
    kind: call
    answered_by:
      - provision: res-80-173-p24
        degree: mentions
        note: It names a part of it.""",
    "quito-s02": """
    themes: no-theme
    reason: There is nothing in it.
    kind: concern""",
    "quito-2024-k1": """
    themes: [skills]
    kind: call
    answered_by:
      - provision: none
        note: No provision speaks of libraries.
    behind:
      - statement: none
        note: The statement is about connections.""",
}


ANSWERS = {
    "quito-s01 / skills": "yes",
    "quito-s01-p24": "partly",
    "quito-s01-p27": "nothing",
    "quito-2024-k1 / quito-s01": "direct",
    "quito-s02": "concern",
}
"""What is decided where the two passes differ."""


def sheet(name, codes, table="messages", key="message_id", **head):
    """Return the text of a sheet with codes by unit."""
    lines = [f"pass: {name}", f"table: {table}", *(f"{field}: {text}" for field, text in (HEAD | head).items())]
    lines.append("units:")
    for one in UNITS:
        told = {key: one["message_id"]} | {field: one[field] for field in list(one)[1:]}
        lines += [f"  {' ' if number else '-'} {field}: {text!r}" for number, (field, text) in enumerate(told.items())]
        lines.append(codes[one["message_id"]].strip("\n"))
    return "\n".join(lines) + "\n"


def fill(folder: Path, a=A, b=B) -> Path:
    """Write both sheets into a folder."""
    folder.mkdir(exist_ok=True)
    (folder / "pass-a.yml").write_text(sheet("A", a), "utf-8")
    (folder / "pass-b.yml").write_text(sheet("B", b), "utf-8")
    return folder


def decide(folder: Path, answers: dict[str, str], reason="It is as the rules have it.") -> None:
    """Answer the decisions of a folder by record, and say who decided."""
    path = folder / "decisions.yml"
    text = path.read_text("utf-8")
    for name, value in HEAD.items():
        text = text.replace(f"\n{name}:\n", f"\n{name}: {value}\n")
    blocks = text.split("\n  - ")
    for number, block in enumerate(blocks):
        for record, agreed in answers.items():
            if f"record: {record}\n" in block:
                block = block.replace("agreed:\n", f"agreed: {agreed}\n").replace("reason:", f"reason: {reason}", 1)
                blocks[number] = block
    path.write_text("\n  - ".join(blocks), "utf-8")


def blank(package: Path, folder: Path) -> list[str]:
    """Write blank sheets for the units."""
    folder.mkdir(exist_ok=True)
    return code.blank(package, folder, UNITS, MESSAGES)
