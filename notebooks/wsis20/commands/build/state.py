"""What the book was built from and what it is, so that a book that is up to date is not built again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wsis20.project import BUILD, ROOT

HTML = BUILD / "html" / "index.html"
REPORT = BUILD / "typst" / "wsis20-what-the-regions-said.pdf"
ANNEX = BUILD / "typst" / "wsis20-what-the-regions-said-annex.pdf"
PDFS = {"report": REPORT, "annex": ANNEX}
STATE = BUILD / "wsis20.json"
TEXTS = ("README.md", "CHANGELOG.md")  # of which pages show parts
INPUTS = (
    *("_config.yml", "_toc.yml", "CITATION.cff", "LICENSE-DATA", "changes.csv", "requirements.lock"),
    *TEXTS,
    *("book", "datapackage", "notebooks"),
)
PASSING = {"__pycache__", ".ipynb_checkpoints"}


@dataclass(frozen=True)
class Format:
    """One form of the book: its name, the arguments that make Jupyter Book build it, and the file to open.

    ``more`` are further files of the form, in the same folder.
    """

    name: str
    arguments: tuple[str, ...]
    product: Path
    more: tuple[Path, ...] = ()

    def files(self) -> tuple[Path, ...]:
        """Return all files that a reader may open."""
        return self.product, *self.more


FORMATS = (
    Format("HTML", ("--builder", "html"), HTML),
    Format("PDF", ("--builder", "custom", "--custom-builder", "typst"), REPORT, (ANNEX,)),
)


def inputs() -> Iterator[Path]:
    """Yield every file that the book is made from, in a fixed order."""
    for name in INPUTS:
        path = ROOT / name
        files = [path] if path.is_file() else sorted(path.rglob("*"))
        yield from (file for file in files if file.is_file() and not PASSING & set(file.parts))


def digest(read: Callable[[Path], bytes] = Path.read_bytes) -> str:
    """Return the SHA-256 of names and contents of all inputs, or of what ``read`` takes for the content of a file."""
    total = hashlib.sha256()
    for path in inputs():
        content = hashlib.sha256(read(path)).hexdigest()
        total.update(f"{path.relative_to(ROOT).as_posix()} {content}\n".encode())
    return total.hexdigest()


def up_to_date() -> bool:
    """Return whether the book was built by this command from the inputs that are here now, and is still what was built.

    Any other build removes the state (`forget`), since it may have replaced pages. A state that cannot be read is none.
    """
    if not all(file.is_file() for output in FORMATS for file in output.files()):
        return False
    try:
        state = json.loads(STATE.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return state == {"inputs": digest(), "products": products()}


def products() -> str:
    """Return the SHA-256 of names and contents of all files of the book as built."""
    total = hashlib.sha256()
    for folder in (output.product.parent for output in FORMATS):
        for path in sorted(files(str(folder))):
            with open(path, "rb") as file:  # noqa: PTH123
                content = hashlib.sha256(file.read()).hexdigest()
            total.update(f"{folder.name}{path[len(str(folder)) :]} {content}\n".encode("utf-8", "replace"))
    return total.hexdigest()


def files(folder: str) -> Iterator[str]:
    """Yield all files in a folder; of more than a thousand, a `Path` of each would take as long as reading them."""
    for place, _, names in os.walk(folder):
        yield from filter(os.path.isfile, (f"{place}{os.sep}{name}" for name in names))


def forget() -> None:
    """Forget that the book is up to date."""
    STATE.unlink(missing_ok=True)


def remember(inputs: str) -> None:
    """Write down what the book was built from and what it is."""
    draft = STATE.with_suffix(".part")
    draft.write_text(json.dumps({"inputs": inputs, "products": products()}) + "\n", encoding="utf-8")
    draft.replace(STATE)
