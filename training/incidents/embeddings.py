"""Learn the embeddings of happenings: a projection of the reader's hidden states, and what compares two of them.

The encoder stands still. Comes in: `Encoder.inputs` of events, pairs of them, whether each pair is of one happening. Goes out:
arrays for `reportedly.reader.embedding` and `reportedly.incidents.embeddings`. Two models are asked of together through
`Learnt`, so that what is learnt from some reports can be asked about others.
"""

from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from reportedly.incidents.embeddings import Bytes, Comparison
from reportedly.incidents.tellings import Ints
from reportedly.incidents.words import Floats
from reportedly.reader.embedding import FULL, projected

SIZE, HIDDEN, EPOCHS, BATCH, RATE, DECAY, DROPOUT, SEED = 96, 64, 5, 512, 2e-3, 0.05, 0.3, 20220512
LENGTH = 10.0  # of the vectors that are compared in training


class Learnt(NamedTuple):
    """A projection (`weights`, `bias`), and the arrays of a `Comparison`."""

    weights: Floats
    bias: Floats
    arrays: dict[str, np.ndarray]

    def project(self, rows: Floats) -> Bytes:
        """The embeddings of rows of `Encoder.inputs`."""
        return projected(rows, self.weights, self.bias)

    @property
    def comparison(self) -> Comparison:
        """What compares these embeddings."""
        return Comparison(self.arrays)


class Network(nn.Module):
    """Projection and comparison as one: rows (N, D) and (N, D) → log-odds (N)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.project, self.dropout = nn.Linear(width, SIZE), nn.Dropout(DROPOUT)
        self.scale, self.apart = nn.Parameter(torch.full((SIZE,), 0.1)), nn.Parameter(torch.zeros(SIZE))
        self.base = nn.Parameter(torch.tensor(-2.0))
        self.into, self.out = nn.Linear(2 * SIZE, HIDDEN), nn.Linear(HIDDEN, 1, bias=False)
        nn.init.zeros_(self.out.weight)

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        """Log-odds that the two are of one happening."""
        one, other = (
            functional.normalize(self.project(self.dropout(rows)), dim=1) * LENGTH for rows in (first, second)
        )
        product, apart = one * other, (one - other).abs()
        hidden = functional.dropout(
            functional.relu(self.into(torch.cat((product / LENGTH, apart), 1))), 0.2, self.training
        )
        return product @ self.scale + apart @ self.apart + self.out(hidden)[:, 0] + self.base


def learn(rows: Floats, a: Ints, b: Ints, labels: np.ndarray) -> Learnt:
    """The projection and comparison learnt from pairs a[i], b[i] of `rows` (N, D): cross-entropy, one cycle of the rate."""
    torch.manual_seed(SEED)
    draw = np.random.default_rng(SEED)
    used = np.unique(np.concatenate((a, b)))
    mean, spread = rows[used].mean(axis=0), rows[used].std(axis=0) + 1e-6
    held, truth = torch.from_numpy((rows - mean) / spread), torch.from_numpy(labels.astype(np.float32))
    network = Network(rows.shape[1])
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    steps = -(-len(a) // BATCH) * EPOCHS
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=0.1)
    network.train()
    for _ in range(EPOCHS):
        order = draw.permutation(len(a))
        for at in range(0, len(order), BATCH):
            some = order[at : at + BATCH]
            loss = functional.binary_cross_entropy_with_logits(network(held[a[some]], held[b[some]]), truth[some])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return plain(network.eval(), mean, spread)


def plain(network: Network, mean: Floats, spread: Floats) -> Learnt:
    """The network as arrays, the standardisation folded into the projection and `FULL` into the comparison."""
    values = {name: value.detach().numpy() for name, value in network.named_parameters()}
    weights = (values["project.weight"] / spread).T
    bias = values["project.bias"] - mean @ weights
    one = LENGTH / FULL  # what a whole number of an embedding is in training
    into = values["into.weight"].T.copy()
    into[:SIZE] *= one * one / LENGTH
    into[SIZE:] *= one
    weights = weights.astype(np.float16).astype(np.float32)
    arrays = {
        "mark": np.array(0), "scale": values["scale"] * one * one, "apart": values["apart"] * one, "base": values["base"],
        "into": into, "into_bias": values["into.bias"], "out": values["out.weight"][0],
    }  # fmt: skip
    return Learnt(weights.astype(np.float32), bias.astype(np.float32), arrays)


def save(learnt: Learnt, encoder: Path, reader: Path, incidents: Path) -> None:
    """Writes both halves where the package reads them, marked by the encoder's and the projection's content."""
    weights = learnt.weights.astype(np.float16)
    mark = crc32(weights.tobytes() + learnt.bias.tobytes(), crc32(encoder.read_bytes()))
    np.savez_compressed(reader, weights=weights, bias=learnt.bias, mark=np.array(mark, np.uint32))
    np.savez_compressed(incidents, **(learnt.arrays | {"mark": np.array(mark, np.uint32)}))  # type: ignore[arg-type]
