"""python -m training.places.train [--documents N] [--out FILE]: trains the place ranker on made-up documents.

Comes in: the gazetteer. Goes out: `ranker.npz` (see `reportedly.resolve.places.ranker`), and figures on held-out documents.
Needs numpy only. Loss: half the log loss of the right entry, half that of any entry within 15 km of it.
"""

import argparse
from pathlib import Path

import numpy as np

from reportedly.resolve.places.candidates import Finder
from reportedly.resolve.places.context import Around, Neighbours
from reportedly.resolve.places.document import STATIC, Document
from reportedly.resolve.places.gazetteer import gazetteer
from reportedly.resolve.places.ranker import FEATURES, WEIGHTS
from training.places.synthesise import Example, Synthesiser

HIDDEN, BATCH, RATE, DECAY = 32, 64, 2e-3, 1e-5
CLOSE = 15 / 6371


def relu_network(x: np.ndarray, w: dict[str, np.ndarray], name: str) -> np.ndarray:
    """Scores (n) of rows x (n × f): one hidden layer with ReLU."""
    hidden = np.maximum(x @ w[f"{name}_w1"] + w[f"{name}_b1"], 0)
    scores: np.ndarray = hidden @ w[f"{name}_w2"] + w[f"{name}_b2"]
    return scores


def phrase_maxima(d: Document, x: np.ndarray) -> np.ndarray:
    """For each phrase the column-wise maxima of its candidates' features (m × f), zeros for a phrase without any."""
    begins, ends = d.starts[:-1], d.starts[1:]
    if len(x) and (begins < ends).all():
        maxima: np.ndarray = np.maximum.reduceat(x, begins, axis=0)
        return maxima
    out = np.zeros((len(d.times), x.shape[1]), np.float32)
    filled = np.flatnonzero(begins < ends)
    if len(filled):
        out[filled] = np.maximum.reduceat(x, begins[filled], axis=0)
    return out


def softmax_with_none(d: Document, scores: np.ndarray, none: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(k) probabilities of candidates and (m) of none, over each phrase."""
    top = np.maximum(none, 0)
    np.maximum.at(top, d.owner, scores)
    e = np.exp(scores - top[d.owner])
    e_none = np.exp(none - top)
    total = e_none + np.bincount(d.owner, e, minlength=len(none))
    return (e / total[d.owner]).astype(np.float32), (e_none / total).astype(np.float32)


def network(rng: np.random.Generator, width: int, name: str) -> dict[str, np.ndarray]:
    """Starting weights of one scoring network."""
    return {
        f"{name}_w1": rng.normal(0, np.sqrt(2 / width), (width, HIDDEN)).astype(np.float32),
        f"{name}_b1": np.zeros(HIDDEN, np.float32),
        f"{name}_w2": rng.normal(0, 0.1, HIDDEN).astype(np.float32),
        f"{name}_b2": np.zeros((), np.float32),
    }


class Adam:
    """Adam with weight decay over a dictionary of arrays."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        self.m = {k: np.zeros_like(v) for k, v in weights.items()}
        self.v = {k: np.zeros_like(v) for k, v in weights.items()}
        self.t = 0

    def step(self, weights: dict[str, np.ndarray], grads: dict[str, np.ndarray], rate: float) -> None:
        """One update in place."""
        self.t += 1
        for k, grad in grads.items():
            grad = grad + DECAY * weights[k]
            self.m[k] = 0.9 * self.m[k] + 0.1 * grad
            self.v[k] = 0.999 * self.v[k] + 0.001 * grad**2
            weights[k] = (
                weights[k] - rate * (self.m[k] / (1 - 0.9**self.t)) / (np.sqrt(self.v[k] / (1 - 0.999**self.t)) + 1e-8)
            ).astype(np.float32)


def backward(x: np.ndarray, w: dict[str, np.ndarray], name: str, up: np.ndarray) -> dict[str, np.ndarray]:
    """Gradients of a scoring network's weights, given those of its scores."""
    hidden = np.maximum(x @ w[f"{name}_w1"] + w[f"{name}_b1"], 0)
    inner = up[:, None] * w[f"{name}_w2"][None, :] * (hidden > 0)
    return {f"{name}_w1": x.T @ inner, f"{name}_b1": inner.sum(0), f"{name}_w2": hidden.T @ up, f"{name}_b2": up.sum()}


class Batch:
    """Several documents as one, with targets."""

    def __init__(self, examples: list[Example], features: list[np.ndarray], unit: np.ndarray) -> None:
        owners, starts, right = [], [0], []
        phrases = candidates = 0
        for example in examples:
            d = example.document
            owners.append(d.owner + phrases)
            starts += (d.starts[1:] + candidates).tolist()
            right.append(np.where(example.right >= 0, example.right + candidates, -1))
            phrases += len(d.times)
            candidates += len(d.entries)
        self.x = np.concatenate(features)
        first = examples[0].document
        self.d = first._replace(
            owner=np.concatenate(owners), starts=np.array(starts), times=np.ones(phrases, np.float32)
        )
        self.right = np.concatenate(right)
        entries = np.concatenate([e.document.entries for e in examples])
        held = self.right[self.d.owner]
        exact = (np.arange(candidates) == held).astype(np.float32)
        gap = np.linalg.norm(unit[entries] - unit[entries[np.maximum(held, 0)]], axis=1)
        self.close = ((held >= 0) & (gap < CLOSE)).astype(np.float32)
        self.exact = exact
        self.none = (self.right < 0).astype(np.float32)

    def gradient(self, p: np.ndarray, none: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
        """d loss / d score for candidates and for none, and the loss."""
        mass = np.bincount(self.d.owner, p * self.close, minlength=len(none)) + 1e-9
        soft = p * self.close / mass[self.d.owner]
        up = p - 0.5 * self.exact - 0.5 * soft
        up_none = none - self.none
        hit = np.where(self.right >= 0, p[np.maximum(self.right, 0)], none)
        return up / len(none), up_none / len(none), float(-np.log(hit + 1e-9).mean())


def fit(
    w: dict[str, np.ndarray],
    name: str,
    data: list[tuple[Example, np.ndarray]],
    unit: np.ndarray,
    rng: np.random.Generator,
    epochs: int,
) -> None:
    """Train the networks `name` and `name`_none in place."""
    adam = Adam({k: v for k, v in w.items() if k.startswith(name)})
    steps = epochs * (len(data) // BATCH)
    step = 0
    for epoch in range(epochs):
        order, total = rng.permutation(len(data)), 0.0
        for at in range(0, len(order) - BATCH + 1, BATCH):
            chosen = [data[i] for i in order[at : at + BATCH]]
            batch = Batch([e for e, _ in chosen], [x for _, x in chosen], unit)
            top = phrase_maxima(batch.d, batch.x)
            p, none = softmax_with_none(batch.d, relu_network(batch.x, w, name), relu_network(top, w, f"{name}_none"))
            up, up_none, loss = batch.gradient(p, none)
            grads = backward(batch.x, w, name, up) | backward(top, w, f"{name}_none", up_none)
            adam.step(w, grads, RATE * (1 - step / steps) + 1e-5)
            total += loss
            step += 1
        print(f"{name} epoch {epoch} loss {total / max(1, len(order) // BATCH):.4f}", flush=True)


def predict(
    w: dict[str, np.ndarray], name: str, d: Document, x: np.ndarray, scale: float = 1.0
) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities of one document."""
    return softmax_with_none(
        d, relu_network(x, w, name) / scale, relu_network(phrase_maxima(d, x), w, f"{name}_none") / scale
    )


def main() -> None:
    """Draw, train in three stages, fit the temperature, print figures, save."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=16_000)
    parser.add_argument("--epochs", type=int, default=6, help="of each of the three stages")
    parser.add_argument("--start", type=Path, help="go on from these weights")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    g = gazetteer()
    rng = np.random.default_rng(options.seed)
    made = Synthesiser(g, Finder(g), options.seed)
    examples = [e for e in (made.example() for _ in range(options.documents)) if e]
    split = int(0.94 * len(examples))
    neighbours = Neighbours(g)
    w: dict[str, np.ndarray] = {}
    width, more = len(STATIC), len(FEATURES)
    for name, size in (("first", width), ("first_none", width), ("second", more), ("second_none", more)):
        w |= network(rng, size, name)
    if options.start:
        with np.load(options.start) as held:
            if held["features"].tolist() != list(FEATURES):
                parser.error(f"expected weights of the features {FEATURES} in {options.start}")
            w |= {k: held[k] for k in w}
    alone = [e.document.fixed[:width].T for e in examples]
    fit(w, "first", list(zip(examples[:split], alone[:split], strict=True)), g.unit, rng, options.epochs)

    def again(e: Example, name: str, x: np.ndarray) -> np.ndarray:
        p, _ = predict(w, name, e.document, x)
        changing = Around(g, neighbours, e.document).changing(p.astype(np.float64))
        return np.concatenate([e.document.fixed[:-1], changing]).T

    once = [again(e, "first", x) for e, x in zip(examples, alone, strict=True)]
    fit(w, "second", list(zip(examples[:split], once[:split], strict=True)), g.unit, rng, options.epochs)
    twice = [again(e, "second", x) for e, x in zip(examples, once, strict=True)]
    both = [*zip(examples[:split], once[:split], strict=True), *zip(examples[:split], twice[:split], strict=True)]
    fit(w, "second", both, g.unit, rng, options.epochs)
    held = examples[split:]
    final = [again(e, "second", x) for e, x in zip(held, once[split:], strict=True)]
    losses = {}
    for scale in (0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.35, 1.5):
        loss = []
        for e, x in zip(held, final, strict=True):
            p, none = predict(w, "second", e.document, x, scale)
            loss += np.log(np.where(e.right >= 0, p[np.maximum(e.right, 0)], none) + 1e-9).tolist()
        losses[scale] = -float(np.mean(loss))
    best = min(losses, key=losses.__getitem__)
    w["temperature"] = np.float32(best)
    w["features"] = np.array(FEATURES)
    right = total = 0
    for e, x in zip(held, final, strict=True):
        p, none = predict(w, "second", e.document, x, best)
        for i, gold in enumerate(e.right):
            a, b = e.document.starts[i], e.document.starts[i + 1]
            top = int(a + p[a:b].argmax())
            if gold < 0:
                right += none[i] > p[top]
            else:
                near = np.linalg.norm(g.unit[e.document.entries[top]] - g.unit[e.document.entries[gold]]) < 161 / 6371
                right += bool(near) and p[top] >= none[i]
            total += 1
    print(
        f"held-out phrases {total}, right (161 km, or rightly none) {right / total:.4f}, temperature {best}, log loss {losses[best]:.4f}"
    )
    np.savez_compressed(options.out, **w)


if __name__ == "__main__":
    main()
