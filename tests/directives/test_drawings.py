"""Drawings in a page: marks are links with names, data stay text, and nothing comes in that a drawing does not need."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from sphinx.errors import ExtensionError
from wsis20.colours import DARK, INK
from wsis20_sphinx import drawings, fates, records

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9pt" height="9pt" viewBox="0 0 9 9" font-size="9px">{}</svg>'
MARK = '<g data-record="{}"><circle cx="1" cy="2" r="3" fill="#1f2328"/><text x="1" y="2">1</text></g>'


def page(inner, alt="What is shown", narrow=None):
    """Return the HTML of a figure with this in its drawing."""
    pictures = {"wide": SVG.format(inner)} | ({"narrow": SVG.format(narrow)} if narrow else {})
    return BeautifulSoup(drawings.in_page(pictures, alt, lambda kind, key: f"{kind}.html#{key}"), "html.parser")


def test_a_mark_is_a_link_to_its_record_named_by_what_the_record_says():
    (link,) = page(MARK.format("message:africa-k1"))("a")
    told = records.labels("message")["africa-k1"]
    assert link["href"] == "message.html#africa-k1"
    outcome = fates.in_a_line("message", "africa-k1")
    assert link["aria-label"] == link.title.string == f"{told.label}: {told.title} {outcome}"
    assert link["data-region"] == "africa"
    assert link.circle["fill"] == f"var({drawings.VARIABLES[INK]})"
    assert link.find("text").string == "1"


def test_readers_meet_the_alternative_text_and_then_the_links():
    (svg,) = page('<text x="1" y="1">words</text>' + MARK.format("theme:gender"))("svg")
    assert (svg["role"], svg["aria-label"]) == ("group", "What is shown")
    assert [child.name for child in svg.find_all(recursive=False)] == ["g", "a"]
    assert svg.g["aria-hidden"] == "true"
    assert svg.g.get_text() == "words"
    assert page('<path d="M0 0"/>').svg["role"] == "img"


def test_what_the_data_say_stays_text(monkeypatch):
    said = '"><script>alert(1)</script>'
    known = records.labels
    monkeypatch.setattr(
        records, "labels", lambda kind: {key: one._replace(title=said) for key, one in known(kind).items()}
    )
    made = page(MARK.format("theme:gender") + "<text x='1' y='1'>&lt;script&gt;</text>", alt=said)
    assert not made("script")
    assert made.svg["aria-label"] == said
    assert made.a["aria-label"].endswith(said)


@pytest.mark.parametrize("record", ["message:africa-k99", "theme:", "secret:africa-k1", "africa-k1", "source:x"])
def test_a_mark_of_no_record_is_refused(record):
    with pytest.raises(ExtensionError, match="which the data do not have"):
        page(MARK.format(record))


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        '<a href="https://example.org/"><text>x</text></a>',
        '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>',
        '<image href="x.png"/>',
        "<style>* { display: none }</style>",
        '<use href="#main-content"/>',
        "<g><path d='M0 0'/></g>",
        "<text x='1' y='1'>x<tspan>y</tspan></text>",
        '<path d="M0 0" id="main-content"/>',
        '<path d="M0 0" class="bd-main"/>',
        '<path d="M0 0" style="position: fixed"/>',
        '<path d="M0 0" onclick="alert(1)"/>',
        '<path d="M0 0" fill="url(https://example.org/x)"/>',
        '<path d="M0 0" fill="url(#x)"/>',
        '<path d="M0 0" transform="url(#x)"/>',
        '<path d="M0 0" aria-label="x"/>',
        '<g data-record="theme:gender"><script>1</script></g>',
        '<g data-record="theme:gender"><g data-record="theme:skills"><path d="M0 0"/></g></g>',
    ],
)
def test_what_no_drawing_of_the_project_has_is_refused(inner):
    with pytest.raises(ExtensionError, match="which no page takes up"):
        page(inner)


def test_a_view_is_four_numbers():
    with pytest.raises(ExtensionError, match="the attribute viewBox"):
        drawings.in_page({"wide": SVG.format("").replace("0 0 9 9", "0 0 9 9&quot; onload=&quot;1")}, "x", str)


def test_regions_can_be_brought_out_where_there_are_several():
    assert not page(MARK.format("message:africa-k1")).button
    assert not page(MARK.format("message:africa-k1") + MARK.format("message:europe-k1")).button  # a mark for each
    keys = ("message:europe-k1", "message:europe-k2", "message:africa-k1", "message:africa-k2", "theme:gender")
    made = page("".join(map(MARK.format, keys)))
    buttons = made.select('.regions.pst-js-only[role="group"][aria-label] button[type="button"]')
    names = records.package()["regions"].set_index("region_id")["name"]
    assert [(button["data-region"], button.string, button["aria-pressed"]) for button in buttons] == [
        (region, names[region], "false") for region in ("europe", "africa")
    ]
    assert not made.select("a[data-region=theme]")


def test_many_links_are_led_through_by_arrow_keys_and_a_line_says_so():
    themes = list(records.package()["themes"]["theme_id"])
    messages = list(records.package()["messages"]["message_id"])
    few = "".join(MARK.format(f"theme:{theme}") for theme in themes[:3])
    many = "".join(MARK.format(f"message:{message}") for message in messages[: drawings.FEW + 1])
    assert page(few).select_one(".hint").get_text() == f"{drawings.HINT} {drawings.TOUCH}"
    assert not page(few).select(".hint .keys, [data-many]")
    assert page(many).select_one(".hint .keys.pst-js-only").string == drawings.KEYS
    assert page(many, narrow=many).select("svg[data-many]") == page(many, narrow=many).select("svg")


def test_each_drawing_with_marks_says_how_they_are_read_with_a_pointer_and_with_a_finger():
    hint = page(MARK.format("theme:gender")).select_one(".hint")
    assert hint.select_one(".pointer.pst-js-only").string == drawings.HINT
    assert hint.select_one(".touch.pst-js-only").string == drawings.TOUCH
    assert not page('<path d="M0 0"/>').select(".hint")


@pytest.mark.parametrize(
    ("record", "outcome"),
    [
        ("message:astana-s33", "Matches no key message; answered by paragraph 122."),
        ("message:astana-s68", "Makes the point of key message 3; counts by a clause of the rules."),
        ("message:europe-k2", "Answered by paragraph 99, on one point."),
        ("message:asia-pacific-k3", "Nothing found in the resolution."),
        ("theme:gender", ""),
    ],
)
def test_the_name_of_a_mark_ends_with_what_became_of_it(record, outcome):
    (link,) = page(MARK.format(record))("a")
    assert link["aria-label"].endswith(outcome)
    assert fates.in_a_line(*record.split(":")) == outcome


def test_a_mark_names_some_of_many_paragraphs():
    told = {key: fates.in_a_line("message", key) for key in records.labels("message")}
    many = [line for line in told.values() if " more." in line]
    assert many
    assert max(map(len, told.values())) < 120


def test_one_drawing_serves_both_themes(tmp_path):
    (tmp_path / "_static").mkdir()
    drawings.write_styles(type("App", (), {"outdir": tmp_path}))
    light, dark = (tmp_path / "_static" / drawings.STYLES).read_text("utf-8").splitlines()
    for colour, variable in drawings.VARIABLES.items():
        assert f"{variable}:{colour};" in light
        assert f"{variable}:{DARK[colour]};" in dark
    assert dark.startswith("@media screen{")
    assert drawings.coloured("#123456") == "#123456"
