"""Learning from what several trained networks make of texts that nobody annotated (Hinton et al. 2015, arXiv:1503.02531).

Comes in: trained networks of one shape, unlabelled texts. Goes out: a loss, the distance of a network's answers from the mean of
theirs. Knows nothing of files but FA-KES. Only the heads of the conflict gold are taught so.
"""

import gzip
import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from reportedly.reader.decode import best_path, spans, transitions
from reportedly.reader.windows import cut
from reportedly.reader.wordpiece import WordPiece
from training.encode import CONTEXT, Labels
from training.loop import ROLE_WEIGHT, TAG_WEIGHTS
from training.model import Network

TAGS = ("triggers", "cues")
ROLES = ("participants", "place", "time", "toll", "attribution")
MOST, BATCH, EVERY = 3000, 6, 2  # windows kept, windows a step, and at which steps


def texts(corpus: Path, without: Iterable[str]) -> Iterator[str]:
    """The reports of FA-KES but for the named ones (`fakes-…`): none that is annotated, train or dev, may come."""
    skip = set(without)
    with gzip.open(corpus / "fakes.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if f"fakes-{row['id']}" not in skip and row["id"] not in skip:
                yield row["text"]


class Lessons:
    """The teachers and their texts: called at each step, gives the further loss at every `EVERY`th."""

    def __init__(
        self, teachers: list[Network], plain: Iterable[str], tokenizer: WordPiece, labels: Labels, size: int, seed: int
    ):
        """`plain`: unlabelled texts; at most `MOST` windows of them are used, drawn by `seed`."""
        self.teachers, self.labels = [teacher.eval() for teacher in teachers], labels
        self.windows = [window.ids for text in plain for window in cut(text, tokenizer, size, CONTEXT)]
        random.Random(seed).shuffle(self.windows)
        del self.windows[MOST:]
        self.step = self.at = 0

    def __call__(self, network: Network) -> Tensor | None:
        """The next step's loss, None where this step has none."""
        self.step += 1
        if self.step % EVERY or not self.windows:
            return None
        rows = [self.windows[(self.at + n) % len(self.windows)] for n in range(BATCH)]
        self.at += BATCH
        ids = torch.zeros(BATCH, max(map(len, rows)), dtype=torch.long)
        mask = torch.zeros_like(ids)
        for row, held in enumerate(rows):
            ids[row, : len(held)], mask[row, : len(held)] = torch.from_numpy(np.asarray(held)), 1
        return self.distance(network, ids, mask)

    def distance(self, network: Network, ids: Tensor, mask: Tensor) -> Tensor:
        """Cross-entropy of the network's answers with the teachers' mean: a piece's mean for tags, a predicate's sum for roles."""
        real = mask > 0
        with torch.no_grad():
            read = [teacher.read(ids, mask) for teacher in self.teachers]
            tags = {h: _mean(tags[h] for _, tags in read) for h in TAGS}
            found = torch.tensor([p for h in TAGS for p in self._predicates(tags[h], real, h)]).reshape(-1, 3).T
            roles = {}
            if found.shape[1]:
                told = [t.pairs(hidden, *found, set(ROLES), real)[0] for t, (hidden, _) in zip(self.teachers, read, strict=True)]  # fmt: skip
                roles = {h: _mean(answer[h] for answer in told) for h in ROLES}
        hidden, own = network.read(ids, mask)
        total = hidden.new_zeros((), dtype=torch.float32)
        for head in TAGS:
            apart = -(tags[head][real] * functional.log_softmax(own[head].float(), -1)[real]).sum(-1)
            total = total + TAG_WEIGHTS[head] * apart.mean()
        if roles:
            mine, *_ = network.pairs(network.dropout(hidden), *found, set(ROLES), real)
            for head in ROLES:
                apart = -(roles[head] * functional.log_softmax(mine[head].float(), -1)).sum(-1)
                total = total + ROLE_WEIGHT * apart.masked_fill(~real[found[0]], 0).sum() / found.shape[1]
        return total

    def _predicates(self, likely: Tensor, real: Tensor, head: str) -> list[tuple[int, int, int]]:
        """(window, first piece, last piece) of what the teachers take for a predicate."""
        labels = self.labels.tags[head]
        scores = torch.log(likely + 1e-9).numpy()
        paths = best_path(scores, transitions(labels))
        return [
            (row, first, last)
            for row in range(len(paths))
            for first, last, *_ in spans(paths[row], scores[row], labels)
            if real[row, last]
        ]


def _mean(logits: Iterable[Tensor]) -> Tensor:
    return torch.stack([functional.softmax(one.float(), -1) for one in logits]).mean(0)
