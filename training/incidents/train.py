"""Train the scores of pairs and of merges: `python -m training.incidents.train CORPUS [--check]`.

Writes `words.tsv`, `embeddings.npz`, `pairs.npz` and `merges.npz` into the package's incidents/data and `embedding.npz` into the
reader's weights. Embeddings: learnt from gold pairs; what they say of a pair is a column of it, and trees learn what that
is worth from pairs of stretches of time that the embeddings in question were not learnt from. Pairs: those of gold events of the train
parts that blocking proposes and no distance in place or time rules out, and at less weight pairs of mentions of ECB+'s
training topics (CORPUS/ecbplus-train.tar.gz), which have words only: so that pairs without place, day and type are scored
too. Merges: runs of the clustering over four stretches of time, each on scores of pairs learnt from the three others. With
--check, roots, tolls and B-cubed are measured by cross-validation over these four stretches, at several thresholds, for the
mean of pairs and for what was learnt of merges (from the other three stretches alone), and nothing is written.
"""

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score

from benchmarks.incidents import roots_and_tolls
from reportedly.incidents import words
from reportedly.incidents.blocks import candidates
from reportedly.incidents.build import Grouping, copy_map, tell
from reportedly.incidents.clusters import cluster
from reportedly.incidents.embeddings import comparison
from reportedly.incidents.merging import Groups
from reportedly.incidents.pairs import CHUNK, FEATURES, apart, features, scores
from reportedly.incidents.tellings import Key, Tellings
from reportedly.incidents.words import Floats
from reportedly.reader.encoder import Encoder
from reportedly.trees import Trees
from training.corpora.golds import first_gold, second_gold
from training.incidents.coded import annotated, coded, groups, tables
from training.incidents.coreference import bcubed
from training.incidents.ecbplus import pairs
from training.incidents.embeddings import Learnt
from training.incidents.embeddings import learn as learn_embeddings
from training.incidents.embeddings import save as save_embeddings
from training.incidents.ensembles import arrays, save
from training.incidents.merges import Part, learn, scored

DATA = Path(words.__file__).parent / "data"
MODELS, TREES, LEAVES, DEPTH, RATE, L2, LEAST, COLUMNS = 4, 120, 12, 6, 0.08, 5.0, 20, 0.4
UNLIKE, WEIGHT = 0.4, 0.3  # share of ECB+'s unlike pairs that is kept, and what each pair of ECB+ counts of a gold pair
STRETCHES = range(4)  # of time, equal in reports
EMBEDDING = FEATURES.index("embedding")
WITHOUT = 0.15  # share of pairs learnt from as if they had no embeddings: records made elsewhere have none
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
    """(tellings, a, b, features but for embeddings, labels, group of each row) of the pairs among some reports."""
    t = Tellings(reports[doc] for doc in docs)
    names = [group[doc, event.id] for doc in docs for event in reports[doc].events]
    number = {name: n for n, name in enumerate(dict.fromkeys(names))}
    truth = np.array([number[name] for name in names])
    a, b = candidates(t)
    rows = np.concatenate([features(t, a[at : at + CHUNK], b[at : at + CHUNK]) for at in range(0, len(a), CHUNK)])
    return t, a, b, rows, truth[a] == truth[b], truth


def mentions(archive: Path):
    """(features, labels, weights) of pairs of ECB+'s training topics, some of the unlike ones. By the shipped embeddings."""
    _, a, b, rows, chains = pairs(archive, dev=False)
    number = {name: n for n, name in enumerate(dict.fromkeys(chains))}
    chain = np.array([number[name] for name in chains])
    labels = chain[a] == chain[b]
    kept = labels | (np.random.default_rng(20220512).random(len(a)) < UNLIKE)
    return rows[kept], labels[kept], np.where(labels, WEIGHT, WEIGHT / UNLIKE)[kept]


def stacked(inputs: dict[str, Floats], docs: list[str]) -> Floats:
    """The rows of some reports, in order."""
    return np.concatenate([inputs[doc] for doc in docs if doc in inputs])


def fit(rows, labels, weights=None, models: int = MODELS) -> Trees:
    """The ensemble, as the package's plain arrays: the mean of `models` fits that differ in the columns they may split on."""
    fits = [
        HistGradientBoostingClassifier(
            max_iter=TREES, max_leaf_nodes=LEAVES, max_depth=DEPTH, learning_rate=RATE, l2_regularization=L2, min_samples_leaf=LEAST,
            max_features=COLUMNS, random_state=seed, early_stopping=False,
        ).fit(rows, labels, sample_weight=weights)
        for seed in range(models)
    ]  # fmt: skip
    return Trees(arrays(fits))


class Stretches:
    """The reports in four stretches of time: each one's pairs, and the pairs of all with the stretch of either row.

    `inputs`: what the embeddings of all events are made of, by doc.
    """

    def __init__(self, reports: dict, group: dict, inputs: dict[str, Floats]) -> None:
        docs = sorted(reports, key=lambda doc: (reports[doc].report.published or "", doc))
        self.docs = [docs[len(docs) * k // 4 : len(docs) * (k + 1) // 4] for k in STRETCHES]
        self.tables = [table(reports, group, part) for part in self.docs]
        t, a, b, rows, labels, _ = table(reports, group, docs)
        near = ~apart(t, a, b)
        self.inputs = [stacked(inputs, part) for part in self.docs]
        self.all_inputs = np.concatenate(self.inputs)
        stretch = np.repeat(list(STRETCHES), [sum(len(reports[doc].events) for doc in part) for part in self.docs])
        self.a, self.b, self.rows, self.labels = a[near], b[near], rows[near], labels[near]
        self.stretch = np.stack((stretch[self.a], stretch[self.b]), axis=1)
        self._embeddings: dict[frozenset[int], Learnt] = {}

    def embeddings(self, by: frozenset[int]) -> Learnt:
        """The embeddings learnt from the pairs of some stretches."""
        if by not in self._embeddings:
            inside = np.isin(self.stretch, list(by)).all(axis=1)
            self._embeddings[by] = learn_embeddings(
                self.all_inputs, self.a[inside], self.b[inside], self.labels[inside]
            )
        return self._embeddings[by]

    def unseen(self, by: frozenset[int]) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """(columns, labels) of the pairs of some stretches, what embeddings say of each learnt from the others of them.

        Pairs between the only two stretches are left out: no other is there.
        """
        kept: list[tuple[Floats, npt.NDArray[np.bool_]]] = []
        for low in sorted(by):
            for high in sorted(by):
                rest = by - {low, high}
                here = (self.stretch == (low, high)).all(axis=1)
                if not rest or not here.any():
                    continue
                learnt = self.embeddings(rest)
                held = learnt.project(self.all_inputs)
                rows = self.rows[here]
                rows[:, EMBEDDING] = learnt.comparison.log_odds(held[self.a[here]], held[self.b[here]])
                kept.append((rows, self.labels[here]))
        rows, labels = (np.concatenate(column) for column in zip(*kept, strict=True))
        rows[np.random.default_rng(20220512).random(len(rows)) < WITHOUT, EMBEDDING] = np.nan
        return rows, labels

    def parts(self, among: frozenset[int]) -> list[Part]:
        """Each of some stretches, its pairs scored by a model of the others of them."""
        return [self.part(k, among - {k}) for k in sorted(among)]

    def part(self, k: int, by: frozenset[int]) -> Part:
        """One stretch, its pairs scored by a model of the pairs of others."""
        t, a, b, _, _, truth = self.tables[k]
        learnt = self.embeddings(by)
        t.embedding = learnt.project(self.inputs[k])
        return Part(t, a, b, scores(t, a, b, fit(*self.unseen(by), models=1), learnt.comparison), truth)


def check(stretches: Stretches, reports: dict, group: dict, wanted: list[dict]) -> None:
    """Roots, tolls and B-cubed by threshold, for both ways of merging, over four stretches of time in turn."""
    held: dict[tuple[str, float], list[dict[str, float]]] = {}
    for k in STRETCHES:
        others = frozenset(STRETCHES) - {k}
        part = stretches.part(k, others)
        print(f"stretch {k}: average precision of pairs {precision(part):.3f}", flush=True)
        learnt = scored(learn(stretches.parts(others)))
        for way, score, thresholds in (
            ("mean", Groups.mean, (0.2, 0.25, 0.3)),
            ("learnt", learnt, (0.3, 0.35, 0.4, 0.45, 0.5)),
        ):
            for threshold in thresholds:
                found = cluster(part.t, part.a, part.b, part.probability, threshold=threshold, score=score).tolist()
                held.setdefault((way, threshold), []).append(figures(reports, group, wanted, stretches.docs[k], found))
    for (way, threshold), rows in held.items():
        count = sum(row["incidents"] for row in rows)
        means = {
            name: sum(row[name] * row["incidents"] for row in rows) / count for name in rows[0] if name != "incidents"
        }
        print(f"{way} {threshold}: " + "  ".join(f"{name} {value:.3f}" for name, value in means.items()), flush=True)


def precision(part: Part) -> float:
    """Average precision of the pairs that no distance rules out."""
    near = ~apart(part.t, part.a, part.b)
    a, b = part.a[near], part.b[near]
    return float(average_precision_score(part.truth[a] == part.truth[b], part.probability[near]))


def figures(reports: dict, group: dict, wanted: list[dict], docs: list[str], found: list[int]) -> dict[str, float]:
    """The figures of one grouping of the events of some reports."""
    members = [(doc, event.id) for doc in docs for event in reports[doc].events]
    told = [row for row in wanted if not row["members"].isdisjoint(members)]
    name_of = {Key(reports[doc].report.id, event): str(name) for (doc, event), name in zip(members, found, strict=True)}
    here = [reports[doc] for doc in docs]
    incidents = tell(here, Grouping(name_of, name_of), copy_of=copy_map(here))
    listed = [at for at, member in enumerate(members) if group[member].startswith("#")]
    truth = [group[member] for member in members]
    return {
        **roots_and_tolls(incidents, told, {reports[doc].report.id: doc for doc in docs}),
        "bcubed_tables": bcubed([found[at] for at in listed], [truth[at] for at in listed])[2],
        "bcubed_all": bcubed(found, truth)[2],
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    read = {doc: gold for doc, (_, gold) in annotated(options.corpus, "train").items()}
    if not options.check:
        dev = {*first_gold(options.corpus, "dev"), *second_gold(options.corpus, "dev")}
        (DATA / "words.tsv").write_text(count_words(options.corpus, dev), encoding="utf-8")
        words._rarity.cache_clear()
    reports = coded(options.corpus, "train")
    wanted = tables(options.corpus)
    group = groups(reports, wanted, read)
    encoder = Encoder()
    inputs = {
        doc: encoder.inputs(one.report.text, [(e.trigger.start, e.trigger.end) for e in one.events])
        for doc, one in reports.items()
        if one.events
    }
    stretches = Stretches(reports, group, inputs)
    if options.check:
        check(stretches, reports, group, wanted)
        return
    whole = frozenset(STRETCHES)
    save_embeddings(
        stretches.embeddings(whole),
        encoder.folder / "encoder.onnx",
        encoder.folder / "embedding.npz",
        DATA / "embeddings.npz",
    )
    comparison.cache_clear()
    save(Trees(arrays(learn(stretches.parts(whole)))), DATA / "merges.npz")
    rows, labels = stretches.unseen(whole)
    more_rows, more_labels, more_weights = mentions(options.corpus / "ecbplus-train.tar.gz")
    print(f"{len(reports)} reports, {len(group)} events, {len(rows)} pairs, {int(labels.sum())} of one happening")
    model = fit(
        np.concatenate([rows, more_rows]),
        np.concatenate([labels, more_labels]),
        np.concatenate([np.ones(len(rows)), more_weights]),
    )
    save(model, DATA / "pairs.npz")


if __name__ == "__main__":
    main()
