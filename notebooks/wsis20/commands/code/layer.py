"""Layers: in which tables the units of a layer and their codes stand, by which key, and what a unit is held against."""

from __future__ import annotations

from dataclasses import dataclass

KEY_MESSAGE, STATEMENT = "key message", "statement"
CALL = "call"


@dataclass(frozen=True)
class Link:
    """A list of what a unit is linked with: the ``field`` of a sheet, and in each entry ``other`` and ``value``."""

    field: str
    other: str
    value: str


ANSWERED_BY = Link("answered_by", "provision", "degree")
BEHIND = Link("behind", "statement", "relation")
STANDS_BEHIND = Link("stands_behind", "key_message", "relation")
LINKS = (ANSWERED_BY, BEHIND, STANDS_BEHIND)


@dataclass(frozen=True)
class Layer:
    """The tables of a layer: of its ``units`` with their kinds, and of their codes; no ``traces`` where it has none.

    ``key`` is the field that names a unit in all of them, ``response_key`` the one that names a response.
    """

    units: str
    key: str
    codings: str
    responses: str
    response_key: str
    traces: str = ""

    @property
    def fields(self) -> dict[str, str]:
        """Return the field of the code of each table, by table."""
        found = {self.codings: "theme_id", self.units: "kind", self.responses: "degree"}
        return found | ({self.traces: "relation"} if self.traces else {})

    def follows(self, table: str) -> str:
        """Return the table of messages that is coded by the same rules as a table of this layer."""
        same = {self.codings: MESSAGES.codings, self.units: MESSAGES.units, self.responses: MESSAGES.responses}
        return same.get(table, table)


MESSAGES = Layer("messages", "message_id", "codings", "responses", "response_id", "traces")
POSITIONS = Layer("positions", "position_id", "position_codings", "position_responses", "position_response_id")
LAYERS = {layer.units: layer for layer in (MESSAGES, POSITIONS)}
