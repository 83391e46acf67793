"""Where things are in this project, and which release it is.

The one place that knows the layout and reads the version and the date of release from ``CITATION.cff``.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
DATAPACKAGE = ROOT / "datapackage"
NOTEBOOKS = ROOT / "notebooks"
BOOK = ROOT / "book"
LIBRARY = NOTEBOOKS / "wsis20"
LOCK = ROOT / "requirements.lock"
BUILD = ROOT / "_build"


class Refusal(Exception):  # noqa: N818 - it is no error of the program
    """Something that a person can put right: commands print the message, without a traceback, and exit with 1."""


@cache
def citation() -> dict:
    """Return the content of ``CITATION.cff``."""
    return yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


def version() -> str:
    """Return the version of this release, such as ``0.1.0``."""
    return str(citation()["version"])


def release_date() -> datetime.date:
    """Return the date of this release."""
    return citation()["date-released"]


def source_date_epoch() -> int:
    """Return the date of release at midnight UTC in seconds since 1970.

    It stands for the clock wherever a tool would write the time of the build into its output
    (https://reproducible-builds.org/specs/source-date-epoch/).
    """
    midnight = datetime.datetime.combine(release_date(), datetime.time(), tzinfo=datetime.UTC)
    return int(midnight.timestamp())


def environment(variables: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return a copy of ``variables`` in which nothing is left that could change the bytes of an output."""
    fixed = {
        "SOURCE_DATE_EPOCH": str(source_date_epoch()),
        "PYTHONHASHSEED": "0",
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # or the debugger warns of frozen modules
    }
    return {**variables, **fixed}


def notebooks() -> list[Path]:
    """Return the notebooks in the order of their names."""
    return sorted(NOTEBOOKS.glob("*.ipynb"))
