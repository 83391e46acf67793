"""What is said of the data behind figures and tables: a descriptor that readers take, and a code for each word."""

from __future__ import annotations

import csv
import json

import frictionless
import pytest
from test_release import profile_faults
from wsis20 import coding, datapackage, project
from wsis20_sphinx import behind, figures

ALL = {name: text for path in project.notebooks() for name, text in figures.data_behind(path).items()}
OF_CODES = {
    "Theme": "themes",
    "theme": "themes",
    "Region": "regions",
    "Degree": "responses",
    "Closest match": "responses",
    "Consultation": "consultations",
    "Holder": "holders",
    "Step": "milestones",
}
"""Heads whose cells are words in place of codes, with the table that has the codes."""

NO_CODE = {"none", "on the review alone"}


@pytest.fixture(scope="module")
def about(site):
    return json.loads((site / "data" / behind.DESCRIPTOR).read_text("utf-8"))


def test_every_file_is_described_as_it_is(site, about):
    assert profile_faults(about) == []
    assert frictionless.validate(str(site / "data" / behind.DESCRIPTOR)).valid
    assert {one["name"] for one in about["resources"]} == {behind.WORDS, *ALL}
    assert coding.by_whom(datapackage.load("passes")["passes"]) in about["description"]


def test_each_has_a_licence_and_a_source(site, about):
    own = datapackage.read_descriptor()["licenses"]
    assert about["licenses"] == own
    files = {one["name"]: one for one in about["resources"]}
    for path in project.notebooks():
        for name in figures.data_behind(path):
            (source,) = files[name]["sources"]
            assert source["title"].endswith(f" {path.stem}.html#{name}")
            assert (files[name].get("licenses", own) != own) == (path.stem == "07-ground")
    for folder in ("data", "cite"):
        text = (site / folder / "README.md").read_text("utf-8")
        assert own[0]["title"] in text
        assert "observations are not under CC BY 4.0" in text


def test_words_have_codes(site):
    rows = [*csv.DictReader((site / "data" / f"{behind.WORDS}.csv").read_text("utf-8").splitlines())]
    package = datapackage.load()
    for row in rows:
        assert row["code"] in set(package[row["table"]][row["field"]].astype(str)), row
    known = {(row["table"], one) for row in rows for one in (row["shown"], row["code"])}
    for name, text in ALL.items():
        head, *cells = csv.reader(text.splitlines())
        for place, column in enumerate(head):
            shown = {row[place].partition(" on one point")[0] for row in cells} - NO_CODE
            if column in OF_CODES:
                assert {word for word in shown if (OF_CODES[column], word) not in known} == set(), (name, column)
