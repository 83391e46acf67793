"""Registers on a page of their own: where the book stops and the data go on."""

from __future__ import annotations

import re

import pytest
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import docutils_namespace, patch_docutils
from wsis20 import project
from wsis20_sphinx import records

REGISTERS = ("provision", "message", "note", "speaker", "consultation")
PAGE = "Page\n====\n\nSee :provision:`{key}`.\n\n" + "".join(f".. {name}-register::\n\n" for name in REGISTERS)
PAGE += ".. codebook::\n"


def built(folder, monkeypatch, shown: int, register: bool = True) -> str:
    """Return a page with a link to the last provision, and the register of provisions with so many rows at most."""
    monkeypatch.setattr(records, "SHOWN", shown)
    names = ("records", "directives.registers", "directives.citation", "directives.codebook")
    extensions = [f"wsis20_sphinx.{name}" for name in names]
    works = str(project.BOOK / "references.bib")
    settings = f"extensions = {[*extensions, 'sphinxcontrib.bibtex']}\nbibtex_bibfiles = [{works!r}]"
    (folder / "conf.py").write_text(settings)
    page = PAGE.format(key=records.package()["provisions"]["provision_id"].iloc[-1])
    (folder / "index.rst").write_text(page if register else page.partition("..")[0])
    with patch_docutils(), docutils_namespace():
        app = Sphinx(folder, folder, folder / "out", folder / "trees", "html", status=None, warning=None)
        app.build()
    return (folder / "out" / "index.html").read_text("utf-8")


def test_a_long_register_says_where_it_stops(tmp_path, monkeypatch):
    every = len(records.package()["provisions"])
    page = built(tmp_path, monkeypatch, 3)
    assert f"The first 3 of {every}; all are in the data package. n = 3." in page
    assert len(re.findall(r'class="record[^>]*id="res-', page)) == 3
    assert "See <a" not in page  # the words of the link stand there, and lead nowhere


def test_a_record_that_no_register_has_stops_the_build(tmp_path, monkeypatch):
    with pytest.raises(ExtensionError, match="in the data but not in a register"):
        built(tmp_path, monkeypatch, 2_000, register=False)
