"""Counts as horizontal bars."""

from __future__ import annotations

import pandas as pd

from wsis20 import prose
from wsis20.figures.figure import Figure
from wsis20.figures.style import MUTED, REGION_COLOURS, blank, canvas, note, to_svg


def bars(name: str, caption: str, values: pd.DataFrame, what: str) -> Figure:
    """Draw one horizontal bar per row, with the value at its end and a remark under the label.

    ``values`` has the columns label, remark and value (whole numbers), in the order of the rows; ``what`` names in the
    singular what is counted.
    """
    with canvas(0.42 * len(values) + 0.2) as (figure, axes):
        for row in values.itertuples():
            axes.barh(row.Index, row.value, height=0.45, color=REGION_COLOURS[0])
            note(axes, str(row.value), row.value, row.Index, 4, "left")
            left = {"xycoords": axes.get_yaxis_transform(), "textcoords": "offset points", "ha": "right"}
            axes.annotate(row.label, (0, row.Index), (-4, 5), va="center", **left)
            axes.annotate(row.remark, (0, row.Index), (-4, -6), va="center", fontsize=8, color=MUTED, **left)
        blank(axes)
        axes.set_ylim(len(values) - 0.4, -0.6)
        axes.set_xlim(0, values["value"].max() * 1.12)
        svg = to_svg(figure)
    parts = [f"{row.label} ({row.remark}): {prose.count(int(row.value), what)}" for row in values.itertuples()]
    return Figure(name, caption, f"Horizontal bars. {'; '.join(parts)}.", values, svg)
