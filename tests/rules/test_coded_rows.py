"""What follows from two finished passes fits into the data package: it is valid with them."""

from __future__ import annotations

import coding_folder
from coding_folder import ANSWERS, UNITS, decide, fill
from wsis20 import documentation
from wsis20.__main__ import main
from wsis20.commands import check, code


def consultation(copy):
    """Give the package a made-up consultation, with somebody who speaks, and no message yet."""
    dated = {"date_precision": "day", "date_basis": "stated"}
    copy.add(
        "documents", document_id="made-up-record", title="A record made up for a test", publisher="nobody",
        kind="summary record", document_date="2024-12-01", language="en", url="not determined", sha256="0" * 64,
        characters="100", access="text held", citation_key="madeup2024", note="Made up.", confidence="direct",
        title_basis="printed", **dated,
    )  # fmt: skip
    copy.add(
        "consultations", consultation_id="quito-2024", title="A made-up consultation", kind="open consultation",
        region_id="latin-america", start_date="2024-11-25", end_date="2024-11-25", city="Quito", country_code="ECU",
        latitude="-0.23", longitude="-78.52", venue="not stated", host_event="not stated", format="hybrid",
        status="held", organizers="not stated", document_id="made-up-record", locator="line 1", note="Made up.",
        **dated,
    )  # fmt: skip
    copy.add(
        "people", person_id="ana-ejemplo", name="Ana Ejemplo", given_name="Ana", family_name="Ejemplo",
        names_as_printed="Ana Ejemplo", note="Made up.",
    )  # fmt: skip
    copy.add(
        "appearances", appearance_id="quito-2024-ejemplo", person_id="ana-ejemplo", consultation_id="quito-2024",
        role="opening", sequence="1", honorific="Ms.", post="Librarian", organization_id="not stated",
        stakeholder_group="not determined", document_id="made-up-record", locator="Opening", note="Made up.",
    )  # fmt: skip
    copy.owe_nothing("documents", "made-up-record")
    copy.owe_nothing("consultations", "quito-2024")
    copy.owe_nothing("appearances", "quito-2024-ejemplo")


def messages(copy, kinds):
    """Add the units as messages, with their kinds and passages."""
    for number, unit in enumerate(UNITS, 1):
        key, statement = unit["message_id"], unit["layer"] == "statement"
        copy.add(
            "messages", message_id=key, layer=unit["layer"], consultation_id="quito-2024", region_id="latin-america",
            appearance_id="quito-2024-ejemplo" if statement else "", number=str(number) if statement else "1",
            addressee="not stated" if kinds[key]["kind"] == "call" else "", paraphrase=unit["paraphrase"],
            document_id="made-up-record", **kinds[key],
        )  # fmt: skip
        copy.add(
            "passages", passage_id=f"{key}-p1", message_id=key, document_id="made-up-record",
            locator="Opening" if statement else "line 1", phrase=f"made up {number}", start_offset=str(20 * number),
            end_offset=str(20 * number + 15), sha256=str(number) * 64,
        )  # fmt: skip


def put_in(copy, made):
    """Put the rows of finished coding into a package whose messages are there."""
    messages(copy, made.kinds)
    for table, rows in made.rows.items():
        for row in rows:
            assert row.keys() == copy.rows(table)[0].keys()
            copy.add(table, **row)
    documentation.write(copy.folder)


def test_a_package_with_the_rows_of_finished_passes_is_valid(package_copy, tmp_path):
    folder = fill(tmp_path / "quito")
    assert main(["code", str(folder), "--agree"]) == 0
    decide(folder, ANSWERS)
    consultation(package_copy)
    put_in(package_copy, code.finished(package_copy.folder, folder, UNITS))
    assert check.faults(package_copy.folder) == []
    # and a row that is not as it was decided is a fault
    package_copy.change("messages", "quito-s02", kind="description")
    assert {fault.table for fault in check.faults(package_copy.folder)} >= {"decisions"}


def test_the_same_folder_gives_the_same_rows_whatever_is_in_the_package_already(package_copy, tmp_path):
    folder = fill(tmp_path / "quito", coding_folder.A, coding_folder.A)
    assert main(["code", str(folder), "--agree"]) == 0
    decide(folder, {})
    made = code.finished(package_copy.folder, folder, UNITS)
    consultation(package_copy)
    put_in(package_copy, made)
    assert check.faults(package_copy.folder) == []
    assert code.finished(package_copy.folder, folder, UNITS) == made
