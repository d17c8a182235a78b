"""Train the pair scores: `python -m training.incidents.train CORPUS [--check]`.

Writes `words.tsv` and `pairs.npz` into the package's incidents/data. Learns from pairs of gold events of the train parts
that blocking proposes, from those within one report also where the incident tables don't cover it, and at less weight from pairs of mentions of ECB+'s training topics (CORPUS/ecbplus-train.tar.gz),
which have words only: so that pairs without place, day and type are scored too. With --check, thresholds are compared by
cross-validation over four stretches of time instead, and nothing is written.
"""

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from reportedly.incidents import words
from reportedly.incidents.blocks import candidates
from reportedly.incidents.clusters import cluster
from reportedly.incidents.pairs import CHUNK, Trees, features
from reportedly.incidents.tellings import Tellings
from training.corpora.golds import first_gold, second_gold
from training.incidents.coded import annotated, coded, groups, later, tables
from training.incidents.coreference import bcubed
from training.incidents.ecbplus import pairs

DATA = Path(words.__file__).parent / "data"
MODELS, TREES, LEAVES, DEPTH, RATE, L2, LEAST, COLUMNS = 4, 120, 12, 6, 0.08, 5.0, 20, 0.4
UNLIKE, WEIGHT = 0.4, 0.3  # share of ECB+'s unlike pairs that is kept, and what each pair of ECB+ counts of a gold pair
COMMON = 4  # texts that must hold a stem for it to be listed


def count_words(corpus: Path, without: set[str]) -> str:
    """The table of stems: how many reports of FA-KES and VOA, without the named ones, hold each."""
    counts: Counter[str] = Counter()
    texts = 0
    for name in ("fakes", "voa"):
        with gzip.open(corpus / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                doc = f"{name}-{row['id']}"
                if doc in without or row["id"] in without:
                    continue
                texts += 1
                counts.update({s for s in words.stems(f"{row.get('title') or ''} {row['text']}") if not s.isdigit()})
    rows = sorted(word for word, n in counts.items() if n >= COMMON and len(word) < 30)
    head = f"# Stems and how many of {texts} texts hold each; from FA-KES and VOA without the gold's dev part, by training.incidents.train"
    return "\n".join([head, *(f"{word}\t{counts[word]}" for word in rows)]) + "\n"


def table(reports: dict, group: dict, docs: list[str]):
    """(tellings, a, b, features, labels, group of each row) of the pairs among some reports."""
    t = Tellings(reports[doc] for doc in docs)
    names = [group[doc, event.id] for doc in docs for event in reports[doc].events]
    number = {name: n for n, name in enumerate(dict.fromkeys(names))}
    truth = np.array([number[name] for name in names])
    a, b = candidates(t)
    rows = np.concatenate([features(t, a[at : at + CHUNK], b[at : at + CHUNK]) for at in range(0, len(a), CHUNK)])
    return t, a, b, rows, truth[a] == truth[b], truth


def within(reports: dict, group: dict):
    """(features, labels) of the pairs of one report."""
    t, a, b, rows, labels, _ = table(reports, group, list(reports))
    one = t.report[a] == t.report[b]
    return rows[one], labels[one]


def mentions(archive: Path):
    """(features, labels, weights) of pairs of ECB+'s training topics, some of the unlike ones."""
    _, a, b, rows, chains = pairs(archive, dev=False)
    number = {name: n for n, name in enumerate(dict.fromkeys(chains))}
    chain = np.array([number[name] for name in chains])
    labels = chain[a] == chain[b]
    kept = labels | (np.random.default_rng(20220512).random(len(a)) < UNLIKE)
    return rows[kept], labels[kept], np.where(labels, WEIGHT, WEIGHT / UNLIKE)[kept]


def fit(rows, labels, weights=None) -> Trees:
    """The ensemble, as the package's plain arrays: the mean of `MODELS` fits that differ in the columns they may split on."""
    fits = [
        HistGradientBoostingClassifier(
            max_iter=TREES, max_leaf_nodes=LEAVES, max_depth=DEPTH, learning_rate=RATE, l2_regularization=L2, min_samples_leaf=LEAST,
            max_features=COLUMNS, random_state=seed, early_stopping=False,
        ).fit(rows, labels, sample_weight=weights)
        for seed in range(MODELS)
    ]  # fmt: skip
    return Trees(arrays(fits))


def arrays(models: list[HistGradientBoostingClassifier]) -> dict:
    """The fitted models' trees as one table of nodes, in turn, so that the first trees are the first of each; their mean."""
    held: dict[str, list] = {
        k: [] for k in ("feature", "threshold", "left", "right", "missing_left", "value", "starts")
    }
    depth = 0
    for round_ in zip(*(model._predictors for model in models), strict=True):
        for (tree,) in round_:
            start = len(held["feature"])
            held["starts"].append(start)
            for at, node in enumerate(tree.nodes):
                leaf = bool(node["is_leaf"])
                depth = max(depth, int(node["depth"]))
                held["feature"].append(0 if leaf else int(node["feature_idx"]))
                held["threshold"].append(0.0 if leaf else float(node["num_threshold"]))
                held["left"].append(start + (at if leaf else int(node["left"])))
                held["right"].append(start + (at if leaf else int(node["right"])))
                held["missing_left"].append(bool(node["missing_go_to_left"]))
                held["value"].append(float(node["value"]) / len(models) if leaf else 0.0)
    out = {name: np.array(values) for name, values in held.items()}
    out["threshold"] = out["threshold"].astype(np.float32)
    base = np.mean([float(np.ravel(model._baseline_prediction)[0]) for model in models])
    return out | {"base": np.array(base), "depth": np.array(depth)}


def check(reports: dict, group: dict) -> None:
    """B-cubed F1 by threshold and weight of unseen pairs, over four stretches of time in turn."""
    docs = sorted(reports, key=lambda doc: (reports[doc].report.published or "", doc))
    cuts = [docs[len(docs) * k // 4 : len(docs) * (k + 1) // 4] for k in range(4)]
    held = []
    for k, test in enumerate(cuts):
        train = [doc for j, cut in enumerate(cuts) if j != k for doc in cut]
        *_, rows, labels, _ = table(reports, group, train)
        model = fit(rows, labels)
        t, a, b, rows, labels, truth = table(reports, group, test)
        got = model.probability(rows)
        wanted = sum(n * (n - 1) // 2 for n in Counter(truth.tolist()).values())
        hard = (got > 0.5) & labels
        print(f"fold {k}: {len(truth)} events, {len(a)} pairs, blocked recall {labels.sum() / wanted:.3f}, "
              f"pair P {hard.sum() / max(1, (got > 0.5).sum()):.3f} R {hard.sum() / labels.sum():.3f}")  # fmt: skip
        listed = np.array([group[doc, e.id].startswith("#") for doc in test for e in reports[doc].events])
        held.append((len(t), a, b, got, truth, listed))
    for unseen in (0.1, 0.3, 0.6):
        for threshold in (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
            all_, some = [], []
            for count, a, b, got, truth, listed in held:
                found = cluster(count, a, b, got, threshold=threshold, unseen=unseen)
                all_.append(bcubed(found, truth)[2])
                some.append(bcubed(found[listed], truth[listed])[2])
            print(
                f"unseen {unseen} threshold {threshold}: all {np.mean(all_):.3f} tables {np.mean(some):.3f}", flush=True
            )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    read = {doc: gold for doc, (_, gold) in annotated(options.corpus, "train").items()}
    dev = {*first_gold(options.corpus, "dev"), *second_gold(options.corpus, "dev")}
    (DATA / "words.tsv").write_text(count_words(options.corpus, dev), encoding="utf-8")
    words._rarity.cache_clear()
    reports = coded(options.corpus, "train")
    group = groups(reports, tables(options.corpus), read)
    if options.check:
        check(reports, group)
        return
    t, a, _, rows, labels, _ = table(reports, group, list(reports))
    later_rows, later_labels = within(*later(options.corpus))
    more_rows, more_labels, more_weights = mentions(options.corpus / "ecbplus-train.tar.gz")
    print(f"{len(reports)} reports, {len(t)} events, {len(a)} pairs, {int(labels.sum())} of one happening; "
          f"{len(later_rows)} pairs within later reports, {int(later_labels.sum())} of one")  # fmt: skip
    model = fit(
        np.concatenate([rows, later_rows, more_rows]),
        np.concatenate([labels, later_labels, more_labels]),
        np.concatenate([np.ones(len(rows) + len(later_rows)), more_weights]),
    )
    np.savez_compressed(
        DATA / "pairs.npz", feature=model.feature.astype(np.int16), threshold=model.threshold,
        left=model.left.astype(np.int32), right=model.right.astype(np.int32), missing_left=model.missing_left,
        value=model.value.astype(np.float32), starts=model.starts.astype(np.int32), base=np.array(model.base),
        depth=np.array(model.depth),
    )  # fmt: skip


if __name__ == "__main__":
    main()
