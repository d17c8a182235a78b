"""Context: what the other places of a report say for or against each candidate.

Comes in: the candidates of all phrases of a report, and a probability for each. Goes out: context features.
Knows nothing of texts, nor of how the probabilities were made.
"""

from typing import NamedTuple

import numpy as np

from reportedly.resolve.places.candidates import Block, Finder
from reportedly.resolve.places.gazetteer import EARTH_KM, NONE, FloatArray, Gazetteer, IntArray

CONTEXT = (
    "country_share", "country_named", "admin1_share", "admin1_named", "nearest_30", "near_100", "near_300", "neighbours_100",
    "inside_next", "outside_next", "holds_previous", "event_country", "other_event_country", "outlet_country", "outlet_near",
    "outlet_known", "neighbour_share", "mentions", "same_again",
)  # fmt: skip
"""Names of the context features, in their order."""


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


def context(gazetteer: Gazetteer, neighbours: Neighbours, d: Document, p: FloatArray) -> FloatArray:
    """Context features (k × len(CONTEXT)) of each candidate, given a probability p (k) of each.

    A candidate's own phrase never speaks for it.
    """
    g, k, m = gazetteer, len(d.entries), len(d.times)
    out = np.zeros((k, len(CONTEXT)), np.float32)
    if not k:
        return out
    weight = p * d.times[d.owner]
    country = g.country[d.entries].astype(np.int64)
    admin1 = g.admin1[d.entries].astype(np.int64)
    feature = g.feature[d.entries]
    is_country = feature == 0
    # countries: mass of the others on mine, in all and by its own name
    total = np.bincount(country, weight, minlength=256) + d.named
    total[255] = 0
    own_pair = d.owner * 256 + country
    own = np.bincount(own_pair, weight, minlength=m * 256)[own_pair]
    other_mass = np.maximum(total.sum() - np.bincount(d.owner, weight, minlength=m)[d.owner], 1e-6)
    others = np.maximum(total[country] - own, 0) * (country < 255)
    out[:, 0] = others / (other_mass + 0.5)
    naming = np.bincount(country[is_country], weight[is_country], minlength=256) + d.named
    own_named = np.bincount(own_pair[is_country], weight[is_country], minlength=m * 256)[own_pair]
    out[:, 1] = np.minimum(2, np.maximum(naming[country] - own_named, 0) * (country < 255))
    out[:, 16] = (neighbours.table[country] @ total.astype(np.float32)) / (other_mass + 0.5)
    # first-order units
    total1 = np.bincount(admin1, weight, minlength=NONE + 1)
    pair, back = np.unique(d.owner * (NONE + 1) + admin1, return_inverse=True)
    own1 = np.bincount(back, weight, minlength=len(pair))[back]
    has_unit = admin1 != NONE
    out[:, 2] = np.maximum(total1[admin1] - own1, 0) * has_unit / (other_mass + 0.5)
    is_unit = feature == 1
    named1 = np.bincount(admin1[is_unit], weight[is_unit], minlength=NONE + 1)
    self1 = np.where(is_unit, weight, 0)
    out[:, 3] = np.minimum(
        2, np.maximum(named1[admin1] - np.bincount(back, self1, minlength=len(pair))[back], 0) * has_unit
    )
    # nearness to the best candidate of each other phrase, countries apart
    best = _best(d, np.where(is_country, 0, p))
    anchors = best[best >= 0]
    if len(anchors) > MAX_ANCHORS:
        anchors = np.sort(anchors[np.argsort(-p[anchors], kind="stable")[:MAX_ANCHORS]])
    if len(anchors):
        held = np.where(is_country[anchors], 0, p[anchors])
        km = _km(g.unit[d.entries], g.unit[d.entries[anchors]])
        other = d.owner[:, None] != d.owner[anchors][None, :]
        close = np.where(other, held[None, :], 0).astype(np.float32)
        out[:, 4] = (close * np.exp(-km / 30)).max(axis=1)
        near = close * np.exp(-km / 100)
        out[:, 5] = 1 - np.exp(-near.sum(axis=1))
        out[:, 6] = 1 - np.exp(-(close * np.exp(-km / 300)).sum(axis=1))
        column = np.full(m, -1)
        column[d.owner[anchors]] = np.arange(len(anchors))
        for side in (0, 1):
            at = np.where(d.beside[:, side] >= 0, column[d.beside[:, side]], -1)[d.owner]
            held_near = np.where(at >= 0, near[np.arange(k), at], 0)
            out[:, 7] = np.maximum(out[:, 7], held_near)
    _containers(g, d, p, out)
    if d.events:
        known = np.isin(country, d.events)
        out[:, 11], out[:, 12] = known, ~known
    if d.outlet >= 0 or d.home >= 0:
        out[:, 13] = country == d.outlet
        out[:, 15] = 1
        if d.home >= 0:
            out[:, 14] = np.exp(-_km(g.unit[d.entries], g.unit[d.home : d.home + 1])[:, 0] / 100)
    out[:, 17] = np.log1p(m) / 4
    out[:, 18] = (d.times[d.owner] - 1) / 3
    return out


def _best(d: Document, p: FloatArray) -> IntArray:
    """For each phrase its most probable candidate, -1 for a phrase without any."""
    if not len(p):
        return np.full(len(d.times), -1)
    counts = np.diff(d.starts)
    filled = np.flatnonzero(counts)
    top = np.maximum.reduceat(p, d.starts[:-1][filled])
    per_phrase = np.zeros(len(counts), p.dtype)
    per_phrase[filled] = top
    hits = np.flatnonzero(p >= per_phrase[d.owner])
    best = np.full(len(counts), -1)
    best[d.owner[hits[::-1]]] = hits[::-1]
    return best


def _km(a: FloatArray, b: FloatArray) -> FloatArray:
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip((1 - a @ b.T) / 2, 0, 1))), np.float32)


def _containers(g: Gazetteer, d: Document, p: FloatArray, out: FloatArray) -> None:
    """ "X, Y": does any reading of Y hold this reading of X, and the other way round."""
    for inner in np.flatnonzero(d.inside >= 0):
        outer = d.inside[inner]
        a, b = slice(d.starts[inner], d.starts[inner + 1]), slice(d.starts[outer], d.starts[outer + 1])
        xs, ys = d.entries[a], d.entries[b]
        if not len(xs) or not len(ys):
            continue
        above = np.stack(
            [g.country[xs].astype(np.int64), g.admin1[xs].astype(np.int64), g.parent[xs].astype(np.int64)], axis=1
        )
        held = (above[:, :, None] == ys[None, None, :]).any(axis=1) & (xs[:, None] != ys[None, :])
        out[a, 8] = np.maximum(out[a, 8], (held * np.maximum(p[b], 0.3)).max(axis=1))
        out[a, 9] = ~held.any(axis=1) & bool(held.any())
        out[b, 10] = np.maximum(out[b, 10], (held * np.maximum(p[a], 0.3)[:, None]).max(axis=0))
