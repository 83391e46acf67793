"""What the pages of the book may be written with: MyST without raw HTML; directives, roles and links from lists.

A page is read by whoever opens the book, and may have been changed by somebody else: what could put a script into it,
take a file from outside the project or lead to an address that runs something is refused, with its page and line.
"""

from __future__ import annotations

import copy
import functools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from docutils.parsers.rst import Directive
from docutils.parsers.rst.directives import choice, class_option, flag, unchanged, unchanged_required, uri
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.directives import parse_directive_text
from myst_parser.parsers.mdit import create_md_parser
from sphinx.util.docutils import ReferenceRole

from wsis20 import database, textfile
from wsis20.characters import one_line, shown
from wsis20.commands.check import interface
from wsis20.notebook import cell_name, joined, short
from wsis20.project import BOOK, ROOT, Refusal, kept_back, notebooks

BREAKS = ("softbreak", "hardbreak")
EXTENSIONS = {"colon_fence", "deflist"}  # with what follows, as _config.yml has them: a gate of its own sees to it
DISABLED = {"html_block", "html_inline"}
SCHEMES = {"", "http", "https"}
ROLES = {
    *("cite", "cite:t", "consultation", "doc", "download", "msg", "note", "numref", "position"),
    *("provision", "ref", "rows", "snippet", "speaker", "theme", "value"),
}
DIVIDER = re.compile(r"^(?:\^{3,}|\+{3,})\s*$", re.MULTILINE)
"""An old way to write a card, which cuts its text in pieces."""
BARE = re.compile(r"\{[a-z][\w:-]*\}\S?")
PLACEHOLDER = re.compile(r"\b(?:TODO|FIXME|TBD|XXX)\b|(?i:lorem ipsum)")
COMPOUND = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
"""The form of a name that has two words or more; one word may be anything else."""
FOREIGN = {"na_values"}  # of pandas
OPTION = re.compile(r"\s*:[\w-]+:")
LONG = 1000  # for a fault that names all there are of a kind
HTML = re.compile(r"<!--|<[A-Za-z/!?]")


def form(needs: int = 0, may: int = 0, content: bool = False, **options: Callable) -> type[Directive]:
    """Return how a directive is written: how many arguments it needs and may have more, a content, options."""
    written = {name.replace("_", "-"): convert for name, convert in options.items()}
    counts = {"required_arguments": needs, "optional_arguments": may, "final_argument_whitespace": True}
    return type("Form", (Directive,), {**counts, "has_content": content, "option_spec": written or None})


def link_type(text: str) -> str:
    """Return what kind of thing a card leads to; raise `ValueError` for other kinds than are known here."""
    return choice(text, ("url", "ref", "doc"))


PLAIN, BOX = form(), form(content=True, **{"class": class_option})
GONE = frozenset({"basis_document_id", "example_message_id", "provision_themes", "speaker_id"})
"""Tables and columns that the data package had in a version before."""
KINDS = ("consultation", "message", "note", "position", "provision", "speaker")
DIRECTIVES = {
    **dict.fromkeys((f"{kind}-register" for kind in KINDS), PLAIN),
    **dict.fromkeys(
        (
            "about-data",
            "closest-matches",
            "key-messages",
            "codebook",
            "completeness",
            "coverage",
            "dictionary",
            "downloads",
            "releases",
        ),
        PLAIN,
    ),
    **dict.fromkeys(
        ("explore", "finder", "for-developing", "ledger", "ledger-dates", "ledger-due", "ledger-states"), PLAIN
    ),
    **dict.fromkeys(("card-footer", "important", "note", "tip", "warning"), BOX),
    "query": form(content=True),
    **dict.fromkeys(("profile", "statements", "vocabulary"), form(needs=1)),
    "bibliography": form(all=flag),
    "citation": form(may=1),
    "grid": form(may=1, content=True, gutter=unchanged, class_container=class_option),
    "grid-item-card": form(
        may=1,
        content=True,
        class_card=class_option,
        class_item=class_option,
        columns=unchanged,
        img_alt=unchanged,
        img_background=uri,
        img_bottom=uri,
        img_top=uri,
        link=unchanged_required,
        link_alt=unchanged,
        link_type=link_type,
    ),
    "include": form(needs=1, start_after=unchanged_required, end_before=unchanged_required),
    "preview": form(needs=1, content=True),
    "rst-class": form(needs=1, content=True),
}
"""Directives with all that a page may write in them: MyST reads a directive by its form, here as in the book."""
TITLED = {"grid-item-card"}  # whose argument is text; where a directive has none, what stands there begins its content


def faults() -> list[str]:
    """Return what must not stand in the pages and the text cells of the notebooks, by file and line."""
    found: list[str] = []
    for path, text in texts():
        found += Reader(path, ROOT).read(text)
    for path in notebooks():
        found += Reader(path, ROOT).read_cells(prose(path))
    return found


def texts() -> Iterator[tuple[Path, str]]:
    """Yield path and text of every page."""
    for path in sorted(BOOK.rglob("*.md")):
        if path.is_file():
            yield path, path.read_text(encoding="utf-8-sig", errors="replace")


def every_text() -> Iterator[tuple[str, str]]:
    """Yield place and text of every page and of every cell of a notebook that is prose."""
    for path, text in texts():
        yield path.relative_to(ROOT).as_posix(), text
    for path in notebooks():
        yield from prose(path)


@functools.cache
def names() -> set[str]:
    """Return the names of tables and columns of the data package, as recorded, of what a database adds, and others."""
    recorded = interface.recorded()
    return {
        *FOREIGN,
        *database.VIEWS,
        *database.lists(recorded),
        database.SEARCH,
        *database.OF_VIEWS_ALONE,
        *recorded,
        *(field["name"] for schema in recorded.values() for field in schema["fields"]),
    }


def prose(path: Path) -> tuple[tuple[str, str], ...]:
    """Return place and text of every cell of a notebook that is prose; none of one that cannot be read."""
    try:
        return cells_of_prose(path.name, path.read_bytes())
    except OSError:
        return ()  # what is wrong with the notebook is said where it is read


@functools.lru_cache(maxsize=64)
def cells_of_prose(name: str, data: bytes) -> tuple[tuple[str, str], ...]:
    """Return the same of a notebook with this name and content; several gates ask for it."""
    try:
        cells = json.loads(data)["cells"]
        written = [(number, cell) for number, cell in enumerate(cells) if cell["cell_type"] == "markdown"]
        return tuple((cell_name(name, number, cell), joined(cell.get("source"))) for number, cell in written)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return ()


def text_of(token: Token) -> str:
    """Return the text of a piece of syntax without what stands in code, in roles and in addresses."""
    children = token.children or ()
    return "".join("\n" if part.type in BREAKS else part.content * (part.type == "text") for part in children)


def parts(token: Token) -> Iterator[Token]:
    """Yield a piece of syntax and all that is within it, the words of an image too."""
    yield token
    for part in token.children or ():
        yield from parts(part)


def cut(name: str, text: str, options: dict[str, str]) -> tuple[str, int]:
    """Return the part of a file that a page includes, and the number of lines before it.

    Raises `Refusal`, which begins with the name of the file, where it is not there.
    """
    text = "\n".join(text.removeprefix("\ufeff").splitlines())
    after, until = options.get("start-after", ""), options.get("end-before", "")
    start = text.find(after) + len(after)
    end = text.find(until, start) if until else len(text)
    if after not in text or end < 0:
        raise Refusal(f"{name}: an included file without the words {shown(until if after in text else after)}")
    return text[start:end], text.count("\n", 0, start)


class Reader:
    """A reader of one page or notebook, in which what is defined anywhere holds everywhere."""

    def __init__(self, path: Path, root: Path) -> None:
        self.folder, self.root = path.parent, root
        self.place = path.relative_to(root).as_posix()
        self.opened = {path.resolve()}
        self.env: dict = {}  # where the parser notes what addresses stand for
        self.defined: set[str] = set()
        self.terms: set[str] = set()
        self.parser = create_md_parser(
            MdParserConfig(enable_extensions=EXTENSIONS, disable_syntax=sorted(DISABLED)), RendererHTML
        )
        # or an address that it refuses would pass here as text; markdown-it has no other way to say so
        self.parser.validateLink = lambda url: True  # type: ignore[method-assign]
        self.parser.options["inline_definitions"] = True  # as pieces of syntax, with their lines

    def read(self, text: str) -> Iterator[str]:
        """Yield the faults of a page."""
        yield from self.read_cells([(self.place, text)])

    def read_cells(self, cells: Iterable[tuple[str, str]]) -> Iterator[str]:
        """Yield the faults of texts that are one page together, each with the name of its place."""
        cells = list(cells)
        try:
            for _, text in cells:
                self.parser.parse(text, self.env)  # for what is defined in a cell and used before it
            for place, tokens in [(place, self.parser.parse(text, self.env)) for place, text in cells]:
                self.place = place
                yield from self.look(tokens, 0)
        except RecursionError:
            yield f"{self.place}: this is nested too deep to be read"

    def nested(self, text: str, before: int) -> Iterator[str]:
        """Yield the faults of a text within the page, which begins after so many lines of its file."""
        yield from self.look(self.parser.parse(text, self.env), before)

    def look(self, tokens: list[Token], before: int) -> Iterator[str]:
        """Yield the faults of pieces of syntax, whose lines count from one of the file."""
        line, above = before, ""
        for token in tokens:
            line = before + token.map[0] if token.map else line
            if above == "dt_open" and (term := text_of(token)):
                if term.casefold() in self.terms:
                    yield self.told_at(line, f"the term {short(term)!r} is explained a second time")
                self.terms.add(term.casefold())
            above = token.type
            yield from self.html(text_of(token), line)
            for part in parts(token):
                line += part.type in BREAKS
                for what in self.told(part):
                    yield self.told_at(line, what)
            if token.type in ("fence", "colon_fence"):
                yield from self.fence(token, line)

    def told_at(self, line: int, what: str) -> str:
        """Say what is wrong in a line, which counts from zero."""
        return one_line(f"{self.place}, line {line + 1}: {what}", LONG)

    def known(self, name: str) -> bool:
        """Return whether a name is one of the data package; the changelog may tell of those that it no longer has."""
        return name in names() or (self.place == "CHANGELOG.md" and name in GONE)

    def told(self, token: Token) -> Iterator[str]:
        """Say what is wrong with a piece of syntax."""
        if token.type == "front_matter":
            yield "settings of the page alone; they belong in _config.yml"
        elif token.type == "text" and "{{" in token.content:
            yield "a substitution ({{ … }}); use the role {value}"
        elif token.type == "text" and (found := BARE.search(token.content)):
            yield f"{found[0]!r} in the text; a role stands in straight backticks, as {{value}}`release.version`"
        elif token.type == "text" and (found := PLACEHOLDER.search(token.content)):
            yield f"{found[0]!r} in the text, where something is still to be written"
        elif token.type == "code_inline" and COMPOUND.fullmatch(token.content) and not self.known(token.content):
            yield f"`{short(token.content)}`, which is no table and no column of the data package"
        elif token.type in ("myst_role", "myst_role_eval"):
            yield from self.role(token.meta.get("name", ""), token.content)
        elif token.type == "link_open":
            yield from self.link(str(token.attrs.get("href", "")))
        elif token.type == "definition":
            yield from self.definition(token.meta)
        elif token.type == "image":
            yield from self.image(str(token.attrs.get("src", "")), token.content)

    def html(self, text: str, line: int) -> Iterator[str]:
        """Yield a fault where a text looks like HTML, which the book shows letter by letter."""
        if (found := HTML.search(text)) and (found[0] == "<!--" or ">" in text[found.end() :]):
            first, _, _ = text[found.start() :].partition("\n")
            said = f"HTML ({first[:30]!r}); write it in Markdown, or between backticks to show it"
            yield self.told_at(line + text.count("\n", 0, found.start()), said)

    def definition(self, meta: dict[str, str]) -> Iterator[str]:
        """Say what is wrong with an address that is given a name ([name]: address)."""
        if meta["id"] in self.defined:
            yield f"[{short(meta['label'])}] is defined a second time"
        self.defined.add(meta["id"])
        yield from self.link(meta["url"])

    def image(self, address: str, words: str) -> Iterator[str]:
        """Say what is wrong with a picture, and that it does not say in words what it shows."""
        if not words.strip():
            yield f"image without alternative text: {address}"
        yield from self.file_inside(address, "an image")

    def role(self, name: str, text: str) -> Iterator[str]:
        """Say what is wrong with a role."""
        if name not in ROLES:
            yield f"the role {{{short(name)}}}, which is not on the list; there are: {', '.join(sorted(ROLES))}"
        elif name == "download":
            titled = ReferenceRole.explicit_title_re.match(text)
            yield from self.file_inside(titled[2] if titled else text, "a download")

    def fence(self, token: Token, line: int) -> Iterator[str]:
        """Yield the faults of what stands between two fences: code, a directive, or text in a box of its own."""
        name, argument, *_ = [*token.info.strip().split(maxsplit=1), "", ""]
        colons = token.type == "colon_fence"
        if name.startswith("{") and name.endswith("}"):
            added = colons and token.content.startswith(":::")  # a line, or MyST would take the fence for an option
            content = "\n" * added + token.content
            yield from self.directive(name[1:-1], argument, content, line, line + 1 - added)
        elif colons:
            yield from self.nested(token.content, line + 1)

    def directive(self, name: str, argument: str, content: str, line: int, below: int) -> Iterator[str]:
        """Yield the faults of a directive and of what it holds, of which the first line is ``below``."""
        if name not in DIRECTIVES:
            known = ", ".join(sorted(DIRECTIVES))
            yield self.told_at(line, f"the directive {{{short(name)}}}, which is not on the list; there are: {known}")
            return
        form = DIRECTIVES[name]
        try:
            parsed = parse_directive_text(form, argument, content)
            wrong = [warning.msg for warning in parsed.warnings]
        except Exception as error:  # it raises errors of other kinds too on options that it cannot read
            parsed, wrong = None, [str(error)]
        if not form.option_spec and OPTION.match(content):
            wrong.append("it has no options")
        yield from (self.told_at(line, f"the directive {{{name}}}: {what}") for what in wrong)
        if parsed is None:
            return
        yield from (self.told_at(line, what) for what in self.options(parsed.options))
        if name == "include":
            yield from self.included(parsed.arguments[0], parsed.options, line)
        elif name in TITLED and parsed.arguments:
            yield from self.look(self.parser.parseInline(parsed.arguments[0], self.env), line)
        body = "\n".join(parsed.body)
        if name in TITLED and (divider := DIVIDER.search(body)):
            yield self.told_at(
                line, f"the directive {{{name}}}: {divider[0].strip()!r} cuts its text; use {{card-footer}}"
            )
        opened = argument and not (form.required_arguments or form.optional_arguments)
        yield from self.nested(body, line if opened else below + parsed.body_offset)

    def options(self, options: dict[str, str]) -> Iterator[str]:
        """Say what is wrong with the addresses among the options of a directive."""
        if "link" in options and options.get("link-type", "url") == "url":
            yield from self.link(uri(options["link"]))
        for name in ("img-background", "img-bottom", "img-top"):
            if name in options:
                yield from self.image(options[name], options.get("img-alt") or "")

    def included(self, argument: str, options: dict[str, str], line: int) -> Iterator[str]:
        """Yield the faults of what a page includes of a file, in which addresses count from the page all the same."""
        wrong = list(self.file_inside(argument, "an included file"))
        if argument.startswith("<"):
            wrong.append(f"an included file that is no file of the project: {argument!r}")
        path = Path() if wrong else self.path(argument).resolve()
        if path in self.opened:
            wrong.append(f"an included file that includes itself: {argument!r}")
        try:
            text, before = ("", 0) if wrong else cut(argument, textfile.read(path, name=argument), options)
        except Refusal as refusal:
            wrong, text = [str(refusal)], ""
        if wrong:
            yield from (self.told_at(line, what) for what in wrong)
        else:
            reader = copy.copy(self)
            reader.place, reader.opened = path.relative_to(self.root.resolve()).as_posix(), self.opened | {path}
            yield from reader.nested(text, before)

    def link(self, address: str) -> Iterator[str]:
        """Say what is wrong with the address of a link."""
        try:
            parts = urlsplit(address)
        except ValueError:
            yield f"a link to {address!r}, which is no address"
            return
        if parts.scheme not in SCHEMES or (parts.netloc and not parts.scheme):
            yield f"a link to {address!r}; links begin with https:// or http://, or lead to a page or heading here"
        elif not parts.netloc and parts.path:
            yield from self.file_inside(parts.path, "a link")

    def file_inside(self, address: str, what: str) -> Iterator[str]:
        """Say that an address is none of a file that the project publishes, as it stands or with its %xx read."""
        for path in (address, unquote(address)):
            if ":" in path or "\\" in path or path.startswith("//"):
                yield f"{what} that is no file of the project: {address!r}"
                return
            if why := kept_back(self.path(path), self.root):
                yield f"{what} {why}: {address!r}"
                return

    def path(self, address: str) -> Path:
        """Return the path of a file, which counts from the page, or from the project where it begins with a slash."""
        return (self.root if address.startswith("/") else self.folder) / address.lstrip("/")
