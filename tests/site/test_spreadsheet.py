"""The workbook and the CSV files in LibreOffice: cells arrive as they are, and the formulas of the page are right."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess

import openpyxl
import pandas as pd
import pytest
from wsis20 import datapackage, project, release

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="no LibreOffice here; apt-get install libreoffice-calc")
PACKAGE = datapackage.load()
PAGE = (project.BOOK / "reuse.md").read_text("utf-8")
SECTION = PAGE[PAGE.index("## In a spreadsheet") : PAGE.index("## In a catalogue")]
FORMULAS = dict(re.findall(r"^- ([^`]+): `(=.+)`$", SECTION, re.MULTILINE))
TEXT, COMMA, QUOTE, UTF8 = 2, 44, 34, 76
"""Of a column, a separator, a quotation mark and a character set, by the numbers that LibreOffice has for them."""


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    """Return a function that has LibreOffice open a file and write it in another form, in a profile of its own."""
    place = tmp_path_factory.mktemp("libreoffice")

    def convert(path, form, *words):
        command = [PROGRAM, f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless", *words]
        command += ["--convert-to", form, "--outdir", str(place / path.stem), str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr
        return place / path.stem

    return convert


@pytest.fixture(scope="module")
def workbook():
    (path,) = release.current().glob("*.xlsx")
    return path


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def same(cell, own):
    """Return whether two cells are the same text, or the same number."""
    try:
        return cell == own or float(cell) == float(own)
    except ValueError:
        return False


def test_every_cell_of_the_workbook_arrives(workbook, converted):
    sheets = f"csv:Text - txt - csv (StarCalc):{COMMA},{QUOTE},{UTF8},1,,0,false,false,false,false,false,-1"
    folder = converted(workbook, sheets)
    for name, raw in PACKAGE.raw.items():
        head, *found = rows(folder / f"{workbook.stem}-{name}.csv")
        assert head == list(raw.columns)
        assert len(found) == len(raw)
        for printed, cells in zip(raw.itertuples(index=False), found, strict=True):
            assert all(map(same, cells, printed)), (name, printed, cells)


@pytest.mark.parametrize("name", ["observations", "quantities", "consultations", "appearances", "codings"])
def test_a_csv_file_that_is_opened_as_the_page_says_arrives(name, converted):
    path = project.DATAPACKAGE / "data" / f"{name}.csv"
    columns = "/".join(f"{number}/{TEXT}" for number, _ in enumerate(PACKAGE.raw[name], 1))
    folder = converted(path, "xlsx", f"--infilter=CSV:{COMMA},{QUOTE},{UTF8},1,{columns}")
    sheet = openpyxl.load_workbook(folder / f"{name}.xlsx").active
    found = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert found == rows(path)


def wanted():
    """Return what each formula gives, by pandas."""
    wide = PACKAGE["messages"].merge(datapackage.of_pass(PACKAGE, "codings")[["message_id", "theme_id"]])
    own = wide.query("layer == 'key message' and region_id == 'africa' and theme_id == 'connectivity'")
    values = PACKAGE["observations"].query("indicator_id == 'internet-use-share' and area == 'World'")
    (value,) = values.query("edition == 'Facts and Figures 2025' and year == 2025")["value"]
    calls = PACKAGE["messages"].query("layer == 'key message' and region_id == 'africa' and kind == 'call'")
    met = datapackage.of_pass(PACKAGE, "responses").query("degree != 'none'").groupby("message_id")["degree"].agg(set)
    in_part = [key for key in calls["message_id"] if "partly" in met.get(key, ()) and "answers" not in met[key]]
    messages, meetings = PACKAGE["messages"], PACKAGE["consultations"]
    first = messages["consultation_id"].iloc[0]
    held_on = meetings.set_index("consultation_id").at[first, "start_date"]
    return {
        "Messages with a theme": (wide["theme_id"] == "connectivity").sum(),
        "Key messages of a region with a theme": len(own),
        "Calls of a region in its key messages": len(in_part),
        "Share of people online in the world": value,
        "Messages to which both passes": (messages["kind_a"].astype(str) == messages["kind_b"].astype(str)).sum(),
        "The name of the consultation": meetings.set_index("consultation_id").at[first, "title"],
        "The first day of that consultation": (held_on - pd.Timestamp("1899-12-30")).days,
    }


def test_each_letter_of_a_formula_is_the_column_that_the_page_names(workbook):
    book = openpyxl.load_workbook(workbook, read_only=True)
    told = re.findall(r"^- [^`]+: `(=.+)`\n\n(  .+)$", SECTION, re.MULTILINE)
    assert [formula for formula, _ in told] == list(FORMULAS.values())
    for formula, line in told:
        named = dict(re.findall(r"`(\w+![A-Z]+)` is `(\w+)`", line))
        assert set(named) == set(re.findall(r"\w+![A-Z]+", formula))
        for place, head in named.items():
            sheet, letter = place.split("!")
            assert book[sheet][f"{letter}1"].value == head


def test_the_formulas_of_the_page_give_what_pandas_gives(workbook, converted, tmp_path):
    book = openpyxl.load_workbook(workbook)
    sheet = book.create_sheet("asked")
    for number, formula in enumerate(FORMULAS.values(), 1):
        sheet.cell(number, 1, formula)
    book.save(tmp_path / "asked.xlsx")
    folder = converted(tmp_path / "asked.xlsx", "ods")
    folder = converted(folder / "asked.ods", "xlsx")
    read = openpyxl.load_workbook(folder / "asked.xlsx", data_only=True)["asked"]
    found = dict(zip(FORMULAS, (cell for (cell,) in read.iter_rows(values_only=True)), strict=True))
    answers = wanted()
    assert len(found) == len(answers)
    for (label, value), (start, answer) in zip(found.items(), answers.items(), strict=True):
        assert label.startswith(start)
        assert value == (answer if isinstance(answer, str) else pytest.approx(float(answer))), label
        assert answer not in (0, "")
