"""Data files: present, well formed, and saying where they come from."""

from pathlib import Path

import pytest

import reportedly.resolve
from reportedly.errors import DataError
from reportedly.resolve.lexicon import rows, table

DATA = Path(reportedly.resolve.__file__).parent / "data"


def test_missing_and_malformed_tables_are_data_errors() -> None:
    with pytest.raises(DataError, match="no-such-file"):
        table("no-such-file.toml")
    with pytest.raises(DataError, match="expected 3 cells in line"):
        rows("iso_countries.tsv", 3)
    with pytest.raises(DataError, match="expected TOML"):
        table("iso_countries.tsv")


@pytest.mark.parametrize("path", sorted([*DATA.glob("*.toml"), *DATA.glob("*.tsv")]), ids=lambda path: path.name)
def test_every_data_file_names_its_source(path: Path) -> None:
    head = path.read_text(encoding="utf-8").split("\n\n")[0]
    assert head.startswith("#")
    assert "source" in head.lower() or "written for this project" in head.lower()
