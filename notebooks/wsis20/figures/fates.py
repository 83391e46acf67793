"""Fates: calls in rows, in words, each with its mark in the column of what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import cast

import matplotlib.pyplot as plt
import pandas as pd

from wsis20.colours import MUTED, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.grid import (
    INDENT,
    WORDS,
    Column,
    draw_absence,
    head_columns,
    laid_across,
    room_of_heads,
)
from wsis20.figures.marks import SIZE, Entry, Extent
from wsis20.figures.marks import draw as draw_mark
from wsis20.figures.rows import LEAST, LINE, draw_rows, laid_out
from wsis20.figures.style import NARROW, WIDE, both, fitted, record, region_style, sheet, to_svg, width_of

NAMES = 178  # points for the words of rows at most, in the wide drawing
HEADING, HEAD, APART = 21, 18, 5  # points for the heading of a list, before its words, and between two notes


def fates(
    name: str,
    title: str,
    caption: str,
    calls: pd.DataFrame,
    regions: pd.DataFrame,
    key: Sequence[Entry],
    of: str = "message",
) -> Figure:
    """Draw what became of calls: a row for each, with a mark in one of the columns that ``key`` names.

    ``calls`` has message_id, region, region_order, number, label, which says whose it is, told, which is what it asks
    in a few words, and extent, that of one entry of ``key``. ``regions`` has region, group, heading, absent and note,
    in the order of the rows: rows of a group stand below its heading, a note that is not empty stands below the last
    call of its region, and a region without a call has a row that says why. ``of`` is the kind of the records; calls
    of positions stand by document in place of region. Raises `KeyError` where an extent has no entry, and `ValueError`
    where two calls have the same words.
    """
    heads = {entry.extent: entry.named for entry in key}
    places = {region: place for place, region in enumerate(regions["region"])}
    calls = calls.sort_values("region", key=lambda own: own.map(places), kind="stable", ignore_index=True)
    calls = calls.assign(
        match=[heads[extent] for extent in calls["extent"]],
        row=calls["label"] + ": " + calls["told"],
        gid=[record(of, key) for key in calls["message_id"]],
    )
    if not calls["row"].is_unique:
        raise ValueError(f"{name}: two calls bear the words {calls.loc[calls['row'].duplicated(), 'row'].iloc[0]!r}")
    data = calls[["region", "number", "told", "match"]].rename(columns={"told": "call", "match": "closest_match"})
    drawings = both(partial(draw, calls, regions, key))
    return Figure(name, caption, alt_of(calls, regions), data, title=title, **drawings)


def in_groups(calls: pd.DataFrame, regions: pd.DataFrame) -> dict[str, list[str]]:
    """Return the rows by the headings of their groups, which say how many calls are of each."""
    rows = {region: list(own) for region, own in calls.groupby("region", sort=False)["row"]}
    return {
        f"{heading}: {calls['region'].isin(own).sum()}": [row for region in own for row in rows.get(region, [region])]
        for heading, own in regions.groupby("heading", sort=False)["region"]
    }


def draw(calls: pd.DataFrame, regions: pd.DataFrame, key: Sequence[Entry], width: float) -> str:
    """Return the drawing of a width in inches: columns where there is room for them, and else a list for each."""
    return (draw_columns if width == WIDE else draw_lists)(calls, regions, key)


def draw_columns(calls: pd.DataFrame, regions: pd.DataFrame, key: Sequence[Entry]) -> str:
    """Return the wide drawing: a row for each call, and a mark in the column of its closest match."""
    right, groups = 72 * WIDE - 2, in_groups(calls, regions)
    room = min(max(width_of(row) for own in groups.values() for row in own) + 8, NAMES)
    columns = laid_across([entry.named for entry in key], {}, room, right - 2, indent=INDENT)
    entries = {entry.named: entry for entry in key}
    last = dict(calls.drop_duplicates("region", keep="last")[["region", "row"]].itertuples(index=False, name=None))
    noted = regions[regions["note"] != ""]
    notes = {last.get(row.region, row.region): fitted(row.note, right - room) for row in noted.itertuples()}
    below = {row: WORDS * len(note.splitlines()) + 3 for row, note in notes.items()}
    top = room_of_heads(columns, entries)
    rows = laid_out(groups, room - 6, top, WIDE, {row: 1 + high / LEAST[True] for row, high in below.items()})
    records = calls.set_index("row")["gid"].to_dict()
    with sheet((rows.end + 4) / 72, WIDE) as (figure, axes):
        head_columns(axes, columns, top, entries)
        draw_rows(axes, rows, WIDE, records)
        counts = {y: calls[calls["row"].isin(groups[head])]["match"].value_counts() for head, y in rows.heads.items()}
        draw_sums(axes, columns, {y: own.to_dict() for y, own in counts.items()})
        places = {column.head: column.left + 5 for column in columns}
        for call in calls.itertuples():
            draw_call(axes, call, places[call.match], rows.middles[call.row] - below.get(call.row, 0) / 2)
        for row in regions[~regions["region"].isin(calls["region"])].itertuples():
            draw_absence(axes, room, rows.middles[row.region] - below.get(row.region, 0) / 2, right, row.absent)
        for row, note in notes.items():
            y = rows.ends[row] - below[row] / 2 - 1.5
            axes.text(room, y, note, va="center", linespacing=1)
        return to_svg(figure)


def draw_sums(axes: plt.Axes, columns: Sequence[Column], sums: Mapping[float, Mapping[str, int]]) -> None:
    """Write beside the name of each group, at its height, how many of its messages each column has."""
    for y, counts in sums.items():
        for column in columns:
            if counts.get(column.head):
                axes.text(column.left + INDENT, y, str(counts[column.head]), va="center", fontweight="bold")


def draw_lists(calls: pd.DataFrame, regions: pd.DataFrame, key: Sequence[Entry]) -> str:
    """Return the narrow drawing: under each closest match its calls in words, and below all what is noted."""
    right = 72 * NARROW - 2
    silent = regions[~regions["region"].isin(calls["region"])]
    told = [f"{row.region}: {row.absent}." for row in silent.itertuples()] + [note for note in regions["note"] if note]
    notes = [fitted(note, right - 2) for note in told]
    group_of = regions.set_index("region")["group"]
    lists = [(entry, calls[calls["match"] == entry.named]) for entry in key]
    meanings = {entry.named: fitted(entry.meaning, right - HEAD).splitlines() for entry in key}
    heights = [HEADING + LINE * len(meanings[entry.named]) + LEAST[False] * len(own) for entry, own in lists]
    above, under = sum(heights), sum(LINE * len(note.splitlines()) + APART for note in notes)
    with sheet((above + under + APART) / 72, NARROW) as (figure, axes):
        y = 0.0
        for entry, own in lists:
            draw_mark(axes, 7, y + HEADING / 2, entry.extent, colour=entry.colour)
            counts = own["region"].map(group_of).value_counts(sort=False)
            counted = ", ".join(f"{count} {group}" for group, count in counts.items()) or "0"
            axes.text(HEAD, y + HEADING / 2, f"{entry.named}: {counted}", va="center", fontweight="bold")
            y += HEADING
            for line in meanings[entry.named]:
                axes.text(HEAD, y + LINE / 2 - 2, line, va="center", color=MUTED)
                y += LINE
            for call in own.itertuples():
                draw_call(axes, call, HEAD + 6, y + LEAST[False] / 2, call.row)
                y += LEAST[False]
            axes.plot([2, right], [y + 1] * 2, color=RULE, linewidth=0.5, zorder=0)
        for note in notes:
            high = LINE * len(note.splitlines())
            axes.text(2, y + APART + high / 2, note, va="center", linespacing=1)
            y += high + APART
        return to_svg(figure)


def draw_call(axes: plt.Axes, call, x: float, y: float, told: str = "") -> None:
    """Draw the mark of a call in the colour of its region, with words beside it where there are some."""
    colour, shape = region_style(call.region_order)
    draw_mark(axes, x, y, cast(Extent, call.extent), colour=colour, shape=shape, size=SIZE, gid=call.gid)
    if told:
        axes.text(x + 10, y, fitted(told, 72 * NARROW - x - 12), va="center", linespacing=1, gid=call.gid)


def alt_of(calls: pd.DataFrame, regions: pd.DataFrame) -> str:
    """Say in words what the figure shows."""
    parts = []
    for heading, own in regions.groupby("heading", sort=False):
        told = []
        for region in own.itertuples():
            of_region = calls[calls["region"] == region.region]
            told += [f"{call.row}: {call.match}" for call in of_region.itertuples()]
            told += [f"{region.region}: {region.absent}"] if of_region.empty else []
            told += [region.note.rstrip(".")] if region.note else []
        parts.append(f"{heading}. {'; '.join(told)}.")
    return f"Calls by what became of each. {' '.join(parts)}"
