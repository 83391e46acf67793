"""Figures: they show their data, describe it in words, and are the same bytes every time."""

from __future__ import annotations

import dataclasses
import itertools
import re
import sys

import card
import colorspacious
import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from contrast import contrast
from wsis20 import colours, figures
from wsis20.figures import style
from wsis20.figures.dots import write_years
from wsis20.figures.grid import breaks, matrix_alt

REGIONS = pd.DataFrame({"region": ["North", "South"], "region_order": [2, 3], "absent": ["not held", "not held"]})
MESSAGES = pd.DataFrame({"region": ["North"] * 3, "kind": ["call", "call", "concern"], "number": [1, 3, 2]})
EVENTS = pd.DataFrame(
    {
        "place": ["B", "A"],
        "region": ["South", "North"],
        "region_order": [3, 2],
        "start": pd.to_datetime(["2024-03-01", "2024-01-01"]),
        "end": pd.to_datetime(["2024-03-10", "2024-01-01"]),
        "when": ["early March 2024", "1 January 2024"],
        "form": ["", "hybrid"],
        "status": ["planned", "held"],
    }
)


def grid(messages=MESSAGES):
    return figures.message_grid("fig-g", "Caption", messages, REGIONS, ["concern", "call"])


def timeline(events=EVENTS):
    return figures.timeline("fig-t", "Caption", events, pd.Timestamp(2024, 2, 1), "report")


def test_grid_counts_messages_and_tells_none_from_not_held():
    assert grid().to_csv() == (
        "region,kind,messages,numbers\nNorth,concern,1,2\nNorth,call,2,1;3\nSouth,concern,,\nSouth,call,,\n"
    )


def test_grid_alt_says_what_is_shown():
    assert grid().alt == "A grid of messages by region and kind. North: concern 1 and call 2; South: not held."


def test_timeline_is_in_order_and_alt_says_what_is_shown():
    assert timeline().data["place"].tolist() == ["A", "B"]
    assert timeline().alt == (
        "A timeline with two rows, the earliest first. A (North): 1 January 2024, hybrid; "
        "B (South): early March 2024, planned. A dashed line marks the report; one of them lies before it."
    )


GIVEN = pd.DataFrame({"theme": ["x", "x", "y"], "region": ["North"] * 3, "number": [1, 2, 2]})


def matrix():
    themes = pd.DataFrame({"theme": ["x", "y"], "group": ["G", "H"], "alpha": [0.9, None]})
    return figures.theme_matrix("fig-m", "Caption", GIVEN, themes, REGIONS)


def test_matrix_counts_messages_and_says_which_region_has_which_theme():
    assert matrix().to_csv() == (
        "theme,region,messages,numbers,alpha\nx,North,2,1;2,0.9\nx,South,,,0.9\ny,North,1,2,\ny,South,,,\n"
    )
    assert matrix().alt == "A matrix of themes by region. x: North; y: North; South is not held."
    assert matrix_alt(GIVEN, ["z"], REGIONS).startswith("A matrix of themes by region. z: no region;")


def test_matrix_parts_the_groups_of_themes():
    assert breaks(pd.Series(["G", "G", "H", "K", "K"])) == [2, 3]


def ranges(band="by chance"):
    values = pd.DataFrame({"label": ["A", "B"], "value": [0.2, None], "low": [0.1, None], "high": [0.3, None]})
    return figures.ranges("fig-r", "Caption", values.assign(band_low=0.0, band_high=0.25), "likeness", band)


def bars():
    values = pd.DataFrame({"label": ["A", "B"], "remark": ["panel", "floor"], "value": [0, 2]})
    return figures.bars("fig-b", "Caption", values, "statement")


def plan():
    day = pd.to_datetime
    steps = {
        "label": ["Draft", "Vote"],
        "planned_start": [day("2024-10-01"), pd.NaT],
        "planned_end": [day("2025-02-28"), pd.NaT],
        "actual_start": [pd.NaT, day("2025-12-17")],
        "actual_end": [pd.NaT, day("2025-12-17")],
        "outcome": ["not determined", "done"],
    }
    return figures.plan("fig-p", "Caption", pd.DataFrame(steps))


def dots():
    rows = [("A", "2024", 2024, 38.0), ("A", "2025", 2024, 36.0), ("B", "2025", 2025, 90.0)]
    return figures.dots("fig-d", "Caption", pd.DataFrame(rows, columns=["area", "edition", "year", "value"]), "percent")


def flow():
    speakers = {"message_id": ["s1", "s2", "s3", "s4"], "speaker": ["Ann", "Ann", "Bob", "Bob"], "region_order": 4}
    traces = pd.DataFrame(
        {"key_message_id": ["k1", "k1"], "statement_id": ["s1", "s3"], "relation": ["direct", "thematic"]}
    )
    keys = pd.DataFrame({"message_id": ["k1", "k2"], "text": ["One thing.", "Another."]})
    responses = pd.DataFrame({"message_id": ["k2", "s4", "s1"], "provision": ["para. 1", "para. 1", "para. 2"]})
    return figures.flow("fig-f", "Caption", pd.DataFrame(speakers), traces, keys, responses)


def world():
    places = {"place": ["A", "B"], "region": ["North", "South"], "region_order": [2, 3], "status": ["held", "planned"]}
    frame = pd.DataFrame(places | {"latitude": [10.0, -20.0], "longitude": [30.0, 140.0]})
    return figures.world("fig-w", "Caption", frame, [[(0, 0), (10, 0), (0, 10), (0, 0)]])


def shares():
    counts = pd.DataFrame({"floor": [3, 0], "outcome": [0, 5]}, index=["Access", "Rights & duties"])
    return figures.shares(
        "fig-s", "Caption", counts, {"floor": 6, "outcome": 10}, {"floor": "statement", "outcome": "provision"}
    )


def curves():
    frame = pd.DataFrame({"(a)": [0.0, 0.4, 1.0], "(b)": [0.1, 0.5, 1.0]}, index=pd.Index([2, 3, 4], name="classes"))
    return figures.curves("fig-c", "Caption", frame, "classes")


ALL = [grid, timeline, matrix, bars, plan, dots, flow, ranges, world, shares, curves]


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (bars, "Horizontal bars. A (panel): no statements; B (floor): two statements."),
        (
            plan,
            "Draft: planned October 2024 to February 2025, took place not determined; Vote: not planned, took place",
        ),
        (dots, "A: 38 in 2024 (for 2024) and 36 in 2025 (for 2024); B: 90 in 2025 (for 2025)."),
        (
            flow,
            "Two of the statements have a line to a key message. Key message 1: one direct and one thematic, no "
            "lines to the outcome; key message 2: no direct and no thematic, one line to the outcome. Two of the "
            "statements have a line to the outcome, one of them without one to a key message.",
        ),
        (world, "A map of the world with two marks: A (North, held); B (South, planned)."),
        (ranges, "A: 0.20, range 0.10 to 0.30, by chance 0.00 to 0.25; B: not defined."),
        (
            shares,
            "Access: three statements and no provisions; Rights & duties: no statements and five provisions.",
        ),
        (curves, "Lines of shares by classes. (a): 0.00 at 2, 0.40 at 3, 1.00 at 4; (b): 0.10 at 2"),
        (lambda: ranges(""), "A: 0.20, range 0.10 to 0.30; B: not defined."),
    ],
)
def test_alt_text_says_what_is_shown(draw, said):
    assert said in draw().alt


def test_data_of_the_flow_has_every_line_and_every_statement_without_one():
    assert flow().to_csv().splitlines() == [
        "from,to,line",
        "s1,k1,direct",
        "s3,k1,thematic",
        "k2,para. 1,outcome",
        "s4,para. 1,outcome",
        "s1,para. 2,outcome",
        "s2,,none",
    ]


def test_marks_of_an_edition_with_several_years_bear_the_year(monkeypatch):
    told = []
    module = sys.modules[write_years.__module__]  # `figures.dots` is the function of the same name
    monkeypatch.setattr(module, "write_years", lambda axes, own, places: told.append(list(own["year"])))
    rows = [("A", "one", 2024, 38.0), ("A", "two", 2024, 36.0), ("B", "two", 2025, 90.0)]
    figures.dots("fig-d", "Caption", pd.DataFrame(rows, columns=["area", "edition", "year", "value"]), "percent")
    assert told == [[2024, 2025]]


def test_a_year_stands_at_its_value():
    _, axes = plt.subplots()
    write_years(axes, pd.DataFrame({"year": [2024, 2025], "value": [38.0, 36.0]}), [0, 0.5])
    plt.close()
    assert [(text.get_text(), text.xy) for text in axes.texts] == [("2024", (38.0, 0)), ("2025", (36.0, 0.5))]


def test_a_value_outside_the_scale_is_refused():
    values = pd.DataFrame([("A", "2024", 2024, 138.0)], columns=["area", "edition", "year", "value"])
    with pytest.raises(ValueError, match="outside the scale from 0 to 100"):
        figures.dots("fig-d", "Caption", values, "percent")


@pytest.mark.parametrize("draw", ALL)
def test_svg_is_the_same_every_time(draw):
    assert draw().svg == draw().svg
    assert "<dc:date>" not in draw().svg


def test_svg_changes_with_the_values():
    assert grid().svg != grid(MESSAGES.iloc[:2]).svg
    assert timeline().svg != timeline(EVENTS.assign(status="held")).svg


@pytest.mark.parametrize("draw", ALL)
def test_svg_does_not_depend_on_the_settings_of_the_machine(draw):
    before = draw().svg
    with mpl.rc_context({"lines.linewidth": 5, "axes.grid": True, "font.size": 20}):
        assert draw().svg == before


def test_output_carries_svg_data_caption_and_alt():
    data, metadata = grid()._repr_mimebundle_()
    assert set(data) == {"image/svg+xml", "text/plain"}
    assert data["text/plain"] + "\n" == grid().to_csv()
    assert metadata["wsis20"]["figure"] == {"name": "fig-g", "caption": "Caption", "alt": grid().alt}


@pytest.mark.parametrize("name", ["../fig-g", "fig g", "Fig-g", "", "fig--g", "fig-g\n", "f" * 61, None])
def test_a_name_that_no_file_can_have_is_refused(name):
    with pytest.raises(ValueError, match="expected a name of small letters"):
        dataclasses.replace(grid(), name=name)


@pytest.mark.parametrize("colour", [colours.INK, colours.MUTED, *colours.REGION_COLOURS])
def test_colours_stand_out_from_the_page_in_both_themes(colour):
    assert contrast(colour, "#ffffff") >= 4.5
    assert contrast(colours.DARK[colour], "#14181e") >= 4.5


def test_every_colour_of_a_figure_has_a_dark_version():
    drawn = {colour for draw in ALL for colour in re.findall(r"#[0-9a-f]{6}\b", draw().svg)}
    assert drawn <= set(colours.DARK)
    assert len(set(colours.DARK.values())) == len(colours.DARK)


def test_regions_differ_by_mark_as_well_as_by_colour():
    styles = [style.region_style(order) for order in range(1, 7)]
    assert len({colour for colour, _ in styles}) == len({mark for _, mark in styles}) == 6


@pytest.mark.parametrize("deficiency", [None, "protanomaly", "deuteranomaly", "tritanomaly"])
@pytest.mark.parametrize("dark", [False, True])
def test_colours_of_regions_stay_apart_for_every_eye(deficiency, dark):
    """Simulated after Machado, Oliveira and Fernandes (2009), full severity; 8 in CAM02-UCS is seen at a glance."""
    told = [colours.DARK[colour] if dark else colour for colour in colours.REGION_COLOURS]
    seen = np.array([[int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)] for colour in told])
    if deficiency:
        simulated = {"name": "sRGB1+CVD", "cvd_type": deficiency, "severity": 100}
        seen = np.clip(colorspacious.cspace_convert(seen, simulated, "sRGB1"), 0, 1)
    distances = [
        colorspacious.deltaE(one, other, input_space="sRGB1") for one, other in itertools.combinations(seen, 2)
    ]
    assert min(distances) >= 8


def test_the_picture_of_the_book_has_its_title_and_colours(tmp_path):
    card.draw(tmp_path / "card.png")
    assert (tmp_path / "card.png").read_bytes() == card.CARD.read_bytes(), "run: make card"
