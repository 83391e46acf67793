"""What holds between the values of different indicators for one area, year and edition, whatever they are."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from wsis20.commands.check.fault import Fault
from wsis20.commands.check.rule import rule, wrong
from wsis20.datapackage import DataPackage

NESTED = (("coverage-5g", "coverage-4g"), ("coverage-4g", "coverage-3g"))  # who has the first has the second
ALL, PARTS = "internet-use-share", ("internet-use-share-women", "internet-use-share-men")
PARITY = "internet-gender-parity"  # the first of the parts divided by the second
HALF_PERCENT, HALF_HUNDREDTH = 0.5, 0.005  # shares are printed in whole percent, parity with two decimals
ONE = ["area", "area_scheme", "year", "edition"]


@rule
def nested_shares(package: DataPackage) -> Iterator[Fault]:
    """Let no share of people be larger than that of a group in which they are."""
    for part, whole in NESTED:
        larger = beside(package, part, whole)
        rows = larger.index[larger[part] > larger[whole]]
        yield from told(package, rows, f"no more than the value of {whole}")


@rule
def shares_of_men_and_women(package: DataPackage) -> Iterator[Fault]:
    """Let the share of all lie between those of men and women, and parity be the ratio of the two, before rounding."""
    women, men = PARTS
    both = beside(package, ALL, *PARTS)
    low, high = both[[women, men]].min(axis="columns"), both[[women, men]].max(axis="columns")
    outside = (both[ALL] < low) | (both[ALL] > high)
    yield from told(package, both.index[outside], "a value between those of men and women")
    scores = beside(package, PARITY, *PARTS)
    least = (scores[women] - HALF_PERCENT) / (scores[men] + HALF_PERCENT) - HALF_HUNDREDTH
    most = (scores[women] + HALF_PERCENT) / (scores[men] - HALF_PERCENT) + HALF_HUNDREDTH
    outside = (scores[PARITY] < least) | (scores[PARITY] > most)
    yield from told(package, scores.index[outside], "the share of women divided by that of men")


def beside(package: DataPackage, first: str, *others: str) -> pd.DataFrame:
    """Return the values of an indicator, by row of the table, and beside them those of others where all are given."""
    frame = package["observations"]
    own = frame[frame["indicator_id"] == first]
    found = own[ONE].assign(**{first: own["value"]})
    for other in others:
        values = frame[frame["indicator_id"] == other].drop_duplicates(ONE).set_index(ONE)["value"]
        found = found.join(values.rename(other), on=ONE)
    return found[[first, *others]].dropna()


def told(package: DataPackage, rows: pd.Index, expected: str) -> Iterator[Fault]:
    """Yield a fault for the value of each of the rows."""
    everything = package["observations"].index
    yield from wrong(package, "observations", pd.Series(everything.isin(rows), everything), "value", expected)
