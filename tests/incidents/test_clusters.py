import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.errors import DataError
from reportedly.incidents.blocks import candidates
from reportedly.incidents.clusters import cluster
from reportedly.incidents.merging import FEATURES, Groups
from reportedly.incidents.pairs import features, scores
from reportedly.incidents.tellings import Ints, Tellings
from reportedly.incidents.words import Floats
from reportedly.trees import Trees
from tests.incidents import samples
from training.incidents.coded import embedded


def mean(groups: Groups, edges: Ints) -> Floats:
    return groups.mean(edges)


def tellings(count: int) -> Tellings:
    """So many tellings; what they say doesn't count where pairs are scored by hand."""
    return Tellings([samples.strike(f"O{n}", "2022-06-03", 9) for n in range(count)])


def grouped(
    count: int, pairs: list[tuple[int, int, float]], known: list[int] | None = None, threshold: float = 0.3
) -> list[int]:
    a, b, p = (np.array(column) for column in zip(*pairs, strict=True))
    held = None if known is None else np.array(known)
    return cluster(tellings(count), a, b, p.astype(np.float32), held, threshold=threshold, score=mean).tolist()


def test_groups_are_of_rows_that_are_likely_one() -> None:
    pairs = [(0, 1, 0.9), (1, 2, 0.8), (0, 2, 0.7), (2, 3, 0.1), (3, 4, 0.9)]
    assert grouped(6, pairs) == [0, 0, 0, 3, 3, 5]


def test_one_likely_pair_does_not_join_two_groups_that_are_otherwise_unlike() -> None:
    pairs = [(0, 1, 0.9), (2, 3, 0.9), (1, 2, 0.8), (0, 2, 0.1), (0, 3, 0.1), (1, 3, 0.1)]
    assert grouped(4, pairs) == [0, 0, 2, 2]


def test_an_episode_that_resembles_one_row_of_a_long_campaign_stays_out() -> None:
    campaign = [(a, b, 0.9) for a in range(5) for b in range(a + 1, 5)]
    episode = [(0, 5, 0.8), *((row, 5, 0.2) for row in range(1, 5))]
    assert grouped(6, campaign + episode) == [0, 0, 0, 0, 0, 5]
    assert grouped(6, campaign + [(row, 5, 0.7) for row in range(5)]) == [0] * 6


def test_one_pair_must_be_surer_than_many_that_agree() -> None:
    def joined(rows: int, value: float) -> bool:
        pairs = [(a, b) for a in range(rows) for b in range(rows, 2 * rows)]
        inner = [(a, b) for k in (0, rows) for a in range(k, k + rows) for b in range(a + 1, k + rows)]
        found = grouped(2 * rows, [*((*at, value) for at in pairs), *((*at, 0.99) for at in inner)], threshold=0.25)
        return len(set(found)) == 1

    assert [joined(1, 0.4), joined(1, 0.55)] == [False, True]
    assert [joined(4, 0.2), joined(4, 0.3)] == [False, True]


def test_the_order_of_the_pairs_does_not_count() -> None:
    order = random.Random(5)
    pairs = [(a, b, order.random() ** 2) for a in range(12) for b in range(a + 1, 12)]
    first = grouped(12, pairs)
    assert len(set(first)) > 1
    for _ in range(5):
        order.shuffle(pairs)
        assert grouped(12, pairs) == first


def test_what_was_grouped_before_stays_and_new_rows_join_it() -> None:
    pairs = [(0, 1, 0.99), (0, 2, 0.9), (1, 3, 0.9), (0, 4, 0.9), (2, 4, 0.95), (5, 3, 0.9), (5, 1, 0.9)]
    found = grouped(6, pairs, known=[7, 8, 7, 8, -1, -1])
    assert found == [0, 1, 0, 1, 0, 1]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.floats(0, 1, width=32)), min_size=1, max_size=40),
       st.lists(st.integers(-1, 2), min_size=10, max_size=10))  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_rows_of_one_known_group_stay_together_and_those_of_two_apart(
    drawn: list[tuple[int, int, float]], known: list[int]
) -> None:
    pairs = list({(min(a, b), max(a, b)): (min(a, b), max(a, b), p) for a, b, p in drawn if a != b}.values())
    if not pairs:
        return
    found = grouped(10, pairs, known)
    held = [(group, row) for group, row in zip(known, found, strict=True) if group >= 0]
    assert len({row for _, row in held}) == len(set(held)) == len({group for group, _ in held})
    assert all(row == found.index(row) for row in found)


def test_what_is_kept_of_two_groups_is_what_their_rows_say() -> None:
    reports = [
        *(samples.strike(f"O{n}", "2022-06-03", 9 + n) for n in range(3)),
        *(
            samples.strike(f"P{n}", "2022-06-09", 9, day="2022-06-05", town=("Huliaipole", 47.66, 36.26, 709161))
            for n in range(2)
        ),
    ]
    t = Tellings(reports)
    a, b = np.triu_indices(len(t), 1)
    p = np.linspace(0.1, 0.9, len(a)).astype(np.float32)
    merged, group = (
        Groups(t, a, b, p),
        np.array([0 if t.day_first[row] == t.day_first[0] else 1 for row in range(len(t))]),
    )
    first, second = np.flatnonzero(group == 0), np.flatnonzero(group == 1)
    for rows in (first, second):
        for row in rows[1:]:
            merged.merge(rows[:1], np.array([row]))
    (edge,) = np.flatnonzero(merged.live)
    between = group[a] != group[b]
    got = dict(zip(FEATURES, merged.features(np.array([edge]))[0].tolist(), strict=True))
    assert got["mean"] == pytest.approx(p[between].mean(), abs=1e-6)
    assert (got["most"], got["least"]) == pytest.approx((p[between].max(), p[between].min()))
    assert (got["compared"], got["within"], got["one_place"], got["two_days"]) == (1, 0, 0, 1)
    assert got["days"] == 2 and 190 < got["kilometres"] < 350
    assert got["more_reports"] == len(first)


def test_pairs_of_a_large_block_grow_with_its_size_and_not_its_square() -> None:
    counts = []
    for size in (100, 400):
        reports = [samples.strike(f"O{n}", "2022-06-03", 9) for n in range(size)]
        counts.append(len(candidates(Tellings(reports))[0]))
    assert counts[0] > 100
    assert counts[1] < 6 * counts[0]


def test_a_pair_scores_the_same_both_ways_and_likeness_counts() -> None:
    reports = [
        samples.strike("A", "2022-06-03", 9, "TASS"), samples.strike("B", "2022-06-03", 9, "the mayor"),
        samples.strike("C", "2022-09-20", 31, "TASS", day="2022-09-19", town=("Huliaipole", 47.66, 36.26, 709161)),
    ]  # fmt: skip
    t = Tellings(reports)
    a, b = np.array([0, 0]), np.array([1, 2])
    assert np.array_equal(features(t, a, b), features(t, b, a), equal_nan=True)
    like, unlike = scores(t, a, b)
    assert like > 0.5 > 0.1 > unlike


def test_trees_give_what_walking_them_by_hand_gives() -> None:
    # A root on column 0 (nan goes left), its right child on column 1 (nan goes right); leaves 1, 2 and 4.
    nodes = {
        "feature": [0, 0, 1, 0, 0], "threshold": [0.5, 0, 2.0, 0, 0], "left": [1, 1, 3, 3, 4], "right": [2, 1, 4, 3, 4],
        "missing_left": [1, 0, 0, 0, 0], "value": [0, 1.0, 0, 2.0, 4.0], "starts": [0], "base": 0.0, "depth": 2,
    }  # fmt: skip
    nan = float("nan")
    rows = np.array([[0.5, 9], [nan, 0], [0.6, 2.0], [0.6, 2.1], [0.6, nan]], np.float32)
    found = Trees({name: np.array(held) for name, held in nodes.items()}).probability(rows)
    assert np.log(found / (1 - found)).round(4).tolist() == [1, 1, 2, 4, 4]


def test_a_tree_of_too_many_leaves_is_named() -> None:
    inner = 20
    chain = {
        "feature": [0] * (2 * inner + 1), "threshold": list(range(2 * inner + 1)), "missing_left": [0] * (2 * inner + 1),
        "left": [n + 1 if n % 2 == 0 and n < 2 * inner else n for n in range(2 * inner + 1)],
        "right": [n + 2 if n % 2 == 0 and n < 2 * inner else n for n in range(2 * inner + 1)],
        "value": [0.0] * (2 * inner + 1), "starts": [0], "base": 0.0, "depth": inner,
    }  # fmt: skip
    with pytest.raises(DataError, match="at most 16 leaves"):
        Trees({name: np.array(held) for name, held in chain.items()})


def test_two_tellings_a_day_apart_with_a_toll_that_rose_are_one_when_nothing_else_is_there() -> None:
    for killed in (9, 10, 12):
        told = [samples.strike("A", "2022-06-03", 9), samples.strike("B", "2022-06-04", killed, day="2022-06-04")]
        t = Tellings(embedded(dict(zip("AB", told, strict=True))).values())
        a, b = candidates(t)
        assert len(set(cluster(t, a, b, scores(t, a, b)).tolist())) == 1
