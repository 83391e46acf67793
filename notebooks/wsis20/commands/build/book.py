"""The book: HTML and PDF from stored notebooks, all or nothing."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType
from typing import IO

from wsis20 import freshness, outdated
from wsis20.commands import check
from wsis20.commands.build import complaints, gates, offers, sound, state
from wsis20.kernel import PARENT
from wsis20.lock import INHERITED
from wsis20.project import BOOK, BUILD, DATAPACKAGE, NOTEBOOKS, ROOT, Refusal, reproducible

# It has no `python -m`, and its script may not be on the PATH. It must not outlive the command that started it.
JUPYTER_BOOK = (
    "from wsis20.kernel import follow_parent; follow_parent(); from jupyter_book.cli.main import main; main()"
)
DRAFT, OLD, DONE = "draft-", "old", "done"
READABLE = {True: 0o755, False: 0o644}


def refuse_unfit() -> None:
    """Raise `Refusal` when inputs cannot be used, the data break their rules, or outputs are of other code or data."""
    found = sound.unless_sound({"everything": everything()}, lambda _: all_faults())
    others = [fault for fault in found if not fault.startswith(gates.sentences.NO_LONGER)]
    sentences = outdated.listed() if len(others) < len(found) else []
    if len(others) > 1:
        others.insert(0, f"the book cannot be built, for {len(others)} reasons:")
    if found:
        raise Refusal("\n".join([*others, *sentences]))


def all_faults() -> list[str]:
    """Return what gates find; where they find nothing, what is wrong with data and outputs."""
    inputs = apart_from_pages()
    return gate_faults(gates.GATES, inputs) or old_or_invalid(inputs)


def unfit_to_publish() -> list[str]:
    """Return what keeps the book from being published and not from being shown to who writes it, a line each.

    Raises `Refusal` with the other faults: of files that a build would believe, and load or run.
    """
    inputs = apart_from_pages()
    if found := gate_faults(gates.BELIEVED, inputs):
        raise Refusal("\n".join(found))
    return [*gate_faults(gates.READ, inputs), *old_or_invalid(inputs)]


def gate_faults(wanted: Sequence[ModuleType], inputs: str) -> list[str]:
    """Return what gates find; those that look at no page look again only when ``inputs``, a digest, has changed."""
    apart = {gate.__name__: gate for gate in wanted if gate in gates.APART}
    found = gates.faults(gate for gate in wanted if gate not in gates.APART)
    return found + sound.unless_sound(
        dict.fromkeys(apart, inputs), lambda names: gates.faults(apart[name] for name in names)
    )


def old_or_invalid(inputs: str) -> list[str]:
    """Return what is wrong with the data package, and which notebooks are stale; neither depends on a page."""
    return sound.unless_sound({"data and freshness": inputs}, lambda _: [*data_faults(), *stale_faults()])


def everything() -> str:
    """Return the digest of all that the book is judged by."""
    judged = (*gates.files.PLACES, *gates.files.LICENCES)
    return f"{state.digest()} {kinds(DATAPACKAGE, *(ROOT / name for name in judged))}"


def apart_from_pages() -> str:
    """Return the digest of all inputs but the pages."""
    return f"{state.digest(unless_page)} {kinds(DATAPACKAGE, NOTEBOOKS)}"


def kinds(*places: Path) -> str:
    """Return the digest of what there is in some places, and of what kind each is.

    A link in place of a file and a folder that is empty are no content, and are refused.
    """
    total = hashlib.sha256()
    found = {path for place in places for path in (place, *place.rglob("*")) if os.path.lexists(path)}
    for path in sorted(found):
        if not state.PASSING & set(path.parts):
            total.update(f"{path.relative_to(ROOT).as_posix()} {stat.S_IFMT(path.lstat().st_mode)}\n".encode())
    return total.hexdigest()


def unless_page(path: Path) -> bytes:
    """Return the content of a file, nothing of a page of the book."""
    return b"" if path.suffix == ".md" and path.is_relative_to(BOOK) else path.read_bytes()


def data_faults() -> list[str]:
    """Return the first fault of the data package and the number of the others, as one line; none when it is valid."""
    faults = check.faults()
    return [f"the data package is not valid: {check.first_of(faults)}"] if faults else []


def stale_faults() -> list[str]:
    """Return one line that names the stale notebooks; none when all are fresh."""
    names = [path.relative_to(ROOT).as_posix() for path in freshness.stale()]
    told = "Code, data, outputs or requirements.lock changed since they were run; run: python -m wsis20 run"
    return [f"stale notebooks: {', '.join(names)}. {told}"] if names else []


def build(progress: Callable[[str], None] = lambda line: None) -> None:
    """Build every format from nothing, so that an incremental build can never differ from a clean one.

    The formats are built at the same time, each in a folder of its own. The old book is replaced when the new one is
    complete. Raises `Refusal` when the data are not valid, a notebook is stale, Jupyter Book fails or warns, or an
    input is changed meanwhile.
    """
    before = state.digest()  # before anything is looked at: what changes after that is noticed at the end
    refuse_occupied()
    recover()
    refuse_unfit()
    BUILD.mkdir(exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=BUILD, prefix=DRAFT))
    try:
        progress(f"building {' and '.join(output.name for output in state.FORMATS)}")
        jupyter_book(state.FORMATS, draft)
        offer(draft)
        if state.digest() != before:
            raise Refusal("an input was changed during the build; build again")
        put_in_place(draft)
    finally:
        discard(draft)
    state.remember(before)


def offer(draft: Path) -> None:
    """Put the PDFs beside the pages, which offer them, and let the pages say how long and how large they are."""
    html, pdf = (next(output for output in state.FORMATS if output.name == name) for name in ("HTML", "PDF"))
    pages = drafted(html, draft).parent
    for file in pdf.files():
        shutil.copy(drafted(pdf, draft).with_name(file.name), pages)
    offers.fill_in(pages)


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
        for output in state.FORMATS:
            folder, own = output.product.parent, drafted(output, draft).parent
            if folder.is_dir() and not own.exists():
                folder.replace(own)
            if (draft / OLD / folder.name).is_dir():
                (draft / OLD / folder.name).replace(folder)
    shutil.rmtree(draft)


def put_in_place(draft: Path) -> None:
    """Put the new ones where the old ones are, so that `discard` can undo it until the last is there."""
    for output in state.FORMATS:
        make_readable(drafted(output, draft).parent)
    (draft / OLD).mkdir()
    state.forget()
    for output in state.FORMATS:
        folder = output.product.parent
        if folder.exists():
            folder.replace(draft / OLD / folder.name)
        drafted(output, draft).parent.replace(folder)
    (draft / OLD).replace(draft / DONE)


def make_readable(folder: Path) -> None:
    """Let everybody read the files of a folder, whatever the umask was: they are made to be served."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(READABLE[path.is_dir()])


def drafted(output: state.Format, draft: Path) -> Path:
    """Return where Jupyter Book puts the product of a format when it builds into a draft."""
    return draft / output.name / "_build" / output.product.relative_to(BUILD)


def jupyter_book(formats: Sequence[state.Format], draft: Path) -> None:
    """Run Jupyter Book for each format at the same time; a warning is an error. Raise `Refusal` with what it said."""
    start = [sys.executable, "-c", JUPYTER_BOOK, "build", str(ROOT), "-W", "--keep-going"]
    commands = [[*start, "--path-output", str(draft / output.name), *output.arguments] for output in formats]
    for output, (code, told) in zip(formats, said(commands), strict=True):
        made = [drafted(output, draft).with_name(file.name) for file in output.files()]
        if code or not all(file.is_file() for file in made):
            found = complaints.of(told)
            between = "\n" if "\n" in found else " "
            raise Refusal(f"Jupyter Book could not build the {output.name}:{between}{found}")


def said(commands: Sequence[Sequence[str]]) -> list[tuple[int, str]]:
    """Run programs at the same time; return the exit code of each, and what it said.

    Each runs in a group of its own, and ends with this command.
    """
    environment = {**reproducible(), PARENT: str(os.getpid()), INHERITED: str(ROOT)}
    processes: list[subprocess.Popen] = []
    with ExitStack() as stack:
        told = [stack.enter_context(tempfile.TemporaryFile()) for _ in commands]
        try:
            for command, file in zip(commands, told, strict=True):
                processes.append(
                    subprocess.Popen(
                        command,
                        env=environment,
                        cwd=ROOT,
                        stdin=subprocess.DEVNULL,
                        stdout=file,
                        stderr=subprocess.STDOUT,
                        start_new_session=True,
                    )
                )
            codes = [process.wait() for process in processes]
        except BaseException:
            for process in processes:
                end(process)
            raise
        return [(code, read_back(file)) for code, file in zip(codes, told, strict=True)]


def end(process: subprocess.Popen) -> None:
    """End a program and all that it has started."""
    if process.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()


def read_back(file: IO[bytes]) -> str:
    """Return what was written to a file."""
    file.seek(0)
    return file.read().decode("utf-8", errors="replace")
