"""What may be triggers is looked at a second time."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from reportedly.errors import ReaderError
from reportedly.reader.encoder import Encoder
from reportedly.reader.sifting import FEATURES, Candidate, Known, Sifter, features, joined, stem

TEXT = "Rebels attacked the town. The attack killed nine."
SENTENCES = [(0, 25), (26, 49)]


def candidate(word: str, kind: str = "ASSAULT", score: float = 0.9) -> Candidate:
    at = TEXT.index(word)
    return Candidate(at, at + len(word), kind, score, 0.1, 0.02, 0.01, 0.0, 0.9, 0.8)


def column(rows: np.ndarray, name: str) -> list[float]:
    return [round(float(v), 3) for v in rows[:, FEATURES.index(name)]]


def test_a_row_says_what_stands_around() -> None:
    found = [candidate("attacked"), candidate("killed", score=0.6)]
    words = {"attack": Known(10, 8, {"ASSAULT": 8}), "kill": Known(4, 1, {"ASSAULT": 1})}
    rows = features(TEXT, SENTENCES, found, words, [(TEXT.index("killed"), TEXT.index("killed") + 6)])
    assert rows.shape == (2, len(FEATURES))
    assert column(rows, "score") == [0.9, 0.6]
    assert column(rows, "sentence") == [0, 1]
    assert column(rows, "others") == [0, 0]
    assert column(rows, "rate")[0] == pytest.approx(8.3 / 11.5, abs=0.001)
    assert column(rows, "kind_share")[0] == pytest.approx(8.2 / 9, abs=0.001)
    assert column(rows, "hinted") == [0, 1]
    assert column(rows, "ASSAULT") == [1, 1]
    assert column(rows, "CONTROL") == [0, 0]


def test_unknown_words_and_texts_without_sentences_are_no_trouble() -> None:
    rows = features(TEXT, [], [candidate("attacked")], {})
    assert np.isfinite(rows).all()


@pytest.mark.parametrize(("word", "wanted"), [("Attacked", "attack"), ("shelling", "shell"), ("is", "is"), ("", "")])
def test_stems(word: str, wanted: str) -> None:
    assert stem(word) == wanted


def test_neighbours_of_one_kind_are_joined() -> None:
    found = [(1, 1, "ASSAULT", 0.5), (2, 3, "ASSAULT", 0.7), (4, 4, "PROTEST", 0.9), (6, 6, "PROTEST", 0.8)]
    assert joined(found) == [(1, 3, "ASSAULT", 0.7), (4, 4, "PROTEST", 0.9), (6, 6, "PROTEST", 0.8)]
    assert joined([]) == []


def test_the_shipped_trees_hold_a_known_word_in_a_headline_for_likelier_than_a_mere_word() -> None:
    sifter = Sifter(Encoder().folder)
    likely, unlikely = sifter.probabilities(TEXT, SENTENCES, [candidate("attacked"), candidate("town", score=0.2)])
    assert likely > sifter.least > unlikely
    assert sifter.probabilities(TEXT, SENTENCES, []) == []


def test_a_probability_does_not_hang_on_the_trees_walked_all_at_once_or_one_by_one() -> None:
    sifter = Sifter(Encoder().folder)
    rows = np.random.default_rng(7).normal(0, 1, (300, len(FEATURES))).astype(np.float32)
    rows[::3, 5] = np.nan
    assert sifter.trees.few(rows) == pytest.approx(sifter.trees.probability(rows), abs=1e-5)


def test_weights_do_without_trees_but_not_with_broken_ones(tmp_path: Path) -> None:
    copy = shutil.copytree(Encoder().folder, tmp_path / "weights")
    (copy / "sifting.npz").unlink()
    without = Encoder(copy)
    assert without.name != Encoder().name
    assert without.read("Rebels attacked the town of Homs on Monday.").triggers
    (copy / "sifting.npz").write_bytes(b"no archive")
    with pytest.raises(ReaderError, match="expected trees"):
        Encoder(copy).read("Rebels attacked the town.")
