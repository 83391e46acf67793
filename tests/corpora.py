"""Small corpora for the tests of the analysis: messages with themes, dealt out to regions."""

from __future__ import annotations

import pandas as pd
from hypothesis import strategies as st

corpora = st.dictionaries(
    st.sampled_from([f"m{n}" for n in range(8)]), st.frozensets(st.sampled_from("vwxyz"), min_size=1), min_size=4
)

THEMES = {"a1": "xy", "a2": "y", "b1": "yz", "b2": "w"}
"""Four messages with their themes, each a letter."""
REGIONS = {"a1": "A", "a2": "A", "b1": "B", "b2": "B"}


def presence(themes: dict) -> pd.DataFrame:
    """Return which message has which theme; ``themes`` maps messages to anything with themes in it."""
    columns = sorted({theme for own in themes.values() for theme in own})
    return pd.DataFrame([[theme in own for theme in columns] for own in themes.values()], list(themes), columns, bool)


def split(messages, regions: str) -> dict[str, str]:
    """Deal messages out in turn."""
    return {message: regions[number % len(regions)] for number, message in enumerate(sorted(messages))}


def sizes(regions: dict[str, str]) -> pd.Series:
    """Return the number of messages by region."""
    return pd.Series(regions).value_counts(sort=False)
