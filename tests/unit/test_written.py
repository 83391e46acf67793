"""Files beside the pages: written when they change, and only then."""

from __future__ import annotations

import os

import pytest
from wsis20_sphinx.written import keep


@pytest.mark.parametrize(("there", "written"), [(b"text\n", False), (b"other\n", True), (b"\xff", True), (None, True)])
def test_a_file_is_written_unless_it_holds_the_text(tmp_path, there, written):
    path = tmp_path / "file"
    if there is not None:
        path.write_bytes(there)
        os.utime(path, (0, 0))
    keep(path, "text\n")
    assert path.read_bytes() == b"text\n"
    assert (path.stat().st_mtime > 0) is written
