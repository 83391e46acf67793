"""The pages in a browser: Debian's Chromium, without a window, on a phone and on a desk, light and dark.

Without a Chromium these tests are skipped, and the last lines of pytest say so and how to get one.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
from importlib.resources import files

import pytest
from conftest import CHROMIUM, chromium
from host import serving
from playwright.sync_api import expect
from wsis20 import colours, datapackage, project, tracing
from wsis20_sphinx import figures
from wsis20_sphinx.directives import explore

if CHROMIUM is None:
    pytest.skip("no Chromium here", allow_module_level=True)

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESK = (360, 740), (1280, 900)
LARGER_PHONE = (390, 844)
COLOURS = ["color-contrast", "link-in-text-block"]
LOOKS = [*COLOURS, "scrollable-region-focusable", "target-size"]
"""What depends on width and colours; all else is in the page, whoever looks at it. A theme changes colours alone."""
OF_EACH_KIND = ["02-regions", "astana", "explore", "index", "ledger", "messages", "provisions", "quality", "search"]
"""Pages that have, between them, all that a phone alone shows: its menus, strips, folds and stacked tables."""
MARK_ALIKE = """() => { const seen = new Set(), name = (e) => [e.localName, ...[...e.classList].sort()].join(".");
  const path = (e) => e.localName === "main" ? "" : `${path(e.parentElement)} ${name(e)}`;
  for (const part of document.querySelectorAll("main :is(tbody tr, :is(section, li):not(:has(section, li)))")) {
    const side = part.localName === "tr" ? part.rowIndex % 2 : "";
    const kinds = [part, ...part.querySelectorAll("*")].map((e) => side + path(e));
    if (kinds.every((kind) => seen.has(kind))) part.dataset.alike = "";
    else part.style.contentVisibility = "visible";
    kinds.forEach((kind) => seen.add(kind));
  } }"""
"""Mark each row, item and section of which every element stands in one before too: the same names and classes from the
page down, in a row of the same colour. What is styled by classes looks alike there.
The others are laid out, wherever they are."""
ALIKE = "[data-alike]"
PAGES = sorted(path.name for path in (project.BUILD / "html").glob("*.html"))
FOCUSABLE = """() => [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
  .filter((element) => element.getAttribute("tabindex") !== "-1")
  .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('dialog:not([open])')
    && !element.closest('details:not([open]) > :not(summary)') && !element.disabled).length"""
AXE_RUN = """([context, options]) => axe.run(context, { ...options, preload: false, resultTypes: ["violations"] })"""
VIOLATIONS = """window.violations = []; addEventListener("securitypolicyviolation", (event) =>
  violations.push([event.violatedDirective, event.blockedURI, event.sample]));"""
NOTE_STOPS = """window.stops = []; document.addEventListener("focusin", () => window.stops.push((HERE)()));"""
HERE = """() => { const e = document.activeElement, r = e.getBoundingClientRect();
  return [e.tagName, e.outerHTML.slice(0, 90), Math.round(r.top + scrollY), Math.round(r.left),
          getComputedStyle(e).outlineStyle === 'none' && getComputedStyle(e).boxShadow === 'none'] }"""


@pytest.fixture(scope="module")
def address(site):
    """Serve the pages on this machine, and return their address."""
    with serving(site) as found:
        yield found


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@contextlib.contextmanager
def opened(browser, size=DESK, scheme="light", **options):
    """Open a page of a window of this size; close both afterwards."""
    width, height = size
    # without transitions, or colours are measured on their way from one theme to the other
    settled = {"color_scheme": scheme, "reduced_motion": "reduce"}
    context = browser.new_context(viewport={"width": width, "height": height}, **settled, **options)
    try:
        yield context.new_page()
    finally:
        context.close()


@pytest.fixture(scope="module")
def tab(browser):
    """Give one page for all tests that need none of their own: what pages share is fetched and compiled once."""
    with opened(browser) as page:
        page.add_init_script(VIOLATIONS)
        yield page


@contextlib.contextmanager
def showing(tab, size=DESK, scheme="light"):
    """Give the page a size and a theme; put back afterwards what a test has changed of it, and leave it blank."""
    resize(tab, size)
    dress(tab, scheme)
    try:
        yield tab
    finally:
        tab.unroute_all()
        tab.emulate_media(media="screen")
        tab.goto("about:blank")


def resize(page, size):
    """Give a page this width and height."""
    page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))


def dress(page, scheme):
    """Let a page have the colours that a reader's system asks for, light or dark."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.wait_for_function("(scheme) => (document.documentElement.dataset.theme ?? scheme) === scheme", arg=scheme)


@contextlib.contextmanager
def watched(page, address):
    """Give a list to which is added what goes wrong while a page is open, and what it loads from elsewhere."""
    faults = []
    heard = {
        "request": lambda r: faults.extend(
            [f"loads {r.url}"] * (not r.url.startswith((address, "data:"))) + ["icon font"] * ("webfont" in r.url)
        ),
        "response": lambda r: faults.append(f"{r.status} {r.url}") if r.status >= 400 else None,
        "console": lambda message: faults.append(message.text) if message.type == "error" else None,
        "pageerror": lambda error: faults.append(str(error)),
    }
    for event, hear in heard.items():
        page.on(event, hear)
    try:
        yield faults
    finally:
        for event, hear in heard.items():
            page.remove_listener(event, hear)


@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_whole_and_alone(tab, address, name):
    """No violation that axe finds, none of the policy, no error, no request to another host, no sideways scroll.

    The whole of each page is looked at once, on a desk in the light. What depends on width is looked at on a phone
    too, and what depends on colours in the dark, in the first of rows, items and sections that are alike. A phone in
    the dark shows a page of each kind.
    """
    with showing(tab) as page, watched(page, address) as faults:
        faults += prepare(page, f"{address}/{name}")
        faults += found_by_axe(page, {"include": [["html"]]}, RULES, {rule: {"enabled": False} for rule in LOOKS})
        faults += faults_of_look(page, LOOKS)
        dress(page, "dark")
        faults += [f"dark: {fault}" for fault in faults_of_look(page, COLOURS)]
        resize(page, PHONE)
        dress(page, "light")
        faults += prepare(page, f"{address}/{name}")  # anew: scripts ask for the width when a page is loaded
        faults += [f"phone: {fault}" for fault in faults_of_look(page, LOOKS)]
        if name.removesuffix(".html") in OF_EACH_KIND:
            dress(page, "dark")
            faults += [f"dark phone: {fault}" for fault in faults_of_look(page, COLOURS)]
    assert faults == []


def prepare(page, place):
    """Open a page, and make it ready for axe; return what violates its policy."""
    page.goto(place, wait_until="load")
    page.evaluate(AXE)
    page.evaluate(MARK_ALIKE)
    return page.evaluate("violations")


def faults_of_look(page, rules):
    """Return what is wrong with how a page is shown: its width, and what axe finds by these rules."""
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    told = found_by_axe(page, {"include": [["html"]], "exclude": [[ALIKE]]}, {"type": "rule", "values": rules})
    return [*([f"{over} pixels too wide"] if over > 0 else []), *told]


def found_by_axe(page, context, wanted, switched=None):
    """Return the violations of the rules that are wanted, a line each."""
    found = page.evaluate(AXE_RUN, [context, {"runOnly": wanted, "rules": switched or {}}])
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found["violations"]]


def test_pages_keep_to_their_policy_in_a_folder(tab, site):
    with showing(tab) as page:
        for name in PAGES:
            page.goto((site / name).as_uri())
            page.wait_for_function("document.readyState === 'complete'")
            assert page.evaluate("violations") == [], name


@pytest.mark.parametrize(
    ("written", "directive"),
    [
        ("<script>window.ran = 1</script>", "script-src-elem"),
        ("<script src='data:text/javascript,window.ran = 1'></script>", "script-src-elem"),
        ("<img src='missing.png' onerror='window.ran = 1'>", "script-src-attr"),
        ("<style>main { display: none }</style>", "style-src-elem"),
        ("<p style='color: red'>x</p>", "style-src-attr"),
        ("<iframe srcdoc='<script>parent.ran = 1</script>'></iframe>", "script-src-elem"),
        ("<iframe src='https://example.org/'></iframe>", "frame-src"),
        ("<img src='https://example.org/x.png'>", "img-src"),
        ("<object data='x.pdf'></object>", "object-src"),
        ("<base href='https://example.org/'>", "base-uri"),
    ],
)
def test_policy_forbids_what_somebody_writes_into_a_page(tab, address, site, written, directive):
    with showing(tab) as page:
        text = (site / "brief.html").read_text("utf-8").replace("</main>", f"{written}</main>")
        page.route("**/brief.html", lambda route: route.fulfill(body=text, content_type="text/html"))
        page.goto(f"{address}/brief.html")
        page.wait_for_timeout(100)
        assert page.evaluate("window.ran") is None
        if "srcdoc" not in written:  # that frame tells its own window
            assert directive in [kind for kind, _, _ in page.evaluate("violations")]


@pytest.mark.parametrize("name", PAGES)
def test_keyboard_reaches_everything_and_shows_where_it_is(tab, address, name):
    with showing(tab) as page:
        page.goto(f"{address}/{name}", wait_until="load")
        page.evaluate(MARK_ALIKE)
        page.evaluate(f"document.querySelectorAll('{ALIKE}').forEach((part) => part.remove())")
        wanted = page.evaluate(FOCUSABLE)
        page.evaluate(NOTE_STOPS.replace("HERE", HERE))
        for _ in range(wanted + 1):
            page.keyboard.press("Tab")
        stops = page.evaluate("stops")
    assert "main-content" in stops[0][1]
    assert len({tuple(stop[:4]) for stop in stops}) >= wanted
    assert [stop[1] for stop in stops if stop[4]] == []


@pytest.mark.parametrize("name", ["02-regions.html", "06-asks.html", "messages.html"])
def test_table_of_prose_is_read_on_a_phone_without_scrolling_sideways(tab, address, name):
    with showing(tab, PHONE) as page:
        page.goto(f"{address}/{name}", wait_until="load")
        tables = page.locator("table.stacked")
        assert tables.count() > 0
        hidden = page.locator(".table-scroll:has(table.stacked)").evaluate_all(
            "(boxes) => boxes.map((box) => box.scrollWidth - box.clientWidth)"
        )
        assert max(hidden) <= 0
        cell = tables.first.locator("tbody td[data-label]").last
        named = cell.evaluate("(cell) => getComputedStyle(cell, '::before').content")
        assert cell.get_attribute("data-label") in named


@pytest.mark.parametrize("name", [path.stem for path in project.notebooks()])
def test_no_table_of_a_chapter_is_cut_on_a_desk(tab, address, name):
    with showing(tab, DESK) as page:
        page.goto(f"{address}/{name}.html", wait_until="load")
        cut = page.locator(".table-scroll").evaluate_all(
            "(boxes) => boxes.filter((box) => box.scrollWidth > box.clientWidth + 1)"
            ".map((box) => box.querySelector('table').id)"
        )
        assert cut == []


@pytest.mark.parametrize("place", ["02-regions.html#what-this-does-not-show", "07-ground.html#fig-parity"])
def test_link_to_what_stands_after_figures_lands(tab, address, place):
    with showing(tab) as page:
        page.goto(f"{address}/{place}", wait_until="load")
        page.wait_for_timeout(200)
        top = page.locator(f"#{place.partition('#')[2]}").bounding_box()["y"]
    assert 0 <= top < DESK[1] / 2


def test_link_to_the_code_of_a_figure_unfolds_it(tab, address):
    with showing(tab) as page:
        page.goto(f"{address}/02-regions.html", wait_until="load")
        code = page.locator("#fig-themes-code")
        assert not code.is_visible()
        assert page.locator("details.hide:visible").count() == 0
        page.locator("details.citing:has(a[href='#fig-themes-code']) > summary").click()
        page.locator("a[href='#fig-themes-code']").click()
        code.wait_for(state="visible")
        assert "fig-themes" in code.inner_text()
        assert page.locator("details.hide:visible").count() == 1


def test_one_switch_unfolds_all_code_of_a_page_and_says_how_it_stands(tab, address):
    with showing(tab) as page:
        page.goto(f"{address}/02-regions.html", wait_until="load")
        folds, switch = page.locator("details.hide"), page.get_by_role("switch", name="Show all code on this page")
        opened_folds = page.locator("details.hide[open]")
        assert folds.count() > 1
        page.locator("details.ending > summary").click()
        switch.focus()
        page.keyboard.press("Space")
        assert switch.is_checked()
        assert opened_folds.count() == folds.count()
        assert folds.last.is_visible()
        switch.press("Space")
        assert opened_folds.count() == 0
        assert page.locator("details.hide:visible").count() == 0


def test_switch_for_code_is_offered_where_there_is_code_and_a_script_runs(browser, address):
    with opened(browser, java_script_enabled=False) as page:
        page.goto(f"{address}/02-regions.html", wait_until="load")
        assert page.locator(".code-switch").count() == 1
        assert not page.locator(".code-switch").is_visible()
        page.locator("details.hide summary").first.click()
        assert page.locator("details.hide[open]").count() == 1
        page.goto(f"{address}/brief.html", wait_until="load")
        assert page.locator(".code-switch").count() == 0


def test_a_link_into_the_end_of_a_chapter_opens_it_and_paper_has_it_whole(tab, address):
    with showing(tab) as page:
        page.goto(f"{address}/02-regions.html", wait_until="load")
        fold, method = page.locator("details.ending"), page.locator("#data-and-method > p").first
        assert not fold.get_attribute("open")
        assert not method.is_visible()
        page.emulate_media(media="print")
        assert method.is_visible()
        assert page.locator(".cite-page").is_visible()
        assert not fold.locator("summary").is_visible()
        page.emulate_media(media="screen")
        page.evaluate("location.hash = 'cite-this-page'")
        page.locator(".cite-page").wait_for(state="visible")
        page.goto(f"{address}/03-voices.html#data-and-method", wait_until="load")
        method.wait_for(state="visible")


def test_figures_are_printed_in_the_light_colours(tab, address):
    with showing(tab, scheme="dark") as page:
        page.goto(f"{address}/04-floor.html", wait_until="load")
        ink = page.locator(".drawing svg.wide text[fill]").first
        assert fill(ink) == in_rgb(colours.DARK[colours.INK])
        page.emulate_media(media="print")
        assert fill(ink) == in_rgb(colours.INK)
        assert not page.locator(".drawing .hint").first.is_visible()


def test_a_register_is_printed_without_controls_and_without_columns_of_filters(tab, address):
    with showing(tab) as page:
        page.goto(f"{address}/messages.html", wait_until="load")
        page.locator(".strip output").wait_for()
        page.emulate_media(media="print")
        for hidden in (".register-filter", ".strip", ".bd-sidebar-primary", "details.citing"):
            assert not page.locator(hidden).first.is_visible()
        heads = page.locator("table.register thead th:visible").all_text_contents()
        assert heads == ["Message", "What it says", "Kind", "Themes"]
        row = page.locator("table.register tbody tr").first
        assert row.locator(":scope > :is(th, td):visible").count() == len(heads)


def test_links_that_stand_alone_can_be_touched(tab, address):
    places = ".permalink > a, a.permalink, .cite-page p > a:only-child, .jumps a, ul.who a, .key-messages .region > a"
    for name in ("index", "explore", "messages", "provisions", "ledger", "astana"):
        with showing(tab, LARGER_PHONE) as page:
            page.goto(f"{address}/{name}.html", wait_until="load")
            sizes = page.locator(f"article :is({places}):visible").evaluate_all(
                "(all) => all.map((one) => one.getBoundingClientRect()).map(({ width, height }) => [width, height])"
            )
            assert sizes
            assert min(min(size) for size in sizes) >= 24


def fill(part):
    """Return the colour that a part of a drawing is filled with."""
    return part.evaluate("(part) => getComputedStyle(part).fill")


def in_rgb(colour):
    """Return a colour as a browser tells it."""
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"


WITH_FIGURES = [path.stem + ".html" for path in project.notebooks() if figures.drawn(path)]
SEEN = """[...document.querySelectorAll(".drawing svg")].filter((svg) => svg.checkVisibility())"""
LETTERS = """() => SEEN.flatMap((svg) => {
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  return [...svg.querySelectorAll("text")].map(
    (text) => [parseFloat(getComputedStyle(text).fontSize) * scale, text.textContent]);
})""".replace("SEEN", SEEN)
OUTSIDE = """() => SEEN.flatMap((svg) => {
  const frame = svg.getBoundingClientRect();
  return [...svg.querySelectorAll("text, circle, path")].filter((part) => {
    const own = part.getBoundingClientRect();
    return own.left < frame.left - 2 || own.right > frame.right + 2
      || own.top < frame.top - 2 || own.bottom > frame.bottom + 2;
  }).map((part) => part.outerHTML);
})""".replace("SEEN", SEEN)


@pytest.mark.parametrize("size", [(390, 844), (700, 900), DESK], ids=["phone", "between", "desk"])
@pytest.mark.parametrize("name", WITH_FIGURES)
def test_lettering_of_figures_is_large_enough_and_stays_inside(tab, address, name, size):
    with showing(tab) as page:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(f"{address}/{name}", wait_until="load")
        letters = page.evaluate(LETTERS)
        assert letters
        assert [told for told in letters if told[0] < 11] == []
        assert page.evaluate(OUTSIDE) == []
        drawn = page.locator(".drawing svg:visible").count()
        assert drawn == page.locator(".drawing").count()


@pytest.mark.parametrize("wide", [390, 768, 1280, 1600])
def test_letters_of_all_figures_are_of_one_size(tab, address, wide):
    """From figure to figure they differ by less than a reader sees, on the landing page too."""
    sizes = set()
    with showing(tab) as page:
        page.set_viewport_size({"width": wide, "height": 900})
        for name in [*WITH_FIGURES, "index.html"]:
            page.goto(f"{address}/{name}", wait_until="load")
            sizes |= {(name, size) for size, said in page.evaluate(LETTERS) if not is_a_count(name, size, said)}
    assert {name for name, _ in sizes} == {*WITH_FIGURES, "index.html"}
    assert max(size for _, size in sizes) - min(size for _, size in sizes) <= 1, sizes


def is_a_count(name, size, said):
    """Return whether words of a drawing are one of the large numbers of the figure of the whole way."""
    return name in ("04-floor.html", "index.html") and size > 20 and said.isdecimal()


def test_a_mark_shows_its_words_by_pointer_and_by_keyboard(tab, address):
    with showing(tab) as page:
        page.goto(f"{address}/04-floor.html", wait_until="load")
        box = page.locator(".mark-words")
        marks = page.locator("#fig-floor svg:visible a")
        page.locator("#fig-floor svg.wide a > rect").last.wait_for(state="attached")
        marks.nth(3).hover()
        assert box.text_content() == marks.nth(3).get_attribute("aria-label")
        box.hover()  # what is shown can be read with the pointer on it
        assert box.is_visible()
        page.keyboard.press("Escape")
        assert not box.is_visible()
        marks.first.focus()
        assert box.text_content() == marks.first.get_attribute("aria-label")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
        assert box.text_content() == marks.nth(2).get_attribute("aria-label")
        page.keyboard.press("End")
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == marks.last.get_attribute(
            "aria-label"
        )
        page.keyboard.press("Home")
        assert marks.first.get_attribute("tabindex") == "0"
        assert page.locator("#fig-floor svg:visible a:not([tabindex='-1'])").count() == 1
        wanted = marks.first.get_attribute("href")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{wanted}")


def test_words_of_a_mark_stand_below_it_and_hover_is_an_outline(tab, address):
    """They cover neither the key nor the heads of columns, and the mark keeps the colour of its region."""
    with showing(tab) as page:
        page.goto(f"{address}/04-floor.html", wait_until="load")
        mark = page.locator("#fig-floor svg.wide a").first
        mark.evaluate("mark => mark.scrollIntoView({ block: 'center' })")
        look = "part => [getComputedStyle(part).stroke, getComputedStyle(part).fill]"
        before = mark.locator("path").first.evaluate(look)
        mark.hover()
        box, own = page.locator(".mark-words").bounding_box(), mark.bounding_box()
        assert box["y"] > own["y"] + own["height"] / 2
        assert mark.locator("path").first.evaluate(look) == before
        assert mark.evaluate("mark => getComputedStyle(mark).outlineStyle") == "solid"


def test_keys_are_told_to_those_who_come_by_the_keyboard(tab, address):
    with showing(tab) as page:
        page.goto(f"{address}/02-regions.html", wait_until="load")
        keys = page.locator("#fig-themes .hint .keys")
        assert keys.bounding_box()["width"] <= 1
        page.locator("#fig-themes .regions button").last.focus()
        page.keyboard.press("Tab")
        assert keys.bounding_box()["width"] > 100


def test_a_mark_is_met_between_its_parts(tab, address):
    with showing(tab) as page:
        page.goto(f"{address}/02-regions.html", wait_until="load")
        page.locator("#fig-themes svg.wide a > rect").last.wait_for(state="attached")
        mark = page.locator("#fig-themes svg.wide a[data-region='africa']").first
        mark.hover()  # the middle of it, between mark and number
        assert page.locator(".mark-words").text_content() == mark.get_attribute("aria-label")


def test_a_first_tap_shows_what_a_mark_says_and_a_second_leads_to_it(browser, address):
    with opened(browser, PHONE, has_touch=True, is_mobile=True) as page:
        page.goto(f"{address}/02-regions.html", wait_until="load")
        mark = page.locator("#fig-regions svg:visible a").first
        mark.scroll_into_view_if_needed()
        mark.tap()
        assert page.locator(".mark-words").text_content() == mark.get_attribute("aria-label")
        assert page.url.endswith("/02-regions.html")
        wanted = mark.get_attribute("href")
        mark.tap()
        page.wait_for_url(f"**/{wanted}")


@pytest.mark.parametrize("name", ["04-floor.html#fig-floor", "06-asks.html#fig-asks", "06-asks.html#fig-subjects"])
def test_on_a_phone_a_mark_is_large_enough_to_tap_and_its_words_cover_no_other(browser, address, name):
    page_name, _, figure = name.partition("#")
    with opened(browser, PHONE, has_touch=True, is_mobile=True) as page:
        page.goto(f"{address}/{page_name}", wait_until="load")
        marks = page.locator(f"#{figure} svg:visible a")
        page.locator(f"#{figure} svg:visible a > rect").last.wait_for(state="attached")
        sizes = [rect.bounding_box() for rect in page.locator(f"#{figure} svg:visible a > rect").all()]
        assert min(min(size["width"], size["height"]) for size in sizes) >= 23.9
        box = page.locator(".mark-words")
        for place in ("center", "end"):
            marks.nth(3).evaluate("(mark, place) => mark.scrollIntoView({ block: place })", place)
            marks.nth(3).dispatch_event("pointerdown", {"pointerType": "touch"})
            marks.nth(3).focus()
            told, mark = box.bounding_box(), marks.nth(3).bounding_box()
            assert told["y"] > mark["y"] + mark["height"] or told["y"] + told["height"] < mark["y"]
            edges = told["y"], PHONE[1] - told["y"] - told["height"]
            assert 0 <= min(edges) < 12  # at an edge of the screen
            marks.nth(3).blur()


def test_on_a_phone_nothing_covers_what_a_mark_says(browser, address):
    """The button that leads back to the top stands where the words do, at the foot of the screen."""
    with opened(browser, PHONE, has_touch=True, is_mobile=True) as page:
        page.goto(f"{address}/04-floor.html", wait_until="load")
        mark, button = page.locator("#fig-floor svg:visible a").first, page.locator("#pst-back-to-top")
        mark.evaluate("mark => mark.scrollIntoView({ block: 'center' })")
        button.evaluate("button => { button.style.display = 'block'; }")
        assert button.is_visible()
        mark.tap()
        box = page.locator(".mark-words").bounding_box()
        places = [(box["x"] + box["width"] * part, box["y"] + box["height"] / 2) for part in (0.1, 0.5, 0.9)]
        met = "([x, y]) => document.elementFromPoint(x, y).className"
        assert [page.evaluate(met, place).split()[0] for place in places] == ["mark-words"] * 3
        assert not button.is_visible()


def test_a_region_is_brought_out_and_nothing_moves(tab, address):
    with showing(tab) as page:
        page.goto(f"{address}/02-regions.html", wait_until="load")
        figure = page.locator("#fig-themes")
        before = figure.bounding_box()["height"]
        button = figure.get_by_role("button", name="Africa", exact=True)
        button.focus()
        page.keyboard.press("Enter")
        assert button.get_attribute("aria-pressed") == "true"
        own, others = "svg:visible a[data-region='africa']", "svg:visible a[data-region]:not([data-region='africa'])"
        assert figure.locator(own).count() == figure.locator(f"{own}:not(.faded)").count() > 0
        assert figure.locator(others).count() == figure.locator(f"{others}.faded").count() > 0
        assert figure.locator("a.faded:not([data-region])").count() == 0  # names of rows are of no region
        figure.get_by_role("button", name="Europe").click()
        assert button.get_attribute("aria-pressed") == "false"
        figure.get_by_role("button", name="Europe").click()
        assert figure.locator(".faded").count() == 0
        assert figure.bounding_box()["height"] == before


@pytest.mark.parametrize("name", WITH_FIGURES)
def test_chapter_is_light_enough(browser, address, name):
    with opened(browser) as page:
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        transferred = []
        network.on("Network.loadingFinished", lambda event: transferred.append(event["encodedDataLength"]))
        page.goto(f"{address}/{name}", wait_until="networkidle")
    assert 50 < sum(transferred) / 1000 < 350


def test_theme_that_a_reader_chooses_stays(browser, address):
    with opened(browser) as page:
        page.goto(f"{address}/01-round.html", wait_until="load")
        switch = page.locator("button.theme-switch-button:visible")
        for _ in range(3):  # light, dark, and as the system has it, in an order of the theme's own
            if page.locator("html").get_attribute("data-mode") == "dark":
                break
            switch.click()
        page.goto(f"{address}/02-regions.html", wait_until="load")
        assert page.locator("html").get_attribute("data-theme") == "dark"
        words = page.locator("#fig-themes svg.wide text[fill]").first
        assert fill(words) == in_rgb(colours.DARK[colours.INK])


def sizes(page):
    """Return a list to which the size of everything that a page fetches is added, as it is transferred."""
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    found = []
    network.on("Network.loadingFinished", lambda event: found.append(event["encodedDataLength"]))
    return found


def test_landing_page_is_light_on_a_first_visit_and_on_a_second(browser, address):
    """What is transferred, compressed, with all that a reader who scrolls to the end makes a browser fetch."""
    with opened(browser) as page:
        transferred = sizes(page)
        visits = []
        for _ in range(2):
            transferred.clear()
            page.goto(f"{address}/index.html", wait_until="load")
            page.keyboard.press("End")
            page.wait_for_load_state("networkidle")
            visits.append(sum(transferred) / 1000)
    first, second = visits
    assert 50 < first < 250
    assert 1 < second < 80  # the page itself, with the words of all marks of its figure


def test_register_searches_filters_sorts_and_keeps_its_state_in_the_address(tab, address):
    messages = datapackage.load("messages")["messages"]
    with showing(tab) as page:
        page.goto(f"{address}/messages.html", wait_until="load")
        shown = page.locator(".strip output")
        assert shown.text_content() == f"{len(messages)} of {len(messages)} shown"
        page.get_by_role("searchbox", name="Search", exact=True).fill("child")
        count = int(shown.text_content().split()[0])
        assert 0 < count < len(messages)
        assert page.locator("table.register tbody tr").count() == count
        page.get_by_role("button", name="Clear filters").click()
        page.get_by_role("combobox", name="Region", exact=True).select_option("Africa")
        africa = int((messages["region_id"] == "africa").sum())
        assert shown.text_content() == f"{africa} of {len(messages)} shown"
        traces = datapackage.load("traces")["traces"].query("coding_pass == 'agreed' and relation == 'direct'")
        page.get_by_role("button", name="Clear filters").click()
        page.locator(".further > summary").click()
        page.get_by_role("combobox", name="In the summary?", exact=True).select_option("in the summary")
        reached = traces["statement_id"].nunique()
        assert shown.text_content() == f"{reached} of {len(messages)} shown"
        assert (
            page.locator("table.register caption")
            .inner_text()
            .strip()
            .endswith(f"n = {len(messages)}. Shown: {reached}.")
        )
        asked = options(page, "In the resolution?")
        assert set(asked) == {*tracing.CLOSEST.values(), "not asked: no call"}
        assert not any("–" in option for option in options(page, "In the summary?"))
        page.get_by_role("button", name="Clear filters").click()
        page.get_by_role("combobox", name="Region", exact=True).select_option("Africa")
        sent = page.url
        page.goto("about:blank")
        page.goto(sent, wait_until="load")
        assert shown.text_content() == f"{africa} of {len(messages)} shown"
        first = page.locator("table.register tbody tr .record").first
        before = first.get_attribute("id")
        heading = page.locator("table.register thead th").first.locator(".dt-column-order")
        heading.click()
        page.locator("thead th[aria-sort=ascending]").wait_for()
        heading.click()
        page.locator("thead th[aria-sort=descending]").wait_for()
        assert first.get_attribute("id") != before


def taken(page, form="CSV"):
    """Return the name and the rows of what a reader takes from a page."""
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Download these rows ({form})").click()
    content = download.value.path().read_bytes()
    if form == "JSON":
        return download.value.suggested_filename, json.loads(content)
    text = content.decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    return download.value.suggested_filename, list(rows)


def options(page, name):
    """Return the number beside each value of a filter."""
    texts = page.get_by_role("combobox", name=name, exact=True).locator("option").all_text_contents()
    return {text.rpartition(" ")[0]: int(text.rpartition(" ")[2].strip("()")) for text in texts if text != "all"}


def test_explore_filters_all_records_and_counts_what_each_value_would_leave(tab, address):
    messages = datapackage.load("messages")["messages"]
    provisions = datapackage.load("provisions")["provisions"]
    with showing(tab) as page:
        page.goto(f"{address}/explore.html", wait_until="load")
        shown = page.locator(".strip output")
        every = len(messages) + len(provisions)
        assert shown.text_content() == f"{every} of {every} shown"
        layers = options(page, "Layer")
        assert sum(layers.values()) == every
        assert layers["statement"] == (messages["layer"] == "statement").sum()
        page.locator(".further > summary").click()
        page.get_by_role("combobox", name="Kind", exact=True).select_option("call")
        calls = messages[messages["kind"] == "call"]
        assert shown.text_content() == f"{len(calls)} of {every} shown"
        assert options(page, "Layer")["statement"] == (calls["layer"] == "statement").sum()
        kinds = messages["kind"].value_counts()
        assert all(options(page, "Kind")[kind] == kinds[kind] for kind in ("call", "concern"))  # beside itself
        assert options(page, "Strongest act")["notes"] == 0
        page.get_by_role("combobox", name="Layer", exact=True).select_option("statement")
        left = int((calls["layer"] == "statement").sum())
        assert page.locator("ul.records > li:visible").count() == left
        assert page.locator("h2:visible", has_text="Key messages").count() == 0
        sent = page.url
        page.goto("about:blank")
        page.goto(sent, wait_until="load")
        assert shown.text_content() == f"{left} of {every} shown"


@pytest.mark.parametrize("name", explore.READY)
def test_a_ready_selection_shows_what_it_says(tab, address, name):
    wanted = {entry.key for entry in explore.entries() if explore.answers(entry, explore.READY[name])}
    with showing(tab) as page:
        page.goto(f"{address}/explore.html", wait_until="load")
        page.get_by_role("link", name=name, exact=True).click()
        page.locator(".strip output").wait_for()
        assert page.locator(".strip output").text_content().startswith(f"{len(wanted)} of ")
        assert {row["identifier"] for row in taken(page)[1]} == wanted
        for facet, value in explore.READY[name].items():
            assert page.get_by_role("combobox", name=facet, exact=True).input_value() == value


def test_what_matches_nothing_is_said_and_cleared_by_keyboard(tab, address):
    for name, records in (("explore.html", "ul.records > li"), ("messages.html", "table.register tbody tr")):
        with showing(tab) as page:
            page.goto(f"{address}/{name}?q=zzzz", wait_until="load")
            page.get_by_text("Nothing matches what is asked for.").wait_for()
            assert page.locator(f"{records}:visible").count() == 0
            assert page.get_by_role("button", name="Download these rows (CSV)").is_disabled()
            assert page.get_by_role("button", name="Download these rows (JSON)").is_disabled()
            page.get_by_role("button", name="Clear the filters").focus()
            page.keyboard.press("Enter")
            assert page.locator(f"{records}:visible").count() == page.locator(records).count() > 0
            assert page.evaluate("document.activeElement.type") == "search"
            assert "?" not in page.url


@pytest.mark.parametrize("table", ["messages", "speakers", "consultations", "provisions", "notes"])
def test_rows_of_a_register_can_be_taken_away(tab, address, table):
    with showing(tab) as page:
        page.goto(f"{address}/{table}.html", wait_until="load")
        name, rows = taken(page)
        shown = page.locator("table.register tbody .record").evaluate_all("(all) => all.map((one) => one.id)")
        assert name == f"wsis20-{table}-{project.version()}.csv"
        assert [row["identifier"] for row in rows] == shown
        assert {row["version"] for row in rows} == {project.version()}
        assert all(None not in row and None not in row.values() for row in rows)
        assert "apostrophe added" not in rows[0]


def test_the_words_of_a_message_have_half_the_register_on_a_desk_and_long_lists_are_folded(tab, address):
    with showing(tab, DESK) as page:
        page.goto(f"{address}/messages.html", wait_until="load")
        page.locator(".strip output").wait_for()
        table = page.locator("table.register").bounding_box()
        row = page.locator("#global-k3").locator("xpath=ancestor::tr")
        assert row.locator("td").first.bounding_box()["width"] > table["width"] / 2
        assert row.locator("> :visible").count() == len(("name", "words", "kind", "themes"))
        assert page.locator("tbody td[data-label='Kind'] p").evaluate_all(
            "(all) => all.every((one) => one.clientHeight < 2 * parseFloat(getComputedStyle(one).lineHeight))"
        )
        more = page.locator(".fate button").first
        number = int(re.fullmatch(r"and (\d+) more", more.text_content())[1])
        links = more.locator("xpath=parent::p").locator("a:visible")
        before = links.count()
        folded = more.locator("xpath=preceding-sibling::span[1]")
        assert folded.locator("a").count() == number
        page.emulate_media(media="print")
        assert folded.locator("a").last.is_visible()
        page.emulate_media(media="screen")
        assert not folded.locator("a").last.is_visible()
        line = more.locator("xpath=parent::p").element_handle()
        more.click()
        assert line.evaluate("(one) => one.querySelectorAll('a').length") >= before
        assert page.evaluate("document.activeElement.checkVisibility()")
        assert not line.query_selector("button:text('more')")


def test_what_stands_below_a_message_is_taken_in_columns_of_its_own(tab, address):
    package = datapackage.load("messages", "passages", "appearances", "people")
    passages = package["passages"].sort_values(["message_id", "start_offset"]).groupby("message_id")
    with showing(tab) as page:
        page.goto(f"{address}/messages.html?Region=Asia-Pacific", wait_until="load")
        _, rows = taken(page)
    people = package["appearances"].merge(package["people"], on="person_id").set_index("appearance_id")
    messages = package["messages"].set_index("message_id")
    assert "besides" not in rows[0]
    for row in rows:
        said_by = messages.loc[row["identifier"], "appearance_id"]
        person = people.loc[said_by] if isinstance(said_by, str) else {"name": "", "role": ""}
        assert (row["Speaker"], row["Role"]) == (person["name"], person["role"])
        own = passages.get_group(row["identifier"])
        assert row["Place"] == "; ".join(own["locator"])
        assert row["Phrase"].replace("’", "'") == "; ".join(own["phrase"]).replace("’", "'")
        assert row["Source"]
        assert "look for" not in "".join(row.values())
    assert any(row["Notes"] for row in rows)
    assert any(row["In detail"].startswith("Makes the point of ") for row in rows)


def test_what_is_shown_is_what_is_taken(tab, address):
    messages = datapackage.load("messages")["messages"].set_index("message_id")
    with showing(tab) as page:
        page.goto(f"{address}/explore.html?Layer=key+message&Kind=call", wait_until="load")
        name, rows = taken(page)
        calls = messages[(messages["layer"] == "key message") & (messages["kind"] == "call")]
        every = page.locator("ul.records > li").count()
        assert name == f"wsis20-explore-{project.version()}-{len(calls)}-of-{every}.csv"
        assert {row["identifier"] for row in rows} == set(calls.index)
        for row in rows:
            assert row["What it says"] == calls.loc[row["identifier"], "paraphrase"].replace("'", "’")
        page.goto(f"{address}/messages.html?Region=Africa", wait_until="load")
        page.locator("table.register thead th").first.locator(".dt-column-order").dblclick()
        page.locator("thead th[aria-sort=descending]").wait_for()
        _, rows = taken(page)
        assert [row["identifier"] for row in rows] == ["africa-k3", "africa-k2", "africa-k1"]
        assert rows[0]["Themes"].count("; ") >= 1


@pytest.mark.parametrize(
    ("name", "asked", "several"),
    [
        ("messages", "digital", {"In the summary?", "Themes", "Addressed to"}),
        ("speakers", "", set()),
        ("consultations", "kyoto", set()),
        ("provisions", "digital", {"Themes", "Calls that it meets", "Who is to act", "For whom"}),
        ("notes", "digital", set()),
        ("explore", "digital", {"Who is to act", "For whom", "In the summary?", "Theme"}),
    ],
)
def test_json_has_the_rows_of_the_csv_with_lists_and_null(browser, address, name, asked, several):
    with opened(browser) as page:
        page.goto(f"{address}/{name}.html?q={asked}", wait_until="load")
        _, flat = taken(page)
        file, rows = taken(page, "JSON")
        told = page.locator(".strip output").text_content()
        number, every = map(int, re.fullmatch(r"(\d+) of (\d+) taken", told).groups())
        assert file == f"wsis20-{name}-{project.version()}{f'-{number}-of-{every}' if asked else ''}.json"
        assert 0 < number == len(rows)
        assert (number < every) == bool(asked)
        assert {field for row in rows for field, value in row.items() if isinstance(value, list)} == several
        for row in rows:
            assert all(
                value is None or isinstance(value, list if field in several else str) for field, value in row.items()
            )
            assert "" not in row.values()
            assert [] not in row.values()
        written = ["; ".join(v) if isinstance(v, list) else v or "" for row in rows for v in row.values()]
        assert [value.removeprefix("'") for row in flat for value in row.values()] == written


def test_json_of_explore_has_the_themes_of_each_record(browser, address):
    package = datapackage.load("messages", "codings", "themes")
    labels = package["themes"].set_index("theme_id")["label"]
    given = datapackage.of_pass(package, "codings").groupby("message_id")["theme_id"].agg(list)
    with opened(browser) as page:
        page.goto(f"{address}/explore.html?Region=Europe", wait_until="load")
        _, rows = taken(page, "JSON")
        assert {row["identifier"] for row in rows} == set(
            package["messages"].query("region_id == 'europe'")["message_id"]
        )
        for row in rows:
            assert set(row["Theme"]) == {labels[theme] for theme in given[row["identifier"]]}
            assert row["Strongest act"] is None


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@x", '=HYPERLINK("x"),"y"'])
def test_a_value_that_looks_like_a_formula_is_guarded_and_the_row_says_so(tab, address, value):
    with showing(tab) as page:
        html = page.request.get(f"{address}/explore.html").text()
        said = '<p class="said">'
        start = html.index(said) + len(said)
        changed = html[:start] + value + html[html.index("</p>", start) :]
        page.route("**/explore.html", lambda route: route.fulfill(body=changed, content_type="text/html"))
        page.goto(f"{address}/explore.html", wait_until="load")
        page.locator(".strip output").wait_for()
        _, rows = taken(page)
        assert rows[0]["What it says"] == f"'{value}"
        assert rows[0]["apostrophe added"] == "What it says"
        assert {row["apostrophe added"] for row in rows[1:]} == {""}
        assert "apostrophe" in page.locator(".strip output").text_content()


def test_filters_are_folded_on_a_phone_and_open_on_a_desk(tab, address):
    for size, folded in ((PHONE, True), (DESK, False)):
        with showing(tab, size) as page:
            page.goto(f"{address}/explore.html?Layer=statement", wait_until="load")
            layer = page.get_by_role("combobox", name="Layer", exact=True)
            page.locator(".strip output").wait_for()
            assert layer.is_visible() != folded
            summary = page.locator(".facets > summary")
            assert summary.is_visible() == folded
            if folded:
                told = page.locator(".strip output").text_content().partition(",")[0]
                assert summary.text_content() == f"Filters (1 set): {told}"
                summary.click()
                assert layer.is_visible()
                page.get_by_role("combobox", name="Kind", exact=True).select_option("call")
                fewer = page.locator(".strip output").text_content().partition(",")[0]
                assert fewer != told
                assert summary.text_content() == f"Filters (2 set): {fewer}"
                page.get_by_role("combobox", name="Theme", exact=True).scroll_into_view_if_needed()
                assert 0 <= summary.bounding_box()["y"] < PHONE[1]
                low = page.locator(
                    ":is(.register-filter, .strip) :is(button, select, input, summary):visible"
                ).evaluate_all("(all) => Math.min(...all.map((one) => one.getBoundingClientRect().height))")
                assert low >= 24


@pytest.mark.parametrize("name", ["explore", "messages"])
def test_on_a_phone_a_button_tells_how_much_the_filters_leave_and_leads_there(tab, address, name):
    with showing(tab, PHONE) as page:
        page.goto(f"{address}/{name}.html", wait_until="load")
        page.locator(".facets > summary").click()
        page.get_by_role("combobox", name="Region", exact=True).select_option("Europe")
        left = int(page.locator(".strip output").text_content().split()[0])
        button = page.locator("button.results")
        assert button.text_content() == f"Show {left} {'records' if name == 'explore' else 'rows'}"
        assert button.bounding_box()["y"] < PHONE[1]
        button.press("Enter")
        assert not page.locator(".facets").evaluate("(one) => one.open")
        assert page.evaluate("document.activeElement.matches('.strip output')")
        assert (
            page.locator("ul.records > li:visible, table.register tbody .record:visible").first.bounding_box()["y"]
            < PHONE[1]
        )


def test_further_filters_are_folded_on_a_desk_until_one_is_set(tab, address):
    with showing(tab) as page:
        page.goto(f"{address}/messages.html", wait_until="load")
        further = page.locator(".further > summary")
        assert further.text_content() == "More filters (3)"
        assert not page.get_by_role("combobox", name="Layer", exact=True).is_visible()
        assert not page.locator("button.results").is_visible()
        page.goto(f"{address}/messages.html?Layer=statement", wait_until="load")
        assert page.get_by_role("combobox", name="Layer", exact=True).is_visible()
        assert further.text_content() == "More filters (3, 1 set)"


@pytest.mark.parametrize("name", ["explore", "messages", "provisions", "notes", "speakers"])
def test_on_a_phone_the_first_record_is_on_the_first_screen_and_the_number_stays_in_sight(tab, address, name):
    with showing(tab, LARGER_PHONE) as page:
        page.goto(f"{address}/{name}.html", wait_until="load")
        page.locator(".strip output").wait_for()
        records = page.locator("ul.records > li, table.register tbody tr")
        assert records.first.bounding_box()["y"] < LARGER_PHONE[1]
        page.get_by_role("button", name="Clear filters", exact=True).click()
        page.evaluate("scrollTo(0, 5000)")
        head = page.locator(".bd-header-article").bounding_box()
        told = page.locator(".strip .shown").bounding_box()
        assert head["y"] + head["height"] <= told["y"] < 100
        search = page.get_by_role("searchbox", name="Search", exact=True)
        search.focus()
        search.fill("e")
        assert search.bounding_box()["y"] > head["height"]


def test_links_lead_into_long_pages_and_stand_beside_what_is_shown_alone(tab, address):
    with showing(tab, PHONE) as page:
        page.goto(f"{address}/messages.html", wait_until="load")
        page.locator(".strip output").wait_for()
        page.locator(".jumps").get_by_role("link", name="Europe", exact=True).click()
        page.wait_for_url("**/messages.html#europe-k1")
        strip, row = page.locator(".strip").bounding_box(), page.locator("#europe-k1").bounding_box()
        assert strip["y"] + strip["height"] <= row["y"] < PHONE[1] / 2
        page.get_by_role("searchbox", name="Search", exact=True).fill("child")
        assert not page.locator(".jumps").is_visible()
        page.get_by_role("button", name="Clear filters").click()
        assert page.locator(".jumps").is_visible()


LONG = ["messages", "provisions", "notes"]
HIGHEST = 2_500
"""How high a long register may be on a phone before somebody unfolds a group, in pixels."""


@pytest.mark.parametrize("name", LONG)
def test_a_long_register_is_folded_into_groups_on_a_phone_and_not_on_a_desk(browser, address, name):
    with opened(browser, PHONE) as page:
        page.goto(f"{address}/{name}.html", wait_until="load")
        page.locator(".strip output", has_text="in groups").wait_for()
        heads = page.locator("table.register .group button").all_text_contents()
        rows = page.locator("table.register tbody tr:has(.record)")
        assert sum(int(head.rpartition("(")[2].rstrip(")")) for head in heads) == rows.count()
        assert [head.rpartition(" (")[0] for head in heads] == page.locator(".jumps a").all_text_contents()
        assert page.evaluate("document.documentElement.scrollHeight") < HIGHEST
        assert page.locator("table.register tbody .record a:visible").count() == 0
        assert taken(page)[1][0]["identifier"] == rows.first.locator(".record").get_attribute("id")
        page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        rows.last.wait_for()
        assert page.locator("table.register .group").count() == 0


def test_a_group_shows_twenty_rows_then_all_and_is_closed_again(browser, address):
    with opened(browser, PHONE) as page:
        page.goto(f"{address}/messages.html", wait_until="load")
        group = page.get_by_role("button", name="Astana (")
        group.click()
        records = page.locator("table.register tbody .permalink:visible")
        expect(records).to_have_count(20)
        page.get_by_role("button", name="of Astana").click()
        messages = datapackage.load("messages")["messages"]
        own = (messages["layer"] == "statement") & (messages["consultation_id"] == "astana-2024")
        astana = int(own.sum())
        expect(records).to_have_count(astana)
        assert page.evaluate("document.activeElement.textContent") == records.nth(20).text_content()
        group.press("Enter")
        assert group.get_attribute("aria-expanded") == "false"
        expect(records).to_have_count(0)
        page.get_by_role("searchbox", name="Search", exact=True).fill("child")
        assert 0 < records.count() < astana
        page.get_by_role("button", name="Clear filters", exact=True).click()
        assert records.count() == len(messages)


@pytest.mark.parametrize(
    "place", ["messages.html#astana-s55", "provisions.html#res-80-173-p99", "notes.html#survey-end"]
)
def test_a_link_unfolds_the_group_of_its_record(browser, address, place):
    name, _, key = place.partition("#")
    with opened(browser, PHONE) as page:
        page.goto(f"{address}/{name}", wait_until="load")
        record = page.locator(f"tr:has(> * > #{key})")
        page.locator(".strip output", has_text="in groups").wait_for()
        assert page.evaluate(f"document.getElementById('{key}').checkVisibility()") is False
        page.evaluate(f"location.hash = '{key}'")
        record.wait_for()
        assert 0 <= record.bounding_box()["y"] < PHONE[1] / 2


def test_a_search_of_the_browser_unfolds_what_it_finds(browser, address):
    with opened(browser, PHONE) as page:
        page.goto(f"{address}/messages.html", wait_until="load")
        page.locator(".strip output", has_text="in groups").wait_for()
        row = page.locator("tr:has(#europe-k2)")
        assert row.get_attribute("hidden") == "until-found"
        row.evaluate("(row) => row.dispatchEvent(new Event('beforematch', { bubbles: true }))")
        assert page.locator("#europe-k1").is_visible()
        page.goto(f"{address}/explore.html", wait_until="load")
        page.locator(".strip output", has_text="in groups").wait_for()
        last = page.locator("#statements ul.records > li").last
        assert last.get_attribute("hidden") == "until-found"
        page.locator("#statements .rest").click()
        assert last.get_attribute("hidden") is None


def test_explore_is_light(browser, address):
    with opened(browser) as page:
        transferred = sizes(page)
        page.goto(f"{address}/explore.html", wait_until="load")
        page.keyboard.press("End")
        page.wait_for_load_state("networkidle")
        assert 50 < sum(transferred) / 1000 < 350


@pytest.mark.parametrize(
    "place",
    [
        "messages.html#europe-k2",
        "messages.html#africa-k3",
        "speakers.html#salma-abbasi",
        "codebook.html#gender",
        "notes.html#survey-end",
    ],
)
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_permanent_links_land_where_they_lead(tab, address, place, size):
    with showing(tab, size) as page:
        page.goto(f"{address}/{place}", wait_until="load")
        page.wait_for_timeout(300)
        top = page.evaluate("document.querySelector(':target').getBoundingClientRect().top")
    assert 0 <= top < size[1] / 2


def test_citation_of_a_row_can_be_opened_and_copied(browser, address):
    with opened(browser, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(f"{address}/messages.html", wait_until="load")
        row = page.locator("tr:has(#europe-k2)")
        row.locator("summary").click()
        row.get_by_role("button", name="Copy").click()
        row.get_by_role("button", name="Copied").wait_for()
        assert "europe-k2" in page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize(
    ("place", "number", "copied"),
    [
        ("04-floor.html#fig-floor", 0, "fig-floor"),
        ("provisions.html#res-80-173-p99", 1, "A/RES/80/173, para. 99"),
        ("provisions.html#res-80-173-p99", 2, "A/RES/80/173, paragraph 99,"),
    ],
)
def test_references_of_a_figure_and_of_a_paragraph_itself_can_be_copied(browser, address, place, number, copied):
    name, anchor = place.split("#")
    with opened(browser, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(f"{address}/{name}", wait_until="load")
        control = page.locator(f"tr:has(#{anchor}) details.citing, #{anchor} ~ details.citing").first
        control.locator("summary").click()
        control.get_by_role("button", name="Copy").nth(number).click()
        control.get_by_role("button", name="Copied").wait_for()
        assert copied in page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_can_be_read_without_javascript(browser, address, size):
    with opened(browser, size, java_script_enabled=False) as page:
        page.goto(f"{address}/messages.html", wait_until="load")
        rows = page.locator("table.register tbody tr")
        assert rows.count() == len(datapackage.load("messages")["messages"])
        assert rows.last.is_visible()
        page.goto(f"{address}/explore.html", wait_until="load")
        assert page.locator("ul.records > li").last.is_visible()
        assert not page.locator(".register-filter").is_visible()
        assert not page.locator(".strip .shown").is_visible()
        page.goto(f"{address}/02-regions.html", wait_until="load")
        figure = page.locator("#fig-themes")
        mark = figure.locator("svg:visible a").first
        assert mark.locator("title").text_content() == mark.get_attribute("aria-label")
        assert (
            figure.locator("svg:visible a[tabindex]").count()
            == figure.locator("button:visible, .hint span:visible").count()
            == 0
        )
        wanted = mark.get_attribute("href")
        mark.click()
        page.wait_for_url(f"**/{wanted}")


def test_the_list_of_pages_follows_the_text_on_a_phone_without_javascript(browser, address):
    with opened(browser, PHONE, java_script_enabled=False) as page:
        page.goto(f"{address}/brief.html", wait_until="load")
        text, pages = page.locator("article").bounding_box(), page.locator(".bd-sidebar-primary").bounding_box()
        assert 0 <= pages["x"] < PHONE[0]
        assert pages["y"] >= text["y"] + text["height"]
        assert not page.locator(".sidebar-toggle").first.is_visible()


def test_filter_for_whom_is_used_by_keyboard_reset_and_carried_by_its_link(tab, address):
    acts = datapackage.load("acts")["acts"].query("coding_pass == 'agreed'")
    named = {key for key, own in zip(acts["provision_id"], acts["addressees"], strict=True) if "youth" in own}
    with showing(tab) as page:
        page.goto(f"{address}/provisions.html", wait_until="load")
        shown, whom = page.locator(".strip output"), page.get_by_role("combobox", name="For whom", exact=True)
        page.locator(".further > summary").focus()
        page.keyboard.press("Enter")
        whom.focus()
        page.keyboard.type("youth")
        assert shown.text_content().startswith(f"{len(named)} of ")
        assert {row["identifier"] for row in taken(page)[1]} == named
        sent = page.url
        page.get_by_role("button", name="Clear filters").click()
        assert whom.input_value() == ""
        assert "For+whom" not in page.url
        page.goto("about:blank")
        page.goto(sent, wait_until="load")
        assert whom.input_value() == "youth"
        assert shown.text_content().startswith(f"{len(named)} of ")


def test_filter_who_is_to_act_finds_what_a_row_says(tab, address):
    acts = tracing.operative_acts(datapackage.load("acts"))
    facilitators = {
        key for key, own in zip(acts["provision_id"], acts["actors"], strict=True) if "action line facilitators" in own
    }
    with showing(tab) as page:
        for name in ("provisions", "explore"):
            page.goto(f"{address}/{name}.html", wait_until="load")
            page.locator(".further > summary").click()
            page.get_by_role("combobox", name="Who is to act", exact=True).select_option("action line facilitators")
            assert {row["identifier"] for row in taken(page)[1]} == facilitators


@pytest.mark.parametrize(("name", "highest"), [("06-asks", 15_000), ("09-positions", 9_000), ("ledger", 13_000)])
def test_long_tables_and_lists_are_folded_on_a_phone_and_on_a_desk_those_longer_than_a_screen(
    browser, address, name, highest
):
    with opened(browser, LARGER_PHONE) as page:
        page.goto(f"{address}/{name}.html", wait_until="load")
        folds = page.locator("button.fold:visible")
        folds.first.wait_for()
        assert page.evaluate("document.documentElement.scrollHeight") < highest
        inside = page.locator(":is(table.long tbody, ul.acts)")
        assert folds.count() == inside.count()
        assert all(inside.evaluate_all("(all) => all.map((one) => one.hidden)"))
        fold = folds.first
        fold.focus()
        page.keyboard.press("Enter")
        assert fold.get_attribute("aria-expanded") == "true"
        assert not inside.first.evaluate("(one) => one.hidden")
        page.emulate_media(media="print")
        assert page.locator("button.fold:visible").count() == 0
        assert min(inside.evaluate_all("(all) => all.map((one) => one.offsetHeight)")) > 50
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        longer = page.locator("table.long tbody:has(> tr:nth-child(21))")
        page.wait_for_function(
            "(many) => document.querySelectorAll('.bd-article .long [hidden=until-found]').length === many",
            arg=longer.count(),
        )
        assert folds.count() == longer.count()
        assert page.locator("ul.acts[hidden]").count() == 0
        if longer.count():
            assert longer.first.bounding_box() is None or longer.first.bounding_box()["height"] < 5
            folds.first.click()
            assert longer.first.locator("tr").last.is_visible()


def test_a_fold_says_what_it_holds_and_a_link_into_it_unfolds_it(browser, address):
    with opened(browser, LARGER_PHONE) as page:
        page.goto(f"{address}/06-asks.html", wait_until="load")
        degrees = page.locator("#tab-asks tbody td[data-label=Degree]").all_text_contents()
        told = page.locator("#tab-asks button.fold").text_content()
        assert told.startswith(f"Show {len(degrees)} rows (")
        assert degrees.count("answered") > 0
        scale = [degree for degree in tracing.MET.values() if degree in degrees]
        assert f"({', '.join(f'{degree}: {degrees.count(degree)}' for degree in scale)})" in told
        page.goto(f"{address}/06-asks.html#tab-asks", wait_until="load")
        page.locator("#tab-asks button.fold[aria-expanded=true]").wait_for()
        page.goto(f"{address}/ledger.html", wait_until="load")
        page.locator("p > a[href='#by-governments']").click()
        page.locator("#by-governments ul.acts > li").first.wait_for()
        assert page.locator("ul.acts:not([hidden])").count() == 1


def test_without_scripts_nothing_is_folded(browser, address):
    with opened(browser, LARGER_PHONE, java_script_enabled=False) as page:
        page.goto(f"{address}/06-asks.html", wait_until="load")
        assert page.locator("button.fold").count() == 0
        assert page.locator("#tab-asks tbody tr").last.is_visible()


def test_a_name_is_found_by_typing_a_part_of_it(tab, address):
    with showing(tab) as page:
        page.goto(f"{address}/find.html", wait_until="load")
        box, terms = page.get_by_label("Type a name"), page.locator("dl.names dt:visible")
        every = terms.count()
        box.fill("kazákh")
        assert [term.removesuffix("#") for term in terms.all_text_contents()] == ["Kazakhstan"]
        assert (
            page.locator("dl.names dd:visible").count() == page.locator("section:visible:has(> dl.names)").count() == 1
        )
        assert page.locator(".name-box output").text_content() == f"1 of {every} names"
        box.fill("G77")
        assert [term.removesuffix("#") for term in terms.all_text_contents()] == ["Group of 77 and China"]
        box.fill("no such name")
        assert terms.count() == 0
        told, elsewhere = page.locator(".name-box output"), page.locator(".not-listed a")
        assert elsewhere.count() == len(
            datapackage.load("regions")["regions"]
        )  # every State, each region, not the world
        assert told.text_content() == "No such name on record. See " + " · ".join(elsewhere.all_text_contents())
        assert told.get_by_role("link", name="what falls to a State").is_visible()
        box.fill("")
        assert terms.count() == every
        assert page.locator(".name-box output").text_content() == ""
