"""Comparison of regions that have a few messages each: sets of themes, their likeness, and what it hangs on.

The likeness of two regions is Jaccard's: themes that both have, by themes that either has. With three messages a region
a likeness says little by itself, so that it comes with the exact distribution it would have if the messages had been
given to the regions at random (a permutation test, enumerated and not sampled), and with the range that it has when any
one message is left out.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from math import comb

import numpy as np
import pandas as pd

from wsis20 import prose

Sets = Mapping[str, frozenset]


def themes_by_message(
    codings: pd.DataFrame, coding_pass: str = "agreed", cut: Mapping | None = None
) -> dict[str, frozenset]:
    """Return the themes of each message in one pass, or what ``cut`` makes of them.

    ``cut`` maps a theme to a value, or to a tuple of values, on another scheme (theme groups, action lines).
    """
    given = codings[codings["coding_pass"] == coding_pass]
    sets = given.groupby("message_id")["theme_id"].agg(frozenset)
    if cut is None:
        return sets.to_dict()
    return {
        message: frozenset(value for theme in themes for value in as_tuple(cut[theme]))
        for message, themes in sets.items()
    }


def as_tuple(value) -> tuple:
    """Return a tuple as it is and anything else as a tuple of one."""
    return value if isinstance(value, tuple) else (value,)


def by_region(themes: Sets, regions: Mapping[str, str]) -> dict[str, frozenset]:
    """Return the union of the themes of the messages of each region; ``regions`` maps messages to regions, in order."""
    found: dict[str, frozenset] = {}
    for message, region in regions.items():
        found[region] = found.get(region, frozenset()) | themes.get(message, frozenset())
    return found


def jaccard(one: frozenset, other: frozenset) -> float:
    """Return shared by all members of two sets, from 0 to 1; two empty sets are alike (1)."""
    return len(one & other) / len(one | other) if one | other else 1.0


def pairs(sets: Sets) -> pd.DataFrame:
    """Return the likeness of every pair of regions, in the order of ``sets``: one, other, shared, either, likeness."""
    rows = [
        (one, other, len(sets[one] & sets[other]), len(sets[one] | sets[other]), jaccard(sets[one], sets[other]))
        for one, other in itertools.combinations(sets, 2)
    ]
    return pd.DataFrame(rows, columns=["one", "other", "shared", "either", "likeness"])


def spread_of_themes(sets: Sets) -> pd.DataFrame:
    """Return how many regions have each theme that any has, and which: theme, regions (tuple) and count."""
    themes = sorted(frozenset().union(*sets.values()))
    rows = [(theme, tuple(region for region in sets if theme in sets[region])) for theme in themes]
    frame = pd.DataFrame(rows, columns=["theme", "regions"])
    return frame.assign(count=frame["regions"].map(len)).sort_values(
        ["count", "theme"], ascending=[False, True], ignore_index=True
    )


def assignments(sizes: list[int]) -> int:
    """Return in how many ways messages can be given to regions of these sizes: a multinomial coefficient."""
    total, ways = sum(sizes), 1
    for size in sizes:
        ways *= comb(total, size)
        total -= size
    return ways


def chance(themes: Sets, regions: Mapping[str, str], one: str, other: str) -> tuple[float, float]:
    """Return how often a random relabelling makes two regions at least, and at most, as alike as they are.

    Every way to give as many of the messages to ``one`` and ``other`` as they have counts once. That is exact: how the
    rest is shared out among the other regions does not touch the pair, and is the same number of ways each time.
    """
    sets = by_region(themes, regions)
    observed = jaccard(sets[one], sets[other])
    sizes = [sum(region == name for region in regions.values()) for name in (one, other)]
    masks = bit_masks(themes, list(regions))
    values = np.fromiter(relabelled(masks, *sizes), dtype=float)
    return float((values >= observed - 1e-12).mean()), float((values <= observed + 1e-12).mean())


def bit_masks(themes: Sets, messages: list[str]) -> list[int]:
    """Return the themes of each message as the bits of a number."""
    place = {theme: number for number, theme in enumerate(sorted(frozenset().union(*themes.values())))}
    return [sum(1 << place[theme] for theme in themes.get(message, ())) for message in messages]


def relabelled(masks: list[int], first: int, second: int) -> Iterator[float]:
    """Yield the likeness of two groups of messages of these sizes, for every way to choose them."""
    numbers = range(len(masks))
    unions = {
        chosen: union(masks, chosen) for size in {first, second} for chosen in itertools.combinations(numbers, size)
    }
    for chosen in itertools.combinations(numbers, first):
        rest = [number for number in numbers if number not in chosen]
        for other in itertools.combinations(rest, second):
            either = (unions[chosen] | unions[other]).bit_count()
            yield (unions[chosen] & unions[other]).bit_count() / either if either else 1.0


def union(masks: list[int], chosen: tuple[int, ...]) -> int:
    """Return the bits that any of the chosen masks has."""
    bits = 0
    for number in chosen:
        bits |= masks[number]
    return bits


def without_each(regions: Mapping[str, str], statistic: Callable[[Mapping[str, str]], float]) -> dict[str, float]:
    """Return a statistic of the assignment of messages to regions with each message left out in turn."""
    return {
        message: statistic({other: region for other, region in regions.items() if other != message})
        for message in regions
    }


def likeness_range(themes: Sets, regions: Mapping[str, str], one: str, other: str) -> tuple[float, float]:
    """Return the lowest and the highest likeness of two regions when any one message is left out."""

    def likeness(left: Mapping[str, str]) -> float:
        sets = by_region(themes, left)
        return jaccard(sets.get(one, frozenset()), sets.get(other, frozenset()))

    values = without_each(regions, likeness).values()
    return min(values), max(values)


def findings(cuts: Mapping[str, Sets]) -> pd.DataFrame:
    """Return findings about regions, whether each holds under every cut, and whether it survives all of them.

    ``cuts`` maps the name of a cut to sets by region; the first one is that in which the findings are made. One row per
    finding: finding, one column of booleans per cut, survives.
    """
    first = next(iter(cuts.values()))
    most = most_alike(first)
    tests: dict[str, Callable[[Sets], bool]] = {
        "no theme is shared by all regions": lambda sets: not frozenset.intersection(*sets.values()),
        "every pair of regions differs": lambda sets: bool((pairs(sets)["likeness"] < 1).all()),
        "every region has something that no other has": lambda sets: set(singles(sets)) == set(sets),
    }
    if len(most) == 1:
        (pair,) = most
        names = prose.listing([prose.region(name) for name in pair])
        tests[f"{names} are the most alike"] = lambda sets: most_alike(sets) == [pair]
    rows = [(finding, *(test(sets) for sets in cuts.values())) for finding, test in tests.items()]
    frame = pd.DataFrame(rows, columns=["finding", *cuts])
    frame = frame[frame[next(iter(cuts))]].reset_index(drop=True)
    return frame.assign(survives=frame[list(cuts)].all(axis=1))


def most_alike(sets: Sets) -> list[tuple[str, str]]:
    """Return the pairs of regions with the highest likeness: one, or several in a tie."""
    frame = pairs(sets)
    best = frame[frame["likeness"] >= frame["likeness"].max() - 1e-12]
    return list(zip(best["one"], best["other"], strict=True))


def singles(sets: Sets) -> dict[str, list[str]]:
    """Return the themes that only one region has, by region, without regions that have none such."""
    spread = spread_of_themes(sets)
    found: dict[str, list[str]] = {}
    for row in spread[spread["count"] == 1].itertuples():
        found.setdefault(row.regions[0], []).append(row.theme)
    return found
