"""Indicators: figures that several editions of a publication give."""

from __future__ import annotations

import pandas as pd


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
