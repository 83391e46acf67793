"""How to cite the book, a page of it or a message: as a sentence, for BibTeX and for RIS."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective
from wsis20 import project

from wsis20_sphinx.records import register


def reference(message: str | None = None) -> str:
    """Return the reference to this edition, or to one of its messages, as a sentence."""
    author = project.citation()["authors"][0]["name"]
    year, title, version = project.release_date().year, project.citation()["title"], project.version()
    whole = f"{author} ({year}). {title}. Version {version}."
    if message is None:
        return whole
    row = register().loc[message]
    return f"{row.label} ({message}). In: {whole} From: {row.document_title}, {'; '.join(row.locator)}."


def bibtex(message: str | None = None) -> str:
    """Return the same as a BibTeX entry."""
    year, title = project.release_date().year, project.citation()["title"]
    fields = {"author": f"{{{project.citation()['authors'][0]['name']}}}", "title": title, "year": year}
    key = f"wsis20regions{year}"
    if message is not None:
        row = register().loc[message]
        fields |= {
            "title": f"{row.label} ({message})",
            "howpublished": f"In: {title}",
            "note": f"From: {row.document_title}, {'; '.join(row.locator)}",
        }
        key = f"{key}-{message}"
    fields["version"] = project.version()
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{key},\n{body}\n}}"


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
        entry = bibtex(message)
        return [nodes.paragraph("", reference(message)), nodes.literal_block(entry, entry, language="bibtex")]


def setup(app: Sphinx) -> None:
    """Add the directive."""
    app.add_directive("citation", Citation)
