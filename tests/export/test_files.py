"""Files are written whole, and never in the place of what is no file."""

from pathlib import Path

import pytest

from reportedly.errors import ExportError
from reportedly.export.files import whole_file


def test_a_device_is_refused_and_a_link_keeps_pointing(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="device"), whole_file(Path("/dev/null")):
        pass
    assert not Path("/dev/null").is_file()
    (tmp_path / "real.csv").write_bytes(b"old")
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    with whole_file(tmp_path / "link.csv") as stream:
        stream.write(b"new")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes() == b"new"
