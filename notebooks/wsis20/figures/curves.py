"""Curves: shares by a number of classes, a panel for each finding, the one that fails first before the others."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import words
from wsis20.colours import BAND, INK, MUTED, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.style import WIDE, both, fitted, sheet, to_svg

LINE, PANEL, APART = 11, 58, 16  # points from line to line, of a panel, and from one to the next
SCALE = 34  # points for the per cent at the left of a panel
FOOT = 30  # points below a panel for its scale and what it is of
SHARES = (0, 0.5, 1)


def curves(
    name: str,
    title: str,
    caption: str,
    shares: pd.DataFrame,
    axis: str,
    share: str,
    halves: Mapping[str, int | None],
) -> Figure:
    """Draw shares from 0 to 1 as a line over an area, in a panel for each column.

    ``shares`` has whole numbers as its index, drawn along ``axis`` from the highest to the lowest, and a column for
    each panel, by what it is of in words; ``share`` is what they are a share of. ``halves`` has the least number down
    to which a column is half or more, or none. It stands there too, and panels are in its order, the highest first.
    """
    order = sorted(shares.columns, key=lambda label: -(halves[label] or shares.index[-1] + 1))
    said = {label: in_words(halves[label], axis, share) for label in order}
    drawings = both(partial(draw, shares[order], axis, said, halves))
    places = (shares.index[-1], shares.index[len(shares) // 2], shares.index[0])
    ends = {label: ", ".join(f"{shares.loc[place, label]:.2f} at {place}" for place in places) for label in order}
    told = [f"{words.capital(label)}: {ends[label]}; {said[label]}" for label in order]
    alt = f"A panel for each line of shares, {share}, by {axis}, the most at the left. {'. '.join(told)}."
    return Figure(name, caption, alt, shares[order].reset_index(), title=title, **drawings)


def in_words(half: int | None, axis: str, share: str) -> str:
    """Return down to which number a share is half or more."""
    if half is None:
        return f"does not hold in half of the {share} at any number"
    return f"holds in half of the {share} or more down to {half} {axis}"


def draw(
    shares: pd.DataFrame,
    axis: str,
    said: Mapping[str, str],
    halves: Mapping[str, int | None],
    width: float,
) -> str:
    """Return the drawing of a width in inches: two panels beside one another, or all below one another."""
    beside = 2 if width == WIDE else 1
    room = (72 * width - 4 - APART * (beside - 1)) / beside
    texts = {label: (fitted(words.capital(label), room, "bold"), fitted(said[label], room)) for label in shares}
    head = LINE * max(sum(len(text.splitlines()) for text in told) for told in texts.values()) + 8
    step = head + PANEL + FOOT
    lines = -(-len(shares.columns) // beside)
    with sheet((step * lines + 2) / 72, width) as (figure, axes):
        for place, (label, (title, told)) in enumerate(texts.items()):
            x, y = 2 + (room + APART) * (place % beside), step * (place // beside)
            high = LINE * len(title.splitlines())
            axes.text(x, y + 2 + high / 2, title, va="center", linespacing=1, fontweight="bold")
            axes.text(
                x, y + 2 + high + LINE * len(told.splitlines()) / 2, told, va="center", linespacing=1, color=MUTED
            )
            draw_panel(
                axes, shares[label], axis, halves[label], (x + SCALE, x + room - 6), (y + head, y + head + PANEL)
            )
        return to_svg(figure)


def draw_panel(
    axes: plt.Axes,
    values: pd.Series,
    axis: str,
    half: int | None,
    across: tuple[float, float],
    down: tuple[float, float],
) -> None:
    """Draw the line of a panel with its scales, and a broken line where it is half or more from there on."""
    (left, right), (top, end) = across, down
    first, last = int(values.index[0]), int(values.index[-1])
    xs = [left + (right - left) * (last - number) / (last - first) for number in values.index]
    ys = [end - (end - top) * value for value in values]
    for share in SHARES:
        y = end - (end - top) * share
        axes.plot([left, right], [y, y], color=RULE, linewidth=0.6, zorder=0)
        axes.text(left - 4, y, f"{100 * share:.0f} %", ha="right", va="center", color=MUTED)
    axes.fill_between(xs, ys, end, facecolor=BAND, linewidth=0, zorder=0.5)
    axes.plot(xs, ys, color=INK, linewidth=1.6)
    named = {first, last, *([half] if half is not None else [])}
    for number, x in zip(values.index, xs, strict=True):
        axes.plot([x, x], [end, end + 3], color=RULE, linewidth=0.6)
        if number in named:
            axes.text(x, end + 9, str(number), ha="center", va="center", color=INK if number == half else MUTED)
        if number == half:
            axes.plot([x, x], [top, end], color=MUTED, linewidth=0.8, linestyle=(0, (3, 2)))
    axes.text((left + right) / 2, end + 20, axis, ha="center", va="center", color=MUTED)
