"""Figures: they show their data, describe it in words, and are the same bytes every time."""

from __future__ import annotations

import ast
import dataclasses
import doctest
import importlib
import itertools
import re
from functools import cache
from pathlib import Path

import card
import colorspacious
import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from contrast import contrast
from wsis20 import colours, figures, freshness, naming, project, tracing
from wsis20.figures import grid as grids
from wsis20.figures import lean, marks, months, style
from wsis20.notebook import drawing

REGIONS = pd.DataFrame({"region": ["North", "South"], "region_order": [2, 3], "absent": ["not held", "not held"]})
MESSAGES = pd.DataFrame(
    {
        "message_id": ["n-k1", "n-k3", "n-k2"],
        "region": ["North"] * 3,
        "kind": ["call", "call", "concern"],
        "number": [1, 3, 2],
    }
)
EVENTS = pd.DataFrame(
    {
        "consultation_id": ["b", "a"],
        "place": ["B", "A"],
        "region": ["South", "North"],
        "region_order": [3, 2],
        "start": pd.to_datetime(["2024-03-01", "2024-01-01"]),
        "end": pd.to_datetime(["2024-03-10", "2024-01-01"]),
        "when": ["early March 2024", "1 January 2024"],
        "form": ["", "hybrid"],
        "status": ["planned", "held"],
        "inferred": [True, False],
    }
)


def grid(messages=MESSAGES):
    return figures.message_grid("fig-g", "Title", "Caption", messages, REGIONS, ["concern", "call"])


def timeline(events=EVENTS):
    return figures.timeline("fig-t", "Title", "Caption", events, pd.Timestamp(2024, 2, 1), "report")


def test_grid_counts_messages_and_tells_none_from_not_held():
    assert grid().to_csv() == (
        "region,kind,messages,numbers\nNorth,concern,1,2\nNorth,call,2,1;3\nSouth,concern,,\nSouth,call,,\n"
    )


def test_grid_alt_says_what_is_shown():
    assert grid().alt == "A grid of messages by region and kind. North: concern 1 and call 2; South: not held."


def test_what_is_planned_is_a_span_with_both_ends_in_a_timeline_as_in_a_plan():
    """It is no square, which stands for a region, and no hollow mark, since it is still to come."""
    for svg in (timeline().svg, timeline().narrow):
        page = BeautifulSoup(svg, "html.parser")
        planned = page.find(attrs={"data-record": "consultation:b"})("path")
        colour, _ = style.region_style(3)
        assert [(part["fill"], part["stroke"]) for part in planned] == [
            ("none", own) for own in (colours.SHADE, colour, colour)
        ]
        assert extents_of(svg) == set()
        told = " ".join(text.get_text() for text in page("text"))
        assert "planned, and still to come when the report was presented" in told
        assert marks.WORDS["hollow"] not in told


def test_timeline_is_in_order_and_alt_says_what_is_shown():
    assert timeline().data["place"].tolist() == ["A", "B"]
    assert timeline().alt == (
        "A timeline with two rows, the earliest first. A (North): 1 January 2024, hybrid; "
        "B (South): early March 2024, planned. A dashed line marks the report; one of them lies before it."
    )


def test_what_was_held_after_the_day_of_a_timeline_does_not_lie_before_it():
    assert timeline(EVENTS.assign(status="held")).alt.endswith("one of them lies before it.")


GIVEN = pd.DataFrame(
    {"theme": ["x", "x", "y"], "region": ["North"] * 3, "number": [1, 2, 2], "message_id": ["n-k1", "n-k2", "n-k2"]}
)


def matrix():
    themes = pd.DataFrame({"theme": ["z", "y", "x"], "theme_id": ["the-z", "the-y", "the-x"]})
    return figures.theme_matrix("fig-m", "Title", "Caption", GIVEN, themes, REGIONS)


def test_long_names_of_five_regions_stay_inside_a_matrix_and_apart():
    names = ["Arab region", "Europe", "Asia-Pacific", "Africa", "Latin America and the Caribbean"]
    given = pd.concat([GIVEN.assign(region=name) for name in names])
    themes = pd.DataFrame({"theme": ["y", "x"], "theme_id": ["the-y", "the-x"]})
    regions = pd.DataFrame({"region": names, "region_order": range(1, 6), "absent": ""})
    drawn = figures.theme_matrix("fig-m", "Title", "Caption", given, themes, regions)
    for svg, width in ((drawn.svg, style.WIDE), (drawn.narrow, style.NARROW)):
        heads = [text for text in BeautifulSoup(svg, "html.parser")("text") if text.get("font-weight") == "700"]
        lines = {text.get_text(): (float(text["x"]), float(text["y"])) for text in heads}
        assert min(y for _, y in lines.values()) > 6
        assert lines["Caribbean"][0] + style.width_of("Caribbean", "bold") < 72 * width


def test_matrix_counts_messages_and_says_which_region_has_which_theme():
    assert matrix().to_csv() == (
        "theme,region,messages,numbers\nx,North,2,1;2\nx,South,,\ny,North,1,2\ny,South,,\nz,North,0,\nz,South,,\n"
    )
    assert matrix().alt == "A matrix of themes by region. x: North; y: North; z: no region; South is not held."


def test_themes_of_most_regions_come_first_and_those_of_none_last():
    both = pd.concat([GIVEN, GIVEN.iloc[2:].assign(region="South")])
    assert grids.ordered(both, pd.DataFrame({"theme": ["z", "x", "y"]})) == {
        "In two regions": ["y"],
        "In one region": ["x"],
        "In no region": ["z"],
    }


def ranges(band="by chance: in most draws"):
    values = pd.DataFrame({"label": ["A", "B"], "value": [0.2, None], "low": [0.1, None], "high": [0.3, None]})
    values = values.assign(band_low=0.0, band_high=0.25)
    return figures.ranges("fig-r", "Title", "Caption", values, "likeness", ("the value", "its range"), band)


def bars():
    values = pd.DataFrame({"label": ["A", "B"], "remark": ["panel", "floor"], "value": [0, 2], "person_id": ["a", "b"]})
    return figures.bars("fig-b", "Title", "Caption", values, "statement")


def plan():
    day = pd.to_datetime
    steps = {
        "label": ["Draft", "Round", "Vote"],
        "planned_start": [day("2024-10-01"), day("2024-11-01"), pd.NaT],
        "planned_end": [day("2025-02-28"), day("2025-03-31"), pd.NaT],
        "actual_start": [pd.NaT, pd.NaT, day("2025-12-17")],
        "actual_end": [pd.NaT, pd.NaT, day("2025-12-17")],
        "when": ["", "", "17 December 2025"],
        "outcome": ["not determined", "not determined", "done"],
        "inferred": [False, False, True],
        "within": ["", "2024-11-20;2025-03-02", ""],
        "within_inferred": ["", "2025-03-02", ""],
    }
    return figures.plan("fig-p", "Title", "Caption", pd.DataFrame(steps))


DOTS = ["panel", "area", "value", "inferred", "secondary"]


def dots():
    rows = [
        ("Use", "B", 90.0, True, False),
        ("Use", "A", 36.5, False, False),
        ("Reach", "B", 20.0, False, True),
        ("Reach", "A", 38.0, False, True),
    ]
    return figures.dots("fig-d", "Title", "Caption", pd.DataFrame(rows, columns=DOTS), "percent")


def flow():
    speakers = {
        "message_id": ["s1", "s2", "s3", "s4"],
        "speaker": ["Ann", "Ann", "Bob", "Bob"],
        "region_order": 4,
        "call": [True, False, False, True],
    }
    traces = pd.DataFrame(
        {"key_message_id": ["k1", "k1"], "statement_id": ["s1", "s3"], "relation": ["direct", "thematic"]}
    )
    keys = pd.DataFrame({"message_id": ["k1", "k2"], "paraphrase": ["One thing.", "Another."]})
    responses = pd.DataFrame(
        {
            "message_id": ["k2", "s4", "s1"],
            "provision": ["para. 1", "para. 1", "para. 2"],
            "degree": ["answers", "partly", "answers"],
        }
    )
    frames = pd.DataFrame(speakers), traces, keys, responses
    return figures.flow("fig-f", "Title", "Caption", *frames)


def shares():
    counts = pd.DataFrame({"floor": [3, 0], "outcome": [0, 5]}, index=["Access", "Rights & duties"])
    groups = {"Added": ["Rights & duties"], "Nothing": [], "Lost": ["Access"]}
    sizes, units = {"floor": 6, "outcome": 50}, {"floor": "statement", "outcome": "provision"}
    keys = {"Access": "access", "Rights & duties": "rights"}
    return figures.shares("fig-s", "Title", "Caption", counts, groups, sizes, units, keys)


def subjects():
    calls = pd.DataFrame(
        {
            "message_id": ["n-k1", "n-k1", "s-k2"],
            "theme": ["x", "y", "y"],
            "layer": ["key message", "key message", "statement"],
            "region": ["North", "North", "South"],
            "region_order": [2, 2, 3],
        }
    )
    groups = {"Not asked for": ["z"], "Asked for": ["y", "x"]}
    counts = pd.Series({"z": 4, "y": 2})
    keys = {theme: f"the-{theme}" for theme in "xyz"}
    return figures.subjects("fig-u", "Title", "Caption", calls, counts, groups, keys)


def curves():
    frame = pd.DataFrame(
        {"it is so": [0.0, 0.4, 1.0], "so is it": [0.1, 0.5, 1.0]}, index=pd.Index([2, 3, 4], name="classes")
    )
    return figures.curves("fig-c", "Title", "Caption", frame, "classes", "draws", {"it is so": 4, "so is it": 3})


WAYS = {"through": "passed on", "near": "come near", "past": "left out", "neither": "others"}


def journey():
    ways = ["neither", "through", "past", "through", "near"]
    said = pd.DataFrame({"message_id": ["s1", "s2", "s3", "s4", "s5"], "way": ways})
    keys = pd.DataFrame(
        {"message_id": ["k1", "k2"], "paraphrase": ["One thing.", "Another."], "fate": ["found", "not"]}
    )
    decided = pd.DataFrame({"provision_id": ["p1", "p2"], "way": ["past", "neither"]})
    lines = pd.DataFrame({"statement_id": ["s2", "s4"], "key_message_id": ["k2", "k1"]})
    heads = {"said": "statements", "summed": "messages", "decided": "paragraphs"}
    meanings = {"said": WAYS, "decided": WAYS}
    return figures.journey("fig-j", "Title", "Caption", said, keys, decided, lines, heads, meanings, 4)


ALL = [grid, timeline, matrix, bars, plan, dots, flow, journey, ranges, shares, subjects, curves]


@cache
def shown(draw):
    """Return the figure that a function draws, drawn once for all tests."""
    return draw()


RECORDS = {
    grid: ["message:n-k2", "message:n-k1", "message:n-k3"],
    timeline: ["consultation:a", "consultation:b"],
    matrix: ["theme:the-x", "theme:the-y", "theme:the-z", "message:n-k1", "message:n-k2", "message:n-k2"],
    bars: ["speaker:a", "speaker:b"],
    flow: [*(f"message:s{number}" for number in range(1, 5)), "message:k1", "message:k2"],
    journey: [
        *(f"message:{key}" for key in ("s4", "s2", "s5", "s3", "s1", "k1", "k2")),
        "provision:p1",
    ],
    shares: ["theme:rights", "theme:access"],
    subjects: ["theme:the-z", "theme:the-y", "theme:the-x", "message:n-k1", "message:s-k2", "message:n-k1"],
}


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (bars, "Horizontal bars. A (panel): no statements; B (floor): two statements."),
        (
            plan,
            "Draft: planned October 2024 to February 2025, outcome not determined; Round: planned November 2024 to "
            "March 2025, outcome not determined; two meetings in it, one by an inferred year; "
            "Vote: not planned, took place 17 December 2025, year inferred",
        ),
        (dots, "Use: A 36.5 and B 90.0 (inferred); Reach: A 38 (second hand) and B 20 (second hand)."),
        (
            flow,
            "Statements behind a key message: two. Key message 1: one direct and one thematic, answered by no "
            "sections; key message 2: no direct and no thematic, answered by one section. "
            "Calls, which have a bar below: two, of which answered in the resolution: one, on some points: none, and "
            "in part: one. Calls behind no key message: one, of which answered in the resolution: none, on some "
            "points: none, and in part: one.",
        ),
        (
            journey,
            "5 statements: 2 passed on; 1 come near; 1 left out; 1 others. 2 messages: 1, found; 2, not. "
            "2 paragraphs: 0 passed on; 0 come near; 1 left out; 1 others.",
        ),
        (ranges, "A: 0.20, range 0.10 to 0.30, by chance 0.00 to 0.25; B: not defined."),
        (
            shares,
            "Rights & duties: no statements and five provisions; Access: three statements and no provisions.",
        ),
        (
            subjects,
            "z: no calls and four provisions; y: two calls (one in statements) and two provisions; "
            "x: one call and no provisions.",
        ),
        (
            curves,
            "A row for each line of shares, draws, by classes, the most at the left. It is so: 1.00 at 4, 0.40 at 3, "
            "0.00 at 2; holds in half of the draws or more down to 4 classes. So is it: 1.00 at 4",
        ),
        (lambda: ranges(""), "A: 0.20, range 0.10 to 0.30; B: not defined."),
    ],
)
def test_alt_text_says_what_is_shown(draw, said):
    assert said in shown(draw).alt


def calls(extents=("full", "half", "hollow"), order=2, keyed=tuple(marks.WORDS)):
    """Draw calls by how far they were answered, with columns for some extents."""
    numbers = range(1, len(extents) + 1)
    given = pd.DataFrame(
        {
            "message_id": [f"n-k{number}" for number in numbers],
            "region": "North",
            "region_order": order,
            "number": numbers,
            "label": [f"North {number}" for number in numbers],
            "told": "roads",
            "extent": extents,
        }
    )
    regions = pd.DataFrame({"region": ["North"], "group": "regional", "heading": "Regional", "absent": "", "note": ""})
    key = [figures.Entry(extent, f"what {extent} is") for extent in keyed]
    return figures.fates("fig-g", "Title", "Caption", given, regions, key)


def faces(drawn):
    """Return how the parts of a mark are filled; a half full one is drawn in two parts."""
    return [part.get("fill") for part in drawn(["path", "circle"])]


def test_a_mark_is_full_half_full_or_hollow():
    """A half mark is drawn in two parts, of which one has the colour of the page."""
    page = BeautifulSoup(calls().svg, "html.parser")
    colour, _ = style.region_style(2)
    drawn = [faces(page.find(attrs={"data-record": f"message:n-k{number}"})) for number in (1, 2, 3)]
    assert drawn == [[colour], [colour, colours.PAPER], [colours.PAPER]]


def test_what_is_only_mentioned_has_a_dot_in_a_hollow_mark():
    page = BeautifulSoup(calls(["dotted"]).svg, "html.parser")
    colour, _ = style.region_style(2)
    ring, dot = page.find(attrs={"data-record": "message:n-k1"})(["path", "circle"])
    assert (ring["fill"], dot["fill"], float(dot["r"])) == (colours.PAPER, colour, marks.DOT / 2)


def test_what_is_answered_on_one_point_is_three_quarters_full_in_every_shape():
    """The quarter of paper lies within the mark, and its outline stands around it."""
    for order in range(1, 7):
        drawn = calls(["most"], order, ["most"])
        for svg in (drawn.svg, drawn.narrow):
            page = BeautifulSoup(svg, "html.parser")
            colour, _ = style.region_style(order)
            mark = next(part for part in page(attrs={"data-record": "message:n-k1"}) if part(["path", "circle"]))
            whole, quarter, outline = mark(["path", "circle"])
            assert (whole["fill"], quarter["fill"], outline["fill"]) == (colour, colours.PAPER, "none")
            assert outline["stroke"] == colour
            assert extents_of(svg) == {"most"}
            assert re.search("on some points(: 1 regional)? what most is", page.get_text(" "))


def test_a_mark_of_a_key_stands_at_the_head_of_the_column_of_its_word_with_what_it_means():
    """The words of columns and of the key are the same, and nobody reads them twice."""
    assert [marks.WORDS[extent] for extent in EXTENTS] == [*tracing.MET.values()]
    drawn = calls()
    for svg in (drawn.svg, drawn.narrow):
        told = " ".join(text.get_text() for text in BeautifulSoup(svg, "html.parser")("text"))
        told = re.sub(r": (\d regional|0)", "", told)
        assert all(told.count(f"{word} what {extent} is") == 1 for extent, word in marks.WORDS.items())


def test_the_last_lines_of_heads_of_columns_have_one_baseline():
    kinds = {"call": "a call of several long words and more of them", "concern": "concern"}
    renamed = MESSAGES.assign(kind=MESSAGES["kind"].map(kinds))
    drawn = figures.message_grid("fig-g", "Title", "Caption", renamed, REGIONS, list(kinds.values()))
    page = BeautifulSoup(drawn.narrow, "html.parser")
    heads = [text for text in page("text") if text.get_text() in " ".join(kinds.values())]
    lowest = {text["x"]: max(float(other["y"]) for other in heads if other["x"] == text["x"]) for text in heads}
    assert len(heads) > len(lowest) == 2
    assert len({*lowest.values()}) == 1


def test_numbers_beside_marks_are_told_from_counts():
    """The first of each cell, and of each speaker, says that it is a number, and each where there is room."""
    for draw, numbers in (
        (grid, ["no. 2", "no. 1", "3"]),
        (matrix, ["no. 1", "2", "no. 2"]),
        (flow, ["no. 1", "no. 1"]),
    ):
        each = [f"no. {told.removeprefix('no. ')}" for told in numbers]
        for svg, told_as in ((shown(draw).svg, each), (shown(draw).narrow, numbers)):
            groups = BeautifulSoup(svg, "html.parser")(attrs={"data-record": re.compile("message:[ns]")})
            assert [told for group in groups if (told := group.get_text())] == told_as


def test_a_call_in_a_statement_is_smaller_than_one_in_a_key_message():
    page = BeautifulSoup(subjects().svg, "html.parser")
    shapes = [page.find_all(attrs={"data-record": f"message:{key}"})[-1].path["d"] for key in ("n-k1", "s-k2")]
    wide = [max(abs(float(number)) for number in re.findall(r"-?[\d.]+", shape)) for shape in shapes]
    assert wide[0] > 1.5 * wide[1]
    assert {"in a key message", "in a statement"} <= {text.get_text() for text in page("text")}


def fates():
    """Return a figure of three calls, given out of the order of its regions, and a region without any."""
    given = pd.DataFrame(
        {
            "message_id": ["n-k1", "s-k2", "n-k3"],
            "region": ["North", "South", "North"],
            "region_order": [2, 3, 2],
            "number": [1, 2, 3],
            "label": ["North 1", "South 2", "North 3"],
            "told": ["roads", "bridges", "tunnels"],
            "extent": ["hollow", "full", "half"],
        }
    )
    regions = pd.DataFrame(
        {
            "region": ["South", "West", "North"],
            "group": ["regional", "regional", "global"],
            "heading": ["Regional calls", "Regional calls", "Global calls"],
            "absent": ["", "not held", ""],
            "note": ["", "", "some are left out"],
        }
    )
    key = [figures.Entry(extent, f"told of {extent}") for extent in ("full", "half", "hollow")]
    return figures.fates("fig-f", "Title", "Caption", given, regions, key)


def test_a_call_stands_in_words_beside_its_own_mark_in_the_column_of_its_closest_match():
    drawn = fates()
    wanted = {"South 2: bridges": ("s-k2", 3), "North 1: roads": ("n-k1", 2), "North 3: tunnels": ("n-k3", 2)}
    for svg in (drawn.svg, drawn.narrow):
        page = BeautifulSoup(svg, "html.parser")
        ys = {text.get_text(): float(text["y"]) for text in page("text")}
        order = [row for row in sorted(ys, key=ys.get) if row in wanted]
        assert order == (
            ["South 2: bridges", "North 1: roads", "North 3: tunnels"]
            if svg == drawn.svg
            else ["South 2: bridges", "North 3: tunnels", "North 1: roads"]
        )
        for row, (key, region) in wanted.items():
            parts = page(attrs={"data-record": f"message:{key}"})
            assert any(row in part.get_text() for part in parts)
            assert any(style.region_style(region)[0] in str(part) for part in parts)
    assert drawn.to_csv().splitlines() == [
        "region,number,call,closest_match",
        "South,2,bridges,answered",
        "North,1,roads,nothing found",
        "North,3,tunnels,in part",
    ]
    assert drawn.alt == (
        "Calls by what became of each. Regional calls. South 2: bridges: answered; West: not held. Global calls. "
        "North 1: roads: nothing found; North 3: tunnels: in part; some are left out."
    )


def test_lists_of_calls_say_how_many_there_are_of_each_group():
    told = [text.get_text() for text in BeautifulSoup(fates().narrow, "html.parser")("text")]
    assert [line for line in told if line.startswith(("answered", "in part", "nothing"))] == [
        *("answered: 1 regional", "in part: 1 global", "nothing found: 1 global")
    ]
    assert {"West: not held.", "some are left out"} < {*told}


def test_sums_of_columns_and_notes_of_a_region_stand_with_its_group():
    page = BeautifulSoup(fates().svg, "html.parser")
    ys = {text.get_text(): float(text["y"]) for text in page("text")}
    assert [text.get_text() for text in page("text") if text.get_text().isdigit()] == ["1", "1", "1"]
    assert ys["Regional calls: 1"] < ys["South 2: bridges"] < ys["Global calls: 2"] < ys["North 3: tunnels"]
    assert ys["North 1: roads"] < ys["North 3: tunnels"] < ys["some are left out"]


def test_calls_can_be_those_of_positions_and_two_of_the_same_words_are_refused():
    given = {"region": "North", "region_order": 1, "number": [1, 2], "label": "EU", "extent": "full"}
    given = pd.DataFrame({"message_id": ["eu-1", "eu-2"], **given})
    regions = pd.DataFrame({"region": ["North"], "group": "dated", "heading": "Dated", "absent": "", "note": ""})
    key = [figures.Entry("full", "done")]
    with pytest.raises(ValueError, match=r"^fig-f: two calls bear the words 'EU: roads'"):
        figures.fates("fig-f", "Title", "Caption", given.assign(told="roads"), regions, key)
    drawn = figures.fates("fig-f", "T", "C", given.assign(told=["roads", "bridges"]), regions, key, of="position")
    for svg in (drawn.svg, drawn.narrow):
        assert 'data-record="position:eu-1"' in svg
        assert "message:" not in svg


EXTENTS = ("full", "half", "dotted", "hollow")
GRAMMAR = {"fig-asks", "fig-floor", "fig-positions"}
DOUBT = {"fig-round", "fig-parity", "fig-timetable", "fig-use"}


def drawings_of_the_book():
    """Return the drawings of all figures of the notebooks, by the name of the figure and the width."""
    outputs = [
        output
        for path in project.notebooks()
        for cell in freshness.read(path)["cells"]
        for output in cell.get("outputs", [])
        if "figure" in output.get("metadata", {}).get("wsis20", {})
    ]
    return {
        (output["metadata"]["wsis20"]["figure"]["name"], mime): "".join(output["data"][mime])
        for output in outputs
        for mime in (naming.PICTURE, naming.NARROW)
        if mime in output["data"]
    }


OWN_WORDS = {
    "fig-floor": {"dotted": "on its subject", "hollow": "match none"},
    "fig-journey": {"dotted": "are on its subject", "hollow": "others that match none"},
}
"""What is dotted and hollow where no answer is sought, but a place in the summary, by figure."""


@pytest.mark.slow
def test_all_figures_of_the_book_have_one_grammar_of_marks():
    """What is half full or hollow is so in the key, in the same words in every figure; other marks are full."""
    shown = drawings_of_the_book()
    assert {name for (name, _), svg in shown.items() if extents_of(svg)} >= GRAMMAR
    for place, svg in {**shown, "calls": calls().svg}.items():
        said = [text.get_text() for text in BeautifulSoup(svg, "html.parser")("text")]
        for extent in extents_of(svg):
            if own := OWN_WORDS.get(place[0]):
                assert own[extent] in " ".join(said), (place, extent)
                continue
            assert marks.WORDS[extent] in " ".join(said), (place, extent)
    assert extents_of(calls().svg) == {"most", "half", "dotted", "hollow"}
    assert extents_of(calls(["full"]).svg) == {"most", "half", "dotted", "hollow"}  # those of the key


def test_one_module_draws_marks():
    """No other names a face of a mark, or gives matplotlib a shape in place of a line."""
    for path in sorted(Path(figures.__file__).parent.glob("*.py")):
        if path.stem == "marks":
            continue
        tree = ast.parse(path.read_text("utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            named = {keyword.arg for keyword in call.keywords}
            assert not named & {"marker", "markersize", "markerfacecolor", "fillstyle"}, (path.name, call.lineno)
            assert getattr(call.func, "attr", "") != "plot" or len(call.args) < 3, (path.name, call.lineno)


def test_a_plan_calls_a_step_what_the_ledger_does_and_shows_the_days_of_its_parts():
    """Of the round two days are known, one by an inferred year: its bar has both in it, and a question mark as well."""
    for svg in (plan().svg, plan().narrow):
        page = BeautifulSoup(svg, "html.parser")
        told = " ".join(text.get_text() for text in page("text"))
        assert "planned; what came of it is not determined" in told
        assert "not determined; two meetings in it, one by an inferred year" in told
        assert "no trace" not in told
        assert [text.get_text() for text in page("text")].count("?") == 3  # in the key, and of two steps
        assert [part["fill"] for part in page("circle")] == [colours.INK] * 2  # one in the key, and a stated day
        assert len(doubtful(page)) == 3  # in the key, a day of the round, and the vote
        assert extents_of(svg) == set()


def doubtful(page):
    """Return the marks of a drawing that have a broken outline."""
    return [part for part in page("path") if part.get("stroke-dasharray") and part.get("fill") == colours.PAPER]


def test_what_took_place_within_a_month_is_longer_than_a_mark_and_a_meeting_of_days_is_one():
    day = pd.to_datetime
    whole = plan().data.assign(
        when=["October 2024", "4 to 5 March 2025", "17 December 2025"],
        actual_start=[day("2024-10-01"), day("2025-03-04"), day("2025-12-17")],
        actual_end=[day("2024-10-31"), day("2025-03-05"), day("2025-12-17")],
    )
    drawn = figures.plan("fig-p", "Title", "Caption", whole)
    for svg in (drawn.svg, drawn.narrow):
        lines = [
            path for path in BeautifulSoup(svg, "html.parser")("path") if path.get("stroke-width") == f"{marks.SPAN}"
        ]
        assert len(lines) == 2  # in the key, and of the draft
        for line in lines:
            xs = [float(x) for x in re.findall(r"[ML]([\d.]+) ", line["d"])]
            assert max(xs) - min(xs) > marks.SIZE


def test_doubt_about_a_value_or_a_year_is_a_broken_outline_in_every_figure_that_has_some():
    shown = {name for (name, _), svg in drawings_of_the_book().items() if doubtful(BeautifulSoup(svg, "html.parser"))}
    assert shown == DOUBT


@pytest.mark.parametrize(
    ("points", "names"),
    [(260, "Oct Jan Apr Jul Oct"), (60, "Jan Jul"), (30, "Jan")],
)
def test_a_scale_of_time_has_a_name_for_each_quarter_that_has_room(points, names):
    first, last = pd.Timestamp(2023, 10, 1), pd.Timestamp(2024, 11, 15)
    told = months.named(first, last, lambda day: points * (day - first) / (last - first))
    assert " ".join(f"{start:%b}" for start in told) == names


def test_a_scale_of_time_has_a_tick_for_each_month_and_its_years():
    page = BeautifulSoup(timeline().svg, "html.parser")
    told = [text.get_text() for text in page("text")]
    assert {"Jan", "2024"} <= set(told)


def test_units_of_a_layer_of_few_are_marks_and_others_have_a_share():
    page = BeautifulSoup(shares().svg, "html.parser")
    told = [text.get_text() for text in page("text")]
    assert [word for word in told if "%" in word] == ["10 %"]
    assert len(page("circle")) == 3
    assert "3 of 6" in told


def test_equal_bars_of_shares_are_equal_shares_in_every_column_and_one_per_cent_is_less_than_three():
    """All bars have one scale, in the colour of every other, and on a phone too it tells small shares apart."""
    counts = pd.DataFrame({"floor": [10, 1, 20], "summary": [1, 0, 0], "outcome": [30, 20, 3]}, index=["A", "B", "C"])
    sizes = {"floor": 100, "summary": 3, "outcome": 100}
    units = {"floor": "statement", "summary": "key message", "outcome": "provision"}
    keys = {"A": "a", "B": "b", "C": "c"}
    drawn = figures.shares("fig-s", "Title", "Caption", counts, {"": ["A", "B", "C"]}, sizes, units, keys)
    for svg in (drawn.svg, drawn.narrow):
        page = BeautifulSoup(svg, "html.parser")
        bars = [
            path["d"]
            for path in page("path")
            if path.get("fill") == colours.REGION_COLOURS[0] and "M0" not in path["d"]
        ]
        ends = [[float(x) for x in re.findall(r"[ML]([\d.]+) ", path)] for path in bars]
        long = [max(xs) - min(xs) for xs in ends]
        assert [round(100 * own / max(long)) for own in long] == [33, 3, 67, 100, 67, 10]
        assert min(long) > 1.5
        assert long[-1] - min(long) > 4
        assert not [path for path in page("path") if path.get("fill") == colours.INK]
        bold = [text.get_text() for text in page("text") if text.get("font-weight") == "700"]
        assert not [word for word in bold if "%" in word]


def test_each_curve_has_a_row_that_says_down_to_where_it_holds_and_the_first_to_fail_is_first():
    """The scale runs as the title does, to fewer and fewer classes, and no row or column is named by a letter."""
    for svg in (curves().svg, curves().narrow):
        page = BeautifulSoup(svg, "html.parser")
        told = " ".join(text.get_text() for text in page("text"))
        assert told.index("It is so") < told.index("down to 4") < told.index("So is it") < told.index("down to 3")
        assert {line["stroke"] for line in page("path") if line.get("stroke-width") == "1.6"} == {colours.INK}
        assert sum("stroke-dasharray" in path.attrs for path in page("path")) == 2
        first, last = (next(text for text in page("text") if text.get_text() == number) for number in "42")
        assert float(first["x"]) < float(last["x"])
    assert curves().to_csv().splitlines()[0] == "classes,it is so,so is it"


def test_a_curve_that_ends_below_half_says_so():
    low = pd.DataFrame({"it is so": [0.1, 0.2]}, index=pd.Index([2, 3], name="classes"))
    drawn = figures.curves("fig-c", "Title", "Caption", low, "classes", "draws", {"it is so": None})
    assert "does not hold in half of the draws at any number" in drawn.alt
    assert "stroke-dasharray" not in drawn.svg


def test_the_key_of_ranges_says_what_stroke_line_and_band_are():
    for band in ("by chance: in most draws", ""):
        told = [text.get_text() for text in BeautifulSoup(ranges(band).svg, "html.parser")("text")]
        assert told[: 3 if band else 2] == ["the value", "its range", *([band] if band else [])]
        assert "not defined" in told


def test_a_band_that_is_alike_in_all_rows_is_one_with_its_words_in_it():
    """What chance gives is seen as one ground behind all marks, and named there."""
    for svg in (ranges().svg, ranges().narrow):
        page = BeautifulSoup(svg, "html.parser")
        grounds = [path for path in page("path") if path.get("fill") == colours.SHADE]
        assert len(grounds) == 2  # in the key, and behind the rows
        left, right = (pick(map(float, re.findall(r"[ML]([\d.]+) ", grounds[0]["d"]))) for pick in (min, max))
        words = next(text for text in page("text") if text.get_text() == "by chance")
        assert left < float(words["x"]) < right
    values = ranges().data.assign(band_high=[0.25, 0.3])
    drawn = figures.ranges("fig-r", "Title", "Caption", values, "likeness", ("", ""), "by chance: in most draws")
    assert drawn.svg.count(f'fill="{colours.SHADE}"') == 3


def test_the_ground_of_a_band_is_seen_in_both_themes():
    assert contrast(colours.SHADE, colours.PAPER) >= 1.4
    assert contrast(colours.DARK[colours.SHADE], colours.DARK[colours.PAPER]) >= 1.4
    assert contrast(colours.INK, colours.SHADE) >= 4.5
    assert contrast(colours.DARK[colours.INK], colours.DARK[colours.SHADE]) >= 4.5


def test_a_scale_that_is_cut_says_where_it_begins_and_ends():
    values = pd.DataFrame({"label": ["A"], "value": [0.7], "low": [0.6], "high": [0.8]})
    for ticks, said in (((0, 0.5, 1), False), ((0.5, 1), "begins at 0.5"), ((0, 0.9), "ends at 0.9")):
        drawn = figures.ranges("fig-r", "Title", "Caption", values, "share", ("", ""), ticks=ticks)
        told = " ".join(text.get_text() for text in BeautifulSoup(drawn.narrow, "html.parser")("text"))
        assert (said in told) if said else ("the scale" not in told)


def test_a_share_that_was_counted_says_of_how_many():
    values = pd.DataFrame({"label": ["A"], "value": [0.8], "low": [0.6], "high": [0.8], "part": [20], "whole": [25]})
    drawn = figures.ranges("fig-r", "Title", "Caption", values, "share", ("", ""))
    assert "20 of 25 = 0.80" in [text.get_text() for text in BeautifulSoup(drawn.narrow, "html.parser")("text")]
    assert "A: 20 of 25 = 0.80, range" in drawn.alt


def test_shares_stand_in_per_cent_on_a_scale_in_per_cent():
    values = pd.DataFrame({"label": ["A"], "value": [0.8], "low": [0.6], "high": [0.8], "part": [20], "whole": [25]})
    drawn = figures.ranges("fig-r", "Title", "Caption", values, "share", ("", ""), ticks=(0.5, 1), percent=True)
    told = [text.get_text() for text in BeautifulSoup(drawn.narrow, "html.parser")("text")]
    assert {"20 of 25 = 80 %", "50 %", "100 %", "share; the scale begins at 50 %"} <= {*told}
    assert "A: 20 of 25 = 80 %, range 60 % to 80 %" in drawn.alt


def test_a_range_outside_the_scale_is_refused():
    values = pd.DataFrame({"label": ["A"], "value": [0.2], "low": [0.1], "high": [0.4]})
    with pytest.raises(ValueError, match=r"outside the scale from 0 to 0\.3"):
        figures.ranges("fig-r", "Title", "Caption", values, "likeness", ("", ""), ticks=(0, 0.3))


def test_bars_have_one_fill_since_headings_tell_groups_apart():
    values = pd.DataFrame({"label": ["A", "B"], "remark": "", "value": [1, 2], "group": ["Acts", "None"]})
    page = BeautifulSoup(figures.bars("fig-b", "Title", "Caption", values, "act").svg, "html.parser")
    assert {path["fill"] for path in page("path") if "fill" in path.attrs and path["fill"] != "none"} == {
        colours.REGION_COLOURS[0]
    }


def test_a_bar_of_another_look_differs_and_the_key_and_the_words_say_what_it_is():
    values = pd.DataFrame(
        {"label": ["All", "A", "B"], "remark": "", "value": [3, 1, 2], "look": ["total", "open", "full"]}
    )
    looks = {"total": "both together", "open": "might be another"}
    drawn = figures.bars("fig-b", "Title", "Caption", values, "act", looks=looks)
    page = BeautifulSoup(drawn.narrow, "html.parser")
    assert {"both together", "might be another"} <= {text.get_text() for text in page("text")}
    own = colours.REGION_COLOURS[0]
    found = [(path["fill"], path.get("stroke")) for path in page("path") if "z" in path["d"]]
    assert found == [(colours.SHADE, None), ("none", own), (colours.SHADE, None), ("none", own), (own, None)]
    assert drawn.alt.endswith("Both together: All. Might be another: A.")
    assert "look" not in drawn.data


def test_the_heading_of_a_group_of_bars_says_more_behind_its_sum():
    values = pd.DataFrame({"label": ["A", "B"], "remark": "", "value": [1, 2], "group": ["Acts", "None"]})
    drawn = figures.bars("fig-b", "Title", "Caption", values, "act", further={"Acts": ", and more"})
    assert "Acts: 1, and more" in [text.get_text() for text in BeautifulSoup(drawn.narrow, "html.parser")("text")]


def test_the_name_of_a_group_of_bars_says_how_many_rows_it_has_and_their_sum():
    values = pd.DataFrame({"label": ["A", "B"], "remark": "", "value": [1, 2], "group": ["Bodies", "Bodies"]})
    drawn = figures.bars("fig-b", "Title", "Caption", values, "statement", ("person", "people"))
    assert "Bodies: two people, three statements" in drawn.narrow
    assert "Bodies: two people, three statements; A: one statement" in drawn.alt


def test_the_data_of_subjects_say_whose_calls_are_drawn():
    assert subjects().to_csv().splitlines() == [
        'theme,group,calls,calls_in_statements,"North, calls in a key message","South, calls in a statement",'
        "provisions",
        "z,Not asked for,0,0,0,0,4",
        "y,Asked for,2,1,1,1,2",
        "x,Asked for,1,0,1,0,0",
    ]


def test_a_statement_is_full_dotted_or_hollow_and_in_a_column_by_what_became_of_it_in_the_summary():
    """Of s3 only the subject is in the summary; s2 and s4 are not in it, though the resolution answers s4 in part."""
    colour, _ = style.region_style(4)
    heads = ("1 makes the point of a key message", "1 is only on its subject", "2 match none")
    for svg in (flow().svg, flow().narrow):
        page = BeautifulSoup(svg, "html.parser")
        marks_of = [page.find(attrs={"data-record": f"message:s{number}"}) for number in (1, 2, 3, 4)]
        assert [[part["fill"] for part in own(attrs={"transform": True})] for own in marks_of] == [
            [colour],
            [colours.PAPER],
            [colours.PAPER],
            [colours.PAPER],
        ]
        assert [mark.get_text() for mark in marks_of] == ["no. 1", "", "no. 1", ""]
        assert [bool(mark("circle")) for mark in marks_of] == [False, False, True, False]  # the dot
        told = " ".join(text.get_text() for text in page("text"))
        assert all(head in told for head in heads)
        x = [float(re.search(r"[\d.]+", own.find(attrs={"transform": True})["transform"])[0]) for own in marks_of]
        assert x[0] < x[2] < x[1] == x[3]


def test_a_call_has_a_bar_below_that_says_how_far_the_resolution_answers_it_whatever_its_fill():
    """No mark is a square, which stands for a region."""
    for svg in (flow().svg, flow().narrow):
        page = BeautifulSoup(svg, "html.parser")
        bars = [
            [
                part
                for part in page.find(attrs={"data-record": f"message:s{number}"})("path")
                if "transform" not in part.attrs
            ]
            for number in (1, 2, 3, 4)
        ]
        assert [[part["fill"] for part in own] for own in bars] == [
            [colours.PAPER, colours.INK],
            [],
            [],
            [colours.PAPER, colours.INK],
        ]
        reach = [[max(xs) - min(xs) for xs in map(across_of, own)] for own in bars]
        assert reach[0] == pytest.approx([marks.UNDER, marks.UNDER], abs=0.1)
        assert reach[3] == pytest.approx([marks.UNDER, marks.UNDER / 2], abs=0.1)
        told = " ".join(text.get_text() for text in page("text"))
        counted = "answered (1) on some points (0) in part (1) nothing found (0)"
        assert f"A bar marks a call. In the resolution: {counted}" in told


def across_of(path):
    """Return the places from the left of the points of a path."""
    return [float(x) for x in re.findall(r"[ML]([\d.]+) ", path["d"])]


def test_what_no_row_of_a_group_has_is_a_ground_that_says_so_once():
    """What the summary lacks is seen before it is read; on a phone, where names stand above, it is one a row."""
    counts = pd.DataFrame({"floor": [9, 8, 7], "summary": [0, 0, 1], "outcome": [1, 2, 3]}, index=["A", "B", "C"])
    sizes = {"floor": 20, "summary": 3, "outcome": 50}
    units = {"floor": "statement", "summary": "key message", "outcome": "provision"}
    keys, groups = {"A": "a", "B": "b", "C": "c"}, {"Lost": ["A", "B"], "Kept": ["C"]}
    drawn = figures.shares("fig-s", "T", "C", counts, groups, sizes, units, keys, {"floor": 4, "summary": 4})
    colour, _ = style.region_style(4)
    for svg, grounds, said in ((drawn.svg, 1, 0), (drawn.narrow, 2, 2)):
        page = BeautifulSoup(svg, "html.parser")
        told = [text.get_text() for text in page("text")]
        assert svg.count(f'fill="{colours.SHADE}"') == grounds
        assert told.count("none") == said
        assert ("none of these two" in " ".join(told)) == (said == 0)
        assert {"Lost: 2", "Kept: 1"} <= {*told}
        assert svg.count(f'fill="{colour}"') >= 4  # three bars and a mark; heads too


def test_a_planned_step_that_was_kept_says_so_and_has_a_ground_unless_its_year_is_inferred():
    day = pd.to_datetime
    for inferred, said in (
        (False, "kept: 14 November 2024"),
        (True, "kept if the year inferred is right: 14 November 2024"),
    ):
        steps = plan().data.assign(
            when=["", "14 November 2024", "17 December 2025"],
            actual_start=[pd.NaT, day("2024-11-14"), day("2025-12-17")],
            actual_end=[pd.NaT, day("2024-11-14"), day("2025-12-17")],
            outcome=["not determined", "kept", "done"],
            inferred=[False, inferred, False],
            within="",
            within_inferred="",
        )
        drawn = figures.plan("fig-p", "Title", "Caption", steps)
        assert said in drawn.alt
        for svg in (drawn.svg, drawn.narrow):
            page = BeautifulSoup(svg, "html.parser")
            told = " ".join(text.get_text() for text in page("text"))
            assert said in told
            assert (f'fill="{colours.BAND}"' in svg) != inferred
            assert "In the plan: 2" in told


def test_the_journey_has_a_line_from_each_statement_that_is_passed_on_and_its_marks_say_the_way():
    """Lines do not cross: statements stand in the order of the messages that they lead to; a phone has none."""
    assert shown(journey).to_csv().splitlines() == [
        "part,record,way",
        "said,s4,through",
        "said,s2,through",
        "said,s5,near",
        "said,s3,past",
        "said,s1,neither",
        "summed,k1,",
        "summed,k2,",
        "decided,p1,past",
        "decided,p2,neither",
    ]
    colour, _ = style.region_style(4)
    wide, narrow = (svg.partition("data-record")[0] for svg in (shown(journey).svg, shown(journey).narrow))
    assert len(re.findall(rf'<path d="M[^"]*C[^"]*" fill="none" stroke="{colour}"', wide)) == 2
    assert "C" not in "".join(re.findall(r'<path d="([^"]*)" fill="none" stroke', narrow))
    marked = {
        row["data-record"]: str(row) for row in BeautifulSoup(shown(journey).svg, "html.parser").select("[data-record]")
    }
    assert colour in marked["message:s2"]
    assert {colour, colours.PAPER} <= set(re.findall("#[0-9a-f]{6}", marked["message:s5"]))
    assert colours.INK in marked["message:s3"]
    assert colours.INK in marked["provision:p1"]
    assert colours.PAPER in marked["message:s1"]


def test_data_of_the_flow_has_every_line_and_every_statement_without_one():
    assert flow().to_csv().splitlines() == [
        "from,to,line,speaker,call",
        "s1,k1,direct,Ann,True",
        "s3,k1,thematic,Bob,False",
        "k2,para. 1,answers,,",
        "s4,para. 1,partly,Bob,True",
        "s1,para. 2,answers,Ann,True",
        "s2,,none,Ann,False",
    ]


def extents_of(svg):
    """Return whether a drawing has marks that are in part full, dotted and hollow, as a reader sees them."""
    parts = [
        part for part in BeautifulSoup(svg, "html.parser")(["path", "circle"]) if "stroke-dasharray" not in part.attrs
    ]
    pairs = list(itertools.pairwise(parts))
    halves = {
        (one["transform"], one["d"])
        for one, other in pairs
        if one.get("transform") and one.get("transform") == other.get("transform") and other["fill"] == colours.PAPER
    }
    dots = sum(one.get("fill") == colours.PAPER and other.get("r") == f"{marks.DOT / 2:g}" for one, other in pairs)
    papers = sum(part.get("fill") == colours.PAPER for part in parts)
    quarters = sum(part.get("fill") == colours.PAPER and "stroke" not in part.attrs for part in parts)
    found = {"half": halves, "dotted": dots, "most": quarters, "hollow": papers > len(halves) + dots + quarters}
    return {name for name, is_there in found.items() if is_there}


def test_each_series_has_a_panel_and_areas_stand_in_one_order_in_all():
    """They are ordered by value in the first panel, and no line has values of two."""
    for svg in (dots().svg, dots().narrow):
        texts = BeautifulSoup(svg, "html.parser")("text")
        told = [text.get_text() for text in texts]
        rows = [line for line in told if re.match(r"(A|B|Use|Reach)\b", line)]
        assert rows == ["Use", "A", "B, inferred", "Reach, second hand", "A", "B"]
        heights = [{text["y"] for text in texts if text.get_text() == value} for value in ("38", "36.5")]
        assert heights[0].isdisjoint(heights[1])


def test_a_value_in_doubt_has_a_broken_outline_and_words_beside_it_and_the_key_says_so():
    """Nobody reads how a value was read as how far a call was answered."""
    plain = pd.DataFrame([("Use", "A", 38.0, False, False)], columns=DOTS)
    for drawn, count in ((dots(), 3), (figures.dots("fig-d", "Title", "Caption", plain, "percent"), 0)):
        for svg in (drawn.svg, drawn.narrow):
            page = BeautifulSoup(svg, "html.parser")
            assert extents_of(svg) == set()
            assert len(doubtful(page)) == (count + 1 if count else 0)  # in the key, and the values
            assert ("inferred, or read in somebody else’s account" in page.get_text(" ")) == bool(count)


def test_a_row_without_a_value_bears_its_words():
    """Beside them is the bar in which its value lies, where the scale has it."""
    rows = [
        ("Parity", "A", 1, False, False, "", None, None),
        ("Parity", "B", None, False, False, "no score", 1, 2),
    ]
    frame = pd.DataFrame(rows, columns=[*DOTS, "absent", "low", "high"])
    drawn = figures.dots("fig-d", "Title", "Caption", frame, "ratio", limits=(0, 2), ticks=(0, 2), hollow="at parity")
    page = BeautifulSoup(drawn.svg, "html.parser")
    assert "at parity" in [text.get_text() for text in page("text")]
    _, bar = (path for path in page("path") if path.get("stroke") == colours.INK and "z" in path["d"])
    xs = [float(x) for x in re.findall(r"[ML]([\d.]+) ", bar["d"])]
    end = next(float(text["x"]) for text in page("text") if text.get_text() == "2")
    assert min(xs) == pytest.approx(float(page.find("circle")["cx"]), abs=0.1)
    assert max(xs) == pytest.approx(end, abs=0.1)
    assert "no score" in [text.get_text() for text in page("text")]
    assert len(page("circle")) == 1
    assert "A 1 and B no score" in drawn.alt


def test_a_scale_ends_at_its_limits_and_values_stand_beyond():
    """No line reaches past the end of the scale but the rule under the name of a panel."""
    high = pd.DataFrame([("Use", "A", 100.0, False, False)], columns=DOTS)
    for svg in (drawn := figures.dots("fig-d", "Title", "Caption", high, "percent")).svg, drawn.narrow:
        page = BeautifulSoup(svg, "html.parser")
        end = float(next(text for text in page("text") if text.get_text() == "100" and "middle" in str(text))["x"])
        value = next(text for text in page("text") if text.get_text() == "100" and "middle" not in str(text))
        assert float(page.find("circle")["cx"]) == pytest.approx(end, abs=0.02)
        assert float(value["x"]) > end
        reach = [max(map(float, re.findall(r"[ML]([\d.]+) ", path["d"]))) for path in page("path") if path.get("d")]
        assert sorted(x > end + 0.1 for x in reach) == [*([False] * (len(reach) - 1)), True]


def test_a_value_outside_the_scale_is_refused():
    values = pd.DataFrame([("Use", "A", 138.0, False, False)], columns=DOTS)
    with pytest.raises(ValueError, match="outside the scale from 0 to 100"):
        figures.dots("fig-d", "Title", "Caption", values, "percent")


@pytest.mark.parametrize("draw", ALL)
def test_a_drawing_reaches_no_further_than_itself(draw):
    """No styles, identifiers or addresses; words are text, in no face of their own and none smaller than the rest."""
    for svg in filter(None, (shown(draw).svg, shown(draw).narrow)):
        tags = set(re.findall(r"<([a-z]+)", svg))
        attributes = set(re.findall(r' ([a-zA-Z-]+)="', svg))
        assert {"svg", "text"} <= tags <= {"svg", "g", "path", "circle", "text"}
        assert not attributes & {"id", "class", "style", "href"}
        assert "url(" not in svg
        assert "font-family" not in svg.partition(">")[2]
        assert min(map(float, re.findall(r'font-size="([\d.]+)px"', svg))) == style.SMALL
        assert drawing.faults(svg) == []


@pytest.mark.parametrize("draw", ALL)
def test_each_mark_stands_for_its_record_in_the_order_drawn(draw):
    for svg in filter(None, (shown(draw).svg, shown(draw).narrow)):
        assert re.findall(r'data-record="([^"]*)"', svg) == RECORDS.get(draw, [])


@pytest.mark.parametrize("draw", ALL)
def test_every_figure_has_a_drawing_of_each_width_so_that_all_letters_are_of_one_size(draw):
    figure = shown(draw)
    for svg, width in ((figure.svg, style.WIDE), (figure.narrow, style.NARROW)):
        assert float(re.search(r'viewBox="0 0 ([\d.]+) [\d.]+"', svg)[1]) == 72 * width
        larger = (
            {float(importlib.import_module("wsis20.figures.journey").LARGE)} if draw is journey else set()
        )  # its counts
        assert {float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)} == {style.SMALL, *larger}


def test_lines_of_a_block_keep_their_side():
    with style.canvas(1) as (figure, axes):
        axes.text(0.5, 0.5, "one\nlonger", ha="right", gid="message:x")
        svg = style.to_svg(figure)
    assert len(set(re.findall(r'<text x="([\d.]+)" y="[\d.]+"[^>]*text-anchor="end">(?:one|longer)<', svg))) == 1
    assert re.findall(r">(one|longer)<", svg.partition("data-record")[2]) == ["one", "longer"]


def test_a_drawing_that_only_an_id_could_name_is_refused():
    with style.canvas(1) as (figure, axes):
        axes.barh(0, 1, hatch="//")
        with pytest.raises(ValueError, match="a figure has a hatched part"):
            style.to_svg(figure)


def test_marks_of_a_cell_stand_in_as_many_lines_as_its_column_needs():
    """On a phone columns have room for fewer marks beside one another; heads never meet."""
    kinds = ["achievement", "concern", "call"]
    for right, across in ((320, 6), (180, 2)):
        columns = grids.laid_across(kinds, {"call": 6}, 0, right)
        assert columns[-1].across == across
        assert all(style.width_of(column.head, "bold") < column.wide for column in columns)
        assert columns[-1].left + columns[-1].wide == pytest.approx(right)
    *_, answered, in_part = grids.laid_across(["only mentioned", "nothing found", "answered", "in part"], {}, 100, 330)
    assert style.width_of("answered", "bold") < answered.wide
    assert answered.left + answered.wide <= in_part.left


def test_words_are_broken_where_they_fit():
    assert doctest.testmod(style).failed == doctest.testmod(lean).failed == doctest.testmod(grids).failed == 0
    assert doctest.testmod(importlib.import_module("wsis20.figures.ranges")).failed == 0
    assert style.width_of("wide", "bold") > style.width_of("wide")


def test_svg_changes_with_the_values():
    assert grid().svg != grid(MESSAGES.iloc[:2]).svg
    assert timeline().svg != timeline(EVENTS.assign(status="held")).svg


@pytest.mark.parametrize("draw", ALL)
def test_svg_is_the_same_every_time_whatever_the_settings_of_the_machine(draw):
    before = shown(draw)
    with mpl.rc_context({"lines.linewidth": 5, "axes.grid": True, "font.size": 20}):
        again = draw()
    assert (again.svg, again.narrow) == (before.svg, before.narrow)


def test_output_carries_svg_data_caption_and_alt():
    data, metadata = grid()._repr_mimebundle_()
    assert set(data) == {naming.PICTURE, naming.NARROW, "text/plain"}
    assert data[naming.NARROW] == grid().narrow
    assert naming.NARROW not in dataclasses.replace(grid(), narrow="")._repr_mimebundle_()[0]
    assert data["text/plain"] + "\n" == grid().to_csv()
    assert metadata["wsis20"]["figure"] == {
        "name": "fig-g",
        "title": "Title",
        "caption": "Caption",
        "alt": grid().alt,
    }


@pytest.mark.parametrize("name", ["../fig-g", "fig g", "Fig-g", "", "fig--g", "fig-g\n", "f" * 61, None])
def test_a_name_that_no_file_can_have_is_refused(name):
    with pytest.raises(ValueError, match="expected a name of small letters"):
        dataclasses.replace(grid(), name=name)


@pytest.mark.parametrize("colour", [colours.INK, colours.MUTED, *colours.REGION_COLOURS])
def test_colours_stand_out_from_the_page_in_both_themes(colour):
    assert contrast(colour, "#ffffff") >= 4.5
    assert contrast(colours.DARK[colour], "#14181e") >= 4.5
    assert contrast(colours.DARK[colour], colours.DARK[colours.PAPER]) >= 4.5


@pytest.mark.slow
def test_every_colour_of_a_figure_has_a_dark_version():
    drawn = {colour for draw in ALL for colour in re.findall(r"#[0-9a-f]{6}\b", shown(draw).svg)}
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
