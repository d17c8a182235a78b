"""Rows of tables, good and bad."""

import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from reportedly.errors import BrokenRow, TooLarge, UnreadableInput
from reportedly.intake.outcome import Limits
from reportedly.intake.tables import BadRow, Row, csv_rows, jsonl_rows, parquet_rows

SMALL = Limits(row=200)


def stream(data: bytes | str) -> io.BufferedReader:
    return io.BufferedReader(io.BytesIO(data.encode() if isinstance(data, str) else data))  # type: ignore[arg-type]


def test_jsonl_reads_on_after_broken_lines() -> None:
    rows = list(
        jsonl_rows(
            stream('{"text": "a"}\n{"text": \n\n[1]\n{"text": "b", "x": NaN}\n{"text": "\\ud800"}\n"s"\n{"text": "c"}'),
            "f",
            SMALL,
        )
    )
    assert [row.number for row in rows] == [1, 2, 4, 5, 6, 7, 8]
    assert [type(row) for row in rows] == [Row, BadRow, BadRow, Row, Row, BadRow, Row]
    assert isinstance(rows[1], BadRow) and isinstance(rows[1].error, BrokenRow)
    assert "f: line 2: expected JSON, got" in str(rows[1].error)
    assert "f: line 4: expected a JSON object, got list" in str(rows[2].error)  # type: ignore[union-attr]


def test_jsonl_line_over_its_bound() -> None:
    long = json.dumps({"text": "x" * 500})
    rows = list(jsonl_rows(stream(f'{{"text": "a"}}\n{long}\n{{"text": "b"}}\n{long}'), "f", SMALL))
    assert [type(row) for row in rows] == [Row, BadRow, Row, BadRow]
    assert isinstance(rows[1], BadRow) and isinstance(rows[1].error, TooLarge) and "line 2" in str(rows[1].error)


def test_jsonl_deeply_nested_and_not_utf8() -> None:
    deep = '{"text": "a", "x": ' + "[" * 20_000 + "]" * 20_000 + "}"
    latin = '{"text": "The café in Málaga was closed, said the mayor of the town."}'.encode("cp1252")
    binary = b'{"text": "\x00\x01"}'
    rows = list(jsonl_rows(stream(deep.encode() + b"\n" + latin + b"\n" + binary + b"\n"), "f", Limits()))
    assert [type(row) for row in rows] == [BadRow, Row, BadRow]
    assert isinstance(rows[1], Row) and rows[1].values["text"].startswith("The café")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_delimiters(delimiter: str) -> None:
    data = f'id{delimiter}Text\n1{delimiter}"first, second; third\nline ""two"""\n2{delimiter}plain\n\n'
    assert list(csv_rows(stream(data), "f", SMALL)) == [
        Row(2, {"id": "1", "text": 'first, second; third\nline "two"'}),
        Row(4, {"id": "2", "text": "plain"}),
    ]


def test_csv_without_text_says_what_it_has() -> None:
    with pytest.raises(UnreadableInput, match=r"expected a column 'text', got 'id', 'notes' .--column text=NAME"):
        list(csv_rows(stream("id,notes\n1,x\n"), "f", SMALL))


def test_csv_stray_quote_costs_one_line() -> None:
    data = 'id,text\n1,a\n2,"never closed\n3,c\n4,"quoted, d"\n5,e\n6,f,g\n7,h\n'
    rows = list(csv_rows(stream(data), "f", Limits()))
    assert [(row.number, type(row)) for row in rows] == [
        (2, Row), (3, BadRow), (4, Row), (5, Row), (6, Row), (7, BadRow), (8, Row),
    ]  # fmt: skip
    assert "line 7: expected 2 columns as in the header, got 3" in str(rows[5].error)  # type: ignore[union-attr]
    unclosed_last = list(csv_rows(stream('id,text\n1,a\n2,"b\n'), "f", Limits()))
    assert [type(row) for row in unclosed_last] == [Row, BadRow]


def test_csv_blank_cells_after_the_last_column_are_dropped() -> None:
    rows = list(csv_rows(stream("id,text\n1,a,,\n2,b, ,c\n"), "f", SMALL))
    assert rows[0] == Row(2, {"id": "1", "text": "a"})
    assert isinstance(rows[1], BadRow) and "expected 2 columns as in the header, got 4 (a text that" in str(
        rows[1].error
    )


def test_csv_row_over_its_bound_and_binary_row() -> None:
    data = b"id,text\n1," + b"x" * 500 + b"\n2,b\n3,\x00\x01\n4,d\n"
    rows = list(csv_rows(stream(data), "f", SMALL))
    assert [(row.number, type(row)) for row in rows] == [(2, BadRow), (3, Row), (4, BadRow), (5, Row)]


def test_csv_of_nothing_but_quotes_ends() -> None:
    data = "id,text\n" + '1,"a\n' * 1001
    with pytest.raises(UnreadableInput, match="stray quotes"):
        list(csv_rows(stream(data), "f", Limits()))


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    table = pa.table({"Text": ["a", None, "c"] * 50, "n": list(range(150)), "day": pa.array([0] * 150, pa.date32())})
    pq.write_table(table, path)
    with path.open("rb") as file:
        rows = list(parquet_rows(file, "f"))
    assert len(rows) == 150 and [row.number for row in rows] == list(range(1, 151))
    assert isinstance(rows[2], Row) and rows[2].values["text"] == "c" and rows[2].values["n"] == 2


def test_parquet_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="f: expected Parquet"):
        list(parquet_rows(io.BytesIO(b"PAR1 no, it is not"), "f"))
    path = tmp_path / "rows.parquet"
    pq.write_table(pa.table({"summary": ["a"]}), path)
    with path.open("rb") as file, pytest.raises(UnreadableInput, match="expected a column 'text', got 'summary'"):
        list(parquet_rows(file, "f"))
