"""Likeness: regions as sets of themes, and how alike two of them are.

Themes are truths in an array: *presence* has a row for each message and a column for each theme, *sets* a row for each
region. The likeness of two regions is Jaccard's: themes that both have, by themes that either has.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import numpy as np
import pandas as pd

from wsis20.coding import NO_THEME, PASSES


def presence(
    codings: pd.DataFrame, messages: pd.Series, coding_pass: str = "agreed", cut: Mapping | None = None
) -> pd.DataFrame:
    """Return which themes each message has in one pass, or what ``cut`` makes of them.

    Parameters
    ----------
    codings : DataFrame
        Columns message_id, theme_id and coding_pass.
    messages : Series of str
        Identifiers of the messages looked at.
    coding_pass : str
        A, B or agreed.
    cut : mapping, optional
        From a theme to a value, or a tuple of values, of another scheme: theme groups, action lines.

    Returns
    -------
    DataFrame of bool, (messages, themes)
        Rows in the order given, columns the sorted themes that any message has. A message that fits no theme has none,
        so that two of them are not taken to share one.
    """
    given = codings[(codings["coding_pass"] == coding_pass) & (codings["theme_id"] != NO_THEME)]
    values = given["theme_id"].astype(object)
    if cut is not None:
        values = values.map(cut).map(as_tuple)
    pairs = pd.DataFrame({"message": given["message_id"].astype(object), "value": values}).explode("value")
    table = pd.crosstab(pairs["message"], pairs["value"]).astype(bool).reindex(list(messages), fill_value=False)
    return table.loc[:, table.any()].rename_axis(index=None, columns=None)


def in_ways(codings: pd.DataFrame, messages: pd.Series, themes: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the presence of themes counted as they are, by theme groups, by action lines, and by each pass alone.

    Parameters
    ----------
    codings : DataFrame
        Columns message_id, theme_id and coding_pass.
    messages : Series of str
        Identifiers of the messages looked at.
    themes : DataFrame
        Columns theme_group and action_lines, with the identifiers of themes as index.

    Returns
    -------
    dict of DataFrame
        That of `presence` for each way, by its name.
    """
    ways: dict[str, dict] = {
        "themes": {},
        "theme groups": {"cut": themes["theme_group"].dropna().astype(str).to_dict()},
        "action lines": {"cut": themes["action_lines"].to_dict()},
        **{f"pass {name}": {"coding_pass": name} for name in PASSES},
    }
    return {name: presence(codings, messages, **way) for name, way in ways.items()}


def as_tuple(value) -> tuple:
    """Return a tuple as it is and anything else as a tuple of one."""
    return value if isinstance(value, tuple) else (value,)


def by_region(present: pd.DataFrame, regions: Mapping[str, str]) -> pd.DataFrame:
    """Return which themes each region has: those of any of its messages.

    Parameters
    ----------
    present : DataFrame of bool, (messages, themes)
        That of `presence`.
    regions : mapping
        From the identifier of a message to its region.

    Returns
    -------
    DataFrame of bool, (regions, themes)
        Regions in the order of their first messages, themes that any of them has.
    """
    sets = present.groupby([regions[message] for message in present.index], sort=False).any()
    return sets.loc[:, sets.any()]


def shared(sets: np.ndarray) -> np.ndarray:
    """Return how many themes each pair of regions shares; ``sets`` is (…, regions, themes), the result (…, pairs)."""
    one, other = np.triu_indices(sets.shape[-2], 1)
    return (sets[..., one, :] & sets[..., other, :]).sum(axis=-1)


def either(sets: np.ndarray) -> np.ndarray:
    """Return how many themes one or both of each pair of regions have, in the shape of `shared`."""
    one, other = np.triu_indices(sets.shape[-2], 1)
    return (sets[..., one, :] | sets[..., other, :]).sum(axis=-1)


def likeness(sets: np.ndarray) -> np.ndarray:
    """Return the likeness of each pair of regions: Jaccard's, themes that both have by themes that either has.

    Parameters
    ----------
    sets : ndarray of bool, (…, regions, themes)
        One comparison, or many at once.

    Returns
    -------
    ndarray of float, (…, pairs)
        From 0 to 1, in the order of `itertools.combinations`; two regions without a theme have 0. Equal shares are
        equal numbers: a division of whole numbers is rounded in one way only.
    """
    return shared(sets) / np.maximum(either(sets), 1)


def pairs(sets: pd.DataFrame) -> pd.DataFrame:
    """Return the likeness of every pair of regions, in the order of ``sets``: one, other, shared, either, likeness."""
    frame = pd.DataFrame(itertools.combinations(sets.index, 2), columns=["one", "other"])
    array = sets.to_numpy(bool)
    return frame.assign(shared=shared(array), either=either(array), likeness=likeness(array))


def most_alike(sets: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the pairs of regions with the highest likeness: one, or several in a tie."""
    frame = pairs(sets)
    best = frame[frame["likeness"] == frame["likeness"].max()]
    return list(zip(best["one"], best["other"], strict=True))


def in_every(sets: pd.DataFrame) -> list[str]:
    """Return what every region has, by name."""
    return sorted(sets.columns[sets.all()]) if len(sets) else []


def spread_of_themes(sets: pd.DataFrame) -> pd.DataFrame:
    """Return how many regions have each theme that any has, and which: theme, regions (tuple) and count."""
    frame = pd.DataFrame({"theme": sets.columns, "regions": [tuple(sets.index[sets[theme]]) for theme in sets]})
    return frame.assign(count=frame["regions"].map(len)).sort_values(
        ["count", "theme"], ascending=[False, True], ignore_index=True
    )
