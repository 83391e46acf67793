"""What every page can name: version and date of the edition, on the cover too, action lines, and when alpha is firm.

The role ``{value}`` takes a value by its name; it is set as text, whatever it holds.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxRole
from wsis20 import coding, project, prose, words

COLOPHON = (
    "{title}, version {version}, {released}.",
    "Made by Sphinx and Typst from the data package and the notebooks of the same version; the numbers in the text "
    "were computed. Set in Libertinus Serif and DejaVu Sans. On the cover, the open consultations: a filled mark "
    "was held, a hollow one planned; land after Natural Earth, in the public domain.",
    "Text, figures and data: CC BY 4.0. Code: MIT License. An independent work, neither published nor endorsed by the "
    "United Nations. Names of places and regions imply no opinion on the status of any country, territory or border.",
)


def values(config: Config) -> dict[str, str]:
    """Return the values that pages can name."""
    root = config.html_baseurl
    return {
        "edition.version": project.version(),
        "edition.released": words.day(project.release_date()),
        "edition.address": f"The book is at {root}."
        if root
        else "No address of the book on the public web is known to this version.",
        "action_lines": "; ".join(f"{line}, {name}" for line, name in coding.ACTION_LINES.items()),
        "agreement.firm": str(prose.FIRM),
    }


class Value(SphinxRole):
    """``{value}`edition.version` `` is replaced by a value."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the value as text."""
        known = values(self.config)
        if self.text not in known:
            source, line = self.get_source_info()
            raise ExtensionError(f"{source}:{line}: there is no value {self.text!r}; there are: {', '.join(known)}")
        return [nodes.Text(known[self.text])], []


def announce(app: Sphinx, config: Config) -> None:
    """Put title, version and date of release on the cover of the PDF."""
    config.typst_version = project.version()
    config.typst_date = project.release_date().isoformat()
    known = {"version": project.version(), "released": words.day(project.release_date())}
    config.typst_colophon = "\n\n".join(COLOPHON).format(title=project.citation()["title"], **known)


def setup(app: Sphinx) -> None:
    """Add the role, and fill in the cover."""
    app.add_role("value", Value())
    app.connect("config-inited", announce)
