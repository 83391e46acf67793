"""Tracing: from statements to key messages, from calls to provisions, and to what the resolution sets in motion."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

import pandas as pd

from wsis20 import words
from wsis20.coding import NO_THEME
from wsis20.datapackage import of_pass
from wsis20.tables import NEW, Cell, Link, joined

NONE = "none"
ADOPTION = "adoption"  # the milestone
NO_YEAR = "no year printed"
UNDER_WAY = "that session was under way when the resolution was adopted"
NEEDED = ("connectivity", "skills")  # themes of what Africa's third message says that its countries need
DEGREES = ("answers", "partly", "mentions", NONE)
"""How a provision speaks to a call, the best first."""
MET = dict(zip(DEGREES, ("answered", "in part", "only mentioned", "nothing found"), strict=True))
"""How far one provision meets a call, in the words of pages and tables, by degree."""
POINTS = "points"
CLOSEST = {
    "answers": MET["answers"],
    POINTS: "on some points",
    "partly": MET["partly"],
    "mentions": MET["mentions"],
    NONE: MET[NONE],
}
"""How far the resolution meets a call, in the words of pages, tables and figures, by its closest match."""
ON_SOME_POINTS = {
    "europe-k2": ("on one point", "the Forum goes on"),
    "astana-s11": ("on two points of three", "digital divides and cooperation"),
    "astana-s65": ("on one point", "more is to be done to protect children online"),
}
"""The calls of several demands of which some alone are answered: on how many, and what is so by that."""
SECTIONS = {
    "Preamble": "Preamble",
    "Introduction": "Introduction",
    "Information and communications technologies for development": "ICT for development",
    "Closing all digital divides": "Digital divides",
    "The digital economy": "Digital economy",
    "Social and economic development": "Social and economic development",
    "Environmental impacts": "Environment",
    "The enabling environment for digital development": "Enabling environment",
    "Building confidence and security in the use of information and communications technologies": "Security",
    "Capacity development": "Capacity",
    "Financial mechanisms": "Finance",
    "Human rights and ethical dimensions of the information society": "Human rights",
    "Data governance": "Data governance",
    "Artificial intelligence": "AI",
    "Internet governance": "Internet governance",
    "Development of the World Summit on the Information Society framework": "WSIS framework",
    "Monitoring and measurement": "Measurement",
    "Follow-up and review": "Follow-up",
}
"""Short names of the sections of the resolution."""
OPERATIVE = ("decides", "requests", "calls upon", "invites", "commits")
"""The forces by which the resolution makes something so, or sets somebody to do it."""


def meetings(package: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Return by consultation_id the meeting that its key messages sum up: the series it belongs to, or itself."""
    frame = package["consultations"].set_index("consultation_id")
    return frame["part_of"].where(frame["part_of"].notna(), frame.index.to_series()).astype(str)


def of_meeting(package: Mapping[str, pd.DataFrame], meeting: str) -> dict[str, pd.DataFrame]:
    """Return a package with the messages of one meeting alone, and the traces between them.

    Raises `KeyError` where there is no such meeting.
    """
    known = meetings(package)
    own = package["messages"][package["messages"]["consultation_id"].map(known) == known[meeting]]
    traces = package["traces"]
    kept = traces["statement_id"].isin(own["message_id"])
    return {**package, "messages": own.reset_index(drop=True), "traces": traces[kept].reset_index(drop=True)}


def pairs(package: Mapping[str, pd.DataFrame]) -> int:
    """Return how many pairs of key message and statement there are: a statement is held against those of its meeting.

    Where a meeting has key messages and no statements, or the other way round, it has no pair.
    """
    layers = package["messages"]["layer"].astype(str)
    counts = pd.crosstab(package["messages"]["consultation_id"].map(meetings(package)), layers)
    both = counts.reindex(columns=["key message", "statement"], fill_value=0)
    return int(both.prod(axis=1).sum())


def traced(package: Mapping[str, pd.DataFrame], coding_pass: str = "agreed") -> pd.DataFrame:
    """Return the traces of one pass: key_message_id, statement_id, relation and note."""
    return of_pass(package, "traces", coding_pass)


def by_clause(package: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the agreed direct traces that rest on the clause for questions of who belongs to the process.

    By it a statement that is no call makes the point of a key message that is one. The result has the columns of
    `traced`.
    """
    traces = traced(package)
    kinds = package["messages"].set_index("message_id")["kind"].astype(str)
    calls = traces["key_message_id"].map(kinds).eq("call") & traces["statement_id"].map(kinds).ne("call")
    return traces[calls & (traces["relation"] == "direct")].reset_index(drop=True)


def unreached(package: Mapping[str, pd.DataFrame], relations: tuple[str, ...] = ("direct", "thematic")) -> pd.DataFrame:
    """Return the statements behind no key message, as rows of ``messages``; a trace counts if its relation is given."""
    traces = traced(package)
    reached = traces.loc[traces["relation"].isin(relations), "statement_id"]
    messages = package["messages"]
    statements = messages[messages["layer"] == "statement"]
    return statements[~statements["message_id"].isin(reached)].reset_index(drop=True)


def unreached_themes(package: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Return the themes that statements have and no key message has, in the package of one meeting (`of_meeting`).

    The result counts statements, agreed pass, by theme_id, the most frequent first and then by name.
    """
    given = of_pass(package, "codings")[["message_id", "theme_id"]]
    themes = given[given["theme_id"] != NO_THEME]
    joined = themes.merge(package["messages"][["message_id", "layer"]], on="message_id")
    summed = joined.loc[joined["layer"] == "key message", "theme_id"]
    lost = joined[(joined["layer"] == "statement") & ~joined["theme_id"].isin(summed)]
    counts = lost["theme_id"].value_counts().rename("statements").reset_index()
    return counts.sort_values(["statements", "theme_id"], ascending=[False, True]).set_index("theme_id")["statements"]


def responses(
    package: Mapping[str, pd.DataFrame], coding_pass: str = "agreed", table: str = "responses"
) -> pd.DataFrame:
    """Return the pairs of call and provision of one pass in which the provision speaks to the call.

    The result has message_id, provision_id, degree (a string, never none) and note; with the table position_responses
    it has position_id in place of message_id.
    """
    own = of_pass(package, table, coding_pass)
    own = own.assign(degree=own["degree"].astype(str))
    return own[own["degree"] != NONE].reset_index(drop=True)


def best_degree(calls: pd.Series, found: pd.DataFrame) -> pd.Series:
    """Return the best degree in which any provision speaks to each call, by its identifier: one of `DEGREES`.

    ``calls`` holds identifiers of messages, or of positions; ``found`` is that of `responses`.
    """
    key = "position_id" if "position_id" in found else "message_id"
    best = found.groupby(key)["degree"].agg(lambda own: min(own, key=DEGREES.index))
    return best.reindex(calls.to_list()).fillna(NONE)


def closest(calls: pd.Series, found: pd.DataFrame) -> pd.Series:
    """Return the closest match of each call, by its identifier: one of `CLOSEST`.

    That is its best degree, but for a call of several demands of which some alone are answered (`ON_SOME_POINTS`).
    The arguments are those of `best_degree`.
    """
    best = best_degree(calls, found).astype(str)
    return best.mask(best.eq(DEGREES[0]) & best.index.isin(ON_SOME_POINTS), POINTS)


def met_in_words(call: str, match: str) -> str:
    """Return how far a call was met in the words of `CLOSEST`; of one answered on some points alone, on which.

    ``match`` is that of `closest`.
    """
    return ": ".join(ON_SOME_POINTS[call]) if match == POINTS else CLOSEST[match]


def met_by(calls: pd.Series, found: pd.DataFrame, provisions: pd.DataFrame) -> list[Cell]:
    """Return what speaks to each call as a cell: links to provisions by degree, a line each, recitals last.

    ``calls`` holds identifiers of messages, or of positions; ``found`` is that of `responses`.
    """
    key = "position_id" if "position_id" in found else "message_id"
    in_order = provisions.sort_values(["paragraph", "start_offset"])
    links = {
        row.provision_id: Link("provision", row.provision_id, words.place_in_resolution(row).removeprefix("paragraph "))
        for row in in_order.itertuples()
    }
    own = {call: dict(iter(group.groupby("degree")["provision_id"])) for call, group in found.groupby(key)}
    cells: list[Cell] = []
    for call in calls:
        degrees = {degree: set(own.get(call, {}).get(degree, ())) for degree in DEGREES[:-1]}
        lines = [
            [f"{MET[degree]}: ", *joined(link for name, link in links.items() if name in names)]
            for degree, names in degrees.items()
            if names
        ]
        cells.append(joined(lines, NEW) or "no provision")
    return cells


def section_names(provisions: pd.DataFrame) -> pd.Series:
    """Return a short name of the section of each provision with its paragraphs, by provision_id: "54–58 Security"."""
    numbers = provisions.groupby(provisions["section"].astype(str))["paragraph"].agg(["min", "max"])
    names = {
        section: f"{row['min']}–{row['max']} {SECTIONS[section]}" if pd.notna(row["min"]) else SECTIONS[section]
        for section, row in numbers.iterrows()
    }
    return provisions.set_index("provision_id")["section"].astype(str).map(names)


def operative_acts(package: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the acts, agreed pass, by which the resolution makes something so or sets somebody to do it."""
    acts = of_pass(package, "acts")
    return acts[acts["force"].isin(OPERATIVE)].reset_index(drop=True)


def on_themes(package: Mapping[str, pd.DataFrame], themes: Collection[str]) -> pd.DataFrame:
    """Return the operative acts in paragraphs with one of some themes, in the order of the resolution."""
    acts = operative_acts(package).merge(package["provisions"][["provision_id", "start_offset", "paragraph"]])
    given = of_pass(package, "provision_codings")
    themed = given.loc[given["theme_id"].isin(themes), "provision_id"]
    return acts[acts["provision_id"].isin(themed)].sort_values(["start_offset", "act_id"], ignore_index=True)


def for_developing(package: Mapping[str, pd.DataFrame], themes: Collection[str]) -> pd.DataFrame:
    """Return the operative acts for developing countries at large, in paragraphs with one of some themes, in order."""
    acts = on_themes(package, themes)
    meant = acts["addressees"].map(lambda names: "developing countries" in names).astype(bool)
    return acts[meant].reset_index(drop=True)


def for_everyone(package: Mapping[str, pd.DataFrame], themes: Collection[str]) -> pd.DataFrame:
    """Return the operative acts for everyone, or that do not say for whom, in paragraphs with one of some themes.

    They are in the order of the resolution; paragraphs with an act of `for_developing` are left out.
    """
    acts, apart = on_themes(package, themes), for_developing(package, themes)["provision_id"]
    meant = acts["addressees"].map(lambda names: not len(names) or "everyone" in names or "all countries" in names)
    return acts[meant.astype(bool) & ~acts["provision_id"].isin(apart)].reset_index(drop=True)


def day_of_adoption(package: Mapping[str, pd.DataFrame]) -> pd.Timestamp:
    """Return the day on which the resolution was adopted, by the milestone `ADOPTION`."""
    return package["milestones"].set_index("milestone_id").at[ADOPTION, "actual_start"]


def session_of_adoption(package: Mapping[str, pd.DataFrame]) -> str:
    """Return the session in which the resolution was adopted, as acts name a session.

    It is read from the note of the milestone `ADOPTION`, and empty where that has none.
    """
    steps = package["milestones"]
    for step in steps[steps["milestone_id"] == ADOPTION].itertuples():
        if found := re.search(r"\bof the (\S+ session)\b", str(step.note)):
            return f"{found[1]} of the {step.body}"
    return ""


def undated(act, adopted: str) -> str:
    """Return what is said of an act that is due at a session or an event without a year, and nothing of another.

    ``act`` is a row of acts, and ``adopted`` the result of `session_of_adoption`.
    """
    if act.due_kind not in ("session", "event") or pd.notna(act.due_year):
        return ""
    return f"{NO_YEAR}; {UNDER_WAY}" if act.due == adopted else NO_YEAR


def due_in_words(act, adopted: str) -> str:
    """Return by when an act is due, as printed, and what is said of it where no year is (`undated`)."""
    return ", ".join(filter(None, [str(act.due), undated(act, adopted)]))


def in_order_of_time(acts: pd.DataFrame, adopted: str) -> pd.DataFrame:
    """Return acts by when they are due: once, again and again, without a date; then by their place in the document.

    What is due once stands by year. The session in which the document was adopted stands before all years, and what
    has no year and is not of that session after them. ``acts`` has the fields of that table, and start_offset.
    """
    now = acts["due_year"].isna() & (acts["due"] == adopted)
    frame = acts.assign(
        order=(acts["due_kind"] == "recurrence").astype(int).mask(acts["due_kind"].isna(), 2),
        year=acts["due_year"].astype("Float64").fillna(float("inf")).mask(now, 0),
    )
    frame = frame.sort_values(["order", "year", "start_offset", "act_id"], ignore_index=True)
    return frame.drop(columns=["order", "year"])


def ledger(package: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what somebody has to do by a date that is printed: operative acts with a due date, agreed pass.

    They stand as `in_order_of_time` has them.
    """
    acts = operative_acts(package)
    acts = acts[acts["due_kind"].notna()].merge(package["provisions"][["provision_id", "start_offset", "paragraph"]])
    return in_order_of_time(acts, session_of_adoption(package))


def unasked(package: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the provisions with an operative act to which no call on record corresponds, as rows of ``provisions``.

    A provision corresponds where it answers a call, in whole or partly, in the agreed pass.
    """
    found = responses(package)
    met = found.loc[found["degree"].isin(DEGREES[:2]), "provision_id"]
    acting = operative_acts(package)["provision_id"]
    frame = package["provisions"]
    kept = frame["provision_id"].isin(acting) & ~frame["provision_id"].isin(met)
    return frame[kept].sort_values("start_offset", ignore_index=True)


def layers(package: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return how many units of each layer speak of each theme, agreed pass.

    Parameters
    ----------
    package : mapping of DataFrame
        Tables codings, messages, provision_codings, provisions and themes, of one meeting (`of_meeting`).

    Returns
    -------
    DataFrame of int, (themes, floor summary outcome)
        Numbers of statements, of key messages, and of provisions, by theme_id in the order of the codebook;
        `NO_THEME` is left out. ``attrs["sizes"]`` holds the numbers of units by layer.
    """
    messages = package["messages"]
    given = of_pass(package, "codings")
    units = {
        name: messages.loc[messages["layer"] == layer, "message_id"]
        for name, layer in (("floor", "statement"), ("summary", "key message"))
    }
    counts = {name: given.loc[given["message_id"].isin(own), "theme_id"].value_counts() for name, own in units.items()}
    counts["outcome"] = of_pass(package, "provision_codings")["theme_id"].value_counts()
    themes = [theme for theme in package["themes"]["theme_id"] if theme != NO_THEME]
    frame = pd.DataFrame(counts).reindex(themes).fillna(0).astype(int)
    frame.attrs["sizes"] = {name: len(own) for name, own in units.items()} | {"outcome": len(package["provisions"])}
    return frame
