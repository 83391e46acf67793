"""Coding: presence of themes, and how far two passes agree.

Agreement is Krippendorff's alpha (K. Krippendorff, *Computing Krippendorff's Alpha-Reliability*, University of
Pennsylvania, 2011) by the package ``krippendorff``. For the sets of themes of a message the distance is MASI (R.
Passonneau, *Measuring Agreement on Set-valued Items (MASI) for Semantic and Pragmatic Annotation*, LREC 2006), taken as
it is and not squared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import krippendorff
import numpy as np
import pandas as pd

PASSES = ("A", "B")
NO_THEME = "no-theme"  # the code of a message that fits no theme: given alone, in no group, and never counted as shared
OUTSIDE_THE_GROUPS = "Outside the groups"
FIRM = 0.8  # of alpha (K. Krippendorff, Content Analysis, 2004): below, conclusions are tentative
RESAMPLES = 1000
SEED = 20

# What was coded in passes: the keys of what is coded, and the field of the code; without one, the row is the code.
KEYS = {
    "codings": (("message_id", "theme_id"), None),
    "traces": (("key_message_id", "statement_id"), "relation"),
    "responses": (("message_id", "provision_id"), "degree"),
    "messages": (("message_id",), "kind"),
}
HEADINGS = {"codings": "Themes", "traces": "Traces", "responses": "Responses", "messages": "Kinds"}
# Named after the list of ITU, as its WSIS Forum of 2019 shows it; C1, C5, C6 and C10 are worded for a sentence.
ACTION_LINES = {
    "C1": "the role of governments and all stakeholders",
    "C2": "information and communication infrastructure",
    "C3": "access to information and knowledge",
    "C4": "capacity building",
    "C5": "confidence and security in the use of ICTs",
    "C6": "an enabling environment",
    "C7": "applications of ICTs",
    "C8": "cultural diversity and identity, linguistic diversity and local content",
    "C9": "media",
    "C10": "ethical dimensions of the information society",
    "C11": "international and regional cooperation",
}
REASON_WORDS = 3


def groups_of_themes(themes: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the name of each group and its themes, in the order of the codebook, and last what is in no group."""
    named = themes["theme_group"].astype(object).fillna(OUTSIDE_THE_GROUPS)
    for name in [*themes["theme_group"].cat.categories, OUTSIDE_THE_GROUPS]:
        if (named == name).any():
            yield name, themes[named == name]


def side_by_side(package: Mapping[str, pd.DataFrame], table: str) -> pd.DataFrame:
    """Return what passes A, B and agreed say, a row for each thing that any of them codes; "none" stands for no row.

    The index holds tuples of the keys (`KEYS`). Themes have "yes" and "no"; kinds stand in three fields of one row.
    """
    keys, code = KEYS[table]
    frame = package[table]
    if table == "messages":
        wide = frame[["kind_a", "kind_b", "kind"]].set_axis([*PASSES, "agreed"], axis=1).astype(str)
        return wide.set_index(pd.Index([(key,) for key in frame["message_id"]], tupleize_cols=False))
    value = frame[code].astype(str) if code else pd.Series("yes", index=frame.index)
    wide = frame.assign(value=value).pivot(index=list(keys), columns="coding_pass", values="value").astype(object)
    wide = wide.reindex(columns=[*PASSES, "agreed"])
    return wide.where(wide.notna(), "none" if code else "no")


def place(table: str, key: tuple[str, ...]) -> tuple[str, str]:
    """Return the primary key of the row with the agreed code of something, and the field, for a message about it."""
    return (key[0], "kind") if table == "messages" else (" / ".join([*key, "agreed"]), "coding_pass")


def decisions(text: str) -> tuple[dict[str, dict[tuple[str, ...], tuple[str, str, str]]], list[tuple[int, str, str]]]:
    """Return the decisions in a Markdown text, and what is wrong with lines: number, line, what was expected.

    A decision is a line of a table under one of `HEADINGS`: the keys in backticks, what A, B and the agreed pass have,
    and the reason.
    """
    widths = {heading: len(KEYS[table][0]) for table, heading in HEADINGS.items()}
    found: dict[str, dict[tuple[str, ...], tuple[str, str, str]]] = {}
    wrong = []
    heading = ""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        if heading not in widths or not re.match(r"\s*\|\s*`", line):
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) != widths[heading] + 4:
            wrong.append((number, line, f"{widths[heading] + 4} cells: keys, A, B, agreed and the reason"))
            continue
        key = tuple(cell.strip("`") for cell in cells[:-4])
        codes, reason = (cells[-4], cells[-3], cells[-2]), cells[-1]
        if len(reason.split()) < REASON_WORDS:
            wrong.append((number, line, f"a reason of at least {REASON_WORDS} words"))
        if key in found.setdefault(heading, {}):
            wrong.append((number, line, f"one decision on {' / '.join(key)}"))
        found[heading][key] = codes
    return found, wrong


def code_alpha(wide: pd.DataFrame, units: int | None = None) -> float:
    """Return nominal alpha of passes A and B in a frame of `side_by_side`.

    ``units`` is the number of units that could have been coded, where most have no row: the others are "none" in both.
    """
    rest = 0 if units is None else units - len(wide)
    values = {value: number for number, value in enumerate(sorted({"none", *wide["A"], *wide["B"]}))}
    ratings = [[*(values[value] for value in wide[name]), *[values["none"]] * rest] for name in PASSES]
    return alpha(np.array(ratings, dtype=float))


def presence(codings: pd.DataFrame, messages: Sequence[str], themes: Sequence[str]) -> pd.DataFrame:
    """Return which message has which theme in one pass.

    Parameters
    ----------
    codings : DataFrame
        Columns message_id and theme_id, of one pass. Codes of other messages or themes are left out.
    messages, themes : sequence of str
        Identifiers, in the order of the result.

    Returns
    -------
    DataFrame of bool, (messages, themes)
    """
    given = pd.crosstab(codings["message_id"], codings["theme_id"]).astype(bool)
    return given.reindex(index=list(messages), columns=list(themes), fill_value=False)


def alpha(ratings: np.ndarray) -> float:
    """Return Krippendorff's alpha for nominal values.

    Parameters
    ----------
    ratings : ndarray of float, (coders, units)
        A number for each value; NaN where a coder gave none.

    Returns
    -------
    float
        At most 1, 0 for agreement as by chance. NaN where all ratings are the same: where nothing varies there is
        nothing to agree about, and alpha is not defined.
    """
    values = ratings[~np.isnan(ratings)]
    if np.unique(values).size < 2:
        return float("nan")
    return float(krippendorff.alpha(ratings.astype(float), level_of_measurement="nominal"))


def agreement(codings: pd.DataFrame, messages: Sequence[str], themes: Sequence[str]) -> pd.DataFrame:
    """Return how far passes A and B agree on each theme.

    Parameters
    ----------
    codings : DataFrame
        Columns message_id, theme_id and coding_pass, with the passes A and B.
    messages, themes : sequence of str
        Identifiers: the units of analysis, and the themes in the order of the result.

    Returns
    -------
    DataFrame, a row per theme
        theme_id; a, b, both: numbers of messages; messages: their number; percent: share of messages coded alike, from
        0 to 100; alpha: that of `alpha`; low, high: the middle 95 percent of alpha over 1,000 resamples of the
        messages in which the theme occurs, with a fixed seed.
    """
    first, second = (presence(codings[codings["coding_pass"] == name], messages, themes) for name in PASSES)
    draws = np.random.default_rng(SEED).integers(0, len(messages), (RESAMPLES, len(messages)))
    rows = []
    for theme in themes:
        ratings = np.array([first[theme], second[theme]], dtype=float)
        low, high = interval(ratings, draws)
        counts = (int(first[theme].sum()), int(second[theme].sum()), int((first[theme] & second[theme]).sum()))
        percent = 100 * float((first[theme] == second[theme]).mean())
        rows.append((theme, *counts, len(messages), percent, alpha(ratings), low, high))
    return pd.DataFrame(rows, columns=["theme_id", "a", "b", "both", "messages", "percent", "alpha", "low", "high"])


def interval(ratings: np.ndarray, draws: np.ndarray) -> tuple[float, float]:
    """Return the middle 95 percent of alpha over resampled units; NaN twice where it is never defined.

    ``ratings`` is coders by units without gaps; ``draws`` is resamples by units and holds the indices of units.
    """
    estimates = [binary_alpha(ratings[:, draw]) for draw in draws]
    defined = [value for value in estimates if not np.isnan(value)]
    if not defined:
        return float("nan"), float("nan")
    low, high = np.percentile(defined, [2.5, 97.5])
    return float(low), float(high)


def binary_alpha(ratings: np.ndarray) -> float:
    """Return nominal alpha of two coders, two values and no gaps, in closed form; resampling needs it fast."""
    count = ratings.size
    ones = ratings.sum()
    expected = ones * (count - ones)
    disagreements = (ratings[0] != ratings[1]).sum()
    return 1 - (count - 1) * disagreements / expected if expected else float("nan")


def set_alpha(codings: pd.DataFrame, messages: Sequence[str]) -> float:
    """Return Krippendorff's alpha of the sets of themes that passes A and B give, with the MASI distance.

    Parameters
    ----------
    codings : DataFrame
        Columns message_id, theme_id and coding_pass; each message has a theme in both passes.
    messages : sequence of str
        Identifiers: the units of analysis.

    Returns
    -------
    float
        At most 1, 0 for agreement as by chance.
    """
    sets = [
        codings[codings["coding_pass"] == name].groupby("message_id")["theme_id"].agg(frozenset).reindex(list(messages))
        for name in PASSES
    ]
    domain = sorted(set().union(*sets), key=sorted)
    place = {value: number for number, value in enumerate(domain)}
    distances = np.array([[masi(one, other) for other in domain] for one in domain])

    def metric(v1, v2, i1, i2, n_v, dtype=np.float64):
        return distances[np.asarray(v1, int), np.asarray(v2, int)]

    ratings = np.array([[place[value] for value in row] for row in sets], dtype=float)
    return float(krippendorff.alpha(ratings, value_domain=list(range(len(domain))), level_of_measurement=metric))


def masi(one: frozenset, other: frozenset) -> float:
    """Return the MASI distance of two sets.

    Parameters
    ----------
    one, other : frozenset
        Sets that are not empty.

    Returns
    -------
    float
        From 0, the same, to 1, nothing in common.
    """
    shared = len(one & other)
    if one == other:
        weight = 1.0
    elif one < other or other < one:
        weight = 2 / 3
    elif shared:
        weight = 1 / 3
    else:
        weight = 0.0
    return 1 - weight * shared / len(one | other)
