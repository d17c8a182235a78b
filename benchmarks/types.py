"""PLOVER roots of source–target pairs: `python -m benchmarks.types PLV.tsv`.

Protocol: each row of a PLV file gives a sentence with its source and target marked; the shipped weights name one of the
roots; macro-F1 over the roots that the file holds, and accuracy. The weights learnt PLV_train: on that file this says
nothing, and `python -m training.types CORPUS RUN` cross-validates instead. The last line is one JSON object.
"""

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

from benchmarks import inputs
from reportedly.reader.layers import Layers
from training.corpora import plover


def scores(pairs: Iterable[tuple[str, str]]) -> dict:
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


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--weights", type=Path, help="another folder of weights")
    options = parser.parse_args()
    reader = Layers(options.weights)
    pairs = []
    (path,) = inputs.found(options.path, "plover/PLV_train.tsv")
    if path.name == "PLV_train.tsv":
        print("the shipped weights learnt this file; `python -m training.types` cross-validates")
    for root, passage in plover.read(path):
        frame = passage.frames[0]
        likely = reader.fill(passage.text, [(frame.start, frame.end)])[0].classes["root"]
        pairs.append((root, max(likely, key=lambda label: likely[label])))
    print(json.dumps(scores(pairs)))


if __name__ == "__main__":
    main()
