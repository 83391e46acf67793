"""What makes the data package right or wrong.

Three layers, each run only when the one before found nothing, so that a fault is reported once and where it lies: the
bytes of the files, the schemas (by frictionless), and the rules that no schema can say.
"""

from __future__ import annotations

from pathlib import Path

from wsis20.checks import files, rules, schemas
from wsis20.checks.fault import Fault
from wsis20.datapackage import read_descriptor
from wsis20.project import DATAPACKAGE

__all__ = ["Fault", "check"]


def check(folder: Path = DATAPACKAGE) -> list[Fault]:
    """Return every fault of the data package in ``folder``, the empty list when it is right.

    Raises `Refusal` when descriptor or schemas are not there or are not of the form that this project reads.
    """
    descriptor = read_descriptor(folder)
    for layer in (files, schemas, rules):
        faults = sorted(set(layer.faults(folder, descriptor)))
        if faults:
            return faults
    return []
