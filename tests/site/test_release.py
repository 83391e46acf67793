"""A release: every form is read back by a reader of its own community, and a form that was cut is noticed."""

from __future__ import annotations

import base64
import csv
import datetime
import hashlib
import importlib.util
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import uuid
import xml.etree.ElementTree as ElementTree
import zipfile
from contextlib import closing
from pathlib import Path

import duckdb
import frictionless
import jsonschema
import openpyxl
import pandas as pd
import polars
import pyrefiqda
import pytest
import rdflib
from bs4 import BeautifulSoup
from pybtex.database.input.bibtex import Parser as BibTeX
from rocrate.rocrate import ROCrate
from wsis20 import database as sqlite
from wsis20 import datapackage, project, release
from wsis20.release import OFFERS, SUMS, UNPACKED, references
from wsis20.release.source import of_package
from wsis20.release.terms import guid
from wsis20_sphinx.directives import citation

PACKAGE = datapackage.load()
VERSION = project.version()
BIBLIOGRAPHY = project.BOOK / "references.bib"
PROFILE = Path(__file__).parents[1] / "profiles" / "data-package-2.0.json"
WORDS = ("", "not stated", "not determined")


EXCEPTIONS = [
    "The tables indicators and observations are not under CC BY 4.0. Which licence they have is not determined: "
    + datapackage.read_descriptor()["resources"][list(PACKAGE).index("observations")]["licenses"][0][
        "title"
    ].removeprefix("Not determined: ")
    + "."
]
"""What every form says that names the licence of the data: the values of ITU are not ours to license."""


def assert_told(text):
    """Hold a text to say what is not under the licence of the data, whatever signs of Markdown are in it."""
    assert EXCEPTIONS[0] in text.replace("\\", "")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with a release."""
    place = tmp_path_factory.mktemp("release") / "out"
    release.make(place)
    return place


def read_zip(path):
    assert frictionless.validate(str(path)).valid
    with zipfile.ZipFile(path) as opened:
        assert {"LICENSE-DATA", "CITATION.cff", "CHANGELOG.md", "changes.csv", "references.bib"} <= set(
            opened.namelist()
        )
        keys = opened.read("references.bib").decode()
        held = {name: opened.read(name) for name in opened.namelist()}
        assert_told(opened.read("README.md").decode())
    as_they_are = {name: place.read_bytes() for name, place in of_package().items() if name != references.NAME}
    assert {name: content for name, content in held.items() if name != references.NAME} == as_they_are
    works, ours = (BibTeX().parse_string(text).entries for text in (keys, BIBLIOGRAPHY.read_text("utf-8")))
    assert list(works) == list(ours)
    for key, work in works.items():
        year, said = work.fields["year"], ours[key].fields["year"]
        assert re.fullmatch(r"\d{4}|n\.d\.", year), key
        assert said.startswith(year), key
        assert ("inferred" in said) == (references.NOTE in work.fields.get("note", "")), key
    assert all(f"{{{key}," in keys for key in PACKAGE["documents"]["citation_key"])


def test_a_work_with_an_inferred_year_and_no_note_is_given_one():
    work = references.of_book("@misc{a,\n  title = {T},\n  year = {2024, inferred}\n}\n")
    assert work == "@misc{a,\n  title = {T},\n  note = {the year is inferred},\n  year = {2024}\n}\n"


def read_quality(path):
    """Read the quality package, in which every table and field that a row names is there."""
    assert frictionless.validate(str(path)).valid
    with zipfile.ZipFile(path) as opened:
        about = json.loads(opened.read("datapackage.json"))
        assert_told(opened.read("README.md").decode())
        assert {"LICENSE-DATA", "CITATION.cff", "README.md"} <= set(opened.namelist())
    assert profile_faults(about) == []
    assert about["version"] == VERSION
    keyed = {one["name"]: one["schema"].get("foreignKeys") for one in about["resources"]}
    assert [name for name, keys in keyed.items() if keys is None] == ["tables"]
    rows = {resource.name: resource.read_rows() for resource in frictionless.Package(str(path)).resources}
    assert [row["resource"] for row in rows["tables"]] == list(PACKAGE)
    assert len(rows["fields"]) == sum(len(raw.columns) for raw in PACKAGE.raw.values())
    assert len(rows["second_readings"]) == len(PACKAGE["second_readings"])
    kinds = [
        (row["record"], row["code"])
        for row in rows["codes"]
        if row["coding_pass"] == "agreed" and row["field"] == "kind"
    ]
    both = (PACKAGE["messages"].set_index("message_id"), PACKAGE["positions"].set_index("position_id"))
    assert dict(kinds) == {key: kind for frame in both for key, kind in frame["kind"].items()}


def read_sqlite(path):
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
        assert database.execute("pragma foreign_key_check").fetchall() == []
        for name, raw in PACKAGE.raw.items():
            found = database.execute(f"select * from {name} order by rowid").fetchall()
            assert len(found) == len(raw)
            for row, printed in zip(found, raw.itertuples(index=False), strict=True):
                assert all(map(holds, row, printed)), (name, row)
        about = dict(database.execute("select name, value from about"))
        assert (about["version"], about["released"]) == (VERSION, project.release_date().isoformat())
        assert_told(about["licence"])
        units = dict(database.execute("select distinct indicator_id, unit from observations_newest"))
        assert units == PACKAGE["indicators"].set_index("indicator_id")["unit"].loc[[*units]].to_dict()
        (mean,) = database.execute("select avg(paragraph) from provisions").fetchone()
        assert mean == pytest.approx(PACKAGE["provisions"]["paragraph"].mean())
        (latest,) = database.execute("select max(document_date) from documents").fetchone()
        assert latest == str(PACKAGE["documents"]["document_date"].max().date())
        wide = database.execute("select count(*), count(distinct message_id), sum(theme_gender) from messages_wide")
        of_gender = datapackage.of_pass(PACKAGE, "codings").query("theme_id == 'gender'")
        assert wide.fetchone() == (len(PACKAGE["messages"]), len(PACKAGE["messages"]), len(of_gender))
        words = sum(
            PACKAGE[name]["paraphrase"].str.contains(r"(?i)\binternet\b").sum()
            for name in PACKAGE
            if "paraphrase" in PACKAGE[name]
        )
        found = database.execute("select count(*) from paraphrases where paraphrases match 'internet'")
        assert found.fetchone() == (words,)
        newest = database.execute("select indicator_id, area, edition, year, value from observations_newest").fetchall()
        rows = PACKAGE["observations"].query("edition.str.startswith('Facts and Figures ')")
        rows = rows.sort_values(["edition", "year"]).drop_duplicates(["indicator_id", "area"], keep="last")
        wanted = rows[["indicator_id", "area", "edition", "year", "value"]]
        assert sorted(newest) == sorted(wanted.itertuples(index=False, name=None))
        for name in ("codings", "provision_codings", "traces", "responses", "acts"):
            (rows,) = database.execute(f"select count(*) from {name}_agreed").fetchone()
            agreed = datapackage.of_pass(PACKAGE, name)
            if name == "responses":
                agreed = agreed[(agreed["degree"] != "none") | agreed["provision_id"].isna()]
            assert rows == len(agreed)


def holds(value, printed):
    """Return whether a value of the database is what is printed in a cell of a file."""
    if value is None:
        return printed in WORDS
    if isinstance(value, datetime.date):
        return value.isoformat() == printed
    return value == printed if isinstance(value, str) else float(printed) == value


def read_workbook(path):
    book = openpyxl.load_workbook(path)
    assert_told(str(book["Read me"]["B3"].value))
    assert book.sheetnames == ["Read me", "messages_wide", *PACKAGE]
    explained = dict(row[:2] for row in book["Read me"].iter_rows(values_only=True) if row[0] and not row[2])
    assert {"Passes", "Layers", "Degrees", "Values", "messages_wide"} <= set(explained)
    for row in book["Read me"].iter_rows():  # each word is in sight, at 120 letters in 15 points
        longest = max(len(str(cell.value or "")) for cell in row[1:])
        assert longest <= 8 * (book["Read me"].row_dimensions[row[0].row].height or 15)
    told = [row for row in book["Read me"].iter_rows(values_only=True) if row[1] and row[2] and row[1] != "Field"]
    fields = [(name, field) for name, schema in PACKAGE.schemas.items() for field in schema["fields"]]
    assert told == [(name, field["name"], field["description"].replace("`", "")) for name, field in fields]
    with closing(sqlite3.connect(":memory:")) as opened:
        opened.deserialize(sqlite.content(PACKAGE))
        wide = opened.execute("select * from messages_wide").fetchall()
    _, *found = book["messages_wide"].iter_rows(values_only=True)
    assert found == wide
    for name, raw in PACKAGE.raw.items():
        head, *rows = book[name].iter_rows(values_only=True)
        assert list(head) == list(raw.columns)
        assert (book[name].freeze_panes, book[name].auto_filter.ref) == ("B2", book[name].dimensions)
        assert all(8 <= column.width <= 64 for column in book[name].column_dimensions.values())
        types = {field["name"]: field["type"] for field in PACKAGE.schemas[name]["fields"]}
        for printed, found in zip(raw.itertuples(index=False), rows, strict=True):
            for field, cell, value in zip(raw.columns, printed, found, strict=True):
                if types[field] in ("integer", "number") and cell not in WORDS:
                    assert value == float(cell)
                else:
                    assert (value or "") == cell
        for place, field in enumerate(raw.columns):
            if types[field] in (
                "integer",
                "number",
            ):  # a spreadsheet takes the average of numbers, and leaves words out
                numbers = pd.Series([row[place] for row in rows if not isinstance(row[place], str)], dtype=float)
                assert numbers.mean() == pytest.approx(PACKAGE[name][field].astype(float).mean(), nan_ok=True)
        assert not any(cell.data_type == "f" for row in book[name].iter_rows() for cell in row)


def read_parquet(path):
    with zipfile.ZipFile(path) as opened:
        held = {name.removesuffix(".parquet"): opened.read(name) for name in opened.namelist()}
    assert set(held) == set(PACKAGE)
    licences = {name: polars.read_parquet_metadata(io.BytesIO(content))["licence"] for name, content in held.items()}
    other = {name for name, licence in licences.items() if licence.startswith("Not determined")}
    assert other == {"indicators", "observations"}
    for name, content in held.items():
        frame = polars.read_parquet(io.BytesIO(content))
        own = PACKAGE[name]
        assert frame.columns == list(own.columns)
        assert len(frame) == len(own)
        for field in PACKAGE.schemas[name]["fields"]:
            found, wanted = frame[field["name"]], own[field["name"]]
            if field["type"] == "list":
                assert [tuple(value or ()) for value in found.to_list()] == list(wanted)
            else:
                assert found.null_count() == wanted.isna().sum()
                assert all(map(holds, found, PACKAGE.raw[name][field["name"]])), (name, field["name"])
    with duckdb.connect() as database, tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        Path(file.name).write_bytes(held["acts"])
        (year,) = database.execute("select max(due_year) from read_parquet(?)", [file.name]).fetchone()
    assert year == PACKAGE["acts"]["due_year"].max()


def read_csvw(path):
    about = json.loads(path.read_text("utf-8"))
    assert about["@context"][0] == "http://www.w3.org/ns/csvw"
    assert about["dc:rights"] == EXCEPTIONS
    for table, (name, raw) in zip(about["tables"], PACKAGE.raw.items(), strict=True):
        assert (path.parent / table["url"]).read_bytes() == (project.DATAPACKAGE / f"data/{name}.csv").read_bytes()
        assert [column["name"] for column in table["tableSchema"]["columns"]] == list(raw.columns)
        fields = PACKAGE.schemas[name]["fields"]
        told = [(column["titles"], column["dc:description"]) for column in table["tableSchema"]["columns"]]
        assert told == [(field["name"], field["description"]) for field in fields]
        for column, field in zip(table["tableSchema"]["columns"], fields, strict=True):
            assert column["datatype"] == ("string" if field["type"] == "list" else field["type"])
            missing = field.get("missingValues", PACKAGE.schemas[name]["missingValues"])
            wanted = {"", *(one["value"] for one in missing)} - {*field.get("categories", [])}
            assert set(column["null"]) == wanted
            assert column.get("required", False) == field.get("constraints", {}).get("required", False)
        assert table["tableSchema"]["primaryKey"] == PACKAGE.schemas[name]["primaryKey"]
    assert csvw_faults(about, path.parent) == []


def csvw_faults(about, folder):
    """Return what a validator of CSV on the Web says of files, as csvlint reads the standard: null is no row's key."""
    cells, schemas, faults = {}, {}, []
    for table in about["tables"]:
        url, own = table["url"], table["tableSchema"]
        schemas[url] = {column["name"]: column for column in own["columns"]}
        head, *rows = csv.reader((folder / url).read_text("utf-8").splitlines())
        cells[url] = {
            name: [None if row[place] in column["null"] else row[place] for row in rows]
            for place, (name, column) in enumerate(schemas[url].items())
        }
        if head != [column["titles"] for column in own["columns"]]:
            faults.append(f"{url}: other heads")
        for name, column in schemas[url].items():
            if column.get("required") and None in cells[url][name]:
                faults.append(f"{url}: {name} is required, and null")
            for cell in {*cells[url][name]} - {None}:
                try:
                    CSVW_TYPES[column["datatype"]](cell)
                except ValueError:
                    faults.append(f"{url}: {name} {cell} is no {column['datatype']}")
        keys = [*zip(*(cells[url][name] for name in own["primaryKey"]), strict=True)]
        if len({*keys}) < len(keys):
            faults.append(f"{url}: a primary key twice")
    for table in about["tables"]:
        url = table["url"]
        for key in table["tableSchema"].get("foreignKeys", []):
            there = key["reference"]
            known = [*zip(*(cells[there["resource"]][name] for name in there["columnReference"]), strict=True)]
            used = {*zip(*(cells[url][name] for name in key["columnReference"]), strict=True)}
            faults += [f"{url}: {one} is no row, or several" for one in used if known.count(one) != 1]
        for name, column in schemas[url].items():
            if "dc:references" in column:
                place, _, number = column["dc:references"]["@id"].partition("#col=")
                known = cells[place][[*schemas[place]][int(number) - 1]]
                faults += [f"{url}: {name} {one} is no row" for one in {*cells[url][name]} - {None, *known}]
    return faults


CSVW_TYPES = {"string": str, "integer": int, "number": float, "date": datetime.date.fromisoformat}


def test_every_foreign_key_is_in_csv_on_the_web(folder):
    """One whose cells may be null says where its values stand; the standard has no foreign key for it."""
    about = json.loads((folder / "csv-metadata.json").read_text("utf-8"))
    for table, schema in zip(about["tables"], PACKAGE.schemas.values(), strict=True):
        own = table["tableSchema"]
        told = [name for key in own.get("foreignKeys", []) for name in key["columnReference"]]
        told += [column["name"] for column in own["columns"] if "dc:references" in column]
        assert sorted(told) == sorted(name for key in schema.get("foreignKeys", []) for name in key["fields"])


def test_a_null_foreign_key_is_refused_by_who_reads_csv_on_the_web(folder):
    about = json.loads((folder / "csv-metadata.json").read_text("utf-8"))
    (table,) = (table for table in about["tables"] if table["url"].endswith("/responses.csv"))
    reference = {"resource": f"{UNPACKED}/data/provisions.csv", "columnReference": ["provision_id"]}
    table["tableSchema"]["foreignKeys"].append({"columnReference": ["provision_id"], "reference": reference})
    assert csvw_faults(about, folder) == [f"{table['url']}: (None,) is no row, or several"]


def read_croissant(path):
    about = json.loads(path.read_text("utf-8"))
    graph = rdflib.Graph().parse(data=json.dumps(about), format="json-ld")
    croissant = rdflib.Namespace("http://mlcommons.org/croissant/")
    fields = set(graph.subjects(rdflib.RDF.type, croissant.Field))
    assert len(fields) == sum(len(raw.columns) for raw in PACKAGE.raw.values())
    told = {field["@id"]: field["description"] for one in about["recordSet"] for field in one["field"]}
    own = PACKAGE.schemas.items()
    assert told == {f"{name}/{f['name']}": f["description"] for name, schema in own for f in schema["fields"]}
    types = {"integer": "sc:Integer", "number": "sc:Float", "date": "sc:Date"}
    for records, (name, schema) in zip(about["recordSet"], PACKAGE.schemas.items(), strict=True):
        assert [key["@id"] for key in records["key"]] == [f"{name}/{part}" for part in schema["primaryKey"]]
        for one, field in zip(records["field"], schema["fields"], strict=True):
            assert one["name"] == one["source"]["extract"]["column"] == field["name"]
            worded = PACKAGE.raw[name][field["name"]].isin(["not stated", "not determined"]).any()
            assert one["dataType"] == ("sc:Text" if worded else types.get(field["type"], "sc:Text"))
    assert about["citeAs"] == citation.whole()
    assert (about["version"], about["datePublished"]) == (VERSION, project.release_date().isoformat())
    assert [one["name"] for one in about["license"][1:]] == EXCEPTIONS
    assert {file["name"] for file in about["distribution"] if "license" in file} == {
        "indicators.csv",
        "observations.csv",
    }
    for file in about["distribution"]:
        content = (path.parent / file["contentUrl"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file["sha256"]


READ_WHOLE = ("documents", "messages", "codings", "note_targets", "acts", "observations")


def test_croissant_is_read_by_its_own_reader(folder):
    """It needs a package that has no wheel, so that no lock file can have it; RELEASING.md says when it is there."""
    mlcroissant = pytest.importorskip("mlcroissant")
    for name in READ_WHOLE:  # one that points at others needs a data set of its own
        dataset = mlcroissant.Dataset(jsonld=folder / "croissant.json")
        issues = dataset.metadata.ctx.issues
        assert (issues.errors, issues.warnings) == (set(), set())
        rows = list(dataset.records(name))
        raw = PACKAGE.raw[name]
        assert len(rows) == len(raw)
        first = raw.columns[0]
        assert {row[f"{name}/{first}"].decode() for row in rows} == set(raw[first])


def read_crate(path):
    crate = ROCrate(path.parent)
    about = json.loads(path.read_text("utf-8"))
    *_, added = about["@context"]
    assert added == {"sha256": "https://schema.org/sha256"}  # the profile lacks it
    assert {term for one in about["@graph"] for term in terms(one)} <= known_terms() | {"File", "conformsTo"}
    root = next(one for one in about["@graph"] if one["@id"] == "./")
    assert (root["version"], root["datePublished"]) == (VERSION, project.release_date().isoformat())
    own, *others = (one["name"] for one in crate.root_dataset["license"])
    assert own == "Creative Commons Attribution 4.0 International"
    assert others == EXCEPTIONS
    apart = {entity.id.rpartition("/")[2] for entity in crate.data_entities if "license" in entity}
    assert apart == {"indicators.csv", "observations.csv"}
    files = crate.data_entities
    held = {one.relative_to(path.parent).as_posix() for one in (path.parent / UNPACKED).rglob("*") if one.is_file()}
    assert {entity.id for entity in files} == held
    for entity in files:
        content = (path.parent / entity.id).read_bytes()
        assert (entity["contentSize"], entity["sha256"]) == (str(len(content)), hashlib.sha256(content).hexdigest())
    assert crate.root_dataset["description"] == datapackage.read_descriptor()["description"]


def known_terms():
    """Return the terms of schema.org, as a package has them that the tests use."""
    place = Path(importlib.util.find_spec("rocrate").origin).parent / "data" / "schema.jsonld"
    return {one["@id"].rpartition(":")[2].rpartition("/")[2] for one in json.loads(place.read_text("utf-8"))["@graph"]}


def terms(value):
    """Yield every name and type of a description, however deep."""
    for name, held in value.items():
        yield from ([held] if name == "@type" else [] if name.startswith("@") else [name])
        for one in held if isinstance(held, list) else [held]:
            yield from terms(one) if isinstance(one, dict) else ()


def read_datacite(path):
    about = json.loads(path.read_text("utf-8"))
    assert {"creators", "titles", "publisher", "publicationYear", "types"} <= about.keys()
    assert "doi" not in json.dumps(about).lower()
    descriptor = datapackage.read_descriptor()
    assert about["version"] == VERSION
    day = project.release_date()
    assert (about["publicationYear"], about["dates"]) == (str(day.year), [{"date": f"{day}", "dateType": "Issued"}])
    assert about["titles"] == [{"title": descriptor["title"]}]
    assert about["publisher"]["name"] == about["creators"][0]["name"] == citation.author()
    assert about["descriptions"] == [{"description": descriptor["description"], "descriptionType": "Abstract"}]
    own, *others = about["rightsList"]
    assert own["rightsUri"] == descriptor["licenses"][0]["path"]
    assert [one["rights"] for one in others] == EXCEPTIONS
    assert [one["subject"] for one in about["subjects"]] == descriptor["keywords"]


def read_codemeta(path):
    about = json.loads(path.read_text("utf-8"))
    assert (about["version"], about["datePublished"]) == (VERSION, project.release_date().isoformat())
    assert set(terms(about)) <= known_terms()
    assert about["description"] == " ".join(project.citation()["abstract"].split())
    assert about["license"] == "https://spdx.org/licenses/MIT"
    own, *others = about["hasPart"]["license"]
    assert own == datapackage.read_descriptor()["licenses"][0]["path"]
    assert [one["name"] for one in others] == EXCEPTIONS
    assert about["hasPart"]["description"] == datapackage.read_descriptor()["description"]


def read_refi(path):
    tree = ElementTree.parse(path)
    codes = tree.getroot().iter("{urn:QDA-XML:codebook:1.0}Code")
    names = {code.get("name"): code.get("guid") for code in codes if code.get("isCodable") == "true"}
    assert names == {row["label"]: guid(row["theme_id"]) for row in PACKAGE.raw["themes"].to_dict("records")}
    groups = PACKAGE["themes"]["theme_group"].dropna().unique()
    read = pyrefiqda.RefiCodebook.load(path)
    told = {code.name: code.description for group in read.codes.code for code in (group, *group.code)}
    for theme in PACKAGE.raw["themes"].to_dict("records"):
        parts = (theme["definition"], f"Use for: {theme['include']}", f"Do not use for: {theme['exclude']}")
        assert told[theme["label"]] == "\n".join(part for part in parts if not part.endswith(": "))
    assert len(read.codes.code) == len(groups) + PACKAGE["themes"]["theme_group"].isna().sum()


def canonical(xml):
    return ElementTree.canonicalize(xml, strip_text=True)


def read_project(path):
    """Read a project as outside software does; its models write back the same, so that all stands in their order."""
    with tempfile.TemporaryDirectory() as place:
        read = pyrefiqda.RefiProject.load(path, place)
        own = Path(place, "project.qde").read_text("utf-8")
        pyrefiqda.RefiProject.save(read, Path(place, "again.qdpx"))
        with zipfile.ZipFile(Path(place, "again.qdpx")) as opened:
            assert canonical(opened.read("project.qde").decode()) == canonical(own)
        texts = {
            one.guid: pyrefiqda.RefiProject.resolve_source_path(one.plain_text_path, place).read_text("utf-8")
            for one in read.sources.text_source
        }
    every = re.findall(r'(?<= guid=").+?(?=")', own)
    assert all(str(uuid.UUID(one)) == one for one in every)
    assert len(every) == len(set(every)) == len({*every, *re.findall(r'(?:targetGUID|creatingUser)="(.+?)"', own)})
    labels, given, said = PACKAGE["themes"].set_index("theme_id")["label"], set(), {}
    names = {code.guid: code.name for group in read.code_book.codes.code for code in (group, *group.code)}
    for source in read.sources.text_source:
        text = texts[source.guid]
        lines = {one.name: text[one.start_position : one.end_position] for one in source.plain_text_selection}
        assert "".join(f"{line}\n" for line in lines.values()) == text
        said |= lines
        for one in source.plain_text_selection:
            given |= {(one.name, names[coding.code_ref.target_guid]) for coding in one.coding}
    for table, coded, key in (
        ("messages", "codings", "message_id"),
        ("provisions", "provision_codings", "provision_id"),
        ("positions", "position_codings", "position_id"),
    ):
        words = PACKAGE[table].set_index(key)["paraphrase"]
        assert {name: said.pop(name) for name in words.index} == dict(words)
        agreed = datapackage.of_pass(PACKAGE, coded)
        given -= {(row[key], labels[row["theme_id"]]) for row in agreed.to_dict("records")}
    assert said == {}
    assert given == set()
    assert own.count("<CodeRef ") == sum(
        len(datapackage.of_pass(PACKAGE, coded)) for coded in ("codings", "provision_codings", "position_codings")
    )
    assert_variables(own)
    speakers = [case for case in read.cases.case if case.selection_ref]
    appearances = PACKAGE["messages"]["appearance_id"].dropna()
    assert sum(len(case.selection_ref) for case in speakers) == len(appearances)
    assert len(speakers) == appearances.nunique()
    assert "no person has checked" in read.description
    assert "no texts of others" in read.description


def assert_variables(text):
    """Hold what variables say of the sources of positions and of those who spoke to the tables."""
    space = "{urn:QDA-XML:project:1.0}"
    top = ElementTree.fromstring(text.encode())
    names = {one.get("guid"): one.get("name") for one in top.iter(f"{space}Variable")}
    told = {}
    for one in (*top.iter(f"{space}Case"), *top.iter(f"{space}TextSource")):
        values = [tuple(value) for value in one.iter(f"{space}VariableValue")]
        told[one.get("guid")] = {names[ref.get("targetGUID")]: value.text for ref, value in values}
    for row in PACKAGE.raw["appearances"].to_dict("records"):
        known = ("role", "stakeholder_group", "post", "country_code")
        wanted = dict(zip(("Role", "Stakeholder group", "Position", "Country"), map(row.get, known), strict=True))
        assert told[guid(f"case {row['appearance_id']}")] == {k: v for k, v in wanted.items() if v not in WORDS}
    holders = PACKAGE.raw["holders"].set_index("holder_id")
    for document, key in {*PACKAGE.raw["positions"][["document_id", "holder_id"]].itertuples(index=False, name=None)}:
        name, kind = holders.loc[key, ["name", "kind"]]
        found = told[guid(f"source {document}: positions of {name}")]
        assert found == {"Layer": "position", "Holder": name, "Kind of holder": kind}


CODEBOOK = "https://example.org/codebook"


def read_skos(path):
    graph = rdflib.Graph().parse(data=path.read_text("utf-8"), format="json-ld", publicID=CODEBOOK)
    skos = rdflib.SKOS
    labels = {str(label) for label in graph.objects(None, skos.prefLabel)}
    assert labels >= set(PACKAGE["themes"]["label"])
    assert all((other, skos.related, one) in graph for one, other in graph.subject_objects(skos.related))
    own = PACKAGE.raw["themes"].set_index("theme_id", drop=False)
    for theme, row in own.iterrows():
        address = rdflib.URIRef(f"{CODEBOOK}#{theme}")
        above = [str(graph.value(one, skos.prefLabel)) for one in graph.objects(address, skos.broader)]
        assert above == [row["theme_group"]] * bool(row["theme_group"])
        notes = {str(text) for text in graph.objects(address, skos.scopeNote)}
        assert notes == {row["include"], row["exclude"]} - {""}
        related = {str(one).rpartition("#")[2] for one in graph.objects(address, skos.related)}
        assert related == {*row["related"].split(";")} - {""}
    for field, meaning in (
        ("theme_id", skos.notation),
        ("label", skos.prefLabel),
        ("definition", skos.definition),
        ("example", skos.example),
    ):
        for theme, words in own[field].items():
            assert {str(text) for text in graph.objects(rdflib.URIRef(f"{CODEBOOK}#{theme}"), meaning)} == {words} - {
                ""
            }
    assert all((one, skos.inScheme, None) in graph for one in graph.subjects(rdflib.RDF.type, skos.Concept))


def read_annotations(path):
    about = json.loads(path.read_text("utf-8"))
    items = about["first"]["items"]
    positions = PACKAGE["positions"].dropna(subset="start_offset")
    assert about["total"] == len(items) == len(PACKAGE["passages"]) + len(PACKAGE["provisions"]) + len(positions)
    said = PACKAGE["messages"].set_index("message_id")["paraphrase"]
    passages = PACKAGE["passages"].assign(paraphrase=PACKAGE["passages"]["message_id"].map(said))
    ends = ["paraphrase", "start_offset", "end_offset", "phrase"]
    frames = (passages, PACKAGE["provisions"], positions)
    rows = [row for frame in frames for row in frame[ends].itertuples(index=False)]
    texts = set(PACKAGE["documents"]["sha256"])
    for item, row in zip(items, rows, strict=True):
        position, quote = item["target"]["selector"]
        assert (item["body"]["value"], position["start"], position["end"], quote["exact"]) == tuple(row)
        assert len(quote["exact"]) <= position["end"] - position["start"]
        *_, digest = item["target"]["source"].rpartition("ni:///sha-256;")
        assert base64.urlsafe_b64decode(f"{digest}=").hex() in texts


READERS = dict(
    zip(
        [offer.file for offer in OFFERS],
        (
            *(read_zip, read_quality, read_sqlite, read_workbook, read_parquet, read_csvw, read_croissant, read_crate),
            *(read_datacite, read_codemeta, read_refi, read_project, read_skos, read_annotations),
        ),
        strict=True,
    )
)


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.file)
def test_a_form_is_read_back_by_its_reader(folder, offer):
    READERS[offer.file](folder / offer.name(VERSION))


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.file)
def test_a_form_that_was_cut_is_noticed_by_its_reader(folder, offer, tmp_path):
    (tmp_path / UNPACKED).symlink_to(folder / UNPACKED)
    path = tmp_path / offer.name(VERSION)
    content = (folder / path.name).read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(Exception):  # noqa: B017, PT011 - each reader has its own
        READERS[offer.file](path)


CHANGED = {
    "csv-metadata.json": ('"datatype": "', '"titles": "', "What the message does"),
    "croissant.json": ('"dataType": "sc:', "Identifier of the message", '"sha256": "', '"contentUrl": "'),
    "ro-crate-metadata.json": ('"datePublished": "', "Language models", '"contentSize": "', '"sha256": "'),
    "datacite.json": ('"publicationYear": "', "Language models", "licenses/by/4.0", "WSIS+20: What"),
    "codemeta.json": ("licenses/by/4.0", "licenses/MIT", '"description": "', '"version": "'),
    "codebook.qdc": ('guid="', "Use for: ", "<Description>", 'name="'),
    "codebook.jsonld": (
        '"@id": "#group',
        '"skos:notation": "',
        '"skos:definition": "',
        '"skos:prefLabel": "',
        '"skos:inScheme',
    ),
    "passages.jsonld": ("sha-256;", '"start": ', '"exact": "', '"value": "'),
}
"""Places in descriptions after which one more sign makes them say something else, and leaves them well formed."""


@pytest.mark.parametrize(("file", "old"), [(file, old) for file, places in CHANGED.items() for old in places])
def test_a_description_that_says_other_things_is_noticed_by_its_reader(folder, tmp_path, file, old):
    """The last of the places, which is far from the head that a reader looks at first."""
    (tmp_path / UNPACKED).symlink_to(folder / UNPACKED)
    head, found, rest = (folder / file).read_text("utf-8").rpartition(old)
    assert found
    added = "7" if old == '"start": ' else "x"
    (tmp_path / file).write_text(f"{head}{old}{added}{rest}", encoding="utf-8")
    with pytest.raises(Exception):  # noqa: B017, PT011 - each reader has its own
        READERS[file](tmp_path / file)


def test_a_cell_of_the_database_that_is_another_is_noticed_by_its_reader(folder, tmp_path):
    path = tmp_path / "changed.sqlite"
    path.write_bytes((folder / f"wsis20-{VERSION}.sqlite").read_bytes())
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("update areas set note = 'x' where area = 'Americas'")
    with pytest.raises(AssertionError):
        read_sqlite(path)


def test_a_value_of_a_parquet_file_that_is_another_is_noticed_by_its_reader(folder, tmp_path):
    offer = next(offer for offer in OFFERS if offer.file.endswith("parquet.zip"))
    path = tmp_path / "changed.zip"
    with zipfile.ZipFile(folder / offer.name(VERSION)) as held, zipfile.ZipFile(path, "w") as changed:
        for name in held.namelist():
            content = held.read(name)
            changed.writestr(
                name, content.replace(b"Astana", b"Almaty") if name == "consultations.parquet" else content
            )
    with pytest.raises(AssertionError):
        read_parquet(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('startPosition="0"', 'startPosition="1"'),
        ("<Sources>", "<Description>too early</Description><Sources>"),
        (' typeOfVariable="Date"', ""),
        ('plainTextPath="internal://', 'plainTextPath="internal://x'),
        ('isCodable="true"', 'isCodable="perhaps"'),
        ("<CodeRef", "<CodeReference"),
        ('targetGUID="', 'targetGUID="x'),
    ],
)
def test_a_project_that_is_wrong_in_one_place_is_noticed(folder, tmp_path, old, new):
    path = tmp_path / "x.qdpx"
    with zipfile.ZipFile(folder / f"wsis20-{VERSION}.qdpx") as held, zipfile.ZipFile(path, "w") as changed:
        for name in held.namelist():
            content = held.read(name).decode()
            assert name != "project.qde" or old in content
            changed.writestr(name, content.replace(old, new, 1))
    with pytest.raises(Exception):  # noqa: B017, PT011 - that of the reader, or of what it is held to
        read_project(path)


def test_every_hash_is_that_of_its_file(folder):
    lines = (folder / SUMS).read_text("utf-8").splitlines()
    named = {line[66:]: line[:64] for line in lines}
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert named.keys() == found.keys() - {SUMS}
    assert all(hashlib.sha256(found[name].read_bytes()).hexdigest() == digest for name, digest in named.items())


def test_another_clock_place_and_order_of_words_give_the_same_bytes(folder, tmp_path):
    other = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7", "PYTHONPATH": str(project.NOTEBOOKS)}
    code = "import sys; from pathlib import Path; from wsis20 import release; release.make(Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "out")], env={**os.environ, **other}, check=True)
    assert (tmp_path / "out" / SUMS).read_bytes() == (folder / SUMS).read_bytes()


def test_a_release_that_fails_leaves_the_one_before(folder, tmp_path, monkeypatch):
    place = tmp_path / "out"
    place.mkdir()
    (place / "before").write_text("it")

    def broken(source):
        raise ZeroDivisionError

    monkeypatch.setattr(release, "OFFERS", [*OFFERS, release.Offer("last.txt", "nobody", broken)])
    with pytest.raises(ZeroDivisionError):
        release.make(place)
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "before"]


def profile_faults(descriptor):
    """Return what a descriptor with its schemas in it has that the profile of the standard does not allow.

    The type ``list``, which the profile of 2.0 lacks, stands as text (datapackage #1089).
    """
    for field in (field for resource in descriptor["resources"] for field in resource["schema"]["fields"]):
        if field["type"] == "list":
            field.update(type="string")
            del field["delimiter"], field["itemType"]
    profile = json.loads(PROFILE.read_text("utf-8"))
    validator = jsonschema.validators.validator_for(profile)(profile)
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(descriptor)]


def test_the_descriptor_is_right_by_the_profile_of_the_standard():
    descriptor = datapackage.read_descriptor()
    for resource in descriptor["resources"]:
        resource["schema"] = json.loads((project.DATAPACKAGE / resource["schema"]).read_text("utf-8"))
    assert profile_faults(descriptor) == []


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("codes", "messages,africa-k1,kind,A", "messages,africa-k1,kin,A"),
        ("decisions", ",theme_id,", ",theme,"),
        ("passes", "traces,A", "trace,A"),
        ("second_readings", ",city,", ",town,"),
        ("fields", "messages,kind,", "messages,kin,"),
        ("tables", "messages,", "message,"),
    ],
)
def test_a_table_or_field_of_the_quality_package_that_is_not_there_is_noticed(folder, tmp_path, table, old, new):
    """By frictionless, once sizes and hashes are those of the changed file."""
    (archive,) = folder.glob("*-quality.zip")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(tmp_path)
    file, about = tmp_path / f"data/{table}.csv", tmp_path / "datapackage.json"
    content = file.read_text("utf-8")
    assert old in content
    file.write_text(content.replace(old, new, 1), encoding="utf-8")
    descriptor = json.loads(about.read_text("utf-8"))
    for resource in descriptor["resources"]:
        del resource["bytes"], resource["hash"]
    about.write_text(json.dumps(descriptor), encoding="utf-8")
    report = frictionless.validate(str(about))
    assert ["foreign-key"] in report.flatten(["type"])


def test_programs_are_led_to_the_data_and_told_who_coded_it(site):
    text = (site / "llms.txt").read_text("utf-8")
    links = re.findall(r"^- \[.+?\]\((.+?)\)", text, re.MULTILINE)
    assert {offer.name(VERSION) for offer in OFFERS} | {path.name for path in site.glob("0*.html")} <= set(links)
    assert all((site / link).is_file() for link in links)
    assert "no person has checked it" in text
    assert_told(text)
    assert not (site / "sitemap.xml").exists()  # the book has no address yet
    assert not (site / "feed.xml").exists()
    for page in site.glob("*.html"):
        if page.name not in ("search.html", "genindex.html"):
            assert 'rel="describedby" type="application/json" href="datapackage/datapackage.json"' in page.read_text()


def test_every_download_of_the_dataset_page_is_described_where_it_lies(site):
    page = (site / "dataset.html").read_text("utf-8")
    (told,) = re.findall(r'<script type="application/ld\+json">(.+?)</script>', page)
    about = json.loads(told)
    assert len(about["distribution"]) == len(OFFERS) + len(PACKAGE)
    for file in about["distribution"]:
        content = (site / file["contentUrl"]).read_bytes()
        assert (f"{len(content)} B", hashlib.sha256(content).hexdigest()) == (file["contentSize"], file["sha256"])
    assert [one["name"] for one in about["license"][1:]] == EXCEPTIONS
    apart = {file["name"] for file in about["distribution"] if "license" in file}
    assert apart == {"indicators", "observations"}
    assert about["temporalCoverage"] == "2005/2025-12-17"
    assert {"messages.paraphrase", "acts.force"} <= {one["name"] for one in about["variableMeasured"]}


def test_every_place_says_the_same_of_what_is_not_under_the_licence(site):
    told = " ".join(EXCEPTIONS)
    (short,) = re.findall(r"^(.+) \(source_notes", told)
    licence = " ".join((project.ROOT / "LICENSE-DATA").read_text("utf-8").split())
    assert told in licence
    for name in ("citing", "reuse", "dataset"):
        shown = BeautifulSoup((site / f"{name}.html").read_text("utf-8"), "html.parser").find("article")
        assert short in " ".join(shown.get_text().split()), name
    for name, apart in (("07-ground", [told]), ("06-asks", [])):
        page = BeautifulSoup((site / f"{name}.html").read_text("utf-8"), "html.parser")
        about = json.loads(page.find("script", type="application/ld+json").string)
        given = about["license"] if isinstance(about["license"], list) else [about["license"]]
        assert [one["name"] for one in given if isinstance(one, dict)] == apart, name
