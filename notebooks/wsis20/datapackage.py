"""The data package as typed pandas frames, by its own schemas.

The package keeps apart three ways for a value to be missing (``missingValues`` of its schemas): it does not apply,
the source does not state it, or this project has not determined it. In a frame all three are missing; `missing` tells
them apart.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from wsis20 import textfile
from wsis20.characters import one_line, shown
from wsis20.project import DATAPACKAGE, Refusal
from wsis20.textfile import read_json

DTYPES = {"string": "str", "integer": "Int64", "number": "Float64", "date": "datetime64[s]"}


PATH = re.compile(r"[\w-]+(\.[\w-]+)*(/[\w-]+(\.[\w-]+)*)*")  # relative, with slashes, no hidden file, no way up


class NotLoaded(KeyError):  # noqa: N818 - the word says it
    """A table that was asked for is not among those loaded; ``table`` is its name."""

    def __init__(self, table: str, loaded: Iterable[str]) -> None:
        super().__init__(f"table {table!r} was not loaded; loaded are: {', '.join(loaded)}")
        self.table = table


class Tables(dict[str, Any]):
    """Something for each loaded table; asking for another raises `NotLoaded`."""

    def __missing__(self, table: str) -> Any:
        """Raise `NotLoaded`."""
        raise NotLoaded(table, self)


@dataclass(frozen=True)
class DataPackage(Mapping[str, pd.DataFrame]):
    """Tables of the data package by name: ``package["messages"]`` is a frame with one column per field.

    ``version`` is that of the package, ``schemas`` the Table Schema of each table, ``raw`` each table as printed in
    its file: strings only, nothing missing.
    """

    version: str
    schemas: Tables
    raw: Tables
    frames: Tables

    def __getitem__(self, table: str) -> pd.DataFrame:
        """Return a table; asking for one that was not loaded raises `NotLoaded`, which is a `KeyError`."""
        return self.frames[table]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the loaded tables."""
        return iter(self.frames)

    def __len__(self) -> int:
        """Return how many tables are loaded."""
        return len(self.frames)

    def rows(self) -> dict[str, int]:
        """Return the number of rows of each loaded table."""
        return {name: len(frame) for name, frame in self.frames.items()}

    def missing(self, table: str) -> pd.DataFrame:
        """Count missing values: one row per field, one column per label of ``missingValues``."""
        schema = self.schemas[table]
        labels = {entry["value"]: entry["label"] for entry in schema["missingValues"]}
        raw, counts = self.raw[table], {}
        for name, kind in ((field["name"], field["type"]) for field in schema["fields"]):
            # a list is never NaN; elsewhere a word can be a category of its field, and is not missing then
            absent = raw[name].isin(labels) if kind == "list" else self[table][name].isna()
            counts[name] = raw.loc[absent, name].map(labels).value_counts()
        return pd.DataFrame(counts).T.reindex(columns=list(labels.values())).fillna(0).astype(int)


def load(*tables: str, folder: Path = DATAPACKAGE) -> DataPackage:
    """Load tables of the data package, all of them when none is named.

    A notebook names the tables it reads, as string literals: a change in another table does not make it stale.

    Text, dates, integers and numbers get pandas types that know missing values; a field with ``categories`` becomes
    categorical in the order of the schema; a ``list`` field holds tuples. Rows keep the order of the file.

    Raises `Refusal` when a table is unknown or a file cannot be read as its schema says.
    """
    descriptor = read_descriptor(folder)
    resources = {resource["name"]: resource for resource in descriptor["resources"]}
    refuse_unknown(tables, resources, folder)
    names = list(tables) or list(resources)
    schemas = Tables({name: read_schema(folder, resources[name]) for name in names})
    raw = Tables({name: read_raw(folder / resources[name]["path"]) for name in names})
    frames = Tables({name: typed(name, raw[name], schemas[name]) for name in names})
    return DataPackage(str(descriptor.get("version", "")), schemas, raw, frames)


def refuse_unknown(tables: Iterable[str], resources: Mapping, folder: Path) -> None:
    """Raise `Refusal` naming the first of ``tables`` that is not among the resources of the descriptor in a folder."""
    for table in tables:
        if table not in resources:
            known = ", ".join(resources)
            raise Refusal(one_line(f"{folder / 'datapackage.json'}: no table {table!r}; its tables are: {known}"))


def read_descriptor(folder: Path = DATAPACKAGE) -> dict:
    """Return the descriptor; raise `Refusal` when it is not there or not of the form that this project reads.

    Paths of data and schemas stay inside the folder, symbolic links followed.
    """
    path = folder / "datapackage.json"
    descriptor = read_json(path, "data package descriptor")
    resources = descriptor.get("resources")
    if not isinstance(resources, list) or not resources:
        raise Refusal(one_line(f"{path}: there are no resources"))
    for number, resource in enumerate(resources, 1):
        for key in ("name", "path", "schema"):
            if not isinstance(resource, dict) or not isinstance(resource.get(key), str):
                raise Refusal(one_line(f"{path}: resource {number} has no {key}, or one that is not a string"))
            if key != "name" and not inside(folder, resource[key]):
                wanted = "expected the path of a file in the folder of the package"
                raise Refusal(one_line(f"{path}: resource {number} has the {key} {shown(resource[key])}; {wanted}"))
    names = [resource["name"] for resource in resources]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise Refusal(one_line(f"{path}: more than one resource has the name {shown(min(twice))}"))
    return descriptor


def inside(folder: Path, path: str) -> bool:
    """Return whether a path is a plain relative one that leads to a place in a folder, symbolic links followed."""
    return PATH.fullmatch(path) is not None and Path(os.path.realpath(folder / path)).is_relative_to(
        os.path.realpath(folder)
    )


def read_schema(folder: Path, resource: Mapping) -> dict:
    """Return the Table Schema of a resource, with the forms that the standard leaves open made one.

    ``primaryKey`` is a list, ``missingValues`` a list of value and label. Raises `Refusal` when that cannot be.
    """
    path = folder / resource["schema"]
    try:
        return one_form(read_json(path, "schema"))
    except ValueError as error:
        raise Refusal(one_line(f"{path}: {error}")) from None


def one_form(schema: dict) -> dict:
    """Return a Table Schema with lists for keys and objects for missing values; raise `ValueError` where it has none.

    A field has a name and a type; the primary key names fields; missing values are text, with or without a label.
    """
    fields = schema.get("fields")
    if not isinstance(fields, list) or not fields or not all(is_field(field) for field in fields):
        raise ValueError("there are no fields, or one without name or type")
    key = schema.get("primaryKey")
    key = [key] if isinstance(key, str) else key
    names = [field["name"] for field in fields]
    if not isinstance(key, list) or not key or not all(name in names for name in key):
        raise ValueError("the primary key names no field")
    for field in fields:
        if field["type"] not in (*DTYPES, "list"):
            raise ValueError(f"the field {shown(field['name'])} has a type that this project does not read")
        if field["type"] == "list" and not (isinstance(field.get("delimiter"), str) and field["delimiter"]):
            raise ValueError(f"the field {shown(field['name'])} is a list without a delimiter")
        categories = field.get("categories", [])
        if not is_texts(categories) or len(set(categories)) < len(categories):
            raise ValueError(f"the categories of the field {shown(field['name'])} are no list of different words")
    made = schema | {"primaryKey": key, "fields": [with_missing(field) for field in fields]}
    return with_missing(made | {"missingValues": made.get("missingValues", [""])})


def is_field(value: object) -> bool:
    """Return whether a value is an object with a name and a type, both text."""
    return isinstance(value, dict) and is_texts([value.get("name"), value.get("type")])


def is_texts(value: object) -> bool:
    """Return whether a value is a list of texts."""
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)


def with_missing(holder: dict) -> dict:
    """Return a schema or a field with its missing values, if it has any, as objects with value and label."""
    if "missingValues" not in holder:
        return holder
    entries = holder["missingValues"]
    entries = (
        [e if isinstance(e, dict) else {"value": e, "label": "missing"} for e in entries]
        if isinstance(entries, list)
        else [{}]
    )
    if not all(is_texts([entry.get("value"), entry.get("label", "missing")]) for entry in entries):
        raise ValueError("the missing values are no list of texts, each with or without a label")
    return holder | {"missingValues": [{"label": "missing"} | entry for entry in entries]}


def read_raw(path: Path) -> pd.DataFrame:
    """Return a CSV file as strings, with empty cells as empty strings."""
    text = textfile.read(path, "data file")
    try:
        return pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    except ValueError as error:  # pandas' parser errors are ValueErrors
        raise Refusal(one_line(f"{path}: this cannot be read as CSV: {error}")) from None


def typed(table: str, raw: pd.DataFrame, schema: Mapping) -> pd.DataFrame:
    """Return ``raw`` with the types of ``schema``; raise `Refusal` naming table and field where that cannot be."""
    wanted = [field["name"] for field in schema["fields"]]
    if list(raw.columns) != wanted:
        raise Refusal(
            one_line(f"data/{table}.csv: the header is {', '.join(raw.columns)}; the schema wants {', '.join(wanted)}")
        )
    columns = {}
    for field in schema["fields"]:
        try:
            columns[field["name"]] = column(raw[field["name"]], field, schema)
        except (ValueError, OverflowError, TypeError) as error:
            told = f"data/{table}.csv, field {field['name']}: {error}; wanted is the type {field['type']}"
            raise Refusal(one_line(told)) from None
    return pd.DataFrame(columns)


def column(values: pd.Series, field: Mapping, schema: Mapping) -> pd.Series:
    """Return one column of strings with the type of its field; raise `ValueError` where a value does not fit."""
    missing = [entry["value"] for entry in field.get("missingValues", schema["missingValues"])]
    present = values.where(~values.isin(missing))
    if field["type"] == "list":
        return present.map(lambda cell: tuple(cell.split(field["delimiter"])) if isinstance(cell, str) else ())
    if "categories" in field:
        unlisted = set(present.dropna()) - set(field["categories"])
        if unlisted:
            raise ValueError(f"{min(unlisted)!r} is not among the categories")
        return present.astype(pd.CategoricalDtype(field["categories"], field.get("categoriesOrdered", False)))
    if field["type"] == "date":
        return pd.to_datetime(present, format="%Y-%m-%d").astype(DTYPES["date"])
    if field["type"] in ("integer", "number"):
        return pd.to_numeric(present).astype(DTYPES[field["type"]])
    return present.astype(DTYPES[field["type"]])


def of_pass(package: Mapping[str, pd.DataFrame], table: str, coding_pass: str = "agreed") -> pd.DataFrame:
    """Return the rows of one pass of a table that was made in passes, without the field that says which."""
    frame = package[table]
    return frame[frame["coding_pass"] == coding_pass].drop(columns="coding_pass").reset_index(drop=True)


def positions_in_context(package: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the positions of 2025 with who holds them and what they stand in, by holder, day and number.

    Parameters
    ----------
    package : mapping of DataFrame
        Tables documents, holders and positions.

    Returns
    -------
    DataFrame, a row per position
        Its own fields; holder_name, holder_kind and region_id of the holder; document_title, document_date,
        date_basis, document_kind, confidence and access of the document. Holders come in the order of their first
        document.
    """
    holders = package["holders"].rename(columns={"name": "holder_name", "kind": "holder_kind"})
    fields = ["document_id", "title", "document_date", "date_basis", "kind", "confidence", "access", "characters"]
    documents = package["documents"][fields].rename(columns={"title": "document_title", "kind": "document_kind"})
    frame = package["positions"].merge(holders, on="holder_id").merge(documents, on="document_id")
    first = frame.groupby("holder_id")["document_date"].transform("min")
    return (
        frame.assign(first=first)
        .sort_values(["first", "holder_name", "document_date", "document_id", "number"], ignore_index=True)
        .drop(columns="first")
    )


ABSENT = {"planned": "not yet held when reported", "held": "held, no message reported"}
WHY_ABSENT = {
    "planned": "had not yet been held when the report was presented",
    "held": "had been held, but the report gives no message from it",
}
"""Why a region has no message, by what `status_of_regions` says of it."""


def status_of_regions(package: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Return by region_id whether a consultation was ``held`` there, or all that the documents name are ``planned``."""
    consultations = package["consultations"]
    held = set(consultations.loc[consultations["status"] == "held", "region_id"])
    regions = package["regions"]["region_id"]
    return pd.Series(["held" if region in held else "planned" for region in regions], index=regions.to_numpy())


def in_context(package: DataPackage) -> pd.DataFrame:
    """Return the messages with what a reader needs beside them, in the order in which a reader meets them.

    One row per message. Joined are name and order of the region, title, city, first day and status of the
    consultation, and the name of the speaker and the post (both missing where the message is no statement).

    Needs the tables messages, regions, consultations, appearances and people.
    """
    regions = package["regions"].set_index("region_id")[["name", "sort_order"]].add_prefix("region_")
    consultations = package["consultations"].set_index("consultation_id")[["title", "city", "start_date", "status"]]
    people = package["appearances"].merge(package["people"], on="person_id").set_index("appearance_id")
    people = people[["person_id", "name", "post", "role"]].rename(columns={"name": "speaker"})
    joined = (
        package["messages"]
        .join(regions, on="region_id")
        .join(consultations.add_prefix("consultation_"), on="consultation_id")
        .join(people, on="appearance_id")
    )
    order = ["region_sort_order", "consultation_start_date", "consultation_id", "layer", "number"]
    return joined.sort_values(order, kind="stable", ignore_index=True)
