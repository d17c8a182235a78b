import csv
import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pytest

from reportedly import records
from reportedly.errors import ExportError
from reportedly.export import FORMATS, geojson, jsonl, parquet
from reportedly.export import csv as csv_format
from reportedly.export.flat import columns, row
from tests.archive import samples

WRITERS = {"csv": csv_format.write, "parquet": parquet.write, "geojson": geojson.write, "jsonl": jsonl.write}


def read_csv(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline=""), strict=True))


def test_every_format_has_a_writer() -> None:
    assert set(FORMATS) == set(WRITERS)


def test_a_row_has_the_documented_columns_in_order() -> None:
    names = [column.name for column in columns()]
    assert len(names) == len(set(names))
    for coded in samples.several():
        for event in coded.events:
            assert list(row(coded, event)) == names


def test_a_row_says_what_the_record_says() -> None:
    coded = samples.carried()
    e1, e2, e3, e4 = (row(coded, event) for event in coded.events)
    text = coded.report.text
    assert e2["actors"] == "Russian units"
    assert (e2["actor_countries"], e2["actor_sectors"]) == ("RUS", "MIL")
    assert e2["chain"] == "Channel Nine ← the Defence Ministry"
    assert (e2["root_source"], e2["root_kind"], e2["own_voice"]) == ("the Defence Ministry", "government", False)
    assert (e1["own_voice"], e1["chain"], e1["root_source"]) == (True, None, None)
    assert e2["same_as"] == e1["event_id"]
    assert (e3["likelihood"], e3["likelihood_low"], e3["likelihood_high"], e3["stance"]) == (
        "likely",
        0.55,
        0.75,
        "predicts",
    )
    assert e3["place_flags"] == "ambiguous"
    assert (e4["killed_low"], e4["killed_high"], e4["injured_low"], e4["missing_low"]) == (3, 3, 7, None)
    assert (e4["earliest"], e4["latest"], e4["granularity"]) == ("2022-04-04", "2022-04-04", "day")
    assert text[int(str(e4["trigger_start"])) : int(str(e4["trigger_end"]))] == "killed"
    sentence = text[int(str(e4["sentence_start"])) : int(str(e4["sentence_end"]))]
    assert sentence == "In Dergachi three people were killed and seven wounded on April 4, its mayor said."


def test_a_row_names_the_wire_and_the_row_of_the_table() -> None:
    coded = samples.carried()
    wires = [
        records.Wire(text="Reuters", start=0, end=7, name="Reuters"),
        records.Wire(text="AFP", start=8, end=11, name="AFP", role="input"),
        records.Wire(text="agencies", start=12, end=20, role="input"),
    ]
    from_table = msgspec.structs.replace(coded.report, row="a.csv:7")
    made = row(msgspec.structs.replace(coded, report=from_table, wire=wires), coded.events[0])
    assert (made["wire"], made["report_row"]) == ("Reuters; AFP (input); ? (input)", "a.csv:7")
    assert (row(coded, coded.events[0])["wire"], row(coded, coded.events[0])["report_row"]) == (None, None)


def test_the_first_figure_for_an_outcome_counts_and_open_sides_stay_empty() -> None:
    coded = samples.direct()
    flat = row(coded, coded.events[1])
    assert (flat["displaced_low"], flat["displaced_high"]) == (40, None)
    event = coded.events[1]
    total = samples.at(coded.report.text, "40", records.Toll, outcome="displaced", low=40, high=40)
    of_these = samples.at(coded.report.text, "40", records.Toll, outcome="displaced", low=5, high=5)
    flat = row(coded, msgspec.structs.replace(event, casualties=[total, of_these]))
    assert (flat["displaced_low"], flat["displaced_high"]) == (40, 40)


def test_a_separator_inside_a_name_does_not_make_two_names() -> None:
    coded = samples.flat()
    actors = [
        samples.at(coded.report.text, "Russian units", records.Actor, name=name, country=country)
        for name, country in (("A; B", None), ("C", "UKR"))
    ]
    flat = row(coded, msgspec.structs.replace(coded.events[0], actors=actors))
    assert (flat["actors"], flat["actor_countries"], flat["actor_sectors"]) == ("A, B; C", "; UKR", None)


def test_csv_is_read_back_by_a_strict_reader(tmp_path: Path) -> None:
    assert csv_format.write(samples.several(), tmp_path / "e.csv") == 8
    rows = read_csv(tmp_path / "e.csv")
    assert len(rows) == 8
    expected = row(samples.carried(), samples.carried().events[3])
    [found] = [one for one in rows if one["event_id"] == expected["event_id"]]
    assert found == {name: csv_format.cell(value) for name, value in expected.items()}
    assert (found["lat"], found["own_voice"], found["mode"]) == ("50.10904", "false", "")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1", "\n=1", "\0=1"])
def test_a_text_cell_can_not_start_a_formula(text: str) -> None:
    assert csv_format.cell(text)[0] == "'"


@pytest.mark.parametrize(
    ("value", "cell"), [(-0.12, "-0.12"), (-5, "-5"), ("a=b", "a=b"), (None, ""), (True, "true"), ("", "")]
)
def test_numbers_and_harmless_texts_are_left_as_they_are(value: Any, cell: str) -> None:
    assert csv_format.cell(value) == cell


def test_csv_records_end_and_quote_as_the_standard_says() -> None:
    assert csv_format.line(['a"b', "c,d", "e\nf", None]) == '"a""b","c,d","e\nf",\r\n'


def test_hostile_cells_stay_in_their_cells(tmp_path: Path) -> None:
    csv_format.write([samples.hostile()], tmp_path / "e.csv")
    [found] = read_csv(tmp_path / "e.csv")
    assert found["title"].startswith("'=HYPERLINK")
    assert found["outlet"] == samples.hostile().report.outlet
    assert found["root_source"].startswith("'=cmd")
    assert found["killed_low"] == str(2**63 - 1)


def test_parquet_has_typed_columns_and_the_same_values(tmp_path: Path) -> None:
    assert parquet.write(samples.several(), tmp_path / "e.parquet") == 8
    table = pq.read_table(tmp_path / "e.parquet")
    assert table.column_names == [column.name for column in columns()]
    assert table.schema.field("published").type == "date32[day]"
    assert table.schema.field("killed_low").type == "int64"
    expected = [row(coded, event) for coded in samples.several() for event in coded.events]
    dates = {column.name for column in columns() if column.type == "date"}
    found = [
        {name: value.isoformat() if name in dates and value else value for name, value in one.items()}
        for one in table.to_pylist()
    ]
    assert found == expected


def test_parquet_of_no_events_has_its_columns(tmp_path: Path) -> None:
    assert parquet.write([], tmp_path / "e.parquet") == 0
    table = pq.read_table(tmp_path / "e.parquet")
    assert (table.num_rows, table.num_columns) == (0, len(columns()))


def test_parquet_in_several_row_groups(tmp_path: Path) -> None:
    parquet.write(samples.several(), tmp_path / "e.parquet", row_group=3)
    assert pq.ParquetFile(tmp_path / "e.parquet").num_row_groups == 3
    assert pq.read_table(tmp_path / "e.parquet").num_rows == 8


def test_geojson_has_points_longitude_first(tmp_path: Path) -> None:
    assert geojson.write([samples.carried(), samples.direct()], tmp_path / "e.geojson") == 5
    collection = json.loads((tmp_path / "e.geojson").read_text("utf-8"))
    assert collection["type"] == "FeatureCollection"
    dergachi = collection["features"][3]
    assert dergachi["geometry"] == {"type": "Point", "coordinates": [36.11652, 50.10904]}
    assert dergachi["id"] == dergachi["properties"]["event_id"]
    assert dergachi["properties"] == row(samples.carried(), samples.carried().events[3])


@pytest.mark.parametrize(
    ("lat", "lon"), [(None, 1.0), (1.0, None), (91.0, 0.0), (0.0, -180.5), (float("nan"), 0.0), (0.0, float("inf"))]
)
def test_what_lies_nowhere_on_the_globe_is_no_feature(lat: float | None, lon: float | None) -> None:
    coded = samples.flat()
    event = coded.events[0]
    assert event.place is not None
    moved = msgspec.structs.replace(event, place=msgspec.structs.replace(event.place, lat=lat, lon=lon))
    assert geojson.feature(coded, event) is not None
    assert geojson.feature(coded, moved) is None
    assert geojson.feature(coded, msgspec.structs.replace(event, place=None)) is None


def test_geojson_without_features_is_still_geojson(tmp_path: Path) -> None:
    geojson.write([], tmp_path / "e.geojson")
    assert json.loads((tmp_path / "e.geojson").read_text()) == {"type": "FeatureCollection", "features": []}


def test_jsonl_gives_the_records_back(tmp_path: Path) -> None:
    assert jsonl.write(samples.several(), tmp_path / "e.jsonl") == 4
    lines = (tmp_path / "e.jsonl").read_bytes().split(b"\n")
    assert lines.pop() == b""
    assert [records.from_json(line) for line in lines] == samples.several()


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_reports_give_the_same_bytes(tmp_path: Path, name: str) -> None:
    for file in ("1", "2"):
        WRITERS[name](iter(samples.several()), tmp_path / file)
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


@pytest.mark.parametrize("name", FORMATS)
def test_a_write_that_breaks_leaves_the_old_file_and_no_other(tmp_path: Path, name: str) -> None:
    path = tmp_path / "e"
    path.write_text("what was there")

    def broken() -> Any:
        yield samples.carried()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        WRITERS[name](broken(), path)
    assert path.read_text() == "what was there"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", FORMATS)
def test_where_nothing_can_be_written_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError, match="got none at"):
        WRITERS[name]([], tmp_path / "none" / "e")
    with pytest.raises(ExportError, match="got a folder"):
        WRITERS[name]([], tmp_path)


def test_a_new_file_has_a_new_files_mode_and_a_replaced_one_keeps_its_own(tmp_path: Path) -> None:
    path = tmp_path / "e"
    (tmp_path / "plain").touch()
    jsonl.write([], path)
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)
    path.chmod(0o640)
    jsonl.write([], path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


_WITH_LITTLE_ROOM = """
import resource, sys
from pathlib import Path
from reportedly.errors import ExportError
from reportedly.export import jsonl
from tests.archive import samples
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    jsonl.write(samples.several(), Path(sys.argv[1]))
except ExportError as error:
    print(error)
"""


@pytest.mark.skipif(os.name != "posix", reason="limits on file sizes are POSIX's")
def test_when_room_runs_out_it_is_said_and_nothing_stays(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _WITH_LITTLE_ROOM, str(tmp_path / "e")]
    ran = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True)
    assert "File too large" in ran.stdout
    assert list(tmp_path.iterdir()) == []
