"""Candidates: the entries that a phrase may mean, each with how well the name matches.

Comes in: a phrase. Goes out: `Block`, the candidates of one phrase and how each was found.
Knows nothing of the report the phrase stands in.
"""

from collections import OrderedDict
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from reportedly.resolve.places.gazetteer import NONE, Gazetteer
from reportedly.resolve.places.names import bare, initial, key, skeleton, spellings, unglued, with_article
from reportedly.resolve.places.phrases import Phrase

MAX_CANDIDATES = 64
MAX_CACHED = 20_000
MINOR = 1.5
"""A place by one of its lesser names counts only if it has at least a 30th of the people of one by its main name."""
MIN_ARTICLE = 4
"""A name this long is looked up with and without the Arabic article too."""
LIKENESS_MARGIN = 0.12
"""A misspelt name is none of those that are this much less like it than the likest."""

SEAT_LIKENESS = 0.7
"""A unit's seat is meant by the unit's name when its own is at least this like it."""
FORMS = range(16)
"""The forms of a candidate: kind of name + 4 × how it was found."""
FUZZY = 12
"""Forms from this on were found by likeness."""

Row = tuple[int, int, int, float]
"""A candidate: entry, kind of name, how it was found, likeness."""

_CUE_FITS = {
    "admin1": {"admin1"}, "admin2": {"admin2", "admin1", "section"}, "city": {"capital", "admin1 seat", "admin2 seat", "seat", "settlement", "section"},
    "river": {"river"}, "lake": {"lake"}, "island": {"island"}, "mountain": {"mountain", "physical"}, "sea": {"sea", "lake"},
    "region": {"region", "admin1", "physical", "island", "mountain"}, "facility": {"facility", "airport"}, "country": {"country"},
}  # fmt: skip


class Block(NamedTuple):
    """Candidates of one phrase: entries with their forms (kind of name + 4 × how it was found) and likeness (1 for exact).

    How: 0 as it stands, 1 without kind words, 2 in another spelling, 3 by likeness. `with_kind`: what was found as it
    stands has the phrase's kind word in its name ("Rhode Island"), which then says nothing of its kind.
    """

    entries: list[int]
    forms: list[int]
    likeness: list[float]
    cue: str
    length: int
    words: int
    with_kind: bool = False


def joined(first: Block, second: Block) -> Block:
    """Both blocks' candidates as one block; an entry of both keeps what the first says."""
    new = [k for k, entry in enumerate(second.entries) if entry not in first.entries]
    return first._replace(
        entries=first.entries + [second.entries[k] for k in new],
        forms=first.forms + [second.forms[k] for k in new],
        likeness=first.likeness + [second.likeness[k] for k in new],
    )


def picked(block: Block, which: list[int]) -> Block:
    """The block with some of its candidates, given by their numbers in it."""
    return block._replace(
        entries=[block.entries[k] for k in which], forms=[block.forms[k] for k in which],
        likeness=[block.likeness[k] for k in which],
    )  # fmt: skip


def _words_alike(a: str, b: str) -> bool:
    """False when a whole word differs ("university of a" is not "university of b"), or words are many and unlike."""
    first, second = a.split(" "), b.split(" ")
    if len(first) != len(second):
        joined_up = OSA.normalized_similarity("".join(first), "".join(second))
        return bool(joined_up >= 0.8)
    if len(first) == 1:
        return True
    return all(OSA.normalized_similarity(x, y) >= 0.6 for x, y in zip(first, second, strict=True))


class Finder:
    """Finds and remembers the candidates of phrases; holds at most MAX_CACHED blocks."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._blocks: OrderedDict[tuple[str, str, str], Block] = OrderedDict()
        self._fuzzy: OrderedDict[tuple[str, str, tuple[int, ...]], Block] = OrderedDict()
        section = gazetteer.feature_number["section"]
        self._quarters: dict[str, list[int]] = {}
        for name, held in gazetteer.additions():
            quarters = [packed for packed in held if gazetteer.feature[packed >> 2] == section]
            if quarters:
                self._quarters.setdefault(bare(name), []).extend(quarters)
        self._seat = lru_cache(maxsize=4096)(self._seat_of)
        self._fits = {cue: np.array([f in held for f in gazetteer.features]) for cue, held in _CUE_FITS.items()}

    def fits(self, cue: str) -> NDArray[np.bool_]:
        """Which features go with a kind word; all of them for an unknown one."""
        return self._fits.get(cue, np.ones(len(self.gazetteer.features), np.bool_))

    def block(self, phrase: Phrase) -> Block:
        """The candidates by exact name or spelling variant; possibly none."""
        asked = (phrase.full, phrase.core, phrase.cue)
        found = self._blocks.get(asked)
        if found is None:
            found = self._make(phrase, self._exact(phrase))
            self._blocks[asked] = found
            if len(self._blocks) > MAX_CACHED:
                self._blocks.popitem(last=False)
        return found

    def fuzzy(self, phrase: Phrase, countries: tuple[int, ...]) -> Block:
        """Candidates among the countries, admin-1 units and larger settlements of `countries`, by spelling likeness."""
        asked = (phrase.core, phrase.cue, countries)
        found = self._fuzzy.get(asked)
        if found is None:
            found = self._make(phrase, self._alike(phrase.core, countries))
            self._fuzzy[asked] = found
            if len(self._fuzzy) > MAX_CACHED:
                self._fuzzy.popitem(last=False)
        return found

    def _exact(self, phrase: Phrase) -> list[Row]:
        found: dict[int, Row] = {}
        for how, name in enumerate(dict.fromkeys((phrase.full, phrase.core))):
            if name:
                for packed in self.gazetteer.lookup(name):
                    found.setdefault(packed >> 2, (packed >> 2, packed & 3, how, 1.0))
                if phrase.parted and any(row[1] <= 1 for row in found.values()):
                    break
        if not found:
            for name in [*spellings(phrase.full), *spellings(phrase.core)]:
                for packed in self.gazetteer.lookup(name):
                    found.setdefault(packed >> 2, (packed >> 2, packed & 3, 2, 1.0))
                if found:
                    break
        return (
            self._with_article(phrase.core, list(found.values()))
            if len(phrase.core) >= MIN_ARTICLE
            else list(found.values())
        )

    def _with_article(self, name: str, found: list[Row]) -> list[Row]:
        """What was found, and the quarters that bear the name with the Arabic article put in or left out.

        A quarter counts only where nothing larger of its country bears the name as it stands: "Hama" is the city.
        """
        g = self.gazetteer
        if not found:
            return [(packed >> 2, packed & 3, 2, 1.0) for other in with_article(name) for packed in g.lookup(other)]
        section = g.feature_number["section"]
        more = self._quarters.get(bare(name))
        if not more:
            return found
        taken = {int(g.country[entry]) for entry, *_ in found if g.feature[entry] != section}
        known = {entry for entry, *_ in found}
        return found + [
            (packed >> 2, packed & 3, 2, 1.0)
            for packed in more
            if packed >> 2 not in known and int(g.country[packed >> 2]) not in taken
        ]

    def _alike(self, name: str, countries: tuple[int, ...]) -> list[Row]:
        name = bare(unglued(name))
        if len(name) < 4:
            return []
        found: dict[int, float] = {}
        bone, letter = skeleton(name), initial(name)
        for country in countries:
            held = self.gazetteer.alike(country, letter)
            hits = process.extract(name, held.names, scorer=OSA.normalized_similarity, score_cutoff=0.66, limit=6)
            for other, score, at in hits if len(name) >= 5 else []:
                if _words_alike(name, other):
                    found[held.entries[at]] = max(found.get(held.entries[at], 0.0), float(score))
            same = [at for at, other in enumerate(held.bones) if other == bone] if bone in held.bones else []
            for at in same[:40] if len(bone) >= 2 else []:
                score = OSA.normalized_similarity(name, held.names[at])
                if score >= 0.5:
                    entry = held.entries[at]
                    found[entry] = max(found.get(entry, 0.0), min(0.95, 0.35 + 0.6 * score))
        best = max(found.values(), default=0.0)
        ranked = sorted((-score, entry) for entry, score in found.items() if score >= best - LIKENESS_MARGIN)
        return [(entry, 0, 3, -score) for score, entry in ranked[:8]]

    def _units(self, phrase: Phrase, found: list[Row]) -> list[Row]:
        """What was found, and with "province" the units whose seats were found when no unit itself bears the name."""
        g = self.gazetteer
        if phrase.cue != "admin1" or any(g.feature[entry] <= 1 for entry, *_ in found):
            return found
        seats = {g.feature_number["admin1 seat"], g.feature_number["capital"]}
        known = {entry for entry, *_ in found}
        more = [
            (int(g.admin1[entry]), kind, how, likeness)
            for entry, kind, how, likeness in found
            if g.feature[entry] in seats and g.admin1[entry] != NONE and int(g.admin1[entry]) not in known
        ]
        return [*found, *dict.fromkeys(more)]

    def _seats(self, phrase: Phrase, found: list[Row]) -> list[Row]:
        """What was found, and without a kind word the seats of units found whose names are spelt almost so.

        Of "Zaporizhia" gazetteers may list the spelling for the province only, though its seat is meant as often.
        """
        g = self.gazetteer
        if phrase.cue or phrase.shift is not None or not any(g.feature[entry] == 1 for entry, *_ in found):
            return found
        towns = {int(g.admin1[entry]) for entry, *_ in found if self._fits["city"][g.feature[entry]]}
        name = bare(phrase.core)
        more = [
            (seat, kind, 2, 1.0)
            for entry, kind, *_ in found
            if g.feature[entry] == 1
            and entry not in towns
            and (seat := self._seat(entry)) >= 0
            and OSA.normalized_similarity(name, bare(key(g.label(seat)))) >= SEAT_LIKENESS
        ]
        return [*found, *more]

    def _seat_of(self, unit: int) -> int:
        g = self.gazetteer
        towns = g.settlements(int(g.country[unit]), 3000)
        part = slice(towns.start, towns.stop)
        kind = g.feature[part]
        seats = (kind == g.feature_number["admin1 seat"]) | (kind == g.feature_number["capital"])
        at = (seats & (g.admin1[part] == unit)).nonzero()[0]
        return towns.start + int(at[0]) if len(at) else -1

    def _make(self, phrase: Phrase, found: list[Row]) -> Block:
        found = self._seats(phrase, self._units(phrase, found))
        if any(kind <= 1 for _, kind, *_ in found):  # of a name's bearers, those that hardly bear it are small fry
            size = self.gazetteer.log_population
            top = max(float(size[entry]) for entry, kind, *_ in found if kind <= 1)
            found = [row for row in found if row[1] <= 1 or size[row[0]] >= top - MINOR]
        if len(found) > MAX_CANDIDATES:
            size = self.gazetteer.log_population
            found = sorted(found, key=lambda r: -float(size[r[0]]) + (r[1] >= 2))[:MAX_CANDIDATES]
        return Block(
            [r[0] for r in found],
            [r[1] + 4 * r[2] for r in found],
            [r[3] for r in found],
            phrase.cue,
            len(phrase.core),
            phrase.core.count(" ") + 1,
            phrase.full != phrase.core,
        )
