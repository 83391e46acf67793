"""Events on a time axis."""

from __future__ import annotations

from functools import partial

import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import words
from wsis20.colours import MUTED, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.marks import SIZE, Entry, Extent, Planned, draw_bar, draw_key, key_height
from wsis20.figures.marks import draw as draw_mark
from wsis20.figures.months import HEIGHT, draw_months, start_of
from wsis20.figures.style import WIDE, both, fitted, record, region_style, sheet, to_svg

NAMES = {True: 250, False: 162}  # points for place, date and region, in the wide and in the narrow drawing
LEAST = 34  # points of a row at least
TOP, HEAD, LINE = 34, 15, 10.5  # points: above the rows, for a place, and from line to line below it
KEY: dict[str, Entry | Planned] = {
    "held": Entry("full", "on record as held", word=""),
    "inferred": Entry("doubtful", "on record as held, by a year that is inferred", word=""),
    "planned": Planned("planned, and still to come when the report was presented"),
}


def timeline(
    name: str, title: str, caption: str, events: pd.DataFrame, today: pd.Timestamp, today_label: str
) -> Figure:
    """Draw events on a time axis, one row each, from the earliest at the top.

    ``events`` has the columns consultation_id, place, region, region_order, start, end, when (the date in words),
    status (held or planned), form (empty when not stated) and inferred (whether its year is). What was held is a mark,
    with a broken outline where its year is inferred, and what was planned on the day ``today`` a bar as long as the
    time for which it was, as the key says.
    """
    events = events.sort_values(["start", "place"], ignore_index=True)
    drawings = both(partial(draw, events, today, today_label))
    data = events.drop(columns=["region_order", "consultation_id"])
    return Figure(name, caption, timeline_alt(events, today, today_label), data, title=title, **drawings)


def draw(events: pd.DataFrame, today: pd.Timestamp, today_label: str, width: float) -> str:
    """Return the drawing of a width in inches."""
    first, last = start_of(events["start"].min()), events["end"].max()
    names = NAMES[width == WIDE]
    key = [entry for how, entry in KEY.items() if how in {*map(marked, events.itertuples())}]
    above = key_height(key, 72 * width)
    told = [fitted(f"{row.region}, {event_words(row)}", names) for row in events.itertuples()]
    heights = [max(HEAD + LINE * len(text.splitlines()) + 6, LEAST) for text in told]
    top = above + TOP
    end = top + sum(heights)

    def across(day: pd.Timestamp) -> float:
        return names + 12 + (72 * width - names - 22) * (day - first) / (last - first)

    with sheet((end + HEIGHT) / 72, width) as (figure, axes):
        draw_key(axes, key, 72 * width)
        draw_months(axes, first, last, across, top, end, [end + 8])
        axes.plot([across(today)] * 2, [top - 10, end], color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)), zorder=0)
        axes.text(across(today) + 4, top - 18, today_label, ha="right", va="center", color=MUTED)
        for row, text, height in zip(events.itertuples(), told, heights, strict=True):
            axes.plot([2, 72 * width - 2], [top] * 2, color=RULE, linewidth=0.5, zorder=0)
            draw_event(axes, row, text, (across(row.start), across(row.end)), top, height)
            top += height
        return to_svg(figure)


def draw_event(axes: plt.Axes, event, told: str, time: tuple[float, float], top: float, height: float) -> None:
    """Draw one row of a timeline: place, region and date at the left, its mark or bar from the start to the end."""
    gid = record("consultation", event.consultation_id)
    colour, shape = region_style(event.region_order)
    x, y, half = sum(time) / 2, top + height / 2, max(time[1] - time[0], SIZE) / 2
    if event.status == "held":
        extent: Extent = "doubtful" if marked(event) == "inferred" else "full"
        draw_mark(axes, x, y, extent, colour=colour, shape=shape, gid=gid)
    else:
        draw_bar(axes, x - half, x + half, y, colour=colour, gid=gid)
    axes.text(2, top + 4, event.place, va="top", fontweight="bold", gid=gid)
    axes.text(2, top + HEAD, told, va="top", color=MUTED, linespacing=0.95)


def marked(event) -> str:
    """Return how an event is drawn: planned, held, or held by an inferred year."""
    return "inferred" if event.status == "held" and event.inferred else event.status


def event_words(event) -> str:
    """Return date, form and, where it is not that it was held, status of an event."""
    return ", ".join(part for part in (event.when, event.form, event.status if event.status != "held" else "") if part)


def timeline_alt(events: pd.DataFrame, today: pd.Timestamp, today_label: str) -> str:
    """Say in words what the timeline shows."""
    parts = [f"{row.place} ({row.region}): {event_words(row)}" for row in events.itertuples()]
    before = int((events["end"] <= today).sum())
    verb = "lies" if before == 1 else "lie"
    return (
        f"A timeline with {words.count(len(events), 'row')}, the earliest first. {'; '.join(parts)}. "
        f"A dashed line marks the {today_label}; {words.number(before)} of them {verb} before it."
    )
