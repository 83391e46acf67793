"""What was added: a file in the folder of the record by which it can be finished, and taken out again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from wsis20 import textfile
from wsis20.characters import shown
from wsis20.project import Refusal
from wsis20.upkeep import Row, Tables

NAME = "added.json"


@dataclass
class Ledger:
    """Rows by table that came, rows that changed, each as it was and as it is, and what came to the book.

    That is the entry in the ``bibliography`` and the ``page`` on who said what: its name, the page that it follows in
    the contents, and its text.
    """

    consultation: str
    document: str
    added: dict[str, list[Row]] = field(default_factory=dict)
    changed: dict[str, list[list[Row]]] = field(default_factory=dict)
    bibliography: str = ""
    page: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return what was added, in words."""
        return self.consultation or f"positions of {self.document}"

    def text(self) -> str:
        """Return the ledger as JSON."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False, sort_keys=True) + "\n"

    def put_in(self, tables: Tables) -> dict[str, list[Row]]:
        """Return the rows of the tables that differ when all that was added is in them."""
        return self.turned(tables, add=True)

    def taken_out(self, tables: Tables) -> dict[str, list[Row]]:
        """Return the rows of the tables that differ when nothing is in them that was added.

        Raises `Refusal` where a row was changed since it came.
        """
        return self.turned(tables, add=False)

    def turned(self, tables: Tables, add: bool) -> dict[str, list[Row]]:
        """Return the tables with the rows put in or taken out, as far as they are not yet so."""
        found = {}
        for table in sorted(self.added.keys() | self.changed.keys()):
            before = tables.by_key(table)
            rows = dict(before)
            for row in self.added.get(table, []):
                key = tables.key(table, row)
                unlike(table, key, before.get(key), (row, None))
                if add:
                    rows[key] = row
                else:
                    rows.pop(key, None)
            for old, new in self.changed.get(table, []):
                key = tables.key(table, old)
                unlike(table, key, before.get(key), (old, new))
                rows[key] = new if add else old
            if rows != before:
                found[table] = list(rows.values())
        return found


def unlike(table: str, key: tuple[str, ...], row: Row | None, known: tuple[Row | None, ...]) -> None:
    """Raise `Refusal` for a row that is neither as it came nor as it was before."""
    if row in known:
        return
    record = " / ".join(key)
    if row is None:
        raise Refusal(f"data/{table}.csv, row {record}: this row is no longer there; expected it as it was added")
    like = next(one for one in known if one is not None)
    name = next((name for name in row if row[name] != like.get(name)), "")
    said = f"{shown(row[name])}; expected {shown(like.get(name))}, as it was added: it was changed since"
    raise Refusal(f"data/{table}.csv, row {record}, field {name}: {said}")


def read(folder: Path) -> Ledger | None:
    """Return the ledger in a folder; None where there is none."""
    if not (folder / NAME).exists():
        return None
    content = textfile.read_json(folder / NAME)
    try:
        made = Ledger(**content)
        rows: list[Mapping] = [row for own in made.added.values() for row in own]
        rows += [row for own in made.changed.values() for pair in own for row in pair]
        sound = all(isinstance(row, dict) for row in rows)
    except (TypeError, AttributeError):
        sound = False
    if not sound:
        raise Refusal(f"{folder / NAME}: this is not what add has written; restore it from a copy")
    return made
