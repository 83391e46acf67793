"""What a page may run and load: files beside it, and nothing that somebody has written into it.

Every page carries this policy itself, so that it holds from a folder as well as from any server. A page cannot say by
whom it may be framed; a server can (``frame-ancestors 'none'``).
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",  # the icons of the style sheets
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",  # the field of the search leads to its page
    )
)


def declare(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Put the policy at the start of the head of a page, before anything that it is about.

    A page that is shown while it is written has none: what loads it anew is written into it.
    """
    if app.config.wsis20_preview:
        return
    element = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}" />\n'
    context["metatags"] = element + context.get("metatags", "")


def setup(app: Sphinx) -> None:
    """Declare the policy last, so that it stands first."""
    app.connect("html-page-context", declare, priority=950)
