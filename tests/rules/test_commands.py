"""The commands: what they say, the exit code they give, and never a traceback for a person's mistake."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

import pytest
import yaml
from wsis20 import __main__ as commands
from wsis20 import datapackage, environment, freshness, project
from wsis20.commands import patient
from wsis20.commands.build import book, state
from wsis20.commands.run import execution
from wsis20.project import Refusal


def test_check_says_that_all_is_well(capsys):
    assert commands.main(["check"]) == 0
    assert "valid" in capsys.readouterr().out


def test_check_prints_one_line_a_fault_and_fails(package_copy, capsys):
    package_copy.read_alike("astana-2024", end_date="2024-09-03")
    package_copy.change("consultations", "astana-2024", end_date="2024-09-03")
    assert commands.main(["check", "--package", str(package_copy.folder)]) == 1
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [
        "data/consultations.csv, line 2, row astana-2024, field end_date: '2024-09-03'; "
        "expected a day not before start_date"
    ]
    assert printed.err == "1 fault in the data package\n"


@pytest.mark.parametrize(
    "words",
    [
        ["check", "--package", "nowhere"],
        ["verify", "nowhere"],
        ["diff", "nowhere", "nowhere"],
        ["describe", "--package", "nowhere"],
        ["agreement", "--package", "nowhere"],
        ["hash", "--package", "nowhere"],
        ["code", "--agree", "nowhere"],
    ],
)
def test_a_folder_that_is_not_there_is_a_message_and_exit_1(words, capsys):
    assert commands.main(words) == 1
    said = capsys.readouterr().err
    assert said.startswith("wsis20: nowhere")
    assert len(said.splitlines()) == 1


def test_hash_updates_what_changed_and_nothing_else(package_copy, capsys):
    assert commands.main(["hash", "--package", str(package_copy.folder)]) == 0
    assert "nothing was changed" in capsys.readouterr().out
    path = package_copy.path("regions")
    path.write_bytes(path.read_bytes().replace(b"Global", b"World!"))
    before = json.loads((package_copy.folder / "datapackage.json").read_text("utf-8"))
    assert commands.main(["hash", "--package", str(package_copy.folder)]) == 0
    after = json.loads((package_copy.folder / "datapackage.json").read_text("utf-8"))
    changed = [new["name"] for old, new in zip(before["resources"], after["resources"], strict=True) if old != new]
    assert changed == ["regions"]
    assert capsys.readouterr().out == "updated data/regions.csv\n"


def test_hash_writes_nothing_when_a_file_is_missing(package_copy, capsys):
    package_copy.path("people").unlink()
    before = (package_copy.folder / "datapackage.json").read_bytes()
    assert commands.main(["hash", "--package", str(package_copy.folder)]) == 1
    assert (package_copy.folder / "datapackage.json").read_bytes() == before


def test_run_has_nothing_to_do_when_all_is_fresh(capsys):
    assert commands.main(["run"]) == 0
    assert capsys.readouterr().out == "All notebooks are fresh; nothing was run.\n"


def test_run_refuses_another_environment_than_the_locked_one(monkeypatch, capsys, tmp_path):
    lock = tmp_path / "lock"
    wanted = [
        "pandas==0.1 \\",
        "    --hash=sha256:00",
        "no-such-package==2.0 ; python_version > '3'",
        "never==1 ; python_version < '3'",
    ]
    lock.write_text("\n".join(wanted), encoding="utf-8")
    assert [line.split()[0] for line in environment.differences(lock)] == ["pandas", "no-such-package"]
    monkeypatch.setattr(environment, "differences", lambda: ["pandas is 3 and not 0.1"])
    monkeypatch.setattr(freshness, "stale", lambda: [book.ROOT])
    assert commands.main(["run"]) == 1
    assert "requirements.lock: pandas is 3 and not 0.1. Run: make install" in capsys.readouterr().err


def test_run_runs_what_is_stale(monkeypatch, capsys):
    ran = []
    monkeypatch.setattr(freshness, "stale", lambda: project.notebooks()[:1])
    monkeypatch.setattr(execution, "run", lambda paths, progress: ran.extend(paths))
    assert commands.main(["run"]) == 0
    assert ran == project.notebooks()[:1]
    assert capsys.readouterr().out == f"running 1 of {len(project.notebooks())} notebooks\n"


def test_an_interruption_is_one_line_and_130(monkeypatch, capsys):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr(freshness, "stale", interrupted)
    assert commands.main(["run"]) == 130
    assert capsys.readouterr().err == "wsis20: interrupted; what was there before is still there\n"


def test_build_checks_and_runs_first_and_says_where_the_book_is(monkeypatch, capsys):
    done = []
    monkeypatch.setattr(state, "up_to_date", lambda: False)
    monkeypatch.setattr(book, "build", lambda progress: done.append("built"))
    assert commands.main(["build", "--run"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert done == ["built"]
    assert said[:2] == [
        "The data package is valid: files, schemas and rules.",
        "All notebooks are fresh; nothing was run.",
    ]
    assert said[-3:] == [
        "  HTML: _build/html/index.html",
        "  PDF:  _build/typst/wsis20-what-the-regions-said.pdf",
        "        _build/typst/wsis20-what-the-regions-said-annex.pdf",
    ]


@pytest.fixture
def other_build(monkeypatch, tmp_path):
    """Give a build folder of its own, and a Jupyter Book that writes what it is told to."""
    monkeypatch.setattr(book, "refuse_unfit", lambda: None)
    monkeypatch.setattr(book, "BUILD", tmp_path / "_build")
    monkeypatch.setattr(state, "STATE", tmp_path / "_build" / "state.json")
    products = [tmp_path / "_build" / name / "product" for name in ("html", "typst")]
    names = zip(state.FORMATS, products, strict=True)
    outputs = [dataclasses.replace(output, product=path, more=()) for output, path in names]
    monkeypatch.setattr(state, "FORMATS", outputs)
    works = {"typst": True}

    def jupyter_book(command):
        name = "typst" if "typst" in command else "html"
        path = Path(command[command.index("--path-output") + 1]) / "_build" / name / "product"
        path.parent.mkdir(parents=True)
        if works.get(name, True):
            path.write_text("new", encoding="utf-8")
        return 0, "x.md:1: WARNING: that leads nowhere\nfine\n"

    monkeypatch.setattr(book, "said", lambda commands: [jupyter_book(command) for command in commands])
    return products, works


def test_a_build_puts_all_formats_in_place(other_build):
    products, _ = other_build
    book.build()
    assert [path.read_text("utf-8") for path in products] == ["new", "new"]
    assert state.up_to_date()


def test_a_build_of_which_one_format_fails_replaces_none(other_build):
    products, works = other_build
    products[0].parent.mkdir(parents=True)
    products[0].write_text("old", encoding="utf-8")
    works["typst"] = False
    with pytest.raises(Refusal, match=r"could not build the PDF: x.md, line 1: that leads nowhere$"):
        book.build()
    assert products[0].read_text("utf-8") == "old"
    assert not state.up_to_date()


def test_two_programs_run_at_the_same_time_and_are_told_apart():
    asks = "import sys, time; from pathlib import Path; Path(sys.argv[1]).touch(); "
    waits = "wait = [time.sleep(0.05) for _ in range(400) if not Path(sys.argv[2]).exists()]; print(sys.argv[1])"
    with tempfile.TemporaryDirectory() as folder:
        one, other = (str(Path(folder, name)) for name in ("one", "other"))
        commands = [[sys.executable, "-c", asks + waits, *names] for names in ((one, other), (other, one))]
        assert book.said(commands) == [(0, f"{one}\n"), (0, f"{other}\n")]
    assert [code for code, _ in book.said([[sys.executable, "-c", f"exit({code})"] for code in (0, 3)])] == [0, 3]


def test_programs_end_with_the_command(monkeypatch):
    started = []
    monkeypatch.setattr(subprocess.Popen, "wait", lambda process, timeout=None: started.append(process) or interrupt())

    def interrupt():
        monkeypatch.undo()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        book.said([[sys.executable, "-c", "import time; time.sleep(60)"]])
    assert [process.returncode for process in started] == [-signal.SIGKILL]


def test_an_input_that_changes_during_the_build_is_noticed(other_build, monkeypatch):
    digests = iter(["before", "after"])
    monkeypatch.setattr(state, "digest", lambda: next(digests))
    with pytest.raises(Refusal, match="an input was changed during the build"):
        book.build()
    assert not other_build[0][0].exists()


def test_installed_environment_is_the_locked_one():
    assert environment.differences() == []
    assert environment.differences(project.ROOT / "tests" / "requirements.lock") == []


def test_build_has_nothing_to_do_when_the_book_is_there(capsys):
    assert state.up_to_date(), "run: make book"
    assert commands.main(["build"]) == 0
    assert "Nothing to do: the book is up to date.\n" in capsys.readouterr().out


def test_build_refuses_stale_notebooks_by_name(monkeypatch):
    monkeypatch.setattr(freshness, "stale", lambda: [book.ROOT / "notebooks" / "01-round.ipynb"])
    with pytest.raises(Refusal, match=r"stale notebooks: notebooks/01-round.ipynb.*run: python -m wsis20 run"):
        book.build()


def test_the_book_is_not_up_to_date_after_another_build_or_a_change(monkeypatch, tmp_path):
    copy = tmp_path / "wsis20.json"
    copy.write_text(state.STATE.read_text("utf-8"))
    monkeypatch.setattr(state, "STATE", copy)
    assert state.up_to_date()
    monkeypatch.setattr(state, "digest", lambda: "another")
    assert not state.up_to_date()
    monkeypatch.undo()
    monkeypatch.setattr(state, "STATE", copy)
    state.forget()
    assert not state.up_to_date()


def test_what_takes_long_says_where_it_is(monkeypatch, capsys):
    clock = iter([0.0, 1.9, 2.1, 2.1, 3.0, 4.2, 4.2])
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    progress = patient()
    for line in ("early", "late", "soon after", "later"):
        progress(line)
    assert capsys.readouterr().err == "late\nlater\n"
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False)
    monkeypatch.setattr(time, "monotonic", lambda: 100.0)
    progress("to a file")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            ModuleNotFoundError("x", name="pandas"),
            "the Python package 'pandas' is not installed here; run: make install",
        ),
        (PermissionError(13, "Permission denied", "a.csv"), "a.csv: Permission denied"),
        (OSError("disk"), "disk"),
    ],
)
def test_what_the_machine_refuses_is_one_line(monkeypatch, capsys, error, said):
    def refuse(folder, progress):
        raise error

    monkeypatch.setattr("wsis20.commands.check.examine", refuse)
    assert commands.main(["check"]) == 1
    assert capsys.readouterr().err == f"wsis20: {said}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [", "CITATION.cff: this cannot be read"),
        ("title: x", "CITATION.cff: there is no 'authors'"),
        (
            "{title: x, authors: [{name: y}], version: 1.0.0, date-released: soon}",
            "date-released is 'soon'; expected YYYY-MM-DD",
        ),
        ("{title: x, authors: [], version: 1.0.0, date-released: 2026-01-01}", "authors is a list"),
        ("{title: x, authors: [{name: y}], version: 1.0, date-released: 2026-01-01}", "version is 1.0"),
        ("title: x\ntitle: y", "a key stands twice"),
        ("date: 2024-99-99", "this cannot be read"),
        ("- x", "no list of keys and values"),
        ("&a [*a]", "no list of keys and values"),
    ],
)
def test_a_citation_file_that_cannot_be_used_is_refused_by_name(monkeypatch, tmp_path, text, said):
    (tmp_path / "CITATION.cff").write_text(text)
    monkeypatch.setattr(project, "ROOT", tmp_path)
    project.citation.cache_clear()
    with pytest.raises(Refusal, match=re.escape(said)):
        project.citation()
    project.citation.cache_clear()


def test_title_author_and_version_are_the_same_everywhere():
    config = yaml.safe_load((project.ROOT / "_config.yml").read_text("utf-8"))
    package = datapackage.read_descriptor()
    build = tomllib.loads((project.ROOT / "pyproject.toml").read_text("utf-8"))
    (author,) = project.citation()["authors"]
    assert config["title"] == package["title"] == project.citation()["title"]
    assert config["author"] == package["contributors"][0]["title"] == author["name"]
    assert package["version"] == build["project"]["version"] == project.version()


def test_a_python_without_the_packages_says_what_to_run():
    code = "import sys; sys.modules['yaml'] = None; sys.argv = ['wsis20', 'check']; import wsis20.__main__"
    environment = {**os.environ, "PYTHONPATH": str(project.ROOT / "notebooks")}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "wsis20: the Python package 'yaml' is not installed here; run: make install\n"
