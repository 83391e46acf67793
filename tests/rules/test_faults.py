"""Faults of meaning, form, characters and folder: each in a copy of the package, refused with its place named."""

from __future__ import annotations

import json
import os
import shutil

import pytest
from wsis20 import __main__ as commands
from wsis20 import characters, documentation, project, textfile
from wsis20.commands import check
from wsis20.commands import hash as hashes
from wsis20.commands.check import address, interface, people, places
from wsis20.project import Refusal

pytestmark = pytest.mark.usefixtures("rules_remembered")


def change(table, key, **values):
    return lambda copy: copy.change(table, key, **values)


def put(table, key, field, value):
    """Change a cell of a table whose primary key has several fields."""

    def damage(copy):
        rows = copy.rows(table)
        names = json.loads((copy.folder / "schemas" / f"{table}.json").read_text("utf-8"))["primaryKey"]
        (row,) = [row for row in rows if " / ".join(row[name] for name in names) == key]
        row[field] = value
        copy.write(table, rows)

    return damage


def both(*damages):
    """Do one damage after another."""
    return lambda copy: [damage(copy) for damage in damages]


def twin(table, key, **values):
    """Enter a row a second time under another identifier."""

    def damage(copy):
        (row,) = [row for row in copy.rows(table) if next(iter(row.values())) == key]
        copy.add(table, **(row | values))

    return damage


PARITY = "internet-gender-parity / World / 2024 / Facts and Figures 2024"
SHARE = "internet-use-share / World / 2025 / Facts and Figures 2025"
MIXED = "internet-use-share / World / 2024 / Facts and Figures 2024"
FOURTH = "coverage-4g / World / 2025 / Facts and Figures 2025"
FIFTH = "coverage-5g / Asia-Pacific / 2023 / Facts and Figures 2023"
TARGET = "target-met-fixed / World / 2025 / Facts and Figures 2025"
# what is done, then file, row and field of the fault, and words of it
MEANING = {
    "letters of another encoding": (change("provisions", "res-80-173-p24", paraphrase="The Secretary-Generalâ€™s report."), "data/provisions.csv", "res-80-173-p24", "paraphrase", "wrong encoding"),
    "a ligature": (change("themes", "gender", label="Gender di\ufb00erences"), "data/themes.csv", "gender", "label", "'ff'; U+FB00 LATIN SMALL LIGATURE FF is copied from a PDF"),
    "an entity of HTML": (change("organizations", "cwg-wsis-sdg", name="Council Working Group on WSIS&amp;SDG"), "data/organizations.csv", "cwg-wsis-sdg", "name", "without HTML"),
    "an element of HTML with a sign in it": (change("themes", "gender", label='Access <img alt="<" src=x onerror=alert(1)>'), "data/themes.csv", "gender", "label", "without HTML"),
    "an element of HTML": (change("messages", "africa-k1", paraphrase="Civil <b>society</b> needs support."), "data/messages.csv", "africa-k1", "paraphrase", "without HTML"),
    "a text still to be written": (change("messages", "africa-k1", paraphrase="TODO: say what it asks for."), "data/messages.csv", "africa-k1", "paraphrase", "still to be written"),
    "a phrase joined by dashes": (change("passages", "africa-k1-p1", phrase="one-two-three-four-five-six-seven-eight-nine"), "data/passages.csv", "africa-k1-p1", "phrase", "at most 8 words"),
    "a phrase longer than its passage": (change("passages", "africa-k2-p1", end_offset="3480"), "data/passages.csv", "africa-k2-p1", "phrase", "than the passage has"),
    "a phrase for two passages": (change("passages", "africa-k2-p1", phrase="should be considered in the WSIS+20 review"), "data/passages.csv", "africa-k2-p1", "phrase", "phrase"),
    "the hash of nothing": (change("passages", "africa-k1-p1", sha256="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"), "data/passages.csv", "africa-k1-p1", "sha256", "not of nothing"),
    "the hash of another passage": (change("passages", "africa-k2-p1", sha256="dbd8556a0a3ab9557a3197aa3427f477bb3523b6f159d7e95e8a96b7701893a2"), "data/passages.csv", "africa-k2-p1", "sha256", "sha256"),
    "a title among the names": (change("people", "salma-abbasi", names_as_printed="Dr. Salma Abbasi"), "data/people.csv", "salma-abbasi", "names_as_printed", "without honorifics"),
    "a group unlike that of the body": (change("appearances", "astana-2024-koume", stakeholder_group="private sector"), "data/appearances.csv", "astana-2024-koume", "stakeholder_group", "of the organization"),
    "a body of states in one of them": (change("organizations", "unctad", country_code="CHE"), "data/organizations.csv", "unctad", "country_code", "intergovernmental"),
    "a language that is none": (change("documents", "progress-report", language="zq"), "data/documents.csv", "progress-report", "language", "ISO 639-1"),
    "a commission that is none": (change("regions", "africa", un_commission="UNECA-X"), "data/regions.csv", "africa", "un_commission", "ESCAP"),
    "an area in two spellings": (put("observations", SHARE, "edition", "Facts and figures 2025"), "data/observations.csv", SHARE.replace("Figures", "figures"), "edition", "in other rows"),
    "a paragraph unlike its identifier": (change("provisions", "res-80-173-p24", paragraph="25"), "data/provisions.csv", "res-80-173-p24", "paragraph", "in its identifier"),
    "a venue that does not apply": (change("consultations", "vilnius-2024", venue=""), "data/consultations.csv", "vilnius-2024", "venue", "'not stated'"),
    "196 per cent": (put("observations", SHARE, "value", "196"), "data/observations.csv", SHARE, "value", "from 0 to 100"),
    "a share below nothing": (put("observations", SHARE, "value", "-3"), "data/observations.csv", SHARE, "value", "from 0 to 100"),
    "a ratio of 98": (put("observations", PARITY, "value", "98"), "data/observations.csv", PARITY, "value", "from 0 to 10"),
    "half an economy": (put("observations", TARGET, "value", "88.5"), "data/observations.csv", TARGET, "value", "whole number"),
    "a quantity of 300 percent": (change("quantities", "astana-s28-q1", value_low="300"), "data/quantities.csv", "astana-s28-q1", "value_low", "from 0 to 100"),
    "a year after its document": (put("observations", SHARE, "year", "2027"), "data/observations.csv", "internet-use-share / World / 2027 / Facts and Figures 2025", "year", "its edition"),
    "a meeting of 1924": (change("consultations", "astana-2024", start_date="1924-09-04", end_date="1924-09-04"), "data/consultations.csv", "astana-2024", "start_date", "2003-12-10"),
    "a document of the future": (change("documents", "progress-report", document_date="2098-01-01"), "data/documents.csv", "progress-report", "document_date", "release"),
    "a consultation far from its document": (change("consultations", "dubai-2024", start_date="2014-05-22"), "data/consultations.csv", "dubai-2024", "start_date", "three years"),
    "a step after its report": (change("milestones", "adoption", actual_document_id="progress-report"), "data/milestones.csv", "adoption", "actual_end", "the document that reports"),
    "a theme of a later version": (change("themes", "gender", since="9.0.0"), "data/themes.csv", "gender", "since", "not after"),
    "a member of itself": (change("consultations", "global-series", part_of="global-series"), "data/consultations.csv", "global-series", "part_of", "another consultation"),
    "a circle of members": (change("consultations", "global-series", part_of="kyoto-2023"), "data/consultations.csv", "global-series", "part_of", "no circle"),
    "a note on a record that is none": (put("note_targets", "geneva-2023-date / consultations / geneva-2023 / end_date", "record", "geneva-2024"), "data/note_targets.csv", "geneva-2023-date / consultations / geneva-2024 / end_date", "record", "the key of a row of consultations"),
    "a note on a field that it does not affect": (put("note_targets", "geneva-2023-date / consultations / geneva-2023 / end_date", "field", "city"), "data/note_targets.csv", "geneva-2023-date / consultations / geneva-2023 / city", "field", "a field that the note affects"),
    "a note that leads nowhere": (change("source_notes", "gender-slash", affects="messages.kind;messages.paraphrase"), "data/source_notes.csv", "gender-slash", "affects", "a row of note_targets for messages.kind"),
    "a theme related to itself": (change("themes", "gender", related="gender"), "data/themes.csv", "gender", "related", "other themes"),
    "latitude of the wrong sign": (change("consultations", "santiago-2024", latitude="33.46"), "data/consultations.csv", "santiago-2024", "latitude", "land"),
    "coordinates exchanged": (change("consultations", "vilnius-2024", latitude="25.28", longitude="54.69"), "data/consultations.csv", "vilnius-2024", "latitude", "LTU"),
    "a place in another country": (change("consultations", "dar-es-salaam-2024", latitude="51.18", longitude="71.45"), "data/consultations.csv", "dar-es-salaam-2024", "latitude", "TZA"),
    "coordinates exchanged in a country of many zones": (change("consultations", "astana-2024", latitude="71.45", longitude="51.18"), "data/consultations.csv", "astana-2024", "latitude", "within 1500 km"),
    "a group without a body": (change("appearances", "astana-2024-de-guzman", stakeholder_group="technical community"), "data/appearances.csv", "astana-2024-de-guzman", "stakeholder_group", "names no organization"),
    "a number that no message has": (change("quantities", "astana-s45-q1", value_low="85", value_high="85"), "data/quantities.csv", "astana-s45-q1", "value_low", "in the text of its message"),
    "half a change": (change("quantities", "astana-s48-q1", before_high=""), "data/quantities.csv", "astana-s48-q1", "before_high", "since there is one of before_low"),
    "more people with 4G than with any": (put("observations", FOURTH, "value", "97"), "data/observations.csv", FOURTH, "value", "of coverage-3g"),
    "all beyond men and women": (put("observations", MIXED, "value", "71"), "data/observations.csv", MIXED, "value", "between those of men and women"),
    "parity that is no ratio": (put("observations", PARITY, "value", "0.96"), "data/observations.csv", PARITY, "value", "divided by that of men"),
    "an area that is none": (put("observations", FIFTH, "area", "Asia and the Pacific"), "data/observations.csv", FIFTH.replace("Asia-Pacific", "Asia and the Pacific"), "area", "area of a row of areas"),
    "an area with another little word": (both(twin("areas", "Asia-Pacific", area="Asia and the Pacific"), put("observations", FIFTH, "area", "Asia and the Pacific")), "data/observations.csv", FIFTH.replace("Asia-Pacific", "Asia and the Pacific"), "area", "in other rows"),
    "evidence that nobody read": (lambda folder: [change("documents", "dig-watch-rev2", access="not read")(folder)], "data/milestones.csv", "rev2", "actual_document_id", "that was read"),
    "a city in two places": (change("consultations", "kyoto-2023", city="Geneva", country_code="CHE", latitude="46.9", longitude="7.4"), "data/consultations.csv", "kyoto-2023", "latitude", "Geneva"),
    "offset with a plus": (change("passages", "africa-k1-p1", start_offset="+3401"), "data/passages.csv", "africa-k1-p1", "start_offset", "no plus"),
    "offset with a zero": (change("passages", "africa-k1-p1", start_offset="03401"), "data/passages.csv", "africa-k1-p1", "start_offset", "no leading zero"),
    "offset with a blank": (change("passages", "africa-k1-p1", start_offset=" 3401"), "data/passages.csv", "africa-k1-p1", "start_offset", "no blank"),
    "offset with an exponent": (change("passages", "africa-k1-p1", start_offset="34e2"), "data/passages.csv", "africa-k1-p1", "start_offset", "no exponent"),
    "offset in other digits": (change("passages", "africa-k1-p1", start_offset="٣٤٠١"), "data/passages.csv", "africa-k1-p1", "start_offset", "integer in digits"),
    "no number": (put("observations", SHARE, "value", "NaN"), "data/observations.csv", SHARE, "value", "number in digits"),
    "a day that is none": (change("consultations", "astana-2024", start_date="2024-02-30"), "data/consultations.csv", "astana-2024", "start_date", "(type)"),
    "family name that is no part": (change("people", "cynthia-lesufi", family_name="Lesuvi"), "data/people.csv", "cynthia-lesufi", "family_name", "a part of the name"),
    "given name without a family name": (change("people", "cynthia-lesufi", family_name="not determined"), "data/people.csv", "cynthia-lesufi", "family_name", "exactly where"),
    "one person twice": (twin("people", "cynthia-lesufi", person_id="lesufi-cynthia", name="Lesufi Cynthia"), "data/people.csv", "lesufi-cynthia", "name", "'cynthia-lesufi'"),
    "one meeting twice": (twin("consultations", "astana-2024", consultation_id="nur-sultan-2024", title="Another"), "data/consultations.csv", "nur-sultan-2024", "city", "'astana-2024'"),
    "one text twice": (change("messages", "africa-k2", paraphrase="The WSIS+20 review should take the Global Digital Compact into  account."), "data/messages.csv", "africa-k2", "paraphrase", "two in a row"),
    "one text twice in capitals": (change("messages", "africa-k2", paraphrase="The WSIS+20 Review should take the Global Digital Compact into account."), "data/messages.csv", "africa-k2", "paraphrase", "'africa-k1'"),
    "an organization nobody names": (twin("organizations", "itu", organization_id="itv", name="Another", acronym="ITV"), "data/organizations.csv", "itv", "organization_id", "some other row"),
    "an indicator without a value": (twin("indicators", "coverage-3g", indicator_id="coverage-6g", name="6G"), "data/indicators.csv", "coverage-6g", "indicator_id", "some other row"),
    "an item twice": (change("consultations", "astana-2024", organizers="cstd;itu;cstd"), "data/consultations.csv", "astana-2024", "organizers", "each item once"),
    "an empty item": (change("consultations", "astana-2024", organizers="cstd;;itu"), "data/consultations.csv", "astana-2024", "organizers", "no empty one"),
    "a short decision": (put("second_readings", "regions / africa / un_commission", "decision", "ok"), "data/second_readings.csv", "regions / africa / un_commission", "decision", "at least 3 words"),
    "a second reading that is not there": (lambda copy: copy.keep("second_readings", lambda row: row["record"] != "astana-2024"), "data/consultations.csv", "astana-2024", "start_date", "a row of second_readings"),
}  # fmt: skip
WORDS = ("n/a", "NULL", "Not stated", "unknown", "?", "–", "none", "nan", "TBD", "Not Determined")
MEANING |= {
    f"missing as {word}": (change("consultations", "dubai-2024", venue=word), "data/consultations.csv", "dubai-2024", "venue", "one form")
    for word in WORDS
}  # fmt: skip


@pytest.mark.parametrize("name", MEANING)
def test_a_broken_meaning_is_caught_at_its_place(package_copy, name):
    damage, *place, said = MEANING[name]
    damage(package_copy)
    told = check.faults(package_copy.folder)
    found = [str(fault) for fault in told if [fault.file, fault.row, fault.field] == place]
    assert any(said in line for line in found), "\n".join(map(str, told))
    assert all(fault.line for fault in told if fault.row and fault.file.endswith(".csv") and fault.row == place[1])


CHARACTERS = {
    "\0": "U+0000 NULL",
    "\x1b": "U+001B ESCAPE",
    "\x85": "U+0085",
    "\u202e": "U+202E RIGHT-TO-LEFT OVERRIDE",
    "\u2066": "U+2066 LEFT-TO-RIGHT ISOLATE",
    "\u200f": "U+200F RIGHT-TO-LEFT MARK",
    "\u200b": "U+200B ZERO WIDTH SPACE",
    "\u200d": "U+200D ZERO WIDTH JOINER",
    "\ufeff": "U+FEFF ZERO WIDTH NO-BREAK SPACE",
    "\u00ad": "U+00AD SOFT HYPHEN",
    "\U000e0041": "U+E0041 TAG LATIN CAPITAL LETTER A",
    "\ufe0f": "U+FE0F VARIATION SELECTOR-16",
    "\U000e0101": "U+E0101 VARIATION SELECTOR-18",
    "\ufdd0": "U+FDD0 NO CHARACTER",
    "\U0001fffe": "U+1FFFE NO CHARACTER",
    "\ue000": "U+E000 PRIVATE USE",
    chr(0xD800): "U+D800 SURROGATE",
    "\u2028": "U+2028 LINE SEPARATOR",
    "\u2029": "U+2029 PARAGRAPH SEPARATOR",
    "\u00a0": "U+00A0 NO-BREAK SPACE",
    "\u2003": "U+2003 EM SPACE",
    "\u3164": "U+3164 HANGUL FILLER",
    "\ufffd": "U+FFFD REPLACEMENT CHARACTER",
    "\u20dd": "U+20DD COMBINING ENCLOSING CIRCLE",
    "e\u0301": "normalisation form C",
    "a\u0323\u0330\u0331\u0332": "on a letter with two marks",
    " \u0301": "without a letter",
    "\n": "U+000A LINE FEED",
    "\t": "U+0009 CHARACTER TABULATION",
}


@pytest.mark.parametrize("hidden", CHARACTERS, ids=lambda text: ascii(text).strip("'"))
def test_an_unfit_character_is_named(hidden):
    said = list(characters.unfit(f"some{hidden}thing"))
    assert any(CHARACTERS[hidden] in line for line in said), said
    assert all(line.isprintable() for line in map(characters.one_line, said))


@pytest.mark.parametrize(
    "text", ["Ọlá ọ́", "Żółć", "Ελλάδα", "Астана 2024", "東京", "“a” – b’s 5 % … «1cert»", "Ōsaka", "नमस्ते"]
)
def test_the_words_of_the_world_are_fit(text):
    assert list(characters.unfit(text)) == []


@pytest.mark.parametrize(
    "text", ['<img alt="<" src=x>', '<img src="x', "</b", "<!-- x", "<!doctype", "<?php", "&amp;", "&#x3c;", "<B>"]
)
def test_html_is_refused_whether_it_ends_or_not(text):
    (said,) = characters.garbled(f"Civil society {text}")
    assert "without HTML" in said


@pytest.mark.parametrize("text", ["a < b", "fewer than <5", "R&D, more", "<<1>> -> x", "1<2>0"])
def test_signs_of_arithmetic_are_no_html(text):
    assert list(characters.garbled(text)) == []


@pytest.mark.parametrize("word", ["Аfrica", "Εurope", "ｉtu", "𝐈TU"])
def test_lookalikes_in_one_word_are_refused(word):
    assert any("words of one script" in line for line in characters.unfit(f"The {word} said."))


def test_hidden_characters_are_refused_in_cells_keys_and_decisions(package_copy):
    package_copy.change("messages", "africa-k2", paraphrase="Civil\u202e society should be given more support.")
    for file, old, new in (
        ("datapackage.json", '"keywords"', '"key\\ud800words"'),
        ("schemas/regions.json", "One row", "One\\u200b row"),
        ("codebook/rules.md", "Each message has", "Each\u00a0message has"),
    ):
        path = package_copy.folder / file
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    told = "\n".join(map(str, check.faults(package_copy.folder)))
    for line in (
        "data/messages.csv, line 3, row africa-k2, field paraphrase: 'Civil\\u202E society should be given more support.'; "
        "expected text without the character U+202E RIGHT-TO-LEFT OVERRIDE (character 6 of the text)",
        "'key\\uD800words'; expected in a key, text without the character U+D800 SURROGATE",
        "U+200B ZERO WIDTH SPACE",
        "U+00A0 NO-BREAK SPACE",
    ):
        assert line in told


@pytest.mark.parametrize("formula", ["=1+1", "+SUM(A1)", "-2+3", "@SUM", "＝1"])
def test_a_formula_is_refused_in_text(package_copy, formula):
    package_copy.change("consultations", "astana-2024", note=formula)
    told = [str(fault) for fault in check.faults(package_copy.folder) if fault.field == "note"]
    assert any("no spreadsheet takes for a formula" in line for line in told)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("https://www.itu.int/a?b=c#d", True),
        ("https://eurodigwiki.org/wiki/Why%2B20", True),
        ("http://www.itu.int/", False),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//itu.int/", False),
        ("https:///x", False),
        ("https://un.org@evil.example/", False),
        ("https://itu.int:8080/", False),
        ("https://localhost/", False),
        ("https://127.0.0.1/", False),
        ("https://[::1]/", False),
        ("https://[", False),
        ("https://itu.int/a b", False),
        ("https://itu.int/%zz", False),
        ("https://іtu.int/", False),
    ],
)
def test_what_is_an_address(text, right):
    assert address.is_address(text) is right


def test_an_address_without_encryption_needs_a_note(package_copy):
    package_copy.change("documents", "afnic-wsis20-outcome", url="http://www.afnic.fr/en/")
    told = [str(fault) for fault in check.faults(package_copy.folder) if fault.field == "url"]
    assert len(told) == 1
    assert "the note of the row says that there is no https" in told[0]
    package_copy.change("documents", "afnic-wsis20-outcome", note="There is no https there.")
    assert [fault for fault in check.faults(package_copy.folder) if fault.field == "url"] == []


FOLDER = {
    "a stray file": (lambda folder: (folder / "data" / "notes.txt").write_text("x"), "data/notes.txt", "does not list"),
    "an office lock file": (lambda folder: (folder / ".~lock.regions.csv#").write_text("x"), ".~lock.regions.csv#", "does not list"),
    "a draft": (lambda folder: (folder / "datapackage.json.part").write_text("x"), "datapackage.json.part", "does not list"),
    "a file of a desktop": (lambda folder: (folder / ".DS_Store").write_text("x"), ".DS_Store", "does not list"),
    "a file without a suffix": (lambda folder: (folder / "core").write_text("x"), "core", "does not list"),
    "a folder of sources": (lambda folder: (folder / "sources").mkdir(), "sources", "does not list"),
    "a link leading out": (lambda folder: (folder / "data" / "x.csv").symlink_to("/etc/hostname"), "data/x.csv", "not a link"),
    "a table that is a link": (lambda folder: link(folder / "data" / "regions.csv"), "data/regions.csv", "not a link"),
    "a folder for a table": (lambda folder: folder_for(folder / "data" / "regions.csv"), "data/regions.csv", "not a folder"),
    "a pipe for a table": (lambda folder: pipe(folder / "data" / "regions.csv"), "data/regions.csv", "not a folder or a device"),
    "the data folder is a link": (lambda folder: link(folder / "data"), "data", "not a link"),
    "no rules": (lambda folder: (folder / "codebook" / "rules.md").unlink(), "codebook/rules.md", "to be there"),
    "a README edited by hand": (lambda folder: (folder / "README.md").open("a").write("x\n"), "README.md", "wsis20 describe"),
    "a codebook edited by hand": (lambda folder: edit(folder / "codebook" / "codebook.md", "The entries", "Entries"), "codebook/codebook.md", "wsis20 describe"),
}  # fmt: skip


def link(path):
    elsewhere = path.parent.parent / f"elsewhere-{path.name}" if path.suffix else path.parent.parent / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


def folder_for(path):
    path.unlink()
    path.mkdir()


def pipe(path):
    path.unlink()
    os.mkfifo(path)


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize("name", FOLDER)
def test_a_broken_folder_is_named(package_copy, name):
    damage, file, said = FOLDER[name]
    damage(package_copy.folder)
    told = [str(fault) for fault in check.faults(package_copy.folder)]
    assert any(line.startswith(file) and said in line for line in told), told


DESCRIPTOR = {
    **{f"no {key}": (lambda tree, key=key: tree.pop(key), key, "there is no") for key in ("title", "licenses", "contributors", "version", "keywords", "description", "sources", "name")},
    "no roles": (lambda tree: tree["contributors"][0].pop("roles"), "contributors[0].roles", "there is no"),
    "a role of nobody": (lambda tree: tree["contributors"][0].update(roles=["create"]), "contributors[0].roles[0]", "creator"),
    "the title of another table": (lambda tree: tree["resources"][1].update(title="Speakers"), "resources[1].title", "as the schema of the table has it"),
    "another day": (lambda tree: tree.update(created="2026-11-01T00:00:00Z"), "created", "the day of release in CITATION.cff"),
    "another version": (lambda tree: tree.update(version="0.3.9"), "version", "CITATION.cff"),
    "another title": (lambda tree: tree.update(title="Another"), "title", "CITATION.cff"),
    "another hash": (lambda tree: tree["resources"][1].update(hash="md5:" + "0" * 32), "resources[1].hash", "sha256:"),
    "a licence without an address": (lambda tree: tree["licenses"][0].pop("path"), "licenses[0].path", "there is no path"),
    "a script for a licence": (lambda tree: tree["licenses"][0].update(path="javascript:alert(1)"), "licenses[0].path", "https"),
    "a source on another scheme": (lambda tree: tree["sources"][2].update(path="ftp://x.org/"), "sources[2].path", "https"),
    "an absolute path": (lambda tree: tree["resources"][1].update(path="/etc/passwd"), "resources[1].path", "data/regions.csv"),
    "a path up": (lambda tree: tree["resources"][1].update(path="../data/regions.csv"), "resources[1].path", "data/regions.csv"),
    "a path with backslashes": (lambda tree: tree["resources"][1].update(path="data\\regions.csv"), "resources[1].path", "data/regions.csv"),
    "a path on the web": (lambda tree: tree["resources"][1].update(path="https://x.org/regions.csv"), "resources[1].path", "data/regions.csv"),
    "a list of paths": (lambda tree: tree["resources"][1].update(path=["data/regions.csv"]), "resources[1].path", "a list"),
    "an inline schema": (lambda tree: tree["resources"][1].update(schema={}), "resources[1].schema", "an object"),
    "inline data": (lambda tree: tree["resources"][1].update(data=[]), "resources[1]", "no such key"),
    "an unknown key": (lambda tree: tree.update(licence="x"), "", "'licence'"),
    "a table gone": (lambda tree: tree["resources"].pop(1), "resources", "'regions'"),
    "numbers for words": (lambda tree: tree.update(title=5), "title", "5; expected a title"),
    "a word for a number": (lambda tree: tree["resources"][1].update(bytes="962"), "resources[1].bytes", "number of bytes"),
    "a huge number": (lambda tree: tree["resources"][1].update(bytes=10**4000), "resources[1].bytes", "many digits"),
    "resources that are an object": (lambda tree: tree.update(resources={}), "resources", "at least one table"),
    "deep nesting": (lambda tree: tree.update(keywords=[[[[[["x"]]]]]]), "keywords[0]", "a keyword"),
}  # fmt: skip


@pytest.mark.parametrize("name", DESCRIPTOR)
def test_a_broken_descriptor_is_named_by_its_path(package_copy, name):
    damage, place, said = DESCRIPTOR[name]
    path = package_copy.folder / "datapackage.json"
    tree = json.loads(path.read_text("utf-8"))
    damage(tree)
    path.write_text(json.dumps(tree, indent=2) + "\n", "utf-8")
    told = [(fault.field, str(fault)) for fault in check.faults(package_copy.folder)]
    assert any(field == place and said in line for field, line in told), told


JSON = {
    "a key twice": ('{"name": 1, "name": 2}', "the key 'name'"),
    "NaN": ('{"a": NaN}', "NaN is no JSON"),
    "infinity": ('{"a": -Infinity}', "-Infinity is no JSON"),
    "beyond measure": ('{"a": 1e999}', "beyond all measure"),
    "many digits": (f'{{"a": {"9" * 5000}}}', "valid JSON"),
    "deep": ("[" * 200_000, "nested too deep"),
    "deep and closed": ('{"a": ' + "[" * 100 + "]" * 100 + "}", "nested too deep"),
    "a list": ("[]", "a JSON object"),
    "nothing": ("", "not an empty file"),
}


@pytest.mark.parametrize("file", ["datapackage.json", "schemas/regions.json"])
@pytest.mark.parametrize("name", JSON)
def test_json_that_is_none_is_named(package_copy, capsys, name, file):
    text, said = JSON[name]
    (package_copy.folder / file).write_text(f"{text}\n" if text else "", "utf-8")
    told = [str(fault) for fault in check.faults(package_copy.folder)]
    assert any(line.startswith(file) and said in line for line in told), told
    for command in ("hash", "describe", "agreement"):
        code = commands.main([command, "--package", str(package_copy.folder)])
        said_then = capsys.readouterr().err
        if command != "hash" or file == "datapackage.json":
            assert code == 1
            assert len(said_then.splitlines()) == 1
            assert commands.FAULT_OF_THE_PROGRAM not in said_then


SCHEMA = {
    "constraint gone": (lambda tree: tree["fields"][0].pop("constraints"), "fields.region_id.constraints", "--record"),
    "required no longer": (lambda tree: tree["fields"][1]["constraints"].update(required=False), "fields.name.constraints.required", "--record"),
    "minimum gone": (lambda tree: tree["fields"][5]["constraints"].pop("minimum"), "fields.sort_order.constraints.minimum", "--record"),
    "missing value gone": (lambda tree: tree["missingValues"].pop(), "missingValues", "--record"),
    "another type": (lambda tree: tree["fields"][5].update(type="string"), "fields.sort_order.type", "--record"),
    "another meaning": (lambda tree: tree["fields"][1].update(propertyUrl="https://schema.org/longitude"), "fields.name.propertyUrl", "--record"),
    "another key": (lambda tree: tree.update(primaryKey=["name"]), "primaryKey", "--record"),
    "a field more": (lambda tree: tree["fields"].append(dict(tree["fields"][6], name="more")), "fields", "--record"),
    "description gone": (lambda tree: tree["fields"][0].pop("description"), "fields[0].description", "there is no description"),
    "example gone": (lambda tree: tree["fields"][0].pop("example"), "fields[0].example", "there is no example"),
    "example that does not fit": (lambda tree: tree["fields"][5].update(example="many"), "fields.sort_order.example", "(type)"),
    "example against the pattern": (lambda tree: tree["fields"][0].update(example="No Id"), "fields.region_id.example", "the pattern"),
    "unknown key": (lambda tree: tree["fields"][0].update(requierd=True), "fields[0]", "'requierd'"),
    "unknown type": (lambda tree: tree["fields"][0].update(type="text"), "fields[0].type", "'string'"),
    "no regular expression": (lambda tree: tree["fields"][0]["constraints"].update(pattern="(["), "fields[0].constraints.pattern", "regular expression"),
    "foreign key of no field": (lambda tree: tree.update(foreignKeys=[{"fields": ["x"], "reference": {"fields": ["y"]}}]), "foreignKeys[0].fields", "name of a field"),
    "foreign key to no table": (lambda tree: tree.update(foreignKeys=[{"fields": ["name"], "reference": {"resource": "x", "fields": ["y"]}}]), "foreignKeys[0].reference.resource", "name of a table"),
    "missing values that are a word": (lambda tree: tree.update(missingValues="x"), "missingValues", "each with a label"),
    "one name twice": (lambda tree: tree["fields"].append(tree["fields"][0]), "fields", "no other has"),
    "fields that are words": (lambda tree: tree.update(fields=["a"]), "fields[0]", "a field with name"),
}  # fmt: skip


@pytest.mark.parametrize("name", SCHEMA)
def test_a_loosened_or_broken_schema_is_named_by_its_path(package_copy, name):
    damage, place, said = SCHEMA[name]
    path = package_copy.folder / "schemas" / "regions.json"
    tree = json.loads(path.read_text("utf-8"))
    damage(tree)
    path.write_text(json.dumps(tree, indent=2) + "\n", "utf-8")
    told = [(fault.field, str(fault)) for fault in check.faults(package_copy.folder)]
    assert any(field == place and said in line for field, line in told), told


def test_a_resource_is_named_by_its_place_in_the_whole_list(package_copy):
    path = package_copy.folder / "datapackage.json"
    tree = json.loads(path.read_text("utf-8"))
    del tree["resources"][0]["name"]
    tree["resources"][5]["path"] = "data/other.csv"
    path.write_text(json.dumps(tree, indent=2) + "\n", "utf-8")
    assert "resources[5].path" in {fault.field for fault in check.faults(package_copy.folder)}


def test_a_citation_file_that_cannot_be_read_hides_nothing(package_copy, monkeypatch):
    def broken():
        raise Refusal("CITATION.cff: broken")

    monkeypatch.setattr(project, "citation", broken)
    package_copy.change("messages", "africa-k1", paraphrase="TODO: say what it asks for.")
    told = {(fault.file, fault.row) for fault in check.faults(package_copy.folder)}
    assert {("CITATION.cff", ""), ("data/messages.csv", "africa-k1")} <= told


def test_every_layer_tells_what_it_sees_at_once(package_copy):
    rows = package_copy.rows("themes")
    rows[3]["theme_id"] = "zzz-misspelt"
    package_copy.write("themes", rows)
    package_copy.change("passages", "africa-k1-p1", start_offset="many", end_offset="5")
    path = package_copy.path("people")
    line = path.read_bytes().partition(b"Cynthia")[0].count(b"\n") + 1
    path.write_bytes(path.read_bytes().replace(b"Cynthia", b"Cynthi\xff", 1))
    edit(package_copy.folder / "schemas" / "regions.json", '"minimum": 1', '"minimum": 0')
    (package_copy.folder / "stray.txt").write_text("x")
    told = [str(fault) for fault in check.faults(package_copy.folder)]
    for words in (
        "stray.txt: expected no file",
        f"data/people.csv, line {line}: ",
        "data/themes.csv, line 6, row ",
        "(foreign-key)",
        "data/passages.csv, line 2, row africa-k1-p1, field start_offset: 'many'; expected an integer",
        "schemas/regions.json, field fields.sort_order.constraints.minimum: '0'; expected 1, as recorded",
        "datapackage.json, field resources[4].hash",
    ):
        assert any(words in line for line in told), (words, told)
    assert len(set(told)) == len(told)
    order = [(fault.file, fault.line) for fault in check.faults(package_copy.folder)]
    assert order == sorted(order)
    assert all(line.isprintable() for line in told)


def test_a_change_of_the_interface_is_recorded_by_one_flag(package_copy, monkeypatch, tmp_path, capsys):
    record = tmp_path / "interface.json"
    shutil.copy(interface.RECORD, record)
    monkeypatch.setattr(interface, "RECORD", record)
    interface.recorded.cache_clear()
    edit(package_copy.folder / "schemas" / "regions.json", '"minimum": 1', '"minimum": 0')
    words = ["check", "--package", str(package_copy.folder)]
    assert commands.main(words) == 1
    assert commands.main([*words, "--record"]) == 0
    assert "recorded the interface" in capsys.readouterr().out
    assert commands.main(words) == 0
    monkeypatch.undo()
    interface.recorded.cache_clear()


def test_the_recorded_interface_is_in_its_own_form():
    assert interface.RECORD.read_text("utf-8") == interface.text(interface.recorded())


def test_texts_are_replaced_all_or_none(tmp_path, monkeypatch):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("old")
    with pytest.raises(Refusal):
        textfile.replace({one: "new", two: "\ud800"})
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left") as refused:
        textfile.replace({one: "new"})
    assert refused.value.filename == str(one)
    assert one.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def full(handle):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("command", ["hash", "describe"])
def test_a_full_disk_leaves_what_was_there(package_copy, monkeypatch, capsys, command):
    package_copy.change("themes", "gender", definition="Differences between women and men in the digital world.")
    edit(package_copy.path("regions"), "Africa", "Afrika")
    before = {path: path.read_bytes() for path in package_copy.folder.rglob("*") if path.is_file()}
    monkeypatch.setattr(os, "fsync", full)
    assert commands.main([command, "--package", str(package_copy.folder)]) == 1
    assert "No space left" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in package_copy.folder.rglob("*") if path.is_file()} == before


def test_a_fault_of_the_program_is_one_line_and_says_how_to_see_more(monkeypatch, capsys):
    def broken(folder, progress):
        raise ZeroDivisionError("a\nb")

    monkeypatch.setattr(check, "examine", broken)
    assert commands.main(["check"]) == 1
    said = capsys.readouterr().err
    assert said.splitlines() == [said.strip()]
    assert commands.FAULT_OF_THE_PROGRAM in said
    assert "WSIS20_TRACEBACK=1 wsis20 check" in said
    monkeypatch.setenv("WSIS20_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        commands.main(["check"])


@pytest.mark.parametrize("command", ["check", "hash", "describe", "agreement"])
@pytest.mark.parametrize("kind", ["file", "empty", "gone", "no utf-8"])
def test_a_package_that_is_none_is_a_line(tmp_path, capsys, command, kind):
    path = tmp_path / ("\udcff" if kind == "no utf-8" else "package")
    {"file": lambda: path.write_text("x"), "empty": path.mkdir, "gone": lambda: None, "no utf-8": path.mkdir}[kind]()
    assert commands.main([command, "--package", str(path)]) == 1
    printed = capsys.readouterr()
    assert commands.FAULT_OF_THE_PROGRAM not in printed.err
    assert command == "check" or len(printed.err.splitlines()) == 1


def test_generated_texts_are_not_judged_where_their_sources_have_faults(package_copy):
    package_copy.change("themes", "gender", example="")
    examination = check.examine(package_copy.folder)
    assert "generated texts" in examination.left_out()
    with pytest.raises(Refusal, match=r"cannot be read: data/themes.csv"):
        check.refuse_unsound(package_copy.folder)


def test_generated_texts_are_not_judged_where_a_line_is_no_row(package_copy):
    path = package_copy.path("regions")
    path.write_text(f"{path.read_text('utf-8').removesuffix(chr(10))},\n", "utf-8")
    hashes.refresh(package_copy.folder)
    examination = check.examine(package_copy.folder)
    assert "generated texts" in examination.left_out()
    assert "README.md" not in {fault.file for fault in examination.faults}


def test_people_and_places():
    assert people.words_of("José A. Pérez") == people.words_of("PEREZ, Jose A")
    assert places.degrees("+4230+00131") == pytest.approx((42.5, 1.51667), abs=1e-4)
    assert places.degrees("-335627+1512354") == pytest.approx((-33.94083, 151.39833), abs=1e-4)
    assert places.distance((0, 0), (0, 180)) == pytest.approx(20015, abs=1)
    assert places.on_land(51.18, 71.45)
    assert not places.on_land(0, -30)


def test_describe_and_check_agree(package_copy):
    package_copy.change("themes", "gender", definition="Differences between women and men in the digital world.")
    assert [fault.file for fault in check.faults(package_copy.folder)] == ["codebook/codebook.md"]
    documentation.write(package_copy.folder)
    assert check.faults(package_copy.folder) == []
