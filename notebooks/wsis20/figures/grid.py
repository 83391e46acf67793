"""Messages in a grid: regions by kind of message, and themes by region."""

from __future__ import annotations

import itertools

import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import words
from wsis20.colours import BAND, INK, MUTED, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.style import canvas, region_style, to_svg, wrap


def message_grid(name: str, caption: str, messages: pd.DataFrame, regions: pd.DataFrame, kinds: list[str]) -> Figure:
    """Draw the messages of each region by kind: one row per region, one column per kind, one numbered mark per message.

    ``messages`` has the columns region, kind and number; ``regions`` has region, region_order and absent, in the order
    of the rows. A region without a message is hatched and bears its words in ``absent``: that is not a count of zero.
    """
    data = grid_counts(messages, regions, kinds)
    with canvas(0.52 * len(regions) + 0.6) as (figure, axes):
        for y, row in enumerate(regions.itertuples()):
            own = messages[messages["region"] == row.region]
            if own.empty:
                draw_absence(axes, y, len(kinds), row.absent)
            else:
                draw_region(axes, y, own, kinds, row.region_order)
        rule_grid(axes, [wrap(region) for region in regions["region"]], kinds)
        svg = to_svg(figure)
    return Figure(name, caption, grid_alt(messages, regions, kinds), data, svg)


def rule_grid(axes: plt.Axes, rows: list[str], columns: list[str], fontsize: float = 9) -> None:
    """Head the rows and columns of a grid, columns at the top, and rule it between the rows."""
    axes.set_yticks(range(len(rows)), rows, fontsize=fontsize)
    axes.set_xticks(range(len(columns)), columns, fontsize=fontsize)
    axes.tick_params(axis="both", length=0)
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", labelcolor=INK)
    axes.set_xlim(-0.55, len(columns) - 0.45)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.spines["bottom"].set_visible(False)
    for y in range(1, len(rows)):
        axes.axhline(y - 0.5, color=RULE, linewidth=0.6)


def draw_absence(axes: plt.Axes, y: float, columns: int, words: str) -> None:
    """Hatch a row of a grid and say in it why it is empty."""
    axes.barh(y, columns, left=-0.5, height=0.62, facecolor=BAND, hatch="////", edgecolor=RULE, linewidth=0)
    ground = {"facecolor": BAND, "edgecolor": "none", "pad": 2}
    axes.text(columns / 2 - 0.5, y, words, ha="center", va="center", fontsize=8.5, bbox=ground)


def draw_region(axes: plt.Axes, y: float, own: pd.DataFrame, kinds: list[str], region_order: int) -> None:
    """Draw the messages of one region in its row of a grid."""
    for x, kind in enumerate(kinds):
        numbers = sorted(own.loc[own["kind"] == kind, "number"])
        if not numbers:
            axes.text(x, y, "none", ha="center", va="center", fontsize=8.5, color=MUTED)
        for place, number in zip(spread(len(numbers)), numbers, strict=True):
            draw_message(axes, x + place, y, region_order, number)


def draw_message(axes: plt.Axes, x: float, y: float, region_order: int, number: int) -> None:
    """Draw one message as the mark of its region with its number beside it."""
    colour, mark = region_style(region_order)
    axes.plot(x - 0.06, y, mark, color=colour, markersize=7)
    axes.annotate(str(number), (x - 0.06, y), (6, 0), textcoords="offset points", va="center", fontsize=9, color=INK)


def spread(count: int) -> list[float]:
    """Return ``count`` places around zero, 0.4 apart where there are two, and closer where there are more."""
    apart = 0.4 if count == 2 else 0.31
    return [apart * (place - (count - 1) / 2) for place in range(count)]


def grid_counts(messages: pd.DataFrame, regions: pd.DataFrame, kinds: list[str]) -> pd.DataFrame:
    """Return region, kind, number of messages and their numbers for every cell; missing, not zero, without any."""
    rows = []
    for region, kind in itertools.product(regions["region"], kinds):
        own = messages[messages["region"] == region]
        rows.append((region, kind, *cell_values(own, own[own["kind"] == kind]["number"])))
    return pd.DataFrame(rows, columns=["region", "kind", "messages", "numbers"]).astype({"messages": "Int64"})


def cell_values(own: pd.DataFrame, numbers: pd.Series) -> tuple:
    """Return how many messages a cell has and which, or missing values where the region has none at all."""
    if own.empty:
        return pd.NA, pd.NA
    return len(numbers), ";".join(str(number) for number in sorted(numbers))


def grid_alt(messages: pd.DataFrame, regions: pd.DataFrame, kinds: list[str]) -> str:
    """Say in words what the grid of messages shows."""
    parts = []
    for row in regions.itertuples():
        own = messages[messages["region"] == row.region]
        counts = [f"{kind} {n}" for kind in kinds if (n := int((own["kind"] == kind).sum()))]
        parts.append(f"{row.region}: {words.listing(counts) if counts else row.absent}")
    return f"A grid of messages by region and kind. {'; '.join(parts)}."


def theme_matrix(name: str, caption: str, given: pd.DataFrame, themes: pd.DataFrame, regions: pd.DataFrame) -> Figure:
    """Draw which region has which theme: one row per theme, one column per region, the numbers of the messages in it.

    ``given`` has the columns theme, region and number, one row per theme of a message; ``themes`` has theme, group and
    alpha (agreement of the passes, may be missing), in the order of the rows; ``regions`` has region, region_order and
    absent, in the order of the columns. The column of a region without any message is hatched.
    """
    labels = list(themes["theme"])
    with canvas(0.3 * len(labels) + 1.3) as (figure, axes):
        for x, row in enumerate(regions.itertuples()):
            own = given[given["region"] == row.region]
            if own.empty:
                draw_absent_column(axes, x, len(labels), row.absent)
            for y, theme in enumerate(labels):
                numbers = sorted(own.loc[own["theme"] == theme, "number"])
                if numbers:
                    draw_cell(axes, x, y, row.region_order, numbers)
        for y, alpha in enumerate(themes["alpha"]):
            words = "n/a" if pd.isna(alpha) else f"{alpha:.2f}"
            axes.text(len(regions) + 0.3, y, words, ha="center", va="center", fontsize=8, color=MUTED)
        columns = [*(wrap(region, 20) for region in regions["region"]), "alpha"]
        rule_grid(axes, [wrap(theme, 30) for theme in labels], columns, fontsize=8)
        for y in breaks(themes["group"]):
            axes.axhline(y - 0.5, color=MUTED, linewidth=1)
        axes.set_xticks([*range(len(regions)), len(regions) + 0.3], columns, rotation=90)
        axes.get_xticklabels()[-1].set_rotation(0)
        axes.set_xlim(-0.55, len(regions) + 0.75)
        svg = to_svg(figure)
    data = matrix_counts(given, themes, regions)
    return Figure(name, caption, matrix_alt(given, labels, regions), data, svg)


def draw_absent_column(axes: plt.Axes, x: float, rows: int, words: str) -> None:
    """Hatch a column of a grid and say in it why it is empty."""
    axes.bar(x, rows, bottom=-0.5, width=0.7, facecolor=BAND, hatch="////", edgecolor=RULE, linewidth=0)
    ground = {"facecolor": BAND, "edgecolor": "none", "pad": 1.5}
    axes.text(x, rows / 2 - 0.5, words, rotation=90, ha="center", va="center", fontsize=8.5, bbox=ground)


def breaks(groups: pd.Series) -> list[int]:
    """Return the rows at which another group begins, the first left out."""
    return [row for row in range(1, len(groups)) if groups.iloc[row] != groups.iloc[row - 1]]


def draw_cell(axes: plt.Axes, x: float, y: float, region_order: int, numbers: list[int]) -> None:
    """Draw the mark of a region with the numbers of the messages that have the theme."""
    colour, mark = region_style(region_order)
    axes.plot(x - 0.12, y, mark, color=colour, markersize=6)
    words = ", ".join(str(number) for number in numbers)
    axes.annotate(words, (x - 0.12, y), (5, 0), textcoords="offset points", va="center", fontsize=8, color=INK)


def matrix_counts(given: pd.DataFrame, themes: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    """Return theme, region, number of messages, their numbers and alpha for every cell; missing for a silent region."""
    rows = []
    for theme, region in itertools.product(themes.itertuples(), regions["region"]):
        own = given[given["region"] == region]
        rows.append((theme.theme, region, *cell_values(own, own[own["theme"] == theme.theme]["number"]), theme.alpha))
    frame = pd.DataFrame(rows, columns=["theme", "region", "messages", "numbers", "alpha"])
    return frame.astype({"messages": "Int64"})


def matrix_alt(given: pd.DataFrame, themes: list[str], regions: pd.DataFrame) -> str:
    """Say in words which region has which theme."""
    parts = []
    for theme in themes:
        having = [
            region for region in regions["region"] if ((given["theme"] == theme) & (given["region"] == region)).any()
        ]
        parts.append(f"{theme}: {words.listing(having) if having else 'no region'}")
    silent = [f"{row.region} is {row.absent}" for row in regions.itertuples() if row.region not in set(given["region"])]
    return f"A matrix of themes by region. {'; '.join([*parts, *silent])}."
