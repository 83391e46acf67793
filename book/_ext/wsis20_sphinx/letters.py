"""Text of the data as nodes, letter by letter: Sphinx makes no quotation marks, dashes or dots of print in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docutils import nodes

APOSTROPHE = re.compile(r"(?<=\w)'")


def letters(text: str) -> nodes.Text:
    """Return a text as it is: a reference to copy, or a phrase to look for."""
    made = nodes.Text(text)
    made.support_smartquotes = False  # where Sphinx looks for it
    return made


def as_text(text: str) -> nodes.Text:
    """Return a text to be read, in which only an apostrophe is set as print sets it, as in the prose around it."""
    return letters(APOSTROPHE.sub("’", text))


def linked(text: nodes.Text, classes: Sequence[str] = ()) -> nodes.inline:
    """Return a text as the words of a link that Sphinx resolves: it sets them twice, and then looks at their parent."""
    set_in_print = getattr(text, "support_smartquotes", True)
    return nodes.inline("", "", text, classes=list(classes), support_smartquotes=set_in_print)
