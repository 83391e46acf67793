"""Values: what a notebook hands to the sentences of the book, and what these sentences presuppose.

Sentences stand in Markdown, where a person writes them; the role ``{value}`` takes up what is handed over here. Both
are kept in the stored outputs of a notebook, and its page does not show them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wsis20.project import notebooks
from wsis20.words import number

GLUE = "scrapbook"
GLUED = "application/papermill.record/"
"""How MyST-NB marks an output that pages take up: a key of its metadata, and the beginning of its type."""
TEXT = f"{GLUED}text/plain"
PRESUPPOSED = f"{GLUED}application/vnd.wsis20.presupposition+json"
FORM = {"where": str, "says": str, "holds": bool, "now": str}
"""What is kept of a presupposition, with the types."""


def values(prefix: str, **given: object) -> None:
    """Hand values to the book, in which ``{value}`prefix.name` `` stands for each.

    A whole number is put in words where it is small, as `words.number` does; give a text to have it otherwise. Raises
    `TypeError` for anything else, such as a fraction, which could be written in several ways.
    """
    for name, value in given.items():
        if isinstance(value, bool) or not (isinstance(value, str) or hasattr(value, "__index__")):
            raise TypeError(f"{prefix}.{name} is {value!r}; expected a text or a whole number")
        keep(f"{prefix}.{name}", TEXT, value if isinstance(value, str) else number(int(value)))


def presuppose(where: str, says: str, holds: object, now: object = "") -> None:
    """Keep whether what a sentence of the book says still holds.

    ``where`` names page, section and sentence in words that `outdated` reads, ``says`` is what the
    sentence takes for granted, ``now`` what is so when that does not hold. Nothing fails here: the book is refused,
    with all such sentences of all notebooks in one list, until a person has rewritten them.
    """
    keep(where, PRESUPPOSED, {"where": where, "says": says, "holds": bool(holds), "now": "" if holds else str(now)})


def keep(name: str, mime: str, content: object) -> None:
    """Put something into the outputs of the cell that runs, to be taken up under a name."""
    from IPython.display import display  # half a second that only a notebook needs

    display({mime: content}, raw=True, metadata={GLUE: {"name": name, "mime_prefix": GLUED}})


def kept(notebook: dict, wanted: str) -> Iterator[tuple[str, object, str]]:
    """Yield name, content and cell of all that a stored notebook, of the right form, keeps for the book in a type."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            told = output.get("metadata", {}).get(GLUE)
            if isinstance(told, dict) and isinstance(told.get("name"), str) and wanted in output.get("data", {}):
                yield told["name"], output["data"][wanted], str(cell.get("id", ""))


def notebooks_of(key: str) -> list[Path]:
    """Return the notebooks that may hand over a value: the one whose name the key begins with, if there is one."""
    prefix, _, name = key.partition(".")
    return [path for path in notebooks() if name and path.stem.partition("-")[2] == prefix]


def handed_over(notebook: dict) -> dict[str, str]:
    """Return the values that a stored notebook hands to the book, by key."""
    return {name: "".join(content) for name, content, _ in kept(notebook, TEXT) if isinstance(content, str | list)}


def outdated(notebook: dict) -> Iterator[dict[str, str]]:
    """Yield, for each sentence of the book that no longer fits a stored notebook, where, says and now, and its cell."""
    for _, told, cell in kept(notebook, PRESUPPOSED):
        if isinstance(told, dict) and told.keys() == FORM.keys() and not told["holds"]:
            yield {"where": told["where"], "says": told["says"], "now": told["now"], "cell": cell}
