"""The report on a comparison: for a reader, or as CSV."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence

from wsis20.characters import printable
from wsis20.commands.diff.change import ACTIONS, Change
from wsis20.commands.diff.comparison import Comparison

HEADER = ("version", "table", "record", "field", "action", "old", "new", "reason")


def lines(comparison: Comparison, title: str) -> Iterator[str]:
    """Yield what a reader wants first: how much differs, then in which tables, then every change, a line each."""
    changes = comparison.changes
    tables = list(dict.fromkeys(change.table for change in changes))
    if not changes:
        yield f"{title}: no value differs"
    else:
        yield f"{title}: {counted(len(changes), 'change')} in {counted(len(tables), 'table')}"
    for table in tables:
        yield f"  {printable(table)}: {summary([change for change in changes if change.table == table])}"
    yield from map(printable, comparison.notes)
    yield from map(str, changes)


def summary(changes: Sequence[Change]) -> str:
    """Say how many changes of each kind there are.

    >>> summary([Change("regions", "africa", "note", "changed"), Change("regions", "asia", "", "row added")])
    '1 row added, 1 cell changed'
    """
    counts = Counter(change.action for change in changes)
    said = []
    for action in ACTIONS:
        thing, _, done = action.rpartition(" ")
        if counts[action]:
            said.append(action if thing == "table" else f"{counted(counts[action], thing or 'cell')} {done}")
    return ", ".join(said)


def counted(number: int, thing: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "row"), counted(2, "row")
    ('1 row', '2 rows')
    """
    return f"{number} {thing}{'' if number == 1 else 's'}"


def as_csv(changes: Sequence[Change], version: str) -> str:
    """Return changes as CSV, a row each; ``version`` is that in which they came. The reason is for a person to fill."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADER)
    for change in changes:
        writer.writerow([version, change.table, change.record, change.field, change.action, change.old, change.new, ""])
    return stream.getvalue()
