"""Five questions of re-users, in SQL, pandas and R: the snippets of the page, five lines at most, and one answer."""

from __future__ import annotations

import csv
import io
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing

import pandas as pd
import pytest
from wsis20 import datapackage, project, release

PAGE = (project.BOOK / "reuse.md").read_text("utf-8")
SECTION = PAGE[PAGE.index("## Five questions") : PAGE.index("## In a spreadsheet")]
READ = re.search(r"```python\n(.*?)```", SECTION, re.DOTALL)[1]
READ_IN_R = re.search(r"## In R\n\n```r\n(.*?)```", PAGE, re.DOTALL)[1]
QUESTIONS = dict(re.findall(r"^### (.+?)\n(.+?)(?=^### |\Z)", SECTION, re.DOTALL | re.MULTILINE))

PHRASES = {"passages": "message_id", "provisions": "provision_id"}


def snippet(question, language):
    (text,) = re.findall(rf"```{language}\n(.*?)```", QUESTIONS[question], re.DOTALL)
    return text


def rows(values):
    """Return rows as sorted texts, numbers without a point that says nothing."""
    return sorted(tuple("" if pd.isna(v) else re.sub(r"\.0$", "", str(v)) for v in row) for row in values)


def in_sql(question):
    file = release.current() / f"wsis20-{project.version()}.sqlite"
    with closing(sqlite3.connect(file)) as database:
        return rows(database.execute(snippet(question, "sql")).fetchall())


def in_pandas(question, monkeypatch):
    monkeypatch.chdir(project.ROOT)
    scope = {}
    exec(READ + snippet(question, "python"), scope)  # the readers of the page do no other
    return rows(scope["result"].itertuples(index=False))


@pytest.mark.parametrize("question", QUESTIONS)
def test_snippets_are_short(question):
    for language in ("sql", "python", "r"):
        assert 1 <= len(snippet(question, language).splitlines()) <= 5


@pytest.mark.parametrize("question", QUESTIONS)
def test_sql_and_pandas_give_the_same_answer(question, monkeypatch):
    found = in_sql(question)
    assert found
    assert found == in_pandas(question, monkeypatch)


def test_answers_are_those_that_the_tables_give():
    package = datapackage.load()
    first, *_, last = QUESTIONS
    (row,) = in_sql(first)
    assert row[:4] == ("africa-k3", "res-80-173-p5", "5", "mentions")
    of_message, of_provision = (package[table].set_index(key)["phrase"] for table, key in PHRASES.items())
    assert row[5:] == (of_message["africa-k3"], of_provision["res-80-173-p5"])
    shares = {key: counts for key, *_, of_all, on_it in in_sql([*QUESTIONS][2]) for counts in [(of_all, on_it)]}
    keys = package["messages"][package["messages"]["layer"] == "key message"]["region_id"].value_counts()
    assert {region: of_all for region, (of_all, _) in shares.items()} == {
        region: str(keys[region]) if region in keys else ""
        for region in shares  # not zero of none
    }
    assert {region for region, (of_all, on_it) in shares.items() if not on_it} == set(shares) - set(keys.index)
    assert shares["asia-pacific"] == ("3", "0")
    differ = set()
    for table in ("codings", "provision_codings", "position_codings"):
        given = {name: set(map(tuple, rows)) for name, rows in by_pass(package[table])}
        differ |= given["A"] ^ given["B"]
    assert {row[:2] for row in in_sql(last)} == differ != set()


def by_pass(table):
    """Yield each pass of a table with what it coded, by its keys."""
    keys = [name for name in table.columns if name.endswith("_id")]
    yield from ((name, rows[keys].to_numpy()) for name, rows in table.groupby("coding_pass"))


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="no R here; apt-get install r-base-core")
@pytest.mark.parametrize("question", QUESTIONS)
def test_r_gives_the_same_answer(question):
    written = "write.csv(result, stdout(), row.names = FALSE, na = '')"
    code = f"{READ_IN_R}{snippet(question, 'r')}{written}"
    done = subprocess.run(["Rscript", "-e", code], cwd=project.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    _, *found = csv.reader(io.StringIO(done.stdout))
    assert rows(found) == in_sql(question)
