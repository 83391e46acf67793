"""Freshness: a fingerprint changes with whatever the outputs depend on, and with nothing else."""

from __future__ import annotations

import shutil

import pytest
from wsis20 import freshness, project


def notebook(*sources):
    return {"metadata": {}, "cells": [{"cell_type": "code", "source": source} for source in sources]}


@pytest.fixture
def house(tmp_path, monkeypatch):
    """Give freshness a copy of everything that it looks at."""
    shutil.copytree(project.DATAPACKAGE, tmp_path / "datapackage")
    shutil.copytree(project.LIBRARY, tmp_path / "library", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(project.LOCK, tmp_path / "requirements.lock")
    monkeypatch.setattr(freshness, "DATAPACKAGE", tmp_path / "datapackage")
    monkeypatch.setattr(freshness, "LIBRARY", tmp_path / "library")
    monkeypatch.setattr(freshness, "LOCK", tmp_path / "requirements.lock")
    return tmp_path


def test_tables_are_the_literal_arguments_of_load():
    assert freshness.tables(['package = datapackage.load("regions", "messages")', "load('documents')"]) == [
        "documents",
        "messages",
        "regions",
    ]


@pytest.mark.parametrize("source", ["datapackage.load()", "load(*names)", "load(name)"])
def test_where_the_tables_are_not_literal_it_is_all_of_them(source):
    assert freshness.tables([source]) == freshness.all_tables()


@pytest.mark.parametrize(
    ("path", "matters"),
    [
        ("datapackage/data/regions.csv", True),
        ("datapackage/schemas/regions.json", True),
        ("datapackage/data/messages.csv", False),
        ("datapackage/datapackage.json", False),
        ("library/prose.py", True),
        ("requirements.lock", True),
    ],
)
def test_fingerprint_changes_with_what_the_outputs_depend_on(house, path, matters):
    reads = notebook('load("regions")')
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
    assert freshness.stored(notebook("1")) is None
