"""No result is typed: every digit in prose, captions and alt texts is computed, or is here with the reason why not.

Prose is the Markdown of pages and notebooks; captions and alt texts are strings in the code of notebooks and figures.
"""

from __future__ import annotations

import ast
import re

import pytest
from wsis20 import freshness, project

# What may be typed, and why. A pattern is taken out of the text before digits are looked for.
ALLOWED = {
    r"WSIS\+20": "the name of the review",
    r"A/RES/80/173|A/80/L\.41|79/277": "symbols of documents",
    r"\b2023 and 2024\b": "the years that the title of the work is about",
    r"\b(?:of|Action of) 2003\b": "the year of a document that is named",
    r"SHA-256|256 bits|UTF-8|ISO 8601|ISO 3166-1|WCAG [\d.]+": "names of standards",
    r"CC BY 4\.0|4\.0 International": "the name of the licence",
    r"Python 3\.1\d(?:, 3\.1\d)*(?: and 3\.1\d)?|jupyter-book 1\.x|version 2\b": "versions of software and standards",
    r"\b[45]G\b|\b3G\b": "names of generations of networks",
    r"\b95 percent\b": "the width of intervals, a choice of the method",
    r"an alpha of 1\b|\bat 1 both\b": "the upper end of a scale",
    r"Facts and Figures(?: 20\d\d)?": "the name of a publication",
}
PAGES = sorted(path for path in project.BOOK.glob("*.md") if path.name != "changes.md")
CODE = re.compile(
    r"```.*?```|~~~.*?~~~|`[^`]*`|\{\{.*?\}\}|\]\([^)]*\)|^\d+\. |^:(?:[\w-]+:|::+\{)[^\n]*$|\(\w[\w-]*\)=",
    re.DOTALL | re.MULTILINE,
)
NAMES = ("Table", "timeline", "message_grid", "theme_matrix", "bars", "plan", "dots", "flow", "ranges")


def typed(text: str) -> list[str]:
    """Return the digits of a text that are not allowed, with the words around them."""
    text = CODE.sub(" ", text)
    for pattern in ALLOWED:
        text = re.sub(pattern, " ", text)
    return [text[max(0, m.start() - 25) : m.end() + 25].replace("\n", " ") for m in re.finditer(r"\d+", text)]


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


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_result_is_typed_into_a_page(path):
    assert typed(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", project.notebooks(), ids=lambda path: path.stem)
def test_no_result_is_typed_into_a_notebook(path):
    notebook = freshness.read(path)
    prose = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    prose += [text for source in freshness.sources(notebook) for text in captions(source)]
    assert [fault for text in prose for fault in typed(text)] == []


@pytest.mark.parametrize(
    "name", ["prose.py", *(f"figures/{p.name}" for p in (project.NOTEBOOKS / "wsis20/figures").glob("*.py"))]
)
def test_no_result_is_typed_into_a_sentence_or_an_alternative_text(name):
    source = (project.NOTEBOOKS / "wsis20" / name).read_text("utf-8")
    assert [fault for text in sentences(source) for fault in typed(text)] == []


def test_every_exception_is_needed():
    texts = [path.read_text("utf-8") for path in PAGES]
    for path in project.notebooks():
        notebook = freshness.read(path)
        texts += ["".join(cell["source"]) for cell in notebook["cells"]]
    texts.append((project.NOTEBOOKS / "wsis20" / "prose.py").read_text("utf-8"))
    whole = "\n".join(texts)
    assert [pattern for pattern in ALLOWED if not re.search(pattern, whole)] == []


def test_a_typed_result_is_noticed():
    assert typed("Of 68 statements, `49` stand alone.") == ["Of 68 statements,   stand alone."[:30]]
    assert captions('Table("t", f"There are 7 of {n} things.", frame)') == ["There are 7 of ", " things."]
