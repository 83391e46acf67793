"""Citing a part: every figure, table and record has a control and two files, which programs read back."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pybtex.database
import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from wsis20 import coding, project
from wsis20.tables import Link
from wsis20_sphinx import parts, records
from wsis20_sphinx.directives import citation

RIS_LINE = re.compile(r"[A-Z][A-Z0-9]  - .*")
NOWHERE = SimpleNamespace(html_baseurl="")
TAGS = {"TY", "TI", "T2", "AU", "PY", "DA", "ET", "LA", "N1", "ER"}
"""What reference managers have a field for where something is a section of a book, and notes."""
PARAPHRASED = {"message", "provision", "position"}
REGISTERS = {kind: f"{kind}s.html" for kind in parts.RECORDS}


@pytest.fixture(scope="module")
def pages(site):
    return {path.name: BeautifulSoup(path.read_text("utf-8"), "html.parser") for path in sorted(site.glob("*.html"))}


def words(element):
    """Return the text of an element with single spaces, without the sign of its permanent link."""
    return " ".join(element.get_text().split()).removesuffix("#").strip()


def parsed(path):
    """Return the one entry of a file of BibTeX, with its key, as a reference manager reads it."""
    ((key, entry),) = pybtex.database.parse_file(path, "bibtex").entries.items()
    return key, entry


def lines(path):
    """Return the lines of a file of RIS as pairs, each of which has the form that the format asks for."""
    text = path.read_text("utf-8")
    assert text.endswith("\n")
    assert all(RIS_LINE.fullmatch(line) for line in text.splitlines())
    return [tuple(line.split("  - ", 1)) for line in text.splitlines()]


def controls(pages):
    """Yield every control with the page that it stands on."""
    for name, page in pages.items():
        for details in page.select("details.citing"):
            yield name, details


def test_every_figure_and_every_table_with_a_number_has_a_control(pages):
    found = 0
    for name, page in pages.items():
        for caption in page.select("article figure > figcaption, article table > caption"):
            if not caption.select_one(".caption-number"):
                continue
            found += 1
            own = caption.find_parent(["figure", "table"])
            details = own.find_next("details", class_="citing")
            while own in details.parents:  # those of the rows of a register stand in the table
                details = details.find_next("details", class_="citing")
            made = details.select_one(".figure-data")
            assert words(details.summary) == ("Data, code, citation" if made else f"Cite this {own.name}"), name
            number = words(caption.select_one(".caption-number")).replace("Fig. ", "Figure ") + f" ({own['id']})"
            said = words(details.select_one(".cited"))
            assert said.startswith(f"{number}: "), (name, said)
            subject = said.removeprefix(f"{number}: ").partition(". In: ")[0]
            assert subject in words(caption).replace("’", "'") or subject in words(caption), (name, said)
            links = [link["href"] for link in details.select("p:last-child a")]
            assert links == [f"cite/parts/{own['id']}.{end}" for end in ("bib", "ris")]
    assert found > 40


def test_every_record_of_a_register_has_a_control(pages):
    for kind, name in REGISTERS.items():
        rows = pages[name].select("table.register tbody tr")
        keys = [row.select_one(".record")["id"] for row in rows]
        links = [[link["href"] for link in row.select("details.citing a")] for row in rows]
        assert links == [[f"cite/parts/{key}.{end}" for end in ("bib", "ris")] for key in keys]
        for row, key in zip(rows, keys, strict=True):
            part = parts.of_record(kind, key)
            said = part.sentence(NOWHERE, name.removesuffix(".html"))
            assert words(row.select_one(".cited")) == " ".join(said.split())
            assert f", {name}#{key}. {citation.made_by()} From: " in said
            assert key in part.title
            assert (", paraphrased" in part.title) == (kind in PARAPHRASED)
            assert part.source


def test_programs_read_what_a_control_leads_to(site, pages):
    book, seen = project.citation()["title"], set()
    for name, details in controls(pages):
        bib, ris = (site / link["href"] for link in details.select("p:last-child a"))
        key, entry = parsed(bib)
        fields = dict(entry.fields)
        told = lines(ris)
        title = dict(told)["TI"]
        written = title.replace("#", r"\#").replace("&", r"\&").replace("%", r"\%").replace("_", r"\_")
        assert fields["title"] == f"{{{written}}}"  # no style takes its capitals away
        assert key == f"{citation.release_key()}-{bib.stem}"
        assert (fields["version"], fields["date"]) == (project.version(), project.release_date().isoformat())
        assert [str(person) for person in entry.persons["author"]] == [f"{{{citation.author()}}}"]
        place = f"{name}#{bib.stem}"
        assert fields["howpublished"] == f"In: {book}, {place}".replace("#", r"\#").replace("_", r"\_")
        assert next(value for name, value in told if name == "N1") == f"{citation.WHERE}{place}"
        assert {name for name, _ in told} == TAGS
        assert [name for name, _ in told if name in ("TY", "TI", "T2", "ER")] == ["TY", "TI", "T2", "ER"]
        assert told[0] == ("TY", "CHAP")
        assert told[-1] == ("ER", "")
        assert dict(told)["ET"] == project.version()
        said = f"{title}. In: {citation.whole().removesuffix('.')}, {place}."
        assert words(details.select_one(".cited")).startswith(" ".join(said.split()))
        assert not {"url", "doi"} & set(fields)  # none is known
        assert not {"UR", "DO"} & set(dict(told))
        assert key not in seen, f"two parts have the files of {key}"
        seen.add(key)
    every = sum(len(records.labels(kind)) for kind in parts.RECORDS)
    assert len(seen) > every


@pytest.mark.parametrize(
    ("kind", "key", "place"),
    [
        ("message", "africa-k3", "Key messages from regional consultations, Africa, item 3"),
        ("message", "astana-s68", "Panel Discussion, open discussion, item 4, sentence 3"),
        ("provision", "res-80-173-p99", "resolution A/RES/80/173, paragraph 99, https://undocs.org/A/RES/80/173"),
        (
            "position",
            "g77-explanation-2025-6",
            "Point 2, sentence 2, https://www.g77.org/statement/getstatement.php?id=251217&print=1",
        ),
    ],
)
def test_files_of_a_record_have_its_place_in_the_document_and_in_the_book(site, kind, key, place):
    told = dict(lines(site / "cite" / "parts" / f"{key}.ris"))
    _, entry = parsed(site / "cite" / "parts" / f"{key}.bib")
    assert f"N1  - {citation.WHERE}{kind}s.html#{key}\n" in (site / "cite" / "parts" / f"{key}.ris").read_text("utf-8")
    assert told["N1"].endswith(f", {place}")
    assert entry.fields["note"].replace("\\&", "&").endswith(f", {place}")
    assert entry.fields["howpublished"].replace(r"\#", "#") == f"In: {project.citation()['title']}, {kind}s.html#{key}"


@pytest.mark.parametrize(
    ("kind", "key", "called"),
    [
        (
            "message",
            "astana-s11",
            "Statement of Toelupe Poumulinuku Onesemo (Samoa), paraphrased: Astana, statement 11 (astana-s11)",
        ),
        (
            "message",
            "astana-s68",
            "Statement of Noelle Francesca de Guzman, paraphrased: Astana, statement 68 (astana-s68)",
        ),
        ("message", "africa-k1", "Key message, paraphrased: Africa, message 1 (africa-k1)"),
        (
            "position",
            "apnic-consultation-2025-3",
            "Position of APNIC (Joyce Chen), paraphrased: APNIC, undated account, position 3 "
            "(apnic-consultation-2025-3)",
        ),
        (
            "provision",
            "res-80-173-p127",
            "Provision, paraphrased: Overall review in 2035 (paragraph 127; res-80-173-p127)",
        ),
    ],
)
def test_a_record_is_cited_by_who_said_it_and_as_a_paraphrase_where_it_is_one(kind, key, called):
    assert parts.of_record(kind, key).title == called


def test_a_figure_is_from_no_document(site):
    noted = [value for name, value in lines(site / "cite" / "parts" / "fig-floor.ris") if name == "N1"]
    assert noted == [f"{citation.WHERE}04-floor.html#fig-floor", citation.made_by()]


def test_every_reference_says_who_worded_and_coded_what_is_cited(site, pages):
    made = citation.made_by()
    assert made.startswith(coding.MODELS)
    for name, details in controls(pages):
        bib, ris = (site / link["href"] for link in details.select("p:last-child a"))
        assert made in words(details.select_one(".cited")), name
        assert parsed(bib)[1].fields["note"].startswith(made), name
        assert ("N1", made) in lines(ris), name


def test_a_judgement_has_an_anchor_and_a_reference_of_its_own(site, pages):
    rows = pages["06-asks.html"].select("#tab-asks tbody tr")
    assert len({row["id"] for row in rows}) == len(rows)
    row = next(row for row in rows if row["id"] == "africa-k1-by-res-80-173-p113")
    said = words(row.select_one(".cited"))
    assert said.startswith("Judgement in the final coding: Africa, message 1 (africa-k1), in part by ")
    assert "(paragraph 113; res-80-173-p113). In: " in said
    assert "06-asks.html#africa-k1-by-res-80-173-p113. " in said
    assert "CSTD secretariat (2024, inferred). Progress report" in said
    assert said.endswith("resolution A/RES/80/173, paragraph 113, https://undocs.org/A/RES/80/173.")
    assert (site / "cite" / "parts" / f"{row['id']}.bib").is_file()


@pytest.mark.parametrize(
    "cells",
    [
        ["Call", "Provision"],
        [[Link("message", "africa-k1")], [Link("provision", "res-80-173-p24")], "yes"],
        [[Link("theme", "gender")], [Link("provision", "res-80-173-p24")], "in part"],
        [[Link("message", "africa-k1")], [Link("provision", "res-80-173-p24"), " and others"], "in part"],
    ],
)
def test_another_row_is_no_judgement(cells):
    assert parts.judged(cells) is None


def test_a_record_is_from_a_work_with_its_author_and_year_as_the_bibliography_has_them(pages):
    cited = {
        row["id"]: words(row.find_parent("tr").select_one(".cited")) for row in pages["messages.html"].select(".record")
    }
    assert "From: CSTD secretariat (2024, inferred). Progress report on WSIS+20 review, " in cited["europe-k2"]
    record = "summary record of the meeting of 4 September 2024 in Astana, "
    title = "WSIS+20: Successes, Failures, and Expectations"
    assert f"From: ESCAP, CSTD and ITU (n.d.). {title}, {record}" in cited["astana-s21"]
    itself = pages["provisions.html"].select_one("tr:has(#res-80-173-p99) details.citing p:has(.original)")
    assert words(itself).startswith(
        "The paragraph itself: A/RES/80/173, para. 99; in full: United Nations General Assembly (2025). "
    )
    assert words(itself).endswith("A/RES/80/173, paragraph 99, https://undocs.org/A/RES/80/173.")
    assert not pages["messages.html"].select(".original")
    provisions = pages["provisions.html"].select("table.register .cited")
    assert all("From: United Nations General Assembly (2025). " in words(one) for one in provisions)


def test_an_address_is_given_where_one_is_known():
    part = parts.of_record("message", "africa-k2")
    config = SimpleNamespace(html_baseurl="https://example.org/book")
    place = "https://example.org/book/messages.html#africa-k2"
    assert f", {place}. {citation.made_by()} From: " in part.sentence(config, "book/messages")
    assert f"UR  - {place}\n" in part.ris(config, "book/messages")
    assert f"url = {{{place}}}" in part.bibtex(config, "book/messages")
    assert f", messages.html#africa-k2. {citation.made_by()} From: " in part.sentence(NOWHERE, "book/messages")


def test_files_of_a_part_have_its_address_and_text_as_text(tmp_path):
    place = "https://example.org/messages.html#x"
    app = SimpleNamespace(outdir=tmp_path, config=SimpleNamespace(html_baseurl="https://example.org"))
    parts.Part("x", r"50% <b>of</b> {a} \input{b}", "R&D, page 3").write(app, "book/messages")
    _, entry = parsed(tmp_path / parts.FOLDER / "x.bib")
    assert set(entry.fields) == {"title", "year", "howpublished", "note", "url", "date", "version"}
    assert entry.fields["url"] == place
    told = dict(lines(tmp_path / parts.FOLDER / "x.ris"))
    assert (told["TI"], told["N1"], told["UR"]) == (r"50% <b>of</b> {a} \input{b}", "From: R&D, page 3", place)


def test_a_message_is_cited_alike_in_its_files_and_on_the_citing_page(site, pages):
    text = " ".join(words(pages["citing.html"].find("article")).replace("’", "'").split())
    bib = (site / "cite" / "parts" / "astana-s11.bib").read_text("utf-8")
    said = parts.of_record("message", "astana-s11").sentence(NOWHERE, "book/messages")
    assert all(" ".join(form.split()).replace("’", "'") in text for form in (bib, said))


@pytest.mark.parametrize("builder", ["html", "typst"])
def test_what_is_cited_is_text_and_on_paper_it_is_left_out(builder):
    written = []
    made = SimpleNamespace(name=builder, config=SimpleNamespace(html_baseurl=""), current_docname="book/messages")
    control = parts.control(parts.Part("x", "<script>x</script>"))
    translator = SimpleNamespace(body=written, builder=made)
    if builder == "html":
        parts.visit(translator, control)
        parts.depart(translator, control)
    else:
        with pytest.raises(nodes.SkipNode):
            parts.visit(translator, control)
    text = "".join(written)
    assert "<script" not in text
    assert ("&lt;script&gt;" in text) == (builder == "html")


def test_no_control_is_printed(pdf_paths):
    printed = [
        path.read_text("utf-8") for path in sorted((pdf_paths["report"].parent / "source" / "pages").rglob("*.typ"))
    ]
    assert printed
    assert not any("Cite this figure" in text or "cite/parts/africa" in text for text in printed)
