"""Compute how far the two passes of coding agree, theme by theme."""

from __future__ import annotations

import argparse

from wsis20 import coding, datapackage
from wsis20.commands import add_package, check

add_arguments = add_package


def run(arguments: argparse.Namespace) -> int:
    """Print the agreement on each theme, and on the sets of themes."""
    check.refuse_unsound(arguments.package, rules=True)
    package = datapackage.load("codings", "messages", "themes", "traces", folder=arguments.package)
    messages = package["messages"]["message_id"]
    table = coding.agreement(package["codings"], messages, package["themes"]["theme_id"])
    print(table.to_string(index=False, float_format="{:.3f}".format))
    print(f"sets of themes, alpha with MASI distance: {coding.set_alpha(package['codings'], messages):.3f}")
    return 0
