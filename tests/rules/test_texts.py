"""Texts of the data that a spreadsheet or an eye would read as something else are refused by name."""

from __future__ import annotations

import pytest
from wsis20.commands import check

pytestmark = pytest.mark.usefixtures("rules_remembered")
HIDDEN = ["a\u200bb", "a\u202eb", "a\u00adb", "a\u2028b", "a\0b", "a\x1bb", "a\U000e0041b", "a\ufeffb", "a\ufffeb"]


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-cmd", "@SUM(1)"])
def test_a_formula_in_a_cell_is_refused(package_copy, text):
    package_copy.change("source_notes", "survey-end", description=text)
    found = [fault for fault in check.faults(package_copy.folder) if fault.row == "survey-end"]
    assert any(fault.field == "description" and "formula" in str(fault) for fault in found)


@pytest.mark.parametrize("text", HIDDEN)
def test_a_hidden_character_is_refused_by_its_code_point(package_copy, text):
    package_copy.change("source_notes", "survey-end", description=text)
    found = [str(fault) for fault in check.faults(package_copy.folder)]
    assert any("source_notes" in fault and f"U+{ord(text[1]):04X}" in fault for fault in found), found
