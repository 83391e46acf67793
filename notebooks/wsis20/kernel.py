"""The kernel that notebooks run in: IPython's own, watched, and gone when whoever started it is gone.

``python -m wsis20.kernel`` stands for ``python -m ipykernel_launcher``. It refuses what would make outputs depend on
more than code and data, or leave something behind: the network, other processes, files written outside the folder
that ``WSIS20_SANDBOX`` names. Each refusal raises `PermissionError` in the cell and is written to the file ``refused``
in that folder, so that a cell which catches the error is refused all the same. It guards against mistakes; code that
means to get around it can (it may call C by ctypes).
"""

from __future__ import annotations

import ctypes
import ipaddress
import os
import platform
import signal
import sys
import threading
import time
from pathlib import Path
from types import ModuleType
from typing import Any

SANDBOX = "WSIS20_SANDBOX"
REFUSED = "refused"
PARENT = "WSIS20_PARENT"
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = {
    "os.chmod": (0,),
    "os.chown": (0,),
    "os.link": (0, 1),
    "os.mkdir": (0,),
    "os.remove": (0,),
    "os.rename": (0, 1),
    "os.rmdir": (0,),
    "os.symlink": (1,),
    "os.truncate": (0,),
    "os.utime": (0,),
    "sqlite3.connect": (0,),
}
"""The events by which files are changed, and which of their arguments are files."""
PROCESSES = {"os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system", "subprocess.Popen"}
NAMES = {"socket.getaddrinfo", "socket.gethostbyname"}
CONNECTIONS = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"}


def follow_parent() -> None:
    """End this process, without a word, as soon as the one that started it has ended, however that one ended."""
    parent = int(os.environ.get(PARENT, os.getppid()))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:
        os._exit(1)
    if sys.platform != "linux":
        threading.Thread(target=poll, args=(parent,), daemon=True).start()


def poll(parent: int) -> None:
    """Look every second whether the parent is still there."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def local(host: object) -> bool:
    """Return whether a host is this machine: no name, or one of the loopback network."""
    name = os.fsdecode(host) if isinstance(host, str | bytes) else ""
    try:
        return name in ("", "localhost") or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


class Watch:
    """What a cell may not do; ``hook`` is told of everything that Python does (`sys.addaudithook`)."""

    def __init__(self, sandbox: Path) -> None:
        """Allow changes of files in ``sandbox`` only; ``report`` is the file that takes down what was refused."""
        self.allowed = (str(sandbox.resolve()) + os.sep, os.devnull + os.sep)
        self.report = os.open(sandbox / REFUSED, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def hook(self, event: str, arguments: tuple) -> None:
        """Raise `PermissionError` when an event is none that a notebook may cause."""
        if event == "open":
            path, _mode, flags = arguments
            if isinstance(flags, int) and flags & WRITING and not isinstance(path, int):
                self.refuse_outside("writes", path)
        elif event in CHANGES:
            for place in CHANGES[event]:
                self.refuse_outside("changes", arguments[place])
        elif event in PROCESSES:
            self.refuse("starts another process", arguments[0] if arguments else "")
        elif event in NAMES:
            if not local(arguments[0]):
                self.refuse("reaches the network", arguments[0])
        elif event in CONNECTIONS and isinstance(arguments[1], tuple) and not local(arguments[1][0]):
            self.refuse("reaches the network", arguments[1][0])

    def refuse_outside(self, doing: str, path: Any) -> None:
        """Refuse a change outside the sandbox; links are followed, and bytecode of Python is none of a cell's."""
        if isinstance(path, int) or path == ":memory:":  # a database that is no file
            return
        try:
            real = os.path.realpath(os.fsdecode(path))
        except (TypeError, ValueError):
            return
        if not (real + os.sep).startswith(self.allowed):
            self.refuse(f"{doing} a file", real)

    def refuse(self, doing: str, what: object) -> None:
        """Take down what is refused, on one line, and raise `PermissionError`."""
        words = " ".join(os.fsdecode(what).split() if isinstance(what, bytes) else str(what).split())[:200]
        os.write(self.report, f"{doing}: {words}\n".encode("utf-8", "replace"))
        raise PermissionError(f"a notebook must not do this: it {doing}: {words}")


def prepared() -> ModuleType:
    """Return the module of kernels, imported: what libraries do meanwhile is their own affair and no cell's."""
    from ipykernel import kernelapp

    _ = platform.uname().processor  # found out by another process, once, and asked for by libraries
    return kernelapp


def main() -> None:
    """Start the kernel, and watch it from then on."""
    follow_parent()
    kernelapp = prepared()
    sys.addaudithook(Watch(Path(os.environ[SANDBOX])).hook)
    kernelapp.launch_new_instance()


if __name__ == "__main__":
    main()
