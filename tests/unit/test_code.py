"""Coding in two passes: sheets, what is wrong in them, agreement and decisions."""

from __future__ import annotations

import re

import coding_folder
import pytest
from coding_folder import ANSWERS, UNITS, A, B, decide, fill
from wsis20 import lined
from wsis20.__main__ import main
from wsis20.commands import code
from wsis20.commands.code import codebook, coded, comparison, decisions, inspection, sheet
from wsis20.commands.code.layer import MESSAGES, POSITIONS
from wsis20.project import DATAPACKAGE, Refusal

pytestmark = pytest.mark.usefixtures("package_remembered")


@pytest.fixture(scope="module")
def book():
    return codebook.read(DATAPACKAGE, MESSAGES)


@pytest.fixture
def folder(tmp_path):
    return fill(tmp_path / "quito")


def wsis20(capsys, *words):
    result = main(["code", *map(str, words)])
    printed = capsys.readouterr()
    return result, printed.out + printed.err


def edit(path, old, new, count=1):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), "utf-8")


# sheets


def test_blank_sheets_are_alike_but_for_the_pass_and_hold_every_unit(tmp_path, book):
    assert len(coding_folder.blank(DATAPACKAGE, tmp_path)) == 2
    first, second = ((tmp_path / f"pass-{name}.yml").read_text("utf-8") for name in "ab")
    assert (
        first.replace("Pass A", "Pass B")
        .replace("pass A", "pass B")
        .replace("--pass A", "--pass B")
        .replace("pass: A", "pass: B")
        == second
    )
    assert all(theme in first and row["label"] in first for theme, row in book.themes.items())
    assert sheet.read(tmp_path, "A").units() == UNITS
    assert first.count("behind:\n") == 1  # of the key message, at whose meeting there are statements


def test_a_blank_sheet_says_what_it_wants(tmp_path, capsys):
    coding_folder.blank(DATAPACKAGE, tmp_path)
    result, said = wsis20(capsys, tmp_path, "--check", "A")
    assert result == 1
    assert said.splitlines()[-1] == "pass-a.yml: 0 wrong, 10 blank"
    assert "units[2].behind: quito-2024-k1: expected statements, each with relation and note, or none" in said


def test_what_is_filled_in_is_never_overwritten_and_new_units_come_to_it(folder):
    before = (folder / "pass-a.yml").read_bytes()
    assert code.blank(DATAPACKAGE, folder, UNITS) == []
    assert (folder / "pass-a.yml").read_bytes() == before
    more = [*UNITS, coding_folder.unit("quito-s03", "statement", "It is one more.")]
    assert len(code.blank(DATAPACKAGE, folder, more)) == 2
    made = sheet.read(folder, "A")
    assert made.units() == more
    assert made.entries[0]["answered_by"][0]["note"] == "It asks for a part of it."
    assert made.head["coder"] == "a person"


def test_a_sheet_that_nobody_touched_follows_the_record(tmp_path):
    coding_folder.blank(DATAPACKAGE, tmp_path)
    assert coding_folder.blank(DATAPACKAGE, tmp_path) == []
    assert len(code.blank(DATAPACKAGE, tmp_path, UNITS[1:])) == 2
    assert sheet.read(tmp_path, "B").units() == UNITS[1:]


def test_a_sheet_that_is_written_is_read_as_the_same(folder, book):
    for name in "AB":
        made = sheet.read(folder, name)
        again = sheet.written(made, book)
        (folder / f"pass-{name.lower()}.yml").write_text(again, "utf-8")
        read = sheet.read(folder, name)
        assert comparison.given(read, book) == comparison.given(made, book)
        assert sheet.written(read, book) == again


@pytest.mark.parametrize("name", ["A", "B"])
def test_a_filled_sheet_has_no_fault(folder, book, name, capsys):
    assert inspection.inspect(sheet.read(folder, name), book, UNITS).all() == []
    assert wsis20(capsys, folder, "--check", name) == (0, f"pass-{name.lower()}.yml is complete: 3 units.\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [", "pass-a.yml, line 1: this is no YAML"),
        ("units: []\n", "pass-a.yml, line 1: expected units"),
        ("table: verses\nunits:\n  - message_id: a\n", "pass-a.yml, line 1: expected table: messages or positions"),
        ("table: messages\npass: A\npass: B\n", "pass-a.yml, line 3: this is no YAML: the key 'pass' stands twice"),
    ],
)
def test_what_is_no_sheet_is_refused_in_a_line(folder, capsys, text, said):
    (folder / "pass-a.yml").write_text(text, "utf-8")
    result, told = wsis20(capsys, folder, "--check", "A")
    assert (result, len(told.splitlines())) == (1, 1)
    assert said in told


def test_a_sheet_that_is_not_there_is_refused(tmp_path, capsys):
    for words in (["--check", "A"], ["--pass", "B"], ["--agree"]):
        result, told = wsis20(capsys, tmp_path, *words)
        assert (result, len(told.splitlines())) == (1, 1)
        assert "there is no such sheet" in told


NONE_ANSWERS = "    answered_by:\n      - provision: none\n        note: None of them speaks of that.\n"
# what is changed in pass-a.yml, on the line of what the fault stands, the field, and words of the fault
FAULTS = {
    "other pass": ("pass: A", "pass: B", "pass: B", "pass", "expected A"),
    "no coder": ("coder: a person", "coder:", "coder:", "coder", "who codes"),
    "no day": ("made_on: 2026-12-01", "made_on: last week", "last week", "made_on", "a day as YYYY-MM-DD"),
    "field at the head": ("coder: a person", "coder: a person\nwho: me", "who: me", "who", "no such field"),
    "unknown theme": ("connectivity, skills", "conectivity, skills", "conectivity", "units[0].themes[0]", "'connectivity'?"),
    "theme twice": ("connectivity, skills", "skills, skills", "skills, skills", "units[0].themes[1]", "stands twice"),
    "no-theme with another": ("connectivity, skills", "no-theme, skills", "no-theme, skills", "units[0].themes", "alone"),
    "no theme": ("themes: [connectivity, skills]", "themes:", "themes:", "units[0].themes", "expected the themes"),
    "no-theme without reason": ("    reason: It speaks of nothing.\n", "", "quito-s02", "units[1].reason", "why no theme"),
    "reason without no-theme": ("    kind: call", "    kind: call\n    reason: Why not?", "reason: Why", "units[0].reason", "no-theme alone"),
    "kind missing": ("    kind: call", "    kind:", "    kind:", "units[0].kind", "expected the kind"),
    "unknown kind": ("    kind: call", "    kind: wish", "kind: wish", "units[0].kind", "expected one of commitment"),
    "answers to no call": ("    kind: call", "    kind: concern", "answered_by:", "units[0].answered_by", "this is no call"),
    "call without answer": (NONE_ANSWERS, "", "quito-2024-k1", "units[2].answered_by", "is a call: expected provisions"),
    "no provision": ("provision: p24", "provision: p124240", "p124240", "units[0].answered_by[0].provision", "is no provision"),
    "provision twice": ("provision: p27", "provision: p24", "partly", "units[0].answered_by[1].provision", "stands twice"),
    "unknown degree": ("degree: partly", "degree: hardly", "degree: hardly", "units[0].answered_by[0].degree", "expected one of answers"),
    "no degree": ("        degree: partly\n", "", "provision: p24", "units[0].answered_by[0].degree", "expected one of answers"),
    "degree without note": ("        note: It asks for a part of it.\n", "", "provision: p24", "units[0].answered_by[0].note", "says why p24 partly"),
    "none beside others": ("provision: p27", "provision: none", "provision: none", "units[0].answered_by[1].provision", "none beside others"),
    "answers without an act": ("provision: p27\n        degree: mentions", "provision: r1\n        degree: answers", "degree: answers", "units[0].answered_by[1].degree", "'mentions' at most"),
    "field of an entry": ("        note: It names it.", "        notes: It names it.", "notes: It", "units[0].answered_by[1].notes", "did you mean 'note'?"),
    "field of a unit": ("    kind: call", "    kinds: call", "kinds: call", "units[0].kinds", "did you mean 'kind'?"),
    "list as text": (NONE_ANSWERS, "    answered_by: nobody\n", "answered_by: nobody", "units[2].answered_by", "expected a list"),
    "none alone": (NONE_ANSWERS, "    answered_by: none\n", "answered_by: none", "units[2].answered_by", "or one entry with provision: none and a note that says why"),
    "none without a note": ("        note: None of them speaks of that.\n", "", "provision: none", "units[2].answered_by[0].note", "expected a note that says why there is no provision"),
    "text as list": ("    kind: call", "    kind: [call]", "kind: [call]", "units[0].kind", "expected a text"),
    "foreign statement": ("statement: quito-s01", "statement: astana-s02", "statement: astana-s02", "units[2].behind[0].statement", "is no statement that this unit is held against"),
    "unknown relation": ("relation: direct", "relation: near", "relation: near", "units[2].behind[0].relation", "expected one of direct, thematic"),
    "statement with statements": ("    kind: description", "    kind: description\n    behind: none", "behind: none", "units[1].behind", "no statement is held against"),
    "unit twice": ("message_id: 'quito-s02'", "message_id: 'quito-s01'", None, "units[1].message_id", "stands twice"),
    "unit without a name": ("  - message_id: 'quito-s02'\n    layer", "  - layer", None, "units[1]", "expected message_id"),
    "left before it was done": ("    kind: description", "    kind: description\n    unfinished: behind", "unfinished:", "units[1].unfinished", "go on"),
    "hidden character": ("It names it.", "It names\u200bit.", "It names\u200b", "units[0].answered_by[1].note", "U+200B"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_a_sheet_is_named_by_line_and_field(folder, book, name):
    old, new, marked, place, words = FAULTS[name]
    path = folder / "pass-a.yml"
    edit(path, old, new)
    found = [str(one) for one in inspection.inspect(sheet.read(folder, "A"), book).all()]
    (told,) = [one for one in found if f", {place}: " in one]
    assert words in told
    if marked:
        lines = path.read_text("utf-8").splitlines()
        line = int(re.search(r"line (\d+)", told)[1])
        near = [number for number, text in enumerate(lines, 1) if marked in text]
        assert line in near or (name == "provision twice" and line == near[0] + 2), told


def test_all_faults_stand_in_one_list(folder, capsys):
    path = folder / "pass-a.yml"
    edit(path, "kind: call", "kind: wish")
    edit(path, "relation: direct", "relation: near")
    edit(path, "coder: a person", "coder:")
    result, said = wsis20(capsys, folder, "--check", "A")
    assert result == 1
    assert [line.split(":")[0].split(", ")[-1] for line in said.splitlines()[:-1]] == [
        "coder", "units[0].kind", "units[0].answered_by", "units[2].behind[0].relation",
    ]  # fmt: skip


def test_units_are_those_of_the_record(folder, book):
    now = [
        {**UNITS[0], "paraphrase": "Something else."},
        *UNITS[2:],
        coding_folder.unit("quito-s03", "statement", "New."),
    ]
    said = "\n".join(str(one) for one in inspection.inspect(sheet.read(folder, "A"), book, now).all())
    assert "units[0].paraphrase: the record has now 'Something else.'; code it again" in said
    assert "units[1].message_id: 'quito-s02' is no unit of the record" in said
    assert "units: there is no entry for quito-s03" in said


def test_statements_of_a_meeting_with_key_messages_are_held_against_them(book):
    new = [coding_folder.unit("dubai-s01", "statement", "It is new.", meeting="dubai-2024")]
    known = set(book.spoken["dubai-2024", "key message"])
    assert set(book.others(inspection.LINKS[2], new[0], new, MESSAGES)) == known != set()
    assert sheet.due(new[0], new, MESSAGES, book) == ("themes", "kind", "answered_by", "stands_behind")


def test_statements_of_another_meeting_of_the_region_are_not(book):
    new = [coding_folder.unit("almaty-s01", "statement", "It is new.", meeting="almaty-2025")]
    assert book.others(inspection.LINKS[2], new[0], new, MESSAGES) == {}
    assert sheet.due(new[0], new, MESSAGES, book) == ("themes", "kind", "answered_by")


def test_kinds_stand_in_the_order_of_the_rules(book):
    assert list(book.kinds)[:3] == ["commitment", "announcement", "call"]
    assert all(book.kinds.values())


# agreement and decisions


def test_both_passes_are_compared_and_every_difference_waits_for_a_decision(folder, capsys):
    result, said = wsis20(capsys, folder, "--agree")
    assert result == 0
    assert "5 differences, 5 of them open" in said
    assert "kinds: 66.667 percent alike, alpha 0.444 (n = 3)" in said
    assert "traces: 50.000 percent alike, alpha 0.000 (n = 2)" in said
    assert re.search(r"skills +2 +1 +1 +3 +66\.667 +0\.444", said)
    made = decisions.read(folder)
    assert {one["record"] for one in made.entries} == set(ANSWERS)
    assert [decisions.key_of(one) for one in made.entries] == sorted(map(decisions.key_of, made.entries))
    assert {(one["a"], one["b"]) for one in made.entries if one["record"] == "quito-s01-p27"} == {
        ("mentions", "nothing")
    }


def test_when_all_is_decided_the_folder_is_complete(folder, capsys):
    wsis20(capsys, folder, "--agree")
    decide(folder, ANSWERS)
    before = (folder / "decisions.yml").read_bytes()
    result, said = wsis20(capsys, folder, "--agree")
    assert (result, said.splitlines()[-1]) == (
        0,
        f"5 differences, all decided. The coding in {folder} is complete.",
    )
    assert (folder / "decisions.yml").read_bytes() == before
    assert set(code.finished(DATAPACKAGE, folder, UNITS).rows) == {
        "codings", "responses", "traces", "decisions", "passes",
    }  # fmt: skip


def test_what_is_decided_stays_until_a_pass_changes(folder, capsys):
    wsis20(capsys, folder, "--agree")
    decide(folder, ANSWERS)
    edit(folder / "pass-b.yml", "degree: mentions", "degree: answers")
    edit(folder / "pass-b.yml", "themes: connectivity", "themes: connectivity, skills")
    result, said = wsis20(capsys, folder, "--agree")
    assert result == 0
    assert "quito-s01-p24, degree: a pass has changed, so that this is to be decided again" in said
    assert "quito-s01 / skills, theme_id: there is nothing to decide any more" in said
    assert "4 differences, 1 of them open" in said
    made = {one["record"]: one for one in decisions.read(folder).entries}
    assert made["quito-s02"]["agreed"] == "concern"
    assert "agreed" not in made["quito-s01-p24"]


def test_passes_that_are_alike_leave_nothing_to_decide_but_who_compared_them(folder, capsys):
    fill(folder, A, A)
    result, said = wsis20(capsys, folder, "--agree")
    assert result == 0
    assert "decisions.yml, line 6, coder: expected who decides" in said
    decide(folder, {})
    assert "0 differences, all decided" in wsis20(capsys, folder, "--agree")[1]
    assert code.finished(DATAPACKAGE, folder, UNITS).rows["decisions"] == []


def test_passes_with_a_fault_are_not_compared(folder, capsys):
    edit(folder / "pass-b.yml", "kind: concern", "kind:")
    result, said = wsis20(capsys, folder, "--agree")
    assert result == 1
    assert "pass-b.yml" in said
    assert said.splitlines()[-1] == "1 to be put right or filled in; nothing was compared"
    assert not (folder / "decisions.yml").exists()


def test_a_pass_that_has_no_call_answers_when_one_is_agreed(folder, capsys):
    other = B | {"quito-s01": "    themes: connectivity, skills\n    kind: concern"}
    fill(folder, A, other)
    said = wsis20(capsys, folder, "--agree")[1]
    assert "quito-s01: one pass has it for a call; the responses are compared when its kind is decided" in said
    assert "quito-s01-p24" not in said
    decide(folder, {"quito-s01": "call"})
    result, said = wsis20(capsys, folder, "--agree")
    assert result == 1
    assert "units[0].answered_by: quito-s01 was agreed to be a call: expected provisions" in said
    assert wsis20(capsys, folder, "--check", "B")[0] == 1
    edit(folder / "pass-b.yml", "kind: concern", "kind: concern\n" + NONE_ANSWERS.rstrip())
    assert wsis20(capsys, folder, "--check", "B")[0] == 0
    assert "quito-s01-p24, degree: expected agreed" in wsis20(capsys, folder, "--agree")[1]


def test_answers_to_what_is_agreed_to_be_no_call_are_left_out(folder, capsys):
    fill(folder, A, B | {"quito-s01": "    themes: connectivity, skills\n    kind: concern"})
    wsis20(capsys, folder, "--agree")
    decide(folder, ANSWERS | {"quito-s01": "concern"})
    assert wsis20(capsys, folder, "--agree")[0] == 0
    rows = code.finished(DATAPACKAGE, folder, UNITS).rows["responses"]
    assert {row["message_id"] for row in rows} == {"quito-2024-k1"}


# what is changed in decisions.yml when all is decided, and the fault
WRONG = {
    "neither pass": (
        "agreed: partly",
        "agreed: answers",
        "decisions[2].agreed: 'answers'; expected partly or mentions",
    ),
    "short reason": (
        "reason: It is as the rules have it.",
        "reason: Yes.",
        "decisions[0].reason: 'Yes.'; expected a reason of",
    ),
    "no day": ("made_on: 2026-12-01", "made_on: today", "line 8, made_on: 'today'; expected a day"),
    "field at the head": ("coder: a person", "coder: a person\nwho: me", "line 7, who: there is no such field"),
    "field of an entry": (
        "    agreed: yes",
        "    agreed: yes\n    because: no",
        "decisions[0].because: there is no such field",
    ),
    "open": ("agreed: concern", "agreed:", "decisions[1].agreed: messages, quito-s02, kind: expected agreed"),
    "nobody": ("coder: a person", "coder:", "line 6, coder: expected who decides"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_fault_of_a_decision_is_named_by_line_and_field(folder, capsys, name):
    wsis20(capsys, folder, "--agree")
    decide(folder, ANSWERS)
    old, new, words = WRONG[name]
    edit(folder / "decisions.yml", old, new)
    with pytest.raises(code.Unfinished) as refused:
        code.finished(DATAPACKAGE, folder, UNITS)
    assert len([one for one in refused.value.missing if words in one]) == 1, refused.value.missing
    assert all(re.match(r"decisions\.yml, line \d+, ", one) for one in refused.value.missing)


def test_a_decision_leaves_no_unit_without_a_theme_nor_no_theme_with_another(folder, capsys):
    fill(folder, A, B | {"quito-s02": "    themes: skills\n    kind: description"})
    wsis20(capsys, folder, "--agree")
    for answers, words in (
        (("no", "no"), "is left without a theme"),
        (("yes", "yes"), "is left with no-theme, skills"),
    ):
        (folder / "decisions.yml").unlink()
        wsis20(capsys, folder, "--agree")
        decide(folder, ANSWERS | {"quito-s02 / no-theme": answers[0], "quito-s02 / skills": answers[1]})
        result, said = wsis20(capsys, folder, "--agree")
        assert result == 1
        assert f"quito-s02 {words}" in said


def test_a_response_that_both_passes_missed_can_be_decided(folder, capsys, book):
    wsis20(capsys, folder, "--agree")
    decide(folder, ANSWERS)
    more = "\n  - {resource: responses, record: quito-s01-p9, field: degree, a: nothing, b: nothing, agreed: %s, reason: Read again and found.}\n"
    path = folder / "decisions.yml"
    text = path.read_text("utf-8")
    path.write_text(text + more % "mentions", "utf-8")
    assert wsis20(capsys, folder, "--agree")[0] == 0
    rows = [
        row
        for row in code.finished(DATAPACKAGE, folder, UNITS).rows["responses"]
        if row["response_id"] == "quito-s01-p9"
    ]
    assert [(row["coding_pass"], row["degree"], row["note"]) for row in rows] == [
        ("A", "none", ""), ("B", "none", ""), ("agreed", "mentions", "Read again and found."),
    ]  # fmt: skip
    path.write_text(text + more % "hardly", "utf-8")
    assert "'hardly'; expected" in wsis20(capsys, folder, "--agree")[1]


def test_decisions_of_another_form_are_refused(folder, capsys):
    for text in ("a: 1\n", "coder: me\ndecisions: [one]\n", "coder: me\ndecisions:\n  - record: [a]\n"):
        (folder / "decisions.yml").write_text(text, "utf-8")
        result, said = wsis20(capsys, folder, "--agree")
        assert (result, len(said.splitlines())) == (1, 1)
        assert "decisions.yml, line " in said


# what follows


def test_what_is_missing_is_said_whole(tmp_path, folder, capsys):
    with pytest.raises(code.Unfinished) as refused:
        code.finished(DATAPACKAGE, tmp_path, UNITS)
    assert [one.rpartition(" ")[2] for one in refused.value.missing] == ["A", "B"]
    with pytest.raises(Refusal, match="--agree"):
        code.finished(DATAPACKAGE, folder, UNITS)
    wsis20(capsys, folder, "--agree")
    decide(folder, ANSWERS)
    edit(folder / "pass-a.yml", "connectivity, skills", "connectivity")
    with pytest.raises(code.Unfinished, match="--agree"):
        code.finished(DATAPACKAGE, folder, UNITS)


def test_rows_say_who_made_each_pass_and_name_the_batch(folder, capsys):
    wsis20(capsys, folder, "--agree")
    decide(folder, ANSWERS)
    rows = code.finished(DATAPACKAGE, folder, UNITS).rows["passes"]
    assert {row["batch"] for row in rows} == {"quito-2024-k1"}
    counts = {row["resource"]: int(row["units"]) for row in rows}
    provisions = len(codebook.read(DATAPACKAGE, MESSAGES).provisions)
    assert counts == {"codings": 3, "messages": 3, "responses": 2 * provisions, "traces": 2}
    assert {row["rules"] for row in rows if row["resource"] == "traces"} == {"Rules for traces 1.0"}


def test_positions_have_tables_and_a_key_of_their_own(tmp_path, capsys):
    units = [{"position_id": "iran-x1", "paraphrase": "Libraries should be open."}]
    answer = "{provision: p24, degree: partly, note: It asks for the same.}"
    code.blank(DATAPACKAGE, tmp_path, units, POSITIONS)
    for name in "ab":
        path = tmp_path / f"pass-{name}.yml"
        for field, value in coding_folder.HEAD.items():
            edit(path, f"\n{field}:\n", f"\n{field}: {value}\n")
        edit(path, "    themes:", "    themes: [skills]")
        edit(path, "    kind:", "    kind: call")
        edit(path, "    answered_by:", f"    answered_by:\n      - {answer}")
        assert "behind" not in path.read_text("utf-8")
    assert wsis20(capsys, tmp_path, "--agree")[0] == 0
    decide(tmp_path, {})
    made = code.finished(DATAPACKAGE, tmp_path, units)
    assert made.kinds == {"iran-x1": {"kind": "call", "kind_a": "call", "kind_b": "call"}}
    assert set(made.rows) == {"position_codings", "position_responses", "decisions", "passes"}
    responses = made.rows["position_responses"]
    assert {(row["position_id"], row["position_response_id"]) for row in responses} == {("iran-x1", "iran-x1-p24")}
    assert all("response_id" not in row for row in responses)
    assert {row["rules"] for row in made.rows["passes"] if row["resource"] == "position_codings"} == {"Codebook 1.0"}


def test_sheets_of_two_layers_are_not_compared(folder):
    text = (folder / "pass-b.yml").read_text("utf-8").replace("message_id", "position_id")
    (folder / "pass-b.yml").write_text(text.replace("table: messages", "table: positions"), "utf-8")
    with pytest.raises(Refusal, match=r"pass-a\.yml codes messages"):
        coded.look(DATAPACKAGE, folder)


def test_sheets_of_messages_are_none_of_a_record_of_positions(folder):
    with pytest.raises(Refusal, match=r"pass-a\.yml codes messages, and the record has none"):
        code.finished(DATAPACKAGE, folder, [{"position_id": "iran-x1", "paraphrase": "Libraries should be open."}])


def test_a_text_of_a_sheet_may_hold_signs_of_yaml(folder, book):
    path = folder / "pass-a.yml"
    edit(path, "note: It says the same.", "note: \"It says: 'yes' # of course, [a] {b}\"")
    path.write_text(sheet.written(sheet.read(folder, "A"), book), "utf-8")
    assert lined.read(path).value["units"][2]["behind"][0]["note"] == "It says: 'yes' # of course, [a] {b}"
