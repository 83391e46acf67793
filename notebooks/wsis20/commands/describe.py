"""Write the README of the data package and the codebook from schemas and themes."""

from __future__ import annotations

import argparse

from wsis20 import documentation
from wsis20.commands import add_package, check

add_arguments = add_package


def run(arguments: argparse.Namespace) -> int:
    """Write the texts that are not as the data have them; nothing when the data cannot be read."""
    check.refuse_unsound(arguments.package)
    changed = documentation.write(arguments.package)
    print("\n".join(f"wrote {path}" for path in changed) or "The generated texts were right; nothing was written.")
    return 0
