"""Indicators: editions worked out by hand."""

from __future__ import annotations

import json

import pandas as pd
from wsis20 import datapackage, indicators, project


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


def test_values_of_a_series_have_the_same_decimals():
    values = pd.DataFrame({"value": [0.9, 0.79, 5.0, 37.0], "edition": ["E1", "E1", "E2", "E3"]})
    assert indicators.printed(values, ["edition"]).tolist() == ["0.90", "0.79", "5", "37"]


def test_how_values_were_read():
    assert indicators.how_read(pd.Series(["direct"])) == "n = 1 value."
    assert indicators.how_read(pd.Series(["secondary"] * 2)) == "n = 2 values, all at second hand."
    assert indicators.how_read(pd.Series(["direct", "secondary", "secondary", "inferred"])) == (
        "n = 4 values, two at second hand and one inferred."
    )


def test_the_value_of_the_world_is_the_latest():
    rows = [("Africa", 36.0, 2025), ("World", 74.0, 2025), ("World", 71.0, 2024)]
    assert indicators.of_world(pd.DataFrame(rows, columns=["area", "value", "year"])) == "74"


def test_the_bounds_of_parity_are_those_that_the_note_says():
    notes = datapackage.load("source_notes")["source_notes"].set_index("note_id")
    low, high = indicators.PARITY
    assert f"a score from {low} to {high}," in notes.at["itu-parity-bands", "description"]


def test_what_leads_is_what_was_read_and_what_was_inferred_follows():
    rows = [("Africa", 36.0, "direct"), ("Europe", 92.0, "secondary"), ("CIS", 93.0, "inferred")]
    frame = pd.DataFrame(rows, columns=["area", "value", "confidence"]).assign(area_scheme="ITU region")
    frame = pd.concat([frame, frame.iloc[:1].assign(area="World", area_scheme="world", value=99.0)])
    assert indicators.leading(frame) == "36 per cent in Africa to 92 in Europe (inferred: 93 in the CIS)"
    assert indicators.leading(frame[frame["confidence"] != "inferred"]) == "36 per cent in Africa to 92 in Europe"


def test_every_figure_of_statistics_says_that_its_values_have_no_such_licence():
    cells = json.loads((project.NOTEBOOKS / "07-ground.ipynb").read_text("utf-8"))["cells"]
    shown = [
        output for cell in cells for output in cell.get("outputs", []) if "image/svg+xml" in output.get("data", {})
    ]
    captions = [one["metadata"]["wsis20"]["figure"]["caption"] for one in shown]
    assert len(captions) == 2
    assert all(caption.endswith(indicators.TERMS) for caption in captions)
