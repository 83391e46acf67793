"""Gates: whatever is wrong with a file of the book is told by file and line before anything is built."""

from __future__ import annotations

import functools
import random
import shutil
import sqlite3
import string

import pytest
from wsis20 import notebook, outdated, project
from wsis20.commands.build import book, gates
from wsis20.commands.build.gates import (
    bibliography,
    configuration,
    contents,
    files,
    nodes,
    pages,
    programs,
    queries,
    vendored,
)
from wsis20.project import ROOT, Refusal

MODULES = (*gates.GATES, nodes, outdated)
MOVED = {
    "ROOT": ".",
    "BOOK": "book",
    "CHANGELOG": "CHANGELOG.md",
    "CITATION": "CITATION.cff",
    "NOTEBOOKS": "notebooks",
    "TOC": "_toc.yml",
    "CONFIG": "_config.yml",
    "REFERENCES": "book/references.bib",
    "EXTENSION": "book/_ext",
    "MANIFEST": "book/vendored.json",
    "FOLDER": "book/_static/vendor",
    "STATICS": "book/_static",
    "SNIPPETS": "book/_snippets",
    "SYNONYMS": "book/synonyms.yml",
    "QUERIES": "book/queries.yml",
}
KINDS = "book/_snippets/regions-kinds.md"
SOURCES = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
LOOKED_AT: dict[tuple[str, bytes], list[str]] = {}
READ: dict[tuple[tuple[str, str], ...], list[str]] = {}
compiled = functools.cache(compile)


def faults_of_notebook(path, faults=notebook.faults):
    """Return what is wrong with a notebook, looked at once for all tests as long as its bytes are the same."""
    if not path.is_file():
        return faults(path)
    key = (path.name, path.read_bytes())
    if key not in LOOKED_AT:
        LOOKED_AT[key] = faults(path)
    return LOOKED_AT[key]


def faults_of_page(self, cells, faults=pages.Reader.read_cells):
    """Return what is wrong with a page that takes in no other file, looked at once as long as its words are the same."""
    cells = tuple(cells)
    if any("include}" in text for _, text in cells):
        return list(faults(self, cells))
    if cells not in READ:
        READ[cells] = list(faults(self, cells))
    return READ[cells]


@functools.cache
def faults_of_bytes(name, data, faults=files.byte_faults):
    """Return what is wrong with the bytes of a file, looked at once."""
    return list(faults(name, data))


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """Return a copy of everything that the gates look at."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(project.DATAPACKAGE / "codebook", folder / "datapackage" / "codebook")  # of which a page has a part
    for name in (*files.PLACES, *files.LICENCES):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name, **({"ignore": SOURCES} if (ROOT / name).is_dir() else {}))
    return folder


def standing(folder):
    """Return what each path in a folder is and when it was changed, a link for itself."""
    return {path: ((found := path.lstat()).st_mode, found.st_size, found.st_mtime_ns) for path in folder.rglob("*")}


@pytest.fixture
def house(copied, monkeypatch):
    """Give the gates a copy of everything that they look at, and put back afterwards what a test has changed."""
    for module in (*MODULES, gates, project):
        for name, place in MOVED.items():
            if hasattr(module, name):
                monkeypatch.setattr(module, name, copied / place)
    monkeypatch.setattr(notebook, "faults", faults_of_notebook)
    monkeypatch.setattr(pages.Reader, "read_cells", faults_of_page)
    monkeypatch.setattr(files, "byte_faults", faults_of_bytes)
    monkeypatch.setattr(programs, "compile", compiled, raising=False)
    project.citation.cache_clear()
    before = standing(copied)
    yield copied
    project.citation.cache_clear()
    now = standing(copied)
    for path in sorted(now.keys() - before.keys(), reverse=True):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    for path, was in sorted(before.items()):
        if now.get(path) != was and not path.is_dir():
            path.unlink(missing_ok=True)
            shutil.copy(ROOT / path.relative_to(copied), path)


def test_what_is_here_passes(house):
    assert gates.faults() == []


def test_a_snippet_that_no_page_takes_up_is_told(house):
    write(house / "book" / "_snippets" / "lonely.md", "Words.\n")
    assert gates.faults() == ["book/_snippets/lonely.md: no page takes up this snippet"]


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        ("_toc.yml", "format: jb-book", "format: jb-boko", "_toc.yml, line 1: the format is 'jb-boko'; expected 'jb-book'"),
        ("_toc.yml", "root: book/index", "rooot: book/index", "_toc.yml, line 2: 'rooot' is not a key of the level 'book'"),
        ("_toc.yml", "parts:", "parts: 7\nx:", "_toc.yml, line 3: 'parts' is no list with entries"),
        ("_toc.yml", "  - caption: Before you read", "  - captoin: B", "_toc.yml, line 4: 'captoin' is not a key of the level 'part'"),
        ("_toc.yml", "book/method", "book/methd", "_toc.yml, line {here}: there is no file book/methd.md or book/methd.ipynb"),
        ("_toc.yml", "book/method", "../method", "_toc.yml, line {here}: there is no file ../method.md"),
        ("_toc.yml", "book/method", "book/brief", "_toc.yml, line {here}: 'book/brief' is there twice, first in line 6"),
        ("_toc.yml", "- file: book/method", "- book/method", "_toc.yml, line {here}: expected keys with values, such as"),
        ("_toc.yml", "- file: book/method", "- file:", "_toc.yml, line {here}: 'file' has no value"),
        ("_toc.yml", "- file: book/method", "- file: [", "_toc.yml, line "),
        ("_toc.yml", "- file: book/method", "- url: https://example.org", "_toc.yml, line {here}: 'url' is not a key"),
        ("_toc.yml", "      - file: notebooks/03-voices\n", "", "notebooks/03-voices.ipynb: the notebook is not in _toc.yml"),
        ("_toc.yml", "root: book/index", "root: &a book/index", None),
        ("_toc.yml", "- file: book/method", "- file: &a book/method\n      - file: *a", "_toc.yml, line {next}: an alias (*a); expected the value itself"),
        ("_toc.yml", "      - file: book/method", "      - *nobody", "_toc.yml, line {here}: found undefined alias"),
        ("_config.yml", "title:", "titel:", "_config.yml, line 1: 'titel' is no setting that this book uses; is 'title' meant?"),
        ("_config.yml", "title:", "title: x\ntitle:", "_config.yml, line 2: the key 'title' is there twice"),
        ("_config.yml", 'logo: ""', "logo: 7", "_config.yml, line 4: 'logo' is to be text"),
        ("_config.yml", 'logo: ""', "html: {analytics: {plausible_analytics_domain: x.org}}", "_config.yml, line 4: 'html' is no"),
        ("_config.yml", 'execute_notebooks: "off"', "execute_notebooks: force", "execute_notebooks is 'force'; expected 'off'"),
        ("_config.yml", 'execute_notebooks: "off"', "execute_notebooks: off", "'execute.execute_notebooks' is to be text"),
        ("_config.yml", "    language: en", "    nb_execution_mode: auto", "_config.yml, line 30: nb_execution_mode is 'auto'"),
        ("_config.yml", "wsis20.css]", "wsis21.css]", "html_css_files names wsis21.css, which is not in book/_static"),
        ("_config.yml", "wsis20.css]", "'https://x.org/a.css']", "html_css_files names another host: https://x.org"),
        ("_config.yml", "    language: en", "    html_baseurl: https://x.org", None),
        ("_config.yml", "      - wsis20_sphinx\n", "", "_config.yml, line 22: extensions lacks wsis20_sphinx, the extension of this book"),
        ("_config.yml", "[colon_fence, deflist]", "[colon_fence]", "_config.yml, line 12: myst_enable_extensions is to be colon_fence and deflist"),
        ("_config.yml", "[html_block, html_inline]", "[html_block]", "myst_disable_syntax is to be html_block and html_inline"),
        ("_config.yml", "    myst_disable_syntax:", "    nb_x:", "_config.yml: there is no 'myst_disable_syntax'"),
        ("_config.yml", "    language: en", "    myst_fence_as_directive: [raw]", "line 30: myst_fence_as_directive is set"),
        ("_config.yml", "parse:\n", "parse: [\n", "_config.yml, line "),
        ("_config.yml", "execute:", "execute: x\nother:", "_config.yml, line 8: 'execute' is to be keys with values"),
        ("book/references.bib", "@misc{cstd2024progress,", "@misc{,", "book/references.bib, line 1: an entry without a key"),
        ("book/references.bib", "escap2024astana", "cstd2024progress", "line 8: the key 'cstd2024progress' is there twice, first in line 1"),
        ("book/references.bib", "  year = {2024, inferred},", "  year = {2024, inferred", "book/references.bib, line "),
        ("book/references.bib", "  year = {2024, inferred},\n", "", "line 1: the entry 'cstd2024progress' has no year"),
        ("book/references.bib", "url = {https://datapackage.org/}", "url = {javascript:alert(1)}", "line 23: the entry 'datapackage2024' has the url 'javascript:alert(1)'; expected an absolute https address"),
        ("book/references.bib", "url = {https://datapackage.org/}", "URL = {http://datapackage.org/}", "the entry 'datapackage2024' has the URL 'http:"),
        ("book/references.bib", "url = {https://datapackage.org/}", "doi = {10.1/\"x}", "the entry 'datapackage2024' has the doi '10.1/\"x'"),
        ("book/references.bib", "url = {https://datapackage.org/}", "doi = {10.1000/x(1)}", None),
        ("book/references.bib", "{Data {P}", "{\\href{javascript:alert(1)}{Data} {P}", "the entry 'datapackage2024' has the command '\\href' in the field title"),
        ("book/references.bib", "{Data {P}", "{\\url{javascript:alert(1)} {P}", "the command '\\url' in the field title"),
        ("book/references.bib", "{Data {P}", "{$\\backslash$url {javascript:alert(1)} {P}", "the command '\\url' in the field title"),
        ("book/references.bib", "{Data {P}", "{D{\\'a}ta \\& {P}", None),
        ("book/references.bib", "{Data {P}", "{Data \\", "book/references.bib, line "),
        ("book/references.bib", "{{Data Package", "{{\\url{javascript:alert(1)} Data Package", "has the command '\\url' in the field author"),
        ("book/references.bib", "{{Data Package", "{{B} \\href{javascript:alert(1)} {Data Package", "has the command '\\href' in the field author"),
        ("book/references.bib", "@misc{datapackage2024,", "@string{js = \"javascript:x\"}\n@misc{datapackage2024,\n  url = js,", "has the url 'javascript:x'"),
        ("book/_ext/wsis20_sphinx/written.py", "def after_pages(", "def after_pages((", "book/_ext/wsis20_sphinx/written.py, line 12: this is no Python"),
        ("book/_ext/wsis20_sphinx/templates/layout.html", "{%", "{% nonsense", "templates/layout.html, line "),
        ("book/_static/vendor/dataTables.min.js", "a", "b", "dataTables.min.js: this is not the file of datatables.net 3.1.5"),
        ("notebooks/wsis20/land-110m.LICENSE.txt", "2013", "2014", "land-110m.LICENSE.txt: this is not the file of world-atlas"),
        ("book/vendored.json", "[", "[[", "book/vendored.json, line 33: this is not valid JSON"),
        ("book/vendored.json", '"license": "MIT"', '"license": 7', "book/vendored.json: entry 1 is to have"),
        ("book/method.md", "\n\n", "\n\n![](x.png)\n\n", "book/method.md, line 3: image without alternative text: x.png"),
        ("book/method.md", "\n\n", "\n\nwords\nand ![ ](x.png)\n\n", "book/method.md, line 4: image without alternative text"),
        ("book/method.md", "\n\n", "\n\n```{figure} x.png\nWords.\n```\n\n", "book/method.md, line 3: the directive {figure}, which is not on the list"),
        ("book/method.md", "\n\n", "\n\n:::{image} x.png\n:::\n\n", "book/method.md, line 3: the directive {image}, which is not on the list"),
        ("book/method.md", "\n\n", "\n\n![words](x.png)\n\n", None),
        ("book/synonyms.yml", "  excel: [spreadsheet]", "  excel: spreadsheet", "book/synonyms.yml, line 7: expected a list of words, in brackets"),
        ("book/synonyms.yml", "  excel: [spreadsheet]", "  excel: []", "book/synonyms.yml, line 7: expected a list of words, in brackets"),
        ("book/synonyms.yml", "  excel: [spreadsheet]", "  excel: [[spreadsheet]]", "book/synonyms.yml, line 7: expected a word or a few"),
        ("book/synonyms.yml", "  excel: [spreadsheet]", "  excel: ['']", "book/synonyms.yml, line 7: expected a word or a few"),
        ("book/synonyms.yml", "  xls: ", "  excel: ", "book/synonyms.yml, line 8: the key 'excel' is there twice"),
        ("book/synonyms.yml", "synonyms:", "synonims:", "book/synonyms.yml, line 5: expected the keys 'synonyms' and 'passed over', and no other"),
        ("book/synonyms.yml", "synonyms:", "synonyms: x\nother:", "expected the keys"),
        ("book/synonyms.yml", "passed over: [", "passed over: [[", "book/synonyms.yml, line "),
        ("book/queries.yml", "Which groups of stakeholders raise which concerns?:", "Concerns:", "book/queries.yml, line 14: 'Concerns'; expected a question"),
        ("book/queries.yml", "Which groups of stakeholders raise which concerns?: |", "Which concerns?:\nWhich groups?: |", "book/queries.yml, line 14: the question 'Which concerns?' has no query"),
        ("book/queries.yml", "Which groups of stakeholders raise which concerns?: |", "Which concerns?: [x]\nWhich groups?: |", "the question 'Which concerns?' has no query"),
        ("book/queries.yml", "Which groups of stakeholders raise which concerns?: |", "Which?: SELECT 1\nWhich?: |", "book/queries.yml, line 15: the key 'Which?' is there twice"),
        ("book/queries.yml", "p.paraphrase AS provision", "m.paraphrase AS message", "book/queries.yml, line 5: the question 'What do the key messages of Africa say about connectivity, and which paragraphs of the resolution speak to them?' gives two columns of one name"),
        ("book/queries.yml", "WHERE m.kind = 'concern'", "WHERE m.kind = 'worry'", "book/queries.yml, line 14: the question 'Which groups of stakeholders raise which concerns?' gives no row"),
        ("book/queries.yml", "FROM source_notes AS n", "FROM source_note AS n", "in each source?' cannot be answered: no such table: source_note"),
        ("book/queries.yml", "FROM source_notes AS n", "FROM", "in each source?' cannot be answered: near \"JOIN\": syntax error"),
        ("book/queries.yml", "  FROM disagreements\n", "  FROM disagreements;\n  SELECT 1\n", "cannot be answered: You can only execute one statement at a time."),
        ("book/queries.yml", "  SELECT resource, record", "  DELETE FROM decisions RETURNING resource, record", "cannot be answered: near"),
        ("book/queries.yml", "Which groups of stakeholders raise which concerns?: |", "Which delete?: DELETE FROM messages\nWhich groups?: |", "the question 'Which delete?' cannot be answered: attempt to write a readonly database"),
        ("book/queries.yml", "Which groups of stakeholders raise which concerns?: |", "Which never ends?: WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT max(i) FROM n\nWhich groups?: |", "the question 'Which never ends?' cannot be answered: interrupted"),
        ("book/references.bib", "@misc{datapackage2024", "@msic{datapackage2024", "line 23: the entry 'datapackage2024' has an unknown type, 'msic'"),
        ("book/references.bib", "  year = {n.d.},\n  note = {Joint", "  year = {2024},\n  note = {Joint", "the year of the entry 'escap2024astana' is not that of the document astana-record, 'n.d.'"),
        ("book/references.bib", "  year = {n.d.-a},", "  year = {n.d.-b},", "expected a letter after each year, as in 2024a"),
        ("book/method.md", "\n\n", "\n\nAt that time 15 people spoke.\n\n", "book/method.md, line 3: the number 15 is typed ('At that time 15 people spoke.')"),
        ("book/changes.md", "```\n", "```\n\nAt that time 15 people spoke.\n", None),
        ("notebooks/06-asks.ipynb", "## What this does not show", "## Known limits", "06-asks.ipynb: the last headings are 'Counted in other ways' and 'Known limits' and 'Data and method'; expected"),
        ("CITATION.cff", "license: CC-BY-4.0", "license: CC-BY-4", "CITATION.cff, line 15: license names 'CC-BY-4'; expected CC-BY-4.0"),
        ("CITATION.cff", "license: CC-BY-4.0", "license: [CC-BY-4.0, MIT]", "license names 'several licences'"),
        ("CITATION.cff", "keywords:", "doi: 10.5281/zenodo.1234567\nkeywords:", "CITATION.cff, line 16: the key 'doi', which is not known here"),
        ("CITATION.cff", "keywords:", "keywords: []\nkeywords:", "CITATION.cff, line 17: the key 'keywords' is there twice"),
        ("CITATION.cff", "2026-11-27", "2026-11-26", "line 14: date-released is 2026-11-26; CHANGELOG.md has 2026-11-27 for version 1.0.0"),
        ("CITATION.cff", "version: 1.0.0", "version: 1.0.1", "date-released is 2026-11-27; CHANGELOG.md has no entry for version 1.0.1"),
        ("book/references.bib", "{digwatch2025rev1,", "{digwatch2025rev1x,", "there is no entry 'digwatch2025rev1', the citation_key of the document dig-watch-rev1"),
        ("book/references.bib", "The road", "The rod", "the title of the entry 'dgdg2025road' is not that of the document dgdg-road-to-new-york"),
        ("book/references.bib", "dig.watch/?p=234252", "dig.watch/?p=234253", "the url of the entry 'digwatch2025rev1' is not that of the document dig-watch-rev1"),
        ("_config.yml", "    language: en", "    suppress_warnings: [ref]\n    language: en", "suppress_warnings is set; it hides references"),
        ("_config.yml", "    language: en", "    html_extra_path: [book]\n    language: en", "html_extra_path is set; it publishes files"),
        ("_config.yml", "      - book/brief", "      - book/breif", "typst_report names book/breif, and there is no such page"),
        ("_config.yml", "Regions Said", "Regions Told", "_config.yml, line 1: the title is not 'WSIS+20: What the Regions Said'"),
        ("book/_static/wsis20.css", ":root", "@import 'x.css';\n:root", "@import reaches another file or host"),
        ("book/_static/wsis20.css", "}", "", "open brace at the end"),
        ("book/_static/registers.js", "\n", "\nfetch('https://example.org/')\n", "registers.js, line 2: https://example.org reaches"),
        ("book/_static/favicon.svg", "</svg>", "", "book/_static/favicon.svg: "),
        ("book/_static/favicon.svg", "</svg>", "<script>1</script></svg>", "book/_static/favicon.svg: "),
        ("book/method.md", "# ", "", "book/method.md, line 1: the page has no title"),
        ("book/method.md", "\n\n", "\n\n```\nrm \u202e -r\n```\n\n", "book/method.md, line 4: the character U+202E"),
        ("book/rerun.md", "\n\n", "\n\na\u00a0b\n\n", None),
        ("_toc.yml", "      - file: book/glossary\n", "", "book/glossary.md: the page is not in _toc.yml"),
        ("book/method.md", "\n\n", "\n\n<<<<<<< HEAD\n", "book/method.md, line 3: a mark of a merge (<<<<<<<) was left here"),
        ("book/method.md", "\n\n", "\n\na\x00b", "book/method.md, line 3: the control character U+0000 stands here"),
        ("_config.yml", "\n", "\r\n", "_config.yml: lines end in CR LF; expected LF"),
        ("requirements.lock", "\n", "\n>>>>>>> theirs\n", "requirements.lock, line 2: a mark of a merge"),
        (KINDS, "regions.achieving", "regions.achieved", f"{KINDS}, line 2: 02-regions.ipynb hands over no value 'regions.achieved'"),
        ("book/messages.md", "`regions-silent`", "`regions-sorts`", "book/messages.md, line 3: there is no book/_snippets/regions-sorts.md"),
        ("book/messages.md", "`regions-silent`", "`../messages`", "book/messages.md, line 3: there is no book/_snippets/../messages.md"),
        (KINDS, "Those of", "{snippet}`regions-shared`", f"{KINDS}, line 2: a snippet in a snippet: 'regions-shared'"),
        (KINDS, "Those of", "<b>Those</b> of", f"{KINDS}, line 2: HTML"),
        (KINDS, "Those of", "12 of", f"{KINDS}, line 2: the number 12 is typed"),
        ("notebooks/02-regions.ipynb", '"holds": true', '"holds": false', "a sentence no longer holds: book/_snippets/regions-basis.md, line 1 says “The report gives"),
    ],
)  # fmt: skip
def test_a_fault_is_told_by_file_and_line(house, path, old, new, said):
    text = (house / path).read_bytes().decode("utf-8")
    assert old in text
    here = text[: text.index(old)].count("\n") + 1
    said = said and said.replace("{here}", str(here)).replace("{next}", str(here + 1))
    write(house / path, text.replace(old, new, 1))
    quick_first = sorted(gates.GATES, key=lambda gate: gate in gates.APART)
    faults = []
    for fault in (fault for gate in quick_first for fault in gate.faults()):
        assert "\n" not in fault
        faults.append(fault)
        if said is not None and said in fault:
            break
    else:
        assert (said, faults) == (None, [])


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("_toc.yml", "_toc.yml: there is no such file"),
        ("_config.yml", "_config.yml: there is no such file"),
        ("book/references.bib", "book/references.bib: there is no such file"),
        ("book/vendored.json", "book/vendored.json: there is no such file"),
        ("book/synonyms.yml", "book/synonyms.yml: there is no such file"),
        ("book/queries.yml", "book/queries.yml: there is no such file"),
        ("book/_static/wsis20.css", "html_css_files names wsis20.css, which is not in book/_static"),
        ("book/_static/vendor/dataTables.min.js", "dataTables.min.js: the file of datatables.net 3.1.5 is gone"),
        (
            "book/_static/vendor/dataTables.LICENSE.txt",
            "dataTables.LICENSE.txt: the file of datatables.net 3.1.5 is gone",
        ),
        ("LICENSE-DATA", "LICENSE-DATA: there is no such file"),
        ("notebooks/05-timetable.ipynb", "there is no file notebooks/05-timetable.md or notebooks/05-timetable.ipynb"),
    ],
)
def test_what_is_gone_is_told_by_name(house, path, said):
    (house / path).unlink()
    assert any(said in fault for fault in gates.faults())


@pytest.mark.parametrize("error", [Refusal("x"), ValueError("x"), sqlite3.IntegrityError("x")])
def test_data_that_are_not_valid_are_no_fault_of_a_ready_question(house, monkeypatch, error):
    def refuse(path, package):
        raise error

    monkeypatch.setattr(queries.database, "write", refuse)
    assert queries.faults() == []


def test_no_notebook_at_all_is_told(house):
    for path in (house / "notebooks").glob("*.ipynb"):
        path.unlink()
    assert "notebooks: there is no notebook" in gates.faults()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("notebooks/matplotlibrc", "notebooks/matplotlibrc: this is no notebook; a run would leave it out of account"),
        ("notebooks/old/01-x.ipynb", "notebooks/old/01-x.ipynb: the notebook is not in _toc.yml"),
        ("notebooks/09-new.ipynb", "notebooks/09-new.ipynb: the notebook is not in _toc.yml"),
        ("book/_static/vendor/other.js", "book/_static/vendor/other.js: the file is not in book/vendored.json"),
    ],
)
def test_what_nobody_named_is_told(house, path, said):
    write(house / path, "{}")
    assert said in gates.faults()


def test_links_do_not_lead_out_of_the_checkout(house, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "secret.md"
    outside.write_text("secret")
    (house / "book" / "secret.md").symlink_to(outside)
    (house / "book" / "nowhere.md").symlink_to(house / "gone")
    faults = gates.faults()
    assert any(fault.startswith("book/secret.md: the link leads out of the checkout") for fault in faults)
    assert "book/nowhere.md: the link leads nowhere" in faults


def test_a_windows_checkout_is_one_message(house):
    for path in [*house.rglob("*.md"), *house.rglob("*.py")]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (fault,) = files.faults()
    assert "more files: lines end in CR LF; expected LF" in fault
    assert "git -c core.autocrlf=false clone" in fault


def test_all_faults_are_told_at_once_and_end_a_build(house, monkeypatch):
    (house / "_toc.yml").write_text("[]")
    (house / "_config.yml").write_text("titel: x")
    (house / "book" / "references.bib").write_text("@misc{a,")
    with pytest.raises(Refusal, match=r"^the book cannot be built, for \d+ reasons:\n") as refused:
        book.refuse_unfit()
    said = str(refused.value)
    for name in ("_toc.yml: expected keys with values", "_config.yml, line 1: 'titel'", "book/references.bib"):
        assert name in said


def odd_yaml(chance):
    """Return a text that a person, an editor or a merge could leave in the place of YAML."""
    pieces = ["a: ", "- ", "\n", "  ", "[", "]", "{", "}", "&x", "*x", "!!python/object:os.system", "? ", "|", ">", "'"]
    pieces += [
        "file: ",
        "parts:",
        "chapters:",
        "2024-13-45",
        "%YAML 9",
        "---",
        "...",
        "\t",
        "<<: ",
        "sphinx:",
        "config:",
    ]
    return "".join(chance.choice(pieces + list(string.punctuation)) for _ in range(chance.randrange(1, 25)))


@pytest.mark.parametrize("seed", range(5))
def test_no_text_gives_a_traceback(house, seed):
    chance = random.Random(seed)
    named = {
        "_toc.yml": contents,
        "_config.yml": configuration,
        "book/references.bib": bibliography,
        "book/vendored.json": vendored,
        "book/method.md": pages,
    }
    for path, gate in named.items():
        good = (house / path).read_text("utf-8")
        for _ in range(8):
            place = chance.randrange(len(good))
            text = chance.choice([odd_yaml(chance), good[:place], good[:place] + odd_yaml(chance) + good[place:]])
            write(house / path, text)
            assert all("\n" not in fault for fault in gate.faults())
        write(house / path, good)
