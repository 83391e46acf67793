"""Certainty: what a finding about the regions hangs on, which is a message, a coder, or a single code.

A finding is tried again on variations of the codes. Every variation of a family counts once, and the share of the
family in which the finding still holds says how firmly it stands.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from math import sqrt

import numpy as np
import pandas as pd

from wsis20 import coding, comparison
from wsis20.comparison import Sets

DRAWS = 1000
SEED = 20
Z = 1.959964  # 97.5th percentile of the normal distribution


def between_passes(first: Sets, second: Sets) -> Iterator[dict[str, frozenset]]:
    """Yield the themes by message for every way to take each message from one of two passes.

    Only messages that the passes code differently double the number: with none such there is a single way.
    """
    differing = [message for message in first if first[message] != second[message]]
    for chosen in itertools.product((first, second), repeat=len(differing)):
        yield {**first, **{message: source[message] for message, source in zip(differing, chosen, strict=True)}}


def one_code_changed(themes: Sets, codebook: Iterable[str]) -> Iterator[tuple[tuple[str, str], dict[str, frozenset]]]:
    """Yield message and theme, and the themes by message, for every single code added or taken away.

    A code is not taken from a message that has no other, which would then be a message without a theme.
    """
    codebook = list(codebook)
    for message, theme in itertools.product(themes, codebook):
        changed = themes[message] ^ {theme}
        if changed:
            yield (message, theme), {**themes, message: changed}


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


def wilson_upper(successes: int, trials: int) -> float:
    """Return the upper end of Wilson's 95 percent interval for a share.

    >>> round(wilson_upper(0, 10), 4), round(wilson_upper(5, 10), 4)
    (0.2775, 0.7634)
    """
    share, weight = successes / trials, Z * Z / trials
    return (share + weight / 2 + Z * sqrt(share * (1 - share) / trials + weight / (4 * trials))) / (1 + weight)


def with_errors(themes: Sets, rates: pd.Series, draws: int = DRAWS) -> Iterator[dict[str, frozenset]]:
    """Yield the themes by message with each code added or lost at random by the rate of its theme, fixed seed."""
    generator = np.random.default_rng(SEED)
    names = list(rates.index)
    for _ in range(draws):
        flips = generator.random((len(themes), len(names))) < rates.to_numpy()
        yield {
            message: themes[message] ^ {name for name, flip in zip(names, row, strict=True) if flip}
            for (message, row) in zip(themes, flips, strict=True)
        }


def verdicts(codings: pd.DataFrame, regions: Mapping[str, str], rates: pd.Series) -> pd.DataFrame:
    """Return, for each finding about the regions in the agreed pass, how many variations of each family leave it true.

    ``regions`` maps the messages compared to their regions. One row per finding: finding; for each of the families
    passes, messages, codes and errors the number of variations (``passes_n``) and in how many it holds (``passes``);
    hangs_on_messages and hangs_on_codes (tuples) name what breaks it alone.
    """
    agreed, first, second = (restricted(codings, name, regions) for name in ("agreed", *coding.PASSES))

    def sets(themes: Sets) -> Sets:
        return comparison.by_region(themes, regions)

    left_out = comparison.without_each(regions, lambda left: comparison.by_region(agreed, left))
    changed = {key: sets(themes) for key, themes in one_code_changed(agreed, rates.index)}
    families = {
        "passes": [sets(themes) for themes in between_passes(first, second)],
        "messages": left_out.values(),
        "codes": changed.values(),
        "errors": [sets(themes) for themes in with_errors(agreed, rates)],
    }
    rows = []
    for finding, holds in comparison.statements(sets(agreed)).items():
        numbers = {name: sum(map(holds, variations)) for name, variations in families.items()}
        numbers |= {f"{name}_n": len(variations) for name, variations in families.items()}
        breaking = [tuple(key for key, found in own.items() if not holds(found)) for own in (left_out, changed)]
        rows.append({"finding": finding, **numbers, "hangs_on_messages": breaking[0], "hangs_on_codes": breaking[1]})
    return pd.DataFrame(rows)


def restricted(codings: pd.DataFrame, coding_pass: str, regions: Mapping[str, str]) -> dict[str, frozenset]:
    """Return the themes of the messages compared in one pass, in the order of ``regions``."""
    themes = comparison.themes_by_message(codings, coding_pass)
    return {message: themes[message] for message in regions}
