"""Positions that are added from a folder, and taken out again, as a consultation is."""

from __future__ import annotations

import re

import pytest
from adding import contents, finished, run
from wsis20 import __main__ as commands
from wsis20.commands import check
from wsis20.commands.add import ledger, second_reading, template
from wsis20.upkeep import Tables

ACCOUNT = "made-up-account-2025"
CALL = f"{ACCOUNT}-2"
PLACE = ("phrase", "start_offset", "end_offset", "sha256")


@pytest.fixture
def folder(tmp_path, capsys):
    """Return a folder with the record of the template."""
    assert commands.main(["add", "--template", "--positions", str(tmp_path / "account")]) == 0
    return tmp_path / "account"


def edit(folder, *changes):
    """Change a record, and return its folder; each change is a pattern and what comes in its place."""
    path = folder / "record.yml"
    text = path.read_text("utf-8")
    for old, new in changes:
        text, count = re.subn(old, new, text, flags=re.MULTILINE | re.DOTALL)
        assert count, old
    path.write_text(text, encoding="utf-8")
    return folder


def in_part(folder):
    """Let a record be of a document of which a part was read and no text kept."""
    (folder / "text.txt").unlink()
    without_text = (("^  read: whole$", "  read: part"), ("^  text: text.txt\n", ""), ("^    phrase: [^\n]*\n", ""))
    return edit(folder, *without_text, (r"^left_out:\n.*?(?=\n\n)", ""))


def rows_of(package, table, document=ACCOUNT):
    """Return the rows of a document."""
    return [row for row in Tables(package).rows(table) if row["document_id"] == document]


def test_a_record_without_coding_gets_its_forms_and_nothing_is_written(package, folder, capsys):
    before = contents(package.parent / "datapackage")
    assert run("add", package, folder) == 0
    out = capsys.readouterr().out
    assert "Nothing was written into the data package" in out
    assert f"code 4 units in {folder / 'pass-a.yml'}" in out
    sheet = (folder / "pass-a.yml").read_text("utf-8")
    assert "table: positions" in sheet
    assert "passage: It asked that every public library be online by 2030." in sheet
    form = (folder / second_reading.NAME).read_text("utf-8")
    assert re.findall("field: (.*)", form)[:3] == ["date_precision", "document_date", "kind"]
    assert "2025-10-15" not in form
    assert contents(package) == before


def test_positions_that_are_added_are_valid_and_taken_out_leave_the_tree_as_it_was(package, folder, capsys):
    before = contents(package.parent / "datapackage") | contents(package.parent / "book")
    finished(package, folder, {CALL: "call"})
    assert run("add", package, folder, "--dry-run") == 0
    out = capsys.readouterr().out
    assert "  positions: 4 rows added" in out
    assert f"position_responses, row {CALL}-none / agreed: row added" in out
    assert contents(package) | contents(package.parent / "book") == before
    assert run("add", package, folder) == 0
    said = capsys.readouterr().out
    assert f"Added positions from {ACCOUNT}" in said
    assert "read the chapter on positions again" in said
    assert "quantities.csv" not in said
    assert check.faults(package) == []
    positions = rows_of(package, "positions")
    assert [row["position_id"] for row in positions] == [f"{ACCOUNT}-{number}" for number in range(1, 5)]
    assert [row["kind"] for row in positions] == ["concern", "call", "concern", "concern"]
    assert positions[2]["attributed_to"] == "Ms. Ana Ejemplo"
    assert positions[3]["holder_id"] == "union-of-village-libraries"
    assert f"@misc{{{ACCOUNT.replace('-', '')}," in (package.parent / "book" / "references.bib").read_text("utf-8")
    assert run("add", package, folder) == 1
    assert f"added already, as positions of {ACCOUNT}" in capsys.readouterr().err
    assert run("remove", package, folder) == 0
    assert not (folder / ledger.NAME).exists()
    assert contents(package) | contents(package.parent / "book") == before


def test_a_text_has_the_places_of_its_positions(package, folder):
    assert run("add", package, finished(package, folder)) == 0
    text = (folder / "text.txt").read_text("utf-8")
    (document,) = rows_of(package, "documents")
    assert (document["access"], document["characters"]) == ("text held", str(len(text)))
    said = rows_of(package, "positions")[3]
    place = slice(int(said["start_offset"]), int(said["end_offset"]))
    assert text[place] == "The Union of Village Libraries said that villages pay too much for a connection."


def test_of_an_opening_its_text_is_held(package, folder):
    edit(folder, ("^  read: whole$", "  read: opening"))
    assert run("add", package, finished(package, folder)) == 0
    (document,) = rows_of(package, "documents")
    assert document["access"] == "opening held"
    assert document["sha256"]
    assert check.faults(package) == []


def test_of_a_part_there_are_words_for_places_alone(package, folder):
    before = contents(package)
    in_part(folder)
    finished(package, folder)
    assert "passage" not in re.findall(r"^ +(\w+):", (folder / "pass-a.yml").read_text("utf-8"), re.MULTILINE)
    assert run("add", package, folder) == 0
    (document,) = rows_of(package, "documents")
    assert (document["access"], document["sha256"], document["characters"]) == ("read in part", "", "")
    positions = rows_of(package, "positions")
    assert len(positions) == 4
    assert {row[field] for row in positions for field in PLACE} == {""}
    assert all(row["locator"] for row in positions)
    assert check.faults(package) == []
    assert run("remove", package, folder) == 0
    assert contents(package) == before


def test_the_second_reading_of_a_part_is_of_what_was_read(package, folder):
    assert run("add", package, in_part(folder)) == 0
    form = (folder / second_reading.NAME).read_text("utf-8")
    assert "the part that was read, of which no text is kept" in form


def test_a_document_and_a_holder_that_are_there_get_further_positions(package, folder):
    tables = Tables(package)
    open_to_it = {row["document_id"] for row in tables.rows("documents") if row["access"] == "read in part"}
    known = next(row for row in tables.rows("positions") if row["document_id"] in open_to_it)
    before = rows_of(package, "positions", known["document_id"])
    in_part(folder)
    edit(
        folder,
        (r"^document:\n.*?(?=\n\n)", f"document: {known['document_id']}"),
        (r"^holders:\n.*?(?=\n\n)", f"holders:\n  - holder: {known['holder_id']}"),
        (r"  - holder: (Coalition|Union)[^\n]*\n    ", "  - "),
        (r"^notes:\n.*", ""),
    )
    assert run("add", package, finished(package, folder)) == 0
    after = rows_of(package, "positions", known["document_id"])
    assert len(after) == len(before) + 4
    new = [row for row in after if row not in before]
    assert {row["holder_id"] for row in new} == {known["holder_id"]}
    assert sorted(int(row["number"]) for row in new) == [len(before) + number for number in range(1, 5)]
    assert check.faults(package) == []


def test_a_document_without_an_identifier_is_named_after_holder_year_and_kind(package, folder):
    edit(folder, (f"^  id: {ACCOUNT}\n", ""))
    assert run("add", package, finished(package, folder)) == 0
    assert rows_of(package, "documents", "coalition-of-made-up-states-2025-account")


def test_a_document_without_a_publisher_wants_an_author(package, folder, capsys):
    edit(folder, ("^  publisher: [^\n]*\n", ""))
    assert run("add", package, folder) == 1
    assert "document.author: there is no author" in capsys.readouterr().out
    edit(folder, ("^  title: ", "  author: Reporters of nothing\n  title: "))
    assert run("add", package, finished(package, folder)) == 0
    assert "author = {{Reporters of nothing}}" in (package.parent / "book" / "references.bib").read_text("utf-8")


def test_the_order_of_positions_is_that_of_the_text(package, folder, capsys):
    edit(
        folder,
        ("phrase: welcomed the draft", "phrase: LATER"),
        ("phrase: every public library be online", "phrase: welcomed the draft"),
        ("phrase: LATER", "phrase: every public library be online"),
        (r"connection by 2030\.", "connection some day."),
    )
    assert run("add", package, folder) == 1
    assert "a number in the order of the places in the document" in capsys.readouterr().out


def test_what_was_added_for_a_holder_that_others_need_stays(package, package_copy, folder, capsys):
    known = next(row for row in Tables(package).rows("positions"))
    assert run("add", package, finished(package, folder)) == 0
    package_copy.change("positions", known["position_id"], holder_id="coalition-of-made-up-states")
    assert run("remove", package, folder) == 1
    assert "this rests on what would go" in capsys.readouterr().out


def test_positions_are_said_of_a_template_alone(package, folder, capsys):
    assert run("add", package, folder, "--positions") == 1
    assert "--positions goes with --template" in capsys.readouterr().err


def test_sheets_of_messages_beside_positions_are_named(package, folder, tmp_path, capsys):
    template.write(tmp_path / "quito")
    assert run("add", package, tmp_path / "quito") == 0
    for name in ("pass-a.yml", "pass-b.yml"):
        (folder / name).write_bytes((tmp_path / "quito" / name).read_bytes())
    assert run("add", package, folder) == 1
    assert "pass-a.yml codes messages, and the record has none" in capsys.readouterr().err
