"""The voice: short sentences in plain words, in all that a person has written for the book to say."""

from __future__ import annotations

import json
import re
from statistics import mean

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from wsis20.project import BOOK, notebooks

LONGEST, ON_AVERAGE = 30, 17  # words of a sentence
SHORT = 4  # fewer words are a label
ROLE = re.compile(r"\{(\w[\w:-]*)\}`([^`]*)`")
FORMULA = re.compile(r"`=[^`]*`")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
WORD = re.compile(r"[\w’'%+/.-]*\w[\w’'%+/-]*")
END = re.compile(r"(?<=[.?!])\s+(?=[A-Z“`(])")
DIALECT = ("dealt out", "on the word of", "parted", "tells of", "tell of", "touches")
"""Words in a sense that nobody has outside this project."""


def texts():
    """Yield the name and the text of every page and snippet, and of every cell of a notebook that is prose."""
    for path in sorted(BOOK.rglob("*.md")):
        yield path.relative_to(BOOK).as_posix(), path.read_text("utf-8")
    for path in notebooks():
        for number, cell in enumerate(json.loads(path.read_text("utf-8"))["cells"], 1):
            if cell["cell_type"] == "markdown":
                yield f"{path.name}, cell {number}", "".join(cell["source"])


def shown(role: re.Match) -> str:
    """Return what stands for a role: the words of a link, nothing for a snippet, which is a text of its own."""
    if role[1] == "snippet":
        return "."
    return role[2].partition(" <")[0] if role[1] in ("doc", "ref") else "Value"


def sentences(text: str):
    """Yield the sentences of a text in Markdown."""
    for piece in MarkdownIt().use(deflist_plugin).parse(text):
        if piece.type == "inline":
            plain = (
                FORMULA.sub("Formula", LINK.sub(r"\1", ROLE.sub(shown, piece.content)))
                .replace("*", "")
                .replace("\n", " ")
            )
            yield from END.split(plain)


def length(sentence: str) -> int:
    """Return the number of words in a sentence."""
    return len(WORD.findall(sentence))


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("One two three. Four *five*: six.", [3, 3]),
        ("See {doc}`the method <method>` and {value}`floor.calls` calls {snippet}`floor-traced` More", [6, 1]),
        ("Term\n: One two. `Code` four.", [1, 2, 2]),
        ("[three short words](https://example.org/a.b) here", [4]),
        ("The mean: `=AVERAGE(a!A:A,b!B:B)`", [3]),
    ],
)
def test_sentences_are_counted_as_a_reader_would(text, lengths):
    assert [length(sentence) for sentence in sentences(text)] == lengths


def test_no_sentence_is_long():
    told = [(name, sentence) for name, text in texts() for sentence in sentences(text)]
    assert len(told) > 400
    assert [(name, length(one), one) for name, one in told if length(one) > LONGEST] == []


def test_sentences_are_short_on_average():
    lengths = [length(sentence) for _, text in texts() for sentence in sentences(text)]
    assert mean(words for words in lengths if words >= SHORT) <= ON_AVERAGE


def test_no_page_speaks_a_dialect():
    found = [(name, word) for name, text in texts() for word in DIALECT if re.search(rf"\b{word}\b", text)]
    assert found == []
