"""PLOVER roots of source–target pairs: `python -m benchmarks.types PLV.tsv`.

Protocol: each row of a PLV file gives a sentence with its source and target marked; the shipped weights name one of the
roots; macro-F1 over the roots that the file holds, and accuracy. The weights learnt PLV_train: on that file this says
nothing, and `python -m training.types CORPUS RUN` cross-validates instead. The last line is one JSON object.
"""

import argparse
import json
from pathlib import Path

from benchmarks import inputs
from reportedly.reader.layers import Layers
from training.corpora import plover
from training.measures import root_scores


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
    print(json.dumps(root_scores(pairs)))


if __name__ == "__main__":
    main()
