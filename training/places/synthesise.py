"""Made-up documents for the place ranker: lists of place names drawn from the gazetteer, with their entries.

Comes in: the gazetteer. Goes out: `Example` documents with the right candidate of each phrase.
No text and no corpus is used: what is drawn is which places a report would name together, and by which of their names.

Two kinds. A report on the world: a country, its capital, units and towns near one another, some other countries and
capitals. A local report: a town, its neighbours, its county and state ("Town, State"), now and then a far city.
Some are short. A few names are misspelt, some stand for places that the gazetteer lacks, and some are no places at all.
"""

from typing import NamedTuple

import numpy as np

from reportedly.resolve.places.candidates import Block, Finder, picked
from reportedly.resolve.places.document import Document, Documents, Told
from reportedly.resolve.places.gazetteer import Gazetteer
from reportedly.resolve.places.phrases import Phrase

NEWSWORTHY = [
    "UKR",
    "SYR",
    "IRQ",
    "AFG",
    "YEM",
    "LBY",
    "SOM",
    "SDN",
    "SSD",
    "COD",
    "CAF",
    "MLI",
    "BFA",
    "NER",
    "NGA",
    "ETH",
    "ERI",
    "MMR",
    "PAK",
    "IND",
    "ISR",
    "PSE",
    "LBN",
    "IRN",
    "TUR",
    "RUS",
    "COL",
    "VEN",
    "MEX",
    "HTI",
    "PHL",
    "THA",
    "CMR",
    "MOZ",
    "TCD",
    "BDI",
    "RWA",
    "KEN",
    "UGA",
    "EGY",
    "TUN",
    "DZA",
    "SAU",
    "AZE",
    "ARM",
    "GEO",
    "KGZ",
    "TJK",
    "BLR",
    "SRB",
    "XKX",
    "BIH",
    "CHN",
    "PRK",
    "KOR",
    "TWN",
    "JPN",
    "LKA",
    "BGD",
    "NPL",
]
LOCAL = {
    "USA": 0.56,
    "GBR": 0.13,
    "CAN": 0.07,
    "AUS": 0.06,
    "IND": 0.04,
    "IRL": 0.03,
    "ZAF": 0.03,
    "NGA": 0.02,
    "PHL": 0.02,
    "NZL": 0.02,
    "KEN": 0.02,
}
UNIT_WORDS = ("province", "region", "governorate", "oblast", "state")


class Example(NamedTuple):
    """A document and, for each phrase, the position of its right candidate, or -1 for none of them."""

    document: Document
    right: np.ndarray


class Drawn(NamedTuple):
    """One phrase to be: its entry (or -1), key, cue, and the phrase that holds it (or -1)."""

    entry: int
    name: str
    cue: str = ""
    inside: int = -1


class Synthesiser:
    """Draws documents with a random generator of its own; the same seed draws the same documents."""

    def __init__(self, gazetteer: Gazetteer, finder: Finder, seed: int) -> None:
        self.g = gazetteer
        self.finder = finder
        self.documents = Documents(gazetteer, finder)
        self.rng = np.random.default_rng(seed)
        g = gazetteer
        self.names: dict[int, list[tuple[str, int]]] = {}
        for name in g._names.iterkeys():
            for packed in g.lookup(name):
                self.names.setdefault(packed >> 2, []).append((name, packed & 3))
        for name, held in g._added.items():
            for packed in held:
                pair = (name, packed & 3)
                if pair not in self.names.setdefault(packed >> 2, []):
                    self.names[packed >> 2].append(pair)
        self.people = 10 ** g.log_population.astype(np.float64)
        number = g.feature_number
        towns = np.isin(g.feature, [number[f] for f in ("capital", "admin1 seat", "admin2 seat", "seat", "settlement")])
        self.towns = np.flatnonzero(towns)
        self.towns_of = {c: self.towns[g.country[self.towns] == c] for c in range(len(g.countries))}
        self.units_of = {
            c: np.flatnonzero((g.country == c) & (g.feature == number["admin1"])) for c in range(len(g.countries))
        }
        self.seconds_of = {
            c: np.flatnonzero((g.country == c) & (g.feature == number["admin2"])) for c in range(len(g.countries))
        }
        self.rivers = np.flatnonzero((g.feature == number["river"]) & (g.country == 255))
        self.ours = np.arange(g.built, len(g))
        weight = np.sqrt(self.people[: len(g.countries)])
        for code in NEWSWORTHY:
            weight[g.by_iso3[code]] *= 4
        weight[g.by_iso3["USA"]] *= 2
        self.country_weight = weight / weight.sum()
        big = self.people[self.towns] * np.where(g.feature[self.towns] == number["capital"], 6, 1)
        self.big = big / big.sum()
        self.capitals = self.towns[g.feature[self.towns] == number["capital"]]

    def name(self, entry: int) -> str:
        """One of an entry's names: mostly the main or English one, at times another in Latin script."""
        held = self.names.get(entry, [])
        main = [n for n, k in held if k <= 1]
        latin = [n for n, k in held if k == 2 and n.isascii() and len(n) > 3]
        if latin and (not main or self.rng.random() < 0.14):
            return str(self.rng.choice(latin))
        return str(self.rng.choice(main)) if main else ""

    def pick(self, pool: np.ndarray, power: float, count: int, decay: tuple[int, float] | None = None) -> list[int]:
        """`count` distinct entries by people**power, thinned with distance (km) from an entry."""
        if not len(pool) or count <= 0:
            return []
        weight = np.maximum(self.people[pool], 300) ** power
        if decay is not None:
            chord = self.g.unit[pool] @ self.g.unit[decay[0]]
            weight = weight * np.exp(-6371 * np.arccos(np.clip(chord, -1, 1)) / decay[1])
        total = weight.sum()
        if not total > 0:
            return []
        count = min(count, int((weight > 0).sum()))
        return [int(e) for e in self.rng.choice(pool, size=count, replace=False, p=weight / total)]

    def bare(self, unit: Drawn) -> Drawn:
        """A unit's name without a kind word mostly means the large town inside that has it too (New York, Aleppo)."""
        if unit.cue or self.rng.random() < 0.35:
            return unit
        g = self.g
        towns = [p >> 2 for p in g.lookup(unit.name) if g.admin1[p >> 2] == unit.entry and p >> 2 != unit.entry]
        large = [e for e in towns if g.log_population[e] > 5]
        return Drawn(large[0], unit.name) if large else unit

    def world(self) -> tuple[list[Drawn], int, int]:
        """Phrases of a report on one country; with the focus country, and -1 for no home town."""
        rng, g = self.rng, self.g
        c = int(rng.choice(len(g.countries), p=self.country_weight))
        out: list[Drawn] = []
        if rng.random() < 0.85:
            out.append(Drawn(c, self.name(c)))
        if rng.random() < 0.5:
            out += [Drawn(e, self.name(e)) for e in self.capitals[g.country[self.capitals] == c][:1]]
        near = [g.by_iso2[n] for n in g.countries[c]["neighbours"] if n in g.by_iso2]
        for _ in range(rng.poisson(2.2)):
            other = (
                int(rng.choice(near))
                if near and rng.random() < 0.5
                else int(rng.choice(len(g.countries), p=self.country_weight))
            )
            out.append(Drawn(other, self.name(other)))
        towns, units = self.towns_of[c], self.units_of[c]
        centre = self.pick(towns, 0.8, 1)
        decay = (centre[0], float(rng.choice([40.0, 120.0, 400.0]))) if centre and rng.random() < 0.65 else None
        for e in self.pick(units, 0.5, rng.poisson(1.3)):
            cue = str(rng.choice(UNIT_WORDS)) if rng.random() < 0.5 else ""
            out.append(self.bare(Drawn(e, self.name(e), cue)))
        holder = next((i for i, d in enumerate(out) if d.entry == c), -1)
        for e in self.pick(towns, 0.55, 1 + rng.poisson(3.0), decay):
            inside = holder if rng.random() < 0.08 else -1
            out.append(Drawn(e, self.name(e), "city" if rng.random() < 0.1 else "", inside))
        for e in self.pick(self.seconds_of[c], 0.5, int(rng.random() < 0.25), decay):
            out.append(Drawn(e, self.name(e), "district" if rng.random() < 0.6 else ""))
        for e in rng.choice(self.towns, size=rng.poisson(1.2), p=self.big):
            out.append(Drawn(int(e), self.name(int(e))))
        if rng.random() < 0.12:
            e = int(rng.choice(self.rivers))
            out.append(Drawn(e, self.name(e), "river" if rng.random() < 0.7 else ""))
        if rng.random() < 0.4:
            mine = self.ours[(g.country[self.ours] == c) | (g.country[self.ours] == 255)]
            out += [Drawn(e, self.name(e)) for e in self.pick(mine, 0.4, 1)]
        return out, c, -1

    def local(self) -> tuple[list[Drawn], int, int]:
        """Phrases of a local report; with its country and home town."""
        rng, g = self.rng, self.g
        c = g.by_iso3[str(rng.choice(list(LOCAL), p=np.array(list(LOCAL.values())) / sum(LOCAL.values())))]
        home = self.pick(self.towns_of[c], 0.5, 1)[0]
        state = int(g.admin1[home])
        out: list[Drawn] = []
        holder = -1
        if rng.random() < 0.6 and state < len(g):
            out.append(Drawn(state, self.name(state)))
            holder = 0
        linked = rng.random() < 0.5
        if rng.random() < 0.75:
            out.append(Drawn(home, self.name(home), "", holder if linked else -1))
        for e in self.pick(self.towns_of[c], 0.4, rng.poisson(3.5), (home, float(rng.choice([15.0, 30.0, 80.0])))):
            out.append(
                Drawn(e, self.name(e), "", holder if linked and rng.random() < 0.5 and g.admin1[e] == state else -1)
            )
        counties = self.seconds_of[c]
        for e in self.pick(counties, 0.4, int(rng.random() < 0.35) + int(rng.random() < 0.1), (home, 30.0)):
            out.append(Drawn(e, self.name(e)))
        for e in self.pick(self.towns_of[c], 0.9, rng.poisson(1.2)):
            out.append(Drawn(e, self.name(e)))
        for e in self.pick(self.units_of[c], 0.5, rng.poisson(0.6)):
            out.append(Drawn(e, self.name(e)))
            if rng.random() < 0.5:
                for town in self.pick(self.towns_of[c][g.admin1[self.towns_of[c]] == e], 0.5, 1):
                    out.append(Drawn(town, self.name(town), "", len(out) - 1))
        for other in rng.choice(len(g.countries), size=rng.poisson(1.7), p=self.country_weight):
            out.append(Drawn(int(other), self.name(int(other))))
        for e in rng.choice(self.towns, size=rng.poisson(1.3), p=self.big):
            out.append(Drawn(int(e), self.name(int(e))))
        if rng.random() < 0.35:
            out += [Drawn(e, self.name(e)) for e in self.pick(self.ours, 0.4, 1 + int(rng.random() < 0.3))]
        return out, c, home

    def _garbled(self, name: str) -> str:
        rng = self.rng
        at = int(rng.integers(1, len(name) - 1))
        how = rng.random()
        if how < 0.35:
            return name[:at] + name[at + 1 :]
        if how < 0.65:
            return name[:at] + str(rng.choice(list("aeiouhkst"))) + name[at:]
        if how < 0.85:
            return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        return name[:at] + str(rng.choice(list("aeiouyhk"))) + name[at + 1 :]

    def example(self) -> Example | None:
        """One document, or None when nothing could be drawn."""
        rng, g = self.rng, self.g
        drawn, country, home = self.world() if rng.random() < 0.55 else self.local()
        if rng.random() < 0.2:  # a short report: a few names, without most of their context
            kept = sorted(rng.permutation(len(drawn))[: rng.integers(1, 4)].tolist())
            place = {old: new for new, old in enumerate(kept)}
            drawn = [drawn[k]._replace(inside=place.get(drawn[k].inside, -1)) for k in kept]
        if rng.random() < 0.1:
            stray = self.pick(self.towns, 0.0, 1)
            drawn += [Drawn(-1, self.name(e)) for e in stray]
        blocks: list[Block] = []
        right, inside, moved = [], [], {}
        seen: dict[tuple[str, str], int] = {}
        for number, one in enumerate(drawn):
            if not one.name or (one.name, one.cue) in seen:
                moved[number] = seen.get((one.name, one.cue), -1)
                continue
            name = one.name
            full = f"{name} {one.cue}" if one.cue and one.cue != "city" else name
            cue = {
                "province": "admin1",
                "region": "admin1",
                "governorate": "admin1",
                "oblast": "admin1",
                "state": "admin1",
                "district": "admin2",
            }.get(one.cue, one.cue)
            phrase = Phrase(full=full, core=name, cue=cue)
            block = self.finder.block(phrase)
            if one.entry >= 0 and len(name) > 5 and rng.random() < 0.04:
                bad = Phrase(full="", core=self._garbled(name))
                if not len(self.finder.block(bad).entries):
                    block = self.finder.fuzzy(bad, (country,))
            at = block.entries.index(one.entry) if one.entry in block.entries else -1
            if at >= 0 and len(block.entries) > 1 and rng.random() < 0.04:
                held = np.array(block.entries)
                keep = np.flatnonzero(np.linalg.norm(g.unit[held] - g.unit[one.entry], axis=1) > 0.004).tolist()
                if not keep:
                    continue
                block = picked(block, keep)
                at = -1
            if not len(block.entries):
                continue
            seen[(one.name, one.cue)] = moved[number] = len(blocks)
            blocks.append(block)
            right.append(at)
            inside.append(moved.get(one.inside, -1) if one.inside >= 0 else -1)
        m = len(blocks)
        if not m:
            return None
        order = rng.permutation(m)
        beside = [(-1, -1)] * m
        for here, i in enumerate(order):
            beside[i] = (int(order[here - 1]) if here else -1, int(order[here + 1]) if here + 1 < m else -1)
        named = {country: int(rng.integers(1, 5))} if rng.random() < (0.6 if home < 0 else 0.1) else {}
        if home < 0 and rng.random() < 0.4:
            named[int(rng.choice(len(g.countries), p=self.country_weight))] = 1
        outlet, town = -1, -1
        if home >= 0 and rng.random() < 0.6:
            outlet, town = country, home if rng.random() < 0.5 else -1
        elif home < 0 and rng.random() < 0.5:
            outlet = (
                g.by_iso3["USA"] if rng.random() < 0.4 else int(rng.choice(len(g.countries), p=self.country_weight))
            )
        events = (country,) if home < 0 and rng.random() < 0.1 else ()
        times = (1 + rng.poisson(0.6, size=m)).tolist()
        d = self.documents(blocks, Told(times, inside, beside, named, events, outlet, town))
        absolute = np.array([d.starts[i] + r if r >= 0 else -1 for i, r in enumerate(right)], np.int64)
        return Example(d, absolute)
