"""What Jupyter Book says, in our words: page, line and what is wrong, out of thousands of lines of a log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from wsis20.project import ROOT

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
SHOWN = 12  # complaints are worth reading one by one, up to a point
WARNING = re.compile(r"^(?:(?P<place>.*?): )?(?:WARNING|ERROR|CRITICAL|SEVERE): (?P<words>.*)$")
PLACE = re.compile(r"^(?P<file>.+?\.\w+)(?::(?P<line>\d+))?(?::<.*>)?$")
HEADINGS = re.compile(
    r"^(?:Extension|Sphinx|Configuration|Theme|Application|Builder) error\b"
    r"(?: \((?P<of>[\w.]+)\))?[:!]?\s*(?P<rest>.*)$"
)
RAISED = re.compile(r"^(?:\w+\.)*(?P<kind>\w*(?:Error|Exception|Interrupt|Warning|Exit))(?:: (?P<words>.*))?$")
HANDLER = re.compile(r"Handler <.*> for event '[\w-]+' threw an exception \(exception: (?P<words>.*)\)$")
MACHINE = re.compile(r"\[Errno (?:13|24|28|30|122)\] (?P<words>.+)$")  # permission, open files, space, read-only, quota
CATEGORY = re.compile(r"\s*\[[\w.-]+\]$")
END = re.compile(r"^(?:Traceback \(|The full traceback|=+$|There was an error|Your book|build finished|\s*$)")
CELL = 10_000  # MyST-NB counts the lines of a notebook from this for each cell
SUFFIXES = (".md", ".ipynb")
OURS = "wsis20: "


def of(output: str) -> str:
    """Return what a build complained of, a line each, and its end when it did not complain in any known form."""
    lines = COLOUR.sub("", output).splitlines()
    kinds = (list(dict.fromkeys(kind(lines))) for kind in (refusals, machine, warnings, errors))
    found = next((complaints for complaints in kinds if complaints), [])
    more = [f"and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
    return "\n".join([*found[:SHOWN], *more] or lines[-SHOWN:])


def refusals(lines: list[str]) -> Iterator[str]:
    """Yield what the extension of this project refused in its own words, to the end of what it said."""
    for position, line in enumerate(lines):
        if line.startswith(OURS):
            yield line.removeprefix(OURS)
            yield from (after for after in lines[position + 1 :] if after.strip())
            return


def machine(lines: list[str]) -> Iterator[str]:
    """Yield what the machine refused: a full disk, a folder that is not to be written."""
    yield from (match["words"] for match in map(MACHINE.search, lines) if match)


def warnings(lines: list[str]) -> Iterator[str]:
    """Yield the warnings and errors of Sphinx with file and line; what a warning says on more lines stays with it."""
    for position, line in enumerate(lines):
        if match := WARNING.match(line):
            words = CATEGORY.sub("", match["words"])
            if not words or words.endswith(":"):
                words = f"{words} {lines[position + 1].strip() if position + 1 < len(lines) else ''}".strip()
            yield f"{place(match['place'] or '')}{words}"


def errors(lines: list[str]) -> Iterator[str]:
    """Yield what ended the build: the lines under the heading of an error, without it, or the error that was raised."""
    for position, line in enumerate(lines):
        if heading := HEADINGS.match(line):
            told = [heading["rest"]] if heading["rest"] else []
            for after in lines[position + 1 :]:
                if END.match(after):
                    break
                told.append(after.strip())
            of_module = f" (in the extension {heading['of']})" if heading["of"] else ""
            for words in told:
                handler = HANDLER.search(words)
                yield f"{handler['words']}{of_module}" if handler else located(words)
    raised = [line for line in lines if (match := RAISED.match(line)) and (match["words"] or "").strip()]
    if raised and not any(HEADINGS.match(line) for line in lines):
        yield raised[-1]


def located(words: str) -> str:
    """Return a sentence that begins with a place, ``book/x:7: …`` or ``book/x.md:7: …``, with the place in words."""
    first, _, rest = words.partition(": ")
    name, _, line = first.partition(":")
    if not rest or "/" not in name or " " in name:
        return words
    file = next((f"{name}{suffix}" for suffix in ("", *SUFFIXES) if (ROOT / f"{name}{suffix}").is_file()), name)
    return f"{place(f'{file}:{line}' if line else file)}{rest}"


def place(written: str) -> str:
    """Return ``book/method.md, line 97: `` for what Sphinx writes before a warning; the empty string for nothing.

    >>> place("/anywhere/notebooks/01-round.ipynb:30002")
    '/anywhere/notebooks/01-round.ipynb, cell 3, line 2: '
    """
    match = PLACE.match(written.strip())
    if not match:
        return f"{written}: " if written.strip() else ""
    path = Path(match["file"])
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else match["file"]
    if not match["line"]:
        return f"{name}: "
    line = int(match["line"])
    if name.endswith(".ipynb") and line >= CELL:
        return f"{name}, cell {line // CELL}, line {line % CELL}: "
    return f"{name}, line {line}: "
