"""The timetable: periods worked out by hand."""

from __future__ import annotations

import pandas as pd
from wsis20 import timetable


def test_steps_are_kept_moved_or_not_determined():
    day = pd.to_datetime
    steps = pd.DataFrame(
        {
            "planned_start": day(["2025-04-01"] * 4),
            "planned_end": day(["2025-04-30"] * 4),
            "actual_start": day(["2025-04-07", "2025-05-29", "2025-06-01", None]),
            "actual_end": day(["2025-04-11", "2025-05-30", "2025-06-01", None]),
        }
    )
    assert timetable.outcome_of(steps).tolist() == ["kept", "moved", "moved", "not determined"]
    assert timetable.outcome_of(steps, months=1).tolist() == ["kept", "kept", "moved", "not determined"]
