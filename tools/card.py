"""The picture that stands for the book where it is shared: its title and the marks of regions, no emblem of anybody.

``make card`` draws it anew, when the title or a colour has changed; a test tells when that is due.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
from wsis20 import colours, project
from wsis20.figures import style

CARD = project.BOOK / "_static" / "card.png"

SIZE = 12.0, 6.3  # inches at 100 dots, as previews want it
GROUND, WORDS, QUIET = "#14202b", "#f5f7f9", "#a9b4c0"


def draw(path: Path) -> None:
    """Draw the card as a PNG that is the same every time."""
    with mpl.rc_context():
        mpl.rcdefaults()
        figure = plt.figure(figsize=SIZE, dpi=100, facecolor=GROUND)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
        first, _, rest = project.citation()["title"].partition(": ")
        axes.text(0.07, 0.66, first, color=WORDS, fontsize=66, fontweight="bold", fontfamily="DejaVu Serif")
        axes.text(0.07, 0.50, rest, color=WORDS, fontsize=40, fontfamily="DejaVu Serif")
        about = "Data, notebooks and a book on the twenty-year review of the\nWorld Summit on the Information Society"
        axes.text(0.07, 0.32, about, color=QUIET, fontsize=20, linespacing=1.5, fontfamily="DejaVu Sans")
        for order in range(2, 7):
            colour, mark = style.region_style(order)
            axes.plot(0.03 + 0.05 * order - 0.05, 0.15, mark, color=colours.DARK[colour], markersize=26)
        figure.savefig(path, format="png", facecolor=GROUND, metadata={"Software": None})
        plt.close(figure)


if __name__ == "__main__":
    draw(CARD)
