"""Reuse: the snippets of the README run, and types and keys arrive right."""

from __future__ import annotations

import importlib.util
import re
import sqlite3
import zipfile
from contextlib import closing

import duckdb
import frictionless
import pandas as pd
import pytest
from wsis20 import datapackage, release
from wsis20.project import BOOK, DATAPACKAGE, ROOT
from wsis20.release import references

SNIPPETS = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
PACKAGE = datapackage.load()
PAGE = (BOOK / "reuse.md").read_text("utf-8")


def section(title):
    """Return a section of the page on reuse."""
    (found,) = re.findall(rf"^## {re.escape(title)}\n(.+?)(?=^## )", PAGE, re.DOTALL | re.MULTILINE)
    return found


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: snippet.splitlines()[0])
def test_snippets_of_the_readme_run(snippet, monkeypatch):
    monkeypatch.chdir(ROOT)
    scope = {}
    exec(snippet, scope)  # the readers of the README do no other
    (result,) = [value for name, value in scope.items() if name == "result"]
    assert len(result) > 0


def test_snippets_for_typed_files_give_what_the_tables_give(monkeypatch, tmp_path):
    (archive,) = release.current().glob("*-parquet.zip")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(tmp_path / "parquet")
    monkeypatch.chdir(tmp_path)
    in_polars, in_duckdb, in_croissant = re.findall(r"```python\n(.*?)```", section("Typed files"), re.DOTALL)
    scope = {}
    exec(in_polars, scope)
    agreed = datapackage.of_pass(PACKAGE, "codings")["theme_id"]
    assert dict(scope["result"].rows()) == dict(agreed.astype(str).value_counts())
    exec(in_duckdb, scope)
    regions = PACKAGE["messages"].query("layer == 'key message'")["region_id"]
    assert dict(scope["result"]) == dict(regions.astype(str).value_counts())
    if importlib.util.find_spec("mlcroissant"):  # RELEASING.md says when it is there
        monkeypatch.chdir(release.current())
        exec(in_croissant, scope)
        read = {row["messages/message_id"].decode() for row in scope["result"]}
        assert read == set(PACKAGE["messages"]["message_id"])


def test_the_query_for_words_finds_them():
    (query,) = re.findall(r"```sql\n(.*?)```", section("Words in the paraphrases"), re.DOTALL)
    (file,) = release.current().glob("*.sqlite")
    with closing(sqlite3.connect(file)) as database:
        found = {record for _, record, _ in database.execute(query)}
    said = pd.concat(
        frame.set_index(frame.columns[0])["paraphrase"] for frame in PACKAGE.values() if "paraphrase" in frame
    )
    assert found == set(said.index[said.str.contains(r"(?i)\bafford|\bdigital divide\b")]) != set()


def test_there_is_a_snippet_for_each_tool():
    for tool in ("pandas", "frictionless", "duckdb", "polars", "sqlite3", "wsis20"):
        assert any(f"import {tool}" in snippet or f"from {tool}" in snippet for snippet in SNIPPETS), tool


def test_pandas_reads_the_same_rows_as_the_package():
    for table, frame in PACKAGE.frames.items():
        plain = pd.read_csv(ROOT / f"datapackage/data/{table}.csv")
        assert len(plain) == len(frame)
        assert list(plain.columns) == list(frame.columns)


def test_frictionless_gives_types():
    rows = frictionless.Package(str(ROOT / "datapackage/datapackage.json")).get_resource("consultations").read_rows()
    row = next(row for row in rows if row["consultation_id"] == "astana-2024")
    assert str(row["start_date"]) == "2024-09-04"
    assert row["organizers"] == ["cstd", "escap", "itu"]


def test_the_archive_that_the_book_offers_is_the_whole_package(site):
    (archive,) = site.glob("wsis20-datapackage-*.zip")
    assert archive.name == f"wsis20-datapackage-{PACKAGE.version}.zip"
    assert frictionless.validate(str(archive)).valid
    with zipfile.ZipFile(archive) as opened:
        held = {name: opened.read(name) for name in opened.namelist()}
    files = {path.relative_to(DATAPACKAGE).as_posix(): path for path in DATAPACKAGE.rglob("*") if path.is_file()}
    files |= {name: ROOT / name for name in ("LICENSE-DATA", "CITATION.cff", "CHANGELOG.md", "changes.csv")}
    works = references.of_book((BOOK / "references.bib").read_text("utf-8"))
    assert held == {name: path.read_bytes() for name, path in files.items()} | {references.NAME: works.encode()}


def test_every_foreign_key_joins_in_sql():
    connection = duckdb.connect()
    for table in PACKAGE:
        connection.execute(
            f"create table \"{table}\" as select * from read_csv_auto(?, all_varchar=true, nullstr='')",
            [f"{ROOT}/datapackage/data/{table}.csv"],
        )
    for table, schema in PACKAGE.schemas.items():
        for key in schema.get("foreignKeys", []):
            (field,), target, (other,) = (
                key["fields"],
                key["reference"].get("resource", table),
                key["reference"]["fields"],
            )
            lost = connection.execute(
                f'select count(*) from "{table}" a left join "{target}" b on a."{field}" = b."{other}" '
                f"where a.\"{field}\" not in ('not stated', 'not determined') and b.\"{other}\" is null"
            ).fetchone()
            assert lost == (0,), (table, field)


def test_no_name_is_reserved_in_sql():
    """Every table and field can be written without quotation marks, in DuckDB and in SQLite."""
    for connection in (duckdb.connect(), sqlite3.connect(":memory:")):
        for table, frame in PACKAGE.raw.items():
            connection.execute(f"create table {table} ({', '.join(f'{name} text' for name in frame.columns)})")
            connection.execute(f"select {', '.join(frame.columns)} from {table} order by {frame.columns[0]}")
