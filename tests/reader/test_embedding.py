"""Each trigger carries numbers by which other reports' tellings are compared with it."""

import shutil
from base64 import b64decode
from pathlib import Path

import numpy as np
import pytest

from reportedly.errors import ReaderError
from reportedly.reader.embedding import Embedder, inputs, projected
from reportedly.reader.encoder import Encoder

TEXT = "Talks began in the capital on Monday. Rebels shelled the harbour, killing nine people."


def test_an_input_is_the_mean_of_the_trigger_then_of_its_sentence() -> None:
    hidden = np.arange(10, dtype=np.float32).reshape(1, 5, 2)
    offsets = np.array([[0, 0], [0, 4], [5, 9], [10, 14], [14, 14]])
    assert inputs(hidden, offsets, (5, 9), (0, 9)).tolist() == [4, 5, 3, 4]
    assert inputs(hidden, offsets, (20, 25), (20, 30)).tolist() == [0, 0, 0, 0]


def test_projected_rows_are_unit_vectors_in_whole_numbers() -> None:
    rows = np.array([[3.0, 4.0], [0.0, 0.0], [300.0, 400.0]], np.float32)
    found = projected(rows, np.eye(2, dtype=np.float32) * 0.5, np.zeros(2, np.float32))
    assert found.dtype == np.int8
    assert found.tolist() == [[127, 127], [0, 0], [127, 127]]  # .6 and .8 of a unit are cut at .5


def test_what_reading_gives_is_what_is_asked_for_a_span() -> None:
    encoder = Encoder()
    triggers = encoder.read(TEXT).triggers
    assert triggers and all(one.embedding for one in triggers)
    assert [t.embedding for t in triggers] == encoder.embeddings(TEXT, [(t.start, t.end) for t in triggers])
    raw = b64decode(triggers[0].embedding or "")
    assert int.from_bytes(raw[:4], "little") == Embedder(encoder.folder).mark
    assert encoder.embeddings(TEXT, []) == []


def test_weights_may_do_without_and_broken_ones_are_named(tmp_path: Path) -> None:
    copy = shutil.copytree(Encoder().folder, tmp_path / "weights")
    (copy / "embedding.npz").unlink()
    bare = Encoder(copy)
    assert bare.name != Encoder().name
    assert {t.embedding for t in bare.read(TEXT).triggers} == {None}
    assert bare.embeddings(TEXT, [(0, 5)]) == [None]
    (copy / "embedding.npz").write_bytes(b"no archive")
    with pytest.raises(ReaderError, match="expected a projection"):
        Encoder(copy).read(TEXT)
