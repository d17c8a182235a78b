"""The ranker: a probability for each candidate of each phrase, and for none of them.

Comes in: a `Document` of candidates. Goes out: probabilities, candidates' and none's, that sum to 1 for each phrase.
Knows nothing of texts. Its weights are made by `training/places/`.

Three rounds: names and places by themselves, then twice with what the round before says of the others.
Each round is a network of one hidden layer over a candidate's features; "none of these" is scored by another
over the phrase's best values. A temperature, fitted on held-out documents, makes the figures probabilities.
What the features that no round changes contribute to the hidden layers is computed once.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportedly.errors import DataError
from reportedly.resolve.places.context import CHANGING, Around, Neighbours
from reportedly.resolve.places.document import FIXED, Document
from reportedly.resolve.places.gazetteer import FloatArray, Gazetteer, IntArray

WEIGHTS = Path(__file__).with_name("data") / "ranker.npz"
FEATURES = (*FIXED[:-1], *CHANGING)
"""The features of the later rounds' networks in their order; the first round's are those of STATIC, at the head."""
MAX_SCORE = 300.0
"""Scores are held within this, which keeps their exponentials finite."""


class Network:
    """A scoring network's weights, its inputs parted into fixed and changing features.

    Biases are weights of the feature "one"; a last hidden unit, always 1, carries the bias of the score.
    """

    def __init__(self, w: dict[str, FloatArray], name: str) -> None:
        inner, width = w[f"{name}_w1"], len(FIXED) - 1
        hidden = inner.shape[1]
        rows = np.zeros((len(FEATURES), hidden + 1), np.float32)
        rows[: len(inner), :hidden] = inner
        biases = np.append(w[f"{name}_b1"], 1)
        self.fixed: FloatArray = np.column_stack([rows[:width].T, biases]).astype(np.float32)
        self.changing: FloatArray = np.ascontiguousarray(rows[width:].T)
        self.outer: FloatArray = np.append(w[f"{name}_w2"], w[f"{name}_b2"]).astype(np.float32)


class Ranker:
    """Scores documents. Raises DataError when the weights are missing or don't fit the features."""

    def __init__(self, gazetteer: Gazetteer, weights: Path = WEIGHTS) -> None:
        try:
            with np.load(weights) as held:
                w: dict[str, Any] = {k: held[k] for k in held.files}
            if tuple(w["features"].tolist()) != FEATURES:
                raise ValueError(f"weights of other features: {w['features'].tolist()}")
            first, first_none, second, second_none = (
                Network(w, name) for name in ("first", "first_none", "second", "second_none")
            )
            scale = w["temperature"]
        except (OSError, ValueError, KeyError) as error:
            raise DataError(f"expected the ranker's weights in {weights}, got: {error}") from error
        self.gazetteer = gazetteer
        self.neighbours = Neighbours(gazetteer)
        self._first, self._first_none, self._second, self._second_none = first, first_none, second, second_none
        self._later = (second.outer, second_none.outer), (second.outer / scale, second_none.outer / scale)

    def __call__(self, d: Document) -> tuple[FloatArray, FloatArray]:
        """(k) probabilities of the candidates and (m) of none of them."""
        none = np.ones(len(d.times), np.float32)
        if not len(d.entries):
            return np.empty(0, np.float32), none
        begins = d.begins
        of = np.concatenate((d.slot, np.arange(len(begins))))
        best = np.maximum.reduceat(d.fixed, begins, axis=1)
        first, first_none = self._first, self._first_none
        p = shares(first.fixed @ d.fixed, first_none.fixed @ best, (first.outer, first_none.outer), of)
        second, second_none = self._second, self._second_none
        base, base_none = second.fixed @ d.fixed, second_none.fixed @ best
        around = Around(self.gazetteer, self.neighbours, d)
        k = len(d.entries)
        for outer in self._later:
            x = around.changing(p[:k])
            hidden = second.changing @ x
            hidden += base
            hidden_none = second_none.changing @ np.maximum.reduceat(x, begins, axis=1)
            hidden_none += base_none
            p = shares(hidden, hidden_none, outer, of)
        none[d.filled] = p[k:]
        return p[:k].astype(np.float32), none


def shares(
    hidden: FloatArray, hidden_none: FloatArray, outer: tuple[FloatArray, FloatArray], of: IntArray
) -> NDArray[np.float64]:
    """(k + n) probabilities of candidates and, after them, of none of them, from their hidden layers before ReLU.

    `of` (k + n): the phrase of each; those of one phrase sum to 1.
    """
    np.maximum(hidden, 0, out=hidden)
    np.maximum(hidden_none, 0, out=hidden_none)
    scores = np.concatenate((outer[0] @ hidden, outer[1] @ hidden_none), dtype=np.float64)
    np.minimum(scores, MAX_SCORE, out=scores)
    np.maximum(scores, -MAX_SCORE, out=scores)
    np.exp(scores, out=scores)
    p: NDArray[np.float64] = scores / np.bincount(of, scores)[of]
    return p


@lru_cache(maxsize=2)
def ranker(gazetteer: Gazetteer) -> Ranker:
    """The shared ranker of a gazetteer."""
    return Ranker(gazetteer)
