"""Calls against paragraphs: who asked for a subject, and how much the outcome does about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd

from wsis20 import words
from wsis20.colours import MUTED, REGION_COLOURS, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.marks import draw as draw_mark
from wsis20.figures.rows import draw_rows, laid_out
from wsis20.figures.style import WIDE, both, fitted, record, region_style, sheet, to_svg, width_of

APART = 19.5  # points from mark to mark


def subjects(
    name: str,
    title: str,
    caption: str,
    calls: pd.DataFrame,
    counts: pd.Series,
    groups: Mapping[str, Sequence[str]],
    keys: Mapping[str, str],
) -> Figure:
    """Draw for each subject the calls that ask for it, a mark each, and a bar for the provisions that act on it.

    ``calls`` has message_id, theme, region and region_order, one row per theme of a call; ``counts`` is the number of
    parts by theme; ``groups`` has the themes by headings, in the order of the drawing; ``keys`` are their identifiers,
    by name.
    """
    order = [theme for rows in groups.values() for theme in rows]
    asked = calls["theme"].value_counts()
    data = pd.DataFrame(
        {
            "theme": order,
            "calls": [int(asked.get(theme, 0)) for theme in order],
            "provisions": [int(counts.get(theme, 0)) for theme in order],
        }
    )
    told = [
        f"{row.theme}: {words.count(row.calls, 'call')} and {words.count(row.provisions, 'provision')}"
        for row in data.itertuples()
    ]
    alt = f"Rows of subjects, marks for calls and bars for the outcome. {'; '.join(told)}."
    drawings = both(partial(draw, calls, counts, groups, keys))
    return Figure(name, caption, alt, data, title=title, **drawings)


def draw(
    calls: pd.DataFrame,
    counts: pd.Series,
    groups: Mapping[str, Sequence[str]],
    keys: Mapping[str, str],
    width: float,
) -> str:
    """Return the drawing of a width in inches."""
    room, across = (165, 7) if width == WIDE else (104, 4)
    middle = room + APART * across + 8
    scale = (72 * width - middle - 22) / counts.max()
    asked = calls.groupby("theme").size()
    key = placed_key(calls, 72 * width)
    top = max(y for _, y, _, _ in key) + 14
    rows = laid_out(groups, room - 6, top + 28, width, {theme: -(-int(n) // across) for theme, n in asked.items()})
    with sheet((rows.end + 4) / 72, width) as (figure, axes):
        for x, y, region, order in key:
            colour, shape = region_style(order)
            draw_mark(axes, x + 4, y, "full", colour=colour, shape=shape, size=7)
            axes.text(x + 11, y, region, va="center")
        draw_rows(axes, rows, width, {name: record("theme", key) for name, key in keys.items()})
        axes.text(
            room,
            top + 12,
            fitted("Calls on record", middle - room - 8, "bold"),
            va="center",
            fontweight="bold",
            linespacing=1,
        )
        heading = fitted("Provisions that act on it", 72 * width - middle, "bold")
        axes.text(middle, top + 12, heading, va="center", fontweight="bold", linespacing=1)
        for theme, y in rows.middles.items():
            own, count = calls[calls["theme"] == theme], int(counts.get(theme, 0))
            lines = -(-len(own) // across)
            for place, row in enumerate(own.itertuples()):
                colour, shape = region_style(row.region_order)
                gid = record("message", row.message_id, round(y))
                x = room + 6 + APART * (place % across)
                down = y + 20 * (place // across - (lines - 1) / 2)
                draw_mark(axes, x, down, "full", colour=colour, shape=shape, gid=gid)
            if own.empty:
                axes.text(room + 2, y, "none", va="center", color=MUTED)
            axes.barh(y, count * scale, left=middle, height=10, color=REGION_COLOURS[0])
            axes.plot([middle, middle], [y - 5, y + 5], color=RULE, linewidth=0.8)
            axes.text(middle + count * scale + 3, y, str(count) if count else "none", va="center", color=MUTED)
        return to_svg(figure)


def placed_key(calls: pd.DataFrame, room: float) -> list[tuple[float, float, str, int]]:
    """Return where the name of each region stands above the drawing, in lines of ``room`` points, and its order."""
    found, x, y = [], 2.0, 8.0
    for order, region in sorted(set(zip(calls["region_order"], calls["region"], strict=True))):
        wide = 11 + width_of(region) + 14
        if x + wide > room and x > 2:
            x, y = 2.0, y + 15
        found.append((x, y, region, int(order)))
        x += wide
    return found
