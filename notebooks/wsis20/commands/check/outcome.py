"""What came of it: rules for milestones, provisions, acts, responses and observations."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from wsis20.coding import RESPONSES
from wsis20.commands.check.corpus import PHRASE_WORDS, from_one, number_of_words
from wsis20.commands.check.fault import Fault
from wsis20.commands.check.rule import rule, wrong
from wsis20.datapackage import DataPackage
from wsis20.timetable import outcome_of
from wsis20.tracing import OPERATIVE, operative_acts

EVIDENCE = (  # fields that name the document on which a row rests
    ("appearances", "document_id"),
    ("consultations", "document_id"),
    ("milestones", "actual_document_id"),
    ("milestones", "planned_document_id"),
    ("observations", "document_id"),
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
        "not in the plan": (~planned & done, "another outcome: this one is for a step done and not planned"),
        "not determined": (planned & ~done, "another outcome: 'not determined' is for a planned step without a date"),
    }
    for outcome, (fits, expected) in wanted.items():
        yield from wrong(package, "milestones", (frame["outcome"] == outcome) & ~fits, "outcome", expected)


@rule
def provisions_of_the_resolution(package: DataPackage) -> Iterator[Fault]:
    """Let provisions be all recitals and paragraphs of a resolution that is held, never of a draft."""
    documents = package["documents"].set_index("document_id")
    frame = package["provisions"]
    kinds, access = (frame["document_id"].map(documents[field].astype(str)) for field in ("kind", "access"))
    expected = "a resolution: paragraph numbers of a draft are not its own"
    yield from wrong(package, "provisions", kinds != "resolution", "document_id", expected)
    yield from wrong(
        package,
        "provisions",
        access != "text held",
        "document_id",
        "a document whose text is held, since it has places",
    )
    for field, other, letter in (("paragraph", "recital", "p"), ("recital", "paragraph", "r")):
        both = frame[field].notna() & frame[other].notna()
        yield from wrong(package, "provisions", both, field, f"nothing, since the provision has a {other}")
        own = frame[field].dropna()
        named = frame["provision_id"].str.extract(rf"-{letter}(\d+)$")[0]
        differs = own.astype(int).astype(str) != named.loc[own.index]
        yield from wrong(
            package, "provisions", differs.reindex(frame.index, fill_value=False), field, "the number in its identifier"
        )
        found = sorted(own.astype(int))
        if not from_one(found):
            told = f"{len(found)} numbers, the highest of which is {found[-1]}"
            yield Fault("provisions", "", field, told, "the numbers from 1 without a gap, each once")
    neither = frame["paragraph"].isna() & frame["recital"].isna()
    yield from wrong(package, "provisions", neither, "paragraph", "a number here or in recital")
    preamble = (frame["section"] == "Preamble") != frame["recital"].notna()
    yield from wrong(package, "provisions", preamble, "section", "Preamble exactly for a recital")


@rule
def provisions_in_order(package: DataPackage) -> Iterator[Fault]:
    """Let recitals come before paragraphs, both by number, and sections in the order of the schema."""
    frame = package["provisions"].sort_values("start_offset")
    order = {section: place for place, section in enumerate(frame["section"].cat.categories)}
    keys = [
        (pd.notna(row.paragraph), row.paragraph if pd.notna(row.paragraph) else row.recital, order.get(row.section, 0))
        for row in frame.itertuples()
    ]
    for before, after, key in zip(keys, keys[1:], frame["provision_id"].iloc[1:], strict=False):
        if before[:2] > after[:2]:
            yield Fault("provisions", key, "start_offset", None, "an offset after that of the provisions before it")
        elif before[2] > after[2]:
            yield Fault("provisions", key, "section", None, "no section before that of the provision before it")


@rule
def acts_of_provisions(package: DataPackage) -> Iterator[Fault]:
    """Let an act be one of its provision, and have actors, an object and a due date as its force and pass ask."""
    frame, raw = package["acts"], package.raw["acts"]
    elsewhere = frame["act_id"].str.replace(r"-a\d+$", "", regex=True) != frame["provision_id"]
    yield from wrong(package, "acts", elsewhere, "provision_id", "the provision in its identifier")
    operative = frame["force"].isin(OPERATIVE)
    yield from wrong(package, "acts", operative & (raw["actors"] == ""), "actors", "who is to do it, or 'nobody named'")
    yield from wrong(
        package, "acts", ~operative & (raw["actors"] != ""), "actors", "nothing: no one is set to do anything"
    )
    agreed = frame["coding_pass"] == "agreed"
    yield from wrong(package, "acts", agreed & (raw["object"] == ""), "object", "what it is about, in our own words")
    yield from wrong(package, "acts", ~agreed & (raw["object"] != ""), "object", "nothing, outside the agreed pass")
    for field in ("due", "due_year"):
        without = (raw[field] != "") & (raw["due_kind"] == "")
        yield from wrong(package, "acts", without, field, "nothing, since there is no kind of due date")
    yield from wrong(
        package, "acts", (raw["due"] == "") & (raw["due_kind"] != ""), "due", "the due date that is printed"
    )
    long = frame["phrase"].map(number_of_words) > PHRASE_WORDS
    yield from wrong(package, "acts", long, "phrase", f"at most {PHRASE_WORDS} words")
    twice = frame.duplicated(["provision_id", "coding_pass", "phrase"], keep=False)
    yield from wrong(package, "acts", twice, "phrase", "a phrase that is that of one act")
    numbers = frame["act_id"].str.extract(r"-a(\d+)$")[0].astype(int).groupby(frame["provision_id"])
    for provision, own in numbers:
        found = sorted(set(own))
        if not from_one(found):
            told = ", ".join(map(str, found))
            yield Fault("acts", provision, "act_id", told, "acts numbered from 1 without a gap in a provision")


@rule
def operative_acts_of_responses(package: DataPackage) -> Iterator[Fault]:
    """Let a provision answer a call, or partly do so, only where it has an operative act."""
    operative = operative_acts(package)["provision_id"]
    for table in RESPONSES:
        frame = package[table]
        agreed = (frame["coding_pass"] == "agreed") & frame["degree"].isin(["answers", "partly"])
        weak = agreed & ~frame["provision_id"].isin(operative)
        yield from wrong(package, table, weak, "degree", "'mentions' at most: the provision has no operative act")


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
    """Let responses be to calls only, to every call in every pass, and be named after call and provision."""
    for table, units in RESPONSES.items():
        yield from responses_of(package, table, units)


def responses_of(package: DataPackage, table: str, units: str) -> Iterator[Fault]:
    """Yield what is wrong with the responses of a table to the calls among ``units``."""
    key, own_key = (package.schemas[name]["primaryKey"][0] for name in (units, table))
    kinds = package[units].set_index(key)["kind"].astype(str)
    frame = package[table]
    other = frame[key].map(kinds) != "call"
    yield from wrong(package, table, other, key, f"a row of {units} of the kind 'call'")
    end = frame["provision_id"].str.extract(r"-([pr]\d+)$")[0].fillna("none")
    yield from wrong(
        package,
        table,
        frame[own_key] != frame[key] + "-" + end,
        own_key,
        "the call, then the provision without its resolution, or none",
    )
    silent = (frame["degree"] == "none") != frame["note"].isna()
    silent &= frame["provision_id"].notna()
    yield from wrong(package, table, silent, "note", "a reason exactly where the degree is not none")
    whole = frame["provision_id"].isna()
    yield from wrong(
        package, table, whole & (frame["degree"] != "none"), "degree", "'none', since no provision is named"
    )
    calls = package[units]["kind"] == "call"
    for coding_pass, own in frame.groupby(frame["coding_pass"].astype(str)):
        met = set(own.loc[own["degree"] != "none", key])
        alone = set(own.loc[own["provision_id"].isna(), key])
        unjudged = calls & ~package[units][key].isin(met | alone)
        wanted = f"a response, or a row that says none, in the pass {coding_pass}"
        yield from wrong(package, units, unjudged, key, wanted)
        both = (frame["coding_pass"] == coding_pass) & whole & frame[key].isin(met)
        yield from wrong(package, table, both, "degree", "no such row: a provision speaks to the call")


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
