"""Topics: the short names by which the menu lists pages whose titles are findings.

They stand in ``_toc.yml`` as ``title`` of an entry. A page has its own above its title, and the links at its foot say
topic and finding of the pages before and after it. The PDFs have the titles alone.

A chapter opens with its question in bold, and answers it in the next paragraph: on the web the answer stands out.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape, unescape

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

START = "Start"
GROUP = re.compile(r'<p[^>]*class="caption"[^>]*><span class="caption-text">([^<]*)</span></p>\s*(<ul.*?</ul>)', re.S)
"""A group of the menu: its name and its pages."""


def topics(env: BuildEnvironment) -> dict[str, str]:
    """Return the topic of each page that has one, by the name of its document."""
    trees = env.get_doctree(env.config.root_doc).findall(addnodes.toctree)
    return {name: topic for tree in trees for topic, name in tree["entries"] if topic}


def named(env: BuildEnvironment, docname: str) -> str:
    """Return topic and title of a page, as a link to it says them."""
    title = escape(env.titles[docname].astext())
    topic = topics(env).get(docname)
    return f"{escape(topic)}: {title}" if topic else title


def fold(menu: str, names: Collection[str]) -> str:
    """Return the menu with the groups of these names folded, but the one that has the page."""

    def group(found: re.Match[str]) -> str:
        name, pages = found.groups()
        if unescape(name) not in names:
            return found[0]
        opened = " open" if "current active" in pages else ""
        return f'<details class="menu-group"{opened}><summary>{name}</summary>{pages}</details>'

    return GROUP.sub(group, menu)


def show(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Put the topic over a page, and topics into the links to its neighbours."""
    context["folded"] = lambda menu: fold(str(menu), app.config.menu_folded)
    if topic := topics(app.env).get(pagename):
        context["body"] = f'<p class="topic">{escape(topic)}</p>\n{context["body"]}'
    _, *neighbours = app.builder.relations.get(pagename, (None, None, None))  # type: ignore[attr-defined]
    for name, neighbour in zip(("prev_title", "next_title"), neighbours, strict=True):
        if neighbour:
            context[name] = named(app.env, neighbour)


def name_start(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Let the list of pages call the first one the start: the title of the book stands over the list."""
    context["root_title"] = START


def mark_opening(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Tell the question with which a page opens, and its answer, to the style sheet."""
    question = doctree.next_node(nodes.paragraph)
    bold = question and question.next_node(nodes.strong)
    answer = question and question.next_node(nodes.paragraph, descend=False, siblings=True)
    if bold and answer and bold.astext() == question.astext():
        question["classes"].append("question")
        answer["classes"].append("answer")


def setup(app: Sphinx) -> None:
    """Connect to the writing of pages."""
    app.add_config_value("menu_folded", [], "html", [list])
    app.connect("doctree-resolved", mark_opening)
    app.connect("html-page-context", show)
    app.connect("html-page-context", name_start, priority=900)  # after the theme has named it
