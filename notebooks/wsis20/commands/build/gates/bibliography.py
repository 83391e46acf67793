r"""The bibliography, ``book/references.bib``: entries that can be read, with keys of their own and safe addresses.

Of TeX, the book knows letters with accents and the like. A command that stays one makes a link of what follows
(``\url``, ``\href``), or stands in the reference as it is written; none is let through.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping

from pybtex import errors
from pybtex.database import Entry
from pybtex.database.input.bibtex import Parser
from pybtex.richtext import Text
from pybtex.style.formatting.plain import Style

from wsis20 import textfile
from wsis20.characters import one_line, shown
from wsis20.commands.check.address import WANTED, is_address
from wsis20.project import BOOK, DATAPACKAGE, ROOT, Refusal
from wsis20.year import unlettered, year_of

REFERENCES = BOOK / "references.bib"
DOCUMENTS = DATAPACKAGE / "data" / "documents.csv"
ENTRY = re.compile(r"^[ \t]*@(?P<kind>\w+)\s*[{(]\s*(?P<key>[^,\s{}=]*)\s*(?P<end>[,}\n]|$)", re.MULTILINE)
NO_ENTRIES = {"comment", "preamble", "string"}
NEEDED = ("title", "year")
LINKED = {
    "url": "",
    "doi": "https://doi.org/",
    "eprint": "https://arxiv.org/abs/",
    "pubmed": "https://www.ncbi.nlm.nih.gov/pubmed/",
}
"""Fields of which the book makes links, each with what it puts before them."""
NAMES = ("first", "middle", "prelast", "last", "lineage")
OF_TEX = set("\\{}$")
"""Characters without one of which a text has no command, and nothing that cannot be read."""
COMMAND = re.compile(r"\\(?:[A-Za-z]+|.?)")


def faults() -> list[str]:
    """Return what is wrong with the bibliography."""
    name = REFERENCES.relative_to(ROOT).as_posix()
    try:
        text = REFERENCES.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return [] if REFERENCES.exists() else [f"{name}: there is no such file"]
    found: list[str] = []
    lines: dict[str, int] = {}
    seen: dict[str, int] = {}
    for match in ENTRY.finditer(text):
        line = text.count("\n", 0, match.start("kind")) + 1
        key = match["key"]
        if match["kind"].lower() in NO_ENTRIES:
            continue
        if not key or match["end"] != ",":
            found.append(f"{name}, line {line}: an entry without a key; expected @misc{{key, and fields")
        elif key.lower() in seen:
            found.append(f"{name}, line {line}: the key {key!r} is there twice, first in line {seen[key.lower()]}")
        lines.setdefault(key, line)
        seen.setdefault(key.lower(), line)
    return found or parsed_faults(name, text, lines)


def unlike_documents(name: str, entries: Mapping[str, Entry], lines: dict[str, int]) -> Iterator[str]:
    """Yield what the entries of documents of the data package say otherwise than the table of documents does."""
    try:
        rows = list(csv.DictReader(io.StringIO(textfile.read(DOCUMENTS)), restval=""))
    except (Refusal, csv.Error):
        return  # the check of the data package says so
    for row in rows:
        document, key = row.get("document_id"), row.get("citation_key") or ""
        if key not in entries:
            yield f"{name}: there is no entry {key!r}, the citation_key of the document {document}"
            continue
        fields = entries[key].fields
        year = year_of(row.get("document_date") or "", row.get("date_basis") or "")
        for field, value, held in (
            ("title", row.get("title"), bare(fields.get("title", "")).startswith(bare(row.get("title") or ""))),
            ("url", row.get("url"), fields.get("url", "") == (row.get("url") if "://" in str(row.get("url")) else "")),
            ("year", year, unlettered(fields.get("year", "")) == year),
        ):
            if not held:
                what = f"the {field} of the entry {key!r} is not that of the document {document}"
                yield f"{name}, line {lines.get(key, 1)}: {what}, {shown(value)}"


def cited_alike(name: str, entries: Mapping[str, Entry], lines: dict[str, int]) -> Iterator[str]:
    """Yield the entries that a reader cannot tell from an earlier one, as author and year are the same."""
    seen: dict[tuple[str, str], str] = {}
    for key, entry in entries.items():
        author, year = " and ".join(map(str, entry.persons.get("author", []))), entry.fields.get("year", "")
        other = seen.setdefault((author, year), key)
        if other != key:
            what = f"the entry {key!r} has author and year of {other!r}; expected a letter after each year, as in 2024a"
            yield f"{name}, line {lines.get(key, 1)}: {what}"


def bare(text: str) -> str:
    """Return a title without the braces of BibTeX, and without case, signs and blanks."""
    return "".join(one for one in text.casefold() if one.isalnum())


def parsed_faults(name: str, text: str, lines: dict[str, int]) -> list[str]:
    """Return what pybtex has to say of the text, and entries without what a reference needs; ``lines`` is by key."""
    found = []
    with errors.capture() as said:
        try:
            entries = Parser(encoding="utf-8").parse_string(text).entries
        except Exception as error:  # it raises errors of any kind on what it cannot read
            entries, said = {}, [*said, error]
    for one in said:
        line = f", line {one.lineno}" if getattr(one, "lineno", None) else ""
        found.append(f"{name}{line}: {' '.join(str(one.args[0] if one.args else one).split())}")
    if not found:
        found += [*unlike_documents(name, entries, lines), *cited_alike(name, entries, lines)]
    for key, entry in entries.items():
        if not hasattr(Style, f"get_{entry.type}_template"):
            found.append(
                f"{name}, line {lines.get(key, 1)}: the entry {key!r} has an unknown type, {shown(entry.type)}"
            )
        for field in NEEDED:
            if not entry.fields.get(field, "").strip():
                found.append(f"{name}, line {lines.get(key, 1)}: the entry {key!r} has no {field}")
        if not entry.persons and not entry.fields.get("organization"):
            found.append(f"{name}, line {lines.get(key, 1)}: the entry {key!r} has no author or editor")
        for what in entry_faults(entry):
            found.append(one_line(f"{name}, line {lines.get(key, 1)}: the entry {key!r} has {what}"))
    return found


def entry_faults(entry: Entry) -> Iterator[str]:
    """Yield the addresses of an entry that are none, and the commands of TeX in its texts and names."""
    for field, text in entry.fields.items():
        if field.lower() not in LINKED:
            yield from command_faults(field, text)
        elif not is_address(LINKED[field.lower()] + text):
            yield f"the {field} {shown(text)}; expected {WANTED}"
    for role, people in entry.persons.items():
        for person in people:
            for name in (name for part in NAMES for name in person.get_part(part)):
                yield from command_faults(role, name)


def command_faults(field: str, text: str) -> Iterator[str]:
    """Yield the first command of TeX in a text that is none for a character."""
    if not OF_TEX & set(text):
        return
    try:
        command = COMMAND.search(str(Text.from_latex(text)))
    except Exception as error:  # it raises errors of any kind on what it cannot read
        yield f"TeX in the field {field} that cannot be read: {error}"
        return
    if command:
        yield f"the command {shown(command[0])} in the field {field}; an address belongs in the field url"
