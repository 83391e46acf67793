"""How to cite the book, a page of it or a message: as a sentence, for BibTeX and for RIS."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective
from wsis20 import project, prose

from wsis20_sphinx.letters import letters
from wsis20_sphinx.records import register


def author() -> str:
    """Return the author of the book."""
    return project.citation()["authors"][0]["name"]


def whole() -> str:
    """Return the reference to this edition, with the day of its release."""
    released, title = project.release_date(), project.citation()["title"]
    return f"{author()} ({released.year}). {title}. Version {project.version()}, {prose.day(released)}."


def reference(message: str | None = None) -> str:
    """Return the reference to this edition, or to one of its messages, as a sentence."""
    if message is None:
        return whole()
    row = register().loc[message]
    return f"{row.label} ({message}). In: {whole()} From: {row.document_title}, {'; '.join(row.locator)}."


def page_reference(title: str | None, address: str) -> str:
    """Return the reference to a page, or with no title to the book.

    ``address`` is that of the page, or empty where none is known.
    """
    what = whole() if title is None else f"{title}. In: {whole()}"
    return f"{what} {address}".rstrip()


def bibtex(message: str | None = None) -> str:
    """Return the reference to the edition or to a message as a BibTeX entry."""
    if message is None:
        return book_entry({})
    row = register().loc[message]
    more = {"note": f"From: {row.document_title}, {'; '.join(row.locator)}"}
    return part_entry(message, f"{row.label} ({message})", more)


def page_bibtex(title: str | None, name: str, address: str) -> str:
    """Return the reference to a page as a BibTeX entry, or with no title to the book.

    ``name`` is that of the page's file, without what follows the dot; ``address`` is as in `page_reference`.
    """
    web = {"url": address} if address else {}
    return book_entry(web) if title is None else part_entry(name, title, web)


def edition_key() -> str:
    """Return the BibTeX key of this edition, with which those of its parts begin."""
    return f"wsis20regions{project.release_date().year}"


def book_entry(more: dict[str, str]) -> str:
    """Return the BibTeX entry of the book."""
    return entry(edition_key(), project.citation()["title"], more)


def part_entry(name: str, title: str, more: dict[str, str]) -> str:
    """Return the BibTeX entry of a page or a message, within the book."""
    return entry(f"{edition_key()}-{name}", title, {"howpublished": f"In: {project.citation()['title']}"} | more)


def entry(key: str, title: str, more: dict[str, str]) -> str:
    """Return a BibTeX entry of this edition."""
    fields = {"author": f"{{{author()}}}", "title": title, "year": project.release_date().year}
    fields |= more | {"version": project.version()}
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{key},\n{body}\n}}"


def page_ris(title: str | None, address: str) -> str:
    """Return the reference to a page, or with no title to the book, in the format of reference managers (RIS)."""
    book = project.citation()["title"]
    lines = [
        *([("TY", "BOOK"), ("TI", book)] if title is None else [("TY", "CHAP"), ("TI", title), ("T2", book)]),
        ("AU", author()),
        ("PY", str(project.release_date().year)),
        ("DA", project.release_date().strftime("%Y/%m/%d")),
        ("ET", project.version()),
        ("LA", "en"),
        *([("UR", address)] if address else []),
        ("ER", ""),
    ]
    return "".join(f"{name}  - {value}\n" for name, value in lines)


class Citation(SphinxDirective):
    """``{citation} [message-id]`` shows the reference and the BibTeX entry."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return a paragraph and a literal block."""
        message = self.arguments[0] if self.arguments else None
        if message is not None and message not in register().index:
            raise ExtensionError(
                f"{self.env.docname}:{self.lineno}: there is no message {message!r} in the data package"
            )
        shown = bibtex(message)
        return [
            nodes.paragraph("", "", letters(reference(message))),
            nodes.literal_block(shown, shown, language="bibtex"),
        ]


def setup(app: Sphinx) -> None:
    """Add the directive."""
    app.add_directive("citation", Citation)
