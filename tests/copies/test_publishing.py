"""Publishing, tried out on copies of the project: nothing stale, nothing half done, the same bytes everywhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from conftest import ProjectCopy
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import docutils_namespace, patch_docutils
from wsis20 import freshness, project

ELSEWHERE = {"TZ": "Pacific/Chatham", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "77"}


def files(folder):
    """Return the files of a book and their bytes; what is remembered of a build is none of them."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "sound.json")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Return a copy of the project that Jupyter Book built in another folder and environment, HTML and PDF."""
    copy = ProjectCopy(tmp_path_factory.mktemp("publishing") / "project")
    for options in ((), ("--builder", "custom", "--custom-builder", "typst")):
        done = copy.jupyter_book(*options, **ELSEWHERE)
        assert done.returncode == 0, done.stdout + done.stderr
    return copy


def test_two_builds_in_two_folders_and_environments_are_the_same_bytes(built, site, pdf_paths):
    there, here = files(built.root / "_build" / "html"), files(site)
    for path in pdf_paths.values():
        assert here.pop(path.name) == path.read_bytes()  # the pages offer it
        assert (built.root / "_build" / "typst" / path.name).read_bytes() == path.read_bytes()
    differ = [name for name in sorted(there.keys() | here.keys()) if there.get(name) != unfilled(here.get(name, b""))]
    assert differ == []


def unfilled(page):
    """Return a page without what only `wsis20 build` says of the PDFs."""
    return re.sub(rb'(<span class="facts \w+">)\d+ pages, [\d.]+ MB(</span>)', rb"\1\2", page)


def test_a_failed_build_leaves_the_old_book(built):
    """The new one has a single page, and is held to be right, so that it fails late and yet soon."""
    page, toc = built.root / "book" / "method.md", built.root / "_toc.yml"
    old, texts = files(built.root / "_build"), {path: path.read_bytes() for path in (page, toc)}
    page.write_text("# Method\n\nSee {numref}`fig-nowhere`.\n", "utf-8")
    toc.write_text("format: jb-book\nroot: book/method\n", "utf-8")
    sound = "from wsis20.commands.build import book, sound; sound.remember({'everything': book.everything()})"
    assert built.run("-c", sound).returncode == 0
    done = built.wsis20("build")
    for path, text in texts.items():
        path.write_bytes(text)
    assert done.returncode == 1
    assert "fig-nowhere" in done.stderr
    assert "Traceback" not in done.stderr
    assert files(built.root / "_build") == old


def unversioned(page):
    """Return a page without the versions of style sheets that Sphinx adds where a build before has left them."""
    return re.sub(rb"(mystnb\.\w+|widths|figures)\.css\?v=[0-9a-f]+", rb"\1.css", page)


def test_a_changed_value_is_refused_and_after_run_only_pages_that_use_it_differ(built, site):
    """The bare build reads again what it must: the copy has the pages of before."""
    built.package.change("messages", "africa-k2", paraphrase="Civil society should be given a good deal more support.")
    schema = built.package.folder / "schemas" / "exclusions.json"
    content = json.loads(schema.read_text("utf-8"))
    content["fields"][0]["description"] = "Another description."
    schema.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    assert built.wsis20("describe").returncode == 0
    old = files(built.root / "_build" / "html")
    refused = built.jupyter_book()
    assert refused.returncode != 0
    last = refused.stderr.strip().splitlines()[-1]
    reads = [
        path.name
        for path in project.notebooks()
        if "messages" in freshness.tables(freshness.sources(freshness.read(path)))
    ]
    assert last.startswith(f"wsis20: stale notebooks: {', '.join(f'notebooks/{name}' for name in reads)}. Code, data")
    assert last.endswith("run: python -m wsis20 run")
    assert files(built.root / "_build" / "html") == old

    assert built.run_once().returncode == 0
    done = built.jupyter_book()
    assert done.returncode == 0, done.stdout + done.stderr
    pages, changed = files(site), files(built.root / "_build" / "html")
    differ = {name for name in pages if name.endswith(".html") and unfilled(pages[name]) != unversioned(changed[name])}
    told = {"02-regions", "06-asks", "08-certainty", "africa", "codebook", "dataset", "index", "messages"}
    told |= {"explore", "ledger", "provisions"}
    assert differ == {f"{name}.html" for name in told}
    assert b"Another description." in changed["dataset.html"]


def test_a_wrong_value_stops_the_book_before_anything_runs(project_copy):
    project_copy.package.change("consultations", "astana-2024", end_date="2024-09-03")
    before = project_copy.stored()
    done = project_copy.wsis20("build", "--run")
    assert done.returncode == 1
    assert "row astana-2024, field end_date: '2024-09-03'; expected a day not before start_date" in done.stdout
    assert project_copy.stored() == before
    assert not (project_copy.root / "_build").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("{msg}`africa-k9`", "index.md:3: there is no message 'africa-k9' in the data package"),
        ("```{citation} africa-k9\n```", "there is no message 'africa-k9'"),
        ("{rows}`speeches`", "index.md:3: there is no table or field 'speeches' in the data package"),
        ("```{statements} dubai-2024\n```", "index:3: nobody is named at 'dubai-2024'"),
        ("{value}`regions.nothing`", "index.md:3: there is no value 'regions.nothing'; there are: "),
        ("{value}`nothing`", "index.md:3: there is no value 'nothing'; there are: release.version, "),
        ("{snippet}`nothing`", "index.md:3: there is no snippet 'nothing' in book/_snippets"),
        ("{snippet}`../brief`", "index.md:3: there is no snippet '../brief' in book/_snippets"),
    ],
)
def test_what_leads_nowhere_stops_the_build_by_name(tmp_path, words, said):
    concerns = ["records", "directives.citation", "directives.fields", "directives.statements", "substitutions"]
    extensions = ["myst_parser", *(f"wsis20_sphinx.{name}" for name in concerns)]
    (tmp_path / "conf.py").write_text(f"extensions = {extensions}", "utf-8")
    (tmp_path / "index.md").write_text(f"# Page\n\n{words}\n", "utf-8")
    with patch_docutils(), docutils_namespace(), pytest.raises(ExtensionError) as refused:
        Sphinx(tmp_path, tmp_path, tmp_path / "out", tmp_path / "trees", "html", status=None).builder.read()
    assert said in str(refused.value)


def test_commands_work_from_anywhere(tmp_path):
    for command in ([sys.executable, "-m", "wsis20"], [str(project.Path(sys.executable).with_name("wsis20"))]):
        done = subprocess.run([*command, "check"], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
