"""The terminal page of a pass, driven by what a coder types."""

from __future__ import annotations

import io

import coding_folder
import pytest
from coding_folder import fill
from wsis20.__main__ import main
from wsis20.commands.code import codebook, comparison, sheet
from wsis20.commands.code.layer import MESSAGES
from wsis20.commands.code.terminal import Page
from wsis20.project import DATAPACKAGE, Refusal

HEAD = ["a person", "", "2026-12-01"]
FIRST = ["connectivity, skills", "call", "p24 partly It asks for a part of it.", "p27 mentions It names it.", "done"]
SECOND = ["no-theme", "It speaks of nothing.", "description"]
THIRD = ["skills", "call", "none None of them speaks of that.", "quito-s01 direct It says the same.", "done"]
pytestmark = pytest.mark.usefixtures("package_remembered")


@pytest.fixture
def folder(tmp_path):
    coding_folder.blank(DATAPACKAGE, tmp_path)
    return tmp_path


def typed(folder, lines, name="A"):
    """Type lines to the page of a pass, until they end; return all that was shown, and whether the pass is complete."""
    given, said = iter(lines), []

    def ask(question):
        said.append(question)
        try:
            line = next(given)
        except StopIteration:
            raise EOFError from None
        if isinstance(line, type):
            raise line
        said.append(line)
        return line

    page = Page(DATAPACKAGE, folder, name, ask, said.append)
    try:
        complete = page.run()
    except EOFError:
        complete = False
    assert list(given) == []
    return "\n".join(said), complete


def given(folder, name="A"):
    return comparison.given(sheet.read(folder, name), codebook.read(DATAPACKAGE, MESSAGES))


def test_a_pass_is_coded_from_the_first_unit_to_the_last(folder, tmp_path_factory):
    said, complete = typed(folder, [*HEAD, *FIRST, *SECOND, *THIRD])
    assert complete
    assert "1 of 3: quito-s01 statement" in said
    assert "As printed: It was said: Made-up libraries need a made-up connection." in said
    assert given(folder) == given(fill(tmp_path_factory.mktemp("filled")))
    assert main(["code", str(folder), "--check", "A"]) == 0


def test_the_other_pass_is_never_read(folder):
    (folder / "pass-a.yml").unlink()
    (folder / "pass-a.yml").mkdir()  # which nothing can read
    assert typed(folder, [*HEAD, *FIRST, *SECOND, *THIRD], "B")[1]


def test_a_page_goes_on_where_it_was_left(folder):
    typed(folder, [*HEAD, *FIRST, "s"])
    said, complete = typed(folder, [*SECOND, *THIRD])
    assert complete
    assert "quito-s01 statement" not in said


@pytest.mark.parametrize("cut", range(1, len([*HEAD, *FIRST, *SECOND, *THIRD])))
def test_whatever_was_typed_is_kept_when_the_input_ends(folder, cut):
    lines = [*HEAD, *FIRST, *SECOND, *THIRD]
    typed(folder, lines[:cut])
    assert sheet.read(folder, "A").units() == coding_folder.UNITS  # it can be read, whenever it ends
    kept = [one.get("answered_by") for one in sheet.read(folder, "A").entries]
    assert (kept[0] is not None) == (cut > 5)
    assert ("themes" in sheet.read(folder, "A").entries[0]) == (cut > 3)
    assert not typed(folder, ["s"] if cut < len(lines) else [])[1]


def test_a_list_that_was_left_is_not_taken_for_whole(folder, capsys):
    typed(folder, [*HEAD, *FIRST[:3]])
    assert main(["code", str(folder), "--check", "A"]) == 1
    assert "units[0].unfinished: quito-s01: answered_by was left before it was done" in capsys.readouterr().out
    said, complete = typed(folder, ["", "", "p27 mentions It names it.", "done", *SECOND, *THIRD])
    assert complete
    assert "answered_by [p24 partly]> " in said
    assert set(given(folder)["responses"]) == {("quito-s01-p24",), ("quito-s01-p27",)}
    assert "unfinished" not in (folder / "pass-a.yml").read_text("utf-8")


def test_a_coder_goes_back_to_a_step_and_to_a_unit(folder):
    again = ["skills", "b", "connectivity, skills", *FIRST[1:], "b", "", "", ""]
    said, complete = typed(folder, [*HEAD, *again, *SECOND, *THIRD])
    assert complete
    assert said.count("1 of 3: quito-s01") == 2
    assert given(folder)["codings"].keys() >= {("quito-s01", "connectivity"), ("quito-s01", "skills")}


def test_what_is_wrong_is_said_and_asked_again(folder):
    wrong = ["skils", "no-theme, skills", "connectivity, skills", "wish", "call", "p999 partly No.", "p24 hardly No."]
    wrong += ["p24 partly", "r1 answers It does.", "done", *FIRST[2:]]
    said, complete = typed(folder, [*HEAD[:2], "tomorrow", HEAD[2], *wrong, "no-theme", "", *SECOND[1:], *THIRD])
    assert complete
    for words in (
        "'tomorrow'; expected a day",
        "'skils' is no theme; did you mean 'skills'?",
        "no-theme with another theme",
        "'wish' is no kind",
        "'p999' is no provision",
        "'hardly'; expected one of answers",
        "expected a note that says why p24 partly",
        "'mentions' at most",
        "Nothing is named; say none",
        "A reason is needed.",
    ):
        assert words in " ".join(said.split()), words


def test_the_codebook_is_at_hand(folder):
    lines = ["?skills", "?skils", "?", "skills", "?call", "call", "?partly", "/older women", "/", "p24", "/xyzzy", "s"]
    said = " ".join(typed(folder, [*HEAD, *lines])[0].split())
    theme = codebook.read(DATAPACKAGE, MESSAGES).themes["skills"]
    assert all(" ".join(theme[name].split()) in said for name in ("definition", "include", "exclude"))
    for words in ("There is no 'skils'; did you mean 'skills'?", "partly: on", "0 found.", "p127: ", "affordability"):
        assert words in said.replace("partly: an", "partly: on"), words


def test_what_is_named_can_be_named_anew_and_taken_out(folder):
    lines = ["p24 mentions It names it.", "p24 partly It asks.", "none", "-p24", "none Nothing speaks of it."]
    said, complete = typed(folder, [*HEAD, "skills", "call", *lines, *SECOND, *THIRD])
    assert complete
    assert "Some are named; take them out first" in said
    assert sheet.read(folder, "A").entries[0]["answered_by"] == [{"provision": "none", "note": "Nothing speaks of it."}]


def test_the_beginning_of_a_name_is_enough(folder):
    typed(folder, [*HEAD, "conn sk", "conc", "s"])
    entry = sheet.read(folder, "A").entries[0]
    assert (entry["themes"], entry["kind"]) == (["connectivity", "skills"], "concern")


def test_a_kind_that_is_no_call_any_more_loses_its_answers(folder):
    typed(folder, [*HEAD, *FIRST, "b", "", "concern", "s"])
    entry = sheet.read(folder, "A").entries[0]
    assert entry["kind"] == "concern"
    assert "answered_by" not in entry


def test_a_sheet_with_a_fault_is_put_right_first(folder):
    path = folder / "pass-a.yml"
    path.write_text(path.read_text("utf-8").replace("    kind:", "    kind: wish", 1), "utf-8")
    before = path.read_bytes()
    with pytest.raises(Refusal, match=r"units\[0\].kind: 'wish'.*--check A"):
        typed(folder, [])
    assert path.read_bytes() == before


def test_a_unit_agreed_to_be_a_call_is_held_against_the_provisions(tmp_path):
    fill(tmp_path, coding_folder.A, coding_folder.B | {"quito-s01": "    themes: skills\n    kind: concern"})
    assert main(["code", str(tmp_path), "--agree"]) == 0
    coding_folder.decide(tmp_path, {"quito-s01": "call"})
    (tmp_path / "pass-a.yml").unlink()
    said, complete = typed(tmp_path, ["", "", "none", "none Nothing speaks of it."], "B")
    assert complete
    assert said.count("Say why, after the word: none") == 1
    assert sheet.read(tmp_path, "B").entries[0]["answered_by"] == [
        {"provision": "none", "note": "Nothing speaks of it."}
    ]


@pytest.mark.parametrize(("end", "result"), [(EOFError, 0), (KeyboardInterrupt, 130)])
def test_an_interruption_is_told_in_a_line(folder, monkeypatch, capsys, end, result):
    lines = iter([*HEAD, *FIRST])

    def answer(question):
        try:
            return next(lines)
        except StopIteration:
            raise end from None

    monkeypatch.setattr("wsis20.commands.code.terminal.input", answer, raising=False)
    monkeypatch.setattr(Page.__init__, "__defaults__", (answer, print))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    assert main(["code", str(folder), "--pass", "A"]) == result
    printed = capsys.readouterr()
    assert "1 of 3 units are coded, and what you gave is written." in printed.out
    assert "Go on with: python -m wsis20 code" in printed.out
    assert "Traceback" not in printed.out + printed.err


def test_without_a_terminal_one_message_says_how_to_go_on(folder, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join([*HEAD, *FIRST])))
    monkeypatch.setattr(Page.__init__, "__defaults__", (input, print))
    assert main(["code", str(folder), "--pass", "A"]) == 1
    printed = capsys.readouterr()
    (told,) = printed.err.splitlines()
    assert "the input has ended, 1 of 3 units are coded" in told
    assert f"fill in {folder / 'pass-a.yml'} and run: python -m wsis20 code {folder} --check A" in told
    assert "Go on with" not in printed.out
