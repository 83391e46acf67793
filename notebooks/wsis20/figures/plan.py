"""What was planned, and what happened: a column of time with a lane for each."""

from __future__ import annotations

from functools import partial
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import words
from wsis20.colours import BAND, INK, MUTED, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.style import WIDE, both, fitted, sheet, to_svg

LINE = 11  # points from line to line
MONTH = {True: 26.0, False: 46.0}  # points of a month, in the wide and in the narrow drawing
DAYS = 30.44  # of a month
TOP = 34


def plan(name: str, title: str, caption: str, steps: pd.DataFrame) -> Figure:
    """Draw steps in time, the earliest at the top: what was planned at the left, what happened at the right.

    ``steps`` has the columns label, planned_start, planned_end, actual_start, actual_end (any pair may be missing),
    when (the date in words, empty where nothing is known) and outcome. A planned step that could not be followed is
    drawn by a broken line and says so: that is not a step that did not take place.
    """
    drawings = both(partial(draw, steps))
    return Figure(name, caption, plan_alt(steps), steps.drop(columns="when"), title=title, **drawings)


def draw(steps: pd.DataFrame, width: float) -> str:
    """Return the drawing of a width in inches."""
    first = steps[["planned_start", "actual_start"]].min().min().to_period("M").to_timestamp()
    last = steps[["planned_end", "actual_end"]].max().max()
    month = MONTH[width == WIDE]

    def down(day: pd.Timestamp) -> float:
        return TOP + month * (day - first).days / DAYS

    left, middle = 46, 48 + (72 * width - 48) * (0.44 if width == WIDE else 0.43)
    happened = spaced(in_order(steps), down, 72 * width - middle - 17)
    end = max(down(last), *(y + LINE * len(text.splitlines()) / 2 for _, y, text in happened)) + 8
    with sheet(end / 72, width) as (figure, axes):
        for x, words_of in ((left, "Planned"), (middle, "Took place")):
            axes.text(x, 10, words_of, va="center", fontweight="bold")
        draw_months(axes, first, last, down, 72 * width)
        draw_planned(axes, steps[steps["planned_start"].notna()], down, left, middle - 14)
        for row, y, text in happened:
            at = down(row.middle)
            kept = pd.notna(row.planned_start)
            axes.plot([middle, middle + 12], [at, y], color=MUTED, linewidth=0.7, zorder=1)
            axes.plot(middle, at, "o", color=INK, markersize=6, markerfacecolor=INK if kept else MUTED)
            axes.text(middle + 15, y, text, va="center", linespacing=1)
        return to_svg(figure)


def draw_months(axes: plt.Axes, first: pd.Timestamp, last: pd.Timestamp, down, right: float) -> None:
    """Name every third month at the left, with a rule."""
    for start in pd.date_range(first, last, freq="MS"):
        if (start.month - 1) % 3 == 0:
            axes.plot([2, right - 2], [down(start)] * 2, color=RULE, linewidth=0.5, zorder=0)
            axes.text(2, down(start) + 7, start.strftime("%b %Y").replace(" 20", " ’"), va="center", color=MUTED)


def draw_planned(axes: plt.Axes, steps: pd.DataFrame, down, left: float, right: float) -> None:
    """Draw planned steps as boxes over their time, beside one another where they overlap, with their names."""
    lanes: list[pd.Timestamp] = []
    placed = []
    for row in steps.sort_values(["planned_start", "planned_end"]).itertuples():
        lane = next((n for n, until in enumerate(lanes) if until < row.planned_start), len(lanes))
        lanes[lane : lane + 1] = [row.planned_end]
        placed.append((row, lane))
    for row, lane in placed:
        known = pd.notna(row.actual_start)
        x = left + 8 * lane
        top, low = down(row.planned_start), down(row.planned_end)
        edge: dict[str, Any] = {
            "edgecolor": INK if known else MUTED,
            "linewidth": 1,
            "linestyle": "-" if known else (0, (3, 2)),
        }
        axes.add_patch(plt.Rectangle((x, top), 6, low - top, facecolor=INK if known else BAND, **edge))
    taken = TOP - 20.0
    for row, _ in placed:
        text = fitted(row.label, right - left - 8 * len(lanes) - 2)
        half = LINE * len(text.splitlines()) / 2
        y = max(down(row.planned_start) + half, taken + half + 3)
        taken = y + half
        tone = INK if pd.notna(row.actual_start) else MUTED
        axes.text(left + 8 * len(lanes) + 3, y, text, va="center", linespacing=1, color=tone)


def in_order(steps: pd.DataFrame) -> pd.DataFrame:
    """Return what took place by the middle of its time: where only the month is known, the middle of it counts."""
    found = steps[steps["actual_start"].notna()]
    middle = found["actual_start"] + (found["actual_end"] - found["actual_start"]) / 2
    return found.loc[middle.sort_values(kind="stable").index].assign(middle=middle)


def spaced(steps: pd.DataFrame, down, room: float) -> list[tuple]:
    """Return steps with the height of their words and the words, so that none stands on another."""
    found, taken = [], TOP - 20.0
    for row in steps.itertuples():
        text = fitted(f"{row.when}: {row.label}", room)
        half = LINE * len(text.splitlines()) / 2
        y = max(down(row.middle), taken + half + 3)
        taken = y + half
        found.append((row, y, text))
    return found


def plan_alt(steps: pd.DataFrame) -> str:
    """Say in words what was planned and what happened."""
    parts = []
    for row in steps.itertuples():
        planned = (
            f"planned {words.period(row.planned_start, row.planned_end, 'month')}"
            if pd.notna(row.planned_start)
            else "not planned"
        )
        parts.append(f"{row.label}: {planned}, took place {row.when or 'not determined'}")
    return f"A chart of steps in time, bars for the plan and marks for what happened. {'; '.join(parts)}."
