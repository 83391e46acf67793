"""Every value that changed in a version stands in ``changes.csv``, and so does each that the changelog corrects."""

from __future__ import annotations

import csv
import itertools
import re
import subprocess

import pytest
from wsis20 import datapackage, project
from wsis20.commands.diff import comparison, origin

CHANGES = project.ROOT / "changes.csv"
COMMITS = {"0.1.0": "527747c", "0.2.0": "aa93ccf", "0.3.0": "4ce2de4", "0.4.0": "05f6dd1", "0.5.0": "4f456d3"}
"""The last commit that wrote the descriptor of each version before the present one."""


def known(commit):
    """Return whether this checkout has a commit: a copy without its history has none."""
    done = subprocess.run(
        ["git", "cat-file", "-e", f"{commit}^{{commit}}"], cwd=project.ROOT, capture_output=True, check=False
    )
    return done.returncode == 0


def told():
    with CHANGES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


STATES = [*COMMITS.values(), str(project.DATAPACKAGE)]
PAIRS = list(zip([*COMMITS, datapackage.load("regions").version][1:], itertools.pairwise(STATES), strict=True))


@pytest.mark.parametrize(("version", "states"), PAIRS, ids=[version for version, _ in PAIRS])
def test_every_change_of_a_version_stands_in_the_table_of_changes(version, states):
    if not all(known(state) for state in states if state in COMMITS.values()):
        pytest.skip("no history here")
    found = comparison.compare(*map(origin.read, states)).changes
    wanted = [(c.table, c.record, c.field, c.action, c.old, c.new) for c in found]
    here = [
        (row["table"], row["record"], row["field"], row["action"], row["old"], row["new"])
        for row in told()
        if row["version"] == version
    ]
    if version == project.version():  # what is added to it before it is released comes into the table at the release
        added = {change for change in wanted if change not in here and came(change, wanted)}
        wanted = [change for change in wanted if change not in added]
    assert sorted(here) == sorted(wanted)


def came(change, every):
    """Return whether a change is of a consultation that was added: its rows, and what its record tells of a plan."""
    table, record, _, action, *_ = change
    held = {row[1] for row in every if row[:3] == ("consultations", row[1], "document_id")}
    own = record if table == "consultations" else record.removeprefix("consultations / ").partition(" / ")[0]
    return action == "row added" or (table in ("consultations", "second_readings") and own in held)


def test_versions_stand_in_their_order_and_no_later_one_is_there():
    versions = list(dict.fromkeys(row["version"] for row in told()))
    assert versions == [version for version, _ in PAIRS if version in versions]
    assert PAIRS[-1][0] == project.version()


def test_every_record_of_a_corrected_value_in_the_changelog_is_in_the_table_of_changes():
    text, rows = (project.ROOT / "CHANGELOG.md").read_text("utf-8"), told()
    named = {part for row in rows for part in (*row["record"].split(" / "), row["old"], row["new"])}
    listed = re.findall(r"^Corrected values?:(.+?)(?:\n\n[^-]|\Z)", text, flags=re.MULTILINE | re.DOTALL)
    keys = {key for part in listed for key in re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", part)}
    assert len(keys) > 20
    assert keys - named == set()
