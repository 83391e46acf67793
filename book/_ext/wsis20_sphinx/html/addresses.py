"""Publish every page at a flat, permanent address, wherever its source lies.

``book/messages.md`` becomes ``messages.html`` and ``notebooks/01-round.ipynb`` becomes ``01-round.html``, so a
citation such as ``messages.html#africa-k1`` outlives the folders of the sources, and the root page is the site's own
``index.html``.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from html import escape, unescape
from typing import IO, Any
from urllib.parse import urljoin

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.search import js_index
from sphinx.util.parallel import parallel_available

from wsis20_sphinx.records import RecordDomain, in_words

GENERATED = ("genindex", "search")
FEW = 5  # pages that are written before a process of its own would have begun


def address(pagename: str) -> str:
    """Return the name under which a page is published: that of its source, without the folders."""
    return pagename.rpartition("/")[2]


def on_the_web(config: Config, place: str) -> str:
    """Return the whole address of a file of the site, or nothing where none is configured."""
    return urljoin(f"{config.html_baseurl.rstrip('/')}/", place) if config.html_baseurl else ""


def published(config: Config, place: str) -> str:
    """Return the whole address of a file of the site where one is configured, else the place as it is."""
    return on_the_web(config, place) or place


def refuse_shared_addresses(docnames: Iterable[str]) -> None:
    """Raise an error that names every address at which two pages would be published."""
    claims = defaultdict(list)
    for name in sorted((*docnames, *GENERATED)):
        claims[address(name)].append(name)
    if shared := [f"{page}.html ({', '.join(names)})" for page, names in claims.items() if len(names) > 1]:
        raise ExtensionError(f"two pages at one address; rename a source: {'; '.join(shared)}")


class SearchIndex:
    """The format of Sphinx's search index: addresses for names of which the search page makes links, and escaped text.

    The search page takes titles and names of objects as HTML. Sphinx escapes the names, and renders the titles of
    pages; those of sections it writes as they are.

    It is what ``StandaloneHTMLBuilder.indexer_format`` asks for. An index that an earlier build left behind is read
    back with the names of ``docnames``. Records are found, and shown, by what ``words`` says of a kind and identifier:
    Sphinx knows the identifier alone.
    """

    def __init__(self, docnames: Iterable[str], words: Callable[[str, str], str]) -> None:
        self.docnames = {address(name): name for name in docnames}
        self.words = words

    def dump(self, data: dict[str, Any], stream: IO[str]) -> None:
        """Write the index."""
        sections = {escape(title, quote=False): places for title, places in data["alltitles"].items()}
        pages = {page: title for title, places in sections.items() for page, anchor in places if anchor is None}
        shown = {
            "docnames": [address(name) for name in data["docnames"]],
            "titles": [pages.get(page, title) for page, title in enumerate(data["titles"])],  # or none is found as both
            "alltitles": sections,
            "objects": self.named(data),
        }
        js_index.dump(data | shown, stream)

    def named(self, data: dict[str, Any]) -> dict[str, list[tuple[int, int, int, str, str]]]:
        """Return the objects of the index, of which records have words for a name; the search page takes it as HTML."""
        kinds = {number: name.partition(":") for number, name in data["objtypes"].items()}

        def worded(page: int, number: int, priority: int, anchor: str, name: str) -> tuple[int, int, int, str, str]:
            domain, _, kind = kinds[number]
            if domain != RecordDomain.name:
                return page, number, priority, anchor, name
            return page, number, priority, name, escape(self.words(kind, name), quote=False)

        return {prefix: [worded(*entry) for entry in entries] for prefix, entries in data["objects"].items()}

    def load(self, stream: IO[str]) -> dict[str, Any]:
        """Read the index."""
        data = js_index.load(stream)
        return data | {
            "docnames": [self.docnames.get(name, name) for name in data["docnames"]],
            "alltitles": {unescape(title): places for title, places in data["alltitles"].items()},
        }


class FlatHTMLBuilder(StandaloneHTMLBuilder):
    """Sphinx's HTML builder, with all pages in one folder, and many pages written while the next are resolved."""

    def prepare_writing(self, docnames: set[str]) -> None:
        """Check the addresses and give them to the search index."""
        refuse_shared_addresses(self.env.found_docs)
        self.indexer_format = SearchIndex(self.env.found_docs, in_words)
        super().prepare_writing(docnames)

    def _write_serial(self, docnames: Sequence[str]) -> None:
        """Write many pages in processes of their own; Sphinx does so when asked to, and Jupyter Book never asks."""
        if len(docnames) > FEW and parallel_available and (os.cpu_count() or 1) > 1:
            self._write_parallel(docnames, nproc=2)
        else:
            super()._write_serial(docnames)

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the address to which links to a page lead."""
        return super().get_target_uri(address(docname), typ)

    def get_outfilename(self, pagename: str) -> str:
        """Return the file into which a page is written."""
        return super().get_outfilename(address(pagename))

    def update_page_context(self, pagename: str, templatename: str, ctx: dict[str, Any], event_arg: Any) -> None:
        """Correct the canonical address, which Sphinx makes without asking for the page's address."""
        super().update_page_context(pagename, templatename, ctx, event_arg)
        if self.config.html_baseurl:
            ctx["pageurl"] = published(self.config, self.get_target_uri(pagename))


def setup(app: Sphinx) -> None:
    """Take the place of Sphinx's HTML builder."""
    app.add_builder(FlatHTMLBuilder, override=True)
