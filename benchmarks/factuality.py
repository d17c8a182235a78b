"""How far the author commits to each event: `python -m benchmarks.factuality CORPUS|UW-dev.jsonl.gz …`.

Protocol: UW and UDS-IH2 as published (tokens, targets with scores −3 … 3); the shipped weights give a number for each
marked predicate; mean absolute error and Pearson's r. The corpus is told by the file's name. A folder is searched for
the dev parts. The last line is one JSON object.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from benchmarks import inputs
from reportedly.reader.layers import Layers
from training.corpora.events import factuality_rows


def measure(reader: Layers, where: Path) -> dict:
    """Mean absolute error, r and the number of predicates of each corpus."""
    result = {}
    for path in inputs.found(where, "factuality/UW-dev.jsonl.gz", "factuality/UDS_IH2-dev.jsonl.gz"):
        name = "UW" if path.name.startswith("UW") else "UDS_IH2"
        true, told = [], []
        for text, targets in factuality_rows(inputs.rows(path)):
            for (_, _, score), filled in zip(targets, reader.fill(text, [t[:2] for t in targets]), strict=True):
                true.append(score)
                told.append(float(np.clip(filled.scores.get(f"factuality_{name}", 0.0), -3, 3)))
        result[name] = {
            "mae": round(float(np.abs(np.array(true) - np.array(told)).mean()), 3),
            "r": round(float(np.corrcoef(true, told)[0, 1]), 3),
            "predicates": len(true),
        }
    return result


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--weights", type=Path, help="another folder of weights")
    options = parser.parse_args()
    result = measure(Layers(options.weights), options.path)
    for name, row in result.items():
        print(name, row)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
