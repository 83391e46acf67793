"""The rows that follow from a record of positions, which has holders in place of a consultation and people."""

from __future__ import annotations

from collections.abc import Mapping

from wsis20.characters import shown
from wsis20.commands.add.record import Record
from wsis20.commands.add.rows import OTHER, Derived, Deriver, same, slug
from wsis20.commands.code.layer import POSITIONS
from wsis20.lined import Place
from wsis20.upkeep import Row, Tables


class PositionDeriver(Deriver):
    """Derives the rows of a record of positions."""

    def __init__(self, record: Record, tables: Tables) -> None:
        """Take a record without mistakes of shape, and the package that it comes to."""
        super().__init__(record, tables)
        self.made.layer = POSITIONS
        self.holders: dict[str, str] = {}

    def derive(self) -> Derived:
        """Return all rows."""
        value = self.record.value
        for number, holder in enumerate(value["holders"]):
            self.holder(("holders", number), holder)
        document = value["document"]
        first = next(iter(self.holders.values()), "")
        dated = document.get("document_date", "")[:4] if isinstance(document, dict) else ""
        self.document(document, "-".join(filter(None, (first, dated))))
        self.positions(value["positions"])
        self.left_out(value.get("left_out", []))
        self.stretches()
        self.notes(value.get("notes", []))
        return self.made

    def holder(self, place: Place, given: Mapping[str, str]) -> None:
        """Add a holder, or find one that is there."""
        if "holder" in given:
            row = self.tables.by_key("holders").get((given["holder"],))
            if row is None:
                wanted = "expected the identifier of a holder that is there"
                self.mistake((*place, "holder"), f"{shown(given['holder'])}; {wanted}")
                self.holders[given["holder"]] = given["holder"]
                return
        else:
            row = self.new_holder(place, given)
        for name in (row["name"], row["holder_id"]):
            self.holders[name] = row["holder_id"]
            self.called(name, "holders", row)

    def new_holder(self, place: Place, given: Mapping[str, str]) -> Row:
        """Add a holder that is not there."""
        key = given.get("id") or slug(given["name"])
        if not key:
            self.mistake((*place, "id"), "no identifier follows from the name; expected one")
        told = {name: given[name] for name in ("name", "kind", "region_basis")}
        told |= {"holder_id": key, "region_id": given.get("region", "")}
        known = [one for (one,) in self.tables.by_key("regions")]
        if told["region_id"] and told["region_id"] not in known:
            self.mistake((*place, "region"), f"{shown(told['region_id'])}; expected one of {', '.join(known)}")
        fields = same(given) | {"holder_id": "id" if "id" in given else "name", "region_id": "region"}
        return self.put("holders", told, place, fields)

    def positions(self, given: list[Mapping[str, str]]) -> None:
        """Add positions, numbered in the order of the record, after those of the document that are there."""
        own = [row for row in self.tables.rows("positions") if row["document_id"] == self.made.document]
        first = max((int(row["number"]) for row in own), default=0) + 1
        for number, one in enumerate(given):
            place = ("positions", number)
            row = {
                "position_id": f"{self.made.document}-{first + number}",
                "holder_id": self.held_by(place, one),
                "number": str(first + number),
                "attributed_to": one.get("attributed_to", ""),
                **dict.fromkeys(("kind", "kind_a", "kind_b"), OTHER),
                "paraphrase": one["paraphrase"],
                **self.stood(one),
            }
            fields = same(one) | {"holder_id": "holder", "start_offset": "phrase"}
            made = self.put("positions", row, place, fields)
            self.called(f"position {number + 1}", "positions", made)

    def held_by(self, place: Place, given: Mapping[str, str]) -> str:
        """Return the identifier of the holder of a position: the one that it names, or the only one of the record."""
        names = ", ".join(self.holders)
        if "holder" in given:
            if given["holder"] not in self.holders:
                self.mistake((*place, "holder"), f"{shown(given['holder'])}; expected one of holders: {names}")
            return self.holders.get(given["holder"], "")
        keys = dict.fromkeys(self.holders.values())
        if len(keys) > 1:
            self.mistake(
                (*place, "holder"), f"there is no holder; expected one of holders, as they are several: {names}"
            )
        return next(iter(keys), "")
