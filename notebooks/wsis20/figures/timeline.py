"""Events on a time axis."""

from __future__ import annotations

from functools import partial

import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import words
from wsis20.colours import MUTED, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.style import WIDE, both, fitted, record, region_style, sheet, to_svg

NAMES = {True: 250, False: 172}  # points for place, date and region, in the wide and in the narrow drawing
ROW, TOP = 36, 30  # points


def timeline(
    name: str, title: str, caption: str, events: pd.DataFrame, today: pd.Timestamp, today_label: str
) -> Figure:
    """Draw events on a time axis, one row each, from the earliest at the top.

    ``events`` has the columns consultation_id, place, region, region_order, start, end, when (the date in words),
    status (held or planned) and form (empty when not stated). What was held is filled, what was planned on the day
    ``today`` is hollow.
    """
    events = events.sort_values(["start", "place"], ignore_index=True)
    drawings = both(partial(draw, events, today, today_label))
    data = events.drop(columns=["region_order", "consultation_id"])
    return Figure(name, caption, timeline_alt(events, today_label), data, title=title, **drawings)


def draw(events: pd.DataFrame, today: pd.Timestamp, today_label: str, width: float) -> str:
    """Return the drawing of a width in inches."""
    first, last = events["start"].min(), events["end"].max()
    names = NAMES[width == WIDE]

    def across(day: pd.Timestamp) -> float:
        return names + 10 + (72 * width - names - 24) * (day - first) / (last - first)

    end = TOP + ROW * len(events)
    with sheet((end + 16) / 72, width) as (figure, axes):
        axes.plot([across(today)] * 2, [TOP - 10, end], color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)), zorder=0)
        axes.text(across(today) + 4, TOP - 18, today_label, ha="right", va="center", color=MUTED)
        for year in range(first.year + 1, last.year + 1):
            x = across(pd.Timestamp(year, 1, 1))
            axes.plot([x, x], [TOP - 4, end], color=RULE, linewidth=0.6, zorder=0)
            axes.text(x, end + 7, str(year), ha="center", va="center", color=MUTED)
        for row in events.itertuples():
            draw_event(axes, row, across(row.start + (row.end - row.start) / 2), TOP + ROW * row.Index, width)
        return to_svg(figure)


def draw_event(axes: plt.Axes, event, x: float, top: float, width: float) -> None:
    """Draw one row of a timeline: place, region and date at the left, the mark at its date."""
    gid = record("consultation", event.consultation_id)
    colour, mark = region_style(event.region_order)
    face = colour if event.status == "held" else "none"
    axes.plot([2, 72 * width - 2], [top] * 2, color=RULE, linewidth=0.5, zorder=0)
    axes.plot(x, top + ROW / 2, mark, color=colour, markerfacecolor=face, markersize=9, markeredgewidth=1.4, gid=gid)
    axes.text(2, top + 4, event.place, va="top", fontweight="bold", gid=gid)
    told = fitted(f"{event.region}, {event_words(event)}", NAMES[width == WIDE])
    axes.text(2, top + 15, told, va="top", color=MUTED, linespacing=0.95)


def event_words(event) -> str:
    """Return date, form and, where it is not that it was held, status of an event."""
    return ", ".join(part for part in (event.when, event.form, event.status if event.status != "held" else "") if part)


def timeline_alt(events: pd.DataFrame, today_label: str) -> str:
    """Say in words what the timeline shows."""
    parts = [f"{row.place} ({row.region}): {event_words(row)}" for row in events.itertuples()]
    before = int((events["status"] == "held").sum())
    verb = "lies" if before == 1 else "lie"
    return (
        f"A timeline with {words.count(len(events), 'row')}, the earliest first. {'; '.join(parts)}. "
        f"A dashed line marks the {today_label}; {words.number(before)} of them {verb} before it."
    )
