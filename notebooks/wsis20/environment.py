"""The environment that the lock file describes, and whether it is the one that is running.

A fingerprint says that a notebook was run with ``requirements.lock``; that must be so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path

from packaging.markers import UndefinedComparison, UndefinedEnvironmentName
from packaging.requirements import Requirement

from wsis20 import textfile
from wsis20.project import LOCK, Refusal


def locked(path: Path = LOCK, platform: Mapping[str, str] | None = None) -> Iterator[tuple[str, str]]:
    """Yield name and version of every package that the lock file wants on a platform, or on this one.

    A platform is what markers ask for, such as ``sys_platform``. Raises `Refusal` naming the line that is no package
    with its version.
    """
    for number, line in enumerate(textfile.read(path, name=path.name).splitlines(), 1):
        text = line.partition(" \\")[0].partition(" #")[0].strip()
        if not text or text.startswith(("#", "-")):
            continue
        try:
            requirement = Requirement(text)
            (pinned,) = [part.version for part in requirement.specifier if part.operator == "=="]
            wanted = requirement.marker is None or requirement.marker.evaluate(platform)
        except (ValueError, UndefinedComparison, UndefinedEnvironmentName):
            raise Refusal(
                f"{path.name}, line {number}: {text[:60]!r}; expected a package with its version, name==1.0"
            ) from None
        if wanted:
            yield requirement.name, pinned


def differences(path: Path = LOCK) -> list[str]:
    """Say of every package that is missing or has another version than the lock file wants."""
    found = []
    for name, wanted in locked(path):
        try:
            present = installed_version(name)
        except PackageNotFoundError:
            found.append(f"{name} {wanted} is not installed")
        else:
            if present != wanted:
                found.append(f"{name} is {present} and not {wanted}")
    return found
