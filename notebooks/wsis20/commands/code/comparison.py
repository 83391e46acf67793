"""The comparison of two sheets: what each gives, table by table, where they differ, and how far they agree."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from wsis20 import coding
from wsis20.coding import NOTHING, PASSES
from wsis20.commands.code.codebook import Codebook
from wsis20.commands.code.layer import ANSWERED_BY, BEHIND, LINKS, Layer, Link
from wsis20.commands.code.sheet import Sheet, is_none, listed

Key = tuple[str, ...]
Given = dict[str, dict[Key, str]]
"""By table and keys of what is coded, the code that a pass gives."""
SHARE = 100  # percent


@dataclass(frozen=True)
class Difference:
    """A code on which the passes differ: table, keys joined as in decisions, field, and what each pass has."""

    resource: str
    record: str
    field: str
    a: str
    b: str


def silence(table: str, layer: Layer) -> str:
    """Return what a pass has in a table where it has no row."""
    return "no" if table == layer.codings else NOTHING


def given(sheet: Sheet, codebook: Codebook) -> Given:
    """Return what a sheet without mistakes gives."""
    layer = sheet.codes
    found: Given = {table: {} for table in layer.fields}
    for entry in sheet.entries:
        unit = entry[layer.key]
        found[layer.codings] |= {(unit, theme): "yes" for theme in listed(entry.get("themes"))}
        if "kind" in entry:
            found[layer.units][(unit,)] = entry["kind"]
        for link in (link for link in LINKS if link is ANSWERED_BY or layer.traces):
            for one in links(entry, link):
                table = layer.responses if link is ANSWERED_BY else layer.traces
                found[table][pair(unit, codebook.short(one[link.other]), link)] = one[link.value]
    return found


def links(entry: Mapping, link: Link) -> list[dict[str, str]]:
    """Return the entries of a list of links, none where it says that there are none."""
    value = entry.get(link.field)
    return value if isinstance(value, list) and not is_none(value) else []


def pair(unit: str, other: str, link: Link) -> Key:
    """Return the keys of a unit and what it is linked with, as its table has them.

    >>> pair("a-k1", "p24", ANSWERED_BY), pair("a-k1", "b-s1", BEHIND)
    (('a-k1-p24',), ('a-k1', 'b-s1'))
    """
    if link is ANSWERED_BY:
        return (f"{unit}-{other}",)
    return (unit, other) if link is BEHIND else (other, unit)


def of_calls(found: Given, calls: Collection[str], layer: Layer) -> Given:
    """Return what a pass gives without the responses to units that are no calls."""
    own = {key: code for key, code in found[layer.responses].items() if key[0].rpartition("-")[0] in calls}
    return found | {layer.responses: own}


def differences(a: Given, b: Given, layer: Layer) -> list[Difference]:
    """Return where two passes differ, in the order of the table of decisions."""
    found = []
    for table, name in layer.fields.items():
        none = silence(table, layer)
        for key in a[table].keys() | b[table].keys():
            one, other = a[table].get(key, none), b[table].get(key, none)
            if one != other:
                found.append(Difference(table, " / ".join(key), name, one, other))
    return sorted(found, key=lambda one: (one.resource, one.record, one.field))


def agreement(a: Given, b: Given, judged: Mapping[str, int], layer: Layer) -> Iterator[str]:
    """Yield in lines how far two passes agree: theme by theme as the command agreement has it, then table by table.

    ``judged`` is the number of units, or pairs of them, that both passes judged in each table.
    """
    units = sorted(key[0] for key in a[layer.units])
    rows = [(unit, theme, name) for name, own in zip(PASSES, (a, b), strict=True) for unit, theme in own[layer.codings]]
    codings = pd.DataFrame(rows, columns=["message_id", "theme_id", "coding_pass"])
    themes = sorted(set(codings["theme_id"]))
    yield from (
        coding.agreement(codings, units, themes).to_string(index=False, float_format="{:.3f}".format).splitlines()
    )
    sets = coding.set_alpha(codings, units) if len(sets_of(codings)) > 1 else float("nan")
    yield f"sets of themes, alpha with MASI distance: {figure(sets)} (n = {len(units)})"
    for table in (one for one in layer.fields if one != layer.codings and judged[one]):
        wide = side_by_side(a, b, table, layer)
        count = judged[table]
        alike = count - int((wide["A"] != wide["B"]).sum())
        name = coding.HEADINGS[layer.follows(table)].lower()
        value = coding.code_alpha(wide, count)
        yield f"{name}: {SHARE * alike / count:.3f} percent alike, alpha {figure(value)} (n = {count})"


def sets_of(codings: pd.DataFrame) -> set[frozenset[str]]:
    """Return the different sets of themes that units have in any pass."""
    return set(codings.groupby(["message_id", "coding_pass"])["theme_id"].agg(frozenset))


def side_by_side(a: Given, b: Given, table: str, layer: Layer) -> pd.DataFrame:
    """Return what passes A and B have in a table, a row for each thing that one of them codes."""
    none = silence(table, layer)
    keys = sorted(a[table].keys() | b[table].keys())
    return pd.DataFrame(
        [(a[table].get(key, none), b[table].get(key, none)) for key in keys], columns=list(PASSES), dtype=object
    )


def figure(value: float) -> str:
    """Return a coefficient with three decimals, or that it is not defined.

    >>> figure(0.5), figure(float("nan"))
    ('0.500', 'not defined, since nothing varies')
    """
    return "not defined, since nothing varies" if value != value else f"{value:.3f}"
