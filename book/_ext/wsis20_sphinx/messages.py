"""Messages in the book: a register with an anchor for each, and a role that links to it.

A Sphinx domain keeps the places of the messages, so that they are in the search index and in ``objects.inv`` too.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html import escape

import pandas as pd
from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.domains import Domain, ObjType
from sphinx.errors import ExtensionError
from sphinx.util.docutils import ReferenceRole, SphinxDirective
from sphinx.util.nodes import make_id, make_refnode
from wsis20 import datapackage, prose


@cache
def register() -> pd.DataFrame:
    """Return messages with context and document; ``locator`` and ``phrase`` are tuples, one entry a passage."""
    package = datapackage.load()
    places = package["passages"].sort_values(["message_id", "start"]).groupby("message_id")
    documents = package["documents"].set_index("document_id")[["title", "citation_key"]].add_prefix("document_")
    frame = datapackage.in_context(package).join(documents, on="document_id")
    for field in ("locator", "phrase"):
        frame[field] = frame["message_id"].map(places[field].agg(tuple))
    frame["label"] = [prose.label(row) for row in frame.itertuples()]
    return frame.set_index("message_id", drop=False)


class MessageDomain(Domain):
    """Where each message stands in the book."""

    name = "wsis20"
    label = "WSIS+20"
    object_types = {"message": ObjType("message", "msg")}  # noqa: RUF012 - Sphinx wants it so
    initial_data = {"pages": {}}  # noqa: RUF012

    def clear_doc(self, docname: str) -> None:
        """Forget the messages of a page that is read again."""
        self.data["pages"] = {key: page for key, page in self.data["pages"].items() if page != docname}

    def merge_domaindata(self, docnames: set[str], otherdata: dict) -> None:
        """Take over what a parallel reader found."""
        self.data["pages"].update({key: page for key, page in otherdata["pages"].items() if page in docnames})

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield every message for the search index and the inventory."""
        for key, page in self.data["pages"].items():
            yield key, key, "message", page, key, 1

    def resolve_xref(self, env, fromdocname, builder, typ, target, node, contnode) -> nodes.reference | None:
        """Return the link to a message, with its text as the title."""
        page = self.data["pages"].get(target)
        if page is None:
            raise ExtensionError(f"{fromdocname}: message {target!r} is in the data but not in a register of the book")
        return make_refnode(builder, fromdocname, page, target, contnode, register().loc[target, "text"])

    def resolve_any_xref(self, env, fromdocname, builder, target, node, contnode) -> list:
        """Offer nothing: a message is referred to by its role."""
        return []


class MessageRole(ReferenceRole):
    """``{msg}`africa-k1` `` links to a message; an unknown identifier stops the build."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the reference, to be resolved when all pages are read."""
        if self.target not in register().index:
            source, line = self.get_source_info()
            raise ExtensionError(f"{source}:{line}: there is no message {self.target!r} in the data package")
        title = self.title if self.has_explicit_title else register().loc[self.target, "label"]
        reference = pending_xref(
            "",
            refdomain="wsis20",
            reftype="msg",
            reftarget=self.target,
            refdoc=self.env.docname,
            refexplicit=True,
            refwarn=True,
        )
        reference += nodes.inline("", title, classes=["msg"])
        return [reference], []


class MessageRegister(SphinxDirective):
    """``{message-register}`` shows every message with what a reader needs to check and to cite it."""

    def run(self) -> list[nodes.Node]:
        """Return one section per consultation and layer."""
        groups = register().groupby(["region_sort_order", "consultation_id", "layer"], sort=False, observed=True)
        return [self.section(group) for _, group in groups]

    def section(self, group: pd.DataFrame) -> nodes.section:
        """Return the messages of one consultation and layer under a heading, statements under that of their speaker."""
        first = group.iloc[0]
        section = self.headed(heading(first))
        section += nodes.paragraph("", introduction(group))
        if first.layer != "statement":
            section.extend(self.entry(row) for row in group.itertuples())
            return section
        for _, spoken in group.groupby("appearance_id", sort=False):
            person = spoken.iloc[0]
            part = self.headed(person.speaker)
            part += nodes.paragraph("", f"{prose.capital(person.role)}. {person.position}.", classes=["position"])
            part.extend(self.entry(row) for row in spoken.itertuples())
            section += part
        return section

    def headed(self, title: str) -> nodes.section:
        """Return a section that holds its title only."""
        key = make_id(self.env, self.state.document, "", title)
        return nodes.section("", nodes.title(title, title), ids=[key], names=[nodes.fully_normalize_name(title)])

    def entry(self, row) -> nodes.container:
        """Return one message: label, identifier and kind, text, and the place in its source."""
        self.env.domains["wsis20"].data["pages"][row.message_id] = self.env.docname
        entry = nodes.container(ids=[row.message_id], classes=["message"])
        head = nodes.paragraph(classes=["message-head"])
        head += [
            nodes.strong("", row.label),
            nodes.Text(" · "),
            nodes.literal("", row.message_id),
            nodes.Text(f" · {row.kind}"),
        ]
        # raw, because docutils has no way to name a link for those who hear it
        link = nodes.raw(
            "",
            f'<a class="headerlink" href="#{row.message_id}" aria-label="Permanent link to {escape(row.label)}">¶</a>',
            format="html",
        )
        head += link
        entry += head
        entry += nodes.paragraph("", row.text, classes=["message-text"])
        entry += self.source(row)
        return entry

    def source(self, row) -> nodes.paragraph:
        """Return document, places and phrases to look for; a phrase keeps the letters of the source."""
        (paragraph,) = self.parse_text_to_nodes(f"{{cite:t}}`{row.document_citation_key}`")
        paragraph["classes"].append("source")
        for number, (locator, phrase) in enumerate(zip(row.locator, row.phrase, strict=True)):
            paragraph += nodes.Text(f"{', ' if number == 0 else '; '}{locator}; look for “")
            paragraph += nodes.inline("", phrase, classes=["phrase"], support_smartquotes=False)
            paragraph += nodes.Text("”")
        paragraph += nodes.Text(".")
        return paragraph


def heading(row) -> str:
    """Return the heading over the messages of one consultation and layer."""
    if row.layer == "survey finding":
        return "Findings of the online survey"
    if row.layer == "statement":
        return f"{row.region_name}: statements made in {row.consultation_city}"
    return f"{row.region_name}: key messages"


def introduction(group: pd.DataFrame) -> str:
    """Return the sentence under that heading."""
    first = group.iloc[0]
    noun = {"key message": "key message", "statement": "statement", "survey finding": "finding"}[first.layer]
    return f"{prose.capital(prose.count(len(group), noun))}, from: {first.consultation_title}."


def setup(app: Sphinx) -> None:
    """Add the domain, the role and the directive."""
    app.add_domain(MessageDomain)
    app.add_role("msg", MessageRole())
    app.add_directive("message-register", MessageRegister)
