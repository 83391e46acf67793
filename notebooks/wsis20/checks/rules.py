"""The rules that no schema can say, for the corpus, its coding, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wsis20.checks import coding, corpus, outcome
from wsis20.checks.fault import Fault
from wsis20.checks.rule import RULES
from wsis20.datapackage import load

__all__ = ["coding", "corpus", "outcome"]


def faults(folder: Path, descriptor: dict) -> Iterator[Fault]:
    """Find what the rules find."""
    package = load(folder=folder)
    for function in RULES:
        yield from function(package)
