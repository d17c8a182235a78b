"""B-cubed precision, recall and F1 of one grouping against another (Bagga and Baldwin 1998)."""

from collections import Counter
from collections.abc import Hashable, Sequence


def bcubed(found: Sequence[Hashable], truth: Sequence[Hashable]) -> tuple[float, float, float]:
    """(precision, recall, F1) of the groups `found` of items against their groups in `truth`; 0 items score 1."""
    pairs = list(zip(map(_plain, found), map(_plain, truth), strict=True))
    if not pairs:
        return 1.0, 1.0, 1.0
    both, left, right = Counter(pairs), Counter(p[0] for p in pairs), Counter(p[1] for p in pairs)
    precision = sum(n * n / left[pair[0]] for pair, n in both.items()) / len(pairs)
    recall = sum(n * n / right[pair[1]] for pair, n in both.items()) / len(pairs)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _plain(value: Hashable) -> Hashable:
    return value.item() if hasattr(value, "item") else value
