"""Files from outside the project, and hidden or built ones: however a page names one, it is not published.

What a page may say is looked at before the build; here the result is looked at, when all pages are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from wsis20.project import kept_back

FIGURES = ("dark", "previews")  # folders beside the doctrees, which a build fills


def strange_files(app: Sphinx, env: BuildEnvironment) -> Iterator[str]:
    """Yield every file that a page would publish or has read and that is not one to be shown."""
    made = [Path(app.outdir).parent / "jupyter_execute", *(Path(app.doctreedir, name) for name in FIGURES)]
    used = {page: set(map(str, files)) for page, files in env.dependencies.items()}
    for files in (env.images, env.dlfiles):
        for file, (pages, *_) in files.items():
            used.setdefault(min(pages), set()).add(file)
    for page, files in sorted(used.items()):
        for file in sorted(files):
            path = Path(app.srcdir, file).resolve()
            why = kept_back(path, Path(app.srcdir))
            if why and not any(path.is_relative_to(folder.resolve()) for folder in made):
                yield f"{env.doc2path(page, base=False)}: the file {file} lies {why}"


def refuse_strange_files(app: Sphinx, env: BuildEnvironment) -> None:
    """End the build with the pages that would publish such a file, however they name it."""
    if found := list(strange_files(app, env)):
        raise ExtensionError("\n".join(found))


def setup(app: Sphinx) -> None:
    """Look at the files when all pages are read."""
    app.connect("env-check-consistency", refuse_strange_files)
