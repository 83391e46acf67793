"""The rules that no schema can say: for the corpus, its coding, what came of it, and what was entered twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from wsis20.commands.check import (
    bounds,
    coding,
    corpus,
    indicators,
    notes,
    outcome,
    people,
    places,
    positions,
    readings,
    references,
    vocabulary,
)
from wsis20.commands.check.fault import Fault
from wsis20.commands.check.rule import RULES
from wsis20.datapackage import DataPackage

__all__ = [
    "bounds",
    "coding",
    "corpus",
    "indicators",
    "notes",
    "outcome",
    "people",
    "places",
    "positions",
    "readings",
    "references",
    "vocabulary",
]


def attempts(package: DataPackage) -> dict[str, Callable[[], Iterable[Fault]]]:
    """Return what tries each rule, by the name of the rule."""
    return {rule.__name__: partial(rule, package) for rule in RULES}
