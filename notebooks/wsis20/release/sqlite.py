"""The database of a release, which the page for questions in SQL has too."""

from __future__ import annotations

from wsis20 import database as tables
from wsis20.release.source import Source


def database(source: Source) -> bytes:
    """Return the database."""
    return tables.content(source.package)
