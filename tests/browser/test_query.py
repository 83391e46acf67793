"""SQL in a browser, from a folder and from a server: what is asked is answered, stopped, told, sent and taken away."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import sqlite3
from urllib.parse import quote

import pytest
from conftest import CHROMIUM, chromium
from host import serving
from wsis20 import project
from wsis20.commands.build.gates import queries
from wsis20_sphinx.directives import query
from wsis20_sphinx.html import scripts

if CHROMIUM is None:
    pytest.skip("no Chromium here", allow_module_level=True)

from test_browser import AXE, COLOURS, DESK, LARGER_PHONE, LOOKS, RULES, VIOLATIONS, dress, found_by_axe, resize

TEN_MILLION = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000000) SELECT count(*) FROM n"
)
ENDLESS = TEN_MILLION.replace("10000000", "1e15")
READY = queries.read()


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module", params=["folder", "server"])
def address(request, site):
    """Return where the pages are, as somebody opens them from a folder, and as a server sends them."""
    if request.param == "folder":
        yield site.as_uri()
    else:
        with serving(site) as found:
            yield found


@contextlib.contextmanager
def window(browser, address):
    """Give a window of the browser; what goes wrong in it, or is loaded from elsewhere, fails the test."""
    faults = []
    opened = browser.new_context(permissions=["clipboard-read", "clipboard-write"], reduced_motion="reduce")
    opened.add_init_script(VIOLATIONS)
    opened.on("weberror", lambda error: faults.append(str(error.error)))
    known = (address, "blob:", "data:")
    opened.on("request", lambda made: None if made.url.startswith(known) else faults.append(made.url))
    yield opened
    for page in opened.pages:
        faults += page.evaluate("violations")
    opened.close()
    assert faults == []


@pytest.fixture
def context(browser, address):
    with window(browser, address) as opened:
        yield opened


@pytest.fixture
def page(context, address):
    opened = context.new_page()
    opened.goto(f"{address}/query.html")
    return opened


@pytest.fixture(scope="module")
def kept(browser, address):
    """Give one page to several tests: with its database open, each query is answered as if it were the first."""
    with window(browser, address) as context:
        opened = context.new_page()
        opened.goto(f"{address}/query.html")
        yield opened


def ask(page, text):
    """Run a query, and wait until it has ended."""
    page.locator("textarea").fill(text)
    page.get_by_role("button", name="Run", exact=True).click()
    settled(page)


def settled(page):
    """Wait until nothing runs."""
    page.locator(".query:not(.busy)").wait_for()


def answer(page):
    """Return the rows that are shown, each a list of texts."""
    rows = page.locator(".found tbody tr")
    return rows.evaluate_all("(rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent))")


def status(page):
    return page.get_by_role("status").text_content()


def fault(page):
    return page.get_by_role("alert").text_content()


def taken(page):
    """Return the name of the file that a reader takes, and its rows."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Download all rows (CSV)").click()
    settled(page)
    text = download.value.path().read_bytes().decode("utf-8-sig")
    return download.value.suggested_filename, list(csv.reader(io.StringIO(text, newline=""), strict=True))


# ---- What is asked


def test_every_ready_question_gives_the_rows_of_its_query(kept, site):
    assert len(READY) == 19
    assert kept.locator(".questions button").all_text_contents() == list(READY)
    with contextlib.closing(sqlite3.connect(site / f"wsis20-{project.version()}.sqlite")) as database:
        for question, text in READY.items():
            button = kept.get_by_role("button", name=question, exact=True)
            button.click()
            settled(kept)
            assert fault(kept) == ""
            assert kept.locator("textarea").input_value() == text
            cursor = database.execute(text)
            wanted = [["NULL" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
                       for value in row] for row in cursor]  # fmt: skip
            assert answer(kept) == wanted
            assert wanted
            heads = kept.locator(".found thead th").all_text_contents()
            assert heads == [name for name, *_ in cursor.description]
            told = f"{len(wanted)} row{'s' if len(wanted) > 1 else ''}."
            assert status(kept) == kept.locator(".found caption").text_content() == told
            assert button.evaluate("(button) => button === document.activeElement")


def test_nothing_is_loaded_until_something_is_asked(context, address):
    loaded = []
    context.on("request", lambda request: loaded.append(request.url.partition("?")[0].rpartition("/")[2]))
    page = context.new_page()
    page.goto(f"{address}/query.html")
    page.wait_for_load_state("networkidle")
    parts = ["query-database.js", "sql-wasm-inline.js"]
    assert not set(loaded) & set(parts)
    ask(page, "SELECT 1")
    ask(page, "SELECT 2")
    assert sorted(name for name in loaded if name in parts) == parts


def test_a_query_that_runs_away_is_stopped_and_the_next_is_answered(kept):
    ask(kept, "SELECT 1")
    stop = kept.get_by_role("button", name="Stop")
    assert stop.get_attribute("aria-disabled") == "true"
    for _ in range(2):
        kept.locator("textarea").fill(TEN_MILLION)
        kept.locator("textarea").press("Control+Enter")
        kept.get_by_text("Running …").wait_for()
        assert stop.get_attribute("aria-disabled") == "false"
        stop.focus()
        kept.keyboard.press("Enter")
        kept.get_by_text("Stopped. The database is open again.").wait_for()
        settled(kept)
        assert kept.locator(".found table").count() == 0
        assert stop.evaluate("(button) => button === document.activeElement")
        ask(kept, "SELECT count(*) FROM messages")
        assert [int(cell) > 50 for (cell,) in answer(kept)] == [True]


def test_while_a_query_runs_no_other_begins(kept):
    ask(kept, "SELECT 1")
    kept.locator("textarea").fill(TEN_MILLION)
    kept.get_by_role("button", name="Run", exact=True).click()
    kept.get_by_text("Running …").wait_for()
    kept.locator(".questions button").first.click()
    assert kept.locator("textarea").input_value() == TEN_MILLION
    kept.get_by_role("button", name="Stop").click()
    settled(kept)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELEC 1", 'near "SELEC": syntax error'),
        ("SELECT *\nFROM\nnowhere", "no such table: nowhere. Their names stand below, under Tables and columns."),
        ("SELECT * FROM mesages", "no such table: mesages. Near it: messages."),
        ("SELECT theme FROM messages", "no such column: theme. Near it: themes (for_developing_countries, "
         "messages_wide); theme_id (codings, codings_agreed, "
         "position_codings, position_codings_agreed, provision_codings, provision_codings_agreed, "
         "themes, themes_action_lines, themes_related, themes_sdgs)."),
        ("SELECT theme FROM codings", "no such column: theme. Near it: theme_id (codings)."),
        ("SELECT m.stakeholder FROM messages AS m", "no such column: m.stakeholder. Near it: stakeholder_group "
         "(appearances, messages_wide, organizations)."),
        ("SELECT xyzzy FROM traces", "no such column: xyzzy. traces has key_message_id, statement_id, coding_pass, "
         "relation, note."),
        ("SELECT '<b>x</b>' FROM <img>", 'near "<": syntax error'),
        ("DELETE FROM messages", "attempt to write a readonly database"),
        ("   ", "There is no query to run."),
        ("-- nothing", "The query asks for nothing."),
        ("SELECT a.*, b.* FROM acts AS a, acts AS b, acts AS c", "The result has more than 2,000,000 cells, too many "
         "for this page. A LIMIT makes it smaller."),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_told_in_one_line(kept, text, told):
    ask(kept, "SELECT 1")
    ask(kept, text)
    assert fault(kept) == told
    assert status(kept) == ""
    assert kept.locator(".found table").count() == 0
    ask(kept, "SELECT 2")
    assert fault(kept) == ""
    assert answer(kept) == [["2"]]


def test_texts_are_shown_as_texts_and_what_is_missing_as_a_muted_word(kept):
    image = "<img src=x onerror=alert(1)>"
    ask(kept, f"SELECT '{image}' AS \"<b>a</b>\", NULL AS b, 'NULL' AS b, x'00ff' AS c, 9007199254740993")
    assert answer(kept) == [[image, "NULL", "NULL", "x'00ff'", "9007199254740993"]]
    assert kept.locator(".found thead th").first.text_content() == "<b>a</b>"
    assert kept.locator(".found :is(img, b)").count() == 0
    assert kept.locator(".found td .null").count() == 1
    colours = kept.locator(".found td").evaluate_all(
        "(cells) => cells.map((cell) => getComputedStyle(cell.firstElementChild ?? cell).color)"
    )
    assert colours[1] != colours[2] == colours[0]


def test_the_last_of_several_statements_is_answered_and_no_row_is_an_answer(kept):
    ask(kept, "SELECT 1; SELECT message_id, paraphrase FROM messages WHERE 0")
    assert status(kept) == "0 rows. Of 2 results, this is the last."
    assert kept.locator(".found thead th").all_text_contents() == ["message_id", "paraphrase"]


# ---- What is taken away


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT theme_id, count(*) FROM codings GROUP BY 1", "codings has the codes of three passes"),
        ("SELECT count(*) FROM codings WHERE coding_pass = 'A'", None),
        ("SELECT count(*) FROM codings_agreed -- codings alone has them all", None),
        ("SELECT count(*) FROM passes", None),
        ("SELECT 1; SELECT 2", "Of 2 results, this is the last."),
    ],
)
def test_a_reader_is_told_that_passes_are_mixed_or_results_left_out(kept, text, told):
    ask(kept, text)
    caption = kept.locator(".found caption").inner_text()
    assert (told in caption) if told else re.fullmatch(r"[\d,]+ rows?\.", caption)


def test_a_thousand_rows_are_shown_and_all_are_taken(kept):
    ask(kept, TEN_MILLION.replace("10000000", "2500").replace("count(*)", "i, NULL AS x"))
    assert kept.locator(".found caption").text_content() == "The first 1,000 of 2,500 rows."
    assert len(answer(kept)) == 1000
    name, rows = taken(kept)
    assert name == f"wsis20-query-{project.version()}.csv"
    assert rows == [["i", "x"], *([str(number), ""] for number in range(1, 2501))]
    assert status(kept) == "2,500 rows taken."


def test_a_file_of_a_ready_question_is_called_by_it(kept):
    question = kept.locator("[data-query]").first
    question.click()
    settled(kept)
    name, _ = taken(kept)
    said = re.findall(r"[a-z0-9]+", question.inner_text().lower())
    begun = re.fullmatch(rf"wsis20-([a-z0-9-]+)-{re.escape(project.version())}\.csv", name)[1]
    assert 20 < len(begun) < 50
    assert begun.split("-") == said[: len(begun.split("-"))]


def test_a_csv_has_every_value_and_guards_what_looks_like_a_formula(kept):
    first = "SELECT 'a,\"b\"' || char(10) || 'c' AS \"x,y\", -1 AS n, -0.5 AS r, '=1+1' AS f"
    ask(kept, f"{first} UNION ALL SELECT 'é', 2, 3, 'g'")
    _, rows = taken(kept)
    assert rows == [
        ["x,y", "n", "r", "f", "apostrophe added"],
        ['a,"b"\nc', "-1", "-0.5", "'=1+1", "f"],
        ["é", "2", "3", "g", ""],
    ]
    assert status(kept) == "2 rows taken; an apostrophe stands before texts that look like formulas, in 1 of them."


def test_json_has_values_of_their_types_and_columns_of_one_name(page):
    query = "SELECT 1 AS a, 0.5 AS a, NULL AS b, '=1' AS c, 9007199254740993 AS d, x'ff' AS e"
    ask(page, query)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download all rows (JSON)").click()
    settled(page)
    assert download.value.suggested_filename == f"wsis20-query-{project.version()}.json"
    assert json.loads(download.value.path().read_bytes()) == {
        "version": project.version(),
        "query": query,
        "columns": ["a", "a", "b", "c", "d", "e"],
        "rows": [[1, 0.5, None, "=1", "9007199254740993", "x'ff'"]],
    }
    assert status(page) == "1 row taken."


# ---- The address


def test_a_link_carries_a_query_and_runs_nothing(page, context):
    text = "SELECT 'é + & # % (x)' AS \"a\"\n-- ok?"
    ask(page, text)
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("The link is copied.").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.url
    assert re.fullmatch(r"[^#]+/query\.html#q=[\w%.~-]+", link)
    other = context.new_page()
    loaded = []
    other.on("request", lambda request: loaded.append(request.url))
    other.goto(link)
    field = other.locator("textarea")
    assert field.input_value() == text
    assert status(other) == "This query came with the link. It has not been run."
    assert field.bounding_box()["y"] < 400
    other.wait_for_timeout(200)
    assert other.locator(".found table").count() == 0
    assert not [name for name in loaded if "sql-wasm" in name or "query-database" in name]
    other.get_by_role("button", name="Run", exact=True).click()
    settled(other)
    assert answer(other) == [["é + & # % (x)"]]
    other.evaluate(f"location.hash = '#q={quote('SELECT 7')}'")
    other.wait_for_function("document.querySelector('textarea').value === 'SELECT 7'")
    assert answer(other) == [["é + & # % (x)"]]


def test_an_address_that_is_none_does_no_harm(page, address):
    for fragment in ("#q=", "#q=%", "#q=%E0%A4%A", "#tables", "#q", "#=&&q"):
        page.goto("about:blank")
        page.goto(f"{address}/query.html{fragment}")
        ask(page, "SELECT 1")
        assert answer(page) == [["1"]], fragment
        assert page.evaluate("violations") == []


# ---- Readers


@pytest.mark.parametrize("address", ["server"], indirect=True)  # a folder shows the same
@pytest.mark.parametrize(
    "text",
    [
        next(text for question, text in READY.items() if question.startswith("On which themes")),
        "SELECT * FROM messages",
        "SELEC",
        ENDLESS,
    ],
)
def test_page_is_accessible_with_an_answer_a_fault_and_while_it_runs(kept, text):
    """The whole is looked at on a desk in the light; on a phone, and in the dark, what depends on width or colours."""
    kept.evaluate(AXE)
    ask(kept, "SELECT 1")
    kept.locator("textarea").fill(text)
    kept.locator("textarea").press("Control+Enter")
    settled(kept) if text != ENDLESS else kept.get_by_text("Running …").wait_for()
    for size, wanted in ((DESK, RULES), (LARGER_PHONE, {"type": "rule", "values": LOOKS})):
        resize(kept, size)
        assert kept.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        for scheme, rules in (("light", wanted), ("dark", {"type": "rule", "values": COLOURS})):
            dress(kept, scheme)
            assert found_by_axe(kept, {"include": [["html"]]}, rules) == []
    resize(kept, DESK)
    dress(kept, "light")
    if text == ENDLESS:
        kept.get_by_role("button", name="Stop").click()  # it can be: it has run all the time
        kept.get_by_text("Stopped.").wait_for()
        settled(kept)


def test_everything_is_reached_and_done_by_keyboard(page):
    assert page.get_by_role("textbox", name="Your query in SQL").count() == 1
    page.get_by_role("button", name=list(READY)[-1]).focus()
    page.keyboard.press("Tab")
    page.keyboard.type("SELECT 5 AS five")
    page.keyboard.press("Control+Enter")
    settled(page)
    assert page.evaluate("document.activeElement.id") == "query-text"
    names = []
    for _ in range(6):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent"))
    assert names == [
        "Run",
        "Stop",
        "Copy link",
        "Download all rows (CSV)",
        "Download all rows (JSON)",
        "What was found",
    ]


def test_an_answer_is_printed_with_its_query_and_without_controls(kept):
    ask(kept, "SELECT 1 AS one")
    kept.emulate_media(media="print")
    for hidden in ("textarea", ".questions", ".actions", "[role=status]"):
        assert not kept.locator(hidden).first.is_visible()
    assert kept.locator(".found pre").inner_text() == "SELECT 1 AS one"
    assert kept.locator(".found pre").is_visible()
    assert kept.locator(".found table").is_visible()
    kept.emulate_media(media="screen")
    assert not kept.locator(".found pre").is_visible()


def test_without_scripts_the_page_leads_to_the_dataset(browser, address):
    window = browser.new_context(java_script_enabled=False)
    page = window.new_page()
    page.goto(f"{address}/query.html")
    told = page.locator("noscript p")
    assert told.is_visible()
    assert told.text_content().startswith("This page needs scripts, and none runs here.")
    assert not page.locator(".query").is_visible()
    told.locator("a").click()
    page.wait_for_url("**/dataset.html")
    window.close()


# ---- The policy


@pytest.mark.parametrize(
    ("left_out", "forbidden"), [("worker-src", "worker-src"), ("script-src", "script-src"), (None, None)]
)
def test_the_page_needs_what_its_policy_allows_and_no_less(browser, site, left_out, forbidden):
    window = browser.new_context()
    page = window.new_page()
    page.add_init_script(VIOLATIONS)
    allowed = {name: value for name, value in query.NEEDED.items() if name != left_out}
    text = (site / "query.html").read_text("utf-8")
    declared = scripts.policy(query.NEEDED)
    assert text.count(declared) == 1
    with serving(site) as address:
        body = text.replace(declared, scripts.policy(allowed))
        page.route("**/query.html", lambda route: route.fulfill(body=body, content_type="text/html"))
        page.goto(f"{address}/query.html")
        ask(page, "SELECT 1")
        assert (fault(page) == "") == (left_out is None)
        told = {kind.removesuffix("-elem") for kind, _, _ in page.evaluate("violations")}
    window.close()
    assert told <= {forbidden}


def test_no_other_page_may_do_what_this_one_may(site):
    for path in site.glob("*.html"):
        text = path.read_text("utf-8")
        assert ("worker-src" in text, "wasm-unsafe-eval" in text, 'src="_static/query.js' in text) == (
            (path.name == "query.html",) * 3
        )
