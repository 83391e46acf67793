"""Files from outside the project: however a page names one, it is not published.

What a page may say is looked at before the build; here the result is looked at, when all pages are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError


def strange_files(app: Sphinx, env: BuildEnvironment) -> Iterator[str]:
    """Yield every file from outside the project that a page would publish or has read."""
    own = [Path(app.srcdir).resolve(), Path(app.outdir).parent.resolve()]  # what a build makes lies beside the pages
    used = {page: set(files) for page, files in env.dependencies.items()}
    for files in (env.images, env.dlfiles):
        for file, (pages, *_) in files.items():
            used.setdefault(min(pages), set()).add(file)
    for page, files in sorted(used.items()):
        for file in sorted(files):
            path = Path(app.srcdir, file).resolve()
            if not any(path.is_relative_to(folder) for folder in own):
                yield f"{env.doc2path(page, base=False)}: the file {file} lies outside the project"


def refuse_strange_files(app: Sphinx, env: BuildEnvironment) -> None:
    """End the build with the pages that would publish a file from outside the project, however they name it."""
    if found := list(strange_files(app, env)):
        raise ExtensionError("\n".join(found))


def setup(app: Sphinx) -> None:
    """Look at the files when all pages are read."""
    app.connect("env-check-consistency", refuse_strange_files)
