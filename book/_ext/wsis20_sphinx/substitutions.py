"""What a page can name: values that notebooks hand over, version and date of the release, sentences of several pages.

The role ``{value}`` takes a value by its name; it is set as text, whatever it holds. The role ``{snippet}`` takes a
sentence or two from ``book/_snippets``, which may have roles of their own.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxRole
from wsis20 import coding, naming, notebook, project, textfile, values, words

from wsis20_sphinx import bibliography
from wsis20_sphinx.directives import ledger
from wsis20_sphinx.records import package


@cache
def own(root: str) -> dict[str, str]:
    """Return the values that come from no notebook; ``root`` is the address of the book, if it has one."""
    return {
        "release.version": project.version(),
        "release.released": words.day(project.release_date()),
        "release.address": f"The book is at {root}."
        if root
        else "No address of the book on the public web is known to this version.",
        "action_lines": "; ".join(f"{line}, {name}" for line, name in coding.ACTION_LINES.items()),
        "agreement.firm": str(coding.FIRM),
        "agreement.tentative": str(coding.TENTATIVE),
        **ledger.counted(),
        "bibliography.read_in": bibliography.read_in(),
        "people.heard": words.number(heard()),
        "passes.made_by": coding.by_whom(package()["passes"]),
    }


def heard() -> int:
    """Return of how many people statements are on record."""
    said = package()["messages"]["appearance_id"]
    appearances = package()["appearances"]
    return int(appearances.loc[appearances["appearance_id"].isin(said), "person_id"].nunique())


@cache
def handed_over(path: Path, changed: int) -> dict[str, str]:
    """Return the values of a stored notebook, which was ``changed`` then: it is read once, however many roles ask."""
    return values.handed_over(notebook.read(path))


class Value(SphinxRole):
    """``{value}`release.version` `` is replaced by a value."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the value as text; the page is read again when the notebook of the value has changed."""
        known = own(self.config.html_baseurl)
        for path in values.notebooks_of(self.text):
            self.env.note_dependency(str(path))
            known = known | handed_over(path, path.stat().st_mtime_ns)
        if not known.get(self.text):
            source, line = self.get_source_info()
            raise ExtensionError(f"{source}:{line}: there is no value {self.text!r}; there are: {', '.join(known)}")
        return [nodes.Text(known[self.text])], []


class Snippet(SphinxRole):
    """``{snippet}`regions-shared` `` is replaced by the sentences of ``book/_snippets/regions-shared.md``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the sentences, read as Markdown of the page."""
        path = project.SNIPPETS / f"{self.text}.md"
        self.env.note_dependency(str(path))
        if naming.complaint(self.text) or not path.is_file():
            source, line = self.get_source_info()
            raise ExtensionError(f"{source}:{line}: there is no snippet {self.text!r} in book/_snippets")
        return self.inliner.parse(textfile.read(path).strip(), self.lineno, self.inliner, self.inliner.parent)


def setup(app: Sphinx) -> None:
    """Add the roles."""
    app.add_role("value", Value())
    app.add_role("snippet", Snippet())
