"""References to works: who wrote each and when, and its plain text, by a plugin of Pybtex that is looked for once.

Pybtex goes through everything that is installed whenever it needs a plugin that nobody has registered with it; for
references in a text it needs one 260 times. That took a seventh of a build.
"""

from __future__ import annotations

import re
from functools import cache

from pybtex.backends import plaintext
from pybtex.database import Entry
from pybtex.database.input.bibtex import Parser
from pybtex.plugin import register_plugin
from pybtex.richtext import Text
from sphinx.application import Sphinx
from wsis20 import project

UNDATED = "n.d."
"""How the bibliography writes that a work has no date; a letter may follow, as after a year."""


@cache
def entries() -> dict[str, Entry]:
    """Return the entries of the bibliography by their keys."""
    found = Parser(encoding="utf-8").parse_file(str(project.ROOT / "book" / "references.bib"))
    return dict(found.entries)


@cache
def authored(key: str) -> str:
    """Return who wrote a work, or who stands for the author, and its year in parentheses, as the bibliography has them.

    The letter by which works of one year are told apart in the text is left out.
    """
    entry = entries()[key]
    names = [str(Text.from_latex(str(person))) for person in entry.persons["author"]]
    year = re.sub(r"-?[a-z]$", "", entry.fields["year"])
    return f"{', '.join(names)} ({'date not stated' if year == UNDATED else year})"


def setup(app: Sphinx) -> None:
    """Register the plugin."""
    register_plugin("pybtex.backends", "plaintext", plaintext.Backend, force=True)
