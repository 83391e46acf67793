"""From what was said to what was decided: all statements, the few key messages, and all paragraphs of the outcome.

Every mark is a statement or a paragraph. Its shape and colour say by which way the one came to the other: through the
summary, near it, past it, or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Literal

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from wsis20 import words
from wsis20.colours import BAND, INK, MUTED
from wsis20.figures.figure import Figure
from wsis20.figures.marks import LESS, SIZE, Entry, draw_key, key_height
from wsis20.figures.marks import draw as draw_mark
from wsis20.figures.style import WIDE, both, fitted, record, region_style, sheet, to_svg

Way = Literal["through", "near", "past", "neither"]
WAYS: tuple[Way, ...] = ("through", "near", "past", "neither")
STAGES = ("said", "summed", "decided")
PITCH = {True: 17.0, False: 19.6}  # points from mark to mark: at least 24 pixels, on a phone of 360 too
COLUMNS = {True: {"said": 8, "decided": 10}, False: {"said": 14, "decided": 13}}
LEFT = {"said": 3.0, "summed": 160.0, "decided": 303.0}  # points to the parts of the wide drawing
BOX = 127.0  # points across a key message in the wide drawing
LARGE, LINE, HEAD, GAP = 22, 10.6, 34.0, 18.0  # points of a number, from line to line, of a head, and between two parts


def journey(
    name: str,
    title: str,
    caption: str,
    said: pd.DataFrame,
    keys: pd.DataFrame,
    decided: pd.DataFrame,
    lines: pd.DataFrame,
    heads: Mapping[str, str],
    meanings: Mapping[str, Mapping[Way, str]],
    order: int,
) -> Figure:
    """Draw statements and paragraphs as marks, and between them the key messages as boxes.

    ``said`` has message_id and way, one of `WAYS`; ``keys`` message_id, paraphrase and fate, some words on what became
    of it; ``decided`` provision_id and way, in the order of the document; ``lines`` statement_id and key_message_id.
    ``heads`` says of what each of `STAGES` has so many, and ``meanings`` what each way means of a mark, for the first
    and the last of them. ``order`` is the sort_order of the region, whose colour and mark the first way has.
    """
    said = in_order_of_keys(said, lines, keys)
    drawings = both(partial(draw, said, keys, decided, lines, heads, meanings, order))
    data = pd.concat(
        [
            said.rename(columns={"message_id": "record"}).assign(part="said"),
            keys.rename(columns={"message_id": "record"}).assign(part="summed", way=pd.NA)[["record", "way", "part"]],
            decided.rename(columns={"provision_id": "record"}).assign(part="decided"),
        ],
        ignore_index=True,
    )[["part", "record", "way"]]
    return Figure(name, caption, alt_of(said, keys, decided, heads, meanings), data, title=title, **drawings)


def in_order_of_keys(said: pd.DataFrame, lines: pd.DataFrame, keys: pd.DataFrame) -> pd.DataFrame:
    """Return statements by way, and those with a line by the key message that it leads to, so that no lines cross."""
    place = {key: number for number, key in enumerate(keys["message_id"])}
    first = lines.assign(place=lines["key_message_id"].map(place)).groupby("statement_id")["place"].min()
    return (
        said.assign(by=said["way"].map(WAYS.index), at=said["message_id"].map(first))
        .sort_values(["by", "at"], kind="stable", ignore_index=True)
        .drop(columns=["by", "at"])
    )


def alt_of(
    said: pd.DataFrame,
    keys: pd.DataFrame,
    decided: pd.DataFrame,
    heads: Mapping[str, str],
    meanings: Mapping[str, Mapping[Way, str]],
) -> str:
    """Say in words how many marks of each kind there are."""
    told = []
    for stage, frame in zip(STAGES, (said, keys, decided), strict=True):
        counts = frame["way"].value_counts() if "way" in frame else {}
        ways = [f"{counts.get(way, 0)} {meaning}" for way, meaning in meanings.get(stage, {}).items()]
        fates = [f"{number}, {fate}" for number, fate in enumerate(frame.get("fate", ()), 1)]
        told.append(f"{len(frame)} {heads[stage]}: {'; '.join([*ways, *fates])}")
    return f"{words.capital('. '.join(told))}."


def entries(stage: str, frame: pd.DataFrame, meanings: Mapping[str, Mapping[Way, str]], order: int) -> list[Entry]:
    """Return the key of a part of the drawing, with how many marks are of each kind."""
    colour, shape = region_style(order)
    looks: dict[Way, dict] = {
        "through": {"extent": "full", "colour": colour, "shape": shape},
        "near": {"extent": "dotted", "colour": colour, "shape": shape},
        "past": {"extent": "full", "colour": INK},
        "neither": {"extent": "hollow", "colour": MUTED, "muted": True},
    }
    counts = frame["way"].value_counts()
    return [
        Entry(meaning=f"{counts.get(way, 0)} {meaning}", word="", **looks[way])
        for way, meaning in meanings[stage].items()
    ]


def draw(
    said: pd.DataFrame,
    keys: pd.DataFrame,
    decided: pd.DataFrame,
    lines: pd.DataFrame,
    heads: Mapping[str, str],
    meanings: Mapping[str, Mapping[Way, str]],
    order: int,
    width: float,
) -> str:
    """Return the drawing of a width in inches: its parts beside one another, or below."""
    beside, across = width == WIDE, 72 * width
    room = {
        "said": PITCH[True] * COLUMNS[True]["said"] + 8 if beside else across - 4,
        "summed": BOX if beside else across - 4,
        "decided": across - LEFT["decided"] if beside else across - 4,
    }
    frames = {"said": said, "summed": keys, "decided": decided}
    own_key = {stage: entries(stage, frames[stage], meanings, order) for stage in meanings}
    key_room = {stage: key_height(own, room[stage]) + 8 for stage, own in own_key.items()}
    if beside:
        key_room = dict.fromkeys(STAGES, max(key_room.values()))
    high = {stage: PITCH[beside] * -(-len(frames[stage]) // COLUMNS[beside][stage]) for stage in ("said", "decided")}
    boxes, high["summed"] = boxes_of(keys, room["summed"], high["decided"] if beside else None)
    tops, y = {}, 0.0
    for stage in STAGES:
        tops[stage] = 0.0 if beside else y
        y = (
            max(y, HEAD + key_room[stage] + high[stage])
            if beside
            else y + HEAD + key_room.get(stage, 0) + high[stage] + GAP
        )
    with sheet((y + 2) / 72, width) as (figure, axes):
        placed: dict[str, tuple[float, float]] = {}
        for stage in STAGES:
            left, top = LEFT[stage] if beside else 2.0, tops[stage]
            draw_head(axes, len(frames[stage]), heads[stage], left, top, room[stage])
            if stage in own_key:
                draw_key(axes, own_key[stage], room[stage], left - 3, top + HEAD)
            below = top + HEAD + key_room.get(stage, 0)
            if stage == "summed":
                draw_boxes(axes, boxes, left, below, room[stage], region_style(order)[0])
            else:
                placed |= draw_marks(axes, stage, frames[stage], left, below, order, beside=beside)
        if beside:
            middles = {box["key"]: HEAD + key_room["summed"] + box["y"] + box["height"] / 2 for box in boxes}
            for row in lines.itertuples():
                draw_line(axes, placed[row.statement_id], (LEFT["summed"], middles[row.key_message_id]), order)
        return to_svg(figure)


def draw_head(axes: plt.Axes, count: int, head: str, left: float, top: float, room: float) -> None:
    """Draw how many there are in large type, and of what beside it."""
    axes.text(left - 1, top + HEAD / 2 - 3, str(count), va="center", fontsize=LARGE, fontweight="bold")
    start = left + 6 + 14.5 * len(str(count))
    axes.text(start, top + HEAD / 2 - 3, fitted(head, left + room - start), va="center", linespacing=1.05)


def draw_marks(
    axes: plt.Axes, stage: str, frame: pd.DataFrame, left: float, top: float, order: int, *, beside: bool
) -> dict[str, tuple[float, float]]:
    """Draw the marks of a part and return the places: paragraphs by line, and statements from the right, by column.

    So those with a line stand next to where it leads; on a phone they stand first.
    """
    columns, pitch = COLUMNS[beside][stage], PITCH[beside]
    rows = -(-len(frame) // columns)
    colour, shape = region_style(order)
    kind, key = ("message", "message_id") if stage == "said" else ("provision", "provision_id")
    placed = {}
    for number, (own, way) in enumerate(zip(frame[key], frame["way"], strict=True)):
        across, down = number % columns, number // columns
        if stage == "said" and beside:
            across, down = columns - 1 - number // rows, number % rows
        x, y = left + pitch * (across + 0.5), top + pitch * (down + 0.5)
        gid = None if stage == "decided" and way == "neither" else record(kind, own)  # nothing to read there
        if way == "through":
            draw_mark(axes, x, y, "full", colour=colour, shape=shape, gid=gid)
        elif way == "near":
            draw_mark(axes, x, y, "dotted", colour=colour, shape=shape, gid=gid)
        elif way == "past":
            draw_mark(axes, x, y, "full", size=SIZE + 1, gid=gid)
        else:
            draw_mark(axes, x, y, "hollow", colour=MUTED, size=LESS, gid=gid)
        placed[own] = (x, y)
    return placed


def boxes_of(keys: pd.DataFrame, room: float, high: float | None) -> tuple[list[dict], float]:
    """Return the boxes of the key messages below one another, and how high they are: as ``high``, if it is given."""
    found = []
    for row in keys.itertuples():
        text, fate = fitted(row.paraphrase, room - 14), fitted(row.fate, room - 14, "bold")
        found.append({"key": row.message_id, "text": text, "fate": fate, "behind": 0})
    heights = [LINE * (len(box["text"].splitlines()) + len(box["fate"].splitlines())) + 13 for box in found]
    spare = max(0.0, high - sum(heights)) if high else 0.0
    between = max(6.0, spare / max(1, len(found) - 1))
    y = 0.0
    for box, height in zip(found, heights, strict=True):
        box |= {"y": y, "height": height}
        y += height + between
    return found, y - between


def draw_boxes(axes: plt.Axes, boxes: list[dict], left: float, top: float, room: float, colour: str) -> None:
    """Draw the key messages, each with its words and what became of it."""
    for box in boxes:
        gid, y = record("message", box["key"]), top + box["y"]
        axes.add_patch(
            plt.Rectangle((left, y), room, box["height"], facecolor=BAND, edgecolor=colour, linewidth=1, gid=gid)
        )
        axes.text(left + 7, y + 6, box["text"], va="top", linespacing=1.1, gid=gid)
        axes.text(
            left + 7, y + box["height"] - 5, box["fate"], va="bottom", linespacing=1.1, fontweight="bold", gid=gid
        )


def draw_line(axes: plt.Axes, start: tuple[float, float], end: tuple[float, float], order: int) -> None:
    """Draw the line from a statement to the key message whose point it makes."""
    (x, y), (to_x, to_y) = start, end
    middle = (x + 6 + to_x) / 2
    path = Path([(x + 6, y), (middle, y), (middle, to_y), (to_x, to_y)], [Path.MOVETO, *[Path.CURVE4] * 3])
    axes.add_patch(PathPatch(path, facecolor="none", edgecolor=region_style(order)[0], linewidth=1.1, zorder=0))
