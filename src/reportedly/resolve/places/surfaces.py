"""Surfaces: what the words of a span point at before any ranking: demonyms, capitals, names inside longer phrases.

Comes in: phrases and the words of spans. Goes out: entries that need no ranking, and the phrase to rank.
Knows nothing of the other names of a report.
"""

import re
from functools import lru_cache
from pathlib import Path

import msgspec

from reportedly.resolve.places.candidates import Finder
from reportedly.resolve.places.detect import Detector
from reportedly.resolve.places.gazetteer import Gazetteer
from reportedly.resolve.places.names import key
from reportedly.resolve.places.phrases import Phrase, descriptors, phrase
from reportedly.resolve.places.supplement import read_demonyms

_NAMELIKE = re.compile(r"[A-Z](?<!\w.)[a-z]{2,14}\b")
_NAME_LINKS = {"of", "the", "de", "da", "do", "la", "le", "el", "al", "and", "del", "du", "di", "ez", "es"}
_KINDS_BEFORE = {"river", "lake", "mount", "camp", "wadi"}
_POSSESSIVE = re.compile(r"['’]s?$")
_AFTER = re.compile(r", ([A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){0,2})")
_KIND_OF = re.compile(r"\b([a-z]+) of (?:the )?$")
_LEFT = re.compile(r"(?:[A-Z][\w’'-]* )?([A-Z][\w’'-]* )$")
_RIGHT = re.compile(r"( [A-Z][\w’'-]*\w)(?: [A-Z][\w’'-]*\w)?")
MAX_WIDENED = 60
"""Longest span, and how many code points beside it, that are looked at for a longer name."""
_CAPITALISED = re.compile(r"[^\W\d_][\w'’-]*")
MAX_SCANNED = 200_000
"""How many code points of a report are searched for demonyms."""


class Surfaces:
    """Reads spans; one for each gazetteer."""

    def __init__(self, gazetteer: Gazetteer, finder: Finder, folder: Path) -> None:
        self.gazetteer = gazetteer
        self.finder = finder
        self.demonyms = dict(self._demonym_entries(folder))
        self._demonym_country = {
            w: int(gazetteer.country[e]) for w, e in self.demonyms.items() if gazetteer.country[e] < 255
        }
        self.detector = Detector(gazetteer, set(self.demonyms))
        self._areas = {w for kind in ("admin1", "city") for w in descriptors()["kinds"][kind]} - {"district"}
        self._fillers = set(descriptors()["words"]["fillers"]) - {"suburb of"}
        self.inner = lru_cache(maxsize=8192)(self._inner)
        self._capitals: dict[int, int] = {}

    def named(self, text: str) -> dict[int, int]:
        """Country numbers that the text names by demonym, and how often."""
        found: dict[int, int] = {}
        for word in _NAMELIKE.findall(text[:MAX_SCANNED]):
            number = self._demonym_country.get(word.lower(), 255)
            if number < 255:
                found[number] = found.get(number, 0) + 1
        return found

    def _demonym_entries(self, folder: Path) -> list[tuple[str, int]]:
        g = self.gazetteer
        found = []
        for word, place in read_demonyms(folder / "demonyms.tsv").items():
            if place in g.by_iso3:
                found.append((word, g.by_iso3[place]))
            else:
                held = g.lookup(key(place))
                if held:
                    best = min(held, key=lambda q: (q >> 2 < g.built, q & 3, -float(g.log_population[q >> 2])))
                    found.append((word, best >> 2))
        return found

    def capital(self, country: int) -> int:
        """The entry of a country's capital, -1 when it has none."""
        found = self._capitals.get(country)
        if found is None:
            g = self.gazetteer
            name = g.countries[country]["capital"] if country < 255 else ""
            held = [p >> 2 for p in g.lookup(key(name))] if name else []
            inside = [
                e
                for e in held
                if g.country[e] == country and g.features[g.feature[e]] not in ("admin1", "admin2", "river")
            ]
            found = max(inside, key=lambda e: float(g.log_population[e]), default=-1)
            self._capitals[country] = found
        return found

    def whole(self, p: Phrase) -> Phrase:
        """The phrase with its first words back when they are part of a known name ("South Africa")."""
        if p.parted and p.shift is not None and any(q & 3 < 2 for q in self.gazetteer.lookup(p.full)):
            return msgspec.structs.replace(p, core=p.full, shift=None, relation="in")
        return p

    def fixed(self, p: Phrase) -> int:
        """The entry of a demonym or of "the X capital", -1 for anything else."""
        entry = self.demonyms.get(p.full, -1)
        if entry < 0:
            entry = self.demonyms.get(p.core, -1)
        if p.capital_of and p.core:
            if entry < 0:
                entry = next((q >> 2 for q in self.gazetteer.lookup(p.core) if self.gazetteer.feature[q >> 2] == 0), -1)
            return self.capital(int(self.gazetteer.country[entry])) if entry >= 0 else -1
        if entry >= 0 and p.full in self.gazetteer and p.full != p.core:
            return -1
        return entry

    def _inner(self, surface: str) -> Phrase | None:
        """The last known name inside a describing phrase ("the main road into Aleppo city").

        A name that is only part of a longer capitalised one is not that place ("Port Quillon" is not Quillón), unless
        it is a country or people, or the rest are words for kinds and directions.
        """
        g, d = self.gazetteer, self.detector
        words = [(m.start(), m.end()) for m in _CAPITALISED.finditer(surface[:200])]
        describing = any(
            surface[a].islower() and surface[a:b] not in _NAME_LINKS and surface[a : a + 3] != "al-" for a, b in words
        )
        best: tuple[int, int] | None = None
        for i, (start, _) in enumerate(words):
            if not surface[start].isupper() and not surface[start:].lower().startswith(("al-", "el-")):
                continue
            for j in range(min(i + 4, len(words) - 1), i - 1, -1):
                if i == 0 and j == len(words) - 1:
                    continue
                name = key(_POSSESSIVE.sub("", surface[start : words[j][1]]))
                if len(name) < 2 or name in d.kinds or name in d.directions or name in d.common:
                    continue
                if len(name) == 2 and not surface[start : words[j][1]].isupper():
                    continue
                known = name in self.demonyms or any(g.feature[q >> 2] == 0 for q in g.lookup(name))
                if not known and (name not in g or not (describing or self._only_kinds(surface, words, i, j))):
                    continue
                if best is None or start >= best[1]:
                    kind = _KIND_OF.search(surface, 0, start)
                    first = kind.start() if kind and kind[1] + " of" in self._fillers else start
                    best = (first, self._with_kind(surface, words, j))
                break
        return phrase(surface, *best) if best else None

    def _with_kind(self, surface: str, words: list[tuple[int, int]], j: int) -> int:
        """Where a name that ends with word j ends with the kind words after it ("Aleppo city and province")."""
        end = words[j][1]
        for a, b in words[j + 1 :]:
            word = surface[a:b]
            if word in self._areas:
                end = b
            elif word not in ("and", "its"):
                break
        return end

    def held(self, part: Phrase | None, whole: Phrase) -> int:
        """The entry that a name inside a phrase fixes: of a demonym, and of a country in "Syria's second city"; else -1."""
        if part is None:
            return -1
        if part.core in self.demonyms:
            return self.demonyms[part.core]
        if whole.cue == "city" and not whole.capital_of and whole.relation == "in":
            return self.country(part.core)
        return -1

    def country(self, name: str) -> int:
        """The number of the country that a key names, as itself or by its people ("syria", "syrian", "syrias"), or -1."""
        g = self.gazetteer
        for word in (name, name.removesuffix("s")):
            if word in self._demonym_country:
                return self._demonym_country[word]
            for packed in g.lookup(word) if word else ():
                if g.feature[packed >> 2] == 0:
                    return int(g.country[packed >> 2])
        return -1

    def first_part(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The span, or only its name before a comma when what follows is a unit or country ("Minneapolis, Minnesota")."""
        comma = text.find(", ", start, min(end, start + 120))
        if comma <= start or not self.containers(text, [(start, comma)]):
            return start, end
        return start, comma

    def widened(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The span with the capitalised words beside it that make it a longer known name ("Siverskyi" of "Siverskyi Donets").

        A country or people takes in words for kinds of places only ("Mexico" of "Mexico City"), any other known name only
        words that are none: the "Damascus" of "Damascus Governorate" may be meant.
        """
        if not start < end <= len(text) or end - start > MAX_WIDENED or "," in text[start:end]:
            return start, end
        left = right = None
        if text[start - 1 : start] == " ":
            low = max(0, start - MAX_WIDENED)
            one = text.rfind(" ", low, start - 1)
            if text[one + 1].isupper():
                two = text.rfind(" ", low, one) if one > low else -1
                left = _LEFT.search(text, max(low, two + 1), start)
        if text[end : end + 1] == " " and text[end + 1 : end + 2].isupper():
            right = _RIGHT.match(text, end, end + MAX_WIDENED)
        if not left and not right:
            return start, end
        befores = [start] + ([left.start(1), left.start()] if left and left.end() == start else [])
        afters = [end] + ([right.end(1), right.end()] if right else [])
        if len(befores) == len(afters) == 1:
            return start, end
        g, short = self.gazetteer, key(text[start:end])
        longer = {(b - a, a, b) for a in befores for b in afters if b - a > end - start}
        for _, a, b in sorted(longer, reverse=True):
            name = key(text[a:b])
            if name.startswith("the ") or not any(q & 3 < 2 for q in g.lookup(name)):
                continue
            people = self.country(short) >= 0
            kinds = all(w in self.detector.kinds for w in name.replace(short, "", 1).split())
            if kinds if people else not kinds or short not in g:
                return a, b
        return start, end

    def containers(self, text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Units and countries named right after a span ("Paris, Ky.") that are not among the spans themselves."""
        g = self.gazetteer
        starts = {s for s, _ in spans}
        found: list[tuple[int, int]] = []
        for _, end in spans:
            match = _AFTER.match(text, end)
            if match is None or match.start(1) in starts:
                continue
            words = match[1].split(" ")
            for width in range(len(words), 0, -1):
                name = " ".join(words[:width])
                if any(q & 3 < 2 and g.feature[q >> 2] < 3 for q in g.lookup(key(name))):
                    starts.add(match.start(1))
                    found.append((match.start(1), match.start(1) + len(name)))
                    break
        return found

    def first_of(self, surface: str) -> Phrase | None:
        """The first of "X and Y" that is known."""
        for side in surface[:200].split(" and ", 1):
            found = phrase(side, 0, len(side))
            if found.core and self.finder.block(found).entries:
                return found
        return None

    def _only_kinds(self, surface: str, words: list[tuple[int, int]], i: int, j: int) -> bool:
        d = self.detector
        for k, (a, b) in enumerate(words):
            word = key(surface[a:b])
            if i <= k <= j or word in d.directions or word in _NAME_LINKS or word in self.demonyms:
                continue
            if word not in d.kinds or (k < i and word not in _KINDS_BEFORE):
                return False
        return True
