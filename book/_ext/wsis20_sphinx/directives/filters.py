"""The room that a script fills with search, filters, counts and a way to take what is shown away.

``_static/registers.js`` reads from it what a download is called and which version it is of. Whoever has no script does
not see it. A strip follows: links into what is long, and the number that is shown, both in sight on a phone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxTranslator
from wsis20 import project

from wsis20_sphinx.letters import as_text

ACTOR, WHOM = "Who is to act", "For whom"
"""Facets of several pages."""


class Filters(nodes.General, nodes.Element):
    """The room: what is shown has a ``name``, a ``label`` for those who hear it, and ``facets``.

    Facets are those of a list, or of a register beside its columns; a record can have ``several`` values of some. Those
    that are ``lesser`` are folded on a desk.
    """


class Facet(nodes.General, nodes.Inline, nodes.TextElement):
    """A value by which a record can be found; ``name`` is that of the facet."""


def visit_facet(translator: SphinxTranslator, node: Facet) -> None:
    """Open a value."""
    translator.body.append(f'<span data-facet="{escape(node["name"])}">')


def depart_facet(translator: SphinxTranslator, node: Facet) -> None:
    """Close a value."""
    translator.body.append("</span>")


def room(
    name: str,
    label: str,
    into: Mapping[str, str],
    facets: Sequence[str] = (),
    several: Sequence[str] = (),
    lesser: Sequence[str] = (),
) -> list[nodes.Node]:
    """Return the room for the filters of a register or of a list, and the strip with links ``into`` it."""
    strip = nodes.container("", nodes.container(classes=["shown", "pst-js-only"]), classes=["strip", "only-html"])
    if len(into) > 1:
        strip += jumps(into, ["jumps"])
    made = Filters("", name=name, label=label, facets=list(facets), several=list(several), lesser=list(lesser))
    return [made, strip]


def jumps(into: Mapping[str, str], classes: Sequence[str]) -> nodes.bullet_list:
    """Return links to the parts of a long page, which are anchors by their names."""
    links = [nodes.reference("", "", as_text(name), refid=anchor, internal=True) for name, anchor in into.items()]
    return nodes.bullet_list(
        "", *(nodes.list_item("", nodes.paragraph("", "", link)) for link in links), bullet="-", classes=list(classes)
    )


def visit(translator: SphinxTranslator, node: Filters) -> None:
    """Write the room; the table or the list does not move when the script fills it."""
    known = {"name": node["name"], "label": node["label"], "version": project.version()}
    if node["facets"]:
        known |= {key: "|".join(node[key]) for key in ("facets", "several")}
    if node["lesser"]:
        known["lesser"] = "|".join(node["lesser"])
    data = "".join(f' data-{key}="{escape(value)}"' for key, value in known.items())
    translator.body.append(f'<div class="register-filter pst-js-only"{data}>')


def depart(translator: SphinxTranslator, node: Filters) -> None:
    """Close the room."""
    translator.body.append("</div>\n")


def add_scripts(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Load the script on pages that have filters, the table library where it sorts a register, and on no other."""
    if doctree is None or doctree.next_node(Filters) is None:
        return
    if any("register" in table["classes"] for table in doctree.findall(nodes.table)):
        app.add_js_file("vendor/dataTables.min.js", loading_method="defer")
    app.add_js_file("registers.js", loading_method="defer")


def setup(app: Sphinx) -> None:
    """Add the nodes, and the scripts to the pages that need them."""
    app.connect("html-page-context", add_scripts)
    app.add_node(Filters, html=(visit, depart))
    app.add_node(Facet, html=(visit_facet, depart_facet))
