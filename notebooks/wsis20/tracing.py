"""Tracing: which key messages sum statements up, and which provisions speak to calls."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from wsis20.coding import NO_THEME
from wsis20.datapackage import of_pass

UNKNOWN = "not determined"
DEGREES = ("answers", "touches", UNKNOWN)


def traced(package: Mapping[str, pd.DataFrame], coding_pass: str = "agreed") -> pd.DataFrame:
    """Return the traces of one pass: key_message_id, statement_id, relation and note."""
    return of_pass(package, "traces", coding_pass)


def unreached(package: Mapping[str, pd.DataFrame], relations: tuple[str, ...] = ("direct", "thematic")) -> pd.DataFrame:
    """Return the statements behind no key message, as rows of ``messages``; a trace counts if its relation is given."""
    traces = traced(package)
    reached = traces.loc[traces["relation"].isin(relations), "statement_id"]
    messages = package["messages"]
    statements = messages[messages["layer"] == "statement"]
    return statements[~statements["message_id"].isin(reached)].reset_index(drop=True)


def unreached_themes(package: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Return the themes that statements have and the key messages of their region have not.

    The result counts statements, agreed pass, by theme_id, the most frequent first and then by name.
    """
    given = of_pass(package, "codings")[["message_id", "theme_id"]]
    themes = given[given["theme_id"] != NO_THEME]
    joined = themes.merge(package["messages"][["message_id", "layer", "region_id"]], on="message_id")
    spoken = joined[joined["layer"] == "statement"]
    summed = joined[joined["layer"] == "key message"].groupby("region_id")["theme_id"].agg(set)
    lost = [row.theme_id not in summed.get(row.region_id, set()) for row in spoken.itertuples()]
    counts = spoken.loc[lost, "theme_id"].value_counts().rename("statements").reset_index()
    return counts.sort_values(["statements", "theme_id"], ascending=[False, True]).set_index("theme_id")["statements"]


def responses(package: Mapping[str, pd.DataFrame], coding_pass: str = "agreed") -> pd.DataFrame:
    """Return the responses of one pass: message_id, provision_id, degree (a string) and note."""
    own = of_pass(package, "responses", coding_pass)
    return own.assign(degree=own["degree"].astype(str))


def best_degree(calls: pd.Series, found: pd.DataFrame) -> pd.Series:
    """Return the best degree in which any provision speaks to each call, by message_id: one of `DEGREES`.

    ``calls`` holds identifiers of messages; ``found`` is that of `responses`.
    """
    best = found.groupby("message_id")["degree"].agg(lambda own: min(own, key=DEGREES.index))
    return best.reindex(calls.to_list()).fillna(UNKNOWN)
