"""How to cite the book, a page of it or another part, such as a message: as a sentence, for BibTeX and for RIS."""

from __future__ import annotations

from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective
from wsis20 import coding, project, words

from wsis20_sphinx.letters import letters
from wsis20_sphinx.records import messages_in_context, origin, package

TEX = str.maketrans(
    {sign: f"\\{sign}" for sign in "%&#_$"}
    | {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}  # BibTeX counts braces, those after a backslash as well
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)


WHERE = "Where: "
"""What a note for reference managers begins with that says where in the book a part stands."""


def author() -> str:
    """Return the author of the book."""
    return words.author(project.citation())


def whole() -> str:
    """Return the reference to this release, with the day of its release."""
    return words.reference(project.citation())


def made_by() -> str:
    """Return who worded and coded what is cited, by the table of passes: the author is a name for all."""
    return f"{coding.by_whom(package()['passes'])}."


def notes(source: str) -> list[str]:
    """Return what a reference says beside the book: who made what is cited, and the document that it is from."""
    return [made_by(), *([f"From: {source}"] if source else [])]


def message_part(message: str) -> tuple[str, str]:
    """Return what a message is called where it is cited, and the document that it is from with the place in it."""
    row = messages_in_context().loc[message]
    nature = f"{words.capital(row.layer)}{by(row)}, paraphrased"
    return f"{nature}: {row.label} ({message})", origin(row.document_id, "; ".join(row.locator))


def by(message) -> str:
    """Return who made a statement, with the country that is printed with the person; nothing of another message."""
    if not isinstance(message.appearance_id, str):
        return ""
    code = package()["appearances"].set_index("appearance_id").at[message.appearance_id, "country_code"]
    return f" of {message.speaker}{f' ({words.country(code)})' if isinstance(code, str) else ''}"


def page_reference(title: str | None, place: str, source: str = "") -> str:
    """Return the reference to a page or another part, or with no title to the book, as a sentence.

    ``place`` is where it stands, an address or a page of the book with an anchor, and ``source`` the document that it
    is from; each may be empty.
    """
    if title is None:
        return " ".join(filter(None, [whole(), place, made_by()]))
    inside = f"{whole().removesuffix('.')}, {place}." if place else whole()
    return " ".join([f"{title}. In: {inside}", made_by(), *([f"From: {source}."] if source else [])])


def page_bibtex(title: str | None, name: str, address: str, source: str = "", place: str = "") -> str:
    """Return the reference to a page or another part as a BibTeX entry, or with no title to the book.

    ``name`` is that of the page's file, without what follows the dot, or of the part; ``address`` the whole one, or
    empty where none is known; ``place`` the page of the book with the anchor, and ``source`` the document that it is
    from, if any.
    """
    more = {"note": " ".join(notes(source))} | ({"url": address} if address else {})
    return book_entry(more) if title is None else part_entry(name, title, place, more)


def release_key() -> str:
    """Return the BibTeX key of this release, with which those of its parts begin."""
    return f"wsis20regions{project.release_date().year}"


def book_entry(more: dict[str, str]) -> str:
    """Return the BibTeX entry of the book."""
    return entry(release_key(), project.citation()["title"], more)


def part_entry(name: str, title: str, where: str, more: dict[str, str]) -> str:
    """Return the BibTeX entry of a page or another part, within the book and where in it, if that is known."""
    inside = ", ".join(part for part in (project.citation()["title"], where) if part)
    return entry(f"{release_key()}-{name}", title, {"howpublished": f"In: {inside}"} | more)


def entry(key: str, title: str, more: dict[str, str]) -> str:
    """Return a BibTeX entry of this release."""
    fields = {"author": author(), "title": title, "year": project.release_date().year}
    fields |= more | {"date": project.release_date().isoformat(), "version": project.version()}
    written = {name: (tex_address if name == "url" else tex)(str(value)) for name, value in fields.items()}
    # a body, or a name as it is: not to be taken apart; and a title keeps its capitals in every style
    written |= {name: f"{{{written[name]}}}" for name in ("author", "title")}
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in written.items())
    return f"@misc{{{key},\n{body}\n}}"


def tex(text: str) -> str:
    r"""Return a text as BibTeX and LaTeX take it, so that they show it letter by letter.

    >>> print(tex("50% of C#_ {x}"))
    50\% of C\#\_ \textbraceleft{}x\textbraceright{}
    """
    return text.translate(TEX)


def tex_address(text: str) -> str:
    """Return an address without the signs that end a value of BibTeX or begin a command."""
    return text.translate({ord(sign): quote(sign) for sign in "\\{}"})


def page_ris(title: str | None, address: str, source: str = "", place: str = "") -> str:
    """Return the reference to a page or another part in the format of reference managers (RIS), or to the book.

    What it is made from is as in `page_bibtex`. A part is a section of a book (``CHAP``), the one type that has room
    for the title, edition and author of the book in reference managers. Where it stands is a note: fields for pages
    take numbers, and those for sections are none of this type.
    """
    book = project.citation()["title"]
    lines = [
        *([("TY", "BOOK"), ("TI", book)] if title is None else [("TY", "CHAP"), ("TI", title), ("T2", book)]),
        ("AU", author()),
        ("PY", str(project.release_date().year)),
        ("DA", project.release_date().strftime("%Y/%m/%d")),
        ("ET", project.version()),
        ("LA", "en"),
        *(("N1", note) for note in ([f"{WHERE}{place}"] if place else []) + notes(source)),
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
        if message is not None and message not in messages_in_context().index:
            raise ExtensionError(
                f"{self.env.docname}:{self.lineno}: there is no message {message!r} in the data package"
            )
        title, source = (None, "") if message is None else message_part(message)
        told = shown(page_reference(title, "", source), page_bibtex(title, message or "", "", source))
        return [Cited("", *told, message=message)]


class Cited(nodes.General, nodes.Element):
    """The reference to the book or to a ``message``; `parts` gives it its place when all pages are read."""


def shown(sentence: str, entry: str) -> list[nodes.Node]:
    """Return a reference as a sentence and for BibTeX."""
    return [nodes.paragraph("", "", letters(sentence)), nodes.literal_block(entry, entry, language="bibtex")]


def setup(app: Sphinx) -> None:
    """Add the directive; `parts` writes out its node."""
    app.add_node(Cited)
    app.add_directive("citation", Citation)
