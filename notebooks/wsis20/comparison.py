"""Comparison of regions that have a few messages each: sets of themes, their likeness, and what it hangs on.

The likeness of two regions is Jaccard's: themes that both have, by themes that either has. With three messages a region
a likeness says little by itself, so that it comes with the exact distribution it would have if the messages had been
given to the regions at random (a permutation test, enumerated and not sampled), and with the range that it has when any
one message is left out.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from math import comb, factorial, prod
from typing import TypeVar

import numpy as np
import pandas as pd

from wsis20 import prose
from wsis20.coding import NO_THEME

Sets = Mapping[str, frozenset]
Made = TypeVar("Made")


def themes_by_message(
    codings: pd.DataFrame, coding_pass: str = "agreed", cut: Mapping | None = None
) -> dict[str, frozenset]:
    """Return the themes of each message in one pass, or what ``cut`` makes of them.

    A message that fits no theme has an empty set, so that two of them are not taken for a shared theme. ``cut`` maps
    a theme to a value, or to a tuple of values, on another scheme (theme groups, action lines).
    """
    given = codings[codings["coding_pass"] == coding_pass]
    sets = given.groupby("message_id")["theme_id"].agg(lambda themes: frozenset(themes) - {NO_THEME})
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
    """Return shared by all members of two sets, from 0 to 1; two empty sets share nothing (0)."""
    return len(one & other) / len(one | other) if one | other else 0.0


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


def chance(themes: Sets, regions: Mapping[str, str], one: str, other: str) -> tuple[float, float, float, float]:
    """Return how a random relabelling makes two regions alike: at least and at most as much as they are, and a band.

    The first two are shares of the relabellings; the band is their middle 95 percent. Every way to give as many of the
    messages to ``one`` and ``other`` as they have counts once. That is exact: how the rest is shared out among the
    other regions does not touch the pair, and is the same number of ways each time.
    """
    sets = by_region(themes, regions)
    observed = jaccard(sets[one], sets[other])
    counts = Counter(regions.values())
    sizes = [counts[name] for name in (one, other)]
    masks = bit_masks(themes, list(regions))
    values = np.fromiter(relabelled(masks, *sizes), dtype=float)
    low, high = np.quantile(values, [0.025, 0.975], method="inverted_cdf")
    at_least, at_most = (values >= observed - 1e-12).mean(), (values <= observed + 1e-12).mean()
    return float(at_least), float(at_most), float(low), float(high)


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
            yield (unions[chosen] & unions[other]).bit_count() / either if either else 0.0


def union(masks: list[int], chosen: tuple[int, ...]) -> int:
    """Return the bits that any of the chosen masks has."""
    bits = 0
    for number in chosen:
        bits |= masks[number]
    return bits


LIMIT = 2_000_000  # partitions that are counted one by one; more are drawn at random
DRAWS = 100_000
SEED = 20


def partitions(sizes: Sequence[int]) -> int:
    """Return in how many ways messages fall into groups of these sizes when it does not matter what a group is called.

    Each stands for the same number of `assignments`.
    """
    same = [list(sizes).count(size) for size in set(sizes)]
    return assignments(list(sizes)) // prod(factorial(number) for number in same)


def relabellings(sizes: Sequence[int]) -> tuple[np.ndarray, bool]:
    """Return ways to put messages into groups of these sizes, and whether they are all ways there are.

    The array has one row per way and one column per message; it holds the number of the group. Up to `LIMIT` partitions
    are enumerated, and each counts for as many assignments as any other; beyond, `DRAWS` are drawn with a fixed seed.
    """
    if partitions(sizes) <= LIMIT:
        return enumerated(tuple(sorted(sizes))), True
    groups = np.repeat(np.arange(len(sizes), dtype=np.int8), list(sizes))
    return np.random.default_rng(SEED).permuted(np.tile(groups, (DRAWS, 1)), axis=1), False


@cache
def enumerated(sizes: tuple[int, ...]) -> np.ndarray:
    """Return every partition of messages into groups of these sizes; group 0 is that of the first message."""
    if not sizes:
        return np.zeros((1, 0), dtype=np.int8)
    total, blocks = sum(sizes), []
    for size in sorted(set(sizes)):
        rest = list(sizes)
        rest.remove(size)
        inner = enumerated(tuple(rest)) + np.int8(1)
        for others in itertools.combinations(range(1, total), size - 1):
            block = np.zeros((len(inner), total), dtype=np.int8)
            block[:, [place for place in range(1, total) if place not in others]] = inner
            blocks.append(block)
    return np.concatenate(blocks)


MOST_ALIKE = "likeness of the most alike pair"


def joint_chance(themes: Sets, regions: Mapping[str, str]) -> tuple[pd.DataFrame, bool]:
    """Return statistics of all regions together, against what they would be if messages fell to regions at random.

    One row per statistic: statistic, observed, mean, low and high (the middle 95 percent of the relabellings), at_least
    and at_most (shares of the relabellings). The second value says whether every relabelling was counted.
    """
    unions, exact = dealt(themes, regions)
    sets = by_region(themes, regions)
    values = statistics(unions)
    observed = statistics([np.array([bits], dtype=np.uint64) for bits in bit_masks(sets, list(sets))])
    rows = []
    for name, drawn in values.items():
        (seen,) = observed[name]
        low, high = np.quantile(drawn, [0.025, 0.975], method="inverted_cdf")
        shares = (drawn >= seen - 1e-12).mean(), (drawn <= seen + 1e-12).mean()
        rows.append((name, float(seen), float(drawn.mean()), float(low), float(high), *(float(s) for s in shares)))
    return pd.DataFrame(rows, columns=["statistic", "observed", "mean", "low", "high", "at_least", "at_most"]), exact


def sizes_of(regions: Mapping[str, str]) -> list[int]:
    """Return how many messages each region has, in the order of the regions."""
    return list(Counter(regions.values()).values())


def dealt(themes: Sets, regions: Mapping[str, str]) -> tuple[list[np.ndarray], bool]:
    """Return the themes of each group of messages for every relabelling, and whether these are all there are.

    There is one array a group, which holds the themes as bits, one number a way.
    """
    sizes = sizes_of(regions)
    ways, exact = relabellings(sizes)
    masks, none = np.array(bit_masks(themes, list(regions)), dtype=np.uint64), np.uint64(0)
    return [np.bitwise_or.reduce(np.where(ways == group, masks, none), axis=1) for group in range(len(sizes))], exact


def in_several(unions: list[np.ndarray]) -> np.ndarray:
    """Return the themes that at least two groups have, as bits."""
    return np.bitwise_or.reduce([one & other for one, other in itertools.combinations(unions, 2)])


def statistics(unions: list[np.ndarray]) -> dict[str, np.ndarray]:
    """Return each statistic of all groups together, one value a way; ``unions`` is that of `dealt`."""
    pairs_of = list(itertools.combinations(unions, 2))
    shared = np.stack([np.bitwise_count(one & other) for one, other in pairs_of], axis=1).astype(float)
    either = np.stack([np.bitwise_count(one | other) for one, other in pairs_of], axis=1).astype(float)
    likeness = np.divide(shared, either, out=np.zeros_like(shared), where=either > 0)
    return {
        MOST_ALIKE: likeness.max(axis=1),
        "likeness, mean of all pairs": likeness.mean(axis=1),
        "themes that only one region has": np.bitwise_count(np.bitwise_or.reduce(unions) & ~in_several(unions)),
    }


def holding_by_chance(themes: Sets, regions: Mapping[str, str]) -> dict[str, float]:
    """Return in which share of the relabellings each finding holds that names no region; a finding as in `statements`.

    A finding that holds in all of them tells of the number of messages and the fineness of themes, not of the regions.
    """
    unions, _ = dealt(themes, regions)
    several = in_several(unions)
    holds = {
        NONE_IN_ALL.format(regions=prose.number(len(unions))): np.bitwise_and.reduce(unions) == 0,
        NO_TWO_THE_SAME: np.all(
            [(one != other) | (one == 0) for one, other in itertools.combinations(unions, 2)], axis=0
        ),
        EACH_HAS_ITS_OWN: np.all([one & ~several != 0 for one in unions], axis=0),
    }
    return {finding: float(true.mean()) for finding, true in holds.items()}


def without_each(regions: Mapping[str, str], made: Callable[[Mapping[str, str]], Made]) -> dict[str, Made]:
    """Return what is made of the assignment of messages to regions with each message left out in turn."""
    return {
        message: made({other: region for other, region in regions.items() if other != message}) for message in regions
    }


def likeness_range(themes: Sets, regions: Mapping[str, str], one: str, other: str) -> tuple[float, float]:
    """Return the lowest and the highest likeness of two regions when any one message is left out."""

    def likeness(left: Mapping[str, str]) -> float:
        sets = by_region(themes, left)
        return jaccard(sets.get(one, frozenset()), sets.get(other, frozenset()))

    values = without_each(regions, likeness).values()
    return min(values), max(values)


def in_every(sets: Sets) -> list[str]:
    """Return what is in the set of every region, by name."""
    return sorted(frozenset.intersection(*map(frozenset, sets.values()))) if sets else []


Finding = Callable[[Sets], bool]
NONE_IN_ALL = "no theme is shared by all {regions} regions compared"
NO_TWO_THE_SAME = "no two regions have the same themes"
EACH_HAS_ITS_OWN = "each region has a theme that no other has"


def statements(sets: Sets) -> dict[str, Finding]:
    """Return the findings that hold of these regions, in words, each with a test of it for other sets by region."""
    most = most_alike(sets)
    tests: dict[str, Finding] = {
        NONE_IN_ALL.format(regions=prose.number(len(sets))): lambda other: not frozenset.intersection(*other.values()),
        NO_TWO_THE_SAME: lambda other: bool((pairs(other)["likeness"] < 1).all()),
        EACH_HAS_ITS_OWN: lambda other: set(singles(other)) == set(other),
    }
    if len(most) == 1:
        (pair,) = most
        names = prose.listing([prose.region(name) for name in pair])
        tests[f"{names} are the most alike"] = lambda other: most_alike(other) == [pair]
    return {finding: test for finding, test in tests.items() if test(sets)}


def findings(cuts: Mapping[str, Sets]) -> pd.DataFrame:
    """Return findings about regions, whether each holds under every cut, and whether it survives all of them.

    ``cuts`` maps the name of a cut to sets by region; the first one is that in which the findings are made. One row per
    finding: finding, one column of booleans per cut, survives.
    """
    tests = statements(next(iter(cuts.values())))
    rows = [(finding, *(test(sets) for sets in cuts.values())) for finding, test in tests.items()]
    frame = pd.DataFrame(rows, columns=["finding", *cuts])
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
