"""The rules: each one catches a broken copy of the package, and says where the fault lies."""

from __future__ import annotations

import json
import re

import pytest
from wsis20 import datapackage, documentation
from wsis20.commands import check
from wsis20.commands.check import corpus, interface
from wsis20.project import Refusal

pytestmark = pytest.mark.usefixtures("rules_remembered")


def faults(copy):
    return check.faults(copy.folder)


# rule: table, row that is changed, the change, and table, row, field of the fault it must cause and a word of the message
BROKEN = {
    "dangling key": ("messages", "africa-k1", {"region_id": "atlantis"}, "messages", "africa-k1", "region_id", "foreign-key"),
    "category out of list": ("messages", "africa-k1", {"kind": "wish"}, "messages", "africa-k1", "kind", "enum"),
    "pattern": ("messages", "africa-k2", {"document_id": "Report!"}, "messages", "africa-k2", "document_id", "pattern"),
    "required": ("messages", "africa-k1", {"paraphrase": ""}, "messages", "africa-k1", "paraphrase", "required"),
    "type": ("messages", "africa-k1", {"number": "one"}, "messages", "africa-k1", "number", "type"),
    "unique key": ("appearances", "astana-2024-kah", {"sequence": "5"}, "appearances", "astana-2024-lesufi", "sequence", "no second row"),
    "list reference": ("consultations", "astana-2024", {"organizers": "cstd;unicef"}, "consultations", "astana-2024", "organizers", "organizations"),
    "field reference": ("source_notes", "survey-end", {"affects": "survey.end"}, "source_notes", "survey-end", "affects", "table.field"),
    "country": ("consultations", "astana-2024", {"country_code": "KAX"}, "consultations", "astana-2024", "country_code", "ISO 3166"),
    "end before start": ("consultations", "astana-2024", {"end_date": "2024-09-03"}, "consultations", "astana-2024", "end_date", "not before start_date"),
    "month not whole": ("milestones", "drafting", {"planned_end": "2025-02-27"}, "milestones", "drafting", "planned_end", "last day of a month"),
    "month called a day": ("milestones", "drafting", {"planned_precision": "day"}, "milestones", "drafting", "planned_precision", "'month'"),
    "month not from its first day": ("milestones", "drafting", {"planned_start": "2024-10-02"}, "milestones", "drafting", "planned_start", "first day of a month"),
    "part of month from another day": ("consultations", "bridgetown-2024", {"start_date": "2024-11-12"}, "consultations", "bridgetown-2024", "start_date", "1st, 11th or 21st"),
    "part of month to another day": ("consultations", "bridgetown-2024", {"end_date": "2024-11-21"}, "consultations", "bridgetown-2024", "end_date", "10th, 20th or last day"),
    "passage in a text not held": ("documents", "progress-report", {"access": "read in part", "sha256": "", "characters": ""}, "passages", "africa-k1-p1", "document_id", "text is held"),
    "example out of the corpus": ("themes", "civil-society", {"example": "civil society should be given more support"}, "themes", "civil-society", "example", "no unit of the corpus"),
    "counter-example out of the corpus": ("themes", "gender", {"counter_example": "Civil society should be given more support."}, "themes", "gender", "counter_example", "no unit of the corpus"),
    "related on one side": ("themes", "gender", {"related": "affordability"}, "themes", "affordability", "related", "'gender' too"),
    "related to nothing": ("themes", "gender", {"related": "weather"}, "themes", "gender", "related", "identifiers of themes"),
    "action line C12": ("themes", "skills", {"action_lines": "C12"}, "themes", "skills", "action_lines", "C1 to C11"),
    "goal 18": ("themes", "skills", {"sdgs": "18"}, "themes", "skills", "sdgs", "1 to 17"),
    "paragraph of an account": ("provisions", "res-80-173-p24", {"document_id": "dig-watch-rev2"}, "provisions", "res-80-173-p24", "document_id", "paragraph numbers of a draft"),
    "paragraph of a text not held": ("provisions", "res-80-173-p24", {"document_id": "res-79-277"}, "provisions", "res-80-173-p24", "document_id", "whose text is held"),
    "paragraph and recital": ("provisions", "res-80-173-p24", {"recital": "9"}, "provisions", "res-80-173-p24", "recital", "nothing, since the provision has a paragraph"),
    "neither paragraph nor recital": ("provisions", "res-80-173-p127", {"paragraph": ""}, "provisions", "res-80-173-p127", "paragraph", "a number here or in recital"),
    "paragraph left out": ("provisions", "res-80-173-p127", {"paragraph": "128"}, "provisions", "", "paragraph", "without a gap"),
    "recital in a section": ("provisions", "res-80-173-r3", {"section": "Introduction"}, "provisions", "res-80-173-r3", "section", "Preamble exactly for a recital"),
    "provision out of order": ("provisions", "res-80-173-p24", {"start_offset": "3", "end_offset": "400"}, "provisions", "res-80-173-r1", "start_offset", "after that of the provisions before it"),
    "section out of order": ("provisions", "res-80-173-p24", {"section": "Follow-up and review"}, "provisions", "res-80-173-p25", "section", "no section before"),
    "provisions that overlap": ("provisions", "res-80-173-p25", {"start_offset": "15300"}, "provisions", "res-80-173-p25", "start_offset", "res-80-173-p24 ends"),
    "phrase of a provision too long": ("provisions", "res-80-173-p24", {"phrase": "one two three four five six seven eight nine"}, "provisions", "res-80-173-p24", "phrase", "at most 8"),
    "region where no country is printed": ("appearances", "astana-2024-koume", {"country_region_id": "asia-pacific"}, "appearances", "astana-2024-koume", "country_region_id", "exactly where there is a country_code"),
    "kept and not done": ("milestones", "drafting", {"outcome": "kept"}, "milestones", "drafting", "outcome", "within its planned period"),
    "plan without a document": ("milestones", "drafting", {"planned_document_id": ""}, "milestones", "drafting", "planned_document_id", "exactly where"),
    "inferred without reasoning": ("source_notes", "regional-years", {"affects": "consultations.start_date"}, "consultations", "dar-es-salaam-2024", "date_basis", "reasoning"),
    "inferred document without reasoning": ("documents", "progress-report", {"note": ""}, "documents", "progress-report", "note", "reasoning"),
    "part of no series": ("consultations", "kyoto-2023", {"part_of": "survey-2023"}, "consultations", "kyoto-2023", "part_of", "'series'"),
    "series spans its members": ("consultations", "global-series", {"end_date": "2023-12-08"}, "consultations", "global-series", "end_date", "2023-12-04"),
    "series and region": ("consultations", "kyoto-2023", {"region_id": "africa"}, "consultations", "kyoto-2023", "region_id", "region of the series"),
    "no place": ("consultations", "astana-2024", {"city": ""}, "consultations", "astana-2024", "city", "open consultation"),
    "place of a survey": ("consultations", "survey-2023", {"city": "Geneva"}, "consultations", "survey-2023", "city", "only an open consultation"),
    "planned in the past": ("consultations", "dubai-2024", {"status": "planned"}, "consultations", "dubai-2024", "status", "'held'"),
    "held in the future": ("consultations", "bridgetown-2024", {"status": "held"}, "consultations", "bridgetown-2024", "status", "'planned'"),
    "message on a planned consultation": ("messages", "africa-k1", {"consultation_id": "bridgetown-2024", "region_id": "latin-america"}, "messages", "africa-k1", "consultation_id", "was held"),
    "held text without length": ("documents", "progress-report", {"characters": ""}, "documents", "progress-report", "characters", "text is held"),
    "text that is not held": ("documents", "progress-report", {"access": "not read"}, "documents", "progress-report", "sha256", "no text is held"),
    "author at a consultation": ("appearances", "progress-report-sirimanne", {"consultation_id": "kyoto-2023"}, "appearances", "progress-report-sirimanne", "consultation_id", "author"),
    "speaker at none": ("appearances", "astana-2024-kah", {"consultation_id": ""}, "appearances", "astana-2024-kah", "consultation_id", "a consultation"),
    "order with a gap": ("appearances", "astana-2024-de-guzman", {"sequence": "14"}, "appearances", "astana-2024", "sequence", "1 to 13"),
    "region of another": ("messages", "africa-k1", {"region_id": "europe"}, "messages", "africa-k1", "region_id", "region of its consultation"),
    "statement without a speaker": ("messages", "astana-s01", {"appearance_id": ""}, "messages", "astana-s01", "appearance_id", "its speaker"),
    "key message with a speaker": ("messages", "africa-k1", {"appearance_id": "astana-2024-kah"}, "messages", "africa-k1", "appearance_id", "only a statement"),
    "statement elsewhere than its speaker": ("messages", "astana-s01", {"document_id": "progress-report"}, "messages", "astana-s01", "document_id", "the same as in its appearance"),
    "layer of the survey": ("messages", "survey-f1", {"layer": "key message"}, "messages", "survey-f1", "layer", "survey finding"),
    "number with a gap": ("messages", "africa-k3", {"number": "4"}, "messages", "dar-es-salaam-2024, key message", "number", "1 to 3"),
    "two sentences": ("messages", "africa-k2", {"paraphrase": "Civil society matters. It should be given more support."}, "messages", "africa-k2", "paraphrase", "one sentence"),
    "call without an addressee": ("messages", "africa-k2", {"addressee": ""}, "messages", "africa-k2", "addressee", "for a call"),
    "addressee of no call": ("messages", "arab-k1", {"addressee": "governments"}, "messages", "arab-k1", "addressee", "only a call"),
    "passage in another document": ("passages", "africa-k2-p1", {"document_id": "astana-record"}, "passages", "africa-k2-p1", "document_id", "document of its message"),
    "end before start of a passage": ("passages", "africa-k2-p1", {"end_offset": "3475"}, "passages", "africa-k2-p1", "end_offset", "after start"),
    "end outside the document": ("passages", "africa-k3-p1", {"end_offset": "99999"}, "passages", "africa-k3-p1", "end_offset", "inside the document"),
    "phrase of nine words": ("passages", "africa-k2-p1", {"phrase": "one two three four five six seven eight nine"}, "passages", "africa-k2-p1", "phrase", "at most 8"),
    "gap in a record": ("exclusions", "astana-record-x02", {"end_offset": "600"}, "exclusions", "astana-record-x03", "start_offset", "at most 6 after 600, the end of astana-record-x02"),
    "record not to its beginning": ("exclusions", "astana-record-x01", {"start_offset": "8"}, "exclusions", "astana-record-x01", "start_offset", "at most 6 after 0, the beginning"),
    "record not to its end": ("documents", "astana-record", {"characters": "12999"}, "exclusions", "astana-record-x27", "end_offset", "the end of the record"),
    "place of another region": ("passages", "africa-k1-p1", {"locator": "Key messages from regional consultations, Arab region, item 1"}, "passages", "africa-k1-p1", "locator", "not Arab region"),
    "position under another number": ("positions", "g77-hlm-2025-1", {"number": "9"}, "positions", "g77-hlm-2025-1", "position_id", "the document, then the number"),
    "positions with a gap": ("positions", "g77-hlm-2025-7", {"number": "9"}, "positions", "g77-hlm-2025", "number", "the numbers 1 to"),
    "position of two sentences": ("positions", "g77-hlm-2025-5", {"paraphrase": "WSIS still matters. It matters to developing countries."}, "positions", "g77-hlm-2025-5", "paraphrase", "one sentence"),
    "phrase of a text that is not held": ("positions", "g77-hlm-2025-5", {"phrase": "some words"}, "positions", "g77-hlm-2025-5", "phrase", "exactly where the text"),
    "position out of a record of the round": ("positions", "g77-hlm-2025-5", {"document_id": "astana-record"}, "positions", "g77-hlm-2025-5", "document_id", "layers are kept apart"),
    "position of nobody": ("positions", "g77-hlm-2025-5", {"holder_id": "group-of-78"}, "positions", "g77-hlm-2025-5", "holder_id", "foreign-key"),
    "bloc in the global scope": ("holders", "group-of-77", {"region_id": "global"}, "holders", "group-of-77", "region_id", "nothing for a holder"),
    "theme without a rule": ("themes", "connectivity", {"include": ""}, "themes", "connectivity", "include", "required"),
    "theme of a rule that is none": ("themes", "connectivity", {"exclude": "The cost of access (prices)."}, "themes", "connectivity", "exclude", "themes that there are"),
    "overlapping passages": ("passages", "africa-k3-p1", {"start_offset": "3480"}, "passages", "africa-k3-p1", "start_offset", "africa-k2-p1 ends"),
    "range upside down": ("quantities", "astana-s48-q1", {"value_low": "4"}, "quantities", "astana-s48-q1", "value_high", "not below value_low"),
    "earlier range upside down": ("quantities", "astana-s48-q1", {"before_low": "13"}, "quantities", "astana-s48-q1", "before_high", "not below before_low"),
    "exact range": ("quantities", "astana-s45-q1", {"value_high": "90"}, "quantities", "astana-s45-q1", "value_high", "'unqualified'"),
    "bound with two ends": ("quantities", "astana-s28-q1", {"value_high": "40"}, "quantities", "astana-s28-q1", "value_high", "one bound"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_rule_is_caught_at_its_place(package_copy, name):
    table, key, change, *place, said = BROKEN[name]
    if "bridgetown-2024" in (key, *change.values()):
        package_copy.plan()
    package_copy.change(table, key, **change)
    found = [fault for fault in faults(package_copy) if [fault.table, fault.row, fault.field] == place]
    assert found, "\n".join(str(fault) for fault in faults(package_copy))
    assert any(said in str(fault) for fault in found)


def test_a_small_island_that_the_map_lacks_is_land(package_copy):
    package_copy.plan()  # in Bridgetown
    documentation.write(package_copy.folder)
    assert [str(fault) for fault in faults(package_copy)] == []
    package_copy.change("consultations", "bridgetown-2024", longitude="59.62")
    assert any("a place on land" in str(fault) for fault in faults(package_copy))


def rewrite(copy, table, key, change):
    """Change the row whose primary key (joined) is ``key`` by a function; a row that becomes None is removed."""
    names = datapackage.read_schema(copy.folder, {"schema": f"schemas/{table}.json"})["primaryKey"]
    rows = [change(dict(row)) if [row[name] for name in names] == key.split(" / ") else row for row in copy.rows(table)]
    copy.write(table, sorted((row for row in rows if row), key=lambda row: [row[name] for name in names]))


def remove(copy, table, key):
    rewrite(copy, table, key, lambda row: None)


def put(copy, table, key, **values):
    rewrite(copy, table, key, lambda row: row | values)


# the same for tables whose primary key has several fields
CODED = {
    "message without a theme in a pass": (lambda copy: remove(copy, "codings", "africa-k2 / civil-society / A"), "messages", "africa-k2", "message_id", "the pass A"),
    "theme without an entry": (lambda copy: put(copy, "codings", "africa-k2 / civil-society / A", theme_id="weather"), "codings", "africa-k2 / weather / A", "theme_id", "foreign-key"),
    "no-theme beside a theme": (lambda copy: put(copy, "codings", "africa-k3 / skills / A", theme_id="no-theme", note="x"), "codings", "africa-k3 / no-theme / A", "theme_id", "alone"),
    "no-theme beside a theme of a provision": (lambda copy: put(copy, "provision_codings", "res-80-173-p99 / multistakeholder-igf / A", theme_id="no-theme", note="x"), "provision_codings", "res-80-173-p99 / no-theme / A", "theme_id", "alone"),
    "position without a theme in a pass": (lambda copy: copy.keep("position_codings", lambda row: (row["position_id"], row["coding_pass"]) != ("g77-hlm-2025-5", "B")), "positions", "g77-hlm-2025-5", "position_id", "the pass B"),
    "holder without a position": (lambda copy: copy.keep("positions", lambda row: row["holder_id"] != "cipesa"), "holders", "cipesa", "holder_id", "some other row refers to"),
    "call of a position without a response": (lambda copy: copy.keep("position_responses", lambda row: row["position_id"] != "eurodig-at-igf-2025-2"), "positions", "eurodig-at-igf-2025-2", "position_id", "a response"),
    "no-theme in a group": (lambda copy: put(copy, "themes", "no-theme", theme_group="Access"), "themes", "no-theme", "theme_group", "no group"),
    "theme without a group": (lambda copy: put(copy, "themes", "skills", theme_group=""), "themes", "skills", "theme_group", "a group"),
    "no-theme without a reason": (lambda copy: put(copy, "codings", "africa-k2 / civil-society / A", theme_id="no-theme"), "codings", "africa-k2 / no-theme / A", "note", "reason"),
    "trace from a statement": (lambda copy: put(copy, "traces", "asia-pacific-k1 / astana-s02 / A", key_message_id="astana-s01"), "traces", "astana-s01 / astana-s02 / A", "key_message_id", "'key message'"),
    "trace to another meeting": (lambda copy: put(copy, "traces", "asia-pacific-k1 / astana-s02 / A", key_message_id="africa-k1"), "traces", "africa-k1 / astana-s02 / A", "statement_id", "meeting of the key message"),
    "agreed where both passes say otherwise": (lambda copy: put(copy, "traces", "asia-pacific-k1 / astana-s02 / agreed", relation="thematic"), "traces", "asia-pacific-k1 / astana-s02 / agreed", "relation", "pass A (direct)"),
    "agreed theme that no pass gives": (lambda copy: put(copy, "codings", "africa-k2 / civil-society / agreed", theme_id="gender"), "codings", "africa-k2 / gender / agreed", "theme_id", "pass A (no)"),
    "disagreement without a decision": (lambda copy: put(copy, "traces", "asia-pacific-k1 / astana-s02 / A", relation="thematic"), "decisions", "traces / asia-pacific-k1 / astana-s02 / relation", "agreed", "A thematic, B direct, agreed direct"),
    "decision about nothing": (lambda copy: put(copy, "messages", "astana-s43", kind_a="achievement"), "decisions", "messages / astana-s43 / kind", "agreed", "the passes are the same"),
    "kind that no reading has": (lambda copy: put(copy, "messages", "europe-k3", kind="description"), "messages", "europe-k3", "kind", "pass A (concern)"),
    "unlike its second reading": (lambda copy: put(copy, "observations", "coverage-5g / Africa / 2024 / Facts and Figures 2024", value="12"), "observations", "coverage-5g / Africa / 2024 / Facts and Figures 2024", "value", "'11', as the second reading"),
    "second reading of no row": (lambda copy: put(copy, "second_readings", "regions / africa / un_commission", record="mars"), "second_readings", "regions / mars / un_commission", "record", "a row and field"),
    "second reading decided for nothing": (lambda copy: put(copy, "second_readings", "regions / africa / un_commission", decision="No."), "second_readings", "regions / africa / un_commission", "decision", "both readings have the same"),
    "area in two schemes": (lambda copy: put(copy, "observations", "coverage-5g / Africa / 2024 / Facts and Figures 2024", area_scheme="income group"), "observations", "coverage-5g / Africa / 2024 / Facts and Figures 2024", "area_scheme", "'ITU region'"),
    "global region with a commission": (lambda copy: put(copy, "regions", "africa", scope="global"), "regions", "africa", "scope", "un_commission"),
    "statement of another speaker": (lambda copy: put(copy, "messages", "astana-s26", appearance_id="astana-2024-koume"), "messages", "astana-s26", "appearance_id", "Panel Discussion, speaker 1"),
    "account taken for the publisher": (lambda copy: put(copy, "observations", "internet-use-share / Africa / 2005 / Wikipedia, column 2005", confidence="direct"), "observations", "internet-use-share / Africa / 2005 / Wikipedia, column 2005", "confidence", "secondary"),
    "regions in no order": (lambda copy: put(copy, "regions", "africa", sort_order="9"), "regions", "africa", "sort_order", "numbers from 1"),
    "two editions as one series": (lambda copy: put(copy, "observations", "coverage-5g / Africa / 2024 / Facts and Figures 2024", edition="Facts and Figures 2025"), "observations", "coverage-5g / Africa / 2024 / Facts and Figures 2025", "edition", "edition of its document"),
    "deduced without reasoning": (lambda copy: put(copy, "observations", "coverage-5g / Africa / 2024 / Facts and Figures 2024", confidence="inferred", note=""), "observations", "coverage-5g / Africa / 2024 / Facts and Figures 2024", "note", "reasoning"),
    "response to a concern": (lambda copy: put(copy, "responses", "africa-k1-p122 / A", message_id="europe-k3"), "responses", "africa-k1-p122 / A", "message_id", "kind 'call'"),
    "response named after another pair": (lambda copy: put(copy, "responses", "africa-k1-p122 / A", provision_id="res-80-173-p121"), "responses", "africa-k1-p122 / A", "response_id", "the call, then the provision"),
    "response without a reason": (lambda copy: put(copy, "responses", "africa-k1-p122 / A", note=""), "responses", "africa-k1-p122 / A", "note", "a reason"),
    "none with a reason": (lambda copy: put(copy, "responses", "africa-k2-p118 / A", note="Not at all."), "responses", "africa-k2-p118 / A", "note", "a reason exactly"),
    "call that was not judged": (lambda copy: remove(copy, "responses", "asia-pacific-k3-none / agreed"), "messages", "asia-pacific-k3", "message_id", "in the pass agreed"),
    "call with a provision and without": (lambda copy: put(copy, "responses", "asia-pacific-k3-p121 / agreed", degree="mentions", note="It is named there."), "responses", "asia-pacific-k3-none / agreed", "degree", "no such row"),
    "answer by no act": (lambda copy: put(copy, "responses", "africa-k3-p5 / agreed", degree="answers"), "responses", "africa-k3-p5 / agreed", "degree", "'mentions' at most"),
    "no provision and a degree": (lambda copy: put(copy, "responses", "asia-pacific-k3-none / A", degree="partly"), "responses", "asia-pacific-k3-none / A", "degree", "'none'"),
    "provision without a theme in a pass": (lambda copy: remove(copy, "provision_codings", "res-80-173-p120 / un-alignment / B"), "provisions", "res-80-173-p120", "provision_id", "the pass B"),
    "act of another provision": (lambda copy: put(copy, "acts", "res-80-173-p99-a1 / A", provision_id="res-80-173-p98"), "acts", "res-80-173-p99-a1 / A", "provision_id", "in its identifier"),
    "operative act of nobody": (lambda copy: put(copy, "acts", "res-80-173-p99-a1 / agreed", actors=""), "acts", "res-80-173-p99-a1 / agreed", "actors", "who is to do it"),
    "actors of a note": (lambda copy: put(copy, "acts", "res-80-173-p72-a1 / agreed", actors="Governments"), "acts", "res-80-173-p72-a1 / agreed", "actors", "nothing"),
    "act without an object": (lambda copy: put(copy, "acts", "res-80-173-p99-a1 / agreed", object=""), "acts", "res-80-173-p99-a1 / agreed", "object", "in our own words"),
    "object of a reading": (lambda copy: put(copy, "acts", "res-80-173-p99-a1 / A", object="make it permanent"), "acts", "res-80-173-p99-a1 / A", "object", "outside the agreed pass"),
    "due without its kind": (lambda copy: put(copy, "acts", "res-80-173-p127-a1 / agreed", due_kind=""), "acts", "res-80-173-p127-a1 / agreed", "due", "no kind of due date"),
    "kind of due without a due": (lambda copy: put(copy, "acts", "res-80-173-p127-a1 / agreed", due=""), "acts", "res-80-173-p127-a1 / agreed", "due", "that is printed"),
    "phrase of an act too long": (lambda copy: put(copy, "acts", "res-80-173-p99-a1 / A", phrase="one two three four five six seven eight nine"), "acts", "res-80-173-p99-a1 / A", "phrase", "at most 8"),
    "one phrase for two acts": (lambda copy: put(copy, "acts", "res-80-173-p98-a2 / A", phrase="request the Forum to report annually"), "acts", "res-80-173-p98-a2 / A", "phrase", "one act"),
    "act that leaves a gap": (lambda copy: [remove(copy, "acts", f"res-80-173-p98-a2 / {name}") for name in ("A", "B", "agreed")], "acts", "res-80-173-p98", "act_id", "without a gap"),
    "force that no reading has": (lambda copy: put(copy, "acts", "res-80-173-p72-a1 / agreed", force="welcomes"), "decisions", "acts / res-80-173-p72-a1 / force", "agreed", "A notes, B notes, agreed welcomes"),
    "pass that is not told of": (lambda copy: copy.keep("passes", lambda row: (row["resource"], row["coding_pass"]) != ("traces", "B")), "passes", "traces / B", "resource", "how it was made"),
    "batch of no unit": (lambda copy: put(copy, "passes", "traces / B / africa-k1", batch="first"), "passes", "traces / B / first", "batch", "of a unit that was coded"),
    "decision in three letters": (lambda copy: put(copy, "decisions", "messages / astana-s43 / kind", reason="Yes."), "decisions", "messages / astana-s43 / kind", "reason", "at least 3 words"),
}  # fmt: skip


@pytest.mark.parametrize("name", CODED)
def test_a_broken_coding_is_caught_at_its_place(package_copy, name):
    damage, *place, said = CODED[name]
    damage(package_copy)
    found = [fault for fault in faults(package_copy) if [fault.table, fault.row, fault.field] == place]
    assert found, "\n".join(str(fault) for fault in faults(package_copy))
    assert any(said in str(fault) for fault in found)


def test_a_fault_is_one_line_with_table_row_field_value_and_what_was_expected(package_copy):
    package_copy.read_alike("astana-2024", end_date="2024-09-03")
    package_copy.change("consultations", "astana-2024", end_date="2024-09-03")
    assert [str(fault) for fault in faults(package_copy)] == [
        "data/consultations.csv, line 2, row astana-2024, field end_date: '2024-09-03'; expected a day not before start_date"
    ]


def test_a_series_without_members(package_copy):
    for name in ("kyoto-2023", "geneva-2023"):
        package_copy.change("consultations", name, part_of="")
    assert any("point at it by part_of" in str(fault) for fault in faults(package_copy))


def test_a_message_without_a_passage(package_copy):
    package_copy.drop("passages", "africa-k2-p1")
    wanted = "data/messages.csv, line 3, row africa-k2, field message_id: 'africa-k2'; expected at least one passage"
    assert wanted in map(str, faults(package_copy))


def test_an_identifier_that_does_not_end_in_its_number(package_copy):
    rows = package_copy.rows("messages")
    for row in rows:
        row["number"] = {"africa-k1": "2", "africa-k2": "1"}.get(row["message_id"], row["number"])
    package_copy.write("messages", rows)
    found = [fault for fault in faults(package_copy) if fault.field == "message_id"]
    assert {fault.row for fault in found} == {"africa-k1", "africa-k2"}


def test_a_duplicate_key(package_copy):
    rows = package_copy.rows("regions")
    package_copy.write("regions", [rows[0], *rows])
    assert any(fault.row == rows[0]["region_id"] and "primary-key" in str(fault) for fault in faults(package_copy))


BYTES = {
    "byte order mark": (lambda data: b"\xef\xbb\xbf" + data, "byte order mark"),
    "CRLF": (lambda data: data.replace(b"\n", b"\r\n"), "line 1 ends in CR"),
    "no final newline": (lambda data: data.rstrip(b"\n"), "newline at the end"),
    "not UTF-8": (lambda data: data.replace(b"Africa", b"Afri\xe7a"), "UTF-8"),
    "NFD": (lambda data: data.replace(b"Europe", "Euro\u0301pe".encode()), "normalisation form C"),
    "unsorted": (lambda data: b"".join([*data.splitlines(True)[:1], *data.splitlines(True)[:0:-1]]), "rows sorted by"),
    "changed without its hash": (lambda data: data.replace(b"Africa", b"Afrika"), "python -m wsis20 hash"),
    "blank line": (lambda data: data.replace(b"\nasia", b"\n\nasia"), "line 4 is blank"),
    "empty": (lambda data: b"", "an empty file"),
    "a cell too many": (lambda data: data.replace(b"arab,", b"arab,x,"), "cells, not"),
    "quotation mark left open": (lambda data: data.replace(b"Europe,", b'"Europe,'), "cells, not"),
    "extra column": (lambda data: data.replace(b"sort_order,note", b"sort_order,note,more"), "the header"),
    "missing column": (lambda data: data.replace(b"sort_order", b"sortorder"), "sort_order"),
    "truncated": (lambda data: data[:-30] + b"\n", "regions"),
}


@pytest.mark.parametrize("name", BYTES)
def test_damaged_bytes_are_caught_and_named(package_copy, name):
    damage, said = BYTES[name]
    path = package_copy.path("regions")
    path.write_bytes(damage(path.read_bytes()))
    found = "\n".join(str(fault) for fault in faults(package_copy))
    assert said in found
    assert "regions" in found


def test_a_missing_file(package_copy):
    package_copy.path("people").unlink()
    examination = check.examine(package_copy.folder)
    assert [fault.file for fault in examination.sorted_faults()] == ["data/people.csv"]
    assert examination.left_out().startswith("6 rules could not be tried: ")
    assert "the table people could not be read (there is no text of it)" in examination.left_out()
    assert "\n" not in examination.left_out()


def test_categories_that_are_not_enforced(package_copy):
    path = package_copy.folder / "schemas" / "messages.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('"call",\n        "commitment"', '"call",\n        "plea",\n        "commitment"', 1),
        encoding="utf-8",
    )
    assert [(fault.file, fault.field) for fault in faults(package_copy)] == [
        ("schemas/messages.json", "fields.kind.categories"),
        ("schemas/messages.json", "fields.kind.categories"),
    ]
    assert "categories and enum with the same values" in str(faults(package_copy))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Some 2.6 billion people are offline.", True),
        ("The U.S. approach, e.g. in policy, stands.", True),
        ("Émigrés speak.", True),
        ("One. Two.", False),
        ("no capital.", False),
        ("No full stop", False),
    ],
)
def test_what_is_one_sentence(text, right):
    assert corpus.is_sentence(text) is right


DESCRIPTIONS = {
    "descriptor is a list": ("datapackage.json", lambda text: "[]", "a JSON object"),
    "no resources": ("datapackage.json", lambda text: "{}", "there is no resources"),
    "resource without a schema": ("datapackage.json", lambda text: text.replace('"schema": "schemas/regions.json"', '"x": 1'), "resources[1].schema: expected schemas/, the name of the table and .json; there is no schema"),
    "two of a name": ("datapackage.json", lambda text: text.replace('"name": "regions"', '"name": "documents"'), "no more than one resource has the name 'documents'"),
    "schema without fields": ("schemas/regions.json", lambda text: "{}", "there are no fields"),
    "primary key of no field": ("schemas/regions.json", lambda text: text.replace('"primaryKey": [\n    "region_id"', '"primaryKey": [\n    "id"'), "the primary key names no field"),
}  # fmt: skip


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_a_description_of_another_form_is_refused_by_name(package_copy, name):
    file, damage, said = DESCRIPTIONS[name]
    path = package_copy.folder / file
    before = path.read_text("utf-8")
    path.write_text(damage(before), encoding="utf-8")
    assert path.read_text("utf-8") != before
    assert any(said in str(fault) for fault in faults(package_copy)), faults(package_copy)
    with pytest.raises(Refusal, match=re.escape(file)):
        datapackage.load(folder=package_copy.folder)


def test_a_primary_key_may_be_a_string_and_missing_values_plain_when_that_is_meant(package_copy, monkeypatch, tmp_path):
    path = package_copy.folder / "schemas" / "regions.json"
    schema = json.loads(path.read_text("utf-8"))
    schema |= {"primaryKey": "region_id", "missingValues": ["", "not stated"]}
    path.write_text(json.dumps(schema) + "\n", encoding="utf-8")
    assert {fault.field for fault in faults(package_copy)} == {"missingValues"}
    monkeypatch.setattr(interface, "RECORD", tmp_path / "interface.json")
    (tmp_path / "interface.json").write_text("{}")
    interface.recorded.cache_clear()
    interface.record(package_copy.folder)
    assert faults(package_copy) == []
    monkeypatch.undo()
    interface.recorded.cache_clear()


def test_a_hash_that_is_not_there(package_copy):
    path = package_copy.folder / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    del package["resources"][0]["hash"]
    path.write_text(json.dumps(package) + "\n", encoding="utf-8")
    assert [(fault.file, fault.field) for fault in faults(package_copy)] == [("datapackage.json", "resources[0].hash")]


def test_somebody_may_speak_in_several_places(package_copy):
    (own,) = [row["locator"] for row in package_copy.rows("appearances") if row["appearance_id"] == "astana-2024-kah"]
    package_copy.change("appearances", "astana-2024-kah", locator=f"Opening Remarks; {own}")
    assert [str(fault) for fault in faults(package_copy) if fault.table == "messages"] == []
    package_copy.change("appearances", "astana-2024-kah", locator="Opening Remarks; Closing")
    assert {fault.row for fault in faults(package_copy) if fault.table == "messages"} != set()
