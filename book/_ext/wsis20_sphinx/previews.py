"""A figure of a notebook shown once more on another page, where it leads to its chapter."""

from __future__ import annotations

import os
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective
from wsis20 import project

from wsis20_sphinx.twins import drawn


class Preview(SphinxDirective):
    """``{preview} fig-map`` shows a figure on the web; the content is said below it. In print it stands in its chapter.

    It has no number of its own: it is that figure, not another.
    """

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the picture and the words below it."""
        name = self.arguments[0]
        try:
            path = notebook_with(name)
        except KeyError as error:
            raise ExtensionError(f"{self.env.docname}:{self.lineno}: {error.args[0]}") from None
        self.env.note_dependency(str(path))
        return [self.picture(name, drawn(path)[name])]

    def picture(self, name: str, output: dict) -> nodes.container:
        """Return the stored picture of a figure, its file written beside the doctrees."""
        file = Path(self.env.app.doctreedir, "previews", f"{name}.svg")
        file.parent.mkdir(exist_ok=True)
        file.write_text("".join(output["data"]["image/svg+xml"]), "utf-8")
        uri = Path(os.path.relpath(file, self.env.srcdir)).as_posix()
        image = nodes.image(uri=f"/{uri}", alt=output["metadata"]["wsis20"]["figure"]["alt"])
        words = self.parse_text_to_nodes("\n".join(self.content))
        return nodes.container("", image, *words, classes=["only-html", "preview"])


def notebook_with(figure: str) -> Path:
    """Return the notebook that draws a figure; raise `KeyError` when none does."""
    for path in project.notebooks():
        if figure in drawn(path):
            return path
    raise KeyError(f"no notebook has a figure {figure!r}")


def setup(app: Sphinx) -> None:
    """Add the directive."""
    app.add_directive("preview", Preview)
