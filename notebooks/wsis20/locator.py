"""Locators: places in a document in words, from the widest heading to the item, parted by commas."""

from __future__ import annotations

import re

SEVERAL = re.compile(r"(?P<before>(?:.*, )?)(?P<what>\w+)s (?P<first>\d+) to (?P<last>\d+)")


def overlap(one: str, other: str) -> bool:
    """Return whether of two places in one document one is the other, or lies in it as an item lies in a list."""
    return any(within(a, b) or within(b, a) for a in items(one) for b in items(other))


def within(place: str, wider: str) -> bool:
    """Return whether a place is another or lies in it."""
    return place == wider or place.startswith(f"{wider}, ")


def stands_in(place: str, places: str) -> bool:
    """Return whether a place, with all of its items, lies in one of several places, parted by semicolons.

    >>> stands_in("Paragraph 2, sentence 1", "Opening; Paragraphs 1 to 3"), stands_in("Item 11", "Item 1")
    (True, False)
    """
    wider = [one for part in places.split("; ") for one in items(part)]
    return all(any(within(own, one) for one in wider) for own in items(place))


def items(locator: str) -> list[str]:
    """Return a locator of several items, paragraphs or the like as one locator for each, any other as it is.

    >>> items("Paragraphs 1 to 3"), items("Opening")
    (['Paragraph 1', 'Paragraph 2', 'Paragraph 3'], ['Opening'])
    """
    if (found := SEVERAL.fullmatch(locator)) is None:
        return [locator]
    numbers = range(int(found["first"]), int(found["last"]) + 1)
    return [f"{found['before']}{found['what']} {number}" for number in numbers]
