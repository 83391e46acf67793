"""What came of it: calls and provisions, steps and dates."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from wsis20.datapackage import of_pass

UNKNOWN = "not determined"
DEGREES = ("answers", "touches", UNKNOWN)


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


def outcome_of(steps: pd.DataFrame, months: int = 0) -> pd.Series:
    """Return what became of planned steps, when ``months`` of delay or haste still count as kept.

    ``steps`` has planned_start, planned_end, actual_start and actual_end; the result holds kept, moved or not
    determined.
    """
    leeway = pd.DateOffset(months=months)
    early = steps["actual_start"] < steps["planned_start"] - leeway
    late = steps["actual_end"] > steps["planned_end"] + leeway
    told = pd.Series("kept", index=steps.index).mask(early | late, "moved")
    return told.where(steps["actual_start"].notna(), UNKNOWN)


def changes_within_editions(observations: pd.DataFrame) -> pd.DataFrame:
    """Return the first and the last value that one edition itself gives for an indicator and area in different years.

    ``observations`` has indicator_id, area, edition, year and value. One row per indicator, area and edition with more
    than one year: these, first_year, first, last_year, last.
    """
    ordered = observations.sort_values("year")
    grouped = ordered.groupby(["indicator_id", "area", "edition"])
    found = grouped.agg(
        first_year=("year", "first"), first=("value", "first"), last_year=("year", "last"), last=("value", "last")
    )
    return found[found["last_year"] > found["first_year"]].reset_index()
