"""CofeNet's form of PolNeAR: passages of Treebank tokens with BIO labels, and the exact spans found in them.

Comes in: the rows of a token file, a reader's layers. Goes out: F1 by kind of span. Knows nothing of how spans are found.
"""

import re
from collections.abc import Iterable

from reportedly.reader.layers import Layers
from training.measures import f1

KINDS = ("source", "cue", "content")
CLOSING = re.compile(r"[,.;:!?%)\]}’”]|'s|n't|'re|'ve|'ll|'d|'m|'|''|\.\.\.", re.I)
OPENING = {"(", "[", "{", "$", "#", "``", "“", "‘"}
QUOTES = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]"}


def running(tokens: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """Treebank tokens as running text, and where each token stands in it."""
    text, places, glue = "", [], True
    for token in tokens:
        shown = QUOTES.get(token, token)
        if not glue and not CLOSING.fullmatch(token) and token not in ("-RRB-", "-RSB-"):
            text += " "
        places.append((len(text), len(text) + len(shown)))
        text += shown
        glue = token in OPENING or token in ("-LRB-", "-LSB-")
    return text, places


def labelled(labels: list[str]) -> set[tuple[str, int, int]]:
    """(kind, first, last) of the spans of BIO labels."""
    spans, start = set(), None
    for at, label in enumerate([*labels, "O"]):
        if start is not None and not label.startswith("I-"):
            spans.add((labels[start][2:], start, at - 1))
            start = None
        if label.startswith("B-") or (label.startswith("I-") and start is None):
            start = at
    return spans


def cofenet(reader: Layers, rows: Iterable[dict]) -> dict:
    """Exact span F1 by kind on the rows of a token file."""
    gold: dict[str, set] = {kind: set() for kind in KINDS}
    found: dict[str, set] = {kind: set() for kind in KINDS}
    for number, row in enumerate(rows):
        text, places = running(row["tokens"])
        for kind, first, last in labelled(row["labels"]):
            gold[kind].add((number, first, last))
        for kind, spans in reader.attributed(text).items():
            for start, end, *_ in spans:
                inside = [i for i, (low, high) in enumerate(places) if low < end and start < high]
                if inside:
                    found[kind].add((number, inside[0], inside[-1]))
    return {kind: f1(gold[kind], found[kind]) for kind in KINDS}
