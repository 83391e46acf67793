"""The lines of a table: the quick way and the way line by line say the same, and marks that nobody needs are told."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from unhurried import UNHURRIED
from wsis20.commands.check.tables import Table, as_written, line_faults, parse

FIELDS = ["id", "text"]
lines = st.lists(st.text(alphabet='a,"\r \x00', max_size=8), max_size=5)


@UNHURRIED
@given(lines)
@example(['a,"a', 'a"'])
@example(['"a",a'])
@example([""])
def test_the_quick_way_gives_the_rows_of_the_other_and_only_where_no_line_is_wrong(written):
    every, rows, numbers = ["id,text", *written], [], []
    found = list(line_faults("data/x.csv", every, FIELDS, rows, numbers))
    quick = as_written(every, FIELDS)
    assert quick == (None if found else rows)
    assert numbers == list(range(2, len(every) + 1)) or found


@UNHURRIED
@given(st.lists(st.lists(st.text(alphabet='a," ', min_size=1, max_size=5), min_size=2, max_size=2), max_size=4))
def test_what_a_writer_writes_takes_the_quick_way(rows):
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([FIELDS, *rows])
    assert as_written(stream.getvalue().removesuffix("\n").split("\n"), FIELDS) == rows


@pytest.mark.parametrize("line", ['"a",b', 'a,"b"', '"a","b"'])
def test_marks_that_no_cell_needs_are_told_by_line(line):
    table = Table("x", ["id"])
    (fault,) = parse(table, f"id,text\n{line}\nc,d\n", FIELDS)
    assert str(fault).startswith("data/x.csv, line 2: ")
    assert "quotation marks around a cell where a comma or a quotation mark needs them" in str(fault)
    assert table.values(FIELDS) == [("a", "b"), ("c", "d")]
    assert list(table.lines) == [2, 3]
