"""The overview: a map, a timeline and a list of the same events, which filter each other.

Comes in: a request. Goes out: the page, the events' columns, the basemap, and MapLibre from its installed package.
Knows nothing of how the browser draws them: that is `static/overview/`.
"""

import gzip
import lzma
import threading
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from reportedly.desk.columns import area_key, packed
from reportedly.desk.context import desk_of, filters_of
from reportedly.desk.filters import Filters
from reportedly.desk.index import Index
from reportedly.desk.pages import listing
from reportedly.errors import DeskError

router = APIRouter()
LAYERS = ("land", "borders", "provinces", "rivers", "labels")
MAPLIBRE = {"maplibre-gl.js": "text/javascript", "maplibre-gl.css": "text/css"}
SHOWN = (
    "name, report, incident, type, mode, status, certainty, trigger, earliest, latest, published, outlet, title, place,"
    " killed_low, killed_high, injured_low, injured_high, actors, recipients, own_voice, root, roots"
)
_FOR_A_DAY = {"Cache-Control": "private, max-age=86400"}
_BASEMAP = files("reportedly.desk") / "basemap"


@router.get("/")
def overview(request: Request) -> Response:
    """The page. Without scripts it still is a form with a list."""
    desk = desk_of(request)
    index = desk.index()
    shown = listing.form(request, index)
    part = listing.cut(request, shown["found_events"])
    names = [name.strip() for name in SHOWN.split(",")]
    rows = index.events(shown["filters"], SHOWN, order=ORDER, limit=listing.SIZE, offset=part.offset)
    events = [dict(zip(names, row, strict=True)) for row in rows]
    return desk.page(request, "overview.html", events=events, part=part, **shown)


ORDER = "coalesce(earliest, latest) IS NULL, coalesce(earliest, latest) DESC, n"
"""The list's: the latest happenings first, those without a day last."""


class _Packed:
    """The columns of one state of an archive, made once however many ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: tuple[Index, bytes] | None = None

    def of(self, index: Index) -> bytes:
        with self._lock:
            if self._held is None or self._held[0] is not index:
                self._held = index, packed(index)
            return self._held[1]


_packed = _Packed()


@router.get("/api/events")
def events(request: Request) -> Response:
    """All events as columns; see `columns.columns`."""
    return _gzipped(request, _packed.of(desk_of(request).index()), {})


@router.get("/api/match")
def match(request: Request) -> Response:
    """The numbers of the events that the words of a text and the source let through: what the browser can't tell itself."""
    index = desk_of(request).index()
    given = filters_of(request)
    asked = Filters(text=given.text, source=given.source)
    return JSONResponse({"events": [row[0] for row in index.events(asked, "n")]})


@router.get("/api/areas")
def areas(request: Request) -> Response:
    """GeoJSON of the divisions and countries that events are placed in, without anything finer."""
    rows = (
        desk_of(request)
        .index()
        .select("SELECT DISTINCT precision, country, geonameid FROM event WHERE lat IS NOT NULL")
    )
    known = _areas()
    keys = sorted({key for row in rows if (key := area_key(*row)) in known})
    features = [{"type": "Feature", "properties": {"key": key}, "geometry": known[key]} for key in keys]
    body = msgspec.json.encode({"type": "FeatureCollection", "features": features})
    return _gzipped(request, gzip.compress(body, 6, mtime=0), {})


@router.get("/basemap/{name}")
def basemap(request: Request, name: str) -> Response:
    """A layer of the basemap, or MapLibre's script or style as its installed package has it. Raises DeskError."""
    if name in MAPLIBRE:
        return Response(_maplibre(name), media_type=MAPLIBRE[name], headers=_FOR_A_DAY)
    layer = name.removesuffix(".json")
    if layer not in LAYERS or layer == name:
        known = ", ".join([*MAPLIBRE, *(f"{one}.json" for one in LAYERS)])
        raise DeskError(f"expected a part of the basemap ({known}), got {name[:40]!r}")
    return _gzipped(request, _layer(layer), _FOR_A_DAY)


def _gzipped(request: Request, body: bytes, headers: dict[str, str]) -> Response:
    headers = {"Vary": "Accept-Encoding"} | headers
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(body, media_type="application/json", headers=headers | {"Content-Encoding": "gzip"})
    return Response(gzip.decompress(body), media_type="application/json", headers=headers)


@cache
def _layer(name: str) -> bytes:
    return (_BASEMAP / f"{name}.json.gz").read_bytes()


@cache
def _areas() -> dict[str, Any]:
    # Never sent as a whole, so packed as small as can be.
    return msgspec.json.decode(lzma.decompress((_BASEMAP / "areas.json.xz").read_bytes()), type=dict[str, Any])


@cache
def _maplibre(name: str) -> bytes:
    # By its place, not by importing it: the package's own modules draw in a stack that nothing here needs.
    spec = find_spec("maplibre")
    if spec is None or not spec.submodule_search_locations:
        raise DeskError("expected the package `maplibre` for the map, got none: pip install 'reportedly[desk]'")
    return (Path(spec.submodule_search_locations[0]) / "srcjs" / name).read_bytes()
