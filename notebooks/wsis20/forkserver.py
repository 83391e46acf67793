"""A process from which kernels are forked, so that what every notebook imports is imported once for all of them.

Forks of one process have the same addresses in memory, and so the same of what follows from addresses, such as the
order of a set of objects. Whoever wants to see whether a notebook always shows the same takes each run from a server
of its own. Only for systems on which a process can be followed that is no child: Linux, with `os.pidfd_open`.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, cast

from wsis20 import kernel

POSSIBLE = hasattr(os, "pidfd_open")


class Forked:
    """A kernel that was forked: what Jupyter asks of a `subprocess.Popen`. How it ended cannot be known, only that."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        """Take the number of a process that is there, or has ended and was not taken note of yet."""
        self.pid = pid
        self.returncode: int | None = None
        self.handle = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """Return nothing while it runs, and 0 once it has ended."""
        return self.wait(0)

    def wait(self, milliseconds: int | None = None) -> int | None:
        """Wait for its end, or so long; return as `poll` does."""
        if self.returncode is None:
            end = select.poll()
            end.register(self.handle, select.POLLIN)
            if end.poll(milliseconds):
                self.returncode = 0
                os.close(self.handle)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it runs."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.handle, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


class ForkServer:
    """The server, seen from the process that has started it; ended by `end`, and with that process."""

    def __init__(self, environment: dict[str, str], folder: Path, said: Path) -> None:
        """Start it with these variables in ``folder``; what it says on its way goes into the file ``said``."""
        with said.open("wb") as told:
            self.process = subprocess.Popen(
                [sys.executable, "-s", "-m", "wsis20.forkserver"],
                env=environment,
                cwd=folder,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=told,
                text=True,
                start_new_session=True,
            )
        self.asked, self.answered = cast(IO[str], self.process.stdin), cast(IO[str], self.process.stdout)
        self.lock, self.said = threading.Lock(), said

    def fork(self, arguments: list[str], environment: dict[str, str], folder: str, said: str) -> Forked:
        """Return a kernel with these arguments and variables in ``folder``; what it says goes into the file ``said``.

        Raises `OSError` with its last words when the server has ended.
        """
        wanted = {"arguments": arguments, "environment": environment, "folder": folder, "said": said}
        with self.lock:
            with contextlib.suppress(BrokenPipeError):
                print(json.dumps(wanted), file=self.asked, flush=True)
            if answer := self.answered.readline():
                return Forked(int(answer))
        raise OSError(last_line(self.said) or "the process that starts kernels has ended")

    def end(self) -> None:
        """End it, and with it every kernel that it has started."""
        self.process.kill()
        self.process.communicate()


def last_line(said: Path) -> str:
    """Return the last line of what a process said, or the empty string."""
    lines = said.read_text(encoding="utf-8", errors="replace").split("\n") if said.is_file() else []
    return next((line for line in reversed(lines) if line.strip()), "")


def main() -> None:
    """Import what kernels and notebooks do; then fork a kernel for each line that comes, and answer with its number."""
    kernel.follow_parent()
    kernel.prepared()
    import matplotlib_inline.backend_inline
    import pandas
    from ipykernel import debugger
    from matplotlib import pyplot

    _ = debugger, matplotlib_inline.backend_inline, pandas, pyplot
    gc.freeze()  # or the first collection in a fork would copy the memory that it shares
    server = os.getpid()
    for line in sys.stdin:
        reap()
        number = os.fork()
        if not number:
            begin(**json.loads(line), server=server)
            return
        print(number, flush=True)


def reap() -> None:
    """Take note of the kernels that have ended; not sooner, for until then no other process gets their numbers."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def begin(arguments: list[str], environment: dict[str, str], folder: str, said: str, server: int) -> None:
    """Become a kernel: with nothing of the server but what it has imported."""
    os.setsid()
    os.environ.clear()
    os.environ.update(environment | {kernel.PARENT: str(server)})
    os.chdir(folder)
    for number, path, flags in ((0, os.devnull, os.O_RDONLY), (1, said, os.O_WRONLY), (2, said, os.O_WRONLY)):
        opened = os.open(path, flags | os.O_APPEND)
        os.dup2(opened, number)
        os.close(opened)
    tempfile.tempdir = None
    sys.argv = arguments
    kernel.main()


if __name__ == "__main__":
    main()
