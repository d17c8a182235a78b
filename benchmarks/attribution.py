"""Attribution spans on PolNeAR: `python -m benchmarks.attribution CORPUS`.

Protocol: the dev documents in brat form; the reader reads each whole document. Exact span F1 of sources, cues and
contents (a span counts once; a discontinuous gold span is its hull from first to last fragment), and the F1 of whole
triples (source, cue and content all exact, linked). CofeNet's figures are of its token file, cut into short passages with
their attributions known to lie inside; whole documents are harder. The last line is one JSON object.
"""

import argparse
import json
from pathlib import Path

from reportedly.reader.encoder import Encoder
from training.corpora import polnear

LAYER = {"cues": "cues_polnear", "attribution": "attribution_polnear"}


def f1(gold: set, found: set) -> dict:
    """Precision, recall, F1 of two sets."""
    hits = len(gold & found)
    p, r = hits / max(1, len(found)), hits / max(1, len(gold))
    return {"p": round(p, 3), "r": round(r, 3), "f1": round(2 * p * r / max(1e-9, p + r), 3), "gold": len(gold)}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    options = parser.parse_args()
    reader = Encoder(**LAYER)
    gold: dict[str, set] = {"source": set(), "cue": set(), "content": set(), "triple": set()}
    found: dict[str, set] = {"source": set(), "cue": set(), "content": set(), "triple": set()}
    for passage in polnear.read(options.corpus, "dev"):
        for frame in passage.frames:
            parts = {role: (start, end) for start, end, role in reversed(frame.roles)}
            cue = (frame.start, frame.end)
            gold["cue"].add((passage.id, cue))
            for role, span in parts.items():
                gold[role].add((passage.id, span))
            gold["triple"].add((passage.id, parts.get("source"), cue, parts.get("content")))
        for quote in reader.read(passage.text).quotations:
            found["cue"].add((passage.id, quote.cue))
            found["content"].add((passage.id, (quote.start, quote.end)))
            if quote.source:
                found["source"].add((passage.id, quote.source))
            found["triple"].add((passage.id, quote.source, quote.cue, (quote.start, quote.end)))
    scores = {kind: f1(gold[kind], found[kind]) for kind in gold}
    for kind, row in scores.items():
        print(f"{kind:10} {row}")
    print(json.dumps(scores))


if __name__ == "__main__":
    main()
