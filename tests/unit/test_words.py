"""Words: numbers, dates and lists as they stand in a sentence."""

from __future__ import annotations

import datetime
import doctest
from types import SimpleNamespace

import pytest
from wsis20 import indicators, tables, words


@pytest.mark.parametrize("module", [indicators, words, tables])
def test_examples_in_docstrings(module):
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed


def test_nothing_to_list_is_refused():
    with pytest.raises(ValueError, match="nothing to list"):
        words.listing([])


@pytest.mark.parametrize(
    ("start", "end", "precision", "said"),
    [
        ((2024, 9, 4), (2024, 9, 4), "day", "4 September 2024"),
        ((2024, 10, 9), (2024, 10, 11), "day", "9 to 11 October 2024"),
        ((2023, 10, 10), (2023, 12, 4), "day", "10 October 2023 to 4 December 2023"),
        ((2024, 11, 1), (2024, 11, 10), "part of month", "early November 2024"),
        ((2024, 11, 21), (2024, 11, 30), "part of month", "end of November 2024"),
        ((2025, 4, 1), (2025, 4, 30), "month", "April 2025"),
        ((2024, 5, 1), (2025, 1, 31), "month", "May 2024 to January 2025"),
    ],
)
def test_periods_are_as_exact_as_their_precision(start, end, precision, said):
    assert words.period(datetime.date(*start), datetime.date(*end), precision) == said


@pytest.mark.parametrize(
    ("basis", "label"),
    [
        ("stated", "A group, statement of 30 May 2025, position 2"),
        ("not stated", "A group, undated statement, position 2"),
    ],
)
def test_a_position_is_named_by_its_document(basis, label):
    position = SimpleNamespace(
        holder_name="A group",
        document_kind="statement",
        document_date=datetime.date(2025, 5, 30),
        date_basis=basis,
        number=2,
    )
    assert words.position_label(position) == label
