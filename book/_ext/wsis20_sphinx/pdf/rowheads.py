"""Row heads: the first cells of table rows, tagged as heads in the finished PDF.

Typst 0.15 tags the cells of a table's head as such and has no way to say so of a row's: `pdf.header-cell` is behind a
flag that the Python package does not offer. Left so, a screen reader says of a number what its column is, not its row.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from pikepdf import Array, Dictionary, Name, Object, Pdf, String


def tag(path: Path) -> None:
    """Make a head of each first cell of a row that is strong throughout, which is how `book.typ` marks row heads.

    The other cells of the row name it among their heads. Saving gives the same bytes for the same PDF.
    """
    with Pdf.open(path, allow_overwriting_input=True) as pdf:
        tree = pdf.Root.StructTreeRoot
        new = dict(_tag_rows(tree))
        if new:
            _add_to_index(tree, new)
        pdf.save(path, deterministic_id=True, fix_metadata_version=False)


def _tag_rows(tree: Object) -> Iterator[tuple[str, Object]]:
    """Tag the row heads of all tables; yield each with the id given to it."""
    numbers = count(1)
    for body in _elements(tree, Name.TBody):
        for row in _elements(body, Name.TR):
            first, *others = row.K
            if first.S == Name.TD and _is_strong(first):
                name = f"R{next(numbers)}"
                first.S, first.ID = Name.TH, String(name)
                _table_attributes(first).Scope = Name.Row
                for cell in others:
                    _table_attributes(cell).Headers.append(String(name))
                yield name, first


def _elements(parent: Object, kind: Name) -> Iterator[Object]:
    """Walk all elements of a kind below another, in reading order."""
    for child in _children(parent):
        if kind == child.S:
            yield child
        yield from _elements(child, kind)


def _children(parent: Object) -> list[Object]:
    """Return the elements right below another; what is no element is a piece of a page or a reference to one."""
    below = parent.get(Name.K, Array())
    pieces = below if isinstance(below, Array) else [below]
    return [piece for piece in pieces if isinstance(piece, Dictionary) and Name.S in piece]


def _is_strong(element: Object) -> bool:
    """Tell whether all that an element holds is strong; a link may stand around it."""
    if Name.Strong == element.S:
        return True
    children = _children(element)
    return element.S in (Name.TD, Name.Link) and bool(children) and all(map(_is_strong, children))


def _table_attributes(cell: Object) -> Object:
    """Return the attributes of a cell that concern its table."""
    attributes = cell.A if isinstance(cell.A, Array) else [cell.A]
    return next(attribute for attribute in attributes if Name.Table == attribute.O)


def _add_to_index(tree: Object, new: dict[str, Object]) -> None:
    """Enter the new ids in the index by which a reader finds an element, which is sorted by id."""
    index = tree.get(Name.IDTree, Dictionary(Names=Array()))
    names = index.Names
    entries = {str(names[at]): names[at + 1] for at in range(0, len(names), 2)} | new
    index.Names = Array([item for name in sorted(entries) for item in (String(name), entries[name])])
    tree.IDTree = index
