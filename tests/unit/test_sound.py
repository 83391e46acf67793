"""What was found right is not looked at again, until its content changes; what was found wrong is."""

from __future__ import annotations

import pytest
from wsis20.commands.build import sound
from wsis20.commands.build.sound import unless_sound


@pytest.fixture
def looked(tmp_path, monkeypatch):
    """Give a memory of its own, and a list of what was looked at."""
    monkeypatch.setattr(sound, "MEMORY", tmp_path / "_build" / "sound.json")
    return []


def look(seen, wrong=()):
    def looking(names):
        seen.append(names)
        return [name for name in names if name in wrong]

    return looking


def test_what_is_right_is_looked_at_once(looked):
    assert unless_sound({"a": "1", "b": "1"}, look(looked)) == []
    assert unless_sound({"a": "1", "b": "2"}, look(looked)) == []
    assert unless_sound({"a": "1"}, look(looked)) == []
    assert unless_sound({"c": "1"}, look(looked)) == []
    assert looked == [["a", "b"], ["b"], ["c"]]


def test_what_is_wrong_is_looked_at_again(looked):
    for _ in range(2):
        assert unless_sound({"a": "1", "b": "1"}, look(looked, wrong="b")) == ["b"]
    assert unless_sound({"a": "1", "b": "1"}, look(looked)) == []
    assert looked == [["a", "b"]] * 3


@pytest.mark.parametrize("content", ["", "[]", "{", "7", "[" * 100_000])
def test_a_memory_that_cannot_be_read_is_none(looked, content):
    sound.MEMORY.parent.mkdir()
    sound.MEMORY.write_text(content)
    assert unless_sound({"a": "1"}, look(looked)) == []
    assert looked == [["a"]]
    assert sound.remembered() == {"a": "1"}


def test_where_nothing_can_be_written_all_is_looked_at(looked, tmp_path):
    (tmp_path / "_build").touch()
    for _ in range(2):
        assert unless_sound({"a": "1"}, look(looked)) == []
    assert looked == [["a"]] * 2
