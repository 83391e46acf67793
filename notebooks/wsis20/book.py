"""The book: build HTML and PDF from stored notebooks, and know when there is nothing to do."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wsis20 import checks, freshness
from wsis20.project import BUILD, ROOT, Refusal, reproducible

HTML = BUILD / "html" / "index.html"
PDF = BUILD / "typst" / "wsis20-what-the-regions-said.pdf"
STATE = BUILD / "wsis20.json"
INPUTS = ("_config.yml", "_toc.yml", "CITATION.cff", "requirements.lock", "book", "datapackage", "notebooks")
JUPYTER_BOOK = (
    "from jupyter_book.cli.main import main; main()"  # it has no `python -m`, and its script may not be on the PATH
)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
SHOWN = 12  # complaints are worth reading one by one, up to a point
PASSING = {"__pycache__", ".ipynb_checkpoints"}


@dataclass(frozen=True)
class Edition:
    """One form of the book: its name, the arguments that make Jupyter Book build it, and the file to open."""

    name: str
    arguments: tuple[str, ...]
    product: Path


EDITIONS = (
    Edition("HTML", ("--builder", "html"), HTML),
    Edition("PDF", ("--builder", "custom", "--custom-builder", "typst"), PDF),
)


def inputs() -> Iterator[Path]:
    """Yield every file that the book is made from, in a fixed order."""
    for name in INPUTS:
        path = ROOT / name
        files = [path] if path.is_file() else sorted(path.rglob("*"))
        yield from (file for file in files if file.is_file() and not PASSING & set(file.parts))


def digest() -> str:
    """Return the SHA-256 of names and contents of all inputs."""
    total = hashlib.sha256()
    for path in inputs():
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(ROOT).as_posix()} {content}\n".encode())
    return total.hexdigest()


def up_to_date() -> bool:
    """Return whether the book was built by this command from the inputs that are here now, and is still there.

    Any other build removes the state (`forget`), since it may have replaced pages.
    """
    if not (STATE.is_file() and all(edition.product.is_file() for edition in EDITIONS)):
        return False
    return json.loads(STATE.read_text(encoding="utf-8"))["inputs"] == digest()


def forget() -> None:
    """Forget that the book is up to date."""
    STATE.unlink(missing_ok=True)


def refuse_unfit() -> None:
    """Raise `Refusal` when the data break their rules, or outputs do not belong to the present code and data."""
    faults = checks.check()
    if faults:
        more = f" (and {len(faults) - 1} more; run: python -m wsis20 check)" if len(faults) > 1 else ""
        raise Refusal(f"the data package is not valid: {faults[0]}{more}")
    names = [path.relative_to(ROOT).as_posix() for path in freshness.stale()]
    if names:
        raise Refusal(
            f"stale notebooks: {', '.join(names)}. Code, data, outputs or requirements.lock changed since they were "
            "run; run: python -m wsis20 run"
        )


def build(progress: Callable[[str], None] = lambda line: None) -> None:
    """Build every edition from nothing, so that an incremental build can never differ from a clean one.

    The old book is replaced when the new one is complete. Raises `Refusal` when the data are not valid, a notebook is
    stale, Jupyter Book fails or warns, or an input is changed meanwhile.
    """
    refuse_unfit()
    before = digest()
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD, prefix="draft-") as draft:
        for edition in EDITIONS:
            progress(f"building {edition.name}")
            jupyter_book(edition, Path(draft))
        landing_page, pdf = (drafted(edition.product, Path(draft)) for edition in EDITIONS)
        shutil.copy(pdf, landing_page.parent)  # the pages offer it
        if digest() != before:
            raise Refusal("an input was changed during the build; build again")
        forget()
        for edition in EDITIONS:
            folder = edition.product.parent
            shutil.rmtree(folder, ignore_errors=True)
            drafted(folder, Path(draft)).replace(folder)
    STATE.write_text(json.dumps({"inputs": before}) + "\n", encoding="utf-8")


def drafted(product: Path, draft: Path) -> Path:
    """Return where Jupyter Book puts a product when it builds into a draft."""
    return draft / "_build" / product.relative_to(BUILD)


def jupyter_book(edition: Edition, draft: Path) -> None:
    """Run Jupyter Book for one edition; a warning is an error. Raise `Refusal` with what it said."""
    options = ["--path-output", str(draft), "-W", "--keep-going", *edition.arguments]
    command = [sys.executable, "-c", JUPYTER_BOOK, "build", str(ROOT), *options]
    done = subprocess.run(command, env=reproducible(), capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode or not drafted(edition.product, draft).is_file():
        raise Refusal(f"Jupyter Book could not build the {edition.name}:\n{complaints(done.stdout + done.stderr)}")


def complaints(output: str) -> str:
    """Return the first lines of a build's output that are about warnings and errors, or its end when there are none."""
    lines = COLOUR.sub("", output).splitlines()
    telling = [line for line in lines if "WARNING" in line or "ERROR" in line or "rror:" in line]
    more = [f"and {len(telling) - SHOWN} more"] if len(telling) > SHOWN else []
    return "\n".join([*telling[:SHOWN], *more] or lines[-SHOWN:])
