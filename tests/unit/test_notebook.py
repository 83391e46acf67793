"""What may stand in a notebook: each fault is named by notebook, cell and first line, and none gives a traceback."""

from __future__ import annotations

import copy
import csv
import json
import random
import string
import time

import nbformat
import pytest
from wsis20 import naming, notebook, project
from wsis20.notebook import drawing, markup
from wsis20.project import Refusal

FIGURE = {"wsis20": {"figure": {"name": "fig-x", "caption": "A figure.", "alt": "Words."}}}
GLUED = {"scrapbook": {"name": "x", "mime_prefix": "application/papermill.record/"}}
OUTSIDE = {"wsis20": {"figure": {"name": "../../fig-x", "caption": "A figure.", "alt": "Words."}}}
SPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SVG = f'<svg {SPACES} viewBox="0 0 288 259.2">{{}}</svg>'
VIEWLESS = f"<svg {SPACES}/>"


def code(source="1 + 1", outputs=(), **more):
    cell = {"cell_type": "code", "execution_count": 1, "id": "two", "metadata": {}, "source": source}
    return {**cell, "outputs": list(outputs), **more}


def shown(data, metadata=None):
    return {"output_type": "display_data", "data": data, "metadata": metadata or {}}


def picture(svg, metadata=None, values="a,b\n1,2"):
    return shown({"image/svg+xml": svg, "text/plain": values}, metadata)


def whole(*cells, **more):
    prose = {"cell_type": "markdown", "id": "one", "metadata": {}, "source": ["# Title\n", "words"]}
    return {"cells": [prose, *cells], "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}


@pytest.fixture
def told(tmp_path):
    """Give what is said of a notebook, or of a text in its place."""

    def told(content, name="99-x.ipynb"):
        text = content if isinstance(content, str | bytes) else json.dumps(content)
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
        return notebook.faults(path)

    return told


def test_what_may_stand_in_a_notebook_is_let_through(told):
    outputs = [
        shown({"text/plain": "1"}),
        shown(
            {"text/html": "<table><tr><td>1 &lt; 2, and/or</td></tr></table>", "text/plain": "a, https://x.org/tmp/a"}
        ),
        picture(SVG.format('<path d="M 0 0" style="fill: url(#a)"/>'), FIGURE),
        shown({"application/papermill.record/text/plain": "1"}, GLUED),
        shown({"text/plain": "1"}, {"scrapbook": {"name": "x", "mime_prefix": ""}}),
    ]
    assert told(whole(code(outputs=outputs))) == []


def test_notebooks_as_stored_are_let_through():
    assert [fault for path in project.notebooks() for fault in notebook.faults(path)] == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "99-x.ipynb, line 1: this is not valid JSON: Expecting value"),
        ('{\n<<<<<<< ours\n"cells": []}', "99-x.ipynb, line 2: this is not valid JSON"),
        ("[]", "99-x.ipynb: this is no JSON object"),
        (b"\xff\xfe{}", "99-x.ipynb, line 1: b'\\xff'; expected UTF-8"),
        ('{"cells": [], "cells": []}', "99-x.ipynb: the key 'cells' stands twice"),
        ('{"cells": NaN}', "99-x.ipynb: this is not valid JSON: NaN is no JSON"),
        ('{"cells": 1e999}', "99-x.ipynb: this is not valid JSON: a number is beyond all measure"),
        ("[" * 100_000, "99-x.ipynb: this is not valid JSON: it is nested too deep"),
        (whole(nbformat=3), "99-x.ipynb: the format is 3.5; expected 4.5"),
        (whole(nbformat="4"), "99-x.ipynb: the format is 4.5; expected 4.5"),
        (whole(nbformat_minor=True), "99-x.ipynb: the format is 4.True; expected 4.5"),
        (whole(cells={}), "99-x.ipynb, cells: {} is not of type 'array'"),
        (whole(metadata=[]), "99-x.ipynb, metadata: [] is not of type 'object'"),
        (whole("words"), "99-x.ipynb: cell 2: this is no cell; expected a cell_type"),
        (whole(code(source=7)), "99-x.ipynb: cell 2, source: 7 is not valid"),
        (whole(code(id=None)), "99-x.ipynb: cell 2 (1 + 1), id: None is not of type 'string'"),
        (whole({**code(), "cell_type": "coed"}), "99-x.ipynb: cell 2 (1 + 1): this is no cell; expected"),
        (whole({**code(), "cell_type": []}), "99-x.ipynb: cell 2 (1 + 1): this is no cell; expected"),
        (whole(code(outputs=[{"output_type": "x"}])), "99-x.ipynb: cell 2 (1 + 1): output 1 is no output"),
        (whole(code(outputs=[{"output_type": "error"}])), "99-x.ipynb: cell 2 (1 + 1), outputs.0: "),
        (whole(code(metadata=[])), "99-x.ipynb: cell 2 (1 + 1), metadata: [] is not of type 'object'"),
        (whole(code(), code("2")), "99-x.ipynb: cell 3 (2): another cell has the id 'two' too"),
        (
            whole({"cell_type": "raw", "id": "r", "metadata": {}, "source": "x"}),
            "99-x.ipynb: cell 2 (x): a raw cell; expected code or Markdown",
        ),
        (
            whole({"cell_type": "markdown", "id": "m", "metadata": {}, "source": "x", "attachments": {"a.png": {}}}),
            "99-x.ipynb: cell 2 (x): an attachment; expected a picture that a code cell draws",
        ),
        (whole(code("'\ud800'")), "99-x.ipynb: a text holds half of a character"),
        (
            whole(code(metadata={"tags": ["raises-exception"]})),
            "99-x.ipynb: cell 2 (1 + 1): the tag 'raises-exception'",
        ),
        (
            whole(code(metadata={"tags": ["remove-output"]})),
            "cell 2 (1 + 1): the tag 'remove-output'; expected hide-input",
        ),
        (whole(code("import os\n%time 1")), "99-x.ipynb: cell 2 (import os): '%' is a command of IPython"),
        (whole(code("files = !ls")), "99-x.ipynb: cell 2 (files = !ls): 'files = !' is a command of IPython"),
        (whole(code("get_ipython().system('ls')")), "'get_ipython' gives commands to IPython or to a shell"),
        (whole(code("1\nx = (")), "99-x.ipynb: cell 2 (1): line 2: this is no Python: '(' was never closed"),
        (whole(code("-" * 100_000 + "1")), "this is no Python: it is nested too deep"),
        (whole(code("a" + ".b" * 100_000)), "this is no Python: it is nested too deep"),
        (whole(code("# NBVAL_IGNORE_OUTPUT\n1")), "'NBVAL_IGNORE_OUTPUT' keeps the outputs from being compared"),
    ],
)
def test_what_may_not_stand_in_a_notebook_is_refused(told, content, said):
    faults = told(content)
    assert any(fault.startswith(said) or fault.endswith(said) or said in fault for fault in faults), faults
    assert all("\n" not in fault and len(fault) < 500 for fault in faults)


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ({"output_type": "stream", "name": "stdout", "text": "hello"}, "writes to stdout: 'hello'"),
        ({"output_type": "stream", "name": "stderr", "text": "UserWarning: x"}, "writes to stderr: 'UserWarning: x'"),
        ({"output_type": "error", "ename": "E", "evalue": "x", "traceback": []}, "shows an error: E: x"),
        (shown({"application/javascript": "1"}), "an output of the type 'application/javascript'"),
        (shown({"text/plain": "see /home/anna/x.csv"}), "text/plain holds an absolute path: '/home/anna/x.csv'"),
        (shown({"text/plain": "'C:\\\\Users\\\\anna'"}), "text/plain holds an absolute path"),
        (shown({"text/plain": ["a\n", "/tmp/x"]}), "text/plain holds an absolute path: '/tmp/x'"),
        (shown({"text/plain": "~/data.csv"}), "text/plain holds a home folder: '~/data.csv'"),
        (shown({"text/plain": "<object object at 0x7f11aa>"}), "text/plain holds an address in memory: 'at 0x7f11aa'"),
        (shown({"text/html": "<script>1</script>"}), "text/html holds the element <script>"),
        (shown({"text/html": "<td onclick='x()'>1</td>"}), "text/html holds the event handler onclick"),
        (shown({"text/html": "<img alt=''>"}), "text/html holds the element <img>"),
        (picture(SVG.format("")), "a picture without alternative text, caption and name"),
        (
            picture(SVG.format(""), {"wsis20": {"figure": {"name": "a", "caption": "b"}}}),
            "a picture without alternative text",
        ),
        (
            picture(SVG.format(""), OUTSIDE),
            "a picture with the name '../../fig-x'; expected a name of small letters and digits",
        ),
        (
            picture(SVG.format(""), {"wsis20": 7}),
            "a picture without alternative text, caption and name",
        ),
        (picture(SVG.format("<g>"), FIGURE), "image/svg+xml holds SVG that is not well formed"),
        (shown({"text/plain": "1"}, {"wsis20": "x"}), "words of a picture, and no picture"),
        (shown({"text/plain": "1"}, FIGURE), "words of a picture, and no picture"),
        (shown({"image/svg+xml": SVG.format("")}, FIGURE), "a picture without its values (text/plain)"),
        (shown({"text/plain": "1"}, {"scrapbook": "x"}), "scrapbook without name and mime_prefix"),
        (shown({"text/plain": "1"}, {"scrapbook": {"name": 7, "mime_prefix": ""}}), "scrapbook without name"),
        (shown({"text/plain": "1"}, {"scrapbook": {"name": "x", "mime_prefix": 7}}), "scrapbook without name"),
        (picture(SVG.format(""), {**FIGURE, **GLUED}), "an output that scrapbook takes from the page"),
        (shown({"text/plain": "1"}, {"isolated": True}), "'isolated' in the metadata of an output"),
        (
            shown(
                {naming.PICTURE: SVG.format("<g/>"), naming.NARROW: SVG.format("<script/>"), "text/plain": ["1"]},
                FIGURE,
            ),
            "application/vnd.wsis20.narrow+xml holds the element <script>",
        ),
        (
            picture(SVG.format("<g/>"), {"wsis20": {"figure": FIGURE["wsis20"]["figure"] | {"title": 1}}}),
            "a picture with a title that is no text",
        ),
        (picture(VIEWLESS, FIGURE), "image/svg+xml holds no viewBox of four numbers"),
        (picture(SVG.format("").replace("0 0", "0 nan"), FIGURE), "image/svg+xml holds no viewBox of four numbers"),
    ],
)
def test_outputs_that_may_not_be_published_are_refused_by_cell(told, output, said):
    faults = told(whole(code(outputs=[output])))
    assert len(faults) == 1
    assert faults[0].startswith(f"99-x.ipynb: cell 2 (1 + 1): {said}")


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<script>1</script>", "the element <script>"),
        ("<foreignObject/>", "the element <foreignObject>"),
        ('<a href="x">1</a>', "the element <a>"),
        ('<g onload="x()"/>', "the event handler onload"),
        ('<image href="https://example.org/x.png"/>', "an address that is no part of the drawing"),
        ('<image href="//example.org/x.png"/>', "an address that is no part of the drawing"),
        ('<image href="data:image/svg+xml;base64,AAAA"/>', "an address that is no part of the drawing"),
        ('<use xlink:href="java&#10;script:x()"/>', "an address that is no part of the drawing"),
        ("<style>@import 'x.css';</style>", "a style that may load something"),
        ('<path style="fill: url(https://example.org/#a)"/>', "a style that may load something"),
        ('<s:script xmlns:s="http://www.w3.org/2000/svg">1</s:script>', "the element <script>"),
        ('<b xmlns="http://www.w3.org/1999/xhtml"/>', "the element <b> of 'http://www.w3.org/1999/xhtml'"),
        ('<cc:Work xmlns:cc="https://example.org/"/>', "the element <Work> of 'https://example.org/'"),
        ("<style><script>1</script></style>", "the element <script>"),
        ("<style><g>@import 'x.css'</g></style>", "a style that may load something"),
        ("<style>a{}<![CDATA[@import 'x.css']]></style>", "a CDATA section"),
        ("<!-- <style> -->", "a comment with a tag: ' <style> '"),
        ('<?xml-stylesheet href="https://example.org/x.css"?>', "the processing instruction 'xml-stylesheet'"),
        ('<use xmlns:x="http://www.w3.org/1999/xlink" x:href="https://example.org/a"/>', "an address that is no part"),
        ('<g xml:base="https://example.org/"/>', "the attribute base of 'http://www.w3.org/XML/1998/namespace'"),
        ('<path marker-end="url(https://example.org/a)"/>', "a style that may load something"),
        ('<path fill="u\\72l(x.svg)"/>', "a style that may load something"),
        ('<path cursor="url( &quot;x.svg#a&quot; )"/>', "a style that may load something"),
        ("<style>a{background:image-set('https://example.org/a' 1x)}</style>", "a style that may load something"),
        ("<g>" * 64 + "</g>" * 64, "elements in more than 64 others"),
        ("&nbsp;", "SVG that is not well formed"),
    ],
)
def test_drawings_run_and_load_nothing(inside, said):
    assert drawing.faults(SVG.format(inside))[0].startswith(said)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ('<!DOCTYPE svg [<!ENTITY a "b">]>', "entities of its own"),
        ('<!DOCTYPE svg SYSTEM "https://example.org/a.dtd">', "another document type than that of SVG 1.1"),
        ('<?xml version="1.0" encoding="utf-7"?>', "the encoding 'utf-7'; expected 'utf-8'"),
        ('<?xml-stylesheet href="https://example.org/x.css"?>', "the processing instruction 'xml-stylesheet'"),
        ('<html xmlns="http://www.w3.org/1999/xhtml">', "<html> of 'http://www.w3.org/1999/xhtml'; expected <svg> of"),
    ],
)
def test_nothing_of_another_kind_stands_before_a_drawing(before, said):
    assert drawing.faults(before + SVG.format(""))[0].startswith(said)


def test_an_entity_of_the_document_type_is_refused():
    doctype = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    assert drawing.faults(doctype + SVG.format("")) == []
    assert drawing.faults(doctype + SVG.format("&a;")) == ["the entity 'a'"]


@pytest.mark.parametrize(
    "inside",
    [
        '<image xlink:href="data:image/png;base64,AAAA\n"/>',
        '<g style="clip-path: url( &quot;#p1&quot; ); fill: rgb(1, 2, 3)" transform="translate(1 2) scale(0.1 -0.1)"/>',
        "<!-- a &lt;b&gt; -->",
        "<style>*{stroke-linejoin: round}</style><text>url(https://example.org/)</text>",
        "<metadata/><title>(x) on @y</title>",
    ],
)
def test_what_matplotlib_draws_is_let_through(inside):
    assert drawing.faults(SVG.format(inside)) == []


def test_a_large_drawing_is_looked_at_quickly():
    inside = '<g style="fill: url(#a)"> </g>' * 30_000 + f'<path d="{"1" * 500_000}" fill="{"a-" * 200_000}"/>'
    start = time.perf_counter()
    assert drawing.faults(SVG.format(inside)) == []
    assert time.perf_counter() - start < 5


def test_a_table_loads_nothing_by_its_style():
    (fault,) = markup.faults("<td style=\"background: image-set('https://example.org/a' 1x)\">1</td>")
    assert fault.startswith("a style that may load something: 'image-set(")


@pytest.fixture
def usual_limit():
    """Give the reader of CSV the limit that it begins with; frictionless takes it away, for the whole process."""
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ('a,b\n"=HYPERLINK(""https://example.org"")",1', "row 2: '=HYPERLINK(\"https://example.org\")'; expected text"),
        ("@a,b", "row 1: '@a'; expected text that no spreadsheet takes for a formula: without '@' at its start"),
        ("a\n+1", "row 2: '+1'; expected text that no spreadsheet takes for a formula: without '+' at its start"),
        ("a\n-1-1", "row 2: '-1-1'; expected text that no spreadsheet takes for a formula"),
        ("a\n =1", "row 2: ' =1'; expected text that no spreadsheet takes for a formula"),
        ("\ufeff=1", "row 1: '\\uFEFF=1'; expected text without the character U+FEFF"),
        ('a\n"b"c', "the values of a picture are no CSV"),
        ("a" * 200_000, "the values of a picture are no CSV: field larger than field limit"),
    ],
)
def test_values_of_a_picture_are_no_formulas(told, values, said, usual_limit):
    (fault,) = told(whole(code(outputs=[picture(SVG.format(""), FIGURE, values)])))
    assert said in fault


def test_values_of_a_picture_may_be_negative_or_small(told):
    values = 'a,b\n-0.123456789012345,-1.5e-07\n,"x\ny – z"'
    assert told(whole(code(outputs=[picture(SVG.format(""), FIGURE, values)]))) == []


def test_too_much_is_refused(told):
    (fault,) = told(whole(code(outputs=[shown({"text/plain": "x" * 2_000_001})])))
    assert fault == "99-x.ipynb: outputs of 2.0 million bytes; expected at most 2 million"


@pytest.mark.parametrize("name", ["notes.ipynb", "01 round.ipynb", "01-Round.ipynb", ".01-x.ipynb", "01-x-Copy1.ipynb"])
def test_odd_names_are_refused(told, name):
    assert told(whole(), name)[0].startswith(f"{name}: a notebook is named by two digits and small letters")


def test_all_faults_are_told_at_once(told):
    output = {"output_type": "stream", "name": "stdout", "text": "z"}
    bad = whole(code("%x"), code("!y", id="three", outputs=[output], execution_count=2))
    assert [fault.split(" (")[0] for fault in told(bad)] == [
        "99-x.ipynb: cell 2",
        "99-x.ipynb: cell 3",
        "99-x.ipynb: cell 3",
    ]


def test_another_kernel_than_that_of_a_run_is_told(told):
    metadata = {"kernelspec": {**notebook.METADATA["kernelspec"], "name": "ir"}}
    (fault,) = told({**whole(), "metadata": metadata})
    assert fault == "99-x.ipynb: kernelspec is not what a run writes (python3); run: python -m wsis20 run --all"
    assert told({**whole(), "metadata": copy.deepcopy(notebook.METADATA)}) == []


@pytest.mark.parametrize(("cell", "result"), [(None, 1), (17, 1), (1, 17), (2, 2)])
def test_cells_that_were_not_run_in_their_order_are_told(told, cell, result):
    output = {**shown({"text/plain": "2"}), "output_type": "execute_result", "execution_count": result}
    (fault,) = told(whole(code(outputs=[output], execution_count=cell)))
    assert fault == "99-x.ipynb: cell 2 (1 + 1): was not run as code 1; run: python -m wsis20 run --all"


def test_spoiled_outputs_do_not_keep_a_notebook_from_being_run(tmp_path):
    path = tmp_path / "99-x.ipynb"
    path.write_text(json.dumps(whole(code(outputs=[{"output_type": 7}], execution_count="x"))))
    with pytest.raises(Refusal, match=r"cell 2 \(1 \+ 1\)"):
        notebook.read(path)
    assert notebook.to_run(path)["cells"][1]["outputs"] == []


def test_words_of_a_cell_cannot_command_a_terminal(told):
    (fault,) = told(whole(code("\x1b]0;x\x07 = (")))
    assert fault.isprintable()


def spoiled(value, chance):
    """Return a value of JSON with one entry of it, at any depth, replaced, removed or doubled."""
    odd = (None, True, -1, 1e300, "", "\u202e", "x" * 50, [], {}, [[]], {"a": None}, "\ud800")
    if isinstance(value, dict) and value and chance.random() < 0.9:
        key = chance.choice(sorted(value))
        if chance.random() < 0.1:
            return {name: entry for name, entry in value.items() if name != key}
        return {**value, key: spoiled(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.9:
        place = chance.randrange(len(value))
        if chance.random() < 0.1:
            return [*value, value[place]]
        return [*value[:place], spoiled(value[place], chance), *value[place + 1 :]]
    return copy.deepcopy(chance.choice(odd))


@pytest.mark.parametrize("seed", range(20))
def test_no_notebook_gives_a_traceback(tmp_path, seed):
    chance = random.Random(seed)
    good = whole(
        code(outputs=[shown({"image/svg+xml": SVG.format("<g/>"), "text/plain": ["1"]}, FIGURE)]),
        code("2", id="three", outputs=[{"output_type": "stream", "name": "stdout", "text": ["z"]}]),
    )
    path = tmp_path / "99-x.ipynb"
    for _ in range(10):
        path.write_text(json.dumps(spoiled(good, chance)), encoding="utf-8")
        assert all(fault.startswith("99-x.ipynb") for fault in notebook.faults(path))
        text = list(json.dumps(good))
        for _ in range(3):
            text[chance.randrange(len(text))] = chance.choice(string.printable)
        path.write_text("".join(text), encoding="utf-8")
        assert all(fault.startswith("99-x.ipynb") for fault in notebook.faults(path))


def test_format_is_that_which_nbformat_writes():
    made = nbformat.v4.new_notebook()
    assert (made.nbformat, made.nbformat_minor) == notebook.FORMAT
