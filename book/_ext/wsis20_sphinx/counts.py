"""Numbers of rows and of empty cells in the text of a page, so that none is typed."""

from __future__ import annotations

import pandas as pd
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective, SphinxRole
from wsis20 import words
from wsis20.tables import Table

from wsis20_sphinx import outputs
from wsis20_sphinx.records import package


def rows(expression: str) -> int:
    """Return the number of rows of a table, of those with a value in a field, or of those with a certain value.

    ``expression`` is a table; or table and field, "second_readings decision"; or with a value, "source_notes
    kind=misprint". Raises `ValueError` when there is no such table, field or category.
    """
    table, _, condition = expression.partition(" ")
    name, equals, value = condition.partition("=")
    if table not in package() or (name and name not in package()[table]):
        raise ValueError(f"there is no table or field {expression!r} in the data package")
    if not name:
        return len(package()[table])
    column = package()[table][name]
    if not equals:
        return int(column.notna().sum())
    found = int((column.astype(str) == value).sum())
    if not found:
        raise ValueError(f"no row of {table} has {value!r} in {name}")
    return found


class Rows(SphinxRole):
    """``{rows}`source_notes kind=misprint` `` is replaced by the number of such rows, in words where it is small."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the number."""
        try:
            return [nodes.Text(words.number(rows(self.text)))], []
        except ValueError as error:
            source, line = self.get_source_info()
            raise ExtensionError(f"{source}:{line}: {error}") from None


class Completeness(SphinxDirective):
    """``{completeness}`` shows how many values of each table are missing, and in which way."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        labels = list(package().missing("messages").columns)
        lines = []
        for table in package():
            missing = package().missing(table).sum().reindex(labels, fill_value=0)
            cells = len(package()[table]) * len(package()[table].columns)
            lines.append([table, f"{len(package()[table]):,}", f"{cells:,}", *(f"{n:,}" for n in missing)])
        heads = ["Table", "Rows", "All cells", *(words.capital(label) for label in labels)]
        frame = pd.DataFrame(lines, columns=heads)
        shown = Table("tab-completeness", "Missing values by table and reason.", frame, [24, 9, 10, 18, 20, 22])
        return [outputs.table(shown.to_data(), self.state.document)]


def setup(app: Sphinx) -> None:
    """Add the role and the directive."""
    app.add_role("rows", Rows())
    app.add_directive("completeness", Completeness)
