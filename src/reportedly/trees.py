"""Boosted trees without the library that grew them: plain arrays, and a quick way through them.

Comes in: rows of features. Goes out: a probability for each. Knows nothing of what the features mean.
"""

import numpy as np
import numpy.typing as npt

from reportedly.errors import DataError

Floats = npt.NDArray[np.float32]

MOST_LEAVES = 16
"""Leaves of one tree: as many as the bits that say which still stand."""
_FIRST = np.zeros(1 << MOST_LEAVES, np.uint8)
for _bit in reversed(range(MOST_LEAVES)):
    _FIRST[1 << _bit :: 1 << (_bit + 1)] = _bit
"""The lowest bit of each number of `MOST_LEAVES` bits."""


class Trees:
    """Boosted trees as plain arrays: `value`, `feature`, `threshold`, `left`, `right`, `missing_left`, one row a node.

    A leaf points at itself. `starts` holds each tree's first node, `base` the log-odds before any tree. Raises DataError
    for a tree of more than `MOST_LEAVES` leaves.
    """

    def __init__(self, arrays: dict[str, npt.NDArray[np.generic]]) -> None:
        self.feature = arrays["feature"].astype(np.int64)
        self.threshold = arrays["threshold"].astype(np.float32)
        self.left, self.right = arrays["left"].astype(np.int64), arrays["right"].astype(np.int64)
        self.missing_left = arrays["missing_left"].astype(bool)
        self.value = arrays["value"].astype(np.float64)
        self.starts = arrays["starts"].astype(np.int64)
        self.base, self.depth = float(arrays["base"].item()), int(arrays["depth"].item())
        self._told = [self._tree(int(start)) for start in self.starts]

    def _tree(self, start: int) -> tuple[list[tuple[int, np.float32, bool, np.uint16]], Floats]:
        """(splits, values): for each split its column, threshold, whether nan goes left, and the bits of the leaves left of
        it; the values of the leaves from left to right."""
        leaves: list[float] = []
        splits: list[tuple[int, np.float32, bool, np.uint16]] = []

        def walk(node: int) -> int:
            if self.left[node] == node:
                leaves.append(float(self.value[node]))
                return 1 << (len(leaves) - 1)
            on_left = walk(int(self.left[node]))
            if len(leaves) >= MOST_LEAVES:
                raise DataError(f"expected trees of at most {MOST_LEAVES} leaves, got a larger one")
            column, bound = int(self.feature[node]), np.float32(self.threshold[node])
            splits.append((column, bound, bool(self.missing_left[node]), np.uint16(on_left)))
            return on_left | walk(int(self.right[node]))

        walk(start)
        return splits, np.array(leaves)

    def probability(self, rows: Floats) -> Floats:
        """The probability for each row of features.

        Every split of a tree is asked of all rows; each answer "right" strikes out the leaves on its left, and the first
        leaf that stands is the row's (QuickScorer, Lucchese and others 2015): several times faster here than walking.
        """
        columns = np.ascontiguousarray(rows.T)
        total = np.full(len(rows), self.base)
        stands = np.empty(len(rows), np.uint16)
        kept = np.empty(len(rows), np.uint16)
        for splits, values in self._told:
            stands.fill(0xFFFF)
            for column, bound, missing_left, on_left in splits:
                goes_left = ~(columns[column] > bound) if missing_left else columns[column] <= bound
                np.multiply(goes_left, on_left, out=kept)
                np.bitwise_or(kept, ~on_left, out=kept)
                np.bitwise_and(stands, kept, out=stands)
            total += values[_FIRST[stands]]
        out: Floats = (1 / (1 + np.exp(-total))).astype(np.float32)
        return out

    def few(self, rows: Floats) -> Floats:
        """`probability` for a few rows: all trees are walked at once, a step at a time."""
        at = np.broadcast_to(self.starts, (len(rows), len(self.starts)))
        across = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            seen = rows[across, self.feature[at]]
            left = np.where(np.isnan(seen), self.missing_left[at], seen <= self.threshold[at])
            at = np.where(left, self.left[at], self.right[at])
        total = self.base + self.value[at].sum(axis=1)
        out: Floats = (1 / (1 + np.exp(-total))).astype(np.float32)
        return out
