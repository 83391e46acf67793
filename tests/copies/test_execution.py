"""Running, tried out on copies of the project: all or nothing, at once when interrupted, the same bytes every time."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

import nbformat
import pytest
from jupyter_client.connect import LocalPortCache
from wsis20 import forkserver, freshness, project
from wsis20.commands.run import client, execution, tree
from wsis20.project import Refusal
from wsis20.tables import MIME

ELSEWHERE = {"TZ": "Pacific/Chatham", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "77"}


forking = pytest.mark.skipif(not forkserver.POSSIBLE, reason="a fork cannot be followed on this system")


def set_first_cell(copy, name, source):
    """Put code into the first code cell of a notebook."""
    path = copy.root / "notebooks" / f"{name}.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")["source"] = source
    path.write_text(json.dumps(notebook), encoding="utf-8")


def add_last_cell(copy, name, source):
    """Put code at the end of a notebook."""
    path = copy.root / "notebooks" / f"{name}.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    cell = {"cell_type": "code", "id": "last", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
    notebook["cells"].append(cell)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def strip_fingerprints(copy, names="*.ipynb"):
    for path in (copy.root / "notebooks").glob(names):
        notebook = json.loads(path.read_text("utf-8"))
        del notebook["metadata"]["wsis20"]
        path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def test_running_again_leaves_the_same_bytes(project_copy):
    before = project_copy.stored()
    strip_fingerprints(project_copy)
    ran = project_copy.run_once(**ELSEWHERE)  # once: it is compared with what is stored
    assert ran.returncode == 0, ran.stderr
    every = len(project.notebooks())
    assert f"({every} of {every})" in ran.stdout
    assert project_copy.stored() == before


def test_a_notebook_alone_has_a_kernel_of_its_own_which_shows_the_same(project_copy):
    before = project_copy.stored()
    strip_fingerprints(project_copy, "05-*.ipynb")
    without_server = "from wsis20.commands.run import execution; execution.serving = None; "
    ran = project_copy.run_once(without_server)
    assert ran.returncode == 0, ran.stderr
    assert project_copy.stored() == before


def test_a_failing_cell_fails_the_command_and_stores_nothing(project_copy):
    set_first_cell(project_copy, "02-regions", "1 / 0")
    strip_fingerprints(project_copy, "0[12]-*.ipynb")
    before = project_copy.stored()
    ran = project_copy.wsis20("run")
    assert ran.returncode == 1
    assert (
        "wsis20: 02-regions.ipynb: cell 2 (1 / 0) failed: ZeroDivisionError: division by zero; nothing was stored"
        in ran.stderr
    )
    assert "Traceback" not in ran.stderr
    assert project_copy.stored() == before
    assert not list((project_copy.root / "notebooks").glob("*.part"))


def test_nothing_is_stored_before_all_have_finished(project_copy):
    set_first_cell(project_copy, "02-regions", "import time\ntime.sleep(8)\n1 / 0")
    strip_fingerprints(project_copy, "0[12]-*.ipynb")
    before = project_copy.stored()
    ran = project_copy.wsis20("run")
    assert "ran 01-round.ipynb (1 of 2)" in ran.stdout
    assert ran.returncode == 1
    assert project_copy.stored() == before


def test_a_cell_that_changes_data_is_stopped(project_copy):
    spoil = "from pathlib import Path\nPath('../datapackage/data/regions.csv').open('a').write('\\n')"
    add_last_cell(project_copy, "03-voices", spoil)  # the quickest
    before = project_copy.stored()
    regions = project_copy.package.path("regions").read_bytes()
    ran = project_copy.wsis20("run")
    assert ran.returncode == 1
    assert "(from pathlib import Path) writes a file: " in ran.stderr
    assert project_copy.stored() == before
    assert project_copy.package.path("regions").read_bytes() == regions


def test_an_interrupted_run_ends_at_once_and_stores_nothing(project_copy):
    set_first_cell(project_copy, "02-regions", "import time\ntime.sleep(300)")
    before = project_copy.stored()
    variables = {**os.environ, "PYTHONPATH": str(project_copy.root / "notebooks"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "wsis20", "run"]
    with subprocess.Popen(command, cwd=project_copy.root, env=variables, stdout=-1, stderr=-1, text=True) as process:
        assert process.stdout.readline().startswith("running")
        time.sleep(4)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.endswith("wsis20: interrupted; what was there before is still there\n")
    assert project_copy.stored() == before


def small(folder, *sources, name="99-small"):
    """Write a notebook with these code cells; return its path."""
    cells = [nbformat.v4.new_code_cell(source, id=f"cell-{number}") for number, source in enumerate(sources)]
    path = folder / f"{name}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    with execution.fonts() as found:
        return found and shutil.copy(found, tmp_path_factory.mktemp("fonts"))


@pytest.fixture
def once(monkeypatch, listed):
    """Let each notebook run once, with one list of fonts for all tests: what is looked at comes of the first run."""
    monkeypatch.setattr(execution, "RUNS", 1)
    monkeypatch.setattr(execution, "fonts", lambda: contextlib.nullcontext(listed))


def test_what_differs_between_two_runs_is_refused(tmp_path):
    path = small(tmp_path, "1", "import random\nrandom.random()")
    with pytest.raises(Refusal, match=r"\(import random\) shows other things when it is run again: '0\."):
        execution.run([path])


def test_what_is_fresh_runs_once_and_twice_more_where_it_shows_other_things(tmp_path, monkeypatch):
    path, ran, once = small(tmp_path, "1 + 1"), [], execution.executed_once
    monkeypatch.setattr(execution, "executed_once", lambda path, *given: ran.append(path) or once(path, *given))
    execution.run([path])
    before, other = path.read_bytes(), json.loads(path.read_bytes())
    assert len(ran) == 2
    execution.run([path])
    assert len(ran) == 3
    assert path.read_bytes() == before
    other["cells"][0]["outputs"][0]["data"]["text/plain"] = ["3"]  # as if another machine had shown it
    other["metadata"]["wsis20"] = freshness.stamp(other)
    path.write_text(json.dumps(other), encoding="utf-8")
    execution.run([path])
    assert len(ran) == 6
    assert path.read_bytes() == before


def test_a_run_stores_outputs_and_digests(tmp_path):
    table = "Table('tab-x', 'Caption', pd.DataFrame({'a': ['1']}), [1])"
    path = small(tmp_path, "import pandas as pd\nfrom wsis20.tables import Table", table, "1 + 1")
    said = []
    execution.run([path], progress=said.append)
    assert said == ["ran 99-small.ipynb (1 of 1)"]
    notebook = freshness.read(path)
    assert freshness.stored(notebook) == freshness.stamp(notebook)
    assert [cell["execution_count"] for cell in notebook["cells"]] == [1, 2, 3]
    assert notebook["cells"][1]["outputs"][0]["data"][MIME]["rows"] == [["1"]]
    assert notebook["cells"][2]["outputs"][0]["data"] == {"text/plain": ["2"]}


CONNECT = """import socket
try:
    socket.create_connection(("192.0.2.1", 80), timeout=1)
except OSError:
    pass"""
MOVED_OUT = """import os, tempfile
_, inside = tempfile.mkstemp()
os.replace(inside, 'beside.txt')"""
LOOK_UP = "import socket\nsocket.getaddrinfo('host.invalid', 80)"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("1 / 0", "(1 / 0) failed: ZeroDivisionError: division by zero"),
        ("import os\nos._exit(1)", "(import os) ended its kernel"),
        ("while True:\n    pass", "(while True:) takes more than 2 seconds"),
        ("import warnings\nwarnings.warn('mind')", '(import warnings): writes to stderr: "line 2: UserWarning: mind'),
        ("print('words')", "(print('words')): writes to stdout: 'words'"),
        ("object()", "(object()): text/plain holds an address in memory"),
        ("import os\nos.getcwd()", "(import os): text/plain holds an absolute path"),
        ("open('beside.txt', 'w')", "(open('beside.txt', 'w')) writes a file: "),
        ("import os\nos.mkdir('beside')", "(import os) changes a file: "),
        (MOVED_OUT, "(import os, tempfile) changes a file: "),
        ("import sqlite3\nsqlite3.connect('beside.db')", "(import sqlite3) changes a file: "),
        ("open('/dev/shm/beside', 'w')", "(open('/dev/shm/beside', 'w')) writes a file: /dev/shm/beside"),
        ("import subprocess\nsubprocess.run(['true'])", "(import subprocess) starts another process: true"),
        ("import os\nos.system('true')", "(import os) starts another process: true"),
        (CONNECT, "(import socket) reaches the network: 192.0.2.1"),
        (LOOK_UP, "(import socket) reaches the network: host.invalid"),
        ("import matplotlib.pyplot as plt\nplt.plot([1]);", "): an output of the type 'image/png'"),
        ("from IPython.display import HTML\nHTML('<script>1</script>')", "): text/html holds the element <script>"),
        ("%time 1", "(%time 1): '%' is a command of IPython or of a shell; expected plain Python"),
    ],
)
def test_what_goes_wrong_is_said_by_cell_and_nothing_is_stored(tmp_path, once, source, said):
    path = small(tmp_path, "1", source)
    before = path.read_bytes()
    with pytest.raises(Refusal) as refused:
        execution.run([path], timeout=2 if "while" in source else 60)
    assert str(refused.value).startswith("99-small.ipynb: cell 2 (")
    assert said in str(refused.value)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@forking
@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("1 / 0", "(1 / 0) failed: ZeroDivisionError: division by zero"),
        ("import os\nos._exit(1)", "(import os) ended its kernel"),
        ("while True:\n    pass", "(while True:) takes more than 2 seconds"),
        ("hash(object())", "(hash(object())) shows other things when it is run again: '"),
        ("import numpy\nnumpy.random.rand()", "(import numpy) shows other things when it is run again: '0."),
        ("open('beside.txt', 'w')", "(open('beside.txt', 'w')) writes a file: "),
        ("import os\nos.fork()", "(import os) starts another process: "),
        (CONNECT, "(import socket) reaches the network: 192.0.2.1"),
    ],
)
def test_a_kernel_that_was_forked_may_do_no_more_than_another(tmp_path, monkeypatch, source, said):
    monkeypatch.setattr(execution, "RUNS", 2 if "again" in said else 1)
    paths = [small(tmp_path, "1", name="98-other"), small(tmp_path, "1", source)]
    before = [path.read_bytes() for path in paths]
    with pytest.raises(Refusal) as refused:
        execution.run(paths, timeout=2 if "while" in source else 60)
    assert str(refused.value).startswith("99-small.ipynb: cell 2 (")
    assert said in str(refused.value)
    assert [path.read_bytes() for path in paths] == before
    assert sorted(tmp_path.iterdir()) == paths
    assert not list(project.BUILD.glob("run-*"))


@forking
def test_a_kernel_that_was_forked_finds_what_another_would(tmp_path, once, monkeypatch):
    monkeypatch.setenv("PYTHONOPTIMIZE", "2")
    looks = (
        "import os, sys, tempfile, matplotlib",
        "sys.argv[0], sys.flags.optimize, os.getpgid(0) == os.getpid(), 'pandas' in globals(), sys.stdin.read()",
        "[os.path.samefile(os.environ['WSIS20_SANDBOX'], os.path.dirname(path)) for path in"
        " (tempfile.gettempdir(), os.environ['HOME'], os.environ['MPLCONFIGDIR'])], os.path.basename(os.getcwd())",
        "sorted(os.listdir(tempfile.gettempdir())), os.environ['WSIS20_PARENT'] == str(os.getppid())",
        "len(os.listdir(f'/proc/{os.getppid()}/task'))",  # threads of the server, which a fork would not have
    )
    paths = [small(tmp_path, *looks, name=name) for name in ("98-other", "99-small")]
    execution.run(paths)
    shown = [cell["outputs"][0]["data"]["text/plain"] for cell in freshness.read(paths[1])["cells"][1:]]
    assert shown == [
        ["('wsis20.kernel', 0, True, False, '')"],
        [f"([True, True, True], '{tmp_path.name}')"],
        ["([], True)"],
        ["1"],
    ]


def test_a_server_of_kernels_that_cannot_start_is_said_in_its_words(tmp_path, once, monkeypatch):
    monkeypatch.setattr(execution.forkserver, "POSSIBLE", True)
    monkeypatch.setattr(execution, "NOTEBOOKS", tmp_path)
    (tmp_path / "pandas.py").write_text("raise ImportError('no such thing')")
    with pytest.raises(Refusal, match=r"no kernel could be run: ImportError: no such thing; nothing was stored"):
        execution.run([small(tmp_path, "1", name="98-other"), small(tmp_path, "1")])


def test_a_port_that_another_program_took_is_left_to_it(tmp_path, once, monkeypatch):
    """Jupyter chooses a port before its kernel uses it."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        given = LocalPortCache.find_available_port
        taken = iter([other.getsockname()[1]])
        monkeypatch.setattr(LocalPortCache, "find_available_port", lambda *a: next(taken, None) or given(*a))
        path = small(tmp_path, "1 + 1")
        execution.run([path])
        assert freshness.read(path)["cells"][0]["outputs"]
        monkeypatch.setattr(LocalPortCache, "find_available_port", lambda *a: other.getsockname()[1])
        with pytest.raises(Refusal, match=r"no kernel could be run: .*in use"):
            execution.run([path])


def test_what_a_user_has_set_up_does_not_reach_a_notebook(tmp_path, once, monkeypatch):
    home = tmp_path / "home"
    for place in ("ipython/profile_default/startup", "config/matplotlib", "lib"):
        (home / place).mkdir(parents=True)
    (home / "ipython/profile_default/startup/00.py").write_text("started = True")
    (home / "config/matplotlib/matplotlibrc").write_text("figure.dpi: 17")
    (home / "lib/statistics.py").write_text("shadow = True")
    (home / "start.py").write_text("started = True")
    variables = {
        "HOME": home,
        "IPYTHONDIR": home / "ipython",
        "XDG_CONFIG_HOME": home / "config",
        "MATPLOTLIBRC": home / "config/matplotlib/matplotlibrc",
        "PYTHONPATH": home / "lib",
        "PYTHONSTARTUP": home / "start.py",
        "PYTHONOPTIMIZE": "2",
        "PYTHONWARNINGS": "error",
        "JUPYTER_PATH": home / "jupyter",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, str(value))
    looks = (
        "import sys, statistics, matplotlib",
        "'started' in globals(), hasattr(statistics, 'shadow'), matplotlib.rcParams['figure.dpi'] == 17",
        "sys.flags.optimize, sys.flags.no_user_site, sys.flags.utf8_mode",
        "assert False, 'asserts count'",
    )
    path = small(tmp_path, *looks)
    with pytest.raises(Refusal, match="AssertionError: asserts count"):
        execution.run([path])
    path = small(tmp_path, *looks[:-1])
    execution.run([path])
    shown = [cell["outputs"][0]["data"]["text/plain"] for cell in freshness.read(path)["cells"][1:]]
    assert shown == [["(False, False, False)"], ["(0, 1, 1)"]]


@pytest.mark.parametrize("home", ["", "/nonexistent"])
def test_no_home_is_needed(tmp_path, once, monkeypatch, home):
    monkeypatch.setenv("HOME", home)
    path = small(tmp_path, "1 + 1")
    execution.run([path])
    assert freshness.read(path)["cells"][0]["outputs"]


def test_a_notebook_may_write_where_it_is_thrown_away(tmp_path, once):
    path = small(tmp_path, "import tempfile\nwith tempfile.TemporaryFile() as file:\n    file.write(b'x')", "1")
    execution.run([path])
    assert list(tmp_path.iterdir()) == [path]
    assert not list(project.BUILD.glob("run-*"))


def test_outputs_that_come_late_are_not_left_out(tmp_path, once, monkeypatch):
    heard = client.Client._async_poll_output_msg

    async def late(self, *told):
        await asyncio.sleep(5)  # as on a machine that does much else; nbclient gives up after four
        return await heard(self, *told)

    monkeypatch.setattr(client.Client, "_async_poll_output_msg", late)
    path = small(tmp_path, "'late'")
    execution.run([path])
    (output,) = nbformat.read(path, as_version=4).cells[0].outputs
    assert output["data"]["text/plain"] == "'late'"


def test_a_file_that_is_changed_in_a_way_nobody_watches_is_noticed(tmp_path, once, monkeypatch):
    states = iter([{"book/a.md": (1, 1)}, {"book/a.md": (1, 2)}])
    monkeypatch.setattr(execution.tree, "snapshot", lambda: next(states))
    with pytest.raises(Refusal, match=r"book/a\.md: the file was changed while the notebooks ran; nothing was stored"):
        execution.run([small(tmp_path, "1")])


def test_snapshots_tell_what_was_added_changed_and_removed(tmp_path):
    for name in ("same", "changed", "removed"):
        (tmp_path / name).write_text(name)
    before = tree.snapshot(tmp_path)
    (tmp_path / "changed").write_text("other")
    (tmp_path / "removed").unlink()
    (tmp_path / "added").touch()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "x.pyc").touch()
    assert tree.differences(before, tree.snapshot(tmp_path)) == ["added", "changed", "removed"]


def test_a_notebook_that_is_changed_while_it_runs_is_not_replaced(tmp_path, once, monkeypatch):
    path = small(tmp_path, "1")
    run = execution.shown_twice

    def changed(*given):
        path.write_bytes(path.read_bytes() + b" ")
        return run(*given)

    monkeypatch.setattr(execution, "shown_twice", changed)
    with pytest.raises(Refusal, match=r"99-small\.ipynb: the notebook was changed while it ran"):
        execution.run([path])
    assert path.read_bytes().endswith(b" ")


def test_code_that_changes_while_a_notebook_runs_is_noticed(tmp_path, monkeypatch):
    path = small(tmp_path, "1")
    prints = iter("abcd")
    monkeypatch.setattr(freshness, "fingerprint", lambda notebook: next(prints))
    with pytest.raises(Refusal, match="code or data changed while it ran"):
        execution.run([path])


def test_a_full_disk_leaves_the_old_notebooks_and_no_draft(tmp_path, once, monkeypatch):
    first = small(tmp_path, "1")
    second = first.rename(tmp_path / "98-other.ipynb")
    first = small(tmp_path, "2")
    before = first.read_bytes(), second.read_bytes()
    write = nbformat.write

    def full(notebook, path):
        if path.name.startswith("98"):
            raise OSError(28, "No space left on device")
        write(notebook, path)

    monkeypatch.setattr(execution.nbformat, "write", full)
    with pytest.raises(OSError, match="No space left"):
        execution.run([first, second])
    assert (first.read_bytes(), second.read_bytes()) == before
    assert sorted(tmp_path.iterdir()) == sorted([second, first])
