"""Differences between two states of the data package, worked out by hand on tiny packages."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import tempfile
import zipfile

import pytest
from wsis20 import __main__ as commands
from wsis20.commands.diff import comparison, origin, report
from wsis20.commands.diff.change import ACTIONS, Change
from wsis20.project import DATAPACKAGE, Refusal

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")
PEOPLE = [["id", "name", "langs;"], ["a", "Ada", "en;fr"], ["b", "Bob", "en"]]
"""A table: the names of its fields, a list with its delimiter behind, then the rows. The first field is the key."""


def write_table(folder, name, rows, key):
    """Write schema and file of a table."""
    fields = [
        {"name": field[:-1], "type": "list", "delimiter": field[-1]}
        if field[-1] in ";|"
        else {"name": field, "type": "string"}
        for field in rows[0]
    ]
    names = [field["name"] for field in fields]
    schema = {"fields": fields, "primaryKey": key or names[:1]}
    (folder / "schemas" / f"{name}.json").write_text(json.dumps(schema), "utf-8")
    with (folder / "data" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([names, *rows[1:]])


def made(folder, version="1.0.0", keys=None, **tables):
    """Make a data package of tables in a folder, and return the folder; ``keys`` has primary keys by table."""
    for part in ("schemas", "data"):
        (folder / part).mkdir(parents=True)
    resources = [{"name": name, "path": f"data/{name}.csv", "schema": f"schemas/{name}.json"} for name in tables]
    descriptor = {"resources": resources} | ({} if version is None else {"version": version})
    (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    for name, rows in tables.items():
        write_table(folder, name, rows, (keys or {}).get(name))
    return folder


@pytest.fixture
def compared(tmp_path):
    """Return what compares two packages, each given by its tables, with or without keys."""

    def compare(before, after, keys_before=None, keys_after=None):
        folders = (
            made(tmp_path / "before", keys=keys_before, **before),
            made(tmp_path / "after", "1.1.0", keys=keys_after, **after),
        )
        return comparison.compare(*(origin.read(str(folder)) for folder in folders))

    return compare


def without(rows, name):
    """Return a table without a field."""
    place = rows[0].index(name)
    return [row[:place] + row[place + 1 :] for row in rows]


BOB = [*PEOPLE[:2], ["b", "Bill", "en"]]
CASES = {
    "nothing": (PEOPLE, PEOPLE, []),
    "a cell": (PEOPLE, BOB, [("b", "name", "changed", "Bob", "Bill")]),
    "a cell that says why it is empty": (
        [*PEOPLE[:2], ["b", "", "en"]],
        [*PEOPLE[:2], ["b", "not stated", "en"]],
        [("b", "name", "changed", "", "not stated")],
    ),
    "a row more": (PEOPLE[:2], PEOPLE, [("b", "", "row added")]),
    "a row less": (PEOPLE, PEOPLE[:2], [("b", "", "row removed")]),
    "another key": (PEOPLE, [*PEOPLE[:2], ["c", "Bob", "en"]], [("b", "", "row removed"), ("c", "", "row added")]),
    "a field more": (without(PEOPLE, "name"), PEOPLE, [("", "name", "field added")]),
    "a field less": (PEOPLE, without(PEOPLE, "langs;"), [("", "langs", "field removed")]),
    "a field more, and a cell of another": (
        without(PEOPLE, "langs;"),
        BOB,
        [
            ("", "langs", "field added"),
            ("b", "name", "changed", "Bob", "Bill"),
        ],
    ),
    "rows in another order": (PEOPLE, [PEOPLE[0], PEOPLE[2], PEOPLE[1]], []),
    "fields in another order": (PEOPLE, [[row[0], row[2], row[1]] for row in PEOPLE], []),
    "an item of a list": (
        PEOPLE,
        [PEOPLE[0], ["a", "Ada", "en;ru"], PEOPLE[2]],
        [("a", "langs", "changed", "en;fr", "en;ru")],
    ),
    "items in another order": (
        PEOPLE,
        [PEOPLE[0], ["a", "Ada", "fr;en"], PEOPLE[2]],
        [("a", "langs", "changed", "en;fr", "fr;en")],
    ),
    "another sign between items": (PEOPLE, [["id", "name", "langs|"], ["a", "Ada", "en|fr"], PEOPLE[2]], []),
    "a list that becomes a text": (PEOPLE, [["id", "name", "langs"], *PEOPLE[1:]], []),
}


@pytest.mark.parametrize("name", CASES)
def test_what_changed_in_a_table_is_told_and_nothing_else(compared, name):
    before, after, wanted = CASES[name]
    found = compared({"people": before}, {"people": after})
    assert found.changes == [Change("people", *change) for change in wanted]
    assert found.notes == []


def test_a_table_that_came_or_went_is_one_change(compared):
    found = compared({"people": PEOPLE, "old": PEOPLE}, {"new": PEOPLE, "people": PEOPLE})
    assert found.changes == [Change("new", "", "", "table added"), Change("old", "", "", "table removed")]


def test_every_action_is_tried_here():
    tried = {change[2] for _, _, changes in CASES.values() for change in changes} | {"table added", "table removed"}
    assert tried == set(ACTIONS)


def test_changes_are_in_the_order_of_tables_then_records_then_fields(compared):
    changed = [["id", "name", "langs;", "born"], ["c", "Cy", "", ""], ["b", "Bill", "ru", ""], ["a", "Ann", "", ""]]
    changed += [[f"d{number}", "", "", ""] for number in (3, 1, 4, 5, 9, 2, 6)]
    before = {"one": PEOPLE, "gone": PEOPLE, "two": PEOPLE}
    found = compared(before, {"two": changed, "one": changed})
    in_a_table = [
        ("", "born", "field added"),
        ("a", "name", "changed"),
        ("a", "langs", "changed"),
        ("b", "name", "changed"),
        ("b", "langs", "changed"),
        ("c", "", "row added"),
        *((f"d{number}", "", "row added") for number in (1, 2, 3, 4, 5, 6, 9)),
    ]
    wanted = [(table, *change) for table in ("two", "one") for change in in_a_table]
    got = [(change.table, change.record, change.field, change.action) for change in found.changes]
    assert got == [*wanted, ("gone", "", "", "table removed")]


READINGS = [["id", "pass", "kind"], ["a", "A", "call"], ["a", "B", "call"]]


def test_a_record_is_named_by_all_parts_of_its_key(compared):
    after = [*READINGS[:2], ["a", "B", "description"]]
    keys = {"kinds": ["id", "pass"]}
    found = compared({"kinds": READINGS}, {"kinds": after}, keys, keys)
    assert found.changes == [Change("kinds", "a / B", "kind", "changed", "call", "description")]


KEYS = {
    "that was there": (
        [["row", "id", "kind"], ["1", "a", "call"]],
        [["row", "id", "kind"], ["2", "a", "call"]],
        "the primary key was row and is id; rows are matched by what it is",
        [("a", "row", "changed", "1", "2")],
    ),
    "that was not there": (
        [["row", "kind"], ["1", "call"]],
        [["row", "id", "kind"], ["1", "a", "call"]],
        "the primary key was row and is id; there was no field id, so that the table counts as removed and added",
        [("", "", "table removed"), ("", "", "table added")],
    ),
    "that stood twice": (
        [["row", "id", "kind"], ["1", "a", "call"], ["2", "a", "call"]],
        [["row", "id", "kind"], ["1", "a", "call"]],
        "the primary key was row and is id; it does not tell the rows apart that there were, so that the table counts "
        "as removed and added",
        [("", "", "table removed"), ("", "", "table added")],
    ),
}


@pytest.mark.parametrize("name", KEYS)
def test_another_key_is_told_and_rows_are_matched_by_it_where_that_can_be(compared, name):
    before, after, note, wanted = KEYS[name]
    found = compared({"kinds": before}, {"kinds": after}, {"kinds": ["row"]}, {"kinds": ["id"]})
    assert found.notes == [f"kinds: {note}"]
    assert found.changes == [Change("kinds", *change) for change in wanted]


def test_how_a_program_writes_a_file_is_no_value(tmp_path):
    rows = [["id", "name"], ["a", "Ada"], ["b", "Bob\nor Bill"]]
    one, other = made(tmp_path / "one", people=rows), made(tmp_path / "other", people=rows)
    spreadsheet = b'\xef\xbb\xbf"id","name"\r\n"a","Ada"\r\n"b","Bob\r\nor Bill"\r\n'
    (other / "data" / "people.csv").write_bytes(spreadsheet)
    assert origin.read(str(one)) == origin.read(str(other))


def zipped(folder, path, prefix=""):
    """Write the files of a folder to a zip, all below a prefix, and return its path."""
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, f"{prefix}{file.relative_to(folder).as_posix()}")
    return path


@pytest.mark.parametrize("prefix", ["", "my project-main/datapackage/", "/", "../../"])
def test_a_zip_is_read_wherever_the_package_stands_in_it_and_nothing_is_written_elsewhere(
    tmp_path, monkeypatch, prefix
):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    folder = made(tmp_path / "package", people=PEOPLE)
    path = zipped(folder, tmp_path / "package.zip", prefix)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(f"{prefix}../people.csv", "x")
        archive.writestr("elsewhere/people.csv", "x")
    before = sorted(tmp_path.rglob("*"))
    assert origin.read(str(path)) == origin.read(str(folder))
    assert sorted(tmp_path.rglob("*")) == before


def test_a_zip_that_cannot_be_read_says_what_was_expected(tmp_path, monkeypatch):
    folder = made(tmp_path / "package", people=PEOPLE)
    path = zipped(folder, tmp_path / "package.zip")
    whole = path.read_bytes()

    def said():
        with pytest.raises(Refusal) as refusal:
            origin.read(str(path))
        words = str(refusal.value)
        assert words.startswith(str(path))
        return words.removeprefix(str(path))

    monkeypatch.setattr(origin, "LIMIT", sum(file.stat().st_size for file in folder.rglob("*.*")))
    origin.read(str(path))
    monkeypatch.setattr(origin, "LIMIT", origin.LIMIT - 1)
    assert "expected a zip of at most 0 MB when unpacked" in said()
    monkeypatch.undo()
    path.write_bytes(whole.replace(b"Ada", b"Ann"))
    assert "as a zip this cannot be read: Bad CRC-32" in said()
    path.write_bytes(whole[:-30])
    assert "expected a folder or a zip that holds a data package" in said()
    with zipfile.ZipFile(zipped(folder, path), "a") as archive:
        archive.writestr("other/datapackage.json", "{}")
    assert said() == ": expected a zip with one file datapackage.json; this has 2"
    (folder / "datapackage.json").unlink()
    zipped(folder, path)
    assert said() == ": expected a zip with one file datapackage.json; this has 0"


def test_what_is_wrong_in_a_zip_is_named_by_its_place_there_and_leaves_nothing(tmp_path, monkeypatch):
    folder = made(tmp_path / "package", people=[*PEOPLE, ["c", "Cy"]])
    path = zipped(folder, tmp_path / "package.zip", "in/")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    with pytest.raises(Refusal) as refusal:
        origin.read(str(path))
    assert str(refusal.value) == f"{path}/data/people.csv, line 4: 2 cells; expected 3, one a field"
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """Return a repository with three commits: one without a data package, version 1 with a tag, and version 2."""
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):  # of a hook, which would lead to the project
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "repository"
    folder.mkdir()
    (folder / ".gitattributes").write_text("* text=auto eol=lf\n", "utf-8")

    def git(*words):
        own = ("-c", "user.name=x", "-c", "user.email=x", "-c", "commit.gpgsign=false", "-c", "tag.gpgsign=false")
        subprocess.run(["git", *own, *words], cwd=folder, check=True, capture_output=True)

    def commit():
        git("add", ".")
        git("commit", "--quiet", "--no-verify", "--message", "x")

    git("init", "--quiet")
    commit()
    git("tag", "empty")
    made(folder / "datapackage", "1.0.0", people=PEOPLE)
    commit()
    git("tag", "--annotate", "--message", "x", "v1.0.0")
    shutil.rmtree(folder / "datapackage")
    made(folder / "datapackage", "2.0.0", people=BOB)
    commit()
    return folder


@needs_git
def test_a_commit_and_a_tag_are_read_as_they_were(repository):
    found = [origin.read(name, repository) for name in ("v1.0.0", "HEAD~1", "HEAD")]
    assert [state.version for state in found] == ["1.0.0", "1.0.0", "2.0.0"]
    assert found[0] == found[1]
    assert comparison.compare(found[0], found[2]).changes == [Change("people", "b", "name", "changed", "Bob", "Bill")]
    assert found[2] == origin.read(str(repository / "datapackage"))


@needs_git
def test_a_folder_goes_before_a_tag_of_its_name(repository, tmp_path, monkeypatch):
    made(tmp_path / "v1.0.0", "3.0.0", people=PEOPLE)
    monkeypatch.chdir(tmp_path)
    assert origin.read("v1.0.0", repository).version == "3.0.0"


@needs_git
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("empty", r"^empty: expected a commit with the folder datapackage/; git says: .*datapackage"),
        ("v9.9.9", r"^v9.9.9: there is nothing of this name; expected a folder or a zip .* commit or tag of .*$"),
        ("HEAD:datapackage", r"^HEAD:datapackage: there is nothing of this name; expected a folder"),
        ("--help", r"^--help: there is nothing of this name; expected a folder"),
        ("broken", r"^broken:datapackage/data/people.csv: the header is id, name; expected .*: id, name, langs$"),
    ],
)
def test_a_commit_that_cannot_be_read_says_what_was_expected(repository, name, said):
    if name == "broken":
        (repository / "datapackage" / "data" / "people.csv").write_text("id,name\n", "utf-8")
        stash = ["git", "-c", "user.name=x", "-c", "user.email=x", "stash", "create"]
        done = subprocess.run(stash, cwd=repository, check=True, capture_output=True, text=True)
        subprocess.run(["git", "tag", "broken", done.stdout.strip()], cwd=repository, check=True)
    with pytest.raises(Refusal, match=said):
        origin.read(name, repository)


@needs_git
def test_what_git_prints_before_it_fails_is_not_taken(repository):
    listed = ("ls-files", "--error-unmatch", ".gitattributes", "nothing")
    assert origin.git(repository, *listed[:-1]) == (b".gitattributes\n", "")
    printed, said = origin.git(repository, *listed)
    assert printed == b""
    assert "nothing" in said


@needs_git
def test_outside_a_repository_git_has_the_word(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.delenv("GIT_DIR", raising=False)
    (tmp_path / "folder").mkdir()
    with pytest.raises(Refusal, match=r"^v1: there is nothing of this name; .*; git says: fatal: not a git repository"):
        origin.read("v1", tmp_path / "folder")


def test_without_git_a_commit_is_refused_in_a_line(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refusal, match=r"^HEAD: there is nothing of this name; .*, and for these two git$"):
        origin.read("HEAD")


def replaced(file, old, new):
    """Return what puts bytes in the place of others in a file of a package."""

    def change(folder):
        data = (folder / file).read_bytes()
        assert old in data
        (folder / file).write_bytes(data.replace(old, new))

    return change


BROKEN = {
    "no descriptor": (
        lambda folder: (folder / "datapackage.json").unlink(),
        "datapackage.json: there is no",
    ),
    "no JSON": (
        replaced(
            "datapackage.json",
            b"{",
            b"",
        ),
        "datapackage.json, line 1: this is not valid JSON",
    ),
    "a version that is a number": (
        replaced("datapackage.json", b'"1.1.0"', b"1.1"),
        "datapackage.json: version is 1.1; expected text, such as '1.2.3'",
    ),
    "no schema": (lambda folder: (folder / "schemas/people.json").unlink(), "schemas/people.json: there is no schema"),
    "no key": (
        replaced("schemas/people.json", b'"primaryKey"', b'"key"'),
        "people.json: the primary key names",
    ),
    "no table": (lambda folder: (folder / "data/people.csv").unlink(), "data/people.csv: there is no data file"),
    "an empty table": (
        lambda folder: (folder / "data/people.csv").write_text(""),
        "data/people.csv: the header is ; expected the fields of the schema: id, name, langs",
    ),
    "another header": (
        replaced("data/people.csv", b"name", b"title"),
        "data/people.csv: the header is id, title, langs; expected the fields of the schema: id, name, langs",
    ),
    "a cell too few": (
        replaced("data/people.csv", b",Ada", b""),
        "people.csv, line 2: 2 cells; expected 3, one a field",
    ),
    "a blank line": (replaced("data/people.csv", b"\nb,", b"\n\nb,"), "people.csv, line 3: 0 cells; expected 3"),
    "an open quotation mark": (
        replaced("data/people.csv", b"Bob", b'"Bob'),
        "line 3: expected rows of CSV",
    ),
    "a key that stands twice": (
        replaced("data/people.csv", b"b,", b"a,"),
        "data/people.csv, line 3: the key a stands twice; expected no two rows with it",
    ),
    "no UTF-8": (replaced("data/people.csv", b"Bob", b"B\xf6b"), "data/people.csv, line 3: b'\\xf6'; expected UTF-8"),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("form", [[], ["--csv"]])
def test_what_cannot_be_read_is_one_line_and_nothing_is_printed(tmp_path, capsys, name, form):
    change, said = BROKEN[name]
    whole, broken = made(tmp_path / "whole", people=PEOPLE), made(tmp_path / "broken", "1.1.0", people=PEOPLE)
    change(broken)
    for pair in ((whole, broken), (broken, whole)):
        assert commands.main(["diff", *form, *map(str, pair)]) == 1
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err.startswith(f"wsis20: {broken}/")
        assert said in printed.err
        assert len(printed.err.splitlines()) == 1


def test_a_field_that_stands_twice_in_schema_and_header_is_refused(tmp_path):
    twice = made(tmp_path / "twice", people=[["id", "name", "name"], ["a", "Ada", "Ann"]])
    with pytest.raises(Refusal, match=r"people.csv: the header is id, name, name; expected .*: id, name$"):
        origin.read(str(twice))


@pytest.fixture
def pair(tmp_path, monkeypatch):
    """Return the names of two packages that differ in five ways; what they are called is the same everywhere."""
    before = {"people": PEOPLE, "kinds": [["row", "id"], ["1", "a"]], "gone": PEOPLE}
    after = {"people": [*BOB, ["c", 'Cy, "the"\nelder', ""]], "kinds": [["id"], ["a"]]}
    made(tmp_path / "old", "1.0.0", keys={"kinds": ["row"]}, **before)
    made(tmp_path / "new", "1.1.0", **after)
    made(tmp_path / "newest", None, people=[*PEOPLE, ["d", "\u202eDee", ""]])
    monkeypatch.chdir(tmp_path)
    return ["old", "new"]


def test_a_reader_sees_first_how_much_changed_and_where_and_then_every_change(pair, capsys):
    assert commands.main(["diff", *pair]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "old (1.0.0) → new (1.1.0): 4 changes in 3 tables",
        "  people: 1 row added, 1 cell changed",
        "  kinds: 1 field removed",
        "  gone: table removed",
        "kinds: the primary key was row and is id; rows are matched by what it is",
        "people, row b, field name: changed from 'Bob' to 'Bill'",
        "people, row c: row added",
        "kinds, field row: field removed",
        "gone: table removed",
    ]


def test_a_change_is_one_line_with_the_whole_of_both_cells():
    long = "word " * 100
    assert str(Change("t", "a\n / \u202eb", "f", "changed", f"\u202ex\n{long}", long)) == (
        f"t, row a\\u000A / \\u202Eb, field f: changed from '\\u202Ex\\u000A{long}' to '{long}'"
    )


def test_numbers_of_changes_have_their_nouns():
    changes = [Change("t", "", "", action) for action in ACTIONS for _ in range(2)]
    assert report.summary(changes) == (
        "table added, table removed, 2 fields added, 2 fields removed, 2 rows added, 2 rows removed, 2 cells changed"
    )


def test_nothing_that_differs_is_told_too(pair, capsys):
    assert commands.main(["diff", "old", "old"]) == 0
    assert capsys.readouterr().out == "old (1.0.0) → old (1.0.0): no value differs\n"
    assert commands.main(["diff", "--csv", str(DATAPACKAGE), str(DATAPACKAGE)]) == 0
    assert capsys.readouterr().out == "version,table,record,field,action,old,new,reason\n"


def test_a_program_gets_csv_with_the_later_version_and_no_reason(pair, capsys):
    assert commands.main(["diff", "--csv", "new", "old"]) == 0
    printed = capsys.readouterr()
    rows = list(csv.reader(io.StringIO(printed.out)))
    assert printed.err.splitlines() == [
        "kinds: the primary key was id and is row; "
        "there was no field row, so that the table counts as removed and added"
    ]
    assert rows == [
        ["version", "table", "record", "field", "action", "old", "new", "reason"],
        ["1.0.0", "people", "b", "name", "changed", "Bill", "Bob", ""],
        ["1.0.0", "people", "c", "", "row removed", "", "", ""],
        ["1.0.0", "kinds", "", "", "table removed", "", "", ""],
        ["1.0.0", "kinds", "", "", "table added", "", "", ""],
        ["1.0.0", "gone", "", "", "table added", "", "", ""],
    ]


def test_versions_can_be_told_where_the_descriptor_has_none_or_another(pair, capsys):
    assert commands.main(["diff", "old", "newest"]) == 0
    assert capsys.readouterr().out.startswith("old (1.0.0) → newest: ")
    assert commands.main(["diff", "old", "newest", "--from-version", "0.9", "--version", "2"]) == 0
    assert capsys.readouterr().out.startswith("old (0.9) → newest (2): ")
    for given, wanted in (((), ""), (("--version", "2"), "2")):
        assert commands.main(["diff", "--csv", "old", "newest", *given]) == 0
        rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
        assert {row["version"] for row in rows} == {wanted}


def test_csv_is_utf_8_with_line_feeds_whatever_the_terminal_takes(tmp_path, monkeypatch):
    made(tmp_path / "old", people=PEOPLE)
    made(tmp_path / "new", people=[*PEOPLE[:2], ["b", "Zoë", "en"]])
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="\r\n")
    monkeypatch.setattr("sys.stdout", terminal)
    assert commands.main(["diff", "--csv", str(tmp_path / "old"), str(tmp_path / "new")]) == 0
    terminal.flush()
    printed = terminal.buffer.getvalue().decode("utf-8")
    assert printed.splitlines(keepends=True)[1] == "1.0.0,people,b,name,changed,Bob,Zoë,\n"


def test_a_path_of_a_package_may_be_that_of_a_link(tmp_path):
    folder = made(tmp_path / "package", people=PEOPLE)
    (tmp_path / "link").symlink_to(folder)
    assert origin.read(str(tmp_path / "link")) == origin.read(str(folder))
