"""Let scripts run when a page has been read, so that none of them keeps the page from being drawn.

Sphinx and its extensions write their scripts into the head without ``defer``: each is fetched and run before the
reader sees a line. Put off, they run in the same order when the whole page stands, and before ``DOMContentLoaded``.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

READ_AT_ONCE = "_static/documentation_options.js"  # a script that stands in the page itself uses its values
SEARCH = "search"  # its template calls what these scripts define from scripts that are not put off


def put_off(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Put off the scripts of a page, except on that of the search."""
    if pagename == SEARCH:
        return
    context["script_files"] = [
        script
        if not script.filename or script.filename == READ_AT_ONCE
        else type(script)(script.filename, priority=script.priority, **{**script.attributes, "defer": "defer"})
        for script in context["script_files"]
    ]


def setup(app: Sphinx) -> None:
    """Put scripts off after whatever adds one to a page."""
    app.connect("html-page-context", put_off, priority=900)
