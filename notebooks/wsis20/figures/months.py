"""A scale of time: a rule for each quarter, a tick for each month, and as many names as there is room for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import matplotlib.pyplot as plt
import pandas as pd

from wsis20.colours import MUTED, RULE

Across = Callable[[pd.Timestamp], float]

NAME, YEAR = 21, 30  # points from the name of a month to the next, and from a year to the next
LINES = 11  # points from the names of months to those of years
HEIGHT = 2 * LINES + 6


def start_of(day: pd.Timestamp) -> pd.Timestamp:
    """Return the first day of the quarter of a day, where a scale begins."""
    return day.to_period("Q").to_timestamp()


def named(first: pd.Timestamp, last: pd.Timestamp, across: Across) -> list[pd.Timestamp]:
    """Return the quarters whose first month has a name: all, every second or each January, as there is room."""
    quarters = list(pd.date_range(first, last, freq="QS"))
    apart = (across(last) - across(first)) / ((last - first).days / 91.3)
    step = next((step for step in (1, 2) if step * apart >= NAME), 4)
    return [start for start in quarters if (start.quarter - 1) % step == 0]


def draw_months(
    axes: plt.Axes,
    first: pd.Timestamp,
    last: pd.Timestamp,
    across: Across,
    top: float,
    end: float,
    names: Sequence[float],
) -> None:
    """Draw rules of quarters from ``top`` to ``end``, ticks of months at both, and their names at each of ``names``.

    Below the first name and below each January stands the year.
    """
    for start in pd.date_range(first, last, freq="MS"):
        x, of_quarter = across(start), start == start_of(start)
        for low, high in ((top, end),) if of_quarter else ((top, top + 3), (end - 3, end)):
            axes.plot([x, x], [low, high], color=RULE, linewidth=0.6, zorder=0)
    told = named(first, last, across)
    januaries = [across(start) for start in told if start.month == 1]
    for place, start in enumerate(told):
        x = across(start)
        dated = start.month == 1 or (place == 0 and all(there - x >= YEAR for there in januaries))
        for y in names:
            axes.text(x, y, f"{start:%b}", ha="center", va="center", color=MUTED)
            if dated:
                axes.text(x, y + LINES, str(start.year), ha="center", va="center", color=MUTED)
