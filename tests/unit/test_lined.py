"""YAML of people: texts with the line of each, read or refused in one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unhurried import UNHURRIED
from wsis20 import lined
from wsis20.lined import Mistake
from wsis20.project import Refusal


def written(folder, text):
    path = folder / "a.yml"
    path.write_text(text, "utf-8")
    return path


def test_every_scalar_is_a_text_and_every_value_has_its_line(tmp_path):
    file = lined.read(written(tmp_path, "a: no\nb:\n  - 2024-11-25\n  - c: 1.0\n    d:\n"))
    assert file.value == {"a": "no", "b": ["2024-11-25", {"c": "1.0", "d": ""}]}
    assert [file.line(place) for place in [("a",), ("b", 0), ("b", 1, "d"), ("b", 1, "e"), ("f",)]] == [1, 3, 5, 4, 1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\na: 2\n", "a.yml, line 2: this is no YAML: the key 'a' stands twice"),
        ("a: 1\nb: [\n", "a.yml, line 3: this is no YAML"),
        ("a: &one [*one]\n", "a.yml, line 1: this is no YAML: the alias *one; expected the words themselves"),
    ],
)
def test_what_is_no_yaml_is_refused_by_line(tmp_path, text, said):
    with pytest.raises(Refusal) as refused:
        lined.read(written(tmp_path, text))
    assert str(refused.value).startswith(said)
    assert "\n" not in str(refused.value)


def test_a_mistake_names_file_line_and_place():
    mistake = Mistake("a.yml", 3, ("people", 1, "role"), "expected another")
    assert str(mistake) == "a.yml, line 3, people[1].role: expected another"


@UNHURRIED
@given(st.lists(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1), max_size=4).map(" ".join))
def test_a_text_that_is_written_is_read_as_the_same(text):
    assert lined.parsed("a.yml", f"- key: {lined.scalar(text)}\n  other: x\n").value[0]["key"] == text


def test_a_blank_value_that_a_program_writes_is_blank():
    assert lined.parsed("record.yml", "a: null\nb: ~\nc: 'null'\nd:\n").value == {
        "a": "",
        "b": "",
        "c": "null",
        "d": "",
    }
