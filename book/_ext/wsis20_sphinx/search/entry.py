"""An entry: one thing that a search can find, with its place and with words of different weight."""

from __future__ import annotations

from typing import NamedTuple

KINDS = {
    "Key message": (1.3, "message"),
    "Statement": (1.3, "message"),
    "Survey finding": (1.3, "message"),
    "Speaker": (1.3, "speaker"),
    "Consultation": (1.2, "consultation"),
    "Theme": (1.25, ""),
    "Paragraph of the resolution": (1.2, "provision"),
    "Position of 2025": (1.15, "position"),
    "Note on the sources": (0.9, "note"),
    "Name": (0.8, ""),
    "Term": (1.1, ""),
    "Page": (1.1, ""),
    "Section": (1, ""),
    "Figure": (0.9, ""),
    "Table": (0.9, ""),
    "Table of the data": (1, ""),
    "Field of the data": (0.8, ""),
    "Source": (0.6, ""),
    "Change": (0.5, ""),
}
"""What an entry can be: how much it counts beside others, and the kind of records whose register has it."""


class Entry(NamedTuple):
    """What can be found: ``title``, ``about`` and ``text`` are shown, ``also`` is only searched.

    ``place`` is an address within the book.
    """

    kind: str
    place: str
    title: str
    about: str = ""
    text: str = ""
    also: str = ""
