"""The rules that no schema can say: for the corpus, its coding, what came of it, and what was entered twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wsis20.checks import coding, corpus, outcome, readings
from wsis20.checks.fault import Fault
from wsis20.checks.rule import RULES
from wsis20.datapackage import load

__all__ = ["coding", "corpus", "outcome", "readings"]


def faults(folder: Path, descriptor: dict) -> Iterator[Fault]:
    """Find what the rules find."""
    package = load(folder=folder)
    for function in RULES:
        yield from function(package)
    yield from coding.decisions(folder)
