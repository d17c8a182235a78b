"""Fit temperatures and biases of the exported heads: `python -m training.calibrate CORPUS WEIGHTS`.

Comes in: the exported graphs and the gold's dev parts. Goes out: labels.json with `heads`: for each head the temperature
that makes its probabilities least wrong (Guo et al. 2017, by grid), and for triggers and cues the bias against "nothing"
that gives the best F1; the roles that are only measured get theirs on their corpora's dev parts. Prints the expected calibration error of each head (15 bins) before and after.
"""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np

from reportedly.reader.decode import log_softmax, tagged
from reportedly.reader.encoder import Encoder, Head
from reportedly.reader.layers import Layers
from training.corpora import gold
from training.encode import IGNORE, Labels, windows
from training.measures import arguments, places_of_verbs

TEMPERATURES = np.round(np.arange(0.6, 2.6, 0.05), 2)
BIASES = np.round(np.arange(-2.5, 1.01, 0.25), 2)
Scored = dict[str, tuple[list[np.ndarray], list[np.ndarray]]]


def collect(reader: Encoder, corpus: Path) -> tuple[Scored, list[dict]]:
    """Logits and gold labels by head over the dev passages, and the whole windows' tag logits for the biases."""
    inventory = reader.inventory
    labels = Labels(inventory.tags, inventory.roles, inventory.classes, inventory.scores)
    scored: Scored = {}
    whole = []

    def keep(head: str, logits: np.ndarray, wanted: np.ndarray) -> None:
        known = wanted != IGNORE
        if known.any():
            rows = scored.setdefault(head, ([], []))
            rows[0].append(logits[known])
            rows[1].append(wanted[known])

    for passage in [*gold.read(corpus, "dev"), *gold.read_second(corpus, "dev")]:
        for window in windows(passage, reader._tokenizer, labels, 256):
            hidden, *logits = reader._encoder.run(None, {"ids": window.ids[None]})
            tags = dict(zip(inventory.tags, logits, strict=True))
            for head, wanted in window.tags.items():
                keep(head, tags[head][1:-1], wanted[1:-1])
            whole.append({h: (tags[h], window.tags[h]) for h in window.tags})
            if len(window.predicates):
                out = reader._pairs.run(
                    None, {"hidden": hidden, "first": window.predicates[:, 0], "last": window.predicates[:, 1]}
                )
                for head, rows in zip([*inventory.roles, *inventory.classes], out, strict=False):
                    keep(head, rows, window.roles[head] if head in window.roles else window.classes[head])
    return scored, whole


def error(logits: np.ndarray, wanted: np.ndarray, temperature: float, bins: int = 15) -> float:
    """Expected calibration error of the most likely label, over bins of its probability."""
    probabilities = np.exp(log_softmax(logits, temperature))
    sure, right = probabilities.max(-1), probabilities.argmax(-1) == wanted
    at = np.minimum((sure * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(sure[at == b].mean() - right[at == b].mean()) * (at == b).mean() for b in range(bins) if (at == b).any()
        )
    )


def span_f1(whole: list[dict], head: str, labels: list[str], temperature: float, bias: float) -> float:
    """F1 of labelled spans that overlap a gold span of the same label, one to one in order."""
    hits = found = wanted = 0
    for window in whole:
        if head not in window:
            continue
        logits, row = window[head]
        spans = tagged(logits, labels, temperature, bias)
        starts = [i for i, label in enumerate(row) if labels[label].startswith("B-")]
        names = {i: labels[row[i]][2:] for i in starts}
        hits += sum(any(first <= i <= last and names[i] == kind for i in starts) for first, last, kind, _ in spans)
        found, wanted = found + len(spans), wanted + len(starts)
    return 2 * hits / max(1, found + wanted)


def further(weights: Path, corpus: Path) -> dict[str, dict[str, float]]:
    """The biases of roles that are only measured: those that give the best F1 on their corpora's dev parts."""
    layers = Layers(weights)
    found = {}

    def best(head: str, score: Callable[[], float]) -> None:
        def trial(bias: float) -> float:
            layers.inventory.heads[head] = Head(bias=bias)
            return score()

        if head in layers.inventory.probe_roles:
            bias = max(map(float, BIASES), key=lambda b: (trial(b), -abs(b)))
            print(f"{head}: bias {bias:.2f}")
            found[head] = {"temperature": 1.0, "bias": bias}

    best("kairos", lambda: arguments(layers, corpus / "wikievents" / "dev.jsonl.gz")["with_role"]["f1"])

    def even() -> float:
        """The lesser of precision and recall: the benchmark asks for both."""
        row = places_of_verbs(layers, corpus / "event_location" / "train.jsonl.gz", "dev")
        return float(min(row["p"], row["r"]))

    best("location", even)
    return found


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("weights", type=Path)
    options = parser.parse_args()
    reader = Encoder(options.weights)
    scored, whole = collect(reader, options.corpus)
    heads = {}
    print(f"{'head':16} {'labels':>8} {'T':>5} {'bias':>6} {'ECE at 1':>9} {'ECE at T':>9}")
    for head, (rows, answers) in scored.items():
        logits, wanted = np.concatenate(rows), np.concatenate(answers)
        loss = lambda t, x=logits, y=wanted: -log_softmax(x, t)[np.arange(len(y)), y].mean()
        temperature = float(min(TEMPERATURES, key=loss))
        bias = 0.0
        if head in ("triggers", "cues"):
            labels = reader.inventory.tags[head]
            bias = float(max(BIASES, key=lambda b: (round(span_f1(whole, head, labels, temperature, b), 4), -abs(b))))
        heads[head] = {"temperature": temperature, "bias": bias}
        before, after = error(logits, wanted, 1.0), error(logits, wanted, temperature)
        print(f"{head:16} {len(wanted):8} {temperature:5.2f} {bias:6.2f} {before:9.4f} {after:9.4f}")
    heads |= further(options.weights, options.corpus)
    path = options.weights / "labels.json"
    inventory = json.loads(path.read_text())
    inventory["heads"] = heads
    path.write_text(json.dumps(inventory, indent=1) + "\n")


if __name__ == "__main__":
    main()
