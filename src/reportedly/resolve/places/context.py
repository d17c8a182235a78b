"""Context: what the other places of a report say for or against each candidate.

Comes in: the candidates of all phrases of a report, and a probability for each. Goes out: context features.
Knows nothing of texts, nor of how the probabilities were made.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportedly.resolve.places.document import Document
from reportedly.resolve.places.gazetteer import EARTH_KM, NONE, FloatArray, Gazetteer, IntArray

CHANGING = (
    "country_share", "admin1_share", "country_named", "admin1_named", "near_100", "near_300", "nearest_30", "neighbours_100",
    "neighbour_share", "inside_next", "holds_previous",
)  # fmt: skip
"""The rows of what `Around.changing` gives: features that depend on the probabilities."""

MAX_ANCHORS = 200
"""How many other places a candidate's nearness is measured to, the surest first; bounds time and memory on long reports."""
HELD_LEAST = 0.3
"""What a container counts for at least, however unlikely it is by itself."""


class Neighbours:
    """Which countries border which, as a 256 × 256 table of 0 and 1 (255: no country)."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.table = np.zeros((256, 256), np.float32)
        for number, row in enumerate(gazetteer.countries):
            for other in row["neighbours"]:
                if other in gazetteer.by_iso2:
                    self.table[number, gazetteer.by_iso2[other]] = 1


class Near(NamedTuple):
    """How near each candidate (k) is to some anchors (a), fading over 100 and 300 km; 0 to those of its own phrase.

    `fading` (2 × k × (a + 1)), `by_30` (k × (a + 1)): a last column stands for no anchor and is to be weighed 0; `sides` (2 × k): the column of the phrase before and after, a for none;
    `beside` (2 × k): the nearness over 100 km to these.
    """

    fading: FloatArray
    by_30: FloatArray
    sides: IntArray
    beside: FloatArray


class Around:
    """The context of one document with at least one candidate.

    Masses are summed over groups of candidates: country, first-order unit, both again for candidates that are one
    themselves, and the same four within each phrase, so that a candidate's own phrase never speaks for it.
    """

    def __init__(self, gazetteer: Gazetteer, neighbours: Neighbours, d: Document) -> None:
        self.d = d
        k, n = len(d.entries), len(d.filled)
        country, country_count, present = _numbered(d.country)
        admin1 = gazetteer.admin1[d.entries]
        unit, unit_count, _ = _numbered(admin1)
        self._countries = country_count
        both = np.empty((4, k), np.int64)
        both[0], both[1] = country, unit
        both[1] += country_count
        span = country_count + unit_count
        np.add(both[:2], span, out=both[2:])
        self._groups = np.empty((9, k), np.int64)
        self._groups[:4] = both
        np.add(both, (d.slot + 1) * (2 * span), out=self._groups[4:8])
        np.add(d.slot, (n + 1) * 2 * span, out=self._groups[8])
        self._flat = self._groups.reshape(-1)
        self._bins = (n + 1) * 2 * span + n
        counted = np.empty((9, k), np.float64)
        np.less(d.country, 255, out=counted[0])
        np.not_equal(admin1, NONE, out=counted[1])
        np.equal(d.feature, 0, out=counted[2])
        np.equal(d.feature, 1, out=counted[3])
        counted[3] *= counted[1]
        counted[4:8] = counted[:4]
        counted[8] = 1
        counted *= d.said
        self._counted = counted
        self._settled = d.feature != 0
        self._unit = gazetteer.unit[d.entries]
        borders = neighbours.table[d.country]
        self._borders = borders[:, present]
        named = d.named.nonzero()[0]
        self._named: FloatArray | None = None
        if len(named):
            self._named = d.named[d.country]
            self._named_beside = borders[:, named] @ d.named[named]
            self._named_sum = float(np.add.reduce(d.named))
        self._anchors: list[int] | None = None
        self._near: Near | None = None
        self._bounds = list(pairwise([*d.begins.tolist(), k]))

    def changing(self, p: NDArray[np.float64]) -> FloatArray:
        """The features of CHANGING (len(CHANGING) × k) of each candidate, given a probability p (k) of each."""
        out = np.zeros((len(CHANGING), len(p)), np.float32)
        weights = (self._counted * p).reshape(-1)
        sums = np.asarray(np.bincount(self._flat, weights, self._bins), np.float64)
        mine = sums[self._groups]
        by_country = sums[: self._countries]
        others = mine[:4] - mine[4:8]
        np.maximum(others, 0, out=others)
        beside = self._borders @ by_country
        total = np.add.reduce(by_country)
        if self._named is not None:
            others[::2] += self._named
            beside += self._named_beside
            total += self._named_sum
        rest = total - mine[8]
        np.maximum(rest, 1e-6, out=rest)
        rest += 0.5
        np.divide(others[:2], rest, out=out[:2], casting="same_kind")
        np.minimum(others[2:], 2, out=out[2:4], casting="same_kind")
        np.divide(beside, rest, out=out[8], casting="same_kind")
        scores = p.tolist()
        self._nearness((p * self._settled).tolist(), out)
        for x, y in self.d.held:
            out[9, x] = max(out[9, x], scores[y], HELD_LEAST)
            out[10, y] = max(out[10, y], scores[x], HELD_LEAST)
        return out

    def _nearness(self, settled: list[float], out: FloatArray) -> None:
        """Nearness to the best candidate of each other phrase, countries apart."""
        bounds = self._bounds
        anchors = []
        for a, b in bounds:
            best = a if b - a == 1 else max(range(a, b), key=settled.__getitem__)
            if settled[best] > 0:
                anchors.append(best)
        if not anchors:
            return
        if len(anchors) > MAX_ANCHORS:
            anchors = sorted(sorted(anchors, key=lambda j: -settled[j])[:MAX_ANCHORS])
        if self._near is None or anchors != self._anchors:
            self._near = self._measured(anchors)
            self._anchors = anchors
        near = self._near
        held = np.array([*[settled[j] for j in anchors], 0], np.float32)
        np.matmul(near.fading, held, out=out[4:6])
        np.exp(-out[4:6], out=out[4:6])
        np.subtract(1, out[4:6], out=out[4:6])
        np.maximum.reduce(near.by_30 * held, axis=1, out=out[6])
        np.maximum.reduce(near.beside * held[near.sides], axis=0, out=out[7])

    def _measured(self, anchors: list[int]) -> Near:
        d, k, a = self.d, len(self._unit), len(anchors)
        by_300 = np.matmul(self._unit, self._unit[[*anchors, 0]].T)
        fading = np.empty((2, k, a + 1), np.float32)
        by_300 = np.subtract(1, by_300, out=fading[1])
        np.maximum(by_300, 0, out=by_300)
        np.sqrt(by_300, out=by_300)
        by_300 *= np.float32(-EARTH_KM * 2**0.5 / 300)
        np.exp(by_300, out=by_300)
        owners = d.owner[anchors].tolist()
        by_300 *= d.owner[:, None] != [*owners, -1]
        by_100 = fading[0]
        np.multiply(by_300, by_300, out=by_100)
        by_100 *= by_300
        by_30 = by_100 * by_100
        by_30 *= by_100
        by_30 *= by_300
        get = dict(zip(owners, range(a), strict=True)).get
        sides = np.array([[get(x, a) for x, _ in d.beside], [get(y, a) for _, y in d.beside]], np.int64)[:, d.owner]
        return Near(fading, by_30, sides, fading[0, np.arange(k), sides])


def _numbered(values: NDArray[np.unsignedinteger]) -> tuple[list[int], int, list[int]]:
    """Values as numbers from 0 in the order of their first standing; how many there are; and which."""
    seen: dict[int, int] = {}
    return [seen.setdefault(v, len(seen)) for v in values.tolist()], len(seen), list(seen)
