"""A change: one thing in which two states of the data package differ."""

from __future__ import annotations

from dataclasses import dataclass

from wsis20.characters import printable, shown

ACTIONS = ("table added", "table removed", "field added", "field removed", "row added", "row removed", "changed")


@dataclass(frozen=True)
class Change:
    """Where it is, and what was done there, one of `ACTIONS`.

    ``record`` is the primary key of a row, its parts joined by " / ", empty where a whole table or field is meant;
    ``field`` is empty where a whole table or row is meant. ``old`` and ``new`` are a cell that was ``changed``, as it
    is printed in each state; they are empty for any other action.
    """

    table: str
    record: str
    field: str
    action: str
    old: str = ""
    new: str = ""

    def __str__(self) -> str:
        """Say it on one line, with the whole of both cells."""
        parts = [self.table]
        parts += [f"row {self.record}"] if self.record else []
        parts += [f"field {self.field}"] if self.field else []
        words = self.action
        if self.action == "changed":
            words += f" from {shown(self.old, len(self.old))} to {shown(self.new, len(self.new))}"
        return f"{printable(', '.join(parts))}: {words}".replace("\n", "\\u000A")
