"""Growth: a consultation that comes, or a region that goes, needs no change of code but where a sentence is told."""

from __future__ import annotations

import json
from math import factorial, prod

import pytest


def shown(copy):
    """Return everything that the notebooks of a project copy show, as one text."""
    texts = []
    for path in sorted((copy.root / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            texts += [json.dumps(output, ensure_ascii=False) for output in cell.get("outputs", [])]
    return "\n".join(texts)


def groupings(package):
    """Return, as the book prints it, in how many ways the key messages of a package can be dealt to the regions."""
    regional = {row["region_id"] for row in package.rows("regions") if row["scope"] == "regional"}
    key = [row["region_id"] for row in package.rows("messages") if row["layer"] == "key message"]
    of = [region for region in key if region in regional]
    return f"{factorial(len(of)) // prod(factorial(of.count(region)) for region in set(of)):,}"


def add_fictitious_consultation(package):
    """Give Latin America a made-up consultation with three key messages, and say what is shown then."""
    add = package.add
    added = []
    add(
        "documents",
        document_id="fictitious-record",
        title="A record made up for a test",
        publisher="nobody",
        kind="summary record",
        document_date="2024-12-01",
        date_precision="day",
        date_basis="stated",
        language="en",
        url="not determined",
        sha256="0" * 64,
        characters="100",
        confidence="direct",
        title_basis="printed",
        access="text held",
        citation_key="fictitious2024",
        note="Fictitious.",
    )
    add(
        "consultations",
        consultation_id="quito-2024",
        title="A fictitious consultation",
        kind="open consultation",
        region_id="latin-america",
        start_date="2024-11-25",
        end_date="2024-11-25",
        date_precision="day",
        date_basis="stated",
        city="Quito",
        country_code="ECU",
        latitude="-0.23",
        longitude="-78.52",
        venue="not stated",
        host_event="not stated",
        format="hybrid",
        status="held",
        organizers="not stated",
        document_id="fictitious-record",
        locator="line 1",
        note="Fictitious.",
    )
    for number, (kind, theme) in enumerate(
        [("call", "skills"), ("concern", "environment"), ("achievement", "connectivity")], 1
    ):
        message = f"quito-k{number}"
        added.append(message)
        add(
            "messages",
            message_id=message,
            layer="key message",
            consultation_id="quito-2024",
            region_id="latin-america",
            number=str(number),
            kind=kind,
            kind_a=kind,
            kind_b=kind,
            addressee="not stated" if kind == "call" else "",
            paraphrase=f"This fictitious message has the number {number} and the theme {theme}.",
            document_id="fictitious-record",
        )
        add(
            "passages",
            passage_id=f"{message}-p1",
            message_id=message,
            document_id="fictitious-record",
            locator="line 1",
            phrase=f"fictitious {number}",
            start_offset=str(20 * number),
            end_offset=str(20 * number + 15),
            sha256=str(number) * 64,
        )
        for coding_pass in ("A", "B", "agreed"):
            add("codings", message_id=message, theme_id=theme, coding_pass=coding_pass)
            if kind == "call":
                judged = {"response_id": f"{message}-none", "message_id": message, "coding_pass": coding_pass}
                add("responses", **judged, degree="none", note="It is fictitious.")
    package.owe_nothing("documents", "fictitious-record")
    package.owe_nothing("consultations", "quito-2024")
    return ["Quito", *added], ["none for Latin America"]


def remove_europe(package):
    """Take the European region, its consultation and its messages out of the package, and say what is gone."""
    messages = {row["message_id"] for row in package.rows("messages") if row["region_id"] == "europe"}
    for table in ("codings", "passages", "responses", "messages"):
        package.keep(table, lambda row: row["message_id"] not in messages)
    package.keep("consultations", lambda row: row["region_id"] != "europe")
    package.keep("exclusions", lambda row: row["document_id"] != "progress-report")  # it is not accounted for whole now
    package.keep("regions", lambda row: row["region_id"] != "europe")
    gone = messages | {"europe", "vilnius-2024"}
    package.keep("second_readings", lambda row: row["record"] not in gone and "progress-report-x" not in row["record"])
    package.keep("decisions", lambda row: not row["record"].startswith("europe-"))
    package.change("areas", "Europe", region_id="", match="", note="")
    for holder in [row["holder_id"] for row in package.rows("holders") if row["region_id"] == "europe"]:
        package.change("holders", holder, region_id="")
    targets = {
        tuple((row | {"record": "all" if row["record"] in gone else row["record"]}).items())
        for row in package.rows("note_targets")
    }
    package.write("note_targets", [dict(row) for row in sorted(targets)])
    return [], [*sorted(gone - {"europe"}), "Vilnius"]


@pytest.mark.parametrize("change", [add_fictitious_consultation, remove_europe])
def test_every_notebook_runs_and_shows_the_change(project_copy, change):
    there, gone = change(project_copy.package)
    assert project_copy.wsis20("describe").returncode == 0
    checked = project_copy.wsis20("check")
    assert checked.returncode == 0, checked.stdout
    ran = project_copy.run_once()
    assert (ran.returncode, ran.stderr) == (1, "")  # sentences are to be rewritten
    _, _, told = ran.stdout.partition("no longer hold")
    told = told.splitlines()[1:]
    assert [line for line in told if "02-regions" in line] != []
    built = project_copy.wsis20("build")
    assert built.returncode == 1
    assert all(line in built.stderr for line in told)
    text = shown(project_copy)
    assert [words for words in [*there, groupings(project_copy.package)] if words not in text] == []
    assert [words for words in gone if words in text] == []
