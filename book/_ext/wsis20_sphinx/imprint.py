"""The imprint: what the PDFs say of themselves on the cover and on the page after it, from the data and the release."""

from __future__ import annotations

from collections import Counter

from sphinx.application import Sphinx
from sphinx.config import Config
from wsis20 import coding, project, tracing, words
from wsis20.commands.build import state

from wsis20_sphinx import fates
from wsis20_sphinx.directives.citation import whole
from wsis20_sphinx.records import package

DOCUMENTS = tuple(state.PDFS)
IMPRINT = {
    "Edition": ("Version {version} of {released}. {place}",) * 2,
    "Two volumes": (
        "This report has the findings and the method. The annex of the same version is a file of its own. It has every "
        "message, speaker and paragraph, the codebook and the description of the data. Where the report refers to it, "
        "its page there follows. Numbers of messages and paragraphs are those of its registers.",
        "This annex has every message, speaker and paragraph, the codebook and the description of the data. The report "
        "of the same version is a file of its own, with the findings, the method and the works cited. Where the annex "
        "refers to it, the name of its chapter follows.",
    ),
    "How to cite": (
        "{citation} {made_by}. To cite a message or a paragraph, put its name before this: Astana, statement 33.",
    )
    * 2,
    "How it was made": (
        "{made_by}. The numbers in the text were computed from the data. Sphinx and Typst made this file from "
        "the data package and the notebooks of the same version. It follows PDF/UA-1, so that a screen reader can read "
        "it, and is set in Libertinus Serif and DejaVu Sans.",
    )
    * 2,
    "Licences": (
        "Text, figures and data: Creative Commons Attribution 4.0 International (CC BY 4.0). Code: MIT License. The "
        "values of ITU are under a licence of their own, which is not determined here.",
    )
    * 2,
    "Independent work": (
        "This work is neither published nor endorsed by the United Nations. Names of places and regions imply no "
        "opinion on the status of any country, territory or border.",
    )
    * 2,
}
"""What stands on the page after the cover, under a heading each: in the report, and in the annex."""

LAST = (
    "The annex to this report is the file {annex}. It has the full glossary and describes the data. The data "
    "themselves are in the folder datapackage of the same version."
)
"""The last line of the report."""

PLACE = "The book is at {address}. It has no DOI and no ISBN."
NO_PLACE = "It has no DOI, no ISBN and no known address on the public web."

LEGEND = "The regions’ {all} calls in the resolution"
VOLUME = "Volume {number} of {all}"


def counts() -> list[tuple[int, int]]:
    """Return the kinds of marks on the cover, by their places in `tracing.CLOSEST`, and how many calls have each."""
    kinds = [*tracing.CLOSEST]
    return [(kinds.index(match), len(regions)) for match, regions in fates.of_regions().items()]


def legend() -> list[str]:
    """Return what the figure on the cover shows, and then what each kind of its marks means, with the regions."""
    found = fates.of_regions()
    every = words.number(sum(map(len, found.values())))
    return [
        LEGEND.format(all=every),
        *(f"{len(own)} {tracing.CLOSEST[match]}{beside(match)}: {of_each(own)}" for match, own in found.items()),
    ]


def beside(match: str) -> str:
    """Return what a count of calls has to say beside it: of those answered, how many more one pass of coding has."""
    more = fates.by_one_pass() if match == "answers" else 0
    return f" ({more} more by one pass of coding)" if more else ""


def of_each(regions: list[str]) -> str:
    """Return the regions that calls are from, each once, with a number where it has several of them."""
    return ", ".join(f"{name} ({count})" if count > 1 else name for name, count in Counter(regions).items())


def volume(document: str) -> str:
    """Return which volume a document is."""
    return VOLUME.format(number=DOCUMENTS.index(document) + 1, all=len(DOCUMENTS))


def entries(document: str, address: str | None) -> list[tuple[str, str]]:
    """Return the imprint of a document, ``report`` or ``annex``: a heading and what stands under it, for each entry.

    ``address`` is that of the book on the public web, if it has one.
    """
    known = {
        "version": project.version(),
        "released": words.day(project.release_date()),
        "citation": whole(),
        "made_by": coding.by_whom(package()["passes"]),
        "place": PLACE.format(address=address) if address else NO_PLACE,
    }
    return [(heading, said[DOCUMENTS.index(document)].format(**known)) for heading, said in IMPRINT.items()]


def last() -> str:
    """Return the last line of the report: where the annex and the data are."""
    return LAST.format(annex=state.PDFS["annex"].name)


def announce(app: Sphinx, config: Config) -> None:
    """Put version and date of release on the covers."""
    config.typst_version = project.version()
    config.typst_date = project.release_date().isoformat()


def setup(app: Sphinx) -> None:
    """Fill in the covers when the configuration is read."""
    app.connect("config-inited", announce)
