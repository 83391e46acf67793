"""Freshness: a fingerprint changes with whatever the outputs depend on, and with nothing else."""

from __future__ import annotations

import shutil

import pytest
from wsis20 import freshness, project
from wsis20.tables import MIME


def notebook(*sources):
    return {"metadata": {}, "cells": [{"cell_type": "code", "source": source} for source in sources]}


@pytest.fixture
def house(tmp_path, monkeypatch):
    """Give freshness a copy of everything that it looks at."""
    shutil.copytree(project.DATAPACKAGE, tmp_path / "datapackage")
    shutil.copytree(
        project.NOTEBOOKS / "wsis20", tmp_path / "notebooks" / "wsis20", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(project.LOCK, tmp_path / "requirements.lock")
    monkeypatch.setattr(freshness, "DATAPACKAGE", tmp_path / "datapackage")
    monkeypatch.setattr(freshness, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(freshness, "LOCK", tmp_path / "requirements.lock")
    return tmp_path


def test_tables_are_the_literal_arguments_of_load():
    assert freshness.tables(['package = datapackage.load("regions", "messages")', "load('documents')"]) == [
        "documents",
        "messages",
        "regions",
    ]


@pytest.mark.parametrize(
    "source",
    [
        *("datapackage.load()", "load(*names)", "load(name)", "load(7, 'regions')", "load(None)"),
        *("from wsis20.datapackage import load as fetch", "%magic"),
    ],
)
def test_where_the_tables_are_not_literal_it_is_all_of_them(house, source):
    reads = notebook(source)
    before = freshness.fingerprint(reads)
    for table in ("regions", "messages"):
        with (house / "datapackage" / "data" / f"{table}.csv").open("a") as file:
            file.write("\n")
        assert freshness.fingerprint(reads) != before
        before = freshness.fingerprint(reads)


@pytest.mark.parametrize("source", ["-" * 100_000 + "1", "a" + ".b" * 100_000, "'\ud800'", "\0"])
def test_code_that_python_cannot_read_names_no_table(source):
    assert freshness.tables([source, "load('regions')"]) == []


def test_tables_are_read_where_the_descriptor_says(house):
    path = house / "datapackage" / "datapackage.json"
    reads = notebook('load("regions")')
    before = freshness.fingerprint(reads)
    path.write_text(path.read_text("utf-8").replace("data/regions.csv", "data/people.csv"), encoding="utf-8")
    assert freshness.fingerprint(reads) != before


@pytest.mark.parametrize(
    ("source", "damage", "said"),
    [
        ('load("speeches")', None, "no table 'speeches'"),
        ('load("regions")', "requirements.lock", "requirements.lock"),
        ('load("regions")', "datapackage/data/regions.csv", "regions.csv"),
        ('load("regions")', "datapackage/datapackage.json", "no data package descriptor"),
    ],
)
def test_what_is_not_there_is_refused_by_name(house, source, damage, said):
    if damage:
        (house / damage).unlink()
    with pytest.raises(project.Refusal, match=said):
        freshness.fingerprint(notebook(source))


def test_a_folder_in_place_of_a_file_is_refused_by_name(house):
    (house / "requirements.lock").unlink()
    (house / "requirements.lock").mkdir()
    with pytest.raises(project.Refusal, match=r"requirements\.lock: this is a folder or a device, not a file"):
        freshness.fingerprint(notebook('load("regions")'))


def test_outputs_and_captions_that_were_edited_are_stale():
    def digest(output: dict) -> str:
        cell = {"cell_type": "code", "source": "1", "outputs": [output], "metadata": {}}
        return freshness.outputs({"metadata": {}, "cells": [cell]})

    assert digest({"text": ["a\n", "b"]}) == digest({"text": "a\nb"})
    assert digest({"text": "a\nb"}) != digest({"text": "a\nc"})
    captions = [{"metadata": {"wsis20": {"figure": {"caption": caption}}}} for caption in ("n = 9", "n = 99")]
    assert digest(captions[0]) != digest(captions[1])
    tables = [{"data": {MIME: {"head": head}}} for head in (["ab"], ["a", "b"])]
    assert digest(tables[0]) != digest(tables[1])


def test_a_file_that_is_no_notebook_is_refused(tmp_path):
    for text in ("{", "[]", "{}"):
        (tmp_path / "x.ipynb").write_text(text)
        with pytest.raises(project.Refusal, match=r"x\.ipynb"):
            freshness.read(tmp_path / "x.ipynb")


@pytest.mark.parametrize(
    ("path", "matters"),
    [
        ("datapackage/data/regions.csv", True),
        ("datapackage/schemas/regions.json", True),
        ("datapackage/data/messages.csv", False),
        ("notebooks/wsis20/words.py", True),
        ("notebooks/wsis20/datapackage.py", True),
        ("notebooks/wsis20/kernel.py", True),
        ("notebooks/wsis20/forkserver.py", True),
        ("notebooks/wsis20/commands/check/corpus.py", False),
        ("notebooks/wsis20/__main__.py", False),
        ("notebooks/helper.py", True),
        ("notebooks/stranger.py", False),
        ("requirements.lock", True),
    ],
)
def test_fingerprint_changes_with_what_the_outputs_depend_on(house, path, matters):
    (house / "notebooks" / "helper.py").write_text("")
    (house / "notebooks" / "stranger.py").write_text("")
    reads = notebook('import helper\nfrom wsis20 import datapackage, words\ndatapackage.load("regions")')
    before = freshness.fingerprint(reads)
    with (house / path).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert (freshness.fingerprint(reads) != before) == matters


def test_fingerprint_changes_with_the_code_and_not_with_the_prose(house):
    reads = notebook('load("regions")')
    prose = {"cell_type": "markdown", "source": "Words."}
    assert freshness.fingerprint({**reads, "cells": [prose, *reads["cells"]]}) == freshness.fingerprint(reads)
    assert freshness.fingerprint(notebook('load("regions")', "1")) != freshness.fingerprint(reads)


def test_fingerprint_changes_with_the_version(house, monkeypatch):
    reads = notebook('load("regions")')
    before = freshness.fingerprint(reads)
    monkeypatch.setattr(freshness, "version", lambda: "99.0.0")
    assert freshness.fingerprint(reads) != before


def test_a_notebook_that_was_never_run_has_no_fingerprint():
    assert freshness.stored(notebook("1")) == {}
