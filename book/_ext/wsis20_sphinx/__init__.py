"""What the book needs of Sphinx: one extension, a room a concern, each set up by its name."""

from __future__ import annotations

import atexit
import gc
import sys
from pathlib import Path

from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "notebooks"))  # the wsis20 of this checkout, before any other that is installed

from wsis20_sphinx import (  # noqa: E402
    behind,
    bibliography,
    carried,
    directives,
    figures,
    gates,
    html,
    imprint,
    outputs,
    parts,
    pdf,
    records,
    search,
    substitutions,
    terms,
)

RARELY = (200_000, 20, 100)
"""How often Python looks for memory to free: a build makes millions of nodes, keeps most of them, and soon ends."""


def setup(app: Sphinx) -> dict[str, bool | str]:
    """Let every room connect itself to the build: the gates first, since they decide whether there is one."""
    gc.set_threshold(*RARELY)
    if Path(app.srcdir).resolve() == ROOT:
        atexit.register(gc.freeze)  # or Python would look through all of it several times before it ends
    rooms = (
        gates,
        records,
        outputs,
        bibliography,
        directives,
        substitutions,
        terms,
        search,
        figures,
        carried,
        behind,
        parts,
        imprint,
        html,
        pdf,
    )
    for room in rooms:
        room.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
