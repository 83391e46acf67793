"""Showing the book while it is written: the settings of Jupyter Book, and what keeps the book from being published."""

from __future__ import annotations

from pathlib import Path

import preview
import pytest
from wsis20.commands.build import book, gates
from wsis20.project import ROOT, Refusal


def test_settings_are_those_of_the_book_with_paths_that_lead_there():
    settings: dict = {}
    exec(preview.configuration(), settings)
    assert settings["html_title"] == "WSIS+20: What the Regions Said"
    assert settings["wsis20_preview"] is True
    named = [settings["external_toc_path"], settings["html_favicon"], *settings["bibtex_bibfiles"]]
    assert all(Path(path).is_file() for path in named)
    assert all(Path(path).is_dir() for path in (*settings["templates_path"], *settings["html_static_path"]))


def test_only_what_the_book_is_made_from_is_watched():
    _, *words = preview.command(8420)
    assert words[:2] == ["-m", "sphinx_autobuild"]
    ignored = {Path(words[place + 1]).name for place, word in enumerate(words) if word == "--ignore"}
    assert {"tests", "tools"} <= ignored
    assert not ignored & set(preview.WATCHED)
    assert all((ROOT / name).exists() for name in preview.WATCHED)


class Gate:
    """A gate that finds something."""

    def __init__(self, *found: str) -> None:
        """Take what it finds."""
        self.found = list(found)

    def faults(self) -> list[str]:
        """Return it."""
        return self.found


@pytest.mark.slow
def test_what_a_reader_would_be_told_wrongly_is_shown_and_what_a_build_would_run_is_refused(monkeypatch):
    monkeypatch.setattr(gates, "READ", (Gate("a number is typed"),))
    monkeypatch.setattr(book, "stale_faults", lambda: ["stale"])
    monkeypatch.setattr(book, "data_faults", lambda: [])
    assert book.unfit_to_publish() == ["a number is typed", "stale"]
    monkeypatch.setattr(gates, "BELIEVED", (Gate("a script"),))
    with pytest.raises(Refusal, match=r"^a script$"):
        book.unfit_to_publish()


def test_every_gate_is_of_one_of_the_two_kinds():
    assert set(gates.GATES) == {*gates.BELIEVED, *gates.READ}
    assert not set(gates.BELIEVED) & set(gates.READ)
