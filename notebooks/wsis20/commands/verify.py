"""Look for every passage in the source texts of a folder.

The texts of the documents are no part of the package. Whoever holds them can check each message against its place: a
text is found by its SHA-256, a passage by its offsets, and both by a hash, so that a difference of one character
shows. The offsets are text positions in the sense of the Web Annotation Data Model
(https://www.w3.org/TR/annotation-model/#text-position-selector), in Unicode code points of the NFC-normalised text.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import babel
import babel.dates
import pandas as pd
import pycountry

from wsis20 import datapackage
from wsis20.commands import add_package, check
from wsis20.commands.check.corpus import HELD, says
from wsis20.project import Refusal
from wsis20.words import WORDS, country

ENGLISH = "en"
MARKS = str.maketrans(".,", ",.")  # 1.450,5 and 1,450.5 are one number
PLACES = {
    "passages": "passage_id",
    "exclusions": "exclusion_id",
    "provisions": "provision_id",
    "positions": "position_id",
}
WORD = re.compile(r"^[ \t]*\d+\.(?=\s)|(?P<word>(?<!\S)(?=\S*[^\W_])\S+)", re.MULTILINE)
LEFT_OUT = {
    "messages": "left out, each with a reason",
    "positions": "left out, each with a reason",
    "provisions": "headings of sections",
}


@dataclass(frozen=True)
class Coverage:
    """Words of a document: in what is held of it, left out with a reason, and all.

    A word is what stands between white space and has a letter or a digit; the number of an item of a list is none.
    ``what`` is what is held: messages, positions or provisions.
    """

    held: int
    exclusions: int
    total: int
    what: str = "messages"

    @property
    def substantive(self) -> int:
        """Words that are not left out."""
        return self.total - self.exclusions

    @property
    def share(self) -> float:
        """Share of the substantive text that is held, from 0 to 1."""
        return self.held / self.substantive if self.substantive else 0.0


@dataclass
class DocumentReport:
    """What was found out about one document.

    ``file`` is the text that has the right SHA-256, or ``None``; ``resembles`` is a text that has another SHA-256 but
    holds some of the passages at their offsets; ``faults`` maps the identifier of each passage or exclusion that does
    not resolve to what is wrong with it; ``unprinted`` does so for dates, people and numbers that are not in the text.
    """

    document: str
    places: int
    file: Path | None = None
    resembles: Path | None = None
    faults: dict[str, str] = field(default_factory=dict)
    prints: int = 0
    unprinted: dict[str, str] = field(default_factory=dict)
    coverage: Coverage | None = None

    @property
    def resolved(self) -> int:
        """Number of passages and exclusions that resolve in the right text; none does where that text is not there."""
        return self.places - sum(name != self.document for name in self.faults) if self.file else 0

    @property
    def complete(self) -> bool:
        """Whether the right text is there and everything resolves in it."""
        return self.file is not None and not self.faults and not self.unprinted


def normalise(data: bytes) -> str:
    """Return the text of a file in NFC; raise `UnicodeDecodeError` when it is not UTF-8."""
    return unicodedata.normalize("NFC", data.decode("utf-8"))


def collapse(text: str) -> str:
    """Replace every run of white space by one space and strip the ends."""
    return " ".join(text.split())


def fingerprint(passage: str) -> str:
    """Return the SHA-256 of a passage, white space collapsed, in hexadecimal digits."""
    return hashlib.sha256(collapse(passage).encode("utf-8")).hexdigest()


def numbers(text: str) -> set[str]:
    """Return the numbers written in digits in a text."""
    return set(re.findall(r"\d+(?:[.,]\d+)*", text))


def read_texts(folder: Path) -> dict[Path, bytes]:
    """Return the files of a folder and of those below it; raise `Refusal` when there is no such folder."""
    if not folder.is_dir():
        raise Refusal(f"{folder}: {'this is a file, not a folder' if folder.exists() else 'there is no such folder'}")
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def reports(package: Mapping[str, pd.DataFrame], folder: Path) -> list[DocumentReport]:
    """Look for the text of every document held in ``folder`` and resolve every passage and exclusion in it.

    Dates, people, numbers and acts of the rows that come from a document are looked for in its text as well. Needs the
    tables acts, appearances, consultations, documents, exclusions, messages, passages, provisions, quantities and
    speakers. Returns one report per document whose text is held.
    """
    texts = read_texts(folder)
    by_hash = {hashlib.sha256(data).hexdigest(): path for path, data in texts.items()}
    documents = package["documents"]
    return [
        verify_document(package, row.document_id, by_hash.get(row.sha256), texts)
        for row in documents[documents["access"].isin(HELD)].itertuples()
    ]


def verify_document(package: Mapping, document: str, file: Path | None, texts: Mapping[Path, bytes]) -> DocumentReport:
    """Resolve what stands in one document; without its text, see whether another one resembles it."""
    places, language = places_of(package, document), language_of(package, document)
    report = DocumentReport(document, len(places), file)
    if file is None:
        report.resembles, report.faults = nearest(places, texts, language)
        return report
    text = normalise(texts[file])
    report.faults = faults_in(places, text, language)
    length = package["documents"].set_index("document_id").loc[document, "characters"]
    if length != len(text):
        report.faults[document] = f"the text has {len(text)} characters, the row has {length}"
    found = list(prints(package, document, text))
    report.prints = len(found)
    report.unprinted = {row: fault for row, fault in found if fault}
    if (places["table"] == "exclusions").any():
        report.coverage = coverage(places, text)
    elif (places["table"] == "provisions").any():
        report.coverage = coverage_of_body(package, places, text)
    return report


def places_of(package: Mapping, document: str) -> pd.DataFrame:
    """Return what has a place in a document: table, id, phrase, start, end, sha256, and our own words for it."""
    texts = package["messages"].set_index("message_id")["paraphrase"]
    parts = []
    for table, key in PLACES.items():
        rows = (
            package[table]
            .dropna(subset="start_offset")
            .query("document_id == @document")
            .rename(columns={key: "id"})
            .assign(table=table)
        )
        if table == "passages":
            rows["text"] = rows["message_id"].map(texts)
        else:
            rows["text"] = rows.get("paraphrase", "")
        parts.append(rows[["table", "id", "phrase", "start_offset", "end_offset", "sha256", "text"]])
    return pd.concat(parts, ignore_index=True)


def faults_in(places: pd.DataFrame, text: str, language: str) -> dict[str, str]:
    """Return what is wrong with each place that does not resolve in ``text``."""
    whole = collapse(text)
    return {place.id: fault for place in places.itertuples() if (fault := place_fault(place, text, whole, language))}


def place_fault(place, text: str, whole: str, language: str) -> str | None:
    """Return what is wrong with one passage or exclusion, or ``None``."""
    if text[place.start_offset : place.end_offset] != text[place.start_offset : place.end_offset].strip():
        return f"the text at {place.start_offset} to {place.end_offset} starts or ends in white space"
    passage = collapse(text[place.start_offset : place.end_offset])
    if fingerprint(passage) != place.sha256:
        return f"the text at {place.start_offset} to {place.end_offset} has another SHA-256 than the row"
    if place.phrase not in passage:
        return f"the phrase {place.phrase!r} is not in the text at {place.start_offset} to {place.end_offset}"
    if place.table != "exclusions" and whole.count(place.phrase) > 1:
        return f"the phrase {place.phrase!r} occurs more than once in the document"
    invented = numbers(place.text).difference(*map(numbers_in_words, forms_of(passage, language)))
    if invented:
        return f"our words have the number {min(invented)}, the passage has not"
    return None


def prints(package: Mapping, document: str, text: str) -> Iterator[tuple[str, str | None]]:
    """Yield each row whose date, person or number should be printed in a document, with a fault where it is not."""
    whole, language = collapse(text), language_of(package, document)
    yield from printed_dates(package["consultations"].query("document_id == @document"), whole, language)
    people = package["appearances"].query("document_id == @document").merge(package["people"], on="person_id")
    for row in people.itertuples():
        forms = "|".join(re.escape(name) for name in row.names_as_printed)
        post = row.post if isinstance(row.post, str) else ""
        there = re.search(rf"(?:{forms})" + (rf"\W{{1,5}}{re.escape(post)}" if post else ""), whole)
        fault = None if there else f"{row.name} is not printed{f' with the post {post!r}' if post else ''}"
        if isinstance(row.country_code, str) and not any(name in post for name in called(row.country_code, language)):
            fault = f"the post does not name {country(row.country_code)}"
        yield row.appearance_id, fault
    passages = package["passages"].query("document_id == @document")
    for row in package["quantities"].merge(passages, on="message_id").itertuples():
        passage = collapse(text[row.start_offset : row.end_offset])
        given = [v for v in (row.value_low, row.value_high, row.before_low, row.before_high) if pd.notna(v)]
        lost = [f"{value:.15g}" for value in given if not has_number(passage, value, language)]
        yield row.quantity_id, f"the passage has not the number {min(lost)}" if lost else None
    provisions = package["provisions"].query("document_id == @document").set_index("provision_id")
    acts = package["acts"][package["acts"]["provision_id"].isin(provisions.index)]
    for row in acts.itertuples():
        start, end = provisions.loc[row.provision_id, ["start_offset", "end_offset"]]
        yield f"{row.act_id} / {row.coding_pass}", act_fault(row, collapse(text[start:end]))


def act_fault(act, provision: str) -> str | None:
    """Return what of an act is not printed in the text of its provision, or ``None``."""
    if provision.count(act.phrase) != 1:
        return f"the phrase {act.phrase!r} stands {provision.count(act.phrase)} times in the provision, not once"
    invented = (numbers(str(act.object)) if pd.notna(act.object) else set()) - numbers(provision)
    if invented:
        return f"our words have the number {min(invented)}, the provision has not"
    if pd.notna(act.due_year) and str(int(act.due_year)) not in provision:
        return f"the year {int(act.due_year)} is not printed in the provision"
    return None


def printed_dates(consultations: pd.DataFrame, whole: str, language: str = ENGLISH) -> Iterator[tuple[str, str | None]]:
    """Yield each consultation with a fault where its date is not printed: year if stated, day if known."""
    for row in consultations.itertuples():
        days = [day for day in (row.start_date, row.end_date) if pd.notna(day)]
        year = " %Y" if row.date_basis == "stated" else ""
        words = {day: f"{day.day} {day:%B{year}}" if row.date_precision == "day" else f"{day:%B}" for day in days}
        lost = [
            text
            for day, text in words.items()
            if text not in whole and not prints_day(day, row.date_precision == "day", bool(year), whole, language)
        ]
        yield row.consultation_id, f"the date {lost[0]} is not printed" if lost else None


def language_of(package: Mapping, document: str) -> str:
    """Return the language of a document, English where none is known."""
    languages = package["documents"].query("document_id == @document")["language"].dropna()
    return str(languages.iloc[0]) if len(languages) else ENGLISH


def locale(language: str) -> babel.Locale | None:
    """Return what is known of how a language writes days and countries; nothing of English, which is read as it is."""
    with contextlib.suppress(babel.UnknownLocaleError, ValueError):
        return None if language == ENGLISH else babel.Locale.parse(language)
    return None


def prints_day(day: pd.Timestamp, whole_day: bool, with_year: bool, whole: str, language: str) -> bool:
    """Return whether a text in another language than English has a day, or its month: 6 de noviembre de 2024."""
    if (known := locale(language)) is None:
        return False
    long = re.escape(babel.dates.format_date(day, "long", locale=known))
    month = re.escape(babel.dates.get_month_names("wide", locale=known)[day.month])
    between = r"\W+(?:\w{1,3}\W+)?"  # de, of
    form = (rf"(?<!\d){day.day}\D{{0,3}}{between}" if whole_day else "") + month
    forms = [form + (f"{between}{day.year}" if with_year else ""), *([rf"(?<!\d){long}"] if whole_day else [])]
    return any(re.search(one, whole, re.IGNORECASE) for one in forms)


def called(code: str, language: str) -> list[str]:
    """Return the names of a country in English and in a language."""
    known, short = locale(language), pycountry.countries.get(alpha_3=code)
    there = known.territories.get(short.alpha_2) if known and short else None
    return [country(code), *([there] if there else [])]


def has_number(passage: str, value: float, language: str) -> bool:
    """Return whether a passage has a number (`says`), in another language than English also as 1.450,5."""
    return any(says(form, value) for form in forms_of(passage, language))


def forms_of(passage: str, language: str) -> list[str]:
    """Return a passage, and where its language is not English also with the marks of its numbers as in English."""
    return [passage] if language == ENGLISH else [passage, passage.translate(MARKS)]


def numbers_in_words(text: str) -> set[str]:
    """Return the numbers of a text, those written in words up to twelve included, as digits."""
    words = set(re.findall(r"[a-z]+", text.lower()))
    return numbers(text) | {str(value) for value, word in enumerate(WORDS) if word in words}


def nearest(places: pd.DataFrame, texts: Mapping[Path, bytes], language: str) -> tuple[Path | None, dict[str, str]]:
    """Return the text in which most places resolve, if any does, and the faults of the others in it."""
    found = []
    for path, text in decoded(texts):
        faults = faults_in(places, text, language)
        if len(faults) < len(places):
            found.append((len(faults), path, faults))
    if not found:
        return None, {}
    _, path, faults = min(found, key=lambda entry: entry[:2])
    return path, faults


def decoded(texts: Mapping[Path, bytes]) -> Iterator[tuple[Path, str]]:
    """Yield the files that hold text."""
    for path, data in texts.items():
        try:
            yield path, normalise(data)
        except UnicodeDecodeError:
            continue


def coverage(places: pd.DataFrame, text: str) -> Coverage:
    """Count the words of a record that messages or positions cover and that are left out with a reason."""
    kind = [""] * len(text)
    for place in places.itertuples():
        start, end = (min(offset, len(text)) for offset in (place.start_offset, place.end_offset))
        kind[start:end] = [place.table] * max(0, end - start)
    marks = [kind[start] for start in starts(text)]
    what, units = ("positions", "positions") if "positions" in marks else ("messages", "passages")
    return Coverage(marks.count(units), marks.count("exclusions"), len(marks), what)


def starts(text: str) -> list[int]:
    """Return where each word of a text begins.

    >>> starts("1. New masts - for 12 towns")
    [3, 7, 15, 19, 22]
    """
    return [found.start("word") for found in WORD.finditer(text) if found["word"]]


def coverage_of_body(package: Mapping, places: pd.DataFrame, text: str) -> Coverage:
    """Count the words of the body of a resolution that provisions cover; headings of its sections are left out.

    The body goes from the beginning of the first provision to the end of the last; what lies between two provisions and
    is no heading of a section that the provisions name is a part of it that nothing covers.
    """
    headings = set(package["provisions"]["section"].astype(str))
    held = headed = total = 0
    end = None
    for place in places.sort_values("start_offset").itertuples():
        between = text[end : place.start_offset] if end is not None else ""
        for line in filter(None, map(str.strip, between.splitlines())):
            size = len(starts(line))
            total += size
            headed += size if line in headings else 0
        size = len(starts(text[place.start_offset : place.end_offset]))
        held, total, end = held + size, total + size, place.end_offset
    return Coverage(held, headed, total, "provisions")


def lines(report: DocumentReport) -> Iterator[str]:
    """Say what was found out about a document, and every place that does not resolve."""
    if report.file:
        yield f"{report.document}: {report.resolved} of {report.places} places resolve in {report.file.name}"
    else:
        yield f"{report.document}: NOT VERIFIED, no file there has its SHA-256; 0 of {report.places} places resolve"
    if report.resembles:
        right = f"{report.places - len(report.faults)} of {report.places} places"
        yield f"  {report.resembles.name} is another text that resembles it: {right} resolve in it"
    for place, fault in report.faults.items():
        yield f"  {place}: {fault}"
    if report.file:
        printed = report.prints - len(report.unprinted)
        yield f"  {printed} of {report.prints} dates, people, numbers and phrases are printed as the rows have them"
    for row, fault in report.unprinted.items():
        yield f"  {row}: {fault}"
    if report.coverage:
        cover = report.coverage
        yield (
            f"  {cover.what} cover {cover.share:.1%} of the substantive text ({cover.held:,} of {cover.substantive:,} "
            f"words; {cover.exclusions:,} more are {LEFT_OUT[cover.what]})"
        )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Let the command be told where the source texts are."""
    add_package(parser)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder that holds the source texts")


def run(arguments: argparse.Namespace) -> int:
    """Print what was found of each document; return 1 unless everything was found."""
    check.refuse_unsound(arguments.package)
    package = datapackage.load(folder=arguments.package)
    found = reports(package, arguments.folder)
    for report in found:
        print("\n".join(lines(report)))
    resolved, places = sum(report.resolved for report in found), sum(report.places for report in found)
    counts = {table: package[table]["start_offset"].notna().sum() for table in PLACES}
    parts = ", ".join(f"{count} {table}" for table, count in counts.items() if count)
    print(f"{resolved} of {places} places resolve ({parts}).")
    return 0 if all(report.complete for report in found) else 1
