"""What a forge and Binder read: workflows that may only read, actions pinned, commands and pages that are here."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib

import pytest
import yaml
from wsis20.project import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*-a-*.yml"))
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def read(path):
    return yaml.safe_load(path.read_text("utf-8"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_only_read_and_runs_what_is_here(path):
    workflow = read(path)
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        assert "permissions" not in job
        assert 0 < job["timeout-minutes"] <= 60
        for step in job["steps"]:
            if "run" in step:
                first, *rest = step["run"].split()
                assert (first == "make" and set(rest) <= TARGETS) or (ROOT / first).is_file(), step
            elif step["uses"].startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_by_hash_with_their_version_beside_it(path):
    uses = re.findall(r"uses: (.+)$", path.read_text("utf-8"), re.MULTILINE)
    assert uses
    assert [use for use in uses if not re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v[\d.]+", use)] == []


def test_the_tests_run_on_every_python_that_the_project_names_but_the_newest():
    named = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    versions = read(ROOT / ".github" / "workflows" / "test.yml")["jobs"]["test"]["strategy"]["matrix"]["python"]
    assert versions == ["3.11", "3.12", "3.13"]
    assert f">={versions[0]}" in named.replace(" ", "")


def test_the_weekly_workflow_tells_what_is_locked_from_what_is_newest():
    jobs = read(ROOT / ".github" / "workflows" / "weekly.yml")["jobs"]
    runs = {name: [step["run"] for step in job["steps"] if "run" in step] for name, job in jobs.items()}
    assert runs == {
        "as-locked": ["make book", ".ci/programs", ".ci/run", "make coverage"],
        "newest": [".ci/programs", "make lock", "make book", "make test"],
    }


def test_every_workflow_has_the_programs_that_tests_ask_before_it_tests():
    """Their tests are skipped where they are not, so that nobody would notice."""
    script = (ROOT / ".ci" / "programs").read_text("utf-8")
    assert re.findall(r"missing\+=\((.+?)\)", script) == ["chromium libatomic1", "r-base-core", "libreoffice-calc"]
    for path in (ROOT / ".ci" / "programs", ROOT / ".ci" / "run"):
        assert path.stat().st_mode & 0o111
    assert (ROOT / ".ci" / "run").read_text("utf-8").endswith("\n.ci/programs chromium\nmake test\n")
    for workflow in WORKFLOWS:
        for job in read(workflow)["jobs"].values():
            runs = [step["run"] for step in job["steps"] if "run" in step]
            first = min(runs.index(run) for run in ("make test", ".ci/run") if run in runs)
            assert ".ci/programs" in runs[:first]


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_asks_each_thing_once_and_says_what_it_needs(path):
    form = read(path)
    asked = [part for part in form["body"] if part["type"] != "markdown"]
    assert len({part["id"] for part in asked}) == len(asked)
    assert any(part["validations"]["required"] for part in asked if "validations" in part)
    assert all(part["attributes"]["label"].endswith("?") for part in asked)


def test_there_is_a_form_for_a_value_and_one_for_a_consultation():
    assert [path.stem for path in FORMS] == ["add-a-consultation", "correct-a-value"]
    assert (ROOT / "book" / "contribute.md").read_text("utf-8").startswith("# Add a consultation\n")


def test_binder_installs_the_lock_as_it_is_for_a_python_of_the_lock():
    script = (ROOT / ".binder" / "postBuild").read_text("utf-8")
    assert "--no-deps --require-hashes --only-binary :all: --requirement requirements.lock" in script
    assert (ROOT / ".binder" / "postBuild").stat().st_mode & 0o111
    assert (ROOT / ".binder" / "runtime.txt").read_text("utf-8") == "python-3.11\n"


def test_hooks_run_what_is_installed_here():
    (local,) = read(ROOT / ".pre-commit-config.yaml")["repos"]
    assert local["repo"] == "local"
    for hook in local["hooks"]:
        assert hook["language"] == "system"
        assert hook["entry"].startswith((".venv/bin/ruff ", ".venv/bin/python -m wsis20 check"))


@pytest.mark.slow
def test_every_tool_that_make_calls_finds_what_it_imports():
    """In a Python of its own, with the paths of the Makefile and not those of pytest."""
    lines = (ROOT / "Makefile").read_text("utf-8")
    called = re.findall(r"\$\(TOOL\) tools/(\w+)\.py", lines)
    path = re.search(r"^TOOL := PYTHONPATH=(\S+)", lines, re.MULTILINE)[1]
    assert len(called) >= 10
    assert "PYTHONPATH" not in lines.replace(f"PYTHONPATH={path}", "")
    command = [sys.executable, "-c", f"import {', '.join(called)}"]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
