"""From the floor to the summary to the outcome."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import words
from wsis20.colours import BAND, INK, MUTED, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.style import blank, canvas, region_style, to_svg, wrap

FLOOR, SUMMARY, OUTCOME = 0.26, 0.43, 0.845  # where the three columns stand, in shares of the width
BOX = 0.29  # the width of a key message
PAST = INK  # what goes past the summary has the colour of no region


def flow(
    name: str, caption: str, statements: pd.DataFrame, traces: pd.DataFrame, keys: pd.DataFrame, responses: pd.DataFrame
) -> Figure:
    """Draw statements as dots at the left, key messages as boxes in the middle, and parts of the outcome at the right.

    ``statements`` has message_id, speaker and region_order, in the order of the record; ``traces`` has key_message_id,
    statement_id and relation (direct or thematic); ``keys`` has message_id and text; ``responses`` has message_id (a
    statement or a key message) and provision (the name of a part of the outcome). Lines lead from statements to the key
    messages that sum them up, and from statements and key messages to the parts that speak to them.
    """
    colour, _ = region_style(int(statements["region_order"].iloc[0]))
    rows = places(statements)
    middle = spaced(keys["message_id"], max(rows.values()))
    right = spaced(list(dict.fromkeys(responses["provision"])), max(rows.values()))
    gaps = dict.fromkeys(between(list(middle.values()), max(rows.values())), 0)  # with the lines that each has
    with canvas(0.078 * max(rows.values()) + 0.5) as (figure, axes):
        for row in responses.itertuples():
            y1 = right[row.provision]
            if row.message_id in middle:
                curve(axes, SUMMARY + BOX, middle[row.message_id], OUTCOME - 0.01, y1, colour, 0.9, "-")
                continue
            y0 = rows[row.message_id]
            nearest = closest(gaps, (y0 + y1) / 2)
            gap = nearest + 0.8 * (gaps[nearest] % 7 - 3)
            gaps[nearest] += 1
            curve(axes, FLOOR + 0.012, y0, SUMMARY - 0.005, gap, PAST, 0.9, "-")
            axes.plot([SUMMARY - 0.005, SUMMARY + BOX], [gap, gap], color=PAST, linewidth=0.9, zorder=1)
            curve(axes, SUMMARY + BOX, gap, OUTCOME - 0.01, y1, PAST, 0.9, "-")
        for row in traces.itertuples():
            weight, style = (1.5, "-") if row.relation == "direct" else (0.7, (0, (3, 2)))
            ends = rows[row.statement_id], SUMMARY - 0.005, middle[row.key_message_id]
            curve(axes, FLOOR + 0.012, *ends, colour, weight, style)
        draw_floor(axes, statements, rows, set(traces["statement_id"]), set(responses["message_id"]), colour)
        box = {"facecolor": BAND, "edgecolor": colour, "linewidth": 0.9, "boxstyle": "square,pad=0.35"}
        for row in keys.itertuples():
            words = wrap(row.text, 17)
            axes.text(SUMMARY + 0.008, middle[row.message_id], words, va="center", fontsize=8, bbox=box)
        for provision, y in right.items():
            axes.text(OUTCOME, y, wrap(provision, 12), va="center", linespacing=1, fontsize=8)
        for x, words, side in ((FLOOR, "floor", "right"), (SUMMARY, "summary", "left"), (OUTCOME, "outcome", "left")):
            axes.text(x, -3.2, words, ha=side, va="center", fontsize=9, color=MUTED)
        blank(axes)
        axes.set_xlim(0, 1)
        axes.set_ylim(max(rows.values()) + 1, -4)
        svg = to_svg(figure)
    return Figure(
        name, caption, flow_alt(statements, traces, keys, responses), flow_data(statements, traces, responses), svg
    )


def places(statements: pd.DataFrame) -> dict[str, float]:
    """Return the height of each statement: one apart, with room between speakers and at least 2.6 for each of them."""
    found: dict[str, float] = {}
    top = 0.0
    for _, own in statements.groupby("speaker", sort=False):
        room = max(len(own), 2.6)
        first = top + (room - len(own)) / 2
        found |= {message: first + number for number, message in enumerate(own["message_id"])}
        top += room + 0.8
    return found


def between(centres: list[float], height: float) -> list[float]:
    """Return the heights at which lines pass the boxes: between two of them, and above and below all."""
    return [
        (one + other) / 2 for one, other in itertools.pairwise([-centres[0] / 2, *centres, 2 * height - centres[-1]])
    ]


def closest(heights: Iterable[float], wanted: float) -> float:
    """Return the first of the heights that are closest to one."""
    return min(heights, key=lambda height: abs(height - wanted))


def spaced(items, height: float) -> dict[str, float]:
    """Return heights for items, evenly over the whole height."""
    step = height / max(len(items), 1)
    return {item: step * (number + 0.5) for number, item in enumerate(items)}


def curve(axes: plt.Axes, x0: float, y0: float, x1: float, y1: float, colour: str, weight: float, style) -> None:
    """Draw a line that leaves and arrives level."""
    steps = [number / 24 for number in range(25)]
    ease = [step * step * (3 - 2 * step) for step in steps]
    across, down = [x0 + (x1 - x0) * step for step in steps], [y0 + (y1 - y0) * step for step in ease]
    axes.plot(across, down, color=colour, linewidth=weight, linestyle=style, zorder=1)


def draw_floor(
    axes: plt.Axes, statements: pd.DataFrame, rows: dict[str, float], summed: set, answered: set, colour: str
) -> None:
    """Draw the dots of the statements, hollow where nothing leads on from them, and name the speakers."""
    for message, y in rows.items():
        tone = colour if message in summed else PAST if message in answered else MUTED
        face = "none" if tone == MUTED else tone
        width = 0.5 if tone == MUTED else 1
        axes.plot(FLOOR, y, "o", color=tone, markerfacecolor=face, markeredgewidth=width, markersize=3.2)
    for speaker, own in statements.groupby("speaker", sort=False):
        centre = sum(rows[message] for message in own["message_id"]) / len(own)
        axes.text(FLOOR - 0.02, centre, wrap(speaker, 13), ha="right", va="center", fontsize=8, linespacing=1)
        axes.plot([FLOOR - 0.012] * 2, [rows[m] for m in own["message_id"].iloc[[0, -1]]], color=RULE, linewidth=1)


def flow_data(statements: pd.DataFrame, traces: pd.DataFrame, responses: pd.DataFrame) -> pd.DataFrame:
    """Return every line of the figure, from, to and kind; a statement without a line has a row of its own."""
    lines = [
        traces.rename(columns={"statement_id": "from", "key_message_id": "to", "relation": "line"}),
        responses.rename(columns={"message_id": "from", "provision": "to"}).assign(line="outcome"),
    ]
    joined = pd.concat([frame[["from", "to", "line"]] for frame in lines], ignore_index=True)
    alone = statements[~statements["message_id"].isin(joined["from"])]["message_id"]
    loose = pd.DataFrame({"from": alone, "to": pd.NA, "line": "none"})
    return pd.concat([joined, loose], ignore_index=True)


def flow_alt(statements: pd.DataFrame, traces: pd.DataFrame, keys: pd.DataFrame, responses: pd.DataFrame) -> str:
    """Say in words how many statements lead where."""
    reached = statements["message_id"].isin(traces["statement_id"]).sum()
    answered = statements["message_id"].isin(responses["message_id"])
    past = answered & ~statements["message_id"].isin(traces["statement_id"])
    parts = []
    for number, row in enumerate(keys.itertuples(), 1):
        own = traces[traces["key_message_id"] == row.message_id]["relation"].value_counts()
        direct, thematic = int(own.get("direct", 0)), int(own.get("thematic", 0))
        found = int((responses["message_id"] == row.message_id).sum())
        lines = f"{words.number(direct)} direct and {words.number(thematic)} thematic"
        parts.append(f"key message {number}: {lines}, {words.count(found, 'line')} to the outcome")
    dots, boxes = words.count(len(statements), "statement"), words.count(len(keys), "key message")
    return (
        f"Three columns: dots for {dots} by speaker, {boxes}, and sections of the outcome document. "
        f"{of_statements(reached)} a line to a key message. {words.capital('; '.join(parts))}. "
        f"{of_statements(answered.sum())} a line to the outcome, {words.number(int(past.sum()))} of them without one "
        "to a key message."
    )


def of_statements(number: int) -> str:
    """Return the beginning of a sentence about some of the statements."""
    return f"{words.capital(words.number(int(number)))} of the statements {'has' if number == 1 else 'have'}"
