"""Decoding: spans out of label scores, by hand-made scores."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reportedly.reader import decode

LABELS = ["O", "B-source", "I-source", "B-content", "I-content"]


def scores(rows: list[list[float]]) -> np.ndarray:
    return np.log(np.array(rows) / np.array(rows).sum(-1, keepdims=True))


def test_the_path_never_enters_a_span_by_its_inside() -> None:
    likes_inside = scores([[0.4, 0.1, 0.1, 0.1, 0.1], [0.3, 0.05, 0.05, 0.1, 0.5], [0.2, 0.1, 0.1, 0.1, 0.5]])
    path = decode.best_path(likes_inside[None], decode.transitions(LABELS))[0]
    assert [LABELS[i] for i in path] in (
        ["O", "B-content", "I-content"],
        ["B-content", "I-content", "I-content"],
        ["I-content"] * 3,
    )
    for before, after in itertools.pairwise(path):
        if LABELS[after].startswith("I-"):
            assert LABELS[before][2:] == LABELS[after][2:]


def test_one_doubtful_piece_does_not_break_a_long_span() -> None:
    inside = [0.05, 0.01, 0.01, 0.02, 0.91]
    rows = [[0.1, 0.0001, 0.0001, 0.88, 0.02], inside, [0.6, 0.01, 0.01, 0.01, 0.37], inside, inside]
    found = decode.filled(scores(rows)[None], LABELS, 1.0)[0]
    assert [(a, b, kind) for a, b, kind, _ in found] == [(0, 4, "content")]


def test_spans_carry_the_mean_probability_of_their_label() -> None:
    rows = [[0.1, 0.8, 0.1, 1e-9, 1e-9], [0.2, 0.1, 0.7, 1e-9, 1e-9], [0.9, 0.05, 0.05, 1e-9, 1e-9]]
    ((first, last, kind, mean),) = decode.tagged(np.log(np.array(rows)), LABELS, 1.0)
    assert (first, last, kind) == (0, 1, "source")
    assert abs(mean - (0.9 + 0.8) / 2) < 1e-6


def test_a_bias_against_nothing_finds_more() -> None:
    rows = np.log(np.array([[0.6, 0.3, 0.02, 0.05, 0.03]]))
    assert decode.tagged(rows, LABELS, 1.0) == []
    assert len(decode.tagged(rows, LABELS, 1.0, bias=-1.0)) == 1


def test_a_higher_temperature_is_less_sure() -> None:
    logits = np.array([[0.0, 4.0, 0.0, 0.0, 0.0]])
    sure, unsure = decode.tagged(logits, LABELS, 1.0)[0][3], decode.tagged(logits, LABELS, 3.0)[0][3]
    assert 0 < unsure < sure < 1


@given(st.integers(0, 2**32 - 1), st.floats(0.1, 5))
def test_the_quick_way_to_the_best_path_ends_where_the_search_does(seed: int, spread: float) -> None:
    scores = decode.log_softmax(np.random.default_rng(seed).normal(size=(3, 9, len(LABELS))) * spread)
    steps = decode.transitions(LABELS)
    assert (decode.best_path(scores, steps) == decode._searched(scores, steps)).all()
