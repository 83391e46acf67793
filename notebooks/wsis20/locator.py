"""Locators: places in a document in words, from the widest heading to the item, parted by commas."""

from __future__ import annotations

import re

ITEMS = re.compile(r"(?P<list>.*), items (?P<first>\d+) to (?P<last>\d+)")


def overlap(one: str, other: str) -> bool:
    """Return whether of two places in one document one is the other, or lies in it as an item lies in a list."""
    return any(within(a, b) or within(b, a) for a in items(one) for b in items(other))


def within(place: str, wider: str) -> bool:
    """Return whether a place is another or lies in it."""
    return place == wider or place.startswith(f"{wider}, ")


def items(locator: str) -> list[str]:
    """Return a locator of several items of a list as one locator for each, any other as it is."""
    if (found := ITEMS.fullmatch(locator)) is None:
        return [locator]
    return [f"{found['list']}, item {number}" for number in range(int(found["first"]), int(found["last"]) + 1)]
