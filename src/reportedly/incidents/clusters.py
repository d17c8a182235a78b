"""Clusters: from scores of pairs to groups of tellings, without moving what was grouped before.

Comes in: tellings, scored pairs, and the groups that earlier runs or a person made. Goes out: a group number for every row.
Knows nothing of what makes two groups alike.
"""

from collections.abc import Callable

import numpy as np

from reportedly.incidents.merging import Groups, likely
from reportedly.incidents.tellings import Ints, Tellings
from reportedly.incidents.words import Floats

THRESHOLD = 0.45
"""Probability from which on two groups become one. Cross-validation on the gold's train part and dev both hold .45 best for roots and tolls."""
STEP = 0.05
"""Merges are made from the surest down in steps of this; within a step each pair of groups that are each other's best at once."""
WEAK = 0.05
"""Two groups merge only where the probabilities of their pairs sum to this; and rows meet only by a chain of such pairs."""
Score = Callable[[Groups, Ints], Floats]


def cluster(
    t: Tellings,
    a: Ints,
    b: Ints,
    probability: Floats,
    known: Ints | None = None,
    *,
    threshold: float = THRESHOLD,
    score: Score = likely,
    seen: Callable[[Groups, Ints], None] | None = None,
) -> Ints:
    """A group for each row of `t`: the smallest row in it.

    Agglomerative: `score` says of edges of groups how likely each should merge. `known` holds a number for rows grouped
    before, −1 for new ones: rows of one number stay together, rows of different numbers stay apart; so rows added later
    join a group or make one and never move another. Of equal scores the greater mean, then the smaller rows go first: the
    order of the pairs doesn't count. `seen`, if given, is shown the groups and all edges as they are scored.
    """
    linked = _linked(len(t), a, b, probability, known)
    meets = linked[a] == linked[b]
    groups = Groups(t, a[meets], b[meets], probability[meets], known)
    value = np.full(len(groups.live), -1.0)
    mean = np.zeros(len(groups.live))

    def rate(edges: Ints) -> None:
        value[edges] = -1.0
        edges = edges[groups.sums[edges, 1] >= WEAK]
        value[edges], mean[edges] = score(groups, edges), groups.mean(edges)
        if seen is not None:
            seen(groups, edges)

    rate(np.flatnonzero(groups.live))
    for level in (*np.arange(1 - STEP, threshold, -STEP), threshold):
        while True:
            (ready,) = np.nonzero(groups.live & (value >= level))
            if not len(ready):
                break
            low, high = groups.low[ready], groups.high[ready]
            order = np.lexsort((high, low, -mean[ready], -value[ready]))
            rank = np.empty(len(ready), np.int64)
            rank[order] = np.arange(len(ready))
            best = np.full(len(t), len(ready))
            np.minimum.at(best, low, rank)
            np.minimum.at(best, high, rank)
            mutual = (best[low] == rank) & (best[high] == rank)
            rate(groups.merge(low[mutual], high[mutual]))
    least = np.full(len(t), len(t))
    np.minimum.at(least, groups.group, np.arange(len(t)))
    out: Ints = least[groups.group]
    return out


def _linked(count: int, a: Ints, b: Ints, probability: Floats, known: Ints | None) -> Ints:
    """A number for each row, equal for rows that a chain of pairs not weak, or of one known group, connects."""
    top = np.arange(count)

    def up(row: int) -> int:
        while top[row] != row:
            top[row] = top[top[row]]
            row = int(top[row])
        return row

    def join(one: int, other: int) -> None:
        low, high = sorted((up(one), up(other)))
        top[high] = low

    first: dict[int, int] = {}
    for row in np.flatnonzero(known >= 0).tolist() if known is not None else ():
        join(first.setdefault(int(known[row]), row), row)  # type: ignore[index]
    strong = probability >= WEAK
    for one, other in zip(a[strong].tolist(), b[strong].tolist(), strict=True):
        join(one, other)
    while (top[top] != top).any():
        top = top[top]
    return top
