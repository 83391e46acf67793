"""What was said: rules for consultations, people, messages and their passages."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterable, Iterator

import pandas as pd
import pycountry

from wsis20 import locator
from wsis20.commands.check.fault import Fault
from wsis20.commands.check.interface import recorded
from wsis20.commands.check.rule import rule, wrong
from wsis20.datapackage import DataPackage

BETWEEN = 6  # characters between two sentences: blanks, line ends, the sign of a list
PHRASE_WORDS = 8
HELD = ("text held", "opening held")  # of a document: its text or the beginning of it was kept
PLACED = ("passages", "exclusions", "provisions", "positions")  # tables whose rows are places in a document
OF_NOTHING = hashlib.sha256(b"").hexdigest()
MESSAGE_LETTERS = {"key message": "k", "statement": "s", "survey finding": "f"}
SENTENCE_END = re.compile(r"[.?!]\s+\w")  # what comes after is compared with its own capital
NUMERALS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
SIZES = {10**3: "thousand", 10**6: "million", 10**9: "billion", 10**12: "trillion"}
PARTS_OF_MONTH = {1: 10, 11: 20, 21: None}  # first and last day; None stands for the last of the month


@rule
def list_references(package: DataPackage) -> Iterator[Fault]:
    """Let references inside lists lead somewhere."""
    known = set(package["organizations"]["organization_id"])
    unknown = package["consultations"]["organizers"].map(lambda ids: not set(ids) <= known)
    yield from wrong(
        package, "consultations", unknown, "organizers", "identifiers of organizations, separated by semicolons"
    )
    fields = {f"{table}.{field['name']}" for table, schema in recorded().items() for field in schema["fields"]}
    unknown = package["source_notes"]["affects"].map(lambda names: not set(names) <= fields)
    yield from wrong(
        package, "source_notes", unknown, "affects", "names of fields as table.field, separated by semicolons"
    )


@rule
def countries(package: DataPackage) -> Iterator[Fault]:
    """Let country codes be those of ISO 3166-1."""
    codes = {country.alpha_3 for country in pycountry.countries}
    for table, schema in package.schemas.items():
        if any(field["name"] == "country_code" for field in schema["fields"]):
            present = package[table]["country_code"].dropna()
            yield from wrong(package, table, ~present.isin(codes), "country_code", "an ISO 3166-1 alpha-3 code")


PERIODS = (
    ("documents", "document_date", "document_date", "date_precision"),
    ("consultations", "start_date", "end_date", "date_precision"),
    ("milestones", "planned_start", "planned_end", "planned_precision"),
    ("milestones", "actual_start", "actual_end", "actual_precision"),
)


@rule
def periods(package: DataPackage) -> Iterator[Fault]:
    """Let no period end before it starts, and be as long as its precision says."""
    for table, start, end, precision in PERIODS:
        frame = package[table]
        yield from wrong(package, table, frame[end] < frame[start], end, f"a day not before {start}")
        first, last = frame[start].dt.day, frame[end].dt.days_in_month
        month = frame[precision] == "month"
        yield from wrong(package, table, month & (first != 1), start, "the first day of a month")
        if start != end:
            yield from wrong(package, table, month & (frame[end].dt.day != last), end, "the last day of a month")
        whole = (first == 1) & (frame[end].dt.day == last) & (start != end)
        yield from wrong(package, table, whole & ~month, precision, "'month', since the dates are whole months")
        part = frame[precision] == "part of month"
        yield from wrong(package, table, part & ~first.isin(list(PARTS_OF_MONTH)), start, "the 1st, 11th or 21st")
        wanted = first.map(PARTS_OF_MONTH).fillna(last)
        wrong_end = part & first.isin(list(PARTS_OF_MONTH)) & (frame[end].dt.day != wanted)
        yield from wrong(package, table, wrong_end, end, "the 10th, 20th or last day, to match the first one")


@rule
def inferred_dates(package: DataPackage) -> Iterator[Fault]:
    """Give the reasoning wherever a date is inferred: of a document in its note, of a consultation in a source note."""
    frame = package["documents"]
    silent = (frame["date_basis"] == "inferred") & frame["note"].isna()
    yield from wrong(package, "documents", silent, "note", "the reasoning, since date_basis is 'inferred'")
    notes = package["source_notes"]
    notes = notes[notes["affects"].map(lambda fields: "consultations.date_basis" in fields) & notes["locator"].notna()]
    held = package["consultations"].dropna(subset="locator")
    reasoned = {
        row.consultation_id
        for row in held.merge(notes, on="document_id", suffixes=("", "_noted")).itertuples()
        if locator.overlap(row.locator, row.locator_noted)
    }
    frame = package["consultations"]
    silent = (frame["date_basis"] == "inferred") & ~frame["consultation_id"].isin(reasoned)
    expected = (
        "another basis, or a source note on the place that affects consultations.date_basis and has the reasoning"
    )
    yield from wrong(package, "consultations", silent, "date_basis", expected)


@rule
def series(package: DataPackage) -> Iterator[Fault]:
    """Let a series have members, span their dates and share their region; let nothing else have members."""
    frame = package["consultations"].set_index("consultation_id", drop=False)
    is_series = frame["kind"] == "series"
    for member in frame[frame["part_of"].notna()].itertuples():
        if not is_series.get(member.part_of, True):  # one that is not there is no matter of kinds
            yield Fault("consultations", member.Index, "part_of", member.part_of, "a consultation of the kind 'series'")
    by_series = dict(iter(frame.groupby("part_of")))
    for name in frame.index[is_series]:
        members = by_series.get(name)
        if members is None:
            yield Fault("consultations", name, "kind", "series", "consultations that point at it by part_of")
            continue
        for field, wanted in (("start_date", members["start_date"].min()), ("end_date", members["end_date"].max())):
            found = frame.loc[name, field]
            if pd.notna(wanted) and pd.notna(found) and found != wanted:
                expected = f"{wanted:%Y-%m-%d}, from the members of the series"
                yield Fault("consultations", name, field, f"{found:%Y-%m-%d}", expected)
        for member in members.itertuples():
            if member.region_id != frame.loc[name, "region_id"]:
                yield Fault(
                    "consultations", member.Index, "region_id", member.region_id, f"the region of the series {name}"
                )


@rule
def places(package: DataPackage) -> Iterator[Fault]:
    """Give every open consultation, and nothing else, a city, a country and both coordinates."""
    frame = package["consultations"]
    has_place = frame["kind"] == "open consultation"
    for field in ("city", "country_code", "latitude", "longitude"):
        yield from wrong(
            package, "consultations", has_place & frame[field].isna(), field, "a value, for an open consultation"
        )
        yield from wrong(
            package,
            "consultations",
            ~has_place & frame[field].notna(),
            field,
            "nothing: only an open consultation has a place",
        )
    raw = package.raw["consultations"]
    for field in ("venue", "host_event"):
        differs = has_place & (raw[field] == "")
        yield from wrong(package, "consultations", differs, field, "a value, or 'not stated', for an open consultation")


@rule
def status(package: DataPackage) -> Iterator[Fault]:
    """Let what a document reports as held lie before it and what it announces lie after it, without messages."""
    frame = package["consultations"]
    published = frame["document_id"].map(package["documents"].set_index("document_id")["document_date"])
    early = (frame["status"] == "planned") & (frame["end_date"] <= published)
    yield from wrong(package, "consultations", early, "status", "'held', since the document is later than the last day")
    late = (frame["status"] == "held") & (frame["start_date"] > published)
    yield from wrong(
        package, "consultations", late, "status", "'planned', since the document is earlier than the first day"
    )
    planned = frame.loc[frame["status"] == "planned", "consultation_id"]
    told = package["messages"]["consultation_id"].isin(planned)
    yield from wrong(
        package, "messages", told, "consultation_id", "a consultation that was held; a planned one has no messages"
    )


@rule
def documents_held(package: DataPackage) -> Iterator[Fault]:
    """Give hash and length of every text that is held, and of no other."""
    frame = package["documents"]
    held = frame["access"].isin(HELD)
    for field in ("sha256", "characters"):
        yield from wrong(package, "documents", held & frame[field].isna(), field, "a value, since the text is held")
        yield from wrong(package, "documents", ~held & frame[field].notna(), field, "nothing, since no text is held")


def from_one(numbers: Iterable[int]) -> bool:
    """Return whether numbers go from 1 without a gap, each once, in any order.

    >>> from_one([2, 1, 3]), from_one([1, 3])
    (True, False)
    """
    found = sorted(numbers)
    return found == list(range(1, len(found) + 1))


@rule
def appearances(package: DataPackage) -> Iterator[Fault]:
    """Put people at a consultation unless they are authors, and number them in the order of the document."""
    frame = package["appearances"]
    author = frame["role"] == "author"
    yield from wrong(
        package, "appearances", author & frame["consultation_id"].notna(), "consultation_id", "nothing, for an author"
    )
    yield from wrong(
        package, "appearances", ~author & frame["consultation_id"].isna(), "consultation_id", "a consultation"
    )
    for name, group in frame[~author].groupby("consultation_id"):
        if group["sequence"].isna().any():
            continue
        if not from_one(group["sequence"]):
            found = ", ".join(str(number) for number in sorted(group["sequence"]))
            yield Fault(
                "appearances", name, "sequence", found, f"the numbers 1 to {len(group)} within the consultation"
            )


@rule
def message_places(package: DataPackage) -> Iterator[Fault]:
    """Let region and, for a statement, appearance and document of a message agree with its consultation."""
    frame = package["messages"]
    regions = package["consultations"].set_index("consultation_id")["region_id"]
    yield from wrong(
        package,
        "messages",
        frame["region_id"] != frame["consultation_id"].map(regions),
        "region_id",
        "the region of its consultation",
    )
    statement = frame["layer"] == "statement"
    yield from wrong(
        package, "messages", statement & frame["appearance_id"].isna(), "appearance_id", "the appearance of its speaker"
    )
    yield from wrong(
        package,
        "messages",
        ~statement & frame["appearance_id"].notna(),
        "appearance_id",
        "nothing: only a statement has a speaker",
    )
    people = package["appearances"].set_index("appearance_id")
    for field in ("consultation_id", "document_id"):
        spoken = frame["appearance_id"].map(people[field])
        differs = statement & spoken.notna() & (frame[field] != spoken)
        yield from wrong(package, "messages", differs, field, "the same as in its appearance")
    survey = frame["consultation_id"].map(package["consultations"].set_index("consultation_id")["kind"]) == "survey"
    yield from wrong(
        package,
        "messages",
        survey != (frame["layer"] == "survey finding"),
        "layer",
        "'survey finding' for the survey and nothing else",
    )


@rule
def order_of_regions(package: DataPackage) -> Iterator[Fault]:
    """Let regions be numbered from 1 upwards without two of one number: order, colour and mark follow from it."""
    order = package["regions"]["sort_order"]
    expected = "numbers from 1 upwards, a number for each region"
    yield from wrong(
        package, "regions", order.duplicated(keep=False) | (order < 1) | (order > 6), "sort_order", expected
    )


@rule
def scope_of_regions(package: DataPackage) -> Iterator[Fault]:
    """Let a region have a regional commission exactly when it is regional."""
    frame = package["regions"]
    differs = (frame["scope"] == "regional") != frame["un_commission"].notna()
    yield from wrong(package, "regions", differs, "scope", "'regional' exactly where un_commission has a value")


@rule
def statements_stand_with_their_speaker(package: DataPackage) -> Iterator[Fault]:
    """Let the place of a statement lie within a place of its speaker's appearance, of which there may be several."""
    frame = package["passages"].merge(package["messages"][["message_id", "appearance_id"]], on="message_id", how="left")
    spoken = frame["appearance_id"].map(package["appearances"].set_index("appearance_id")["locator"])
    places = zip(frame["locator"], spoken, strict=True)
    outside = [
        isinstance(there, str) and isinstance(here, str) and not locator.stands_in(here, there)
        for here, there in places
    ]
    for row in frame[outside].itertuples():
        expected = f"the speaker who appears at {row.locator!r}, where the statement stands"
        yield Fault("messages", row.message_id, "appearance_id", row.appearance_id, expected)


@rule
def message_numbers(package: DataPackage) -> Iterator[Fault]:
    """Let messages be numbered from 1 without a gap in a consultation and layer, and identifiers end in the number."""
    frame = package["messages"]
    grouped = frame.groupby(["consultation_id", "layer"], observed=True)["number"]
    told = grouped.agg(["size", "count", "nunique", "min", "max"])
    counted = told["count"] == told["size"]
    gapless = (told["nunique"] == told["size"]) & (told["min"] == 1) & (told["max"] == told["size"])
    for consultation, layer in told.index[counted & ~gapless]:
        numbers = sorted(grouped.get_group((consultation, layer)))
        expected = f"the numbers 1 to {len(numbers)}"
        yield Fault("messages", f"{consultation}, {layer}", "number", ", ".join(map(str, numbers)), expected)
    numbered = frame[frame["layer"].notna() & frame["number"].notna()]
    endings = "-" + numbered["layer"].astype(object).map(MESSAGE_LETTERS) + numbered["number"].astype(str)
    own = numbered["message_id"].str.replace(r"(?<=.-[a-z])0+(?=\d+$)", "", regex=True)
    for key, short, ending in zip(numbered["message_id"], own, endings, strict=True):
        if not short.endswith(ending):
            yield Fault("messages", key, "message_id", key, f"an identifier that ends in {ending}")


def is_sentence(text: str) -> bool:
    """Return whether a text is one sentence; a full stop before a small letter, a digit or no space ends none."""
    if not text:
        return False
    inside = text[:-1]
    ends = any(match[0][-1].isupper() for match in SENTENCE_END.finditer(inside))
    return text.endswith(".") and (text[0].isupper() or text[0].isdigit()) and not ends


@rule
def message_texts(package: DataPackage) -> Iterator[Fault]:
    """Let the words of messages and positions be one sentence, and let calls, and only calls, have an addressee."""
    wanted = "one sentence with a capital at its start and a full stop at its end"
    for table in ("messages", "positions"):
        texts = package[table]["paraphrase"].dropna()
        yield from wrong(package, table, ~texts.map(is_sentence).astype(bool), "paraphrase", wanted)
    frame = package["messages"]
    addressee = package.raw["messages"]["addressee"]
    call = frame["kind"] == "call"
    yield from wrong(
        package, "messages", call & (addressee == ""), "addressee", "an addressee or 'not stated', for a call"
    )
    yield from wrong(
        package, "messages", ~call & (addressee != ""), "addressee", "nothing: only a call has an addressee"
    )


@rule
def passage_for_every_message(package: DataPackage) -> Iterator[Fault]:
    """Let every message stand somewhere, in its own document."""
    frame = package["messages"]
    nowhere = ~frame["message_id"].isin(package["passages"]["message_id"])
    yield from wrong(package, "messages", nowhere, "message_id", "at least one passage")
    document = package["passages"]["message_id"].map(frame.set_index("message_id")["document_id"])
    elsewhere = package["passages"]["document_id"] != document
    yield from wrong(package, "passages", elsewhere, "document_id", "the document of its message")


@rule
def passages_in_held_documents(package: DataPackage) -> Iterator[Fault]:
    """Let offsets point into texts that are held, so that no document drops out of the verification."""
    held = package["documents"].loc[package["documents"]["access"].isin(HELD), "document_id"]
    for table in PLACED:
        frame = package[table]
        outside = ~frame["document_id"].isin(held) & frame["start_offset"].notna()
        yield from wrong(package, table, outside, "document_id", "a document whose text is held")


@rule
def passage_bounds(package: DataPackage) -> Iterator[Fault]:
    """Let places in a document have a length, lie inside it, and not overlap one another."""
    lengths = package["documents"].set_index("document_id")["characters"]
    for table in PLACED:
        frame = package[table]
        yield from wrong(
            package, table, frame["end_offset"] <= frame["start_offset"], "end_offset", "an offset after start"
        )
        yield from wrong(
            package,
            table,
            frame["end_offset"] > frame["document_id"].map(lengths),
            "end_offset",
            "an offset inside the document",
        )
        yield from wrong(
            package,
            table,
            frame["phrase"].map(number_of_words) > PHRASE_WORDS,
            "phrase",
            f"at most {PHRASE_WORDS} words",
        )
        longer = frame["phrase"].str.len() > frame["end_offset"] - frame["start_offset"]
        yield from wrong(
            package, table, longer, "phrase", "no more characters than the passage has, of which it is a part"
        )
        yield from wrong(
            package, table, frame["sha256"] == OF_NOTHING, "sha256", "the hash of a passage, not of nothing"
        )
    for before, after in itertools.pairwise(stretches(package).itertuples()):
        if before.document_id == after.document_id and after.start_offset < before.end_offset:
            expected = f"an offset not before {before.end_offset}, where {before.key} ends"
            yield Fault(after.table, after.key, "start_offset", str(after.start_offset), expected)


@rule
def records_accounted_for(package: DataPackage) -> Iterator[Fault]:
    """Let statements or positions and exclusions leave nothing of a record but what stands between sentences."""
    lengths = package["documents"].drop_duplicates("document_id").set_index("document_id")["characters"].dropna()
    parts = stretches(package)
    whole = parts[parts["document_id"].isin(package["exclusions"]["document_id"])]
    for document, stretch in whole.groupby("document_id"):
        reached, where = 0, "the beginning"
        for part in stretch.itertuples():
            if part.start_offset > reached + BETWEEN:
                expected = f"an offset at most {BETWEEN} after {reached}, {where}: the record is accounted for whole"
                yield Fault(part.table, part.key, "start_offset", str(part.start_offset), expected)
            reached, where = max(reached, part.end_offset), f"the end of {part.key}"
        if reached < lengths.get(document, reached) - BETWEEN:
            expected = f"{lengths[document]}, the end of the record, which is accounted for whole"
            yield Fault(part.table, part.key, "end_offset", str(part.end_offset), expected)


def stretches(package: DataPackage) -> pd.DataFrame:
    """Return the rows that are places in a document and have offsets, with table and key, in the order of the texts."""
    parts = []
    for table in PLACED:
        frame = package[table]
        key = package.schemas[table]["primaryKey"][0]
        parts.append(frame[["document_id", "start_offset", "end_offset"]].assign(table=table, key=frame[key]))
    return pd.concat(parts).dropna().sort_values(["document_id", "start_offset", "end_offset"])


@rule
def places_of_their_region(package: DataPackage) -> Iterator[Fault]:
    """Let a place that names a region be that of a message of this region."""
    passages, regions = package["passages"], package["regions"]
    own = passages["message_id"].map(
        package["messages"].drop_duplicates("message_id").set_index("message_id")["region_id"]
    )
    for region, name in zip(regions["region_id"], regions["name"], strict=True):
        other = passages["locator"].str.contains(f", {name},", regex=False, na=False) & (own != region)
        yield from wrong(package, "passages", other, "locator", f"the region of its message, and not {name}")


def number_of_words(phrase: object) -> int:
    """Return the number of words of a phrase; those that a dash or several hyphens join are counted one by one.

    >>> number_of_words("long-term goals"), number_of_words("a-b-c and d—e")
    (2, 6)
    """
    if not isinstance(phrase, str):
        return 0
    tokens = re.split(r"\s+|[–—/]", phrase)
    return sum(len(token.split("-")) if token.count("-") > 1 else 1 for token in tokens if token)


def says(text: str, value: float) -> bool:
    """Return whether a text has a number, in digits or, up to twelve, in a word; a million may be a word.

    >>> says("From 1,200 to 3.5 million", 3_500_000), says("five of them", 5), says("15", 5)
    (True, True, False)
    """
    value = float(value)
    found = {f"{value:.15g}", f"{value:,.15g}", *(f"{value / size:.15g} {word}" for size, word in SIZES.items())}
    if value in range(len(NUMERALS)):
        found.add(NUMERALS[int(value)])
    return any(re.search(rf"(?<![\w.,]){re.escape(number)}(?![\w]|[.,]\d)", text, re.IGNORECASE) for number in found)


@rule
def quantities(package: DataPackage) -> Iterator[Fault]:
    """Let ranges run from low to high, and let a number that is exact have one value."""
    frame = package["quantities"]
    yield from wrong(
        package, "quantities", frame["value_high"] < frame["value_low"], "value_high", "a value not below value_low"
    )
    yield from wrong(
        package, "quantities", frame["before_high"] < frame["before_low"], "before_high", "a value not below before_low"
    )
    ends = ("before_low", "before_high")
    for one, other in (ends, ends[::-1]):
        half = frame[one].isna() & frame[other].notna()
        yield from wrong(package, "quantities", half, one, f"a value, since there is one of {other}")
    texts = frame["message_id"].map(package["messages"].set_index("message_id")["paraphrase"])
    for field in ("value_low", "value_high", "before_low", "before_high"):
        absent = pd.Series(
            [pd.notna(v) and pd.notna(t) and not says(t, v) for v, t in zip(frame[field], texts, strict=True)],
            frame.index,
        )
        yield from wrong(package, "quantities", absent, field, "a number that stands in the text of its message")
    exact = (frame["qualifier"] == "unqualified") & (frame["value_high"] != frame["value_low"])
    yield from wrong(
        package, "quantities", exact, "value_high", "the value of value_low, since the qualifier is 'unqualified'"
    )
    open_end = (frame["qualifier"] == "from-to") & frame["value_high"].isna()
    yield from wrong(package, "quantities", open_end, "value_high", "the high end, since the qualifier is 'from-to'")
    bare = frame["qualifier"].isin(["over", "under"]) & frame["value_high"].notna()
    yield from wrong(package, "quantities", bare, "value_high", "nothing, since the qualifier gives one bound only")
