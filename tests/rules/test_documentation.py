"""Generated texts: they are what the data give, and nothing else."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from wsis20 import datapackage, documentation
from wsis20.__main__ import main
from wsis20.commands import COMMANDS
from wsis20.project import ROOT

TEXTS = documentation.texts()


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_generated_texts_are_current(path):
    assert path.read_text(encoding="utf-8") == TEXTS[path], "run: python -m wsis20 describe"


def test_dictionary_has_every_field_and_codebook_every_theme():
    readme, codebook = (
        next(text for path, text in TEXTS.items() if path.name == name) for name in ("README.md", "codebook.md")
    )
    package = datapackage.load()
    for table, schema in package.schemas.items():
        section = readme.split(f"\n### {table}\n")[1].split("\n### ")[0]
        assert all(f"| `{field['name']}` |" in section for field in schema["fields"])
    assert all(f"(`{theme}`)" in codebook for theme in package["themes"]["theme_id"])


def test_describe_writes_what_changed_only(package_copy, capsys):
    assert main(["describe", "--package", str(package_copy.folder)]) == 0
    assert "nothing was written" in capsys.readouterr().out
    package_copy.change("themes", "gender", definition="Differences between women and men in the digital world.")
    assert main(["describe", "--package", str(package_copy.folder)]) == 0
    assert capsys.readouterr().out.splitlines() == [f"wrote {package_copy.folder / 'codebook' / 'codebook.md'}"]


def test_the_readme_has_a_row_for_every_command():
    section = (ROOT / "README.md").read_text("utf-8").split("\n## Commands\n")[1].split("\n## ")[0]
    assert sorted(re.findall(r"^\| `(\w+)[^`]*` \|", section, re.MULTILINE)) == sorted(COMMANDS)


MARKDOWN = MarkdownIt("gfm-like", {"linkify": False, "html": True})
TEXTS_LIKE_MARKUP = [
    "# A heading",
    "- an item",
    "+ an item",
    "* an item",
    "1. an item",
    "12) an item",
    "> a quotation",
    "---",
    "- - -",
    "C# and #",
    "a | b",
    "```",
    "~~~ x",
    "<!-- x",
    "&amp; &copy;",
    "[x]: https://example.org",
    r"\\ \` \*",
    "*x* _y_ __z__ ~~a~~ **",
    "![x](y)",
]


def shown(markdown):
    """Return the elements of a Markdown text, and the words of the last of them."""
    elements = BeautifulSoup(MARKDOWN.render(markdown), "html.parser").find_all(True)
    return [element.name for element in elements], elements[-1].get_text().strip()


def table(*cells):
    """Return a table of two rows with these cells in the second."""
    return "\n".join([documentation.row(*("a" for _ in cells)), f"|{' --- |' * len(cells)}", documentation.row(*cells)])


TABLE = ["table", "thead", "tr", "th", "tbody", "tr", "td"]


@pytest.mark.parametrize("text", TEXTS_LIKE_MARKUP)
def test_a_text_shows_as_it_is_wherever_it_stands(text):
    assert shown(documentation.plain(text)) == (["p"], text)
    assert shown(f"## {documentation.plain(text)}") == (["h2"], text)
    assert shown(f"- {documentation.plain(text)}") == (["ul", "li"], text)
    assert shown(table(text)) == (TABLE, text)


@pytest.mark.parametrize(
    ("text", "code"), [("`a_b` or `c`", ["a_b", "c"]), ("`a|b` or `c`", ["c"]), ("two\nlines", [])]
)
def test_names_between_grave_accents_are_set_apart_and_tear_no_row(text, code):
    page = BeautifulSoup(MARKDOWN.render(table(text)), "html.parser")
    assert [element.get_text() for element in page.find_all("code")] == code
    (cell,) = page.find_all("td")
    assert cell.get_text().replace("`", "") == " ".join(text.replace("`", "").split())


def test_a_licence_is_one_link_whatever_its_title_and_address_hold():
    address = "https://example.org/a_(b)*c*?d=1&copy;=2)"
    page = BeautifulSoup(MARKDOWN.render(documentation.link("x](y) [*z*", address)), "html.parser")
    assert [(tag.get_text(), tag["href"]) for tag in page.find_all("a")] == [("x](y) [*z*", address)]


def test_every_text_of_a_theme_is_shown_as_it_is(package_copy):
    package_copy.change("themes", "gender", label="Gender # ##", definition="# x `a|b`", theme_group="")
    entry = documentation.codebook(datapackage.load("themes", folder=package_copy.folder)["themes"]).split(
        "### Gender "
    )[1]
    assert entry.startswith(r"\# \## (`gender`)")
    assert r"- Definition: \# x \`a\|b\`" in entry
