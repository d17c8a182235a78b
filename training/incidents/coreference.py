"""Scores of one grouping against another: B-cubed, MUC, CEAF-e and their mean, as of the CoNLL 2012 shared task.

Sources: MUC, Vilain and others 1995; B-cubed, Bagga and Baldwin 1998; CEAF-e, Luo 2005 (similarity φ4); the mean, Pradhan and
others 2012. Both groupings are of the same items, so no item is missing on either side.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence

Score = tuple[float, float, float]  # precision, recall, F1


def bcubed(found: Sequence[Hashable], truth: Sequence[Hashable]) -> Score:
    """(precision, recall, F1) by item; 0 items score 1."""
    pairs, left, right = _tables(found, truth)
    if not pairs:
        return 1.0, 1.0, 1.0
    count = pairs.total()
    return _score(
        sum(n * n / left[a] for (a, _), n in pairs.items()) / count,
        sum(n * n / right[b] for (_, b), n in pairs.items()) / count,
    )


def muc(found: Sequence[Hashable], truth: Sequence[Hashable]) -> Score:
    """(precision, recall, F1) by link; a grouping without any link has precision or recall 0."""
    pairs, left, right = _tables(found, truth)
    parts_of_left, parts_of_right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    return _score(
        sum(left[a] - parts_of_left[a] for a in left) / max(1, sum(n - 1 for n in left.values())),
        sum(right[b] - parts_of_right[b] for b in right) / max(1, sum(n - 1 for n in right.values())),
    )


def ceafe(found: Sequence[Hashable], truth: Sequence[Hashable]) -> Score:
    """(precision, recall, F1) by group, each set against at most one of the other side, the best way round."""
    pairs, left, right = _tables(found, truth)
    if not pairs:
        return 1.0, 1.0, 1.0
    total = 0.0
    for rows, columns in _components(pairs):
        total += best_assignment([[2 * pairs[a, b] / (left[a] + right[b]) for b in columns] for a in rows])
    return _score(total / len(left), total / len(right))


def conll(found: Sequence[Hashable], truth: Sequence[Hashable]) -> float:
    """The mean of the F1 of MUC, B-cubed and CEAF-e."""
    return (muc(found, truth)[2] + bcubed(found, truth)[2] + ceafe(found, truth)[2]) / 3


def best_assignment(gains: Sequence[Sequence[float]]) -> float:
    """The greatest sum of gains, ≥ 0, of one column a row at most: the Hungarian method with potentials, O(n³)."""
    size = max(len(gains), max(map(len, gains), default=0))
    cost = [[-gains[i][j] if i < len(gains) and j < len(gains[i]) else 0.0 for j in range(size)] for i in range(size)]
    rows, columns, row_of, way = [0.0] * (size + 1), [0.0] * (size + 1), [0] * (size + 1), [0] * (size + 1)
    for row in range(1, size + 1):
        row_of[0], at = row, 0
        least, used = [float("inf")] * (size + 1), [False] * (size + 1)
        while row_of[at]:
            used[at] = True
            here, step, after = row_of[at], float("inf"), 0
            for column in range(1, size + 1):
                if used[column]:
                    continue
                rest = cost[here - 1][column - 1] - rows[here] - columns[column]
                if rest < least[column]:
                    least[column], way[column] = rest, at
                if least[column] < step:
                    step, after = least[column], column
            for column in range(size + 1):
                if used[column]:
                    rows[row_of[column]] += step
                    columns[column] -= step
                else:
                    least[column] -= step
            at = after
        while at:
            row_of[at], at = row_of[way[at]], way[at]
    return -sum(cost[row_of[column] - 1][column - 1] for column in range(1, size + 1))


def _tables(
    found: Sequence[Hashable], truth: Sequence[Hashable]
) -> tuple[Counter[tuple[Hashable, Hashable]], Counter[Hashable], Counter[Hashable]]:
    """How many items each pair of groups shares, and the sizes of the groups of either side."""
    pairs = Counter(zip(map(_plain, found), map(_plain, truth), strict=True))
    left, right = Counter[Hashable](), Counter[Hashable]()
    for (a, b), n in pairs.items():
        left[a] += n
        right[b] += n
    return pairs, left, right


def _components(pairs: Counter[tuple[Hashable, Hashable]]) -> list[tuple[list[Hashable], list[Hashable]]]:
    """The groups of both sides, parted so that no group shares an item with one of another part."""
    next_to: dict[tuple[int, Hashable], list[tuple[int, Hashable]]] = defaultdict(list)
    for a, b in pairs:
        next_to[0, a].append((1, b))
        next_to[1, b].append((0, a))
    out, seen = [], set()
    for start in next_to:
        if start in seen:
            continue
        seen.add(start)
        part = [start]
        for one in part:
            for other in next_to[one]:
                if other not in seen:
                    seen.add(other)
                    part.append(other)
        out.append(([name for side, name in part if side == 0], [name for side, name in part if side == 1]))
    return out


def _score(precision: float, recall: float) -> Score:
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _plain(value: Hashable) -> Hashable:
    return value.item() if hasattr(value, "item") else value
