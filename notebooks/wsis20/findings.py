"""Findings about the regions: what each says, when it holds, and how much of that hangs on a message or a code.

A finding says something of which region has which theme: of one array (regions, themes), or of many arrays at once. So
it is tried on the data, on all ways to deal the messages out, and on variations of the codes. Every variation of a
family counts once, and the share of the family in which the finding still holds says how firmly it stands.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from wsis20 import chance, words
from wsis20.coding import wilson_upper
from wsis20.likeness import likeness, most_alike

DRAWS = 1000
JUDGED = 200  # draws of errors on which the verdict on chance is tried
MIXTURES = 4096  # ways to mix two passes that are tried one by one
SEED = 20
ORDINARY = "ordinary"  # the key of the verdict on chance


@dataclass(frozen=True)
class Finding:
    """What is found: a key, the words of it, and in which of the arrays (ways, regions, themes) it ``holds``.

    ``of_some`` says that it names regions, so that it means nothing for groups made by chance.
    """

    key: str
    words: str
    holds: Callable[[np.ndarray], np.ndarray]
    of_some: bool = False

    def holds_of(self, sets: pd.DataFrame) -> bool:
        """Return whether it holds of regions; ``sets`` is that of `likeness.by_region`."""
        return bool(self.holds(sets.to_numpy(bool)[np.newaxis])[0])


def possible(sets: pd.DataFrame) -> list[Finding]:
    """Return the findings that are looked for in these regions; ``sets`` is that of `likeness.by_region`."""
    found = [
        Finding(
            "none_in_all",
            f"no theme is shared by all {words.number(len(sets))} regions compared",
            lambda way: ~np.any(way.all(axis=1), axis=-1),
        ),
        Finding(
            "no_two_the_same", "no two regions have the same themes", lambda way: np.all(likeness(way) < 1, axis=-1)
        ),
        Finding("each_has_its_own", "each region has a theme that no other has", each_has_its_own),
    ]
    if len(most := most_alike(sets)) == 1:
        (pair,) = most
        place = list(itertools.combinations(sets.index, 2)).index(pair)
        said = f"{words.listing([words.region(name) for name in pair])} are the most alike"
        found.append(Finding("most_alike", said, lambda way: most_alike_is(likeness(way), place), of_some=True))
    return found


def each_has_its_own(sets: np.ndarray) -> np.ndarray:
    """Return in which ways every region has a theme that no other has; ``sets`` is (ways, regions, themes)."""
    alone = sets.sum(axis=1, keepdims=True) == 1
    return np.all((sets & alone).any(axis=-1), axis=-1)


def most_alike_is(values: np.ndarray, place: int) -> np.ndarray:
    """Return in which ways one pair is more alike than any other; ``values`` is (ways, pairs)."""
    return np.all(np.delete(values, place, axis=1) < values[:, [place]], axis=1)


def made(sets: pd.DataFrame) -> list[Finding]:
    """Return the findings that hold of these regions."""
    return [finding for finding in possible(sets) if finding.holds_of(sets)]


def counted_otherwise(found: Sequence[Finding], cuts: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return whether findings hold under every cut: a row per finding, a column of truths per cut, and survives.

    ``cuts`` maps the name of a cut to the themes (or groups, or action lines) of the same regions in the same order.
    """
    rows = {name: [finding.holds_of(sets) for finding in found] for name, sets in cuts.items()}
    frame = pd.DataFrame(rows, index=[finding.key for finding in found])
    return frame.assign(survives=frame.all(axis=1))


def by_chance(found: Sequence[Finding], present: pd.DataFrame, sizes: pd.Series) -> dict[str, float]:
    """Return in which share of the relabellings each finding holds, by key; none for a finding that names regions.

    A finding that holds in all of them says nothing of the regions: so few messages with so fine themes always give it.
    """
    ways, _ = chance.dealt(present, sizes)
    return {finding.key: float(finding.holds(ways).mean()) for finding in found if not finding.of_some}


def each_left_out(present: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return the themes of each region with each message in turn left out: (messages, regions, themes).

    ``present`` is (messages, themes), ``groups`` (messages) has the number of the region of each. A region whose only
    message is left out has no theme, and is alike to none.
    """
    counts = counted(present, groups)
    sets = np.repeat(counts[np.newaxis] > 0, len(present), axis=0)
    sets[np.arange(len(present)), groups] = counts[groups] > present
    return sets


def each_code_changed(present: np.ndarray, groups: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each code that can be added or taken away, (codes, 2), and the themes of each region with it changed.

    A code is a message and a theme, by number; the themes are (codes, regions, themes). A code is not taken from a
    message that has no other, which would then be a message without a theme.
    """
    counts = counted(present, groups)
    codes = np.argwhere(~present | (present.sum(axis=1, keepdims=True) > 1))
    message, theme = codes.T
    sets = np.repeat(counts[np.newaxis] > 0, len(codes), axis=0)
    region = groups[message]
    given = present[message, theme]  # a code that is not given is added, and any other is taken away
    sets[np.arange(len(codes)), region, theme] = ~given | (counts[region, theme] > 1)
    return codes, sets


def counted(present: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return how many messages of each region have each theme: (regions, themes)."""
    counts = np.zeros((groups.max(initial=-1) + 1, present.shape[1]), dtype=int)
    np.add.at(counts, groups, present)
    return counts


def passes_mixed(first: np.ndarray, second: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return the themes of each region, (ways, regions, themes), for the `mixtures` of two passes."""
    return np.concatenate([chance.unions(block, groups) for block in mixtures(first, second)])


def mixtures(first: np.ndarray, second: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the ways to take each message from one of two passes, (ways, messages, themes), a block at a time.

    Only messages that the passes code differently double the number: with none such there is a single way. Up to
    `MIXTURES` all ways are taken; where there are more, `DRAWS` are drawn with a fixed seed.
    """
    differing = np.flatnonzero((first != second).any(axis=1))
    if 2 ** len(differing) <= MIXTURES:
        chosen = np.array(list(itertools.product((False, True), repeat=len(differing)))).astype(bool)
    else:
        chosen = np.random.default_rng(SEED).random((DRAWS, len(differing))) < 0.5
    for part in in_blocks(chosen, first.size):
        ways = np.repeat(first[np.newaxis], len(part), axis=0)
        ways[:, differing] = np.where(part[..., np.newaxis], second[differing], first[differing])
        yield ways


def with_errors(present: np.ndarray, rate: float, draws: int = DRAWS) -> Iterator[np.ndarray]:
    """Yield codes with errors, (draws, messages, themes), a block at a time, with a fixed seed.

    A code that is given is lost with the probability ``rate``, and one that is not is added with the probability by
    which as many are added as lost, so that the trials are of neither too many nor too few codes.
    """
    given = present.mean()
    added = rate * given / (1 - given) if given < 1 else 0.0
    generator = np.random.default_rng(SEED)
    for part in in_blocks(np.arange(draws), present.size):
        yield present ^ (generator.random((len(part), *present.shape)) < np.where(present, rate, added))


def in_blocks(ways: np.ndarray, size: int) -> Iterator[np.ndarray]:
    """Yield ways a block at a time, so that a block of arrays of a size has at most `chance.CELLS` cells."""
    step = max(1, chance.CELLS // max(1, size))
    yield from (ways[start : start + step] for start in range(0, len(ways), step))


def error_rate(agreement: pd.DataFrame) -> float:
    """Return how often a code that is given may be wrong, as badly as two passes leave room for: a probability.

    Of the codes that either pass gave, the share that the other did not give is taken at the upper end of its 95
    percent interval (Wilson), and half of it: one of the two erred. ``agreement`` is that of `coding.agreement`.
    """
    given = int((agreement["a"] + agreement["b"] - agreement["both"]).sum())
    return wilson_upper(given - int(agreement["both"].sum()), given) / 2


def half_from(curve: pd.DataFrame) -> list[int | None]:
    """Return for each column of `by_granularity` the least number of classes from which on it is half or more.

    A column that ends below half has none.
    """
    below = [curve.index[curve[key] < 0.5] for key in curve]
    ends = [int(own[-1]) if len(own) else int(curve.index[0]) - 1 for own in below]
    return [None if end == curve.index[-1] else end + 1 for end in ends]


def by_granularity(found: Sequence[Finding], sets: pd.DataFrame, draws: int = DRAWS) -> pd.DataFrame:
    """Return how often findings hold when themes are merged at random into fewer classes.

    Parameters
    ----------
    found : sequence of Finding
        Those tried; a finding that names a pair is tried on the same pair.
    sets : DataFrame of bool, (regions, themes)
        That of `likeness.by_region`.
    draws : int
        Mergers that are drawn for each number of classes, with a fixed seed: as many themes as there are classes begin
        one each, and every other theme joins one of them.

    Returns
    -------
    DataFrame of float, (classes, findings)
        The share of the mergers in which each finding holds, by the number of classes, from 2 to that of the themes;
        a column for each key.
    """
    generator, array = np.random.default_rng(SEED), sets.to_numpy(bool)
    rows = {}
    for classes in range(2, array.shape[1] + 1):
        order = generator.permuted(np.tile(np.arange(array.shape[1]), (draws, 1)), axis=1)
        joined = np.concatenate(
            [
                np.tile(np.arange(classes), (draws, 1)),
                generator.integers(0, classes, (draws, array.shape[1] - classes)),
            ],
            axis=1,
        )
        merged = np.zeros((draws, len(array), classes), dtype=bool)
        for theme in range(array.shape[1]):
            own = joined[np.arange(draws), np.argmax(order == theme, axis=1)]
            merged[np.arange(draws), :, own] |= array[:, theme]
        rows[classes] = {finding.key: float(finding.holds(merged).mean()) for finding in found}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("classes")


def verdicts(
    passes: Mapping[str, pd.DataFrame], regions: Mapping[str, str], themes: Sequence[str], rate: float
) -> pd.DataFrame:
    """Return, for each finding about the regions in the agreed pass, how many variations of each family leave it true.

    Parameters
    ----------
    passes : mapping from A, B and agreed to DataFrame of bool, (messages, themes)
        The presence in each pass, of the same messages in the same order.
    regions : mapping
        From the identifier of a message to its region.
    themes : sequence of str
        Those of the codebook, any of which can be added to a message.
    rate : float
        That of `error_rate`.

    Returns
    -------
    DataFrame, a row per finding, and one for the verdict on chance
        key; finding: its words; for each of the families passes, messages, codes and errors the number of variations
        (``passes_n``) and in how many it holds (``passes``); hangs_on_messages, hangs_on_codes: tuples of what breaks
        it alone. The verdict, with the key `ORDINARY`, is tried on fewer errors (`JUDGED`), since each takes a
        permutation test, and only where every relabelling can be counted.
    """
    first, second, agreed = (
        passes[name].reindex(columns=list(themes), fill_value=False).to_numpy(bool) for name in ("A", "B", "agreed")
    )
    messages = passes["agreed"].index
    groups, names = pd.factorize(messages.map(regions))
    codes, changed = each_code_changed(agreed, groups)
    families = {
        "passes": passes_mixed(first, second, groups),
        "messages": each_left_out(agreed, groups),
        "codes": changed,
        "errors": np.concatenate([chance.unions(block, groups) for block in with_errors(agreed, rate)]),
    }
    rows = []
    for finding in made(pd.DataFrame(chance.unions(agreed, groups)[0], names, list(themes))):
        holds = {name: finding.holds(sets) for name, sets in families.items()}
        rows.append({"key": finding.key, "finding": finding.words, **told(holds, messages, themes, codes)})
    sizes = np.bincount(groups).tolist()
    if (
        chance.partitions(sizes) <= chance.LIMIT
        and chance.most_alike_shares(agreed[np.newaxis], groups)[0] >= chance.RARE
    ):
        left = np.array([np.delete(np.arange(len(messages)), place) for place in range(len(messages))])
        trials = {
            "passes": (np.concatenate(list(mixtures(first, second))), groups),
            "messages": (agreed[left], groups[left]),
            "codes": (one_changed(agreed, codes), groups),
            "errors": (np.concatenate(list(with_errors(agreed, rate, JUDGED))), groups),
        }
        holds = {name: chance.most_alike_shares(*trial) >= chance.RARE for name, trial in trials.items()}
        said = "the likeness of the most alike pair may be due to chance"
        rows.append({"key": ORDINARY, "finding": said, **told(holds, messages, themes, codes)})
    return pd.DataFrame(rows)


def told(holds: Mapping[str, np.ndarray], messages: pd.Index, themes: Sequence[str], codes: np.ndarray) -> dict:
    """Return what a row of `verdicts` says of a finding that holds in these variations."""
    row: dict = {name: int(held.sum()) for name, held in holds.items()}
    row |= {f"{name}_n": len(held) for name, held in holds.items()}
    changes = [codes[place] for place in np.flatnonzero(~holds["codes"])]
    return row | {
        "hangs_on_messages": tuple(messages[~holds["messages"]]),
        "hangs_on_codes": tuple((messages[message], themes[theme]) for message, theme in changes),
    }


def one_changed(present: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Return the codes of all messages with each of some codes changed in turn: (codes, messages, themes)."""
    trials = np.repeat(present[np.newaxis], len(codes), axis=0)
    trials[np.arange(len(codes)), codes[:, 0], codes[:, 1]] ^= True
    return trials
