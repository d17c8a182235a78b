"""Fit the scorer of PolNeAR's whole spans on exported weights: `python -m training.spans CORPUS WEIGHTS_FOLDER`.

Comes in: the encoder as it ships, PolNeAR's train part. Goes out: spans.onnx (int8) and spans.json in the weights folder. The
encoder stands still; two transformer layers over its last hidden states are learnt, with a label and a pair of end vectors
for each piece (a biaffine scorer, Dozat and Manning 2017, arXiv:1611.01734). Because the encoder learnt from the same
texts, it knows them better than it will know others: a share of the pieces is hidden from it here.
"""

import argparse
import json
import math
import random
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional

from reportedly.reader.layers import SPAN_KINDS, Layers
from reportedly.reader.windows import cut
from training.corpora import polnear
from training.corpora.cofenet import cofenet
from training.corpora.events import rows
from training.encode import CONTEXT, _bio
from training.loop import MASK, SPECIAL
from training.model import Layer
from training.passages import Passage
from training.train import SEED, SIZE

WIDTH, DEPTH, ENDS, DROPOUT, LENGTHS = 256, 2, 128, 0.25, 40
HIDDEN, RATE, EPOCHS, PIECES, SPAN_WEIGHT = 0.15, 8e-4, 3, 4000, 0.6
THRESHOLDS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4)
Example = tuple[np.ndarray, np.ndarray]  # inputs (T, H + 9) in half precision; label ids by kind (3, T)


class Spans(nn.Module):
    """inputs (B, T, H + 9), mask → label logits (B, T, 3 kinds, 3), span scores (B, 3 kinds, T first, T last)."""

    def __init__(self, inputs: int):
        super().__init__()
        self.start = nn.Linear(inputs, WIDTH)
        self.layers = nn.ModuleList(Layer(WIDTH, 4, DROPOUT) for _ in range(DEPTH))
        self.last, self.dropout = nn.LayerNorm(WIDTH), nn.Dropout(DROPOUT)
        self.labels, self.kept = nn.Linear(WIDTH, 9), nn.Parameter(torch.ones(9))
        self.first_ends, self.last_ends = nn.Linear(WIDTH, 3 * ENDS), nn.Linear(WIDTH, 3 * ENDS)
        self.alone, self.length = nn.Linear(WIDTH, 6), nn.Embedding(LENGTHS, 3)
        self.rare = nn.Parameter(torch.full((3,), -6.0))
        nn.init.zeros_(self.labels.weight)  # it begins with the labels that the encoder's own layer gives
        nn.init.zeros_(self.labels.bias)

    def forward(self, given: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """See the class."""
        count, size, _ = given.shape
        seen = self.start(self.dropout(given))
        for layer in self.layers:
            seen = layer(seen, mask)
        seen = self.dropout(self.last(seen))
        labels = (self.labels(seen) + self.kept * given[..., -9:]).view(count, size, 3, 3)
        firsts = self.first_ends(seen).view(count, size, 3, ENDS).permute(0, 2, 1, 3)
        lasts = self.last_ends(seen).view(count, size, 3, ENDS).permute(0, 2, 3, 1)
        alone = self.alone(seen).view(count, size, 2, 3).permute(2, 0, 3, 1)
        places = torch.arange(size, device=given.device)
        far = torch.clamp(places[None, :] - places[:, None], min=0)
        coarse = torch.clamp(16 + (torch.log2(torch.clamp(far, min=16).float() / 16) * 5).long(), max=LENGTHS - 1)
        length = self.length(torch.where(far < 16, far, coarse)).permute(2, 0, 1)
        scores = torch.matmul(firsts, lasts) / math.sqrt(ENDS) + alone[0][..., None] + alone[1][:, :, None, :]
        return labels, scores + length + self.rare[:, None, None]


def examples(layers: Layers, passages: Iterable[Passage], rng: np.random.Generator) -> list[Example]:
    """What the encoder says of each window, a share of its pieces hidden, with the labels of each kind."""
    made = []
    for passage in passages:
        for window in cut(passage.text, layers._tokenizer, SIZE, CONTEXT):
            ids = np.where((rng.random(len(window.ids)) < HIDDEN) & (window.ids > SPECIAL), MASK, window.ids)
            given = layers.span_inputs(layers._encoder.run(None, {"ids": ids[None]}))
            labels = [
                _bio(passage.tags[head], window.offsets, {"O": 0, f"B-{kind}": 1, f"I-{kind}": 2}, window.low, window.high)
                for kind, head in SPAN_KINDS.items()
            ]  # fmt: skip
            made.append((given.astype(np.float16), np.stack(labels)))
    return made


def spans_of(row: np.ndarray) -> list[tuple[int, int]]:
    """(first, last) piece of each span of label ids (T)."""
    starts = np.flatnonzero(row == 1)
    return [(int(at), int(at + np.argmax([*(row[at + 1 :] != 2), True]))) for at in starts]


def collated(batch: list[Example]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """inputs (B, T, H + 9), mask (B, T), labels (B, 3, T; −100 in the padding), spans (B, 3, T, T)."""
    size = max(len(given) for given, _ in batch)
    inputs = np.zeros((len(batch), size, batch[0][0].shape[1]), np.float32)
    labels = np.full((len(batch), 3, size), -100, np.int64)
    spans = torch.zeros(len(batch), 3, size, size)
    for at, (given, wanted) in enumerate(batch):
        inputs[at, : len(given)], labels[at, :, : len(given)] = given, wanted
        for kind, row in enumerate(wanted):
            for first, last in spans_of(row):
                spans[at, kind, first, last] = 1
    known = torch.from_numpy(labels)
    return torch.from_numpy(inputs), known[:, 0] >= 0, known, spans


def loss_of(network: Spans, batch: list[Example]) -> Tensor:
    """Labels' mean cross-entropy by kind, and the spans' cross-entropy per gold span."""
    inputs, mask, wanted, spans = collated(batch)
    labels, scores = network(inputs, mask)
    by_label = sum(
        functional.cross_entropy(labels[:, :, kind].float().flatten(0, 1), wanted[:, kind].flatten(), ignore_index=-100)
        for kind in range(3)
    )
    inside = (mask[:, :, None] & mask[:, None, :]).triu()[:, None]
    by_span = functional.binary_cross_entropy_with_logits(scores.float(), spans, reduction="none") * inside
    return by_label + SPAN_WEIGHT * by_span.sum() / torch.clamp(spans.sum(), min=1)


def fit(held: list[Example], log=print) -> Spans:
    """Learn from the examples for `EPOCHS` passes."""
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    network = Spans(held[0][0].shape[1])
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.02)
    batches: list[list[Example]] = []
    batch: list[Example] = []
    for example in sorted(held, key=lambda e: len(e[0]) + rng.random() * 8):
        if batch and len(example[0]) * (len(batch) + 1) > PIECES:
            batches.append(batch)
            batch = []
        batch.append(example)
    batches.append(batch)
    plan = [one for _ in range(EPOCHS) for one in rng.sample(batches, len(batches))]
    began, running = time.time(), 0.0
    network.train()
    for step, one in enumerate(plan):
        heat = min(1.0, step / (len(plan) * 0.06)) * 0.5 * (1 + math.cos(math.pi * step / len(plan)))
        optimizer.param_groups[0]["lr"] = RATE * max(heat, 0.01)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = loss_of(network, one)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        running += float(loss.detach())
        if step % 200 == 199:
            log(f"step {step + 1}/{len(plan)} loss {running / (step + 1):.3f} {time.time() - began:.0f} s")
    return network.eval()


class Alone(nn.Module):
    """inputs (T, H + 9) → label logits (T, 3, 3), span scores (3, T, T): one window, as it is read."""

    def __init__(self, network: Spans):
        super().__init__()
        self.network = network

    def forward(self, given: Tensor) -> tuple[Tensor, Tensor]:
        """See the class."""
        labels, scores = self.network(given[None])
        return labels[0], scores[0]


def export(network: Spans, folder: Path) -> None:
    """Write spans.onnx."""
    axes = {"given": {0: "pieces"}, "labels": {0: "pieces"}, "scores": {1: "first", 2: "last"}}
    with tempfile.TemporaryDirectory() as temporary, torch.no_grad():
        graph = Path(temporary) / "spans.onnx"
        torch.onnx.export(
            Alone(network), (torch.randn(24, network.start.in_features),), graph, input_names=["given"],
            output_names=["labels", "scores"], opset_version=17, dynamo=False, dynamic_axes=axes,
        )  # fmt: skip
        quantize_dynamic(graph, folder / "spans.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


class Remembering(Layers):
    """Layers that keep what the encoder says of every text: a few thousand short ones are read again and again."""

    def _encoded(self, text: str) -> list:
        held = self.__dict__.setdefault("held", {})
        if text not in held:
            held[text] = super()._encoded(text)
        return held[text]


def thresholds(folder: Path, tokens: Path) -> dict[str, float]:
    """The threshold of each kind that gives the best F1 on CofeNet's dev file."""
    tried, layers, passages = {}, Remembering(folder), list(rows(tokens))
    for threshold in THRESHOLDS:
        layers.thresholds = dict.fromkeys(SPAN_KINDS, threshold)
        tried[threshold] = cofenet(layers, passages)
        print(threshold, {kind: row["f1"] for kind, row in tried[threshold].items()}, flush=True)
    return {kind: max(THRESHOLDS, key=lambda t, kind=kind: tried[t][kind]["f1"]) for kind in SPAN_KINDS}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    layers = Layers(options.weights)
    documents = list(polnear.read(options.corpus, "train"))
    hide = np.random.default_rng(SEED)
    held = examples(layers, documents, hide)
    for seed in (1, 2):
        rng = random.Random(seed)
        held += examples(layers, (piece for p in documents for piece in polnear.short(p, rng)), hide)
        print(f"{len(held)} windows", flush=True)
    export(fit(held), options.weights)
    found = thresholds(options.weights, options.corpus / "cofenet" / "polnear-valid.txt.gz")
    (options.weights / "spans.json").write_text(json.dumps({"thresholds": found}) + "\n")
    print(f"thresholds {found}")


if __name__ == "__main__":
    main()
