"""Curves: shares by a number of classes, one line for each finding."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from wsis20.colours import INK, MUTED, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.style import both, canvas, fitted, to_svg

DASHES = ("-", (0, (5, 2)), (0, (1, 1.5)), (0, (6, 2, 1, 2)))


def curves(
    name: str,
    title: str,
    caption: str,
    shares: pd.DataFrame,
    axis: str,
    share: str,
    meanings: Mapping[str, str] | None = None,
) -> Figure:
    """Draw shares from 0 to 1 as lines of several dashes and one colour, each named where it is farthest from others.

    ``shares`` has whole numbers as its index, drawn along ``axis``, and a column for each line, by its short name;
    ``share`` is what they are a share of, and ``meanings`` says what each line stands for, above the lines. Raises
    `ValueError` for more lines than there are dashes.
    """
    if len(shares.columns) > len(DASHES):
        raise ValueError(f"{name}: more than {len(DASHES)} lines, which no dash would tell apart")
    drawings = both(partial(draw, shares, axis, share, meanings or {}))
    places = (shares.index[0], shares.index[len(shares) // 2], shares.index[-1])
    told = [
        f"{label}: {', '.join(f'{values[place]:.2f} at {place}' for place in places)}"
        for label, values in shares.items()
    ]
    said = [f"{label} is: {meaning}" for label, meaning in (meanings or {}).items()]
    alt = f"Lines of shares, {share}, by {axis}. {'; '.join([*said, *told])}."
    return Figure(name, caption, alt, shares.reset_index(), title=title, **drawings)


def draw(shares: pd.DataFrame, axis: str, share: str, meanings: Mapping[str, str], width: float) -> str:
    """Return the drawing of a width in inches."""
    told = {label: fitted(f"{label} {meanings[label]}", 72 * width - 50) for label in shares if label in meanings}
    lines = sum(len(text.splitlines()) for text in told.values())
    with canvas(2.6 + 0.17 * lines, width) as (figure, axes):
        for (label, values), dash in zip(shares.items(), DASHES, strict=False):
            meaning = told.get(str(label), "_nolegend_")
            axes.plot(shares.index, values, color=INK, linestyle=dash, linewidth=1.6, label=meaning)
            apart = shares.drop(columns=label).sub(values, axis=0).abs().min(axis=1).iloc[1:-1]
            place = apart.idxmax()
            side: dict[str, Any] = {"textcoords": "offset points", "ha": "right", "color": MUTED}
            axes.annotate(str(label), (place, values[place]), (-3, 5), **side)
        axes.set_xlim(shares.index.min() - 0.3, shares.index.max() + 0.6)
        axes.set_ylim(-0.03, 1.12)
        axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
        axes.set_xticks(shares.index[::2])
        axes.tick_params(colors=MUTED)
        axes.spines["bottom"].set_color(RULE)
        axes.spines["bottom"].set_bounds(shares.index.min(), shares.index.max())
        axes.set_xlabel(axis)
        axes.set_ylabel(share)
        if told:
            figure.legend(loc="outside upper left", frameon=False, handlelength=3, borderpad=0, labelspacing=0.4)
        return to_svg(figure)
