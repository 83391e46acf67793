"""nbval, which tests that notebooks show what is stored: in the kernel that `wsis20 run` uses, watched as there."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from wsis20.commands.run.execution import fonts
from wsis20.sandbox import KERNEL, Sandbox

SANDBOX = pytest.StashKey[Sandbox]()


def pytest_configure(config: pytest.Config) -> None:
    """Make a sandbox for the kernels of this process, and let nbval find them there."""
    folder = tempfile.TemporaryDirectory(prefix="wsis20-nbval-", ignore_cleanup_errors=True)
    config.add_cleanup(folder.cleanup)
    config.stash[SANDBOX] = sandbox = Sandbox(Path(folder.name).resolve())
    with fonts() as listed:
        sandbox.prepare(listed)
    os.environ["JUPYTER_PATH"] = sandbox.environment["JUPYTER_PATH"]
    config.option.nbval_kernel_name = KERNEL


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item):
    """Fail a cell that was kept from something, though it caught the error."""
    before = item.config.stash[SANDBOX].refused()
    yield
    if refused := item.config.stash[SANDBOX].refused()[len(before) :]:
        pytest.fail("\n".join(refused), pytrace=False)
