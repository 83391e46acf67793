"""The comparison of two states of the data package: rows matched by primary key, values cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wsis20.commands.diff.change import Change
from wsis20.commands.diff.state import State, Table


@dataclass(frozen=True)
class Comparison:
    """What differs, in a fixed order, and what has to be known to read it, a line each.

    Changes are in the order of the tables of the later state, those that it lost last; of a table first its fields,
    then its rows by key, then the cells of a row by field, in the order of the schema.
    """

    changes: list[Change]
    notes: list[str]


def compare(before: State, after: State) -> Comparison:
    """Return what differs between two states."""
    changes: list[Change] = []
    notes: list[str] = []
    for name in dict.fromkeys([*after.tables, *before.tables]):
        old, new = before.tables.get(name), after.tables.get(name)
        if old and new and old.key != new.key:
            notes.append(key_note(old, new))
        changes += between(name, old, new)
    return Comparison(changes, notes)


def between(name: str, old: Table | None, new: Table | None) -> Iterator[Change]:
    """Yield what differs between two tables of one name, of which one may be missing."""
    if old and new and matched(old, new):
        yield from field_changes(old, new)
        yield from row_changes(old, new)
        return
    if old:
        yield Change(name, "", "", "table removed")
    if new:
        yield Change(name, "", "", "table added")


def matched(old: Table, new: Table) -> bool:
    """Return whether the rows of a table can be matched with those of a later one, by the key of that."""
    return old.told_apart(new.key)


def key_note(old: Table, new: Table) -> str:
    """Say that two tables have different keys, and what is made of it."""
    keys = f"{new.name}: the primary key was {', '.join(old.key)} and is {', '.join(new.key)}"
    if matched(old, new):
        return f"{keys}; rows are matched by what it is"
    lost = [name for name in new.key if name not in old.fields]
    why = f"there was no field {', '.join(lost)}" if lost else "it does not tell the rows apart that there were"
    return f"{keys}; {why}, so that the table counts as removed and added"


def field_changes(old: Table, new: Table) -> Iterator[Change]:
    """Yield the fields that one of two tables has and the other has not."""
    for name in new.fields:
        if name not in old.fields:
            yield Change(new.name, "", name, "field added")
    for name in old.fields:
        if name not in new.fields:
            yield Change(new.name, "", name, "field removed")


def row_changes(old: Table, new: Table) -> Iterator[Change]:
    """Yield the rows that one of two tables has and the other has not, and the cells that differ, by key."""
    were, are = old.by_key(new.key), new.by_key(new.key)
    common = [name for name in new.fields if name in old.fields]
    for key in sorted(were.keys() | are.keys()):
        record = " / ".join(key)
        if key not in were:
            yield Change(new.name, record, "", "row added")
        elif key not in are:
            yield Change(new.name, record, "", "row removed")
        else:
            for name in common:
                was, now = were[key][name], are[key][name]
                if not alike(old, new, name, was, now):
                    yield Change(new.name, record, name, "changed", was, now)


def alike(old: Table, new: Table, field: str, was: str, now: str) -> bool:
    """Return whether two cells of a field say the same: as printed, or as items of a list, whatever stands between."""
    before, after = old.delimiters.get(field), new.delimiters.get(field)
    return was == now or bool(before and after and was.split(before) == now.split(after))
