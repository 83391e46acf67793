"""Messages in a grid: regions by kind of message, and themes by region."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import partial
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import words
from wsis20.colours import BAND, INK, MUTED, RULE
from wsis20.figures.figure import Figure
from wsis20.figures.marks import STAR, Entry, Starred, draw_key, key_height
from wsis20.figures.marks import draw as draw_mark
from wsis20.figures.rows import draw_rows, laid_out
from wsis20.figures.style import NARROW, WIDE, both, canvas, fitted, record, region_style, sheet, to_svg, wrap

LINE = 3  # marks that stand side by side in a cell of a grid of messages


def message_grid(
    name: str,
    title: str,
    caption: str,
    messages: pd.DataFrame,
    regions: pd.DataFrame,
    kinds: list[str],
    key: Sequence[Entry] = (),
    of: str = "message",
    height: float = 0.52,
    star: str = "",
) -> Figure:
    """Draw the messages of each region by kind: one row per region, one column per kind, one numbered mark per message.

    ``messages`` has the columns message_id, region, kind and number, and extent where marks are not all full; ``key``
    says what their extents mean. Where it has starred too, ``star`` says what is so of the messages that are.
    ``regions`` has region, region_order and absent, in the order of the rows. A region without a message bears its
    words in ``absent``: that is not a count of zero. ``of`` is the kind of the records; rows of positions are documents
    in place of regions. ``height`` is that of a row in inches.
    """
    data = grid_counts(messages, regions, kinds)
    entries: list[Entry | Starred] = [*key, *([Starred(star)] if star else [])]
    room = key_height(entries, 72 * NARROW) + 8 if entries else 0
    high = 72 * (height * len(regions) + 0.6) + room
    with canvas(high / 72) as (figure, axes):
        figure.set_layout_engine("constrained", rect=(0, 0, 1, 1 - room / high))
        head_grid(figure, entries, high)
        for y, row in enumerate(regions.itertuples()):
            own = messages[messages["region"] == row.region]
            if own.empty:
                draw_absence(axes, y, len(kinds), row.absent)
            else:
                draw_region(axes, y, own, kinds, row.region_order, of)
        rule_grid(axes, [wrap(region) for region in regions["region"]], kinds)
        svg = to_svg(figure)
    return Figure(name, caption, grid_alt(messages, regions, kinds, star), data, svg, title=title)


def head_grid(figure: plt.Figure, key: Sequence[Entry | Starred], high: float) -> None:
    """Write the key of a grid above it, in a drawing of so many points."""
    above = figure.add_axes((0, 0, 1, 1), xlim=(0, 72 * NARROW), ylim=(high, 0), frameon=False, xticks=[], yticks=[])
    above.set_in_layout(False)
    draw_key(above, key, 72 * NARROW)


def rule_grid(axes: plt.Axes, rows: list[str], columns: list[str]) -> None:
    """Head the rows and columns of a grid, columns at the top, and rule it between the rows."""
    axes.set_yticks(range(len(rows)), rows)
    axes.set_xticks(range(len(columns)), columns)
    axes.tick_params(axis="both", length=0)
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", labelcolor=INK)
    axes.set_xlim(-0.55, len(columns) - 0.45)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.spines["bottom"].set_visible(False)
    for y in range(1, len(rows)):
        axes.axhline(y - 0.5, color=RULE, linewidth=0.6)


def draw_absence(axes: plt.Axes, y: float, columns: int, words: str) -> None:
    """Fill a row of a grid and say in it why it is empty."""
    axes.barh(y, columns, left=-0.5, height=0.62, facecolor=BAND, linewidth=0)
    axes.text(columns / 2 - 0.5, y, words, ha="center", va="center")


def draw_region(
    axes: plt.Axes,
    y: float,
    own: pd.DataFrame,
    kinds: list[str],
    region_order: int,
    of: str,
) -> None:
    """Draw the messages of one region in its row of a grid."""
    for x, kind in enumerate(kinds):
        of_kind = own[own["kind"] == kind].sort_values("number")
        if of_kind.empty:
            axes.text(x, y, "–", ha="center", va="center", color=MUTED)
        for (right, below), row in zip(spread(len(of_kind)), of_kind.itertuples(), strict=True):
            draw_message(axes, x + right, y + below, region_order, row, of)


def draw_message(axes: plt.Axes, x: float, y: float, region_order: int, message, of: str) -> None:
    """Draw one message as the mark of its region with its number beside it."""
    colour, shape = region_style(region_order)
    gid = record(of, message.message_id)
    draw_mark(axes, x - 0.06, y, getattr(message, "extent", "full"), colour=colour, shape=shape, gid=gid)
    offset: dict[str, Any] = {"textcoords": "offset points", "va": "center", "fontsize": 10}
    told = f"{message.number}{STAR if getattr(message, 'starred', False) else ''}"
    axes.annotate(told, (x - 0.06, y), (7, 0), **offset, color=INK, gid=gid)


def spread(count: int) -> list[tuple[float, float]]:
    """Return ``count`` places around the middle of a cell, right of it and below: up to three in a line, two lines.

    >>> spread(2), spread(4)[0]
    ([(-0.225, 0.0), (0.225, 0.0)], (-0.225, -0.18))
    """
    lines = [count] if count <= LINE else [count - count // 2, count // 2]
    heights = [0.0] if count <= LINE else [-0.18, 0.18]
    places = []
    for own, height in zip(lines, heights, strict=True):
        apart = 0.45 if own == 2 else 0.33
        places += [(apart * (place - (own - 1) / 2), height) for place in range(own)]
    return places


def grid_counts(messages: pd.DataFrame, regions: pd.DataFrame, kinds: list[str]) -> pd.DataFrame:
    """Return region, kind, number of messages and their numbers for every cell; missing, not zero, without any.

    Where marks are not all full, in_part has the numbers of those that are half full, and starred of those that have an
    asterisk, where any can.
    """
    rows = []
    for region, kind in itertools.product(regions["region"], kinds):
        own = messages[messages["region"] == region]
        of_kind = own[own["kind"] == kind]
        further = [cell_values(own, some(of_kind)["number"])[1] for name, some in APART.items() if name in messages]
        rows.append((region, kind, *cell_values(own, of_kind["number"]), *further))
    parts = [{"extent": "in_part"}.get(name, name) for name in APART if name in messages]
    columns = ["region", "kind", "messages", "numbers", *parts]
    return pd.DataFrame(rows, columns=columns).astype({"messages": "Int64"})


def half_full(messages: pd.DataFrame) -> pd.DataFrame:
    """Return the messages whose marks are half full."""
    return messages[messages["extent"] == "half"] if "extent" in messages else messages.iloc[:0]


def starred(messages: pd.DataFrame) -> pd.DataFrame:
    """Return the messages that an asterisk stands beside."""
    return messages[messages["starred"]] if "starred" in messages else messages.iloc[:0]


APART = {"extent": half_full, "starred": starred}
"""What can be said of some messages of a cell, by the column that says it."""


def cell_values(own: pd.DataFrame, numbers: pd.Series) -> tuple:
    """Return how many messages a cell has and which, or missing values where the region has none at all."""
    if own.empty:
        return pd.NA, pd.NA
    return len(numbers), ";".join(str(number) for number in sorted(numbers))


def grid_alt(messages: pd.DataFrame, regions: pd.DataFrame, kinds: list[str], star: str) -> str:
    """Say in words what the grid of messages shows."""
    parts = []
    for row in regions.itertuples():
        own = messages[messages["region"] == row.region]
        counts = [kind_words(kind, own[own["kind"] == kind], star) for kind in kinds if (own["kind"] == kind).any()]
        parts.append(f"{row.region}: {words.listing(counts) if counts else row.absent}")
    return f"A grid of messages by region and kind. {'; '.join(parts)}."


def kind_words(kind: str, own: pd.DataFrame, star: str) -> str:
    """Return a kind with how many messages are of it, how many of these in part, and of which something else is so."""
    halves = len(half_full(own))
    told = [f"{words.number(halves)} in part"] if 0 < halves < len(own) else []
    told += [f"number {number} {star}" for number in starred(own)["number"]]
    return f"{kind} {len(own)}{f' ({words.listing(told)})' if told else ''}"


def theme_matrix(
    name: str, title: str, caption: str, given: pd.DataFrame, themes: pd.DataFrame, regions: pd.DataFrame
) -> Figure:
    """Draw which region has which theme: a row for each theme, those of most regions first, a column for each region.

    ``given`` has the columns theme, region, number and message_id, one row per theme of a message; ``themes`` has
    theme_id and theme; ``regions`` has region, region_order and absent, in the order of the columns. A region without
    any message has no column and is named below.
    """
    order = ordered(given, themes)
    drawings = both(partial(draw_matrix, given, order, themes.set_index("theme")["theme_id"].to_dict(), regions))
    labels = list(itertools.chain.from_iterable(order.values()))
    data = matrix_counts(given, labels, regions)
    return Figure(name, caption, matrix_alt(given, labels, regions), data, title=title, **drawings)


def ordered(given: pd.DataFrame, themes: pd.DataFrame) -> dict[str, list[str]]:
    """Return the themes by in how many regions they are, the most first, and by name."""
    reach = given.groupby("theme")["region"].nunique()
    counts = {theme: int(reach.get(theme, 0)) for theme in sorted(themes["theme"])}
    return {
        f"In {words.count(number, 'region')}": [theme for theme, n in counts.items() if n == number]
        for number in sorted(set(counts.values()), reverse=True)
    }


def draw_matrix(
    given: pd.DataFrame, order: dict[str, list[str]], keys: dict[str, str], regions: pd.DataFrame, width: float
) -> str:
    """Return the drawing of a matrix of a width in inches."""
    heard = regions[regions["region"].isin(given["region"])]
    room = 190 if width == WIDE else 118
    step = (72 * width - room - 4) / len(heard)
    across = max(int(step // 21), 1)
    most = given.groupby(["theme", "region"]).size().groupby("theme").max()
    rows = laid_out(order, room - 6, 30, width, {theme: -(-int(n) // across) for theme, n in most.items()})
    silent = regions[~regions["region"].isin(heard["region"])]
    with sheet((rows.end + 8 + 22 * len(silent)) / 72, width) as (figure, axes):
        draw_rows(axes, rows, width, {name: record("theme", key) for name, key in keys.items()})
        for place, region in enumerate(heard.itertuples()):
            left = room + step * place
            axes.text(left, 14, fitted(region.region, step - 3, "bold"), va="center", fontweight="bold", linespacing=1)
            for theme, own in given[given["region"] == region.region].groupby("theme", sort=False):
                draw_cell(axes, left + 5, rows.middles[theme], own.sort_values("number"), region.region_order, across)
        for place, region in enumerate(silent.itertuples()):
            y = rows.end + 8 + 22 * place
            axes.add_patch(plt.Rectangle((2, y), 72 * width - 4, 18, facecolor=BAND, linewidth=0))
            axes.text(6, y + 9, f"{region.region}: {region.absent}", va="center")
        return to_svg(figure)


def draw_cell(axes: plt.Axes, left: float, middle: float, own: pd.DataFrame, region_order: int, across: int) -> None:
    """Draw a mark of the region for each message that has the theme, with its number."""
    colour, shape = region_style(region_order)
    lines = -(-len(own) // across)
    for place, row in enumerate(own.itertuples()):
        x, y = left + 21 * (place % across), middle + 20 * (place // across - (lines - 1) / 2)
        gid = record("message", row.message_id, round(middle))
        draw_mark(axes, x, y, "full", colour=colour, shape=shape, size=7, gid=gid)
        axes.text(x + 6, y, str(row.number), va="center", gid=gid)


def matrix_counts(given: pd.DataFrame, themes: list[str], regions: pd.DataFrame) -> pd.DataFrame:
    """Return theme, region, number of messages and their numbers for every cell; missing for a silent region."""
    rows = []
    for theme, region in itertools.product(themes, regions["region"]):
        own = given[given["region"] == region]
        rows.append((theme, region, *cell_values(own, own[own["theme"] == theme]["number"])))
    return pd.DataFrame(rows, columns=["theme", "region", "messages", "numbers"]).astype({"messages": "Int64"})


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
