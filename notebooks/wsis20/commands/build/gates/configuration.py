"""The settings of the book, ``_config.yml``: keys that something reads, files that are there, no other host."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any

from wsis20.commands.build.gates import nodes
from wsis20.commands.build.gates.pages import DISABLED, EXTENSIONS
from wsis20.project import ROOT, Refusal, citation

CONFIG = ROOT / "_config.yml"
TEXT, LIST, KEYS, SWITCH = "text", "a list of texts", "keys with values", "true or false"
KNOWN = {
    "title": TEXT,
    "author": TEXT,
    "copyright": TEXT,
    "logo": TEXT,
    "only_build_toc_files": SWITCH,
    "exclude_patterns": LIST,
    "execute": {"execute_notebooks": TEXT},
    "parse": {"myst_enable_extensions": LIST, "myst_dmath_double_inline": SWITCH},
    "bibtex_bibfiles": LIST,
    "sphinx": {"local_extensions": KEYS, "config": KEYS},
}
"""What Jupyter Book reads and this book uses. What is left out would load from other hosts (analytics, comments, launch
buttons, a repository) or run notebooks while pages are built."""
NEEDED = ("title", "author", "only_build_toc_files", "execute", "bibtex_bibfiles", "sphinx")
FILES = {"bibtex_bibfiles": ".", "html_favicon": ".", "html_static_path": ".", "templates_path": "."}
WITHHELD = {
    "html_extra_path": "publishes files that no gate has looked at",
    "suppress_warnings": "hides references that lead nowhere",
}
PAGES = ("typst_report", "typst_web")
STYLES = ("html_css_files", "html_js_files")
ADDRESS = re.compile(r"(?:\w+:)?//[\w.-]+\.\w+")
OWN_ADDRESS = "html_baseurl"  # where the book itself is published
SYNTAX = {"myst_enable_extensions": EXTENSIONS, "myst_disable_syntax": DISABLED}  # or pages are read otherwise there
READING = ("myst_dmath_double_inline", "myst_heading_anchors")  # these change nothing that a gate looks at
OWN_EXTENSION = "wsis20_sphinx"  # refuses what is stale, and makes registers and everything that is computed
EXECUTION = ("nb_execution_mode", "jupyter_execute_notebooks")


def faults() -> list[str]:
    """Return what is wrong with the settings."""
    try:
        top = nodes.read(CONFIG)
    except Refusal as fault:
        return [str(fault)]
    found = [*nodes.repeated(CONFIG, top), *key_faults(top, KNOWN, "")]
    present = {name for name, _, _ in nodes.pairs(top)}
    found += [f"_config.yml: there is no {name!r}" for name in NEEDED if name not in present]
    written = list(settings(top))
    for name, node in written:
        found += setting_faults(name, node)
    return found + [
        f"_config.yml: there is no {name!r}" for name in (*SYNTAX, "extensions") if name not in dict(written)
    ]


def key_faults(node: nodes.MAPPING, known: dict, above: str) -> Iterator[str]:
    """Yield the keys that this book does not use, and values of another kind than is read."""
    for name, key, inside in nodes.pairs(node):
        where, full = nodes.place(CONFIG, key), f"{above}{name}"
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"; is {near[0]!r} meant?" if near else f"; expected one of {', '.join(known)}"
            yield f"{where}: {full!r} is no setting that this book uses{hint}"
        elif isinstance(known[name], dict):
            if isinstance(inside, nodes.MAPPING):
                yield from key_faults(inside, known[name], f"{full}.")
            else:
                yield f"{where}: {full!r} is to be {KEYS}"
        elif not of_kind(inside, known[name]):
            yield f"{where}: {full!r} is to be {known[name]}"


def of_kind(node: object, kind: str) -> bool:
    """Return whether a node is of one of the kinds of values that there are."""
    if kind == KEYS:
        return isinstance(node, nodes.MAPPING)
    if kind == LIST:
        return isinstance(node, nodes.SEQUENCE) and all(of_kind(inside, TEXT) for inside in node.value)
    tag = {TEXT: "tag:yaml.org,2002:str", SWITCH: "tag:yaml.org,2002:bool"}[kind]
    return isinstance(node, nodes.SCALAR) and node.tag == tag


def settings(node: nodes.MAPPING) -> Iterator[tuple[str, object]]:
    """Yield name and value of every setting that is not a group of others."""
    groups = ("execute", "parse", "sphinx", "config")
    for name, _, inside in nodes.pairs(node):
        if name in groups and isinstance(inside, nodes.MAPPING):
            yield from settings(inside)
        else:
            yield name, inside


def setting_faults(name: str, node: object) -> Iterator[str]:
    """Yield what is wrong with the value of a setting."""
    texts = list(scalars(node))
    if name != OWN_ADDRESS:
        for text in texts:
            if named := ADDRESS.search(text.value):
                yield f"{nodes.place(CONFIG, text)}: {name} names another host: {named[0]}"
    if name == "execute_notebooks" or name in EXECUTION:
        for text in texts:
            if text.value != "off":
                said = f"{name} is {text.value!r}; expected 'off': wsis20 run runs them"
                yield f"{nodes.place(CONFIG, text)}: {said}"
    if name in SYNTAX and {text.value for text in texts} != SYNTAX[name]:
        said = f"{name} is to be {' and '.join(sorted(SYNTAX[name]))}: gates read pages with no others"
        yield f"{nodes.place(CONFIG, node)}: {said}"
    if name.startswith("myst_") and name not in {*SYNTAX, *READING}:
        yield f"{nodes.place(CONFIG, node)}: {name} is set; gates read pages without it"
    if name in WITHHELD:
        yield f"{nodes.place(CONFIG, node)}: {name} is set; it {WITHHELD[name]}"
    if name == "title":
        yield from title_faults(node)
    if name == "extensions" and OWN_EXTENSION not in {text.value for text in texts}:
        yield f"{nodes.place(CONFIG, node)}: {name} lacks {OWN_EXTENSION}, the extension of this book"
    if name in FILES:
        for text in texts:
            if not (ROOT / text.value).exists():
                yield f"{nodes.place(CONFIG, text)}: {name} names {text.value}, which is not there"
    if name in PAGES:
        for text in texts:
            if not any((ROOT / f"{text.value}{suffix}").is_file() for suffix in (".md", ".ipynb")):
                yield f"{nodes.place(CONFIG, text)}: {name} names {text.value}, and there is no such page"
    if name in STYLES:
        for text in texts:
            if not (ROOT / "book" / "_static" / text.value).is_file():
                yield f"{nodes.place(CONFIG, text)}: {name} names {text.value}, which is not in book/_static"


def title_faults(node: object) -> Iterator[str]:
    """Yield a fault when the book has another title than its citation file."""
    try:
        wanted = citation()["title"]
    except Refusal:
        return  # the check of the data package says so
    if getattr(node, "value", None) != wanted:
        yield f"{nodes.place(CONFIG, node)}: the title is not {wanted!r}, which CITATION.cff has"


def scalars(node: object) -> Iterator[nodes.SCALAR]:
    """Yield all single values in a node."""
    if isinstance(node, nodes.SCALAR):
        yield node
    elif isinstance(node, nodes.SEQUENCE):
        for inside in node.value:
            yield from scalars(inside)
    elif isinstance(node, nodes.MAPPING):
        for _, _, inside in nodes.pairs(node):
            yield from scalars(inside)


def unknown_to_sphinx(known: Any) -> list[str]:
    """Return the settings under ``sphinx: config`` that nothing reads; ``known`` holds those that something does."""
    try:
        groups = {name: node for name, _, node in nodes.pairs(nodes.read(CONFIG))}
        inside = {name: node for name, _, node in nodes.pairs(groups["sphinx"])}
        written = list(nodes.pairs(inside["config"]))
    except (Refusal, KeyError, AttributeError, TypeError, ValueError):
        return []  # `faults` says so
    return [
        f"{nodes.place(CONFIG, key)}: {name!r} is no setting of Sphinx or of an extension"
        for name, key, _ in written
        if name != "extensions" and name not in known
    ]
