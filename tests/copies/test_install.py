"""Installing: the locks are closed, and what is installed is what they say, whatever an index holds by now."""

from __future__ import annotations

import base64
import functools
import hashlib
import http.server
import importlib.metadata
import itertools
import os
import re
import subprocess
import sys
import threading
import tomllib
import zipfile

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from wsis20 import environment, project

import install

LOCKS = [install.BOOK, install.TESTS]
CHOSEN = [lock.with_suffix(".txt") for lock in LOCKS]
SYSTEMS = {
    "Linux x86_64": ("posix", "linux"),
    "Linux aarch64": ("posix", "linux"),
    "Darwin arm64": ("posix", "darwin"),
    "Darwin x86_64": ("posix", "darwin"),
    "Windows AMD64": ("nt", "win32"),
}
# What packages require that are locked, but for other systems than this one may be: their metadata is not here.
ELSEWHERE: dict[str, list[str]] = {"appnope": [], "colorama": [], "pexpect": ["ptyprocess>=0.5"], "ptyprocess": []}


def chosen(path) -> list[Requirement]:
    lines = [line.partition(" #")[0] for line in path.read_text("utf-8").splitlines()]
    return [Requirement(line) for line in lines if line and line[0] not in "#-"]


def platform(python: str, system: str) -> dict[str, str]:
    os_name, sys_platform = SYSTEMS[system]
    name, machine = system.split()
    return {
        "os_name": os_name,
        "sys_platform": sys_platform,
        "platform_system": name,
        "platform_machine": machine,
        "platform_release": "",
        "platform_version": "",
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "implementation_version": f"{python}.0",
        "platform_python_implementation": "CPython",
    }


def required(name: str) -> list[Requirement]:
    """Return the requirements of a locked package: metadata says the same for every Python, with markers."""
    try:
        lines = importlib.metadata.requires(name) or []
    except importlib.metadata.PackageNotFoundError:
        lines = ELSEWHERE[name]
    return [Requirement(line) for line in lines]


def unmet(locked: dict[str, str], wanted: list[Requirement], target: dict[str, str]) -> list[str]:
    """Return the requirements, followed with their extras, that the locked versions do not meet on a platform."""
    found, seen = [], set()
    todo = [(name, "") for name in locked]
    todo += [(canonicalize_name(r.name), extra) for r in wanted for extra in r.extras]
    while todo:
        name, extra = todo.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        for requirement in required(name):
            if requirement.marker and not requirement.marker.evaluate({**target, "extra": extra}):
                continue
            needed = canonicalize_name(requirement.name)
            if needed not in locked or not requirement.specifier.contains(locked[needed], prereleases=True):
                found.append(f"{name}[{extra}] requires {requirement}")
            else:
                todo += [(needed, more) for more in ("", *requirement.extras)]
    return found


@pytest.mark.parametrize(("python", "system"), list(itertools.product(install.SUPPORTED, SYSTEMS)))
@pytest.mark.parametrize("index", [0, 1])
def test_a_lock_meets_every_requirement_of_what_it_locks(python, system, index):
    target = platform(python, system)
    locked = dict(environment.locked(LOCKS[index], target))
    assert len(locked) > (100, 15)[index]
    assert {canonicalize_name(r.name) for r in chosen(CHOSEN[index])} <= set(locked)
    assert unmet(locked, chosen(CHOSEN[index]), target) == []


def test_what_a_lock_lacks_is_found_through_extras_and_markers(monkeypatch):
    metadata = {
        "wanting": ['wanted[more]>=1 ; sys_platform == "linux"', 'other ; extra == "never"'],
        "wanted": ['detail>=2 ; extra == "more"'],
        "detail": [],
    }
    monkeypatch.setattr(sys.modules[__name__], "required", lambda name: [Requirement(r) for r in metadata[name]])
    locked = {"wanting": "1", "wanted": "1", "detail": "1"}
    assert unmet(locked, [], platform("3.11", "Darwin arm64")) == []
    assert unmet(locked, [], platform("3.11", "Linux x86_64")) == ['wanted[more] requires detail>=2; extra == "more"']
    assert len(unmet({"wanting": "1"}, [], platform("3.11", "Linux x86_64"))) == 1


@pytest.mark.parametrize("python", install.SUPPORTED)
def test_what_is_locked_admits_every_supported_python(python):
    installed = {
        canonicalize_name(d.name): d.metadata.get("Requires-Python") for d in importlib.metadata.distributions()
    }
    names = {name for lock in LOCKS for name, _ in environment.locked(lock)}
    refusing = {name: installed[name] for name in names if not SpecifierSet(installed[name] or "").contains(python)}
    # Debian 12 has 3.11.2: the first release of a line need not be supported, its later ones are
    assert {n: r for n, r in refusing.items() if not SpecifierSet(r).contains(f"{python}.2")} == {}
    assert names <= set(installed)


@pytest.mark.parametrize("lock", [*LOCKS, install.INSTALLER], ids=lambda path: path.name)
def test_every_line_of_a_lock_is_one_version_with_hashes(lock):
    entries = re.split(r"\n(?=\S)", lock.read_text("utf-8").replace("\\\n", "").strip())
    entries = [entry for entry in entries if not entry.startswith("#")]
    assert entries
    for entry in entries:
        assert re.fullmatch(r"[a-z0-9-]+==[0-9a-z.]+( ;[^#]+?)?( +--hash=sha256:[0-9a-f]{64})+", entry), entry[:60]


def test_the_locks_agree():
    def entries(lock):
        found = re.findall(r"^([a-z0-9-]+)(==(?:.+\\\n)+.+)", lock.read_text("utf-8"), re.MULTILINE)
        # where a package is wanted can differ: by the tests everywhere, by the book on some systems
        return {name: re.sub(r" ; [^\\]+", " ", entry) for name, entry in found}

    book, tests = map(entries, LOCKS)
    assert {"coverage", "pytest"} <= set(book) & set(tests)
    assert {name for name in set(book) & set(tests) if book[name] != tests[name]} == set()
    assert {"playwright", "ruff"} <= set(tests) - set(book)
    assert set(entries(install.INSTALLER)) == {"uv"}


def test_supported_pythons_are_the_same_everywhere():
    needed = tomllib.loads((project.ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    tried = [f"3.{minor}" for minor in range(6, 20)]
    assert [python for python in tried if SpecifierSet(needed).contains(python)] == install.SUPPORTED
    said = f"Python {', '.join(install.SUPPORTED[:-1])} or {install.SUPPORTED[-1]}"
    for name, words in {"README.md": said, "book/rerun.md": said.replace(" or ", " and ")}.items():
        assert words in " ".join((project.ROOT / name).read_text("utf-8").split())


# An index that moves on


def wheel(folder, name, version, requires=(), tag="py3-none-any") -> str:
    """Write a wheel with an empty module into the folder of its name; return its line in a lock."""
    path = folder / name / f"{name}-{version}-{tag}.whl"
    path.parent.mkdir(parents=True, exist_ok=True)
    info = f"{name}-{version}.dist-info"
    fields = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    fields += [f"Provides-Extra: {extra}" for extra in re.findall(r"extra == '(\w+)'", " ".join(requires))]
    fields += [f"Requires-Dist: {requirement}" for requirement in requires]
    members = {
        f"{name}.py": "",
        f"{info}/METADATA": "\n".join(fields) + "\n",
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: {tag}\n",
    }
    record = [
        f"{member},sha256={base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b'=').decode()},{len(text)}"
        for member, text in members.items()
    ]
    members[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,"]) + "\n"
    with zipfile.ZipFile(path, "w") as file:
        for member, text in members.items():
            file.writestr(member, text)
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serve a folder of folders, which is an index."""

    def log_message(self, *words) -> None:
        """Say nothing."""


@pytest.fixture
def index(tmp_path, monkeypatch):
    """Serve an index as the only one that pip and uv know; return its folder."""
    folder = tmp_path / "index"
    folder.mkdir()
    for name in [name for name in os.environ if name.startswith(("PIP_", "UV_"))]:
        monkeypatch.delenv(name)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        for name, value in {
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_INDEX_URL": address,
            "PIP_NO_CACHE_DIR": "1",
            "UV_NO_CONFIG": "1",
            "UV_DEFAULT_INDEX": address,
            "UV_CACHE_DIR": str(tmp_path / "cache"),
            "NO_PROXY": "127.0.0.1",
        }.items():
            monkeypatch.setenv(name, value)
        yield folder
        server.shutdown()


@pytest.fixture
def trap(index, tmp_path):
    """Fill the index with a newer release of a package that another one wants with an extra; return a lock."""
    lines = [
        wheel(index, "wanted", "1.0", ["detail>=1 ; extra == 'more'"]),
        wheel(index, "detail", "1.0"),
        wheel(index, "wanting", "1.0", ["wanted[more]>=1.0"]),
    ]
    wheel(index, "wanted", "2.0", ["detail>=1 ; extra == 'more'"])
    wheel(index, "detail", "2.0")
    lock = tmp_path / "tiny.lock"
    lock.write_text("".join(lines))
    return lock


@pytest.fixture
def target(tmp_path, monkeypatch):
    """Let the installer work on an empty environment; return how to list what it puts there, but for pip."""
    folder = tmp_path / "blank and 'apostrophe' and ü"
    subprocess.run([sys.executable, "-I", "-m", "venv", "--without-pip", folder], check=True)
    python = folder / install.PYTHON.relative_to(install.VENV)
    monkeypatch.setattr(install, "PYTHON", python)
    monkeypatch.setattr(install, "VENV", folder)
    code = (
        "import importlib.metadata as m; print(*sorted(f'{d.name} {d.version}' for d in m.distributions() "
        "if d.name not in ('pip', 'setuptools')), sep=', ')"
    )
    return lambda: install.run([python, "-I", "-c", code]).stdout.strip()


@pytest.fixture(params=["uv", "pip"])
def tool(request, target, monkeypatch, tmp_path):
    """Install with the uv of the environment of the tests or, as where it cannot be had, with pip."""
    uv = install.uv
    if request.param == "uv":
        pytest.importorskip("uv")
        monkeypatch.setattr(install, "uv", lambda command: [sys.executable, *uv(command)[1:]])
        monkeypatch.setattr(install, "INSTALLER", tmp_path / "nothing.lock")  # it is there already
        install.INSTALLER.touch()
    return request.param


def test_an_index_with_newer_releases_changes_nothing(trap, tool, target, capsys):
    resolved = trap.parent / "resolved"
    install.run([*install.pip("install"), "--target", resolved, "wanting"])
    assert {path.name for path in resolved.glob("wanted-*")} == {"wanted-2.0.dist-info"}, "the index has moved on"
    install.take(trap)
    assert target() == "detail 1.0, wanted 1.0, wanting 1.0"
    assert ("pip does it" in capsys.readouterr().out) == (tool == "pip")
    # kernels keep nothing, and may be all that imports a module: it would be compiled each time
    assert list(install.VENV.rglob("wanted.*.pyc"))


@pytest.mark.parametrize(
    ("has", "way"),
    [({"lent"}, "lent"), ({"own"}, "own"), ({"ensurepip"}, "own"), (set(), None)],
    ids=["lent", "own", "made", "none"],
)
def test_pip_is_that_of_this_python_or_else_one_of_the_environment(checkout, monkeypatch, has, way):
    def run(command):
        checkout.append(command)
        name = "lent" if "--python" in command else "ensurepip" if "ensurepip" in command else "own"
        return subprocess.CompletedProcess(command, int(name not in has), "", "")

    monkeypatch.setattr(install, "run", run)
    if way:
        command = install.pip("install")
        assert command[:1] == [sys.executable if way == "lent" else install.PYTHON]
        assert ("--python" in command) == (way == "lent")
        assert any("ensurepip" in step for step in checkout) == ("ensurepip" in has)
    else:
        with pytest.raises(install.Refusal, match="neither pip nor ensurepip; install one of them"):
            install.pip("install")


@pytest.mark.parametrize("tool", ["uv"], indirect=True)
def test_a_cache_that_cannot_be_used_is_left_out(trap, tool, target, monkeypatch, tmp_path, capsys):
    (tmp_path / "file").touch()
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "file" / "cache"))
    install.take(trap)
    assert target() == "detail 1.0, wanted 1.0, wanting 1.0"
    assert capsys.readouterr().out == ""


def test_another_file_than_the_locked_one_is_refused(trap, tool, target, index):
    wheel(index, "wanted", "1.0", ["detail>=1 ; extra == 'more'", "something-else"])
    with pytest.raises(install.Refusal, match=r"(?i)hash"):
        install.take(trap)
    assert "wanted" not in target()


def test_a_missing_wheel_is_refused_by_name(trap, tool, target, index, monkeypatch):
    trap.write_text(trap.read_text() + wheel(index, "odd", "3.1", tag="cp311-cp311-plan9_mips"))
    (index / "odd" / "odd-3.1.tar.gz").write_bytes(b"sources, which nobody builds here")
    with pytest.raises(install.Refusal) as refused:
        install.take(trap)
    said = str(refused.value)
    assert said.startswith(f"the index has no wheel of odd 3.1 for Python {install.RUNNING} on ")
    assert "take one of these" in said
    assert "\n" not in said


# What counts as installed


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """Let the installer work in a folder with nothing but lock files; return the steps that it takes."""
    steps = []
    for name in ("BOOK", "TESTS", "INSTALLER"):
        path = tmp_path / getattr(install, name).relative_to(install.ROOT)
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
        monkeypatch.setattr(install, name, path)
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(install, "PYTHON", tmp_path / ".venv" / "python")

    def run(command):
        if "venv" in command:
            (tmp_path / ".venv").mkdir(exist_ok=True)
            install.PYTHON.touch()
        steps.append([str(word) for word in command])
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(install, "run", run)
    return steps


def done() -> list[str]:
    return sorted(path.name for path in install.VENV.glob("installed*"))


def test_what_is_installed_is_not_installed_again(checkout):
    assert install.main([]) == 0
    assert done() == ["installed"]
    del checkout[:]
    assert install.main([]) == 0
    assert len(checkout) == 1, "only whether the environment works is asked"
    assert install.main(["--tests"]) == 0
    assert done() == ["installed", "installed-tests"]
    assert not any("venv" in step for step in checkout), "the tests add to what is there"
    install.TESTS.write_text("changed")
    del checkout[:]
    assert install.main([]) == 0
    assert len(checkout) == 1, "the book does not depend on what the tests need"
    install.BOOK.write_text("changed")
    assert install.main([]) == 0
    assert done() == ["installed"]


def test_an_installation_that_stops_anywhere_does_not_count(checkout, monkeypatch):
    assert install.main(["--tests"]) == 0
    steps, works = len(checkout), install.run
    assert steps > 6
    for stop in range(steps):
        install.BOOK.write_text(f"changed {stop}")
        count = itertools.count()

        def interrupted(command, stop=stop, count=count):
            if next(count) == stop:
                raise KeyboardInterrupt
            return works(command)

        monkeypatch.setattr(install, "run", interrupted)
        assert install.main(["--tests"]) == 130
        assert not install.installed(install.BOOK)
        assert not install.installed(install.TESTS)


def test_two_at_once_wait_for_each_other(checkout):
    fcntl = pytest.importorskip("fcntl")
    with install.BOOK.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        second = threading.Thread(target=install.main, args=([],))
        second.start()
        second.join(0.3)
        assert second.is_alive()
        assert checkout == []
    second.join(10)
    assert done() == ["installed"]


def test_an_environment_that_was_changed_or_whose_python_went_does_not_count(checkout, monkeypatch):
    assert install.main([]) == 0
    assert install.installed(install.BOOK)
    monkeypatch.setattr(install, "run", lambda command: subprocess.CompletedProcess(command, 1, "", ""))
    assert not install.installed(install.BOOK)


def test_a_changed_environment_is_made_anew(checkout, monkeypatch):
    assert install.main([]) == 0
    works = install.run
    answers = iter([1])

    def changed(command):
        done = works(command)
        asked = command == install.differences(install.BOOK)
        return subprocess.CompletedProcess(command, next(answers, 0), "", "") if asked else done

    monkeypatch.setattr(install, "run", changed)
    del checkout[:]
    assert install.main([]) == 0
    assert any("venv" in step for step in checkout)


def test_what_does_not_fit_together_is_refused(checkout, monkeypatch, capsys):
    works = install.run

    def unfit(command):
        done = works(command)
        return subprocess.CompletedProcess(command, 1, "a 1 requires b", "") if "check" in command else done

    monkeypatch.setattr(install, "run", unfit)
    assert install.main([]) == 1
    assert capsys.readouterr().err == "install: what was installed is not what the locks say: a 1 requires b\n"
    assert done() == []


@pytest.mark.parametrize("here", [True, False])
def test_a_python_that_is_not_supported_is_told_what_to_do(checkout, monkeypatch, capsys, here):
    monkeypatch.setattr(install, "RUNNING", "3.10")
    monkeypatch.setattr(install.shutil, "which", lambda name: name if here and name == "python3.12" else None)
    assert install.main([]) == 1
    said = capsys.readouterr().err
    assert said.startswith("install: Python 3.11, 3.12, 3.13 or 3.14 is needed, this is 3.10; ")
    assert ("make PYTHON=python3.12 book" in said) == here
    assert said.count("\n") == 1


def test_what_a_person_set_for_other_projects_is_left_out(monkeypatch):
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    monkeypatch.setenv("UV_CONSTRAINT", "/elsewhere")
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example")
    code = "import os; print(*sorted(n for n in os.environ if n in ('PIP_TARGET', 'UV_CONSTRAINT', 'PIP_INDEX_URL')))"
    assert install.run([sys.executable, "-c", code]).stdout.split() == ["PIP_INDEX_URL"]
