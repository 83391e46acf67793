"""Stored notebooks: what stands in each, and what else lies in their folder."""

from __future__ import annotations

from wsis20 import notebook
from wsis20.project import NOTEBOOKS, notebooks


def faults() -> list[str]:
    """Return everything that is wrong with the notebooks, and with what else lies in their folder."""
    found = [fault for path in notebooks() for fault in notebook.faults(path)]
    if not notebooks():
        found.append("notebooks: there is no notebook")
    for path in sorted(NOTEBOOKS.iterdir()) if NOTEBOOKS.is_dir() else []:
        if path.is_file() and path.suffix not in (".ipynb", ".py"):
            found.append(f"notebooks/{path.name}: this is no notebook; a run would leave it out of account")
    return found
