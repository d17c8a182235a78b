"""Grow the trees that sift triggers: `python -m training.sifting CORPUS OUT --unseen WEIGHTS:PART …`.

Data: the train part of this repository's gold. Each WEIGHTS is the folder of a reader that has not seen the reports of
PART: a half (`0`, `1`, see `training.corpora.golds.half`; trained with `training.train --without`), or `later`, the samples
that were annotated last. What it takes for possible triggers are the rows; those that share letters with an annotated one
are right, each annotated one counting once. How often words are triggers is counted in the reports that the reader was
trained on, as it will be when all of train is counted for the reader that ships.

Prints F1 in five-fold cross-validation by reports, with and without the trees; writes OUT/sifting.npz and
OUT/trigger_words.tsv (counts of stems, no text).
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from reportedly.reader.encoder import Encoder
from reportedly.reader.overlap import shared
from reportedly.reader.sifting import _WORD, FEATURES, Candidate, Known, features, stem
from reportedly.reader.windows import REACH, cut, sentences
from reportedly.resolve.toll_roles import toll_hints
from reportedly.trees import Trees
from training.corpora.gold import locate
from training.corpora.golds import first_gold, half, second_gold

LOOSER = -0.5  # more candidates than the encoder alone would keep, most of which it then drops again
MODELS, FOLDS = 3, 5
LEAST_SEEN = 3  # a stem that is no trigger is listed from so many sights on
SAMPLES = Path(__file__).parents[1] / "corpora"
LATER = ("sample_fourth.tsv", "sample_fifth.tsv")
Docs = dict[str, tuple[str, dict]]


def triggers(text: str, gold: dict) -> list[tuple[int, int, str]]:
    """The annotated triggers: code points and kind."""
    found = ((locate(text, event["trigger"]), event["type"]) for event in gold["events"])
    return sorted((*at, kind) for at, kind in found if at)


def counted(docs: Iterable[tuple[str, dict]]) -> dict[str, Known]:
    """What annotated reports say of each stem."""
    seen: Counter[str] = Counter()
    named: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text, gold in docs:
        spans = triggers(text, gold)
        for found in _WORD.finditer(text):
            word = stem(found.group())
            seen[word] += 1
            kind = next((k for low, high, k in spans if low < found.end() and found.start() < high), None)
            if kind:
                named[word][kind] += 1
    return {word: Known(n, sum(named[word].values()), dict(named[word])) for word, n in seen.items()}


def right(candidates: list[Candidate], wanted: list[tuple[int, int, str]]) -> list[bool]:
    """Which candidates are annotated triggers: each of these counts for one, the surest that shares a letter."""
    out, used = [False] * len(candidates), set()
    for at in sorted(range(len(candidates)), key=lambda i: -candidates[i].score):
        for number, (low, high, _) in enumerate(wanted):
            if number not in used and low < candidates[at].end and candidates[at].start < high:
                used.add(number)
                out[at] = True
                break
    return out


def rows(weights: Path, docs: Docs, words: dict[str, Known]) -> tuple[np.ndarray, np.ndarray, list[str], int]:
    """(features, whether right, report of each row, annotated triggers) of what a reader takes for possible."""
    reader = Encoder(weights)
    reader.__dict__["_sifter"] = None  # its own, if any, would have had its say already
    made, answers, of, count = [], [], [], 0
    for doc, (text, gold) in sorted(docs.items()):
        wanted = triggers(text, gold)
        count += len(wanted)
        runs = list(shared(reader._run(window) for window in cut(text, reader._tokenizer, reach=REACH)))
        found = [c for one in reader.candidates(text, runs, LOOSER) for _, c in one]
        if found:
            split = sentences(text)
            hints = [(h.start, h.end) for h in toll_hints(text, split)]
            made.append(features(text, split, found, words, hints))
            answers += right(found, wanted)
            of += [doc] * len(found)
    return np.concatenate(made), np.array(answers), of, count


def grow(x: np.ndarray, y: np.ndarray, models: int = MODELS) -> Trees:
    """The mean of fits that differ in their draws."""
    from sklearn.ensemble import HistGradientBoostingClassifier  # only for growing: the tests do without

    from training.incidents.ensembles import arrays

    fit = lambda seed: HistGradientBoostingClassifier(
        max_iter=150, learning_rate=0.05, max_leaf_nodes=12, min_samples_leaf=30, l2_regularization=1.0,
        max_features=0.5, random_state=seed,
    ).fit(x, y)  # fmt: skip
    return Trees(arrays([fit(seed) for seed in range(models)]))


def best(likely: np.ndarray, y: np.ndarray, count: int) -> tuple[float, float]:
    """The highest F1 over thresholds, and its threshold."""
    order = np.argsort(-likely, kind="stable")
    f1 = 2 * np.cumsum(y[order]) / (np.arange(len(y)) + 1 + count)
    return float(f1.max()), float(likely[order][f1.argmax()])


def main() -> None:
    """The command line."""
    from sklearn.model_selection import GroupKFold

    from training.incidents.ensembles import save

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--unseen", action="append", required=True, metavar="WEIGHTS:PART")
    parser.add_argument(
        "--least", type=float, help="probability from which on one is taken; else the best in cross-validation"
    )
    options = parser.parse_args()
    own, first = second_gold(options.corpus, "train"), first_gold(options.corpus, "train")
    later = {line.split("\t")[0] for name in LATER for line in (SAMPLES / name).read_text("utf-8").splitlines()}
    parts = []
    for one in options.unseen:
        weights, _, part = one.rpartition(":")
        if part not in ("0", "1", "later"):
            parser.error(f"expected WEIGHTS:PART with PART 0, 1 or later, got {one!r}")
        inside = lambda doc, gold, part=part: (
            doc in later if part == "later" else half(doc, gold["published"]) == int(part)
        )
        asked = {doc: held for doc, held in own.items() if inside(doc, held[1])}
        known = counted([*(held for doc, held in own.items() if doc not in asked), *first.values()])
        parts.append(rows(Path(weights), asked, known))
        print(f"{one}: {len(asked)} reports, {len(parts[-1][1])} candidates, {parts[-1][3]} triggers", flush=True)
    x, y = np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
    of, count = [doc for p in parts for doc in p[2]], sum(p[3] for p in parts)
    likely = np.zeros(len(y))
    for seen, rest in GroupKFold(FOLDS).split(x, y, of):
        likely[rest] = grow(x[seen], y[seen]).few(x[rest])
    alone, sifted = best(x[:, FEATURES.index("score")], y, count), best(likely, y, count)
    print(
        f"F1 of triggers, cross-validated: {sifted[0]:.3f} from {sifted[1]:.2f} on; by the encoder's score alone {alone[0]:.3f}"
    )
    model = grow(x, y)
    save(model, options.out / "sifting.npz", least=options.least or round(sifted[1], 2), looser=LOOSER)
    words = counted([*own.values(), *first.values()])
    lines = [
        f"{word}\t{k.seen}\t{k.triggers}\t{' '.join(f'{kind}:{n}' for kind, n in sorted(k.kinds.items()))}"
        for word, k in sorted(words.items())
        if k.triggers or k.seen >= LEAST_SEEN
    ]
    head = f"# stem, how often in {len(own) + len(first)} annotated reports, how often in a trigger, of which kinds (training/sifting.py)"
    (options.out / "trigger_words.tsv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
