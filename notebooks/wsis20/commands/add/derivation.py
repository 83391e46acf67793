"""The derivation of rows from a record, of whichever kind it is."""

from __future__ import annotations

from wsis20.commands.add.positions import PositionDeriver
from wsis20.commands.add.record import Record
from wsis20.commands.add.rows import Derived, Deriver
from wsis20.commands.add.shape import is_of_positions
from wsis20.upkeep import Tables


def derive(record: Record, tables: Tables) -> Derived:
    """Return the rows that follow from a record without mistakes of shape."""
    kind = PositionDeriver if is_of_positions(record.value) else Deriver
    return kind(record, tables).derive()
