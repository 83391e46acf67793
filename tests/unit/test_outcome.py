"""What came of it: degrees, periods and editions, worked out by hand."""

from __future__ import annotations

import pandas as pd
from wsis20 import outcome

RESPONSES = pd.DataFrame(
    [("c1", "p1", "agreed", "touches", ""), ("c1", "p2", "agreed", "answers", ""), ("c2", "p1", "A", "touches", "why")],
    columns=["message_id", "provision_id", "coding_pass", "degree", "note"],
)


def test_responses_are_those_of_one_pass():
    package = {"responses": RESPONSES}
    assert outcome.responses(package)["provision_id"].tolist() == ["p1", "p2"]
    assert outcome.responses(package, "A")["message_id"].tolist() == ["c2"]


def test_a_call_counts_by_the_best_provision():
    best = outcome.best_degree(pd.Series(["c1", "c2"]), outcome.responses({"responses": RESPONSES}))
    assert best.to_dict() == {"c1": "answers", "c2": "not determined"}


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
    assert outcome.outcome_of(steps).tolist() == ["kept", "moved", "moved", "not determined"]
    assert outcome.outcome_of(steps, months=1).tolist() == ["kept", "kept", "moved", "not determined"]


def test_changes_are_read_within_one_edition_only():
    rows = [
        ("i", "A", "E1", 2019, 5.0),
        ("i", "A", "E1", 2023, 7.0),
        ("i", "A", "E2", 2023, 8.0),
        ("i", "B", "E2", 2019, 1.0),
    ]
    frame = pd.DataFrame(rows, columns=["indicator_id", "area", "edition", "year", "value"])
    (change,) = outcome.changes_within_editions(frame).to_dict("records")
    assert tuple(change.values()) == ("i", "A", "E1", 2019, 5.0, 2023, 7.0)
