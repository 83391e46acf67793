"""What a page says of itself: to readers who cite it, to catalogues, to search engines and to those who share it.

Open Graph for previews, Highwire tags for reference managers, schema.org as JSON-LD for catalogues of books and of
data. Whole addresses are given where ``html_baseurl`` is configured, and nowhere else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx
from wsis20 import coding, datapackage, documentation, project, words
from wsis20.commands.hash import digests
from wsis20.release.terms import work

from wsis20_sphinx.directives.citation import author, page_bibtex, page_reference, page_ris
from wsis20_sphinx.html import endings, feed
from wsis20_sphinx.html.addresses import address, on_the_web
from wsis20_sphinx.html.downloads import offered
from wsis20_sphinx.records import package
from wsis20_sphinx.written import after_pages, keep

FOLDER = "cite"
CARD = "_static/card.png"
DESCRIPTION, LONGEST = 200, 320  # characters of several sentences, and of one
ENDS = (".", "?", "!", ":")
SENTENCE = re.compile(r"(?<=[.?!:]) (?=[A-Z“(])")
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def describe(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Put metadata into the head of a page and its citation at its end."""
    if doctree is None:
        return
    known = on_the_web(app.config, f"{address(pagename)}.html")
    title = project.citation()["title"] if pagename == app.config.root_doc else plain(context["title"])
    about = {
        "title": title,
        "description": description(doctree, pagename == app.config.root_doc),
        "address": known,
        "page": pagename,
    }
    tags = [*open_graph(app, about), *highwire(app, about), *signposts(), feed.link(app.config), json_ld(app, about)]
    context["metatags"] += "".join(tags)
    named = None if pagename == app.config.root_doc else title
    box = cite_box(named, known, address(pagename), context["sourcename"])
    context["body"] = endings.cited(context["body"], box)


def plain(title: str) -> str:
    """Return a title without markup."""
    return unescape(re.sub(r"<[^>]+>", "", title))


def description(doctree: nodes.document, root: bool = False) -> str:
    """Return the first sentences of a page: of a chapter its answer, of the first page, the ``root``, a finding."""
    paragraphs = list(doctree.findall(nodes.paragraph))
    findings = [one for one in paragraphs if "answer" in one["classes"] or (root and begins_bold(one))]
    texts = [" ".join(paragraph.astext().split()) for paragraph in [*findings, *paragraphs]]
    return words.capital(sentences(next((text for text in texts if len(text) > 40), "")))


def begins_bold(paragraph: nodes.paragraph) -> bool:
    """Return whether a paragraph begins with words in bold, as a finding does."""
    bold = paragraph.next_node(nodes.strong)
    return bold is not None and paragraph.astext().startswith(bold.astext())


def sentences(text: str) -> str:
    """Return the first sentence of a text, and as many more as have room; a very long one is cut, and what is none.

    >>> sentences("It rained. It did not snow.")
    'It rained. It did not snow.'
    """
    first, *others = SENTENCE.split(text)
    if len(first) > LONGEST:
        part = re.match(rf".{{20,{DESCRIPTION}}}?(?=[:;] )", first)
        return f"{part[0]}." if part else f"{first[:DESCRIPTION].rpartition(' ')[0]} …"
    told = first
    for other in others:
        if len(told) + len(other) >= DESCRIPTION or not other.endswith(ENDS):
            break
        told += f" {other}"
    return told


def tag(kind: str, name: str, content: str) -> str:
    """Return a meta element."""
    return f'<meta {kind}="{name}" content="{escape(content, quote=True)}" />\n'


def open_graph(app: Sphinx, about: dict[str, str]) -> list[str]:
    """Return what a preview of the page shows."""
    tags = {
        "og:type": "book" if about["page"] == app.config.root_doc else "article",
        "og:site_name": project.citation()["title"],
        "og:title": about["title"],
        "og:description": about["description"],
        "og:locale": "en",
    }
    found = [tag("property", name, content) for name, content in tags.items()]
    if about["address"]:
        shown = f"{project.citation()['title']}, with the marks of regions"
        found.append(tag("property", "og:url", about["address"]))
        found.append(tag("property", "og:image", on_the_web(app.config, CARD)))
        found.append(tag("property", "og:image:alt", shown))
    return [
        tag("name", "description", about["description"]),
        *found,
        tag("name", "twitter:card", "summary_large_image"),
    ]


def highwire(app: Sphinx, about: dict[str, str]) -> list[str]:
    """Return what a reference manager reads."""
    tags = {
        "citation_title": about["title"],
        "citation_author": author(),
        "citation_publication_date": project.release_date().strftime("%Y/%m/%d"),
        "citation_language": "en",
    }
    if about["page"] != app.config.root_doc:
        tags["citation_inbook_title"] = project.citation()["title"]
    return [tag("name", name, content) for name, content in tags.items()]


def signposts() -> list[str]:
    """Return links for programs that look for the data behind a page (https://signposting.org/)."""
    return [
        '<link rel="describedby" type="application/json" href="datapackage/datapackage.json" />\n',
        f'<link rel="license" href="{LICENCE}" />\n',
    ]


def json_ld(app: Sphinx, about: dict[str, str]) -> str:
    """Return what a catalogue reads: the book, a chapter of it, or the dataset."""
    common = {
        "@context": "https://schema.org",
        "name": about["title"],
        "description": about["description"],
        "author": {"@type": "Organization", "name": author()},
        "datePublished": project.release_date().isoformat(),
        "version": project.version(),
        "inLanguage": "en",
        "license": [LICENCE, *map(work, apart)] if (apart := exceptions(about["page"])) else LICENCE,
    }
    if about["address"]:
        common["url"] = about["address"]
    book = {"@type": "Book", "name": project.citation()["title"]}
    if about["page"] == app.config.root_doc:
        found = common | {"@type": "Book", "bookFormat": "https://schema.org/EBook"}
    elif address(about["page"]) == "dataset":
        found = common | (dataset() if not app.config.wsis20_preview else {"@type": "Dataset"})
    else:
        found = common | {"@type": "Chapter", "isPartOf": book}
    text = json.dumps(found, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>\n'


def exceptions(page: str) -> list[str]:
    """Return what a chapter shows that is not under the licence of its page: tables that have another."""
    descriptor, path = datapackage.read_descriptor(), project.ROOT / f"{page}.ipynb"
    apart = [f'\\"{one["name"]}\\"' for one in descriptor["resources"] if documentation.licence_apart(one)]
    text = path.read_text("utf-8") if path.is_file() else ""
    shown = any(name in text for name in apart)
    return documentation.exceptions(descriptor) if shown else []


MEDIA = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".qdc": "application/xml",
    ".qdpx": "application/zip",
    ".zip": "application/zip",
    ".sqlite": "application/vnd.sqlite3",
    ".jsonld": "application/ld+json",
}


def dataset() -> dict:
    """Return the data package in the terms of schema.org, with addresses within the site."""
    descriptor, tables = datapackage.read_descriptor(), package()
    first, last = tables["observations"]["year"].min(), tables["milestones"]["actual_start"].max()
    return {
        "@type": "Dataset",
        "name": descriptor["title"],
        "description": descriptor["description"],
        "creator": {"@type": "Organization", "name": author()},
        "publisher": {"@type": "Organization", "name": author()},
        "keywords": descriptor.get("keywords", []),
        "isAccessibleForFree": True,
        "license": [LICENCE, *map(work, documentation.exceptions(descriptor))],
        "temporalCoverage": f"{first}/{last:%Y-%m-%d}",
        "spatialCoverage": [
            {"@type": "Place", "name": name}
            for name in tables["regions"].loc[tables["regions"]["scope"] == "regional", "name"]
        ],
        "measurementTechnique": f"Paraphrase, and coding in passes. {coding.by_whom(tables['passes'])}.",
        "isBasedOn": [
            {"@type": "CreativeWork", "name": one["title"]} | ({"url": one["path"]} if "path" in one else {})
            for one in descriptor["sources"]
        ],
        "variableMeasured": [
            {"@type": "PropertyValue", "name": f"{name}.{field['name']}", "description": field["description"]}
            for name, schema in tables.schemas.items()
            for field in schema["fields"]
            if name in ("messages", "codings", "provisions", "acts", "responses", "positions", "observations")
        ],
        "distribution": [
            *(download(path.name, offer.serves, path.name, digests(path.read_bytes())) for offer, path in offered()),
            *(
                download(one["name"], one["description"], f"datapackage/{one['path']}", one)
                | ({"license": work(apart)} if (apart := documentation.licence_apart(one)) else {})
                for one in descriptor["resources"]
            ),
        ],
    }


def download(name: str, description: str, place: str, known: Mapping) -> dict:
    """Return a file in the terms of schema.org; ``known`` has its ``bytes`` and ``hash``, as a descriptor has them."""
    return {
        "@type": "DataDownload",
        "name": name,
        "description": description,
        "contentUrl": place,
        "encodingFormat": MEDIA[Path(place).suffix],
        "contentSize": f"{known['bytes']} B",
        "sha256": known["hash"].removeprefix("sha256:"),
    }


def cite_box(title: str | None, known: str, name: str, source: str) -> str:
    """Return the box at the end of a page that says how to cite it, and offers its source, a file as it is written.

    ``title`` is none for the book itself; ``known`` is the address of the page, or empty; ``name`` is that of its file,
    without what follows the dot.
    """
    links = f'<a href="{FOLDER}/{name}.bib" download>BibTeX</a>, <a href="{FOLDER}/{name}.ris" download>RIS</a>'
    place = "the address of the page" if known else f"the name of this file, <code>{name}.html</code>"
    hint = f"To cite a heading, figure, table or record, add <code>#</code> and its anchor to {place}."
    return (
        '<section class="cite-page" aria-labelledby="cite-this-page">'
        '<h2 id="cite-this-page">Cite this page</h2>'
        f"<p>{escape(page_reference(title, known or (f'{name}.html' if title else '')))}</p><p>{links}. {hint}</p>"
        f'<p><a href="_sources/{quote(source)}" download>Source of this page</a></p></section>'
    )


def write_citations(app: Sphinx) -> None:
    """Write the files that reference managers take."""
    folder = Path(app.outdir, FOLDER)
    folder.mkdir(exist_ok=True)
    for docname in sorted(app.env.found_docs):
        name = address(docname)
        known = on_the_web(app.config, f"{name}.html")
        title = None if docname == app.config.root_doc else app.env.titles[docname].astext()
        keep(folder / f"{name}.bib", page_bibtex(title, name, known, place=f"{name}.html") + "\n")
        keep(folder / f"{name}.ris", page_ris(title, known, place="" if title is None else f"{name}.html"))


def setup(app: Sphinx) -> None:
    """Describe pages as they are written."""
    app.connect("html-page-context", describe)
    after_pages(app, write_citations)
