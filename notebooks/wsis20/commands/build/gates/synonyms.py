"""Synonyms: what readers type, and the words of the book that they mean; a file that anybody can read and add to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from wsis20.commands.build.gates import nodes
from wsis20.project import BOOK, Refusal

SYNONYMS = BOOK / "synonyms.yml"
MEANT, PASSED_OVER = "synonyms", "passed over"


class Synonyms(NamedTuple):
    """What is meant by what readers type, and the words that say nothing in a search."""

    meant: dict[str, list[str]]
    passed_over: list[str]


def read() -> Synonyms:
    """Return what stands in the file, in which `faults` finds nothing."""
    parts = {name: value for name, _, value in nodes.pairs(nodes.read(SYNONYMS))}
    meant = {typed: [one.value for one in value.value] for typed, _, value in nodes.pairs(parts[MEANT])}
    return Synonyms(meant, [one.value for one in parts[PASSED_OVER].value])


def faults() -> list[str]:
    """Return what is wrong with the form of the file; whether each entry finds something, a build says."""
    try:
        top = nodes.read(SYNONYMS)
    except Refusal as fault:
        return [str(fault)]
    parts = {name: value for name, _, value in nodes.pairs(top)}
    if set(parts) != {MEANT, PASSED_OVER}:
        return [f"{nodes.place(SYNONYMS, top)}: expected the keys {MEANT!r} and {PASSED_OVER!r}, and no other"]
    if not isinstance(parts[MEANT], nodes.MAPPING):
        return [f"{nodes.place(SYNONYMS, parts[MEANT])}: expected {nodes.WORDS[nodes.MAPPING]}"]
    lists = [parts[PASSED_OVER], *(value for _, _, value in nodes.pairs(parts[MEANT]))]
    return [*nodes.repeated(SYNONYMS, top), *(fault for value in lists for fault in list_faults(value))]


def list_faults(node: nodes.Node) -> Iterator[str]:
    """Yield what keeps a node from being a list of words."""
    if not isinstance(node, nodes.SEQUENCE) or not node.value:
        yield f"{nodes.place(SYNONYMS, node)}: expected {nodes.WORDS[nodes.SEQUENCE]} of words, in brackets"
        return
    for one in node.value:
        if not isinstance(one, nodes.SCALAR) or not one.value.strip():
            yield f"{nodes.place(SYNONYMS, one)}: expected a word or a few"


def useless(
    known: Mapping[str, Sequence[str]], book: Sequence[set[str]], stems: Callable[[str], list[str]]
) -> list[str]:
    """Return what is wrong with synonyms of which no word is in the book, or which are others inflected.

    ``book`` has the stems of all that stands together in one place, for each place; ``stems`` gives those of a text.
    """
    found = [
        f"nothing in the book has the words of {typed}: {meant}"
        for typed, meanings in known.items()
        for meant in meanings
        if not any(map(set(stems(meant)).issubset, book))
    ]
    first: dict[str, str] = {}
    for typed in known:
        if (same := first.setdefault(" ".join(stems(typed)), typed)) != typed:
            found.append(f"{typed!r} and {same!r} are the same words to the search")
    return found
