"""Agreement from the long table of codes: the snippets of the dataset page give what chapter 8 prints."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import zipfile
from contextlib import closing

import pytest
from wsis20 import coding, datapackage, project, release
from wsis20.release import quality

PACKAGE = datapackage.load()
PAGE = (project.BOOK / "dataset.md").read_text("utf-8")
SNIPPETS = {
    name: re.findall(rf"^```{name}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE) for name in ("python", "r", "sql")
}
WIDE = coding.side_by_side(PACKAGE, "messages")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with the quality package unpacked, as the page asks."""
    place = tmp_path_factory.mktemp("reuse")
    (archive,) = release.current().glob("*-quality.zip")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(place / "quality")
    return place


def of_themes(language):
    """Return the snippet for themes of messages, changed as the page says."""
    count = (PACKAGE["themes"]["theme_id"] != "no-theme").sum()
    return (
        SNIPPETS[language][0]
        .replace("'messages'", "'codings'")
        .replace('"messages"', '"codings"')
        .replace("1 * ", f"{count} * ", 1)
    )


def in_python(folder, monkeypatch, snippet=SNIPPETS["python"][0]):
    monkeypatch.chdir(folder)
    scope = {}
    exec(snippet, scope)  # the readers of the page do no other
    return scope["result"]


def in_sql(snippet=SNIPPETS["sql"][0]):
    with closing(sqlite3.connect(release.current() / f"wsis20-{project.version()}.sqlite")) as database:
        return database.execute(snippet).fetchone()[0]


def in_r(folder, snippet=SNIPPETS["r"][0]):
    code = f"{snippet}cat(format(result, digits = 17))"
    done = subprocess.run(["Rscript", "-e", code], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return float(done.stdout)


def printed():
    """Return the alpha of kinds as the stored chapter prints it."""
    cells = json.loads((project.NOTEBOOKS / "08-certainty.ipynb").read_text("utf-8"))["cells"]
    shown = json.dumps([cell.get("outputs", []) for cell in cells], ensure_ascii=False)
    (value,) = re.findall(r"<th scope=.{1,3}row.{1,3}>Kinds</th><td>\d+ messages</td><td>([\d.]+) \(", shown)
    return value


def test_there_is_one_snippet_for_each_and_each_is_short():
    for name, found in SNIPPETS.items():
        (text,) = found
        assert len([line for line in text.splitlines() if line and not line.startswith("import ")]) <= 5, name


def test_pandas_and_sql_give_the_alpha_of_chapter_8(folder, monkeypatch):
    wanted = coding.code_alpha(WIDE)
    assert wanted < 1  # the passes differ somewhere, or the test would see nothing
    assert in_python(folder, monkeypatch) == pytest.approx(wanted, abs=1e-12)
    assert in_sql() == pytest.approx(wanted, abs=1e-12)
    assert f"{in_sql():.2f}" == printed()


def of_chapter_8():
    """Return the alpha of themes of messages, with the pairs that both passes left empty."""
    pairs = len(PACKAGE["messages"]) * (PACKAGE["themes"]["theme_id"] != "no-theme").sum()
    return coding.code_alpha(coding.side_by_side(PACKAGE, "codings"), pairs)


def test_changed_as_the_page_says_they_give_the_alpha_of_themes(folder, monkeypatch):
    assert 0.9 < of_chapter_8() < 1
    assert in_python(folder, monkeypatch, of_themes("python")) == pytest.approx(of_chapter_8(), abs=1e-12)
    assert in_sql(of_themes("sql")) == pytest.approx(of_chapter_8(), abs=1e-12)


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="no R here; apt-get install r-base-core")
def test_r_gives_the_alpha_of_chapter_8(folder):
    assert in_r(folder) == pytest.approx(coding.code_alpha(WIDE), abs=1e-12)
    assert in_r(folder, of_themes("r")) == pytest.approx(of_chapter_8(), abs=1e-12)


def test_the_long_table_has_all_that_passes_coded_and_nothing_else(folder):
    rows = datapackage.read_raw(folder / "quality" / "data" / "codes.csv")
    found = {tuple(row[:4]): row[4] for row in rows.itertuples(index=False, name=None)}
    wanted = {
        (table, " / ".join(key), field, name): row[name]
        for table, fields in coding.CODES.items()
        for field in fields
        for key, row in coding.side_by_side(PACKAGE, table, field).iterrows()
        for name in (*coding.PASSES, "agreed")
    }
    assert len(found) == len(rows)
    assert found == wanted
    for row in PACKAGE.raw["decisions"].itertuples():
        own = [found[row.resource, row.record, row.field, name] for name in (*coding.PASSES, "agreed")]
        assert own == [row.a, row.b, row.agreed], row


def test_what_both_packages_have_is_the_same(folder):
    for name in quality.SHARED:
        own = (folder / "quality" / "data" / f"{name}.csv").read_bytes()
        assert own == (project.DATAPACKAGE / "data" / f"{name}.csv").read_bytes()
