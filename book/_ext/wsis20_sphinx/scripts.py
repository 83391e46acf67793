"""Let scripts run when a page has been read, so that none of them keeps the page from being drawn, and only files run.

Sphinx and its extensions write their scripts into the head without ``defer``: each is fetched and run before the
reader sees a line. Put off, they run in the same order when the whole page stands, and before ``DOMContentLoaded``.

The theme also writes settings into the page as scripts, which it has by default or does not need here. Without them a
server can forbid all scripts but files (``Content-Security-Policy``).
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

READ_AT_ONCE = "_static/documentation_options.js"  # scripts of the theme use its values
SEARCH = "search"  # its template calls what these scripts define from scripts that are not put off


def put_off(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Leave out scripts that are no files; put off the others, except on the page of the search."""
    context["script_files"] = [script for script in context["script_files"] if script.filename]
    if pagename == SEARCH:
        return
    context["script_files"] = [
        script
        if script.filename == READ_AT_ONCE
        else type(script)(script.filename, priority=script.priority, **{**script.attributes, "defer": "defer"})
        for script in context["script_files"]
    ]


def setup(app: Sphinx) -> None:
    """Put scripts off after whatever adds one to a page."""
    app.connect("html-page-context", put_off, priority=900)
