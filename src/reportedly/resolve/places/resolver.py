"""The resolver: spans of a report become places of the gazetteer, all of them together.

Comes in: a text and spans of place names in it. Goes out: one `records.Place` a span, or an honest "not resolved".
Knows nothing of events, attributions, files or the archive.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from reportedly.records import Place
from reportedly.resolve.places.candidates import Block, Finder, joined, picked
from reportedly.resolve.places.document import ROW, Document, Documents, Told
from reportedly.resolve.places.gazetteer import DATA, EARTH_KM, FloatArray, Gazetteer, gazetteer
from reportedly.resolve.places.outlets import Outlets
from reportedly.resolve.places.phrases import Phrase, phrase
from reportedly.resolve.places.placing import Choice, Placer
from reportedly.resolve.places.pointers import Pointers
from reportedly.resolve.places.ranker import ranker
from reportedly.resolve.places.surfaces import Surfaces
from reportedly.resolve.places.within import within

MAX_SPANS, MAX_NAMES = 20_000, 600
"""Spans, and distinct names, of one report that are resolved; what stands after them is left unresolved."""
AMBIGUOUS = 0.25
"""A runner-up at least this probable flags the place "ambiguous"."""
OUTSIDE_KM = 1_500.0
OUTSIDE_COSINE = float(np.cos(OUTSIDE_KM / EARTH_KM))
OUTSIDE_CONFIDENCE = 0.25
FUZZY_COUNTRIES = 3
MIN_TOWN, MIN_TOWN_SCORE = 4.0, 0.03
NONE_SURE = 0.6
"""From this probability of "none of these" on, names that look alike are tried too."""
STRAY_SHARE, STRAY_SIZE, STRAY_SCORE = 0.12, 5.5, 0.2
"""A place below this size (log10 of its people), in a country with at most this share of a report's places, may be a mistake."""
AT_HOME_SHARE, AT_HOME_SCORE = 0.3, 0.3
"""A name as it stands is believed from this score on though "none of these" scores higher, in a country of this share."""
MIN_REVIEWED = 0.1
"""A name of the supplement, which was reviewed, is believed from this score on though "none of these" scores higher."""
MAX_INITIALS = 5
"""A name in capitals up to this long is letters that stand for words, and no misspelt name."""
SEAT_KM = 60.0
"""A town this near a second-order unit of its name and first-order unit is that unit's town."""
_CUE_FITS, _FUZZY = ROW["cue_fits"], ROW["fuzzy"]

_CONTAINER = re.compile(r"^(?:,? in (?:the )?|, (?:the )?| \()$")
_OWNER = re.compile(r"^['’]s (?:(?:north|south|east|west|central)\w* )?$")


class PlaceResolver:
    """Resolves the place names of reports. Loads on first use; safe to share and to send to other processes."""

    def __init__(self, folder: Path = DATA) -> None:
        self._folder = folder
        self._parts: _Parts | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {"_folder": self._folder, "_parts": None}

    @property
    def parts(self) -> "_Parts":
        """What the resolver works with; loads it on first use. Raises DataError when a data file is bad."""
        if self._parts is None:
            self._parts = _Parts(self._folder)
        return self._parts

    def resolve(
        self,
        text: str,
        spans: Sequence[tuple[int, int]],
        *,
        outlet: str | None = None,
        event_countries: Sequence[str] = (),
    ) -> list[Place]:
        """One place a span, in order; all of a report's names are resolved together.

        `spans`: [start, end) in code points of `text`. `outlet`: its name or web address. `event_countries`: ISO alpha-3
        codes that the events are known to be in. A span that is out of bounds or no known name gives a place whose
        `name` is None. Never raises on odd input.
        """
        size, parts = len(text), self.parts
        good = [(max(0, min(s, size)), max(0, min(e, size))) for s, e in spans]
        bare = [parts.surfaces.first_part(text, *parts.surfaces.widened(text, s, e)) for s, e in good]
        wide = bare + parts.surfaces.containers(text, bare[:MAX_SPANS])
        phrases = [
            phrase(text, s, e) if s < e and (i < MAX_SPANS or i >= len(bare)) else Phrase(full="", core="")
            for i, (s, e) in enumerate(wide)
        ]
        choices = parts.choose(text, wide, phrases, outlet, tuple(event_countries))
        choices = within(parts.gazetteer, parts.is_town, parts.rivals, text, wide, phrases, choices)
        found = parts.placer.places(text, wide, phrases, choices)[: len(good)]
        for i, (start, end) in enumerate(good):
            if bare[i] != good[i]:
                found[i] = msgspec.structs.replace(found[i], text=text[start:end], start=start, end=end)
        return found

    @property
    def common_words(self) -> set[str]:
        """Words in lower case that are seldom places by themselves (`data/common_words.txt`)."""
        return self.parts.surfaces.detector.common

    def find_toponyms(self, text: str) -> list[tuple[int, int]]:
        """Spans of likely place names, by rule: capitalised, in the gazetteer, not a person's name or a common word."""
        return self.parts.surfaces.detector.find(text)


class _Parts:
    def __init__(self, folder: Path) -> None:
        self.gazetteer: Gazetteer = gazetteer(folder)
        self.finder = Finder(self.gazetteer)
        self.documents = Documents(self.gazetteer, self.finder)
        self.ranker = ranker(self.gazetteer)
        self.placer = Placer(self.gazetteer)
        self.outlets = Outlets(self.gazetteer)
        self.surfaces = Surfaces(self.gazetteer, self.finder, folder)
        self.is_town = self.finder.fits("city")
        self.pointers = Pointers(self.gazetteer, self.finder, self.surfaces, self.ranker.neighbours)

    def rivals(self, p: Phrase) -> list[int]:
        """The entries that bear a phrase's name."""
        return self.finder.block(p).entries

    def choose(
        self,
        text: str,
        spans: list[tuple[int, int]],
        phrases: list[Phrase],
        outlet: str | None,
        event_countries: tuple[str, ...],
    ) -> list[Choice]:
        """What each span was resolved to."""
        seen: dict[tuple[str, str, str], int] = {}
        unique: list[Phrase] = []
        of_span: list[int] = []
        fixed_at: dict[int, int] = {}
        named = self.surfaces.named(text)
        for i, given in enumerate(phrases):
            p = self.surfaces.whole(given)
            phrases[i] = p
            if (not p.core and not p.anaphor) or text[spans[i][0] : spans[i][1]] in self.surfaces.detector.agencies:
                of_span.append(-1)
                continue
            if p.anaphor:
                of_span.append(-2)
                continue
            if p.also:
                phrases[i] = msgspec.structs.replace(p, across=self.surfaces.country(p.also))
            entry = self.surfaces.fixed(p)
            if entry >= 0:
                fixed_at[i] = entry
                of_span.append(-3)
                continue
            at = seen.get((p.full, p.core, p.cue))
            if at is None and not self.finder.block(p).entries:
                surface = text[spans[i][0] : spans[i][1]]
                part = self.surfaces.inner(surface) if len(surface) > 6 else None
                if part is None and " and " in surface:
                    part = self.surfaces.first_of(surface)
                if part is not None and part.relation == "in" and p.relation == "border of":
                    phrases[i] = msgspec.structs.replace(part, relation="border of")
                elif part is not None and part.shift is not None and p.shift is None and p.relation == "in":
                    phrases[i] = part  # "a town in northern X"
                held = self.surfaces.held(part, p)
                if held >= 0:
                    fixed_at[i] = held
                    of_span.append(-3)
                    continue
                if part is not None and part.core:
                    if p.shift is not None and p.core.split(" ")[0] in self.surfaces.demonyms:
                        phrases[i] = part  # "the northern Syrian province of X" is not the north of X
                    p = part
                    at = seen.get((p.full, p.core, p.cue))
            if at is None and len(unique) >= MAX_NAMES:
                of_span.append(-1)
                continue
            if at is None:
                at = len(unique)
                seen[(p.full, p.core, p.cue)] = at
                unique.append(p)
            of_span.append(at)
        if not unique:
            return self.pointers.spread(text, spans, phrases, of_span, fixed_at, [], named)
        told = self._told(text, spans, len(unique), of_span, named, outlet, event_countries)
        blocks = [self.finder.block(p) for p in unique]
        d = self.documents(blocks, told)
        scores, none = self.ranker(d)
        mass = _mass(d, scores)
        short = {of_span[i] for i, (a, b) in enumerate(spans) if b - a <= MAX_INITIALS and text[a:b].isupper()}
        more = self._respelt(unique, told, d, scores, none, mass, short)
        fuzzy: set[int] = set()
        if more:
            for i, block in more.items():
                blocks[i] = joined(blocks[i], block)
                fuzzy.update(block.entries)
            d = self.documents(blocks, told)
            scores, none = self.ranker(d)
            mass = _mass(d, scores)
        choices = self._decide(d, scores, none, mass, fuzzy, told)
        return self.pointers.spread(text, spans, phrases, of_span, fixed_at, choices, named)

    def _told(
        self,
        text: str,
        spans: list[tuple[int, int]],
        m: int,
        of_span: list[int],
        named: dict[int, int],
        outlet: str | None,
        event_countries: tuple[str, ...],
    ) -> Told:
        times, inside = [0] * m, [-1] * m
        beside = [(-1, -1)] * m
        order = [i for i in sorted(range(len(spans)), key=spans.__getitem__) if of_span[i] >= 0]
        before = -1
        for here, i in enumerate(order, 1):
            at = of_span[i]
            times[at] += 1
            then = order[here] if here < len(order) else -1
            after = of_span[then] if then >= 0 else -1
            if times[at] == 1:
                beside[at] = (before if before != at else -1, after if after != at else -1)
            before = at
            if after >= 0 and after != at and spans[then][0] - spans[i][1] < 20:
                between = text[spans[i][1] : spans[then][0]]
                if inside[at] < 0:
                    if len(between) < 9 and _CONTAINER.match(between):
                        inside[at] = after
                    elif inside[after] < 0 and _OWNER.match(between):
                        inside[after] = at
        country, home = self.outlets.home(outlet)
        events = tuple(self.gazetteer.by_iso3[c] for c in event_countries if c in self.gazetteer.by_iso3)
        return Told(times, inside, beside, named, events, country, home)

    def _respelt(
        self,
        unique: list[Phrase],
        told: Told,
        d: Document,
        p: FloatArray,
        none: FloatArray,
        mass: NDArray[np.float64],
        short: set[int],
    ) -> dict[int, Block]:
        """Names that mean nothing as they stand, or only something small in a country that nothing else of the report has to
        do with, are looked for, by likeness, in the countries that the report is about.

        What was found, by phrase. `mass`: of countries, see `_mass`. `short`: phrases that are letters standing for words.
        """
        g = self.gazetteer
        if told.events:
            mass = mass + 2.0 * np.bincount(told.events, minlength=256)
        total = float(np.add.reduce(mass))
        top = sorted((-mass[c], c) for c in (mass > max(0.5, 0.15 * total - 1e-9)).nonzero()[0].tolist())
        about = tuple(c for _, c in top[:FUZZY_COUNTRIES])
        if not about:
            return {}
        strange = mass <= STRAY_SHARE * total
        strange[[*about, 255]] = False
        lost = set((none > NONE_SURE).nonzero()[0].tolist())  # those without candidates among them
        lost.update(d.owner[(p > STRAY_SCORE) & strange[d.country] & (d.size < STRAY_SIZE)].tolist())
        found: dict[int, Block] = {}
        for i in sorted(lost - short):
            if len(unique[i].core) < 4:
                continue
            more = self.finder.fuzzy(unique[i], about)
            if unique[i].inside:  # packages hold no quarters or hospitals: what is like one is another thing
                more = picked(more, [k for k, entry in enumerate(more.entries) if entry >= g.built])
            if more.entries:
                found[i] = more
        return found

    def _decide(
        self,
        d: Document,
        p: FloatArray,
        none: FloatArray,
        mass: NDArray[np.float64],
        fuzzy: set[int],
        told: Told,
    ) -> list[Choice]:
        g = self.gazetteer
        holders = set(told.inside)
        share = mass / max(1.0, float(np.add.reduce(mass)))
        spelt = d.fixed[_FUZZY] == 0
        exact = np.bincount(d.owner[spelt], minlength=len(d.times)).tolist()
        order = np.lexsort((-p, d.owner))
        entries, scores, starts, nones = d.entries[order].tolist(), p[order].tolist(), d.starts.tolist(), none.tolist()
        choices: list[Choice] = []
        for i, (a, b) in enumerate(pairwise(starts)):
            if a == b:
                choices.append(Choice())
                continue
            first, score = entries[a], scores[a]
            second, second_score = (entries[a + 1], scores[a + 1]) if b - a > 1 else (-1, 0.0)
            town = self._town_of(d, a, b, first, p)
            if town < 0 and i not in holders:
                town = self._capital_of(d, a, b, first)
            if town >= 0:
                second, second_score = first, score
                first, score = int(d.entries[town]), min(1.0, score + float(p[town]))
            flags = []
            likeness = first in fuzzy and not spelt[order[a]]
            if likeness:
                flags.append("misspelt")
            if second >= 0 and second_score >= AMBIGUOUS and g.distance_km(first, second) > 161:
                flags.append("ambiguous")
            sure = first >= g.built and not likeness and (exact[i] == 1 or score >= MIN_REVIEWED)
            sure = sure or (not likeness and score >= AT_HOME_SCORE and share[g.country[first]] >= AT_HOME_SHARE)
            if nones[i] > score and not sure:
                choices.append(Choice(-1, 0.0, first, score, ()))
                continue
            choices.append(Choice(first, score, second, second_score, tuple(flags)))
        return self._outliers(d, choices, told.named)

    def _town_of(self, d: Document, a: int, b: int, first: int, p: FloatArray) -> int:
        """Where the best reading is a unit that no word calls one, the candidate that is its town of the same name, or -1.

        A bare "Misrata" or "Daraa" in the news is the town; its own score and the unit's are one reading then.
        """
        g = self.gazetteer
        if g.features[g.feature[first]] not in ("admin1", "admin2"):
            return -1
        best = -1
        for at in range(a, b):
            entry = int(d.entries[at])
            inside = first in (int(g.admin1[entry]), int(g.parent[entry])) or (
                g.admin1[entry] == g.admin1[first] and g.distance_km(entry, first) < SEAT_KM
            )
            if (
                inside
                and self.is_town[g.feature[entry]]
                and g.log_population[entry] >= MIN_TOWN
                and p[at] >= MIN_TOWN_SCORE
            ):
                if d.fixed[_CUE_FITS, int(np.flatnonzero(d.entries[a:b] == first)[0]) + a]:
                    return -1
                if best < 0 or p[at] > p[best]:
                    best = at
        return best

    def _capital_of(self, d: Document, a: int, b: int, first: int) -> int:
        """Where the best reading is a unit that no word calls one, its country's capital of the same name, or -1.

        A bare "Washington" in the news is the capital; the state stands behind a town ("Yakima, Washington") or is called one.
        """
        g = self.gazetteer
        if g.features[g.feature[first]] != "admin1":
            return -1
        for at in range(a, b):
            entry = int(d.entries[at])
            if g.features[g.feature[entry]] == "capital" and g.country[entry] == g.country[first]:
                unit = int(np.flatnonzero(d.entries[a:b] == first)[0]) + a
                exact = d.fixed[_FUZZY, at] == 0
                return at if exact and not d.fixed[_CUE_FITS, unit] else -1
        return -1

    def _outliers(self, d: Document, choices: list[Choice], named: dict[int, int]) -> list[Choice]:
        """Flag a name said once that lies far from everything else of a report that is about one area."""
        g = self.gazetteer
        chosen = [c.entry for c in choices if c.entry >= 0]
        if len(chosen) + len(named) < 4:
            return choices
        mass = (
            np.bincount(g.country[np.array(chosen, np.int64)], minlength=256).astype(np.float32) + d.named
            if chosen
            else d.named
        )
        mass[255] = 0
        main = int(np.argmax(mass))
        if mass[main] < 0.5 * mass.sum():
            return choices
        out = []
        for i, c in enumerate(choices):
            if c.entry >= 0 and self._far(c.entry, [e for e in chosen if e != c.entry], main) and d.times[i] < 1.1:
                small = float(g.log_population[c.entry]) < 6.0 and g.feature[c.entry] > 0
                if small and mass[int(g.country[c.entry])] <= 1:
                    c = c._replace(confidence=min(c.confidence, OUTSIDE_CONFIDENCE), flags=(*c.flags, "outside-area"))
            out.append(c)
        return out

    def _far(self, entry: int, others: list[int], main: int) -> bool:
        g = self.gazetteer
        if int(g.country[entry]) in (main, 255) or self.ranker.neighbours.table[int(g.country[entry]), main]:
            return False
        return not others or float((g.unit[others] @ g.unit[entry]).max()) < OUTSIDE_COSINE


def _mass(d: Document, p: FloatArray) -> NDArray[np.float64]:
    """How much of a report's places is each country's (256), by the probabilities of their readings and by demonyms."""
    mass: NDArray[np.float64] = np.asarray(np.bincount(d.country, p * d.said, 256), np.float64)
    mass += d.named
    mass[255] = 0
    return mass
