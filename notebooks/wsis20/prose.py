"""Sentences whose numbers, names and dates come from the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from wsis20 import coding
from wsis20.words import (
    article,
    capital,
    count,
    counted_rows,
    letters,
    listing,
    number,
    region_of_itu,
)

FIRST = 3  # themes that a sentence names of many
DEDUCED = "a deduction of this work"


def round_status(held: Sequence[str], planned: Sequence[str], reported: str) -> str:
    """Say in which cities open consultations had been held by the day of the report, and in which they were to come."""
    done = f"{capital(count(len(held), 'open consultation'))} had been held by {reported}"
    if len(held):
        done += f", in {listing(list(held))}"
    if not len(planned):
        return f"{done}; none was still to come."
    verb = "was" if len(planned) == 1 else "were"
    return f"{done}; {number(len(planned))}, in {listing(list(planned))}, {verb} still to come."


def on_record(layers: Mapping[str, int], places: Sequence[str], people: Sequence[int], others: bool) -> str:
    """Say what the documents hold of the round: messages by layer, and where people are named, and how many.

    ``others`` says whether there are consultations, or a survey, of which nobody is named.
    """
    held = listing([count(n, layer) for layer, n in layers.items() if n])
    if not places:
        return f"On record are {held}; nobody who spoke is named."
    named = listing([f"{place} ({count(n, 'person', 'people')})" for place, n in zip(places, people, strict=True)])
    only = "; for the others the documents do not say" if others else ""
    return f"On record are {held}, and who spoke is known for {named}{only}."


def inferred_years(basis: pd.Series) -> str:
    """Say for how many consultations the year is inferred; ``basis`` holds stated or inferred for each."""
    inferred = int((basis == "inferred").sum())
    if not inferred:
        return "The dates of all consultations are printed whole."
    verb = "is" if inferred == 1 else "are"
    return (
        f"The years of {number(inferred)} of {count(len(basis), 'open consultation')} {verb} inferred: "
        "their document prints day or month without a year."
    ).replace("The years of one of", "The year of one of")


def agreement(table: pd.DataFrame, firm: float = coding.FIRM) -> str:
    """Say how far two passes agree, at worst with its interval; ``table`` is that of `coding.agreement`.

    ``firm`` is the value of alpha below which conclusions are usually drawn with caution only.
    """
    same = int((table["a"].eq(table["both"]) & table["b"].eq(table["both"])).sum())
    whole = f"{count(len(table), 'theme')} that {'occurs' if len(table) == 1 else 'occur'}"
    sentence = f"Of {whole}, the passes give {number(same)} to the very same messages."
    if same == len(table):
        return sentence
    lowest = table.loc[table["alpha"].idxmin()]
    interval = f"with an interval from {lowest['low']:.2f} to {lowest['high']:.2f}"
    sentence += f" The lowest alpha of a theme is {lowest['alpha']:.2f}, {interval}"
    below = int((table["alpha"] < firm).sum())
    return f"{sentence}; {number(below) if below else 'none'} {'lies' if below < 2 else 'lie'} below {firm}."


def parted(holds: pd.Series) -> tuple[list[str], list[str]]:
    """Return the letters of the findings that hold, and of those that do not; ``holds`` has a truth for each."""
    named = list(zip(letters(len(holds)), holds, strict=True))
    return [letter for letter, true in named if true], [letter for letter, true in named if not true]


def hold(sure: Sequence[str], total: int) -> str:
    """Say which findings hold, by letter, as the end of a clause; ``total`` is the number of findings."""
    if not sure:
        return "none of them holds" if total > 1 else "it does not hold"
    if len(sure) == total > 1:
        return "both hold" if total == 2 else f"all {number(total)} hold"
    return f"{listing(list(sure))} {'holds' if len(sure) == 1 else 'hold'}"


ROLES = {
    "moderator": ("moderator", "moderators"),
    "opening": ("opening speaker", "opening speakers"),
    "keynote": ("keynote speaker", "keynote speakers"),
    "panel": ("panellist", "panellists"),
    "floor": ("speaker from the floor", "speakers from the floor"),
}


def voices(
    places: Sequence[str],
    roles: Mapping[str, int],
    countries: Mapping[str, int],
    groups: Mapping[str, int],
    undetermined: int,
    nobody: Sequence[str],
) -> str:
    """Say who was given the floor, and who is not known to have been.

    ``roles``, ``countries`` and ``groups`` count people by role, by country printed with them and by stakeholder group;
    ``undetermined`` counts those whose group is not known, and nobody is placed with the groups in ``nobody``.
    """
    people = sum(roles.values())
    by_role = listing([count(n, *ROLES.get(role, (role, role))) for role, n in roles.items() if n])
    record = "record" if len(places) == 1 else "records"
    names = "names" if len(places) == 1 else "name"
    who = f"The {record} of {listing(list(places))} {names} {count(people, 'person', 'people')}: {by_role}"
    if countries:
        who += f"; a country is printed with {number(sum(countries.values()))} of them ({listing(list(countries))})"
    placed = listing([f"{number(n)} from {of_group(group, n)}" for group, n in groups.items()]) if groups else ""
    are = "is" if sum(groups.values()) == 1 else "are"
    told = [f"By group of the first position printed, there {are} {placed}"] if placed else []
    if undetermined:
        told.append(f"for {number(undetermined)} the record does not settle {'it' if placed else 'the group'}")
    if nobody:
        told.append(f"nobody is placed with {listing([of_group(group) for group in nobody], 'or')}")
    return " ".join(f"{capital(part)}." for part in (who, "; ".join(told)) if part)


def of_group(group: str, people: int = 0) -> str:
    """Return what a stakeholder group is called in a sentence about so many people of it."""
    if group in ("intergovernmental organization", "government"):
        return article(group) if people == 1 else f"{group}s"
    return group if group in ("civil society", "academia") else f"the {group}"


def kept(steps: pd.DataFrame) -> str:
    """Say what became of the planned steps, by name where it is known.

    ``steps`` has label, outcome (kept, moved or not determined), and inferred: whether the year of what took place is.
    """
    words = {"kept": "to have taken place as planned", "moved": "to have taken place at another time"}
    told = []
    for outcome, what in words.items():
        own = steps[steps["outcome"] == outcome]
        names = [f"“{row.label}”{' (its year is itself inferred)' if row.inferred else ''}" for row in own.itertuples()]
        if names:
            told.append(f"{number(len(names))} {'appears' if len(names) == 1 else 'appear'} {what}, {listing(names)}")
    if unknown := int((steps["outcome"] == "not determined").sum()):
        told.append(f"what became of {number(unknown)} no source read here says")
    return f"Of {count(len(steps), 'planned step')}, {'; '.join(told)}."


def revisions(differ: pd.DataFrame) -> str:
    """Say how often two editions give the same area and year differently, and where a share differs most.

    ``differ`` has one row a case: name (of the indicator), area, year, unit, low and high.
    """
    if differ.empty:
        return "No two editions read here give different values for the same area and year."
    first = f"Two editions give the same area and year differently in {count(len(differ), 'case')}"
    shares = differ[differ["unit"].str.startswith("percent of")]
    if shares.empty:
        return f"{first}."
    gaps = shares["high"] - shares["low"]
    most = shares[gaps >= gaps.max() - 1e-9].sort_values(["name", "area", "year"]).iloc[0]
    area = "the world" if most["area"] == "World" else region_of_itu(most["area"])
    example = ": " if len(differ) == 1 else ", for instance "
    return (
        f"{first}{example}“{most['name']}” for {area} in {most['year']}: {most['low']:g} percent in one edition "
        f"and {most['high']:g} in another."
    )


def firmness(verdicts: pd.DataFrame) -> str:
    """Say which findings hold when a message is left out, a code is changed, or errors of coding come in, by letter.

    ``verdicts`` is that of `findings.verdicts`.
    """
    if verdicts.empty:
        return "So nothing was tried."
    told = []
    for family, what, one in (
        ("messages", "whichever key message is left out", "messages left out"),
        ("codes", "whichever code is changed", "changes of a code"),
    ):
        sure, undone = parted(verdicts[family].eq(verdicts[f"{family}_n"]))
        size = int(verdicts[f"{family}_n"].max())
        broken = dict(zip(letters(len(verdicts)), size - verdicts[family], strict=True))
        ways = [
            f"{number(broken[letter])} of {size} {one} {'undoes' if broken[letter] == 1 else 'undo'} {letter}"
            for letter in undone
        ]
        told.append("; ".join([f"{hold(sure, len(verdicts))} {what}", *ways]))
    trials = int(verdicts["errors_n"].max())
    held = sorted(zip(verdicts["errors"], letters(len(verdicts)), strict=True), key=lambda pair: -pair[0])
    (most, first), *others = [("all" if n == trials else f"{n:,}" if n else "none", letter) for n, letter in held]
    told.append(
        "with errors of coding added at random, "
        + listing([f"{first} holds in {most} of {trials:,} trials", *(f"{letter} in {n}" for n, letter in others)])
    )
    return f"With the themes of the codebook, {'; '.join(told)}."


def sureness(confidence: pd.Series) -> str:
    """Say of how many values somebody else's account is the source, and how many this work deduced.

    ``confidence`` is that of the table observations: direct, secondary or inferred, one for each value.
    """
    counts, size = confidence.astype(str).value_counts(), len(confidence)
    told = [
        f"{'all' if counts[name] == size else number(int(counts[name]))} {words}"
        for name, words in (("secondary", "read in somebody else's account"), ("inferred", "deduced by this work"))
        if counts.get(name)
    ]
    first = f"n = {size:,} {'value' if size == 1 else 'values'}"
    return f"{first}, {listing(told)}." if told else f"{first}."


def ground(use: pd.DataFrame, coverage: pd.DataFrame, parity: pd.DataFrame) -> str:
    """Say between which values the regions of ITU lie in the latest edition, and of which regions parity is known.

    Each has area, area_scheme, value, year, edition and confidence; ``use`` and ``coverage`` are of one edition each.
    """
    told = [
        f"{what} {between(values)}"
        for what, values in (("Internet use lies", use), ("coverage by 5G", coverage))
        if (values["area_scheme"] == "ITU region").any()
    ]
    if not told:
        return "No edition that could be read gives Internet use by region."
    edition = use["edition"].iloc[0]
    read = parity[parity["area_scheme"] == "ITU region"]
    latest = read.sort_values(["year", "edition"]).drop_duplicates("area", keep="last").sort_values("area")
    areas = [
        f"{region_of_itu(row.area)} ({row.value:g} in {row.year}"
        f"{f', {DEDUCED}' if row.confidence == 'inferred' else ''})"
        for row in latest.itertuples()
    ]
    known = f"{listing(areas)} only" if areas else "no region"
    earlier = ", none of them from that edition" if areas and edition not in set(read["edition"]) else ""
    return f"In {edition}, {', and '.join(told)}; a score of parity could be read for {known}{earlier}."


def between(values: pd.DataFrame) -> str:
    """Say between which shares the regions lie in one edition, and which of the two is deduced."""
    areas, world = values[values["area_scheme"] == "ITU region"], values[values["area"] == "World"]
    low, high = (
        f"{end['value']:g} percent in {region_of_itu(end['area'])}"
        f"{f' ({DEDUCED})' if end['confidence'] == 'inferred' else ''}"
        for end in (areas.loc[areas["value"].idxmin()], areas.loc[areas["value"].idxmax()])
    )
    latest = world.sort_values("year").tail(1)["value"]
    return f"between {low} and {high}{f', with {latest.iloc[0]:g} in the world' if len(latest) else ''}"


def data_used(version: str, rows: Mapping[str, int]) -> str:
    """Say which version and which tables of the dataset a chapter uses; ``rows`` counts rows by table."""
    return f"Data: version {version} of the dataset, {'table' if len(rows) == 1 else 'tables'} {counted_rows(rows)}."
