"""Tables: HTML rows and cells written as a Typst table with a repeated head."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bs4 import Tag

from .attributes import attribute, classes
from .notation import arguments, array, block, content, string
from .widths import fitted

NUMBER = re.compile(r"[-+−–]?\d[\d.,   ]*\s?%?|[-–—]?")
WIDTH = re.compile(r"width:\s*([\d.]+)%")
ALIGNMENT = re.compile(r"^(?:text-)?(left|center|right)$")
LONG = 600  # characters; a row is kept on one page unless a cell of it could be higher than the page

Render = Callable[[Tag], str]


def table(tag: Tag, render: Render, label: str | None) -> str:
    """Write an HTML table; `render` writes what is inside a cell or the caption.

    Columns are as wide as the directive's `:widths:` say, else as their text needs. Columns of numbers are set flush
    right, whole cells as their class says, all else flush left.
    """
    caption = tag.find("caption", recursive=False)
    head, body = _rows(tag)
    count = max((sum(map(_span, row)) for row in head + body), default=1)
    numeric = _numeric(body, count)
    cells = [_head(head, numeric, render)] if head else []
    cells += [", ".join(_row(row, numeric, render)) for row in body]
    return block(
        "data-table",
        None,
        "\n  " + ",\n  ".join(cells),
        columns=_columns(tag, count, head + body),
        caption=content(render(caption)) if caption else None,
        label=string(label) if label else None,
    )


def _rows(tag: Tag) -> tuple[list[list[Tag]], list[list[Tag]]]:
    """Split a table into the rows of its head and of its body; a first row all of heads is the head."""
    head: list[list[Tag]] = []
    body: list[list[Tag]] = []
    for row in tag.find_all("tr"):
        cells = row.find_all(["th", "td"], recursive=False)
        leads = not body and all(cell.name == "th" for cell in cells) and len(cells) > 1
        (head if leads or (row.parent is not None and row.parent.name == "thead") else body).append(cells)
    return head, body


def _span(cell: Tag) -> int:
    return int(attribute(cell, "colspan") or 1)


def _columns(tag: Tag, count: int, rows: list[list[Tag]]) -> str:
    """Write the widths of the columns: as shares of the line where they are given, else as many as there are."""
    columns = tag.select("colgroup > col")
    shares = [float(found[1]) for column in columns if (found := WIDTH.search(attribute(column, "style")))]
    if len(shares) == len(columns) == count:
        texts = [[cell.get_text(" ", strip=True) for cell in row] for row in rows]
        return array([f"{share:g}fr" for share in fitted(shares, texts)])
    return str(count)


def _numeric(body: list[list[Tag]], count: int) -> list[bool]:
    """Tell which columns hold numbers only; cells over several columns or rows leave it open, so none does then."""
    if not body or any(len(row) != count for row in body):
        return [False] * count
    return [_is_numeric(column) for column in zip(*body, strict=True)]


def _is_numeric(column: tuple[Tag, ...]) -> bool:
    """Tell whether the cells of a column are numbers; several links in a cell are a list and not a number."""
    entries = [cell.get_text(strip=True) for cell in column]
    lists = any(len(cell.find_all("a")) > 1 for cell in column)
    return any(entries) and not lists and all(NUMBER.fullmatch(entry) for entry in entries)


def _head(head: list[list[Tag]], numeric: list[bool], render: Render) -> str:
    return "table.header" + arguments(*(cell for row in head for cell in _row(row, numeric, render, in_head=True)))


def _row(row: list[Tag], numeric: list[bool], render: Render, *, in_head: bool = False) -> Iterator[str]:
    for index, cell in enumerate(row):
        body = content(render(cell))
        if cell.name == "th":
            body = f"{'column-head' if in_head else 'row-head'}{body}"
        options = arguments(
            colspan=attribute(cell, "colspan") or None,
            rowspan=attribute(cell, "rowspan") or None,
            align=_alignment(cell) or ("right" if index < len(numeric) and numeric[index] else None),
            breakable="true" if len(cell.get_text()) > LONG else None,
        )
        yield body if options == "()" else f"table.cell{options[:-1]}, {body})"


def _alignment(cell: Tag) -> str | None:
    return next((found[1] for name in classes(cell) if (found := ALIGNMENT.match(name))), None)
