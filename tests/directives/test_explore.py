"""Explore: every record once, under its layer, with the values by which it is found."""

from __future__ import annotations

import pytest
from wsis20 import datapackage, tracing
from wsis20_sphinx.directives import explore
from wsis20_sphinx.records import package


@pytest.fixture(scope="module")
def entries():
    return {entry.key: entry for entry in explore.entries()}


def test_every_record_is_there_once(entries):
    keys = [*package()["messages"]["message_id"], *package()["provisions"]["provision_id"]]
    assert sorted(entries) == sorted(keys)
    assert len(list(explore.entries())) == len(keys)
    assert {entry.values[explore.LAYER][0] for entry in entries.values()} == set(explore.SECTIONS)
    assert all(set(entry.values) <= set(explore.FACETS) for entry in entries.values())


def test_a_message_is_found_by_what_the_data_say_of_it(entries):
    codings = datapackage.of_pass(package(), "codings").groupby("message_id")["theme_id"].agg(set)
    names = package()["themes"].set_index("label")["theme_id"]
    regions = package()["regions"].set_index("name")["region_id"]
    for row in package()["messages"].itertuples():
        values = entries[row.message_id].values
        assert {names[label] for label in values[explore.THEME]} == codings[row.message_id]
        assert [regions[name] for name in values[explore.REGION]] == [row.region_id]
        assert values[explore.KIND] == [row.kind]
        assert (explore.SPEAKER in values) == (row.layer == "statement")


def test_a_statement_is_found_by_its_speaker_and_the_group(entries):
    people = package()["appearances"].merge(package()["people"], on="person_id").set_index("appearance_id")
    statements = package()["messages"].query("layer == 'statement'")
    for row in statements.itertuples():
        values, person = entries[row.message_id].values, people.loc[row.appearance_id]
        assert values[explore.SPEAKER] == [person["name"]]
        known = isinstance(person["stakeholder_group"], str)
        assert values[explore.GROUP] == [person["stakeholder_group"] if known else "group not determined"]


def test_a_provision_is_found_by_the_best_that_it_does_for_a_call(entries):
    responses = tracing.responses(package())
    for key in package()["provisions"]["provision_id"]:
        degrees = set(responses.loc[responses["provision_id"] == key, "degree"])
        best = next((degree for degree in tracing.DEGREES if degree in degrees), tracing.NONE)
        assert entries[key].values[explore.CALLS] == [explore.MEETS[best]]


def chosen(entries, name):
    """Return the identifiers of the records of a ready selection."""
    return {key for key, entry in entries.items() if explore.answers(entry, explore.READY[name])}


def test_a_ready_selection_holds_what_it_is_called(entries):
    messages, provisions, acts = package()["messages"], package()["provisions"], tracing.operative_acts(package())
    calls = set(messages.loc[messages["kind"] == "call", "message_id"])
    responses = tracing.responses(package())
    assert chosen(entries, "Calls for which nothing was found") == calls - set(responses["message_id"])
    statements = set(messages.loc[messages["layer"] == "statement", "message_id"])
    taken_up = set(tracing.traced(package())["statement_id"])
    assert chosen(entries, "Calls missing from the summary") == (calls & statements) - taken_up
    paragraphs = set(provisions.loc[provisions["paragraph"].notna(), "provision_id"])
    assert chosen(entries, "Paragraphs that no call asked for") == paragraphs - set(responses["provision_id"])
    of_states = acts.loc[["the States" in actors for actors in acts["actors"]], "provision_id"]
    assert chosen(entries, "What the States are to do") == set(of_states)
