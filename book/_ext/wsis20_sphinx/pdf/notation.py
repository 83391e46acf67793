"""Typst source: how text, strings and calls of functions are written down.

Text is written as a string (`#"…";`) and never as markup, so that no character of it can mean anything to Typst.
"""

from __future__ import annotations

ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"})


def string(value: str) -> str:
    """Write a string literal."""
    return f'"{value.translate(ESCAPES)}"'


def text(value: str) -> str:
    """Write text where markup is expected; spaces around it stay markup, which drops them at the edges of a block."""
    bare = value.strip(" ")
    if not bare:
        return value
    return value.replace(bare, f"#{string(bare)};")


def content(markup: str) -> str:
    """Write markup as a value: a content block, without the blank lines around it."""
    return f"[{markup.strip()}]"


def array(values: list[str]) -> str:
    """Write an array of values that are Typst source already; one value alone is an array as well."""
    return f"({''.join(f'{value}, ' for value in values)})"


def arguments(*positional: str, **named: str | int | None) -> str:
    """Write the arguments of a call; values are Typst source, and a name whose value is None is left out."""
    written = [f"{name}: {value}" for name, value in named.items() if value is not None]
    return f"({', '.join([*written, *positional])})"


def inline(function: str, body: str | None = None, *positional: str, **named: str | int | None) -> str:
    """Write a call within a line, with `body` as its trailing content block."""
    written = arguments(*positional, **named)
    if body is None:
        return f"#{function}{written};"
    return f"#{function}{'' if written == '()' else written}[{body}];"


def block(function: str, body: str | None = None, *positional: str, **named: str | int | None) -> str:
    """Write a call that stands as a block of its own."""
    body = None if body is None else body.strip()
    return f"\n\n{inline(function, body, *positional, **named)}\n\n"
