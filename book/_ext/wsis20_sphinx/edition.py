"""What every page can name: version and date of the edition, on the cover too, action lines, and when alpha is firm."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.config import Config
from wsis20 import coding, project, prose

COLOPHON = (
    "{title}, version {version}, {released}.",
    "Made by Sphinx and Typst from the data package and the notebooks of the same version; the numbers in the text "
    "were computed. Set in Libertinus Serif and DejaVu Sans. On the cover, the open consultations: a filled mark "
    "was held, a hollow one planned; land after Natural Earth, in the public domain.",
    "Text, figures and data: CC BY 4.0. Code: MIT License. An independent work, neither published nor endorsed by the "
    "United Nations. Names of places and regions imply no opinion on the status of any country, territory or border.",
)


def announce(app: Sphinx, config: Config) -> None:
    """Offer words to every page, and put version and date of release on the cover of the PDF."""
    edition = {"version": project.version(), "released": prose.day(project.release_date())}
    lines = "; ".join(f"{line}, {name}" for line, name in coding.ACTION_LINES.items())
    root = config.html_baseurl
    known = f"The book is at {root}." if root else "No address of the book on the public web is known to this version."
    config.myst_substitutions |= edition | {"action_lines": lines, "known_address": known, "firm": prose.FIRM}
    config.typst_version = project.version()
    config.typst_date = project.release_date().isoformat()
    config.typst_colophon = "\n\n".join(COLOPHON).format(title=project.citation()["title"], **edition)


def setup(app: Sphinx) -> None:
    """Add the substitutions."""
    app.connect("config-inited", announce, priority=100)  # before MyST reads them
