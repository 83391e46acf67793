"""Where things are in this project, and which release it is.

The one place that knows the layout and reads the version and the date of release from ``CITATION.cff``.
"""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from wsis20.characters import one_line, shown

ROOT = Path(__file__).resolve().parents[2]
DATAPACKAGE = ROOT / "datapackage"
NOTEBOOKS = ROOT / "notebooks"
BOOK = ROOT / "book"
SNIPPETS = BOOK / "_snippets"
LOCK = ROOT / "requirements.lock"
BUILD = ROOT / "_build"
EARLIEST = datetime.date(1980, 1, 1)  # the first day that an archive can name; none of this is older


class Refusal(Exception):  # noqa: N818 - it is no error of the program
    """Something that a person can put right: commands print the message, without a traceback, and exit with 1."""


class Yaml(yaml.SafeLoader):
    """YAML in which no key stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        """Return a mapping; raise `ConstructorError` where a key stands twice."""
        content = super().construct_mapping(node, deep)
        if len(content) < len(node.value) and not any(key.tag == "tag:yaml.org,2002:merge" for key, _ in node.value):
            raise yaml.constructor.ConstructorError(None, None, "a key stands twice", node.start_mark)
        return content


@cache
def citation() -> dict:
    """Return the content of ``CITATION.cff``; raise `Refusal` when it cannot be read or lacks what is needed."""
    path = ROOT / "CITATION.cff"
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=Yaml)
    except (OSError, yaml.YAMLError, ValueError, TypeError, OverflowError, AttributeError, RecursionError) as error:
        raise Refusal(one_line(f"{path.name}: this cannot be read: {error}")) from None
    if not isinstance(content, dict):
        raise Refusal(f"{path.name}: this is no list of keys and values")
    for key in ("title", "authors", "version", "date-released"):
        if key not in content:
            raise Refusal(f"{path.name}: there is no {key!r}")
    for key, (fits, wanted) in CITED.items():
        if not fits(content[key]):
            raise Refusal(one_line(f"{path.name}: {key} is {shown(content[key])}; expected {wanted}"))
    content["date-released"] = datetime.date.fromisoformat(str(content["date-released"]))
    if content["date-released"] < EARLIEST:
        raise Refusal(f"{path.name}: date-released is {content['date-released']}; expected none before {EARLIEST}")
    return content


def is_text(value: object) -> bool:
    """Return whether a value is text that is not blank."""
    return isinstance(value, str) and bool(value.strip())


def is_day(value: object) -> bool:
    """Return whether a value is a day of 1970 or later, or its text as YYYY-MM-DD."""
    try:
        return bool(DAY.fullmatch(str(value))) and datetime.date.fromisoformat(str(value)).year >= 1970
    except ValueError:
        return False


def are_authors(value: object) -> bool:
    """Return whether a value is a list of people or bodies, each with a name or a family name."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(
            isinstance(one, dict) and (is_text(one.get("name")) or is_text(one.get("family-names"))) for one in value
        )
    )


DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
VERSION = re.compile(r"(0|[1-9]\d{0,5})(\.(0|[1-9]\d{0,5})){2}", re.ASCII)
CITED = {
    "title": (is_text, "a title"),
    "authors": (are_authors, "a list of authors, each with a name"),
    "version": (lambda value: isinstance(value, str) and VERSION.fullmatch(value), "a version such as 1.2.3"),
    "date-released": (is_day, "YYYY-MM-DD"),
}


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


FOREIGN = ("PYTHON", "IPYTHON", "JUPYTER", "MPL", "MATPLOTLIB")
"""Beginnings of the names of variables by which a caller changes what Python, a kernel or a figure does: asserts
switched off, a start-up file, another folder of packages, another font."""


def reproducible(variables: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return a copy of ``variables`` for a child process, without those that could change an output.

    Clock, locale and hash seed are fixed, and so is where ``wsis20`` is found: in this checkout.
    """
    fixed = {
        "SOURCE_DATE_EPOCH": str(source_date_epoch()),
        "PYTHONHASHSEED": "0",
        "PYTHONNOUSERSITE": "1",
        "PYTHONPATH": str(NOTEBOOKS),
        "PYTHONUTF8": "1",
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "OPENBLAS_NUM_THREADS": "1",  # or sums are split by the cores of a machine; and threads do not outlive a fork
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # or the debugger warns of frozen modules
    }
    return {name: value for name, value in variables.items() if not name.startswith(FOREIGN)} | fixed


def kept_back(path: Path, root: Path = ROOT) -> str:
    """Say why no page may show a file, links followed, as words that go on after "a file"; nothing where one may."""
    try:
        found = path.resolve()
        inside = found.relative_to(root.resolve())
        circle = any(map(os.path.islink, (found, *found.parents)))  # which Python 3.13 leaves as it is
    except (OSError, RuntimeError, ValueError):  # it lies elsewhere, is a circle of links, or no path at all
        return "outside the project"
    if circle:
        return "outside the project"
    hidden = any(part.startswith(".") or part.casefold() == BUILD.name for part in inside.parts)
    return "among what is hidden or built" if hidden else ""


def notebooks() -> list[Path]:
    """Return the notebooks in the order of their names."""
    return sorted(NOTEBOOKS.glob("*.ipynb"))
