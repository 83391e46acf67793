"""Values for the sentences of the book: what a notebook hands over, what a sentence presupposes, and who refuses."""

from __future__ import annotations

import numpy as np
import pytest
from wsis20 import notebook, values
from wsis20.commands.build import gates
from wsis20.commands.build.gates import sentences


@pytest.fixture
def cell(monkeypatch):
    """Return the outputs of a cell that is running."""
    outputs = []

    def display(data, raw, metadata):
        assert raw
        outputs.append({"output_type": "display_data", "data": data, "metadata": metadata})

    monkeypatch.setattr("IPython.display.display", display)
    return outputs


def stored(outputs):
    return {
        "cells": [{"cell_type": "markdown", "source": "x"}, {"cell_type": "code", "id": "floor-02", "outputs": outputs}]
    }


def test_values_are_handed_over_as_they_are_to_be_read(cell):
    values.values("floor", statements=68, reached=np.int64(3), where="Astana")
    assert values.handed_over(stored(cell)) == {
        "floor.statements": "68",
        "floor.reached": "three",
        "floor.where": "Astana",
    }
    assert [fault for output in cell for fault in notebook.faults_of_output(output)] == []


@pytest.mark.parametrize("value", [0.5, True, None, ["a"], np.float64(2)])
def test_a_value_that_could_be_written_in_several_ways_is_refused(cell, value):
    with pytest.raises(TypeError, match=r"floor\.share is .*; expected a text or a whole number"):
        values.values("floor", share=value)
    assert cell == []


def test_a_sentence_that_no_longer_holds_is_told_with_what_is_so(cell):
    values.presuppose("chapter 4, first paragraph", "most were lost", np.bool_(True), "unused")
    values.presuppose("chapter 4, last paragraph", "nobody spoke", False, "two people did")
    values.presuppose("chapter 4, last paragraph", "nobody spoke", False)
    told = {"where": "chapter 4, last paragraph", "says": "nobody spoke", "cell": "floor-02"}
    assert list(values.outdated(stored(cell))) == [told | {"now": "two people did"}, told | {"now": ""}]
    assert [fault for output in cell for fault in notebook.faults_of_output(output)] == []
    assert values.handed_over(stored(cell)) == {}


@pytest.mark.parametrize(
    ("told", "metadata", "said"),
    [
        ({"where": "x", "says": "y", "holds": 1, "now": ""}, None, "in another form"),
        ({"where": "x"}, None, "in another form"),
        ("x", None, "in another form"),
        ({"where": "x", "says": "y", "holds": True, "now": ""}, {}, "without scrapbook in its metadata"),
        ({"where": "<script>", "says": "see /home/me/x", "holds": True, "now": ""}, None, "an absolute path"),
    ],
)
def test_a_presupposition_in_another_form_is_refused(told, metadata, said):
    known = {"scrapbook": {"name": "x", "mime_prefix": values.GLUED}} if metadata is None else metadata
    output = {"output_type": "display_data", "data": {values.PRESUPPOSED: told}, "metadata": known}
    assert any(said in fault for fault in notebook.faults_of_output(output))


@pytest.mark.parametrize("content", [None, 7, {}, {"where": 1}, [], "x"])
@pytest.mark.parametrize("told", [None, "x", {}, {"name": 7}, {"name": "a.b", "mime_prefix": values.GLUED}])
def test_outputs_in_another_form_hand_nothing_over(told, content):
    for mime in (values.TEXT, values.PRESUPPOSED):
        notebook = stored([{"data": {mime: content}, "metadata": {"scrapbook": told}}, {"output_type": "stream"}])
        assert list(values.outdated(notebook)) == []
        assert set(values.handed_over(notebook)) <= {"a.b"}


def test_the_notebook_of_a_value_is_known_by_its_key():
    assert [path.name for path in values.notebooks_of("regions.ways")] == ["02-regions.ipynb"]
    assert values.notebooks_of("release.version") == values.notebooks_of("regions") == []


def test_the_sentences_of_the_book_hold():
    assert sentences.faults() == []
    assert sentences.faults in [gate.faults for gate in gates.GATES]
