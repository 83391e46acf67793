"""The edition: its version and date in the text and on the cover."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.config import Config
from wsis20 import project, prose

COLOPHON = (
    "{title}, version {version}, {released}.",
    "Made by Sphinx and Typst from the data package and the notebooks of the same version; the numbers in the text "
    "were computed. Set in Libertinus Serif and DejaVu Sans.",
    "Text, figures and data: CC BY 4.0. Code: MIT License. An independent work, neither published nor endorsed by the "
    "United Nations. Names of places and regions imply no opinion on the status of any country, territory or border.",
)


def announce(app: Sphinx, config: Config) -> None:
    """Offer version and date of release to every page, and put them on the cover of the PDF."""
    config.myst_substitutions |= {"version": project.version(), "released": prose.day(project.release_date())}
    config.typst_version = project.version()
    config.typst_date = project.release_date().isoformat()
    edition = {"title": project.citation()["title"], **config.myst_substitutions}
    config.typst_colophon = "\n\n".join(COLOPHON).format(**edition)


def setup(app: Sphinx) -> None:
    """Add the substitutions."""
    app.connect("config-inited", announce, priority=100)  # before MyST reads them
