"""Figures: they show their twin, describe it in words, and are the same bytes every time."""

from __future__ import annotations

import re

import matplotlib as mpl
import pandas as pd
import pytest
from contrast import contrast
from wsis20 import figures

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
    assert grid().to_csv() == "region,kind,messages\nNorth,concern,1\nNorth,call,2\nSouth,concern,\nSouth,call,\n"


def test_grid_alt_says_what_is_shown():
    assert grid().alt == "A grid of messages by region and kind. North: one concern and two calls; South: not held."


def test_timeline_is_in_order_and_alt_says_what_is_shown():
    assert timeline().twin["place"].tolist() == ["A", "B"]
    assert timeline().alt == (
        "A timeline with two rows, the earliest first. A (North): 1 January 2024, hybrid; "
        "B (South): early March 2024, planned. A dashed line marks the report; one of them lies before it."
    )


@pytest.mark.parametrize("draw", [grid, timeline])
def test_svg_is_the_same_every_time(draw):
    assert draw().svg == draw().svg
    assert "<dc:date>" not in draw().svg


def test_svg_changes_with_the_values():
    assert grid().svg != grid(MESSAGES.iloc[:2]).svg
    assert timeline().svg != timeline(EVENTS.assign(status="held")).svg


@pytest.mark.parametrize("draw", [grid, timeline])
def test_svg_does_not_depend_on_the_settings_of_the_machine(draw):
    before = draw().svg
    with mpl.rc_context({"lines.linewidth": 5, "axes.grid": True, "font.size": 20}):
        assert draw().svg == before


def test_output_carries_svg_twin_caption_and_alt():
    data, metadata = grid()._repr_mimebundle_()
    assert set(data) == {"image/svg+xml", "text/plain"}
    assert data["text/plain"] + "\n" == grid().to_csv()
    assert metadata["wsis20"]["figure"] == {"name": "fig-g", "caption": "Caption", "alt": grid().alt}


@pytest.mark.parametrize("colour", [figures.INK, figures.MUTED, *figures.REGION_COLOURS])
def test_colours_stand_out_from_the_page_in_both_themes(colour):
    assert contrast(colour, "#ffffff") >= 4.5
    assert contrast(figures.DARK[colour], "#14181e") >= 4.5


def test_every_colour_of_a_figure_has_a_twin_for_the_dark_theme():
    drawn = {colour for figure in (grid(), timeline()) for colour in re.findall(r"#[0-9a-f]{6}\b", figure.svg)}
    assert drawn <= set(figures.DARK)
    assert len(set(figures.DARK.values())) == len(figures.DARK)


def test_regions_differ_by_mark_as_well_as_by_colour():
    styles = [figures.region_style(order) for order in range(1, 7)]
    assert len({colour for colour, _ in styles}) == len({mark for _, mark in styles}) == 6
