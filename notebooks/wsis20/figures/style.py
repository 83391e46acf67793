"""The one style of all figures: colours and marks, the empty canvas, words beside a point, and the SVG."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import matplotlib.pyplot as plt

from wsis20.colours import INK, MUTED, REGION_COLOURS, REGION_MARKS, RULE

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

PATH = re.compile(r' d="[^"]*"')
LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")

WIDTH = 4.0  # inches: at 360 pixels the smallest text is then still nine pixels high

STYLE: dict[RcKeyType, Any] = {
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": RULE,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "xtick.color": RULE,
    "xtick.labelcolor": MUTED,
    "ytick.color": RULE,
    "ytick.labelcolor": INK,
    "hatch.color": MUTED,
    "hatch.linewidth": 0.5,
    "svg.fonttype": "path",
    "svg.hashsalt": "wsis20",
    "text.parse_math": False,  # words of the data are no formulas
}


@contextmanager
def canvas(height: float) -> Iterator[tuple[plt.Figure, plt.Axes]]:
    """Give an empty figure of the common width in the common style, and close it afterwards."""
    with mpl.rc_context():
        mpl.rcdefaults()  # or a matplotlibrc of the machine would show
        mpl.rcParams.update(STYLE)
        figure, axes = plt.subplots(figsize=(WIDTH, height), layout="constrained")
        try:
            yield figure, axes
        finally:
            plt.close(figure)


def to_svg(figure: plt.Figure) -> str:
    """Return a figure as SVG without anything that differs from run to run, its paths to a hundredth of a point."""
    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": "wsis20"})
    return PATH.sub(lambda path: LONG_NUMBER.sub(lambda number: f"{float(number[0]):.2f}", path[0]), stream.getvalue())


def region_style(order: int) -> tuple[str, str]:
    """Return colour and mark of the region with this ``sort_order``, from 1."""
    return REGION_COLOURS[(order - 1) % len(REGION_COLOURS)], REGION_MARKS[(order - 1) % len(REGION_MARKS)]


def note(axes: plt.Axes, text: str, x, y, distance: float, side: str) -> None:
    """Write muted words beside a point, ``distance`` points away, that start (``left``) or end (``right``) there."""
    offset = (distance if side == "left" else -distance, 0)
    axes.annotate(text, (x, y), offset, textcoords="offset points", ha=side, va="center", fontsize=8.5, color=MUTED)


def wrap(label: str, width: int = 17) -> str:
    """Break a label into lines of about ``width`` characters."""
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def blank(axes: plt.Axes) -> None:
    """Take away the scales of a drawing whose values stand in it as words."""
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines["bottom"].set_visible(False)
