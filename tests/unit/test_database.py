"""The data package as a database: types, what is missing, keys, and the same bytes whenever it is written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from wsis20 import coding, database, datapackage, documentation, project, tracing

PACKAGE = datapackage.load()
FIELDS = {(table, field["name"]): field for table, schema in PACKAGE.schemas.items() for field in schema["fields"]}
WORDS = {"not stated", "not determined"}
STORED = {"integer": "integer", "number": "real"}


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    found = tmp_path_factory.mktemp("database") / "wsis20.sqlite"
    database.write(found, PACKAGE)
    return found


@pytest.fixture
def asked(path):
    """Return a function that gives all rows of a query."""
    with closing(sqlite3.connect(path)) as opened:
        yield lambda query: opened.execute(query).fetchall()


def test_views_are_those_that_are_named(asked):
    found = [name for (name,) in asked("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY rowid")]
    newest = asked("SELECT indicator_id, area, count(*) FROM observations_newest GROUP BY 1, 2")
    shares = dict(asked("SELECT area, value FROM observations_newest WHERE indicator_id = 'internet-use-share'"))
    assert found == [*database.VIEWS, *database.lists(PACKAGE.schemas)]
    assert {count for *_, count in newest} == {1}
    assert (shares["Africa"], shares["World"]) == (36, 74)


def test_the_act_that_answers_is_known_where_a_provision_has_one_operative_act(asked):
    """By the meaning of the degrees an operative act answers: so each response has one, and of several none is told."""
    operative = tracing.operative_acts(PACKAGE).groupby("provision_id")["act_id"].agg(list)
    for table, (key, unit) in database.ANSWERED.items():
        found = tracing.responses(PACKAGE, table=table).query("degree in ('answers', 'partly')")
        rows = found[[key, unit, "provision_id", "degree"]].itertuples(index=False, name=None)
        wanted = [(*row, act, len(operative[row[2]])) for row in rows for act in operative[row[2]]]
        assert {row[0] for row in wanted} == {*found[key]}
        assert sorted(asked(f"SELECT {key}, {unit}, provision_id, degree, act_id, acts_there FROM {table}_acts")) == (
            sorted(wanted)
        )


def test_what_the_rule_leaves_out_for_africa_is_what_its_page_lists(asked):
    wanted = tracing.for_developing(PACKAGE, tracing.NEEDED)
    found = asked("SELECT act_id, provision_id, paragraph, force, object, phrase FROM for_developing_countries")
    fields = ["act_id", "provision_id", "paragraph", "force", "object", "phrase"]
    assert found == [*wanted[fields].itertuples(index=False, name=None)]
    themes = {theme for (own,) in asked("SELECT themes FROM for_developing_countries") for theme in own.split(";")}
    assert themes == {*tracing.NEEDED}


def test_lists_are_split_into_rows_as_they_are_loaded(asked):
    for view, (table, field) in database.lists(PACKAGE.schemas).items():
        keys = PACKAGE.schemas[table]["primaryKey"]
        wanted = [
            (*map(str, key), item)
            for *key, items in PACKAGE[table][[*keys, field]].itertuples(index=False)
            if isinstance(items, list | tuple)
            for item in items
        ]
        assert sorted(tuple(map(str, row)) for row in asked(f'SELECT * FROM "{view}"')) == sorted(wanted), view
    assert ("astana-2024", "escap") in asked("SELECT * FROM consultations_organizers")


def test_every_table_has_the_rows_of_its_resource_in_their_order(asked):
    names = [name for (name,) in asked("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")]
    assert names[: len(PACKAGE)] == list(PACKAGE)
    assert all(name.startswith(database.SEARCH) for name in names[len(PACKAGE) :])
    for name, frame in PACKAGE.items():
        key = PACKAGE.schemas[name]["primaryKey"]
        columns = ", ".join(f'"{field}"' for field in key)
        wanted = [tuple(row) for row in PACKAGE.raw[name][key].to_numpy()]
        found = [tuple(map(str, row)) for row in asked(f'SELECT {columns} FROM "{name}" ORDER BY rowid')]
        assert found == wanted
        assert len(found) == len(frame)


def test_values_have_the_types_of_their_fields(asked):
    for (table, name), field in FIELDS.items():
        kinds = {kind for (kind,) in asked(f'SELECT DISTINCT typeof("{name}") FROM "{table}"')}
        assert kinds <= {STORED.get(field["type"], "text"), "null"}, (table, name)
    assert asked("SELECT latitude, city FROM consultations WHERE consultation_id = 'astana-2024'") == [
        (51.18, "Astana")
    ]
    assert asked("SELECT start_date FROM consultations WHERE city = 'Astana'") == [("2024-09-04",)]
    assert asked("SELECT organizers FROM consultations WHERE city = 'Astana'") == [("cstd;escap;itu",)]


def test_what_is_missing_is_null_and_nothing_else(asked):
    for table in PACKAGE.schemas:
        missing = PACKAGE.missing(table).sum(axis="columns")
        for name in missing.index:
            ((nulls,),) = asked(f'SELECT count(*) - count("{name}") FROM "{table}"')
            assert nulls == missing[name], (table, name)
    assert asked("SELECT count(*) FROM appearances WHERE stakeholder_group = 'not determined'") == [(0,)]


def test_a_word_that_is_a_category_of_its_field_is_a_value(asked):
    for table, name in (("consultations", "format"), ("milestones", "outcome")):
        wanted = int(PACKAGE.raw[table][name].isin(["not stated", "not determined"]).sum())
        found = asked(f"SELECT count(*) FROM {table} WHERE {name} IN ('not stated', 'not determined')")
        assert found == [(wanted,)]
    assert asked("SELECT count(*) > 0 FROM consultations WHERE format = 'not stated'") == [(1,)]


def test_every_text_names_the_fields_in_which_words_for_missing_are_values():
    told = (
        documentation.BYTES,
        (project.ROOT / "README.md").read_text("utf-8"),
        (project.BOOK / "dataset.md").read_text("utf-8"),
    )
    kept = {
        f"{table}.{field['name']}"
        for table, schema in PACKAGE.schemas.items()
        for field in schema["fields"]
        if database.missing_in(field, schema) == {""} and set(PACKAGE.raw[table][field["name"]]) & WORDS
    }
    assert kept == {"consultations.format", "milestones.outcome", "second_readings.value"}
    for text in told:
        assert all(f"`{name}`" in text for name in kept)


def test_a_category_is_a_value_even_where_the_schema_takes_it_for_missing():
    field = {"name": "x", "type": "string", "categories": ["not stated"]}
    schema = {"missingValues": [{"value": "not stated"}, {"value": "not determined"}]}
    assert list(database.values(["not stated", "not determined", ""], field, schema)) == ["not stated", None, None]


def test_keys_are_those_of_the_schemas(asked):
    for name, schema in PACKAGE.schemas.items():
        info = asked(f'PRAGMA table_info("{name}")')
        places = sorted((place, column) for _, column, _, _, _, place in info if place)
        assert [column for _, column in places] == schema["primaryKey"]
        needed = [field["name"] for field in schema["fields"] if field.get("constraints", {}).get("required")]
        assert [column for _, column, _, not_null, _, _ in info if not_null] == needed
        found = {(row[3], row[2], row[4]) for row in asked(f'PRAGMA foreign_key_list("{name}")')}
        wanted = {
            (here, key["reference"].get("resource") or name, there)
            for key in schema.get("foreignKeys", [])
            for here, there in zip(key["fields"], key["reference"]["fields"], strict=True)
        }
        assert found == wanted
        unique = [row for row in asked(f'PRAGMA index_list("{name}")') if row[3] == "u"]
        assert len(unique) == len(schema.get("uniqueKeys", []))
    assert asked("PRAGMA foreign_key_check") == []
    assert asked("PRAGMA integrity_check") == [("ok",)]


@pytest.mark.slow
def test_what_no_reader_looks_at_is_the_same_whatever_wrote_it():
    """Cells of a page that was split stay where they were, with other bytes in other versions of SQLite."""
    with closing(sqlite3.connect(":memory:")) as written:
        written.execute("CREATE TABLE words (word TEXT PRIMARY KEY) WITHOUT ROWID")
        words = [f"{number * 7919 % 10007:05} {'x' * (number % 90)}" for number in range(3000)]
        written.executemany("INSERT INTO words VALUES (?)", zip(words, strict=True))
        before = written.serialize()
        rows = written.execute("SELECT word FROM words").fetchall()
    cleared = bytearray(before)
    database.clear(cleared)
    assert cleared != before
    with closing(sqlite3.connect(":memory:")) as read:
        read.deserialize(bytes(cleared))
        assert read.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert read.execute("SELECT word FROM words").fetchall() == rows
    assert max(before.count(word.encode()) for word in words) > 1
    assert {cleared.count(word.encode()) for word in words} == {1}


def test_a_database_is_cleared_of_what_no_reader_looks_at():
    held = database.content(PACKAGE)
    cleared = bytearray(held)
    database.clear(cleared)
    assert bytes(cleared) == held


def test_keys_of_what_passes_code_differently_lead_to_what_was_coded(asked):
    """A theme that the agreed pass took away has no agreed row, so that any pass will do."""
    rows = asked("SELECT resource, record, field, first_key, second_key FROM disagreements")
    own = PACKAGE.raw["decisions"].query("a != b")
    assert sorted(row[:3] for row in rows) == sorted(own[["resource", "record", "field"]].itertuples(index=False))
    for resource, record, _, *keys in rows:
        held = dict(zip(coding.KEYS[resource], keys, strict=False))
        assert " / ".join(held.values()) == record
        found = " AND ".join(f"{name} = {database.literal(key)}" for name, key in held.items())
        assert asked(f"SELECT count(*) FROM {resource} WHERE {found}") > [(0,)], record


def test_words_are_found_in_every_paraphrase_and_nowhere_else(asked):
    every = [name for name, frame in PACKAGE.items() if "paraphrase" in frame]
    assert asked(f"SELECT DISTINCT resource FROM {database.SEARCH}") == [(name,) for name in every]
    for name in every:
        (key,) = PACKAGE.schemas[name]["primaryKey"]
        words = PACKAGE[name].set_index(key)["paraphrase"]
        assert dict(asked(f"SELECT record, paraphrase FROM {database.SEARCH} WHERE resource = '{name}'")) == dict(words)
        wanted = set(words.index[words.str.contains(r"(?i)\binclusi")])
        match = f"SELECT record FROM {database.SEARCH} WHERE {database.SEARCH} MATCH 'inclusi*' AND resource = '{name}'"
        assert {record for (record,) in asked(match)} == wanted != set()
    assert asked(f"SELECT count(*) FROM {database.SEARCH} WHERE {database.SEARCH} MATCH 'africa OR messages'") == [
        (sum(PACKAGE[name]["paraphrase"].str.contains(r"(?i)\b(?:africa|messages)\b").sum() for name in every),)
    ]


def test_words_stand_apart_from_marks_and_capitals_and_a_key_of_several_parts_is_one():
    schema = {"primaryKey": ["a", "b"], "fields": [{"name": name} for name in ("a", "b", "paraphrase")]}
    raw = {"x": pd.DataFrame({"a": ["p"], "b": ["q"], "paraphrase": ["A “Digital” divide – Ärger"]})}
    ((name, key, words),) = database.paraphrases(SimpleNamespace(schemas={"x": schema}, raw=raw))
    assert (name, key) == ("x", "p / q")
    with closing(sqlite3.connect(":memory:")) as opened:
        opened.execute(database.WORDS)
        opened.execute(f"INSERT INTO {database.SEARCH} VALUES (?, ?, ?)", (name, key, words))
        for asked in ("digital", '"digital divide"', "arger", "div*"):
            assert opened.execute(f"SELECT 1 FROM {database.SEARCH} WHERE paraphrase MATCH ?", [asked]).fetchall()
        assert not opened.execute(f"SELECT 1 FROM {database.SEARCH} WHERE paraphrase MATCH 'q'").fetchall()


def test_rows_that_break_a_key_are_refused(package_copy, tmp_path):
    package_copy.change("messages", "africa-k1", region_id="atlantis")
    with pytest.raises(sqlite3.IntegrityError):
        database.write(tmp_path / "x.sqlite", datapackage.load(folder=package_copy.folder))


def test_the_same_package_gives_the_same_bytes(path, tmp_path):
    again = tmp_path / "again.sqlite"
    again.write_bytes(b"what was there before")
    database.write(again, datapackage.load())
    assert again.read_bytes() == path.read_bytes()
    assert again.read_bytes()[database.WRITER] == bytes(4)


@pytest.mark.parametrize("name", ["order", 'a"b', "x y"])
def test_a_name_is_a_name_whatever_it_holds(name):
    with closing(sqlite3.connect(":memory:")) as opened:
        opened.execute(f"CREATE TABLE {database.quoted(name)} ({database.quoted(name)} TEXT)")
        assert opened.execute("SELECT name FROM sqlite_master").fetchall() == [(name,)]


def test_nothing_else_is_written(path: Path):
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_the_wide_view_has_the_best_degree_of_every_call_and_of_nothing_else(asked):
    order = ["answers", "partly", "mentions", "none"]
    met = PACKAGE.raw["responses"].query("coding_pass == 'agreed'").groupby("message_id")["degree"].agg(set)
    wanted = {
        row.message_id: min(met[row.message_id], key=order.index) if row.kind == "call" else None
        for row in PACKAGE.raw["messages"].itertuples()
    }
    assert dict(asked("SELECT message_id, best_degree FROM messages_wide")) == wanted
    assert len(set(wanted.values())) > 3
