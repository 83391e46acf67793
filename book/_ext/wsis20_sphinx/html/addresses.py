"""Publish every page at a flat, permanent address, wherever its source lies.

``book/messages.md`` becomes ``messages.html`` and ``notebooks/01-round.ipynb`` becomes ``01-round.html``, so a
citation such as ``messages.html#africa-k1`` outlives the folders of the sources, and the root page is the site's own
``index.html``.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import urljoin

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.errors import ExtensionError, SphinxParallelError
from sphinx.util.parallel import parallel_available

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


def many(docnames: Sequence[str]) -> bool:
    """Return whether it is worth while to share pages out."""
    return len(docnames) > FEW and bool(parallel_available) and (os.cpu_count() or 1) > 1


def done(work: Callable[..., None], docnames: list[str]) -> bool:
    """Share pages out to two processes; return whether they were done.

    What fails is done again one by one, since a process hands on an error without its kind and with a traceback.
    """
    try:
        work(docnames, nproc=2)
    except SphinxParallelError:
        return False
    return True


class FlatHTMLBuilder(StandaloneHTMLBuilder):
    """Sphinx's HTML builder, with all pages in one folder, many of which are read and written in two processes."""

    def prepare_writing(self, docnames: set[str]) -> None:
        """Check the addresses."""
        refuse_shared_addresses(self.env.found_docs)
        super().prepare_writing(docnames)

    def _read_serial(self, docnames: list[str]) -> None:
        """Read many pages in two processes; Sphinx does so when asked to, and Jupyter Book never asks."""
        if not (many(docnames) and done(self._read_parallel, docnames)):
            super()._read_serial(docnames)

    def _write_serial(self, docnames: Sequence[str]) -> None:
        """Write many pages in processes of their own."""
        if not (many(docnames) and done(self._write_parallel, list(docnames))):
            super()._write_serial(docnames)

    def load_indexer(self, docnames: Iterable[str]) -> None:
        """Read no index of Sphinx's, nor write one: `search` writes another. Its stemmer for the web is used."""

    def index_page(self, pagename: str, doctree: nodes.document, title: str) -> None:
        """Leave out the index of Sphinx's."""

    def dump_search_index(self) -> None:
        """Leave out the index of Sphinx's."""

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
