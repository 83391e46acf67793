"""The shape that every chapter of the notebooks has, so that a reader finds the limitations where they are in all."""

from __future__ import annotations

import re

from wsis20.commands.build.gates.pages import prose
from wsis20.project import notebooks

FIRST, LAST = "Data and rules", ["Counted in other ways", "Known limitations"]


def faults() -> list[str]:
    """Return the notebooks that do not begin with data and rules, or do not end with limitations."""
    found = []
    for path in notebooks():
        headings = re.findall(r"^## +(.+?) *$", "\n\n".join(text for _, text in prose(path)), flags=re.MULTILINE)
        if headings[:1] != [FIRST]:
            found.append(f"{path.name}: the first heading is {listed(headings[:1])}; expected {listed([FIRST])}")
        if headings[-2:] != LAST:
            found.append(f"{path.name}: the last headings are {listed(headings[-2:])}; expected {listed(LAST)}")
    return found


def listed(headings: list[str]) -> str:
    """Return headings as they are named in a message."""
    return " and ".join(repr(heading) for heading in headings) or "missing"
