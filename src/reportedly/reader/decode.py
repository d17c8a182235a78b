"""Decodes label scores into spans.

Comes in: log-probabilities of BIO labels over pieces. Goes out: labelled spans of pieces with scores.
Knows nothing of texts or of the network. Shapes: T pieces, N predicates, L labels ("O", "B-x", "I-x", …).
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating]
Found = tuple[int, int, str, float]  # first piece, last piece, label, mean probability


def log_softmax(logits: Floats, temperature: float = 1.0) -> Floats:
    """Log-probabilities along the last axis, at a temperature (Guo et al. 2017) fitted on development data."""
    scaled = logits / temperature
    scaled = scaled - scaled.max(-1, keepdims=True)
    return np.asarray(scaled - np.log(np.exp(scaled).sum(-1, keepdims=True)))


def transitions(labels: Sequence[str]) -> Floats:
    """Allowed steps between BIO labels (L, L): 0 where allowed, −inf where an I would follow another label. Not to be written to."""
    return _transitions(tuple(labels))


@lru_cache(maxsize=64)
def _transitions(labels: tuple[str, ...]) -> Floats:
    steps = np.zeros((len(labels), len(labels)))
    for to, label in enumerate(labels):
        if label.startswith("I-"):
            for origin, before in enumerate(labels):
                if before[2:] != label[2:]:
                    steps[origin, to] = -np.inf
    steps.flags.writeable = False
    return steps


def best_path(scores: Floats, steps: Floats) -> npt.NDArray[np.int64]:
    """Viterbi: the best allowed label sequence of each row. scores (N, T, L), steps (L, L) → (N, T).

    The first piece may carry an I: a span can have begun before the window. Where taking each piece's best label alone
    gives an allowed sequence, that is the best one; only what stands around a broken rule is searched step by step.
    """
    path = np.asarray(scores.argmax(-1), dtype=np.int64)
    wrong = np.isneginf(steps[path[:, :-1], path[:, 1:]])
    for row in np.flatnonzero(wrong.any(1)):
        _mend(scores[row], steps, path[row], np.flatnonzero(wrong[row]) + 1)
    return path


def _mend(scores: Floats, steps: Floats, path: npt.NDArray[np.int64], wrong: npt.NDArray[np.int64]) -> None:
    """Make one row's path (T) the best allowed one, in place; `wrong` are the pieces that break a rule.

    To turn each wrong I into its B is one way to mend the row, and its cost bounds what the best way costs. So a piece
    whose best label leads by more keeps it, and the search need only run between such pieces: the result is exact.
    """
    at = path[wrong]
    cost = float((scores[wrong, at] - scores[wrong, at - 1]).sum())  # a B stands before its I in the labels
    leading = np.partition(scores, -2, axis=-1)[:, -2:]
    sure = np.flatnonzero(leading[:, 1] - leading[:, 0] > cost + 1e-9)
    done = -1
    for piece in wrong:
        if piece <= done:
            continue
        left = right = int(np.searchsorted(sure, piece))
        first = int(sure[left - 1]) if left else 0
        last = int(sure[right]) if right < len(sure) else len(path) - 1
        stretch = scores[first : last + 1].copy()
        for end, known in ((0, left > 0), (last - first, right < len(sure))):
            if known:
                kept = stretch[end, path[first + end]]
                stretch[end] = -np.inf
                stretch[end, path[first + end]] = kept
        path[first : last + 1] = _searched(stretch[None], steps)[0]
        done = last


def _searched(scores: Floats, steps: Floats) -> npt.NDArray[np.int64]:
    """The dynamic programme behind `best_path`, same shapes."""
    count, size, _ = scores.shape
    back = np.zeros(scores.shape, dtype=np.int64)
    best = scores[:, 0]
    for at in range(1, size):
        options = best[:, :, None] + steps
        back[:, at] = options.argmax(1)
        best = options.max(1) + scores[:, at]
    path = np.zeros((count, size), dtype=np.int64)
    path[:, -1] = best.argmax(-1)
    rows = np.arange(count)
    for at in range(size - 1, 0, -1):
        path[:, at - 1] = back[rows, at, path[:, at]]
    return path


def spans(path: npt.NDArray[np.int64], scores: Floats, labels: list[str]) -> list[Found]:
    """The spans of one label sequence (T) with the mean probability of their labels; scores (T, L) are logs."""
    found: list[Found] = []
    size, end = len(path), 0
    kinds = [label[2:] for label in labels]
    for at in np.flatnonzero(np.array([kind != "" for kind in kinds])[path]).tolist():  # most pieces are in no span
        if at < end:
            continue
        kind = kinds[path[at]]
        end = at + 1
        while end < size and labels[path[end]] == f"I-{kind}":
            end += 1
        columns = [i for i, label in enumerate(labels) if label[2:] == kind]
        mean = float(np.exp(np.logaddexp.reduce(scores[at:end][:, columns], -1)).mean())
        found.append((at, end - 1, kind, mean))
    return found


def tagged(logits: Floats, labels: list[str], temperature: float, bias: float = 0.0) -> list[Found]:
    """Spans of a tag head's logits (T, L). `bias` is added to O: below 0 finds more, above 0 fewer."""
    scores = log_softmax(logits, temperature)
    leaning = scores.copy()
    leaning[:, 0] += bias
    path = best_path(leaning[None], transitions(labels))[0]
    return spans(path, scores, labels)


def filled(logits: Floats, labels: list[str], temperature: float, bias: float = 0.0) -> list[list[Found]]:
    """Spans that fill the roles of each predicate: logits (N, T, L) → N lists."""
    scores = log_softmax(logits, temperature)
    leaning = scores.copy()
    leaning[:, :, 0] += bias
    paths = best_path(leaning, transitions(labels))
    return [spans(path, row, labels) for path, row in zip(paths, scores, strict=True)]
