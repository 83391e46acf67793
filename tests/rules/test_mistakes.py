"""A record that is added from a folder: what is refused, by line and field, and what is written."""

from __future__ import annotations

import pytest
from adding import contents, run
from wsis20.commands.add import template

RECORD = template.part("template.yml")
POSITIONS = template.part("positions.yml")
PERSON = "  - name: Ana Ejemplo\n"
PARTS = RECORD[RECORD.index(PERSON) + len(PERSON) : RECORD.index("    # names_as_printed: a list")]


@pytest.fixture
def folder(tmp_path):
    template.write(tmp_path / "quito")
    return tmp_path / "quito"


def changed(record, old, new, at):
    """Return a record with one change, and the line on which something stands, or on which the change begins."""
    assert record.count(old) == 1, old
    text = record.replace(old, new)
    place = (
        text.index(f"\n{at}") + 1
        if at.endswith(":") and not at.startswith(" ")
        else text.index(at)
        if at
        else record.index(old)
    )
    return text, text[:place].count("\n") + 1


# A name, what is written in place of what, then what must be named: the line on which something stands, without it the
# line of what was written; the field; and some of the words.
FAULTS = [
    ("no document", "document:\n", "documents:\n", "", "documents", "did you mean 'document'?"),
    (
        "no title",
        "  title: Libraries and the review of WSIS, a record made up for an example\n",
        "",
        "document:",
        "document.title",
        "there is no title",
    ),
    (
        "kind unknown",
        "kind: summary record",
        "kind: record",
        "",
        "document.kind",
        "'record'; expected one of slides, summary record",
    ),
    (
        "language in words",
        "language: en",
        "language: English",
        "",
        "document.language",
        "'English'; expected a value such as en",
    ),
    ("norway is no country of no", "language: en", "language: no-NO", "", "document.language", "'no-NO'"),
    (
        "date of another form",
        "document_date: 2024-12-02",
        "document_date: 2 December 2024",
        "",
        "document.document_date",
        "a day as YYYY-MM-DD",
    ),
    (
        "a day that is none",
        "document_date: 2024-12-02",
        "document_date: 2024-02-30",
        "",
        "document.document_date",
        "a day as YYYY-MM-DD",
    ),
    (
        "unknown in another word",
        "venue: National Library",
        "venue: unknown",
        "",
        "consultation.venue",
        "expected a text; where the document does not say: not stated; where its words do not settle it: not determined",
    ),
    ("needed and not known", "role: opening", "role: not stated", "", "people[0].role", "this cannot be left open"),
    ("address without encryption", "url: not determined", "url: http://example.org/a", "", "document.url", "https"),
    (
        "file that is not there",
        "text: text.txt",
        "text: record.txt",
        "",
        "document.text",
        "there is no text of the document",
    ),
    ("file elsewhere", "text: text.txt", "text: ../text.txt", "", "document.text", "a file in the folder"),
    (
        "original that is not there",
        "  text: text.txt",
        "  original: a.pdf",
        "",
        "document.original",
        "there is no such file",
    ),
    (
        "document twice",
        "  language: en\n",
        "  language: en\n  id: progress-report\n",
        "id: progress-report",
        "document.id",
        "'progress-report' is in documents already",
    ),
    (
        "document unknown",
        RECORD[RECORD.index("document:\n") : RECORD.index("# The consultation. One")],
        "document: reports\n",
        "",
        "document",
        "a document that is there",
    ),
    (
        "another text",
        RECORD[RECORD.index("document:\n") : RECORD.index("# The consultation. One")],
        "document: astana-record\n",
        "",
        "document",
        "is not the SHA-256 of astana-record",
    ),
    (
        "inferred without reasons",
        "  start_date: 2024-11-25\n",
        "  start_date: 2024-11-25\n  date_basis: inferred\n",
        "date_basis: inferred",
        "consultation.date_basis",
        "a source note on the place",
    ),
    (
        "region unknown",
        "region: latin-america\n  # First",
        "region: oceania\n  # First",
        "",
        "consultation.region",
        "expected one of africa, arab",
    ),
    (
        "ends before it starts",
        "  start_date: 2024-11-25\n",
        "  start_date: 2024-11-25\n  end_date: 2024-11-24\n",
        "  end_date: 2024-11-24",
        "consultation.end_date",
        "a day not before start_date",
    ),
    (
        "later than its document",
        "  start_date: 2024-11-25\n",
        "  start_date: 2025-11-25\n",
        "consultation:",
        "consultation",
        "'planned'",
    ),
    (
        "a date that is not printed",
        "  start_date: 2024-11-25\n",
        "  start_date: 2024-11-24\n",
        "consultation:",
        "consultation",
        "the date 24 November 2024 is not printed",
    ),
    (
        "country in words",
        "  country: ECU\n  latitude",
        "  country: Ecuador\n  latitude",
        "",
        "consultation.country",
        "a value such as KAZ",
    ),
    (
        "country of no code",
        "  country: ECU\n  latitude",
        "  country: ECX\n  latitude",
        "",
        "consultation.country",
        "ISO 3166-1",
    ),
    (
        "latitude too far north",
        "latitude: -0.23",
        "latitude: 91",
        "",
        "consultation.latitude",
        "a number from -90 to 90",
    ),
    (
        "latitude of another form",
        "latitude: -0.23",
        "latitude: 0.23 S",
        "",
        "consultation.latitude",
        "a number from -90 to 90",
    ),
    ("in the sea", "longitude: -78.52", "longitude: -100", "  latitude:", "consultation.latitude", "a place on land"),
    ("no city", "  city: Quito\n", "", "consultation:", "consultation.city", "a value, for an open consultation"),
    (
        "organizer unknown",
        "    - itu\n",
        "    - itux\n",
        "",
        "consultation.organizers[0]",
        "the identifier of an organization",
    ),
    ("format unknown", "format: hybrid", "format: by letter", "", "consultation.format", "one of hybrid, online"),
    (
        "nothing to replace",
        "  title: Consultation on libraries\n",
        "  title: Consultation on libraries\n  replaces: lima-2024\n",
        "replaces: lima",
        "consultation.replaces",
        "a consultation that is there",
    ),
    (
        "role unknown",
        "role: opening",
        "role: chair",
        "",
        "people[0].role",
        "'chair'; expected one of moderator, opening",
    ),
    ("role missing", "    role: opening\n", "", "  - name: Ana", "people[0].role", "there is no role"),
    (
        "misspelt field",
        "    post: Director",
        "    postion: Director",
        "",
        "people[0].postion",
        "did you mean 'post'?",
    ),
    ("parts of the name", "given_name: Ana", "given_name: Anna", "", "people[0].given_name", "a part of the name"),
    (
        "honorific in the name",
        PERSON,
        "  - name: Ana Ejemplo\n    names_as_printed: [Ms. Ana Ejemplo]\n",
        "names_as_printed: [Ms",
        "people[0].names_as_printed",
        "names without honorifics",
    ),
    (
        "post that is not printed",
        "post: Director,",
        "post: Directress,",
        "  - name: Ana",
        "people[0]",
        "is not printed with the post",
    ),
    ("person unknown", PERSON + PARTS, "  - person: ana\n", "", "people[0].person", "a person who is there"),
    (
        "person who is there",
        "name: Juan Muestra\n    given_name: Juan\n    family_name: Muestra",
        "name: Gitanjali Sah\n    given_name: Gitanjali\n    family_name: Sah",
        "",
        "people[1].name",
        "'gitanjali-sah' is in people already",
    ),
    ("group unknown", "group: civil society", "group: NGO", "", "people[0].organization.group", "one of government"),
    (
        "organization unknown",
        "    organization:\n      name: Ministry of Made-up Affairs, Ecuador\n      group: government\n      country: ECU\n",
        "    organization: ministry\n",
        "",
        "people[1].organization",
        "the identifier of an organization",
    ),
    (
        "country without region",
        "    region: latin-america\n    locator",
        "    locator",
        "  - name: Juan",
        "people[1].region",
        "expected its region",
    ),
    (
        "nobody of this name",
        "  - speaker: Juan Muestra",
        "  - speaker: Juan",
        "",
        "messages[2].speaker",
        "'Juan'; expected a name from people: Ana Ejemplo",
    ),
    (
        "no full stop",
        "cannot pay for a connection.",
        "cannot pay for a connection",
        "",
        "messages[0].paraphrase",
        "a full stop at its end",
    ),
    (
        "two sentences",
        "cannot pay for a connection.",
        "cannot pay. They want to.",
        "",
        "messages[0].paraphrase",
        "one sentence",
    ),
    (
        "short",
        "Libraries in villages cannot pay for a connection.",
        "They cannot pay.",
        "",
        "messages[0].paraphrase",
        "20 to 280 characters",
    ),
    (
        "phrase that is not there",
        "phrase: Village libraries cannot afford",
        "phrase: village libraries cannot afford",
        "",
        "messages[0].phrase",
        "'Village libraries cannot afford' is, in line 7",
    ),
    (
        "phrase that is there twice",
        "phrase: Village libraries cannot afford",
        "phrase: ibraries",
        "",
        "messages[0].phrase",
        "times in the text, in the lines",
    ),
    (
        "nine words",
        "phrase: fund a connection for every public library",
        "phrase: Governments should fund a connection for every public library",
        "",
        "messages[1].phrase",
        "at most 8 words",
    ),
    (
        "from that comes after",
        "    from: said that",
        "    from: last year",
        "",
        "messages[2].from",
        "'last year' stands in line 11, and not before the phrase; expected the first words of the passage",
    ),
    (
        "to that comes before",
        "    to: last year.",
        "    to: Adviser",
        "",
        "messages[2].to",
        "'Adviser' stands in line 11, and not after the phrase; expected the last words of the passage",
    ),
    (
        "passages that overlap",
        "    from: said that\n",
        "",
        "phrase: connected 40",
        "messages[2].phrase",
        "goes from there over that of",
    ),
    (
        "number that is not there",
        "can go online.\n",
        "can go online by 2041.\n",
        "  - paraphrase: The review",
        "messages[3]",
        "our words have the number 2041",
    ),
    (
        "quantity without a unit",
        "        unit: villages\n",
        "",
        "      - subject: Villages",
        "messages[2].quantities[0].unit",
        "there is no unit; expected a text",
    ),
    (
        "quantity in words",
        "value_low: 40",
        "value_low: forty",
        "",
        "messages[2].quantities[0].value_low",
        "'forty'; expected a value such as 30",
    ),
    (
        "quantity that the paraphrase has not",
        "value_low: 40",
        "value_low: 41",
        "",
        "messages[2].quantities[0].value_low",
        "expected a number that stands in the text of its message",
    ),
    (
        "qualifier in other words",
        "value_low: 40\n",
        "value_low: 40\n        qualifier: more than\n",
        "qualifier: more than",
        "messages[2].quantities[0].qualifier",
        "'more than'; expected one of unqualified, over",
    ),
    (
        "range without an end",
        "value_low: 40\n",
        "value_low: 40\n        qualifier: from-to\n",
        "      - subject: Villages",
        "messages[2].quantities[0]",
        "expected the high end, since the qualifier is 'from-to'",
    ),
    (
        "statement elsewhere",
        "    locator: Opening, sentence 2",
        "    locator: Discussion, item 2",
        "  - speaker: Ana",
        "messages[0].speaker",
        "where the statement stands",
    ),
    (
        "same words twice",
        "His ministry has connected 40 villages.",
        "Libraries in villages cannot pay for a connection.",
        "",
        "messages[2].paraphrase",
        "second row",
    ),
    (
        "reason unknown",
        "  - reason: session facts",
        "  - reason: facts",
        "",
        "left_out[1].reason",
        "one of heading, session facts",
    ),
    (
        "not accounted for",
        "  - reason: heading\n    phrase: Key messages\n    locator: Key messages\n",
        "",
        "left_out:",
        "left_out",
        "line 13 of the text is neither in a message nor left out: 'Key messages",
    ),
    (
        "note on nothing",
        "      - of: consultation",
        "      - of: consultations",
        "",
        "notes[0].about[0].of",
        "expected one of document, consultation",
    ),
    (
        "note on a field that is none",
        "        field: format",
        "        field: forms",
        "",
        "notes[0].about[0].field",
        "expected one of consultation_id",
    ),
    ("list that is none", "messages:\n", "messages: none\nmore:\n", "", "messages", "a list of messages"),
    ("key twice", "  language: en\n", "  language: en\n  language: es\n", "language: es", "", "stands twice"),
    ("no YAML", "  language: en\n", "  language: [en\n", "url: not", "", "no YAML"),
    (
        "hidden character",
        "venue: National Library",
        "venue: National\u200bLibrary",
        "",
        "consultation.venue",
        "ZERO WIDTH SPACE",
    ),
    ("formula", "venue: National Library", "venue: =SUM(A1)", "", "consultation.venue", "formula"),
    (
        "place to be written",
        "venue: National Library",
        "venue: TODO",
        "",
        "consultation.venue",
        "no mark of one that is still to be written",
    ),
]


OF_POSITIONS = [
    (
        "consultation beside positions",
        "positions:\n",
        "consultation: quito-2024\npositions:\n",
        "",
        "consultation",
        "there is no such field; expected fields: document, holders, positions",
    ),
    (
        "read in another way",
        "  read: whole",
        "  read: half",
        "",
        "document.read",
        "'half'; expected one of whole, opening",
    ),
    (
        "text of a part",
        "  read: whole\n",
        "  read: part\n",
        "  text:",
        "document.text",
        "'text.txt'; expected nothing, as no text of the document is held",
    ),
    (
        "phrase of a part",
        "  read: whole\n",
        "  read: part\n",
        "    phrase: welcomed",
        "positions[0].phrase",
        "'welcomed the draft'; expected nothing, as no text",
    ),
    (
        "left out of a part",
        "  read: whole\n",
        "  read: part\n",
        "left_out:",
        "left_out",
        "expected nothing, as no text",
    ),
    (
        "kind of holder",
        "kind: civil society",
        "kind: NGO",
        "",
        "holders[1].kind",
        "'NGO'; expected one of group of States",
    ),
    (
        "holder without a reason",
        "    region_basis: Its members are made up, and lie in several regions.\n",
        "",
        "  - name: Coalition",
        "holders[0].region_basis",
        "there is no region_basis",
    ),
    ("region of a holder", "region: latin", "region: south", "", "holders[1].region", "expected one of africa, arab"),
    ("holder of the world", "region: latin-america", "region: global", "", "holders[1].region", "reaches over several"),
    (
        "holder unknown",
        POSITIONS[POSITIONS.index("  - name: Union") : POSITIONS.index("# What they said")],
        "  - holder: village-union\n",
        "",
        "holders[1].holder",
        "the identifier of a holder that is there",
    ),
    (
        "holder who is there",
        "  - name: Union of Village Libraries\n",
        "  - name: European Union\n",
        "",
        "holders[1].name",
        "'european-union' is in holders already",
    ),
    (
        "position of nobody",
        "  - holder: Union of Village Libraries\n    paraphrase",
        "  - paraphrase",
        "",
        "positions[3].holder",
        "there is no holder; expected one of holders, as they are several: Coalition of Made-up States",
    ),
    (
        "position of somebody else",
        "  - holder: Union of Village Libraries\n    paraphrase",
        "  - holder: Union\n    paraphrase",
        "",
        "positions[3].holder",
        "'Union'; expected one of holders: Coalition of Made-up States",
    ),
    ("no phrase", "    phrase: villages pay too much\n", "", "  - holder: Union", "positions[3].phrase", "there is no"),
    (
        "phrase that is not there",
        "phrase: villages pay too much",
        "phrase: villages pay much",
        "",
        "positions[3].phrase",
        "'villages pay much' is not in the text",
    ),
    ("two sentences", "have a connection by", "read. So should all by", "", "positions[1].paraphrase", "one sentence"),
    (
        "another order",
        "    phrase: welcomed the draft\n",
        "    phrase: closed with thanks to all\n",
        "",
        "positions[0].phrase",
        "goes from there over that of",
    ),
    (
        "number that is not there",
        "by 2030.",
        "by 2031.",
        "  - holder: Coalition of Made-up States\n    paraphrase: All",
        "positions[1]",
        "our words have the number 2031",
    ),
    (
        "not accounted for",
        "  - reason: courtesy\n    phrase: closed with thanks to all\n    locator: Paragraph 3\n",
        "",
        "left_out:",
        "left_out",
        "is neither in a position nor left out: 'The meeting closed",
    ),
    (
        "note on nothing",
        "of: position 4",
        "of: position 5",
        "",
        "notes[0].about[0].of",
        "expected one of Coalition of Made-up States",
    ),
    ("field of the other kind", "attributed_to: Ms.", "speaker: Ms.", "", "positions[2].speaker", "no such field"),
]


def refused(package_copy, folder, capsys, mistake, place, said):
    """Hold that a record with a mistake is refused by line and field, and that nothing is written."""
    text, line = mistake
    (folder / "record.yml").write_text(text, encoding="utf-8")
    before = contents(folder.parent)
    assert run("add", package_copy.folder, folder) == 1
    out, err = capsys.readouterr()
    told = [one for one in (out + err).splitlines() if said in one]
    where = f"record.yml, line {line}" + (f", {place}:" if place else ":")
    assert told, out + err
    assert any(where in one for one in told), (where, out + err)
    assert contents(folder.parent) == before


@pytest.mark.parametrize(
    ("old", "new", "at", "place", "said"), [one[1:] for one in FAULTS], ids=[one[0] for one in FAULTS]
)
def test_a_mistake_is_named_by_line_and_field_and_nothing_is_written(
    package_copy, folder, capsys, old, new, at, place, said
):
    refused(package_copy, folder, capsys, changed(RECORD, old, new, at), place, said)


@pytest.mark.parametrize(
    ("old", "new", "at", "place", "said"), [one[1:] for one in OF_POSITIONS], ids=[one[0] for one in OF_POSITIONS]
)
def test_a_mistake_in_a_record_of_positions_is_named_as_well(package_copy, tmp_path, capsys, old, new, at, place, said):
    template.write(tmp_path / "account", template.POSITIONS)
    refused(package_copy, tmp_path / "account", capsys, changed(POSITIONS, old, new, at), place, said)
