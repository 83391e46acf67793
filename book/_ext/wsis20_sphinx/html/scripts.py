"""What a page may run and load, and when: files beside it, once the page has been read, and nothing written into it.

Sphinx and its extensions write their scripts into the head without ``defer``: each is fetched and run before the
reader sees a line. Put off, they run in the same order when the whole page stands, and before ``DOMContentLoaded``.

The theme also writes settings into the page as scripts, which it has by default or does not need here. Without them a
policy can forbid all scripts but files. Every page carries the policy itself, so that it holds from a folder as well
as from any server. A page cannot say by whom it may be framed; a server can (``frame-ancestors 'none'``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx

from wsis20_sphinx.html import endings

READ_AT_ONCE = "_static/documentation_options.js"  # scripts of the theme use its values
MARKS = "_static/sphinx_highlight.js"  # marks what was searched on the page after, and nobody wants it on the next


def put_off(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Leave out scripts that are no files, and the one that marks words; put off the others."""
    context["script_files"] = [
        script
        if script.filename == READ_AT_ONCE
        else type(script)(script.filename, priority=script.priority, **{**script.attributes, "defer": "defer"})
        for script in context["script_files"]
        if script.filename and script.filename != MARKS
    ]


POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",  # the icons of the style sheets
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",  # the field of the search leads to its page
}


def policy(needed: Mapping[str, str] | None = None) -> str:
    """Return the policy of a page as it is declared; what a page needs besides stands in the place of the default."""
    return "; ".join(f"{name} {allowed}" for name, allowed in {**POLICY, **(needed or {})}.items())


def declare(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Put the policy at the start of the head of a page, before anything that it is about.

    A page that is shown while it is written has none: what loads it anew is written into it. What a page needs
    besides, its directive has put into the context.
    """
    if app.config.wsis20_preview:
        return
    declared = policy(context.get("policy"))
    element = f'<meta http-equiv="Content-Security-Policy" content="{declared}" />\n'
    context["metatags"] = element + context.get("metatags", "")


def make_room(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Leave room over the data and method of a page with folded code for the switch that unfolds all of it."""
    section = endings.method(doctree)
    if app.builder.name == "html" and section is not None and doctree.next_node(HideCodeCellNode):
        section.insert(1, nodes.container(classes=["code-switch", "pst-js-only"]))


def for_room(room: str, script: str) -> Callable[..., None]:
    """Return what loads a script on each page that has a container of a class for it, as a page is written."""

    def add(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
        """Load the script where there is room for it, and on no other page."""
        if doctree is not None and any(room in found["classes"] for found in doctree.findall(nodes.container)):
            app.add_js_file(script, loading_method="defer")

    return add


def add_folds(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Load the script that folds what is long on a phone, where a page has a long table or list of acts."""
    if doctree is not None and any(
        {"long", "acts"} & {*node["classes"]}
        for kind in (nodes.table, nodes.bullet_list)
        for node in doctree.findall(kind)
    ):
        app.add_js_file("folds.js", loading_method="defer")


def setup(app: Sphinx) -> None:
    """Put scripts off after whatever adds one to a page, and declare the policy last, so that it stands first."""
    app.connect("doctree-resolved", make_room)
    app.connect("html-page-context", for_room("code-switch", "code-switch.js"))
    app.connect("html-page-context", add_folds)
    app.connect("html-page-context", put_off, priority=900)
    app.connect("html-page-context", declare, priority=950)
