import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from reportedly.archive import Archive
from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("csv", "8 events"),
        ("parquet", "8 events"),
        ("geojson", "7 of 8 (the others have no coordinates) events"),
        ("jsonl", "4 reports"),
    ],
)
def test_every_format_is_written_and_its_number_told(
    run: Run, archive: Path, tmp_path: Path, form: str, said: str
) -> None:
    path = tmp_path / f"e.{form}"
    code, out, err = run("export", archive, "--as", form, "-o", path)
    assert (code, out) == (0, "")
    assert err == f"{said} written to {path}\n"
    assert path.stat().st_size > 0
    assert sorted(tmp_path.iterdir()) == sorted([archive, path])


def test_jsonl_holds_the_archives_records(run: Run, archive: Path, tmp_path: Path) -> None:
    run("export", archive, "--as", "jsonl", "-o", tmp_path / "e.jsonl")
    with Archive.open(archive, read_only=True) as opened:
        assert (tmp_path / "e.jsonl").read_bytes() == b"".join(line + b"\n" for line in opened.records())
    assert run("export", archive, "--as", "jsonl", "-o", "-").out == (tmp_path / "e.jsonl").read_text("utf-8")


def test_formats_agree(run: Run, archive: Path, tmp_path: Path) -> None:
    for form in ("parquet", "geojson"):
        run("export", archive, "--as", form, "-o", tmp_path / f"e.{form}")
    points = json.loads((tmp_path / "e.geojson").read_text())["features"]
    rows = pq.read_table(tmp_path / "e.parquet").to_pylist()
    assert [one["id"] for one in points] == [row["event_id"] for row in rows if row["lat"] is not None]


def test_what_can_not_be_written_is_an_error(run: Run, archive: Path, tmp_path: Path) -> None:
    assert "got none at" in run("export", archive, "--as", "csv", "-o", tmp_path / "no" / "e.csv").err
    assert run("export", archive, "--as", "parquet", "-o", "-").code == 1
    assert run("export", archive, "--as", "xlsx", "-o", tmp_path / "e").code == 2
    assert run("export", archive, "-o", tmp_path / "e").code == 2
    assert list(tmp_path.iterdir()) == [archive]
