"""How the work is cited, ``CITATION.cff``: keys that are known here, licences that are here, the date of the changelog.

What programs read from it (title, authors, version, date) the check of the data package looks at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wsis20 import project, textfile
from wsis20.characters import shown
from wsis20.commands.build.gates import nodes
from wsis20.project import ROOT, Refusal

CITATION, CHANGELOG = ROOT / "CITATION.cff", ROOT / "CHANGELOG.md"
KNOWN = {
    *("cff-version", "type", "title", "message", "abstract", "authors", "version", "date-released", "license"),
    "keywords",
}
"""No identifier is among them: the work has no DOI."""
LICENCE = "CC-BY-4.0"
"""Of the data and the book. A list of licences would mean a choice; that of the code stands in its own file."""


def faults() -> list[str]:
    """Return what is wrong with the citation file."""
    try:
        root = nodes.read(CITATION)
    except Refusal as fault:
        return [str(fault)]
    found = list(nodes.repeated(CITATION, root))
    for name, key, value in nodes.pairs(root):
        where = nodes.place(CITATION, key)
        if name not in KNOWN:
            found.append(
                f"{where}: the key {shown(name)}, which is not known here; there are: {', '.join(sorted(KNOWN))}"
            )
        elif name == "license":
            found += licence_faults(where, value)
        elif name == "date-released":
            found += date_faults(where)
    return found


def licence_faults(where: str, node: nodes.Node) -> Iterator[str]:
    """Yield a fault when the licence is not that of this work, or there is a choice of several."""
    named = node.value if isinstance(node, nodes.SCALAR) else "several licences"
    if named != LICENCE:
        yield f"{where}: license names {shown(named)}; expected {LICENCE}"


def date_faults(where: str) -> Iterator[str]:
    """Yield a fault when the changelog has another date for the version that is cited, or none."""
    try:
        version, released = project.version(), project.release_date()
        text = textfile.read(CHANGELOG, name=CHANGELOG.name)
    except Refusal:
        return  # the check of the data package says so, or the gate on files
    found = re.search(rf"^## {re.escape(version)} \((.*?)\)", text, re.MULTILINE)
    if not found or found[1] != str(released):
        told = found[1] if found else "no entry"
        yield f"{where}: date-released is {released}; {CHANGELOG.name} has {told} for version {version}"
