"""Arguments of known triggers: `python -m benchmarks.arguments CORPUS|dev.jsonl.gz`.

Protocol: WikiEvents documents with their gold triggers and types; the shipped weights fill KAIROS roles, of which only
those are open that the ontology gives the type (`event_role_KAIROS.json`, where it lies beside the data). An argument counts by the
head word of its span: identification (trigger and head), and with the role's name as well. Heads are found by rule on
both sides: the last word before the first comma, bracket, preposition or relative word. The last line is one JSON object.
"""

import argparse
import json
from pathlib import Path

from benchmarks import inputs
from reportedly.reader.layers import Layers
from training.measures import arguments


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--weights", type=Path, help="another folder of weights")
    options = parser.parse_args()
    (path,) = inputs.found(options.path, "wikievents/dev.jsonl.gz")
    result = arguments(Layers(options.weights), path)
    for name, row in result.items():
        print(f"{name:12} {row}")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
