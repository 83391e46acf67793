"""Naming: what a figure or a table is called. Pages refer to it by its name, and a file and an anchor have it too."""

from __future__ import annotations

import re

from wsis20.characters import shown

PICTURE = "image/svg+xml"
NARROW = "application/vnd.wsis20.narrow+xml"
"""The types of the drawing of a figure, and of a second one for a phone, which Jupyter does not show."""

NAME = re.compile(r"(?=.{1,60}\Z)[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
WANTED = "a name of small letters and digits, with single hyphens between them, such as fig-map"


def complaint(name: object) -> str:
    """Return what is wrong with a name, the empty string when nothing is.

    >>> complaint("fig-map"), complaint("../fig")
    ('', "'../fig'; expected a name of small letters and digits, with single hyphens between them, such as fig-map")
    """
    return "" if isinstance(name, str) and NAME.fullmatch(name) else f"{shown(name)}; expected {WANTED}"


def refuse_odd(name: object) -> None:
    """Raise `ValueError` for what is no name."""
    if said := complaint(name):
        raise ValueError(said)
