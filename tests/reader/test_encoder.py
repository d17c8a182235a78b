"""The encoder names itself by its weights, and says what is wrong with a folder of them."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from reportedly.errors import ReaderError
from reportedly.reader import Hint
from reportedly.reader.encoder import HINTED, Encoder
from reportedly.reader.windows import cut


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


def test_a_hint_is_taken_where_a_sentence_has_no_trigger_and_the_encoder_holds_one_possible() -> None:
    encoder = Encoder()
    text = "Talks began. Two women were wounded."
    (window,) = cut(text, encoder._tokenizer)
    at = text.index("wounded")
    piece = int(np.flatnonzero(window.offsets[:, 0] == at)[0])
    labels = encoder.inventory.tags["triggers"]
    hint = Hint(at, at + len("wounded"), 13, len(text))

    def taken(doubt: float, happened: list) -> list:
        logits = np.full((len(window.offsets), len(labels)), -20.0)
        logits[:, 0] = 5.0
        logits[piece, labels.index("B-ASSAULT")] = doubt
        return encoder._taken(window, [hint], happened, logits)

    assert taken(3.0, []) == [(piece, piece, "ASSAULT", HINTED)]
    assert taken(-5.0, []) == []  # never, says the encoder
    first = int(np.flatnonzero(window.offsets[:, 0] == 13)[0])
    assert taken(3.0, [(first, first, "ASSAULT", 0.9)]) == []
    assert taken(3.0, [(1, 1, "CONSULT", 0.9)]) == [(piece, piece, "ASSAULT", HINTED)]
    assert taken(3.0, [(first, first, "PROTEST", 0.9)]) == [(piece, piece, "ASSAULT", HINTED)]  # no protest wounds
    assert taken(-5.0, [(first, first, "PROTEST", 0.9)]) == []


def test_by_hints_alone_no_report_gets_a_kind_of_event() -> None:
    text = "The choir sang in the harbour. Nine singers were given biscuits."
    at = text.index("given")
    spans = lambda reading: [(t.start, t.end, t.type) for t in reading.triggers]  # a hint moves scores of its sentence
    assert spans(Encoder().read(text, [Hint(at, at + 5, 31, len(text))])) == spans(Encoder().read(text))
