"""The data package as one database of SQLite: a table for each resource, with types and keys, the same bytes each time.

What is missing is NULL, in whichever of the three ways; a word that is a category of its field is a value there. Views
hold what is asked most, of the agreed pass alone, so that nothing counts twice. One more table, `SEARCH`, finds words
in all that is paraphrased, and in a release one says what it is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from wsis20 import codes, coding, tracing
from wsis20.datapackage import DataPackage

TYPES = {"integer": ("INTEGER", int), "number": ("REAL", float)}
"""Types of a database with what makes a value of a cell; all else is text: days as YYYY-MM-DD, lists as printed."""
TEXT = ("TEXT", str)
REJECTED = " AND (degree <> 'none' OR provision_id IS NULL)"
"""Pairs that a pass saw and the agreed one rejected are left out of its view."""
MADE_IN_PASSES = (
    "codings",
    "provision_codings",
    "position_codings",
    "traces",
    "responses",
    "position_responses",
    "acts",
)
WIDE = """\
CREATE VIEW messages_wide AS
SELECT m.message_id, m.layer, m.number, m.region_id, r.name AS region, k.title AS consultation, k.start_date, k.city,
  p.name AS speaker,
  a.stakeholder_group,
  m.kind, {best},
  m.addressee, m.paraphrase,
  (SELECT phrase FROM passages AS s WHERE s.message_id = m.message_id ORDER BY s.passage_id LIMIT 1) AS phrase,
  (SELECT locator FROM passages AS s WHERE s.message_id = m.message_id ORDER BY s.passage_id LIMIT 1) AS locator,
  d.title AS document,
  (SELECT group_concat(theme_id, ';') FROM (SELECT theme_id FROM codings_agreed AS c
    WHERE c.message_id = m.message_id ORDER BY theme_id)) AS themes,
  {themes}
FROM messages AS m
LEFT JOIN regions AS r USING (region_id)
LEFT JOIN consultations AS k USING (consultation_id)
LEFT JOIN appearances AS a USING (appearance_id)
LEFT JOIN people AS p USING (person_id)
LEFT JOIN documents AS d ON d.document_id = m.document_id"""
"""All of a message in one row: of a call the best degree in which it is met, for each theme 1 or 0."""
OF_VIEWS_ALONE = ("best_degree", "theme_connectivity", "acts_there")
"""Columns of views which no table has, as far as pages name them."""
BEST = """\
(SELECT degree FROM responses_agreed AS s WHERE s.message_id = m.message_id
    ORDER BY {order} LIMIT 1) AS best_degree"""
NEWEST = """\
CREATE VIEW observations_newest AS
SELECT o.*, i.unit, a.region_id, a.match
FROM observations AS o JOIN areas AS a USING (area) JOIN indicators AS i USING (indicator_id)
WHERE o.edition LIKE 'Facts and Figures ____' AND NOT EXISTS (
  SELECT 1 FROM observations AS p
  WHERE p.indicator_id = o.indicator_id AND p.area = o.area AND p.edition LIKE 'Facts and Figures ____'
    AND (p.edition > o.edition OR p.edition = o.edition AND p.year > o.year))"""
"""Of each indicator and area the latest year of the newest edition of ITU's yearbook, with the region nearest to it."""
DISAGREEMENTS = """\
CREATE VIEW disagreements AS
SELECT d.resource, d.record, k.first_key, k.second_key, d.field, d.a, d.b, d.agreed, d.reason
FROM decisions AS d JOIN codes AS k ON k.coding_pass = 'agreed'
  AND k.resource = d.resource AND k.record = d.record AND k.field = d.field
WHERE d.a IS NOT d.b"""
"""What two passes coded differently, with each key in a column of its own, so that tables can be joined."""
ANSWERING = """\
CREATE VIEW {name}_acts AS
SELECT r.{key}, r.{unit}, r.provision_id, r.degree, a.act_id, a.force, a.actors, a.verb, a.object,
  count(*) OVER (PARTITION BY r.{key}) AS acts_there
FROM {name}_agreed AS r JOIN acts_agreed AS a USING (provision_id)
WHERE r.degree IN ('answers', 'partly') AND a.force IN ({operative})"""
"""The operative acts of each provision that answers a call, a row for each: where it is the only one, it is the act
that answers, since by the meaning of these degrees an operative act does so. Which of several does is not coded.
"""
ANSWERED = {"responses": ("response_id", "message_id"), "position_responses": ("position_response_id", "position_id")}
"""The tables of responses that have such a view, each with its key and with what is answered."""
AT_LARGE = """\
CREATE VIEW for_developing_countries AS
SELECT a.act_id, a.provision_id, p.paragraph,
  (SELECT group_concat(theme_id, ';') FROM (SELECT theme_id FROM provision_codings_agreed AS c
    WHERE c.provision_id = a.provision_id AND theme_id IN ({themes}) ORDER BY theme_id)) AS themes,
  a.force, a.actors, a.verb, a.object, a.addressees, a.phrase
FROM acts_agreed AS a JOIN provisions AS p USING (provision_id)
WHERE a.force IN ({operative}) AND instr(';' || a.addressees || ';', ';developing countries;')
  AND EXISTS (SELECT 1 FROM provision_codings_agreed AS c
    WHERE c.provision_id = a.provision_id AND theme_id IN ({themes}))
ORDER BY p.start_offset, a.act_id"""
"""`tracing.for_developing` on what Africa says that it needs: by our rule, this answers no call of the region."""
SPLIT = """\
CREATE VIEW {view} AS
WITH RECURSIVE parts({keys}, item, rest) AS (
  SELECT {keys}, '', {field} || ';' FROM {table} WHERE {field} IS NOT NULL
  UNION ALL
  SELECT {keys}, substr(rest, 1, instr(rest, ';') - 1), substr(rest, instr(rest, ';') + 1) FROM parts WHERE rest <> ''
)
SELECT {keys}, item FROM parts WHERE item <> ''"""
"""A list of a table in rows: its keys, and one item of the list."""
VIEWS = (
    *(f"{name}_agreed" for name in MADE_IN_PASSES),
    codes.VIEW,
    "disagreements",
    *(f"{name}_acts" for name in ANSWERED),
    "for_developing_countries",
    "observations_newest",
    "messages_wide",
)
"""The views of which each has a query of its own; those of lists follow."""
NEEDED = {
    "messages",
    "regions",
    "consultations",
    "appearances",
    "people",
    "documents",
    "passages",
    "codings",
    "themes",
    "responses",
}
SEARCH = "paraphrases"
"""The table of all paraphrases by table and record, which `MATCH` searches."""
WORDS = (
    f"CREATE VIRTUAL TABLE {SEARCH} USING fts4(resource, record, paraphrase, "
    "notindexed=resource, notindexed=record, tokenize=unicode61)"
)
"""FTS5 is newer, but SQLite in a browser comes without it: sql.js has FTS4."""
WRITER = slice(96, 100)
"""Where a file names the version of SQLite that wrote it, which differs between machines; no reader needs it."""
PAGES = {2: 12, 5: 12, 10: 8, 13: 8}
"""The kinds of pages that hold cells, with the length of their heads: inner ones and leaves, of indexes and tables."""


def write(path: Path, package: DataPackage) -> None:
    """Write the tables of a package to a file, in place of what was there; see `content`."""
    path.write_bytes(content(package))


def content(package: DataPackage, about: Mapping[str, str] | None = None) -> bytes:
    """Return the tables and views of a package as the file of a database.

    Parameters
    ----------
    package
        The tables, each under the name of its resource, their rows in the order of the files.
    about
        What the table ``about`` says of the database, by name; without it there is no such table.

    Raises
    ------
    sqlite3.IntegrityError
        Where rows break a key; the check of the data package says which.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("PRAGMA foreign_keys = ON")
        with database:
            database.execute("BEGIN")
            database.execute("PRAGMA defer_foreign_keys = ON")  # until the last table is there
            for name, schema in package.schemas.items():
                database.execute(definition(name, schema))
                marks = ", ".join("?" for _ in schema["fields"])
                columns = (values(package.raw[name][field["name"]], field, schema) for field in schema["fields"])
                database.executemany(f"INSERT INTO {quoted(name)} VALUES ({marks})", zip(*columns, strict=True))
            for view in views(package):
                database.execute(view)
        with database:
            database.execute(WORDS)
            database.executemany(f"INSERT INTO {SEARCH} VALUES (?, ?, ?)", paraphrases(package))
            if about:
                database.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
                database.executemany("INSERT INTO about VALUES (?, ?)", about.items())
        held = bytearray(database.serialize())
    held[WRITER] = bytes(4)
    clear(held)
    return bytes(held)


def clear(held: bytearray) -> None:
    """Fill with zeros what no reader of a database looks at: what is left of cells that moved to other pages.

    Versions of SQLite leave different bytes there. By https://www.sqlite.org/fileformat2.html, section 1.6, a page
    begins with its kind, the first free block, the number of cells and the place of the first; 2 bytes for each follow.
    """
    size = int.from_bytes(held[16:18])
    for page in range(0, len(held), size):
        head = page + (100 if page == 0 else 0)
        kind = held[head]
        if kind not in PAGES:
            continue
        block, cells, first = (int.from_bytes(held[head + at : head + at + 2]) for at in (1, 3, 5))
        after = head + PAGES[kind] + 2 * cells
        held[after : page + first] = bytes(page + first - after)
        while block:
            place, (block, length) = page + block, (int.from_bytes(held[page + block + at :][:2]) for at in (0, 2))
            held[place + 4 : place + length] = bytes(length - 4)


def definition(name: str, schema: Mapping) -> str:
    """Return the statement that makes a table with the types and keys of its schema, a line for each."""
    lines = []
    for field in schema["fields"]:
        needed = " NOT NULL" if field.get("constraints", {}).get("required") else ""
        lines.append(f"{quoted(field['name'])} {TYPES.get(field['type'], TEXT)[0]}{needed}")
    lines.append(f"PRIMARY KEY {listed(schema['primaryKey'])}")
    lines += [f"UNIQUE {listed(key)}" for key in schema.get("uniqueKeys", [])]
    for key in schema.get("foreignKeys", []):
        there = key["reference"]
        target = f"{quoted(there.get('resource') or name)} {listed(there['fields'])}"
        lines.append(f"FOREIGN KEY {listed(key['fields'])} REFERENCES {target}")
    return f"CREATE TABLE {quoted(name)} (\n  " + ",\n  ".join(lines) + "\n)"


def views(package: DataPackage) -> Iterator[str]:
    """Yield the statements that make the views of the tables that are there; each list has one, of an item a row."""
    for name in MADE_IN_PASSES:
        if name in package:
            fields = [f for f in package.raw[name].columns if f != "coding_pass"]
            own = f"SELECT {', '.join(map(quoted, fields))} FROM {quoted(name)} WHERE coding_pass = 'agreed'"
            own += REJECTED if name.endswith("responses") else ""
            yield f"CREATE VIEW {name}_agreed AS {own}"
    if set(package) >= set(coding.CODES):
        yield codes.view(lists(package.schemas))
        if "decisions" in package:
            yield DISAGREEMENTS
    operative = ", ".join(map(literal, tracing.OPERATIVE))
    for name, (key, unit) in ANSWERED.items():
        if {name, "acts"} <= set(package):
            yield ANSWERING.format(name=name, key=key, unit=unit, operative=operative)
    if {"acts", "provisions", "provision_codings"} <= set(package):
        themes = ", ".join(map(literal, tracing.NEEDED))
        yield AT_LARGE.format(operative=operative, themes=themes)
    if {"observations", "areas", "indicators"} <= set(package):
        yield NEWEST
    if set(package) >= NEEDED:
        marks = [
            f"EXISTS (SELECT 1 FROM codings_agreed AS c WHERE c.message_id = m.message_id "
            f"AND c.theme_id = {literal(theme)}) AS {quoted('theme_' + theme.replace('-', '_'))}"
            for theme in package.raw["themes"]["theme_id"]
        ]
        yield WIDE.format(best=best(package.schemas["responses"]), themes=",\n  ".join(marks))
    for view, (name, field) in lists(package.schemas).items():
        keys = ", ".join(map(quoted, package.schemas[name]["primaryKey"]))
        yield SPLIT.format(view=quoted(view), keys=keys, field=quoted(field), table=quoted(name))


def best(schema: Mapping) -> str:
    """Return the column that has the best degree of the responses to a message, by the order of the schema."""
    (degrees,) = (field["categories"] for field in schema["fields"] if field["name"] == "degree")
    cases = " ".join(f"WHEN {literal(degree)} THEN {place}" for place, degree in enumerate(degrees))
    return BEST.format(order=f"CASE degree {cases} END")


def lists(schemas: Mapping[str, Mapping]) -> dict[str, tuple[str, str]]:
    """Return the views of lists, each with its table and field: ``acts_actors`` has an actor of an act in a row."""
    fields = [(name, field) for name, schema in schemas.items() for field in schema["fields"]]
    return {f"{name}_{field['name']}": (name, field["name"]) for name, field in fields if field["type"] == "list"}


def paraphrases(package: DataPackage) -> Iterator[tuple[str, str, str]]:
    """Yield table, key and words of every record that has a paraphrase; parts of a key are joined as in decisions."""
    for name, schema in package.schemas.items():
        raw = package.raw[name]
        if "paraphrase" in raw:
            keys = zip(*(raw[part] for part in schema["primaryKey"]), strict=True)
            yield from ((name, " / ".join(key), words) for key, words in zip(keys, raw["paraphrase"], strict=True))


def literal(text: str) -> str:
    """Return a text as SQL has it."""
    return "'" + text.replace("'", "''") + "'"


def missing_in(field: Mapping, schema: Mapping) -> set[str]:
    """Return what stands for a missing value in a field: a word that is a category there does not."""
    missing = {entry["value"] for entry in field.get("missingValues", schema["missingValues"])}
    return {"", *missing} - set(field.get("categories", []))


def values(cells: Iterable[str], field: Mapping, schema: Mapping) -> Iterator[str | int | float | None]:
    """Yield the values of the cells of a field, ``None`` where one is missing."""
    missing = missing_in(field, schema)
    _, read = TYPES.get(field["type"], TEXT)
    return (None if cell in missing else read(cell) for cell in cells)


def listed(names: list[str]) -> str:
    """Return names of columns as a list of SQL."""
    return f"({', '.join(map(quoted, names))})"


def quoted(name: str) -> str:
    """Return a name as SQL has it, whatever it holds: ``order`` is a word of the language too."""
    return '"' + name.replace('"', '""') + '"'
