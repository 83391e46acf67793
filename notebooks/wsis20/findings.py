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
MIXTURES = 4096  # ways to mix two passes that are tried one by one
SEED = 20


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
    """Return the themes of each region for the ways to take each message from one of two passes.

    ``first`` and ``second`` are (messages, themes), the result (ways, regions, themes). Only messages that the passes
    code differently double the number: with none such there is a single way. Up to `MIXTURES` all ways are taken;
    where there are more, `DRAWS` are drawn with a fixed seed.
    """
    differing = np.flatnonzero((first != second).any(axis=1))
    if 2 ** len(differing) <= MIXTURES:
        chosen = np.array(list(itertools.product((False, True), repeat=len(differing)))).astype(bool)
    else:
        chosen = np.random.default_rng(SEED).random((DRAWS, len(differing))) < 0.5
    blocks = []
    for part in in_blocks(chosen, first.size):
        ways = np.repeat(first[np.newaxis], len(part), axis=0)
        ways[:, differing] = np.where(part[..., np.newaxis], second[differing], first[differing])
        blocks.append(chance.unions(ways, groups))
    return np.concatenate(blocks)


def with_errors(present: np.ndarray, groups: np.ndarray, rates: np.ndarray, draws: int = DRAWS) -> np.ndarray:
    """Return the themes of each region with codes added or lost at random by the rates of themes, fixed seed.

    The result is (draws, regions, themes); ``rates`` are probabilities by theme.
    """
    generator = np.random.default_rng(SEED)
    blocks = (
        present ^ (generator.random((len(part), *present.shape)) < rates)
        for part in in_blocks(np.arange(draws), present.size)
    )
    return np.concatenate([chance.unions(block, groups) for block in blocks])


def in_blocks(ways: np.ndarray, size: int) -> Iterator[np.ndarray]:
    """Yield ways a block at a time, so that a block of arrays of a size has at most `chance.CELLS` cells."""
    step = max(1, chance.CELLS // max(1, size))
    yield from (ways[start : start + step] for start in range(0, len(ways), step))


def error_rates(agreement: pd.DataFrame) -> pd.Series:
    """Return how often a pass may err on a theme, as badly as the passes leave room for: a probability by theme_id.

    Two passes that err independently and seldom differ twice as often as one of them errs. The share of messages on
    which they differ is taken at the upper end of its 95 percent interval (E. B. Wilson, *Probable inference, the law
    of succession, and statistical inference*, JASA 22, 1927), so that no theme has a rate of zero.
    ``agreement`` is that of `coding.agreement`.
    """
    differ = agreement["a"] + agreement["b"] - 2 * agreement["both"]
    upper = [wilson_upper(int(k), int(n)) for k, n in zip(differ, agreement["messages"], strict=True)]
    return pd.Series([value / 2 for value in upper], index=agreement["theme_id"])


def verdicts(passes: Mapping[str, pd.DataFrame], regions: Mapping[str, str], rates: pd.Series) -> pd.DataFrame:
    """Return, for each finding about the regions in the agreed pass, how many variations of each family leave it true.

    Parameters
    ----------
    passes : mapping from A, B and agreed to DataFrame of bool, (messages, themes)
        The presence in each pass, of the same messages in the same order.
    regions : mapping
        From the identifier of a message to its region.
    rates : Series of float
        Those of `error_rates`, for each theme of the codebook.

    Returns
    -------
    DataFrame, a row per finding
        finding: its words; for each of the families passes, messages, codes and errors the number of variations
        (``passes_n``) and in how many it holds (``passes``); hangs_on_messages, hangs_on_codes: tuples of what breaks
        it alone.
    """
    first, second, agreed = (
        passes[name].reindex(columns=rates.index, fill_value=False).to_numpy(bool) for name in ("A", "B", "agreed")
    )
    messages = passes["agreed"].index
    groups, names = pd.factorize(messages.map(regions))
    codes, changed = each_code_changed(agreed, groups)
    families = {
        "passes": passes_mixed(first, second, groups),
        "messages": each_left_out(agreed, groups),
        "codes": changed,
        "errors": with_errors(agreed, groups, rates.to_numpy()),
    }
    rows = []
    for finding in made(pd.DataFrame(chance.unions(agreed, groups)[0], names, rates.index)):
        holds = {name: finding.holds(sets) for name, sets in families.items()}
        row = {name: int(held.sum()) for name, held in holds.items()}
        row |= {f"{name}_n": len(held) for name, held in holds.items()}
        left_out = tuple(messages[~holds["messages"]])
        changes = [codes[place] for place in np.flatnonzero(~holds["codes"])]
        pairs = [(messages[message], rates.index[theme]) for message, theme in changes]
        rows.append({"finding": finding.words, **row, "hangs_on_messages": left_out, "hangs_on_codes": tuple(pairs)})
    return pd.DataFrame(rows)
