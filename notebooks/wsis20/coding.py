"""Coding: presence of themes, and how far two passes agree.

Agreement is Krippendorff's alpha (K. Krippendorff, *Computing Krippendorff's Alpha-Reliability*, University of
Pennsylvania, 2011) by the package ``krippendorff``. For the sets of themes of a message the distance is MASI (R.
Passonneau, *Measuring Agreement on Set-valued Items (MASI) for Semantic and Pragmatic Annotation*, LREC 2006), taken as
it is and not squared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import sqrt

import krippendorff
import numpy as np
import pandas as pd

PASSES = ("A", "B")
NO_THEME = "no-theme"  # the code of a message that fits no theme: given alone, in no group, and never counted as shared
NOTHING = "nothing"  # of a pass that has no row for what another pass has
OUTSIDE_THE_GROUPS = "Outside the groups"
FIRM = 0.8  # of alpha (K. Krippendorff, Content Analysis, 2004): below, conclusions are tentative
TENTATIVE = 0.667  # by the same book: below, there are none
RESAMPLES = 1000
Z = 1.959964  # 97.5th percentile of the normal distribution
SEED = 20

# What was coded in passes: the keys of what is coded, and the fields of the codes. The first field of a table in
# PRESENT is a key: that a pass has the row is the code.
KEYS = {
    "codings": ("message_id", "theme_id"),
    "provision_codings": ("provision_id", "theme_id"),
    "position_codings": ("position_id", "theme_id"),
    "traces": ("key_message_id", "statement_id"),
    "responses": ("response_id",),
    "position_responses": ("position_response_id",),
    "acts": ("act_id",),
    "messages": ("message_id",),
    "positions": ("position_id",),
}
CODES = {
    "codings": ("theme_id",),
    "provision_codings": ("theme_id",),
    "position_codings": ("theme_id",),
    "traces": ("relation",),
    "responses": ("degree",),
    "position_responses": ("degree",),
    "acts": ("act_id", "force", "actors", "addressees", "due_kind", "due_year"),
    "messages": ("kind",),
    "positions": ("kind",),
}
PRESENT = ("codings", "provision_codings", "position_codings", "acts")
KINDS = ("messages", "positions")
"""Tables that have a kind by each pass, in three fields of one row."""
RESPONSES = {"responses": "messages", "position_responses": "positions"}
"""The tables of responses, with the table of the calls."""
HEADINGS = {
    "codings": "Themes of messages",
    "provision_codings": "Themes of provisions",
    "position_codings": "Themes of positions",
    "traces": "Traces",
    "responses": "Responses",
    "position_responses": "Responses to positions",
    "acts": "Acts",
    "messages": "Kinds",
    "positions": "Kinds of positions",
}
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
A_MODEL = "a run of a language model"
MODELS = "Language models of one family worded and coded"
REASON_WORDS = 3


def by_whom(passes: pd.DataFrame) -> str:
    """Return in a sentence without its full stop who worded and coded what stands here, by the table ``passes``."""
    models = passes["coder"] == A_MODEL
    if models.all():
        return f"{MODELS} all of this, and no person has checked it"
    return f"{MODELS} most of this, and no person has checked what they made; people did the rest"


def groups_of_themes(themes: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the name of each group and its themes, in the order of the codebook, and last what is in no group."""
    named = themes["theme_group"].astype(object).fillna(OUTSIDE_THE_GROUPS)
    for name in [*themes["theme_group"].cat.categories, OUTSIDE_THE_GROUPS]:
        if (named == name).any():
            yield name, themes[named == name]


def side_by_side(package: Mapping[str, pd.DataFrame], table: str, field: str | None = None) -> pd.DataFrame:
    """Return what passes A, B and agreed say in a field, a row for each thing that any of them codes.

    Parameters
    ----------
    package : mapping of DataFrame
        The table, as loaded.
    table : str
        A table of `KEYS`.
    field : str, optional
        A field of its `CODES`; without one, the first.

    Returns
    -------
    DataFrame of str, (things, A B agreed)
        Where the row is the code, "yes" and "no"; elsewhere the code, `NOTHING` for no row, and "" for an empty cell.
        Of rows of which the row is a code, the other fields are compared where both passes have the row. The index
        holds tuples of the keys. Kinds stand in three fields of one row.
    """
    keys = list(KEYS[table])
    frame = package[table]
    if table in KINDS:
        wide = frame[["kind_a", "kind_b", "kind"]].set_axis([*PASSES, "agreed"], axis=1).astype(str)
        return wide.set_index(pd.Index([(key,) for key in frame[keys[0]]], tupleize_cols=False))
    code = field or CODES[table][0]
    whether = table in PRESENT and code == CODES[table][0]
    if table in RESPONSES:
        frame = frame[frame["provision_id"].notna()]  # the others follow from these
    value = pd.Series("yes", index=frame.index) if whether else frame[code].map(written).astype(object)
    named = frame[keys].assign(coding_pass=frame["coding_pass"].astype(str), value=value)
    wide = named.pivot(index=keys, columns="coding_pass", values="value").astype(object)
    wide = wide.reindex(columns=[*PASSES, "agreed"])
    wide = wide.set_index(
        pd.Index([key if isinstance(key, tuple) else (key,) for key in wide.index], tupleize_cols=False)
    )
    if table in PRESENT and not whether:
        return wide.dropna()
    return wide.where(wide.notna(), "no" if whether else NOTHING)


def written(value: object) -> str:
    """Return a code as decisions write it: a list by its items in the order of the alphabet, nothing for none.

    >>> written(["youth", "children"]), written(float("nan")), written(2027.0)
    ('children;youth', '', '2027')
    """
    if isinstance(value, list | tuple):
        return ";".join(sorted(map(str, value)))
    if pd.isna(value):
        return ""
    if value == "none":
        return NOTHING
    return f"{value:g}" if isinstance(value, float) else str(value)


def place(table: str, key: tuple[str, ...]) -> str:
    """Return the primary key of the row with the agreed code of something, for a message about it."""
    return key[0] if table in KINDS else " / ".join([*key, "agreed"])


def disputes(package: Mapping[str, pd.DataFrame]) -> dict[tuple[str, str, str], tuple[str, str, str]]:
    """Return what A, B and the agreed pass have wherever these differ, by table, keys and field."""
    found = {}
    for table, fields in CODES.items():
        for field in fields:
            wide = side_by_side(package, table, field)
            for key, row in wide[(wide["A"] != wide["B"]) | (wide["agreed"] != wide["A"])].iterrows():
                found[table, " / ".join(key), field] = (row["A"], row["B"], row["agreed"])
    return found


def code_alpha(wide: pd.DataFrame, units: int | None = None) -> float:
    """Return nominal alpha of passes A and B in a frame of `side_by_side`.

    ``units`` is the number of units that could have been coded, where most have no row: the others are nothing in both.
    """
    rest = 0 if units is None else units - len(wide)
    wide = wide.replace("no", NOTHING)  # what one pass did not find is what neither found
    values = {value: number for number, value in enumerate(sorted({NOTHING, *wide["A"], *wide["B"]}))}
    ratings = [[*(values[value] for value in wide[name]), *[values[NOTHING]] * rest] for name in PASSES]
    return alpha(np.array(ratings, dtype=float))


def code_interval(wide: pd.DataFrame, units: int | None = None) -> tuple[float, float]:
    """Return the middle 95 percent of `code_alpha` over 1,000 resamples of the units, with a fixed seed.

    ``wide`` and ``units`` are as there. Units with the same pair of codes are alike, so that a resample is a draw of
    how often each pair occurs, and alpha follows from these numbers in closed form.
    """
    pairs = wide.groupby(list(PASSES)).size()
    if units is not None and units > len(wide):
        pairs.loc[(NOTHING, NOTHING)] = pairs.get((NOTHING, NOTHING), 0) + units - len(wide)
    total = int(pairs.sum())
    draws = np.random.default_rng(SEED).multinomial(total, pairs / total, size=RESAMPLES)
    apart = np.array([one != other for one, other in pairs.index])
    codes = sorted({code for pair in pairs.index for code in pair})
    by_code = draws @ np.array([[pair.count(code) for code in codes] for pair in pairs.index])
    expected = (2 * total) ** 2 - (by_code**2).sum(axis=1)
    values = 1 - (2 * total - 1) * 2 * (draws @ apart) / np.where(expected > 0, expected, np.nan)
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)


def positive_agreement(wide: pd.DataFrame) -> tuple[float, float]:
    """Return which share of what pass A or B found both found alike, and the lower end of its 95 percent interval.

    ``wide`` is that of `side_by_side`. Unlike alpha, the share does not grow with the pairs in which both found
    nothing. The interval is Wilson's (E. B. Wilson, JASA 22, 1927).
    """
    alike, own = found_alike(wide)
    return alike / own, 1 - wilson_upper(own - alike, own)


def found_alike(wide: pd.DataFrame) -> tuple[int, int]:
    """Return how much pass A and B found alike, and how much pass A or B found; ``wide`` is of `side_by_side`."""
    own = found(wide)
    return int((own["A"] == own["B"]).sum()), len(own)


def agreement_in_words(sides: Mapping[str, pd.DataFrame], units: Mapping[str, tuple[int | None, str]]) -> pd.DataFrame:
    """Return how far passes A and B agree on what was coded, as cells of a table.

    Parameters
    ----------
    sides : mapping of DataFrame
        Frames of `side_by_side` by table.
    units : mapping
        By table the number of units that could have been coded, as in `code_alpha`, and what these are.

    Returns
    -------
    DataFrame of str, a row per table
        What was coded; Units; Alpha; Interval, that of `code_interval`; Found alike, that of `positive_agreement`;
        and what pass A and pass B alone found, and both in different ways.
    """
    rows = []
    for name, (count, unit) in units.items():
        wide = sides[name]
        low, high = code_interval(wide, count)
        share, least = positive_agreement(wide)
        rows.append(
            {
                "What was coded": HEADINGS[name],
                "Units": f"{count or len(wide):,} {unit}",
                "Alpha": f"{code_alpha(wide, count):.2f}",
                "Interval": f"{low:.2f} to {high:.2f}",
                "Found alike": f"{100 * share:.0f} % (at least {100 * least:.0f} %)",
                "A alone, B alone, otherwise": "{}, {} and {}".format(*differences(wide)),
            }
        )
    return pd.DataFrame(rows)


def found(wide: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a frame of `side_by_side` in which pass A or B found something."""
    return wide[~wide[list(PASSES)].isin([NOTHING, "no"]).all(axis=1)]


def differences(wide: pd.DataFrame) -> tuple[int, int, int]:
    """Return how much pass A alone found, pass B alone, and both in different ways; ``wide`` is of `side_by_side`."""
    silent = wide[list(PASSES)].isin([NOTHING, "no"])
    otherwise = ~silent.any(axis=1) & (wide["A"] != wide["B"])
    return int((~silent["A"] & silent["B"]).sum()), int((silent["A"] & ~silent["B"]).sum()), int(otherwise.sum())


def wilson_upper(successes: int, trials: int) -> float:
    """Return the upper end of Wilson's 95 percent interval for a share.

    >>> round(wilson_upper(0, 10), 4), round(wilson_upper(5, 10), 4)
    (0.2775, 0.7634)
    """
    share, weight = successes / trials, Z * Z / trials
    return (share + weight / 2 + Z * sqrt(share * (1 - share) / trials + weight / (4 * trials))) / (1 + weight)


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
    estimates = binary_alpha(ratings[:, draws])
    defined = estimates[~np.isnan(estimates)]
    if not len(defined):
        return float("nan"), float("nan")
    low, high = np.percentile(defined, [2.5, 97.5])
    return float(low), float(high)


def binary_alpha(ratings: np.ndarray) -> np.ndarray:
    """Return nominal alpha of two coders, two values and no gaps, in closed form; resampling needs it fast.

    ``ratings`` is (coders, units) or (coders, resamples, units); NaN where all ratings are the same.
    """
    count = 2 * ratings.shape[-1]
    ones = ratings.sum(axis=(0, -1))
    expected = ones * (count - ones)
    disagreements = (ratings[0] != ratings[1]).sum(axis=-1)
    return 1 - (count - 1) * disagreements / np.where(expected > 0, expected, np.nan)


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
