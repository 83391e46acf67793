"""What the site says to programs that visit it: ``llms.txt``, and a sitemap where the book has an address."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from sphinx.application import Sphinx
from wsis20 import coding, datapackage, documentation, project

from wsis20_sphinx.html.addresses import address, on_the_web, published
from wsis20_sphinx.html.downloads import offered
from wsis20_sphinx.records import package
from wsis20_sphinx.written import after_pages

GUIDE, MAP = "llms.txt", "sitemap.xml"
KEEP_IN_MIND = """\
Messages, provisions and positions are paraphrases; phrases of the sources have eight words at most. {made_by}.
Cite a message by its identifier and the version, and say that the words are a paraphrase. Messages of different layers
are not added up, and of codes made in passes the pass "agreed" counts."""


def write(app: Sphinx) -> None:
    """Write both files beside the pages; an old map goes where the book has no address any more."""
    if app.config.wsis20_preview:
        return
    site = Path(app.outdir)
    (site / GUIDE).write_text(guide(app), encoding="utf-8")
    (site / MAP).unlink(missing_ok=True)
    if app.config.html_baseurl:
        (site / MAP).write_text(sitemap(app), encoding="utf-8")


def pages(app: Sphinx) -> list[str]:
    """Return the names of the pages in a fixed order, the first page first."""
    return sorted(app.env.found_docs, key=lambda name: (name != app.config.root_doc, name))


def guide(app: Sphinx) -> str:
    """Return what a language model is told of the book (https://llmstxt.org/)."""
    descriptor = datapackage.read_descriptor()
    lines = [f"# {project.citation()['title']}", "", f"> {descriptor['description']}", ""]
    made_by = coding.by_whom(package()["passes"])
    lines += [KEEP_IN_MIND.format(made_by=made_by), "", "## Pages", ""]
    lines += [
        f"- [{app.env.titles[name].astext()}]({published(app.config, f'{address(name)}.html')})" for name in pages(app)
    ]
    lines += ["", "## Data", "", f"Licence of the data: {documentation.terms(descriptor)}", ""]
    lines += [f"- [{path.name}]({published(app.config, path.name)}): {offer.serves}" for offer, path in offered()]
    return "\n".join(lines) + "\n"


def sitemap(app: Sphinx) -> str:
    """Return the addresses of all pages, with the day of release."""
    day = project.release_date().isoformat()
    places = (on_the_web(app.config, f"{address(name)}.html") for name in pages(app))
    urls = "".join(f"<url><loc>{escape(place)}</loc><lastmod>{day}</lastmod></url>\n" for place in places)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{urls}</urlset>\n"


def setup(app: Sphinx) -> None:
    """Write the files when the pages are there."""
    after_pages(app, write)
