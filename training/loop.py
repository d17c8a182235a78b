"""The training loop: batches of windows of one corpus each, losses only of the heads that the corpus labels.

Comes in: a network and windows. Goes out: the network, trained. Knows nothing of files but its log.
"""

import math
import random
import time
from collections.abc import Iterable

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from training.encode import IGNORE, Window
from training.model import Network

ROLE_WEIGHT = 0.1  # of a predicate's summed losses over its pieces
# Tag losses are means over pieces, of which few carry a label; unweighted, the summed role losses drown them.
TAG_WEIGHT = 3.0
TAG_WEIGHTS = {
    "triggers": 8.0, "cues": 6.0, "cues_polnear": 6.0, "sources_polnear": 6.0, "contents_polnear": 6.0, "frames": 1.0,
}  # fmt: skip
WEIGHTS = {"frames": 0.5, "propbank": 0.5, "ace": 0.7, "factuality": 0.5}


SPECIAL, MASK = 999, 103  # of the BERT vocabulary: pieces up to SPECIAL are no text


def batches(windows: list[Window], pieces: int, rng: random.Random) -> list[list[Window]]:
    """Windows in batches of one corpus and like length, of at most `pieces` padded pieces each, shuffled."""
    by_corpus: dict[str, list[Window]] = {}
    for window in windows:
        by_corpus.setdefault(window.corpus, []).append(window)
    made = []
    for _, mine in sorted(by_corpus.items()):
        mine = sorted(mine, key=lambda w: len(w.ids) + rng.random() * 16)
        batch: list[Window] = []
        for window in mine:
            if batch and len(window.ids) * (len(batch) + 1) > pieces:
                made.append(batch)
                batch = []
            batch.append(window)
        made.append(batch)
    rng.shuffle(made)
    return made


def collate(batch: list[Window]) -> dict:
    """A batch as tensors: ids, mask (B, T); tags (B, T) by head; predicates (N); roles (N, T), classes (N), scores (N) by head."""
    size = -(-max(len(w.ids) for w in batch) // 16) * 16  # few shapes: each new one costs the kernels' set-up
    pad = lambda row, fill: np.pad(row, [(0, 0)] * (row.ndim - 1) + [(0, size - row.shape[-1])], constant_values=fill)
    to = torch.from_numpy
    heads = [h for h in batch[0].tags if all(h in w.tags for w in batch)]
    return {
        "ids": to(np.stack([pad(w.ids, 0) for w in batch])),
        "mask": to(np.stack([pad(np.ones_like(w.ids), 0) for w in batch])),
        "tags": {h: to(np.stack([pad(w.tags[h], IGNORE) for w in batch])) for h in heads},
        "window": to(np.concatenate([np.full(len(w.predicates), i) for i, w in enumerate(batch)])).long(),
        "first": to(np.concatenate([w.predicates[:, 0] for w in batch])),
        "last": to(np.concatenate([w.predicates[:, 1] for w in batch])),
        "roles": {h: to(np.concatenate([pad(w.roles[h], IGNORE) for w in batch])) for h in batch[0].roles},
        "classes": {h: to(np.concatenate([w.classes[h] for w in batch])) for h in batch[0].classes},
        "scores": {h: to(np.concatenate([w.scores[h] for w in batch])) for h in batch[0].scores},
    }


def loss_of(network: Network, batch: dict) -> Tensor:
    """The sum of the mean losses of every head that the batch labels."""
    hidden, tags = network.read(batch["ids"], batch["mask"])
    total = hidden.new_zeros((), dtype=torch.float32)
    for head, gold in batch["tags"].items():
        gold = gold.masked_fill(batch["mask"] == 0, IGNORE)
        total = total + TAG_WEIGHTS.get(head, TAG_WEIGHT) * functional.cross_entropy(
            tags[head].float().flatten(0, 1), gold.flatten(), ignore_index=IGNORE
        )
    if len(batch["first"]):
        labelled = {head for head, gold in batch["roles"].items() if (gold != IGNORE).any()}
        roles, classes, scores = network.pairs(
            network.dropout(hidden), batch["window"], batch["first"], batch["last"], labelled, batch["mask"] > 0
        )
        blank = batch["mask"][batch["window"]] == 0
        for head in sorted(labelled):
            gold = batch["roles"][head].masked_fill(blank, IGNORE)
            # By predicate and not by piece: of two hundred pieces one or two are a time or a toll, and a mean over all
            # of them teaches "nothing" first and little else.
            missed = functional.cross_entropy(
                roles[head].float().flatten(0, 1), gold.flatten(), ignore_index=IGNORE, reduction="sum"
            )
            known = (gold != IGNORE).any(-1).sum()
            total = total + WEIGHTS.get(head, 1.0) * ROLE_WEIGHT * missed / known
        for head, gold in batch["classes"].items():
            if (gold != IGNORE).any():
                total = total + 0.5 * functional.cross_entropy(classes[head].float(), gold, ignore_index=IGNORE)
        for column, (_, gold) in enumerate(batch["scores"].items()):
            known = ~torch.isnan(gold)
            if known.any():
                total = total + WEIGHTS["factuality"] * functional.smooth_l1_loss(
                    scores[known, column].float(), gold[known]
                )
    return total


def groups(network: Network, rate: float, head_rate: float, decay: float = 0.9) -> list[dict]:
    """Parameter groups: lower encoder layers learn slower (layer-wise decay), heads faster."""
    layers = network.encoder.config.num_hidden_layers
    made = []
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        depth = layers + 1
        if name.startswith("encoder.embeddings"):
            depth = 0
        elif name.startswith("encoder.encoder.layer."):
            depth = 1 + int(name.split(".")[3])
        speed = head_rate if depth == layers + 1 else rate * decay ** (layers - depth)
        made.append({"params": [parameter], "lr": speed, "weight_decay": 0.01 if parameter.ndim > 1 else 0.0})
    return made


def train(
    network: Network, parts: dict[str, list[Window]], repeats: dict[str, float], epochs: int, *,
    rate: float, head_rate: float, seed: int, pieces: int = 3072, masked: float = 0.0, beside=None, log=print, after_epoch=None,
) -> Iterable[float]:  # fmt: skip
    """Train for `epochs`; `repeats` says how often each part is seen an epoch (a fraction draws a part of it).

    `masked`: the share of pieces hidden from the encoder, drawn anew each time, so that it leans on the words around. `beside`: called
    with the network at each step, gives a further loss or None.
    """
    rng = random.Random(seed)
    torch.manual_seed(seed)
    optimizer = torch.optim.AdamW(groups(network, rate, head_rate))
    rates = [g["lr"] for g in optimizer.param_groups]

    def epoch_windows() -> list[Window]:
        drawn: list[Window] = []
        for name, windows in parts.items():
            times = repeats.get(name, 1.0)
            drawn += windows * int(times)
            if rest := times - int(times):
                drawn += rng.sample(windows, int(rest * len(windows)))
        return drawn

    planned = [batches(epoch_windows(), pieces, rng) for _ in range(epochs)]
    steps, step, losses = sum(map(len, planned)), 0, []
    for epoch, plan in enumerate(planned):
        network.train()
        began, running, seen = time.time(), 0.0, 0
        for batch in plan:
            heat = min(1.0, step / max(1, steps * 0.06)) * 0.5 * (1 + math.cos(math.pi * step / steps))
            for group, top in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = top * max(heat, 0.01)
            ready = collate(batch)
            if masked:
                hidden = (torch.rand(ready["ids"].shape) < masked) & (ready["ids"] > SPECIAL)
                ready["ids"] = ready["ids"].masked_fill(hidden, MASK)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = loss_of(network, ready)
                further = beside(network) if beside else None
            loss = loss if further is None else loss + further
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            running, seen, step = running + float(loss.detach()), seen + 1, step + 1
            if seen % 100 == 0:
                log(f"epoch {epoch + 1} step {seen}/{len(plan)} loss {running / seen:.3f} {time.time() - began:.0f} s")
        losses.append(running / max(1, seen))
        log(f"epoch {epoch + 1}: loss {losses[-1]:.4f}, {time.time() - began:.0f} s")
        if after_epoch:
            after_epoch(epoch)
    return losses


def held_out_loss(network: Network, windows: list[Window], pieces: int = 4096) -> float:
    """The mean loss of windows that are not trained on."""
    network.eval()
    total, plan = 0.0, batches(windows, pieces, random.Random(0))
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for batch in plan:
            total += float(loss_of(network, collate(batch)))
    return total / max(1, len(plan))
