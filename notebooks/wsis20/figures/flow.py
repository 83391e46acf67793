"""From the floor to the summary: every statement as a mark, every key message as a box.

A call is a square and any other statement a circle. How a mark is filled says what became of it in the summary, and a
tick below a call that the resolution answers it, or its outline that it does so in part: one can be so without the
other.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import words
from wsis20.colours import BAND, MUTED, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.marks import Entry, Extent, Key, Ticked, draw_key, draw_tick, key_height
from wsis20.figures.marks import draw as draw_mark
from wsis20.figures.style import NUMBER, WIDE, both, fitted, numbered, record, region_style, sheet, to_svg, width_of

# Points from mark to mark, across and down, in the wide and in the narrow drawing: at least 24 pixels, on a phone of
# 360 too; and from speaker to speaker.
ACROSS, STEP, APART = {True: 33.0, False: 21.5}, {True: 25.0, False: 26.5}, {True: 25.5, False: 29.0}
NAMES = 78  # points for the names of speakers
LINE = 11.5  # points from line to line
BELOW = 9.5  # points from the middle of a mark to that of its tick
SHAPES = {True: "s", False: "o"}  # of calls, and of others
BEHIND = ("direct", "thematic")
FATES: dict[str, tuple[Extent, str]] = {
    "direct": ("full", "makes the point of a key message, or a part of it"),
    "thematic": ("half", "is on the subject of a key message, and no more"),
    "none": ("hollow", "does neither"),
}
"""What can become of a statement in the summary, the best first, with how far it was met."""


MET = ("answers", "partly")
"""How far the resolution can answer a call, the best first."""


def flow(
    name: str,
    title: str,
    caption: str,
    statements: pd.DataFrame,
    traces: pd.DataFrame,
    keys: pd.DataFrame,
    responses: pd.DataFrame,
) -> Figure:
    """Draw statements as marks by speaker, with what became of each, and below them the key messages as boxes.

    ``statements`` has message_id, speaker, region_order and call, whether it is one, in the order of the record;
    ``traces`` has key_message_id, statement_id and relation (direct or thematic); ``keys`` has message_id and
    paraphrase; ``responses`` has message_id (a statement or a key message), provision (the name of a part of the
    outcome) and degree (answers or partly). Beside a mark stands the number of the key message that it stands behind.
    """
    drawn = statements.assign(
        **fates(statements, traces, keys), met=statements["message_id"].map(best_of(responses)).fillna("")
    )
    drawings = both(partial(draw, drawn, keys, traces))
    alt, data = flow_alt(drawn, traces, keys, responses), flow_data(statements, traces, responses)
    return Figure(name, caption, alt, data, title=title, **drawings)


def best_of(responses: pd.DataFrame) -> dict[str, str]:
    """Return how far the resolution answers each message that it does: answers, or else partly."""
    ordered = responses.sort_values("degree", key=lambda own: own.map(MET.index))
    return dict(ordered.drop_duplicates("message_id")[["message_id", "degree"]].itertuples(index=False, name=None))


def fates(statements: pd.DataFrame, traces: pd.DataFrame, keys: pd.DataFrame) -> dict:
    """Return what became of each statement, and the number of the key message that it stands behind, if any."""
    number = {key: str(place) for place, key in enumerate(keys["message_id"], 1)}
    best = traces.sort_values("relation").drop_duplicates("statement_id").set_index("statement_id")
    fate = [best.loc[key, "relation"] if key in best.index else "none" for key in statements["message_id"]]
    behind = [number[best.loc[key, "key_message_id"]] if key in best.index else "" for key in statements["message_id"]]
    return {"fate": fate, "behind": behind}


def key_of(statements: pd.DataFrame, colour: str) -> Key:
    """Return the key, with how many statements are of each kind."""
    counts, calls = statements["fate"].value_counts(), int(statements["call"].sum())
    fills = [
        Entry(extent, f"{meaning} ({counts.get(fate, 0)})", colour if fate in BEHIND else MUTED, word="")
        for fate, (extent, meaning) in FATES.items()
    ]
    square = Entry("hollow", f"a square: a call ({calls}); a circle: any other statement", MUTED, "", SHAPES[True])
    answered, partly = (words.count(int((statements["met"] == degree).sum()), "call") for degree in MET)
    ticks = [Ticked(f"answered in the resolution ({answered})"), Ticked(f"answered in part ({partly})", in_part=True)]
    return [*fills, square, *ticks]


def draw(statements: pd.DataFrame, keys: pd.DataFrame, traces: pd.DataFrame, width: float) -> str:
    """Return the drawing of a width in inches."""
    colour, _ = region_style(int(statements["region_order"].iloc[0]))
    entries = key_of(statements, colour)
    top = key_height(entries, 72 * width) + 6
    rows, floor = places(statements, width)
    boxes, end = boxes_of(keys, with_speakers(traces, statements), width, top + floor + 22)
    with sheet(end / 72, width) as (figure, axes):
        draw_key(axes, entries, 72 * width)
        for number, (speaker, own) in enumerate(statements.groupby("speaker", sort=False)):
            placed = {key: (rows[key][0], top + rows[key][1]) for key in own["message_id"]}
            if number:
                y = placed[own["message_id"].iloc[0]][1] - half_row(speaker, width)
                axes.plot([2, 72 * width - 2], [y, y], color=RULE, linewidth=0.5, zorder=0)
            draw_speaker(axes, speaker, own.assign(told=numbered(own["behind"], each=width == WIDE)), placed, colour)
        draw_boxes(axes, boxes, colour)
        return to_svg(figure)


def places(statements: pd.DataFrame, width: float) -> tuple[dict[str, tuple[float, float]], float]:
    """Return where the mark of each statement stands, and how high all of them are."""
    found, y = {}, 0.0
    for speaker, own in statements.groupby("speaker", sort=False):
        y += half_row(speaker, width)
        x = left = NAMES + 14.0
        for row, told in zip(own.itertuples(), numbered(own["behind"], each=width == WIDE), strict=True):
            if x > left and x + 6 + width_of(told, "bold") > 72 * width - 2:
                x, y = left, y + STEP[width == WIDE]
            found[row.message_id] = (x, y)
            x += max(ACROSS[width == WIDE], width_of(told, "bold") + 17)
        y += half_row(speaker, width)
    return found, y


def half_row(speaker, width: float) -> float:
    """Return how many points the first line of marks of a speaker lies below the top of the row."""
    return max(APART[width == WIDE], LINE * len(fitted(speaker, NAMES - 4).splitlines()) + 2) / 2


def draw_speaker(axes: plt.Axes, speaker, own: pd.DataFrame, placed: dict, colour: str) -> None:
    """Draw the marks of a speaker, each with the number of its key message, and the name before them."""
    axes.text(2, placed[own["message_id"].iloc[0]][1], fitted(speaker, NAMES - 4), va="center", linespacing=1)
    for row in own.itertuples():
        (x, y), gid = placed[row.message_id], record("message", row.message_id)
        y -= 2.5  # the tick below is of the row too
        extent, _ = FATES[row.fate]
        own_colour = colour if row.fate in BEHIND else MUTED
        draw_mark(axes, x, y, extent, colour=own_colour, shape=SHAPES[bool(row.call)], gid=gid)
        if row.told:
            axes.text(x + 7, y, row.told, va="center", color=colour, fontweight="bold", gid=gid)
        if row.met:
            draw_tick(axes, x, y + BELOW, gid, in_part=row.met == "partly")


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
        text = fitted(row.paraphrase, room - 40)
        told = f"{words.count(len(direct), 'statement')} by {people}; {len(own) - len(direct)} on its subject"
        behind = fitted(words.capital(told), room - 40)
        lines = len(text.splitlines()) + len(behind.splitlines())
        found.append(
            {"key": row.message_id, "number": f"{NUMBER} {number}", "text": text, "behind": behind, "lines": lines}
        )
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
        axes.text(x + 6, y + 7, box["number"], va="top", color=colour, fontweight="bold", gid=gid)
        axes.text(x + 34, y + 7, box["text"], va="top", linespacing=1.1, gid=gid)
        low = y + box["height"] - 6
        axes.text(x + 34, low, box["behind"], va="bottom", color=MUTED, linespacing=1.1, gid=gid)


def flow_data(statements: pd.DataFrame, traces: pd.DataFrame, responses: pd.DataFrame) -> pd.DataFrame:
    """Return every line of the figure, from, to and kind, and for a statement its speaker and whether it is a call.

    A statement without a line has a row of its own.
    """
    lines = [
        traces.rename(columns={"statement_id": "from", "key_message_id": "to", "relation": "line"}),
        responses.rename(columns={"message_id": "from", "provision": "to", "degree": "line"}),
    ]
    joined = pd.concat([frame[["from", "to", "line"]] for frame in lines], ignore_index=True)
    alone = statements[~statements["message_id"].isin(joined["from"])]["message_id"]
    loose = pd.DataFrame({"from": alone, "to": pd.NA, "line": "none"})
    about = statements.set_index("message_id")[["speaker", "call"]].astype(object)
    return pd.concat([joined, loose], ignore_index=True).merge(about, "left", left_on="from", right_index=True)


def flow_alt(statements: pd.DataFrame, traces: pd.DataFrame, keys: pd.DataFrame, responses: pd.DataFrame) -> str:
    """Say in words how many statements stand behind each key message, and what the resolution answers."""
    parts = []
    for number, row in enumerate(keys.itertuples(), 1):
        own = traces[traces["key_message_id"] == row.message_id]["relation"].value_counts()
        direct, thematic = (words.number(int(own.get(kind, 0))) for kind in ("direct", "thematic"))
        found = int((responses["message_id"] == row.message_id).sum())
        behind = f"{direct} direct and {thematic} thematic"
        parts.append(f"key message {number}: {behind}, answered by {words.count(found, 'section')}")
    said, boxes = words.count(len(statements), "statement"), words.count(len(keys), "key message")
    reached, calls = statements["fate"] != "none", statements["call"]
    left = calls & ~reached
    return (
        f"Marks for {said} by speaker, and {boxes} as boxes. "
        f"Statements behind a key message: {words.number(int(reached.sum()))}. {words.capital('; '.join(parts))}. "
        f"Calls, which are squares: {words.number(int(calls.sum()))}, {met_in_words(statements[calls])}. "
        f"Calls behind no key message: {words.number(int(left.sum()))}, {met_in_words(statements[left])}."
    )


def met_in_words(calls: pd.DataFrame) -> str:
    """Return how many calls the resolution answers, and how many in part."""
    counts = (int((calls["met"] == degree).sum()) for degree in MET)
    whole, partly = (words.number(count) if count else "none" for count in counts)
    return f"of which answered in the resolution: {whole}, and in part: {partly}"
