"""The page on who said what at a consultation, with its line in the contents of the book.

What it says is true of every consultation with statements, so that nobody has to write it.
"""

from __future__ import annotations

import re
from pathlib import Path

from wsis20 import textfile
from wsis20.commands.add.shape import NOT_STATED
from wsis20.upkeep import Row

TEXT = """# {title}

The statements are in our words, and in the order of the record. A number leads to the source.

Below a statement stand its kind and the key messages that it matches; a statement without such a line matches none. A match is a judgement about what was said.

```{{statements}} {consultation}
```
"""  # noqa: E501 - a paragraph of a page is one line


def of(consultation: Row) -> str:
    """Return the text of the page of a consultation."""
    placed = consultation["city"] not in ("", NOT_STATED)
    title = f"Who said what in {consultation['city']}" if placed else f"Who said what: {consultation['title']}"
    return TEXT.format(title=title, consultation=consultation["consultation_id"])


def path(package: Path, name: str) -> Path:
    """Return the file of a page of the book beside a data package."""
    return package.parent / "book" / f"{name}.md"


def contents(package: Path) -> Path:
    """Return the file with the contents of the book beside a data package."""
    return package.parent / "_toc.yml"


def showing(package: Path, directive: str) -> dict[str, str]:
    """Return the names of the pages of the book that have a directive, by what it is of: a region, a consultation."""
    shows = re.compile(rf"^`{{3,}}\{{{directive}\}} (\S+)$", re.MULTILINE)
    pages = sorted((package.parent / "book").glob("*.md"))
    found = ((page.stem, shows.search(textfile.read(page))) for page in pages)
    return {match[1]: name for name, match in found if match}


def line(name: str) -> str:
    """Return the line of a page in the contents."""
    return f"      - file: book/{name}\n"


def listed(text: str, name: str, before: str) -> str:
    """Return the contents with a page after another one, and as they are where they have it."""
    return text if line(name) in text else text.replace(line(before), line(before) + line(name), 1)


def unlisted(text: str, name: str) -> str:
    """Return the contents without a page."""
    return text.replace(line(name), "", 1)


def place_of(consultation: Row, package: Path) -> tuple[str, str]:
    """Return the name of the page that a consultation is to have, and of the page that it stands after; or nothing.

    It has none where no book stands beside the package, the consultation has one, or the name is taken.
    """
    there = showing(package, "statements") if contents(package).is_file() else {}
    known = textfile.read(contents(package)) if there else ""
    after = [name for name in there.values() if line(name) in known]
    name = consultation["consultation_id"]
    if not after or name in there or path(package, name).exists():
        return "", ""
    return name, after[-1]
