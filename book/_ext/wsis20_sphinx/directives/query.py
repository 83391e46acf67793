"""Queries: the tables of the data in a database of the reader's own browser, with ready questions to begin with.

A page from a folder cannot fetch a file, but load a script: so the database is one, the same that a release has as a
file. ``_static/query.js`` loads it, and SQLite, when a reader first asks; nothing is sent anywhere.
"""

from __future__ import annotations

import base64
import zlib
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, SphinxTranslator
from wsis20 import database, project
from wsis20.commands.build.gates import queries
from wsis20.release.source import Source

from wsis20_sphinx.records import package
from wsis20_sphinx.written import after_pages

ENGINE = "_static/vendor/sql-wasm-inline.js"
DATABASE = "query-database.js"
NEEDED = {"script-src": "'self' 'wasm-unsafe-eval'", "worker-src": "blob:"}
"""What the policy of this page allows besides: SQLite is WebAssembly, and runs in a worker, which can be stopped."""


class Query(nodes.General, nodes.Element):
    """The room to ask in; ``asked`` has the query of each ready question."""


class Unscripted(nodes.General, nodes.Element):
    """What is shown where no script runs."""


class Ask(SphinxDirective):
    """``{query}``: a room to ask in SQL; its content is what a reader without scripts is told instead."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the room, and the tables with their columns."""
        self.env.note_dependency(str(queries.QUERIES))
        told = Unscripted()
        self.state.nested_parse(self.content, self.content_offset, told)
        return [told, Query("", asked=queries.read()), self.tables()]

    def tables(self) -> nodes.section:
        """Return the names of tables and views, and of the columns of each table."""
        section = nodes.section("", nodes.title("", "Tables and columns"), ids=["tables"], names=["tables"])
        section += nodes.definition_list("", *map(self.table, package().schemas))
        views = nodes.section("", nodes.title("", "Views"), ids=["views"], names=["views"])
        told = (
            "Those that end in _agreed hold the final coding alone; observations_newest has the newest edition of "
            "ITU’s yearbook, and messages_wide a message in one row, with a column for each theme, "
            "and of a call the best degree in which it is met. A list has "
            "a view too, with one item a row: acts_actors, for instance. disagreements has what two passes coded "
            "differently and why; in it and in codes, first_key and second_key are the keys to join by. responses_acts "
            "has the operative acts of each provision that answers a call, and for_developing_countries what our rule "
            "leaves out for Africa."
        )
        views += nodes.paragraph("", told)
        views += nodes.paragraph("", ", ".join([*database.VIEWS, *database.lists(package().schemas)]) + ".")
        section += [views, self.words()]
        return section

    def words(self) -> nodes.section:
        """Return how words are found in the paraphrases."""
        section = nodes.section("", nodes.title("", "Words"), ids=["words"], names=["words"])
        search = nodes.literal("", database.SEARCH)
        told = (
            " holds every paraphrase with its table (resource) and its identifier (record). MATCH finds words in it, "
            "in capitals or not. afford* finds affordable too, two words are both wanted, and quotation marks hold "
            "words together."
        )
        section += nodes.paragraph("", "", search, nodes.Text(told))
        return section

    def table(self, name: str) -> nodes.definition_list_item:
        """Return the name of a table and those of its columns."""
        columns = ", ".join(field["name"] for field in package().schemas[name]["fields"])
        term = nodes.term("", "", nodes.literal("", name))
        return nodes.definition_list_item("", term, nodes.definition("", nodes.paragraph("", columns)))


def visit_query(translator: SphinxTranslator, node: Query) -> None:
    """Write the room: questions, the field, buttons, and places for what is told and found."""
    questions = "".join(
        f'<li><button type="button" data-query="{escape(query)}">{escape(question)}</button></li>\n'
        for question, query in node["asked"].items()
    )
    known = {"engine": ENGINE, "database": DATABASE, "version": project.version()}
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in known.items())
    translator.body.append(
        f"""<div class="query pst-js-only"{data}>
<p id="query-questions">Questions to begin with. Each runs at once, and its query can be changed.</p>
<ul class="questions" aria-labelledby="query-questions">
{questions}</ul>
<div class="ask">
<label for="query-text">Your query in SQL</label>
<textarea id="query-text" rows="11" spellcheck="false" autocapitalize="off" autocomplete="off" \
aria-describedby="query-keys"></textarea>
<p id="query-keys">Ctrl+Enter runs it.</p>
<div class="actions">
<button type="button" class="run">Run</button>
<button type="button" class="stop" aria-disabled="true">Stop</button>
<button type="button" class="copy">Copy link</button>
</div>
<p class="told" role="status"></p>
<p class="fault" role="alert"></p>
</div>
<div class="found"></div>
"""
    )


def depart_query(translator: SphinxTranslator, node: Query) -> None:
    """Close the room."""
    translator.body.append("</div>\n")


def visit_unscripted(translator: SphinxTranslator, node: Unscripted) -> None:
    """Open what is shown where no script runs."""
    translator.body.append("<noscript>\n")


def depart_unscripted(translator: SphinxTranslator, node: Unscripted) -> None:
    """Close it."""
    translator.body.append("</noscript>\n")


def prepare(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Load the script on the page that has the room, and on no other, and let its policy allow what that needs."""
    if doctree is not None and doctree.next_node(Query):
        app.add_js_file("query.js", loading_method="defer")
        context["policy"] = NEEDED


def write(app: Sphinx) -> None:
    """Put the database beside the pages as a script that holds it compressed, in base64."""
    held = base64.b64encode(zlib.compress(Source.read().database, 9)).decode("ascii")
    Path(app.outdir, DATABASE).write_text(f'globalThis.queryDatabase = "{held}";\n', encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Add the directive and its nodes, and write the database when the pages are there."""
    app.add_node(Query, html=(visit_query, depart_query))
    app.add_node(Unscripted, html=(visit_unscripted, depart_unscripted))
    app.add_directive("query", Ask)
    app.connect("html-page-context", prepare)
    after_pages(app, write)
