"""What was planned, and what happened: a row for each step, time from left to right."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import words
from wsis20.colours import INK, MUTED, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.marks import BAR, Entry, Extent, Planned, draw_bar, draw_key, draw_span, key_height
from wsis20.figures.marks import draw as draw_mark
from wsis20.figures.months import HEIGHT, draw_months, start_of
from wsis20.figures.style import WIDE, both, fitted, sheet, to_svg

LINE = 11  # points from line to line
HEAD = 22  # points for a heading
BARS = (Planned("planned"), Planned("planned, outcome not determined", unknown=True))
KEY = (
    Entry("full", "the date of what took place"),
    Entry("full", "on one or more days within its line", spanned=True),
    Entry("half", "its day and month; the year is inferred"),
)
BESIDE, KEYED = 226, 246  # points to the second column of the key, and for that
NAMES, DATES = 190, 118  # points for names at the left and dates at the right, in the wide drawing
PLANNED, OTHERS = "In the plan", "Outside the plan"


def plan(name: str, title: str, caption: str, steps: pd.DataFrame) -> Figure:
    """Draw steps in time: the planned ones in the order of the plan, then the others in order of time.

    ``steps`` has the columns label, planned_start, planned_end, actual_start, actual_end (any pair may be missing),
    when (the date in words, empty where nothing is known), outcome, inferred (whether the year is), and within: days of
    parts of a step whose own date is not known, as YYYY-MM-DD with semicolons between them; within_inferred has those
    of them whose year is inferred. Planned time is a bar, broken where the outcome is not determined. What took place
    is a full mark, half full where its year is inferred, with a line from its start to its end; the bar of a step of
    which no day is known is empty. A key above says so.
    """
    planned = steps[steps["planned_start"].notna()].sort_values(["planned_start", "planned_end"])
    others = steps[steps["planned_start"].isna()]
    middle = others["actual_start"] + (others["actual_end"] - others["actual_start"]) / 2
    groups = {PLANNED: planned, OTHERS: others.loc[middle.sort_values(kind="stable").index]}
    drawings = both(partial(draw, groups))
    return Figure(name, caption, plan_alt(groups), steps.drop(columns="when"), title=title, **drawings)


def draw(groups: Mapping[str, pd.DataFrame], width: float) -> str:
    """Return the drawing of a width in inches: names, time and dates side by side, or time below names and dates."""
    wide, right = width == WIDE, 72 * width - 2
    steps = pd.concat(groups.values())
    first = start_of(steps[["planned_start", "actual_start"]].min().min())
    last = steps[["planned_end", "actual_end"]].max().max()
    left, end = (NAMES + 14, right - DATES) if wide else (12, right - 8)

    def across(day: pd.Timestamp) -> float:
        return left + (end - left) * (day - first) / (last - first)

    bars = key_height(BARS, KEYED)
    above = 6 + (max(bars, key_height(KEY, KEYED)) if wide else bars + key_height(KEY, KEYED))
    placed, heads, y = [], {}, above + HEIGHT
    for head, own in groups.items():
        heads[head] = y + 14
        y += HEAD if len(own) else 0
        for row in own.itertuples():
            told = row.label if wide else f"{row.label}: {dated(row)}"
            text = fitted(told, NAMES if wide else right - 4)
            date = fitted(dated(row), DATES - 12) if wide else ""
            height = LINE * max(len(text.splitlines()), len(date.splitlines())) + (4 if wide else BAR + 11)
            placed.append((row, text, date, y, height))
            y += height
    with sheet((y + HEIGHT) / 72, width) as (figure, axes):
        draw_key(axes, BARS, KEYED)
        draw_key(axes, KEY, KEYED, *((BESIDE, 0) if wide else (0, bars)))
        draw_months(axes, first, last, across, above + HEIGHT - 4, y, (above + 8, y + 8))
        for head, at in heads.items():
            axes.text(2, at, head, va="center", fontweight="bold")
            axes.plot([2, right], [at + 8] * 2, color=INK, linewidth=0.8)
        for row, text, date, top, height in placed:
            lines = LINE * len(text.splitlines())
            axes.text(2, top + (height / 2 if wide else 4 + lines / 2), text, va="center", linespacing=1)
            draw_step(axes, row, across, top + (height / 2 if wide else lines + 4 + BAR / 2 + 1))
            axes.text(end + 12, top + height / 2, date, va="center", color=MUTED, linespacing=1)
            if top + height < y and not any(top < at < top + height + HEAD for at in heads.values()):
                axes.plot([2, right], [top + height] * 2, color=RULE, linewidth=0.5, zorder=0)
        return to_svg(figure)


def dated(step) -> str:
    """Return when a step took place, or its outcome and how many parts of it have a day."""
    if step.when:
        return f"{step.when}, year inferred" if step.inferred else step.when
    parts, inferred = days(step.within), days(step.within_inferred)
    if not parts:
        return step.outcome
    told = f"{step.outcome}; {words.count(len(parts), 'meeting')} in it"
    return f"{told}, {words.number(len(inferred))} by an inferred year" if inferred else told


def days(told: str) -> list[pd.Timestamp]:
    """Return days that stand in a cell."""
    return [pd.Timestamp(day) for day in told.split(";") if day]


def draw_step(axes: plt.Axes, step, across, y: float) -> None:
    """Draw the time that was planned for a step, and the time at which it, or a part of it, took place."""
    took_place = pd.notna(step.actual_start)
    if pd.notna(step.planned_start):
        start, end = across(step.planned_start), across(step.planned_end)
        draw_bar(axes, start, end, y, unknown=not took_place)
        inferred = days(step.within_inferred)
        for day in days(step.within):
            draw_mark(axes, across(day), y, "half" if day in inferred else "full", size=6)
    if took_place:
        start, end = across(step.actual_start), across(step.actual_end)
        if end > start:
            draw_span(axes, start, end, y)
        extent: Extent = "half" if step.inferred else "full"
        draw_mark(axes, (start + end) / 2, y, extent, size=6)


def plan_alt(groups: Mapping[str, pd.DataFrame]) -> str:
    """Say in words what was planned and what happened."""
    parts = []
    for row in pd.concat(groups.values()).itertuples():
        planned = (
            f"planned {words.period(row.planned_start, row.planned_end, 'month')}"
            if pd.notna(row.planned_start)
            else "not planned"
        )
        parts.append(f"{row.label}: {planned}, {'took place ' if row.when else 'outcome '}{dated(row)}")
    return f"A chart of steps in time, bars for the plan and marks for what took place. {'; '.join(parts)}."
