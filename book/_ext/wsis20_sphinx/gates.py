"""Gates: when a build is refused, when pages are read anew, and what of this machine must not be in the result.

A page may show a value that a notebook handed over, a row of the data package, the version, or the title of another
page. Sphinx knows of none of these dependences and would keep the old words, without a warning, until the page itself
is edited. A sentence of a page or a snippet is another thing: Sphinx knows which pages have it, and reads these alone.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from wsis20 import lock, project
from wsis20.commands.build import book, state
from wsis20.commands.build.gates import configuration
from wsis20.commands.build.gates.queries import QUERIES
from wsis20.commands.build.gates.synonyms import SYNONYMS
from wsis20.project import BUILD, Refusal, kept_back


def refuse_unfit(app: Sphinx) -> None:
    """End the build with what is wrong, a line each, and what to run.

    An error of Sphinx's own would stand above two tracebacks of Jupyter Book. A build that replaces pages which
    ``wsis20 build`` made waits for the commands that work in this checkout, until it ends.
    """
    if Path(app.outdir).parent == BUILD.resolve():
        lock.take(say=lambda line: print(line, file=sys.stderr, flush=True))
        state.forget()
    app.wsis20_inputs = state.digest()
    try:
        if unknown := configuration.unknown_to_sphinx(app.config):
            raise Refusal("\n".join(unknown))
        if app.config.wsis20_preview:
            app.wsis20_unfit = book.unfit_to_publish()
        else:
            book.refuse_unfit()
    except Refusal as refusal:
        raise SystemExit(f"wsis20: {refusal}") from None


def tell_unfit(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Let a page that is shown while it is written say what keeps the book from being published."""
    context["unfit"] = getattr(app, "wsis20_unfit", [])


def refuse_changed(app: Sphinx, error: Exception | None) -> None:
    """End the build when an input was changed meanwhile: some pages may show the old and some the new."""
    if error is None and not app.config.wsis20_preview and state.digest() != app.wsis20_inputs:
        raise SystemExit("wsis20: an input was changed during the build; build again")


FIGURES = ("previews",)  # folders beside the doctrees, which a build fills


def strange_files(app: Sphinx, env: BuildEnvironment) -> Iterator[str]:
    """Yield every file that a page would publish or has read and that is not one to be shown."""
    made = [Path(app.outdir).parent / "jupyter_execute", *(Path(app.doctreedir, name) for name in FIGURES)]
    used = {page: set(map(str, files)) for page, files in env.dependencies.items()}
    for shown in (env.images, env.dlfiles):
        for file, (pages, *_) in shown.items():
            used.setdefault(min(pages), set()).add(file)
    for page, files in sorted(used.items()):
        for file in sorted(files):
            path = Path(app.srcdir, file).resolve()
            why = kept_back(path, Path(app.srcdir))
            if why and not any(path.is_relative_to(folder.resolve()) for folder in made):
                yield f"{env.doc2path(page, base=False)}: the file {file} lies {why}"


def refuse_strange_files(app: Sphinx, env: BuildEnvironment) -> None:
    """End the build with the pages that would publish such a file, however they name it."""
    if found := list(strange_files(app, env)):
        raise ExtensionError("\n".join(found))


NAMED = re.compile(rb"^\s*(?:#|\(.+\)=|:{3,}\{|`{3,}\{|:name:).*$", re.MULTILINE)
"""Lines of a page that others may name or number: headings, labels, directives."""


def shared(path: Path) -> bytes:
    """Return what other pages may show of a file: of a page its headings and labels, of all else everything."""
    content = path.read_bytes()
    if path in (SYNONYMS, QUERIES):  # no page shows the first, and one the second, as Sphinx knows
        return b""
    if path.suffix == ".md" and path.is_relative_to(project.BOOK):
        return b"\n".join(NAMED.findall(content)) if path.parent == project.BOOK else b""
    return content


def outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> set[str]:
    """Return all pages if something they may show is not what it was when they were read; else none."""
    now = state.digest(shared)
    then, env.wsis20_inputs = getattr(env, "wsis20_inputs", now), now
    return set() if then == now else env.found_docs - added


def forget_installation(app: Sphinx) -> None:
    """Take absolute folders out of what is hashed; the templates in them are loaded by now."""
    if isinstance(app.builder, StandaloneHTMLBuilder) and app.builder.name == "html":
        app.config.templates_path[:] = [path for path in app.config.templates_path if not Path(path).is_absolute()]
        app.builder.build_info = app.builder.create_build_info()


def setup(app: Sphinx) -> None:
    """Look before anything is read, when all is read, and when all is written."""
    app.add_config_value("wsis20_preview", False, "html", [bool])
    app.connect("builder-inited", refuse_unfit)
    app.connect("html-page-context", tell_unfit)
    app.connect("build-finished", refuse_changed)
    app.connect("env-check-consistency", refuse_strange_files)
    app.connect("env-get-outdated", outdated)
    app.connect("builder-inited", forget_installation, priority=0)
