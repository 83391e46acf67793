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
        ("Paragraphs 1 to 4", "Paragraph 2, sentence 1", True),
        ("Paragraphs 1 to 4", "Paragraph 5", False),
        ("Other, item 1", "List, item 1", False),
    ],
)
def test_places_overlap_in_either_order(one, other, expected):
    assert locator.overlap(one, other) is expected
    assert locator.overlap(other, one) is expected


@pytest.mark.parametrize(
    ("place", "places", "expected"),
    [
        ("Paragraph 2", "Paragraphs 1 to 4", True),
        ("Paragraphs 2 to 3, sentence 1", "Paragraphs 1 to 4", False),
        ("Discussion, items 2 to 3", "Opening; Discussion, items 1 to 3", True),
        ("Discussion, items 2 to 4", "Opening; Discussion, items 1 to 3", False),
        ("Discussion, item 11", "Discussion, item 1", False),
    ],
)
def test_a_place_stands_in_one_of_several(place, places, expected):
    assert locator.stands_in(place, places) is expected
