"""What the web pages promise whatever they say: addresses, no foreign request, access for all, two themes."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from contrast import contrast
from sphinx.errors import ExtensionError
from sphinx.util.inventory import InventoryFile
from wsis20 import project, words
from wsis20.commands.build import state
from wsis20_sphinx import gates
from wsis20_sphinx.gates import outdated
from wsis20_sphinx.html import metadata
from wsis20_sphinx.html.addresses import address, refuse_shared_addresses
from wsis20_sphinx.html.offline import ForeignRequests

ROOT = Path(__file__).resolve().parents[2]
STYLE = (ROOT / "book" / "_static" / "wsis20.css").read_text("utf-8")

Pages = dict[str, BeautifulSoup]


@pytest.fixture(scope="module")
def pages(site: Path) -> Pages:
    """Return every page of the site, parsed, by its file name."""
    return {file.name: BeautifulSoup(file.read_text("utf-8"), "html.parser") for file in sorted(site.glob("*.html"))}


def accessible_name(element: Tag) -> str:
    """Return what names an element: its text, its label or its title; enough for the controls of these pages."""
    return (element.get("aria-label") or element.get_text(strip=True) or element.get("title") or "").strip()


# ---- Titles


def test_the_title_of_the_book_stands_once_in_a_tab_and_not_in_the_list_of_pages(pages: Pages) -> None:
    title = project.citation()["title"]
    assert pages["index.html"].head.title.get_text(strip=True) == title
    assert all(page.head.title.get_text().count(title) == 1 for page in pages.values())
    for page in pages.values():
        links = page.select(".bd-docs-nav .toctree-l1 > a")
        assert links[0].get_text(strip=True) == "Start"
        assert title not in [link.get_text(strip=True) for link in links]


@pytest.mark.parametrize("path", [None, *project.notebooks()], ids=lambda path: path.stem if path else "index")
def test_a_description_begins_with_the_finding_and_ends_with_a_sentence(pages: Pages, path: Path | None) -> None:
    page = pages[f"{path.stem if path else 'index'}.html"]
    finding = page.select_one("article p.answer" if path else "article .preview p:has(> strong)")
    told = page.select_one("meta[name=description]")["content"]
    assert told == page.select_one("meta[property='og:description']")["content"]
    assert words.capital(" ".join(finding.get_text().split())).startswith(told)
    assert told.endswith((".", "?", ":"))


def test_a_very_long_sentence_is_cut_where_a_part_of_it_ends() -> None:
    assert metadata.sentences(f"It rained in the north: {'and on ' * 60}.") == "It rained in the north."
    assert metadata.sentences("and on " * 60).endswith(" …")
    assert metadata.sentences("It rained. Nobody came.") == "It rained. Nobody came."
    assert metadata.sentences(f"It rained. {'N' * 190}.") == "It rained."


# ---- Addresses


def test_address_is_the_name_of_the_source_without_its_folders() -> None:
    assert [address(name) for name in ("book/index", "notebooks/01-round", "search")] == ["index", "01-round", "search"]


def test_two_sources_at_one_address_are_refused_by_name() -> None:
    with pytest.raises(ExtensionError, match=re.escape("method.html (book/method, notebooks/method)")):
        refuse_shared_addresses({"book/method", "notebooks/method", "book/index"})


def test_source_at_the_address_of_a_generated_page_is_refused() -> None:
    with pytest.raises(ExtensionError, match=re.escape("search.html (book/search, search)")):
        refuse_shared_addresses({"book/search"})


def test_pages_lie_in_one_folder(site: Path) -> None:
    folders = {file.relative_to(site).parts[0] for file in site.rglob("*.html") if file.parent != site}
    assert folders <= {"_static"}


def test_landing_page_is_a_page_and_not_a_redirect(pages: Pages) -> None:
    landing = pages["index.html"]
    assert landing.select_one("meta[http-equiv=refresh]") is None
    assert landing.select_one("article h1") is not None


def test_links_within_the_site_lead_to_something(site: Path, pages: Pages) -> None:
    ids = {name: {element["id"] for element in page.find_all(id=True)} for name, page in pages.items()}
    broken = []
    for name, page in pages.items():
        for element in page.select("[href], [src]"):
            link = element.get("href") or element.get("src") or ""
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or not link:
                continue
            target = unquote(parts.path) or name
            known = parts.fragment in ids.get(target, {parts.fragment}) or not parts.fragment
            if not (site / target).is_file() or not known:
                broken.append(f"{name}: {link}")
    assert not broken


def test_inventory_leads_to_pages(site: Path) -> None:
    with (site / "objects.inv").open("rb") as stream:
        inventory = InventoryFile.load(stream, "", lambda base, uri: uri)
    targets = {uri.partition("#")[0] for kind in inventory.values() for _, _, uri, _ in kind.values()}
    targets -= {"genindex.html", "py-modindex.html"}  # Sphinx lists them whether they are written or not
    assert targets
    assert [target for target in targets if not (site / target).is_file()] == []


# ---- Freshness


@pytest.mark.parametrize(
    ("path", "old", "new", "pages"),
    [
        ("book/brief.md", "words", "other words", "none"),
        ("book/_snippets/part.md", "words", "other words", "none"),
        ("book/brief.md", "# Title", "# Another", "all"),
        ("book/brief.md", "(label)=", "(other)=", "all"),
        ("book/brief.md", "```{note}", "```{tip}", "all"),
        ("book/references.bib", "words", "other words", "all"),
        ("notebooks/01-round.ipynb", "words", "other words", "all"),
    ],
)
def test_what_other_pages_may_show_outdates_them(monkeypatch, tmp_path, path, old, new, pages):
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    monkeypatch.setattr(state, "ROOT", tmp_path)
    monkeypatch.setattr(project, "BOOK", tmp_path / "book")
    monkeypatch.setattr(state, "inputs", lambda: [file])
    file.write_text("(label)=\n# Title\n\nSome words.\n\n```{note}\nwords\n```\n", "utf-8")
    before = state.digest(gates.shared)
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    assert (state.digest(gates.shared) == before) == (pages == "none")


def test_changed_input_outdates_every_page(monkeypatch: pytest.MonkeyPatch) -> None:
    env = SimpleNamespace(found_docs={"book/index", "book/method", "book/new"}, wsis20_inputs="before")
    monkeypatch.setattr("wsis20.commands.build.state.digest", lambda read: "after")
    assert outdated(None, env, {"book/new"}, set(), set()) == {"book/index", "book/method"}
    assert outdated(None, env, set(), {"book/index"}, set()) == set()


@pytest.mark.parametrize(
    "markup",
    [
        '<script src="https://cdn.example/a.js"></script>',
        '<script src="//cdn.example/a.js"></script>',
        '<link rel="stylesheet" href="https://cdn.example/a.css">',
        '<link rel="preload" as="font" href="http://cdn.example/a.woff2">',
        '<link rel="dns-prefetch" href="//cdn.example">',
        '<img alt="" src="https://cdn.example/a.png">',
        '<img alt="" src="a.png" srcset=" https://cdn.example/a.png 2x">',
        '<iframe src="https://cdn.example/"></iframe>',
        "<style>@import url(https://cdn.example/a.css);</style>",
        '<p style="background: url(https://cdn.example/a.png)"></p>',
        '<script>const THEBE_JS_URL = "https://cdn.example/thebe.js"</script>',
    ],
)
def test_foreign_request_is_noticed(markup: str) -> None:
    assert len(ForeignRequests(markup).addresses) == 1


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="https://unctad.org/">a link that a reader follows</a>',
        '<link rel="canonical" href="https://example.org/index.html">',
        '<script src="_static/doctools.js"></script>',
        '<script type="application/ld+json">{"@context": "https://schema.org"}</script>',
        "<p>https://unctad.org/</p>",
        '<img alt="" src="data:image/png;base64,//8=">',
    ],
)
def test_what_loads_nothing_from_another_host_passes(markup: str) -> None:
    assert ForeignRequests(markup).addresses == []


def test_no_page_loads_from_another_host(site: Path) -> None:
    pages = {file.name: ForeignRequests(file.read_text("utf-8")).addresses for file in site.glob("*.html")}
    assert {name: addresses for name, addresses in pages.items() if addresses} == {}


def test_no_style_sheet_loads_from_another_host(site: Path) -> None:
    foreign = re.compile(r"(?:url\(|@import)\s*[\"']?\s*(?:https?:)?//[^)\"']+")
    found = {file.name: foreign.findall(file.read_text("utf-8")) for file in site.rglob("*.css")}
    assert {name: addresses for name, addresses in found.items() if addresses} == {}


def test_no_page_names_the_repository_of_jupyter_book(site: Path) -> None:
    assert [file.name for file in site.glob("*.html") if "executablebooks" in file.read_text("utf-8")] == []


def test_no_file_names_a_folder_of_the_machine(site: Path) -> None:
    text = [file for file in site.rglob("*") if file.suffix in {".html", ".js", ".json", ".svg", ".css"}]
    assert [file.name for file in text if str(ROOT) in file.read_text("utf-8")] == []


# ---- Accessibility


def test_header_cells_say_what_they_are_the_header_of(pages: Pages) -> None:
    cells = [(name, cell) for name, page in pages.items() for cell in page.select("article .table-scroll th")]
    assert cells
    wrong = [
        (name, cell.get_text())
        for name, cell in cells
        if cell.get("scope") != ("col" if cell.find_parent("thead") else "row")
    ]
    assert wrong == []


def test_tables_scroll_in_a_box_that_has_a_name_and_takes_the_focus(pages: Pages) -> None:
    boxes = [
        table.find_parent(class_="table-scroll") for page in pages.values() for table in page.select("article table")
    ]
    assert boxes
    assert [box for box in boxes if box is None or box.get("tabindex") != "0" or not box.get("aria-label")] == []


def test_landmark_tables_of_a_page_have_different_names(pages: Pages) -> None:
    for name, page in pages.items():
        names = [box["aria-label"] for box in page.select('.table-scroll[role="region"]')]
        assert len(names) == len(set(names)), name


def test_folded_code_is_named_by_the_words_that_show(pages: Pages) -> None:
    summaries = [summary for page in pages.values() for summary in page.select("details.hide > summary")]
    assert [summary for summary in summaries if summary.has_attr("aria-label") or not accessible_name(summary)] == []


def test_controls_have_names(pages: Pages) -> None:
    nameless = [
        (name, str(control))
        for name, page in pages.items()
        for control in page.select("button, dialog, nav, a[href], input:not([type=hidden])")
        if not (accessible_name(control) or control.get("aria-labelledby") or control.find("img", alt=True))
    ]
    assert nameless == []


def test_ids_are_unique(pages: Pages) -> None:
    for name, page in pages.items():
        ids = [element["id"] for element in page.find_all(id=True)]
        assert sorted(ids) == sorted(set(ids)), name


def test_pages_have_a_language_a_title_and_one_main_landmark(pages: Pages) -> None:
    for name, page in pages.items():
        assert page.html.get("lang") == "en", name
        assert page.title.get_text(strip=True), name
        assert len(page.select("main")) == 1, name


def test_images_have_alternative_text(pages: Pages) -> None:
    assert [
        (name, img["src"]) for name, page in pages.items() for img in page.select("img") if not img.get("alt")
    ] == []


def test_bibliography_is_a_list(pages: Pages) -> None:
    entries = [entry for page in pages.values() for entry in page.select('[role="list"] > .citation')]
    assert [entry for entry in entries if entry["role"] != "listitem"] == []


# ---- Themes


def test_figures_stand_in_their_pages_and_no_picture_is_fetched(site: Path, pages: Pages) -> None:
    assert sum(len(page.select(".drawing")) for page in pages.values()) >= 14
    assert not [image for page in pages.values() for image in page.select("main img")]
    others = {file.relative_to(site).parts[0] for file in site.rglob("*.svg")} - {"_static"}
    assert others == {"data"}  # drawings to take away, which a page links and does not load


def test_the_script_of_figures_is_on_pages_that_have_one(pages: Pages) -> None:
    for name, page in pages.items():
        loads = any("figures.js" in script.get("src", "") for script in page("script"))
        assert loads == bool(page.select(".drawing")), name


# ---- Scripts


def test_no_script_keeps_a_page_from_being_drawn(pages: Pages) -> None:
    for name, page in pages.items():
        waited_for = [script["src"] for script in page.select("script[src]:not([defer])")]
        first = ["_static/colour-mode.js", "_static/documentation_options.js"]  # small, and what others need
        assert [file.partition("?")[0] for file in waited_for][:2] == first, name
        assert len(waited_for) == 2, (name, waited_for)
        assert not page.select("script[defer]:not([src])"), name


# ---- Style sheet


def palette(selector: str) -> dict[str, str]:
    """Return the six-digit colours that a rule of the style sheet gives to variables."""
    rule = re.search(re.escape(selector) + r" \{(.*?)\}", STYLE, re.DOTALL)[1]
    colours = re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", rule)
    return {
        name: colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])
        for name, colour in colours
    }


@pytest.mark.parametrize("theme", [":root:root", ':root[data-theme="dark"]'])
def test_colours_have_contrast(theme: str) -> None:
    colours = palette(":root:root") | palette(theme)
    grounds = [colours[f"pst-color-{name}"] for name in ("background", "on-background", "surface", "target")]
    texts = [colours[f"pst-color-{name}"] for name in ("text-base", "text-muted", "heading", "link", "link-hover")]
    marks = [colours["pst-color-accent"], colours["wsis20-control"]]
    assert min(contrast(text, ground) for text in texts for ground in grounds) >= 4.5
    assert min(contrast(mark, grounds[0]) for mark in marks) >= 3


def test_style_sheet_loads_nothing() -> None:
    assert re.findall(r"url\((?!\"data:)|@import|@font-face", STYLE) == []


# ---- The rules of coding


def test_rules_of_coding_are_a_page_with_an_anchor_for_each_rule(pages: Pages) -> None:
    page = pages["rules.html"]
    rules = {rule["id"]: rule for rule in page.select("article ol > li")}
    text = (ROOT / "datapackage" / "codebook" / "rules.md").read_text("utf-8")
    assert len(rules) == len(re.findall(r"^\d+\. ", text, re.MULTILINE)) > 15
    assert {"themes-1", "kinds-of-messages-6", "what-is-one-act-5"} <= rules.keys()
    assert rules["kinds-of-messages-3"].get_text().startswith("call:")
    told = {
        "same-object-or-not-object": "The object of a call",
        "same-object-or-not-2": "A call that names a group or region",
        "degrees-in-order-partly": "partly",
        "traces-2": "direct: ",
    }
    assert {key: page.find(id=key).get_text().strip()[: len(begins)] for key, begins in told.items()} == told
    for name in ("codebook.html", "method.html", "06-asks.html"):
        links = [link["href"].partition("#")[0] for link in pages[name].select("article a[href]")]
        assert "rules.html" in links
        assert not [link for link in links if link.endswith("rules.md")]
    assert page.select_one("article a.download")["href"].endswith("rules.md")


# ---- Topics: a menu with short names of chapters


def test_the_menu_says_number_and_topic_and_the_page_keeps_its_finding(pages: Pages) -> None:
    chapters = {name for name in pages if re.match(r"\d\d-", name)}
    links = pages["01-round.html"].select(".bd-sidebar-primary nav.bd-links a, .bd-sidebar-primary a[href^='0']")
    menu = {link["href"]: link.get_text(strip=True) for link in links if link["href"] in chapters - {"01-round.html"}}
    assert set(menu) == chapters - {"01-round.html"}
    for name, topic in menu.items():
        assert topic.startswith(f"{int(name[:2])} ")
        assert len(topic.split()) <= 6
        assert pages[name].select_one("article p.topic").get_text() == topic
        assert topic.partition(" ")[2] not in pages[name].h1.get_text()


def test_groups_that_are_seldom_needed_are_folded_but_on_their_own_pages(pages: Pages) -> None:
    def menu(name: str) -> dict[str, bool]:
        groups = pages[name].select(".bd-docs-nav details.menu-group")
        return {group.summary.get_text(): group.has_attr("open") for group in groups}

    closed = {"Registers": False, "Reuse and check": False, "At the end": False}
    assert menu("02-regions.html") == closed
    assert menu("messages.html") == closed | {"Registers": True}
    links = [link["href"] for link in pages["02-regions.html"].select(".bd-docs-nav a")]
    assert {"africa.html", "messages.html", "dataset.html", "citing.html"} <= {*links}


def test_links_to_neighbours_say_topic_and_finding(pages: Pages) -> None:
    title = pages["03-voices.html"].h1.find(string=True).strip()
    following = pages["02-regions.html"].select_one("a.right-next .prev-next-title")
    assert following.get_text(strip=True) == f"3 Who spoke: {title}"
    assert (
        pages["09-positions.html"].select_one("a.right-next .prev-next-title").get_text(strip=True)
        == "Sources and method"
    )


# ---- Long pages: headings below the title on a phone, and folds


def test_long_pages_list_their_headings_below_the_title_and_others_do_not(pages: Pages) -> None:
    for name in ("ledger.html", "codebook.html", "dataset.html", "astana.html", "glossary.html", "rules.html"):
        fold = pages[name].select_one("article h1 + details.jump-to")
        links = [link["href"] for link in fold.select("a")] if fold else []
        below = [f"#{section['id']}" for section in pages[name].select("article section section[id]")]
        assert (fold is not None) == (len(below) > 6), name
        assert not fold or links == below, name
    for name in ("explore.html", "messages.html", "provisions.html", "06-asks.html", "index.html"):
        assert not pages[name].select("details.jump-to"), name


def test_fields_of_a_table_are_folded_and_the_tables_are_listed_first(pages: Pages) -> None:
    page = pages["dataset.html"]
    tables = page.select("section[id^=table-]")
    assert [link["href"] for link in page.select("ul.tables a")] == [f"#{table['id']}" for table in tables]
    for table in tables:
        fold = table.select_one("details.folded")
        number = len(fold.select("dl > dt"))
        assert fold.summary.get_text().startswith(f"{number} fields of "), table["id"]
        assert "open" not in fold.attrs
    assert any("endings.js" in script.get("src", "") for script in page.select("script"))
