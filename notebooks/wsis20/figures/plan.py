"""What was planned, and what happened: a row for each step, time from left to right."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import words
from wsis20.colours import BAND, INK, MUTED, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.style import WIDE, both, fitted, sheet, to_svg

LINE = 11  # points from line to line
TOP, HEAD, BAR = 30, 24, 10  # points for the months, for a heading and for the time that was planned
KEYS = {
    "planned": (True, False, False),
    "planned; no trace found, so not known": (True, True, False),
    "took place": (False, False, False),
    "took place, if the inferred year is right": (False, False, True),
}
"""What the marks say: whether it is a bar, whether what it shows is not known, and whether its year is inferred."""
SAMPLE, BESIDE = 22, 224  # points for a mark of the key, and from one entry to the next where two stand side by side
NAMES, DATES = 212, 118  # points for names at the left and dates at the right, in the wide drawing
MONTH = 44  # points from the name of a quarter to the next
PLANNED, OTHERS = "In the plan", "Outside the plan"


def plan(name: str, title: str, caption: str, steps: pd.DataFrame) -> Figure:
    """Draw steps in time: the planned ones in the order of the plan, then the others in order of time.

    ``steps`` has the columns label, planned_start, planned_end, actual_start, actual_end (any pair may be missing),
    when (the date in words, empty where nothing is known), outcome, and inferred (whether the year is). Planned time is
    a bar, broken and with a question mark where no trace of the step was found: it may have taken place all the same.
    What took place is a dot, hollow where its year is inferred. A key above says so.
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
    first = steps[["planned_start", "actual_start"]].min().min().to_period("Q").to_timestamp()
    last = steps[["planned_end", "actual_end"]].max().max()
    left, end = (NAMES + 12, right - DATES) if wide else (4, right - 4)

    def across(day: pd.Timestamp) -> float:
        return left + (end - left) * (day - first) / (last - first)

    entries = placed_key(wide)
    above = entries[-1][2] + LINE
    placed, heads, y = [], {}, above + TOP
    for head, own in groups.items():
        heads[head] = y + 14
        y += HEAD if len(own) else 0
        for row in own.itertuples():
            told = row.label if wide else f"{row.label}: {dated(row)}"
            text = fitted(told, NAMES if wide else right - 4)
            date = fitted(dated(row), DATES - 12) if wide else ""
            height = LINE * max(len(text.splitlines()), len(date.splitlines())) + (6 if wide else BAR + 11)
            placed.append((row, text, date, y, height))
            y += height
    with sheet((y + 6) / 72, width) as (figure, axes):
        draw_key(axes, entries)
        draw_quarters(axes, pd.date_range(first, last, freq="QS"), across, above, y)
        for head, at in heads.items():
            axes.text(2, at, head, va="center", fontweight="bold")
            axes.plot([2, right], [at + 8] * 2, color=INK, linewidth=0.8)
        for row, text, date, top, height in placed:
            lines = LINE * len(text.splitlines())
            axes.text(2, top + (height / 2 if wide else 4 + lines / 2), text, va="center", linespacing=1)
            draw_step(axes, row, across, top + (height / 2 if wide else lines + 4 + BAR / 2 + 1))
            axes.text(end + 10, top + height / 2, date, va="center", color=MUTED, linespacing=1)
            if top + height < y and not any(top < at < top + height + HEAD for at in heads.values()):
                axes.plot([2, right], [top + height] * 2, color=RULE, linewidth=0.5, zorder=0)
        return to_svg(figure)


def dated(step) -> str:
    """Return when a step took place, or that no trace of it was found."""
    return f"{step.when}, year inferred" if step.inferred else step.when or "no trace found"


def placed_key(wide: bool) -> list[tuple[str, float, float]]:
    """Return the words of the key with their places, two side by side where there is room."""
    beside = 2 if wide else 1
    return [(told, 4.0 + BESIDE * (number % beside), 8.0 + 15 * (number // beside)) for number, told in enumerate(KEYS)]


def draw_key(axes: plt.Axes, entries: list[tuple[str, float, float]]) -> None:
    """Draw a mark of each kind with its words."""
    for told, x, y in entries:
        bar, unknown, inferred = KEYS[told]
        if bar:
            draw_bar(axes, x, x + SAMPLE, y, unknown)
        else:
            draw_dot(axes, x + SAMPLE / 2, y, inferred)
        axes.text(x + SAMPLE + 6, y, told, va="center")


def draw_quarters(axes: plt.Axes, quarters: pd.DatetimeIndex, across, top: float, end: float) -> None:
    """Draw a rule at the start of each quarter, and name those above it for which there is room."""
    free = 0.0
    for start in quarters:
        x = across(start)
        axes.plot([x, x], [top + TOP - 6, end], color=RULE, linewidth=0.5, zorder=0)
        if x >= free:
            axes.text(x, top + TOP - 13, f"{start:%b ’%y}", va="center", color=MUTED)
            free = x + MONTH


def draw_step(axes: plt.Axes, step, across, y: float) -> None:
    """Draw the time that was planned for a step and the time at which it took place."""
    took_place = pd.notna(step.actual_start)
    if pd.notna(step.planned_start):
        draw_bar(axes, across(step.planned_start), across(step.planned_end), y, unknown=not took_place)
    if took_place:
        start, end = across(step.actual_start), across(step.actual_end)
        if end > start:
            axes.plot([start, end], [y, y], color=INK, linewidth=2)
        draw_dot(axes, (start + end) / 2, y, step.inferred)


def draw_bar(axes: plt.Axes, start: float, end: float, y: float, unknown: bool) -> None:
    """Draw the time that was planned; a broken line and a question mark where it is not known what came of it."""
    style = (0, (3, 2)) if unknown else "-"
    box = plt.Rectangle((start, y - BAR / 2), end - start, BAR, facecolor=BAND, edgecolor=MUTED, linestyle=style)
    axes.add_patch(box)
    if unknown:
        axes.text((start + end) / 2, y, "?", ha="center", va="center")


def draw_dot(axes: plt.Axes, x: float, y: float, inferred: bool) -> None:
    """Draw what took place, hollow where its year is inferred."""
    face = "none" if inferred else INK
    axes.plot(x, y, "o", color=INK, markersize=6, markerfacecolor=face, markeredgewidth=1.2)


def plan_alt(groups: Mapping[str, pd.DataFrame]) -> str:
    """Say in words what was planned and what happened."""
    parts = []
    for row in pd.concat(groups.values()).itertuples():
        planned = (
            f"planned {words.period(row.planned_start, row.planned_end, 'month')}"
            if pd.notna(row.planned_start)
            else "not planned"
        )
        told = f"{row.when or 'not determined'}{' (the year is inferred)' if row.inferred else ''}"
        parts.append(f"{row.label}: {planned}, took place {told}")
    return f"A chart of steps in time, bars for the plan and dots for what took place. {'; '.join(parts)}."
