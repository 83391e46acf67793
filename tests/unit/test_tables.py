"""Tables: the same cells in Jupyter, in the book and for whoever compares."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from wsis20.tables import Link, Table, faults, joined, message_links, paragraphs

SAID = [Link("message", "africa-k1", "1"), " First.\nSecond.", Link("theme", "gender")]
FRAME = pd.DataFrame({"Region": ["Africa", "Europe & more"], "Said": [SAID, "{msg}`africa-k1` <b>&</b>"]})
TABLE = Table("tab-x", "What was said", FRAME, [1, 3])


def test_html_has_caption_scope_and_escaped_cells():
    html = TABLE.to_html()
    assert "<caption>What was said</caption>" in html
    assert html.count('scope="col"') == 2
    assert '<th scope="row">Europe &amp; more</th>' in html
    assert "<td>1 First.<br>Second.gender</td>" in html
    assert "<td>{msg}`africa-k1` &lt;b&gt;&amp;&lt;/b&gt;</td>" in html


def test_data_are_the_words_and_links_of_every_cell():
    data = TABLE.to_data()
    assert json.loads(json.dumps(data)) == data
    assert data == {
        "name": "tab-x",
        "caption": "What was said",
        "widths": [1, 3],
        "head": ["Region", "Said"],
        "rows": [
            [
                "Africa",
                [
                    {"kind": "message", "key": "africa-k1", "words": "1"},
                    " First.\nSecond.",
                    {"kind": "theme", "key": "gender", "words": ""},
                ],
            ],
            ["Europe & more", "{msg}`africa-k1` <b>&</b>"],
        ],
    }


def test_plain_text_is_csv_of_the_words():
    assert TABLE.to_csv() == ('Region,Said\nAfrica,"1 First.\nSecond.gender"\nEurope & more,{msg}`africa-k1` <b>&</b>')


def test_a_line_break_in_words_begins_a_paragraph():
    link = Link("message", "africa-k1")
    assert paragraphs(["of ", link, "\n", link, "\nend"]) == [["of ", link], [link], ["end"]]
    assert paragraphs("") == [[]]


def test_cells_are_joined_with_words_between_them():
    first, second = Link("message", "a"), Link("message", "b")
    assert joined([[first, "!"], second], "; ") == [first, "!", "; ", second]
    assert joined([]) == []
    messages = pd.DataFrame({"message_id": ["a", "b"], "number": [1, 2]})
    assert message_links(messages) == [Link("message", "a", "1"), ", ", Link("message", "b", "2")]


def test_a_table_that_cannot_be_set_is_refused():
    with pytest.raises(ValueError, match="1 widths for 2 columns"):
        Table("tab-x", "", FRAME, [1])
    with pytest.raises(ValueError, match="needs rows"):
        Table("tab-x", "", FRAME.iloc[:0], [1, 3])
    with pytest.raises(ValueError, match=r"'\.\./tab-x'; expected a name"):
        Table("../tab-x", "", FRAME, [1, 3])


def test_what_a_table_writes_has_its_form():
    assert faults(TABLE.to_data()) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rows": [["a"]]}, "row 1 of 2 columns"),
        ({"rows": []}, "$.rows"),
        ({"rows": [["a", 1]]}, "$.rows[0][1]"),
        ({"rows": [["a", [{"kind": "message", "key": "x"}]]]}, "$.rows[0][1]"),
        ({"head": ["a"]}, "row 0 of 2 columns"),
        ({"widths": [1, 0]}, "$.widths[1]"),
        ({"caption": None}, "$.caption"),
        ({"name": "../tab-x"}, "$.name: '../tab-x'; expected a name"),
        ({"script": "x"}, "$: Additional properties"),
    ],
)
def test_a_table_of_another_form_is_told(change, said):
    assert any(said in fault for fault in faults(TABLE.to_data() | change))
    assert faults([]) != []
    assert faults(json.dumps(TABLE.to_data())) != []  # the book takes it as it is, not as a text
