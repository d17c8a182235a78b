"""Cross-validate the PLOVER roots: `python -m training.types CORPUS RUN`.

Comes in: PLV_train and a checkpoint of a stage that never saw it. Goes out: macro-F1 and accuracy of five folds,
each told by a network that was tuned on the four others only. The shipped weights learn all of PLV_train in the gold
stage, so no figure of theirs on it would mean anything. The last line is one JSON object.
"""

import argparse
import json
import random
from pathlib import Path

import torch

from reportedly.reader.wordpiece import WordPiece
from training.corpora import plover
from training.encode import Labels, Window, windows
from training.loop import batches, collate, train
from training.measures import root_scores
from training.train import SEED, SIZE, build

FOLDS = 5


def told(network: torch.nn.Module, parts: list[Window], roots: list[str]) -> list[tuple[str, str]]:
    """(true, told) root of each window."""
    network.eval()
    pairs = []
    with torch.no_grad():
        for group in batches(parts, 4096, random.Random(0)):
            batch = collate(group)
            hidden, _ = network.read(batch["ids"], batch["mask"])
            _, classes, _ = network.pairs(
                hidden, batch["window"], batch["first"], batch["last"], set(), batch["mask"] > 0
            )
            best = classes["root"].argmax(-1).tolist()
            pairs += [(roots[t], roots[b]) for t, b in zip(batch["classes"]["root"].tolist(), best, strict=True)]
    return pairs


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--start", default="joint.pt", help="the checkpoint to go on from")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=2e-4)
    options = parser.parse_args()
    passages = [p for _, p in plover.read(options.corpus / "plover" / "PLV_train.tsv")]
    base = Labels(**json.loads((options.run / options.start).with_suffix(".json").read_text()))
    labels = Labels(base.tags, base.roles, base.classes | Labels.collect(passages).classes, base.scores)
    random.Random(SEED).shuffle(passages)
    everything: list[tuple[str, str]] = []
    for fold in range(FOLDS):
        torch.manual_seed(SEED + fold)
        network, vocabulary = build(labels, 0.1)
        network.load_state_dict(torch.load(options.run / options.start), strict=False)
        tokenizer = WordPiece(Path(vocabulary))
        cut = lambda wanted, tokenizer=tokenizer, fold=fold: [
            w
            for i, p in enumerate(passages)
            if (i % FOLDS == fold) == wanted
            for w in windows(p, tokenizer, labels, SIZE)
        ]
        train(
            network,
            {"plover": cut(False)},
            {},
            options.epochs,
            rate=options.rate,
            head_rate=1e-3,
            seed=SEED,
            pieces=1024,
        )
        mine = told(network, cut(True), labels.classes["root"])
        print(f"fold {fold + 1}: {root_scores(mine)}", flush=True)
        everything += mine
    print(json.dumps(root_scores(everything)))


if __name__ == "__main__":
    main()
