"""A consultation that is added from a folder, and taken out again: all or nothing, and the same bytes everywhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import consultations
import pytest
import yaml
from adding import contents, finished, run
from wsis20 import __main__ as commands
from wsis20 import datapackage, project, words
from wsis20.commands import check
from wsis20.commands.add import derivation, ledger, record, second_reading, template
from wsis20.upkeep import Tables

HELD_BACK = ("2024-11-25", "2024-12-02", "ECU", "-0.23", "Ms.", "Director", "quito-2024")
"""What the record of the template says in cells that are to be read again."""


@pytest.fixture
def folder(tmp_path):
    """Return a folder with the record of the template."""
    template.write(tmp_path / "quito")
    return tmp_path / "quito"


@pytest.fixture(scope="module")
def quito(tmp_path_factory):
    """Return a folder with the record of the template, coded and read a second time."""
    folder = tmp_path_factory.mktemp("ready") / "quito"
    template.write(folder)
    return finished(Path(shutil.copytree(project.DATAPACKAGE, folder.parent / "datapackage")), folder)


@pytest.fixture
def ready(quito, tmp_path):
    """Return a copy of a folder with a record that is coded and was read a second time."""
    return Path(shutil.copytree(quito, tmp_path / "quito"))


def test_a_record_without_coding_is_checked_and_gets_its_forms(package, folder, capsys):
    before = contents(package.parent / "datapackage")
    assert run("add", package, folder) == 0
    out = capsys.readouterr().out
    assert "Nothing was written into the data package" in out
    assert f"cells to be read again in {folder / second_reading.NAME}" in out
    assert f"run again: python -m wsis20 add {folder}" in out
    assert contents(package) == before
    form = (folder / second_reading.NAME).read_text("utf-8")
    assert "Expected: a whole number from 1, such as" in " ".join(form.replace("#", "").split())
    assert form.count("- of: ") == len(re.findall(r"^  value:$", form, re.MULTILINE)) > 30
    assert [words for words in HELD_BACK if words in form] == []


def test_a_template_is_not_written_over_a_record(folder, capsys):
    before = contents(folder)
    assert commands.main(["add", "--template", str(folder)]) == 1
    assert "is there already" in capsys.readouterr().err
    assert contents(folder) == before


def test_a_form_that_somebody_has_begun_is_kept(package, folder):
    assert run("add", package, folder) == 0
    form = folder / second_reading.NAME
    begun = form.read_text("utf-8").replace("  place:\n", "  place: Opening\n", 1)
    form.write_text(begun, encoding="utf-8")
    assert run("add", package, folder) == 0
    assert form.read_text("utf-8") == begun


def test_what_is_added_is_valid_and_taken_out_leaves_the_tree_as_it_was(package, ready, capsys):
    before = contents(package.parent)
    assert run("add", package, ready) == 0
    said = capsys.readouterr().out
    assert "Added quito-2024 from quito-2024-record" in said
    assert "python -m wsis20 run" in said
    assert "read book/latin-america-caribbean.md again" in said
    assert "a quantity that the record lacks" not in said  # the only number of its messages is one
    assert check.faults(package) == []
    after = Tables(package)
    own = {row["message_id"] for row in after.rows("messages") if row["consultation_id"] == "quito-2024"}
    (key,) = own - {"quito-s01", "quito-s02", "quito-s03"}
    assert key in ("latin-america-k1", "quito-2024-k1")  # the second where the region has key messages already
    assert after.by_key("messages")["quito-s02",]["addressee"] == "Governments"
    assert after.by_key("messages")["quito-s01",]["addressee"] == ""
    quantity = after.by_key("quantities")["quito-s03-q1",]
    assert (quantity["qualifier"], quantity["value_low"], quantity["value_high"]) == ("unqualified", "40", "40")
    book = package.parent / "book"
    assert "@misc{quito2024record," in (book / "references.bib").read_text("utf-8")
    page = (book / "quito-2024.md").read_text("utf-8")
    assert page.startswith("# Who said what in Quito\n")
    assert page.endswith("```{statements} quito-2024\n```\n")
    contents_of_the_book = yaml.safe_load((package.parent / "_toc.yml").read_text("utf-8"))
    files = [chapter["file"] for part in contents_of_the_book["parts"] for chapter in part["chapters"]]
    assert files[files.index("book/quito-2024") - 1] == "book/astana"
    assert "read book/quito-2024.md" in said
    assert run("remove", package, ready, "--dry-run") == 0
    assert check.faults(package) == []
    assert run("remove", package, ready) == 0
    assert contents(package.parent) == before


@pytest.mark.parametrize(
    ("accessed", "note"), [("2026-11", "November 2026"), ("2026-11-05", "5 November 2026"), ("", None)]
)
def test_the_bibliography_says_when_a_document_was_read(package, ready, accessed, note):
    record = ready / "record.yml"
    line = "  url: not determined\n"
    text = record.read_text("utf-8")
    assert text.count(line) == 1
    record.write_text(text.replace(line, f"{line}  accessed: {accessed}\n" if accessed else line), encoding="utf-8")
    assert run("add", package, ready) == 0
    works = (package.parent / "book" / "references.bib").read_text("utf-8")
    (entry,) = re.findall(r"@misc\{quito2024record,\n.*?^\}", works, re.DOTALL | re.MULTILINE)
    assert re.findall(r"note = \{accessed (.+)\}", entry) == ([note] if note else [])


def test_a_text_has_the_offsets_that_its_passages_say(package, ready):
    assert run("add", package, ready) == 0
    assert commands.main(["verify", "--package", str(package), str(ready)]) == 1  # the other texts are not there
    text = (ready / "text.txt").read_text("utf-8")
    (said,) = [row for row in Tables(package).rows("passages") if row["message_id"] == "quito-s03"]
    passage = text[int(said["start_offset"]) : int(said["end_offset"])]
    assert passage == "said that his ministry connected 40 villages last year."


def test_what_was_added_is_not_added_again(package, ready, tmp_path, capsys):
    assert run("add", package, ready) == 0
    before = contents(package.parent)
    assert run("add", package, ready) == 1
    assert "this has been added already, as quito-2024" in capsys.readouterr().err
    (ready / ledger.NAME).unlink()  # as in a copy on another machine
    assert run("add", package, ready) == 1
    assert (
        "'quito-2024' is in consultations already; where it was planned and is held now, write `replaces`"
        in capsys.readouterr().out
    )
    assert contents(package) == {
        name.removeprefix("datapackage/"): data for name, data in before.items() if name.startswith("datapackage/")
    }


def test_a_trial_writes_nothing_and_shows_the_rows(package, ready, capsys):
    before = contents(package.parent)
    assert run("add", package, ready, "--dry-run") == 0
    out = capsys.readouterr().out
    assert "  messages: 4 rows added" in out
    assert "codings, row quito-s01 / connectivity / agreed: row added" in out
    assert "@misc{quito2024record," in out
    (ready / "decisions.yml").unlink()
    (ready / second_reading.NAME).unlink()
    assert run("add", package, ready, "--dry-run") == 0
    out = capsys.readouterr().out
    assert "  messages: 4 rows added" in out
    assert "codings" not in out
    assert not (ready / second_reading.NAME).exists()
    assert {name: data for name, data in contents(package.parent).items() if not name.startswith("quito/")} == {
        name: data for name, data in before.items() if not name.startswith("quito/")
    }


@pytest.mark.parametrize(
    "machine", [{"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "1"}, {"TZ": "UTC", "PYTHONHASHSEED": "77"}]
)
def test_two_machines_write_the_same_bytes(package, ready, machine):
    words = [sys.executable, "-m", "wsis20", "add", "--package", "datapackage", "quito"]
    environment = {**os.environ, "PYTHONPATH": str(project.NOTEBOOKS), **machine}
    subprocess.run(words, cwd=package.parent, env=environment, check=True, capture_output=True)
    elsewhere = contents(package.parent)
    assert run("remove", package, ready) == 0
    assert run("add", package, ready) == 0
    assert contents(package.parent) == elsewhere


@pytest.mark.parametrize("moment", [1, 2, 5, 11, 17])
def test_an_addition_that_is_interrupted_leaves_what_was_there(package, ready, monkeypatch, moment):
    before = contents(package.parent)
    replace, count = Path.replace, []

    def interrupted(path, target):
        count.append(path)
        if len(count) == moment:
            raise KeyboardInterrupt
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    assert run("add", package, ready) == 130
    assert contents(package.parent) == before


@pytest.mark.parametrize("moment", [3, 6, 15])
def test_an_addition_that_is_killed_is_finished_or_taken_out(package, ready, tmp_path_factory, moment):
    before = contents(package.parent)
    killed = (
        "import os, pathlib; replace, count = pathlib.Path.replace, []\n"
        f"def end(path, target): count.append(path); os._exit(9) if len(count) == {moment} else replace(path, target)\n"
        "pathlib.Path.replace = end\n"
        "from wsis20.__main__ import main; main(['add', '--package', 'datapackage', 'quito'])"
    )
    environment = {**os.environ, "PYTHONPATH": str(project.NOTEBOOKS)}
    done = subprocess.run([sys.executable, "-c", killed], cwd=package.parent, env=environment, check=False)
    assert done.returncode == 9
    assert (ready / ledger.NAME).is_file()
    for draft in package.parent.rglob(".*"):
        draft.unlink()
    other = Path(shutil.copytree(package.parent, tmp_path_factory.mktemp("killed") / "other"))
    assert run("remove", other / package.name, other / ready.name) == 0
    assert contents(other) == before
    assert run("add", other / package.name, other / ready.name) == 0
    assert run("add", package, ready) == 0
    assert contents(package.parent) == contents(other)


def test_what_other_rows_rest_on_is_not_taken_out(package, package_copy, ready, capsys):
    assert run("add", package, ready) == 0
    package_copy.change("appearances", "astana-2024-de-guzman", organization_id="association-of-village-libraries")
    before = contents(package.parent)
    capsys.readouterr()
    assert run("remove", package, ready) == 1
    out = capsys.readouterr().out
    assert "row astana-2024-de-guzman, field organization_id: 'association-of-village-libraries'" in out
    assert "this rests on what would go" in out
    assert contents(package.parent) == before


def test_a_row_that_was_changed_since_is_not_taken_out(package, package_copy, ready, capsys):
    assert run("add", package, ready) == 0
    package_copy.change("consultations", "quito-2024", venue="Library of the Nation")
    assert run("remove", package, ready) == 1
    said = capsys.readouterr().err
    assert "row quito-2024, field venue: 'Library of the Nation'; expected 'National Library', as it was added" in said


def test_a_page_that_was_rewritten_is_not_taken_out(package, ready, capsys):
    assert run("add", package, ready) == 0
    page = package.parent / "book" / "quito-2024.md"
    page.write_text(page.read_text("utf-8").replace("The statements", "These statements", 1), encoding="utf-8")
    assert run("remove", package, ready) == 0
    assert "These statements" in page.read_text("utf-8")
    assert "book/quito-2024\n" in (package.parent / "_toc.yml").read_text("utf-8")
    assert "pages with their lines in _toc.yml" in capsys.readouterr().out


def test_a_page_that_is_there_already_is_not_written(package, ready, capsys):
    page = package.parent / "book" / "quito-2024.md"
    page.write_text("# Another page\n", encoding="utf-8")
    before = contents(package.parent)
    assert run("add", package, ready) == 0
    assert "book/quito-2024.md" not in capsys.readouterr().out
    assert run("remove", package, ready) == 0
    assert contents(package.parent) == before


def test_nothing_is_taken_out_where_nothing_was_added(package, folder, capsys):
    assert run("remove", package, folder) == 1
    assert "nothing was added from here" in capsys.readouterr().err


def test_a_consultation_that_had_been_planned_is_held_and_planned_again(package, package_copy, folder, capsys):
    package_copy.plan()
    package_copy.add(
        "note_targets", note_id="astana-format", resource="consultations", record="bridgetown-2024", field="format"
    )
    assert commands.main(["tidy", "--package", str(package)]) == 0
    path = folder / "record.yml"
    text = path.read_text("utf-8")
    start, end = text.index("consultation:\n"), text.index("# The people whom")
    told = (
        "consultation:\n  replaces: bridgetown-2024\n  start_date: 2024-11-25\n  city: Quito\n  country: ECU\n"
        "  latitude: -0.23\n  longitude: -78.52\n  format: hybrid\n  locator: Heading, line 2\n  note: Made up.\n\n"
    )
    path.write_text(text[:start] + told + text[end:], encoding="utf-8")
    before = contents(package.parent / "datapackage")
    assert run("add", package, finished(package, folder)) == 0, capsys.readouterr().out
    said = capsys.readouterr().out
    planned = "again, which may speak of the meeting as it was planned"
    assert f"read data/source_notes.csv {planned}: astana-format and latin-america-caribbean\n" in said
    assert f"read data/regions.csv {planned}: latin-america\n" in said
    assert re.search(rf"read data/milestones.csv {planned}: .*consultations-and-research", said)
    assert check.faults(package) == []
    row = Tables(package).by_key("consultations")["bridgetown-2024",]
    assert (row["status"], row["start_date"], row["end_date"]) == ("held", "2024-11-25", "2024-11-25")
    assert (row["title"], row["document_id"]) == (
        "A made-up plan",
        "bridgetown-2024-record",
    )
    assert run("remove", package, folder) == 0, capsys.readouterr().out
    assert contents(package) == before


READINGS = [
    ("value: hybrid", "value: by letter", "expected one of hybrid, online"),
    ("value: hybrid", "value: online", "the second reading has 'online', the record 'hybrid'; correct what errs"),
    ("value: hybrid", "value: online\n  decision: no", "or write a decision of at least 3 words"),
    ("value: hybrid", "value: hybrid\n  decision: It is so.", "both readings have the same; expected no decision"),
    ("of: consultation", "of: meeting", "meeting, format owes no second reading"),
]


@pytest.mark.parametrize(("old", "new", "said"), READINGS)
def test_a_mistake_in_a_second_reading_is_named(package, ready, capsys, old, new, said):
    form = ready / second_reading.NAME
    entry = "- of: consultation\n  field: format\n  value: hybrid\n"
    text = form.read_text("utf-8").replace('value: "hybrid"', "value: hybrid")
    assert text.count(entry) == 1
    form.write_text(text.replace(entry, entry.replace(old, new)), encoding="utf-8")
    before = contents(package.parent)
    assert run("add", package, ready) == 1
    out = capsys.readouterr().out
    assert f"{second_reading.NAME}, line " in out
    assert said in out
    assert contents(package.parent) == before


def test_a_decision_keeps_what_the_record_says(package, ready):
    form = ready / second_reading.NAME
    text = form.read_text("utf-8").replace('value: "hybrid"', "value: online\n  decision: The form is printed.")
    form.write_text(text, encoding="utf-8")
    assert run("add", package, ready) == 0
    assert check.faults(package) == []
    reading = Tables(package).by_key("second_readings")["consultations", "quito-2024", "format"]
    assert (reading["value"], reading["decision"]) == ("online", "The form is printed.")


OF_ANA = "- of: person ana-ejemplo\n  field: organization_id\n  value: %s\n"


@pytest.mark.parametrize("name", ["Association of Village Libraries", "the association of village libraries"])
def test_an_organization_is_read_by_its_name(package, ready, name):
    form = ready / second_reading.NAME
    text = form.read_text("utf-8")
    before = OF_ANA % '"association-of-village-libraries"'
    assert text.count(before) == 1
    form.write_text(text.replace(before, OF_ANA % name), encoding="utf-8")
    assert run("add", package, ready) == 0
    readings = Tables(package).by_key("second_readings")
    assert (
        readings["appearances", "quito-2024-ejemplo", "organization_id"]["value"] == "association-of-village-libraries"
    )


@pytest.mark.parametrize(
    ("told", "kept"), [("", "not stated"), ("      country: several\n", ""), ("      country: ECU\n", "ECU")]
)
def test_a_body_of_several_countries_has_none(package, folder, told, kept):
    path = folder / "record.yml"
    text = path.read_text("utf-8")
    assert text.count("      group: civil society\n") == 1
    path.write_text(
        text.replace("      group: civil society\n", f"      group: civil society\n{told}"), encoding="utf-8"
    )
    found, mistakes = record.read(folder, Tables(package))
    assert mistakes == []
    bodies = {row["organization_id"]: row for row in derivation.derive(found, Tables(package)).new["organizations"]}
    assert bodies["association-of-village-libraries"]["country_code"] == kept


def test_a_reader_need_not_know_the_identifier_of_the_document(package, ready):
    form = ready / second_reading.NAME
    text = form.read_text("utf-8")
    before = "- of: note 1\n  field: document_id\n  value: "
    own = re.search(rf"{before}(.+)\n", text)
    form.write_text(text.replace(own[0], f"{before}this document\n"), encoding="utf-8")
    assert run("add", package, ready) == 0
    found = [row for row in Tables(package).rows("second_readings") if row["field"] == "document_id"]
    assert own[1].strip('"') in {row["value"] for row in found}
    assert "this document" not in {row["value"] for row in found}


OF_THE_QUANTITY = "- of: quantity 1\n  field: message_id\n  value: %s\n"


@pytest.mark.parametrize(("printed", "said"), [("connected 40 villages", 0), ("forty villages", 1), ("Opening", 1)])
def test_the_message_of_a_quantity_is_read_by_words_of_the_text(package, ready, capsys, printed, said):
    form = ready / second_reading.NAME
    text = form.read_text("utf-8")
    before = OF_THE_QUANTITY % '"quito-s03"'
    assert text.count(before) == 1
    form.write_text(text.replace(before, OF_THE_QUANTITY % printed), encoding="utf-8")
    assert run("add", package, ready) == said
    if said:
        wanted = f"{printed!r}; expected words that are printed with the number, and that the text has once"
        assert wanted in capsys.readouterr().out
    else:
        assert (
            Tables(package).by_key("second_readings")["quantities", "quito-s03-q1", "message_id"]["value"]
            == "quito-s03"
        )


@pytest.mark.parametrize(("paraphrase", "listed"), [("41 villages", True), ("villages by 2041", False)])
def test_a_number_without_a_quantity_is_named_at_the_end(package, folder, capsys, paraphrase, listed):
    path = folder / "record.yml"
    text = path.read_text("utf-8")
    first, last = text.index("    # Numbers that it states"), text.index("  - paraphrase: The review")
    text = (text[:first] + text[last:]).replace("connected 40 villages.\n", f"connected {paraphrase}.\n")
    path.write_text(text, encoding="utf-8")
    source = folder / "text.txt"
    source.write_text(
        source.read_text("utf-8").replace("connected 40 villages", f"connected 40 villages, {paraphrase},"),
        encoding="utf-8",
    )
    assert run("add", package, finished(package, folder)) == 0
    said = capsys.readouterr().out
    assert ("see whether a number in the paraphrase of quito-s03 is a quantity that the record lacks" in said) is listed


def test_an_organization_that_nobody_knows_is_a_mistake_of_the_reading(package, ready, capsys):
    form = ready / second_reading.NAME
    text = form.read_text("utf-8").replace(OF_ANA % '"association-of-village-libraries"', OF_ANA % "Society of Books")
    form.write_text(text, encoding="utf-8")
    assert run("add", package, ready) == 1
    said = (
        "'Society of Books'; expected its name or acronym as printed, of an organization of the record or the package"
    )
    assert said in capsys.readouterr().out


def test_somebody_without_a_printed_post_can_be_added(package, folder):
    record = folder / "record.yml"
    text = record.read_text("utf-8")
    post = "post: Director, Association of Village Libraries"
    assert text.count(post) == 1
    record.write_text(text.replace(post, "post: not stated"), encoding="utf-8")
    assert run("add", package, finished(package, folder)) == 0
    assert check.faults(package) == []
    own = datapackage.load("appearances", folder=package)["appearances"].set_index("appearance_id")
    assert words.post(own.loc["quito-2024-ejemplo", "post"]) == "no post printed"


@pytest.mark.parametrize(("told", "kept"), [("", "not determined"), ("  accessed: 2026-11-28\n", "2026-11-28")])
def test_when_a_document_was_read_is_kept_or_not_determined(package, folder, told, kept):
    record = folder / "record.yml"
    record.write_text(
        record.read_text("utf-8").replace("  language: en\n", f"  language: en\n{told}"), encoding="utf-8"
    )
    assert run("add", package, finished(package, folder)) == 0
    assert Tables(package).by_key("documents")["quito-2024-record",]["accessed"] == kept


def test_only_a_call_has_an_addressee(package, folder, capsys):
    finished(package, folder, {"quito-s02": "concern"})
    assert run("add", package, folder) == 1
    assert "messages[1].addressee: 'Governments'; expected nothing" in capsys.readouterr().out


def test_faults_that_were_there_before_are_no_mistakes_of_the_record(package, package_copy, folder, capsys):
    package_copy.change("consultations", "dubai-2024", country_code="XXX")
    assert run("add", package, folder) == 1
    assert "the data package has faults before anything is added: data/consultations.csv" in capsys.readouterr().err


def spent(does):
    """Return the seconds of processor time that something takes, which must be well."""
    start = time.process_time()
    assert does()
    return time.process_time() - start


def test_three_hundred_consultations_are_no_hindrance(package, ready, tmp_path):
    assert run("add", package, ready) == 0
    added = ledger.read(ready).added
    assert run("remove", package, ready) == 0
    large = tmp_path / "large" / "datapackage"
    consultations.many(package, added, 300, large)
    assert check.faults(large) == []
    assert len(datapackage.load("consultations", folder=large)["consultations"]) > 300
    template.write(tmp_path / "again")
    (ready / ledger.NAME).unlink(missing_ok=True)
    checked = spent(lambda: check.faults(large) == [])
    for folder in (tmp_path / "again", ready):  # the first stage, and the last
        assert spent(lambda folder=folder: run("add", large, folder) == 0) < 3 * checked


def test_tidy_puts_rows_quotation_marks_and_hashes_in_order_and_then_changes_nothing(package, capsys):
    before = contents(package)
    path = package / "data" / "people.csv"
    head, *lines = path.read_text("utf-8").splitlines()
    quoted = [re.sub(r"^([a-z-]+),", r'"\1",', line) for line in reversed(lines)]
    path.write_bytes("\ufeff".encode() + "\r\n".join([head, *quoted, "", ""]).encode())
    (package / "README.md").write_text("old\n", encoding="utf-8")
    assert check.faults(package)
    assert commands.main(["tidy", "--package", str(package)]) == 0
    out = capsys.readouterr().out
    assert "put in order data/people.csv" in out
    assert "README.md" in out
    assert contents(package) == before
    assert commands.main(["tidy", "--package", str(package)]) == 0
    assert "in order." in capsys.readouterr().out
    assert contents(package) == before


def test_tidy_says_what_it_cannot_read(package, capsys):
    path = package / "data" / "people.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([lines[0], "," + lines[1], *lines[2:]]), encoding="utf-8")
    before = contents(package)
    assert commands.main(["tidy", "--package", str(package)]) == 1
    assert "people.csv, line 2: 7 cells; expected 6" in capsys.readouterr().err
    assert contents(package) == before
