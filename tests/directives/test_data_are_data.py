"""The five ways in which text of the data once did something, each a test that was red."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.nodes import is_smartquotable
from wsis20 import documentation, project
from wsis20.tables import Link
from wsis20_sphinx import inline, records
from wsis20_sphinx.directives import codebook, fields

COMMAND = "{{ cycler.__init__.__globals__.os.popen('id').read() }}"
SCRIPT = "<script>alert(1)</script><style>x</style><form action='https://example.org'><img src=x onerror=alert(1)>"
LINK = "[x](javascript:alert(1)) [y](data:text/html,x) <vbscript:x>"
FILE = "{download}`x <../../../etc/passwd>` ![x](../../etc/passwd) ```{include} /etc/passwd```"


@pytest.mark.parametrize("text", [COMMAND, SCRIPT, LINK, FILE])
def test_a_cell_that_is_markup_elsewhere_is_one_piece_of_text(text):
    (paragraph,) = inline.block(text, SimpleNamespace())
    assert [type(child) for child in paragraph.children] == [nodes.Text]
    assert paragraph.astext() == text.replace("t'", "t’").replace("d'", "d’").replace("g'", "g’")
    assert is_smartquotable(paragraph.children[0]) is False


@pytest.mark.parametrize("text", [COMMAND, SCRIPT, LINK, FILE])
def test_text_of_a_schema_stays_text_with_names_set_apart(text):
    kinds = {type(node) for node in inline.with_literals(text)}
    assert kinds <= {nodes.Text, nodes.literal}


@pytest.mark.slow
def test_no_text_of_the_data_is_set_in_quotation_marks_dashes_or_dots_of_print(tmp_path, monkeypatch):
    told = '"one" -- two ...'
    themes = records.package()["themes"].assign(label=told)
    monkeypatch.setattr(codebook, "package", lambda: dict(records.package()) | {"themes": themes})
    monkeypatch.setattr(fields, "definitions", lambda field: {f"{told} term": f"{told} `b` meaning"})
    cited = project.citation() | {"title": told}
    monkeypatch.setattr(project, "citation", lambda: cited)
    known = records.labels
    monkeypatch.setattr(
        records, "labels", lambda kind: {key: one._replace(label=told) for key, one in known(kind).items()}
    )
    concerns = ["records", *(f"directives.{name}" for name in ("codebook", "fields", "citation"))]
    (tmp_path / "conf.py").write_text(f"extensions = {[f'wsis20_sphinx.{name}' for name in concerns]}")
    page = 'Page\n====\n\nProse "set" :theme:`gender`.\n\n.. vocabulary:: a.b\n\n.. citation::\n\n.. codebook::\n'
    (tmp_path / "index.rst").write_text(page)
    with patch_docutils(), docutils_namespace():
        app = Sphinx(tmp_path, tmp_path, tmp_path / "out", tmp_path / "trees", "html", status=None)
        app.builder.read()
    document = app.env.get_doctree("index")
    counts = {nodes.title: len(themes), nodes.term: 1, nodes.definition: 1, pending_xref: len(themes) + 1}
    for kind, count in counts.items():
        assert sum(told in node.astext() for node in document.findall(kind)) >= count, kind
    assert len([node for node in document.findall(nodes.paragraph) if f"). {told}. Version" in node.astext()]) == 1
    assert "Prose “set”" in document.astext()


def test_links_of_a_cell_come_from_the_project_alone():
    document = new_document("x")
    document.settings.env = SimpleNamespace(docname="book/x", doc2path=lambda name: name)
    with pytest.raises(ExtensionError, match="there is no page 'x' in the data package"):
        inline.inline([inline.Link("page", "x")], document)


def test_texts_of_the_data_are_no_markup_in_the_generated_files():
    assert documentation.plain("<script> [x](javascript:y) *z* a|b") == (r"\<script\> \[x\](javascript:y) \*z\* a\|b")
    assert documentation.plain("`held` or <b>") == r"`held` or \<b\>"


def test_a_link_to_a_work_needs_no_role_before_it_on_the_page():
    """MyST gives a reporter what roles ask of it, when it meets the first role of a page."""
    document, seen = new_document("page"), []

    def role(*given):
        seen.append(given[4].reporter.get_source_and_line(7))
        return [nodes.reference()], []

    document.settings.env = SimpleNamespace(get_domain=lambda name: SimpleNamespace(roles={"t": role}))
    inline.work(Link("source", "cstd2024progress"), document)
    assert seen == [("page", 7)]
