"""Places in a document: what lies in what."""

import pytest
from wsis20 import locator


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("List, item 1", "List, item 1", True),
        ("List, item 1", "List", True),
        ("List, item 1", "List, item 11", False),
        ("List, item 1", "List, item 2", False),
        ("List, items 3 to 5", "List, item 4", True),
        ("List, items 3 to 5", "List, item 6", False),
        ("List, items 3 to 5", "List, items 5 to 7", True),
        ("List, items 3 to 5", "List", True),
        ("List", "Listing", False),
        ("Other, item 1", "List, item 1", False),
    ],
)
def test_places_overlap_in_either_order(one, other, expected):
    assert locator.overlap(one, other) is expected
    assert locator.overlap(other, one) is expected
