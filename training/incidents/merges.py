"""Learning to merge: examples of two groups from runs of the clustering itself, and the ensemble fitted on them.

An example is an edge as the clustering scores it; it is right when more than half of the pairs between its two groups are
of one happening. Runs go by the mean of pairs first, then by what was learnt from those, so that the ensemble also sees
groups as it makes them itself. The pairs' scores must come from models that didn't see these pairs.
"""

from collections import Counter, defaultdict
from typing import NamedTuple

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from reportedly.incidents.clusters import Score, cluster
from reportedly.incidents.merging import Groups, likely
from reportedly.incidents.tellings import Ints, Tellings
from reportedly.incidents.words import Floats
from reportedly.trees import Trees
from training.incidents.ensembles import arrays

MODELS, TREES, LEAVES, RATE, L2, LEAST, COLUMNS = 2, 80, 8, 0.08, 5.0, 20, 0.5
BY_MEAN, BY_LEARNT = (
    0.12,
    0.3,
)  # thresholds down to which the runs go: below those of the program, to see wrong merges too
FAINT = 0.04  # edges of a lower mean aren't learnt from
MOST_WEIGHT = 3.0  # an example counts as the root of its pairs, up to this


class Part(NamedTuple):
    """Reports that are grouped together: their tellings, the pairs, each pair's score, each row's happening."""

    t: Tellings
    a: Ints
    b: Ints
    probability: Floats
    truth: Ints


def examples(part: Part, threshold: float, score: Score) -> tuple[Floats, Floats, Floats]:
    """(features, share of true pairs, weight) of every edge that a run of the clustering scores."""
    held: list[tuple[Floats, Floats, Floats]] = []

    def keep(groups: Groups, edges: Ints) -> None:
        edges = edges[groups.mean(edges) >= FAINT]
        if len(edges):
            possible = groups.size[groups.low[edges]] * groups.size[groups.high[edges]]
            held.append(
                (
                    groups.features(edges),
                    _true(groups, edges, part.truth) / possible,
                    np.minimum(np.sqrt(possible), MOST_WEIGHT),
                )
            )

    cluster(part.t, part.a, part.b, part.probability, threshold=threshold, score=score, seen=keep)
    rows, shares, weights = (np.concatenate(column) for column in zip(*held, strict=True))
    return rows, shares, weights


def _true(groups: Groups, edges: Ints, truth: Ints) -> Floats:
    """How many pairs between the two groups of each edge are of one happening."""
    tellings: dict[int, Counter[int]] = defaultdict(Counter)
    for group, happening in zip(groups.group.tolist(), truth.tolist(), strict=True):
        tellings[group][happening] += 1
    out = np.zeros(len(edges))
    for at, (low, high) in enumerate(zip(groups.low[edges].tolist(), groups.high[edges].tolist(), strict=True)):
        one, other = sorted((tellings[low], tellings[high]), key=len)
        out[at] = sum(n * other[happening] for happening, n in one.items())
    return out


def learn(parts: list[Part]) -> list[HistGradientBoostingClassifier]:
    """The fitted models, which differ in the columns they may split on; their mean is the score."""
    seen = [examples(part, BY_MEAN, Groups.mean) for part in parts]
    first = Trees(arrays(fitted(seen)))
    return fitted(
        seen
        + [examples(part, BY_LEARNT, lambda groups, edges: first.probability(groups.features(edges))) for part in parts]
    )


def fitted(seen: list[tuple[Floats, Floats, Floats]]) -> list[HistGradientBoostingClassifier]:
    """The models of some examples."""
    rows, shares, weights = (np.concatenate(column) for column in zip(*seen, strict=True))
    return [
        HistGradientBoostingClassifier(
            max_iter=TREES, max_leaf_nodes=LEAVES, learning_rate=RATE, l2_regularization=L2, min_samples_leaf=LEAST,
            max_features=COLUMNS, random_state=seed, early_stopping=False,
        ).fit(rows, shares > 0.5, sample_weight=weights)
        for seed in range(MODELS)
    ]  # fmt: skip


def scored(models: list[HistGradientBoostingClassifier]) -> Score:
    """The models as the clustering asks the shipped ones."""
    ensemble = Trees(arrays(models))
    return lambda groups, edges: likely(groups, edges, ensemble)
