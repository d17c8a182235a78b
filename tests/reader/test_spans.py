"""Whole spans from labels and from scores of their ends."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.reader.spans import likely, whole

SURE = 8.0


def _bio(labels: str) -> np.ndarray:
    """Logits that hold each piece's label (O, B or I) for all but certain."""
    return np.array([[SURE * (label == one) for one in "OBI"] for label in labels])


def _scores(size: int, *spans: tuple[int, int]) -> np.ndarray:
    table = np.full((size, size), -SURE)
    for span in spans:
        table[span] = SURE
    return table


def test_a_span_that_both_hold_likely_is_found() -> None:
    found = whole(_bio("OBIIO"), _scores(5, (1, 3)), 0.5)
    assert [span[:2] for span in found] == [(1, 3)]
    assert found[0][2] > 0.99


def test_one_that_only_the_labels_hold_needs_a_lower_threshold() -> None:
    labels, scores = _bio("OBIIO"), _scores(5)
    assert whole(labels, scores, 0.3) == []
    assert [span[:2] for span in whole(labels, scores, 0.005)] == [(1, 3)]


def test_the_scores_decide_where_the_labels_waver_between_two_ends() -> None:
    labels = _bio("BIIO")
    labels[2] = [SURE, 0, SURE]
    assert [span[:2] for span in whole(labels, _scores(4, (0, 1)), 0.3)] == [(0, 1)]
    assert [span[:2] for span in whole(labels, _scores(4, (0, 2)), 0.3)] == [(0, 2)]


def test_of_overlapping_spans_the_likelier_stands() -> None:
    labels = _bio("BIBI")
    scores = _scores(4, (0, 3), (2, 3))
    assert [span[:2] for span in whole(labels, scores, 0.001)][-1] == (2, 3)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 12), st.integers(0, 10_000), st.sampled_from([0.0, 0.1, 0.4]))
def test_spans_lie_inside_in_order_and_apart(size: int, seed: int, threshold: float) -> None:
    rng = np.random.default_rng(seed)
    labels, scores = rng.normal(0, 3, (size, 3)), rng.normal(-1, 3, (size, size))
    table = likely(labels, scores)
    assert ((table >= 0) & (table <= 1)).all()
    assert not np.tril(table, -1).any()
    found = whole(labels, scores, threshold)
    assert all(0 <= first <= last < size and chance > threshold for first, last, chance in found)
    assert all(one[1] < other[0] for one, other in pairwise(found))


def test_a_text_of_one_piece_has_one_span_at_most() -> None:
    assert whole(_bio("B"), _scores(1, (0, 0)), 0.5) == [(0, 0, pytest.approx(1.0, abs=1e-2))]
