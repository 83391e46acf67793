"""The files of the checkout, and what became of them: so that nothing is written or changed beside."""

from __future__ import annotations

import os
from pathlib import Path

from wsis20.project import ROOT

PASSING = {".git", ".venv", "_build", "__pycache__", ".ipynb_checkpoints", ".pytest_cache"}
PASSING |= {".mypy_cache", ".ruff_cache"}
"""Folders that other programs write at any time."""


def snapshot(root: Path = ROOT) -> dict[str, tuple[int, int]]:
    """Return size in bytes and time of change in nanoseconds of every file of the checkout, by its path in it."""
    found = {}
    for folder, inside, files in os.walk(root):
        inside[:] = sorted(set(inside) - PASSING)
        for name in files:
            path = Path(folder, name)
            status = path.lstat()
            found[path.relative_to(root).as_posix()] = status.st_size, status.st_mtime_ns
    return found


def differences(before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]) -> list[str]:
    """Return the paths that are in one snapshot only, or not the same in both."""
    return sorted({path for path, _ in before.items() ^ after.items()})
