"""Documents: the candidates of all names of a report as columns of features, as far as no probability enters them.

Comes in: blocks of candidates, and where their names stand. Goes out: a `Document`.
Knows nothing of texts, nor of how candidates are scored.
"""

from itertools import accumulate, chain
from math import log1p
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportedly.resolve.places.candidates import FORMS, FUZZY, Block, Finder
from reportedly.resolve.places.gazetteer import EARTH_KM, FloatArray, Gazetteer, IntArray

GROUPS = (
    "country", "admin1", "admin2", "capital", "seat", "settlement", "section", "water", "land", "facility", "region",
)  # fmt: skip
_GROUP_OF = {
    "country": "country", "admin1": "admin1", "admin2": "admin2", "admin3": "admin2", "capital": "capital", "admin1 seat": "seat",
    "admin2 seat": "seat", "seat": "settlement", "settlement": "settlement", "section": "section", "abandoned": "section",
    "river": "water", "lake": "water", "island": "land", "mountain": "land", "physical": "land", "facility": "facility",
    "airport": "facility", "region": "region", "continent": "region", "sea": "region",
}  # fmt: skip

STATIC = (
    "population", *(f"is_{g}" for g in GROUPS), "name_main", "name_english", "name_latin", "name_other", "by_core", "by_spelling",
    "fuzzy", "similarity", "cue_fits", "cue_differs", "count", "name_length", "name_words", "largest", "below_largest", "from_supplement",
)  # fmt: skip
"""Features of a candidate and its name by themselves."""
FIXED = (
    *STATIC, "event_country", "other_event_country", "outlet_country", "outlet_known", "outlet_near", "mentions", "same_again",
    "outside_next", "one",
)  # fmt: skip
"""The rows of `Document.fixed`: features that need no probabilities. "one" is 1 everywhere: what it weighs is a bias."""
ROW = {name: at for at, name in enumerate(FIXED)}

_BY_FORM = np.array([[form & 3 == kind for form in FORMS] for kind in range(4)] + [[form >> 2 == how for form in FORMS] for how in (1, 2, 3)], np.float32)  # fmt: skip
"""The rows from "name_main" to "fuzzy" of each form (see `Block`)."""


class Told(NamedTuple):
    """How a report tells its m distinct phrases.

    `times` (m): how often each stands. `inside` (m): the phrase that names its container ("X, Y"), or -1. `beside` (m):
    the phrases before and after, or -1. `named`: country numbers that are named by demonym, and how often.
    `events`: country numbers of the events. `outlet`: country number or -1; `home`: entry of the outlet's town or -1.
    """

    times: list[int]
    inside: list[int]
    beside: list[tuple[int, int]]
    named: dict[int, int]
    events: tuple[int, ...] = ()
    outlet: int = -1
    home: int = -1


class Document(NamedTuple):
    """All distinct phrases of a report (m, of which n have candidates) with their candidates (k in all).

    `entries`, `owner` (k): candidate → entry, phrase. `starts` (m + 1): where each phrase's candidates begin.
    `filled` (n): the phrases with candidates; `begins` (n), `slot` (k): starts and owners among these.
    `country`, `feature`, `size` (k): of the entries. `fixed` (len(FIXED) × k): features. `times` (m): root of how often
    the phrase stands, `said` (k) that of a candidate's phrase. `beside` (m × 2): the phrases before and after, or -1.
    `held`: of "X, Y" the candidates (x, y) of which y holds x. `named` (256): how often each country is named by demonym.
    """

    entries: IntArray
    owner: IntArray
    starts: IntArray
    filled: IntArray
    begins: IntArray
    slot: IntArray
    country: NDArray[np.uint8]
    feature: NDArray[np.uint8]
    size: FloatArray
    fixed: FloatArray
    times: FloatArray
    said: FloatArray
    beside: list[tuple[int, int]]
    held: list[tuple[int, int]]
    named: FloatArray


class Documents:
    """Makes documents; one for each gazetteer."""

    def __init__(self, gazetteer: Gazetteer, finder: Finder) -> None:
        self.gazetteer = gazetteer
        self._fits = finder.fits
        self._group = np.array([[_GROUP_OF[f] == group for f in gazetteer.features] for group in GROUPS], np.float32)

    def __call__(
        self,
        blocks: list[Block],
        told: Told,
    ) -> Document:
        """Blocks of candidates as one document; phrases without candidates are allowed."""
        g = self.gazetteer
        counts = [len(b.entries) for b in blocks]
        m, k = len(counts), sum(counts)
        entries = np.fromiter(chain.from_iterable([b.entries for b in blocks]), np.int64, k)
        starts = np.array([0, *accumulate(counts)], np.int64)
        owner = np.arange(m).repeat(counts)
        if 0 in counts:
            filled = np.array([i for i, count in enumerate(counts) if count], np.int64)
            begins = starts[filled]
            slot = np.arange(len(filled)).repeat([count for count in counts if count])
        else:
            filled, begins, slot = np.arange(m), starts[:-1], owner
        by_name = np.zeros(256, np.float32)
        for number, count in told.named.items():
            by_name[number] = min(5, count)
        rooted = np.sqrt(np.array(told.times, np.float32))
        d = Document(
            entries=entries, owner=owner, starts=starts, filled=filled, begins=begins, slot=slot,
            country=g.country[entries], feature=g.feature[entries], size=g.log_population[entries],
            fixed=np.zeros((len(FIXED), k), np.float32), times=rooted, said=rooted[owner], beside=told.beside, held=[], named=by_name,
        )  # fmt: skip
        if k:
            self._static(blocks, d)
            self._around(d, told)
            if max(told.inside) >= 0:
                self._holders(blocks, told.inside, d)
        return d

    def _static(self, blocks: list[Block], d: Document) -> None:
        """Fill the rows of STATIC."""
        out, k = d.fixed, len(d.entries)
        out[0] = d.size
        out[0] *= 1 / 8
        np.take(self._group, d.feature, axis=1, out=out[1 : 1 + len(GROUPS)], mode="clip")
        at = 1 + len(GROUPS)
        forms = np.fromiter(chain.from_iterable([b.forms for b in blocks]), np.int64, k)
        np.take(_BY_FORM, forms, axis=1, out=out[at : at + len(_BY_FORM)], mode="clip")
        at += len(_BY_FORM)
        out[at] = 1
        facts = []
        a = 0
        for block in blocks:
            count = len(block.entries)
            if not count:
                continue
            b = a + count
            facts.append((log1p(count) / 4, min(20, block.length) / 20, min(4, block.words) / 4))
            if block.forms[-1] >= FUZZY:
                out[at, a:b] = block.likeness
            if block.cue:
                fits = self._fits(block.cue)[d.feature[a:b]]
                if block.with_kind:
                    fits = fits | (forms[a:b] < 4)
                out[at + 1, a:b] = fits
                out[at + 2, a:b] = ~fits
            a = b
        at += 3
        out[at : at + 3] = np.array(facts, np.float32)[d.slot].T
        top = np.maximum.reduceat(d.size, d.begins)[d.slot]
        np.greater_equal(d.size, top, out=out[at + 3])
        np.subtract(top, d.size, out=out[at + 4])
        out[at + 4] *= 1 / 4
        np.greater_equal(d.entries, self.gazetteer.built, out=out[at + 5])

    def _around(self, d: Document, told: Told) -> None:
        """Fill the rows on the events' countries, the outlet's home, and how often things are said."""
        g, out, outlet, home = self.gazetteer, d.fixed, told.outlet, told.home
        if told.events:
            out[ROW["event_country"]] = known = np.isin(d.country, told.events)
            out[ROW["other_event_country"]] = ~known
        if outlet >= 0 or home >= 0:
            out[ROW["outlet_country"]] = d.country == outlet
            out[ROW["outlet_known"]] = 1
            if home >= 0:
                cosine = g.unit[d.entries] @ g.unit[home]
                out[ROW["outlet_near"]] = np.exp(np.sqrt(np.maximum(2 - 2 * cosine, 0)) * (EARTH_KM / -100))
        out[ROW["mentions"]] = log1p(len(told.times)) / 4
        np.subtract(d.said, 1, out=out[ROW["same_again"]])
        out[ROW["same_again"]] *= 1 / 3
        out[ROW["one"]] = 1

    def _holders(self, blocks: list[Block], inside: list[int], d: Document) -> None:
        """Of each "X, Y" list which reading of Y holds which reading of X, and mark the readings of X that none holds."""
        g, starts = self.gazetteer, d.starts.tolist()
        above = list(zip(d.country.tolist(), g.admin1[d.entries].tolist(), g.parent[d.entries].tolist(), strict=True))
        outside = d.fixed[ROW["outside_next"]]
        for inner, outer in enumerate(inside):
            if outer < 0 or not blocks[inner].entries or not blocks[outer].entries:
                continue
            readings: dict[int, list[int]] = {}
            for at, entry in enumerate(blocks[outer].entries, starts[outer]):
                readings.setdefault(entry, []).append(at)
            left = []
            first = len(d.held)
            for at, entry in enumerate(blocks[inner].entries, starts[inner]):
                holders = [y for unit in set(above[at]) if unit != entry for y in readings.get(unit, ())]
                d.held.extend((at, y) for y in holders)
                if not holders:
                    left.append(at)
            if len(d.held) > first:
                outside[left] = 1
