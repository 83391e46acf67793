"""What pages may be written with: everything else is refused with its page and line."""

from __future__ import annotations

import json
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest
import wsis20_sphinx
import yaml
from docutils.parsers.rst import directives
from docutils.parsers.rst.directives.misc import Class
from docutils.parsers.rst.languages import en as english
from docutils.utils import new_document
from sphinx_design.cards import CardFooterDirective
from sphinx_design.grids import GridDirective, GridItemCardDirective
from sphinxcontrib.bibtex.directives import BibliographyDirective
from wsis20 import project
from wsis20.commands.build.gates import configuration, pages
from wsis20_sphinx import gates as book_gates

told = pages.faults
CARD = "::::{{grid}} 1 1 3 3\n:::{{grid-item-card}} {}\n{}\n:::\n::::"


@pytest.fixture
def root(tmp_path, monkeypatch):
    """Return a project with one page and a file outside it."""
    folder = tmp_path / "project"
    for name in ("book", "notebooks"):
        (folder / name).mkdir(parents=True)
    (folder / "book" / "other.md").write_text("# Other\n", "utf-8")
    (folder / "book" / "figure.svg").write_text("<svg/>", "utf-8")
    (folder / "book" / "loop").symlink_to("loop")
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    for name, place in {"ROOT": folder, "BOOK": folder / "book"}.items():
        monkeypatch.setattr(pages, name, place)
    monkeypatch.setattr(project, "NOTEBOOKS", folder / "notebooks")
    return folder


def write(root, text: str) -> None:
    (root / "book" / "page.md").write_text(f"# Page\n\n{text}\n", "utf-8")


def write_notebook(root, *texts: str) -> None:
    cells = [{"cell_type": "markdown", "metadata": {}, "source": text.splitlines(keepends=True)} for text in texts]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (root / "notebooks" / "x.ipynb").write_text(json.dumps(notebook), "utf-8")


def test_pages_of_the_book_hold_nothing_that_is_refused():
    assert told() == []


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("TODO: say more", 3, "'TODO' in the text, where something is still to be written"),
        ("As Lorem ipsum says", 3, "still to be written"),
        ("In `second_entries` are", 3, "`second_entries`, which is no table and no column of the data package"),
        ("Floor\n: One.\n\nfloor\n: Another.", 6, "the term 'floor' is explained a second time"),
        ("Version {value}‘release.version’ and", 3, "straight backticks"),
        ("<script>alert(1)</script>", 3, "HTML"),
        ("Words and <b>more</b>.", 3, "HTML"),
        ("- item\n  <img src=x onerror=alert(1)>", 4, "HTML"),
        ("<!-- a comment --><script>alert(1)</script>", 3, "HTML"),
        ("term\n: <style>x</style>", 4, "HTML"),
        ("| a |\n| --- |\n| <b>x</b> |", 5, "HTML"),
        ("<!-- a comment -->", 3, "HTML ('<!-- a comment -->')"),
        ("<!-- [x](ftp://example.org/) -->", 3, "a link to 'ftp:"),
        ("words\nand <a *b* `c`\nd>", 4, "HTML ('<a b"),
        ("<!--\n\nwords\n\n-->", 3, "HTML"),
        ("words <?php x ?>", 3, "HTML"),
        ("# A <br/> heading", 3, "HTML"),
        ("{{ version }}", 3, "substitution"),
        ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", 3, "substitution"),
        ("{raw}`x`", 3, "role {raw}"),
        ("{math}`x`", 3, "role {math}"),
        ("```{raw} html\n<b>x</b>\n```", 3, "directive {raw}"),
        ("```{eval-rst}\n.. raw:: html\n```", 3, "directive {eval-rst}"),
        (":::{note}\nfirst\n\n```{code-cell}\n1\n```\n:::", 6, "directive {code-cell}"),
        ("````{note}\n:class: x\n\nwords <i>x</i>\n````", 6, "HTML"),
        (":::{note}\n:link: x\n\nwords\n:::", 3, "Unknown option keys: ['link'] (allowed: ['class'])"),
        ("````{note}\n---\nname: x\n---\nwords\n````", 3, "Unknown option keys: ['name']"),
        ("````{note}\n  :name: x\n````", 3, "['name']"),
        ("```{include} other.md\n:literal:\n```", 3, "Unknown option keys: ['literal']"),
        ("```{preview} fig-map\n:alt: x\n```", 3, "{preview}: it has no options"),
        ('```{note}\n:class: "\\Uffffffff"\n```', 3, "the directive {note}: "),
        ("```{profile}\n```", 3, "the directive {profile}: 1 argument(s) required"),
        ("```{key-messages} x\n```", 3, "the directive {key-messages}: Has content, but none permitted"),
        (CARD.format("T", ":link: javascript:alert(1)\n:link-type: url"), 4, "a link to 'javascript:"),
        (CARD.format("T", ":link: java script:alert(1)"), 4, "a link to 'javascript:"),
        (CARD.format("T", ":link: javascript:alert(1)\n:link-type: x"), 4, "a link to 'javascript:"),
        (CARD.format("T", ":link: x\n:link-type: any"), 4, "link-type"),
        (CARD.format("T", ":img-top: https://example.org/x.png\n:img-alt: x"), 4, "an image that is no file"),
        (CARD.format("T", ":img-background: figure.svg"), 4, "image without alternative text"),
        (CARD.format("T", ":footer: x"), 4, "Unknown option keys: ['footer']"),
        (CARD.format("[a](ftp://example.org/)", ""), 4, "a link to 'ftp:"),
        (CARD.format("{abbr}`x (y)`", ":columns: 4"), 4, "role {abbr}"),
        (CARD.format("T", "```\n+++\n[x](ftp://example.org/)\n```"), 4, "'+++' cuts its text"),
        (":::{note} [a](ftp://example.org/) {abbr}`x (y)`\n:::", 3, "a link to 'ftp:"),
        (":::{tip} [a\nb](ftp://example.org/)\n:::", 3, "a link to 'ftp:"),
        (":::{warning} words\n\n{abbr}`x (y)`\n:::", 5, "role {abbr}"),
        ("::::{note}\n:::{raw}\n:::\n::::", 4, "directive {raw}"),
        (":::plain\n\n[x](ftp://example.org/)\n:::", 5, "a link to 'ftp:"),
        ("```{raw}\thtml\n```", 3, "directive {raw}"),
        ("words\n\n[r]: ftp://example.org/", 5, "a link to 'ftp:"),
        ("> [r]: ftp://example.org/", 3, "a link to 'ftp:"),
        ("[r]: ftp://example.org/\n\n:::{note}\n[x][r]\n:::", 6, "a link to 'ftp:"),
        (":::{note}\n[r]: ftp://example.org/\n:::\n:::{note}\n[x][r]\n:::", 7, "a link to 'ftp:"),
        ("[r]: https://example.org/\n\n:::{note}\n![x][r]\n:::", 6, "an image that is no file"),
        (CARD.format("[x][r]", "") + "\n\n[r]: ftp://example.org/", 4, "a link to 'ftp:"),
        ("[r]: other.md\n[R]: https://example.org/", 4, "[R] is defined a second time"),
        ("![x [y](ftp://example.org/)](figure.svg)", 3, "a link to 'ftp:"),
        ("[x](javascript:alert(1))", 3, "a link to 'javascript:"),
        ("[x](<javascript:alert(1)>)", 3, "a link to 'javascript:"),
        ("[x](data:text/html,x)", 3, "a link to 'data:"),
        ("[x](//example.org/x)", 3, "'//example.org/x'"),
        ("[x](ftp://example.org/x)", 3, "ftp://example.org/x"),
        ("<ftp://example.org/x>", 3, "ftp://example.org/x"),
        ("[x](../../secret.txt)", 3, "a link outside the project"),
        ("![x](../../secret.txt)", 3, "an image outside the project"),
        ("![x](https://example.org/x.png)", 3, "an image that is no file"),
        ("![x](%2e%2e/%2e%2e/secret.txt)", 3, "an image outside the project"),
        ("{download}`x <../../secret.txt>`", 3, "a download outside the project"),
        ("{download}`../../secret.txt`", 3, "a download outside the project"),
        ("```{include} ../../secret.txt\n```", 3, "an included file outside the project"),
        ("{download}`x <../.git/config>`", 3, "a download among what is hidden or built: '../.git/config'"),
        ("{download}`x <../book/./../.venv/pyvenv.cfg>`", 3, "a download among what is hidden or built"),
        ("{download}`x </_build/wsis20.json>`", 3, "a download among what is hidden or built"),
        ("{download}`x <a%2fb%2fc/../../../secret.txt>`", 3, "a download outside the project"),
        ("{download}`x <%00>`", 3, "a download outside the project"),
        ("{download}`x <loop/x>`", 3, "a download outside the project"),
        ("![x](../.secret.png)", 3, "an image among what is hidden or built"),
        ("[x](/.ci/notes.md)", 3, "a link among what is hidden or built"),
        ("```{include} ../.git/config\n```", 3, "an included file among what is hidden or built"),
        ("```{include} page.md\n```", 3, "an included file that includes itself: 'page.md'"),
        ("```{include} gone.md\n```", 3, "gone.md: there is no such file"),
        ("```{include} " + "x" * 300 + "\n```", 3, "this cannot be read: File name too long"),
        ("```{include} .\n```", 3, ".: this is a folder or a device"),
        ("```{include} <isonum.txt>\n```", 3, "an included file that is no file"),
        ("```{include} other.md\n:start-after: x\n```", 3, "other.md: an included file without the words 'x'"),
        ("```{include} other.md\n:end-before: x\n```", 3, "other.md: an included file without the words 'x'"),
        ("```{include} /etc/../../../etc/passwd\n```", 3, "an included file outside the project"),
    ],
)
def test_what_must_not_stand_in_a_page_is_refused_at_its_line(root, text, line, said):
    write(root, text)
    found = told()
    assert all(fault.startswith("book/page.md, line ") for fault in found)
    assert any(fault.startswith(f"book/page.md, line {line}: ") and said in fault for fault in found), found


def test_pages_are_read_with_the_syntax_of_the_book():
    settings = yaml.safe_load(configuration.CONFIG.read_text("utf-8"))
    config = pages.Reader(pages.ROOT / "x.md", pages.ROOT).parser.options["myst_config"]
    assert set(config.enable_extensions) == set(settings["parse"]["myst_enable_extensions"])
    assert set(config.disable_syntax) == set(settings["sphinx"]["config"]["myst_disable_syntax"])


def test_directives_are_read_as_they_are_written():
    app = MagicMock()
    wsis20_sphinx.setup(app)
    known = {call.args[0]: call.args[1] for call in app.add_directive.call_args_list}
    known |= {"grid": GridDirective, "grid-item-card": GridItemCardDirective, "card-footer": CardFooterDirective}
    known |= {"bibliography": BibliographyDirective, "rst-class": Class}
    for name, form in pages.DIRECTIVES.items():
        real = known.get(name) or directives.directive(name, english, new_document("x"))[0]
        assert form.required_arguments == real.required_arguments, name
        assert set(form.option_spec or ()) <= set(real.option_spec or ()), name
        assert bool(form.option_spec) == bool(real.option_spec), name
        if name != "bibliography":  # of which a page uses less
            written = (form.optional_arguments, form.has_content)
            assert written == (real.optional_arguments, real.has_content), name


def test_settings_of_a_page_are_refused(root):
    (root / "book" / "page.md").write_text("---\nmyst:\n  enable_extensions: [substitution]\n---\n# Page\n", "utf-8")
    assert told() == ["book/page.md, line 1: settings of the page alone; they belong in _config.yml"]


@pytest.mark.parametrize(
    "text",
    [
        "`<b>` and `{{ x }}`",
        "```\n<script>\n{{ x }}\n```",
        "```python\nprint('<b>')\n```",
        "[x](https://example.org/) <https://example.org/> [y](other.md#z) [z](#here) {doc}`other`",
        "![x](figure.svg)",
        ":::{important}\nwords\n:::",
        ":::{note} words\nand more\n:::",
        "[x][r] ![y][f]\n\n[r]: https://example.org/\n[f]: figure.svg\n\n:::{note}\n[x][r] [s]\n\n[s]: other.md\n:::",
        "::::{note}\n:::{tip}\n:class: only-html\n\nwords\n:::\n::::",
        CARD.format("A {doc}`title <other>`", ":link: other.md"),
        CARD.format("T", ":link: Where it is: here\n:link-type: ref\n:link-alt: x"),
        CARD.format("T", ":img-top: figure.svg\n:img-alt: A figure\n:columns: 4\n\nwords"),
        "`second_readings`, `message_id`, `na_values` and `snake`; the ask of ToDo",
        "Floor\n: One.\n\nFloors\n: Another.",
        "a <b, `<c>` and <https://example.org/>",
        "a < b and {value}`release.version`",
        "{download}`x <../book/figure.svg>`",
        "{download}`x <./../.git/../book/figure.svg>` [x](./other.md) {download}`x <other.md>`",
        "```{include} other.md\n```",
    ],
)
def test_what_a_page_is_written_with_passes(root, text):
    write(root, text)
    assert told() == []


def test_an_included_file_is_read_too(root):
    write(root, "```{include} other.md\n```")
    (root / "book" / "other.md").write_text("# Other\n\n<b>x</b>\n", "utf-8")
    assert "book/other.md, line 3: HTML" in "\n".join(told())


def test_files_that_include_each_other_are_refused_where_the_circle_closes(root):
    write(root, "```{include} other.md\n```")
    (root / "book" / "other.md").write_text("# Other\n\n```{include} page.md\n```\n", "utf-8")
    assert "book/other.md, line 3: an included file that includes itself: 'page.md'" in told()


def test_an_included_file_is_read_as_far_as_it_is_included_and_from_where_it_is_shown(root):
    write(root, "[r]: ftp://example.org/\n\n```{include} /deep/er/part.md\n:start-after: BEGIN\n:end-before: END\n```")
    (root / "deep" / "er").mkdir(parents=True)
    lines = [
        "{raw}`x`",
        "```",
        "BEGIN",
        "[x](ftp://example.org/)",
        "[x][r]",
        "![x](../../secret.svg)",
        "END",
        "{raw}`x`",
    ]
    (root / "deep" / "er" / "part.md").write_text("\n".join(lines), "utf-8")
    linked = "a link to 'ftp://example.org/'; links begin with https:// or http://, or lead to a page or heading here"
    assert told() == [
        f"book/page.md, line 3: {linked}",
        f"deep/er/part.md, line 4: {linked}",
        f"deep/er/part.md, line 5: {linked}",
        "deep/er/part.md, line 6: an image outside the project: '../../secret.svg'",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(":" * n + "{note}" for n in range(600, 2, -1)),
        "![" * 1500 + "](a)" * 1500,
        "> " * 1500 + "x",
    ],
)
def test_what_is_nested_deep_gives_no_traceback(root, text):
    write(root, text)
    assert all("\n" not in fault for fault in told())


def test_a_link_in_the_file_system_leads_nowhere_else(root):
    (root / "book" / "linked.txt").symlink_to(root.parent / "secret.txt")
    write(root, "{download}`x <linked.txt>`")
    assert told() == ["book/page.md, line 3: a download outside the project: 'linked.txt'"]


def test_text_cells_of_notebooks_are_pages(root):
    write_notebook(root, "# T\n\n<b>x</b>")
    found = told()
    assert len(found) == 1
    assert found[0].startswith("x.ipynb: cell 1 (# T), line 3: HTML")


def test_the_text_cells_of_a_notebook_share_what_they_define(root):
    write_notebook(root, "# T\n\n![x][r]", "words", "[r]: https://example.org/x.png\n[s]: ftp://example.org/")
    first, second = told()
    assert (
        first == "x.ipynb: cell 1 (# T), line 3: an image that is no file of the project: 'https://example.org/x.png'"
    )
    assert second.startswith("x.ipynb: cell 3 ([r]: https://example.org/x.png), line 2: a link to 'ftp:")


def test_files_from_outside_are_seen_however_a_page_names_them(root):
    env = SimpleNamespace(
        dependencies={"book/page": {"../secret.txt", "book/other.md"}},
        images={
            "book/figure.svg": ({"book/page"}, "figure.svg"),
            "_build/draft/jupyter_execute/x.svg": ({"book/page"}, "x.svg"),
            "_build/draft/.doctrees/previews/x.svg": ({"book/page"}, "x.svg"),
            "_build/jupyter_execute/old.svg": ({"book/page"}, "old.svg"),
        },
        dlfiles={"../secret.txt": ({"book/page"}, "secret.txt"), ".git/config": ({"book/page"}, "config")},
        doc2path=lambda page, base: f"{page}.md",
    )
    draft = root / "_build" / "draft"
    app = SimpleNamespace(srcdir=root, outdir=draft / "html", doctreedir=draft / ".doctrees")
    assert list(book_gates.strange_files(app, env)) == [
        "book/page.md: the file ../secret.txt lies outside the project",
        "book/page.md: the file .git/config lies among what is hidden or built",
        "book/page.md: the file _build/jupyter_execute/old.svg lies among what is hidden or built",
    ]
