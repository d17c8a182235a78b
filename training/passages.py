"""The common form of every training corpus.

Comes in: nothing. Goes out: `Passage` (text, labelled spans, predicate frames, and which layers are labelled at all).
Knows nothing of any corpus, nor of torch. Offsets are code points, end exclusive.

A layer that a passage does not carry is masked in training: a corpus teaches only the heads that it labels.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

Labelled = tuple[int, int, str]
WORD = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")


@dataclass
class Frame:
    """A predicate (trigger or cue) with the spans that fill its roles.

    `layer` names the pair head that learns the roles ("event", "attribution", "kairos" …); `classes` holds labels of
    the predicate itself by head ("mode", "status", "stance"), `scores` its numbers ("factuality").
    """

    layer: str
    start: int
    end: int
    roles: list[Labelled] = field(default_factory=list)
    classes: dict[str, str] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)


@dataclass
class Passage:
    """A text with its labels. `tags[head]` is the complete labelling of the text for that head, empty list included."""

    id: str
    text: str
    tags: dict[str, list[Labelled]] = field(default_factory=dict)
    frames: list[Frame] = field(default_factory=list)
    corpus: str = ""


def join_tokens(tokens: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """Tokens joined by single spaces, and each token's offsets in the result."""
    offsets, at = [], 0
    for token in tokens:
        offsets.append((at, at + len(token)))
        at += len(token) + 1
    return " ".join(tokens), offsets


def occurrences(text: str, wanted: str) -> Iterator[int]:
    """Where `wanted` stands in `text` as whole words, from left to right."""
    if not wanted:
        return
    at = text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        left = at == 0 or not (text[at - 1].isalnum() and wanted[0].isalnum())
        right = end == len(text) or not (text[end].isalnum() and wanted[-1].isalnum())
        if left and right:
            yield at
        at = text.find(wanted, at + 1)


def nearest(text: str, wanted: str, to: int) -> tuple[int, int] | None:
    """The whole-word occurrence of `wanted` that is nearest to the offset `to`, or None."""
    found = min(occurrences(text, wanted), key=lambda at: abs(at - to), default=None)
    return None if found is None else (found, found + len(wanted))


# An event's roles overlap ("at least 44 people": recipient and toll; "Syrian soldiers": actor, with a place inside), so
# each of these kinds of role is a head of its own. event_location quotes places by its own rule, so its head is its own
# too: one head for both lost the one way of quoting while it learnt the other.
_EVENT = {"actor": "participants", "recipient": "participants", "place": "place", "time": "time"}
_TOLLS = dict.fromkeys(("killed", "injured", "missing", "captured", "displaced"), "toll")
ROLE_HEADS: dict[str, dict[str, str]] = {"event": _EVENT | _TOLLS}


def role_head(layer: str, role: str) -> str:
    """The head that learns this role of this layer's frames; by default the layer's own."""
    return ROLE_HEADS.get(layer, {}).get(role, layer)


def role_heads(layer: str) -> tuple[str, ...]:
    """All heads that a frame of this layer labels."""
    return tuple(dict.fromkeys(ROLE_HEADS[layer].values())) if layer in ROLE_HEADS else (layer,)
