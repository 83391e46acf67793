"""Counts as horizontal bars."""

from __future__ import annotations

from functools import partial
from math import ceil

import pandas as pd

from wsis20 import words
from wsis20.colours import MUTED, REGION_COLOURS
from wsis20.figures.figure import Figure
from wsis20.figures.rows import LEAST, LINE, draw_rows, laid_out
from wsis20.figures.style import NARROW, WIDE, both, fitted, record, sheet, to_svg, width_of

NAMES = {WIDE: 170, NARROW: 96}  # points for names at most
BEHIND = {WIDE: 215, NARROW: 104}  # points for what stands behind the longest bar at most


def bars(
    name: str, title: str, caption: str, values: pd.DataFrame, what: str, rows: tuple[str, str] | None = None
) -> Figure:
    """Draw one horizontal bar per row, with the value and a remark at its end.

    ``values`` has the columns label, remark and value (whole numbers), in the order of the rows; ``person_id`` where a
    row stands for a speaker; and ``group`` where rows stand in groups, each under its name with its sum. ``what`` names
    in the singular what is counted, and ``rows`` one row and several where the name of a group says how many it has.
    """
    heads = sums(values, what, rows)
    parts = [
        f"{row.label}{row.remark and f' ({row.remark})'}: {words.count(int(row.value), what)}"
        for row in values.itertuples()
    ]
    told = f"Horizontal bars. {'; '.join([*heads, *parts])}."
    data = values.drop(columns="person_id", errors="ignore")
    return Figure(name, caption, told, data, title=title, **both(partial(draw, values, heads)))


def sums(values: pd.DataFrame, what: str, rows: tuple[str, str] | None) -> list[str]:
    """Return each group with its sum, and with the number of its rows where that is told; nothing without groups."""
    if "group" not in values:
        return []
    return [
        f"{group}: {words.count(len(own), *rows)}, {words.count(int(own['value'].sum()), what)}"
        if rows
        else f"{group}: {own['value'].sum()}"
        for group, own in values.groupby("group", sort=False)
    ]


def draw(values: pd.DataFrame, told_of_groups: list[str], width: float) -> str:
    """Return the drawing of a width in inches."""
    groups = [own for _, own in values.groupby("group", sort=False)] if "group" in values else [values]
    heads = dict(zip(told_of_groups or [""], ([*own["label"]] for own in groups), strict=True))
    room = min(max(width_of(label) for label in values["label"]) + 4, NAMES[width])
    left = room + 10
    longest = max(width_of(behind(row, 72 * width)) for row in values.itertuples()) + 10
    scale = (72 * width - left - min(longest, BEHIND[width])) / values["value"].max()
    told = {row.label: behind(row, 72 * width - left - row.value * scale - 7) for row in values.itertuples()}
    lines = {label: ceil(LINE * len(text.splitlines()) / LEAST[width == WIDE]) for label, text in told.items()}
    rows = laid_out(heads, room, -4 if told_of_groups else 0, width, lines)
    gids = {row.label: record("speaker", row.person_id) for row in values.itertuples() if "person_id" in values}
    with sheet((rows.end + 1) / 72, width) as (figure, axes):
        draw_rows(axes, rows, width, gids)
        for row in values.itertuples():
            y, long = rows.middles[row.label], row.value * scale
            axes.barh(y, long, left=left, height=11, color=REGION_COLOURS[0], gid=gids.get(row.label))
            axes.text(left + long + 5, y, told[row.label], va="center", color=MUTED, linespacing=1)
        return to_svg(figure)


def behind(row, room: float) -> str:
    """Return the value and the remark of a row in lines of so many points."""
    return fitted(f"{row.value} · {row.remark}" if row.remark else str(row.value), room)
