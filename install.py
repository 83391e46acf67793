"""Create ``.venv`` from the lock files: ``python3 install.py``, with ``--tests`` also what the tests need.

The locks are the whole closure and taken as they are: nothing is resolved, so that no newer release in an index can
change or stop an installation. uv does it in seconds; pip is the way back where uv cannot be had or cannot run.
Only the standard library is used, and no syntax that a Python which is refused could not read.
"""

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
BOOK, TESTS, INSTALLER = (ROOT / name for name in ("requirements.lock", "tests/requirements.lock", "installer.lock"))
RUNNING = f"{sys.version_info[0]}.{sys.version_info[1]}"
SUPPORTED = ["3.11", "3.12", "3.13", "3.14"]
PLATFORMS = "Linux (x86-64 or ARM, glibc 2.28 or later), macOS 15 or later (Apple silicon) and Windows (x86-64)"

# As they are, checked, from wheels: the one way in which anything is installed, with uv and with pip.
AS_LOCKED = ["--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:", "--requirement"]
# What a person may have set for other projects, and would change here what is installed or where.
ALTERING = [
    *("CONSTRAINT", "BUILD_CONSTRAINT", "OVERRIDE", "EXCLUDE", "EXCLUDE_NEWER", "REQUIREMENT", "EDITABLE", "GROUP"),
    *("TARGET", "PREFIX", "ROOT", "USER", "PYTHON", "SYSTEM_PYTHON", "PLATFORM", "REQUIRE_VIRTUALENV", "DRY_RUN"),
    *("NO_INDEX", "NO_DEPS", "NO_BINARY", "NO_BUILD", "ONLY_BINARY", "NO_VERIFY_HASHES"),
]


class Refusal(Exception):  # noqa: N818 - it is no error of the program
    """What a person can put right, in one line."""


def main(words):
    """Install what is not installed yet; return the exit code: 0, 1 with one line, 130 when interrupted."""
    if set(words) - {"--tests"}:
        print("usage: install.py [--tests]", file=sys.stderr)
        return 2
    try:
        with alone():
            install([BOOK, TESTS] if words else [BOOK])
    except Refusal as refusal:
        print(f"install: {refusal}", file=sys.stderr)
    except OSError as error:
        print(f"install: {error.filename or VENV}: {error.strerror}", file=sys.stderr)
    except KeyboardInterrupt:
        print("install: interrupted; the next command begins again", file=sys.stderr)
        return 130
    else:
        return 0
    return 1


@contextlib.contextmanager
def alone():
    """Wait until no other installation runs in this checkout, where the system can lock files."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with BOOK.open() as file:
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def install(locks):
    """Install those of the locks that are not installed; raise `Refusal` when that cannot be done."""
    missing = [lock for lock in locks if not installed(lock)]
    if not missing:
        return
    if BOOK in missing:
        create()
        missing = locks
    for lock in missing:
        print(f"Installing {lock.relative_to(ROOT)} into .venv, once", flush=True)
        take(lock)
    if BOOK in missing:
        project()
    consistent(missing)
    for lock in missing:
        stamp(lock).write_text(state(lock))


def stamp(lock):
    """Return the file that says that a lock is installed; it is written last."""
    return VENV / ("installed" if lock == BOOK else "installed-tests")


def state(lock):
    """Return the SHA-256 of all that an installation depends on; with the folder, as an environment cannot be moved."""
    digest = hashlib.sha256(os.fsencode(ROOT))
    for path in (BOOK, lock, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def installed(lock):
    """Say whether a lock is installed, and nothing was changed since, neither packages nor the Python below them."""
    if not stamp(lock).is_file() or stamp(lock).read_text() != state(lock) or not PYTHON.exists():
        return False
    return run(differences(lock)).returncode == 0


def differences(*locks):
    """Return the command that fails, and says why, when what is installed is not what the locks say."""
    code = (
        "import sys, pathlib; from wsis20 import environment; "
        "sys.exit('; '.join(d for path in sys.argv[1:] for d in environment.differences(pathlib.Path(path))) or 0)"
    )
    return [PYTHON, "-I", "-c", code, *locks]


def create():
    """Create an empty environment in place of what is there."""
    if RUNNING not in SUPPORTED:
        raise Refusal(unsupported())
    for lock in (BOOK, TESTS):
        with contextlib.suppress(FileNotFoundError):
            stamp(lock).unlink()
    made = run([sys.executable, "-I", "-m", "venv", "--clear", "--without-pip", VENV])
    if made.returncode:
        said = " ".join((made.stdout + made.stderr).split())
        raise Refusal(f"no environment could be made: {said}")


def unsupported():
    """Return what to do where this Python is not supported: take one that is here, or install one."""
    versions = f"{', '.join(SUPPORTED[:-1])} or {SUPPORTED[-1]}"
    said = f"Python {versions} is needed, this is {RUNNING}"
    for name in (f"python{version}" for version in reversed(SUPPORTED)):
        if shutil.which(name) and run([name, "-c", "import venv, ensurepip"]).returncode == 0:
            return f"{said}; there is one here, run: make PYTHON={name} book"
    return (
        f"{said}; install one, such as python3.13 (with venv) from your distribution or from python.org, "
        "and run: make PYTHON=python3.13 book"
    )


def take(lock):
    """Install a lock as it is; raise `Refusal` with what is missing when it cannot be installed."""
    tried = run([*pip("install"), *AS_LOCKED, INSTALLER])
    if tried.returncode == 0:
        for cache in ([], ["--no-cache"]):  # the second for a cache that cannot be written or is broken
            tried = run([*uv("install"), "--compile-bytecode", *cache, *AS_LOCKED, lock])
            if tried.returncode == 0:
                return
            if lacking(tried.stderr):
                raise Refusal(lacking(tried.stderr))
    print(f"uv cannot be used here ({last(tried.stderr)}); pip does it, in minutes", flush=True)
    tried = run([*pip("install"), *AS_LOCKED, lock])
    if tried.returncode:
        raise Refusal(lacking(tried.stderr) or f"pip: {last(tried.stderr)}")


def uv(command):
    """Return how a command of uv, which is in the environment, is run for it."""
    return [PYTHON, "-I", "-m", "uv", "--system-certs", "pip", command, "--python", PYTHON]


def pip(command):
    """Return how a command of pip is run for the environment; raise `Refusal` when there is no pip.

    The environment has none of its own, as making one takes longer than installing all the rest: that of the Python
    which runs this is taken (pip 22.3 or later can do so), and only where it cannot be, one is made.
    """
    way, own = [sys.executable, "-I", "-m", "pip", "--python", PYTHON], [PYTHON, "-I", "-m", "pip"]
    if run([*way, "--version"]).returncode:
        way = own
        if run([*own, "--version"]).returncode and run([PYTHON, "-I", "-m", "ensurepip"]).returncode:
            raise Refusal(
                f"{sys.executable} has neither pip nor ensurepip; install one of them "
                "(on Debian and Ubuntu: apt install python3-venv), and run the same command again"
            )
    return [*way, "--disable-pip-version-check", "--no-input", command]


def project():
    """Install this project itself, to be edited, without an index: what builds it is in the lock."""
    editable = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--editable", ROOT]
    tried = run([*uv("install"), *editable])
    if tried.returncode:
        tried = run([*pip("install"), *editable])
    if tried.returncode:
        raise Refusal(f"the library wsis20 could not be installed: {last(tried.stderr)}")


def consistent(locks):
    """Raise `Refusal` when what is installed is not what the locks say, or does not fit together."""
    tried = run(uv("check"))
    if tried.returncode:  # there may be no uv; pip says what does not fit in a form that is known
        tried = run(pip("check"))
    if tried.returncode == 0:
        tried = run(differences(*locks))
    if tried.returncode:
        said = "; ".join((tried.stdout + tried.stderr).splitlines())
        raise Refusal(f"what was installed is not what the locks say: {said}")


def lacking(said):
    """Return what to do when uv or pip said that there is no wheel of a locked package, the empty string otherwise."""
    found = re.search(r"Because (\S+?)==(\S+) has no (?:usable )?wheels", said)
    if not found and "Retrying (" not in said:
        found = re.search(r"No matching distribution found for (\S+?)==(\S+)", said)
    if not found:
        return ""
    name, version = found.groups()
    return (
        f"the index has no wheel of {name} {version} for Python {RUNNING} on {sysconfig.get_platform()}; there are "
        f"wheels of all that is locked for Python {SUPPORTED[0]} to {SUPPORTED[-1]} on {PLATFORMS}: take one of these"
    )


def last(said):
    """Return the line of an error that says most: the last that names a cause or an error, otherwise the last."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith(("ERROR:", "error:", "cause:"))]
    return (telling or lines or ["it said nothing"])[-1]


def run(command):
    """Run a command without what would alter it; return what it printed, as text, and its exit code."""
    altering = {f"{tool}_{name}" for tool in ("PIP", "UV") for name in ALTERING}
    variables = {name: value for name, value in os.environ.items() if name not in altering}
    return subprocess.run(  # noqa: UP022 - in words that Python 3.6 knows
        [str(word) for word in command],
        cwd=str(ROOT),
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        universal_newlines=True,  # noqa: UP021
        errors="replace",
        check=False,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
