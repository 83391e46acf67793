"""Refuse a page that loads anything from another host: the book is read and searched where there is no network.

What Jupyter Book adds by default (thebe, comments, a repository) is left out in ``_config.yml``. This check ends the
build when something comes back, for instance a formula, for which Sphinx fetches MathJax.
"""

from __future__ import annotations

import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from wsis20.commands.build import sound

from wsis20_sphinx.written import after_pages

LOADING_ATTRIBUTES = {"src", "srcset", "poster", "data", "background"}
RELATIONS_NOT_LOADED = {"alternate", "author", "canonical", "describedby", "index", "license", "next", "prev", "search"}
SCRIPT_TYPES = {"", "module", "text/javascript", "application/javascript"}
FOREIGN = re.compile(r"\s*(https?:|wss?:)?//", re.IGNORECASE)
NAMED_IN_CODE = re.compile(r"\b(?:https?|wss?)://[^\s\"'`)<>]+", re.IGNORECASE)


class ForeignRequests(HTMLParser):
    """The addresses on other hosts that a page loads, or names in a script or a style and so may load.

    ``addresses`` lists them in the order of the page. Links that a reader follows are not among them.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self._in_code = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the attributes of an element load."""
        attributes = {name: value or "" for name, value in attrs}
        loaded = [value for name, value in attributes.items() if name in LOADING_ATTRIBUTES]
        if tag == "link" and not RELATIONS_NOT_LOADED.issuperset(attributes.get("rel", "").lower().split()):
            loaded.append(attributes.get("href", ""))
        self.addresses += [value.strip() for value in loaded if FOREIGN.match(value)]
        self.addresses += NAMED_IN_CODE.findall(attributes.get("style", ""))
        self._in_code = tag == "style" or (tag == "script" and attributes.get("type", "").lower() in SCRIPT_TYPES)

    def handle_endtag(self, tag: str) -> None:
        """Leave a script or a style."""
        self._in_code = False

    def handle_data(self, data: str) -> None:
        """Note what a script or a style names."""
        if self._in_code:
            self.addresses += NAMED_IN_CODE.findall(data)


def refuse_foreign_requests(app: Sphinx) -> None:
    """End the build with the pages that load something from another host."""
    pages = {page.name: page.read_bytes() for page in sorted(Path(app.outdir).glob("*.html"))}
    rule = Path(__file__).read_bytes()  # what was found right by another rule is looked at again
    digests = {name: hashlib.sha256(page + rule).hexdigest() for name, page in pages.items()}

    def look(unknown: list[str]) -> list[str]:
        requests = [(name, ForeignRequests(pages[name].decode()).addresses) for name in unknown]
        return [f"{name}: {', '.join(addresses)}" for name, addresses in requests if addresses]

    if found := sound.unless_sound(digests, look):
        raise ExtensionError("pages load from other hosts:\n" + "\n".join(found))


def setup(app: Sphinx) -> None:
    """Check the pages when all are written."""
    # Jupyter Book sets it even where the extension that reads it is left out.
    app.add_config_value("comments_config", {}, "html")
    after_pages(app, refuse_foreign_requests)
