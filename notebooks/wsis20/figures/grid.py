"""Messages in a grid: regions by kind of message, and themes by region."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import words
from wsis20.colours import BAND, INK, MUTED
from wsis20.figures.figure import Figure
from wsis20.figures.marks import SIZE, Entry
from wsis20.figures.marks import draw as draw_mark
from wsis20.figures.rows import LEAST, draw_rows, laid_out
from wsis20.figures.style import WIDE, both, fitted, numbered, record, region_style, sheet, to_svg, width_of

FIRST, STEP, LINE = 41, 21, 20  # points for the first mark of a cell, for a further one, and from line to line
BESIDE, INDENT, WORDS = 7, 12, 11  # points from a mark to its number, before a head with one, and from line to line
HEADS, BASE, APART = (
    24,
    6,
    4,
)  # points for the heads of columns, below their baseline, and from one to the next at least
NAMES = 170  # points for the names of rows at most, in the wide drawing; in the narrow one they stand above


def message_grid(
    name: str, title: str, caption: str, messages: pd.DataFrame, regions: pd.DataFrame, kinds: list[str]
) -> Figure:
    """Draw the messages of each region by kind: one row per region, one column per kind, one numbered mark per message.

    ``messages`` has the columns message_id, region, kind and number; ``regions`` has region, region_order and absent,
    in the order of the rows. A region without a message bears its words in ``absent``: that is not a count of zero.
    """
    data = grid_counts(messages, regions, kinds)
    drawings = both(partial(draw_grid, messages, regions, kinds))
    return Figure(name, caption, grid_alt(messages, regions, kinds), data, title=title, **drawings)


def draw_grid(messages: pd.DataFrame, regions: pd.DataFrame, kinds: list[str], width: float) -> str:
    """Return the drawing of a grid of messages of a width in inches."""
    wide, right = width == WIDE, 72 * width - 2
    room = min(max(width_of(region) for region in regions["region"]) + 12, NAMES) if wide else 6.0
    messages = messages[messages["kind"].isin(kinds)].sort_values("number")
    cells = dict(iter(messages.groupby(["region", "kind"], observed=True)))
    most = messages.groupby(["region", "kind"], observed=True).size().groupby("kind", observed=True).max().to_dict()
    columns = laid_across(kinds, most, room, right - 2, FIRST if wide else STEP)
    high = dict.fromkeys(regions["region"], 0.0)
    for (region, kind), own in cells.items():
        high[region] = max(high[region], LINE * len(in_lines(own, columns[kinds.index(kind)])))
    lines = {region: max(height, LEAST[wide]) / LEAST[wide] for region, height in high.items()}
    top = room_of_heads(columns)
    named = room - 6 if wide else right
    rows = laid_out({"": list(regions["region"])}, named, top, width, lines, above=not wide)
    with sheet((rows.end + 4) / 72, width) as (figure, axes):
        head_columns(axes, columns, top)
        axes.plot([2, right], [top] * 2, color=INK, linewidth=0.8)
        draw_rows(axes, rows, width, {})
        for row in regions.itertuples():
            y = rows.middles[row.region]
            if row.region not in set(messages["region"]):
                draw_absence(axes, room, y, right, row.absent)
            for column in columns:
                if (row.region, column.head) in cells:
                    draw_cell(axes, column, y, cells[row.region, column.head], row.region_order)
        return to_svg(figure)


@dataclass(frozen=True)
class Column:
    """A column: its head, where it begins, how wide it is, in points, and how many marks have room in a line of it."""

    head: str
    left: float
    wide: float
    step: float = STEP

    @property
    def across(self) -> int:
        """Return how many marks have room in a line."""
        return max(int((self.wide - FIRST) / self.step + 1.001), 1)


def laid_across(
    heads: Sequence[str], most: Mapping[str, int], left: float, right: float, step: float = STEP, indent: float = 0
) -> list[Column]:
    """Return columns that share a width: each word of their heads fits, and as many marks in a line as is possible.

    ``most`` has how many marks a cell of a column has at most, by its head, and ``indent`` is the room before heads.
    What is left over is shared out alike.

    >>> [(column.wide, column.across) for column in laid_across(["a", "b"], {"a": 3}, 0, 130)]
    [(86.0, 3), (44.0, 1)]
    """
    for marks in range(max(most.values(), default=1), 0, -1):
        needed = [
            max(indent + widest_word(head) + APART, float(FIRST + step * (min(most.get(head, 1), marks) - 1)))
            for head in heads
        ]
        over = right - left - sum(needed)
        if over >= 0:
            break
    columns = []
    for head, own in zip(heads, needed, strict=True):
        columns.append(Column(head, left, own + over / len(heads), step))
        left += columns[-1].wide
    return columns


def widest_word(head: str) -> float:
    """Return the width of the widest word of a head, which can have two lines."""
    return max(width_of(word, "bold") for word in head.split())


def head_columns(
    axes: plt.Axes, columns: Sequence[Column], end: float, entries: Mapping[str, Entry] = MappingProxyType({})
) -> None:
    """Write the heads of columns, each where its column begins; their last lines have one baseline, above an end.

    ``entries`` are those of a key by the head: its mark stands before the head, and what it means below.
    """
    below = WORDS * max((len(meaning) for meaning in meanings(columns, entries)), default=0)
    for column, meaning in zip(columns, meanings(columns, entries), strict=True):
        entry = entries.get(column.head)
        x = column.left + (INDENT if entry else 0)
        told = fitted(column.head, column.wide - 3 - x + column.left, "bold").splitlines()
        first = end - BASE - below - WORDS * (len(told) - 1)
        for number, line in enumerate(told):
            axes.text(x, first + WORDS * number, line, va="baseline", fontweight="bold")
        for number, line in enumerate(meaning, len(told)):
            axes.text(column.left, first + 1 + WORDS * number, line, va="baseline", color=MUTED)
        if entry:
            draw_mark(axes, column.left + 5, first - 3.3, entry.extent, colour=entry.colour)


def meanings(columns: Sequence[Column], entries: Mapping[str, Entry]) -> list[list[str]]:
    """Return what stands below the head of each column, in lines: nothing where no entry is of it."""
    return [
        fitted(entries[column.head].meaning, column.wide - 5).splitlines() if column.head in entries else []
        for column in columns
    ]


def lines_of(told: str) -> int:
    """Return how many lines a text has."""
    return len(told.splitlines())


def room_of_heads(columns: Sequence[Column], entries: Mapping[str, Entry] = MappingProxyType({})) -> float:
    """Return the height of the heads of columns and of what stands below them: two lines have room in any case."""
    indents = dict.fromkeys(entries, INDENT)
    most = max(
        lines_of(fitted(column.head, column.wide - 3 - indents.get(column.head, 0), "bold")) for column in columns
    )
    below = max(len(meaning) for meaning in meanings(columns, entries))
    return HEADS + max(most - 2, 0) * LINE + WORDS * below + (3 if below else 0)


def draw_absence(axes: plt.Axes, left: float, y: float, right: float, words: str) -> None:
    """Fill a row with a band and say in it why there is nothing else."""
    axes.add_patch(plt.Rectangle((left, y - 8), right - left, 16, facecolor=BAND, linewidth=0))
    axes.text(left + 4, y, words, va="center")


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
    told = []
    for row in regions.itertuples():
        own = messages[messages["region"] == row.region]["kind"]
        counts = [f"{kind} {(own == kind).sum()}" for kind in kinds if (own == kind).any()]
        told.append(f"{row.region}: {words.listing(counts) if counts else row.absent}")
    return f"A grid of messages by region and kind. {'; '.join(told)}."


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
        f"In {words.count(number, 'region') if number else 'no region'}": [
            theme for theme, n in counts.items() if n == number
        ]
        for number in sorted(set(counts.values()), reverse=True)
    }


def draw_matrix(
    given: pd.DataFrame, order: dict[str, list[str]], keys: dict[str, str], regions: pd.DataFrame, width: float
) -> str:
    """Return the drawing of a matrix of a width in inches."""
    heard = regions[regions["region"].isin(given["region"])]
    room, right = (190.0 if width == WIDE else 118.0), 72 * width
    above = (right - room - 4) / len(heard) < max(map(widest_word, heard["region"])) + 3
    left = 6.0 if above else room
    step = (right - left - 4) / len(heard)
    marked = FIRST if width == WIDE else STEP
    columns = [Column(region, left + step * place, step, marked) for place, region in enumerate(heard["region"])]
    most = given.groupby(["theme", "region"]).size().groupby("theme").max()
    lines = {theme: -(-int(count) // columns[0].across) for theme, count in most.items()}
    named = right - 2 if above else room - 6
    rows = laid_out(order, named, room_of_heads(columns), width, lines, above=above)
    silent = regions[~regions["region"].isin(heard["region"])]
    with sheet((rows.end + 8 + 22 * len(silent)) / 72, width) as (figure, axes):
        draw_rows(axes, rows, width, {name: record("theme", key) for name, key in keys.items()})
        head_columns(axes, columns, room_of_heads(columns))
        for column, region in zip(columns, heard.itertuples(), strict=True):
            for theme, own in given[given["region"] == region.region].groupby("theme", sort=False):
                y = rows.middles[theme]
                draw_cell(axes, column, y, own.sort_values("number"), region.region_order, place=round(y))
        for place, region in enumerate(silent.itertuples()):
            told = f"{region.region}: {region.absent}"
            draw_absence(axes, 2, rows.end + 17 + 22 * place, 72 * width - 2, told)
        return to_svg(figure)


def draw_cell(
    axes: plt.Axes, column: Column, middle: float, own: pd.DataFrame, region_order: int, place: int | None = None
) -> None:
    """Draw a mark of the region for each message of a cell, with its number, in as many lines as the column needs.

    ``place`` tells the marks of one record apart.
    """
    colour, shape = region_style(region_order)
    lines = in_lines(own, column)
    y = middle - LINE * (len(lines) - 1) / 2
    for marked in lines:
        for row, told, x in marked:
            gid = record("message", row.message_id, place)
            draw_mark(axes, column.left + 5 + x, y, "full", colour=colour, shape=shape, size=SIZE, gid=gid)
            axes.text(column.left + 5 + BESIDE + x, y, told, va="center", linespacing=1, gid=gid)
        y += LINE


def in_lines(own: pd.DataFrame, column: Column) -> list[list[tuple[Any, str, float]]]:
    """Return the messages of a cell in lines of its column, each with its words and its place.

    The first number of a cell says that it is one, and each where the column has room.
    """
    lines: list[list[tuple[Any, str, float]]] = [[]]
    x = 0.0
    told_as = numbered(own["number"], each=column.step == FIRST)
    for row, told in zip(own.itertuples(), told_as, strict=True):
        long = BESIDE + width_of(told) + 6
        if lines[-1] and x + long > column.wide:
            lines.append([])
            x = 0.0
        lines[-1].append((row, told, x))
        x += max(long, FIRST if told != str(row.number) else STEP)
    return lines


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
