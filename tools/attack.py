"""An attack on the book: every free text of the data package is replaced by hostile strings, and the book is built.

Which texts these are follows from the schemas, so that a new field is among them. The strings are those of
``hostile``; a run with every string in every field is ``make attack``, one of its turns is a test.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from hostile import STRINGS
from wsis20 import characters

ALL = [text for family in STRINGS.values() for text in family]
# the checks refuse much of this before anything is built; here the book is to stand without them
WITHOUT_CHECKS = (
    "from wsis20.commands.build.gates import bibliography; bibliography.unlike_documents = lambda *words: []; "
    "from wsis20.commands.build.gates import synonyms; synonyms.useless = lambda *words: []; "
    "from wsis20 import notebook; from wsis20.commands import check; check.faults = lambda *words: []; "
    "notebook.faults_of_output = lambda output: []; "  # a hostile string may look like a path of the machine
)
FORMATS = {"html": ("--builder", "html"), "pdf": ("--builder", "custom", "--custom-builder", "typst")}


LEFT = {("passes", "coder")}
"""Fields that are left as they are: sentences of the book rest on what they say, and would have to be rewritten."""


def free_texts(schema: dict) -> list[str]:
    """Return the fields of a table that take any text: no keys, no lists of values, nothing of a fixed form."""
    keys = {schema["primaryKey"]} if isinstance(schema["primaryKey"], str) else set(schema["primaryKey"])
    for key in schema.get("foreignKeys", []):
        keys |= {key["fields"]} if isinstance(key["fields"], str) else set(key["fields"])
    return [
        field["name"]
        for field in schema["fields"]
        if field["type"] == "string"
        and field["name"] not in keys
        and not {"categories", "format"} & set(field)
        and not {"enum", "pattern"} & set(field.get("constraints", {}))
    ]


def fillable(text: str) -> bool:
    """Return whether a string is text that may stand in a cell as far as its characters go, and is no missing value."""
    return not list(characters.unfit(text)) and text not in ("not stated", "not determined")


def fill(folder: Path, turn: int = 0) -> Iterator[tuple[str, str, str, str]]:
    """Fill the free texts of a package; yield table, primary key, field and string of every cell that was filled."""
    strings = [text for text in ALL if fillable(text)]
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    place = turn
    for resource in descriptor["resources"]:
        schema = json.loads((folder / resource["schema"]).read_text("utf-8"))
        missing = {entry["value"] if isinstance(entry, dict) else entry for entry in schema["missingValues"]}
        path = folder / resource["path"]
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for field in [name for name in free_texts(schema) if (resource["name"], name) not in LEFT]:
            for number, row in enumerate(rows):
                if row[field] not in missing:
                    place += 1
                    row[field] = strings[place % len(strings)] + (f" {number}" if number >= len(strings) else "")
                    yield resource["name"], next(iter(row.values())), field, row[field]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        for field in schema["fields"]:
            place += 1
            field["description"] += f" {strings[place % len(strings)]}"  # what stands there defines words of the book
            yield resource["name"], "", field["name"], strings[place % len(strings)]
        (folder / resource["schema"]).write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", "utf-8")
    for holder in (descriptor, *descriptor["resources"], *descriptor["contributors"], *descriptor["licenses"]):
        for name in {"title", "description"} & set(holder):
            place += 1
            holder[name] = strings[place % len(strings)]
            yield "datapackage.json", "", name, holder[name]
    descriptor["keywords"] = strings
    (folder / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n", "utf-8")


def build(copy) -> Iterator[tuple[str, str]]:
    """Run and build a copy of the project; yield the name of each step that failed, and what it said.

    A ready question that looks for words finds none in texts that are attacked, and is left out.
    """
    questions = copy.root / "book" / "queries.yml"
    asked = re.split(r"(?m)^(?=\S.*\?: \|$)", questions.read_text("utf-8"))
    questions.write_text("".join(text for text in asked if " MATCH " not in text), "utf-8")
    steps = {"hash": lambda: copy.wsis20("hash"), "run": lambda: copy.run_once(WITHOUT_CHECKS)}
    for name, options in FORMATS.items():
        steps[name] = partial(copy.jupyter_book, "-W", "--keep-going", *options, before=WITHOUT_CHECKS)
    for name, step in steps.items():
        done = step()
        if done.returncode:
            yield name, done.stdout + done.stderr


def shown(text: str) -> str:
    """Return a string as a page shows it: with the apostrophe of print, and white space collapsed."""
    return " ".join(re.sub(r"(?<=\w)'", "’", text).split())


def main() -> int:
    """Build the book in turns until every string stood in every field; say what failed."""
    import tempfile

    from conftest import ProjectCopy

    failed = 0
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    for turn in range(turns):
        with tempfile.TemporaryDirectory() as folder:
            copy = ProjectCopy(Path(folder, "project"))
            cells = list(fill(copy.package.folder, turn * (len(ALL) // turns)))
            faults = list(build(copy))
            failed += bool(faults)
            print(f"turn {turn + 1} of {turns}: {len(cells)} texts, {len(faults)} steps failed", flush=True)
            for name, said in faults:
                print(name, said[-3000:], sep="\n")
    return failed


if __name__ == "__main__":
    sys.exit(main())
