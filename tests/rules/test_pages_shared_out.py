"""Pages that are read and written in processes of their own: the same pages, and the same words for what is wrong."""

from __future__ import annotations

import pytest
from everywhere import Everywhere
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import docutils_namespace, patch_docutils
from wsis20_sphinx.html import addresses

PAGES = [f"page-{number}" for number in range(2 * addresses.FEW)]


def built(folder, words: str, shared_out: bool) -> dict[str, str]:
    """Return the pages of a book: the last one has these words, the others a link to a theme."""
    folder.mkdir()
    (folder / "conf.py").write_text("extensions = ['wsis20_sphinx.html.addresses', 'wsis20_sphinx.records']")
    (folder / "index.rst").write_text("Index\n=====\n\n.. toctree::\n\n   " + "\n   ".join(PAGES))
    for name in PAGES:
        told = words if name == PAGES[-1] else ":theme:`gender`"
        (folder / f"{name}.rst").write_text(f"Page\n====\n\n{told}\n")
    with pytest.MonkeyPatch.context() as patch, patch_docutils(), docutils_namespace():
        patch.setattr(addresses, "many", lambda docnames: shared_out)
        app = Sphinx(folder, folder, folder / "out", folder / "trees", "html", status=None, warning=None)
        app.add_directive("everywhere", Everywhere)
        app.build()
    return {name: (folder / "out" / f"{name}.html").read_text("utf-8") for name in ("index", *PAGES)}


@pytest.mark.parametrize("shared_out", [True, False])
def test_what_is_wrong_is_told_in_the_same_words(tmp_path, shared_out):
    with pytest.raises(ExtensionError, match=r"page-9.rst:4: there is no message 'africa-nine' in the data package$"):
        built(tmp_path / "book", ":msg:`africa-nine`", shared_out)


def test_the_pages_are_the_same_and_know_of_one_another(tmp_path):
    shared = built(tmp_path / "shared", ".. everywhere::", shared_out=True)
    assert shared == built(tmp_path / "one by one", ".. everywhere::", shared_out=False)
    assert 'href="page-9.html#gender"' in shared["page-0"]
    assert 'id="gender"' in shared["page-9"]
