"""What was planned, and what happened."""

from __future__ import annotations

from typing import Any

import matplotlib.dates as mdates
import pandas as pd

from wsis20 import words
from wsis20.colours import BAND, INK, MUTED, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.style import canvas, note, to_svg, wrap


def plan(name: str, caption: str, steps: pd.DataFrame) -> Figure:
    """Draw steps on a time axis: what was planned as a bar, what happened as a mark with its date.

    ``steps`` has the columns label, planned_start, planned_end, actual_start, actual_end (any pair may be missing) and
    outcome, in the order of the rows. A planned step that could not be followed has a hatched bar and says so: that is
    not a step that did not take place.
    """
    with canvas(0.5 * len(steps) + 0.5) as (figure, axes):
        last = steps[["planned_end", "actual_end"]].max().max()
        first = steps[["planned_start", "actual_start"]].min().min()
        middle = first + (last - first) / 2
        for row in steps.itertuples():
            if pd.notna(row.planned_start):
                span = mdates.date2num(row.planned_end) - mdates.date2num(row.planned_start) + 1
                hatch = None if pd.notna(row.actual_start) else "////"
                left = mdates.date2num(row.planned_start)
                style: dict[str, Any] = {"facecolor": BAND, "edgecolor": MUTED, "linewidth": 0.8, "hatch": hatch}
                axes.barh(row.Index + 0.14, span, left=left, height=0.3, **style)
            if pd.notna(row.actual_start):
                centre = row.actual_start + (row.actual_end - row.actual_start) / 2
                axes.plot(centre, row.Index + 0.14, "o", color=INK, markersize=6)
            start = row.planned_start if pd.notna(row.planned_start) else row.actual_start
            side = "left" if start < middle else "right"
            at = start if side == "left" else last
            note(axes, happened(row), at, row.Index - 0.24, 0, side)
        axes.xaxis_date()
        axes.set_yticks(range(len(steps)), [wrap(label, 30) for label in steps["label"]], fontsize=8)
        axes.tick_params(axis="y", length=0)
        axes.set_ylim(len(steps) - 0.4, -0.6)
        locator = mdates.MonthLocator(bymonth=(1, 7))
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(mdates.DateFormatter("%b %Y"))
        axes.tick_params(axis="x", labelsize=8)
        for y in range(1, len(steps)):
            axes.axhline(y - 0.5, color=RULE, linewidth=0.5)
        svg = to_svg(figure)
    return Figure(name, caption, plan_alt(steps), steps, svg)


def happened(step) -> str:
    """Return when a step took place, or that it could not be followed."""
    return words.period(step.actual_start, step.actual_end) if pd.notna(step.actual_start) else "not determined"


def plan_alt(steps: pd.DataFrame) -> str:
    """Say in words what was planned and what happened."""
    parts = []
    for row in steps.itertuples():
        planned = (
            words.period(row.planned_start, row.planned_end, "month") if pd.notna(row.planned_start) else "not planned"
        )
        parts.append(
            f"{row.label}: planned {planned}, took place {happened(row)}".replace("planned not planned", "not planned")
        )
    return f"A chart of steps in time, bars for the plan and marks for what happened. {'; '.join(parts)}."
