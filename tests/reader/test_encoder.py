"""The encoder names itself by its weights, and says what is wrong with a folder of them."""

import shutil
from pathlib import Path

import pytest

from reportedly.errors import ReaderError
from reportedly.reader.encoder import Encoder


def test_other_weights_have_another_name(tmp_path: Path) -> None:
    shipped = Encoder()
    copy = shutil.copytree(shipped.folder, tmp_path / "weights")
    assert Encoder(copy).name == shipped.name
    labels = copy / "labels.json"
    labels.write_text(labels.read_text().replace('"temperature": ', '"temperature":  ', 1))
    assert Encoder(copy).name != shipped.name


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="expected the reader's weights"):
        Encoder(tmp_path)
