"""Figures: one style for all of them, and one function for each kind.

A figure comes with its caption, an alt text built from the values it shows, and its numeric twin: the frame that was
drawn, no more and no less. This module draws what it is given and never reads a file.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import matplotlib as mpl
import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import pandas as pd

from wsis20 import prose

WIDTH = 4.0  # inches: at 360 pixels the smallest text is then still nine pixels high

# Ink and regions in the light theme, and what replaces them in the dark one. Every colour has at least 4.5:1 against
# its page; regions differ in hue, in lightness and in their mark, never in colour alone.
INK, MUTED, RULE, BAND = "#1f2328", "#57606a", "#d0d7de", "#eef1f4"
REGION_COLOURS = ("#5b5b66", "#b35900", "#0b62a8", "#00795c", "#a3216b", "#7d6200")
REGION_MARKS = ("o", "s", "^", "D", "v", "P")
EDITION_MARKS = (("o", "none"), ("s", MUTED), ("D", INK))  # no colour of a region: editions are no regions
DARK = {
    INK: "#e6e8eb",
    MUTED: "#a3abb5",
    RULE: "#3b434c",
    BAND: "#262c33",
    "#5b5b66": "#b9b9c4",
    "#b35900": "#f0a35e",
    "#0b62a8": "#6db3f2",
    "#00795c": "#4fd1a5",
    "#a3216b": "#f07fbf",
    "#7d6200": "#e0c04a",
}

STYLE = {
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
}


@dataclass(frozen=True)
class Figure:
    """A drawn figure: SVG, caption, alt text, and the frame that it shows."""

    name: str
    caption: str
    alt: str
    twin: pd.DataFrame
    svg: str

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict[str, str], dict]:
        """Offer the figure to Jupyter; the plain text is the twin, so that comparing outputs compares values."""
        data = {"image/svg+xml": self.svg, "text/plain": self.to_csv().rstrip("\n")}
        return data, {"wsis20": {"figure": {"name": self.name, "caption": self.caption, "alt": self.alt}}}

    def to_csv(self) -> str:
        """Return the numeric twin as CSV."""
        return self.twin.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")


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
    """Return a figure as SVG without anything that differs from run to run."""
    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": "wsis20"})
    return stream.getvalue()


def region_style(order: int) -> tuple[str, str]:
    """Return colour and mark of the region with this ``sort_order``, from 1."""
    return REGION_COLOURS[(order - 1) % len(REGION_COLOURS)], REGION_MARKS[(order - 1) % len(REGION_MARKS)]


def timeline(name: str, caption: str, events: pd.DataFrame, today: pd.Timestamp, today_label: str) -> Figure:
    """Draw events on a time axis, one row each, from the earliest at the top.

    ``events`` has the columns place, region, region_order, start, end, when (the date in words), status (held or
    planned) and form (empty when not stated). What was held is filled, what was planned on the day ``today`` is hollow.
    """
    events = events.sort_values(["start", "place"], ignore_index=True)
    middle = events["start"].min() + (events["end"].max() - events["start"].min()) / 2
    with canvas(0.4 * len(events) + 0.8) as (figure, axes):
        for row in events.itertuples():
            draw_event(axes, row, text_after=row.start < middle)
        # The line stops short of the last row, whose words stand to the left of its mark.
        axes.plot(
            [today, today], [-0.6, len(events) - 1.4], color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)), zorder=0
        )
        note(axes, today_label, today, -0.85, 4, "right")
        axes.set_yticks([])
        axes.set_ylim(len(events) - 0.4, -1.2)
        axes.set_xlim(events["start"].min() - pd.Timedelta(days=25), events["end"].max() + pd.Timedelta(days=25))
        locator = mdates.MonthLocator(bymonth=(1, 4, 7, 10))
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator, show_offset=False))
        svg = to_svg(figure)
    return Figure(name, caption, timeline_alt(events, today_label), events.drop(columns="region_order"), svg)


def draw_event(axes: plt.Axes, event, text_after: bool) -> None:
    """Draw one row of a timeline: place and region at the left, the mark at its date, the date in words beside it."""
    colour, mark = region_style(event.region_order)
    centre = event.start + (event.end - event.start) / 2
    face = colour if event.status == "held" else "none"
    axes.plot(centre, event.Index, mark, color=colour, markerfacecolor=face, markersize=7, markeredgewidth=1.4)
    note(axes, event_words(event), centre, event.Index, 9, "left" if text_after else "right")
    left = {"xycoords": axes.get_yaxis_transform(), "textcoords": "offset points", "ha": "right"}
    axes.annotate(event.place, (0, event.Index), (-4, 5), va="center", **left)
    axes.annotate(
        wrap(event.region, 22),
        (0, event.Index),
        (-4, -1),
        va="top",
        fontsize=8,
        color=MUTED,
        linespacing=0.95,
        **left,
    )


def note(axes: plt.Axes, text: str, x, y, distance: float, side: str) -> None:
    """Write muted words beside a point, ``distance`` points away, that start (``left``) or end (``right``) there."""
    offset = (distance if side == "left" else -distance, 0)
    axes.annotate(text, (x, y), offset, textcoords="offset points", ha=side, va="center", fontsize=8.5, color=MUTED)


def event_words(event) -> str:
    """Return date, form and, where it is not that it was held, status of an event."""
    return ", ".join(part for part in (event.when, event.form, event.status if event.status != "held" else "") if part)


def timeline_alt(events: pd.DataFrame, today_label: str) -> str:
    """Say in words what the timeline shows."""
    parts = [f"{row.place} ({row.region}): {event_words(row)}" for row in events.itertuples()]
    before = int((events["status"] == "held").sum())
    verb = "lies" if before == 1 else "lie"
    return (
        f"A timeline with {prose.count(len(events), 'row')}, the earliest first. {'; '.join(parts)}. "
        f"A dashed line marks the {today_label}; {prose.number(before)} of them {verb} before it."
    )


def message_grid(name: str, caption: str, messages: pd.DataFrame, regions: pd.DataFrame, kinds: list[str]) -> Figure:
    """Draw the messages of each region by kind: one row per region, one column per kind, one numbered mark per message.

    ``messages`` has the columns region, kind and number; ``regions`` has region, region_order and absent, in the order
    of the rows. A region without a message is hatched and bears its words in ``absent``: that is not a count of zero.
    """
    twin = grid_counts(messages, regions, kinds)
    with canvas(0.52 * len(regions) + 0.6) as (figure, axes):
        for y, row in enumerate(regions.itertuples()):
            own = messages[messages["region"] == row.region]
            if own.empty:
                draw_absence(axes, y, len(kinds), row.absent)
            else:
                draw_region(axes, y, own, kinds, row.region_order)
        rule_grid(axes, [wrap(region) for region in regions["region"]], kinds)
        svg = to_svg(figure)
    return Figure(name, caption, grid_alt(messages, regions, kinds), twin, svg)


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
    """Return ``count`` places around zero, 0.31 apart."""
    return [0.31 * (place - (count - 1) / 2) for place in range(count)]


def wrap(label: str, width: int = 17) -> str:
    """Break a label into lines of about ``width`` characters."""
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def grid_counts(messages: pd.DataFrame, regions: pd.DataFrame, kinds: list[str]) -> pd.DataFrame:
    """Return region, kind and number of messages for every cell; missing, not zero, for a region without any."""
    counts = messages.groupby(["region", "kind"], observed=True).size()
    rows = [
        (region, kind, counts.get((region, kind), 0) if (messages["region"] == region).any() else pd.NA)
        for region, kind in itertools.product(regions["region"], kinds)
    ]
    return pd.DataFrame(rows, columns=["region", "kind", "messages"]).astype({"messages": "Int64"})


def grid_alt(messages: pd.DataFrame, regions: pd.DataFrame, kinds: list[str]) -> str:
    """Say in words what the grid of messages shows."""
    parts = []
    for row in regions.itertuples():
        own = messages[messages["region"] == row.region]
        counts = [prose.count(n, kind) for kind in kinds if (n := int((own["kind"] == kind).sum()))]
        parts.append(f"{row.region}: {prose.listing(counts) if counts else row.absent}")
    return f"A grid of messages by region and kind. {'; '.join(parts)}."


def theme_matrix(name: str, caption: str, given: pd.DataFrame, themes: list[str], regions: pd.DataFrame) -> Figure:
    """Draw which region has which theme: one row per theme, one column per region, the numbers of the messages in it.

    ``given`` has the columns theme, region and number, one row per theme of a message; ``themes`` is in the order of
    the rows; ``regions`` has region, region_order and absent, in the order of the columns. The column of a region
    without any message is hatched.
    """
    twin = matrix_counts(given, themes, regions)
    with canvas(0.25 * len(themes) + 1.3) as (figure, axes):
        for x, row in enumerate(regions.itertuples()):
            own = given[given["region"] == row.region]
            if own.empty:
                axes.bar(
                    x, len(themes), bottom=-0.5, width=0.7, facecolor=BAND, hatch="////", edgecolor=RULE, linewidth=0
                )
                ground = {"facecolor": BAND, "edgecolor": "none", "pad": 1.5}
                axes.text(
                    x,
                    len(themes) / 2 - 0.5,
                    row.absent,
                    rotation=90,
                    ha="center",
                    va="center",
                    fontsize=8.5,
                    bbox=ground,
                )
            for y, theme in enumerate(themes):
                numbers = sorted(own.loc[own["theme"] == theme, "number"])
                if numbers:
                    draw_cell(axes, x, y, row.region_order, numbers)
        columns = [wrap(region, 14) for region in regions["region"]]
        rule_grid(axes, [wrap(theme, 30) for theme in themes], columns, fontsize=8)
        axes.set_xticks(range(len(columns)), columns, rotation=60, ha="left")
        svg = to_svg(figure)
    return Figure(name, caption, matrix_alt(given, themes, regions), twin, svg)


def draw_cell(axes: plt.Axes, x: float, y: float, region_order: int, numbers: list[int]) -> None:
    """Draw the mark of a region with the numbers of the messages that have the theme."""
    colour, mark = region_style(region_order)
    axes.plot(x - 0.12, y, mark, color=colour, markersize=6)
    words = ", ".join(str(number) for number in numbers)
    axes.annotate(words, (x - 0.12, y), (5, 0), textcoords="offset points", va="center", fontsize=8, color=INK)


def matrix_counts(given: pd.DataFrame, themes: list[str], regions: pd.DataFrame) -> pd.DataFrame:
    """Return theme, region and number of messages for every cell; missing for a region without any message."""
    counts = given.groupby(["theme", "region"], observed=True).size()
    heard = set(given["region"])
    rows = [
        (theme, region, counts.get((theme, region), 0) if region in heard else pd.NA)
        for theme, region in itertools.product(themes, regions["region"])
    ]
    return pd.DataFrame(rows, columns=["theme", "region", "messages"]).astype({"messages": "Int64"})


def matrix_alt(given: pd.DataFrame, themes: list[str], regions: pd.DataFrame) -> str:
    """Say in words which region has which theme."""
    parts = []
    for theme in themes:
        having = [
            region for region in regions["region"] if ((given["theme"] == theme) & (given["region"] == region)).any()
        ]
        parts.append(f"{theme}: {prose.listing(having) if having else 'no region'}")
    silent = [f"{row.region} is {row.absent}" for row in regions.itertuples() if row.region not in set(given["region"])]
    return f"A matrix of themes by region. {'; '.join([*parts, *silent])}."


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


def blank(axes: plt.Axes) -> None:
    """Take away the scales of a drawing whose values stand in it as words."""
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines["bottom"].set_visible(False)


def plan(name: str, caption: str, steps: pd.DataFrame) -> Figure:
    """Draw steps on a time axis: what was planned as an open bar, what happened as a filled mark.

    ``steps`` has the columns label, planned_start, planned_end, actual_start, actual_end (any pair may be missing) and
    outcome, in the order of the rows.
    """
    with canvas(0.42 * len(steps) + 0.5) as (figure, axes):
        for row in steps.itertuples():
            if pd.notna(row.planned_start):
                span = mdates.date2num(row.planned_end) - mdates.date2num(row.planned_start) + 1
                axes.barh(
                    row.Index,
                    span,
                    left=mdates.date2num(row.planned_start),
                    height=0.3,
                    facecolor=BAND,
                    edgecolor=MUTED,
                    linewidth=0.8,
                )
            if pd.notna(row.actual_start):
                axes.plot(
                    row.actual_start + (row.actual_end - row.actual_start) / 2,
                    row.Index,
                    "o",
                    color=INK,
                    markersize=6,
                )
        axes.xaxis_date()
        axes.set_yticks(range(len(steps)), [wrap(label, 30) for label in steps["label"]], fontsize=8)
        axes.tick_params(axis="y", length=0)
        axes.set_ylim(len(steps) - 0.4, -0.6)
        locator = mdates.MonthLocator(bymonth=(1, 7))
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(mdates.DateFormatter("%b %Y"))
        axes.tick_params(axis="x", labelsize=8)
        for y in range(1, len(steps)):
            axes.axhline(y - 0.5, color=RULE, linewidth=0.5)
        svg = to_svg(figure)
    return Figure(name, caption, plan_alt(steps), steps, svg)


def plan_alt(steps: pd.DataFrame) -> str:
    """Say in words what was planned and what happened."""
    parts = []
    for row in steps.itertuples():
        planned = (
            prose.period(row.planned_start, row.planned_end, "month") if pd.notna(row.planned_start) else "not planned"
        )
        done = prose.period(row.actual_start, row.actual_end) if pd.notna(row.actual_start) else "not determined"
        parts.append(f"{row.label}: planned {planned}, took place {done}".replace("planned not planned", "not planned"))
    return f"A chart of steps in time, open bars for the plan and marks for what happened. {'; '.join(parts)}."


def dots(name: str, caption: str, values: pd.DataFrame, unit: str) -> Figure:
    """Draw values as marks on one scale, one row per area, one mark per edition; marks are never joined.

    ``values`` has the columns area, edition, year and value; areas stand in the order of their first appearance, and so
    do editions.
    """
    areas, editions = list(dict.fromkeys(values["area"])), list(dict.fromkeys(values["edition"]))
    with canvas(0.34 * len(areas) + 1.0) as (figure, axes):
        for number, edition in enumerate(editions, 1):
            own = values[values["edition"] == edition]
            mark, face = EDITION_MARKS[(number - 1) % len(EDITION_MARKS)]
            places = [areas.index(area) + 0.16 * (number - (len(editions) + 1) / 2) for area in own["area"]]
            style = {"color": INK, "markerfacecolor": face, "markersize": 6, "linestyle": "none", "label": edition}
            axes.plot(own["value"].astype(float), places, mark, **style)
        axes.set_yticks(range(len(areas)), [wrap(area) for area in areas])
        axes.tick_params(axis="y", length=0)
        axes.set_ylim(len(areas) - 0.4, -0.6)
        axes.set_xlim(0, 100)
        axes.set_xlabel(unit, fontsize=8.5)
        for y in range(1, len(areas)):
            axes.axhline(y - 0.5, color=RULE, linewidth=0.5)
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), frameon=False, fontsize=8.5, ncols=1, handletextpad=0.2)
        svg = to_svg(figure)
    return Figure(name, caption, dots_alt(values, unit), values, svg)


def dots_alt(values: pd.DataFrame, unit: str) -> str:
    """Say in words every value with its edition."""
    parts = []
    for area, own in values.groupby("area", sort=False):
        told = [f"{row.value:g} in {row.edition} (for {row.year})" for row in own.itertuples()]
        parts.append(f"{area}: {prose.listing(told)}")
    return f"A dot chart of values in {unit}, one row per area. {'; '.join(parts)}."


def flow(name: str, caption: str, statements: pd.DataFrame, traces: pd.DataFrame, keys: pd.DataFrame) -> Figure:
    """Draw statements as dots at the left and key messages as boxes at the right, joined by their traces.

    ``statements`` has message_id and speaker, in the order of the record; ``traces`` has key_message_id, statement_id
    and relation (direct or thematic); ``keys`` has message_id, text and outcome (what is known to have come of it).
    """
    colour, _ = region_style(4)
    place = {message: number for number, message in enumerate(statements["message_id"])}
    step = len(statements) / len(keys)
    centre = {message: step * (number + 0.5) - 0.5 for number, message in enumerate(keys["message_id"])}
    with canvas(0.085 * len(statements) + 0.4) as (figure, axes):
        for row in traces.itertuples():
            weight = 1.4 if row.relation == "direct" else 0.6
            style = "-" if row.relation == "direct" else (0, (3, 2))
            ends = [place[row.statement_id], centre[row.key_message_id]]
            axes.plot([0.34, 0.58], ends, color=colour, linewidth=weight, linestyle=style)
        reached = set(traces["statement_id"])
        for message, y in place.items():
            tone = colour if message in reached else RULE
            axes.plot(0.33, y, "o", color=tone, markersize=3.4)
        for speaker, own in statements.groupby("speaker", sort=False):
            middle = sum(place[message] for message in own["message_id"]) / len(own)
            axes.text(0.31, middle, speaker, ha="right", va="center", fontsize=8)
        for row in keys.itertuples():
            words = wrap(row.text, 25)
            axes.text(0.59, centre[row.message_id] - 0.6, words, ha="left", va="bottom", fontsize=8, linespacing=1.05)
            axes.text(
                0.59, centre[row.message_id] + 0.6, wrap(row.outcome, 25), ha="left", va="top", fontsize=8, color=MUTED
            )
        blank(axes)
        axes.set_xlim(0, 1)
        axes.set_ylim(len(statements), -1)
        svg = to_svg(figure)
    twin = statements.merge(traces, left_on="message_id", right_on="statement_id", how="left")
    twin = twin[["message_id", "speaker", "key_message_id", "relation"]]
    return Figure(name, caption, flow_alt(statements, traces, keys), twin, svg)


def flow_alt(statements: pd.DataFrame, traces: pd.DataFrame, keys: pd.DataFrame) -> str:
    """Say in words how many statements lead where."""
    reached = statements["message_id"].isin(traces["statement_id"]).sum()
    parts = []
    for number, row in enumerate(keys.itertuples(), 1):
        own = traces[traces["key_message_id"] == row.message_id]["relation"].value_counts()
        direct, thematic = int(own.get("direct", 0)), int(own.get("thematic", 0))
        lines = f"{prose.number(direct)} direct and {prose.number(thematic)} thematic"
        parts.append(f"key message {number}: {lines}, {row.outcome}")
    dots, boxes = prose.count(len(statements), "statement"), prose.count(len(keys), "key message")
    return (
        f"Dots for {dots} by speaker, joined by lines to {boxes}; "
        f"{prose.number(int(reached))} of the statements have a line. {'; '.join(parts)}."
    )
