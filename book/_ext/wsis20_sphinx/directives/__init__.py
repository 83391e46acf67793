"""What a page can ask for: a module a kind of directive."""

from __future__ import annotations

from sphinx.application import Sphinx

from wsis20_sphinx.directives import (
    citation,
    codebook,
    explore,
    fields,
    filters,
    finder,
    ledger,
    query,
    regions,
    registers,
    statements,
)


def setup(app: Sphinx) -> None:
    """Add the directives, and the roles that give numbers."""
    for module in (filters, registers, explore, finder, query, codebook, regions, statements, ledger, fields, citation):
        module.setup(app)
