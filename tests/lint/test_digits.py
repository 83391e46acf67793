"""No result is typed: every digit in prose, captions and alt texts is computed, or is here with the reason why not.

Prose is the Markdown of pages and notebooks; captions and alt texts are strings in the code of notebooks and figures.
"""

from __future__ import annotations

import ast
import re

import pytest
from wsis20 import freshness, project
from wsis20.commands.build.gates import digits
from wsis20.commands.build.gates.digits import ALLOWED, typed

NAMES = ("Table", "timeline", "message_grid", "theme_matrix", "bars", "plan", "dots", "fates", "flow", "ranges")


def captions(source: str) -> list[str]:
    """Return the typed parts of the strings given to tables and figures, without what is computed in them."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in NAMES:
            for part in (p for argument in node.args for p in ast.walk(argument) if isinstance(p, ast.Constant)):
                if isinstance(part.value, str) and " " in part.value:
                    found.append(part.value)
    return found


def sentences(source: str) -> list[str]:
    """Return the typed parts of strings in a module that are sentences: not docstrings, not names, not formats."""
    tree = ast.parse(source)
    docs = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if hasattr(node, "body") and isinstance(
        node, ast.Module | ast.ClassDef | ast.FunctionDef)}  # fmt: skip
    strings = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [text for text in strings if text.count(" ") > 2 and text not in docs]


def test_no_result_is_typed_into_the_prose():
    assert digits.faults() == []


@pytest.mark.parametrize("path", project.notebooks(), ids=lambda path: path.stem)
def test_no_result_is_typed_into_the_captions_of_a_notebook(path):
    texts = [text for source in freshness.sources(freshness.read(path)) for text in captions(source)]
    assert [fault for text in texts for fault in typed(text)] == []


@pytest.mark.parametrize(
    "name",
    ["indicators.py", "words.py", *(f"figures/{p.name}" for p in (project.NOTEBOOKS / "wsis20/figures").glob("*.py"))],
)
def test_no_result_is_typed_into_a_sentence_or_an_alternative_text(name):
    source = (project.NOTEBOOKS / "wsis20" / name).read_text("utf-8")
    assert [fault for text in sentences(source) for fault in typed(text)] == []


def test_every_exception_is_needed():
    texts = [path.read_text("utf-8") for path in project.BOOK.glob("*.md")]
    for path in project.notebooks():
        notebook = freshness.read(path)
        texts += ["".join(cell["source"]) for cell in notebook["cells"]]
    texts += [path.read_text("utf-8") for path in project.SNIPPETS.glob("*.md")]
    whole = "\n".join(texts)
    assert [pattern for pattern in ALLOWED if not re.search(pattern, whole)] == []


def test_a_typed_result_is_noticed():
    text = "```{code}\n9\n```\nOf 68 statements on WSIS+20, `49` stand\nalone in 2 regions."
    assert typed(text) == [
        (4, "68", "Of 68 statements on WSIS+20, `"),
        (5, "2", "alone in 2 regions."),
    ]
    (fault, _) = digits.typed_faults("book/x.md", text)
    assert fault.startswith("book/x.md, line 4: the number 68 is typed (")
    assert "by {value} or {rows}, or add" in fault
    assert captions('Table("t", f"There are 7 of {n} things.", frame)') == ["There are 7 of ", " things."]
