"""Passages as arrays: windows of word pieces with tag labels, predicates and role labels.

Comes in: passages and the tokenizer. Goes out: `Window`s ready to be batched. Knows nothing of the model's weights.
The windows are cut by the reader's own function, so that training sees what reading sees.
"""

import tomllib
from collections import Counter
from dataclasses import dataclass, field
from importlib import resources

import numpy as np

from reportedly.reader.windows import cut
from reportedly.reader.wordpiece import WordPiece
from training.passages import Passage, role_head, role_heads

IGNORE = -100
CONTEXT = 16  # less overlap than in reading: every label is learnt once, and training is a third shorter
COMMA = 1010  # of the BERT vocabulary
UNLABELLED = {"factuality"}  # layers whose frames have a score but no roles


def gold_labels() -> dict[str, list[str]]:
    """The gold heads' inventories, from the ontology: whole, whether the gold at hand shows every label or not."""
    ontology = tomllib.loads((resources.files("reportedly") / "data" / "ontology.toml").read_text(encoding="utf-8"))
    return {
        "triggers": list(ontology["types"]),
        "mode": [f"{name}/{mode}" for name, entry in ontology["types"].items() for mode in ["-", *entry["modes"]]],
        "status": ontology["statuses"],
        "stance": ontology["stances"],
        "participants": ["actor", "recipient"],
        "place": ["place"],
        "time": ["time"],
        "toll": ontology["outcomes"],
        "attribution": ["source", "content"],
    }


@dataclass
class Labels:
    """Label inventories: tag heads and role heads in BIO form, class heads, score heads."""

    tags: dict[str, list[str]] = field(default_factory=dict)
    roles: dict[str, list[str]] = field(default_factory=dict)
    classes: dict[str, list[str]] = field(default_factory=dict)
    scores: list[str] = field(default_factory=list)

    def to_json(self) -> dict:
        """The inventories as plain lists, for the weights folder."""
        return {"tags": self.tags, "roles": self.roles, "classes": self.classes, "scores": self.scores}

    def behind(self, known: "Labels") -> "Labels":
        """The known inventories, with the heads that only this one has behind them: a known head keeps its labels."""
        return Labels(
            known.tags | {h: v for h, v in self.tags.items() if h not in known.tags},
            known.roles | {h: v for h, v in self.roles.items() if h not in known.roles},
            known.classes | {h: v for h, v in self.classes.items() if h not in known.classes},
            known.scores,
        )

    @classmethod
    def collect(cls, passages: list[Passage], rare: int = 3) -> "Labels":
        """All labels that stand at least `rare` times, sorted; the gold's inventories are never thinned."""
        tags: dict[str, Counter] = {}
        roles: dict[str, Counter] = {}
        classes: dict[str, Counter] = {}
        scores: set[str] = set()
        for passage in passages:
            for head, spans in passage.tags.items():
                tags.setdefault(head, Counter()).update(label for *_, label in spans)
            for frame in passage.frames:
                for *_, role in frame.roles:
                    roles.setdefault(role_head(frame.layer, role), Counter())[role] += 1
                for head, label in frame.classes.items():
                    classes.setdefault(head, Counter())[label] += 1
                scores.update(frame.scores)
        fixed = gold_labels()
        keep = lambda head, counts: fixed.get(head) or sorted(k for k, n in counts.items() if n >= rare)
        bio = lambda head, counts: ["O", *(f"{b}-{k}" for k in keep(head, counts) for b in "BI")]
        return cls(
            {h: bio(h, c) for h, c in sorted(tags.items())},
            {h: bio(h, c) for h, c in sorted(roles.items()) if keep(h, c)},
            {h: keep(h, c) for h, c in sorted(classes.items()) if h != "type"},
            sorted(scores),
        )


@dataclass
class Window:
    """One window: piece ids (T), tag labels by head (T), predicates' first and last pieces (P), role labels by head (P, T), IGNORE where unlabelled."""

    corpus: str
    ids: np.ndarray
    tags: dict[str, np.ndarray]
    predicates: np.ndarray
    roles: dict[str, np.ndarray]
    classes: dict[str, np.ndarray]
    scores: dict[str, np.ndarray]


def _bio(spans: list, offsets: np.ndarray, inventory: dict[str, int], low: int, high: int) -> np.ndarray:
    """BIO label ids (T) of the spans over pieces; a span that starts before the window goes on with I."""
    row = np.zeros(len(offsets), dtype=np.int64)
    # Longer spans first, so that a shorter one inside stays visible.
    for start, end, label in sorted(spans, key=lambda s: s[0] - s[1]):
        if f"B-{label}" not in inventory or end <= low or start >= high:
            continue
        inside = np.flatnonzero((offsets[:, 1] > start) & (offsets[:, 0] < end) & (offsets[:, 1] > offsets[:, 0]))
        if len(inside):
            row[inside] = inventory[f"I-{label}"]
            if start >= low:
                row[inside[0]] = inventory[f"B-{label}"]
    return row


def windows(passage: Passage, tokenizer: WordPiece, labels: Labels, size: int) -> list[Window]:
    """The passage as windows of at most `size` pieces; a predicate is learnt in the window that owns it."""
    made = []
    number = lambda heads: {head: {k: i for i, k in enumerate(v)} for head, v in heads.items()}
    tag_index, role_index = number(labels.tags), number(labels.roles)
    for window in cut(passage.text, tokenizer, size, CONTEXT):
        offsets = window.offsets  # (T, 2) code points; special pieces are empty
        low, high = window.low, window.high
        tags = {h: _bio(spans, offsets, tag_index[h], low, high) for h, spans in passage.tags.items()}
        predicates: list[tuple[int, int]] = []
        roles: dict[str, list[np.ndarray]] = {h: [] for h in labels.roles}
        classes: dict[str, list[int]] = {h: [] for h in labels.classes}
        scores: dict[str, list[float]] = {h: [] for h in labels.scores}
        for frame in passage.frames:
            if not (window.own_low <= frame.start < window.own_high):
                continue
            inside = np.flatnonzero(
                (offsets[:, 1] > frame.start) & (offsets[:, 0] < frame.end) & (offsets[:, 1] > offsets[:, 0])
            )
            if not len(inside):
                continue
            predicates.append((inside[0], inside[-1]))
            mine = role_heads(frame.layer) if frame.roles or frame.layer not in UNLABELLED else ()
            for head, rows in roles.items():
                spans = [r for r in frame.roles if role_head(frame.layer, r[2]) == head]
                rows.append(
                    _bio(spans, offsets, role_index[head], low, high) if head in mine else np.full(len(offsets), IGNORE)
                )
            for head, inventory in labels.classes.items():
                label = frame.classes.get(head)
                classes[head].append(inventory.index(label) if label in inventory else IGNORE)
            for head in labels.scores:
                scores[head].append(frame.scores.get(head, np.nan))
        if predicates or tags:
            count = len(predicates)
            made.append(
                Window(
                    passage.corpus, window.ids, tags, np.array(predicates, dtype=np.int64).reshape(count, 2),
                    {h: np.array(v, dtype=np.int64).reshape(count, len(offsets)) for h, v in roles.items()},
                    {h: np.array(v, dtype=np.int64) for h, v in classes.items()},
                    {h: np.array(v, dtype=np.float32) for h, v in scores.items()},
                )
            )  # fmt: skip
    return made


def without_commas(window: Window) -> Window:
    """The window as if its text had lost its commas, as whole collections of reports have."""
    keep = window.ids != COMMA
    keep[window.predicates.reshape(-1)] = True
    moved = np.cumsum(keep) - 1
    return Window(
        window.corpus, window.ids[keep], {h: row[keep] for h, row in window.tags.items()}, moved[window.predicates],
        {h: rows[:, keep] for h, rows in window.roles.items()}, window.classes, window.scores,
    )  # fmt: skip
