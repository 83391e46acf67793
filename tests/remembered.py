"""What a rule has found, remembered by the tables that it has read: a fault is in one, and most rules read others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from wsis20.commands.check import rules
from wsis20.commands.check.fault import Fault
from wsis20.datapackage import DataPackage, Tables

Read = dict[tuple[str, str], object]
TRIED = rules.attempts


class Noted(Tables):
    """Tables of a package that note in ``read`` each one that a rule asks for; whoever goes through them reads all."""

    def __init__(self, tables: Tables, kind: str, read: Read) -> None:
        """Take the tables, which of the mappings of a package they are, and where to note."""
        super().__init__(tables)
        self.kind, self.read = kind, read

    def __getitem__(self, table: str) -> object:
        """Return a table, and note it."""
        found = super().__getitem__(table)
        self.read[self.kind, table] = found
        return found

    def items(self) -> list[tuple[str, object]]:  # type: ignore[override]
        """Return all tables, and note them; and under no name, which there are."""
        names = list(super().keys())
        self.read[self.kind, ""] = names
        return [(table, self[table]) for table in names]

    def __iter__(self) -> Iterator[str]:
        """Go through the names, and note all tables: which there are is all that they say."""
        return iter([table for table, _ in self.items()])

    def __contains__(self, table: object) -> bool:
        """Say whether there is a table, and note all."""
        return table in list(self)

    keys = values = get = None  # type: ignore[assignment]  # to be written once a rule uses them


REMEMBERED: dict[str, list[tuple[Read, list[Fault]]]] = defaultdict(list)
"""By rule: the tables that it has read, with what it found in them."""


def attempts(package: DataPackage) -> dict[str, Callable[[], Iterable[Fault]]]:
    """Return what `rules.attempts` does; a rule is tried again only when a table that it has read is another object.

    `Examination.package` gives the same object for the same text of a table.
    """
    found = TRIED(package)
    return {name: partial(outcome, name, package) if reads_tables(rule) else rule for name, rule in found.items()}


def reads_tables(rule: Callable) -> bool:
    """Return whether a rule takes the package and nothing else."""
    return isinstance(rule, partial) and len(rule.args) == 1


def outcome(name: str, package: DataPackage) -> list[Fault]:
    """Return what a rule finds, or has found in the same tables."""
    now = {kind: getattr(package, kind) for kind in ("schemas", "raw", "frames")}
    for read, found in REMEMBERED[name]:
        if all(same(now[kind], table, seen) for (kind, table), seen in read.items()):
            return found
    noted: Read = {}
    noting = DataPackage(package.version, *(Noted(tables, kind, noted) for kind, tables in now.items()))
    faults = list(TRIED(noting)[name]())
    REMEMBERED[name].append((noted, faults))
    return faults


def same(tables: Tables, table: str, seen: object) -> bool:
    """Return whether a table is the object that was seen or, without a name, whether there are the same tables."""
    return tables.get(table) is seen if table else list(tables) == seen
