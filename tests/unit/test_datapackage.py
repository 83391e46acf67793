"""The data package: valid, described field by field, complete for its two documents, and typed when loaded."""

from __future__ import annotations

import calendar
import re

import babel
import frictionless
import pandas as pd
import pytest
from wsis20 import datapackage, documentation, project, tracing, words
from wsis20.commands import check
from wsis20.project import DATAPACKAGE, Refusal, version

DESCRIPTOR = datapackage.read_descriptor()
PACKAGE = datapackage.load()
FIELDS = [
    pytest.param(table, field, id=f"{table}.{field['name']}")
    for table, schema in PACKAGE.schemas.items()
    for field in schema["fields"]
]


@pytest.mark.slow
def test_package_is_valid_for_frictionless():
    report = frictionless.validate(str(DATAPACKAGE / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])
    assert report.stats["tasks"] == len(DESCRIPTOR["resources"])


def test_package_keeps_its_own_rules():
    assert [str(fault) for fault in check.faults()] == []


def test_descriptor_follows_version_2_and_the_release():
    assert DESCRIPTOR["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert DESCRIPTOR["version"] == version()
    for resource in DESCRIPTOR["resources"]:
        assert re.fullmatch(r"sha256:[0-9a-f]{64}", resource["hash"])
        assert resource["bytes"] == (DATAPACKAGE / resource["path"]).stat().st_size


@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_every_field_is_described_with_a_fitting_example(table, field):
    assert field["title"]
    assert field["description"].endswith((".", "`.")), "a description is a full sentence"
    typed = {name: value for name, value in field.items() if name != "missingValues"}
    schema = frictionless.Schema.from_descriptor({"fields": [typed]})
    example = field["example"] if isinstance(field["example"], str) else str(field["example"])
    cells, notes = schema.fields[0].read_cell(example)
    assert cells is not None
    assert not notes


@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_every_example_is_a_value_of_its_column(table, field):
    values = PACKAGE.raw[table][field["name"]]
    markers = {entry["value"] for entry in field.get("missingValues", PACKAGE.schemas[table]["missingValues"])}
    present = set(values) - markers
    assert not present or str(field["example"]) in present | {value.removesuffix(".0") for value in present}


@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_every_way_of_missing_in_use_is_described(table, field):
    found = set(PACKAGE.raw[table][field["name"]])
    words = {
        "": ("empty", "when there is nothing"),
        "not stated": ("not stated",),
        "not determined": ("not determined",),
    }
    for marker in found & set(words):
        assert any(word in field["description"].lower() for word in words[marker]), marker


def test_tables_have_keys_and_every_reference_is_declared():
    names = {resource["name"] for resource in DESCRIPTOR["resources"]}
    for table, schema in datapackage.load().schemas.items():
        referring = {key["fields"][0] for key in schema.get("foreignKeys", [])}
        own = set(schema["primaryKey"]) if len(schema["primaryKey"]) == 1 else set()
        # one of several fields of a key may be its own name, as that of a response in a pass
        named = {f"{table.removesuffix('s')}_id"} & set(schema["primaryKey"])
        other_ids = {field["name"] for field in schema["fields"] if field["name"].endswith("_id")} - own - named
        assert other_ids <= referring, f"{table}: a field that ends in _id is a foreign key"
        assert {key["reference"].get("resource", table) for key in schema.get("foreignKeys", [])} <= names


class TestOutcome:
    """What the outcome document holds is all there."""

    provisions = datapackage.load("provisions")["provisions"]

    def test_recitals_and_paragraphs(self):
        assert sorted(self.provisions["paragraph"].dropna()) == list(range(1, 128))
        assert sorted(self.provisions["recital"].dropna()) == list(range(1, 9))

    def test_sections(self):
        ranges = self.provisions.groupby("section", observed=True)["paragraph"].agg(["min", "max"]).dropna()
        assert len(ranges) == 17
        assert [tuple(row) for row in ranges.sort_values("min").to_numpy().tolist()] == [
            *[(1, 14), (15, 18), (19, 28), (29, 34), (35, 41), (42, 47), (48, 53), (54, 58), (59, 61)],
            *[(62, 67), (68, 80), (81, 83), (84, 87), (88, 103), (104, 113), (114, 118), (119, 127)],
        ]

    def test_the_ledger_has_what_the_document_sets_a_date_for(self):
        due = tracing.ledger(datapackage.load("acts", "provisions", "milestones"))
        assert due["paragraph"].iloc[0] == 103
        assert {37, 67, 86, 103, 110, 113, 117, 121, 122, 124, 125, 126, 127} <= set(due["paragraph"])


def of_both(frame):
    """Return the rows that come from the two documents that this work began with."""
    return frame[frame["document_id"].isin(["progress-report", "astana-record"])]


class TestCorpus:
    """What the two documents hold is all there, whatever comes from others."""

    package = datapackage.load()

    def of_both(self, table):
        return of_both(self.package[table])

    def test_layers(self):
        layers = self.of_both("messages")["layer"].value_counts()
        assert layers["key message"] == 19
        assert layers["survey finding"] == 3
        assert layers["statement"] == 69

    def test_key_messages_of_each_consultation(self):
        keys = self.of_both("messages").query("layer == 'key message'")["consultation_id"].value_counts().to_dict()
        regional = {"dubai-2024": 3, "vilnius-2024": 3, "astana-2024": 3, "dar-es-salaam-2024": 3}
        assert keys == {"global-series": 7, **regional}

    def test_consultations(self):
        own = self.of_both("consultations")
        assert (own["kind"].eq("survey").sum(), own["kind"].eq("series").sum()) == (1, 1)
        assert {"kyoto-2023", "geneva-2023", "dubai-2024"} <= set(own["consultation_id"])

    def test_people(self):
        appearances = self.of_both("appearances")
        assert (appearances["consultation_id"] == "astana-2024").sum() == 13
        assert appearances.loc[appearances["role"] == "author", "person_id"].tolist() == ["shamika-sirimanne"]

    def test_timetable(self):
        planned = self.package["milestones"]["planned_document_id"].dropna()
        assert planned.tolist() == ["progress-report"] * 7


def test_loading_gives_types_and_tells_missing_values_apart():
    package = datapackage.load("consultations", "documents")
    frame = package["consultations"].set_index("consultation_id")
    assert frame.loc["astana-2024", "start_date"] == pd.Timestamp(2024, 9, 4)
    assert frame.loc["astana-2024", "organizers"] == ("cstd", "escap", "itu")
    assert frame.loc["santiago-2024", "latitude"] == pytest.approx(-33.46)
    assert list(frame["status"].cat.categories) == ["held", "planned"]
    missing = package.missing("consultations").loc["venue"]
    printed = package.raw["consultations"]["venue"]
    assert missing.to_dict() == {
        "does not apply": (printed == "").sum(),
        "not stated by the source": (printed == "not stated").sum(),
        "not determined by us": (printed == "not determined").sum(),
    }
    assert frame["venue"].isna().sum() == missing.sum() > 0
    printed = package.raw["consultations"]["organizers"]
    missing = package.missing("consultations").loc["organizers"]
    assert missing["not stated by the source"] == (printed == "not stated").sum() > 1


def test_loading_an_unknown_table_names_the_tables():
    with pytest.raises(Refusal, match=r"datapackage\.json: no table 'speeches'; .*messages"):
        datapackage.load("speeches")


def test_asking_for_a_table_that_was_not_loaded_says_so():
    with pytest.raises(KeyError, match="'messages' was not loaded"):
        datapackage.load("regions")["messages"]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda copy: (copy.folder / "datapackage.json").write_text("{"), "not valid JSON"),
        (lambda copy: (copy.folder / "datapackage.json").unlink(), "no data package descriptor"),
        (lambda copy: copy.path("regions").unlink(), "regions.csv: there is no data file"),
        (lambda copy: (copy.folder / "schemas" / "regions.json").unlink(), "there is no schema"),
        (lambda copy: copy.path("regions").write_bytes(b"\xff\n"), r"regions.csv, line 1: .*expected UTF-8"),
        (lambda copy: copy.change("regions", "africa", sort_order="last"), "data/regions.csv, field sort_order"),
        (lambda copy: copy.change("regions", "africa", scope="local"), "'local' is not among the categories"),
    ],
)
def test_what_cannot_be_loaded_is_refused_by_name(package_copy, damage, said):
    damage(package_copy)
    with pytest.raises(Refusal, match=said):
        datapackage.load(folder=package_copy.folder)


def test_messages_in_context_keep_every_message_once_in_the_order_of_the_book():
    package = datapackage.load()
    frame = datapackage.in_context(package)
    assert sorted(frame["message_id"]) == sorted(package["messages"]["message_id"])
    assert frame["message_id"].iloc[0] == "survey-f1"
    assert frame["region_sort_order"].is_monotonic_increasing
    statement = frame.set_index("message_id").loc["astana-s23"]
    assert statement["speaker"] == "Cynthia Lesufi"
    assert frame.loc[frame["layer"] != "statement", "speaker"].isna().all()


def test_labels_name_a_message():
    frame = datapackage.in_context(datapackage.load()).set_index("message_id", drop=False)
    assert words.label(frame.loc["africa-k2"]) == "Africa, message 2"
    assert words.label(frame.loc["astana-s07"]) == "Astana, statement 7"
    assert words.label(frame.loc["survey-f3"]) == "Survey, finding 3"


def test_a_region_is_planned_only_while_nothing_was_held_there():
    regions = pd.DataFrame({"region_id": ["a", "b", "c"]})
    consultations = pd.DataFrame({"region_id": ["a", "a", "b"], "status": ["planned", "held", "planned"]})
    status = datapackage.status_of_regions({"regions": regions, "consultations": consultations})
    assert status.to_dict() == {"a": "held", "b": "planned", "c": "planned"}


def test_codes_of_m49_name_the_areas_that_have_them():
    """By the names of the Unicode Consortium; it has no codes of groups of countries, which are pinned here."""
    names = babel.Locale("en").territories
    regions, areas = (PACKAGE.raw[table].set_index(key) for table, key in (("regions", "name"), ("areas", "area")))
    coded = {name: code for frame in (regions, areas) for name, code in frame["m49"].items() if code}
    groups = {"LDCs": "199", "LLDCs": "432", "SIDS": "722"}
    assert groups.items() <= coded.items()
    for name in coded.keys() - groups.keys():
        assert name.lower().startswith(names[coded[name]].lower()), name
    assert set(areas.loc[areas["m49"] != "", "area_scheme"]) == {"world", "development group"}
    assert set(regions.index[regions["m49"] == ""]) == {"Global", "Arab region", "Asia-Pacific"}


def test_a_document_was_read_when_the_bibliography_says():
    works = (project.BOOK / "references.bib").read_text("utf-8")
    entries = dict(re.findall(r"^@\w+\{(\w+),\n(.+?)^\}", works, re.DOTALL | re.MULTILINE))
    for row in PACKAGE.raw["documents"].to_dict("records"):
        note = "".join(re.findall(r"note = \{(.+)\}", entries[row["citation_key"]]))
        if row["accessed"] == "not determined":
            assert not re.search("accessed|copy", note), row["document_id"]
            continue
        year, month, *day = map(int, row["accessed"].split("-"))
        read = " ".join(map(str, [*day, calendar.month_name[month], year]))
        assert re.search(rf"(accessed|stored copy,) {read}$", note), row["document_id"]


def test_an_example_occurs_in_its_column_or_the_dictionary_says_that_none_does():
    told = (project.DATAPACKAGE / "README.md").read_text("utf-8").split("\n### ")
    sections = {part.split("\n")[0]: part for part in told[1:]}
    package = datapackage.load()
    for table, schema in package.schemas.items():
        for field in schema["fields"]:
            (line,) = re.findall(rf"^\| `{field['name']}` \|.*$", sections[table], re.MULTILINE)
            empty = documentation.lacks(package[table], field)
            assert ("(none in this version)" in line) == empty, (table, field["name"])
            assert empty or field["example"] in set(package.raw[table][field["name"]]), (table, field["name"])
    assert documentation.lacks(package["positions"], {"name": "phrase", "example": "x"})
