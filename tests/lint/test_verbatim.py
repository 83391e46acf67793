"""The words of the sources: no run of more than eight of them stands anywhere in the repository.

A name of a body, an event, a post, a group of people or a document counts as one word: such names are taken from
the fields of the data package that hold them, and, for treaties and meetings that the outcome document cites, from a
short list.
"""

from __future__ import annotations

import re
import subprocess
from functools import cache

import pytest
from wsis20 import datapackage
from wsis20.project import ROOT

LONGEST = 8
WORD = re.compile(r"[\w'’-]+")
NAMES = {
    "acts": ["actors", "addressees"],
    "appearances": ["post"],
    "consultations": ["host_event", "venue"],
    "documents": ["title"],
    "organizations": ["name"],
    "provisions": ["section"],
}
CITED = (
    "Convention on the Rights of Persons with Disabilities",
    "Convention on the Rights of the Child",
    "Fourth International Conference on Financing for Development",
    "Global Mechanism on developments in the field of ICTs in the context of international security and advancing "
    "responsible State behaviour in the use of ICTs",
    "Office of the United Nations High Commissioner for Human Rights",
    "Working Group on Enhanced Cooperation on Public Policy Issues Pertaining to the Internet",
    "World Summit on the Information Society",
)


def words(text):
    return [word.replace("’", "'") for word in WORD.findall(text.lower())]


def runs(sequence):
    return {tuple(sequence[i : i + LONGEST + 1]) for i in range(len(sequence) - LONGEST)}


@cache
def names():
    """Return the words of each name, the longest first."""
    package = dict(datapackage.load(*NAMES))
    package["documents"] = package["documents"].query("access in ('text held', 'read in full')")
    values = (value for table, fields in NAMES.items() for field in fields for value in package[table][field])
    items = (item for value in values for item in (value if isinstance(value, tuple) else (value,)))
    found = {tuple(words(item)) for item in (*items, *CITED) if isinstance(item, str)}
    return sorted((name for name in found if len(name) > 2), key=len, reverse=True)


def marked(text):
    """Return the words of a text, with each name as one."""
    joined = f" {' '.join(words(text))} "
    for name in names():
        joined = joined.replace(f" {' '.join(name)} ", f" {'_'.join(name)} ")
    return joined.split()


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
    assert 0 < len(names()) < 120
    assert marked("of the World Summit on the Information Society, held") == [
        "of",
        "the",
        "world_summit_on_the_information_society",
        "held",
    ]


@pytest.fixture
def forbidden(sources):
    texts = [path.read_text(encoding="utf-8") for path in sorted(sources.rglob("*.txt"))]
    assert len(texts) >= 3
    return set().union(*(runs(marked(text)) for text in texts))


def test_no_run_of_more_than_eight_words_of_a_source(forbidden):
    found = []
    for name, text in tracked():
        found += [f"{name}: {' '.join(run)}" for run in runs(marked(text)) & forbidden]
    assert found == []


def test_a_copied_sentence_would_be_found(forbidden, sources):
    sentence = "She reiterated the need to reinforce"
    text = next(
        path.read_text("utf-8") for path in sorted(sources.rglob("*.txt")) if sentence in path.read_text("utf-8")
    )
    start = text.index(sentence)
    assert runs(marked(text[start : start + 140])) & forbidden
