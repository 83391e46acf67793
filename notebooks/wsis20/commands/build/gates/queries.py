"""Ready questions for the page of SQL: each a sentence with its query, which runs and gives a row."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from wsis20 import database, datapackage
from wsis20.characters import one_line, shown
from wsis20.commands.build.gates import nodes
from wsis20.project import BOOK, Refusal

QUERIES = BOOK / "queries.yml"
LONG = 200
STEPS = 100_000_000
"""Instructions after which a query has run away; the longest of ours takes a thousandth of that."""


def read() -> dict[str, str]:
    """Return the queries by their questions, from the file in which `faults` finds nothing."""
    return {question: node.value.strip() for question, _, node in nodes.pairs(nodes.read(QUERIES))}


def faults() -> list[str]:
    """Return what is wrong with the file, and the questions whose queries have no answer."""
    try:
        top = nodes.read(QUERIES)
    except Refusal as fault:
        return [str(fault)]
    return [*nodes.repeated(QUERIES, top), *form_faults(top)] or answer_faults(top)


def form_faults(top: nodes.MAPPING) -> Iterator[str]:
    """Yield what keeps entries from being a question with its query."""
    for question, key, node in nodes.pairs(top):
        if not question.endswith("?"):
            yield one_line(f"{nodes.place(QUERIES, key)}: {shown(question, LONG)}; expected a question")
        elif not isinstance(node, nodes.SCALAR) or not node.value.strip():
            yield one_line(f"{nodes.place(QUERIES, node)}: the question {shown(question, LONG)} has no query")


def answer_faults(top: nodes.MAPPING) -> list[str]:
    """Return a line for each question whose query fails or gives no row."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "queries.sqlite")
        try:
            database.write(path, datapackage.load())
        except (Refusal, ValueError, sqlite3.Error):
            return []  # the check of the data package says what is wrong with it
        wrong = unanswered(path, {question: node.value for question, _, node in nodes.pairs(top)})
    return [
        one_line(f"{nodes.place(QUERIES, key)}: the question {shown(question, LONG)} {wrong[question]}")
        for question, key, _ in nodes.pairs(top)
        if question in wrong
    ]


def unanswered(path: Path, asked: Mapping[str, str]) -> dict[str, str]:
    """Return by question why its query has no answer from the database in a file."""
    found = {}
    with closing(sqlite3.connect(path.as_uri() + "?mode=ro", uri=True)) as opened:
        opened.set_progress_handler(lambda: True, STEPS)
        for question, query in asked.items():
            try:
                answer = opened.execute(query)
                heads = [name for name, *_ in answer.description or ()]
                if answer.fetchone() is None:
                    found[question] = "gives no row"
                elif len(heads) > len(set(heads)):
                    found[question] = "gives two columns of one name"
            except (sqlite3.Error, sqlite3.Warning) as error:
                found[question] = f"cannot be answered: {error}"
    return found
