"""Who was there: rules for the names of people."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from wsis20.commands.check.fault import Fault
from wsis20.commands.check.rule import rule, wrong
from wsis20.datapackage import DataPackage

HONORIFICS = {
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "hon",
    "h.e",
    "he",
    "amb",
    "ambassador",
}


@rule
def names_and_their_parts(package: DataPackage) -> Iterator[Fault]:
    """Let given name and family name be parts of the name, together the whole of it, and both there or neither."""
    frame = package["people"]
    for row in frame[["person_id", "name", "given_name", "family_name"]].dropna().itertuples(index=False):
        wholes = [f"{row.given_name} {row.family_name}", f"{row.family_name} {row.given_name}"]
        for field in ("given_name", "family_name"):
            if f" {getattr(row, field)} " not in f" {row.name} ":
                yield Fault("people", row.person_id, field, getattr(row, field), f"a part of the name {row.name!r}")
        if row.name not in wholes and all(f" {part} " in f" {row.name} " for part in row[2:]):
            yield Fault("people", row.person_id, "name", row.name, f"{wholes[0]!r}, given name and family name")
    one = frame["given_name"].notna() != frame["family_name"].notna()
    yield from wrong(package, "people", one, "family_name", "a value exactly where given_name has one")


@rule
def a_person_is_one_row(package: DataPackage) -> Iterator[Fault]:
    """Let no person have two identifiers: the words of a name in any order, and any printed form, are of one row."""
    first: dict[tuple[str, ...], str] = {}
    for row in package["people"].itertuples():
        names = [row.name] if isinstance(row.name, str) else []
        for words in {words_of(name) for name in (*names, *row.names_as_printed)}:
            if first.setdefault(words, row.person_id) != row.person_id:
                wanted = f"a person of one row: {first[words]!r} has the name {' '.join(words)!r} too"
                yield Fault("people", row.person_id, "name", row.name, wanted)


@rule
def names_without_honorifics(package: DataPackage) -> Iterator[Fault]:
    """Let the printed forms of a name begin with the name, and not with a title."""
    for row in package["people"].itertuples():
        for name in row.names_as_printed:
            if name.split()[0].rstrip(".").casefold() in HONORIFICS:
                wanted = f"names without honorifics, and not {name!r}"
                yield Fault("people", row.person_id, "names_as_printed", name, wanted)


@rule
def groups_of_people_and_bodies(package: DataPackage) -> Iterator[Fault]:
    """Let a person be of the group of the body that is named, and no body of states have a country."""
    bodies = package["organizations"].set_index("organization_id")
    frame = package["appearances"]
    group = frame["organization_id"].map(bodies["stakeholder_group"].astype(str))
    own = frame["stakeholder_group"].astype(str)
    differs = group.notna() & (own != group)
    yield from wrong(package, "appearances", differs, "stakeholder_group", "the group of the organization")
    guessed = frame["organization_id"].isna() & frame["stakeholder_group"].notna()
    wanted = "'not determined', since the document names no organization"
    yield from wrong(package, "appearances", guessed, "stakeholder_group", wanted)
    of_states = bodies["stakeholder_group"] == "intergovernmental organization"
    nation = (of_states & bodies["country_code"].notna()).reset_index(drop=True)
    yield from wrong(package, "organizations", nation, "country_code", "nothing, for an intergovernmental organization")


@rule
def regions_of_countries(package: DataPackage) -> Iterator[Fault]:
    """Let a person have a region exactly where a country is printed, and one country be in one region."""
    frame = package["appearances"]
    differs = frame["country_region_id"].notna() != frame["country_code"].notna()
    yield from wrong(
        package, "appearances", differs, "country_region_id", "a region exactly where there is a country_code"
    )
    usual = frame.groupby("country_code")["country_region_id"].agg(
        lambda own: own.mode().iloc[0] if own.notna().any() else None
    )
    other = frame["country_region_id"].notna() & (frame["country_region_id"] != frame["country_code"].map(usual))
    yield from wrong(package, "appearances", other, "country_region_id", "one region for one country")


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name in alphabetical order, without accents, dots and capitals.

    >>> words_of("José A. Pérez") == words_of("PEREZ, Jose A")
    True
    """
    letters = unicodedata.normalize("NFD", name.casefold())
    plain = "".join(one if one.isalnum() else " " for one in letters if not unicodedata.combining(one))
    return tuple(sorted(plain.split()))
