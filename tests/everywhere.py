"""Places of all records on a page, without what a register says of them: for tests of pages that lead to records."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from wsis20_sphinx import records


class Everywhere(SphinxDirective):
    """``.. everywhere::``: every record of every kind stands here."""

    def run(self) -> list[nodes.Node]:
        """Return an anchor for each."""
        made = []
        for kind in records.ROLES:
            for key in records.labels(kind):
                records.note_place(self.env, kind, key)
                made.append(nodes.target("", "", ids=[key]))
        return [nodes.paragraph("", "", *made)]
