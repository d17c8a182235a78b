"""Merging: how likely two groups of tellings are of one happening, told by all that is known of the pairs between them.

Comes in: tellings, scored pairs, groups. Goes out: features of each two groups and a probability, by a small tree ensemble.
Knows nothing of the order in which groups merge.
"""

from functools import lru_cache
from importlib.resources import files
from io import BytesIO

import numpy as np
import numpy.typing as npt

from reportedly.incidents.pairs import CHUNK, Maker, kilometres
from reportedly.incidents.tellings import COUNTRY, SPOT, Ints, Tellings
from reportedly.incidents.words import Floats
from reportedly.trees import Trees

UNSEEN = 0.1
"""How much a pair that was never compared counts against a merge in the mean, of a pair that was compared and scored 0."""
DOUBT = 1.0
"""Pairs of probability 0 that are counted beside the real ones in the mean: a single pair must be surer than many that agree."""
APART = 0.1
"""Probability below which two tellings of one report are held to be told as two happenings."""
LIKE = 0.5
"""Probability above which a pair is held to be of one."""
NEAR_KM = 3.0
"""Settlements this near count as one place."""
LONE = 0.75
"""What a sure pair of two single tellings counts whatever the ensemble of merges says, which learnt of groups above all: in
cross-validation no figure changes, and two brief reports of one strike that give two days are one."""
_NEVER = -9.0
_NO_DAY = 10**7
SUMS = (
    "pairs", "probability", "square", "within", "within_probability", "within_apart", "within_like", "like", "one_place",
    "two_places", "one_day", "two_days", "one_figure", "two_figures", "one_type", "one_mode", "two_modes",
)  # fmt: skip
"""What is summed over the pairs between two groups; `within`: pairs of one report."""
HIGHS = ("most", "least", "within_most", "within_least", "across_most", "across_least")
"""Greatest and (negated) least probabilities of pairs; `across`: pairs of two reports."""
FEATURES = (
    "mean_doubted", "mean", "most", "least", "compared", "smaller", "larger", "fewer_reports", "more_reports",
    "tellings_a_report", "within", "within_mean", "within_most", "within_least", "within_apart_share", "within_apart",
    "within_like", "within_share", "across_mean", "across_most", "across_least", "like", "one_place", "two_places",
    "one_day", "two_days", "one_figure", "two_figures", "one_type", "two_modes", "title", "titles", "days", "days_between",
    "kilometres", "fewer_days", "more_days", "fewer_places", "more_places", "spread",
)  # fmt: skip


def columns(t: Tellings, a: Ints, b: Ints, probability: Floats) -> tuple[Floats, Floats]:
    """One row a pair: what is summed (`SUMS`) and what is maximised (`HIGHS`) when groups merge. Symmetric in a and b."""
    within = t.report[a] == t.report[b]
    spots = (t.fineness[a] == SPOT) & (t.fineness[b] == SPOT)
    near = spots & ((t.place[a] == t.place[b]) | (kilometres(t.points[a], t.points[b]) < NEAR_KM))
    timed = (t.day_first[a] != 0) & (t.day_first[b] != 0)
    shared = np.minimum(t.day_last[a], t.day_last[b]) >= np.maximum(t.day_first[a], t.day_first[b])
    brief = t.day_last - t.day_first <= 1
    stated = ~np.isnan(t.figures[a]) & ~np.isnan(t.figures[b])
    equal = t.figures[a] == t.figures[b]
    moded = (t.mode[a] != 0) & (t.mode[b] != 0)
    sums = (
        np.ones(len(a)), probability, probability * probability, within, within * probability, within & (probability < APART),
        within & (probability > LIKE), probability > LIKE, near, spots & ~near, timed & shared & brief[a] & brief[b], timed & ~shared,
        (stated & equal).any(axis=1), (stated & ~equal).any(axis=1), t.type[a] == t.type[b],
        moded & (t.mode[a] == t.mode[b]), moded & (t.mode[a] != t.mode[b]),
    )  # fmt: skip
    highs = (
        probability, -probability, np.where(within, probability, _NEVER), np.where(within, -probability, _NEVER),
        np.where(within, _NEVER, probability), np.where(within, _NEVER, -probability),
    )  # fmt: skip
    return np.stack(sums, axis=1).astype(np.float32), np.stack(highs, axis=1).astype(np.float32)


class Groups:
    """Groups of rows, and what is known of the pairs between any two of them.

    `group`: each row's group, named by a row in it. `low`, `high`: the two groups of each edge, low < high, where `live`;
    `sums` and `highs`: its columns. `fixed`: whether a group holds rows that were grouped before; of two such groups no edge
    is kept. Sums are taken in one order whatever the order of the pairs.
    """

    def __init__(self, t: Tellings, a: Ints, b: Ints, probability: Floats, known: Ints | None = None) -> None:
        count = len(t)
        self.group: Ints = np.arange(count)
        self.fixed = np.zeros(count, bool) if known is None else known >= 0
        if known is not None and self.fixed.any():
            _, first, inverse = np.unique(known[self.fixed], return_index=True, return_inverse=True)
            self.group[self.fixed] = np.flatnonzero(self.fixed)[first[inverse]]
        self.report = t.report
        self.size = np.bincount(self.group, minlength=count).astype(np.float64)
        self._count_reports()
        timed, spots = t.day_first != 0, (t.fineness == SPOT) & ~np.isnan(t.points[:, 0])
        self.titles, self.timed, self.placed = self._sum(t.title), self._sum(timed), self._sum(t.fineness > COUNTRY)
        self.first = self._least(np.where(timed, t.day_first, _NO_DAY))
        self.last = -self._least(np.where(timed, -t.day_last, _NO_DAY))
        lat, lon = t.points[:, 0], t.points[:, 1]
        self.box = np.stack([self._least(np.where(spots, side, np.inf)) for side in (lat, -lat, lon, -lon)], axis=1)
        order = np.lexsort((b, a))
        a, b, probability = a[order], b[order], probability[order]
        self.low, self.high = self.group[a], self.group[b]
        self.sums = np.empty((len(a), len(SUMS)), np.float32)
        self.highs = np.empty((len(a), len(HIGHS)), np.float32)
        for at in range(0, len(a), CHUNK):
            part = slice(at, at + CHUNK)
            self.sums[part], self.highs[part] = columns(t, a[part], b[part], probability[part])
        self.live = np.ones(len(a), bool)
        self._gather(np.arange(len(a)))

    def _sum(self, values: npt.NDArray[np.generic]) -> npt.NDArray[np.float64]:
        out = np.zeros(len(self.group))
        np.add.at(out, self.group, values.astype(np.float64))
        return out

    def _least(self, values: npt.NDArray[np.generic]) -> npt.NDArray[np.float64]:
        out = np.full(len(self.group), np.inf)
        np.minimum.at(out, self.group, values.astype(np.float64))
        return out

    def _count_reports(self) -> None:
        told = np.unique(self.group * np.int64(int(self.report.max(initial=0)) + 1) + self.report)
        self.reports = np.bincount(told // (int(self.report.max(initial=0)) + 1), minlength=len(self.group))

    def _gather(self, edges: Ints) -> Ints:
        """Makes one of edges between the same two groups; drops those within one and those between fixed ones."""
        low = np.minimum(self.low[edges], self.high[edges])
        high = np.maximum(self.low[edges], self.high[edges])
        kept = (low != high) & ~(self.fixed[low] & self.fixed[high])
        self.live[edges[~kept]] = False
        edges, key = edges[kept], low[kept] * np.int64(len(self.group)) + high[kept]
        order = np.argsort(key, kind="stable")
        edges, key = edges[order], key[order]
        starts = np.flatnonzero(np.diff(key, prepend=-1))
        if not len(starts):
            return edges
        sums, highs = (
            np.add.reduceat(self.sums[edges], starts),
            np.maximum.reduceat(self.highs[edges], starts),
        )
        slots = edges[starts]
        self.live[edges] = False
        self.live[slots] = True
        self.low[slots], self.high[slots] = key[starts] // len(self.group), key[starts] % len(self.group)
        self.sums[slots], self.highs[slots] = sums, highs
        return slots

    def merge(self, keep: Ints, drop: Ints) -> Ints:
        """Puts each group of `drop` into that of `keep` beside it, each group once; the edges that changed."""
        to = np.arange(len(self.group))
        to[drop] = keep
        self.group = to[self.group]
        self.fixed[keep] |= self.fixed[drop]
        for column in (self.size, self.titles, self.timed, self.placed):
            column[keep] += column[drop]
        self.first[keep] = np.minimum(self.first[keep], self.first[drop])
        self.last[keep] = np.maximum(self.last[keep], self.last[drop])
        self.box[keep] = np.minimum(self.box[keep], self.box[drop])
        self._count_reports()
        hit = np.zeros(len(to), bool)
        hit[keep], hit[drop] = True, True
        (edges,) = np.nonzero(self.live & (hit[self.low] | hit[self.high]))
        self.low[edges], self.high[edges] = to[self.low[edges]], to[self.high[edges]]
        return self._gather(edges)

    def mean(self, edges: Ints) -> npt.NDArray[np.float64]:
        """The mean probability of the pairs between two groups, with `DOUBT` and `UNSEEN` counted in."""
        possible = self.size[self.low[edges]] * self.size[self.high[edges]]
        compared = self.sums[edges, 0]
        out: npt.NDArray[np.float64] = self.sums[edges, 1] / (DOUBT + compared + UNSEEN * (possible - compared))
        return out

    def features(self, edges: Ints) -> Floats:
        """One row an edge, one column each of `FEATURES`; nan where nothing is told."""
        one, other = self.low[edges], self.high[edges]
        s = dict(zip(SUMS, self.sums[edges].T.astype(np.float64), strict=True))
        h = dict(zip(HIGHS, np.where(self.highs[edges] < -1, np.nan, self.highs[edges]).T, strict=True))
        share: Maker = lambda part, whole: np.where(whole > 0, part / np.maximum(whole, 1), np.nan)
        low: Maker = lambda column: np.minimum(column[one], column[other])
        high: Maker = lambda column: np.maximum(column[one], column[other])
        pairs, within, across = s["pairs"], s["within"], s["pairs"] - s["within"]
        possible = self.size[one] * self.size[other]
        timed = low(self.timed) > 0
        box = np.minimum(self.box[one], self.box[other])
        box = np.where((np.maximum(self.box[one], self.box[other])[:, :1] < np.inf) & (box < np.inf), box, np.nan)
        dated, placed = self.timed / np.maximum(self.size, 1), self.placed / np.maximum(self.size, 1)
        rows = (
            self.mean(edges), share(s["probability"], pairs), h["most"], -h["least"], pairs / possible,
            np.log(low(self.size)), np.log(high(self.size)), low(self.reports), high(self.reports),
            self.size[one] / self.reports[one] + self.size[other] / self.reports[other],
            within, share(s["within_probability"], within), h["within_most"], -h["within_least"],
            share(s["within_apart"], within), s["within_apart"], s["within_like"], within / possible,
            share(s["probability"] - s["within_probability"], across), h["across_most"], -h["across_least"], share(s["like"], pairs),
            share(s["one_place"], s["one_place"] + s["two_places"]), s["two_places"], share(s["one_day"], s["one_day"] + s["two_days"]),
            share(s["two_days"], pairs), s["one_figure"], s["two_figures"], share(s["one_type"], pairs),
            share(s["two_modes"], s["one_mode"] + s["two_modes"]), high(self.titles), low(self.titles),
            np.where(timed, high(self.last) - low(self.first), np.nan), np.where(timed, high(self.first) - low(self.last), np.nan),
            kilometres(box[:, [0, 2]].astype(np.float32), -box[:, [1, 3]].astype(np.float32)),
            low(dated), high(dated), low(placed), high(placed),
            np.sqrt(np.maximum(s["square"] / pairs - (s["probability"] / pairs) ** 2, 0)),
        )  # fmt: skip
        return np.stack(rows, axis=1).astype(np.float32)


@lru_cache(maxsize=1)
def trees() -> Trees:
    """The ensemble in `data/merges.npz`, made by `training.incidents.train`."""
    with np.load(BytesIO((files("reportedly.incidents") / "data" / "merges.npz").read_bytes())) as held:
        return Trees(dict(held))


def likely(groups: Groups, edges: Ints, model: Trees | None = None) -> Floats:
    """The probability that the two groups of each edge are mostly of one happening.

    Of two single tellings it is never less than `LONE` of their pair's: all evidence on them stands in the pair's columns.
    """
    if not len(edges):
        return np.zeros(0, np.float32)
    out = (model or trees()).probability(groups.features(edges))
    lone = groups.size[groups.low[edges]] + groups.size[groups.high[edges]] == 2
    out[lone] = np.maximum(out, LONE * groups.sums[edges, 1])[lone]
    return out
