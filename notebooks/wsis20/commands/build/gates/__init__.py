"""Gates: what is looked at before the book is built, so that a fault is told by file and line and in plain words.

Jupyter Book, Sphinx and their extensions believe these files: what is wrong with one of them ends a build late, with
the end of a log, or not at all. Each gate is a module with a function ``faults``; a fault is one line.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import ModuleType

from wsis20.commands.build.gates import (
    bibliography,
    chapters,
    citation,
    configuration,
    contents,
    digits,
    files,
    pages,
    programs,
    queries,
    sentences,
    statics,
    stored,
    synonyms,
    vendored,
)

BELIEVED = (files, configuration, contents, programs, statics, vendored, pages, stored)
"""Gates for what a build would load or run."""
READ = (bibliography, citation, chapters, digits, sentences, synonyms, queries)
"""Gates for what only a reader would be told wrongly."""
GATES = (*BELIEVED, *READ)
APART = (programs, stored, queries)
"""Those that take long and look at no page."""


def faults(wanted: Iterable[ModuleType] = GATES) -> list[str]:
    """Return everything that is wrong with the files that the book is made from, but the data package; a line each."""
    return [fault for gate in wanted for fault in gate.faults()]
