"""The pages: every message has its place, every number is the data's, and nothing is left unresolved."""

from __future__ import annotations

import copy
import io
import re
import xml.etree.ElementTree as ET
from types import SimpleNamespace

import pandas as pd
import pybtex.database
import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from docutils.utils import new_document
from sphinx.errors import ExtensionError
from wsis20 import datapackage, freshness, project, tracing
from wsis20.words import day, number
from wsis20_sphinx import carried, fates, figures
from wsis20_sphinx.directives import citation, fields, regions
from wsis20_sphinx.records import messages_in_context

PACKAGE = datapackage.load()


@pytest.fixture(scope="module")
def pages(site):
    return {path.name: BeautifulSoup(path.read_text("utf-8"), "html.parser") for path in sorted(site.glob("*.html"))}


def words(element):
    """Return the text of an element with single spaces."""
    return " ".join(element.get_text().split())


def row_of(page, key):
    """Return the row of a register whose record has this anchor."""
    return page.find(id=key).find_parent("tr")


@pytest.mark.parametrize("message", PACKAGE["messages"]["message_id"])
def test_every_message_stands_in_the_register_with_text_source_and_citation(pages, message):
    row = messages_in_context().loc[message]
    entry = row_of(pages["messages.html"], message)
    assert words(entry.find("td").find("p")) == row["paraphrase"].replace("'", "’")
    source = words(entry.find("p", class_="source"))
    assert all(locator in source for locator in row["locator"])
    assert tuple(words(phrase) for phrase in entry.select(".source .phrase")) == row["phrase"]
    if row["layer"] == "statement":
        assert source.startswith(row["speaker"])
    assert entry.find("a", class_="permalink")["href"] == f"#{message}"
    assert words(entry.select_one(".cited")).startswith(citation.message_part(message)[0])


def keys(links):
    """Return the identifiers that links lead to."""
    return {link["href"].partition("#")[2] for link in links}


def fate_of(message):
    """Return the messages and the provisions that the agreed codes connect with a message."""
    traces, responses = (PACKAGE[table].query("coding_pass == 'agreed'") for table in ("traces", "responses"))
    said = set(traces.loc[traces["statement_id"] == message, "key_message_id"])
    said |= set(traces.loc[traces["key_message_id"] == message, "statement_id"])
    met = responses[(responses["message_id"] == message) & (responses["degree"] != "none")]
    return said | set(met["provision_id"]) | left_out_by_rule(message)


def left_out_by_rule(message):
    """Return the provisions that do not count for a call of Africa since they are for developing countries at large."""
    row = messages_in_context().loc[message]
    given = PACKAGE["codings"].query("coding_pass == 'agreed' and message_id == @message")["theme_id"]
    if (row["region_id"], row["kind"]) != ("africa", "call") or not {*tracing.NEEDED} & {*given}:
        return set()
    return set(tracing.for_developing(PACKAGE, tracing.NEEDED)["provision_id"])


def test_a_rule_that_costs_a_call_its_answer_stands_with_it(pages):
    told = {row["id"]: words(row.find_parent("tr")) for row in pages["messages.html"].select("tr .record")}
    assert [key for key, text in told.items() if "By our rule" in text] == ["africa-k3"]
    assert [key for key, text in told.items() if "by a clause of the rules: it is a concern" in text] == [
        "asia-pacific-k3",
        "astana-s68",
    ]


def with_a_page(pages):
    """Return the consultations of which a page shows who said what."""
    at = PACKAGE["appearances"].set_index("appearance_id")["consultation_id"]
    shown = [section["id"] for page in pages.values() for section in page.select("section:has(> ul.statements)")]
    return {at[name] for name in shown}


@pytest.mark.parametrize("message", PACKAGE["messages"]["message_id"])
def test_what_became_of_a_message_stands_with_it(pages, message):
    row = messages_in_context().loc[message]
    told = row_of(pages["messages.html"], message).select("p.fate")
    assert keys(link for fate in told for link in fate.select("a")) == fate_of(message)
    assert bool(told) == (row["layer"] == "statement" or row["kind"] == "call" or bool(fate_of(message)))
    if row["layer"] == "key message" and row["region_id"] != "global":
        (profile,) = [
            page for page in pages.values() if page.select_one(f"section[id='{row['region_id']}-its-key-messages']")
        ]
        (item,) = [item for item in profile.select("section ol > li") if keys(item.p.select("a")) == {message}]
        assert [words(fate) for fate in item.select(".fate")] == [words(fate) for fate in told]
    if row["layer"] == "statement":
        shown = [item for page in pages.values() for item in page.select("ul.statements > li")]
        if row["consultation_id"] not in with_a_page(pages):
            pytest.skip(f"no page shows who said what at {row['consultation_id']}")
        (item,) = [item for item in shown if keys(item.p.select("a")) == {message}]
        assert item.find_parent("section")["id"] == row["appearance_id"]
        assert words(item.p).partition(". ")[2] == row["paraphrase"].replace("'", "’")
        became = words(told[0]).removeprefix(fates.UNMATCHED).lstrip()  # the head of the page says so once
        assert words(item.select_one(".fate")) == f"{row['kind'].capitalize()}. {became}".rstrip()


REGISTERS = {
    "messages.html": "messages",
    "speakers.html": "people",
    "consultations.html": "consultations",
    "provisions.html": "provisions",
    "notes.html": "source_notes",
}


@pytest.mark.parametrize("page", REGISTERS)
def test_register_has_every_record_and_nothing_else(pages, page):
    entries = [entry["id"] for entry in pages[page].select("table.register tbody .record")]
    assert sorted(entries) == sorted(PACKAGE[REGISTERS[page]].iloc[:, 0])
    assert len(pages[page].select("table.register tbody details.citing .cited")) == len(entries)
    assert "all are in the data package" not in words(pages[page].select_one("table.register caption"))


@pytest.mark.parametrize("page", REGISTERS)
def test_cells_of_a_register_are_named_by_their_column(pages, page):
    table = pages[page].find("table", class_="register")
    heads = [words(cell) for cell in table.select("thead th")]
    for row in table.select("tbody tr"):
        assert [cell.get("data-label") for cell in row.select("td")] == heads[1:]


def test_every_theme_has_an_entry_in_the_codebook_with_its_messages(pages):
    agreed = PACKAGE["codings"].query("coding_pass == 'agreed'")
    coded = PACKAGE["provision_codings"].query("coding_pass == 'agreed'")
    for theme in PACKAGE["themes"]["theme_id"]:
        section = pages["codebook.html"].find("section", id=theme)
        messages, provisions = (keys(said.select("a")) for said in section.select("dd")[-2:])
        assert messages == set(agreed.loc[agreed["theme_id"] == theme, "message_id"])
        assert provisions == set(coded.loc[coded["theme_id"] == theme, "provision_id"])


def test_notes_of_a_profile_are_those_on_its_consultation_and_on_lists_that_hold_it(pages):
    def notes(region):
        listed = pages[f"{region}.html"].select("section[id$=notes-on-the-sources] li a")
        return keys(listed)

    series = {"regional-years", "organisers-unnamed"}
    assert notes("arab-region") >= series | {"arab-present-tense", "different-continents", "report-host-events"}
    assert notes("africa") >= series | {"africa-final-round", "astana-format", "dar-es-salaam-spelling"}
    assert notes("latin-america-caribbean") >= {"latin-america-messages", "africa-final-round"}
    assert notes("asia-pacific") >= {"astana-format", "organisers-unnamed", "new-stakeholders-strength", "name-order"}
    assert "latin-america-messages" not in notes("asia-pacific")


def notes_of(page, key):
    """Return the notes that the row of a record links."""
    return keys(row_of(page, key).select("a[href^='notes.html#']"))


def test_records_lead_to_the_notes_on_their_place(pages):
    assert notes_of(pages["messages.html"], "astana-s65") == {"child-protection-efforts"}
    assert "private-investment-left-out" in notes_of(pages["messages.html"], "asia-pacific-k1")
    assert notes_of(pages["messages.html"], "africa-k2") == set()
    assert "subsidy-base" in notes_of(pages["messages.html"], "astana-s45"), "a note on a number that a message names"
    assert notes_of(pages["speakers.html"], "cynthia-lesufi") == {"group-lesufi", "keynote-countries"}
    assert "geneva-2023-date" in notes_of(pages["consultations.html"], "geneva-2023")


def test_names_of_regions_lead_to_their_profiles(pages):
    terms = pages["index.html"].select(".key-messages p.region a")
    regions = PACKAGE["regions"].query("scope == 'regional'").sort_values("sort_order")
    assert [words(term) for term in terms] == regions["name"].tolist()
    for term in terms:
        assert words(pages[term["href"].partition("#")[0]].find("h1")).rstrip("#") == words(term)


def test_paragraphs_that_do_not_count_for_africa_stand_on_its_page(pages):
    """The paragraphs that chapter 6 and the brief name by their numbers, each with what it sets whom to do."""
    listed = pages["africa.html"].find(id="paragraphs-for-developing-countries-at-large").select("li")
    numbers = [re.search(r"paragraph (\d+)\)", words(item))[1] for item in listed]
    assert (
        f"Paragraphs {', '.join(numbers[:-1])} and {numbers[-1]} act on these subjects for developing countries"
        in words(pages["brief.html"])
    )
    acts = PACKAGE["acts"].query("coding_pass == 'agreed'")
    for item in listed:
        (key,) = keys(item.select("a"))
        own = acts[(acts["provision_id"] == key) & acts["object"].map(words(item).replace("’", "'").__contains__)]
        assert len(own)
        assert all("developing countries" in names for names in own["addressees"])


def test_statements_without_a_theme_stand_apart_in_a_profile(pages):
    section = pages["asia-pacific.html"].find(id="asia-pacific-the-themes")
    assert not section.select("li a[href$='#no-theme']")
    (apart,) = [p for p in section.find_all("p") if words(p).startswith("Without a theme")]
    linked = keys(apart.select("a"))
    agreed = PACKAGE["codings"].query("coding_pass == 'agreed' and theme_id == 'no-theme'")["message_id"]
    assert linked == set(agreed[agreed.str.startswith("astana")])


def profiles(pages):
    """Return the pages that show what the dataset holds of a region, by region."""
    regions = PACKAGE["regions"]["region_id"]
    found = {key: [page for page in pages.values() if page.select_one(f"#{key}-the-consultation")] for key in regions}
    return {key: own[0] for key, own in found.items() if own}


def test_profiles_of_regions_open_with_what_was_said_and_have_no_empty_section(pages):
    found = profiles(pages)
    assert len(found) == len(PACKAGE["regions"]) - 1
    shapes = {key: [words(h).rstrip("#") for h in page.select("article h2")] for key, page in found.items()}
    whole = shapes["asia-pacific"]
    assert whole[0] == "Its key messages"
    shapes["africa"].remove("Paragraphs for developing countries at large")  # they count for no call of Africa
    assert all(shape == [title for title in whole if title in shape] for shape in shapes.values())
    told = set(PACKAGE["messages"].query("layer == 'key message'")["region_id"])
    held = datapackage.status_of_regions(PACKAGE)
    for key, page in found.items():
        assert ("Its key messages" in shapes[key]) == (key in told)
        assert [part["id"] for part in page.select("article section") if not part.select("p, li")] == []
        silent = "had not been held when the progress report was presented" in words(page)
        assert silent == (held[key] == "planned")


@pytest.mark.parametrize("text", ["nothing", "messages nothing", "messages kind=nothing"])
def test_counting_what_is_not_there_is_refused(text):
    with pytest.raises(ValueError, match="nothing"):
        fields.rows(text)


def test_rows_are_counted():
    assert fields.rows("messages") == len(PACKAGE["messages"])
    assert fields.rows("second_readings decision") == PACKAGE["second_readings"]["decision"].notna().sum()
    assert fields.rows("messages layer=statement") == (PACKAGE["messages"]["layer"] == "statement").sum()


def test_every_abbreviation_of_the_prose_is_in_the_glossary(pages):
    known = {words(term) for term in pages["glossary.html"].select("dt")}
    known |= {part for term in known for part in re.split(r"\W+", term)}
    letters = {"A", "B", "C", "D", "E", "I", "R", "RES", "BY", "CC", "NC", "SA", "MIT", "III"}
    everyday = {"CSV", "DOI", "HTML", "ID", "JSON", "MB", "PDF", "RIS", "SQL", "URL", "UTF", "ZIP"}
    programs = {"ATLAS", "MAXQDA"}
    plain = letters | everyday | programs
    for name in ("index", "brief", "method", "quality", "rerun", "reuse", "contribute"):
        article = copy.copy(pages[f"{name}.html"].find("article"))
        for code in article.select("pre, code, .citation, details, .drawing"):
            code.extract()
        found = set(re.findall(r"\b[A-Z]{2,}s?\b", words(article)))
        assert found - known - plain == set(), name


def test_every_provision_leads_to_the_official_text_and_the_page_does_once(pages):
    url = PACKAGE["documents"].set_index("document_id").at["res-80-173", "url"]
    links = [
        row.select(f"a.external[href='{url}']") for row in pages["provisions.html"].select("table.register tbody tr")
    ]
    assert len(links) == len(PACKAGE["provisions"])
    assert {len(own) for own in links} == {1}
    assert len(pages["provisions.html"].select(f"article section > p a.external[href='{url}']")) == 1


def test_people_are_counted_as_named_and_as_heard(pages):
    people, heard = PACKAGE["people"], PACKAGE["messages"]["appearance_id"].dropna().unique()
    appearances = PACKAGE["appearances"]
    own = appearances[appearances["appearance_id"].isin(heard)]
    said = words(pages["speakers.html"].find("article").find("p"))
    assert f"{len(people)} people" in said
    assert f"Of {number(own['person_id'].nunique())} of them statements are on record" in said
    region = words(pages["asia-pacific.html"].find(id="asia-pacific-who-spoke"))
    there = own.loc[own["consultation_id"] == "astana-2024", "appearance_id"].nunique()
    assert f" statements of {number(there)} of them." in region


def test_role_links_to_the_message_with_its_text_at_hand(pages):
    links = pages["citing.html"].select('a[href="messages.html#astana-s11"]')
    assert [words(link) for link in links] == ["Astana, statement 11"]
    assert links[0]["title"] == messages_in_context().loc["astana-s11", "paraphrase"]


def test_the_regional_messages_stand_side_by_side(pages):
    table = pages["02-regions.html"].find("table")
    regional = PACKAGE["messages"].query("layer == 'key message' and region_id != 'global'")["message_id"]
    assert keys(table.select("a[href*='messages.html#']")) == set(regional)
    silent = datapackage.status_of_regions(PACKAGE).drop("global").eq("planned").any()
    assert ("not yet held when reported" in words(table)) == silent


def test_messages_are_in_the_inventory(site):
    from sphinx.util.inventory import InventoryFile

    with (site / "objects.inv").open("rb") as file:
        inventory = InventoryFile.load(file, "", lambda base, uri: uri)
    assert set(inventory["wsis20:message"]) == set(PACKAGE["messages"]["message_id"])


def test_numbers_on_the_landing_page_are_those_of_the_data(pages):
    text = words(pages["index.html"].find("article"))
    messages = PACKAGE["messages"]
    traces, responses, acts = (
        PACKAGE[table].query("coding_pass == 'agreed'") for table in ("traces", "responses", "acts")
    )

    def met(calls):
        """Return how many calls there are, and how many of each closest match."""
        closest = tracing.closest(calls, responses[responses["degree"] != tracing.NONE])
        return len(calls), *((closest == match).sum() for match in tracing.CLOSEST)

    calls = messages.query("kind == 'call'")
    of_regions = calls.query("layer == 'key message' and region_id != 'global'")["message_id"]
    made, whole, *others, part, mentioned, none = met(of_regions)
    assert f"Of {number(made)} regional calls, {number(whole)} are answered" in text
    strip = [words(item) for item in pages["index.html"].select("ul.matches li")]
    assert strip == [
        f"{whole} answered",
        *(f"{count} on some points" for count in others),
        f"{part} in part",
        f"{mentioned} only mentioned",
        f"{none} nothing found",
    ]
    assert part > (made - whole) / 2
    assert f"answered {': '.join(tracing.ON_SOME_POINTS['europe-k2'])}" in text
    some = calls["message_id"][calls["message_id"].isin(tracing.ON_SOME_POINTS)]
    assert len(some) == len(tracing.ON_SOME_POINTS)
    assert met(some)[2] == len(some), "some of the calls that are marked so are not answered"
    of_astana = calls.query("layer == 'statement' and consultation_id == 'astana-2024'")["message_id"]
    left, whole, _, part, *_ = met(of_astana[~of_astana.isin(traces["statement_id"])])
    assert f"{number(left)} of {number(len(of_astana))} calls made in Astana" in text
    assert whole < left / 3 < left / 2 < whole + part
    operative = acts["force"].isin(tracing.OPERATIVE)
    dated = operative & acts["due"].notna() & (acts["due_kind"] != "recurrence")
    asking = f"{operative.sum()} acts that decide or ask for something"
    assert f"{number(dated.sum())} of {asking} have a date." in text


def test_who_made_the_calls_left_out_is_told_where_they_are_counted(pages):
    package = datapackage.in_context(PACKAGE).merge(PACKAGE["appearances"][["appearance_id", "stakeholder_group"]])
    traced = PACKAGE["traces"].query("coding_pass == 'agreed'")["statement_id"]
    said = package[(package["consultation_id"] == "astana-2024") & (package["layer"] == "statement")]
    calls = said[(said["kind"] == "call") & ~said["message_id"].isin(traced)]
    best = tracing.best_degree(calls["message_id"], tracing.responses(PACKAGE))
    met = calls[best.isin(tracing.DEGREES[:2]).to_numpy()]
    of_bodies = met[met["stakeholder_group"] == "intergovernmental organization"]
    most = of_bodies["person_id"].value_counts().iloc[0]
    assert 0.8 * len(met) < len(of_bodies) < len(met) == 2 * most
    told = (
        f"Nearly all of these {number(len(met))} calls came from speakers of intergovernmental organizations, "
        "half of them from one speaker of ITU."
    )
    assert all(told in words(pages[name].find("article")) for name in ("brief.html", "04-floor.html"))


def test_landing_page_is_short_before_its_contents(pages):
    article = pages["index.html"].find("article")
    contents = article.find("section", id="the-key-messages-by-region")
    before = [text for text in contents.find_all_previous(string=True) if article in text.parents]
    before = [text for text in before if not text.find_parent(class_="drawing")]  # a mark's words are not shown
    assert 60 < sum(len(text.split()) for text in before) <= 400


@pytest.mark.parametrize("path", project.notebooks(), ids=lambda path: path.stem)
def test_a_chapter_opens_with_its_question_and_then_the_answer(pages, path):
    title = pages[f"{path.stem}.html"].select_one("article h1")
    question, answer = title.find_next_siblings("p", limit=2)
    assert question["class"] == ["question"]
    assert words(question) == words(question.strong)
    assert words(question).endswith("?")
    assert answer["class"] == ["answer"]


def sentences(page):
    """Return the sentences in the paragraphs and items of a page, without those that cite it."""
    parts = [
        part
        for part in page.select("article :is(p, li)")
        if not part.find("p") and not part.find_parent("section", class_="cite-page")
    ]
    told = [told for part in parts for told in re.split(r"(?<=[.?!])\s+(?=[A-Z“(])", words(part))]
    return [sentence for sentence in told if len(sentence.split()) > 3]


def test_the_brief_says_little_that_stands_elsewhere(pages):
    elsewhere = {sentence for name, page in pages.items() if name != "brief.html" for sentence in sentences(page)}
    own = sentences(pages["brief.html"])
    assert len(own) > 30
    assert sum(sentence in elsewhere for sentence in own) <= 0.15 * len(own)


REMAINS = ["{msg}", "{glue", "glue:", "{numref}", "{cite", "{{", "object at 0x", "Traceback", "[?]"]


def test_no_page_shows_what_should_have_been_resolved(pages):
    for name, page in pages.items():
        shown = "".join(text for text in page.find_all(string=True) if not text.find_parent(["pre", "script"]))
        assert [remains for remains in REMAINS if remains in shown] == [], name


@pytest.mark.parametrize("path", project.notebooks(), ids=lambda path: path.stem)
def test_every_figure_has_caption_and_alt_text_and_it_and_every_table_data_and_code(site, pages, path):
    number, written = path.stem, figures.data_behind(path)
    stored = figures.drawn(path)
    shown_figures = pages[f"{number}.html"].select("figure")
    assert len(shown_figures) == len(stored) > 0
    for figure, name in zip(shown_figures, stored, strict=True):
        assert re.match(r"Fig\. \d", words(figure.find("figcaption")))
        about = stored[name]["metadata"]["wsis20"]["figure"]
        assert words(figure.find("figcaption").strong) == f"{about['title']}."
        assert {svg["aria-label"] for svg in figure.select(".drawing > svg")} == {about["alt"]}
    made = dict(zip(stored, shown_figures, strict=True))
    made |= {name: pages[f"{number}.html"].find("table", id=name) for name in figures.tabled(path)}
    assert made.keys() == written.keys()
    for name, csv in written.items():
        data, *drawing, code = made[name].find_next("p", class_="figure-data").find_all("a")
        assert [link["href"] for link in drawing] == ([f"data/{name}.svg"] if name in stored else [])
        assert data["href"] == f"data/{name}.csv"
        shown = pages[f"{number}.html"].select_one(f".cell_input#{code['href'].removeprefix('#')}")
        assert f'"{name}"' in words(shown)
        assert (site / "data" / f"{name}.csv").read_text("utf-8") == csv


@pytest.mark.parametrize("path", project.notebooks(), ids=lambda path: path.stem)
def test_a_drawing_to_take_away_has_its_title_and_its_source_inside(site, path):
    told = carried.source(f"notebooks/{path.stem}")
    assert f"version {project.version()}, CC BY 4.0." in told
    assert ("observations are not under CC BY 4.0" in told) == (path.stem == "07-ground")
    for name, output in figures.drawn(path).items():
        drawing = ET.fromstring((site / "data" / f"{name}.svg").read_bytes())
        texts = [" ".join("".join(text.itertext()).split()) for text in drawing.findall(".//{*}text")]
        title = output["metadata"]["wsis20"]["figure"]["title"]
        assert drawing.findtext("{*}title") == f"{title}."
        assert f"{title}." in " ".join(texts).replace("- ", "-")  # a line may end after a hyphen
        assert told in " ".join(texts)


def test_a_picture_of_another_form_is_refused():
    with pytest.raises(ValueError, match="no width, height and view"):
        carried.complete("<svg></svg>", "Rain", "A book.")


def test_the_figure_on_the_landing_page_is_that_of_its_chapter(pages):
    shown = pages["index.html"].select_one(".preview .drawing")
    assert shown == pages["06-asks.html"].select_one("figure#fig-asks .drawing")
    assert len(shown("svg")) == 2
    with pytest.raises(KeyError, match="no notebook has a figure 'fig-none'"):
        figures.notebook_with("fig-none")


def test_each_mark_of_a_figure_has_a_name_and_leads_to_its_record(site, pages):
    seen = 0
    for name, page in pages.items():
        for link in page.select(".drawing a"):
            file, _, anchor = link["href"].partition("#")
            assert pages[file or name].find(id=anchor), link["href"]
            assert link["aria-label"].strip()
            assert link.title.string == link["aria-label"]
            seen += 1
    assert seen > 400


def test_no_two_parts_of_a_page_with_figures_have_one_id(pages):
    for name, page in pages.items():
        ids = [part["id"] for part in page.find_all(id=True)]
        assert len(ids) == len(set(ids)), name
        assert not page.select(".drawing [id], .drawing [style]")


@pytest.mark.parametrize("path", project.notebooks(), ids=lambda path: path.stem)
def test_all_code_of_a_notebook_is_on_its_page_in_one_fold_a_result(pages, path):
    page = pages[f"{path.stem}.html"]
    shown = [words(block) for block in page.select(".cell_input pre")]
    cells = [cell for cell in freshness.read(path)["cells"] if cell["cell_type"] == "code"]
    assert shown == [" ".join("".join(cell["source"]).split()) for cell in cells]
    for cell in page.select("div.cell"):
        following = cell.find_next_sibling()
        if not cell.select_one(".cell_output") and following is not None:
            assert "cell" not in following.get("class", ())


def test_alt_text_of_the_regions_says_what_its_data_say(site, pages):
    data = pd.read_csv(io.StringIO((site / "data" / "fig-regions.csv").read_text("utf-8")))
    alt = pages["02-regions.html"].find("figure").svg["aria-label"]
    for row in data.dropna().query("messages > 0").itertuples():
        assert re.search(rf"{row.region}: [^;]*{row.kind} {int(row.messages)}", alt)
    silent = data.loc[data["messages"].isna(), "region"].unique()
    assert all(f"{region}: not yet held when reported" in alt for region in silent)


def test_an_entry_of_bibtex_holds_text_and_nothing_else():
    made = citation.entry(
        "key", r"50% of C#_ \input{secret}", {"note": "R&D } , evil = {x", "url": "https://x.org/a}b"}
    )
    assert r"title = {{50\% of C\#\_ \textbackslash{}input\textbraceleft{}secret\textbraceright{}}}," in made
    assert r"note = {R\&D \textbraceright{} , evil = \textbraceleft{}x}," in made
    assert "url = {https://x.org/a%7Db}," in made
    fields = pybtex.database.parse_string(made, "bibtex").entries["key"].fields
    assert set(fields) == {"title", "year", "note", "url", "date", "version"}


def test_an_author_may_be_a_person(monkeypatch):
    monkeypatch.setattr(
        project, "citation", lambda: {"authors": [{"given-names": "Ana", "name-particle": "de", "family-names": "Sá"}]}
    )
    assert citation.author() == "Ana de Sá"


def test_edition_is_that_of_the_citation_file(pages):
    text = words(pages["citing.html"].find("article"))
    assert (
        f"Version {project.version()} of this book and its data was released on {day(project.release_date())}" in text
    )
    assert citation.page_bibtex(None, "", "").splitlines()[0] == f"@misc{{wsis20regions{project.release_date().year},"


@pytest.mark.parametrize("address", ["", "https://example.org/africa.html"])
@pytest.mark.parametrize("title", ["Africa", None])
def test_a_page_and_the_book_are_cited_alike_in_all_forms(title, address):
    book = project.citation()["title"]
    sentence = citation.page_reference(title, address)
    bibtex, ris = citation.page_bibtex(title, "africa", address), citation.page_ris(title, address)
    assert sentence.startswith(f"{citation.author()} (" if title is None else "Africa. In: ")
    assert f"title = {{{{{title or book}}}}}" in bibtex
    assert f"TI  - {title or book}\n" in ris
    assert ("In: " in bibtex, f"T2  - {book}" in ris) == (title is not None, title is not None)
    assert all((address in form) for form in (sentence, bibtex, ris))
    assert ("url = " in bibtex, "UR  - " in ris) == (bool(address), bool(address))


def test_works_cited_are_in_the_bibliography_and_the_documents_among_them(pages):
    keys = {entry["id"] for entry in pages["bibliography.html"].select("div.citation")}
    bib = (project.BOOK / "references.bib").read_text("utf-8")
    assert len(keys) == bib.count("@misc{")
    assert all(f"@misc{{{key}," in bib for key in PACKAGE["documents"]["citation_key"])


def test_data_dictionary_has_an_anchor_for_every_field(pages):
    page = pages["dataset.html"]
    for table, schema in PACKAGE.schemas.items():
        for field in schema["fields"]:
            term = page.find("dt", id=f"{table}-{field['name']}".replace("_", "-"))
            assert words(term).startswith(field["name"])
            assert str(field["example"]) in term.find_next_sibling("dd").get_text()


@pytest.mark.parametrize(("label", "fits"), [("profile-arab", True), ("profile-africa", False), (None, False)])
def test_a_profile_stands_on_the_page_of_its_region(label, fits):
    document = new_document("page")
    if label:
        document += nodes.target("", "", names=[label])
    page = SimpleNamespace(
        arguments=["arab"],
        lineno=6,
        env=SimpleNamespace(docname="book/page"),
        state=SimpleNamespace(document=document),
        section=lambda region, title, blocks: title,
    )
    if fits:
        assert "Its key messages" in regions.Profile.run(page)
    else:
        with pytest.raises(ExtensionError, match="book/page:6: the profile of 'arab' belongs"):
            regions.Profile.run(page)


def test_no_page_shows_what_is_missing_as_nan(pages):
    assert [name for name, page in pages.items() if re.search(r"\bnan\b", page.get_text())] == []
