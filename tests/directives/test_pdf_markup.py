"""The PDF says what the web page says: each construct of the book, from Sphinx's HTML to Typst."""

from __future__ import annotations

import sys
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import typst
from sphinx.errors import ConfigError, SphinxError

sys.path.insert(0, str(Path(__file__).parents[2] / "book" / "_ext"))

from wsis20_sphinx.pdf import documents, links, notation, pages, press, widths
from wsis20_sphinx.pdf.documents import Document
from wsis20_sphinx.pdf.markup import Markup

TEMPLATE = Path(press.__file__).with_name("book.typ")
USE_TEMPLATE = '#import "/book.typ": *\n'


def markups(html: str, *, web_root: str | None = None) -> tuple[list[Markup], list[str]]:
    """Convert an assembled book whose first page is `start`; return its pages and the faults found."""
    book = pages.cut(html, "start", {})
    targets = links.find(book, web_root)
    links.resolve([Document("report", book)], targets)
    written = [Markup(page) for page in book]
    return written, targets.faults + [fault for markup in written for fault in markup.faults]


def convert(html: str, **options: str) -> str:
    """Convert one page that is expected to have no fault."""
    [markup], faults = markups(html, **options)
    assert faults == []
    return markup.source.strip()


def two_pages(first: str, second: str) -> str:
    return f"""<section id="start"><h1>Start</h1>{first}
        <div class="toctree-wrapper compound"><span id="document-part/second"></span>{second}</div></section>"""


def set_in_type(tmp_path: Path, html: str) -> pikepdf.Pdf:
    """Set one page with the book's design and open the PDF."""
    source = f'#show: book.with(title: "A title", date: datetime(year: 2026, month: 1, day: 1))\n{convert(html)}'
    (tmp_path / "book.typ").write_text(TEMPLATE.read_text("utf-8"), "utf-8")
    (tmp_path / "main.typ").write_text(USE_TEMPLATE + source, "utf-8")
    press.run(tmp_path, "main.typ", tmp_path / "book.pdf", created=0)
    return pikepdf.open(tmp_path / "book.pdf")


def set_chapter(tmp_path: Path, lines: int) -> int:
    """Set a chapter of as many lines below the cover, and return how many lines its last page has."""
    said = "\n\n".join(f"Line {number}." for number in range(lines))
    begun = '#show: book.with(title: "A title", date: datetime(year: 2026, month: 1, day: 1))\n'
    (tmp_path / "book.typ").write_text(TEMPLATE.read_text("utf-8"), "utf-8")
    (tmp_path / "main.typ").write_text(f'{USE_TEMPLATE}{begun}#chapter("a")[{said}]', "utf-8")
    press.run(tmp_path, "main.typ", tmp_path / "book.pdf", created=0)
    *_, last = pypdfium2.PdfDocument(tmp_path / "book.pdf")
    return last.get_textpage().get_text_range().count("Line ")


def elements(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    """Return the structure elements of one kind, in reading order."""

    def walk(node: pikepdf.Object) -> list[pikepdf.Object]:
        if isinstance(node, pikepdf.Array):
            return [found for child in node for found in walk(child)]
        if not isinstance(node, pikepdf.Dictionary) or "/S" not in node:
            return []
        return [node] * (kind == node.S) + walk(node.get("/K", pikepdf.Array()))

    return walk(pdf.Root.StructTreeRoot.K)


# Text


@pytest.mark.parametrize(
    "said", ["#let x = 1", "a_b*c* $x$ <b> @d", 'say "so" \\ or not', "“phrase” – it’s 5 % …", "[1] // no"]
)
def test_text_means_nothing_to_typst(said: str) -> None:
    escaped = notation.text(said)
    shown = typst.query((f"#metadata[{escaped}] <said>").encode(), "<said>", field="value", one=True)
    assert said.replace("\\", "\\\\").replace('"', '\\"') in shown.replace("\\u003c", "<")


def test_spaces_between_words_stay_and_at_the_edges_of_a_block_go() -> None:
    assert convert("<p>\n one <em>two</em>\nthree </p>") == '#"one"; #emph[#"two";]; #"three";'


@pytest.mark.parametrize(
    ("html", "typst_source"),
    [
        ("<strong>a</strong>", '#strong[#"a";];'),
        ("<sub>2</sub>", '#sub[#"2";];'),
        ('<code class="literal"><span class="pre">a</span> <span class="pre">b</span></code>', '#raw("a b");'),
        ('<abbr title="World Summit">WSIS</abbr>', '#"WSIS";'),
        ('<a href="https://unctad.org/?a=1&amp;b=2">U</a>', '#link("https://unctad.org/?a=1&b=2")[#"U";];'),
    ],
)
def test_inline(html: str, typst_source: str) -> None:
    assert convert(f"<p>{html}</p>") == typst_source


# What is for the screen only


@pytest.mark.parametrize(
    "html",
    [
        '<script type="application/ld+json">{"@type": "Dataset"}</script>',
        '<div class="no-pdf container"><p>x</p></div>',
        '<p class="only-html">x</p>',
        '<img class="only-dark" src="_images/x.svg" alt="x"/>',
        "<!-- x -->",
        '<a class="headerlink" href="#x">#</a>',
    ],
)
def test_what_is_for_the_screen_is_left_out(html: str) -> None:
    assert convert(f"<div>{html}</div>") == ""


def test_hidden_input_is_left_out_and_hidden_output_shown() -> None:
    code = '<div class="highlight-ipython3"><div class="highlight"><pre>x = {}</pre></div></div>'
    hidden_input = (
        f'<details class="admonition hide above-input"><summary>Show</summary>{code.format(1)}</details>'
        f'<div class="cell_input">{code.format(2)}</div>'
    )
    hidden_output = f'<details class="admonition hide below-input"><summary>Show</summary>{code.format(3)}</details>'
    source = convert(f'<div class="cell">{hidden_input}{hidden_output}</div>')
    assert "x = 1" not in source
    assert "Show" not in source
    assert source.index("x = 2") < source.index("x = 3")


# Headings and links


def test_title_of_each_page_is_a_chapter_whatever_its_depth_in_the_assembled_page() -> None:
    html = two_pages(
        "<section><h2>Findings</h2></section>", "<section><h2>Method</h2><section><h3>A</h3></section></section>"
    )
    [first, second], _ = markups(html)
    assert '#section(depth: 0, level: 1)[#"Start";]' in first.source
    assert '#section(depth: 1, level: 2)[#"Findings";]' in first.source
    assert '#section(depth: 0, level: 1)[#"Method";]' in second.source
    assert "Method" not in first.source


def test_chapters_of_a_part_stand_one_level_below_it() -> None:
    html = two_pages("", "<section><h2>Method</h2></section>")
    book = pages.cut(html, "start", {"part/second": "Before you read"})
    _, annex = documents.divide(book, [], [], [])
    start, second = annex.pages
    assert (start.part, start.level) == (None, 1)
    assert (second.part, second.level) == ("Before you read", 2)


def test_link_leads_to_the_page_it_names_where_ids_repeat() -> None:
    html = two_pages(
        '<p id="id1">one</p><p><a href="#id1">here</a> <a href="#document-part/second#id1">there</a></p>',
        '<section id="second"><h2>Second</h2><p id="id1">two</p></section>',
    )
    [first, second], faults = markups(html)
    assert faults == []
    assert '#anchor("start#id1");#"one";' in first.source
    assert '#link(label("start#id1"))[#"here";]' in first.source
    assert '#link(label("part/second#id1"))[#"there";]' in first.source
    assert '#anchor("part/second#id1");#"two";' in second.source


def test_all_ids_of_a_section_and_of_its_page_are_its_heading() -> None:
    html = two_pages(
        '<p><a href="#document-part/second">a</a><a href="#document-part/second#m">b</a>'
        '<a href="#document-part/second#sec-m">c</a></p>',
        '<section id="m"><span id="sec-m"></span><h2>Method</h2></section>',
    )
    [first, second], faults = markups(html)
    assert faults == []
    assert first.source.count('label("part/second#m")') == 3
    assert 'label: "part/second#m")[#"Method";]' in second.source


def test_only_what_is_linked_to_gets_a_label() -> None:
    assert convert('<p id="a">one</p>') == '#"one";'


def test_link_to_nowhere_is_a_fault_that_names_page_and_target() -> None:
    _, faults = markups(two_pages("", '<section><h2>S</h2><p><a href="#document-start#nope">go</a></p></section>'))
    [fault] = faults
    assert fault.startswith("part/second: ")
    assert "“go”" in fault
    assert fault.endswith("#document-start#nope")


def test_download_leads_to_the_published_file_or_stays_text() -> None:
    html = '<p><a class="reference download" href="_downloads/1/a.csv">data</a></p>'
    assert convert(html) == '#"data";'
    assert convert(html, web_root="https://example.org/book") == (
        '#link("https://example.org/book/_downloads/1/a.csv")[#"data";];'
    )


def test_other_files_cannot_be_linked_to() -> None:
    _, [fault] = markups('<p><a href="files/a.csv">data</a></p>')
    assert "files/a.csv" in fault


# Notes, lists, blocks


def test_footnote_is_set_at_its_first_call_and_its_number_repeated() -> None:
    call = '<a class="footnote-reference brackets" href="#n">[1]</a>'
    note = '<span class="label">[1]</span><span class="backrefs">1,2</span><p>Said.</p>'
    notes = f'<aside class="footnote-list"><aside class="footnote" id="n">{note}</aside></aside>'
    source = convert(f"<p>A{call} B{call}</p>{notes}")
    assert source == '#"A";#note("start#n")[#"Said.";]; #"B";#footnote(label("start#n"));'


def test_lists() -> None:
    items = "<li><p>a</p></li><li><p>b</p></li>"
    assert convert(f'<ul class="simple">{items}</ul>') == '#list(tight: true, [#"a";], [#"b";]);'
    assert convert(f'<ol class="loweralpha" start="3">{items}</ol>') == (
        '#enum(tight: false, numbering: "a.", start: 3, [#"a";], [#"b";]);'
    )


def test_terms_that_share_a_definition_and_definitions_that_share_a_term() -> None:
    source = convert(
        "<dl><dt>A</dt><dt>B</dt><dd><p>one</p></dd><dd><p>two</p></dd><dt>C</dt><dd><p>three</p></dd></dl>"
    )
    assert source.count("terms.item") == 2
    assert '[#"A"; #linebreak(); #"B";], [#"one";\n\n#"two";]' in source


def test_source_line_is_a_link_target() -> None:
    source = convert('<p class="source" id="africa-k1">S</p><p><a href="#africa-k1">it</a></p>')
    assert '#source-line[#anchor("start#africa-k1"); #"S";]' in source.replace(";#", "; #")


def test_admonition_keeps_its_kind_and_title() -> None:
    source = convert('<div class="admonition warning"><p class="admonition-title">Warning</p><p>Mind.</p></div>')
    assert source == '#admonition(kind: "warning", title: [#"Warning";])[#"Mind.";];'


def test_code_is_taken_literally() -> None:
    source = convert(
        '<div class="highlight-python"><div class="highlight"><pre><span>a = "b\\n"</span>\n</pre></div></div>'
    )
    assert source == r'#raw(block: true, "a = \"b\\n\"");'


def test_card_takes_the_link_that_covers_it() -> None:
    source = convert(
        '<h1 id="t">T</h1><div class="sd-row sd-row-cols-1 sd-row-cols-md-3"><div class="sd-col"><div class="sd-card">'
        '<div class="sd-card-body"><div class="sd-card-title">\nRead</div><p>Text</p></div>'
        '<a class="sd-stretched-link" href="#t"><span>hidden</span></a></div></div></div>'
    )
    assert "#cards(columns: 3" in source
    assert '#card(title: [#"Read";], to: label("start#t"))[#"Text";]' in source
    assert "hidden" not in source


def test_element_without_a_form_in_print_keeps_its_text() -> None:
    assert convert("<p><blink>still</blink></p>") == '#"still";'


# Figures and tables


def test_figure_keeps_number_caption_and_alternative_text() -> None:
    source = convert(
        '<figure id="f"><img src="_images/a.svg" alt="A line\n that rises" style="width: 50%;"/><figcaption><p>'
        '<span class="caption-number">Fig. 2 </span><span class="caption-text">It rises.</span></p></figcaption>'
        '</figure><p><a href="#f">Fig. 2</a></p>'
    )
    assert 'kind: image, caption: [#strong[#"Fig.\u00a02"; ];#"It rises.";], label: "start#f"' in source
    assert '#picture(alt: "A line that rises", width: 50%, "/images/a.svg");' in source


def test_caption_stands_beside_a_figure_and_below_a_wide_one(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="30"><rect width="300" height="30"/></svg>'
    (tmp_path / "images" / "m.svg").write_text(picture)

    def lines_of_caption(style: str) -> int:
        html = f'<figure><img src="m.svg" alt="A" style="{style}"><figcaption>{"word " * 12}</figcaption></figure>'
        pdf = set_in_type(tmp_path, f"<h1>T</h1>{html}")
        (page,) = list(pdf.pages)[1:]
        heights = [
            float(operands[5]) for operands, operator in pikepdf.parse_content_stream(page) if str(operator) == "cm"
        ]
        return len(set(heights))

    assert lines_of_caption("width: 100%") < lines_of_caption("")


@pytest.mark.parametrize("alt", ["", 'alt=""', 'alt="book/pic.svg"', 'alt="_images/217bec.svg"'])
def test_image_without_alternative_text_is_a_fault(alt: str) -> None:
    _, [fault] = markups(f'<p><img src="_images/pic.svg" {alt}/></p>')
    assert fault == "start: the image pic.svg has no alternative text"


TABLE = """<table id="tab-x"><caption><span class="caption-number">Table 1 </span>Counts</caption>
<colgroup><col style="width: 70.0%"/><col style="width: 30.0%"/></colgroup>
<thead><tr><th class="head stub"><p>Region</p></th><th class="head"><p>Number</p></th></tr></thead>
<tbody><tr><th class="stub"><p>Africa</p></th><td><p>3</p></td></tr>
<tr><th class="stub"><p>Europe</p></th><td><p>–</p></td></tr></tbody></table>"""


def test_table_has_a_repeated_head_row_heads_widths_and_numbers_flush_right() -> None:
    source = convert(TABLE)
    assert "columns: (70fr, 30fr, )" in source
    assert 'table.header(column-head[#"Region";], table.cell(align: right, column-head[#"Number";]))' in source
    assert 'row-head[#"Africa";], table.cell(align: right, [#"3";])' in source


def test_column_for_the_screen_alone_goes_with_its_width() -> None:
    source = convert(
        '<table><colgroup><col style="width: 60%"/><col style="width: 25%"/><col style="width: 15%"/></colgroup>'
        '<thead><tr><th>A</th><th class="head no-pdf">B</th><th>C</th></tr></thead>'
        '<tbody><tr><th>a</th><td class="no-pdf">b</td><td>c</td></tr></tbody></table>'
    )
    assert "columns: (60fr, 15fr, )" in source
    assert '#"A"' in source
    assert '#"c"' in source
    assert '#"B"' not in source
    assert '#"b"' not in source


def test_table_without_widths_lets_the_text_decide() -> None:
    assert "columns: 2" in convert("<table><tr><th>a</th><th>b</th></tr><tr><td>x</td><td>y</td></tr></table>")


def test_first_row_of_heads_is_the_head_where_html_does_not_say() -> None:
    source = convert("<table><tr><th>a</th><th>b</th></tr><tr><td>x</td><td>y</td></tr></table>")
    assert 'table.header(column-head[#"a";], column-head[#"b";])' in source


def test_cells_over_several_columns() -> None:
    source = convert('<table><tr><td colspan="2">ab</td></tr><tr><td>1</td><td class="text-center">2</td></tr></table>')
    assert "columns: 2," in source
    assert 'table.cell(colspan: 2, [#"ab";])' in source
    assert 'table.cell(align: center, [#"2";])' in source


# Two documents

BOOK = two_pages(
    '<p>See <a href="#document-part/second"><span class="doc">the second</span></a>, '
    '<a href="#document-part/third"><span class="doc">Third</span></a>, <a href="#document-part/third#t">Table 3</a> '
    'and <a href="#document-part/fourth"><span class="doc">a map</span></a>.</p>',
    '<section><h2>Second</h2><p>Here is <a href="#t">it</a>: </p>'
    '<table id="t"><caption><span class="caption-number">Table 2 </span>Long.</caption><tr><td>x</td></tr></table>'
    '<h3>Limits</h3></section><span id="document-part/third"></span><section><h2>Third</h2><table id="t"><tr><td>y</td>'
    "</tr></table><h3>Limits</h3><h3>Own</h3></section>"
    '<span id="document-part/fourth"></span><section><h2>Fourth</h2>'
    '<table id="u"><tr><td>z</td></tr></table></section>',
)


def documents_of(report: list[str], web: list[str], annexed: list[str]) -> list[Document]:
    """Divide a book of four pages, each but the first in a part."""
    book = pages.cut(BOOK, "start", {"part/second": "A part", "part/fourth": "Another"})
    targets = links.find(book, None)
    found = documents.divide(book, report, web, annexed)
    links.resolve(found, targets)
    return found


def divided(report: list[str], web: list[str], annexed: list[str]) -> dict[str, list[Markup]]:
    """Write both documents of the divided book."""
    found = documents_of(report, web, annexed)
    return {document.name: [Markup(page) for page in document.pages] for document in found}


def test_page_that_is_named_nowhere_is_in_the_annex() -> None:
    found = divided(["start"], ["part/fourth"], [])
    names = {name: [markup.page.name for markup in written] for name, written in found.items()}
    assert names == {"report": ["start"], "annex": ["part/second", "part/third"]}
    assert [markup.page.opens for markup in found["annex"]] == [True, False]


def test_link_out_of_a_document_says_where_the_other_has_it() -> None:
    report, _ = divided(["start", "part/second"], ["part/fourth"], ["t"])["report"]
    assert report.source.count("#with-page") == 1
    assert '#with-page(label("part/second#"))[#"the second";];' in report.source
    assert '#"Third";#in-annex("part/third#")[#"annex";];' in report.source  # its title is said already
    assert '#"a map"; #"(on the web)";' in report.source
    assert '#"Table\N{NO-BREAK SPACE}3";' in report.source  # a link to a record names it, and is no reference


def test_link_that_is_worded_otherwise_gives_the_title() -> None:
    report, *_ = divided(["start"], [], [])["report"]
    assert '#"the second";#in-annex("part/second#")[#"annex, “Second”";];' in report.source
    assert report.there[0] == "part/second#"


def test_a_reference_to_the_annex_has_the_page_there(tmp_path: Path) -> None:
    told = '#in-annex("there")[annex, “There”]'
    (tmp_path / "book.typ").write_text(TEMPLATE.read_text("utf-8"), "utf-8")
    begun = f'{USE_TEMPLATE}#show: book.with(title: "A title", date: datetime(year: 2026, month: 1, day: 1))\n'
    (tmp_path / "annex.typ").write_text(
        f'{begun}First page.#pagebreak()Second. #labelled("there")[There.]#places(("there",))', "utf-8"
    )
    (tmp_path / "report.typ").write_text(f"{begun}It says more{told}.", "utf-8")
    places = press.run(tmp_path, "annex.typ", tmp_path / "annex.pdf", created=0)
    shown = []
    for known in (places, {}):
        assert press.run(tmp_path, "report.typ", tmp_path / "report.pdf", 0, known) == {}
        *_, last = pypdfium2.PdfDocument(tmp_path / "report.pdf")
        shown.append(last.get_textpage().get_text_range())
    assert f"It says more (annex, p.\N{NO-BREAK SPACE}{places['there']})." in shown[0]
    assert places["there"] > 1
    assert "It says more (annex, “There”)." in shown[1]


def test_note_is_referred_to_by_its_number_in_the_register() -> None:
    def to(key: str, said: str, page: str = "#document-notes") -> str:
        return f'<a href="{page}#{key}"><span class="note">{said}</span></a>'

    register = "".join(
        f'<tr><th><div class="record" id="{key}"><p><a class="permalink" href="#{key}">{key}</a></p></div></th></tr>'
        for key in ("b", "a")
    )
    html = two_pages(
        f"<p>Unclear ({to('a', 'see the note')}).</p>",
        f'<h2>Notes</h2><table id="note-register"><tbody>{register}</tbody></table>'
        f"<p>Note: {to('a', 'a', '')}. Unclear ({to('b', 'see the note', '')}).</p>",
    ).replace("part/second", "notes")
    book = pages.cut(html, "start", {})
    targets = links.find(book, None)
    links.number_notes(book[1])
    links.resolve([Document("report", book[:1]), Document("annex", book[1:])], targets)
    report, annex = (Markup(page).source for page in book)
    assert '#"Unclear (";#"annex, note\N{NO-BREAK SPACE}2";#").";' in report
    assert '#"2."; #link(label("notes#a"))[#"a";]' in annex
    assert '#"Note:"; #link(label("notes#a"))[#"2";];#". Unclear (";' in annex
    assert '#link(label("notes#b"))[#"note\N{NO-BREAK SPACE}1";]' in annex


def test_table_that_the_annex_takes_leaves_nothing_where_it_stood_and_is_still_found() -> None:
    found = divided(["start", "part/second"], [], ["t"])
    second, tables = found["report"][1].source, found["annex"][0].source
    assert '#"Here is"; #"it"' in second
    assert "Table\N{NO-BREAK SPACE}2" not in second
    assert "#data-table" not in second
    assert tables.count("#data-table") == 1
    assert '#"Second";' in tables  # the heading over it


def test_contents_end_with_the_numbers_of_the_tables_that_the_annex_takes() -> None:
    pages_of_report = ["start", "part/second"]
    assert documents_of(pages_of_report, [], ["t"])[0].remark == "Table 2 is in the annex, “Tables of the report”."
    assert documents_of(pages_of_report, [], [])[0].remark == ""


def test_contents_list_the_sections_that_only_one_chapter_has() -> None:
    report = divided(["start", "part/second", "part/third"], [], [])["report"]
    sections = [line for markup in report for line in markup.source.splitlines() if "depth: 1" in line]
    assert [("listed: true" in line, "Own" in line) for line in sections] == [
        (False, False),
        (False, False),
        (True, True),
    ]


CHAPTER = (
    "<section><h2>{title}</h2><section><h3>Counted</h3>{counted}</section>"
    "<section><h3>Limits</h3><p>limit</p></section><section><h3>Method</h3>{method}</section></section>"
)


def closings(counted: str, method: str) -> list[str]:
    """Write a report of two chapters that end alike; return what each has set small at its end."""
    chapters = [CHAPTER.format(title=title, counted=counted, method=method) for title in ("One", "Two")]
    html = two_pages("<p>first</p>", f'{chapters[0]}<span id="document-part/third"></span>{chapters[1]}')
    book = pages.cut(html, "start", {})
    (report, _) = documents.divide(book, ["start", "part/second", "part/third"], [], [])
    written = [Markup(page).source for page in report.pages[1:]]
    return [source.partition("#closing(")[2].partition(");\n\n#")[0] for source in written]


def test_sections_that_end_every_chapter_are_set_side_by_side() -> None:
    for closing in closings("<p>counted</p>", "<p>method</p>"):
        assert closing.count("#section(depth: 1, level: 2, small: true)") == 2
        assert closing.index("limit") < closing.index("method")
        assert "counted" not in closing


def test_section_with_a_table_ends_what_is_set_small() -> None:
    table = "<table><tr><td>x</td></tr></table>"
    assert closings("<p>counted</p>", table) == ["", ""]


def test_columns_get_widths_for_which_rows_have_few_lines() -> None:
    words = "a sentence of many words that fills a line and more of the column that it stands in " * 2
    narrow, wide = widths.fitted([50.0, 50.0], [["Name", "Said"], ["one", words], ["two", words]])
    assert narrow < wide / 2
    assert narrow + wide == pytest.approx(widths.LETTERS, abs=2)


def test_columns_stay_as_they_are_where_nothing_is_won() -> None:
    tight, _ = widths.fitted([3.0, 97.0], [["Observed", "Said"], ["one", "said " * 90], ["two", "said"]])
    assert tight - widths.PADDING >= len("Observed")
    plain, _ = widths.fitted([8.0, 94.0], [["Observed", "Said"], ["one", "two"]])
    assert plain - widths.PADDING >= len("Observed") + widths.BOLD  # a head is bold, and broader than its letters
    near = widths.fitted([50.0, 50.0], [["Name", "Said"], ["one", "two"]])
    assert near[0] == near[1]
    register = [["one", "words " * 60]] * (widths.MANY + 1)
    assert widths.fitted([50.0, 50.0], register) == [50.0, 50.0]


def test_no_column_is_narrower_than_its_longest_word() -> None:
    name = "intergovernmental"
    first, _ = widths.fitted([30.0, 70.0], [[name, "words " * 90], [name, "words " * 90]])
    assert first - widths.PADDING >= len(name)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ((["start", "part/none"], [], []), "no page of the book: part/none"),
        ((["start"], ["start"], []), "both in the report and on the web alone: start"),
        ((["start"], [], ["tab-none"]), "no table of the report: tab-none"),
        ((["part/fourth"], [], ["u"]), "no sentence of the report refers to what typst_annexed takes: u"),
    ],
)
def test_name_of_nothing_is_refused(names: tuple[list[str], list[str], list[str]], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        divided(*names)


def test_number_stays_with_what_it_counts() -> None:
    source = convert("<p>n = 12 messages, statement 53 and paragraphs 4 or 5</p>")
    assert source == '#"n\u00a0=\u00a012 messages, statement\u00a053 and paragraphs\u00a04 or 5";'


def test_list_whose_items_begin_with_a_number_has_no_other_marker() -> None:
    source = convert('<ul class="statements"><li><p><a href="https://example.org">7.</a> x</p></li></ul>')
    assert 'numbering: number => ("7": [#link("https://example.org")[#"7.";];]).at(str(number))' in source
    assert 'enum.item(7, [#kept[#"x";];])' in source
    assert "#list" not in source


# In the PDF


def test_heads_of_columns_and_rows_are_heads_in_the_tagged_pdf(tmp_path: Path) -> None:
    pdf = set_in_type(tmp_path, f"<h1>T</h1>{TABLE}")
    heads = {str(head.ID): str(head.A[0].Scope) for head in elements(pdf, "/TH")}
    assert list(heads.values()) == ["/Column", "/Column", "/Row", "/Row"]
    cells = [[str(name) for name in cell.A[0].Headers] for cell in elements(pdf, "/TD")]
    _, number, africa, europe = heads
    assert cells == [[number, africa], [number, europe]]


def test_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    folders = tmp_path / "a", tmp_path / "b c"
    for folder in folders:
        folder.mkdir()
        set_in_type(folder, f"<h1>T</h1>{TABLE}").close()
    first, second = ((folder / "book.pdf").read_bytes() for folder in folders)
    assert first == second


def test_character_that_no_font_has_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(SphinxError, match="长"):
        set_in_type(tmp_path, "<h1>T</h1><p>A 长 glyph</p>")


def test_symbols_and_accents_are_in_the_fonts(tmp_path: Path) -> None:
    set_in_type(tmp_path, "<h1>T</h1><p>✓ ✗ → ≥ ● ■ ▲ ◆ é ğ ș Ω Ж × − ½ … № ²</p><p><code>→ ✓ é</code></p>").close()


def test_date_comes_from_the_environment_then_the_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert press.timestamp("2026-03-01") == 86400
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert press.timestamp("1970-01-03") == 2 * 86400
    assert press.day(2 * 86400) == "datetime(year: 1970, month: 1, day: 3)"
    for wrong in ("", "1 March"):
        with pytest.raises(ConfigError, match="typst_date"):
            press.timestamp(wrong)


def test_last_lines_of_a_chapter_have_no_page_of_their_own(tmp_path, monkeypatch):
    full = 46  # lines of a page as they stand without help
    assert set_chapter(tmp_path, full) == full
    assert set_chapter(tmp_path, full + 1) == full + 1  # closer
    assert 6 < set_chapter(tmp_path, full + 6) < full  # further apart
    monkeypatch.setattr(press, "LITTLE", 0)
    assert set_chapter(tmp_path, full + 1) == 1
    assert set_chapter(tmp_path, full + 6) == 6
