"""Arguments of known triggers: `python -m benchmarks.arguments CORPUS|dev.jsonl.gz`.

Protocol: WikiEvents documents with their gold triggers and types; the shipped weights fill KAIROS roles, of which only
those are open that the ontology gives the type (`event_role_KAIROS.json`, where it lies beside the data). An argument counts by the
head word of its span: identification (trigger and head), and with the role's name as well. Heads are found by rule on
both sides: the last word before the first comma, bracket, preposition or relative word. The last line is one JSON object.
"""

import argparse
import json
import re
from pathlib import Path

from benchmarks import inputs
from reportedly.reader.layers import Layers
from training.corpora.events import wikievents_passages

ENDS = re.compile(
    r"\s*(?:[,;:(\[–—]|\b(?:of|in|on|at|from|by|for|with|near|to|who|whom|that|which|where|whose|when|including|outside|"
    r"inside|against|between|after|before|during|along|around|under|over|about|as)\b)",
    re.I,
)
WORD = re.compile(r"\w+(?:[-'’.]\w+)*")


def head(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of a phrase's head word, by rule; the phrase itself where it holds no word."""
    first = WORD.search(text, start, end)
    stop = ENDS.search(text, first.end(), end) if first else None
    inside = [w.span() for w in WORD.finditer(text, start, stop.start() if stop else end)]
    return inside[-1] if inside else (start, end)


def measure(reader: Layers, path: Path) -> dict:
    """F1 of identified heads, and of heads with their role, over the documents of a file."""
    ontology = path.parent / "event_role_KAIROS.json"
    roles = {k: set(v["roles"]) for k, v in json.loads(ontology.read_text()).items()} if ontology.is_file() else {}
    every = {role for one in roles.values() for role in one}
    gold, found = set(), set()
    for passage in wikievents_passages(inputs.rows(path)):
        shown = {"kairos": [roles.get(f.classes["kairos"], every) for f in passage.frames]}
        filled = reader.fill(passage.text, [(f.start, f.end) for f in passage.frames], shown if roles else None)
        for number, (frame, one) in enumerate(zip(passage.frames, filled, strict=True)):
            gold |= {(passage.id, number, head(passage.text, s, e), role) for s, e, role in frame.roles}
            spans = one.roles.get("kairos", [])
            found |= {(passage.id, number, head(passage.text, s, e), role) for s, e, role, _ in spans}
    bare = lambda rows: {row[:3] for row in rows}
    return {"identified": inputs.f1(bare(gold), bare(found)), "with_role": inputs.f1(gold, found)}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--weights", type=Path, help="another folder of weights")
    options = parser.parse_args()
    (path,) = inputs.found(options.path, "wikievents/dev.jsonl.gz")
    result = measure(Layers(options.weights), path)
    for name, row in result.items():
        print(f"{name:12} {row}")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
