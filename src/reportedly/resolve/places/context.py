"""Context: what the other places of a report say for or against each candidate.

Comes in: the candidates of all phrases of a report, and a probability for each. Goes out: context features.
Knows nothing of texts, nor of how the probabilities were made.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportedly.resolve.places.candidates import Block, Finder
from reportedly.resolve.places.gazetteer import EARTH_KM, NONE, FloatArray, Gazetteer, IntArray

CONTEXT = (
    "country_share", "country_named", "admin1_share", "admin1_named", "nearest_30", "near_100", "near_300", "neighbours_100",
    "inside_next", "outside_next", "holds_previous", "event_country", "other_event_country", "outlet_country", "outlet_near",
    "outlet_known", "neighbour_share", "mentions", "same_again",
)  # fmt: skip
"""Names of the context features, in their order."""


_AT = {name: at for at, name in enumerate(CONTEXT)}

MAX_ANCHORS = 200
"""How many other places a candidate's nearness is measured to, the surest first; bounds time and memory on long reports."""


class Document(NamedTuple):
    """All distinct phrases of a report (m of them) with their candidates (k in all).

    `entries`, `owner` (k): candidate → entry, phrase. `starts` (m + 1): where each phrase's candidates begin.
    `times` (m): how often the phrase stands. `inside` (m): the phrase that names its container ("X, Y"), or -1.
    `beside` (m × 2): the phrases before and after, or -1. `named` (countries): how often each is named by demonym.
    `events`: country numbers of the events. `outlet` : country number or -1; `home`: entry of the outlet's town or -1.
    """

    entries: IntArray
    owner: IntArray
    starts: IntArray
    static: FloatArray
    times: FloatArray
    inside: IntArray
    beside: IntArray
    named: FloatArray
    events: tuple[int, ...] = ()
    outlet: int = -1
    home: int = -1


def document(
    finder: Finder,
    blocks: list[Block],
    times: list[int],
    inside: list[int],
    beside: list[tuple[int, int]],
    named: dict[int, int] | None = None,
    events: tuple[int, ...] = (),
    outlet: int = -1,
    home: int = -1,
) -> Document:
    """Blocks of candidates as one document; phrases without candidates are allowed."""
    counts = np.array([len(b.entries) for b in blocks], np.int64)
    country_counts = np.zeros(256, np.float32)
    for number, count in (named or {}).items():
        country_counts[number] = min(5, count)
    owner = np.repeat(np.arange(len(blocks)), counts)
    starts = np.concatenate([[0], np.cumsum(counts)])
    entries = np.array([x for b in blocks for x in b.entries], np.int64)
    return Document(
        entries=entries,
        owner=owner,
        starts=starts,
        static=finder.static(blocks, starts, owner, entries),
        times=np.sqrt(np.array(times, np.float32)),
        inside=np.array(inside, np.int64),
        beside=np.array(beside, np.int64).reshape(-1, 2),
        named=country_counts,
        events=events,
        outlet=outlet,
        home=home,
    )


class Neighbours:
    """Which countries border which, as a 256 × 256 table of 0 and 1 (255: no country)."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.table = np.zeros((256, 256), np.float32)
        for number, row in enumerate(gazetteer.countries):
            for other in row["neighbours"]:
                if other in gazetteer.by_iso2:
                    self.table[number, gazetteer.by_iso2[other]] = 1


class Holder(NamedTuple):
    """One "X, Y": the candidates of X and of Y, which of Y's (columns) holds which of X's, and which X none holds."""

    inner: slice
    outer: slice
    held: NDArray[np.bool_]
    outside: NDArray[np.bool_]


class Frame(NamedTuple):
    """What the context of a document holds whatever the probabilities: columns over its k candidates.

    `country`, `feature`, `unit` (k × 3, points on the unit sphere): of the entries. `in_country`: False for none.
    `pair`, `unit_pair` (k): numbers of (phrase, country) and (phrase, admin-1 unit); `unit_of` (k): number of the
    admin-1 unit, `has_unit` whether there is one. `filled`: phrases with candidates. `fixed` (k × len(CONTEXT)): the features
    that need no probabilities. `holders`: the "X, Y" pairs.
    """

    country: IntArray
    in_country: NDArray[np.bool_]
    is_country: NDArray[np.bool_]
    is_unit: NDArray[np.bool_]
    pair: IntArray
    unit_of: IntArray
    has_unit: NDArray[np.bool_]
    unit_pair: IntArray
    unit: FloatArray
    filled: IntArray
    fixed: FloatArray
    holders: list[Holder]


def frame(gazetteer: Gazetteer, d: Document) -> Frame:
    """The frame of a document with at least one candidate."""
    g, k, m = gazetteer, len(d.entries), len(d.times)
    country = g.country[d.entries].astype(np.int64)
    admin1 = g.admin1[d.entries].astype(np.int64)
    feature = g.feature[d.entries]
    unit_of = np.unique(admin1, return_inverse=True)[1]
    fixed = np.zeros((k, len(CONTEXT)), np.float32)
    if d.events:
        fixed[:, _AT["event_country"]] = known = np.isin(country, d.events)
        fixed[:, _AT["other_event_country"]] = ~known
    unit = g.unit[d.entries]
    if d.outlet >= 0 or d.home >= 0:
        fixed[:, _AT["outlet_country"]] = country == d.outlet
        fixed[:, _AT["outlet_known"]] = 1
        if d.home >= 0:
            fixed[:, _AT["outlet_near"]] = np.exp(_km(unit @ g.unit[d.home]) / -100)
    fixed[:, _AT["mentions"]] = np.log1p(m) / 4
    fixed[:, _AT["same_again"]] = (d.times[d.owner] - 1) / 3
    return Frame(
        country=country,
        in_country=country < 255,
        is_country=feature == 0,
        is_unit=feature == 1,
        pair=d.owner * 256 + country,
        unit_of=unit_of,
        has_unit=admin1 != NONE,
        unit_pair=np.unique(d.owner * (NONE + 1) + unit_of, return_inverse=True)[1],
        unit=unit,
        filled=np.flatnonzero(d.starts[1:] > d.starts[:-1]),
        fixed=fixed,
        holders=_holders(g, d),
    )


def context(neighbours: Neighbours, d: Document, p: FloatArray, f: Frame) -> FloatArray:
    """Context features (k × len(CONTEXT)) of each candidate, given a probability p (k) of each.

    A candidate's own phrase never speaks for it.
    """
    k, m = len(d.entries), len(d.times)
    out = f.fixed.copy()
    weight = p * d.times[d.owner]
    own_weight = np.bincount(d.owner, weight, minlength=m)[d.owner]
    # countries: mass of the others on mine, in all and by its own name
    total = np.bincount(f.country, weight, minlength=256) + d.named
    total[255] = 0
    other_mass = np.maximum(total.sum() - own_weight, 1e-6) + 0.5
    own = np.bincount(f.pair, weight)[f.pair]
    out[:, 0] = np.maximum(total[f.country] - own, 0) * f.in_country / other_mass
    by_name = weight * f.is_country
    naming = np.bincount(f.country, by_name, minlength=256) + d.named
    own_named = np.bincount(f.pair, by_name)[f.pair]
    out[:, 1] = np.minimum(2, np.maximum(naming[f.country] - own_named, 0) * f.in_country)
    out[:, 16] = (neighbours.table @ total.astype(np.float32))[f.country] / other_mass
    # first-order units
    total1 = np.bincount(f.unit_of, weight)[f.unit_of] - np.bincount(f.unit_pair, weight)[f.unit_pair]
    out[:, 2] = np.maximum(total1, 0) * f.has_unit / other_mass
    as_unit = weight * f.is_unit
    named1 = np.bincount(f.unit_of, as_unit)[f.unit_of] - np.bincount(f.unit_pair, as_unit)[f.unit_pair]
    out[:, 3] = np.minimum(2, np.maximum(named1, 0) * f.has_unit)
    # nearness to the best candidate of each other phrase, countries apart
    best = best_of(d, f.filled, np.where(f.is_country, 0, p))
    anchors = best[best >= 0]
    if len(anchors) > MAX_ANCHORS:
        anchors = np.sort(anchors[np.argsort(-p[anchors], kind="stable")[:MAX_ANCHORS]])
    if len(anchors):
        held = np.where(f.is_country[anchors], 0, p[anchors])
        close = (d.owner[:, None] != d.owner[anchors]) * held
        by_300 = np.exp(_km(f.unit @ f.unit[anchors].T) * np.float32(-1 / 300))
        by_100 = by_300 * by_300 * by_300
        near = close * by_100
        out[:, 4] = (near * by_100 * by_100 * by_300).max(axis=1)
        out[:, 5] = 1 - np.exp(-near.sum(axis=1))
        out[:, 6] = 1 - np.exp(-(close * by_300).sum(axis=1))
        column = np.full(m + 1, -1)
        column[d.owner[anchors]] = np.arange(len(anchors))
        row = np.arange(k)
        for side in (0, 1):
            at = column[d.beside[:, side]][d.owner]
            out[:, 7] = np.maximum(out[:, 7], np.where(at >= 0, near[row, at], 0))
    _containers(f.holders, p, out)
    return out


def best_of(d: Document, filled: IntArray, p: FloatArray) -> IntArray:
    """For each phrase its most probable candidate, -1 for a phrase without any."""
    per_phrase = np.zeros(len(d.times), p.dtype)
    per_phrase[filled] = np.maximum.reduceat(p, d.starts[filled])
    hits = np.flatnonzero(p >= per_phrase[d.owner])
    best = np.full(len(d.times), -1)
    best[d.owner[hits[::-1]]] = hits[::-1]
    return best


def _km(cosine: FloatArray) -> FloatArray:
    """Straight-line kilometres between points on the sphere whose unit vectors have this product; near, the distance."""
    return np.asarray(EARTH_KM * np.sqrt(np.maximum(2 - 2 * cosine, 0)), np.float32)


def _holders(g: Gazetteer, d: Document) -> list[Holder]:
    """For each "X, Y" of the document which reading of Y holds which reading of X."""
    found = []
    for inner in np.flatnonzero(d.inside >= 0).tolist():
        outer = int(d.inside[inner])
        a, b = slice(d.starts[inner], d.starts[inner + 1]), slice(d.starts[outer], d.starts[outer + 1])
        xs, ys = d.entries[a], d.entries[b]
        if not len(xs) or not len(ys):
            continue
        above = np.stack(
            [g.country[xs].astype(np.int64), g.admin1[xs].astype(np.int64), g.parent[xs].astype(np.int64)], axis=1
        )
        held = (above[:, :, None] == ys[None, None, :]).any(axis=1) & (xs[:, None] != ys[None, :])
        found.append(Holder(a, b, held, ~held.any(axis=1) & bool(held.any())))
    return found


def _containers(holders: list[Holder], p: FloatArray, out: FloatArray) -> None:
    """ "X, Y": does any reading of Y hold this reading of X, and the other way round."""
    for a, b, held, outside in holders:
        out[a, 8] = np.maximum(out[a, 8], (held * np.maximum(p[b], 0.3)).max(axis=1))
        out[a, 9] = outside
        out[b, 10] = np.maximum(out[b, 10], (held * np.maximum(p[a], 0.3)[:, None]).max(axis=0))
