"""Pages say how long and how large the PDFs are that they offer."""

from __future__ import annotations

import pikepdf
import pytest
from wsis20.commands.build import offers, state

PLACES = (
    '<p><span class="facts report"></span> <span class="facts annex"></span> <span class="other report"></span></p>'
)


@pytest.fixture
def folder(tmp_path):
    """Return a folder with a page and two PDFs, of one page and of two."""
    for pages, path in enumerate(state.PDFS.values(), 1):
        pdf = pikepdf.new()
        for _ in range(pages):
            pdf.add_blank_page()
        pdf.save(tmp_path / path.name)
    (tmp_path / "index.html").write_text(PLACES, "utf-8")
    return tmp_path


def test_each_place_says_what_its_pdf_is(folder):
    offers.fill_in(folder)
    page = (folder / "index.html").read_text("utf-8")
    assert '<span class="facts report">1 page, 0.0 MB</span>' in page
    assert '<span class="facts annex">2 pages, 0.0 MB</span>' in page
    assert '<span class="other report"></span>' in page


def test_what_was_filled_is_filled_anew(folder):
    offers.fill_in(folder)
    (folder / state.ANNEX.name).write_bytes((folder / state.REPORT.name).read_bytes())
    offers.fill_in(folder)
    assert '<span class="facts annex">1 page, 0.0 MB</span>' in (folder / "index.html").read_text("utf-8")


def test_page_without_a_place_needs_no_pdf(tmp_path):
    (tmp_path / "index.html").write_text("<p>x</p>", "utf-8")
    offers.fill_in(tmp_path)
    assert (tmp_path / "index.html").read_text("utf-8") == "<p>x</p>"
