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
from wsis20.project import Refusal, environment

TIMEOUT = 600  # seconds a cell may take


def run(paths: list[Path], progress: Callable[[str], None] = lambda line: None) -> None:
    """Run notebooks and store them with their outputs; ``progress`` is told of each one that has finished.

    Raises `Refusal` naming notebook, cell and error when one of them fails; then none is stored.
    """
    done: dict[Path, NotebookNode] = {}
    workers = min(len(paths), os.cpu_count() or 1)
    with ThreadPoolExecutor(max_workers=max(workers, 1)) as pool:
        futures = {pool.submit(executed, path): path for path in paths}
        try:
            for future in as_completed(futures):
                done[futures[future]] = future.result()
                progress(f"ran {futures[future].name} ({len(done)} of {len(paths)})")
        except Refusal:
            pool.shutdown(cancel_futures=True)
            raise
    for path, notebook in done.items():
        store(path, notebook)


def executed(path: Path) -> NotebookNode:
    """Return a notebook with fresh outputs, normalised; raise `Refusal` when a cell fails."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=TIMEOUT,
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
        extra_arguments=["--log-level=ERROR"],  # the kernel warns of a local port at every start
    )
    try:
        client.execute(env=environment())
    except CellExecutionError as error:
        raise Refusal(
            f"{path.name}: {failing_cell(notebook)} failed: {error.ename}: {error.evalue}; nothing was stored"
        ) from None
    except (DeadKernelError, TimeoutError) as error:
        raise Refusal(f"{path.name}: {error}; nothing was stored") from None
    return normalised(notebook)


def failing_cell(notebook: NotebookNode) -> str:
    """Name the cell whose output is an error, by its number and first line."""
    for number, cell in enumerate(notebook.cells, 1):
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            return f"cell {number} ({cell.source.splitlines()[0]})"
    return "a cell"


def normalised(notebook: NotebookNode) -> NotebookNode:
    """Strip what differs from run to run, lift captions into the metadata of cells, and add the fingerprint."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata.pop("execution", None)
            describe(cell)
    notebook.metadata = NotebookNode(
        kernelspec={"display_name": "Python 3", "language": "python", "name": "python3"},
        language_info={"name": "python"},
    )
    notebook.metadata[freshness.KEY] = {"fingerprint": freshness.fingerprint(notebook)}
    return notebook


def describe(cell: NotebookNode) -> None:
    """Put name, caption and alt text of a figure, which its output carries, where the book looks for them.

    MyST-NB takes them from the metadata of the cell only; there they could not be computed.
    """
    for output in cell.outputs:
        figure = output.get("metadata", {}).get("wsis20", {}).get("figure")
        if figure:
            cell.metadata["mystnb"] = {
                "figure": {"name": figure["name"], "caption": figure["caption"]},
                "image": {"alt": figure["alt"]},
            }


def store(path: Path, notebook: NotebookNode) -> None:
    """Write a notebook in one step: nobody ever sees half of it."""
    draft = path.with_suffix(".ipynb.part")
    nbformat.write(notebook, draft)
    draft.replace(path)
