"""Pointers: "the town", "the country's north", "Syria's second city": spans that point at a place named elsewhere.

Comes in: what the distinct names of a report were resolved to. Goes out: a choice for every span, pointing ones included.
Knows nothing of candidates, nor of how a name was resolved.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from reportedly.resolve.places.candidates import Finder
from reportedly.resolve.places.context import Neighbours
from reportedly.resolve.places.gazetteer import NONE, Gazetteer
from reportedly.resolve.places.phrases import Phrase
from reportedly.resolve.places.placing import Choice
from reportedly.resolve.places.surfaces import Surfaces

OUTSIDE_CONFIDENCE = 0.25
TRUST = 0.6
"""What is left of a place's confidence when it is only pointed at."""
TRUSTED = 0.3
LOOKED_AT = 6
"""How many places before, and how many after, a pointer may mean."""
MAIN_SHARE = 0.5
"""A report is about a country that at least this share of its places lie in."""
CITY_SIZE = 5.3
"""log10 of the people from which a seat or capital is no "town" any more."""
FIXED, POINTER = -3, -2
"""How `of_span` says that a span is a demonym or capital, or points at another."""


class Pointers:
    """Spreads choices of names to spans; one for each gazetteer."""

    def __init__(self, gazetteer: Gazetteer, finder: Finder, surfaces: Surfaces, neighbours: Neighbours) -> None:
        self.gazetteer, self.finder, self.surfaces, self.neighbours = gazetteer, finder, surfaces, neighbours
        number = gazetteer.feature_number
        self._seats = {number["capital"], number["admin1 seat"]}
        self._section = number["section"]

    def spread(
        self, text: str, spans: list[tuple[int, int]], phrases: list[Phrase], of_span: list[int],
        fixed_at: dict[int, int], choices: list[Choice], named: dict[int, int],
    ) -> list[Choice]:  # fmt: skip
        """Choices of distinct names (`of_span`: which is whose) to all spans; what `fixed_at` holds; and what is pointed at."""
        g = self.gazetteer
        out: list[Choice] = [Choice()] * len(spans)
        about = [int(g.country[c.entry]) for c in choices if c.entry >= 0] + [
            n for n, k in named.items() for _ in range(k)
        ]
        for i, at in enumerate(of_span):
            if at >= 0:
                out[i] = choices[at]
            elif at == FIXED:
                out[i] = self._fixed(fixed_at[i], about, named)
        main = self._main(about) if POINTER in of_span else -1
        order = sorted(range(len(spans)), key=spans.__getitem__)
        named_at = [k for k, j in enumerate(order) if of_span[j] >= 0]
        for here, i in enumerate(order):
            p = phrases[i]
            town = of_span[i] == FIXED and p.cue == "city" and not p.capital_of
            if of_span[i] != POINTER and not town:
                continue
            middle = bisect_left(named_at, here)
            near = named_at[max(0, middle - LOOKED_AT) : middle + LOOKED_AT]
            before = [out[order[k]] for k in near if k < here]
            after = [out[order[k]] for k in near if k > here]
            country = int(g.country[fixed_at[i]]) if town else main
            found = self._meant(p, [*before[::-1], *after], country, town)
            if p.anaphor and p.capital_of and found.entry >= 0:
                found = found._replace(entry=self.surfaces.capital(int(g.country[found.entry])))
            if found.entry >= 0 or not town:
                out[i] = found
        return out

    def _fixed(self, entry: int, about: list[int], named: dict[int, int]) -> Choice:
        """A demonym or capital; flagged when nothing else of a report with many names has to do with its country."""
        g = self.gazetteer
        number = int(g.country[entry])
        lonely = named.get(number, 0) <= 1 and about.count(number) <= 1 and len(about) >= 6
        major = float(g.log_population[entry]) >= 7.7
        near = number == 255 or any(self.neighbours.table[number, other] for other in set(about))
        if lonely and not major and not near:
            return Choice(entry, OUTSIDE_CONFIDENCE, flags=("outside-area",))
        return Choice(entry, 0.95)

    def _main(self, about: list[int]) -> int:
        """The country that the report is about, or -1."""
        counts = Counter(n for n in about if n < 255)
        main = min(counts, key=lambda n: (-counts[n], n), default=-1)
        return main if main >= 0 and counts[main] >= MAIN_SHARE * counts.total() else -1

    def _meant(self, p: Phrase, others: Sequence[Choice], country: int, only: bool) -> Choice:
        """The first of `others` (nearest first, those before the pointer leading) that the pointer may mean.

        Those in `country` (-1: not known) come first, `only` they when it is said; "the town" is no capital or large seat
        as long as there is another, "the district" a quarter if one is named.
        """
        g = self.gazetteer
        if p.cue == "country" and country >= 0 and not only:
            return Choice(country, TRUST * 0.95)
        known = [c for c in others if c.entry >= 0 and c.confidence >= TRUSTED and "outside-area" not in c.flags]
        inside = [c for c in known if country < 0 or int(g.country[c.entry]) in (country, 255)]
        if p.cue == "country":
            return next(
                (Choice(int(g.country[c.entry]), TRUST * c.confidence) for c in known if g.country[c.entry] < 255),
                Choice(),
            )
        for held in (inside,) if only or (country >= 0 and p.cue in ("admin1", "admin2")) else (inside, known):
            fits = [c for c in held if self._fits(p, c.entry)]
            better = [c for c in fits if self._as_large(p.head, c.entry)] or fits
            if better:
                return better[0]._replace(confidence=TRUST * better[0].confidence, flags=())
        if p.cue == "admin1":  # no unit is named: that of the nearest place
            units = [(int(g.admin1[c.entry]), c.confidence) for c in inside if g.admin1[c.entry] != NONE]
            return Choice(units[0][0], TRUST * TRUST * units[0][1]) if units else Choice()
        return Choice()

    def _fits(self, p: Phrase, entry: int) -> bool:
        feature = self.gazetteer.feature[entry]
        if p.inside:
            return bool(feature == self._section or self.finder.fits("city")[feature])
        return bool(self.finder.fits(p.cue)[feature]) and (feature > 0 or p.cue != "")

    def _as_large(self, head: str, entry: int) -> bool:
        """Whether a place is of the size that the pointer's head word says."""
        g = self.gazetteer
        size, feature = float(g.log_population[entry]), int(g.feature[entry])
        if head.rstrip("s") in ("town", "village", "hamlet", "settlement"):
            return not (feature in self._seats and size >= CITY_SIZE) and feature != self._section
        if head.rstrip("s") in ("district", "neighbourhood", "neighborhood", "quarter"):
            return feature == self._section
        return feature != self._section
