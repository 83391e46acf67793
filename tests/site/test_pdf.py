"""The PDF: accessible, complete, and the same book as the web pages."""

from __future__ import annotations

import itertools
import re

import pikepdf
import pypdfium2
import pytest
import yaml
from bs4 import BeautifulSoup
from myst_nb.core.render import get_mime_priority
from sphinx.config import Config
from wsis20 import datapackage, notebook, project, tables, words
from wsis20_sphinx import figures, outputs
from wsis20_sphinx.pdf.builder import TypstBuilder

MILLIMETRE = 25.4 / 72  # of a point
FIGURES = [name for path in project.notebooks() for name in figures.data_behind(path)]


@pytest.fixture(scope="module")
def pdf(pdf_path):
    with pikepdf.open(pdf_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def elements(pdf):
    """Return the elements of the structure tree as pairs of tag and dictionary."""
    found = []

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append((str(node.S), node))
            if "/K" in node:
                walk(node.K)

    walk(pdf.Root.StructTreeRoot.K)
    return found


@pytest.fixture(scope="module")
def text(pdf):
    """Return the words that the pages draw, by way of the fonts' own tables."""
    return " ".join(" ".join(page_words(page)) for page in pdf.pages)


def page_words(page):
    """Yield the strings that a page shows, decoded through the ToUnicode maps of its fonts."""
    maps = {str(name): to_unicode(font) for name, font in page.Resources.get("/Font", {}).items()}
    current = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            current = maps[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            parts = operands[0] if str(operator) == "TJ" else [operands[0]]
            glyphs = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
            yield "".join(current.get(glyphs[i : i + 2], "") for i in range(0, len(glyphs), 2))


def to_unicode(font):
    """Return the map from two-byte codes to characters of a font."""
    lines = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"^<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>$", lines, re.MULTILINE)
    return {bytes.fromhex(code): bytes.fromhex(value).decode("utf-16-be") for code, value in pairs}


def test_pdf_takes_the_forms_of_an_output_that_the_book_shows():
    config = Config()
    outputs.prefer(None, config)
    chosen = get_mime_priority(TypstBuilder.name, config.nb_mime_priority_overrides)
    assert [kind for kind in chosen if "/" in kind] == [tables.MIME, notebook.PICTURE]  # MyST-NB has an example


def test_pdf_claims_ua_1_and_has_what_that_needs(pdf):
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "WSIS+20: What the Regions Said"
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang).startswith("en")
    assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_date_is_that_of_the_release(pdf):
    assert str(pdf.docinfo.CreationDate).startswith(f"D:{project.release_date():%Y%m%d}000000")


def test_every_figure_has_its_alternative_text(elements):
    alts = [str(element.get("/Alt", "")) for tag, element in elements if tag == "/Figure"]
    assert len(alts) == len(FIGURES)
    assert all(len(alt) > 40 for alt in alts)


def test_words_of_figures_can_be_found(pdf_path):
    with pypdfium2.PdfDocument(pdf_path) as document:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
    for said in ("Left out, among other themes:", "said what a key message says, or a part of it", "Calls on record"):
        assert said in text


def test_tables_have_heads_of_columns_and_rows(elements, site):
    tags = [tag for tag, _ in elements]
    html = [BeautifulSoup(path.read_text("utf-8"), "html.parser") for path in site.glob("*.html")]
    assert tags.count("/Table") == sum(len(page.select("article table")) for page in html) > 0
    assert tags.count("/THead") == tags.count("/Table")
    scopes = {scope for tag, element in elements if tag == "/TH" for scope in scopes_of(element)}
    assert scopes == {"/Column", "/Row"}


def scopes_of(element):
    """Yield the scopes among the attributes of an element, which are one dictionary or several."""
    attributes = element.get("/A", [])
    for entry in attributes if isinstance(attributes, pikepdf.Array) else [attributes]:
        if "/Scope" in entry:
            yield str(entry.Scope)


@pytest.fixture(scope="module")
def lines(pdf_path):
    """Return the pages of the PDF as lists of pieces of lines: left, bottom, right, top (points) and text."""
    with pypdfium2.PdfDocument(pdf_path) as document:
        return [list(pieces(page)) for page in document]


def pieces(page):
    """Yield where a page has text, from left to right."""
    text = page.get_textpage()
    for box in sorted(text.get_rect(number) for number in range(text.count_rects())):
        yield *box, text.get_text_bounded(*box)


def test_no_word_leaves_the_margins(lines):
    left, right = 20 / MILLIMETRE, (210 - 20) / MILLIMETRE
    beyond = [
        (number, text)
        for number, page in enumerate(lines, 1)
        for start, _, end, _, text in page
        if start < left - 1 or end > right + 1
    ]
    assert beyond == []


def test_no_word_lies_on_another(lines):
    """Words that are too long for their column of a table run into the next."""
    colliding = []
    for number, page in enumerate(lines, 1):
        for (_, low, end, high, text), (start, bottom, _, top, other) in itertools.combinations(page, 2):
            if start < end - 1.5 and min(high, top) - max(low, bottom) > 2.5:
                colliding.append((number, text, other))
    assert colliding == []


def test_outline_has_every_part_and_chapter_and_their_sections(pdf, site):
    def title(file):
        page = BeautifulSoup((site / f"{file.rpartition('/')[2]}.html").read_text("utf-8"), "html.parser")
        return page.select_one("article h1").get_text().rstrip("#")

    contents = yaml.safe_load((project.ROOT / "_toc.yml").read_text("utf-8"))
    expected = {part["caption"]: [title(chapter["file"]) for chapter in part["chapters"]] for part in contents["parts"]}
    with pdf.open_outline() as outline:
        first, *parts = outline.root
        assert first.title == title(contents["root"])
        assert {part.title: [chapter.title for chapter in part.children] for part in parts} == expected
        chapters = {chapter.title: chapter for part in parts for chapter in part.children}
    assert chapters["Who spoke"].children[-1].title == "Known limitations"


def test_every_link_leads_to_a_page_or_an_address(pdf):
    pages = {page.objgen for page in pdf.pages}
    internal = 0
    for page in pdf.pages:
        for annotation in page.get("/Annots", []):
            if annotation.Subtype != "/Link":
                continue
            if "/A" in annotation and annotation.A.S == "/URI":
                assert re.match(r"https?://", str(annotation.A.URI))
                continue
            target = annotation.get("/Dest", annotation.get("/A", {}).get("/D"))
            if isinstance(target, pikepdf.String | pikepdf.Name):
                target = named_destination(pdf, target)
            assert target[0].objgen in pages
            internal += 1
    assert internal > 50


def named_destination(pdf, name):
    """Return the array behind a named destination."""
    found = pikepdf.NameTree(pdf.Root.Names.Dests)[str(name)]
    return found.D if isinstance(found, pikepdf.Dictionary) else found


def test_references_to_other_chapters_have_the_page(pdf, text):
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}  # as printed: the cover is the first
    with pdf.open_outline() as outline:
        chapters = {chapter.title: chapter for part in outline.root for chapter in part.children}
    told = re.findall(r"([A-Z][^.()]*?)\(p\.(\d+)\)", text.replace(" ", "").replace("\N{NO-BREAK SPACE}", ""))
    packed = {title.replace(" ", ""): numbers[destination(pdf, item)] for title, item in chapters.items()}
    found = {(name, int(page)) for name, page in told if name in packed}
    assert {name for name, _ in found} >= {"Theroundofconsultations", "WhosaidwhatinAstana", "Sourcesandmethod"}
    assert [(name, page) for name, page in found if page != packed[name]] == []


def destination(pdf, item):
    """Return the page that an item of the outline leads to."""
    target = item.destination if item.destination is not None else item.action.D
    target = named_destination(pdf, target) if isinstance(target, pikepdf.String | pikepdf.Name) else target
    return target[0].objgen


def test_every_font_is_embedded(pdf):
    fonts = {}
    for page in pdf.pages:
        for font in page.Resources.get("/Font", {}).values():
            (descendant,) = font.DescendantFonts
            fonts[str(descendant.BaseFont)] = descendant.FontDescriptor
    assert fonts
    for name, descriptor in fonts.items():
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()), name


def test_glued_numbers_are_in_the_text(text):
    packed = text.replace(" ", "")
    layers = datapackage.load("messages")["messages"]["layer"]
    assert f"Of{(layers == 'statement').sum()}statementsmadeinAstana" in packed
    report = datapackage.load("documents")["documents"].set_index("document_id").loc["progress-report"]
    assert f"By{words.day(report['document_date']).replace(' ', '')}(theyearisinferred)," in packed


def test_every_message_is_in_the_pdf(text):
    packed = text.replace(" ", "")
    assert [key for key in datapackage.load("messages")["messages"]["message_id"] if key not in packed] == []


def test_captions_have_the_numbers_of_the_web_pages(text, site):
    packed = re.sub(r"\W", "", text)
    told = 0
    for path in sorted(site.glob("*.html")):
        for number in BeautifulSoup(path.read_text("utf-8"), "html.parser").select("article .caption-number"):
            caption = number.find_parent(["figcaption", "caption"]).get_text().replace("#", "")
            assert re.sub(r"\W", "", caption)[:50] in packed, caption
            told += 1
    assert told > len(FIGURES)


@pytest.mark.parametrize("remains", ["{msg}", "glue:", "objectat0x", "<table", "None·"])
def test_nothing_is_left_unresolved(text, remains):
    assert remains not in text.replace(" ", "")
