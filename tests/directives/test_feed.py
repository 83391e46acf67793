"""The feed of versions: right by RFC 4287, its identifiers kept for good, and none where the book has no address."""

from __future__ import annotations

import datetime
import re
import uuid
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from wsis20 import project
from wsis20_sphinx.html import feed

ATOM = f"{{{feed.ATOM}}}"
KNOWN = {"1.0.0": "urn:uuid:dba447f1-dd23-5e94-aa02-0e59a4f2f83a"}
"""Of a version that is out; a reader of feeds would show it again if it changed."""


def config(address):
    return SimpleNamespace(html_baseurl=address, wsis20_preview=False)


def entries(content):
    top = ElementTree.fromstring(content)
    return top, top.findall(f"{ATOM}entry")


def text(element, kind):
    (one,) = element.findall(f"{ATOM}{kind}")
    return one.text


@pytest.mark.parametrize("address", ["https://example.org/book", "https://example.org/book/"])
def test_the_feed_and_each_entry_have_what_the_standard_asks(address):
    top, found = entries(feed.feed(config(address)))
    assert top.tag == f"{ATOM}feed"
    assert text(top.find(f"{ATOM}author"), "name") == feed.author()
    for one in (top, *found):
        assert text(one, "title")
        assert datetime.datetime.fromisoformat(text(one, "updated")).tzinfo is not None
        assert uuid.UUID(text(one, "id").removeprefix("urn:uuid:")).version == 5
        links = {link.get("rel"): link.get("href") for link in one.findall(f"{ATOM}link")}
        assert links.pop("alternate") == "https://example.org/book/changes.html"
        assert links == ({"self": "https://example.org/book/feed.xml"} if one is top else {})
    assert len({text(one, "id") for one in (top, *found)}) == len(found) + 1
    assert text(top, "updated") == max(text(one, "updated") for one in found)


def test_there_is_an_entry_for_each_version_of_the_changelog_the_newest_first():
    _, found = entries(feed.feed(config("https://example.org")))
    headings = re.findall(r"^## (\S+) ", (project.ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert [text(one, "title") for one in found] == [f"Version {number}" for number in headings]
    assert headings[0] == project.version()
    counted = (project.ROOT / "changes.csv").read_text("utf-8").splitlines()
    for number, one in zip(headings, found, strict=True):
        told = re.search(r"in changes\.csv: ([\d,]+)\.", text(one, "summary"))
        rows = sum(line.startswith(f"{number},") for line in counted)
        assert (int(told[1].replace(",", "")) if told else 0) == rows
        assert "`" not in text(one, "summary")


def test_identifiers_do_not_hang_on_the_address_and_are_kept():
    one, other = (
        {text(entry, "title"): text(entry, "id") for entry in entries(feed.feed(config(address)))[1]}
        for address in ("https://example.org", "https://elsewhere.example/x")
    )
    assert one == other
    assert all(one[f"Version {number}"] == key for number, key in KNOWN.items())


def test_without_an_address_there_is_no_feed_and_an_old_one_goes(tmp_path):
    app = SimpleNamespace(outdir=tmp_path, config=config("https://example.org"))
    feed.write(app)
    assert entries((tmp_path / feed.FILE).read_bytes())[1]
    assert feed.link(app.config) == (
        '<link rel="alternate" type="application/atom+xml" title="Versions" href="https://example.org/feed.xml" />\n'
    )
    app.config = config("")
    feed.write(app)
    assert list(tmp_path.iterdir()) == []
    assert feed.link(app.config) == ""
