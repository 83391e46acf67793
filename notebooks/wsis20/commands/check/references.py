"""What refers to what: rules for rows that refer to themselves, that nothing refers to, and that stand twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from wsis20.commands.check.fault import Fault, row_key
from wsis20.commands.check.interface import recorded
from wsis20.commands.check.rule import rule, wrong
from wsis20.datapackage import DataPackage

TO_BE_REFERRED_TO = ("documents", "holders", "indicators", "organizations", "regions", "people")
LISTS = {"organizations": ("consultations", "organizers")}  # references inside lists, which no schema declares
APART = (  # fields of one row that name two different things
    ("source_notes", "document_id", "other_document_id"),
    ("traces", "key_message_id", "statement_id"),
    ("themes", "example", "counter_example"),
)
TWINS = (
    ("appearances", "person_id", "consultation_id"),
    ("consultations", "title"),
    ("consultations", "start_date", "city"),
    ("documents", "title"),
    ("documents", "url"),
    ("documents", "sha256"),
    ("documents", "original_sha256"),
    ("documents", "citation_key"),
    ("holders", "name"),
    ("indicators", "name"),
    ("messages", "paraphrase"),
    ("milestones", "label"),
    ("organizations", "name"),
    ("organizations", "acronym"),
    ("passages", "document_id", "phrase"),
    ("passages", "document_id", "start_offset", "end_offset"),
    ("passages", "sha256"),
    ("positions", "paraphrase"),
    ("positions", "document_id", "phrase"),
    ("positions", "document_id", "start_offset", "end_offset"),
    ("provisions", "paraphrase"),
    ("provisions", "document_id", "phrase"),
    ("provisions", "sha256"),
    ("quantities", "message_id", "subject"),
    ("regions", "name"),
    ("source_notes", "description"),
    ("themes", "definition"),
    ("themes", "example"),
    ("themes", "label"),
)
MISSING = {"", "not stated", "not determined"}


@rule
def no_row_refers_to_itself(package: DataPackage) -> Iterator[Fault]:
    """Let no row be part of itself, directly or by others, and no row name one thing where it means two."""
    frame = package["consultations"]
    above = dict(zip(frame["consultation_id"], package.raw["consultations"]["part_of"], strict=True))
    for name in above:
        path = [name]
        while (step := above.get(path[-1], "")) and step not in path:
            path.append(step)
        if step == name:
            wanted = "another consultation" if len(path) == 1 else f"no circle: {', '.join([*path, name])}"
            yield Fault("consultations", name, "part_of", above[name], wanted)
    for table, one, other in APART:
        same = package.raw[table][one].eq(package.raw[table][other]) & ~package.raw[table][one].isin(MISSING)
        yield from wrong(package, table, same, other, f"another value than that of {one}")
    own = [row.theme_id in row.related for row in package["themes"].itertuples()]
    yield from wrong(
        package, "themes", package["themes"]["theme_id"].where(own).notna(), "related", "other themes only"
    )


@rule
def rows_are_referred_to(package: DataPackage) -> Iterator[Fault]:
    """Let every row of a table that exists to be referred to be referred to."""
    used: dict[str, set[str]] = defaultdict(set)
    for table, schema in recorded().items():
        for key in schema.get("foreignKeys", []):
            if key["reference"].get("resource") in TO_BE_REFERRED_TO:
                used[key["reference"]["resource"]] |= set(package.raw[table][key["fields"][0]])
    for target, (table, field) in LISTS.items():
        used[target] |= {item for items in package[table][field] for item in items}
    for table in TO_BE_REFERRED_TO:
        name = package.schemas[table]["primaryKey"][0]
        alone = ~package[table][name].isin(used[table])
        yield from wrong(package, table, alone, name, "a row that some other row refers to")


@rule
def nothing_stands_twice(package: DataPackage) -> Iterator[Fault]:
    """Let no two rows be of one thing, letters small or capital and blanks set aside."""
    for table, *fields in TWINS:
        key, frame = package.schemas[table]["primaryKey"], package.raw[table]
        columns = [[" ".join(cell.casefold().split()) for cell in frame[name].to_numpy()] for name in fields]
        first: dict[tuple[str, ...], int] = {}
        for index, values in enumerate(zip(*columns, strict=True)):
            earlier = first.setdefault(values, index)
            if earlier != index and MISSING.isdisjoint(values):
                row = frame.iloc[index]
                wanted = f"no second row with this {', '.join(fields)}: {row_key(frame.iloc[earlier], key)!r} has it"
                yield Fault(table, row_key(row, key), fields[-1], row[fields[-1]], wanted)
