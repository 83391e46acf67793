"""The PDF: accessible, complete, and the same book as the web pages."""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from contextlib import ExitStack

import numpy as np
import pikepdf
import pypdfium2
import pytest
import yaml
from bs4 import BeautifulSoup
from myst_nb.core.render import get_mime_priority
from sphinx.config import Config
from wsis20 import datapackage, notebook, project, tables, words
from wsis20_sphinx import figures, imprint, outputs, records
from wsis20_sphinx.pdf import documents
from wsis20_sphinx.pdf.builder import TypstBuilder

MILLIMETRE = 25.4 / 72  # of a point
FIGURES = [name for path in project.notebooks() for name in figures.drawn(path)]
SETTINGS = yaml.safe_load((project.ROOT / "_config.yml").read_text("utf-8"))["sphinx"]["config"]
INNER, OUTER, HEAD, FOOT = 33, 27, 23, 20  # margins of a page, as book.typ has them
HOLE = 25  # millimetres of white that a page may have over something drawn
LITTLE = 0.15  # of the last page of a chapter: a few lines that a page is turned for
NAMES = ("report", "annex")
BREAKING = " \N{NO-BREAK SPACE}\n\r"


@pytest.fixture(scope="module")
def pdfs(pdf_paths):
    with ExitStack() as stack:
        yield {name: stack.enter_context(pikepdf.open(path)) for name, path in pdf_paths.items()}


@pytest.fixture(scope="module", params=NAMES)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def pdf(pdfs, name):
    return pdfs[name]


@pytest.fixture(scope="module")
def elements(pdf):
    """Return the elements of the structure tree as pairs of tag and dictionary, in reading order."""
    return list(walk(pdf.Root.StructTreeRoot.K))


def walk(node):
    """Yield an element and all below it."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from walk(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S), node
        if "/K" in node:
            yield from walk(node.K)


@pytest.fixture(scope="module")
def texts(pdfs):
    """Return the words that the pages of each PDF draw, by way of the fonts' own tables, without spaces."""
    return {
        name: packed("".join(word for page in pdf.pages for word in page_words(page))) for name, pdf in pdfs.items()
    }


@pytest.fixture(scope="module")
def text(texts, name):
    return texts[name]


def packed(words):
    """Return words without what parts them."""
    return words.translate(dict.fromkeys(map(ord, BREAKING)))


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


def test_pdf_claims_ua_1_and_has_what_that_needs(pdf, name):
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == f"WSIS+20: What the Regions Said – {name.capitalize()}"
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang).startswith("en")
    assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_catalogues_find_subject_keywords_author_and_language(pdf):
    cited = project.citation()
    with pdf.open_metadata() as metadata:
        assert metadata["dc:description"] == " ".join(cited["abstract"].split())
        assert metadata["pdf:Keywords"] == ", ".join(cited["keywords"])
        assert metadata["dc:creator"] == [author["name"] for author in cited["authors"]]
        assert metadata["dc:language"] == {"en"}
        assert metadata["xmp:CreateDate"].startswith(project.release_date().isoformat())


def test_date_is_that_of_the_release(pdf):
    assert str(pdf.docinfo.CreationDate).startswith(f"D:{project.release_date():%Y%m%d}000000")


# The structure, judged by what the pages draw and not by what wrote it

PAINTS = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh", "EI", "INLINE IMAGE"}


def marks(page):
    """Yield what a page paints: the operator and the marked content that it stands in, as pairs of tag and number."""
    around = []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) in ("BDC", "BMC"):
            properties = operands[1] if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) else {}
            around.append((str(operands[0]), properties.get("/MCID")))
        elif str(operator) == "EMC":
            around.pop()
        elif str(operator) in PAINTS:
            yield str(operator), list(around)


def test_all_that_pages_paint_is_tagged_or_said_to_be_an_artifact(pdf):
    for number, page in enumerate(pdf.pages, 1):
        for operator, around in marks(page):
            tagged = [tag for tag, content in around if content is not None or tag == "/Artifact"]
            assert tagged, f"page {number} paints by {operator} outside all tags"


def test_every_piece_of_a_page_belongs_to_one_element_and_every_element_to_a_page(pdf, elements):
    held = Counter(piece for _, element in elements for piece in pieces_of(element))
    drawn = {
        (page.objgen, int(content))
        for page in pdf.pages
        for _, around in marks(page)
        for _, content in around
        if content is not None
    }
    assert {piece for piece, times in held.items() if times > 1} == set()
    assert drawn - held.keys() == set()


def pieces_of(element):
    """Yield the pieces of pages that an element holds itself: page and number."""
    below = element.get("/K", [])
    for piece in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(piece, pikepdf.Dictionary) and "/MCID" in piece:
            yield piece.get("/Pg", element.get("/Pg")).objgen, int(piece.MCID)
        elif not isinstance(piece, pikepdf.Dictionary):
            yield element.Pg.objgen, int(piece)


def test_headings_leave_no_level_out(elements):
    levels = [int(tag[2:]) for tag, _ in elements if re.fullmatch(r"/H[1-6]", tag)]
    assert levels[0] == 1
    assert [pair for pair in itertools.pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_every_link_is_tagged_and_says_where_it_leads(pdf, elements):
    tagged = {
        piece.Obj.objgen
        for tag, element in elements
        if tag == "/Link"
        for piece in (element.K if isinstance(element.K, pikepdf.Array) else [element.K])
        if isinstance(piece, pikepdf.Dictionary) and piece.get("/Type") == "/OBJR"
    }
    for page in pdf.pages:
        links = [annotation for annotation in page.get("/Annots", []) if annotation.Subtype == "/Link"]
        assert not links or page.Tabs == "/S"
        for link in links:
            assert link.objgen in tagged
            assert str(link.get("/Contents", "")).strip()


def test_every_figure_has_its_alternative_text(pdfs):
    told = {
        name: [str(element.get("/Alt", "")) for tag, element in walk(pdf.Root.StructTreeRoot.K) if tag == "/Figure"]
        for name, pdf in pdfs.items()
    }
    assert len(told["report"]) == len(FIGURES)
    assert all(len(alt) > 40 for alts in told.values() for alt in alts)


def test_words_of_figures_can_be_found(pdf_paths):
    with pypdfium2.PdfDocument(pdf_paths["report"]) as document:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
    for said in (
        "are only on its",
        "A bar marks a call. In the resolution:",
        "Calls on record",
    ):
        assert said in text


def test_tables_have_heads_of_columns_and_rows(pdfs, site):
    tags = [tag for pdf in pdfs.values() for tag, _ in walk(pdf.Root.StructTreeRoot.K)]
    web = {name.rpartition("/")[2] for name in SETTINGS["typst_web"]}
    printed = [path for path in site.glob("*.html") if path.stem not in web]
    html = [BeautifulSoup(path.read_text("utf-8"), "html.parser") for path in printed]
    assert tags.count("/Table") == sum(len(page.select("article table")) for page in html) > 0
    assert tags.count("/THead") == tags.count("/Table")


def test_every_head_of_a_table_says_what_it_is_the_head_of(elements):
    scopes = [list(scopes_of(element)) for tag, element in elements if tag == "/TH"]
    assert all(len(own) == 1 for own in scopes)
    assert {scope for own in scopes for scope in own} == {"/Column", "/Row"}


def scopes_of(element):
    """Yield the scopes among the attributes of an element, which are one dictionary or several."""
    attributes = element.get("/A", [])
    for entry in attributes if isinstance(attributes, pikepdf.Array) else [attributes]:
        if "/Scope" in entry:
            yield str(entry.Scope)


# How it is set


@pytest.fixture(scope="module")
def opened(pdf_paths, name):
    with pypdfium2.PdfDocument(pdf_paths[name]) as document:
        yield document


@pytest.fixture(scope="module")
def lines(opened):
    """Return the pages of the PDF as lists of pieces of lines: left, bottom, right, top (points) and text."""
    return [list(pieces(page)) for page in opened]


def pieces(page):
    """Yield where a page has text, from left to right."""
    text = page.get_textpage()
    for box in sorted(text.get_rect(number) for number in range(text.count_rects())):
        yield *box, text.get_text_bounded(*box)


def test_no_word_leaves_the_margins_which_are_mirrored(lines):
    beyond = []
    for number, page in enumerate(lines[1:], 2):  # the cover has its own
        left, right = (INNER, OUTER) if number % 2 else (OUTER, INNER)
        for start, _, end, _, text in page:
            past = 12 if text.endswith(" ") else 2  # the space at which a line is broken, or a mark that hangs over
            if start < left / MILLIMETRE - 1 or end > (210 - right) / MILLIMETRE + past:
                beyond.append((number, text))
    assert beyond == []


def test_no_word_lies_on_another(lines):
    """Words that are too long for their column of a table run into the next."""
    colliding = []
    for number, page in enumerate(lines, 1):
        for (_, low, end, high, text), (start, bottom, _, top, other) in itertools.combinations(page, 2):
            joined = text == other and bottom - low > 1  # two letters that are one sign, such as Qu
            if start < end - 1.5 and min(high, top) - max(low, bottom) > 2.5 and not joined:
                colliding.append((number, text, other))
    assert colliding == []


def test_no_page_is_less_than_half_full_but_the_last_of_a_chapter(opened, openings):
    ends = {number - 1 for number in openings} | {len(opened)}  # that of the contents among them
    filled = {number: fill(page) for number, page in enumerate(opened, 1)}
    assert {number: part for number, part in filled.items() if part < 0.5 and number not in ends} == {}


def test_no_chapter_spills_over_to_a_page_that_holds_little(opened, openings, name):
    if name == "report":
        chapters = sorted(openings)[: len(project.notebooks()) + 1]
        filled = {after - 1: fill(opened[after - 2]) for after in chapters[1:]}
        assert {number: round(part, 2) for number, part in filled.items() if part < LITTLE} == {}


def test_no_page_has_a_hole(opened, openings):
    held = {number: hole(page) for number, page in enumerate(opened, 1) if number >= min(openings)}
    assert {number: round(white) for number, white in held.items() if white > HOLE} == {}


def inked(page):
    """Return for each line of pixels between the head and the foot of a page whether something is drawn on it."""
    grey = np.asarray(page.render(scale=1, grayscale=True).to_pil())
    return (grey[round(HEAD / MILLIMETRE) : round((297 - FOOT) / MILLIMETRE) + 1] < 200).any(axis=1)


def fill(page):
    """Return how far down the ink on a page reaches: 0 at the head of the text, 1 at its foot."""
    lines = inked(page)
    return float((np.flatnonzero(lines).max(initial=0) + 1) / len(lines))


def hole(page):
    """Return the height of the largest white band over something drawn on a page (millimetres)."""
    return float(np.diff(np.flatnonzero(inked(page)), prepend=0).max(initial=0)) * MILLIMETRE


def test_a_page_filled_to_its_middle_is_measured_so(tmp_path):
    import typst

    half = (297 - HEAD - FOOT) / 2
    source = (
        f'#set page(paper: "a4", margin: 0mm)\n#place(dy: {HEAD}mm, rect(width: 9mm, height: {half}mm, fill: black))'
    )
    (tmp_path / "page.pdf").write_bytes(typst.compile(source.encode()))
    with pypdfium2.PdfDocument(tmp_path / "page.pdf") as document:
        assert fill(document[0]) == pytest.approx(0.5, abs=0.01)
        assert hole(document[0]) < 1


def test_a_hole_is_measured_over_what_stands_below_it(tmp_path):
    import typst

    source = (
        f'#set page(paper: "a4", margin: 0mm)\n#place(dy: {HEAD + 40}mm, rect(width: 9mm, height: 9mm, fill: black))'
    )
    (tmp_path / "page.pdf").write_bytes(typst.compile(source.encode()))
    with pypdfium2.PdfDocument(tmp_path / "page.pdf") as document:
        assert hole(document[0]) == pytest.approx(40, abs=1)


def test_no_figure_stands_before_the_heading_of_its_section(pdfs, pdf_paths, site):
    """A figure for which its page has no room moves on, and never back."""
    captions = places_of_captions(pdfs["report"], pdf_paths["report"])
    with pdfs["report"].open_outline() as outline:
        chapters = {chapter.title: places_of_sections(pdfs["report"], chapter) for chapter in outline.root}
    early = []
    for path in sorted(site.glob("0*.html")):
        article = BeautifulSoup(path.read_text("utf-8"), "html.parser").select_one("article")
        sections = chapters[article.h1.get_text().rstrip("#")]
        for figure in article.select("figure"):
            number = packed(figure.select_one(".caption-number").get_text())
            above = figure.find_previous("h2").get_text().rstrip("#")
            early += [number] if captions[number] < sections[above] else []
    assert len(captions) == len(FIGURES)
    assert early == []


def places_of_captions(pdf, path):
    """Return where the caption of each figure stands, and no link to it: the page, and how far down."""
    found = {}
    with pypdfium2.PdfDocument(path) as document:
        for number, (page, drawn) in enumerate(zip(pdf.pages, document, strict=True)):
            links = [[float(side) for side in link.Rect] for link in page.get("/Annots", [])]
            for left, low, _, high, text in pieces(drawn):
                middle = left + 1, (low + high) / 2
                linked = any(x <= middle[0] <= right and y <= middle[1] <= top for x, y, right, top in links)
                if (told := re.match(r"Fig\.\s\d+", text)) and not linked:
                    found[packed(told[0])] = number, -low
    return found


def places_of_sections(pdf, chapter):
    """Return where the sections of a chapter begin: the page, and how far down."""
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
    found = {}
    for item in chapter.children:
        target = item.destination if item.destination is not None else item.action.D
        target = named_destination(pdf, target) if isinstance(target, pikepdf.String | pikepdf.Name) else target
        found[item.title] = numbers[target[0].objgen], -float(target[3])
    return found


@pytest.fixture(scope="module")
def openings(pdf, name):
    """Return the numbers of the pages that a chapter after the contents opens on."""
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}  # as printed: the cover is the first
    with pdf.open_outline() as outline:
        items = [child for item in outline.root for child in [item, *item.children]]
        chapters = {"report": list(outline.root)[1:], "annex": items}[name]
        return {numbers[destination(pdf, item)] for item in chapters}


def test_no_heading_is_the_last_line_of_a_page(pdf, lines, openings):
    with pdf.open_outline() as outline:
        titles = {packed(item.title) for item in below(outline.root)}
    foot = (FOOT - 2) / MILLIMETRE
    for number, page in enumerate(lines[min(openings) :], min(openings) + 1):  # what is before are contents
        in_text = [line for line in page if line[1] > foot and line[3] < (297 - HEAD + 6) / MILLIMETRE]
        if in_text:
            _, lowest, *_ = min(in_text, key=lambda line: line[1])
            last = [line for line in in_text if line[1] < lowest + 3]
            flush = (
                last[0][0] < (INNER if number % 2 else OUTER) / MILLIMETRE + 2
            )  # what stands in a cell is no heading
            assert not flush or packed("".join(line[4] for line in last)) not in titles, f"page {number}"


def below(items):
    """Yield items of an outline and all below them."""
    for item in items:
        yield item
        yield from below(item.children)


def test_a_number_stays_on_the_line_of_what_it_counts(opened):
    broken = [
        (number, found[0])
        for number, page in enumerate(opened, 1)
        for found in re.finditer(r"\bn\s*[\r\n]+\s*=.*|\bn =\s*[\r\n]+.*", page.get_textpage().get_text_range())
    ]
    assert broken == []


def test_report_is_short_and_its_summary_has_one_page(pdfs, texts):
    pages = pdfs["report"].pages
    more = datapackage.load("messages")["messages"]["document_id"].nunique() - 2  # of which each may take a page
    assert len(pages) <= 48 + more
    assert packed("Limits") in packed("".join(page_words(pages[2])))
    contents = packed("".join(page_words(pages[3])))
    assert packed("Contents") in contents
    for number, path in enumerate(project.notebooks(), 1):  # the contents have the numbers that the web has
        title = re.search(r"^# (.+)$", "".join(notebook_text(path)), flags=re.MULTILINE)[1]
        assert packed(f"{number}{title}") in contents


def notebook_text(path):
    """Return the lines of the first cell of a notebook."""
    return json.loads(path.read_text("utf-8"))["cells"][0]["source"]


# What is in it, and where


def title(site, file):
    page = BeautifulSoup((site / f"{file.rpartition('/')[2]}.html").read_text("utf-8"), "html.parser")
    return page.select_one("article h1").get_text().rstrip("#")


def test_every_page_is_in_one_of_the_outlines_or_on_the_web_alone(pdfs, site):
    contents = yaml.safe_load((project.ROOT / "_toc.yml").read_text("utf-8"))
    report, web = SETTINGS["typst_report"], SETTINGS["typst_web"]
    annex = {
        part["caption"]: [title(site, chapter["file"]) for chapter in part["chapters"]]
        for part in contents["parts"]
        for part["chapters"] in [[entry for entry in part["chapters"] if entry["file"] not in {*report, *web}]]
        if part["chapters"]
    }
    with pdfs["report"].open_outline() as outline:
        shown = [item.title for item in outline.root]
        assert shown == [*(title(site, file) for file in report), "Abbreviations"]
        chapters = {chapter.title: chapter for chapter in outline.root}
        assert chapters[title(site, "notebooks/03-voices")].children[-1].title == "Data and method"
    with pdfs["annex"].open_outline() as outline:
        tables, *parts = outline.root
        assert [page.title for page in tables.children] == [documents.TABLES_TITLE]
        assert {part.title: [chapter.title for chapter in part.children] for part in parts} == annex


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


def test_references_to_other_chapters_have_the_page(pdfs, texts):
    pdf = pdfs["report"]
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}  # as printed: the cover is the first
    with pdf.open_outline() as outline:
        chapters = {chapter.title: chapter for chapter in below(outline.root)}
    told = re.findall(r"([A-Z][^.()]*?)\(p\.(\d+)\)", texts["report"])
    known = {packed(title): numbers[destination(pdf, item)] for title, item in chapters.items()}
    found = {(title, int(page)) for title, page in told if title in known}
    assert {title for title, _ in found} >= {"Sourcesandmethod"}
    assert [(title, page) for title, page in found if page != known[title]] == []


def test_references_to_figures_and_tables_have_the_page_that_they_stand_on(pdfs, site):
    captions = {}
    for path in site.glob("0*.html"):
        for number in BeautifulSoup(path.read_text("utf-8"), "html.parser").select("article .caption-number"):
            captions[packed(number.get_text())] = packed(number.find_next_sibling("span").get_text())[:20]
    pages = {number: packed("".join(page_words(page))) for number, page in enumerate(pdfs["report"].pages, 1)}
    told = re.findall(r"((?:Fig\.|Table)\d+)\(p\.(\d+)\)", "".join(pages.values()))
    assert len(told) > 1
    assert [(name, page) for name, page in told if name + captions[name] not in pages[int(page)]] == []


def test_references_of_the_report_to_the_annex_have_the_page_there(pdfs, texts):
    annex = pdfs["annex"]
    numbers = {page.objgen: number for number, page in enumerate(annex.pages, 1)}
    with annex.open_outline() as outline:
        known = {packed(item.title).casefold(): numbers[destination(annex, item)] for item in below(outline.root)}
    told = re.findall(r"([^.()“”]*)\(annex,p\.(\d+)\)", texts["report"])
    assert len(told) > 20
    assert all(1 < int(page) <= len(annex.pages) for _, page in told)
    named = [
        (page, known[title])
        for words, page in told
        for title in known
        if len(title) > len("Thenotes") and words.casefold().endswith(title)
    ]
    assert len(named) > 2
    assert [pair for pair in named if int(pair[0]) != pair[1]] == []
    assert "(annex,“" not in texts["report"]


def test_references_of_the_annex_to_the_report_name_its_chapter(pdfs, texts):
    with pdfs["report"].open_outline() as outline:
        titles = {packed(item.title) for item in below(outline.root)}
    named = [title for title in titles if f"{title}(report)".casefold() in texts["annex"].casefold()]
    told = re.findall(r"\(report,“([^”]+)”\)", texts["annex"])
    assert len(named) + len(told) > 2
    known = {title.replace("-", "") for title in titles}  # a title can be parted at the end of a line
    assert [title for title in told if title.replace("-", "") not in known] == []


def test_tables_that_the_annex_takes_are_named_in_the_report_and_are_there(texts, pdfs, site):
    numbers = set()
    for table in SETTINGS["typst_annexed"]:
        pages = [BeautifulSoup(path.read_text("utf-8"), "html.parser") for path in sorted(site.glob("0*.html"))]
        (caption,) = [found.caption for page in pages if (found := page.find("table", id=table))]
        number, words = (packed(caption.select_one(f".caption-{part}").get_text()) for part in ("number", "text"))
        (page,) = re.findall(rf"{number}\(annex,p\.(\d+)\)", texts["report"])[:1]
        assert words[:30] in packed("".join(page_words(pdfs["annex"].pages[int(page) - 1])))
        assert words[:30] not in texts["report"]
        assert words[:30] in texts["annex"]
        numbers.add(number.removeprefix("Table"))
    (gaps,) = re.findall(r"Tables([\d,]+and\d+)areintheannex", texts["report"])  # at the end of the contents
    assert set(gaps.replace("and", ",").split(",")) == numbers


def destination(pdf, item):
    """Return the page that an item of the outline leads to."""
    target = item.destination if item.destination is not None else item.action.D
    target = named_destination(pdf, target) if isinstance(target, pikepdf.String | pikepdf.Name) else target
    return target[0].objgen


def test_report_refers_to_notes_by_the_numbers_that_the_annex_prints(texts):
    notes = datapackage.load("source_notes")["source_notes"].sort_values(["kind", "note_id"])["note_id"]
    assert [key for key in notes if key in texts["report"]] == []
    named = {key: packed(words.capital(note.label)) for key, note in records.labels("note").items()}
    told = re.findall(r"annex,note(\d+)", texts["report"])
    assert len(told) > 10
    assert [
        (number, key) for number, key in enumerate(notes, 1) if f"{number}.{named[key]}" not in texts["annex"]
    ] == []
    assert f"{list(notes).index('survey-charts') + 1}" == told[0]  # the brief, on the survey


def test_report_ends_with_the_abbreviations_that_it_uses_and_where_the_rest_is(pdfs, site):
    def joined(text):
        return re.sub("[-\N{SOFT HYPHEN}]", "", packed(text))  # a hyphen that ends a line is drawn as a soft one

    glossary = BeautifulSoup((site / "glossary.html").read_text("utf-8"), "html.parser")
    terms = {joined(term.get_text()).rstrip("#"): term for term in glossary.select("#abbreviations dt")}
    *others, last = (joined("".join(page_words(page))) for page in pdfs["report"].pages)
    said = {short: short + joined(term.find_next_sibling("dd").get_text()) for short, term in terms.items()}
    printed = {short for short, whole in said.items() if whole in last}
    assert {"CSTD", "GDC", "IGF"} <= printed < terms.keys()
    assert [short for short in printed if short.rstrip("s") not in "".join(others)] == []
    assert joined(imprint.last()) in last


def test_entries_of_the_bibliography_are_sentences(site):
    page = BeautifulSoup((site / "bibliography.html").read_text("utf-8"), "html.parser")
    entries = [" ".join(entry.get_text().split()) for entry in page.select("article .citation > p")]
    assert len(entries) > 50
    assert [entry for entry in entries if re.search(r"URL:|\. (?:accessed|opening) ", entry)] == []


def test_every_font_is_embedded(pdf):
    fonts = {}
    for page in pdf.pages:
        for font in page.Resources.get("/Font", {}).values():
            (descendant,) = font.DescendantFonts
            fonts[str(descendant.BaseFont)] = descendant.FontDescriptor
    assert fonts
    for name, descriptor in fonts.items():
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()), name


def test_glued_numbers_are_in_the_text(texts):
    messages = datapackage.load("messages")["messages"]
    of_astana = messages[messages["consultation_id"] == "astana-2024"]["layer"] == "statement"
    assert f"Of{of_astana.sum()}statementsmadeinAstana" in texts["report"]
    adopted = datapackage.load("documents")["documents"].set_index("document_id").loc["res-80-173", "document_date"]
    assert f"On{words.day(adopted).replace(' ', '')}theGeneralAssembly" in texts["report"]


def test_cover_counts_every_call_of_a_region_once(texts):
    package = datapackage.load("messages", "regions")
    calls = package["messages"][lambda own: (own["layer"] == "key message") & (own["kind"] == "call")]
    calls = calls[calls["region_id"] != "global"]
    assert sum(count for _, count in imprint.counts()) == len(calls)
    names = package["regions"].set_index("region_id")["name"]
    assert all(names[key] in "".join(imprint.legend()) for key in calls["region_id"])
    for name, text in texts.items():
        assert packed("".join(imprint.legend())) in text
        assert packed(imprint.volume(name)) in text


def test_imprint_says_version_licences_and_how_to_cite(texts):
    for name, text in texts.items():
        for heading, said in imprint.entries(name, None):
            assert packed(heading + said) in text, heading


def test_every_message_is_in_the_annex(texts):
    keys = datapackage.load("messages")["messages"]["message_id"]
    assert [key for key in keys if key not in texts["annex"]] == []


def test_captions_have_the_numbers_of_the_web_pages(texts, site):
    letters = re.sub(r"\W", "", "".join(texts.values()))
    told = 0
    for path in sorted(site.glob("*.html")):
        for number in BeautifulSoup(path.read_text("utf-8"), "html.parser").select("article .caption-number"):
            caption = number.find_parent(["figcaption", "caption"]).get_text().replace("#", "")
            assert re.sub(r"\W", "", caption)[:50] in letters, caption
            told += 1
    assert told > len(FIGURES)


@pytest.mark.parametrize("remains", ["{msg}", "glue:", "objectat0x", "<table", "None·"])
def test_nothing_is_left_unresolved(text, remains):
    assert remains not in text


def test_pages_offer_both_with_their_length_and_size(site, pdf_paths):
    for name in ("index", "citing", "dataset", "reuse"):
        page = BeautifulSoup((site / f"{name}.html").read_text("utf-8"), "html.parser")
        for document, path in pdf_paths.items():
            link = page.find("a", href=path.name, string=re.compile("PDF"))
            with pikepdf.open(site / path.name) as opened:
                told = f"{len(opened.pages)} pages, {path.stat().st_size / 1e6:.1f} MB"
            assert link.find_next_sibling("span", class_=document).get_text() == told
        (button,) = page.select("a.btn-download-pdf-button")
        assert (button["href"], button["aria-label"]) == (pdf_paths["report"].name, "Download the report as a PDF")
