"""Placing: an entry and a phrase become the point, precision and relation of a `Place`.

Comes in: what each span was resolved to. Goes out: records.
Knows nothing of candidates or how one was chosen.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from reportedly.records import Place, Precision, RunnerUp
from reportedly.resolve.places.gazetteer import Gazetteer
from reportedly.resolve.places.geometry import KM_PER_DEGREE, middle, moved, nearest_on, weighted_median
from reportedly.resolve.places.phrases import Phrase, descriptors

PRECISION: dict[str, Precision] = {
    "country": "country", "admin1": "admin1", "admin2": "admin2", "admin3": "admin2", "capital": "settlement",
    "admin1 seat": "settlement", "admin2 seat": "settlement", "seat": "settlement", "settlement": "settlement",
    "section": "settlement", "abandoned": "settlement", "river": "line", "lake": "point", "island": "point",
    "mountain": "point", "physical": "point", "facility": "point", "airport": "point", "region": "region",
    "continent": "region", "sea": "region",
}  # fmt: skip
BORDER_TOWNS = 500
BORDER_SLACK = 1 - float(np.cos(60 / 6371))
"""Two towns up to about 60 km further apart than the closest two still face each other across a border."""
SIDE_SHARE = 0.2
"""What share of a country's people "northern X" stands for."""
UNIT_SIDE_SHARE = 0.35
"""What share of a unit's settlements "northern X" stands for."""
MIN_LIVED_IN = 5
"""How many settlements of a unit must be known to say where its people live."""
ALONG_KM = 75.0
"""A place this near to a river says which stretch of it is meant."""
LIVED_IN_KM = 60.0
"""A side's point has a settlement at least this near; else it is in the desert or at sea."""
DRAWN_KM = 40.0
SIDE_KM = 8.0
"""How far "north of X" without a distance is taken to be: beyond a town's edge, within its surroundings."""


class Choice(NamedTuple):
    """What one span was resolved to; entry -1 for nothing. `flags` as in `records.Place`."""

    entry: int = -1
    confidence: float = 0.0
    second: int = -1
    second_confidence: float = 0.0
    flags: tuple[str, ...] = ()


class Facts(NamedTuple):
    """What is shown of an entry. `point` is None for a first-order unit (see `Placer._lived_in`)."""

    name: str
    geonameid: int | None
    country: str | None
    admin1: str | None
    feature: str
    precision: Precision
    point: tuple[float, float] | None
    disputed: bool


class Placer:
    """Makes `Place` records; one for each gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        ids = descriptors()["disputed"]["geonameids"]
        self._disputed = set(np.flatnonzero(np.isin(gazetteer.geonameid, ids)).tolist())
        self._radius = lru_cache(maxsize=4096)(self._extent)
        self._side = lru_cache(maxsize=4096)(self._towards)
        self._middle = lru_cache(maxsize=4096)(self._lived_in)
        self._facts = lru_cache(maxsize=16384)(self._shown)

    def places(
        self, text: str, spans: list[tuple[int, int]], phrases: list[Phrase], choices: list[Choice]
    ) -> list[Place]:
        """One record a span, in order."""
        points = [
            None if c.entry < 0 else self._point(c.entry) if p.shift is None else self._moved(p, c.entry)
            for p, c in zip(phrases, choices, strict=True)
        ]
        out = []
        for i, ((start, end), phrase, choice) in enumerate(zip(spans, phrases, choices, strict=True)):
            quoted = text[start:end]
            if choice.entry < 0:
                out.append(
                    Place(text=quoted, start=start, end=end, flags=list(choice.flags), runner_up=self._second(choice))
                )
                continue
            entry = choice.entry
            shown = self._facts(entry)
            feature, precision, relation = shown.feature, shown.precision, phrase.relation
            lat, lon = points[i] or self._point(entry)
            if feature == "river":
                lat, lon = self._stretch(i, entry, spans, choices, (lat, lon))
            if relation == "between":
                other = self._partner(i, text, spans, phrases, choices)
                if other is not None and points[other]:
                    lat, lon = middle([points[i] or (lat, lon), points[other] or (lat, lon)])
                    precision = "region"
                else:
                    relation = "in"
            if relation == "border of" and feature == "country":
                point = self._border(i, entry, spans, choices, phrase.across)
                if point is not None:
                    (lat, lon), precision = point, "region"
            if relation == "part of" and precision in ("country", "admin1", "admin2"):
                precision = "region"
            flags = list(choice.flags)
            if shown.disputed:
                flags.append("disputed")
            out.append(
                Place(
                    text=quoted,
                    start=start,
                    end=end,
                    name=shown.name,
                    geonameid=shown.geonameid,
                    lat=round(lat, 4),
                    lon=round(lon, 4),
                    country=shown.country,
                    admin1=shown.admin1,
                    precision=precision,
                    relation=relation,
                    confidence=round(choice.confidence, 3),
                    flags=flags,
                    runner_up=self._second(choice),
                )
            )
        return out

    def _second(self, choice: Choice) -> RunnerUp | None:
        if choice.second < 0:
            return None
        shown = self._facts(choice.second)
        return RunnerUp(
            name=shown.name,
            geonameid=shown.geonameid,
            country=shown.country,
            admin1=shown.admin1,
            confidence=round(choice.second_confidence, 3),
        )

    def _shown(self, entry: int) -> Facts:
        g = self.gazetteer
        feature = g.features[g.feature[entry]]
        return Facts(
            name=g.label(entry),
            geonameid=int(g.geonameid[entry]) or None,
            country=g.iso3(entry),
            admin1=g.admin1_label(entry),
            feature=feature,
            precision=PRECISION[feature],
            point=None if feature == "admin1" else (float(g.lat[entry]), float(g.lon[entry])),
            disputed=entry in self._disputed or int(g.admin1[entry]) in self._disputed,
        )

    def _point(self, entry: int) -> tuple[float, float]:
        return self._facts(entry).point or self._middle(entry)

    def _moved(self, phrase: Phrase, entry: int) -> tuple[float, float]:
        """The point of an entry, moved in the direction that its phrase says."""
        if phrase.shift is None or phrase.shift == (0.0, 0.0):
            return self._point(entry)
        lat, lon = float(self.gazetteer.lat[entry]), float(self.gazetteer.lon[entry])
        if phrase.kilometres is not None:
            return moved(lat, lon, phrase.shift, min(phrase.kilometres, 2000.0))
        if phrase.relation == "part of":
            return self._side(entry, phrase.shift) or moved(lat, lon, phrase.shift, 0.55 * self._radius(entry))
        return moved(lat, lon, phrase.shift, SIDE_KM)

    def _lived_in(self, entry: int) -> tuple[float, float]:
        """The point of a first-order unit: the middle of its area, drawn halfway to its people, `DRAWN_KM` at most.

        Gazetteers print the middle of the area; what is told of a province happens nearer to where its people live, and
        in desert provinces the two lie far apart.
        """
        g = self.gazetteer
        y, x = float(g.lat[entry]), float(g.lon[entry])
        towns = g.settlements(int(g.country[entry]), 3000)
        inside = towns.start + np.flatnonzero(g.admin1[towns.start : towns.stop] == entry)
        if len(inside) < MIN_LIVED_IN:
            return y, x
        people = np.maximum(10.0 ** g.log_population[inside].astype(np.float64), 500)
        lat, lon = g.lat[inside].astype(np.float64), g.lon[inside].astype(np.float64)
        lon = x + (lon - x + 180) % 360 - 180
        wide = float(np.cos(np.radians(y)))
        north = float((lat * people).sum() / people.sum()) - y
        east = (float((lon * people).sum() / people.sum()) - x) * wide
        gap = float(np.hypot(north, east))
        if not gap:
            return y, x
        return moved(y, x, (north / gap, east / gap), min(DRAWN_KM, gap * KM_PER_DEGREE / 2))

    def _extent(self, entry: int) -> float:
        """Half the width of a country or admin-1 unit in km; 0 for what is smaller."""
        g = self.gazetteer
        feature = g.features[g.feature[entry]]
        if feature == "country":
            return float(np.sqrt(g.countries[int(g.country[entry])]["area"] / np.pi))
        if feature == "admin1":
            inside = np.flatnonzero(g.admin1 == entry)
            if len(inside) > 3:
                return float(np.median(np.linalg.norm(g.unit[inside] - g.unit[entry], axis=1))) * 6371.0
        return 0.0

    def _towards(self, entry: int, way: tuple[float, float]) -> tuple[float, float] | None:
        """Where one side of a country or first-order unit is, or None when it has too few settlements.

        "Northern X" of a country lies north of its point, as far as the middle of the settlements that lie furthest north
        and hold `SIDE_SHARE` of the people (each settlement counted by the root of its people); "northwestern X" is that
        middle itself. Of a first-order unit it is the middle of the `UNIT_SIDE_SHARE` of its settlements that lie furthest north, large or small: its seat is no
        better a guess than its villages.
        """
        g = self.gazetteer
        feature = g.features[g.feature[entry]]
        if feature not in ("country", "admin1"):
            return None
        towns = g.settlements(int(g.country[entry]), 3000)
        inside = np.arange(towns.start, towns.stop)
        if feature == "admin1":
            inside = inside[g.admin1[towns.start : towns.stop] == entry]
        if len(inside) < 8:
            return None
        lat, lon = g.lat[inside].astype(np.float64), g.lon[inside].astype(np.float64)
        y, x = float(g.lat[entry]), float(g.lon[entry])
        lon = x + (lon - x + 180) % 360 - 180
        weight = (
            np.sqrt(np.maximum(10.0 ** g.log_population[inside], 500)) if feature == "country" else np.ones(len(lat))
        )
        wide = float(np.cos(np.radians(lat.mean())))
        order = np.argsort(-(lat * way[0] + lon * way[1] * wide), kind="stable")
        share = SIDE_SHARE if feature == "country" else UNIT_SIDE_SHARE
        kept = order[: max(3, int(np.searchsorted(np.cumsum(weight[order]), share * weight.sum())) + 1)]
        north, east = (weighted_median(v[kept], weight[kept]) for v in (lat, lon))
        if feature == "country" and 0.0 in way:
            along = (north - y) * way[0] + (east - x) * wide * way[1]
            up, right = y + along * way[0], x + along * way[1] / wide
            gaps = np.hypot(lat[kept] - up, (lon[kept] - right) * wide)
            if gaps.min() * KM_PER_DEGREE <= LIVED_IN_KM:
                north, east = up, right
        return north, (east + 180) % 360 - 180

    def _stretch(
        self, i: int, river: int, spans: list[tuple[int, int]], choices: list[Choice], point: tuple[float, float]
    ) -> tuple[float, float]:
        """The point of a river nearest to the place that stands closest to it in the text of those (three) that lie near it."""
        g = self.gazetteer
        line = g.line(river)
        if len(line) < 2:
            return point
        skipped = {"river", "country", "continent", "sea"}
        others = [
            (abs(spans[j][0] - spans[i][0]), c.entry)
            for j, c in enumerate(choices)
            if c.entry >= 0 and j != i and g.features[g.feature[c.entry]] not in skipped
        ]
        named = [(float(g.lat[e]), float(g.lon[e])) for e in list(dict.fromkeys(e for _, e in sorted(others)))[:3]]
        for place in named:
            spot = nearest_on(line, [place])
            gap = np.hypot(spot[0] - place[0], (spot[1] - place[1]) * np.cos(np.radians(place[0])))
            if gap * KM_PER_DEGREE <= ALONG_KM:
                return spot
        return nearest_on(line, named)

    def _border(
        self, i: int, country: int, spans: list[tuple[int, int]], choices: list[Choice], across: int
    ) -> tuple[float, float] | None:
        """The stretch of a country's border with `across`, or else with the report's main other country (-1), nearest to
        the places named beside it.

        Borders are where large towns of both stand closest; None when the report names no neighbour.
        """
        g = self.gazetteer
        near = set(g.countries[country]["neighbours"])
        counts: dict[int, int] = {}
        for c in choices:
            number = int(g.country[c.entry]) if c.entry >= 0 else 255
            if number < 255 and number != country and g.countries[number]["iso2"] in near:
                counts[number] = counts.get(number, 0) + 1
        if across >= 0 and g.countries[across]["iso2"] in near:
            counts = {across: 1}
        if not counts:
            return None
        other = max(counts, key=lambda n: (counts[n], -n))
        ours, theirs = (np.array(g.settlements(n, BORDER_TOWNS), np.int64) for n in (country, other))
        if not len(ours) or not len(theirs):
            return None
        gaps = 1 - np.einsum("ik,jk->ij", g.unit[ours], g.unit[theirs])  # threads of BLAS cost more than they save here
        close = ours[gaps.min(axis=1) < gaps.min() + BORDER_SLACK]
        facing = theirs[gaps[np.isin(ours, close)].argmin(axis=1)]
        middles = g.unit[close] + g.unit[facing]
        beside = [
            (abs(spans[j][0] - spans[i][0]), c.entry)
            for j, c in enumerate(choices)
            if c.entry >= 0 and g.country[c.entry] in (country, other) and g.feature[c.entry] > 2
        ]
        at = 0
        if beside:
            anchors = g.unit[[e for _, e in sorted(beside)[:3]]]
            at = int((middles @ anchors.T).max(axis=1).argmax())
        else:
            at = int((middles @ middles.sum(axis=0)).argmax())
        a, b = int(close[at]), int(facing[at])
        return middle([(float(g.lat[a]), float(g.lon[a])), (float(g.lat[b]), float(g.lon[b]))])

    def _partner(
        self, i: int, text: str, spans: list[tuple[int, int]], phrases: list[Phrase], choices: list[Choice]
    ) -> int | None:
        """The other end of "between X and Y"."""
        for j in (i + 1, i - 1):
            if 0 <= j < len(spans) and choices[j].entry >= 0:
                a, b = min(i, j), max(i, j)
                if phrases[a].relation == "between" and text[spans[a][1] : spans[b][0]].strip(" ,") in (
                    "and",
                    "and the",
                ):
                    return j
        return None
