"""What was said in the negotiation of 2025: rules for holders of positions and positions."""

from __future__ import annotations

from collections.abc import Iterator

from wsis20.commands.check.corpus import HELD, from_one
from wsis20.commands.check.fault import Fault
from wsis20.commands.check.rule import rule, wrong
from wsis20.datapackage import DataPackage

PLACE = ("phrase", "start_offset", "end_offset", "sha256")
LAYERS = ("consultations", "messages", "appearances")


@rule
def numbers_of_positions(package: DataPackage) -> Iterator[Fault]:
    """Let positions be named after document and number, and be numbered from 1 in the order of the document."""
    frame = package["positions"]
    ending = frame["document_id"].astype(str) + "-" + frame["number"].astype(str)
    differs = frame["position_id"] != ending
    yield from wrong(package, "positions", differs, "position_id", "the document, then the number")
    for document, own in frame.groupby("document_id"):
        numbers = list(own.sort_values(["start_offset", "number"])["number"].dropna())
        if not from_one(numbers):
            told = ", ".join(map(str, numbers))
            yield Fault("positions", str(document), "number", told, f"the numbers 1 to {len(own)}")
        elif numbers != sorted(numbers):
            late = next(number for place, number in enumerate(numbers, 1) if number != place)
            key = f"{document}-{late}"
            yield Fault("positions", key, "number", str(late), "a number in the order of the places in the document")


@rule
def places_of_positions(package: DataPackage) -> Iterator[Fault]:
    """Let a position have a phrase, offsets and a hash exactly where the text of its document is held."""
    documents = package["documents"]
    held = package["positions"]["document_id"].isin(documents.loc[documents["access"].isin(HELD), "document_id"])
    for field in PLACE:
        differs = package["positions"][field].notna() != held
        yield from wrong(package, "positions", differs, field, "a value exactly where the text of the document is held")


@rule
def positions_apart(package: DataPackage) -> Iterator[Fault]:
    """Let no document carry messages of a consultation and positions of the negotiation, which are never one layer."""
    for table in LAYERS:
        both = package["positions"]["document_id"].isin(package[table]["document_id"])
        expected = f"a document from which no row of {table} was taken: layers are kept apart"
        yield from wrong(package, "positions", both, "document_id", expected)


@rule
def regions_of_holders(package: DataPackage) -> Iterator[Fault]:
    """Let a holder that has a region have one of the regions consulted, and not the global scope."""
    regions = package["regions"]
    whole = regions.loc[regions["scope"] == "global", "region_id"]
    world = package["holders"]["region_id"].isin(whole)
    expected = "a region, or nothing for a holder that reaches over several"
    yield from wrong(package, "holders", world, "region_id", expected)
