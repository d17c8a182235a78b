"""The basemap's layers, from raw shapes.

Comes in: shapes of Natural Earth, entries of the gazetteer. Goes out: GeoJSON of each layer, areas and town labels.
Knows nothing of packages and files.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from reportedly.resolve.places.gazetteer import Gazetteer
from tools.build_basemap.sources import Shape

GRID = 0.001  # degrees, to which coordinates are rounded
COAST, LINE, UNIT, COUNTRY = 0.012, 0.01, 0.013, 0.025  # degrees of tolerance in simplifying
SMALLEST_ISLAND = 0.001  # square degrees, about 12 km² at the equator
# Natural Earth's classes of boundaries that both sides don't agree on; those of "Overlay limit" lie inside a country.
DISPUTED = ("Disputed", "Indefinite", "Line of control", "Indeterminant", "ForgetMagics")
TOWN_CELL = 90  # pixels: one label in so large a cell of each zoom
FARTHEST_ZOOM = 8
SMALLEST_TOWN = 3000
_SETTLEMENTS = ("capital", "admin1 seat", "admin2 seat", "seat", "settlement")


def _feature(geometry: BaseGeometry, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": _rounded(mapping(geometry))}


def _rounded(geometry: Any) -> dict[str, Any]:
    def each(value: Any) -> Any:
        if isinstance(value[0], (int, float)):
            return [round(float(value[0]), 3), round(float(value[1]), 3)]
        return [each(one) for one in value]

    return {"type": geometry["type"], "coordinates": each(geometry["coordinates"])}


def collection(features: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """GeoJSON of these features."""
    return {"type": "FeatureCollection", "features": list(features)}


def _polygons(geometry: BaseGeometry) -> Iterator[BaseGeometry]:
    yield from getattr(geometry, "geoms", [geometry])


def land(shapes: Iterable[Shape]) -> Iterator[dict[str, Any]]:
    """The dry land, one polygon a feature."""
    for _, geometry in shapes:
        for polygon in _polygons(geometry):
            if polygon.area >= SMALLEST_ISLAND:
                yield _feature(polygon.simplify(COAST))


def borders(shapes: Iterable[Shape]) -> Iterator[dict[str, Any]]:
    """Boundaries between countries; `disputed` 1 where the two sides don't agree on them."""
    for row, geometry in shapes:
        kind = str(row["featurecla"])
        if not kind.startswith(("Overlay", "Lease")):
            yield _feature(geometry.simplify(LINE), disputed=int(kind.startswith(DISPUTED)))


def provinces(shapes: Iterable[Shape]) -> Iterator[dict[str, Any]]:
    """Boundaries of first-level divisions, joined by the zoom `z` from which they are drawn."""
    by_zoom: dict[int, list[BaseGeometry]] = defaultdict(list)
    for row, geometry in shapes:
        if row["featurecla"] in ("Admin-1 boundary", "Admin-1 region boundary"):
            by_zoom[min(8, max(3, int(float(row["min_zoom"])) - 2))].append(geometry)
    for zoom, lines in sorted(by_zoom.items()):
        joined = shapely.line_merge(shapely.union_all(lines))
        yield _feature(joined.simplify(LINE * 1.5), z=zoom)


def rivers(shapes: Iterable[Shape]) -> Iterator[dict[str, Any]]:
    """Rivers, joined by the zoom `z` from which they are drawn."""
    by_zoom: dict[int, list[BaseGeometry]] = defaultdict(list)
    for row, geometry in shapes:
        if row["featurecla"] == "River":
            by_zoom[max(2, int(float(row["scalerank"])) - 1)].append(geometry)
    for zoom, lines in sorted(by_zoom.items()):
        yield _feature(shapely.line_merge(shapely.union_all(lines)).simplify(LINE), z=zoom)


def areas(shapes: Iterable[Shape], gazetteer: Gazetteer) -> dict[str, dict[str, Any]]:
    """Geometries by GeoNames id for first-level divisions, by ISO alpha-3 for countries.

    A unit belongs to the country of its GeoNames code, which for Crimea and Sevastopol is Ukraine's.
    """
    found: dict[str, dict[str, Any]] = {}
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for row, geometry in shapes:
        number = int(row.get("gn_id") or 0)
        code = str(row.get("gn_a1_code") or "")[:2]
        country = gazetteer.by_iso2.get(code, gazetteer.by_iso2.get(str(row.get("iso_a2"))))
        if country is not None:
            parts[gazetteer.countries[country]["iso3"]].append(shapely.make_valid(geometry))
        if number > 0:
            found[str(number)] = _rounded(mapping(_large(geometry.simplify(UNIT), 0.05)))
    for iso3, of in sorted(parts.items()):
        found[iso3] = _rounded(mapping(_large(shapely.union_all(of, grid_size=GRID).simplify(COUNTRY), 0.002)))
    return found


def _large(geometry: BaseGeometry, share: float) -> BaseGeometry:
    """Without the islands that are smaller than this share of the largest part."""
    parts = [one for one in _polygons(geometry) if one.geom_type == "Polygon"]
    most = max((one.area for one in parts), default=0.0)
    return shapely.MultiPolygon([one for one in parts if one.area >= share * most])


def towns(gazetteer: Gazetteer) -> dict[str, list[Any]]:
    """Columns of town labels, the most important first: `name`, `lon`, `lat`, `z` (zoom from which to show), `capital`.

    At each zoom only the largest place of a cell is named, so that labels stay apart all over the world.
    """
    wanted = [gazetteer.feature_number[name] for name in _SETTLEMENTS]
    capital = gazetteer.feature_number["capital"]
    seat = gazetteer.feature_number["admin1 seat"]
    people = 10.0**gazetteer.log_population - 1
    held = np.flatnonzero(np.isin(gazetteer.feature, wanted) & (people >= SMALLEST_TOWN) & (gazetteer.geonameid > 0))
    weight = people * np.where(gazetteer.feature == capital, 6.0, np.where(gazetteer.feature == seat, 2.0, 1.0))
    order = held[np.argsort(-weight[held], kind="stable")]
    columns: dict[str, list[Any]] = {"name": [], "lon": [], "lat": [], "z": [], "capital": []}
    taken: dict[int, set[tuple[int, int]]] = {zoom: set() for zoom in range(2, FARTHEST_ZOOM + 1)}
    for entry in order.tolist():
        lat, lon = float(gazetteer.lat[entry]), float(gazetteer.lon[entry])
        zoom = next((zoom for zoom in sorted(taken) if _cell(lon, lat, zoom) not in taken[zoom]), None)
        if zoom is None:
            continue
        for later in range(zoom, FARTHEST_ZOOM + 1):
            taken[later].add(_cell(lon, lat, later))
        values = (gazetteer.label(entry), round(lon, 3), round(lat, 3), zoom, int(gazetteer.feature[entry] == capital))
        for name, value in zip(columns, values, strict=True):
            columns[name].append(value)
    return columns


def _cell(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    world = 512 * 2**zoom  # pixels around the world, as the map counts zooms
    y = np.arctanh(np.sin(np.radians(min(85.0, max(-85.0, lat))))) / (2 * np.pi)
    return int((lon / 360 + 0.5) * world // TOWN_CELL), int((0.5 - y) * world // (TOWN_CELL / 2))


def countries(gazetteer: Gazetteer, known: Iterable[str]) -> dict[str, list[Any]]:
    """Columns of country labels, the largest first: `name`, `lon`, `lat`, `z`, for countries with an area."""
    columns: dict[str, list[Any]] = {"name": [], "lon": [], "lat": [], "z": []}
    drawn = set(known)
    for at in sorted(range(len(gazetteer.countries)), key=lambda at: -gazetteer.countries[at]["area"]):
        row = gazetteer.countries[at]
        if row["iso3"] in drawn and row["area"] > 0:
            zoom = next(
                (z for z, least in ((1, 2_000_000), (2, 400_000), (3, 60_000), (4, 8_000)) if row["area"] >= least), 6
            )
            values = (row["name"], round(float(gazetteer.lon[at]), 2), round(float(gazetteer.lat[at]), 2), zoom)
            for name, value in zip(columns, values, strict=True):
                columns[name].append(value)
    return columns
