"""Scores of pieces that two windows cover are averaged; all else stays."""

from pathlib import Path

import numpy as np
import pytest

import reportedly.reader
from reportedly.reader.overlap import FULL, Run, shared
from reportedly.reader.windows import Window, cut
from reportedly.reader.wordpiece import WordPiece


def run(first: int, pieces: int, score: float) -> Run:
    size = pieces + 2
    window = Window(np.zeros(size, np.int64), np.zeros((size, 2), np.int64), 0, 0, 0, 0, first)
    return Run(window, np.zeros((size, 4), np.float32), [np.full((size, 3), score, np.float32)])


def test_a_lone_window_is_as_it_was() -> None:
    (alone,) = shared([run(0, 10, 1.0)])
    assert (alone.logits[0] == 1.0).all()


def test_no_windows_give_none() -> None:
    assert list(shared([])) == []


def test_the_overlap_is_the_weighted_mean_and_the_same_in_both() -> None:
    left, right = shared([run(0, 10, 0.0), run(6, 10, 1.0)])
    low, high = left.logits[0][1:-1, 0], right.logits[0][1:-1, 0]
    assert (low[:6] == 0).all()
    assert (high[4:] == 1).all()
    assert low[6:] == pytest.approx(high[:4])
    # piece 6 is the fourth from the end of the first window and the first of the second
    assert low[6] == pytest.approx(1 / (4 + 1))
    assert low[9] == pytest.approx(4 / (1 + 4))
    assert left.logits[0][0, 0] == 0  # special tokens are each window's own


def test_windows_that_do_not_meet_leave_each_other_alone() -> None:
    left, right = shared([run(0, 10, 0.0), run(10, 10, 1.0)])
    assert (left.logits[0] == 0).all()
    assert (right.logits[0] == 1).all()


def test_the_middle_of_three_hears_both() -> None:
    _, middle, _ = shared([run(0, 100, 0.0), run(50, 100, 1.0), run(100, 100, 0.0)])
    inner = middle.logits[0][1:-1, 0]
    assert (inner > 0).all()
    assert (inner < 1).all()
    assert inner[49] == pytest.approx(FULL / (FULL + 1))


def test_windows_know_their_first_piece() -> None:
    tokenizer = WordPiece(Path(reportedly.reader.__file__).parent / "weights" / "vocab.txt")
    text = "Shells fell on Homs. " * 200
    pieces = tokenizer.encode(text).ids
    for reach in (32, 144, 256):
        for window in cut(text, tokenizer, reach=reach):
            inside = len(window.ids) - 2
            assert list(window.ids[1:-1]) == pieces[window.first : window.first + inside]
