"""Indicators: editions worked out by hand."""

from __future__ import annotations

import pandas as pd
from wsis20 import indicators


def test_changes_are_read_within_one_edition_only():
    rows = [
        ("i", "A", "E1", 2019, 5.0),
        ("i", "A", "E1", 2023, 7.0),
        ("i", "A", "E2", 2023, 8.0),
        ("i", "B", "E2", 2019, 1.0),
    ]
    frame = pd.DataFrame(rows, columns=["indicator_id", "area", "edition", "year", "value"])
    (change,) = indicators.changes_within_editions(frame).to_dict("records")
    assert tuple(change.values()) == ("i", "A", "E1", 2019, 5.0, 2023, 7.0)
