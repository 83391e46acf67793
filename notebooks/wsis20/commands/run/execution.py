"""Run notebooks in place, in parallel, all or nothing.

A notebook is replaced only when every notebook of the command has run to its end and has shown the same twice: in two
processes that share nothing, or in one that shows what is stored, where that is of the same code, data and environment.
What is stored is normalised, so that running again leaves the same bytes: no times, no kernel version, execution counts
from one.
"""

from __future__ import annotations

import atexit
import compileall
import copy
import errno
import json
import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import nbformat
import zmq
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from wsis20 import forkserver, freshness, notebook
from wsis20.commands.run import tree
from wsis20.commands.run.client import Client
from wsis20.forkserver import ForkServer, last_line
from wsis20.project import NOTEBOOKS, Refusal, reproducible
from wsis20.sandbox import PART, Sandbox, sandbox, sweep, temporary

TIMEOUT = 300
"""Seconds that a cell may take: some fifty times what the slowest took when this was set, for slower machines."""
RUNS = 2
FONTS = "import matplotlib.font_manager, sys; sys.stdout.write(matplotlib.get_cachedir())"
SAID = "said.txt"
PORT_TAKEN = os.strerror(errno.EADDRINUSE)


def run(paths: list[Path], progress: Callable[[str], None] = lambda line: None, timeout: int = TIMEOUT) -> None:
    """Run notebooks and store them with their outputs; ``progress`` is told of each one that has finished.

    Raises `Refusal` naming notebook, cell and what it was when one of them cannot be run, fails, warns, takes more
    than ``timeout`` seconds for a cell, writes a file, reaches the network, or shows other things the second time; and
    when code, data or a file of the checkout changed meanwhile. Then none is stored.
    """
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # nbclient leaves tasks behind when it stops a cell
    sweep()
    sources = refused_together(notebook.to_run, paths)
    before = {path: path.read_bytes() for path in paths}
    compileall.compile_dir(NOTEBOOKS / notebook.OWN, quiet=2)  # else each kernel does so for itself, and keeps nothing
    files = tree.snapshot()
    done = {}
    for path, ran in shown_twice(dict(zip(paths, sources, strict=True)), timeout):
        done[path] = ran
        progress(f"ran {path.name} ({len(done)} of {len(paths)})")
    changed = [path.name for path in paths if path.read_bytes() != before[path]]
    if changed:
        raise Refusal(f"{changed[0]}: the notebook was changed while it ran; nothing was stored")
    if differing := tree.differences(files, tree.snapshot()):
        raise Refusal(f"{differing[0]}: the file was changed while the notebooks ran; nothing was stored")
    store(done)


def refused_together(function: Callable, paths: list[Path]) -> list:
    """Return what ``function`` gives for each path; raise one `Refusal` with the words of all that it raises."""
    given, said = [], []
    for path in paths:
        try:
            given.append(function(path))
        except Refusal as refusal:
            said.append(str(refusal))
    if said:
        raise Refusal("\n".join(said))
    return given


def shown_twice(sources: dict[Path, dict], timeout: int) -> Iterator[tuple[Path, NotebookNode]]:
    """Yield each notebook with fresh outputs that were seen twice; raise `Refusal` when two runs differed.

    A fresh notebook was run before: where it shows the same again, once is enough. Another machine may have stored
    what this one does not show, so that only two runs here decide.
    """
    left = dict(sources)
    before = {path: digest for path in sources if (digest := digest_shown(path))}
    for path, ran in executed({path: sources[path] for path in before}, 1, timeout):
        if freshness.outputs(ran) == before[path]:
            del left[path]
            yield path, ran
    yield from executed(left, RUNS, timeout)


def digest_shown(path: Path) -> str | None:
    """Return the digest of what a notebook shows; None where it is stale or has faults of form."""
    try:
        stored = notebook.read(path)
    except Refusal:
        return None
    return freshness.stored(stored)["outputs"] if freshness.fresh(stored) else None


def executed(sources: dict[Path, dict], times: int, timeout: int) -> Iterator[tuple[Path, NotebookNode]]:
    """Yield each notebook with fresh outputs, the same in so many runs; raise `Refusal` when they were not."""
    if not sources:
        return
    runs: dict[Path, list[NotebookNode]] = {path: [] for path in sources}
    clients: list[Client] = []
    workers = min(times * len(sources), (os.cpu_count() or 1) + 1)
    with kernels(len(sources), times) as origins, ThreadPoolExecutor(max_workers=workers) as pool:
        futures: dict[Future, Path] = {
            pool.submit(executed_once, path, source, clients, origin, timeout): path
            for path, source in sources.items()
            for origin in origins
        }
        try:
            for future in as_completed(futures):
                path = futures[future]
                runs[path].append(future.result())
                if len(runs[path]) == times:
                    for other in runs[path][1:]:
                        refuse_differing(path.name, runs[path][0], other)
                    yield path, runs[path][0]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            while not all(future.done() for future in futures):  # a kernel may be about to start
                for client in clients:
                    client.kill()
                time.sleep(0.1)
            raise


@dataclass(frozen=True)
class Origin:
    """Where the kernels of one run of all notebooks come from."""

    fonts: Path | None = None
    server: ForkServer | None = None


@contextmanager
def kernels(notebooks: int, times: int) -> Iterator[list[Origin]]:
    """Give, for each of so many runs, where its kernels come from.

    Forking is quicker from the second notebook on. The kernels of two runs are no forks of one process, for that would
    make them alike in more than code and data.
    """
    with ExitStack() as stack:
        if forkserver.POSSIBLE and notebooks > 1:
            yield [Origin(server=stack.enter_context(serving())) for _ in range(times)]
        else:
            yield [Origin(fonts=stack.enter_context(fonts()))] * times


@contextmanager
def serving() -> Iterator[ForkServer]:
    """Give a process from which kernels are forked, and end it."""
    with sandbox() as box:
        server = ForkServer(box.environment, NOTEBOOKS, box.folder / SAID)
        try:
            yield server
        finally:
            server.end()


@contextmanager
def fonts() -> Iterator[Path | None]:
    """Give a list of the fonts that matplotlib finds, made once for all kernels: each would look through all files."""
    with temporary() as folder:
        environment = {**reproducible(), "MPLCONFIGDIR": folder, "HOME": folder, "MPLBACKEND": "agg"}
        subprocess.run([sys.executable, "-s", "-c", FONTS], env=environment, capture_output=True, check=False)
        yield next(Path(folder).glob("fontlist-*.json"), None)


def executed_once(path: Path, source: dict, clients: list[Client], origin: Origin, timeout: int) -> NotebookNode:
    """Return a notebook with the outputs of one run, normalised; raise `Refusal` when a cell fails or is refused."""
    ran = nbformat.reads(json.dumps(source), as_version=4)
    fingerprint = freshness.fingerprint(ran)
    with sandbox(origin.fonts) as box:
        reached = execute(path, ran, box, clients, origin, timeout)
        for line in box.refused():  # after the last cell, by a thread or as the kernel ended
            raise refusal(path, ran, reached, line)
    if faults := list(notebook.output_faults(path.name, ran)):
        raise Refusal("\n".join(f"{fault}; nothing was stored" for fault in faults))
    if freshness.fingerprint(ran) != fingerprint:
        raise Refusal(f"{path.name}: code or data changed while it ran; nothing was stored, run it again")
    return normalised(ran)


def execute(
    path: Path,
    ran: NotebookNode,
    box: Sandbox,
    clients: list[Client],
    origin: Origin,
    timeout: int,
    tries: int = 3,
) -> int:
    """Run a notebook in a sandbox; return the position of its last cell. Raises `Refusal` naming the cell at fault.

    A kernel is started up to ``tries`` times while another program takes a port between its choice and its use.
    """
    reached = [0]

    def starting(cell: NotebookNode, cell_index: int) -> None:
        reached[0] = cell_index

    def ended(cell: NotebookNode, cell_index: int, execute_reply: dict) -> None:
        for line in box.refused():
            raise refusal(path, ran, cell_index, line)

    client = Client(
        ran,
        box,
        origin.server,
        timeout=timeout,
        iopub_timeout=timeout,  # or outputs that come late, on a busy machine, would be left out without a word
        raise_on_iopub_timeout=True,
        record_timing=False,
        force_raise_errors=True,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_start=starting,
        on_cell_executed=ended,
    )
    clients.append(client)
    try:
        with (box.folder / SAID).open("wb") as said:
            client.execute(env=box.environment, stdout=said, stderr=said)
    except CellTimeoutError:
        raise refusal(path, ran, reached[0], f"takes more than {timeout} seconds") from None
    except CellExecutionError as error:
        raise refusal(path, ran, reached[0], f"failed: {error.ename}: {notebook.short(error.evalue, 300)}") from None
    except DeadKernelError:
        raise refusal(path, ran, reached[0], "ended its kernel") from None
    except (RuntimeError, OSError, zmq.ZMQError) as error:
        words = last_line(box.folder / SAID) or str(error)
        if PORT_TAKEN in words and tries > 1:
            return execute(path, ran, box, clients, origin, timeout, tries - 1)
        raise Refusal(
            f"{path.name}: no kernel could be run: {notebook.short(words, 300)}; nothing was stored"
        ) from None
    finally:
        atexit.unregister(client._cleanup_kernel)  # it is cleaned up by now, and a second time would fail
    return reached[0]


def refusal(path: Path, ran: NotebookNode, position: int, words: str) -> Refusal:
    """Return the refusal of a cell."""
    return Refusal(f"{notebook.cell_name(path.name, position, ran.cells[position])} {words}; nothing was stored")


def refuse_differing(name: str, first: NotebookNode, second: NotebookNode) -> None:
    """Raise `Refusal` naming the first cell whose outputs differ between two runs, and what differs."""
    for position, (one, other) in enumerate(zip(first.cells, second.cells, strict=True)):
        if one.get("outputs") != other.get("outputs"):
            here = notebook.cell_name(name, position, one)
            said = " and ".join(differing(one["outputs"], other["outputs"]))
            raise Refusal(f"{here} shows other things when it is run again: {said}; nothing was stored")


def differing(one: object, other: object) -> tuple[str, str]:
    """Return two values of JSON from where they first differ, in quotation marks."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return next(differing(one[key], other[key]) for key in one if one[key] != other[key])
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return next(differing(*pair) for pair in zip(one, other, strict=True) if pair[0] != pair[1])
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(str(one), str(other), strict=False))
    start = max(sum(1 for _ in alike) - 20, 0)
    return repr(notebook.short(str(one)[start:])), repr(notebook.short(str(other)[start:]))


def normalised(ran: NotebookNode) -> NotebookNode:
    """Strip what differs from run to run, and add the digests."""
    for cell in ran.cells:
        if cell.cell_type == "code":
            cell.metadata.pop("execution", None)
    ran.metadata = NotebookNode(copy.deepcopy(notebook.METADATA))
    ran.metadata[notebook.OWN] = freshness.stamp(ran)
    return ran


def store(done: dict[Path, NotebookNode]) -> None:
    """Write all notebooks beside the old ones, with their permissions, and only then put them in their places."""
    drafts = {path: path.with_suffix(PART) for path in done}
    try:
        for path, ran in done.items():
            nbformat.write(ran, drafts[path])
            shutil.copymode(path, drafts[path])
    except OSError:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
        raise
    for path, draft in drafts.items():
        draft.replace(path)
