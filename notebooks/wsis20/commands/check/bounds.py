"""What a number or a date can be: rules for units and for the time in which things lie."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from wsis20 import project
from wsis20.commands.check.fault import Fault
from wsis20.commands.check.rule import rule, wrong
from wsis20.datapackage import DataPackage

INFINITE = float("inf")
# bounds and whether only whole numbers make sense; a unit that is not here is held to numbers that are not negative
SHARE, PRICE, PEOPLE = (0, 100, False), (0, 1000, False), (0, 10, False)
UNITS = {
    "percent": SHARE,
    "percent of population": SHARE,
    "percent of men": SHARE,
    "percent of women": SHARE,
    "percent of GNI per head": PRICE,  # a basket can cost more than an income
    "ratio": (0, 10, False),  # of two shares
    "billion people": PEOPLE,
    "million people": (-10_000, 10_000, False),  # a difference can be negative
    "economies": (0, 250, True),
    "consultations": (0, INFINITE, True),
    "databases": (0, INFINITE, True),
}
OTHER_UNIT = (0, INFINITE, False)
BEGINNING = pd.Timestamp(2003, 12, 10)  # first day of the first phase of the World Summit on the Information Society
DATES = {
    "documents": ("document_date",),
    "consultations": ("start_date", "end_date"),
    "milestones": ("planned_start", "planned_end", "actual_start", "actual_end"),
}
HAPPENED = (("documents", "document_date"), ("milestones", "actual_start"), ("milestones", "actual_end"))
NEAR = pd.DateOffset(years=3)
EDITION = re.compile(r".*\b(?P<year>20\d\d)\b\D*")


@rule
def units_of_observations(package: DataPackage) -> Iterator[Fault]:
    """Let a value of a series lie within the bounds of its unit."""
    frame = package["observations"]
    units = frame["indicator_id"].map(package["indicators"].set_index("indicator_id")["unit"])
    yield from outside(package, "observations", units, "value")


@rule
def units_of_quantities(package: DataPackage) -> Iterator[Fault]:
    """Let a number that a source gives lie within the bounds of its unit."""
    for field in ("value_low", "value_high", "before_low", "before_high"):
        yield from outside(package, "quantities", package["quantities"]["unit"], field)


def outside(package: DataPackage, table: str, units: pd.Series, field: str) -> Iterator[Fault]:
    """Yield a fault for each value outside the bounds of its unit; ``units`` is by row of the table."""
    values = package[table][field]
    for unit in sorted(units.dropna().unique()):
        low, high, whole = UNITS.get(unit, OTHER_UNIT)
        own = (units == unit) & values.notna()
        bound = "not negative" if high == INFINITE else f"from {low} to {high}"
        wanted = f"a {'whole ' if whole else ''}number {bound}, since the unit is {unit!r}"
        broken = whole & (values % 1 != 0)
        yield from wrong(package, table, own & ((values < low) | (values > high) | broken), field, wanted)


@rule
def years_after_their_document(package: DataPackage) -> Iterator[Fault]:
    """Let no year of a value lie after the document or the edition that gives it."""
    frame = package["observations"]
    published = frame["document_id"].map(package["documents"].set_index("document_id")["document_date"]).dt.year
    printed = frame["edition"].str.extract(EDITION)["year"].astype("Float64")
    for last, what in ((published, "document"), (printed, "edition")):
        yield from wrong(package, "observations", frame["year"] > last, "year", f"a year not after that of its {what}")


@rule
def steps_after_their_document(package: DataPackage) -> Iterator[Fault]:
    """Let no document report as done what happens after its day."""
    frame = package["milestones"]
    documents = package["documents"].set_index("document_id")["document_date"]
    published = frame["actual_document_id"].map(documents) + pd.offsets.MonthEnd(0)  # some are dated by the month
    wanted = "a day not after the document that reports it"
    yield from wrong(package, "milestones", frame["actual_end"] > published, "actual_end", wanted)


@rule
def dates_of_the_review(package: DataPackage) -> Iterator[Fault]:
    """Let nothing lie before the first summit, and nothing that happened after the release of this package."""
    for table, fields in DATES.items():
        for field in fields:
            early = package[table][field] < BEGINNING
            yield from wrong(package, table, early, field, f"a day not before {BEGINNING:%Y-%m-%d}, the first summit")
    release = pd.Timestamp(project.release_date())
    for table, field in HAPPENED:
        late = package[table][field] > release + pd.offsets.MonthEnd(0)
        wanted = f"a day not after the release of this package, {release:%Y-%m-%d}"
        yield from wrong(package, table, late, field, wanted)


@rule
def consultations_near_their_document(package: DataPackage) -> Iterator[Fault]:
    """Let a consultation lie within three years of the document that tells of it."""
    frame = package["consultations"]
    published = frame["document_id"].map(package["documents"].set_index("document_id")["document_date"])
    for field in ("start_date", "end_date"):
        far = (frame[field] < published - NEAR) | (frame[field] > published + NEAR)
        yield from wrong(package, "consultations", far, field, "a day within three years of its document")


@rule
def versions_of_themes(package: DataPackage) -> Iterator[Fault]:
    """Let no theme be of a version later than this one."""
    frame = package["themes"]
    own = tuple(int(part) for part in project.version().split("."))
    parts = frame["since"].str.split(".")
    later = parts.map(lambda words: isinstance(words, list) and tuple(int(word[:9]) for word in words) > own)
    yield from wrong(package, "themes", later, "since", f"a version not after {project.version()}")
