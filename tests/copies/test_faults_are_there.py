"""The corpus of faults that ``make faults`` puts into copies: each can still be put, or it would protect nothing."""

from __future__ import annotations

import subprocess

from sabotage import FAULTS


def git(root, *words):
    """Run git in a folder, quietly and as nobody, and return what it prints."""
    command = ["git", "-c", "user.name=nobody", "-c", "user.email=nobody@example.org", *words]
    return subprocess.run(command, cwd=root, check=True, capture_output=True).stdout


def test_every_fault_can_be_put(project_copy):
    root = project_copy.root
    git(root, "init")
    git(root, "add", "--all", "--force")
    git(root, "commit", "--message", "before")
    lost = {}
    for fault in FAULTS:
        try:
            fault.apply(root)
            changed = git(root, "status", "--porcelain", "--ignored")
            assert changed, "nothing is changed"
        except Exception as error:  # what it wants to change is another by now; of many kinds
            lost[fault.id] = f"{type(error).__name__}: {error}"
            changed = b"??"
        git(root, "checkout", "--force", ".")
        if b"??" in changed or b"!!" in changed:  # a file that was not there before
            git(root, "clean", "-fdqx", ".")
    assert lost == {}


def test_no_two_faults_have_one_name():
    assert len({fault.id for fault in FAULTS}) == len(FAULTS)
