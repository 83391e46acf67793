"""Tables that a notebook shows: real tables in Jupyter, in the book and in its PDF.

A cell is data, never markup: words, or words with links among them. The notebook stores it as JSON, from which the book
makes the table; Jupyter itself shows its words.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from wsis20 import naming

NEW = "\n"
MIME = "application/vnd.wsis20.table+json"


@dataclass(frozen=True)
class Link:
    """A link to a record by kind (``message``, ``provision`` …) and identifier; kind ``source`` is the bibliography.

    ``words`` stand for it; where there are none, the book calls the record what it calls it everywhere.
    """

    kind: str
    key: str
    words: str = ""

    def __str__(self) -> str:
        """Return what a reader sees where the book's names are not known."""
        return self.words or self.key


Part = str | Link
Cell = Part | Sequence[Part]


def parts(cell: Cell) -> list[Part]:
    """Return the words and links of a cell, in order."""
    return [cell] if isinstance(cell, str | Link) else list(cell)


def paragraphs(cell: Cell) -> list[list[Part]]:
    r"""Return the parts of each paragraph of a cell; a line break in its words begins a new one.

    >>> paragraphs(["of ", Link("message", "africa-k1"), "\nand"])
    [['of ', Link(kind='message', key='africa-k1', words='')], ['and']]
    """
    found: list[list[Part]] = [[]]
    for part in parts(cell):
        first, *others = part.split(NEW) if isinstance(part, str) else [part]
        found[-1].append(first)
        found += [[other] for other in others]
    return [[part for part in paragraph if part != ""] for paragraph in found]


def plain(cell: Cell) -> str:
    """Return the words of a cell.

    >>> plain([Link("message", "africa-k1"), " and ", Link("message", "africa-k2", "the second")])
    'africa-k1 and the second'
    """
    return "".join(str(part) for part in parts(cell))


def joined(cells: Iterable[Cell], between: str = ", ") -> list[Part]:
    """Return the parts of several cells as those of one, with words between them."""
    found: list[Part] = []
    for cell in cells:
        found += [*([between] if found else []), *parts(cell)]
    return found


def with_works(text: str, works: Mapping[str, str]) -> list[Part]:
    """Return a text of the data with a link to the bibliography for each document that it names in parentheses.

    ``works`` are the keys of the bibliography by identifiers of documents.

    >>> with_works("88 and 92 (some-account). Checked (twice).", {"some-account": "some2025account"})
    ['88 and 92 (', Link(kind='source', key='some2025account', words=''), '). Checked (twice).']
    """
    pieces = re.split(rf"(?<=\()({'|'.join(map(re.escape, works))})(?=\))", text)
    return [Link("source", works[piece]) if number % 2 else piece for number, piece in enumerate(pieces) if piece]


def message_links(messages: pd.DataFrame) -> list[Part]:
    """Return links to messages by their numbers; ``messages`` has message_id and number."""
    return joined(Link("message", row.message_id, str(row.number)) for row in messages.itertuples())


@dataclass(frozen=True)
class Table:
    """A table with a caption and a name to refer to; the first column heads the rows.

    ``frame`` holds one `Cell` per cell; ``widths`` gives the relative widths of its columns.
    """

    name: str
    caption: str
    frame: pd.DataFrame
    widths: Sequence[int]

    def __post_init__(self) -> None:
        """Refuse what could not be set as a table."""
        naming.refuse_odd(self.name)
        if len(self.widths) != self.frame.shape[1]:
            raise ValueError(f"{self.name}: {len(self.widths)} widths for {self.frame.shape[1]} columns")
        if self.frame.empty:
            raise ValueError(f"{self.name}: a table needs rows; say in a sentence that there are none")

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str | dict]:
        """Offer the table to Jupyter: HTML for itself, its data for the book, CSV for whoever compares."""
        return {MIME: self.to_data(), "text/html": self.to_html(), "text/plain": self.to_csv()}

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
        caption = f"<caption>{html.escape(self.caption)}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"

    def to_data(self) -> dict:
        """Return the table as JSON values: a cell is a string, or a list of strings and of objects, one a `Link`."""
        return {
            "name": self.name,
            "caption": self.caption,
            "widths": list(self.widths),
            "head": list(self.frame.columns),
            "rows": [[written(cell) for cell in row] for row in self.frame.itertuples(index=False)],
        }


def written(cell: Cell) -> str | list[str | dict[str, str]]:
    """Return a cell as a JSON value."""
    if isinstance(cell, str):
        return cell
    return [part if isinstance(part, str) else asdict(part) for part in parts(cell)]


STRING = {"type": "string"}
LINK = {"type": "object", "properties": {"kind": STRING, "key": STRING, "words": STRING}, "additionalProperties": False}
LINK |= {"required": ["kind", "key", "words"]}
CELL = {"anyOf": [STRING, {"type": "array", "items": {"anyOf": [STRING, LINK]}}]}
FORM = {
    "type": "object",
    "properties": {
        "name": STRING,
        "caption": STRING,
        "widths": {"type": "array", "minItems": 1, "items": {"type": "integer", "minimum": 1}},
        "head": {"type": "array", "items": STRING},
        "rows": {"type": "array", "minItems": 1, "items": {"type": "array", "items": CELL}},
    },
    "required": ["name", "caption", "widths", "head", "rows"],
    "additionalProperties": False,
}
"""The JSON Schema of what `Table.to_data` returns."""


def faults(data: Any) -> list[str]:
    """Return what is wrong with a table as JSON, as it stands in a stored notebook; a line each."""
    import jsonschema  # what runs a notebook does not need it

    found = [
        f"{error.json_path}: {error.message[:80]}" for error in jsonschema.Draft202012Validator(FORM).iter_errors(data)
    ]
    if found:
        return found
    if said := naming.complaint(data["name"]):
        return [f"$.name: {said}"]
    uneven = [n for n, row in enumerate([data["head"], *data["rows"]]) if len(row) != len(data["widths"])]
    return [f"row {n} of {len(data['widths'])} columns has another number of cells" for n in uneven]
