"""Which column holds what, and what is said of it."""

import json
from pathlib import Path

import pytest

from reportedly.errors import UnreadableInput
from reportedly.intake import Failed, read_inputs
from reportedly.intake.columns import Columns, fold
from reportedly.records import Report

TEXT = "Rebels seized the town of Goma on Friday, a spokesman said."


def test_usual_names_are_read_and_told_once(tmp_path: Path) -> None:
    table = "Headline;Pub. Date;Source;Article Body;Pages\n" + f"Town falls;2022-05-13;Morning Ledger;{TEXT};4\n"
    (tmp_path / "a.csv").write_text(table, "utf-8-sig")
    (tmp_path / "b.csv").write_text(table.replace("Goma", "Bukavu"))
    told: list[str] = []
    first, second = read_inputs([tmp_path], told=told.append)
    assert isinstance(first, Report) and isinstance(second, Report)
    assert (first.title, first.published, first.outlet) == ("Town falls", "2022-05-13", "Morning Ledger")
    assert first.text == f"Town falls\n\n{TEXT}" and first.extra == {"Pages": "4"}
    assert second.outlet == "Morning Ledger"
    assert told == [
        "a.csv: 'Article Body' is read as text, 'Headline' is read as title, 'Source' is read as outlet, "
        "'Pub. Date' is read as published; kept with the record, not read: 'Pages'"
    ]


def test_a_column_of_the_fields_own_name_goes_before_a_usual_one(tmp_path: Path) -> None:
    row = {"text": TEXT, "body": "another", "published": "2022-05-13", "date": "2022-05-09", "Outlet": "Ledger"}
    (tmp_path / "a.jsonl").write_text(json.dumps(row))
    told: list[str] = []
    (read,) = read_inputs([tmp_path / "a.jsonl"], told=told.append)
    assert isinstance(read, Report) and (read.published, read.outlet) == ("2022-05-13", "Ledger")
    assert read.extra == {"body": "another", "date": "2022-05-09"} and told == []


def test_a_given_column_goes_before_all(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"text,Narrative,when\nbrief,{TEXT.replace(',', ';')},2022-05-13\n")
    (read,) = read_inputs([tmp_path / "a.csv"], columns={"text": "narrative", "published": "when"})
    assert isinstance(read, Report) and read.text.startswith("Rebels seized") and read.published == "2022-05-13"
    assert read.extra == {"text (not read)": "brief"}


def test_a_given_column_that_is_missing_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,when\nx,2022-05-13\n")
    for columns, missing in (({"published": "whne"}, "whne"), ({"text": "words"}, "words")):
        (read,) = read_inputs([tmp_path / "a.csv"], columns=columns)
        assert isinstance(read, Failed) and isinstance(read.error, UnreadableInput)
        assert f"expected a column '{missing}', got 'text', 'when'" in str(read.error)
    with pytest.raises(ValueError, match="got 'texts'"):
        read_inputs([], columns={"texts": "a"})


def test_two_columns_of_one_field_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,text\na,b\n")
    (read,) = read_inputs([tmp_path / "a.csv"])
    assert isinstance(read, Failed) and "expected one column 'text', got 2" in str(read.error)


def test_outlets_that_are_objects(tmp_path: Path) -> None:
    rows = [{"content": TEXT, "publishedAt": "2022-05-13T10:00:00Z", "source": {"id": None, "name": "Morning Ledger"}}]
    (tmp_path / "a.json").write_text(json.dumps({"status": "ok", "articles": rows}, indent=1))
    (read,) = read_inputs([tmp_path / "a.json"])
    assert isinstance(read, Report)
    assert (read.name, read.outlet, read.published) == ("a.json:1", "Morning Ledger", "2022-05-13")


def test_outlets_that_are_lists(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": TEXT, "source": ["Reuters", "AFP"]}))
    (read,) = read_inputs([tmp_path / "a.jsonl"])
    assert isinstance(read, Report) and read.outlet == "Reuters; AFP"


def test_objects_of_a_json_list_fail_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([{"text": TEXT}, {"text": 5}, 7]))
    reads = list(read_inputs([tmp_path / "a.json"]))
    assert [type(read) for read in reads] == [Report, Failed, Failed]
    assert "a.json: object 2: expected a text, got int" in str(reads[1].error)  # type: ignore[union-attr]
    assert "a.json: object 3: expected a JSON object, got int" in str(reads[2].error)  # type: ignore[union-attr]


def test_names_are_compared_without_case_and_marks() -> None:
    assert fold(" Pub. Date ") == fold("pub-date") == "pub_date"
    assert Columns().chosen(["DATE", "Text"]) == {"text": "Text", "published": "DATE"}


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"%PDF-1.4\nplain words, as an uncompressed PDF holds them\n", "a PDF"),
        (b"{\\rtf1\\ansi plain words}", "rich-text"),
        (b"PK\x03\x04" + b"\0" * 40, "an Office document"),
        (b"SQLite format 3\0" + b"\0" * 40, "reportedly show"),
    ],
)
def test_files_that_are_no_reports_are_called_by_their_names(tmp_path: Path, head: bytes, what: str) -> None:
    (tmp_path / "a.txt").write_bytes(head)
    (read,) = read_inputs([tmp_path / "a.txt"])
    assert isinstance(read, Failed) and what in str(read.error)
