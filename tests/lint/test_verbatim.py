"""The words of the sources: no run of more than eight of them stands anywhere in the repository.

Names of bodies, events, positions and titles are excepted: they are taken from the fields of the data package that hold
them, and from nowhere else.
"""

from __future__ import annotations

import re
import subprocess

import pytest
from wsis20 import datapackage
from wsis20.project import ROOT

LONGEST = 8
WORD = re.compile(r"[\w'’-]+")
NAMES = {
    "appearances": ["position"],
    "consultations": ["host_event", "venue"],
    "documents": ["title"],
    "organizations": ["name"],
}


def words(text):
    return [word.replace("’", "'") for word in WORD.findall(text.lower())]


def runs(sequence):
    return {tuple(sequence[i : i + LONGEST + 1]) for i in range(len(sequence) - LONGEST)}


def excepted():
    """Return the runs that stand in names."""
    package = dict(datapackage.load(*NAMES))
    package["documents"] = package["documents"].query("access == 'text held'")
    values = (value for table, fields in NAMES.items() for field in fields for value in package[table][field].dropna())
    return set().union(*(runs(words(value)) for value in values))


def tracked():
    """Return the text files of the repository, or of the folder where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    names = listed.stdout.splitlines() or [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file()]
    for name in names:
        path = ROOT / name
        if path.is_file() and not name.startswith((".venv", "_build")) and path.suffix not in {".lock", ".pdf", ".png"}:
            yield name, path.read_text(encoding="utf-8", errors="ignore")


def test_names_are_the_only_exception_and_there_are_few():
    assert 0 < len(excepted()) < 150


@pytest.fixture
def forbidden(sources):
    texts = [path.read_text(encoding="utf-8") for path in sorted(sources.rglob("*.txt"))]
    assert len(texts) >= 3
    return set().union(*(runs(words(text)) for text in texts)) - excepted()


def test_no_run_of_more_than_eight_words_of_a_source(forbidden):
    found = []
    for name, text in tracked():
        found += [f"{name}: {' '.join(run)}" for run in runs(words(text)) & forbidden]
    assert found == []


def test_a_copied_sentence_would_be_found(forbidden, sources):
    sentence = "She reiterated the need to reinforce"
    text = next(
        path.read_text("utf-8") for path in sorted(sources.rglob("*.txt")) if sentence in path.read_text("utf-8")
    )
    start = text.index(sentence)
    assert runs(words(text[start : start + 140])) & forbidden
