"""The commands: ``python -m wsis20 --help``."""

from __future__ import annotations

import argparse
import io
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module

from wsis20.characters import one_line, printable

try:
    from wsis20.commands import COMMANDS
    from wsis20.project import Refusal
except ModuleNotFoundError as missing:  # before there is anything that could say so
    sys.exit(f"wsis20: the Python package {missing.name!r} is not installed here; run: make install")

FILES = 4096  # open files, of which a kernel takes some fifty
TRACEBACK = "WSIS20_TRACEBACK"
FAULT_OF_THE_PROGRAM = "this is a fault of the program, not yours"


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


def parser(typed: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Return the parser of the command line, with the arguments of the commands that are among the words typed."""
    top = argparse.ArgumentParser(
        prog="wsis20", description="Check, verify, run and build 'WSIS+20: What the Regions Said'."
    )
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, words in COMMANDS.items():
        command = commands.add_parser(name, help=words)
        if name in typed:
            module = import_module(f"wsis20.commands.{name}")
            command.description = (module.__doc__ or "").partition("\n")[0]
            command.set_defaults(function=module.run)
            getattr(module, "add_arguments", lambda parser: None)(command)
    return top


def main(words: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code: 0 when all is well, 1 when it is not, 128 and a signal that ended it.

    What is not well is said in one line, without a traceback; words that are no command exit with 2 (argparse).
    """
    make_legible()
    end_cleanly()
    allow_files()
    words = sys.argv[1:] if words is None else words
    try:
        arguments = parser(words).parse_args(words)
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
            f"{TRACEBACK}=1 {' '.join(['wsis20', *words])}"
        )
    print(f"wsis20: {printable(said)}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
