"""A rule: a function that takes the loaded package and yields faults, and the list of all rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pandas as pd

from wsis20.commands.check.fault import Fault, row_key
from wsis20.datapackage import DataPackage

Rule = Callable[[DataPackage], Iterable[Fault]]
RULES: list[Rule] = []


def rule(function: Rule) -> Rule:
    """Add a function to the rules, each under a name of its own."""
    if any(function.__name__ == other.__name__ for other in RULES):
        raise ValueError(f"there is a rule {function.__name__} already")
    RULES.append(function)
    return function


def wrong(package: DataPackage, table: str, rows: pd.Series, field: str, expected: str) -> Iterator[Fault]:
    """Yield a fault for each row of a table for which the boolean ``rows`` is true."""
    key = package.schemas[table]["primaryKey"]
    for index in rows.index[rows.fillna(False).astype(bool)]:
        row = package.raw[table].loc[index]
        yield Fault(table, row_key(row, key), field, row[field], expected)
