"""Evidence: every passage is found where the data say, and a difference of one character shows."""

from __future__ import annotations

import hashlib
from types import SimpleNamespace

import pandas as pd
import pytest
from wsis20 import datapackage
from wsis20.__main__ import main
from wsis20.commands import verify
from wsis20.project import Refusal

TEXT = "Welcome, all.\n\nMs. A asked for 12 new\nmasts. Thank you."


def tiny_package(text=TEXT):
    """Return a package with one document, one message and two exclusions, worked out by hand on TEXT."""

    def place(start, end):
        return {"start_offset": start, "end_offset": end, "sha256": verify.fingerprint(text[start:end])}

    one = {"document_id": "talk", "locator": "paragraph 2"}
    return {
        "documents": pd.DataFrame(
            [
                {
                    "document_id": "talk",
                    "access": "text held",
                    "language": "en",
                    "characters": len(text),
                    "sha256": hashlib.sha256(text.encode()).hexdigest(),
                }
            ]
        ),
        "consultations": pd.DataFrame(
            [
                {
                    "consultation_id": "c",
                    "document_id": "talk",
                    "start_date": pd.Timestamp(2024, 5, 3),
                    "end_date": pd.NaT,
                    "date_precision": "day",
                    "date_basis": "stated",
                }
            ]
        ).iloc[:0],
        "people": pd.DataFrame([{"person_id": "a", "name": "Ann", "names_as_printed": ("A",)}]),
        "appearances": pd.DataFrame(
            [
                {
                    "appearance_id": "c-a",
                    "person_id": "a",
                    "document_id": "talk",
                    "post": "asked",
                    "country_code": None,
                }
            ]
        ),
        "quantities": pd.DataFrame(
            [
                {
                    "quantity_id": "m-q1",
                    "message_id": "m",
                    "value_low": 12.0,
                    "value_high": float("nan"),
                    "before_low": float("nan"),
                    "before_high": float("nan"),
                }
            ]
        ),
        "messages": pd.DataFrame([{"message_id": "m", "paraphrase": "There should be 12 more masts."}]),
        "passages": pd.DataFrame(
            [{"passage_id": "m-p1", "message_id": "m", **one, "phrase": "12 new masts", **place(21, 44)}]
        ),
        "exclusions": pd.DataFrame(
            [
                {"exclusion_id": "x1", **one, "reason": "courtesy", "phrase": "Welcome", **place(0, 20)},
                {"exclusion_id": "x2", **one, "reason": "courtesy", "phrase": "Thank you", **place(45, 55)},
            ]
        ),
        "provisions": pd.DataFrame(
            columns=[
                "provision_id",
                "document_id",
                "paraphrase",
                "phrase",
                "start_offset",
                "end_offset",
                "sha256",
                "section",
            ]
        ),
        "positions": pd.DataFrame(
            columns=["position_id", "document_id", "paraphrase", "phrase", "start_offset", "end_offset", "sha256"]
        ),
        "acts": pd.DataFrame(columns=["act_id", "provision_id", "coding_pass", "phrase", "object", "due_year"]),
    }


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "talk.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "picture.bin").write_bytes(b"\xff\xfe\x00")
    return tmp_path


def test_everything_resolves_across_a_line_break(folder):
    (report,) = verify.reports(tiny_package(), folder)
    assert report.complete
    assert (report.resolved, report.places) == (3, 3)


def test_coverage_counts_words(folder):
    (report,) = verify.reports(tiny_package(), folder)
    cover = report.coverage
    assert (cover.held, cover.exclusions, cover.total) == (5, 6, 11)
    assert cover.share == 1.0


def test_text_in_no_statement_and_no_exclusion_lowers_the_share(folder):
    package = tiny_package()
    package["exclusions"] = package["exclusions"].iloc[:1]
    (report,) = verify.reports(package, folder)
    assert report.coverage.share == pytest.approx(5 / 7)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("start_offset", 22, "another SHA-256"),
        ("end_offset", 43, "another SHA-256"),
        ("sha256", "0" * 64, "another SHA-256"),
        ("phrase", "twelve masts", "phrase 'twelve masts' is not in the text"),
    ],
)
def test_a_wrong_cell_is_named_with_its_passage(folder, column, value, said):
    package = tiny_package()
    package["passages"].loc[0, column] = value
    (report,) = verify.reports(package, folder)
    assert list(report.faults) == ["m-p1"]
    assert said in report.faults["m-p1"]
    assert not report.complete


def test_a_passage_that_takes_in_white_space(folder):
    package = tiny_package()
    package["passages"].loc[0, "end_offset"] = 45
    (report,) = verify.reports(package, folder)
    assert "starts or ends in white space" in report.faults["m-p1"]


def test_people_numbers_and_dates_that_are_not_printed_are_named(folder):
    package = tiny_package()
    package["appearances"].loc[0, "post"] = "answered"
    package["quantities"].loc[0, "value_low"] = 13.0
    (report,) = verify.reports(package, folder)
    assert report.unprinted == {
        "c-a": "Ann is not printed with the post 'answered'",
        "m-q1": "the passage has not the number 13",
    }
    package["appearances"].loc[0, ["post", "country_code"]] = ["asked", "KAZ"]
    assert verify.reports(package, folder)[0].unprinted["c-a"] == "the post does not name Kazakhstan"
    assert not report.complete
    assert "  0 of 2 dates, people, numbers and phrases are printed as the rows have them" in verify.lines(report)


@pytest.mark.parametrize(
    ("precision", "basis", "text", "fault"),
    [
        ("day", "inferred", "on 3 May in Rome", None),
        ("day", "inferred", "on 4 May in Rome", "the date 3 May is not printed"),
        ("day", "stated", "on 3 May in Rome", "the date 3 May 2024 is not printed"),
        ("day", "stated", "on 3 May 2024 in Rome", None),
        ("part of month", "inferred", "early May", None),
        ("part of month", "inferred", "early June", "the date May is not printed"),
    ],
)
def test_a_date_is_printed_as_exactly_as_it_is_known(precision, basis, text, fault):
    day = pd.Timestamp(2024, 5, 3)
    frame = pd.DataFrame([{"consultation_id": "c", "start_date": day, "end_date": pd.NaT, "date_precision": precision}])
    frame["date_basis"] = basis
    assert list(verify.printed_dates(frame, text)) == [("c", fault)]


@pytest.mark.parametrize(
    ("language", "text", "printed"),
    [
        ("es", "Santiago, 3 de mayo de 2024", True),
        ("es", "Santiago, 4 de mayo de 2024", False),
        ("es", "Santiago, 13 de mayo de 2024", False),
        ("es", "Santiago, 3 de junio de 2024", False),
        ("fr", "Tunis, le 3 mai 2024", True),
        ("fr", "Tunis, le 3 mai 2023", False),
        ("ru", "Астана, 3 мая 2024 года", True),
        ("ar", "تونس، 3 مايو 2024", True),
        ("zh", "2024年5月3日", True),
        ("xx", "3 mayo 2024", False),
    ],
)
def test_a_date_is_read_in_the_language_of_its_document(language, text, printed):
    day = pd.Timestamp(2024, 5, 3)
    frame = pd.DataFrame([{"consultation_id": "c", "start_date": day, "end_date": pd.NaT, "date_precision": "day"}])
    fault = None if printed else "the date 3 May 2024 is not printed"
    assert list(verify.printed_dates(frame.assign(date_basis="stated"), text, language)) == [("c", fault)]


def test_a_country_is_called_as_in_the_language_of_the_document():
    assert verify.called("BRA", "es") == ["Brazil", "Brasil"]
    assert verify.called("BRA", "en") == verify.called("BRA", "xx") == ["Brazil"]


def test_numbers_in_words_are_numbers():
    assert verify.numbers_in_words("Five planned, 12.5 in all, one left") == {"5", "12.5", "1"}


@pytest.mark.parametrize(
    ("passage", "value", "language", "there"),
    [
        ("reached 1,450 schools", 1450, "en", True),
        ("reached 1.450 schools", 1450, "en", False),
        ("llegó a 1.450 escuelas", 1450, "es", True),
        ("un 12,5 por ciento", 12.5, "es", True),
        ("some 2.3 million people", 2_300_000, "en", True),
        ("2,300,000 people", 2_300_000, "en", True),
        ("five masts", 5, "en", True),
        ("15 masts", 5, "en", False),
    ],
)
def test_a_number_is_found_as_it_is_printed(passage, value, language, there):
    assert verify.has_number(passage, value, language) is there


@pytest.mark.parametrize(
    ("printed", "language", "ours", "fault"),
    [
        ("one in three masts", "en", "1 in 3", None),
        ("1.450 masts", "es", "1,450", None),
        ("1.450 masts", "en", "1,450", "our words have the number 1,450, the passage has not"),
        ("two decades of masts", "en", "20", "our words have the number 20, the passage has not"),
    ],
)
def test_a_number_in_our_words_is_printed_in_digits_or_as_a_word(printed, language, ours, fault):
    place = SimpleNamespace(
        start_offset=0,
        end_offset=len(printed),
        sha256=verify.fingerprint(printed),
        phrase=printed,
        table="passages",
        text=f"There should be {ours} masts.",
    )
    assert verify.place_fault(place, printed, printed, language) == fault


def test_a_phrase_that_occurs_twice(folder):
    text = TEXT + " 12 new masts."
    package = tiny_package(text)
    (folder / "talk.txt").write_text(text, encoding="utf-8")
    (report,) = verify.reports(package, folder)
    assert report.faults == {"m-p1": "the phrase '12 new masts' occurs more than once in the document"}


def test_a_number_that_the_passage_has_not(folder):
    package = tiny_package()
    package["messages"].loc[0, "paraphrase"] = "There should be 13 more masts."
    (report,) = verify.reports(package, folder)
    assert report.faults == {"m-p1": "our words have the number 13, the passage has not"}


def test_one_changed_character_is_said_and_its_passage_named(folder):
    (folder / "talk.txt").write_text(TEXT.replace("12", "21"), encoding="utf-8")
    (report,) = verify.reports(tiny_package(), folder)
    assert report.resolved == 0
    assert report.resembles.name == "talk.txt"
    assert list(report.faults) == ["m-p1"]
    assert "NOT VERIFIED" in "\n".join(verify.lines(report))


def test_a_text_that_is_not_there_is_said_and_not_guessed(tmp_path):
    (tmp_path / "other.txt").write_text("Something else.", encoding="utf-8")
    (report,) = verify.reports(tiny_package(), tmp_path)
    assert (report.file, report.resembles, report.faults, report.complete) == (None, None, {}, False)


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(Refusal, match="no such folder"):
        verify.reports(tiny_package(), tmp_path / "nowhere")


HELD = datapackage.load("documents")["documents"].dropna(subset="sha256")["document_id"].tolist()


def places_in(document):
    """Return how many places in a document the tables have."""
    package = datapackage.load()
    return sum(
        (frame["document_id"] == document).sum()
        for frame in (package[table].dropna(subset="start_offset") for table in verify.PLACES)
    )


class TestSources:
    """The texts of the documents, where they are at hand."""

    def test_every_place_in_the_documents_resolves(self, sources):
        reports = verify.reports(datapackage.load(), sources)
        assert [r.document for r in reports] == sorted(HELD)
        assert all(r.resolved == r.places == places_in(r.document) > 20 for r in reports)
        assert all(report.complete for report in reports)

    def test_statements_and_exclusions_account_for_the_whole_record(self, sources):
        for record in verify.reports(datapackage.load(), sources)[:2]:
            assert record.coverage.held > 0 < record.coverage.exclusions
            assert record.coverage.held + record.coverage.exclusions == record.coverage.total

    def test_provisions_cover_every_word_of_the_body_of_the_resolution(self, sources):
        resolution = verify.reports(datapackage.load(), sources)[-1]
        assert resolution.coverage.share == 1
        assert resolution.coverage.held + resolution.coverage.exclusions == resolution.coverage.total
        assert "  provisions cover 100.0% of the substantive text" in "\n".join(verify.lines(resolution))

    def test_a_provision_left_out_is_missed(self, sources):
        package = dict(datapackage.load())
        package["provisions"] = package["provisions"].query("paragraph != 50")
        package["acts"] = package["acts"][package["acts"]["provision_id"].isin(package["provisions"]["provision_id"])]
        assert verify.reports(package, sources)[-1].coverage.share < 1

    def test_the_command_says_how_many_of_how_many(self, sources, capsys):
        assert main(["verify", str(sources)]) == 0
        places = sum(map(places_in, HELD))
        assert f"{places} of {places} places resolve (" in capsys.readouterr().out

    def test_one_changed_character_of_a_copy_fails_and_names_the_passage(self, sources, tmp_path, capsys):
        for path in sources.rglob("*.txt"):
            text = path.read_text(encoding="utf-8")
            (tmp_path / path.name).write_text(
                text.replace("emerging stakeholders should", "emerging stakeholders shall")
            )
        assert main(["verify", str(tmp_path)]) == 1
        said = capsys.readouterr().out
        assert "progress-report: NOT VERIFIED" in said
        assert "asia-pacific-k3-p1: " in said
        assert "asia-pacific-k2-p1: " not in said

    @pytest.mark.parametrize(
        ("column", "value"), [("start_offset", "3476"), ("end_offset", "3523"), ("sha256", "f" * 64)]
    )
    def test_one_offset_or_hash_fails_and_names_the_passage(self, sources, package_copy, capsys, column, value):
        package_copy.change("passages", "africa-k2-p1", **{column: value})
        assert main(["verify", "--package", str(package_copy.folder), str(sources)]) == 1
        said = capsys.readouterr().out
        assert "africa-k2-p1: the text at" in said
        places = sum(map(places_in, HELD))
        assert f"{places - 1} of {places}" in said


ACT = {"phrase": "ask the Office", "object": "map 3 villages", "due_year": 2031}
PROVISION = "We ask the Office to map 3 villages by 2031."


@pytest.mark.parametrize(
    ("change", "text", "fault"),
    [
        ({}, PROVISION, None),
        ({"object": None, "due_year": None}, PROVISION, None),
        ({"phrase": "ask an Office"}, PROVISION, "stands 0 times in the provision"),
        ({}, f"{PROVISION} {PROVISION}", "stands 2 times in the provision"),
        ({"object": "map 4 villages"}, PROVISION, "our words have the number 4"),
        ({"due_year": 2030}, PROVISION, "the year 2030 is not printed"),
    ],
)
def test_an_act_is_printed_in_its_provision_once_with_its_numbers(change, text, fault):
    told = verify.act_fault(pd.Series(ACT | change), text)
    assert told is None if fault is None else fault in told


def test_what_lies_between_provisions_is_uncovered_unless_it_is_a_heading():
    text = "Before.\nAsks one.\nPeople\nLeft out.\nAsks two.\nAfter."
    places = pd.DataFrame(
        {
            "start_offset": [text.index(own) for own in ("Asks one.", "Asks two.")],
            "end_offset": [text.index("\nPeople"), 44],
        }
    )
    assert text[places["start_offset"][1] : 44] == "Asks two."
    covered = verify.coverage_of_body({"provisions": pd.DataFrame({"section": ["People"]})}, places, text)
    assert (covered.held, covered.exclusions, covered.substantive) == (4, 1, 6)
