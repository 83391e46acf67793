"""Gates: what is looked at before the book is built, so that a fault is told by file and line and in plain words.

Jupyter Book, Sphinx and their extensions believe these files: what is wrong with one of them ends a build late, with
the end of a log, or not at all. Each gate is a module with a function ``faults``; a fault is one line.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import ModuleType

from wsis20 import notebook
from wsis20.gates import (
    bibliography,
    chapters,
    citation,
    configuration,
    contents,
    digits,
    files,
    pages,
    programs,
    sentences,
    statics,
    vendored,
)
from wsis20.project import NOTEBOOKS, notebooks

BELIEVED = (files, configuration, contents, programs, statics, vendored, pages)
"""Gates for what a build would load or run."""
READ = (bibliography, citation, chapters, digits, sentences)
"""Gates for what only a reader would be told wrongly."""
GATES = (*BELIEVED, *READ)


def faults(wanted: Iterable[ModuleType] = GATES) -> list[str]:
    """Return everything that is wrong with the files that the book is made from, but the data package; a line each.

    ``wanted`` are gates; notebooks are looked at with those that a build would believe.
    """
    wanted = tuple(wanted)
    found = [fault for gate in wanted for fault in gate.faults()]
    return [*found, *(notebook_faults() if pages in wanted else [])]


def notebook_faults() -> list[str]:
    """Return everything that is wrong with the notebooks, and with what else lies in their folder."""
    found = [fault for path in notebooks() for fault in notebook.faults(path)]
    if not notebooks():
        found.append("notebooks: there is no notebook")
    for path in sorted(NOTEBOOKS.iterdir()) if NOTEBOOKS.is_dir() else []:
        if path.is_file() and path.suffix not in (".ipynb", ".py"):
            found.append(f"notebooks/{path.name}: this is no notebook; a run would leave it out of account")
    return found
