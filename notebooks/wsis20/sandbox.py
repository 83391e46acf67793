"""A folder that is thrown away, for everything that a kernel would look for at home or leave behind.

No start-up file, setting, font list or kernel of the user's is read, and nothing is written to the user's folders.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from wsis20.kernel import PARENT, REFUSED, SANDBOX
from wsis20.project import BUILD, NOTEBOOKS, reproducible

KERNEL = "wsis20"
PREFIX = "run-"
PART = ".ipynb.part"
HOMES = {
    "HOME": "home",
    "USERPROFILE": "home",
    "XDG_CONFIG_HOME": "home/config",
    "XDG_CACHE_HOME": "home/cache",
    "XDG_DATA_HOME": "home/data",
    "TMPDIR": "tmp",
    "TEMP": "tmp",
    "TMP": "tmp",
    "IPYTHONDIR": "ipython",
    "JUPYTER_CONFIG_DIR": "jupyter",
    "JUPYTER_DATA_DIR": "jupyter",
    "JUPYTER_RUNTIME_DIR": "jupyter",
    "JUPYTER_PATH": "jupyter",
    "MPLCONFIGDIR": "matplotlib",
}


@dataclass(frozen=True)
class Sandbox:
    """The folder of one kernel."""

    folder: Path

    @cached_property
    def environment(self) -> dict[str, str]:
        """The variables that a kernel starts with."""
        return {
            **reproducible(),
            **{name: str(self.folder / place) for name, place in HOMES.items()},
            "PYTHONDONTWRITEBYTECODE": "1",
            SANDBOX: str(self.folder),
            PARENT: str(os.getpid()),
        }

    def prepare(self, fonts: Path | None) -> None:
        """Make the folders, and a kernel that Jupyter finds there; ``fonts`` is matplotlib's list of fonts, if any."""
        for place in HOMES.values():
            (self.folder / place).mkdir(parents=True, exist_ok=True)
        (self.folder / REFUSED).touch()
        kernel = self.folder / "jupyter" / "kernels" / KERNEL
        kernel.mkdir(parents=True)
        arguments = [sys.executable, "-s", "-m", "wsis20.kernel", "-f", "{connection_file}"]
        options = ["--HistoryManager.enabled=False", "--log-level=ERROR"]  # it warns of a local port at every start
        spec: dict[str, object] = {"argv": [*arguments, *options], "display_name": "Python 3", "language": "python"}
        spec["env"] = self.environment
        (kernel / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
        if fonts:
            shutil.copy(fonts, self.folder / "matplotlib")

    def refused(self) -> list[str]:
        """Return what the kernel was kept from doing, a line each."""
        return (self.folder / REFUSED).read_text(encoding="utf-8").splitlines()


def temporary() -> tempfile.TemporaryDirectory:
    """Return a folder for a run that is removed with it; `sweep` removes that of a run which was killed."""
    BUILD.mkdir(exist_ok=True)
    return tempfile.TemporaryDirectory(dir=BUILD, prefix=PREFIX, ignore_cleanup_errors=True)


def sweep() -> None:
    """Remove what runs that were killed have left; to be called where no other run can be."""
    for folder in BUILD.glob(f"{PREFIX}*"):
        shutil.rmtree(folder, ignore_errors=True)
    for draft in NOTEBOOKS.glob(f"*{PART}"):
        draft.unlink()


@contextmanager
def sandbox(fonts: Path | None = None) -> Iterator[Sandbox]:
    """Give a sandbox, and take it away."""
    with temporary() as folder:
        made = Sandbox(Path(folder).resolve())
        made.prepare(fonts)
        yield made
