"""Which place belongs to an event's verb: `python -m benchmarks.event_place CORPUS|rows.jsonl.gz`.

Protocol: each row marks one verb and the tokens (words) of the place it happened in; the shipped weights fill the verb's
place; precision and recall over words. Of a folder, the tenth of the published sentences that training leaves out is
taken (drawn by checksum); of another file, all rows. One published place in six is given as indices of words in place of
characters; it is read as what it means (`training.corpora.events.place_of`), and the rows whose place can't be told, one in
fifty, are left out. The last line is one JSON object.
"""

import argparse
import json
from pathlib import Path

from benchmarks import inputs
from reportedly.reader.layers import Layers
from training.measures import places_of_verbs


def measure(reader: Layers, where: Path) -> dict:
    """Precision, recall and F1 over words."""
    (path,) = inputs.found(where, "event_location/train.jsonl.gz")
    return places_of_verbs(reader, path, "dev" if where.is_dir() else None)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--weights", type=Path, help="another folder of weights")
    options = parser.parse_args()
    print(json.dumps(measure(Layers(options.weights), options.path)))


if __name__ == "__main__":
    main()
