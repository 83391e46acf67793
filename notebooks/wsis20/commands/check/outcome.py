"""What came of it: rules for milestones, provisions, responses and observations."""

from __future__ import annotations

from collections.abc import Iterator

from wsis20.commands.check.fault import Fault
from wsis20.commands.check.rule import rule, wrong
from wsis20.datapackage import DataPackage
from wsis20.timetable import outcome_of

EVIDENCE = (  # fields that name the document on which a row rests
    ("appearances", "document_id"),
    ("consultations", "document_id"),
    ("milestones", "actual_document_id"),
    ("milestones", "planned_document_id"),
    ("observations", "document_id"),
    ("provisions", "basis_document_id"),
)


@rule
def milestone_outcomes(package: DataPackage) -> Iterator[Fault]:
    """Let the outcome of a step follow from what was planned and what happened."""
    frame = package["milestones"]
    planned, done = frame["planned_start"].notna(), frame["actual_start"].notna()
    for part in ("end", "precision", "document_id"):
        for kind, present in (("planned", planned), ("actual", done)):
            differs = frame[f"{kind}_{part}"].notna() != present
            expected = f"a value exactly where {kind}_start has one"
            yield from wrong(package, "milestones", differs, f"{kind}_{part}", expected)
    inside = outcome_of(frame) == "kept"
    wanted = {
        "kept": (planned & done & inside, "another outcome: 'kept' is for a step done within its planned period"),
        "moved": (planned & done & ~inside, "another outcome: 'moved' is for a step done outside its planned period"),
        "done, never planned here": (~planned & done, "another outcome: this one is for a step done and not planned"),
        "not determined": (planned & ~done, "another outcome: 'not determined' is for a planned step without a date"),
    }
    for outcome, (fits, expected) in wanted.items():
        yield from wrong(package, "milestones", (frame["outcome"] == outcome) & ~fits, "outcome", expected)


@rule
def provisions_of_the_resolution(package: DataPackage) -> Iterator[Fault]:
    """Let provisions be those of a resolution, never of a draft, and have a basis that fits the document read."""
    kinds = package["documents"].set_index("document_id")["kind"].astype(str)
    frame = package["provisions"]
    other = frame["document_id"].map(kinds) != "resolution"
    yield from wrong(
        package, "provisions", other, "document_id", "a resolution: paragraph numbers of a draft are not its own"
    )
    basis = frame["basis_document_id"].map(kinds)
    fits = {"own text": "resolution", "official summary": "official summary"}
    for value, kind in fits.items():
        differs = (frame["basis"] == value) & (basis != kind)
        yield from wrong(package, "provisions", differs, "basis", f"another basis: that document is no {kind}")


@rule
def evidence_that_was_read(package: DataPackage) -> Iterator[Fault]:
    """Let nothing rest on a document that was not read."""
    documents = package["documents"]
    unread = documents.loc[documents["access"] == "not read", "document_id"]
    for table, field in EVIDENCE:
        rests = package[table][field].isin(unread)
        yield from wrong(package, table, rests, field, "a document that was read")


@rule
def responses_to_calls(package: DataPackage) -> Iterator[Fault]:
    """Let responses be to calls only."""
    kinds = package["messages"].set_index("message_id")["kind"].astype(str)
    other = package["responses"]["message_id"].map(kinds) != "call"
    yield from wrong(package, "responses", other, "message_id", "a message of the kind 'call'")


@rule
def editions(package: DataPackage) -> Iterator[Fault]:
    """Let a value have the edition of the document it was read in, so that two editions are never one series."""
    edition = package["documents"].set_index("document_id")["edition"]
    frame = package["observations"]
    own = frame["document_id"].map(edition)
    yield from wrong(
        package, "observations", own.notna() & (own != frame["edition"]), "edition", "the edition of its document"
    )
    silent = (frame["confidence"] == "inferred") & frame["note"].isna()
    yield from wrong(package, "observations", silent, "note", "the reasoning, since confidence is 'inferred'")


@rule
def confidence(package: DataPackage) -> Iterator[Fault]:
    """Let a value be secondary exactly when it was not read on a page of the publisher of its indicator."""
    frame = package["observations"]
    read = frame["document_id"].map(package["documents"].set_index("document_id")["publisher"])
    own = read == frame["indicator_id"].map(package["indicators"].set_index("indicator_id")["publisher"])
    differs = (frame["confidence"] == "secondary") == own
    expected = "'secondary' exactly where the document is not the publisher's own"
    yield from wrong(package, "observations", differs, "confidence", expected)


@rule
def areas_of_one_scheme(package: DataPackage) -> Iterator[Fault]:
    """Let an area belong to the scheme that most of its values have, since a scheme is a property of the area."""
    frame = package["observations"]
    schemes = frame["area_scheme"].astype(object)
    usual = schemes.dropna().groupby(frame["area"]).agg(lambda own: own.mode().iloc[0])
    for area, scheme in usual.items():
        other = (frame["area"] == area) & schemes.notna() & (schemes != scheme)
        yield from wrong(package, "observations", other, "area_scheme", f"{scheme!r}, as for most values of the area")
