"""Programs of the book: modules of the extension and templates, as far as can be said without running them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jinja2 import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from wsis20.project import BOOK, NOTEBOOKS, ROOT

EXTENSION = BOOK / "_ext"


def faults() -> list[str]:
    """Return what is no Python and what is no template."""
    return [*python_faults(), *template_faults()]


def python_faults() -> Iterator[str]:
    """Yield the modules that Python cannot read."""
    for path in sorted(filter(Path.is_file, [*EXTENSION.rglob("*.py"), *NOTEBOOKS.rglob("*.py")])):
        try:
            compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            number = getattr(error, "lineno", None)
            line = f", line {number}" if number else ""
            said = getattr(error, "msg", None) or error
            yield f"{path.relative_to(ROOT).as_posix()}{line}: this is no Python: {said}"


def template_faults() -> Iterator[str]:
    """Yield the templates that Jinja cannot read."""
    environment = SandboxedEnvironment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    for path in sorted(filter(Path.is_file, EXTENSION.rglob("*.html"))):
        try:
            environment.parse(path.read_text(encoding="utf-8"))
        except TemplateSyntaxError as error:
            yield f"{path.relative_to(ROOT).as_posix()}, line {error.lineno}: this is no template: {error.message}"
        except UnicodeDecodeError:
            pass  # the gate of files says so
