"""The origin of a state of the data package: a folder, a zip, or a commit of this repository."""

from __future__ import annotations

import io
import lzma
import subprocess
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from wsis20 import textfile
from wsis20.characters import one_line
from wsis20.commands.diff import state
from wsis20.commands.diff.state import State
from wsis20.datapackage import inside
from wsis20.project import ROOT, Refusal

DESCRIPTOR = "datapackage.json"
PLACE = "datapackage"  # the folder of the package in this repository
WANTED = "expected a folder or a zip that holds a data package, or a commit or tag of this repository"
LIMIT = 1 << 30  # bytes that a zip may hold; 300,000 messages take a fifth of that
TORN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, ValueError, OSError)
"""What Python raises for a zip that is damaged, encrypted or compressed in a way that it cannot read."""


def read(name: str, repository: Path = ROOT) -> State:
    """Return the state that a name leads to.

    A folder or a file of this name goes before a commit. Raises `Refusal` when there is nothing of the name, or what is
    there cannot be read.
    """
    path = Path(name)
    if path.is_dir():
        return state.read(path)
    if path.is_file():
        return read_zip(io.BytesIO(textfile.read_bytes(path)), name)
    return read_zip(io.BytesIO(archived(name, repository)), f"{name}:{PLACE}")


def read_zip(file: BinaryIO, name: str) -> State:
    """Return the state in a zip, which messages call by ``name``; raise `Refusal` where it cannot be read."""
    with tempfile.TemporaryDirectory(prefix="wsis20-diff-") as folder:
        try:
            unpack(file, Path(folder))
            return state.read(Path(folder))
        except Refusal as refusal:
            raise Refusal(str(refusal).replace(folder, name)) from None


def unpack(file: BinaryIO, folder: Path) -> None:
    """Unpack the data package of a zip into a folder; raise `Refusal` where that cannot be."""
    try:
        with zipfile.ZipFile(file) as archive:
            for path, member in package(archive, folder).items():
                if inside(folder, path):  # the descriptor can name no other
                    (folder / path).parent.mkdir(parents=True, exist_ok=True)
                    (folder / path).write_bytes(archive.read(member))
    except TORN as error:
        words = getattr(error, "strerror", None) or error
        raise Refusal(one_line(f"{folder}: {WANTED}; as a zip this cannot be read: {words}")) from None


def package(archive: zipfile.ZipFile, folder: Path) -> dict[str, zipfile.ZipInfo]:
    """Return the members of a zip that are in its data package, by their path in that, wherever it stands in the zip.

    Raises `Refusal` for a zip without a data package or with more than one, and for one that is too large for a
    ``folder``.
    """
    members = [(PurePosixPath(member.filename), member) for member in archive.infolist() if not member.is_dir()]
    places = [path.parent for path, _ in members if path.name == DESCRIPTOR]
    if len(places) != 1:
        raise Refusal(f"{folder}: expected a zip with one file {DESCRIPTOR}; this has {len(places)}")
    (place,) = places
    found = {path.relative_to(place).as_posix(): member for path, member in members if path.is_relative_to(place)}
    if sum(member.file_size for member in found.values()) > LIMIT:
        raise Refusal(f"{folder}: expected a zip of at most {LIMIT >> 20} MB when unpacked; this has more")
    return found


def archived(name: str, repository: Path) -> bytes:
    """Return a zip of the data package as a commit of a repository has it; raise `Refusal` where there is none."""
    try:
        commit, words = git(repository, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        if not commit:
            said = f"; git says: {words}" if words else ""
            raise Refusal(one_line(f"{name}: there is nothing of this name; {WANTED}{said}"))
        archive, words = git(repository, "archive", "--format=zip", f"{commit.decode().strip()}:{PLACE}")
    except FileNotFoundError:
        raise Refusal(one_line(f"{name}: there is nothing of this name; {WANTED}, and for these two git")) from None
    if not archive:
        raise Refusal(one_line(f"{name}: expected a commit with the folder {PLACE}/; git says: {words}"))
    return archive


def git(repository: Path, *words: str) -> tuple[bytes, str]:
    """Return what git prints, nothing where it fails, and the first line of what it says of the failure.

    Raises `FileNotFoundError` when there is no git.
    """
    done = subprocess.run(["git", *words], cwd=repository, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
    return (b"" if done.returncode else done.stdout), said
