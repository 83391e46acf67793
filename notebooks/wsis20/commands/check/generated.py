"""The generated texts: what schemas and tables give, and nothing else."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sized
from pathlib import Path

from wsis20 import documentation
from wsis20.commands.check.fault import Fault
from wsis20.commands.check.files import GENERATED
from wsis20.datapackage import DataPackage
from wsis20.project import Refusal

SOURCES = ("data/messages.csv", "data/themes.csv", "datapackage.json")


def faults(
    folder: Path,
    texts: Mapping[str, str],
    told: Iterable[Fault],
    unread: Iterable[str],
    tables: Mapping[str, Sized],
    package: DataPackage,
) -> Iterator[Fault]:
    """Find texts that were edited by hand or not written anew; raise `Refusal` where it cannot be told.

    ``texts`` are those of the files in ``folder``, ``told`` the faults that are known, ``unread`` tables without rows,
    ``tables`` the rows of the others. A line that cannot be read as a row leaves open how many there are.
    """
    sources = [fault for fault in told if not fault.field.endswith((".bytes", ".hash"))]
    unfit = sorted(
        fault.file
        for fault in sources
        if fault.file in SOURCES
        or fault.file.startswith("schemas/")
        or (fault.file.startswith("data/") and not fault.row)
    )
    unfit += [f"data/{table}.csv" for table in sorted(unread)]
    if unfit:
        raise Refusal(f"{unfit[0]}, from which they follow, has a fault")
    for path, text in documentation.texts_of(folder, tables, package).items():
        name = path.relative_to(folder).as_posix()
        stands = texts.get(name)
        if name in GENERATED and stands is not None and stands != text:
            pairs = itertools.zip_longest(stands.split("\n"), text.split("\n"))
            line, (old, new) = next((n, pair) for n, pair in enumerate(pairs, 1) if pair[0] != pair[1])
            wanted = f"{new!r}" if new is not None else "the end of the file"
            hint = "a generated text, so edit what it follows from and run: python -m wsis20 describe"
            yield Fault(name, "", "", old, f"{wanted}: {hint}", line)
