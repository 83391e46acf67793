"""Sentences: what they take up of the notebooks and of one another, and whether what they presuppose still holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from wsis20 import naming, outdated, values
from wsis20.characters import one_line
from wsis20.commands.build.gates import pages
from wsis20.project import ROOT, SNIPPETS

NO_LONGER = "a sentence no longer holds"
LONGEST = 3000  # for sentences, their places and what is so
ROLE = re.compile(r"\{(value|snippet)\}`([^`]*)`")


def faults() -> list[str]:
    """Return the roles that name nothing, the snippets that nobody uses, and the sentences that no longer hold."""
    texts = list(pages.every_text())
    stored = outdated.well_formed()
    known = {path: values.handed_over(read) for path, read in stored.items()}
    found = [fault for place, text in texts for fault in role_faults(place, text, known)]
    used = {name for _, text in texts for kind, name in ROLE.findall(text) if kind == "snippet"}
    for path in sorted(SNIPPETS.glob("*.md")):
        if path.stem not in used:
            found.append(f"{path.relative_to(ROOT).as_posix()}: no page takes up this snippet")
    told = (f"{NO_LONGER}: {outdated.in_a_line(one)}; rewrite it" for one in outdated.found(stored))
    return [*found, *(one_line(sentence, LONGEST) for sentence in told)]


def role_faults(place: str, text: str, known: dict[Path, dict[str, str]]) -> Iterator[str]:
    """Yield a fault for each role in a text that names no snippet, or no value of a notebook whose values are known."""
    for number, line in enumerate(text.split("\n"), 1):
        for kind, name in ROLE.findall(line):
            if kind == "snippet" and place.startswith(SNIPPETS.relative_to(ROOT).as_posix()):
                yield one_line(f"{place}, line {number}: a snippet in a snippet: {name!r}")
            elif kind == "snippet" and (naming.complaint(name) or not (SNIPPETS / f"{name}.md").is_file()):
                yield one_line(f"{place}, line {number}: there is no book/_snippets/{name}.md")
            elif kind == "value":
                for path in values.notebooks_of(name):
                    if path in known and not known[path].get(name):
                        yield one_line(f"{place}, line {number}: {path.name} hands over no value {name!r}")
