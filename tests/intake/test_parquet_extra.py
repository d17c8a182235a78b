"""Without pyarrow, Parquet is refused by name and everything else is read."""

import sys
from pathlib import Path

import pytest

from reportedly.errors import ExportError
from reportedly.intake import Failed, read_inputs
from reportedly.records import Report


def test_without_the_extra_parquet_names_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    monkeypatch.delitem(sys.modules, "reportedly.export.parquet", raising=False)
    (tmp_path / "a.parquet").write_bytes(b"PAR1PAR1")
    (tmp_path / "b.txt").write_text("A bomb killed two people in Kabul on Tuesday, the police said.\n")
    table, text = read_inputs([tmp_path])
    assert isinstance(table, Failed)
    assert "reportedly[parquet]" in str(table.error)
    assert isinstance(text, Report)
    with pytest.raises(ExportError, match=r"reportedly\[parquet\]"):
        import reportedly.export.parquet  # noqa: F401
