"""The timetable: what became of planned steps."""

from __future__ import annotations

import pandas as pd

UNKNOWN = "not determined"


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
