"""Calls against paragraphs: who asked for a subject, and how much the resolution does about it."""

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
SIZES = {"key message": 8.0, "statement": 4.5}  # points across the mark of a call, by the layer that it is of


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

    ``calls`` has message_id, theme, layer, region and region_order, one row per theme of a call. The mark of a call in
    a key message is large and that of one in a statement small, as a key says. ``counts`` is the number of parts by
    theme; ``groups`` has the themes by headings, in the order of the drawing; ``keys`` are their identifiers, by name.
    """
    order = [theme for rows in groups.values() for theme in rows]
    asked, stated = (own["theme"].value_counts() for own in (calls, calls[calls["layer"] == "statement"]))
    heads = {theme: head for head, rows in groups.items() for theme in rows}
    data = pd.DataFrame(
        {
            "theme": order,
            "group": [heads[theme] for theme in order],
            "calls": [int(asked.get(theme, 0)) for theme in order],
            "calls_in_statements": [int(stated.get(theme, 0)) for theme in order],
            **{f"{region}, calls in a {layer}": own for (region, layer), own in of_regions(calls, order).items()},
            "provisions": [int(counts.get(theme, 0)) for theme in order],
        }
    )
    told = [
        f"{row.theme}: {words.count(row.calls, 'call')}{in_statements(row)}"
        f" and {words.count(row.provisions, 'provision')}"
        for row in data.itertuples()
    ]
    alt = f"Rows of subjects, marks for calls and bars for the resolution. {'; '.join(told)}."
    drawings = both(partial(draw, calls, counts, groups, keys))
    return Figure(name, caption, alt, data, title=title, **drawings)


def of_regions(calls: pd.DataFrame, order: Sequence[str]) -> dict[tuple[str, str], list[int]]:
    """Return the numbers of the calls of each region for each subject, by region and layer, as they are drawn."""
    found = calls.groupby(["region_order", "region", "layer"], observed=True)
    return {
        (region, layer): [int((own["theme"] == theme).sum()) for theme in order] for (_, region, layer), own in found
    }


def in_statements(row) -> str:
    """Return how many calls for a subject are in statements, nothing where none is."""
    return f" ({words.number(row.calls_in_statements)} in statements)" if row.calls_in_statements else ""


def draw(
    calls: pd.DataFrame,
    counts: pd.Series,
    groups: Mapping[str, Sequence[str]],
    keys: Mapping[str, str],
    width: float,
) -> str:
    """Return the drawing of a width in inches."""
    room, across = (204, 7) if width == WIDE else (104, 4)
    middle = room + APART * across + 8
    scale = (72 * width - middle - 22) / counts.max()
    asked = calls.groupby("theme").size()
    key = placed_key(calls, 72 * width)
    sized = max(y for _, y, _, _ in key) + 15
    top = sized + 14
    heading = fitted("Provisions that act on it", 72 * width - middle, "bold")
    high = 11 * len(heading.splitlines())
    rows = laid_out(
        groups, room - 6, top + high + 6, width, {theme: -(-int(n) // across) for theme, n in asked.items()}
    )
    with sheet((rows.end + 4) / 72, width) as (figure, axes):
        for x, y, region, order in key:
            colour, shape = region_style(order)
            draw_mark(axes, x + 4, y, "full", colour=colour, shape=shape, size=7)
            axes.text(x + 11, y, region, va="center")
        x = 2.0
        for layer, size in SIZES.items():
            draw_mark(axes, x + 4, sized, "full", size=size)
            axes.text(x + 11, sized, f"in a {layer}", va="center")
            x += 11 + width_of(f"in a {layer}") + 14
        draw_rows(axes, rows, width, {name: record("theme", key) for name, key in keys.items()})
        axes.text(
            room,
            top + high / 2 + 1,
            fitted("Calls on record", middle - room - 8, "bold"),
            va="center",
            fontweight="bold",
            linespacing=1,
        )
        axes.text(middle, top + high / 2 + 1, heading, va="center", fontweight="bold", linespacing=1)
        for theme, y in rows.middles.items():
            own, count = calls[calls["theme"] == theme], int(counts.get(theme, 0))
            lines = -(-len(own) // across)
            for place, row in enumerate(own.itertuples()):
                colour, shape = region_style(row.region_order)
                gid = record("message", row.message_id, round(y))
                x = room + 6 + APART * (place % across)
                down = y + 20 * (place // across - (lines - 1) / 2)
                draw_mark(axes, x, down, "full", colour=colour, shape=shape, size=SIZES[row.layer], gid=gid)
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
