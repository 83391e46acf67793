"""From the floor to the summary: every statement as a dot, every key message as a box."""

from __future__ import annotations

from functools import partial
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import words
from wsis20.colours import BAND, MUTED, PAPER, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.style import WIDE, both, fitted, record, region_style, sheet, to_svg

# Points from dot to dot, across and down, in the wide and in the narrow drawing: at least 24 pixels, on a phone of 360
# too, and 23 from line to line where dots are wide apart.
ACROSS, STEP = {True: 30.0, False: 21.5}, {True: 17.5, False: 21.5}
NAMES = 78  # points for the names of speakers
LINE = 11.5  # points from line to line


def flow(
    name: str,
    title: str,
    caption: str,
    statements: pd.DataFrame,
    traces: pd.DataFrame,
    keys: pd.DataFrame,
    responses: pd.DataFrame,
) -> Figure:
    """Draw statements as dots by speaker, with what became of each, and below them the key messages as boxes.

    ``statements`` has message_id, speaker and region_order, in the order of the record; ``traces`` has key_message_id,
    statement_id and relation (direct or thematic); ``keys`` has message_id and paraphrase; ``responses`` has message_id
    (a statement or a key message) and provision (the name of a part of the outcome). A dot bears the number of the key
    message that it stands behind.
    """
    drawn = statements.assign(**fates(statements, traces, keys, responses))
    drawings = both(partial(draw, drawn, keys, traces))
    alt, data = flow_alt(statements, traces, keys, responses), flow_data(statements, traces, responses)
    return Figure(name, caption, alt, data, title=title, **drawings)


def fates(statements: pd.DataFrame, traces: pd.DataFrame, keys: pd.DataFrame, responses: pd.DataFrame) -> dict:
    """Return what became of each statement, and the number of the key message that it stands behind, if any."""
    number = {key: str(place) for place, key in enumerate(keys["message_id"], 1)}
    best = traces.sort_values("relation").drop_duplicates("statement_id").set_index("statement_id")
    answered = set(responses["message_id"])
    fate = [
        best.loc[key, "relation"] if key in best.index else "outcome" if key in answered else "none"
        for key in statements["message_id"]
    ]
    behind = [number[best.loc[key, "key_message_id"]] if key in best.index else "" for key in statements["message_id"]]
    return {"fate": fate, "behind": behind}


def draw(statements: pd.DataFrame, keys: pd.DataFrame, traces: pd.DataFrame, width: float) -> str:
    """Return the drawing of a width in inches."""
    colour, _ = region_style(int(statements["region_order"].iloc[0]))
    top = 5 * LINE + 6
    rows, floor = places(statements, width)
    boxes, end = boxes_of(keys, with_speakers(traces, statements), width, top + floor + 22)
    with sheet(end / 72, width) as (figure, axes):
        draw_legend(axes, statements["fate"].value_counts(), colour)
        for speaker, own in statements.groupby("speaker", sort=False):
            draw_speaker(axes, speaker, own, {key: (x, top + y) for key, (x, y) in rows.items()}, colour)
        draw_boxes(axes, boxes, colour)
        return to_svg(figure)


def places(statements: pd.DataFrame, width: float) -> tuple[dict[str, tuple[float, float]], float]:
    """Return where the dot of each statement stands, and how high all of them are."""
    step, found, y = STEP[width == WIDE], {}, 0.0
    across = 11 if width == WIDE else 9
    for _, own in statements.groupby("speaker", sort=False):
        for place, key in enumerate(own["message_id"]):
            found[key] = NAMES + 14 + ACROSS[width == WIDE] * (place % across), y + 10 + step * (place // across)
        y += step * ((len(own) - 1) // across + 1) + 5
    return found, y


def draw_legend(axes: plt.Axes, counts: pd.Series, colour: str) -> None:
    """Say what each kind of dot is, with how many there are."""
    told = {
        "direct": "said what a key message says, or a part of it",
        "thematic": "on the subject of a key message",
        "outcome": "a call not in the summary, answered at least in part",
        "none": "none of these",
    }
    for line, (fate, meaning) in enumerate(told.items()):
        y = LINE * (line + 0.7)
        draw_dot(axes, 8, y, fate, "", colour)
        axes.text(32, y, str(counts.get(fate, 0)), ha="right", va="center", fontweight="bold")
        axes.text(37, y, meaning, va="center")


def draw_dot(axes: plt.Axes, x: float, y: float, fate: str, behind: str, colour: str, gid: str | None = None) -> None:
    """Draw a statement: what was heard is large and bears a number, what was not is a ring."""
    size, edge, face, weight = {
        "direct": (13.0, colour, colour, 1),
        "thematic": (12, colour, PAPER, 1.4),
        "outcome": (7, MUTED, MUTED, 1),
        "none": (7, MUTED, PAPER, 0.9),
    }[fate]
    size = size if behind else min(size, 8.5)
    axes.plot(x, y, "o", color=edge, markerfacecolor=face, markeredgewidth=weight, markersize=size, gid=gid)
    if behind:
        tone = PAPER if fate == "direct" else colour
        axes.text(x, y + 0.4, behind, ha="center", va="center_baseline", color=tone, fontweight="bold", gid=gid)


def draw_speaker(axes: plt.Axes, speaker, own: pd.DataFrame, rows: dict, colour: str) -> None:
    """Draw the dots of a speaker, and the name before them."""
    first, right = rows[own["message_id"].iloc[0]], max(rows[key][0] for key in own["message_id"])
    axes.plot([first[0], right], [first[1]] * 2, color=RULE, linewidth=0.8, zorder=1)
    axes.text(NAMES, first[1], fitted(speaker, NAMES - 4), ha="right", va="center", linespacing=1)
    for row in own.itertuples():
        (x, y), gid = rows[row.message_id], record("message", row.message_id)
        draw_dot(axes, x, y, str(row.fate), str(row.behind), colour, gid)


def with_speakers(traces: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Return traces, each with the speaker of its statement."""
    return traces.assign(speaker=traces["statement_id"].map(statements.set_index("message_id")["speaker"]))


def boxes_of(keys: pd.DataFrame, traces: pd.DataFrame, width: float, top: float) -> tuple[list[dict], float]:
    """Return the boxes of the key messages, beside or below one another, and where they end."""
    beside = width == WIDE
    room = (72 * width - 4 - 2 * 8) / 3 if beside else 72 * width - 4
    found = []
    for number, row in enumerate(keys.itertuples(), 1):
        own = traces[traces["key_message_id"] == row.message_id]
        direct = own[own["relation"] == "direct"]
        people = words.count(direct["speaker"].nunique(), "person", "people")
        text = fitted(row.paraphrase, room - 30)
        told = f"{words.count(len(direct), 'statement')} by {people}; {len(own) - len(direct)} on its subject"
        behind = fitted(words.capital(told), room - 30)
        lines = len(text.splitlines()) + len(behind.splitlines())
        found.append({"key": row.message_id, "number": str(number), "text": text, "behind": behind, "lines": lines})
    height = LINE * max(box["lines"] for box in found) + 14
    for number, box in enumerate(found):
        x, y = (2 + number * (room + 8), top) if beside else (2, top + number * (height + 6))
        box |= {"x": x, "y": y, "width": room, "height": height}
    return found, found[-1]["y"] + height + 2


def draw_boxes(axes: plt.Axes, boxes: list[dict], colour: str) -> None:
    """Draw the key messages, each a box with its number, its words and how many statements stand behind it."""
    axes.text(2, boxes[0]["y"] - 10, "The summary: key messages of the region", va="center", fontweight="bold")
    for box in boxes:
        gid, x, y = record("message", box["key"]), box["x"], box["y"]
        style: dict[str, Any] = {"facecolor": BAND, "edgecolor": colour, "linewidth": 1}
        axes.add_patch(plt.Rectangle((x, y), box["width"], box["height"], **style, gid=gid))
        draw_dot(axes, x + 12, y + 13, "direct", box["number"], colour, gid)
        axes.text(x + 24, y + 7, box["text"], va="top", linespacing=1.1, gid=gid)
        low = y + box["height"] - 6
        axes.text(x + 24, low, box["behind"], va="bottom", color=MUTED, linespacing=1.1, gid=gid)


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
    """Say in words how many statements stand behind each key message, and what the outcome answers."""
    reached = statements["message_id"].isin(traces["statement_id"])
    answered = statements["message_id"].isin(responses["message_id"])
    parts = []
    for number, row in enumerate(keys.itertuples(), 1):
        own = traces[traces["key_message_id"] == row.message_id]["relation"].value_counts()
        direct, thematic = (words.number(int(own.get(kind, 0))) for kind in ("direct", "thematic"))
        found = int((responses["message_id"] == row.message_id).sum())
        behind = f"{direct} direct and {thematic} thematic"
        parts.append(f"key message {number}: {behind}, answered by {words.count(found, 'section')}")
    dots, boxes = words.count(len(statements), "statement"), words.count(len(keys), "key message")
    return (
        f"Dots for {dots} by speaker, and {boxes} as boxes. "
        f"Statements behind a key message: {words.number(int(reached.sum()))}. {words.capital('; '.join(parts))}. "
        f"Statements that the outcome answers: {words.number(int(answered.sum()))}, "
        f"of which behind no key message {words.number(int((answered & ~reached).sum()))}."
    )
