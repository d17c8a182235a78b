"""The ranker: a probability for each candidate of each phrase, and for none of them.

Comes in: a `Document` of candidates. Goes out: probabilities, candidates' and none's, that sum to 1 for each phrase.
Knows nothing of texts. Its weights are made by `training/places/`.

Three rounds: names and places by themselves, then twice with what the round before says of the others.
Each round is a network of one hidden layer over a candidate's features; "none of these" is scored by another
over the phrase's best values. A temperature, fitted on held-out documents, makes the figures probabilities.
"""

from functools import lru_cache
from pathlib import Path

import numpy as np

from reportedly.errors import DataError
from reportedly.resolve.places.context import CONTEXT, Document, Neighbours, context, frame
from reportedly.resolve.places.gazetteer import FloatArray, Gazetteer

WEIGHTS = Path(__file__).with_name("data") / "ranker.npz"
ROUNDS = 2


def relu_network(x: FloatArray, w: dict[str, FloatArray], name: str) -> FloatArray:
    """Scores (n) of rows x (n × f): one hidden layer with ReLU."""
    hidden = np.maximum(x @ w[f"{name}_w1"] + w[f"{name}_b1"], 0)
    scores: FloatArray = hidden @ w[f"{name}_w2"] + w[f"{name}_b2"]
    return scores


def phrase_maxima(d: Document, x: FloatArray) -> FloatArray:
    """For each phrase the column-wise maxima of its candidates' features (m × f), zeros for a phrase without any."""
    begins, ends = d.starts[:-1], d.starts[1:]
    if len(x) and (begins < ends).all():
        maxima: FloatArray = np.maximum.reduceat(x, begins, axis=0)
        return maxima
    out = np.zeros((len(d.times), x.shape[1]), np.float32)
    filled = np.flatnonzero(begins < ends)
    if len(filled):
        out[filled] = np.maximum.reduceat(x, begins[filled], axis=0)
    return out


def softmax_with_none(d: Document, scores: FloatArray, none: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(k) probabilities of candidates and (m) of none, over each phrase."""
    top = np.maximum(none, 0)
    np.maximum.at(top, d.owner, scores)
    e = np.exp(scores - top[d.owner])
    e_none = np.exp(none - top)
    total = e_none + np.bincount(d.owner, e, minlength=len(none))
    return (e / total[d.owner]).astype(np.float32), (e_none / total).astype(np.float32)


class Ranker:
    """Scores documents. Raises DataError when the weights are missing or don't fit the features."""

    def __init__(self, gazetteer: Gazetteer, weights: Path = WEIGHTS) -> None:
        try:
            with np.load(weights) as held:
                self.weights: dict[str, FloatArray] = {k: held[k] for k in held.files}
        except (OSError, ValueError) as error:
            raise DataError(f"expected the ranker's weights in {weights}, got: {error}") from error
        self.gazetteer = gazetteer
        self.neighbours = Neighbours(gazetteer)

    def __call__(self, d: Document) -> tuple[FloatArray, FloatArray]:
        """(k) probabilities of the candidates and (m) of none of them."""
        if not len(d.entries):
            return np.empty(0, np.float32), np.ones(len(d.times), np.float32)
        w = self.weights
        p, none = softmax_with_none(
            d, relu_network(d.static, w, "first"), relu_network(phrase_maxima(d, d.static), w, "first_none")
        )
        around = frame(self.gazetteer, d)
        width = d.static.shape[1]
        x = np.empty((len(d.entries), width + FEATURE_COUNT), np.float32)
        x[:, :width] = d.static
        for turn in range(ROUNDS):
            x[:, width:] = context(self.neighbours, d, p, around)
            scale = w["temperature"] if turn == ROUNDS - 1 else np.float32(1)
            p, none = softmax_with_none(
                d, relu_network(x, w, "second") / scale, relu_network(phrase_maxima(d, x), w, "second_none") / scale
            )
        return p, none


FEATURE_COUNT = len(CONTEXT)


@lru_cache(maxsize=2)
def ranker(gazetteer: Gazetteer) -> Ranker:
    """The shared ranker of a gazetteer."""
    return Ranker(gazetteer)
