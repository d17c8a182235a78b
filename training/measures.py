"""What is counted when a layer is fitted or measured, in one place for both.

Comes in: gold and found spans or labels. Goes out: precision, recall, F1. Knows nothing of training, nor of files but
those of WikiEvents and event_location.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from reportedly.reader.layers import Layers
from training.corpora.events import location_passages, rows, wikievents_passages

ENDS = re.compile(
    r"\s*(?:[,;:(\[–—]|\b(?:of|in|on|at|from|by|for|with|near|to|who|whom|that|which|where|whose|when|including|outside|"
    r"inside|against|between|after|before|during|along|around|under|over|about|as)\b)",
    re.I,
)
ANY_WORD = re.compile(r"\w+")
WORD = re.compile(r"\w+(?:[-'’.]\w+)*")


def f1(gold: set, found: set) -> dict:
    """Precision, recall and F1 of a set of findings."""
    hits = len(gold & found)
    p, r = hits / max(1, len(found)), hits / max(1, len(gold))
    return {"p": round(p, 3), "r": round(r, 3), "f1": round(2 * p * r / max(1e-9, p + r), 3), "gold": len(gold)}


def root_scores(pairs: Iterable[tuple[str, str]]) -> dict:
    """Macro-F1 and accuracy of (true, told) labels."""
    pairs = list(pairs)
    single = []
    for label in sorted({true for true, _ in pairs}):
        hits = sum(true == told == label for true, told in pairs)
        single.append(2 * hits / max(1, sum((true == label) + (told == label) for true, told in pairs)))
    right = sum(true == told for true, told in pairs)
    return {
        "macro_f1": round(sum(single) / max(1, len(single)), 3),
        "accuracy": round(right / max(1, len(pairs)), 3),
        "rows": len(pairs),
    }


def head(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of a phrase's head word, by rule; the phrase itself where it holds no word."""
    first = WORD.search(text, start, end)
    stop = ENDS.search(text, first.end(), end) if first else None
    inside = [w.span() for w in WORD.finditer(text, start, stop.start() if stop else end)]
    return inside[-1] if inside else (start, end)


def words(text: str, spans: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """The words that spans touch."""
    return {
        w.span() for w in ANY_WORD.finditer(text) if any(w.start() < end and start < w.end() for start, end in spans)
    }


def places_of_verbs(reader: Layers, path: Path, part: str | None) -> dict:
    """Precision, recall and F1 over the words of the places of event_location's verbs, in one part of a file (None: all)."""
    gold, found = set(), set()
    for passage in location_passages(rows(path), part):
        filled = reader.fill(passage.text, [(f.start, f.end) for f in passage.frames])
        for frame, one in zip(passage.frames, filled, strict=True):
            key = (passage.id, frame.start)
            gold |= {(key, w) for w in words(passage.text, [r[:2] for r in frame.roles])}
            found |= {(key, w) for w in words(passage.text, [r[:2] for r in one.roles.get("location", [])])}
    return f1(gold, found)


def arguments(reader: Layers, path: Path) -> dict:
    """F1 of identified heads, and of heads with their role, over the documents of a file."""
    ontology = path.parent / "event_role_KAIROS.json"
    roles = {k: set(v["roles"]) for k, v in json.loads(ontology.read_text()).items()} if ontology.is_file() else {}
    every = {role for one in roles.values() for role in one}
    gold, found = set(), set()
    for passage in wikievents_passages(rows(path)):
        shown = {"kairos": [roles.get(f.classes["kairos"], every) for f in passage.frames]}
        filled = reader.fill(passage.text, [(f.start, f.end) for f in passage.frames], shown if roles else None)
        for number, (frame, one) in enumerate(zip(passage.frames, filled, strict=True)):
            gold |= {(passage.id, number, head(passage.text, s, e), role) for s, e, role in frame.roles}
            spans = one.roles.get("kairos", [])
            found |= {(passage.id, number, head(passage.text, s, e), role) for s, e, role, _ in spans}
    bare = lambda rows: {row[:3] for row in rows}
    return {"identified": f1(bare(gold), bare(found)), "with_role": f1(gold, found)}
