"""Counts as horizontal bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from math import ceil
from types import MappingProxyType

import pandas as pd

from wsis20 import words
from wsis20.colours import MUTED
from wsis20.figures.figure import Figure
from wsis20.figures.marks import Counted, Look, draw_count, draw_key, key_height
from wsis20.figures.rows import LEAST, LINE, draw_rows, laid_out
from wsis20.figures.style import NARROW, WIDE, both, fitted, record, sheet, to_svg, width_of

NAMES = {WIDE: 170, NARROW: 96}  # points for names at most
BEHIND = {WIDE: 215, NARROW: 104}  # points for what stands behind the longest bar at most


def bars(
    name: str,
    title: str,
    caption: str,
    values: pd.DataFrame,
    what: str,
    rows: tuple[str, str] | None = None,
    *,
    looks: Mapping[Look, str] = MappingProxyType({}),
    further: Mapping[str, str] = MappingProxyType({}),
) -> Figure:
    """Draw one horizontal bar per row, with the value and a remark at its end.

    ``values`` has the columns label, remark and value (whole numbers), in the order of the rows; ``person_id`` where a
    row stands for a speaker; and ``group`` where rows stand in groups, each under its name with its sum. ``what`` names
    in the singular what is counted, and ``rows`` one row and several where the name of a group says how many it has.
    Where ``values`` has look, bars differ by it, and ``looks`` says in the key what a look means. ``further`` has by
    the name of a group what its heading says behind the sum.
    """
    heads = sums(values, what, rows, further)
    parts = [
        f"{row.label}{row.remark and f' ({row.remark})'}: {words.count(int(row.value), what)}"
        for row in values.itertuples()
    ]
    of_look = [
        f"{words.capital(meaning)}: {words.listing(list(values.loc[values['look'] == look, 'label']))}"
        for look, meaning in looks.items()
    ]
    told = f"Horizontal bars. {'; '.join([*heads, *parts])}. {''.join(f'{said}. ' for said in of_look)}".strip()
    data = values.drop(columns=["look", "person_id"], errors="ignore")
    key = [Counted(meaning, look) for look, meaning in looks.items()]
    return Figure(name, caption, told, data, title=title, **both(partial(draw, values, heads, key)))


def sums(values: pd.DataFrame, what: str, rows: tuple[str, str] | None, further: Mapping[str, str]) -> list[str]:
    """Return each group with its sum, and with the number of its rows where that is told; nothing without groups."""
    if "group" not in values:
        return []
    return [
        f"{group}: {words.count(len(own), *rows)}, {words.count(int(own['value'].sum()), what)}"
        if rows
        else f"{group}: {own['value'].sum()}{further.get(group, '')}"
        for group, own in values.groupby("group", sort=False)
    ]


def draw(values: pd.DataFrame, told_of_groups: list[str], key: Sequence[Counted], width: float) -> str:
    """Return the drawing of a width in inches."""
    groups = [own for _, own in values.groupby("group", sort=False)] if "group" in values else [values]
    heads = dict(zip(told_of_groups or [""], ([*own["label"]] for own in groups), strict=True))
    room = min(max(width_of(label) for label in values["label"]) + 4, NAMES[width])
    left = room + 10
    longest = max(width_of(behind(row, 72 * width)) for row in values.itertuples()) + 10
    scale = (72 * width - left - min(longest, BEHIND[width])) / values["value"].max()
    told = {row.label: behind(row, 72 * width - left - row.value * scale - 7) for row in values.itertuples()}
    lines = {label: ceil(LINE * len(text.splitlines()) / LEAST[width == WIDE]) for label, text in told.items()}
    top = key_height(key, 72 * width) + (6 if key else 0) - (4 if told_of_groups else 0)
    rows = laid_out(heads, room, top, width, lines)
    gids = {row.label: record("speaker", row.person_id) for row in values.itertuples() if "person_id" in values}
    with sheet((rows.end + 1) / 72, width) as (figure, axes):
        draw_key(axes, key, 72 * width)
        draw_rows(axes, rows, width, gids)
        for row in values.itertuples():
            y, long = rows.middles[row.label], row.value * scale
            draw_count(axes, left, long, y, getattr(row, "look", "full"), gid=gids.get(row.label))
            axes.text(left + long + 5, y, told[row.label], va="center", color=MUTED, linespacing=1)
        return to_svg(figure)


def behind(row, room: float) -> str:
    """Return the value and the remark of a row in lines of so many points."""
    return fitted(f"{row.value} · {row.remark}" if row.remark else str(row.value), room)
