"""Indicators: figures that several editions of a publication give."""

from __future__ import annotations

import pandas as pd

from wsis20.words import listing, number, region_of_itu

TERMS = "Values not under CC BY 4.0."
"""What the caption of a figure with statistics says of their licence."""


PARITY = (0.98, 1.02)
"""Between which scores ITU calls the use of the Internet by women and men equal: source_notes, itu-parity-bands."""


def changes_within_editions(observations: pd.DataFrame) -> pd.DataFrame:
    """Return the first and the last value that one edition itself gives for an indicator and area in different years.

    ``observations`` has indicator_id, area, edition, year and value. One row per indicator, area and edition with more
    than one year: these, first_year, first, last_year, last.
    """
    ordered = observations.sort_values("year")
    grouped = ordered.groupby(["indicator_id", "area", "edition"])
    found = grouped.agg(
        first_year=("year", "first"), first=("value", "first"), last_year=("year", "last"), last=("value", "last")
    )
    return found[found["last_year"] > found["first_year"]].reset_index()


def in_words(area: str) -> str:
    """Return the name of an area of the statistics as it stands in a sentence.

    >>> in_words("World"), in_words("CIS"), in_words("Africa")
    ('the world', 'the CIS', 'Africa')
    """
    return "the world" if area == "World" else region_of_itu(area)


def of_world(values: pd.DataFrame) -> str:
    """Return the latest value of the world; ``values`` has area, value and year, with the world among them."""
    return f"{values[values['area'] == 'World'].sort_values('year')['value'].iloc[-1]:g}"


def leading(values: pd.DataFrame) -> str:
    """Return from which share to which the regions of one edition run, by what was read; what was inferred follows.

    ``values`` has area, area_scheme, value and confidence, with regions of ITU among them.
    """
    regions = values[values["area_scheme"] == "ITU region"].sort_values("value", kind="stable")
    inferred = regions["confidence"] == "inferred"
    low, high = regions[~inferred].iloc[0], regions[~inferred].iloc[-1]
    told = f"{low['value']:g} per cent in {in_words(low['area'])} to {high['value']:g} in {in_words(high['area'])}"
    further = [f"{row.value:g} in {in_words(row.area)}" for row in regions[inferred].itertuples()]
    return f"{told} (inferred: {listing(further)})" if further else told


def printed(values: pd.DataFrame, series: list[str]) -> pd.Series:
    """Return each value in words, with the decimals of the value of its series that has the most.

    ``values`` has a column value, of numbers, and those that ``series`` names, by which a series is told from another.
    """
    decimals = values["value"].map(lambda value: len(f"{value:g}".partition(".")[2]))
    most = decimals.groupby([values[name] for name in series], observed=True).transform("max")
    told = [f"{value:.{places}f}" for value, places in zip(values["value"], most, strict=True)]
    return pd.Series(told, index=values.index, dtype=object)


def how_read(confidence: pd.Series) -> str:
    """Return how many values there are, how many from a secondary source, and how many this work inferred.

    ``confidence`` is that of the table observations: direct, secondary or inferred, one for each value.
    """
    counts, size = confidence.astype(str).value_counts(), len(confidence)
    told = [
        f"{'all' if counts[name] == size else number(int(counts[name]))} {words}"
        for name, words in (("secondary", "at second hand"), ("inferred", "inferred"))
        if counts.get(name)
    ]
    first = f"n = {size:,} {'value' if size == 1 else 'values'}"
    return f"{first}, {listing(told)}." if told else f"{first}."
