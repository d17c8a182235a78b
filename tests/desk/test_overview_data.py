"""What the overview is sent: columns, areas, the basemap."""

import gzip
import json
import lzma
from collections.abc import Callable
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest

from tests.desk.conftest import TestClient

BASEMAP = files("reportedly.desk") / "basemap"
SIMFEROPOL, SEVASTOPOL, KHERSON, ROSTOV = (34.1, 44.95), (33.6, 44.58), (32.6, 46.7), (39.7, 47.3)


def layer(name: str) -> Any:
    unpack, ending = (lzma.decompress, "xz") if name == "areas" else (gzip.decompress, "gz")
    return json.loads(unpack((BASEMAP / f"{name}.json.{ending}").read_bytes()))


def inside(point: tuple[float, float], geometry: dict[str, Any]) -> bool:
    """Whether a polygon or several hold a point: a ray to the east crosses their rings an odd number of times."""
    x, y = point
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    odd = False
    for ring in (ring for polygon in polygons for ring in polygon):
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                odd = not odd
    return odd


def test_crimea_is_ukraines() -> None:
    areas = layer("areas")
    for point in (SIMFEROPOL, SEVASTOPOL, KHERSON):
        assert inside(point, areas["UKR"]) and not inside(point, areas["RUS"])
    assert inside(ROSTOV, areas["RUS"]) and not inside(ROSTOV, areas["UKR"])
    assert inside(SIMFEROPOL, areas["703883"])


def test_no_border_of_countries_crosses_perekop() -> None:
    for feature in layer("borders")["features"]:
        kind, lines = feature["geometry"]["type"], feature["geometry"]["coordinates"]
        for line in lines if kind == "MultiLineString" else [lines]:
            assert not any(32.5 < lon < 36.3 and 44.0 < lat < 46.5 for lon, lat in line)


def test_disputed_borders_are_told_from_others() -> None:
    marks = [feature["properties"]["disputed"] for feature in layer("borders")["features"]]
    assert 20 < marks.count(1) < 100 < marks.count(0)


def test_labels_are_whole_and_the_basemap_is_small() -> None:
    labels = layer("labels")
    for columns in labels.values():
        assert len({len(values) for values in columns.values()}) == 1
        assert all(-180 <= lon <= 180 for lon in columns["lon"]) and all(-90 <= lat <= 90 for lat in columns["lat"])
    assert {"Kyiv", "Nairobi", "Lima"} <= set(labels["towns"]["name"])
    assert len(labels["countries"]["name"]) > 200
    assert sum(len(one.read_bytes()) for one in BASEMAP.iterdir() if one.is_file()) < 5_000_000


def test_layers_are_json_with_and_without_gzip(client: TestClient) -> None:
    packed = client.get("/basemap/land.json")
    plain = client.get("/basemap/land.json", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip" and "content-encoding" not in plain.headers
    assert packed.json() == plain.json()


@pytest.mark.parametrize("name", ["areas.json", "uncertain.toml", "land", "..%2Foverview.py", "maplibre-gl.js.map"])
def test_nothing_else_is_served_as_basemap(client: TestClient, name: str) -> None:
    answer = client.get(f"/basemap/{name}")
    assert answer.status_code in (400, 404)


def test_maplibre_comes_from_its_package(client: TestClient) -> None:
    assert b"MapLibre" in client.get("/basemap/maplibre-gl.js").content[:200]
    assert client.get("/basemap/maplibre-gl.css").headers["content-type"].startswith("text/css")


def test_columns_hold_every_event(client: TestClient) -> None:
    sent = client.get("/api/events").json()
    assert sent["count"] > 10
    assert {len(values) for values in sent["columns"].values()} == {sent["count"]}
    for name, values in sent["dictionaries"].items():
        if name in sent["columns"]:
            assert max(sent["columns"][name]) < len(values) == len(set(values))
    assert all(place[8] == 12 for place in sent["places"] if place[7] == "near" and place[6] == "settlement")


def test_match_needs_what_the_browser_cannot_tell(client: TestClient) -> None:
    everything = client.get("/api/match").json()["events"]
    some = client.get("/api/match", params={"text": "Kharkiv"}).json()["events"]
    assert 0 < len(some) < len(everything)
    assert client.get("/api/match", params={"text": "Kharkiv", "type": "AID"}).json()["events"] == some
    assert client.get("/api/match", params={"toll": "many"}).status_code == 400


def test_the_page_filters_without_a_script(client: TestClient) -> None:
    page: Callable[..., str] = lambda **query: client.get("/", params=query).text
    assert "No event fits." in page(actor="nobody at all")
    assert "No event fits." not in page(type="RETREAT")
    assert client.get("/", params={"type": "NOTHING"}).status_code == 400
