"""Figures: one style for all of them, and one module for each kind.

A figure comes with its caption, an alt text built from the values it shows, and its data: the frame that was
drawn, no more and no less. This package draws what it is given and never reads a file.
"""

from wsis20.figures.bars import bars
from wsis20.figures.curves import curves
from wsis20.figures.dots import dots
from wsis20.figures.fates import fates
from wsis20.figures.figure import Figure
from wsis20.figures.flow import flow
from wsis20.figures.grid import message_grid, theme_matrix
from wsis20.figures.journey import journey
from wsis20.figures.marks import Entry
from wsis20.figures.plan import plan
from wsis20.figures.ranges import ranges
from wsis20.figures.shares import shares
from wsis20.figures.subjects import subjects
from wsis20.figures.timeline import timeline

__all__ = [
    "Entry",
    "Figure",
    "bars",
    "curves",
    "dots",
    "fates",
    "flow",
    "journey",
    "message_grid",
    "plan",
    "ranges",
    "shares",
    "subjects",
    "theme_matrix",
    "timeline",
]
