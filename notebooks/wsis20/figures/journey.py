"""From what was said to what was decided: all statements, the few key messages, and all paragraphs of the outcome.

Every mark is a statement or a paragraph. Its shape and colour say by which way the one came to the other: through the
summary, near it, past it, or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any, Literal

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
SIZES: Mapping[Way, float] = MappingProxyType({"past": SIZE + 1, "neither": LESS})  # points across a mark, else `SIZE`
PITCH = {True: 17.0, False: 19.6}  # points from mark to mark: at least 24 pixels, on a phone of 360 too
COLUMNS = {True: {"said": 8, "decided": 10}, False: {"said": 14, "decided": 13}}
LEFT = {"said": 3.0, "summed": 160.0, "decided": 303.0}  # points to the stages of the wide drawing
BOX = 127.0  # points across a key message in the wide drawing
LARGE, LINE, HEAD, GAP = 22, 10.6, 34.0, 18.0  # points of a number, from line to line, of a head, and between stages


@dataclass(frozen=True)
class Stage:
    """A part of the drawing: its records, of what there are so many, and what each way means of a mark.

    ``frame`` has record, the identifier of a ``kind``, and way; that of the key messages has paraphrase and fate.
    """

    kind: str
    frame: pd.DataFrame
    head: str
    meanings: Mapping[Way, str]


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
    The stages are said, summed and decided: ``heads`` says of what each has so many, and ``meanings`` what each way
    means of a mark, for the first and the last. ``order`` is the sort_order of the region, whose colour and mark the
    first way has.
    """
    frames = {
        "said": ("message", in_order_of_keys(said, lines, keys)),
        "summed": ("message", keys),
        "decided": ("provision", decided),
    }
    stages = {
        stage: Stage(kind, frame.rename(columns={f"{kind}_id": "record"}), heads[stage], meanings.get(stage, {}))
        for stage, (kind, frame) in frames.items()
    }
    data = pd.concat(
        [own.frame.reindex(columns=["record", "way"]).assign(part=stage) for stage, own in stages.items()],
        ignore_index=True,
    )
    drawings = both(partial(draw, stages, lines, order))
    return Figure(name, caption, alt_of(stages), data[["part", "record", "way"]], title=title, **drawings)


def in_order_of_keys(said: pd.DataFrame, lines: pd.DataFrame, keys: pd.DataFrame) -> pd.DataFrame:
    """Return statements by way, and those with a line by the key message that it leads to, so that no lines cross."""
    place = {key: number for number, key in enumerate(keys["message_id"])}
    first = lines.assign(place=lines["key_message_id"].map(place)).groupby("statement_id")["place"].min()
    return (
        said.assign(by=said["way"].map(WAYS.index), at=said["message_id"].map(first))
        .sort_values(["by", "at"], kind="stable", ignore_index=True)
        .drop(columns=["by", "at"])
    )


def alt_of(stages: Mapping[str, Stage]) -> str:
    """Say in words how many marks of each kind there are."""
    told = []
    for stage in stages.values():
        fates = [f"{number}, {fate}" for number, fate in enumerate(stage.frame.get("fate", ()), 1)]
        told.append(f"{len(stage.frame)} {stage.head}: {'; '.join([*counted(stage).values(), *fates])}")
    return f"{words.capital('. '.join(told))}."


def counted(stage: Stage) -> dict[Way, str]:
    """Return by way how many marks of a stage have it, with what it means."""
    counts = stage.frame["way"].value_counts() if stage.meanings else {}
    return {way: f"{counts.get(way, 0)} {meaning}" for way, meaning in stage.meanings.items()}


def looks(order: int) -> dict[Way, dict[str, Any]]:
    """Return extent, colour and shape of the mark of each way."""
    colour, shape = region_style(order)
    return {
        "through": {"extent": "full", "colour": colour, "shape": shape},
        "near": {"extent": "dotted", "colour": colour, "shape": shape},
        "past": {"extent": "full", "colour": INK},
        "neither": {"extent": "hollow", "colour": MUTED},
    }


def entries(stage: Stage, order: int) -> list[Entry]:
    """Return the key of a stage."""
    look = looks(order)
    return [Entry(meaning=told, word="", muted=way == "neither", **look[way]) for way, told in counted(stage).items()]


def draw(stages: Mapping[str, Stage], lines: pd.DataFrame, order: int, width: float) -> str:
    """Return the drawing of a width in inches: its stages beside one another, or below."""
    beside, across = width == WIDE, 72 * width
    room = dict.fromkeys(stages, across - 4)
    if beside:
        room = {"said": PITCH[True] * COLUMNS[True]["said"] + 8, "summed": BOX, "decided": across - LEFT["decided"]}
    keys = {name: entries(stage, order) for name, stage in stages.items()}
    key_room = {name: key_height(own, room[name]) + 8 if own else 0.0 for name, own in keys.items()}
    if beside:
        key_room = dict.fromkeys(stages, max(key_room.values()))
    high = {name: PITCH[beside] * -(-len(stages[name].frame) // columns) for name, columns in COLUMNS[beside].items()}
    boxes, high["summed"] = boxes_of(stages["summed"].frame, room["summed"], high["decided"] if beside else 0)
    needed = {name: HEAD + key_room[name] + high[name] for name in stages}
    tops, end = dict.fromkeys(stages, 0.0), max(needed.values())
    if not beside:
        end = 0.0
        for name in stages:
            tops[name] = end
            end += needed[name] + GAP
    with sheet((end + 2) / 72, width) as (figure, axes):
        placed: dict[str, tuple[float, float]] = {}
        for name, stage in stages.items():
            left, top = LEFT[name] if beside else 2.0, tops[name]
            draw_head(axes, len(stage.frame), stage.head, left, top, room[name])
            draw_key(axes, keys[name], room[name], left - 3, top + HEAD)
            below = top + HEAD + key_room[name]
            if name == "summed":
                draw_boxes(axes, boxes, left, below, room[name], region_style(order)[0])
            else:
                placed |= draw_marks(axes, stage, left, below, order, COLUMNS[beside][name], beside=beside)
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
    axes: plt.Axes, stage: Stage, left: float, top: float, order: int, columns: int, *, beside: bool
) -> dict[str, tuple[float, float]]:
    """Draw the marks of a stage and return the places: paragraphs by line, and statements from the right, by column.

    So those with a line stand next to where it leads; on a phone they stand first.
    """
    look, pitch, rows = looks(order), PITCH[beside], -(-len(stage.frame) // columns)
    from_right = beside and stage.kind == "message"
    placed = {}
    for number, (own, way) in enumerate(zip(stage.frame["record"], stage.frame["way"], strict=True)):
        across, down = number % columns, number // columns
        if from_right:
            across, down = columns - 1 - number // rows, number % rows
        x, y = left + pitch * (across + 0.5), top + pitch * (down + 0.5)
        # a paragraph that answers nothing leads nowhere that a reader asks for
        gid = None if stage.kind == "provision" and way == "neither" else record(stage.kind, own)
        draw_mark(axes, x, y, **look[way], size=SIZES.get(way, SIZE), gid=gid)
        placed[own] = (x, y)
    return placed


def boxes_of(keys: pd.DataFrame, room: float, high: float) -> tuple[list[dict], float]:
    """Return the boxes of the key messages below one another, and how high they are: ``high``, if they are less."""
    found = []
    for row in keys.itertuples():
        text, fate = fitted(row.paraphrase, room - 14), fitted(row.fate, room - 14, "bold")
        height = LINE * (len(text.splitlines()) + len(fate.splitlines())) + 13
        found.append({"key": row.record, "text": text, "fate": fate, "height": height})
    spare = high - sum(box["height"] for box in found)
    between = max(6.0, spare / max(1, len(found) - 1))
    y = 0.0
    for box in found:
        box["y"] = y
        y += box["height"] + between
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
