"""Train the reader: `python -m training.train CORPUS OUT --stage base|joint|gold|last|heads`.

Five stages, each a run of its own. `base` teaches the encoder and all heads on the public corpora and the first gold;
`joint` goes on with the same corpora and all of the conflict gold among them; `gold` ends with the conflict gold, with
some of the corpora rehearsed so that nothing is forgotten; `last`, which no shipped weights went through yet, goes on from
the mean of the gold runs, with sentences put into somebody's mouth and with what these runs make of unlabelled texts;
`heads` fits the output layers that only the public corpora teach once more, with all else standing still. Checkpoints go to OUT, never into the repository.
"""

import argparse
import json
import random
import time
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from corpora.join import split
from reportedly.reader.wordpiece import WordPiece
from training import wrapping
from training.corpora import events, gold, plover, polnear, propbank, sentences
from training.corpora.golds import half, second_gold
from training.distil import Lessons, texts
from training.encode import Labels, Window, windows, without_commas
from training.loop import held_out_loss, train
from training.model import Network, Sizes, base_encoder
from training.passages import Passage

SEED = 20220513
SIZE = 256
# Much of the archive's text has lost its commas: a quarter of these corpora's windows lose theirs too.
COMMALESS = ("polnear", "wikievents", "geneva", "event_location", "sentences")


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
        "first": list(gold.read(corpus, "train")),
        "gold": list(gold.read_second(corpus, "train", share)),
        "sentences": list(sentences.read()),
        "polnear": [p for p, short in zip(whole, cut, strict=True) for p in (polnear.short(p, rng) if short else [p])],
        "wikievents": list(events.wikievents_train(corpus)),
        "voa": list(events.voa(corpus, dev)),
        "re3d": list(events.re3d(corpus, dev)),
        "geneva": list(events.geneva(corpus)),
        "propbank": list(propbank.read(corpus)),
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


@dataclass(frozen=True)
class Stage:
    """How one stage is trained. `repeats`: how often a corpus is seen an epoch (1 unless said); rates are of the encoder's
    top layer and of the heads; `masked`: the share of word pieces hidden; `share`: how much of this repository's gold."""

    start: str  # the checkpoint it goes on from
    writes: str
    epochs: int
    rate: float
    head_rate: float
    repeats: dict[str, float]
    dropout: float = 0.1
    masked: float = 0.0
    share: float = 1.0
    teachers: tuple[str, ...] = ()  # the checkpoints whose answers to unlabelled texts are learnt
    only: tuple[str, ...] = ()  # what is trained, by the beginnings of parameters' names; all else stands still


STAGES = {
    "base": Stage(
        "", "base.pt", 4, 2e-4, 1e-3, {"first": 3.0, "factuality": 0.5, "geneva": 0.7, "event_location": 0.7},
        dropout=0.0, share=0.0,
    ),
    "joint": Stage(
        "base.pt", "joint.pt", 4, 1.5e-4, 7.5e-4,
        {"first": 2.0, "gold": 2.0, "wikievents": 2.0, "factuality": 0.4, "geneva": 0.5, "propbank": 0.7, "event_location": 1.0},
        masked=0.05,
    ),
    "gold": Stage(
        "joint.pt", "final.pt", 5, 1e-4, 1e-3,
        {
            "first": 2.0, "plover": 0.5, "polnear": 0.3, "wikievents": 0.4, "voa": 0.2, "re3d": 0.3, "geneva": 0.03, "propbank": 0.05,
            "event_location": 0.2, "factuality": 0.05,
        },
        masked=0.1,
    ),
    "last": Stage(
        "final.pt", "last.pt", 1, 5e-5, 5e-4,
        {
            "first": 1.0, "wrapped": 0.6, "plover": 0.25, "polnear": 0.15, "wikievents": 0.2, "voa": 0.1, "re3d": 0.15, "geneva": 0.02,
            "propbank": 0.02, "event_location": 0.1, "factuality": 0.03,
        },
        masked=0.1, teachers=("gold1.pt", "gold2.pt", "final.pt"),
    ),
    "heads": Stage(
        "final.pt", "final.pt", 2, 1e-3, 1e-3, {"polnear": 1.0, "wikievents": 1.0, "event_location": 1.0},
        only=(
            "tags.cues_polnear", "tags.sources_polnear", "tags.contents_polnear", "pairs.roles.attribution_polnear",
            "pairs.roles.kairos", "pairs.roles.location",
        ),
    ),
}  # fmt: skip


def keep(network: Network, path: Path) -> None:
    """Write a checkpoint whole or not at all."""
    torch.save(network.state_dict(), path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--stage", choices=STAGES, default="base")
    parser.add_argument("--epochs", type=int, help="else the stage's own")
    parser.add_argument(
        "--share", type=float, help="fraction of this repository's gold to train on, else the stage's own"
    )
    parser.add_argument("--start", help="name of the checkpoint to go on from, else the stage's own")
    parser.add_argument("--name", help="name of the checkpoint that the stage writes, else the stage's own")
    parser.add_argument("--rate", type=float, help="learning rate of the encoder's top layer, else the stage's own")
    parser.add_argument("--rehearse", type=float, default=1.0, help="gold stage: factor on the other corpora's shares")
    parser.add_argument("--masked", type=float, help="share of word pieces hidden in training, else the stage's own")
    parser.add_argument(
        "--without", type=int, choices=(0, 1), help="leave out this half of this repository's gold (training.sifting)"
    )
    parser.add_argument("--seed", type=int, default=SEED, help="order of the batches, dropout")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    given = {
        name: value
        for name, value in (
            ("epochs", options.epochs), ("share", options.share), ("start", options.start), ("writes", options.name),
            ("rate", options.rate), ("masked", options.masked),
        )
        if value is not None
    }  # fmt: skip
    stage = replace(STAGES[options.stage], **given)
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    began = time.time()
    passages = load(options.corpus, stage.share)
    if options.without is not None:
        dates = {doc: gold["published"] for doc, (_, gold) in second_gold(options.corpus, "train").items()}
        passages["gold"] = [p for p in passages["gold"] if half(p.id, dates[p.id]) != options.without]
    if "plover" in stage.repeats:
        passages["plover"] = [p for _, p in plover.read(options.corpus / "plover" / "PLV_train.tsv")]
    if "wrapped" in stage.repeats:
        passages["wrapped"] = list(wrapping.read([*passages["gold"], *passages["first"]], SEED))
    labels = Labels.collect([p for part in passages.values() for p in part])
    if stage.start:  # what the earlier stage did not know yet is added behind what it knew
        labels = labels.behind(Labels(**json.loads((options.out / stage.start).with_suffix(".json").read_text())))
    written = options.out / stage.writes
    written.with_suffix(".json").write_text(json.dumps(labels.to_json()))
    torch.manual_seed(SEED)
    network, vocabulary = build(labels, stage.dropout)
    if stage.start:
        lacking = network.load_state_dict(torch.load(options.out / stage.start), strict=False).missing_keys
        print(f"new in this stage: {', '.join(lacking)}", flush=True)
    if stage.only:
        passages = {name: part for name, part in passages.items() if name in stage.repeats}
        for name, parameter in network.named_parameters():
            parameter.requires_grad_(name.startswith(stage.only))
    tokenizer = WordPiece(Path(vocabulary))
    parts: dict[str, list[Window]] = {
        name: [w for p in part for w in windows(p, tokenizer, labels, SIZE)] for name, part in passages.items()
    }
    print(
        {name: (len(passages[name]), len(part), sum(len(w.ids) for w in part)) for name, part in parts.items()},
        f"{time.time() - began:.0f} s",
        flush=True,
    )
    beside = None
    if stage.teachers:
        teachers = [build(labels, 0.0)[0] for _ in stage.teachers]
        for teacher, name in zip(teachers, stage.teachers, strict=True):
            teacher.load_state_dict(torch.load(options.out / name))
        drawn = [*split(), *(p.id for part in ("train", "dev") for p in gold.read(options.corpus, part))]
        plain = [*texts(options.corpus, drawn), *(p.text for p in passages["polnear"])]
        beside = Lessons(teachers, plain, tokenizer, labels, SIZE, SEED)
        print(f"{len(beside.windows)} windows of unlabelled text", flush=True)
    rng = random.Random(SEED)
    for name in (name for name in COMMALESS if name in parts):
        parts[name] = [without_commas(w) if rng.random() < 0.25 else w for w in parts[name]]
    dev = [*gold.read(options.corpus, "dev"), *gold.read_second(options.corpus, "dev")]
    held_out = [w for p in dev for w in windows(p, tokenizer, labels, SIZE)]
    best = float("inf")

    def after(epoch: int) -> None:
        """The gold stage stops early: the epoch with the least loss on the gold's dev parts stays. The others keep the last."""
        nonlocal best
        loss = held_out_loss(network, held_out)
        print(f"epoch {epoch + 1}: dev loss {loss:.4f}", flush=True)
        if loss < best or options.stage != "gold":
            best = loss
            keep(network, written)

    rehearse = options.rehearse if options.stage == "gold" else 1.0
    train(
        network,
        parts,
        {name: n * (1 if name in ("first", "gold", "plover") else rehearse) for name, n in stage.repeats.items()},
        stage.epochs,
        rate=stage.rate,
        head_rate=stage.head_rate,
        seed=options.seed,
        masked=stage.masked,
        beside=beside,
        log=lambda line: print(line, flush=True),
        after_epoch=after,
    )
    print(f"done in {time.time() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
