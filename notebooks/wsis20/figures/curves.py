"""Curves: how often each finding holds as classes become fewer, a row each on one scale, the first to fail first."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import words
from wsis20.colours import INK, MUTED, RULE, SHADE
from wsis20.figures.figure import Figure
from wsis20.figures.style import WIDE, both, fitted, sheet, to_svg, width_of

LINE, CURVE, ROW = 11, 24, 34  # points from line to line, of the height of a curve, and of a row
NAMES, BEHIND = 190, 92  # points for names in the wide drawing, and for what stands behind a curve
FOOT = 30  # points below the rows for the scale and what it is of


def curves(
    name: str,
    title: str,
    caption: str,
    shares: pd.DataFrame,
    axis: str,
    share: str,
    halves: Mapping[str, int | None],
) -> Figure:
    """Draw shares from 0 to 1 as an area, in a row for each column, all on one scale.

    ``shares`` has whole numbers as its index, drawn along ``axis`` from the highest to the lowest, and a column for
    each row, by what it is of in words; ``share`` is what they are a share of. ``halves`` has the least number down
    to which a column is half or more, or none. It stands behind the row too, and rows are in its order, the highest
    first.
    """
    order = sorted(shares.columns, key=lambda label: -(halves[label] or shares.index[-1] + 1))
    drawings = both(partial(draw, shares[order], axis, share, halves))
    places = (shares.index[-1], shares.index[len(shares) // 2], shares.index[0])
    ends = {label: ", ".join(f"{shares.loc[place, label]:.2f} at {place}" for place in places) for label in order}
    told = [f"{words.capital(label)}: {ends[label]}; {in_words(halves[label], axis, share)}" for label in order]
    alt = f"A row for each line of shares, {share}, by {axis}, the most at the left. {'. '.join(told)}."
    return Figure(name, caption, alt, shares[order].reset_index(), title=title, **drawings)


def in_words(half: int | None, axis: str, share: str) -> str:
    """Return down to which number a share is half or more."""
    if half is None:
        return f"does not hold in half of the {share} at any number"
    return f"holds in half of the {share} or more down to {half} {axis}"


def draw(shares: pd.DataFrame, axis: str, share: str, halves: Mapping[str, int | None], width: float) -> str:
    """Return the drawing of a width in inches: names before the curves, or above them."""
    wide, right = width == WIDE, 72 * width - 2
    left, end = (NAMES + 44.0 if wide else 40.0), right - BEHIND - 8
    heads = [
        fitted(f"share of {share} in which it holds", end - left, "bold"),
        fitted("in half or more", BEHIND, "bold"),
    ]
    top = LINE * max(len(head.splitlines()) for head in heads) + 6.0
    names = {label: fitted(words.capital(label), NAMES if wide else right - 4) for label in shares}
    above = {label: 0.0 if wide else LINE * len(name.splitlines()) + 4.0 for label, name in names.items()}
    high = top + sum(above.values()) + ROW * len(names)
    with sheet((high + FOOT) / 72, width) as (figure, axes):
        for x, head in zip((left, right - BEHIND), heads, strict=True):
            axes.text(x, top - 6, head, va="bottom", linespacing=1, fontweight="bold")
        y = top
        for label, name in names.items():
            axes.plot([2, right], [y, y], color=INK if y == top else RULE, linewidth=0.8 if y == top else 0.5)
            base = y + above[label] + ROW - 4
            at = base - CURVE / 2 if wide else y + 3 + above[label] / 2
            axes.text(2, at, name, va="center", linespacing=1)
            draw_curve(axes, shares[label], halves[label], (left, end), base)
            half = f"down to {halves[label]}" if halves[label] is not None else "nowhere"
            axes.text(right - BEHIND, base - CURVE / 2, half, va="center")
            y += above[label] + ROW
        draw_scale(axes, [*shares.index], axis, (left, end), high)
        return to_svg(figure)


def draw_curve(axes: plt.Axes, values: pd.Series, half: int | None, across: tuple[float, float], base: float) -> None:
    """Draw the area of a row, and a line where it is half or more from there on to the left."""
    (left, right), (first, last) = across, (int(values.index[0]), int(values.index[-1]))
    xs = [left + (right - left) * (last - number) / (last - first) for number in values.index]
    ys = [base - CURVE * value for value in values]
    for share in (0, 1):
        y = base - CURVE * share
        axes.plot([left, right], [y, y], color=RULE, linewidth=0.6, zorder=0)
        axes.text(left - 4, y, f"{100 * share} %", ha="right", va="center", color=MUTED)
    axes.fill_between(xs, ys, base, facecolor=SHADE, linewidth=0, zorder=0.5)
    axes.plot(xs, ys, color=INK, linewidth=1.6)
    if half is not None:
        x = xs[[*values.index].index(half)]
        axes.plot([x, x], [base - CURVE, base], color=INK, linewidth=1, linestyle=(0, (3, 2)))


def draw_scale(axes: plt.Axes, numbers: list[int], axis: str, across: tuple[float, float], top: float) -> None:
    """Draw the scale of all rows, with a name for both ends and for each five."""
    (left, right), (first, last) = across, (numbers[0], numbers[-1])
    for number in numbers:
        x = left + (right - left) * (last - number) / (last - first)
        axes.plot([x, x], [top - 2, top + 1], color=RULE, linewidth=0.6)
        if number in (first, last) or number % 5 == 0:
            axes.text(x, top + 8, str(number), ha="center", va="center", color=MUTED)
    x = max((left + right) / 2, width_of(axis) / 2 + 2)
    axes.text(x, top + 20, axis, ha="center", va="center", color=MUTED)
