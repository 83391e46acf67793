"""Chance: what the regions would have in common if the same messages had fallen to them at random.

With three messages a region a likeness says little by itself. So it is held against all the ways to deal the messages
out to regions of the same sizes: a permutation test, enumerated and not sampled as long as that can be done (R. A.
Fisher, *The Design of Experiments*, 1935; E. S. Edgington and P. Onghena, *Randomization Tests*, 4th ed., 2007).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cache
from math import comb, factorial, prod

import numpy as np
import pandas as pd

from wsis20.likeness import likeness

LIMIT = 2_000_000  # partitions that are counted one by one; more are drawn at random
DRAWS = 100_000
CELLS = 50_000_000  # of an array of draws, a byte each: the more messages, the fewer draws
BLOCK = 200_000  # cells of the trials that are tried together: about what a processor holds close by
SEED = 20
MIDDLE = (0.025, 0.975)
ROUNDING = 1e-12
RARE = 0.05  # of the ways to deal messages out: what is not rarer is not taken for more than chance
WAYS = 20_000  # relabellings that a trial is held against, where there are more
TRIALS = 200  # deals in which a theme is planted, to say how often it would be noticed
MOST_ALIKE = "likeness of the most alike pair"


def assignments(sizes: Sequence[int]) -> int:
    """Return in how many ways messages can be given to regions of these sizes: a multinomial coefficient."""
    total, ways = sum(sizes), 1
    for size in sizes:
        ways *= comb(total, size)
        total -= size
    return ways


def partitions(sizes: Sequence[int]) -> int:
    """Return in how many ways messages fall into groups of these sizes when it does not matter what a group is called.

    Each stands for the same number of `assignments`.
    """
    same = [list(sizes).count(size) for size in set(sizes)]
    return assignments(sizes) // prod(factorial(number) for number in same)


def relabellings(sizes: Sequence[int]) -> tuple[np.ndarray, bool]:
    """Return ways to put messages into groups of these sizes, and whether they are all ways there are.

    Parameters
    ----------
    sizes : sequence of int
        The number of messages of each group.

    Returns
    -------
    ways : ndarray of int, (ways, messages)
        The number of the group of each message; a number says nothing of the size. Up to `LIMIT` partitions are
        enumerated, and each counts for as many assignments as any other; beyond, `DRAWS` are drawn with a fixed seed,
        or as many as have `CELLS` cells.
    exact : bool
        Whether the ways are enumerated.
    """
    if partitions(sizes) <= LIMIT:
        return enumerated(tuple(sorted(sizes))), True
    groups = np.repeat(np.arange(len(sizes), dtype=np.int8), list(sizes))
    draws = min(DRAWS, max(1, CELLS // len(groups)))
    return np.random.default_rng(SEED).permuted(np.tile(groups, (draws, 1)), axis=1), False


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


def unions(present: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return the themes of each group of messages, (ways, groups, themes), for every way to deal or to code them.

    ``groups`` is (messages) or (ways, messages) and holds the number of the group of each message; ``present`` is
    (messages, themes) or (ways, messages, themes) and says which message has which theme.
    """
    ways = max(len(present) if present.ndim == 3 else 1, len(groups) if groups.ndim == 2 else 1)
    found = np.zeros((ways, groups.max(initial=-1) + 1, present.shape[-1]), dtype=bool)
    every = np.arange(ways)
    for message in range(groups.shape[-1]):
        found[every, groups[..., message]] |= present[..., message, :]
    return found


def dealt(present: pd.DataFrame, sizes: Sequence[int]) -> tuple[np.ndarray, bool]:
    """Return the themes of each group for every relabelling, as `unions` does, and whether these are all there are."""
    ways, exact = relabellings(sizes)
    return unions(present.to_numpy(bool), ways), exact


def of_pairs(present: pd.DataFrame, sizes: pd.Series, one: str, other: str) -> np.ndarray:
    """Return the likeness of two groups of the sizes of two regions, for every way to deal the messages out.

    ``sizes`` has the number of messages by region. How the rest is shared out among the other regions does not touch
    the pair, so that the rest is one group; where it is as large as one of the two, it counts as that one as well.
    """
    wanted = sorted((sizes[one], sizes[other]))
    rest = len(present) - sum(wanted)
    ways, _ = relabellings([*wanted, *([rest] if rest else [])])
    sets = unions(present.to_numpy(bool), ways)
    counts = np.stack([(ways == group).sum(axis=1) for group in range(sets.shape[1])], axis=1)
    each = np.stack(np.triu_indices(sets.shape[1], 1), axis=-1)
    fits = (np.sort(counts[:, each], axis=-1) == np.array(wanted)).all(axis=-1)
    return likeness(sets)[fits]


def against(seen: float, drawn: np.ndarray) -> dict[str, float]:
    """Return how a value stands against its distribution by chance.

    Parameters
    ----------
    seen : float
        What is observed.
    drawn : ndarray of float
        The same statistic for each relabelling.

    Returns
    -------
    dict of float
        mean; low, high: the middle 95 percent of the relabellings; at_least, at_most: shares of them, from 0 to 1, the
        first of which is the p-value of a permutation test; support: how many values the statistic takes; smallest:
        the smallest share that at_least could be, whatever had been observed. Means of the same values in another
        order can differ in their last digits, which is no difference.
    """
    low, high = np.quantile(drawn, MIDDLE, method="inverted_cdf")
    values = {"mean": drawn.mean(), "low": low, "high": high}
    values |= {"at_least": (drawn >= seen - ROUNDING).mean(), "at_most": (drawn <= seen + ROUNDING).mean()}
    values |= {"support": len(np.unique(drawn.round(9))), "smallest": (drawn >= drawn.max() - ROUNDING).mean()}
    return {name: float(value) for name, value in values.items()}


def of_each_pair(present: pd.DataFrame, sizes: pd.Series, alike: pd.DataFrame) -> pd.DataFrame:
    """Return how the likeness of each pair of regions stands `against` chance; ``alike`` is that of `pairs`."""
    rows = [against(row.likeness, of_pairs(present, sizes, row.one, row.other)) for row in alike.itertuples()]
    return pd.DataFrame(rows, index=alike.index)


def together(present: pd.DataFrame, sets: pd.DataFrame, sizes: pd.Series) -> tuple[pd.DataFrame, bool]:
    """Return statistics of all regions together, against what they would be if messages fell to regions at random.

    Parameters
    ----------
    present : DataFrame of bool, (messages, themes)
        That of `likeness.presence`.
    sets : DataFrame of bool, (regions, themes)
        That of `likeness.by_region`.
    sizes : Series of int
        The number of messages by region.

    Returns
    -------
    table : DataFrame, a row per statistic
        statistic, observed, and what `against` has.
    exact : bool
        Whether every relabelling was counted.
    """
    drawn, exact = dealt(present, sizes)
    observed = statistics(sets.to_numpy(bool)[np.newaxis])
    rows = [
        {"statistic": name, "observed": float(observed[name][0])} | against(observed[name][0], values)
        for name, values in statistics(drawn).items()
    ]
    return pd.DataFrame(rows), exact


def statistics(sets: np.ndarray) -> dict[str, np.ndarray]:
    """Return each statistic of all regions together, one value a way; ``sets`` is (ways, regions, themes)."""
    alike = likeness(sets)
    return {
        MOST_ALIKE: alike.max(axis=1),
        "likeness, mean of all pairs": alike.mean(axis=1),
        "themes that only one region has": (sets.sum(axis=1) == 1).sum(axis=1),
    }


def most_alike_shares(present: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return in which share of the relabellings some pair is at least as alike as the most alike pair observed.

    Parameters
    ----------
    present : ndarray of bool, (trials, messages, themes)
        Which message has which theme, in each of many trials; at most 64 themes.
    groups : ndarray of int, (messages) or (trials, messages)
        The number of the region of each message.

    Returns
    -------
    ndarray of float, (trials)
        The p-value of a permutation test for each trial, over all relabellings or `WAYS` of them. Themes are bits of
        one number, and trials of regions of the same sizes are tried together: `dealt` would take a thousand times as
        long.
    """
    each = np.broadcast_to(groups, present.shape[:2])
    counts = np.sort([np.bincount(own, minlength=each.max(initial=-1) + 1) for own in each])
    observed = likeness(unions(present, each)).max(axis=1, initial=0)[:, np.newaxis]
    masks = as_bits(present)
    shares = np.empty(len(present))
    for sizes in np.unique(counts, axis=0):
        members = some_ways(tuple(sizes[sizes > 0].tolist()))
        alike = np.flatnonzero((counts == sizes).all(axis=1))
        for trials in np.array_split(alike, -(-len(alike) * members.size // BLOCK)):
            shares[trials] = (best_of(masks[trials], members) >= observed[trials] - ROUNDING).mean(axis=1)
    return shares


def as_bits(present: np.ndarray) -> np.ndarray:
    """Return the themes of messages as the bits of a number, (trials, messages), and after them a message with none."""
    themes = present.shape[2]
    kind = np.min_scalar_type(2**themes - 1)
    masks = (present.astype(kind) << np.arange(themes, dtype=kind)).sum(axis=2, dtype=kind)
    return np.concatenate([masks, np.zeros((len(masks), 1), dtype=kind)], axis=1)


@cache
def some_ways(sizes: tuple[int, ...]) -> np.ndarray:
    """Return who is in each group in the relabellings of groups of these sizes, or in `WAYS` of them.

    The array is (members, groups, ways) and holds the numbers of messages; groups that are smaller than the largest
    are filled with the number after the last.
    """
    ways, _ = relabellings(sizes)
    if len(ways) > WAYS:
        ways = ways[np.random.default_rng(SEED).choice(len(ways), WAYS, replace=False)]
    every = np.arange(len(ways))
    members = np.full((max(sizes), len(sizes), len(ways)), sum(sizes))
    filled = np.zeros((len(ways), len(sizes)), dtype=int)
    for message, group in enumerate(ways.T):
        members[filled[every, group], group, every] = message
        filled[every, group] += 1
    return members


def best_of(masks: np.ndarray, members: np.ndarray) -> np.ndarray:
    """Return the likeness of the most alike pair of groups, (trials, ways), in trials of `as_bits`."""
    sets = masks[:, members[0]]
    for others in members[1:]:
        sets |= masks[:, others]
    best = np.zeros((len(masks), members.shape[2]))
    for one, other in itertools.combinations(range(members.shape[1]), 2):
        common, whole = sets[:, one] & sets[:, other], sets[:, one] | sets[:, other]
        np.maximum(best, np.bitwise_count(common) / np.maximum(np.bitwise_count(whole), 1), out=best)
    return best


def power(present: np.ndarray, groups: np.ndarray, planted: int, draws: int = TRIALS) -> float:
    """Return how often it would be noticed that two regions share themes which the messages do not have.

    Messages are dealt out at random; then two regions get as many new themes in common as ``planted`` says, each in a
    message of either region that is drawn anew for each theme. It counts as noticed where some pair is as alike by
    chance in less than `RARE` of the relabellings. ``present`` is (messages, themes), ``groups`` (messages); the seed
    is fixed. Meant for few messages: each draw takes a permutation test.
    """
    generator = np.random.default_rng(SEED)
    trials = np.zeros((draws, len(present), present.shape[1] + planted), dtype=bool)
    trials[:, :, : present.shape[1]] = present
    dealt_out = generator.permuted(np.tile(groups, (draws, 1)), axis=1)
    for trial, own in zip(trials, dealt_out, strict=True):
        for group in generator.choice(own.max() + 1, 2, replace=False):
            for theme in range(present.shape[1], present.shape[1] + planted):
                trial[generator.choice(np.flatnonzero(own == group)), theme] = True
    return float((most_alike_shares(trials, dealt_out) < RARE).mean())


def role_share(counts: Sequence[int], role: Sequence[bool]) -> tuple[int, float]:
    """Return a sum over the people of one role, and in which share of the ways to deal the role out it is as large.

    ``counts`` has a number for each person, such as statements of a kind, and ``role`` whether the person has the role.
    Every choice of as many people is counted, so that it is people that are dealt out and not what they said.
    """
    values, size = np.asarray(counts), int(np.sum(role))
    seen = int(values[np.asarray(role, dtype=bool)].sum())
    sums = [int(values[list(chosen)].sum()) for chosen in itertools.combinations(range(len(values)), size)]
    return seen, float(np.mean([value >= seen for value in sums]))
