"""From the floor to the summary: every statement as a mark, every key message as a box.

Columns say what became of a statement in the summary. A bar below a mark says that it is a call, and how far the
resolution answers it: one can be so without the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import words
from wsis20.colours import BAND, INK, MUTED
from wsis20.figures.figure import Figure
from wsis20.figures.marks import LESS, SIZE, WORDS, Extent, draw_underline
from wsis20.figures.marks import draw as draw_mark
from wsis20.figures.rows import LEAST, draw_rows, laid_out
from wsis20.figures.style import NUMBER, WIDE, both, fitted, numbered, record, region_style, sheet, to_svg, width_of

# Points from mark to mark, and from line to line of them: at least 24 pixels, on a phone of 360 too.
STEP, PITCH = {True: 17.0, False: 21.5}, {True: 20.0, False: 24.0}
NAMES = 84  # points for the names of speakers in the wide drawing; in the narrow one they stand above the marks
COLUMNS = {True: (90, 108), False: (72, 72)}  # points for all columns but the last
INDENT, BESIDE = 14, 7.5  # points before the head of a column, for its mark, and from a mark to its number
LINE, WORDED = 11.5, 11  # points from line to line in a box, and in a head
FATES: dict[str, tuple[Extent, str, str]] = {
    "direct": ("full", "makes the point of a key message", "make the point of a key message"),
    "thematic": ("dotted", "is only on its subject", "are only on its subject"),
    "none": ("hollow", "matches none", "match none"),
}
"""What can become of a statement in the summary, the best first: how its mark is filled, and the words for one and for
several."""
MET: dict[str, Extent] = {"answers": "full", "points": "most", "partly": "half", "": "hollow"}
"""How far the resolution can answer a call, the best first, with the fill of the bar below its mark."""
LEAD = "A bar marks a call. In the resolution:"


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
    outcome) and degree (answers or partly). A column for each fate says of how many statements it is; beside a mark
    stands the number of the key message that it stands behind.
    """
    drawn = statements.assign(
        **fates(statements, traces, keys), met=statements["message_id"].map(best_of(responses)).fillna("")
    )
    drawings = both(partial(draw, drawn, keys, traces))
    alt, data = flow_alt(drawn, traces, keys, responses), flow_data(statements, traces, responses)
    return Figure(name, caption, alt, data, title=title, **drawings)


def best_of(responses: pd.DataFrame) -> dict[str, str]:
    """Return how far the resolution answers each message that it does: answers, or else partly."""
    ordered = responses.sort_values("degree", key=lambda own: own.map([*MET].index))
    return dict(ordered.drop_duplicates("message_id")[["message_id", "degree"]].itertuples(index=False, name=None))


def fates(statements: pd.DataFrame, traces: pd.DataFrame, keys: pd.DataFrame) -> dict:
    """Return what became of each statement, and the number of the key message that it stands behind, if any."""
    number = {key: str(place) for place, key in enumerate(keys["message_id"], 1)}
    best = traces.sort_values("relation").drop_duplicates("statement_id").set_index("statement_id")
    fate = [best.loc[key, "relation"] if key in best.index else "none" for key in statements["message_id"]]
    behind = [number[best.loc[key, "key_message_id"]] if key in best.index else "" for key in statements["message_id"]]
    return {"fate": fate, "behind": behind}


@dataclass(frozen=True)
class Column:
    """A column of statements: its fate, its head in lines, where it begins, and how wide it is, in points."""

    fate: str
    head: list[str]
    left: float
    wide: float


def columns_of(statements: pd.DataFrame, left: float, right: float, width: float) -> list[Column]:
    """Return a column for each fate, whose heads say how many statements it has."""
    counts, found = statements["fate"].value_counts(), []
    for fate, wide in zip(FATES, (*COLUMNS[width == WIDE], 0), strict=True):
        _, one, several = FATES[fate]
        room = float(wide or right - left)
        count = int(counts.get(fate, 0))
        told = fitted(f"{count} {one if count == 1 else several}", room - INDENT - 4, "bold")
        found.append(Column(fate, told.splitlines(), left, room))
        left += room
    return found


def draw(statements: pd.DataFrame, keys: pd.DataFrame, traces: pd.DataFrame, width: float) -> str:
    """Return the drawing of a width in inches."""
    wide, right = width == WIDE, 72 * width - 2
    colour, shape = region_style(int(statements["region_order"].iloc[0]))
    columns = columns_of(statements, NAMES + 4.0 if wide else 2.0, right, width)
    placed = {
        (speaker, fate): in_lines(own, next(column.wide for column in columns if column.fate == fate), width)
        for (speaker, fate), own in statements.groupby(["speaker", "fate"], sort=False)
    }
    speakers = list(statements["speaker"].unique())
    lines = {
        speaker: PITCH[wide] / LEAST[wide] * max(len(placed.get((speaker, fate), ())) for fate in FATES)
        for speaker in speakers
    }
    key = key_of(statements, right)
    first = max(y for _, y, _, _ in key) + 16
    top = first + WORDED * max(len(column.head) for column in columns) + 8
    rows = laid_out({"": speakers}, NAMES - 4 if wide else right, top, width, lines, above=not wide)
    boxes, end = boxes_of(keys, with_speakers(traces, statements), width, rows.end + 26)
    with sheet(end / 72, width) as (figure, axes):
        box = plt.Rectangle((columns[0].left, first - 5), columns[0].wide - 4, rows.end - first + 5)
        box.set(facecolor=BAND, linewidth=0, zorder=-1)
        axes.add_patch(box)
        draw_key(axes, key)
        axes.plot([2, right], [top] * 2, color=INK, linewidth=0.8)
        draw_rows(axes, rows, width, {})
        for column in columns:
            draw_head(axes, column, first, colour, shape)
        for row, x, down in marks_of(statements, placed, columns):
            draw_statement(axes, row, (x, rows.middles[row.speaker] + PITCH[wide] * down - 2), colour, shape)
        draw_boxes(axes, boxes, colour)
        return to_svg(figure)


def in_lines(own: pd.DataFrame, wide: float, width: float) -> list[list[tuple[Any, float]]]:
    """Return the statements of a speaker in a column of so many points, in lines, each with its place from the left."""
    lines: list[list[tuple[Any, float]]] = [[]]
    x = 0.0
    told = own.assign(told=numbered(own["behind"]))
    for row in told.itertuples():
        long = max(STEP[width == WIDE], width_of(row.told, "bold") + 17 if row.told else 0)
        if lines[-1] and x + long - 5 > wide:
            lines.append([])
            x = 0.0
        lines[-1].append((row, x))
        x += long
    return lines


def marks_of(
    statements: pd.DataFrame, placed: Mapping[tuple, list[list[tuple[Any, float]]]], columns: list[Column]
) -> Iterator[tuple[Any, float, float]]:
    """Yield each statement in the order of the record, its place from the left, and how many lines below the middle."""
    most: dict[str, int] = {}
    for (speaker, _), lines in placed.items():
        most[speaker] = max(len(lines), most.get(speaker, 0))
    found = {
        row.message_id: (row, column.left + 6 + x, number - (most[row.speaker] - 1) / 2)
        for column in columns
        for (_, fate), lines in placed.items()
        if fate == column.fate
        for number, line in enumerate(lines)
        for row, x in line
    }
    yield from (found[key] for key in statements["message_id"])


def key_of(statements: pd.DataFrame, right: float) -> list[tuple[float, float, str, Extent | None]]:
    """Return where the words on calls stand, with the bars before them: how many are answered how far."""
    calls = statements[statements["call"]]
    entries: list[tuple[str, Extent | None]] = [(LEAD, None)]
    entries += [(f"{WORDS[extent]} ({(calls['met'] == degree).sum()})", extent) for degree, extent in MET.items()]
    found, x, y = [], 2.0, 8.0
    for told, extent in entries:
        wide = width_of(told) + (20 if extent else 10)
        if x + wide > right:
            x, y = 2.0, y + 15
        found.append((x, y, told, extent))
        x += wide + 8
    return found


def draw_key(axes: plt.Axes, key: list[tuple[float, float, str, Extent | None]]) -> None:
    """Draw what the bars below calls mean."""
    for x, y, told, extent in key:
        if extent:
            draw_underline(axes, x + 7, y, extent)
        axes.text(x + (18 if extent else 0), y, told, va="center")


def draw_head(axes: plt.Axes, column: Column, top: float, colour: str, shape: str) -> None:
    """Draw the head of a column: the mark of its statements, how many there are, and what became of them."""
    extent, own, size = look_of(column.fate, colour)
    draw_mark(axes, column.left + 6, top + WORDED / 2, extent, colour=own, shape=shape, size=size)
    for number, line in enumerate(column.head):
        axes.text(column.left + INDENT, top + WORDED * (number + 0.5), line, va="center", fontweight="bold")


def look_of(fate: str, colour: str) -> tuple[Extent, str, float]:
    """Return how a statement is drawn by its fate: how its mark is filled, its colour and its size."""
    return (FATES[fate][0], MUTED, LESS) if fate == "none" else (FATES[fate][0], colour, SIZE)


def draw_statement(axes: plt.Axes, row, place: tuple[float, float], colour: str, shape: str) -> None:
    """Draw the mark of a statement with the number of its key message, and for a call the bar below."""
    (x, y), gid = place, record("message", row.message_id)
    extent, own, size = look_of(row.fate, colour)
    draw_mark(axes, x, y, extent, colour=own, shape=shape, size=size, gid=gid)
    if row.told:
        axes.text(x + BESIDE, y, row.told, va="center", color=colour, fontweight="bold", gid=gid)
    if row.call:
        draw_underline(axes, x, y + 9, MET[row.met], gid)


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
        f"Calls, which have a bar below: {words.number(int(calls.sum()))}, {met_in_words(statements[calls])}. "
        f"Calls behind no key message: {words.number(int(left.sum()))}, {met_in_words(statements[left])}."
    )


def met_in_words(calls: pd.DataFrame) -> str:
    """Return how many calls the resolution answers, on some points, and in part."""
    counts = (int((calls["met"] == match).sum()) for match in [*MET][:3])
    whole, some, partly = (words.number(count) if count else "none" for count in counts)
    return f"of which answered in the resolution: {whole}, on some points: {some}, and in part: {partly}"
