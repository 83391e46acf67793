"""References to works: how the bibliography writes them, who wrote each and when, and plain text by a known plugin.

Pybtex goes through everything that is installed whenever it needs a plugin that nobody has registered with it; for
references in a text it needs one 260 times. That took a seventh of a build.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

from pybtex.backends import plaintext
from pybtex.database import Entry
from pybtex.database.input.bibtex import Parser
from pybtex.plugin import register_plugin
from pybtex.richtext import BaseText, Text
from pybtex.style.formatting import toplevel
from pybtex.style.formatting.plain import Style as Plain
from pybtex.style.template import Node, field, href, optional, sentence
from sphinx.application import Sphinx
from wsis20 import project
from wsis20.year import unlettered

READ = {"accessed through a stored copy": "", "opening read in a stored copy": "Opening only"}
"""How the bibliography writes in what form a work was read: the page says of a stored copy once that it is one."""


class Style(Plain):
    """The plain style with notes that begin like sentences, and with addresses that no word announces."""

    def get_misc_template(self, entry: Entry) -> Node:
        """Return how a work is written of which no more is said than that it is one."""
        return toplevel[
            optional[sentence[self.format_names("author")]],
            optional[self.format_title(None, "title")],
            sentence[optional[field("howpublished")], optional[field("year")]],
            *([sentence[field("note", apply_func=in_short)]] if in_short(Text(entry.fields.get("note", ""))) else []),
            self.format_web_refs(None),
        ]

    def format_url(self, _: Entry | None) -> Node:
        """Return the address of a work, which is seen to be one."""
        address = field("url", raw=True)
        return href(address)[address]


def in_short(note: BaseText) -> Text:
    """Return a note as a sentence begins, and in short where it says in what form a work was read, when most were."""
    form, _, day = str(note).partition(", ")
    if form in READ and day == read_in():
        return Text(READ[form])
    return Text(note.capfirst())


@cache
def read_in() -> str:
    """Return the month in which most of the stored copies were read."""
    notes = [entry.fields.get("note", "").partition(", ") for entry in entries().values()]
    ((month, _),) = Counter(day for form, _, day in notes if form in READ).most_common(1) or [("", 0)]
    return month


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
    return f"{', '.join(names)} ({unlettered(entry.fields['year'])})"


def setup(app: Sphinx) -> None:
    """Register the plugins."""
    register_plugin("pybtex.style.formatting", "wsis20", Style, force=True)
    register_plugin("pybtex.backends", "plaintext", plaintext.Backend, force=True)
