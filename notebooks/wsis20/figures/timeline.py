"""Events on a time axis."""

from __future__ import annotations

from typing import Any

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import words
from wsis20.colours import MUTED
from wsis20.figures.figure import Figure
from wsis20.figures.style import canvas, note, region_style, to_svg, wrap


def timeline(name: str, caption: str, events: pd.DataFrame, today: pd.Timestamp, today_label: str) -> Figure:
    """Draw events on a time axis, one row each, from the earliest at the top.

    ``events`` has the columns place, region, region_order, start, end, when (the date in words), status (held or
    planned) and form (empty when not stated). What was held is filled, what was planned on the day ``today`` is hollow.
    """
    events = events.sort_values(["start", "place"], ignore_index=True)
    middle = events["start"].min() + (events["end"].max() - events["start"].min()) / 2
    with canvas(0.4 * len(events) + 0.8) as (figure, axes):
        for row in events.itertuples():
            draw_event(axes, row, text_after=row.start < middle)
        # The line stops short of the last row, whose words stand to the left of its mark.
        axes.plot(
            [today, today], [-0.6, len(events) - 1.4], color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)), zorder=0
        )
        note(axes, today_label, today, -0.85, 4, "right")
        axes.set_yticks([])
        axes.set_ylim(len(events) - 0.4, -1.2)
        axes.set_xlim(events["start"].min() - pd.Timedelta(days=25), events["end"].max() + pd.Timedelta(days=25))
        locator = mdates.MonthLocator(bymonth=(1, 4, 7, 10))
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator, show_offset=False))
        svg = to_svg(figure)
    return Figure(name, caption, timeline_alt(events, today_label), events.drop(columns="region_order"), svg)


def draw_event(axes: plt.Axes, event, text_after: bool) -> None:
    """Draw one row of a timeline: place and region at the left, the mark at its date, the date in words beside it."""
    colour, mark = region_style(event.region_order)
    centre = event.start + (event.end - event.start) / 2
    face = colour if event.status == "held" else "none"
    axes.plot(centre, event.Index, mark, color=colour, markerfacecolor=face, markersize=7, markeredgewidth=1.4)
    note(axes, event_words(event), centre, event.Index, 9, "left" if text_after else "right")
    left: dict[str, Any] = {"xycoords": axes.get_yaxis_transform(), "textcoords": "offset points", "ha": "right"}
    axes.annotate(event.place, (0, event.Index), (-4, 5), va="center", **left)
    axes.annotate(
        wrap(event.region, 22),
        (0, event.Index),
        (-4, -1),
        va="top",
        fontsize=8,
        color=MUTED,
        linespacing=0.95,
        **left,
    )


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
