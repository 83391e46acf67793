"""The commands: ``python -m wsis20 --help``."""

from __future__ import annotations

import argparse
import io
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from wsis20.characters import one_line, printable

try:
    from wsis20.project import ROOT, Refusal
except ModuleNotFoundError as missing:  # before there is anything that could say so
    sys.exit(f"wsis20: the Python package {missing.name!r} is not installed here; run: make install")

FILES = 4096  # open files, of which a kernel takes some fifty
TRACEBACK = "WSIS20_TRACEBACK"
FAULT_OF_THE_PROGRAM = "this is a fault of the program, not yours"


def check(arguments: argparse.Namespace) -> int:
    """Check the data package against its schemas and rules."""
    from wsis20 import checks
    from wsis20.checks import interface

    if getattr(arguments, "record", False):
        print("recorded the interface" if interface.record(arguments.package) else "The recorded interface was right.")
    examination = checks.examine(arguments.package)
    faults = examination.sorted_faults()
    for fault in faults:
        print(fault)
    if left_out := examination.left_out():
        print(printable(left_out), file=sys.stderr)
    if faults:
        print(f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'} in the data package", file=sys.stderr)
        return 1
    print("The data package is valid: files, schemas and rules.")
    return 0


def hash_files(arguments: argparse.Namespace) -> int:
    """Write the size and the SHA-256 of every data file into the descriptor."""
    from wsis20 import descriptor

    changed = descriptor.refresh(arguments.package)
    print("\n".join(f"updated {path}" for path in changed) or "Sizes and hashes were right; nothing was changed.")
    return 0


def describe(arguments: argparse.Namespace) -> int:
    """Write the README of the data package and the codebook from schemas and themes."""
    from wsis20 import checks, documentation

    checks.refuse_unsound(arguments.package)
    changed = documentation.write(arguments.package)
    print("\n".join(f"wrote {path}" for path in changed) or "The generated texts were right; nothing was written.")
    return 0


def agreement(arguments: argparse.Namespace) -> int:
    """Compute how far the two passes of coding agree, theme by theme."""
    from wsis20 import checks, coding, datapackage

    checks.refuse_unsound(arguments.package, rules=True)
    package = datapackage.load("codings", "messages", "themes", "traces", folder=arguments.package)
    messages = package["messages"]["message_id"]
    table = coding.agreement(package["codings"], messages, package["themes"]["theme_id"])
    print(table.to_string(index=False, float_format="{:.3f}".format))
    print(f"sets of themes, alpha with MASI distance: {coding.set_alpha(package['codings'], messages):.3f}")
    return 0


def verify(arguments: argparse.Namespace) -> int:
    """Look for every passage in the source texts of a folder."""
    from wsis20 import checks, datapackage, evidence

    checks.refuse_unsound(arguments.package)
    package = datapackage.load(folder=arguments.package)
    reports = evidence.verify(package, arguments.folder)
    for report in reports:
        print("\n".join(evidence.lines(report)))
    resolved, places = sum(r.resolved for r in reports), sum(r.places for r in reports)
    parts = f"{len(package['passages'])} passages and {len(package['exclusions'])} exclusions"
    print(f"{resolved} of {places} places resolve ({parts}).")
    return 0 if all(report.complete for report in reports) else 1


def run(arguments: argparse.Namespace) -> int:
    """Run the notebooks whose stored outputs are stale."""
    from wsis20 import lock

    with lock.held(say=say):
        return run_stale(arguments)


def run_stale(arguments: argparse.Namespace) -> int:
    """Run the notebooks whose stored outputs are stale, or all of them."""
    from wsis20 import environment, execution, freshness, notebook, values
    from wsis20.project import notebooks

    if not notebooks():
        raise Refusal("notebooks: there is no notebook")
    paths = notebooks() if arguments.all else freshness.stale()
    if not paths:
        print("All notebooks are fresh; nothing was run.")
        return 0
    differences = environment.differences()
    if differences:
        raise Refusal(
            f"this environment is not the one of requirements.lock: {'; '.join(differences)}. Run: make install"
        )
    print(f"running {len(paths)} of {len(notebooks())} notebooks")
    execution.run(paths, progress=say)
    outdated = [told for path in notebooks() for told in values.outdated(notebook.read(path))]
    if outdated:
        print("Sentences of the book that no longer hold, to be rewritten before it can be built:")
        print("\n".join(f"  {told}" for told in outdated))
    return 0


def build(arguments: argparse.Namespace) -> int:
    """Build the book as HTML and PDF."""
    from wsis20 import book, lock

    with lock.held(say=say):
        if book.up_to_date():
            print("Nothing to do: the book is up to date.")
        else:
            started = time.monotonic()
            if arguments.run and (check(arguments) or run_stale(argparse.Namespace(all=False))):
                return 1
            book.build(progress=say)
            print(f"The book is built, in {time.monotonic() - started:.0f} seconds.")
    for edition in book.EDITIONS:
        print(f"  {edition.name + ':':<6}{edition.product.relative_to(ROOT)}")
    return 0


def say(line: str) -> None:
    """Print a line at once, so that whoever waits sees it."""
    print(line, flush=True)


class Ended(BaseException):
    """The system asked the command to end (SIGTERM, SIGHUP); ``number`` is the signal."""

    def __init__(self, number: int) -> None:
        """Take the number of the signal."""
        self.number = number


def end_cleanly() -> None:
    """Let a request to end be an exception, as an interruption from the keyboard is: what was begun is cleared away."""

    def end(number: int, frame: object) -> None:
        signal.signal(number, signal.SIG_IGN)  # once is enough: a second one must not stop the clearing away
        raise Ended(number)

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) == signal.SIG_DFL:
            signal.signal(getattr(signal, name), end)


def make_legible() -> None:
    """Let every character be printed, whatever the terminal can show: what it cannot is written by its number."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def allow_files() -> None:
    """Open as many files as the system lets this user: kernels and their sockets take more than some shells allow."""
    try:
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    except (ImportError, OSError, ValueError):
        pass  # then as many as there are


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    from wsis20.project import DATAPACKAGE

    top = argparse.ArgumentParser(
        prog="wsis20", description="Check, verify, run and build 'WSIS+20: What the Regions Said'."
    )
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, function, text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=function.__doc__)
        added.set_defaults(function=function, package=DATAPACKAGE)
        return added

    def with_package(added: argparse.ArgumentParser) -> argparse.ArgumentParser:
        added.add_argument(
            "--package", type=Path, default=DATAPACKAGE, help="folder of the data package, if another one"
        )
        return added

    added = with_package(command("check", check, "check the data package: files, schemas and rules"))
    added.add_argument(
        "--record",
        action="store_true",
        help="first record fields, types and keys of the schemas as meant",
    )
    with_package(command("hash", hash_files, "write sizes and hashes of the data files into datapackage.json"))
    with_package(command("describe", describe, "write the README of the data package and the codebook"))
    with_package(command("agreement", agreement, "compute how far the two coding passes agree"))
    added = with_package(command("verify", verify, "look for every passage in the source texts of a folder"))
    added.add_argument("folder", type=Path, metavar="FOLDER", help="folder that holds the source texts")
    added = command("run", run, "run stale notebooks in place, all or nothing")
    added.add_argument("--all", action="store_true", help="run every notebook, fresh ones too")
    added = command("build", build, "build HTML and PDF; refuses stale notebooks")
    added.add_argument("--run", action="store_true", help="check the data and run stale notebooks first")
    return top


def main(words: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code: 0 when all is well, 1 when it is not, 128 and a signal that ended it.

    What is not well is said in one line, without a traceback; words that are no command exit with 2 (argparse).
    """
    make_legible()
    end_cleanly()
    allow_files()
    arguments = parser().parse_args(words)
    try:
        return arguments.function(arguments)
    except Refusal as refusal:
        said = str(refusal)
    except ModuleNotFoundError as error:
        said = f"the Python package {error.name!r} is not installed here; run: make install"
    except OSError as error:
        said = f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error)
    except KeyboardInterrupt:
        print("wsis20: interrupted; what was there before is still there", file=sys.stderr)
        return 130
    except Ended as ended:
        print("wsis20: ended; what was there before is still there", file=sys.stderr)
        return 128 + ended.number
    except Exception as error:
        if os.environ.get(TRACEBACK):
            raise
        said = one_line(
            f"{FAULT_OF_THE_PROGRAM} ({type(error).__name__}: {str(error)[:200]}); for the traceback: "
            f"{TRACEBACK}=1 {' '.join(['wsis20', *(sys.argv[1:] if words is None else words)])}"
        )
    print(f"wsis20: {printable(said)}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
