"""Archives of files that are the same whenever and wherever they are made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from wsis20.release.source import Source

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first that the format can say


def package(source: Source) -> bytes:
    """Return the archive of the data package, with licence, citation, changelog and references."""
    return stored(source.files)


def stored(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP archive of files by their names.

    They are stored as they are: what compression makes of them depends on the library that this Python was built with.
    """
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as opened:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 3  # Unix, on every system
            entry.external_attr = 0o644 << 16
            opened.writestr(entry, content)
    return held.getvalue()
