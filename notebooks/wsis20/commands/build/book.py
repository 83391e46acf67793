"""The book: HTML and PDF from stored notebooks, all or nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from wsis20 import freshness
from wsis20.commands import check
from wsis20.commands.build import complaints, gates, state
from wsis20.kernel import PARENT
from wsis20.lock import INHERITED
from wsis20.project import BUILD, ROOT, Refusal, reproducible

# It has no `python -m`, and its script may not be on the PATH. It must not outlive the command that started it.
JUPYTER_BOOK = (
    "from wsis20.kernel import follow_parent; follow_parent(); from jupyter_book.cli.main import main; main()"
)
DRAFT, OLD, DONE = "draft-", "old", "done"
READABLE = {True: 0o755, False: 0o644}


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
    faults = check.faults()
    more = f" (and {len(faults) - 1} more; run: python -m wsis20 check)" if len(faults) > 1 else ""
    return [f"the data package is not valid: {faults[0]}{more}"] if faults else []


def stale_faults() -> list[str]:
    """Return one line that names the stale notebooks; none when all are fresh."""
    names = [path.relative_to(ROOT).as_posix() for path in freshness.stale()]
    told = "Code, data, outputs or requirements.lock changed since they were run; run: python -m wsis20 run"
    return [f"stale notebooks: {', '.join(names)}. {told}"] if names else []


def build(progress: Callable[[str], None] = lambda line: None) -> None:
    """Build every format from nothing, so that an incremental build can never differ from a clean one.

    The old book is replaced when the new one is complete. Raises `Refusal` when the data are not valid, a notebook is
    stale, Jupyter Book fails or warns, or an input is changed meanwhile.
    """
    before = state.digest()  # before anything is looked at: what changes after that is noticed at the end
    refuse_occupied()
    recover()
    refuse_unfit()
    BUILD.mkdir(exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=BUILD, prefix=DRAFT))
    try:
        for number, output in enumerate(state.FORMATS, 1):
            progress(f"building {output.name} ({number} of {len(state.FORMATS)})")
            jupyter_book(output, draft)
        landing_page, pdf = (drafted(output.product, draft) for output in state.FORMATS)
        shutil.copy(pdf, landing_page.parent)  # the pages offer it
        if state.digest() != before:
            raise Refusal("an input was changed during the build; build again")
        put_in_place(draft)
    finally:
        discard(draft)
    state.remember(before)


def refuse_occupied() -> None:
    """Raise `Refusal` when something else is where the folders of the book belong."""
    if BUILD.is_symlink() and not BUILD.exists():
        raise Refusal(f"{BUILD.name}: the link leads nowhere; make the folder, or remove the link")
    if BUILD.exists() and not BUILD.is_dir():
        raise Refusal(f"{BUILD.name}: this is a file; the book is built into a folder of that name. Remove it")
    for folder in (output.product.parent for output in state.FORMATS):
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            what = "link" if folder.is_symlink() else "file"
            raise Refusal(f"{BUILD.name}/{folder.name}: this is a {what}, and the book would take its place. Remove it")


def recover() -> None:
    """Discard what builds that were killed have left."""
    for draft in sorted(BUILD.glob(f"{DRAFT}*")):
        discard(draft)


def discard(draft: Path) -> None:
    """Remove a draft, after everything that it had taken out of its place is back there.

    Whatever moment a build ended in, all formats are then the old ones, or all are the new ones.
    """
    if (draft / OLD).is_dir():
        for folder in (output.product.parent for output in state.FORMATS):
            if folder.is_dir() and not drafted(folder, draft).exists():
                folder.replace(drafted(folder, draft))
            if (draft / OLD / folder.name).is_dir():
                (draft / OLD / folder.name).replace(folder)
    shutil.rmtree(draft)


def put_in_place(draft: Path) -> None:
    """Put the new ones where the old ones are, so that `discard` can undo it until the last is there."""
    for folder in (output.product.parent for output in state.FORMATS):
        make_readable(drafted(folder, draft))
    (draft / OLD).mkdir()
    state.forget()
    for folder in (output.product.parent for output in state.FORMATS):
        if folder.exists():
            folder.replace(draft / OLD / folder.name)
        drafted(folder, draft).replace(folder)
    (draft / OLD).replace(draft / DONE)


def make_readable(folder: Path) -> None:
    """Let everybody read the files of a folder, whatever the umask was: they are made to be served."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(READABLE[path.is_dir()])


def drafted(product: Path, draft: Path) -> Path:
    """Return where Jupyter Book puts a product when it builds into a draft."""
    return draft / "_build" / product.relative_to(BUILD)


def jupyter_book(output: state.Format, draft: Path) -> None:
    """Run Jupyter Book for one format; a warning is an error. Raise `Refusal` with what it said."""
    options = ["--path-output", str(draft), "-W", "--keep-going", *output.arguments]
    command = [sys.executable, "-c", JUPYTER_BOOK, "build", str(ROOT), *options]
    code, told = said(command)
    if code or not drafted(output.product, draft).is_file():
        found = complaints.of(told)
        between = "\n" if "\n" in found else " "
        raise Refusal(f"Jupyter Book could not build the {output.name}:{between}{found}")


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
