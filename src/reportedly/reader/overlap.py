"""What the encoder says of a piece that two windows cover: the mean of both.

Comes in: runs of the encoder over the windows of one text, in order. Goes out: the same, with the scores of labels of
shared pieces averaged. Knows nothing of labels.

Windows overlap so that every sentence is read with its neighbours. A piece in the overlap was read twice, with different
surroundings; its two readings err apart, and their mean is right a little more often (docs/design.md has the figures).
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from reportedly.reader.windows import Window

FULL = 40  # pieces from the cut at which a reading counts in full; nearer to it the less, having seen less of one side
Scores = npt.NDArray[np.floating]


class Run(NamedTuple):
    """One window as the encoder read it: `hidden` (T, H) and the scores of labels, head by head (T, labels)."""

    window: Window
    hidden: Scores
    logits: list[Scores]


def shared(runs: Iterable[Run]) -> Iterator[Run]:
    """The runs, each with its scores averaged with those of the window before and after it, piece by piece.

    Holds three runs at a time, however long the text.
    """
    before: Run | None = None
    now: Run | None = None
    for after in runs:
        if now is not None:
            yield _averaged(now, [one for one in (before, after) if one is not None])
        before, now = now, after
    if now is not None:
        yield _averaged(now, [before] if before is not None else [])


def _averaged(run: Run, others: list[Run]) -> Run:
    """`run` with the weighted mean of its scores and those of `others`, which are `run` itself where they don't meet."""
    if not others:
        return run
    first, count = run.window.first, len(run.window.ids) - 2
    total = _weights(run)
    sums = [scores[1:-1] * total[:, None] for scores in run.logits]
    for other in others:
        low = max(first, other.window.first)
        high = min(first + count, other.window.first + len(other.window.ids) - 2)
        if low >= high:
            continue
        here = slice(low - first, high - first)
        there = slice(low - other.window.first, high - other.window.first)
        weights = _weights(other)[there]
        total[here] += weights
        for held, scores in zip(sums, other.logits, strict=True):
            held[here] += scores[1:-1][there] * weights[:, None]
    logits = []
    for held, scores in zip(sums, run.logits, strict=True):
        mean = scores.copy()
        mean[1:-1] = held / total[:, None]
        logits.append(mean)
    return run._replace(logits=logits)


def _weights(run: Run) -> Scores:
    """How much each piece of a window counts: by its distance from the nearer end of the window, up to `FULL`."""
    count = len(run.window.ids) - 2
    at = np.arange(count, dtype=np.float32)
    weights: Scores = np.minimum(np.minimum(at, count - 1 - at) + 1, FULL)
    return weights
