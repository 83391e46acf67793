"""The rules that no schema can say: for the corpus, its coding, what came of it, and what was entered twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from wsis20.commands.check import (
    bounds,
    coding,
    corpus,
    generated,
    indicators,
    outcome,
    people,
    places,
    readings,
    references,
    vocabulary,
)
from wsis20.commands.check.fault import Fault
from wsis20.commands.check.rule import RULES
from wsis20.datapackage import NotLoaded
from wsis20.project import Refusal

if TYPE_CHECKING:
    from wsis20.commands.check.examination import Examination

__all__ = [
    "bounds",
    "coding",
    "corpus",
    "generated",
    "indicators",
    "outcome",
    "people",
    "places",
    "readings",
    "references",
    "vocabulary",
]


def faults(examination: Examination) -> Iterator[Fault]:
    """Find what the rules find, and note in the examination which of them could not be tried, and why."""
    package = examination.package()
    tried: list[tuple[str, Callable[[], Iterable[Fault]]]] = [
        *((function.__name__, partial(function, package)) for function in RULES),
        ("decisions", partial(coding.decisions, package, examination.texts)),
        ("generated_texts", partial(generated.faults, examination, package)),
    ]
    for number, (name, attempt) in enumerate(tried, 1):
        examination.progress(f"trying rule {number} of {len(tried)}: {name.replace('_', ' ')}")
        try:
            yield from attempt()
        except NotLoaded as error:
            cause = examination.unread.get(error.table, "it is not there")
            examination.untried[name] = f"the table {error.table} could not be read ({cause})"
        except Refusal as error:
            examination.untried[name] = str(error)
