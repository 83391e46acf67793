"""The shape that every chapter of the notebooks has, so that a reader finds the limitations where they are in all."""

from __future__ import annotations

import re

from wsis20.commands.build.gates.pages import prose
from wsis20.project import notebooks

LAST = ["Counted in other ways", "What this does not show", "Data and method"]


def faults() -> list[str]:
    """Return the notebooks that do not end with other counts, limits and method, in this order."""
    found = []
    for path in notebooks():
        headings = re.findall(r"^## +(.+?) *$", "\n\n".join(text for _, text in prose(path)), flags=re.MULTILINE)
        if headings[-len(LAST) :] != LAST:
            found.append(
                f"{path.name}: the last headings are {listed(headings[-len(LAST) :])}; expected {listed(LAST)}"
            )
    return found


def listed(headings: list[str]) -> str:
    """Return headings as they are named in a message."""
    return " and ".join(repr(heading) for heading in headings) or "missing"
