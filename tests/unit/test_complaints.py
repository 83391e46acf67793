"""What Jupyter Book says, told by page, line and words."""

from __future__ import annotations

import pytest
from wsis20.commands.build import complaints
from wsis20.project import ROOT


@pytest.mark.parametrize(
    ("output", "said"),
    [
        (f"reading\n\x1b[91m{ROOT}/book/a.md:7: WARNING: no such thing [ref.doc]\x1b[0m\n", "book/a.md, line 7: no such thing"),
        (f"{ROOT}/notebooks/01-round.ipynb:30002: ERROR: x [myst]", "notebooks/01-round.ipynb, cell 3, line 2: x"),
        ("WARNING: unsupported theme option 'x' given", "unsupported theme option 'x' given"),
        (f"{ROOT}/book/a.md:7: ERROR: Unknown directive:\n  {{x}}", "book/a.md, line 7: Unknown directive: {x}"),
        ("Extension error:\nbook/method:97: there is no message 'x'\n\nTraceback (most", "book/method.md, line 97: there is no message 'x'"),
        (
            "Extension error (wsis20_sphinx.cells):\nHandler <function f at 0x7f> for event 'x' threw an exception "
            "(exception: boom)\nTraceback (most recent call last):\n  File",
            "boom (in the extension wsis20_sphinx.cells)",
        ),
        ("Sphinx error:\nthe PDF cannot be set:\nbook/a: no such font\n\n====", "the PDF cannot be set:\nbook/a: no such font"),
        ("Traceback (most recent call last):\n  File 'x'\nOSError: [Errno 28] No space left on device\n", "No space left on device"),
        ("Traceback\nImportError: no name 'x'\nTraceback\nRuntimeError: \n\nThere was an error", "ImportError: no name 'x'"),
        ("noise\nwsis20: two reasons:\none\ntwo\n", "two reasons:\none\ntwo"),
        ("one\ntwo", "one\ntwo"),
    ],
)  # fmt: skip
def test_a_complaint_is_told_by_place_and_words(output, said):
    assert complaints.of(output) == said


def test_complaints_are_not_too_many():
    said = complaints.of("\n".join(f"a.md:{line}: WARNING: x" for line in range(20))).splitlines()
    assert said[0] == "a.md, line 0: x"
    assert said[-1] == f"and {20 - complaints.SHOWN} more"
