"""Tables: the same cells in Jupyter, in the book and for whoever compares."""

from __future__ import annotations

import pandas as pd
import pytest
from wsis20.tables import Table

FRAME = pd.DataFrame({"Region": ["Africa", "Europe & more"], "Said": ["{msg}`1 <africa-k1>` First.\nSecond.", "none"]})
TABLE = Table("tab-x", "What was said", FRAME, [1, 3])


def test_html_has_caption_scope_and_escaped_cells():
    html = TABLE.to_html()
    assert "<caption>What was said</caption>" in html
    assert html.count('scope="col"') == 2
    assert '<th scope="row">Europe &amp; more</th>' in html
    assert "<td>1 First.<br>Second.</td>" in html


def test_myst_is_a_numbered_list_table_with_paragraphs():
    assert TABLE.to_myst().splitlines() == [
        "````{list-table} What was said",
        ":name: tab-x",
        ":header-rows: 1",
        ":stub-columns: 1",
        ":widths: 1 3",
        "",
        "* - Region",
        "  - Said",
        "* - Africa",
        "  - {msg}`1 <africa-k1>` First.",
        "",
        "    Second.",
        "* - Europe & more",
        "  - none",
        "````",
    ]


def test_plain_text_is_csv_of_the_words():
    assert TABLE.to_csv() == 'Region,Said\nAfrica,"1 First.\nSecond."\nEurope & more,none'


def test_a_table_that_cannot_be_set_is_refused():
    with pytest.raises(ValueError, match="1 widths for 2 columns"):
        Table("tab-x", "", FRAME, [1])
    with pytest.raises(ValueError, match="needs rows"):
        Table("tab-x", "", FRAME.iloc[:0], [1, 3])
