"""Decodes whole spans, each judged by its first and last piece at once.

Comes in: for one kind of span, BIO logits over pieces and a score for every pair of first and last piece. Goes out: spans that
don't overlap. Knows nothing of texts or of the network. Shapes: T pieces.
"""

import numpy as np
import numpy.typing as npt

from reportedly.reader.decode import log_softmax

Floats = npt.NDArray[np.floating]
BY_LABELS = 0.4
"""What the labels count in a span's likelihood, its own score the rest; between .3 and .5 nothing changes on PolNeAR's dev part."""
MOST = 400
"""Candidates of a window that are looked at, the likeliest first."""


def likely(bio: Floats, scores: Floats) -> Floats:
    """How likely each span of pieces is, (T, T) with first pieces as rows: the weighted geometric mean of two opinions.

    One is the span's score as a log-odds. The other is what the labels (T, 3: O, B, I) give it piece by piece: a B, an I for
    every further piece, and no I behind it. Half of the table, where a span would end before it begins, is 0.
    """
    size = len(bio)
    _, begins, goes_on = log_softmax(bio).T
    sums = np.cumsum(goes_on)
    ends = np.append(np.log1p(-np.minimum(np.exp(goes_on[1:]), 1 - 1e-6)), 0.0)
    by_labels = begins[:, None] + sums[None, :] - sums[:, None] + ends[None, :]
    by_span = -np.logaddexp(0.0, -scores)
    both = BY_LABELS * by_labels + (1 - BY_LABELS) * by_span
    return np.exp(np.where(np.tri(size, dtype=bool).T, both, -np.inf))


def whole(bio: Floats, scores: Floats, threshold: float) -> list[tuple[int, int, float]]:
    """(first piece, last piece, likelihood) of the spans above `threshold`, in order; of spans that overlap the likelier stands."""
    table = likely(bio, scores)
    firsts, lasts = np.nonzero(table > threshold)
    order = np.argsort(-table[firsts, lasts], kind="stable")[:MOST]
    kept: list[tuple[int, int, float]] = []
    for first, last in zip(firsts[order].tolist(), lasts[order].tolist(), strict=True):
        if all(last < a or first > b for a, b, _ in kept):
            kept.append((first, last, float(table[first, last])))
    return sorted(kept)
