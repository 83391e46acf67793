"""What was looked at and found right, by the digest of its content, so that nobody has to look at it again.

An author builds the book many times and changes one page at a time: the data package and most pages are then the same
as before. Nothing that was found wrong is remembered. The memory lies beside the book; without it, all is looked at.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping

from wsis20.project import BUILD

MEMORY = BUILD / "sound.json"


def unless_sound(digests: Mapping[str, str], look: Callable[[list[str]], list[str]]) -> list[str]:
    """Return what ``look`` finds wrong with those of the things named that are not known to be right.

    ``digests`` has a digest of all that the judgement on a thing depends on, by its name. When nothing is found,
    everything is known to be right from then on.
    """
    known = remembered()
    unknown = [name for name, digest in digests.items() if known.get(name) != digest]
    found = look(unknown) if unknown else []
    if unknown and not found:
        remember(remembered() | dict(digests))  # what was looked at may have remembered things too
    return found


def remembered() -> dict[str, str]:
    """Return the digests by name; a memory that cannot be read is none."""
    try:
        content = json.loads(MEMORY.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def remember(digests: Mapping[str, str]) -> None:
    """Write the memory down; where that cannot be done, all is looked at again."""
    draft = MEMORY.with_suffix(".part")
    with contextlib.suppress(OSError):
        MEMORY.parent.mkdir(exist_ok=True)
        draft.write_text(json.dumps(digests, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        draft.replace(MEMORY)
