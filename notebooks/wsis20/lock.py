"""One command at a time in a checkout: a lock that the system gives up by itself when its holder ends, however it ends.

It lies on the folder of the checkout, so that it leaves no file and works where nothing can be written. Where the
system has no such locks (Windows, some file systems on a network) commands go on without.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from wsis20.project import ROOT

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]  # where the system has no such locks

INHERITED = "WSIS20_LOCKED"
"""Set for the programs that a holder of the lock starts: they belong to it, and must not wait for it."""


@contextmanager
def held(say: Callable[[str], None] = lambda line: None, root: Path = ROOT) -> Iterator[None]:
    """Hold the lock of a checkout; wait for whoever has it, and tell ``say`` so."""
    descriptor = take(say, root)
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def take(say: Callable[[str], None] = lambda line: None, root: Path = ROOT) -> int | None:
    """Take the lock and return what holds it until it is closed or the process ends; None where there are no locks."""
    if fcntl is None or os.environ.get(INHERITED) == str(root):
        return None
    descriptor = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in (errno.EAGAIN, errno.EACCES):
            os.close(descriptor)
            return None
        process = holder(descriptor)
        say(f"waiting: another command works in this folder{f' (process {process})' if process else ''}")
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor


def holder(descriptor: int) -> int | None:
    """Return the process that holds the lock of a file, where the system tells (Linux)."""
    inode = os.fstat(descriptor).st_ino
    try:
        lines = Path("/proc/locks").read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        return None
    for words in (line.split() for line in lines):  # 1: FLOCK ADVISORY WRITE 4242 fe:00:1234 0 EOF
        if "->" not in words and len(words) > 5 and words[1] == "FLOCK" and words[5].rpartition(":")[2] == str(inode):
            return int(words[4])
    return None
