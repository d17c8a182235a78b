"""Which place belongs to an event's verb: `python -m benchmarks.event_place CORPUS|rows.jsonl.gz`.

Protocol: each row marks one verb and the tokens (words) of the place it happened in; the shipped weights fill the verb's
place; precision and recall over words. Of a folder, the tenth of the published sentences that training leaves out is
taken (drawn by checksum); of another file, all rows. The last line is one JSON object.
"""

import argparse
import json
import re
from pathlib import Path

from benchmarks import inputs
from reportedly.reader.layers import Layers
from training.corpora.events import location_passages
from training.measures import f1

WORD = re.compile(r"\w+")


def words(text: str, spans: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """The words that spans touch."""
    return {w.span() for w in WORD.finditer(text) if any(w.start() < end and start < w.end() for start, end in spans)}


def measure(reader: Layers, where: Path) -> dict:
    """Precision, recall and F1 over words."""
    (path,) = inputs.found(where, "event_location/train.jsonl.gz")
    gold, found = set(), set()
    for passage in location_passages(inputs.rows(path), "dev" if where.is_dir() else None):
        filled = reader.fill(passage.text, [(f.start, f.end) for f in passage.frames])
        for frame, one in zip(passage.frames, filled, strict=True):
            key = (passage.id, frame.start)
            gold |= {(key, w) for w in words(passage.text, [r[:2] for r in frame.roles])}
            found |= {(key, w) for w in words(passage.text, [r[:2] for r in one.roles.get("location", [])])}
    return f1(gold, found)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--weights", type=Path, help="another folder of weights")
    options = parser.parse_args()
    print(json.dumps(measure(Layers(options.weights), options.path)))


if __name__ == "__main__":
    main()
