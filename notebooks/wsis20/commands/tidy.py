"""Put the data package in order: rows by key, quotation marks, line ends, sizes, hashes and generated texts."""

from __future__ import annotations

import argparse
from pathlib import Path

from wsis20 import documentation, lock, textfile
from wsis20.commands import add_package, check, say
from wsis20.commands.hash import refresh
from wsis20.upkeep import Tables

add_arguments = add_package


def run(arguments: argparse.Namespace) -> int:
    """Put files in order and tell which; return 1 when the generated texts have to wait for a fault to be mended."""
    with lock.held(say, arguments.package.resolve().parent):
        changed = [f"put in order {path}" for path in tidy_tables(arguments.package)]
        changed += [f"updated {path} in datapackage.json" for path in refresh(arguments.package)]
        print("\n".join(changed) or "Rows, sizes and hashes were in order.")
        check.refuse_unsound(arguments.package)
        written = documentation.write(arguments.package)
    print("\n".join(f"wrote {path}" for path in written) or "The generated texts were right.")
    return 0


def tidy_tables(package: Path) -> list[str]:
    """Write the tables whose rows, quotation marks or line ends are out of order; return their paths.

    Raises `Refusal` for a file that cannot be read as its schema says; then nothing is written.
    """
    tables = Tables(package)
    texts = {name: tables.text(name, tables.rows(name)) for name in tables.resources}
    wrong = {name: text for name, text in texts.items() if tables.path(name).read_bytes() != text.encode("utf-8")}
    textfile.replace({tables.path(name): text for name, text in wrong.items()})
    return [tables.resources[name]["path"] for name in wrong]
