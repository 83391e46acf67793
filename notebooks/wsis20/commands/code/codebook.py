"""What may be given to a unit: themes, kinds, degrees and relations, and what it is held against, from the package."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wsis20 import datapackage, textfile, tracing
from wsis20.commands.code.layer import ANSWERED_BY, BEHIND, KEY_MESSAGE, STATEMENT, Layer, Link
from wsis20.datapackage import DataPackage
from wsis20.tracing import NONE, OPERATIVE

TABLES = ("consultations", "themes", "provisions", "acts", "messages", "responses", "traces", "passes")
MEANING = re.compile(r"`([a-z ]+)`: ([^`]+)")
NUMBERED = re.compile(r"^\d+\. ([a-z]+):", re.MULTILINE)
SHORT = re.compile(r"[pr]\d+")

Unit = Mapping[str, str]


@dataclass(frozen=True)
class Provision:
    """A provision: its whole identifier, what it says, and whether it sets somebody to do something."""

    key: str
    says: str
    operative: bool


@dataclass(frozen=True)
class Codebook:
    """All that a coder chooses from, by identifier, each with what it means.

    ``provisions`` are known by their short names (``p24``). ``spoken`` are the messages of the package by meeting and
    layer, each with its paraphrase. ``rules`` are the rules that passes of a table last followed.
    """

    themes: dict[str, Mapping[str, str]]
    kinds: dict[str, str]
    degrees: dict[str, str]
    relations: dict[str, str]
    provisions: dict[str, Provision]
    spoken: dict[tuple[str, str], dict[str, str]]
    rules: dict[str, str] = field(default_factory=dict)

    def values(self, link: Link) -> dict[str, str]:
        """Return the values that an entry of a list of links may have."""
        return self.degrees if link is ANSWERED_BY else self.relations

    def others(self, link: Link, unit: Unit, units: Iterable[Unit], layer: Layer) -> dict[str, str]:
        """Return what a unit is held against for a list of links, each with what it says; nothing where it is not.

        A key message is held against all statements of the meeting that it sums up. A statement is held against the key
        messages of its meeting that are in the package; those that come with it have it in their own lists.
        """
        if link is ANSWERED_BY:
            return {short: provision.says for short, provision in self.provisions.items()}
        own, other = (KEY_MESSAGE, STATEMENT) if link is BEHIND else (STATEMENT, KEY_MESSAGE)
        if not layer.traces or unit.get("layer") != own:
            return {}
        new = {one[layer.key]: one for one in units if layer.key in one}
        meeting = unit.get("meeting", "")
        found = {key: says for key, says in self.spoken.get((meeting, other), {}).items() if key not in new}
        if link is BEHIND:
            beside = [one for one in new.values() if (one.get("meeting"), one.get("layer")) == (meeting, other)]
            found |= {one[layer.key]: one.get("paraphrase", "") for one in beside}
        return found

    def short(self, name: str) -> str:
        """Return the short name of a provision that is named in full, any other name as it is."""
        ends = SHORT.search(name.rpartition("-")[2])
        if ends and ends[0] in self.provisions and self.provisions[ends[0]].key == name:
            return ends[0]
        return name


def read(folder: Path, layer: Layer) -> Codebook:
    """Return the codebook of a data package."""
    package = datapackage.load(*TABLES, folder=folder)
    themes = {row["theme_id"]: row for row in package.raw["themes"].to_dict("records")}
    acts = package.raw["acts"]
    operative = set(acts.loc[(acts["coding_pass"] == "agreed") & acts["force"].isin(OPERATIVE), "provision_id"])
    provisions = {
        row["provision_id"].rpartition("-")[2]: Provision(
            row["provision_id"], f"{row['label']}. {row['paraphrase']}", row["provision_id"] in operative
        )
        for row in package.raw["provisions"]
        .sort_values("start_offset", key=lambda own: own.astype(int))
        .to_dict("records")
    }
    spoken: dict[tuple[str, str], dict[str, str]] = {}
    meetings = tracing.meetings(package)
    for row in package.raw["messages"].to_dict("records"):
        meeting = meetings[row["consultation_id"]]
        spoken.setdefault((meeting, row["layer"]), {})[row["message_id"]] = row["paraphrase"]
    passes = package.raw["passes"].sort_values("made_on")
    last = {row["resource"]: row["rules"] for row in passes.to_dict("records")}
    rules = {table: last.get(table) or last[layer.follows(table)] for table in layer.fields}
    degrees = {value: says for value, says in meanings(package, "responses", "degree").items() if value != NONE}
    kinds = in_order_of_the_rules(meanings(package, "messages", "kind"), folder)
    return Codebook(themes, kinds, degrees, meanings(package, "traces", "relation"), provisions, spoken, rules)


def meanings(package: DataPackage, table: str, name: str) -> dict[str, str]:
    """Return the categories of a field, each with what its description says of it."""
    (own,) = (one for one in package.schemas[table]["fields"] if one["name"] == name)
    told = {value: says.strip() for value, says in MEANING.findall(own["description"])}
    return {value: told.get(value, "") for value in own["categories"]}


def in_order_of_the_rules(kinds: dict[str, str], folder: Path) -> dict[str, str]:
    """Return the kinds in the order in which the rules of coding have a coder try them."""
    rules = textfile.read(folder / "codebook" / "rules.md")
    order = NUMBERED.findall(rules.partition("\n## Kinds of messages\n")[2].partition("\n## ")[0])
    return {kind: kinds[kind] for kind in order} if sorted(order) == sorted(kinds) else kinds
