"""From the floor to the summary: every statement as a mark, every key message as a box."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import words
from wsis20.colours import BAND, MUTED, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.marks import STAR, Entry, Extent, Starred, draw_key, key_height
from wsis20.figures.marks import draw as draw_mark
from wsis20.figures.style import WIDE, both, fitted, record, region_style, sheet, to_svg

# Points from mark to mark, across and down, in the wide and in the narrow drawing: at least 24 pixels, on a phone of
# 360 too; and from speaker to speaker.
ACROSS, STEP, APART = {True: 34.0, False: 21.5}, {True: 17.5, False: 21.5}, {True: 22.0, False: 26.5}
NAMES = 78  # points for the names of speakers
LINE = 11.5  # points from line to line
BEHIND = ("direct", "thematic")
FATES: dict[str, tuple[Extent, str]] = {
    "direct": ("full", "the point of a key message, or a part of it"),
    "thematic": ("half", "on the subject of a key message, and no more"),
    "answers": ("full", "an answer in the resolution, to a call not in the summary"),
    "partly": ("half", "such an answer, but only in part"),
    "none": ("hollow", "none of these"),
}
"""What can become of a statement, the best first, with how far it was met."""


def flow(
    name: str,
    title: str,
    caption: str,
    statements: pd.DataFrame,
    traces: pd.DataFrame,
    keys: pd.DataFrame,
    responses: pd.DataFrame,
    starred: Collection[str] = (),
    star: str = "",
) -> Figure:
    """Draw statements as marks by speaker, with what became of each, and below them the key messages as boxes.

    ``statements`` has message_id, speaker and region_order, in the order of the record; ``traces`` has key_message_id,
    statement_id and relation (direct or thematic); ``keys`` has message_id and paraphrase; ``responses`` has message_id
    (a statement or a key message), provision (the name of a part of the outcome) and degree (answers or partly). Beside
    a mark stands the number of the key message that it stands behind, with an asterisk for the statements ``starred``,
    of which ``star`` says what is so.
    """
    drawn = statements.assign(
        **fates(statements, traces, keys, responses), starred=statements["message_id"].isin(starred)
    )
    drawings = both(partial(draw, drawn, keys, traces, star))
    alt, data = flow_alt(drawn, traces, keys, responses, star), flow_data(statements, traces, responses)
    return Figure(name, caption, alt, data, title=title, **drawings)


def fates(statements: pd.DataFrame, traces: pd.DataFrame, keys: pd.DataFrame, responses: pd.DataFrame) -> dict:
    """Return what became of each statement, and the number of the key message that it stands behind, if any."""
    number = {key: str(place) for place, key in enumerate(keys["message_id"], 1)}
    best = traces.sort_values("relation").drop_duplicates("statement_id").set_index("statement_id")
    degree = responses.sort_values("degree").drop_duplicates("message_id").set_index("message_id")["degree"]
    fate = [
        best.loc[key, "relation"] if key in best.index else degree.get(key, "none") for key in statements["message_id"]
    ]
    behind = [number[best.loc[key, "key_message_id"]] if key in best.index else "" for key in statements["message_id"]]
    return {"fate": fate, "behind": behind}


def draw(statements: pd.DataFrame, keys: pd.DataFrame, traces: pd.DataFrame, star: str, width: float) -> str:
    """Return the drawing of a width in inches."""
    colour, _ = region_style(int(statements["region_order"].iloc[0]))
    counts = statements["fate"].value_counts()
    entries: list[Entry | Starred] = [
        Entry(extent, meaning, colour if fate in BEHIND else MUTED, int(counts.get(fate, 0)))
        for fate, (extent, meaning) in FATES.items()
    ]
    if statements["starred"].any():
        entries.append(Starred(star))
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
            draw_speaker(axes, speaker, own, placed, colour)
        draw_boxes(axes, boxes, colour)
        return to_svg(figure)


def places(statements: pd.DataFrame, width: float) -> tuple[dict[str, tuple[float, float]], float]:
    """Return where the mark of each statement stands, and how high all of them are."""
    step, found, y = STEP[width == WIDE], {}, 0.0
    across = 11 if width == WIDE else 9
    for speaker, own in statements.groupby("speaker", sort=False):
        first = y + half_row(speaker, width)
        for place, key in enumerate(own["message_id"]):
            found[key] = NAMES + 14 + ACROSS[width == WIDE] * (place % across), first + step * (place // across)
        y += step * ((len(own) - 1) // across) + 2 * half_row(speaker, width)
    return found, y


def half_row(speaker, width: float) -> float:
    """Return how many points the first line of marks of a speaker lies below the top of the row."""
    return max(APART[width == WIDE], LINE * len(fitted(speaker, NAMES - 4).splitlines()) + 2) / 2


def draw_speaker(axes: plt.Axes, speaker, own: pd.DataFrame, placed: dict, colour: str) -> None:
    """Draw the marks of a speaker, each with the number of its key message, and the name before them."""
    axes.text(2, placed[own["message_id"].iloc[0]][1], fitted(speaker, NAMES - 4), va="center", linespacing=1)
    for row in own.itertuples():
        (x, y), gid, heard = placed[row.message_id], record("message", row.message_id), row.fate in BEHIND
        extent, _ = FATES[row.fate]
        draw_mark(axes, x, y, extent, colour=colour if heard else MUTED, gid=gid)
        if row.behind:
            axes.text(
                x + 6,
                y,
                f"{row.behind}{STAR if row.starred else ''}",
                va="center",
                color=colour,
                fontweight="bold",
                gid=gid,
            )


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
        axes.text(x + 12, y + 7, box["number"], ha="center", va="top", color=colour, fontweight="bold", gid=gid)
        axes.text(x + 24, y + 7, box["text"], va="top", linespacing=1.1, gid=gid)
        low = y + box["height"] - 6
        axes.text(x + 24, low, box["behind"], va="bottom", color=MUTED, linespacing=1.1, gid=gid)


def flow_data(statements: pd.DataFrame, traces: pd.DataFrame, responses: pd.DataFrame) -> pd.DataFrame:
    """Return every line of the figure, from, to and kind; a statement without a line has a row of its own."""
    lines = [
        traces.rename(columns={"statement_id": "from", "key_message_id": "to", "relation": "line"}),
        responses.rename(columns={"message_id": "from", "provision": "to", "degree": "line"}),
    ]
    joined = pd.concat([frame[["from", "to", "line"]] for frame in lines], ignore_index=True)
    alone = statements[~statements["message_id"].isin(joined["from"])]["message_id"]
    loose = pd.DataFrame({"from": alone, "to": pd.NA, "line": "none"})
    return pd.concat([joined, loose], ignore_index=True)


def flow_alt(
    statements: pd.DataFrame, traces: pd.DataFrame, keys: pd.DataFrame, responses: pd.DataFrame, star: str
) -> str:
    """Say in words how many statements stand behind each key message, and what the resolution answers."""
    reached = statements["message_id"].isin(traces["statement_id"])
    answered = responses[responses["message_id"].isin(statements["message_id"])]
    past = answered[~answered["message_id"].isin(traces["statement_id"])].drop_duplicates("message_id")["degree"]
    parts = []
    for number, row in enumerate(keys.itertuples(), 1):
        own = traces[traces["key_message_id"] == row.message_id]["relation"].value_counts()
        direct, thematic = (words.number(int(own.get(kind, 0))) for kind in ("direct", "thematic"))
        found = int((responses["message_id"] == row.message_id).sum())
        behind = f"{direct} direct and {thematic} thematic"
        parts.append(f"key message {number}: {behind}, answered by {words.count(found, 'section')}")
    said, boxes = words.count(len(statements), "statement"), words.count(len(keys), "key message")
    whole, part = (
        words.number(n) if (n := int((past == degree).sum())) else "none" for degree in ("answers", "partly")
    )
    return (
        f"Marks for {said} by speaker, and {boxes} as boxes. "
        f"Statements behind a key message: {words.number(int(reached.sum()))}. {words.capital('; '.join(parts))}. "
        "Statements that the resolution answers, in whole or in part: "
        f"{words.number(answered['message_id'].nunique())}, "
        f"of which behind no key message {whole} in whole and {part} in part."
        f"{f' {words.capital(star)}.' if statements['starred'].any() else ''}"
    )
