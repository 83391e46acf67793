"""What was planned, and what happened: a row for each step, time from left to right."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import words
from wsis20.colours import BAND, INK, MUTED, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.marks import BAR, SIZE, Entry, Planned, Spanned, draw_bar, draw_key, draw_span, key_height
from wsis20.figures.marks import draw as draw_mark
from wsis20.figures.months import HEIGHT, Across, draw_months, start_of
from wsis20.figures.style import WIDE, both, fitted, sheet, to_svg, width_of

LINE = 11  # points from line to line
HEAD = 20  # points for a heading
BARS = (Planned("planned"), Planned("planned; what came of it is not determined", unknown=True))
KEY = (
    Entry("full", "took place on this date", word=""),
    Spanned("took place within this time"),
    Entry("doubtful", "took place on this date; year inferred", word=""),
)
BESIDE, KEYED = 238, 236  # points to the second column of the key, and for each
NAMES = 204  # points for names at the left, in the wide drawing, where dates stand beside the marks
CLEAR = 7  # points from a mark to its date
PLANNED, OTHERS = "In the plan", "Outside the plan"
KEPT = "kept"  # the outcome of a planned step that took place within its time


def plan(name: str, title: str, caption: str, steps: pd.DataFrame) -> Figure:
    """Draw steps in time: the planned ones in the order of the plan, then the others in order of time.

    ``steps`` has the columns label, planned_start, planned_end, actual_start, actual_end (any pair may be missing),
    when (the date in words, empty where nothing is known), outcome, inferred (whether the year is), and within: days of
    parts of a step whose own date is not known, as YYYY-MM-DD with semicolons between them; within_inferred has those
    of them whose year is inferred. Planned time is a bar, broken where the outcome is not determined. What took place
    is a full mark, with a broken outline where its year is inferred, or a thick line from its start to its end where
    that is longer than a mark; the bar of a step of which it is not known has a question mark. A key above says so.
    """
    planned = steps[steps["planned_start"].notna()].sort_values(["planned_start", "planned_end"])
    others = steps[steps["planned_start"].isna()]
    middle = others["actual_start"] + (others["actual_end"] - others["actual_start"]) / 2
    groups = {PLANNED: planned, OTHERS: others.loc[middle.sort_values(kind="stable").index]}
    drawings = both(partial(draw, groups))
    return Figure(name, caption, plan_alt(groups), steps.drop(columns="when"), title=title, **drawings)


def draw(groups: Mapping[str, pd.DataFrame], width: float) -> str:
    """Return the drawing of a width in inches: names and time, with dates in it, side by side, or time below both."""
    wide, right = width == WIDE, 72 * width - 2
    steps = pd.concat(groups.values())
    first = start_of(steps[["planned_start", "actual_start"]].min().min())
    last = steps[["planned_end", "actual_end"]].max().max()
    left, end = NAMES + 16 if wide else 12, right - 8

    def across(day: pd.Timestamp) -> float:
        return left + (end - left) * (day - first) / (last - first)

    bars = key_height(BARS, KEYED)
    above = 6 + (max(bars, key_height(KEY, KEYED)) if wide else bars + key_height(KEY, KEYED))
    placed, heads, y = [], {}, above + HEIGHT
    for name, own in groups.items():
        heads[head := f"{name}: {len(own)}"] = y + 14
        y += HEAD if len(own) else 0
        for row in own.itertuples():
            text = fitted(row.label if wide else f"{row.label}: {dated(row)}", NAMES if wide else right - 4)
            date = beside(row, across, left, right) if wide else ("", 0.0, "left")
            height = LINE * max(len(text.splitlines()), len(date[0].splitlines())) + (5 if wide else BAR + 11)
            placed.append((row, text, date, y, height))
            y += height
    with sheet((y + HEIGHT) / 72, width) as (figure, axes):
        draw_key(axes, BARS, KEYED)
        draw_key(axes, KEY, KEYED, *((BESIDE, 0) if wide else (0, bars)))
        draw_months(axes, first, last, across, above + HEIGHT - 4, y, (above + 8, y + 8))
        for head, at in heads.items():
            axes.text(2, at, head, va="center", fontweight="bold")
            axes.plot([2, right], [at + 8] * 2, color=INK, linewidth=0.8)
        for row, text, (when, x, side), top, height in placed:
            lines = LINE * len(text.splitlines())
            axes.text(2, top + (height / 2 if wide else 4 + lines / 2), text, va="center", linespacing=1)
            if kept(row) and not row.inferred:
                box = plt.Rectangle((0, top), right + 2, height, facecolor=BAND, linewidth=0)
                box.set_zorder(-1)
                axes.add_patch(box)
            ink = INK if kept(row) else MUTED
            axes.text(x, top + height / 2, when, ha=side, va="center", color=ink, linespacing=1)
            draw_step(axes, row, across, top + (height / 2 if wide else lines + 4 + BAR / 2 + 1))
            if top + height < y and not any(top < at < top + height + HEAD for at in heads.values()):
                axes.plot([2, right], [top + height] * 2, color=RULE, linewidth=0.5, zorder=0)
        return to_svg(figure)


def beside(step, across: Across, left: float, right: float) -> tuple[str, float, str]:
    """Return the date of a step in lines, where they stand, and at which side they end at the marks of the step.

    They stand after the marks where there is room for them in one line, and otherwise at the side that has more.
    """
    days_of = [step.planned_start, step.planned_end, step.actual_start, step.actual_end]
    places = [across(day) for day in days_of if pd.notna(day)]
    start, end = min(places) - CLEAR, max(places) + CLEAR
    told = dated(step)
    if width_of(told) <= right - end or right - end >= start - left:
        return fitted(told, right - end), end, "left"
    return fitted(told, start - left), start, "right"


def kept(step) -> bool:
    """Return whether a step was planned, and took place within its time."""
    return step.outcome == KEPT and pd.notna(step.planned_start)


def dated(step) -> str:
    """Return when a step took place, and that it was kept; or its outcome and how many parts of it have a day."""
    if step.when and kept(step):
        return f"{KEPT} if the year inferred is right: {step.when}" if step.inferred else f"{KEPT}: {step.when}"
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
    took_place, parts, inferred = pd.notna(step.actual_start), days(step.within), days(step.within_inferred)
    if pd.notna(step.planned_start):
        start, end = across(step.planned_start), across(step.planned_end)
        draw_bar(axes, start, end, y, unknown=not took_place, free=max([start, *map(across, parts)]))
        for day in parts:
            draw_mark(axes, across(day), y, "doubtful" if day in inferred else "full", size=7)
    if took_place:
        start, end = across(step.actual_start), across(step.actual_end)
        if end - start > SIZE and not step.inferred:
            draw_span(axes, start, end, y)
        else:
            draw_mark(axes, (start + end) / 2, y, "doubtful" if step.inferred else "full", size=7)


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
