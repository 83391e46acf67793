"""Inputs that nobody thought of: some of each family here, as many as wanted by ``make fuzz``."""

from __future__ import annotations

import pytest
from fuzz import SHARES, Families, judged, run
from wsis20.commands import check
from wsis20.commands.check import schemas

FEW = {"cells": 6, "rows": 4, "csv bytes": 4, "folder": 4}  # whole looks at a package: some tenths of a second each
MANY = 40


@pytest.fixture(scope="module")
def families(tmp_path_factory):
    before = schemas.faults
    yield Families(tmp_path_factory.mktemp("fuzz") / "datapackage")
    schemas.faults = before


@pytest.mark.parametrize("family", SHARES)
def test_whatever_comes_the_answer_is_lines_that_name_a_file(families, family):
    run(families, family, FEW.get(family, MANY))


@pytest.mark.parametrize("said", ["two\nlines in a.csv", "no file at all", "a\u202eb in a.csv"])
def test_the_fuzzer_notices_what_is_not_one_line_that_names_a_file(said):
    fault = type("Broken", (), {"__str__": lambda self: said})()
    with pytest.raises(AssertionError):
        judged(lambda: [fault])


def test_the_fuzzer_notices_a_traceback(families, monkeypatch):
    def broken(examination):
        raise ZeroDivisionError

    monkeypatch.setattr(check.Examination, "judge", broken)
    with pytest.raises(ZeroDivisionError):
        run(families, "rows", 1)
