"""Counts as horizontal bars."""

from __future__ import annotations

from typing import Any

import pandas as pd

from wsis20 import words
from wsis20.colours import REGION_COLOURS
from wsis20.figures.figure import Figure
from wsis20.figures.style import blank, canvas, note, record, to_svg


def bars(name: str, title: str, caption: str, values: pd.DataFrame, what: str) -> Figure:
    """Draw one horizontal bar per row, with the value and a remark at its end.

    ``values`` has the columns label, remark and value (whole numbers), in the order of the rows, and ``speaker_id``
    where a row stands for a speaker; ``what`` names in the singular what is counted.
    """
    with canvas(0.3 * len(values) + 0.2) as (figure, axes):
        for row in values.itertuples():
            gid = record("speaker", row.speaker_id) if "speaker_id" in values else None
            axes.barh(row.Index, row.value, height=0.55, color=REGION_COLOURS[0], gid=gid)
            note(axes, f"{row.value} · {row.remark}", row.value, row.Index, 4, "left")
            left: dict[str, Any] = {
                "xycoords": axes.get_yaxis_transform(),
                "textcoords": "offset points",
                "ha": "right",
            }
            axes.annotate(row.label, (0, row.Index), (-4, 0), va="center", gid=gid, **left)
        blank(axes)
        axes.set_ylim(len(values) - 0.4, -0.6)
        axes.set_xlim(0, values["value"].max() * 1.45)
        svg = to_svg(figure)
    parts = [f"{row.label} ({row.remark}): {words.count(int(row.value), what)}" for row in values.itertuples()]
    return Figure(
        name,
        caption,
        f"Horizontal bars. {'; '.join(parts)}.",
        values.drop(columns="speaker_id", errors="ignore"),
        svg,
        title=title,
    )
