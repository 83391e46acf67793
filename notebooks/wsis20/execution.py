"""Run notebooks in place, in parallel, all or nothing.

A notebook is replaced only when every notebook of the command has run to its end. What is stored is normalised, so
that running twice leaves the same bytes: no times, no kernel version, execution counts from one.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat import NotebookNode

from wsis20 import freshness
from wsis20.project import Refusal, reproducible

TIMEOUT = 600  # seconds a cell may take


def run(paths: list[Path], progress: Callable[[str], None] = lambda line: None) -> None:
    """Run notebooks and store them with their outputs; ``progress`` is told of each one that has finished.

    Raises `Refusal` naming notebook, cell and error when one of them fails, or when code or data changed meanwhile;
    then none is stored.
    """
    before = {path: path.read_bytes() for path in paths}
    done: dict[Path, NotebookNode] = {}
    clients: list[NotebookClient] = []
    with ThreadPoolExecutor(max_workers=min(len(paths), os.cpu_count() or 1)) as pool:
        futures = {pool.submit(executed, path, clients): path for path in paths}
        try:
            for future in as_completed(futures):
                done[futures[future]] = future.result()
                progress(f"ran {futures[future].name} ({len(done)} of {len(paths)})")
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            kill(clients)
            raise
    changed = [path.name for path in paths if path.read_bytes() != before[path]]
    if changed:
        raise Refusal(f"{changed[0]}: the notebook was changed while it ran; nothing was stored")
    store(done)


def kill(clients: list[NotebookClient]) -> None:
    """End the kernels at once, so that nobody waits for the cells that are running."""
    for client in clients:
        process = getattr(getattr(client.km, "provisioner", None), "process", None)
        if process is not None:
            process.kill()


def executed(path: Path, clients: list[NotebookClient]) -> NotebookNode:
    """Return a notebook with fresh outputs, normalised; raise `Refusal` when a cell fails."""
    notebook = nbformat.read(path, as_version=4)
    fingerprint = freshness.fingerprint(notebook)
    client = NotebookClient(
        notebook,
        timeout=TIMEOUT,
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
        extra_arguments=["--log-level=ERROR"],  # the kernel warns of a local port at every start
    )
    clients.append(client)
    try:
        client.execute(env=reproducible())
    except CellExecutionError as error:
        said = f"{failing_cell(notebook)} failed: {error.ename}: {error.evalue}"
        raise Refusal(f"{path.name}: {said}; nothing was stored") from None
    except (DeadKernelError, TimeoutError) as error:
        raise Refusal(f"{path.name}: {error}; nothing was stored") from None
    if freshness.fingerprint(notebook) != fingerprint:
        raise Refusal(f"{path.name}: code or data changed while it ran; nothing was stored, run it again")
    return normalised(notebook)


def failing_cell(notebook: NotebookNode) -> str:
    """Name the cell whose output is an error, by its number and first line."""
    for number, cell in enumerate(notebook.cells, 1):
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            return f"cell {number} ({cell.source.splitlines()[0]})"
    return "a cell"


def normalised(notebook: NotebookNode) -> NotebookNode:
    """Strip what differs from run to run, and add the digests."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata.pop("execution", None)
    notebook.metadata = NotebookNode(
        kernelspec={"display_name": "Python 3", "language": "python", "name": "python3"},
        language_info={"name": "python"},
    )
    notebook.metadata[freshness.KEY] = freshness.stamp(notebook)
    return notebook


def store(done: dict[Path, NotebookNode]) -> None:
    """Write all notebooks beside the old ones and only then put them in their places."""
    drafts = {path: path.with_suffix(".ipynb.part") for path in done}
    try:
        for path, notebook in done.items():
            nbformat.write(notebook, drafts[path])
    except OSError:
        for draft in drafts.values():
            if draft.is_file():
                draft.unlink()
        raise
    for path, draft in drafts.items():
        draft.replace(path)
