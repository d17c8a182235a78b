"""The scorer of groupings, against figures worked out by hand from the definitions."""

from itertools import permutations
from random import Random

import pytest

from training.incidents.coreference import bcubed, best_assignment, ceafe, conll, muc

TRUTH = list("aaabb")
FOUND = list("xxyyy")  # {1 2} {3 4 5} against {1 2 3} {4 5}


def test_equal_groupings_score_one_whatever_the_groups_are_called() -> None:
    for score in (bcubed, muc, ceafe):
        assert score(list("xxxyy"), TRUTH) == (1.0, 1.0, 1.0)
    assert conll(list("xxxyy"), TRUTH) == 1.0


def test_one_item_in_the_wrong_group() -> None:
    # By item: 1 and 2 hold 2 of 2, 3 holds 1 of 3, 4 and 5 hold 2 of 3; the other way round it is the same.
    assert bcubed(FOUND, TRUTH) == pytest.approx(((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5,) * 3)
    # 3 links on each side, 2 of them shared.
    assert muc(FOUND, TRUTH) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    # x with a: 2·2/(2+3); y with b: 2·2/(3+2); two groups on each side.
    assert ceafe(FOUND, TRUTH) == pytest.approx((0.8, 0.8, 0.8))
    assert conll(FOUND, TRUTH) == pytest.approx((11 / 15 + 2 / 3 + 0.8) / 3)


def test_all_apart_and_all_together() -> None:
    apart, together = list("vwxyz"), list("zzzzz")
    assert muc(apart, TRUTH) == (0.0, 0.0, 0.0)
    assert bcubed(apart, TRUTH)[:2] == pytest.approx((1.0, (1 / 3 * 3 + 1 / 2 * 2) / 5))
    assert bcubed(together, TRUTH)[:2] == pytest.approx(((3 * 3 / 5 + 2 * 2 / 5) / 5, 1.0))
    assert muc(together, TRUTH)[:2] == pytest.approx((3 / 4, 1.0))
    assert ceafe(together, TRUTH)[:2] == pytest.approx((0.75, 0.375))  # the one group with a: 2·3/(5+3)


def test_the_best_assignment_is_the_best_of_all() -> None:
    draw = Random(4)
    for rows, columns in ((1, 1), (2, 4), (4, 2), (5, 5), (6, 3)):
        gains = [[draw.choice((0.0, draw.random())) for _ in range(columns)] for _ in range(rows)]
        size = max(rows, columns)
        wide = [[*row, *[0.0] * (size - columns)] for row in gains] + [[0.0] * size] * (size - rows)
        best = max(sum(wide[i][j] for i, j in enumerate(order)) for order in permutations(range(size)))
        assert best_assignment(gains) == pytest.approx(best)
