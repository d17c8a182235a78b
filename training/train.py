"""Train the reader: `python -m training.train CORPUS OUT --stage base|gold`.

Two stages. `base` teaches the encoder and all heads on the public corpora; `gold` goes on with the conflict gold, with
some of the base corpora rehearsed so that nothing is forgotten. Checkpoints go to OUT, never into the repository.
"""

import argparse
import json
import random
import time
from pathlib import Path

import torch

from reportedly.reader.wordpiece import WordPiece
from training.corpora import events, gold, plover, polnear, sentences
from training.encode import Labels, Window, windows, without_commas
from training.loop import held_out_loss, train
from training.model import Network, Sizes, base_encoder
from training.passages import Passage

SEED = 20220513
SIZE = 256


def sampled() -> list[str]:
    """The ids of all reports that this repository's gold drew: some of them are dev, so none may teach elsewhere."""
    folder = Path(__file__).parents[1] / "corpora"
    lines = [
        line
        for name in ("sample.tsv", "sample_third.tsv")
        for line in (folder / name).read_text(encoding="utf-8").splitlines()[1:]
    ]
    return [line.split("\t")[0] for line in lines]


def load(corpus: Path, share: float) -> dict[str, list[Passage]]:
    """All passages by part. The gold's dev reports are kept out of every corpus they also stand in.

    `share`: the fraction of this repository's gold that is used, for learning curves. The base stage takes none, so that
    one base serves every point of the curve, and a report that moves to dev was never learnt from.
    """
    dev = [p.id for p in gold.read(corpus, "dev")] + sampled()
    rng = random.Random(SEED)
    whole = list(polnear.read(corpus, "train"))
    cut = [rng.random() < 0.5 for _ in whole]  # half of the documents in pieces of a few sentences
    return {
        "gold": [*gold.read(corpus, "train"), *gold.read_second(corpus, "train", share)],
        "sentences": list(sentences.read()),
        "polnear": [p for p, short in zip(whole, cut, strict=True) for p in (polnear.short(p, rng) if short else [p])],
        "wikievents": list(events.wikievents_train(corpus)),
        "voa": list(events.voa(corpus, dev)),
        "re3d": list(events.re3d(corpus, dev)),
        "geneva": list(events.geneva(corpus)),
        "event_location": list(events.event_location(corpus)),
        "factuality": list(events.factuality(corpus, "train")),
    }


def build(labels: Labels, dropout: float) -> tuple[Network, str]:
    """A fresh network for these labels, and the vocabulary file of its encoder."""
    encoder, vocabulary = base_encoder(dropout)
    count = lambda heads: {h: len(v) for h, v in heads.items()}
    return Network(
        encoder, Sizes(count(labels.tags), count(labels.roles), count(labels.classes), labels.scores)
    ), vocabulary


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--stage", choices=("base", "gold"), default="base")
    parser.add_argument("--base-epochs", type=int, default=4)
    parser.add_argument("--gold-epochs", type=int, default=5)
    parser.add_argument("--share", type=float, default=1.0, help="fraction of this repository's gold to train on")
    parser.add_argument("--name", default="final.pt", help="name of the checkpoint that the gold stage writes")
    parser.add_argument("--resume", action="store_true", help="base stage: go on from the checkpoint in OUT")
    parser.add_argument("--rate", type=float, help="learning rate of the encoder's top layer, else the stage's own")
    parser.add_argument("--rehearse", type=float, default=1.0, help="gold stage: factor on the base corpora's shares")
    parser.add_argument("--masked", type=float, default=0.1, help="gold stage: share of word pieces hidden in training")
    parser.add_argument("--seed", type=int, default=SEED + 1, help="gold stage: order of the batches, dropout")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    began = time.time()
    passages = load(options.corpus, options.share if options.stage == "gold" else 0.0)
    labels_file = options.out / "labels.json"
    if options.stage == "gold":
        # What the base stage did not know yet (PLOVER roots) is added behind what it knew.
        known = Labels(**json.loads(labels_file.read_text()))
        passages["plover"] = [p for _, p in plover.read(options.corpus / "plover" / "PLV_train.tsv")]
        more = Labels.collect(passages["plover"])
        labels = Labels(known.tags, known.roles, known.classes | more.classes, known.scores)
        labels_file = options.out / options.name.replace(".pt", ".json")
        labels_file.write_text(json.dumps(labels.to_json()))
    else:
        labels = Labels.collect([p for part in passages.values() for p in part])
        labels_file.write_text(json.dumps(labels.to_json()))
    torch.manual_seed(SEED)
    network, vocabulary = build(labels, 0.1 if options.stage == "gold" else 0.0)
    tokenizer = WordPiece(Path(vocabulary))
    parts: dict[str, list[Window]] = {
        name: [w for p in part for w in windows(p, tokenizer, labels, SIZE)] for name, part in passages.items()
    }
    print(
        {name: (len(passages[name]), len(part), sum(len(w.ids) for w in part)) for name, part in parts.items()},
        f"{time.time() - began:.0f} s",
        flush=True,
    )
    log = lambda line: print(line, flush=True)
    rng = random.Random(SEED)
    for name in (
        "polnear",
        "wikievents",
        "geneva",
        "event_location",
        "sentences",
    ):  # much of the archive's text has lost its commas
        parts[name] = [without_commas(w) if rng.random() < 0.25 else w for w in parts[name]]
    if options.stage == "base":
        if options.resume:
            known = torch.load(options.out / "base.pt")
            fitting = {
                k: v for k, v in known.items() if k in network.state_dict() and v.shape == network.state_dict()[k].shape
            }
            print(f"resumed {len(fitting)} of {len(network.state_dict())} tensors", flush=True)
            network.load_state_dict(fitting, strict=False)
        repeats = {"gold": 3.0, "factuality": 0.5, "geneva": 0.7, "event_location": 0.7}
        save = lambda _: torch.save(network.state_dict(), options.out / "base.pt")
        train(
            network,
            parts,
            repeats,
            options.base_epochs,
            rate=options.rate or 2e-4,
            head_rate=5 * (options.rate or 2e-4),
            seed=SEED,
            log=log,
            after_epoch=save,
        )
    if options.stage == "gold":
        lacking = network.load_state_dict(torch.load(options.out / "base.pt"), strict=False).missing_keys
        log(f"new in this stage: {', '.join(lacking)}")
        repeats = {
            "gold": 1.0,
            "plover": 0.5,
            "polnear": 0.05,
            "wikievents": 0.1,
            "voa": 0.1,
            "re3d": 0.3,
            "geneva": 0.03,
            "event_location": 0.08,
            "factuality": 0.05,
        }
        repeats = {
            name: share * (1 if name in ("gold", "plover") else options.rehearse) for name, share in repeats.items()
        }
        dev = [*gold.read(options.corpus, "dev"), *gold.read_second(options.corpus, "dev")]
        held_out = [w for p in dev for w in windows(p, tokenizer, labels, SIZE)]
        best = float("inf")

        def keep_best(epoch: int) -> None:
            """Early stopping: the checkpoint of the epoch with the least loss on the gold's dev parts stays."""
            nonlocal best
            loss = held_out_loss(network, held_out)
            log(f"epoch {epoch + 1}: dev loss {loss:.4f}")
            if loss < best:
                best = loss
                torch.save(network.state_dict(), options.out / options.name)

        train(
            network,
            parts,
            repeats,
            options.gold_epochs,
            rate=options.rate or 1e-4,
            head_rate=1e-3,
            seed=options.seed,
            masked=options.masked,
            log=log,
            after_epoch=keep_best,
        )
    print(f"done in {time.time() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
