"""The data package as typed pandas frames, by its own schemas.

The package keeps apart three ways for a value to be missing (``missingValues`` of its schemas): it does not apply,
the source does not state it, or this project has not determined it. In a frame all three are missing; `missing` tells
them apart.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from wsis20.project import DATAPACKAGE, Refusal

DTYPES = {"string": "str", "integer": "Int64", "number": "Float64", "date": "datetime64[s]"}


@dataclass(frozen=True)
class DataPackage(Mapping[str, pd.DataFrame]):
    """Tables of the data package by name: ``package["messages"]`` is a frame with one column per field.

    ``version`` is that of the package, ``schemas`` the Table Schema of each table, ``raw`` each table as printed in
    its file: strings only, nothing missing.
    """

    version: str
    schemas: dict[str, dict]
    raw: dict[str, pd.DataFrame]
    frames: dict[str, pd.DataFrame]

    def __getitem__(self, table: str) -> pd.DataFrame:
        """Return a table; asking for one that was not loaded raises `KeyError` and says how to load it."""
        if table not in self.frames:
            raise KeyError(f"table {table!r} was not loaded; loaded are: {', '.join(self.frames)}")
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
    refuse_unknown(tables, resources)
    names = list(tables) or list(resources)
    schemas = {name: read_schema(folder, resources[name]) for name in names}
    raw = {name: read_raw(folder / resources[name]["path"]) for name in names}
    frames = {name: typed(name, raw[name], schemas[name]) for name in names}
    return DataPackage(descriptor.get("version", ""), schemas, raw, frames)


def refuse_unknown(tables: Iterable[str], resources: Mapping) -> None:
    """Raise `Refusal` naming the first of ``tables`` that is not among the resources."""
    for table in tables:
        if table not in resources:
            raise Refusal(f"no table {table!r} in the data package; its tables are: {', '.join(resources)}")


def read_json(path: Path, what: str) -> dict:
    """Return a JSON object; raise `Refusal` naming the file when there is none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Refusal(f"{path}: there is no {what}") from None
    except (OSError, ValueError) as error:
        raise Refusal(f"{path}: this is not valid JSON: {error}") from None
    if not isinstance(content, dict):
        raise Refusal(f"{path}: this is no JSON object")
    return content


def read_descriptor(folder: Path = DATAPACKAGE) -> dict:
    """Return the descriptor; raise `Refusal` when it is not there or not of the form that this project reads."""
    path = folder / "datapackage.json"
    descriptor = read_json(path, "data package descriptor")
    resources = descriptor.get("resources")
    if not isinstance(resources, list) or not resources:
        raise Refusal(f"{path}: there are no resources")
    for number, resource in enumerate(resources, 1):
        for key in ("name", "path", "schema"):
            if not isinstance(resource, dict) or not isinstance(resource.get(key), str):
                raise Refusal(f"{path}: resource {number} has no {key}, or one that is not a string")
    names = [resource["name"] for resource in resources]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise Refusal(f"{path}: more than one resource has the name {min(twice)!r}")
    return descriptor


def read_schema(folder: Path, resource: Mapping) -> dict:
    """Return the Table Schema of a resource, with the forms that the standard leaves open made one.

    ``primaryKey`` is a list, ``missingValues`` a list of value and label. Raises `Refusal` when that cannot be.
    """
    path = folder / resource["schema"]
    schema = read_json(path, "schema")
    fields = schema.get("fields")
    if not isinstance(fields, list) or not all(
        isinstance(field, dict) and {"name", "type"} <= set(field) for field in fields
    ):
        raise Refusal(f"{path}: there are no fields, or one without name or type")
    key = schema.get("primaryKey")
    schema["primaryKey"] = [key] if isinstance(key, str) else key
    if not schema["primaryKey"] or not set(schema["primaryKey"]) <= {field["name"] for field in fields}:
        raise Refusal(f"{path}: the primary key names no field")
    for holder in (schema, *(field for field in fields if "missingValues" in field)):
        entries = holder.get("missingValues", [""])
        holder["missingValues"] = [e if isinstance(e, dict) else {"value": e, "label": "missing"} for e in entries]
    return schema


def read_raw(path: Path) -> pd.DataFrame:
    """Return a CSV file as strings, with empty cells as empty strings."""
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except FileNotFoundError:
        raise Refusal(f"{path}: there is no such data file") from None
    except ValueError as error:  # pandas' parser errors and decoding errors are ValueErrors
        raise Refusal(f"{path}: this cannot be read as CSV in UTF-8: {error}") from None


def typed(table: str, raw: pd.DataFrame, schema: Mapping) -> pd.DataFrame:
    """Return ``raw`` with the types of ``schema``; raise `Refusal` naming table and field where that cannot be."""
    wanted = [field["name"] for field in schema["fields"]]
    if list(raw.columns) != wanted:
        raise Refusal(f"{table}: the header is {', '.join(raw.columns)}; the schema wants {', '.join(wanted)}")
    columns = {}
    for field in schema["fields"]:
        try:
            columns[field["name"]] = column(raw[field["name"]], field, schema)
        except ValueError as error:
            raise Refusal(f"{table}, field {field['name']}: {error}; wanted is the type {field['type']}") from None
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


def status_of_regions(package: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Return by region_id whether a consultation was ``held`` there, or all that the documents name are ``planned``."""
    consultations = package["consultations"]
    held = set(consultations.loc[consultations["status"] == "held", "region_id"])
    regions = package["regions"]["region_id"]
    return pd.Series(["held" if region in held else "planned" for region in regions], index=regions.to_numpy())


def in_context(package: DataPackage) -> pd.DataFrame:
    """Return the messages with what a reader needs beside them, in the order in which a reader meets them.

    One row per message. Joined are name and order of the region, title, city, first day and status of the
    consultation, and the name of the speaker and the position (both missing where the message is no statement).

    Needs the tables messages, regions, consultations, appearances and speakers.
    """
    regions = package["regions"].set_index("region_id")[["name", "sort_order"]].add_prefix("region_")
    consultations = package["consultations"].set_index("consultation_id")[["title", "city", "start_date", "status"]]
    people = package["appearances"].merge(package["speakers"], on="speaker_id").set_index("appearance_id")
    people = people[["speaker_id", "name", "position", "role"]].rename(columns={"name": "speaker"})
    joined = (
        package["messages"]
        .join(regions, on="region_id")
        .join(consultations.add_prefix("consultation_"), on="consultation_id")
        .join(people, on="appearance_id")
    )
    order = ["region_sort_order", "consultation_start_date", "consultation_id", "layer", "number"]
    return joined.sort_values(order, kind="stable", ignore_index=True)
