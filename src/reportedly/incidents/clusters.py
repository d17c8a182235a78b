"""Clusters: from scores of pairs to groups of tellings, without moving what was grouped before.

Comes in: scored pairs, and the groups that earlier runs or a person made. Goes out: a group number for every row.
Knows nothing of what the rows are.
"""

import heapq
from collections import defaultdict
from math import sqrt

import numpy as np
import numpy.typing as npt

from reportedly.incidents.tellings import Ints
from reportedly.incidents.words import Floats

THRESHOLD = 0.3
"""Likeness from which on two groups become one. Tuned with `UNSEEN` by cross-validation on the gold's train part."""
UNSEEN = 0.1
"""How much a pair that was never compared counts against a merge, of a pair that was compared and scored 0."""
_WEAK = 0.05
"""Pairs below this never start a merge, they only count against it."""


class Groups:
    """Groups of rows under merging, and how alike each two of them are.

    The likeness of two groups is the geometric mean of two figures: the mean probability over the pairs between them
    (elliptic retellings lower it), and the mean best probability of a row with one of the other group, of the side where
    it is lower (a day's episode resembles something in a long campaign, but little in the campaign resembles it).
    `size`: rows of each group.
    """

    def __init__(self, size: list[int], unseen: float) -> None:
        self.size = size
        self.unseen = unseen
        self.sums: list[dict[int, list[float]]] = [defaultdict(lambda: [0.0, 0.0]) for _ in size]
        self.best: list[dict[int, dict[int, float]]] = [defaultdict(dict) for _ in size]

    def compare(self, one: int, other: int, row: int, value: float) -> None:
        """Counts one pair on the side of group `one`, whose row is `row`; to be told once for each side."""
        held = self.sums[one][other]
        held[0] += value
        held[1] += 1
        if value >= _WEAK:
            best = self.best[one][other]
            best[row] = max(best.get(row, 0.0), value)

    def likeness(self, one: int, other: int) -> float:
        """From 0 to 1; 0 where no pair between them is more than weak."""
        total, compared = self.sums[one].get(other, (0.0, 0.0))
        here, there = self.best[one].get(other), self.best[other].get(one)
        if not here or not there:
            return 0.0
        mean = total / max(compared + self.unseen * (self.size[one] * self.size[other] - compared), 1e-9)
        match = min(sum(here.values()) / self.size[one], sum(there.values()) / self.size[other])
        return sqrt(mean * match)

    def part(self, one: int, other: int) -> None:
        """Forgets what was counted between two groups: they never come together."""
        for here, there in ((one, other), (other, one)):
            self.sums[here].pop(there, None)
            self.best[here].pop(there, None)

    def merge(self, one: int, other: int) -> list[int]:
        """Makes `other` part of `one`; the groups that `one` is then compared with."""
        self.size[one] += self.size[other]
        self.part(one, other)
        for third, (total, compared) in list(self.sums[other].items()):
            for here, there in ((one, third), (third, one)):
                held = self.sums[here][there]
                held[0] += total
                held[1] += compared
            mine, theirs = self.best[other].get(third), self.best[third].get(other)
            if mine and theirs:
                self.best[one][third].update(mine)
                best = self.best[third][one]
                for row, value in theirs.items():
                    best[row] = max(best.get(row, 0.0), value)
            self.part(other, third)
        return list(self.sums[one])


def cluster(
    count: int,
    a: Ints,
    b: Ints,
    probability: Floats,
    known: Ints | None = None,
    *,
    threshold: float = THRESHOLD,
    unseen: float = UNSEEN,
) -> Ints:
    """A group for each of `count` rows: the smallest row in it.

    Agglomerative, by the likeness of `Groups`. `known` holds a number for rows grouped before, −1 for new ones: rows of
    one number stay together, rows of different numbers stay apart; so rows added later join a group or make one and never
    move another. Ties go to the smaller rows: the order of the pairs doesn't count.
    """
    above = np.arange(count)
    label = np.full(count, -1) if known is None else known.copy()
    first: dict[int, int] = {}
    for row in np.flatnonzero(label >= 0):
        above[row] = first.setdefault(int(label[row]), int(row))
    order = np.lexsort((b, a))
    a, b, probability = a[order], b[order], probability[order]
    linked = _linked(above, above[a], above[b], probability)
    within = linked[above[a]] == linked[above[b]]
    a, b, probability = a[within], b[within], probability[within]
    groups = Groups(np.bincount(above, minlength=count).tolist(), unseen)
    for x, y, value in zip(a.tolist(), b.tolist(), probability.tolist(), strict=True):
        one, other = int(above[x]), int(above[y])
        if one != other and (label[one] < 0 or label[other] < 0):
            groups.compare(one, other, x, value)
            groups.compare(other, one, y, value)
    alive = [above[row] == row for row in range(count)]
    heap = [
        (-groups.likeness(one, other), one, other) for one in range(count) for other in groups.best[one] if one < other
    ]
    heapq.heapify(heap)
    while heap:
        value, one, other = heapq.heappop(heap)
        if -value < threshold:
            break
        if not (alive[one] and alive[other]) or groups.likeness(one, other) != -value:
            continue
        above[other] = one
        alive[other] = False
        label[one] = max(label[one], label[other])
        for third in groups.merge(one, other):
            if label[one] >= 0 and label[third] >= 0:
                groups.part(one, third)
            elif third in groups.best[one]:
                low, high = min(one, third), max(one, third)
                heapq.heappush(heap, (-groups.likeness(low, high), low, high))
    return _smallest(above)


def _linked(above: Ints, a: Ints, b: Ints, probability: Floats) -> Ints:
    """A number for each row, equal for rows that a chain of pairs not weak connects: only those can come together."""
    top = above.copy()

    def up(row: int) -> int:
        while top[row] != row:
            top[row] = top[top[row]]
            row = int(top[row])
        return row

    strong = probability >= _WEAK
    for one, other in zip(a[strong].tolist(), b[strong].tolist(), strict=True):
        low, high = sorted((up(one), up(other)))
        top[high] = low
    while (top[top] != top).any():
        top = top[top]
    return top


def _smallest(above: npt.NDArray[np.int64]) -> Ints:
    """Every row's topmost row, then the smallest row under it."""
    while (above[above] != above).any():
        above = above[above]
    least = np.full(len(above), len(above))
    np.minimum.at(least, above, np.arange(len(above)))
    out: Ints = least[above]
    return out
