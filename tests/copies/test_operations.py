"""What a machine does to a command: another one at once, a kill, a file in the way, a terminal without accents."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import kills
import pytest
from wsis20 import __main__ as commands
from wsis20 import environment, lock, project, sandbox
from wsis20.commands.build import book, state
from wsis20.project import Refusal

HOLD = "from wsis20 import lock, project; import sys\nwith lock.held(): print('held', flush=True); sys.stdin.read()"


@pytest.fixture
def holder():
    """Give another process that holds the lock of this checkout."""
    variables = {**os.environ, "PYTHONPATH": str(project.NOTEBOOKS)}
    command = [sys.executable, "-c", HOLD]
    with subprocess.Popen(command, env=variables, stdin=-1, stdout=-1, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_command_waits_and_says_for_whom(holder):
    said = []

    def end_the_other(line):
        said.append(line)
        holder.kill()  # and a lock goes with whoever held it, however that one ended

    with lock.held(say=end_the_other):
        pass
    assert said == [f"waiting: another command works in this folder (process {holder.pid})"]


def test_programs_of_the_holder_do_not_wait(holder, monkeypatch):
    monkeypatch.setenv(lock.INHERITED, str(project.ROOT))
    assert lock.take() is None


def test_a_system_without_locks_is_no_hindrance(monkeypatch):
    monkeypatch.setattr(lock, "fcntl", None)
    with lock.held():
        pass


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Give a build folder of its own with an old book in it."""
    build = tmp_path / "_build"
    for name in ("html", "typst"):
        (build / name).mkdir(parents=True)
        (build / name / "product").write_text("old")
    monkeypatch.setattr(book, "BUILD", build)
    monkeypatch.setattr(state, "STATE", build / "wsis20.json")
    outputs = [
        state.Format(output.name, output.arguments, build / output.product.parent.name / "product")
        for output in state.FORMATS
    ]
    monkeypatch.setattr(state, "FORMATS", outputs)
    monkeypatch.setattr(state, "digest", lambda: "inputs")
    return build


def new_outputs(folder):
    """Put new outputs into a draft, complete; return it."""
    draft = folder / "draft-x"
    for output in state.FORMATS:
        product = book.drafted(output, draft)
        product.parent.mkdir(parents=True)
        product.write_text("new")
        product.chmod(0o600)
    return draft


def outputs(folder):
    """Return what stands in the build folder: the content of each output."""
    return {path.name: (path / "product").read_text() for path in folder.iterdir() if path.is_dir()}


class Killed(BaseException):
    """The end of a command at a step."""


@pytest.mark.parametrize("had", [("html", "typst"), ("typst",), ()])
@pytest.mark.parametrize("ends", ["in order", "by SIGKILL", "by SIGKILL, and again while it is put back"])
def test_whenever_a_build_ends_all_outputs_are_old_or_all_are_new(folder, monkeypatch, had, ends):
    for name in {"html", "typst"} - set(had):
        shutil.rmtree(folder / name)
    replace, steps = Path.replace, [0]

    def failing(self, target):
        steps[0] -= 1
        if steps[0] == 0:
            raise Killed
        return replace(self, target)

    seen = set()
    for step in range(1, 7):
        draft = new_outputs(folder)
        steps[0] = step
        with monkeypatch.context() as patch, contextlib.suppress(Killed):
            patch.setattr(Path, "replace", failing)
            book.put_in_place(draft)
        if ends == "in order":
            book.discard(draft)
        elif ends.endswith("back"):
            steps[0] = 2
            with monkeypatch.context() as patch, contextlib.suppress(Killed):
                patch.setattr(Path, "replace", failing)
                book.recover()
        book.recover()
        found = outputs(folder)
        assert found in (dict.fromkeys(had, "old"), dict.fromkeys(("html", "typst"), "new"))
        seen.add(str(found))
        if "new" in found.values():
            break
    assert len(seen) == 2


def test_a_book_that_was_changed_after_the_build_is_not_up_to_date(folder):
    state.remember("inputs")
    assert state.up_to_date()
    page = folder / "html" / "page.html"
    page.write_text("more")
    assert not state.up_to_date()
    page.unlink()
    assert state.up_to_date()
    (folder / "html" / "product").write_text("changed")
    assert not state.up_to_date()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "7", '{"inputs": "inputs"}', '{"inputs": 7, "products": []}', "\ufeff{}"]
)
def test_a_state_that_is_not_ours_is_no_state(folder, text):
    state.STATE.write_text(text, encoding="utf-8")
    assert not state.up_to_date()


@pytest.mark.parametrize("name", ["html", "typst"])
@pytest.mark.parametrize("kind", ["link", "file"])
def test_what_is_in_the_way_is_refused_by_name(folder, tmp_path, name, kind):
    (folder / name).rename(tmp_path / "elsewhere")
    if kind == "link":
        (folder / name).symlink_to(tmp_path / "elsewhere")
    else:
        (folder / name).write_text("x")
    with pytest.raises(Refusal, match=f"_build/{name}: this is a {kind}, and the book would take its place"):
        book.refuse_occupied()


def test_a_build_folder_that_is_none_is_refused(folder, tmp_path):
    folder.rename(tmp_path / "other")
    folder.symlink_to(tmp_path / "other")
    book.refuse_occupied()  # a link to a folder is one
    folder.unlink()
    folder.symlink_to(tmp_path / "gone")
    with pytest.raises(Refusal, match="_build: the link leads nowhere"):
        book.refuse_occupied()
    folder.unlink()
    folder.touch()
    with pytest.raises(Refusal, match="_build: this is a file"):
        book.refuse_occupied()


def test_everybody_can_read_the_book_whatever_the_umask(folder):
    (folder / "html").chmod(0o700)
    (folder / "html" / "product").chmod(0o600)
    book.make_readable(folder / "html")
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (folder / "html", folder / "html" / "product")]
    assert modes == [0o755, 0o644]


def test_what_was_found_right_is_looked_at_again_after_any_change_but_that_of_a_page(project_copy):
    code = "from wsis20.commands.build import book; print(book.apart_from_pages(), book.everything(), sep='|')"
    before = project_copy.run("-c", code).stdout.split("|")

    def changed():
        nonlocal before
        old, before = before, project_copy.run("-c", code).stdout.split("|")
        assert len(before) == 2
        return [one != other for one, other in zip(old, before, strict=True)]

    page = project_copy.root / "book" / "method.md"
    page.write_text(page.read_text("utf-8") + "More.\n", "utf-8")
    assert changed() == [False, True]
    regions = project_copy.package.path("regions")
    kept = regions.rename(project_copy.root / "kept.csv")
    regions.symlink_to(kept)  # a link to the same content
    assert changed() == [True, True]
    (project_copy.package.folder / "empty").mkdir()
    assert changed() == [True, True]
    (project_copy.root / "notebooks" / "wsis20" / "words.py").open("a", encoding="utf-8").write("# more\n")
    assert changed() == [True, True]
    page.rename(kept.with_name("method.md"))
    page.symlink_to(kept.with_name("method.md"))
    assert changed() == [False, True]
    (project_copy.root / "LICENSE").unlink()
    assert changed() == [False, True]


def test_an_edit_between_the_look_at_the_data_and_the_build_is_noticed(folder, monkeypatch):
    """The digest is taken before anything is looked at."""
    now = ["first"]
    monkeypatch.setattr(state, "digest", lambda: now[0])
    monkeypatch.setattr(book, "refuse_unfit", lambda: now.__setitem__(0, "edited"))

    def jupyter_book(formats, draft):
        for output in formats:
            product = book.drafted(output, draft)
            product.parent.mkdir(parents=True)
            product.write_text("new")

    monkeypatch.setattr(book, "jupyter_book", jupyter_book)
    with pytest.raises(Refusal, match="an input was changed during the build"):
        book.build()
    assert (folder / "html" / "product").read_text() == "old"


def test_what_runs_for_a_command_ends_with_it():
    """Killed with -9, the parent cannot end its child; the child follows by itself."""
    follow = "from wsis20.kernel import follow_parent; follow_parent(); "
    child = follow + "print('there', flush=True); import time; time.sleep(60)"
    parent = (
        "import os, subprocess, sys; p = subprocess.Popen([sys.executable, '-c', sys.argv[1]], stdout=-1, text=True,"
        " env={**os.environ, 'WSIS20_PARENT': str(os.getpid())}, start_new_session=True);"
        "p.stdout.readline(); print(p.pid, flush=True); p.wait()"
    )
    variables = {**os.environ, "PYTHONPATH": str(project.NOTEBOOKS)}
    with subprocess.Popen([sys.executable, "-c", parent, child], env=variables, stdout=-1, text=True) as process:
        number = int(process.stdout.readline())
        process.kill()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and alive(number):
        time.sleep(0.05)
    assert not alive(number)


def alive(number):
    """Return whether a process is there and not only waiting to be taken note of."""
    try:
        return kills.psutil.Process(number).status() != kills.psutil.STATUS_ZOMBIE
    except kills.psutil.NoSuchProcess:
        return False


def test_a_request_to_end_is_one_line_and_the_number_of_the_signal(monkeypatch, capsys):
    def ask(folder, progress):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)

    before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGHUP)}
    monkeypatch.setattr("wsis20.commands.check.examine", ask)
    try:
        assert commands.main(["check"]) == 128 + signal.SIGTERM
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
    assert capsys.readouterr().err == "wsis20: ended; what was there before is still there\n"


def test_a_terminal_that_knows_no_accents_gives_no_traceback(project_copy):
    project_copy.package.change("consultations", "astana-2024", end_date="2024-09-0é")
    done = project_copy.wsis20("check", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="POSIX")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "2024-09-0\\xe9" in done.stdout


def test_what_a_caller_set_does_not_reach_a_child(tmp_path):
    given = {"PYTHONOPTIMIZE": "2", "PYTHONSTARTUP": "x", "MATPLOTLIBRC": "x", "IPYTHONDIR": "x", "PATH": "/bin"}
    child = project.reproducible(given)
    assert child["PATH"] == "/bin"
    assert not {"PYTHONOPTIMIZE", "PYTHONSTARTUP", "MATPLOTLIBRC", "IPYTHONDIR"} & child.keys()
    assert child["PYTHONPATH"] == str(project.NOTEBOOKS)


@pytest.mark.parametrize("line", ["pandas", "pandas>=2", "==", "pandas==", "<<<<<<< ours", "a==1 ; nonsense", "\udcff"])
def test_a_line_of_the_lock_that_is_none_is_refused_by_number(tmp_path, line):
    path = tmp_path / "requirements.lock"
    path.write_bytes(b"yes==1\n" + line.encode("utf-8", "surrogateescape"))
    with pytest.raises(Refusal, match=r"requirements\.lock, line (2: |1: b'\\xff'; expected UTF-8)"):
        list(environment.locked(path))


@pytest.mark.parametrize("date", ["1969-12-31", "1970-01-01", "12026-01-01", "2026-02-30", "[]"])
def test_a_date_of_release_that_cannot_be_is_refused(tmp_path, monkeypatch, date):
    (tmp_path / "CITATION.cff").write_text(f"{{title: x, authors: [], version: 1, date-released: {date}}}")
    monkeypatch.setattr(project, "ROOT", tmp_path)
    project.citation.cache_clear()
    with pytest.raises(Refusal, match=r"CITATION\.cff"):
        project.citation()
    project.citation.cache_clear()


def test_what_a_killed_run_left_is_swept(tmp_path, monkeypatch):
    monkeypatch.setattr(sandbox, "BUILD", tmp_path / "_build")
    monkeypatch.setattr(sandbox, "NOTEBOOKS", tmp_path)
    (tmp_path / "_build" / "run-x" / "home").mkdir(parents=True)
    (tmp_path / "01-x.ipynb.part").touch()
    (tmp_path / "01-x.ipynb").touch()
    sandbox.sweep()
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["01-x.ipynb", "_build"]


@pytest.mark.parametrize(("name", "seconds"), [("SIGKILL", 3.0), ("SIGTERM", 3.0)])
@pytest.mark.parametrize("command", ["run --all", "build"])
def test_a_killed_command_leaves_what_was_there(project_copy, command, name, seconds):
    """A few of the moments of ``make kills``."""
    old = project_copy.root / "_build" / "html" / "index.html"
    old.parent.mkdir(parents=True)
    old.write_text("old")
    after = kills.state_after(project_copy, kills.Trial(command, name, False, seconds))
    assert kills.faults(after) == []
    assert after["ended"] in (-signal.SIGKILL, 128 + signal.SIGTERM)


def test_what_pages_include_is_an_input():
    """Else an edit of it would leave the old words in a book that is said to be up to date."""
    pages = sorted(project.BOOK.glob("*.md"))
    named = [(page, name) for page in pages for name in re.findall(r"\{include\} (\S+)", page.read_text("utf-8"))]
    assert len(named) > 1
    assert {(page.parent / name).resolve() for page, name in named} <= {path.resolve() for path in state.inputs()}


def test_new_outputs_take_their_places_readable(folder):
    draft = new_outputs(folder)
    book.put_in_place(draft)
    for name in ("html", "typst"):
        assert (folder / name / "product").read_text() == "new"
        assert stat.S_IMODE((folder / name / "product").stat().st_mode) == 0o644
