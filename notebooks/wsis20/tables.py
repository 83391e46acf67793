"""Tables that a notebook shows: real tables in Jupyter, in the book and in its PDF.

A cell is a short text in MyST Markdown, one paragraph a line. The book typesets it; Jupyter, which knows no roles,
shows its words.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

NEW = "\n"
ROLE = re.compile(r"\{[\w-]+\}`(?:([^`<]+?)\s*<[^`>]+>|([^`]+))`")


def plain(cell: str) -> str:
    """Return the words of a cell.

    >>> plain("{msg}`africa-k1` and {msg}`the second <africa-k2>`")
    'africa-k1 and the second'
    """
    return ROLE.sub(lambda match: match[1] or match[2], cell)


def message_links(messages: pd.DataFrame) -> str:
    """Return links to messages by their numbers as MyST Markdown; ``messages`` has message_id and number."""
    return ", ".join(f"{{msg}}`{row.number} <{row.message_id}>`" for row in messages.itertuples())


@dataclass(frozen=True)
class Table:
    """A table with a caption and a name to refer to; the first column heads the rows.

    ``frame`` holds one string per cell; ``widths`` gives the relative widths of its columns.
    """

    name: str
    caption: str
    frame: pd.DataFrame
    widths: Sequence[int]

    def __post_init__(self) -> None:
        """Refuse what could not be set as a table."""
        if len(self.widths) != self.frame.shape[1]:
            raise ValueError(f"{self.name}: {len(self.widths)} widths for {self.frame.shape[1]} columns")
        if self.frame.empty:
            raise ValueError(f"{self.name}: a table needs rows; say in a sentence that there are none")

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        """Offer the table to Jupyter: HTML for itself, Markdown for the book, CSV for whoever compares."""
        return {"text/html": self.to_html(), "text/markdown": self.to_myst(), "text/plain": self.to_csv()}

    def to_csv(self) -> str:
        """Return the words of the table as CSV."""
        return self.frame.map(plain).to_csv(index=False, lineterminator="\n").rstrip("\n")

    def to_html(self) -> str:
        """Return an HTML table with a caption and with the scope of its header cells."""
        head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in self.frame.columns)
        rows = []
        for first, *rest in self.frame.itertuples(index=False):
            cells = "".join(f"<td>{html.escape(plain(cell)).replace(NEW, '<br>')}</td>" for cell in rest)
            rows.append(f'<tr><th scope="row">{html.escape(plain(first))}</th>{cells}</tr>')
        caption = f"<caption>{html.escape(plain(self.caption))}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"

    def to_myst(self) -> str:
        """Return a MyST list-table with the caption, numbered by the book."""
        lines = [
            f"````{{list-table}} {self.caption}",
            f":name: {self.name}",
            ":header-rows: 1",
            ":stub-columns: 1",
            f":widths: {' '.join(str(width) for width in self.widths)}",
            "",
        ]
        for row in [list(self.frame.columns), *self.frame.itertuples(index=False)]:
            for number, cell in enumerate(row):
                first, *rest = cell.split(NEW)
                lines.append(f"{'* -' if number == 0 else '  -'} {first}".rstrip())
                lines += [line for paragraph in rest for line in ("", f"    {paragraph}")]
        return "\n".join([*lines, "````"])
