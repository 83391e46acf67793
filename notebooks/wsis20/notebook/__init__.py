"""A notebook as a file: what may stand in one, said before anything reads or runs it.

A stored notebook comes from an editor, a merge or another machine, so nothing in it is believed. `source_faults` says
what is wrong with what a person wrote, `output_faults` what is wrong with what a run left; a fault is one line that
names the notebook, the cell by number and first line, and what was expected.
"""

from __future__ import annotations

import ast
import csv
import io
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

from nbformat.validator import iter_validate

from wsis20 import naming, tables, textfile
from wsis20.characters import shown, unfit
from wsis20.commands.check.cells import formula_complaint
from wsis20.naming import NARROW, PICTURE
from wsis20.notebook import drawing, markup
from wsis20.project import Refusal
from wsis20.values import FORM, GLUE, GLUED, PRESUPPOSED, TEXT

PARSING = threading.Lock()
"""Held while Python parses: until 3.12.2, threads that parse at once confuse its count of levels (gh-106905)."""
FORMAT = (4, 5)  # the version that gives every cell an id
CELLS = ("code", "markdown", "raw")
OUTPUTS = ("display_data", "execute_result", "stream", "error")
NAME = re.compile(r"[0-9]{2}-[a-z][a-z0-9-]*\.ipynb")
LARGEST = 2_000_000
"""Bytes of outputs that one notebook may hold: seven times what the largest of the first eight held (0.28 million).
The whole of it is read by every reader of the page's notebook, and kept in every revision."""
MIME_TYPES = frozenset(
    {
        PRESUPPOSED,
        TEXT,
        PICTURE,
        NARROW,
        "text/html",
        "text/plain",
        tables.MIME,
    }
)
MARKED_UP = {PICTURE: drawing.faults, NARROW: drawing.faults, "text/html": markup.faults}
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
"""What a run writes into the metadata of a notebook, beside its own digests."""
OWN = "wsis20"
"""What an output says of itself in its metadata: a picture under this key, a value for the prose under `GLUE`."""
TAGS = {"hide-input"}
"""Tags that a cell may have; by others it may fail, is not run, not compared or not shown."""
MACHINE = (
    (
        "an absolute path",
        re.compile(
            r"(?<![\w.:/<])/(?:home|root|usr|tmp|var|etc|opt|mnt|srv|work|private|Users|Volumes)/[\w.~+-][\w./~+-]*"
            r"|\b[A-Za-z]:\\{1,2}(?:Users|Windows|Program|Temp|home)\b[^\s'\"<>]*"
            r"|(?:\.venv|site-packages)/[\w./-]+"
        ),
    ),
    ("a home folder", re.compile(r"(?<![\w.~/-])~[a-z_]*/[\w.]+")),
    ("an address in memory", re.compile(r"\bat 0x[0-9A-Fa-f]{4,}|\b0x[0-9A-Fa-f]{8,}\b")),
)
PLACE = re.compile(r"\S*ipykernel_\d+\S*\.py:(?=\d)")  # what IPython calls the file of a cell
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?")  # as pandas writes one
NBVAL = re.compile(r"NBVAL_[A-Z_]+|PYTEST_VALIDATE_[A-Z_]+")
MAGIC = re.compile(r"^\s*(?:[%!]|\?\w|\w+\s*=\s*[%!])|^[^#\n]*\w\?{1,2}\s*$", re.MULTILINE)


def read(path: Path) -> dict:
    """Return a notebook whose form is right; raise `Refusal` with every fault of its form.

    Nothing is said about outputs beyond their form.
    """
    notebook = textfile.read_json(path, "notebook", path.name)
    if faults := [*form_faults(path.name, notebook)]:
        raise Refusal("\n".join(faults))
    return notebook


def faults(path: Path) -> list[str]:
    """Return all that is wrong with a stored notebook, a line each: its name, its form, its code, its outputs."""
    try:
        notebook = textfile.read_json(path, "notebook", path.name)
    except Refusal as refusal:
        return [str(refusal)]
    found = [*name_faults(path), *form_faults(path.name, notebook)]
    return found or [
        fault for look in (source_faults, kernel_faults, output_faults) for fault in look(path.name, notebook)
    ]


def to_run(path: Path) -> dict:
    """Return a notebook without outputs, ready to be run; raise `Refusal` with the faults of what a person wrote.

    Outputs that a merge or an editor spoiled are no reason to refuse: the run replaces them.
    """
    notebook = textfile.read_json(path, "notebook", path.name)
    cells = notebook.get("cells")
    for cell in cells if isinstance(cells, list) else []:
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            cell.update(outputs=[], execution_count=None)
    found = [*name_faults(path), *form_faults(path.name, notebook)] or [*source_faults(path.name, notebook)]
    if found:
        raise Refusal("\n".join(found))
    return notebook


def name_faults(path: Path) -> Iterator[str]:
    """Yield a fault when the name of a file is no name of a page."""
    if not NAME.fullmatch(path.name):
        yield f"{path.name}: a notebook is named by two digits and small letters, such as 01-round.ipynb"


def cell_name(notebook: str, position: int, cell: object) -> str:
    """Name a cell by its number, from one, and its first line: ``01-round.ipynb: cell 2 (import pandas as pd)``."""
    source = joined(cell.get("source")) if isinstance(cell, dict) else ""
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    return f"{notebook}: cell {position + 1}" + (f" ({short(lines[0])})" if lines else "")


def short(words: str, most: int = 70) -> str:
    """Return words on one line, the end left out where they are many, and nothing in them that a terminal obeys."""
    line = "".join(character if character.isprintable() else " " for character in " ".join(words.split()))
    return line if len(line) <= most else f"{line[: most - 1]}…"


def joined(text: object) -> str:
    """Return text that the format allows to be a list of lines; the empty string for what is no text."""
    if isinstance(text, list):
        return "".join(line for line in text if isinstance(line, str))
    return text if isinstance(text, str) else ""


def form_faults(name: str, notebook: object) -> Iterator[str]:
    """Yield what is wrong with the form: version, types, ids of cells, kinds of cells."""
    if not isinstance(notebook, dict):
        yield f"{name}: this is no notebook: expected a JSON object"
        return
    version = notebook.get("nbformat"), notebook.get("nbformat_minor")
    if version != FORMAT or any(type(part) is not int for part in version):
        yield f"{name}: the format is {short(f'{version[0]}.{version[1]}')}; expected {FORMAT[0]}.{FORMAT[1]}"
        return
    cells = notebook.get("cells")
    if unknown := [*unknown_kinds(name, cells)]:
        yield from unknown  # what validates cannot go on from here
        return
    for error in iter_validate(notebook, version=FORMAT[0], version_minor=FORMAT[1]):
        yield f"{place(name, list(error.relative_path), cells)}: {short(error.message, 200)}"
    if not isinstance(cells, list):
        return
    ids = [cell.get("id") for cell in cells if isinstance(cell, dict)]
    for position, cell in enumerate(cells):
        if isinstance(cell, dict):
            yield from kind_faults(cell_name(name, position, cell), cell, ids)
    if surrogate(notebook):
        yield f"{name}: a text holds half of a character (a lone surrogate)"


def unknown_kinds(name: str, cells: object) -> Iterator[str]:
    """Yield the cells and outputs of a kind that the format does not have."""
    for position, cell in enumerate(cells if isinstance(cells, list) else []):
        here = cell_name(name, position, cell)
        if not isinstance(cell, dict) or cell.get("cell_type") not in CELLS:
            yield f"{here}: this is no cell; expected a cell_type: {', '.join(CELLS)}"
            continue
        outputs = cell.get("outputs", [])
        for number, output in enumerate(outputs if isinstance(outputs, list) else [], 1):
            if not isinstance(output, dict) or output.get("output_type") not in OUTPUTS:
                yield f"{here}: output {number} is no output; expected an output_type: {', '.join(OUTPUTS)}"


def place(name: str, path: list[str | int], cells: object) -> str:
    """Name the place of a fault of form: the cell and the rest of the path in the JSON."""
    if len(path) > 1 and path[0] == "cells" and isinstance(path[1], int) and isinstance(cells, list):
        name, path = cell_name(name, path[1], cells[path[1]]), path[2:]
    return f"{name}, {short('.'.join(str(step) for step in path), 100)}" if path else name


def kind_faults(name: str, cell: dict, ids: list) -> Iterator[str]:
    """Yield what is wrong with the kind of a cell and its identity."""
    if cell.get("cell_type") == "raw":
        yield f"{name}: a raw cell; expected code or Markdown"
    tags = cell["metadata"].get("tags", []) if isinstance(cell.get("metadata"), dict) else []
    for tag in tags if isinstance(tags, list) else []:
        if isinstance(tag, str) and tag not in TAGS:
            known = ", ".join(sorted(TAGS))
            yield f"{name}: the tag {short(tag)!r}; expected {known}, by which it is run, compared and shown"
    if isinstance(cell.get("metadata"), dict) and "mystnb" in cell["metadata"]:
        yield f"{name}: settings for MyST-NB ('mystnb'); captions and alternative texts stand in the output"
    if cell.get("attachments"):
        yield f"{name}: an attachment; expected a picture that a code cell draws"
    if isinstance(cell.get("id"), str) and ids.count(cell["id"]) > 1:
        yield f"{name}: another cell has the id {cell['id']!r} too"


def surrogate(value: object) -> bool:
    """Return whether a text in a value of JSON cannot be written as UTF-8."""
    return bool(re.search(r"[\ud800-\udfff]", json.dumps(value, ensure_ascii=False)))


def source_faults(name: str, notebook: dict) -> Iterator[str]:
    """Yield what is wrong with the code: what is no Python, and commands of IPython, of a shell or to nbval."""
    for position, cell in code_cells(notebook):
        for fault in faults_of_source(joined(cell["source"])):
            yield f"{cell_name(name, position, cell)}: {fault}"


def faults_of_source(source: str) -> Iterator[str]:
    """Yield what is wrong with the code of one cell."""
    try:
        tree = parsed(source)
    except SyntaxError as error:
        if magic := MAGIC.search(source):
            yield f"{short(magic[0])!r} is a command of IPython or of a shell; expected plain Python"
        else:
            line = f"line {error.lineno}: " if error.lineno else ""
            yield f"{line}this is no Python: {error.msg}"
        return
    if any(isinstance(node, ast.Name) and node.id == "get_ipython" for node in ast.walk(tree)):
        yield "'get_ipython' gives commands to IPython or to a shell; expected plain Python"
    if told := NBVAL.search(source):
        yield f"{told[0]!r} keeps the outputs from being compared"


def parsed(source: str) -> ast.Module:
    """Return the tree of Python code; raise `SyntaxError` for all that Python cannot read, which raises others too."""
    try:
        with PARSING:
            return ast.parse(source)
    except (RecursionError, MemoryError):
        raise SyntaxError("it is nested too deep") from None
    except ValueError as error:  # half a character; in some versions a NUL
        raise SyntaxError(str(error)) from None


def code_cells(notebook: dict) -> Iterator[tuple[int, dict]]:
    """Yield position, from zero, and cell of each cell of code."""
    for position, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] == "code":
            yield position, cell


def kernel_faults(name: str, notebook: dict) -> Iterator[str]:
    """Yield what is said of a kernel in a stored notebook and is not said of that of a run."""
    for key, wanted in METADATA.items():
        if notebook["metadata"].get(key, wanted) != wanted:
            yield f"{name}: {key} is not what a run writes ({wanted['name']}); run: python -m wsis20 run --all"


def output_faults(name: str, notebook: dict) -> Iterator[str]:
    """Yield what is wrong with what a run left, of a notebook whose form is right."""
    for key in sorted(set(notebook["metadata"]) - {*METADATA, OWN}):
        known = ", ".join(sorted({*METADATA, OWN}))
        yield f"{name}: {short(key)!r} in its metadata; expected {known}: a page reads the others"
    size = 0
    for number, (position, cell) in enumerate(code_cells(notebook), 1):
        if cell["outputs"] and {cell["execution_count"], *counts(cell["outputs"])} != {number}:
            yield f"{cell_name(name, position, cell)}: was not run as code {number}; run: python -m wsis20 run --all"
        size += len(json.dumps(cell["outputs"], ensure_ascii=False).encode("utf-8", "replace"))
        for fault in dict.fromkeys(fault for output in cell["outputs"] for fault in faults_of_output(output)):
            yield f"{cell_name(name, position, cell)}: {fault}"
    if size > LARGEST:
        yield f"{name}: outputs of {size / 1e6:.1f} million bytes; expected at most {LARGEST / 1e6:.0f} million"


def counts(outputs: list[dict]) -> list[int | None]:
    """Return the numbers that outputs have from the kernel."""
    return [output["execution_count"] for output in outputs if "execution_count" in output]


def faults_of_output(output: dict) -> Iterator[str]:
    """Yield what is wrong with one output."""
    kind = output["output_type"]
    if kind == "stream":
        said = short(PLACE.sub("line ", joined(output["text"])), 200)
        yield f"writes to {output['name']}: {said!r}; expected a value, a table or a figure, and no warning"
    elif kind == "error":
        yield f"shows an error: {short(output['ename'])}: {short(output['evalue'])}"
    else:
        for mime, content in output["data"].items():
            yield from faults_of_content(mime, content)
        if PICTURE in output["data"]:
            yield from faults_of_figure(output["metadata"])
            yield from faults_of_values(joined(output["data"].get("text/plain")))
        elif OWN in output["metadata"]:
            yield "words of a picture, and no picture; expected what wsis20.figures returns"
        yield from faults_of_glue(output)


def faults_of_content(mime: str, content: object) -> Iterator[str]:
    """Yield what is wrong with one form of an output."""
    if mime not in MIME_TYPES:
        yield f"an output of the type {short(mime)!r}; expected one of {', '.join(sorted(MIME_TYPES))}"
        return
    if mime == tables.MIME:
        yield from (f"{mime}: {fault}" for fault in tables.faults(content))
    text = (
        content
        if isinstance(content, str)
        else json.dumps(content)
        if mime in (tables.MIME, PRESUPPOSED)
        else joined(content)
    )
    for what, pattern in MACHINE:
        if found := pattern.search(text):
            yield f"{mime} holds {what}: {short(found[0])!r}"
    if look := MARKED_UP.get(mime):
        yield from (f"{mime} holds {fault}" for fault in look(text))


def faults_of_figure(metadata: dict) -> Iterator[str]:
    """Yield what a picture does not say of itself."""
    own = metadata.get(OWN)
    figure = own.get("figure") if isinstance(own, dict) else None
    if not isinstance(figure, dict):
        yield "a picture without alternative text, caption and name; expected what wsis20.figures returns"
        return
    if said := naming.complaint(figure.get("name")):
        yield f"a picture with the name {said}"
    if not isinstance(figure.get("title", ""), str):
        yield "a picture with a title that is no text"
    for key, words in (("caption", "caption"), ("alt", "alternative text")):
        if not (isinstance(figure.get(key), str) and figure[key].strip()):
            yield f"a picture without {words}"


def faults_of_glue(output: dict) -> Iterator[str]:
    """Yield what in the metadata of an output is not read by the book, or not as it was glued."""
    for key in sorted(set(output["metadata"]) - {OWN, GLUE}):
        yield f"{short(key)!r} in the metadata of an output; expected {GLUE}, {OWN}: a page reads the others"
    told = output["metadata"].get(GLUE, {"name": "", "mime_prefix": ""})
    prefix = told.get("mime_prefix") if isinstance(told, dict) else None
    if prefix not in ("", GLUED) or not isinstance(told.get("name"), str):
        yield f"{GLUE} without name and mime_prefix in the metadata of an output; expected what glue writes"
    elif not all(mime.startswith(prefix) for mime in output["data"]):
        yield f"an output that {GLUE} takes from the page; expected a value that glue keeps for the prose"
    elif not prefix and {PRESUPPOSED, TEXT} & set(output["data"]):
        yield f"a value for the prose without {GLUE} in its metadata; expected what glue writes"
    told = output["data"].get(PRESUPPOSED, {})
    if PRESUPPOSED in output["data"] and not (
        isinstance(told, dict) and {key: type(value) for key, value in told.items()} == FORM
    ):
        yield f"{PRESUPPOSED} in another form; expected {', '.join(FORM)}, as presuppose writes them"


def faults_of_values(text: str) -> Iterator[str]:
    """Yield what is wrong with the values of a picture as CSV, which readers open in a spreadsheet."""
    if not text.strip():
        yield "a picture without its values (text/plain)"
    try:
        rows = [*csv.reader(io.StringIO(text, newline=""), strict=True)]
    except csv.Error as error:
        yield f"the values of a picture are no CSV: {error}"
        return
    for number, row in enumerate(rows, 1):
        for value in row:
            for wanted in unfit(value, lines=True):
                yield f"the values of a picture, row {number}: {shown(value)}; expected {wanted}"
            if not NUMBER.fullmatch(value) and (wanted := formula_complaint(value.strip())):
                yield f"the values of a picture, row {number}: {shown(value)}; expected {wanted}"
