"""The book: build HTML and PDF from stored notebooks, and know when there is nothing to do."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wsis20 import checks, complaints, freshness, gates
from wsis20.kernel import PARENT
from wsis20.lock import INHERITED
from wsis20.project import BUILD, ROOT, Refusal, reproducible

HTML = BUILD / "html" / "index.html"
PDF = BUILD / "typst" / "wsis20-what-the-regions-said.pdf"
STATE = BUILD / "wsis20.json"
TEXTS = ("README.md", "CHANGELOG.md")  # of which pages show parts
INPUTS = ("_config.yml", "_toc.yml", "CITATION.cff", "requirements.lock", *TEXTS, "book", "datapackage", "notebooks")
# It has no `python -m`, and its script may not be on the PATH. It must not outlive the command that started it.
JUPYTER_BOOK = (
    "from wsis20.kernel import follow_parent; follow_parent(); from jupyter_book.cli.main import main; main()"
)
DRAFT, OLD, DONE = "draft-", "old", "done"
READABLE = {True: 0o755, False: 0o644}
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
    if not all(edition.product.is_file() for edition in EDITIONS):
        return False
    try:
        state = json.loads(STATE.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return state == {"inputs": digest(), "products": products()}


def products() -> str:
    """Return the SHA-256 of names and contents of all files of the book as built."""
    total = hashlib.sha256()
    for folder in (edition.product.parent for edition in EDITIONS):
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            total.update(f"{folder.name}/{path.relative_to(folder).as_posix()} {content}\n".encode("utf-8", "replace"))
    return total.hexdigest()


def forget() -> None:
    """Forget that the book is up to date."""
    STATE.unlink(missing_ok=True)


def refuse_unfit() -> None:
    """Raise `Refusal` when inputs cannot be used, the data break their rules, or outputs are of other code or data."""
    found = gates.faults()
    if not found:
        found = [*data_faults(), *stale_faults()]
    if len(found) > 1:
        found.insert(0, f"the book cannot be built, for {len(found)} reasons:")
    if found:
        raise Refusal("\n".join(found))


def unfit_to_publish() -> list[str]:
    """Return what keeps the book from being published and not from being shown to who writes it, a line each.

    Raises `Refusal` with the other faults: of files that a build would believe, and load or run.
    """
    if found := gates.faults(gates.BELIEVED):
        raise Refusal("\n".join(found))
    return [*gates.faults(gates.READ), *data_faults(), *stale_faults()]


def data_faults() -> list[str]:
    """Return the first fault of the data package and the number of the others, as one line; none when it is valid."""
    faults = checks.check()
    more = f" (and {len(faults) - 1} more; run: python -m wsis20 check)" if len(faults) > 1 else ""
    return [f"the data package is not valid: {faults[0]}{more}"] if faults else []


def stale_faults() -> list[str]:
    """Return one line that names the stale notebooks; none when all are fresh."""
    names = [path.relative_to(ROOT).as_posix() for path in freshness.stale()]
    told = "Code, data, outputs or requirements.lock changed since they were run; run: python -m wsis20 run"
    return [f"stale notebooks: {', '.join(names)}. {told}"] if names else []


def build(progress: Callable[[str], None] = lambda line: None) -> None:
    """Build every edition from nothing, so that an incremental build can never differ from a clean one.

    The old book is replaced when the new one is complete. Raises `Refusal` when the data are not valid, a notebook is
    stale, Jupyter Book fails or warns, or an input is changed meanwhile.
    """
    before = digest()  # before anything is looked at: what changes after that is noticed at the end
    refuse_occupied()
    recover()
    refuse_unfit()
    BUILD.mkdir(exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=BUILD, prefix=DRAFT))
    try:
        for number, edition in enumerate(EDITIONS, 1):
            progress(f"building {edition.name} ({number} of {len(EDITIONS)})")
            jupyter_book(edition, draft)
        landing_page, pdf = (drafted(edition.product, draft) for edition in EDITIONS)
        shutil.copy(pdf, landing_page.parent)  # the pages offer it
        if digest() != before:
            raise Refusal("an input was changed during the build; build again")
        put_in_place(draft)
    finally:
        discard(draft)
    remember(before)


def refuse_occupied() -> None:
    """Raise `Refusal` when something else is where the folders of the book belong."""
    if BUILD.is_symlink() and not BUILD.exists():
        raise Refusal(f"{BUILD.name}: the link leads nowhere; make the folder, or remove the link")
    if BUILD.exists() and not BUILD.is_dir():
        raise Refusal(f"{BUILD.name}: this is a file; the book is built into a folder of that name. Remove it")
    for folder in (edition.product.parent for edition in EDITIONS):
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            what = "link" if folder.is_symlink() else "file"
            raise Refusal(f"{BUILD.name}/{folder.name}: this is a {what}, and the book would take its place. Remove it")


def recover() -> None:
    """Discard what builds that were killed have left."""
    for draft in sorted(BUILD.glob(f"{DRAFT}*")):
        discard(draft)


def discard(draft: Path) -> None:
    """Remove a draft, after everything that it had taken out of its place is back there.

    Whatever moment a build ended in, all editions are then the old ones, or all are the new ones.
    """
    if (draft / OLD).is_dir():
        for folder in (edition.product.parent for edition in EDITIONS):
            if folder.is_dir() and not drafted(folder, draft).exists():
                folder.replace(drafted(folder, draft))
            if (draft / OLD / folder.name).is_dir():
                (draft / OLD / folder.name).replace(folder)
    shutil.rmtree(draft)


def put_in_place(draft: Path) -> None:
    """Put the new editions where the old ones are, so that `discard` can undo it until the last is there."""
    for folder in (edition.product.parent for edition in EDITIONS):
        make_readable(drafted(folder, draft))
    (draft / OLD).mkdir()
    forget()
    for folder in (edition.product.parent for edition in EDITIONS):
        if folder.exists():
            folder.replace(draft / OLD / folder.name)
        drafted(folder, draft).replace(folder)
    (draft / OLD).replace(draft / DONE)


def make_readable(folder: Path) -> None:
    """Let everybody read the files of a folder, whatever the umask was: they are made to be served."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(READABLE[path.is_dir()])


def remember(inputs: str) -> None:
    """Write down what the book was built from and what it is."""
    draft = STATE.with_suffix(".part")
    draft.write_text(json.dumps({"inputs": inputs, "products": products()}) + "\n", encoding="utf-8")
    draft.replace(STATE)


def drafted(product: Path, draft: Path) -> Path:
    """Return where Jupyter Book puts a product when it builds into a draft."""
    return draft / "_build" / product.relative_to(BUILD)


def jupyter_book(edition: Edition, draft: Path) -> None:
    """Run Jupyter Book for one edition; a warning is an error. Raise `Refusal` with what it said."""
    options = ["--path-output", str(draft), "-W", "--keep-going", *edition.arguments]
    command = [sys.executable, "-c", JUPYTER_BOOK, "build", str(ROOT), *options]
    code, output = said(command)
    if code or not drafted(edition.product, draft).is_file():
        found = complaints.of(output)
        between = "\n" if "\n" in found else " "
        raise Refusal(f"Jupyter Book could not build the {edition.name}:{between}{found}")


def said(command: list[str]) -> tuple[int, str]:
    """Run a program in a group of its own, which ends with this command; return its exit code and what it said."""
    environment = {**reproducible(), PARENT: str(os.getpid()), INHERITED: str(ROOT)}
    with subprocess.Popen(
        command,
        env=environment,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    ) as process:
        try:
            output, errors = process.communicate()
        except BaseException:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            raise
    return process.returncode, output + errors
