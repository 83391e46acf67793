"""Attributes of HTML elements: one text each, or the list of their classes.

Beautiful Soup has a text for most and a list for some, such as ``class``; what reads them wants to know which it gets.
"""

from __future__ import annotations

from bs4 import Tag


def attribute(tag: Tag, name: str) -> str:
    """Return an attribute as it is written, the empty string where there is none."""
    return " ".join(tag.get_attribute_list(name))


def classes(tag: Tag) -> list[str]:
    """Return the classes of an element, none where there are none."""
    return tag.get_attribute_list("class")
