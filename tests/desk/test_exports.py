import csv
import io
import json
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from starlette.testclient import TestClient

from reportedly.archive import Archive
from reportedly.export import csv as export_csv
from reportedly.records import from_json
from tests.desk.conftest import reports


def rows(client: TestClient, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"/export/events.csv{query}")
    assert answer.headers["content-disposition"] == 'attachment; filename="events.csv"'
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def test_all_events_come_out_as_the_command_line_writes_them(client: TestClient, archive: Path, tmp_path: Path) -> None:
    with Archive.open(archive) as opened:
        export_csv.write(opened.reports(), tmp_path / "all.csv")
    assert client.get("/export/events.csv").content == (tmp_path / "all.csv").read_bytes()


@pytest.mark.parametrize(
    "query", ["?type=ASSAULT", "?type=RETREAT&source=ministry", "?text=bridge", "?toll=killed:10", "?type=AID"]
)
def test_what_is_filtered_is_what_is_saved_in_every_format(client: TestClient, tmp_path: Path, query: str) -> None:
    held = rows(client, query)
    names = [row["event_id"] for row in held]
    page = client.get(f"/incidents{query}").text
    shown = re.search(r"of (\d+) events? that fit", page)
    assert shown and int(shown[1]) == len(names)
    lines = [from_json(line) for line in client.get(f"/export/events.jsonl{query}").content.splitlines()]
    assert sum(len(one.events) for one in lines) == len(names)
    (tmp_path / "x.parquet").write_bytes(client.get(f"/export/events.parquet{query}").content)
    assert pq.read_table(tmp_path / "x.parquet").column("event_id").to_pylist() == names
    features = json.loads(client.get(f"/export/events.geojson{query}").content)["features"]
    assert [one["id"] for one in features] == [row["event_id"] for row in held if row["lat"]]


def test_a_spreadsheet_runs_nothing(client: TestClient) -> None:
    for row in rows(client):
        assert not any(cell.startswith(("=", "+", "@")) for cell in row.values())
    assert len(rows(client)) == sum(len(one.events) for one in reports())


def test_no_file_stays_behind(client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "t"))
    (tmp_path / "t").mkdir()
    assert client.get("/export/events.csv").status_code == 200
    assert client.get("/export/events.csv?text=x&sure=9").status_code == 400
    assert list((tmp_path / "t").iterdir()) == []
