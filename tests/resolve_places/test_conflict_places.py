"""Places that reports on conflict name, on all continents, in several scripts and spellings; sentences written here."""

import math
from pathlib import Path
from typing import NamedTuple

import pytest

from reportedly.resolve.places import PlaceResolver


class Row(NamedTuple):
    name: str
    beside: str
    country: str | None
    lat: float
    lon: float
    km: float
    flag: str


def read() -> list[Row]:
    """The table beside this file."""
    found = []
    for line in Path(__file__).with_name("conflict_places.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, beside, country, point, km, flag, _ = line.split("\t")
            lat, lon = map(float, point.split())
            found.append(Row(name, beside, None if country == "-" else country, lat, lon, float(km), flag))
    return found


ROWS = read()
RESOLVER = PlaceResolver()


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    p = math.radians
    h = math.sin(p(b[0] - a[0]) / 2) ** 2 + math.cos(p(a[0])) * math.cos(p(b[0])) * math.sin(p(b[1] - a[1]) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(h))


def test_the_list_is_long_and_wide() -> None:
    assert len(ROWS) >= 120
    assert len({row.country for row in ROWS}) >= 50
    assert sum(row.km == 0 for row in ROWS) >= 5
    assert sum(not row.name.isascii() for row in ROWS) >= 5


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.name}, {row.beside}" for row in ROWS])
def test_a_place_of_conflict(row: Row) -> None:
    text = f"Officials in {row.beside} said on Tuesday that the fighting had come to {row.name}. Roads out of {row.beside} are closed."
    other, at = text.index(row.beside), text.index(row.name, 20)
    again = text.rindex(row.beside)
    _, place, _ = RESOLVER.resolve(
        text, [(other, other + len(row.beside)), (at, at + len(row.name)), (again, again + len(row.beside))]
    )
    if row.km == 0:
        assert place.name is None or place.confidence < 0.5
        return
    assert place.name is not None and place.lat is not None and place.lon is not None
    assert place.country == row.country
    assert kilometres((row.lat, row.lon), (place.lat, place.lon)) <= row.km
    assert not row.flag or row.flag in place.flags
