"""Clusters: from scores of pairs to groups of tellings, without moving what was grouped before.

Comes in: scored pairs, and the groups that earlier runs or a person made. Goes out: a group number for every row.
Knows nothing of what the rows are.
"""

import heapq
from collections import defaultdict

import numpy as np
import numpy.typing as npt

from reportedly.incidents.tellings import Ints
from reportedly.incidents.words import Floats

THRESHOLD = 0.25
"""Mean probability from which on two groups become one. Tuned with `UNSEEN` and `DOUBT` by cross-validation on the gold's
train part."""
UNSEEN = 0.1
"""How much a pair that was never compared counts against a merge, of a pair that was compared and scored 0."""
DOUBT = 1.0
"""Pairs of probability 0 that are counted beside the real ones: a single pair must be surer (twice the threshold) than
many pairs that agree, so that small groups aren't joined on one likeness and large ones aren't kept apart by a few pairs."""
_WEAK = 0.05
"""Pairs below this never start a merge, they only count against it."""


def cluster(
    count: int,
    a: Ints,
    b: Ints,
    probability: Floats,
    known: Ints | None = None,
    *,
    threshold: float = THRESHOLD,
    unseen: float = UNSEEN,
    doubt: float = DOUBT,
) -> Ints:
    """A group for each of `count` rows: the smallest row in it.

    Agglomerative, by mean probability over the pairs between two groups and `doubt` more of 0. `known` holds a number for rows grouped
    before, −1 for new ones: rows of one number stay together, rows of different numbers stay apart; so rows added later
    join a group or make one and never move another. Ties go to the smaller rows: the order of the pairs doesn't count.
    """
    above = np.arange(count)
    label = np.full(count, -1) if known is None else known.copy()
    first: dict[int, int] = {}
    for row in np.flatnonzero(label >= 0):
        above[row] = first.setdefault(int(label[row]), int(row))
    linked = _linked(above, above[a], above[b], probability)
    within = linked[a] == linked[b]
    a, b, probability = a[within], b[within], probability[within]
    edges: list[dict[int, list[float]]] = [defaultdict(lambda: [0.0, 0.0]) for _ in range(count)]
    for low, high, value in zip(above[a].tolist(), above[b].tolist(), probability.tolist(), strict=True):
        if low != high and (label[low] < 0 or label[high] < 0):
            for one, other in ((low, high), (high, low)):
                edge = edges[one][other]
                edge[0] += value
                edge[1] += 1
    size = np.bincount(above, minlength=count).tolist()
    alive = [above[row] == row for row in range(count)]

    def linkage(one: int, other: int) -> float:
        total, compared = edges[one].get(other, (0.0, 0.0))
        return float(total / max(doubt + compared + unseen * (size[one] * size[other] - compared), 1e-9))

    heap = [
        (-linkage(one, other), one, other)
        for one in range(count)
        for other in edges[one]
        if one < other and edges[one][other][0] >= _WEAK
    ]
    heapq.heapify(heap)
    while heap:
        value, one, other = heapq.heappop(heap)
        if -value < threshold:
            break
        if not (alive[one] and alive[other]) or linkage(one, other) != -value:
            continue
        above[other] = one
        alive[other] = False
        size[one] += size[other]
        label[one] = max(label[one], label[other])
        del edges[one][other]
        for third, (total, compared) in edges[other].items():
            if third == one:
                continue
            edges[third].pop(other, None)
            both_known = label[one] >= 0 and label[third] >= 0
            if both_known:
                edges[one].pop(third, None)
                edges[third].pop(one, None)
                continue
            for here, there in ((one, third), (third, one)):
                edge = edges[here][there]
                edge[0] += total
                edge[1] += compared
        edges[other].clear()
        for third in list(edges[one]):
            if label[one] >= 0 and label[third] >= 0:
                del edges[one][third]
                edges[third].pop(one, None)
            elif edges[one][third][0] >= _WEAK:
                low, high = min(one, third), max(one, third)
                heapq.heappush(heap, (-linkage(low, high), low, high))
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
