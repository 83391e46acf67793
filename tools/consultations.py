"""A package with many made-up consultations, and what it costs: ``python tools/consultations.py COUNT``.

The consultation of the template of `add` is coded, added, and repeated under other names, in turn in every region. A
copy of the project with it is checked, run and built. Its sentences are taken to hold, since its numbers mean nothing.
The command prints processor seconds, and how much of the pages a reader has to load, as gzip packs them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from adding import contents, finished
from conftest import ProjectCopy
from wsis20 import upkeep
from wsis20.commands.add import ledger, template
from wsis20.upkeep import Row, Tables

NAMES = ("Quito", "Ejemplo", "Muestra", "Village Libraries", "Made-up", "Libraries and", "The record")
KEYS = ("quito", "ejemplo", "muestra", "village-libraries", "made-up")
REGIONS = ("latin-america", "africa", "arab", "europe", "asia-pacific")
HEAVIEST = 8
KILO = 1000


def many(package: Path, added: Mapping[str, list[Row]], count: int, target: Path, regions: tuple = REGIONS[:1]) -> None:
    """Write a copy of a package with further consultations like one that was added, under other names.

    ``added`` are the rows of that consultation by table. Each is in the next of some regions. ``target`` must not be
    there.
    """
    tables = Tables(package)
    every = {table: dict(tables.by_key(table)) for table in added}
    for number in range(count):
        for table, rows in added.items():
            for row in rows:
                made = another(table, row, number, regions[number % len(regions)])
                every[table][tables.key(table, made)] = made
    upkeep.draft(package, target, {table: tables.text(table, own.values()) for table, own in every.items()})


def another(table: str, row: Row, number: int, region: str) -> Row:
    """Return a row of a consultation under the names of another, of which the number says which."""
    word = word_of(number)
    text = json.dumps({**row, "sha256": f"{number:032x}{row['sha256'][:32]}"} if row.get("sha256") else row)
    text = renamed(text.replace("latin-america-k1", f"{word}quito-2024-k1"), word)
    made: Row = json.loads(text)
    if "paraphrase" in made:
        made["paraphrase"] = f"{word.capitalize()}: {made['paraphrase']}"
    if table == "consultations":
        made["title"] = f"{word.capitalize()} {made['title']}"
    if table == "people":
        made["family_name"] = made["name"].removeprefix(f"{made['given_name']} ")
    if table in ("consultations", "messages"):
        made["region_id"] = region
    return made


def word_of(number: int) -> str:
    """Return the word that stands before the names of a consultation."""
    return "".join("abcdefghij"[int(digit)] for digit in f"{number:03d}")


def renamed(text: str, word: str) -> str:
    """Return a text in which keys and names of the template have a word before them."""
    for old in (*KEYS, *NAMES):
        text = text.replace(old, f"{word}{old}" if old in KEYS else f"{word.capitalize()} {old}")
    return text


def processor(function: Callable[[], object]) -> float:
    """Return how many seconds of processors the programs take that a call starts, and all that they start."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    function()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def done(copy: ProjectCopy, *words: str) -> Callable[[], None]:
    """Return a function that runs a command in a copy of the project; it ends this program where that fails."""

    def run() -> None:
        found = copy.wsis20(*words)
        if found.returncode:
            sys.exit(f"wsis20 {' '.join(words)}: {found.stdout[-2000:]}{found.stderr[-2000:]}")

    return run


def grown(root: Path, count: int) -> tuple[ProjectCopy, Path]:
    """Return a copy of the project with so many made-up consultations, and the folder of one that can be added."""
    copy = ProjectCopy(root / "project")
    package, folder = copy.root / "datapackage", root / "quito"
    template.write(folder)
    finished(package, folder)
    done(copy, "add", str(folder))()
    before = ledger.read(folder)
    assert before is not None
    done(copy, "remove", str(folder))()
    if count:
        many(package, before.added, count, root / "large", REGIONS)
        shutil.rmtree(package)
        (root / "large").rename(package)
    bibliography = copy.root / "book" / "references.bib"
    entries = [renamed(before.bibliography, word_of(number)) for number in range(count)]
    with bibliography.open("a", encoding="utf-8") as file:
        file.write("\n".join(entries))
    values = copy.root / "notebooks" / "wsis20" / "values.py"
    text = values.read_text(encoding="utf-8")
    assert text.count('"holds": bool(holds)') == 1
    values.write_text(text.replace('"holds": bool(holds)', '"holds": True'), encoding="utf-8")
    return copy, folder


def weights(html: Path) -> list[tuple[int, str]]:
    """Return the pages of a book with the bytes of each as gzip packs it, the heaviest first."""
    packed = {name: len(gzip.compress(data)) for name, data in contents(html).items() if name.endswith(".html")}
    return sorted(((size, name) for name, size in packed.items()), reverse=True)


def main() -> None:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("count", type=int, help="how many consultations")
    parser.add_argument("--keep", type=Path, help="new folder in which the copy stays")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = arguments.keep or Path(name)
        copy, ready = grown(root, arguments.count)
        first = root / "first"
        template.write(first)
        for title, words in (
            ("add, first stage", ("add", str(first))),
            ("add, last stage", ("add", str(ready))),
            ("check", ("check",)),
            ("run", ("run",)),
            ("build", ("build",)),
        ):
            print(f"{title:20} {processor(done(copy, *words)):7.1f} s of processors", flush=True)
        for size, page in weights(copy.root / "_build" / "html")[:HEAVIEST]:
            print(f"{page:40} {size / KILO:7.0f} kB")
        landing = next(size for size, page in weights(copy.root / "_build" / "html") if page == "index.html")
        print(f"{'index.html':40} {landing / KILO:7.0f} kB")


if __name__ == "__main__":
    main()
