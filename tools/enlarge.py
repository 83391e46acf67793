"""A data package of any number of messages, for measuring: ``python tools/enlarge.py FOLDER MESSAGES``.

Consultations, their documents, appearances, messages and all that hangs on these are repeated under further
identifiers, until there are as many messages as wanted; what a person decides stays as it is. The result is valid, and
says nothing: no number of it is a finding.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from wsis20 import datapackage, documentation
from wsis20.commands import hash as hashes
from wsis20.project import DATAPACKAGE

MARK = "x{:06d}"
"""What stands before an identifier of a repeated row; real ones start with a name."""
REPEATED = {  # the fields that hold the identifiers of repeated rows, by table
    "consultations": ("consultation_id", "part_of", "document_id"),
    "documents": ("document_id", "citation_key"),
    "appearances": ("appearance_id", "consultation_id", "document_id"),
    "messages": ("message_id", "consultation_id", "appearance_id", "document_id"),
    "passages": ("passage_id", "message_id", "document_id"),
    "exclusions": ("exclusion_id", "document_id"),
    "codings": ("message_id",),
    "traces": ("key_message_id", "statement_id"),
    "responses": ("response_id", "message_id"),
    "second_readings": ("record",),
}
STATED = "stated"  # an inferred date owes a note on its place
PASSES = ("A", "B", "agreed")


def enlarge(folder: Path, messages: int) -> int:
    """Write a valid package with at least so many messages into a new folder; return how many it has.

    Raises `FileExistsError` when the folder is there.
    """
    shutil.copytree(DATAPACKAGE, folder)
    package = datapackage.load()
    rounds = -(-messages // len(package.raw["messages"])) - 1
    for name, fields in REPEATED.items():
        key = package.schemas[name]["primaryKey"]
        more = [rows(name, package.raw, number, fields) for number in range(1, rounds + 1)]
        whole = pd.concat([package.raw[name], *more]).sort_values(key)
        whole.to_csv(folder / "data" / f"{name}.csv", index=False, lineterminator="\n")
    documentation.write(folder)
    hashes.refresh(folder)
    return (rounds + 1) * len(package.raw["messages"])


def rows(name: str, raw: Mapping[str, pd.DataFrame], number: int, fields: tuple[str, ...]) -> pd.DataFrame:
    """Return the rows of a table once more: with other identifiers, and other words where no two rows may have one."""
    frame = own(name, raw)
    mark = MARK.format(number)
    for field in fields:
        frame[field] = frame[field].where(frame[field] == "", f"{mark}-" + frame[field])
    if name == "consultations":
        frame["title"] += f", {mark}"
        frame["city"] = named_apart(frame["city"], mark)
        frame["date_basis"] = STATED
    elif name == "documents":
        frame["title"] += f", {mark}"
        frame["citation_key"] = frame["citation_key"].str.replace("-", "")
        frame["sha256"] = [digest(f"{mark}{text}") for text in frame["sha256"]]
    elif name == "messages":
        frame["paraphrase"] = frame["paraphrase"].str.removesuffix(".") + f", {mark}."
        frame["kind_a"] = frame["kind_b"] = frame["kind"]
    elif name in ("passages", "exclusions"):
        frame["sha256"] = [digest(f"{mark}{text}") for text in frame["sha256"]]
    elif name == "second_readings":
        city = (frame["resource"] == "consultations") & (frame["field"] == "city")
        frame["value"] = frame["value"].mask(city, named_apart(frame["value"], mark))
        frame["value"] = frame["value"].mask(frame["field"] == "date_basis", STATED)
    return frame


def own(name: str, raw: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the rows that are repeated: both passes are taken to have decided as was agreed."""
    frame = raw[name].copy()
    held = raw["consultations"]["document_id"].unique()
    if name == "documents":
        return frame[frame["document_id"].isin(held)]
    if name == "second_readings":
        other = (frame["resource"] == "documents") & ~frame["record"].isin(held)
        return frame[frame["resource"].isin(["consultations", "appearances", "documents", "exclusions"]) & ~other]
    if name in ("codings", "traces", "responses"):
        agreed = frame[frame["coding_pass"] == "agreed"]
        if name == "responses":  # pairs that the agreed pass rejected are left out
            agreed = agreed[(agreed["degree"] != "none") | (agreed["provision_id"] == "")]
        return pd.concat([agreed.assign(coding_pass=one) for one in PASSES])
    return frame


def named_apart(cities: pd.Series, mark: str) -> pd.Series:
    """Return names of cities that no other round has; what is missing stays missing."""
    return cities.where(cities.isin(["", "not stated"]), cities + f" {mark}")


def digest(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def main() -> None:
    """Write a package and say how many messages it has."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("messages", type=int)
    arguments = parser.parse_args()
    print(f"{enlarge(arguments.folder, arguments.messages):,} messages in {arguments.folder}")


if __name__ == "__main__":
    main()
