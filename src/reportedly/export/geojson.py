"""GeoJSON by RFC 7946: each event that has a place with coordinates is a Point feature.

Comes in: coded reports. Goes out: a FeatureCollection; its features' properties are the columns of `columns.toml`.
Knows nothing of the other formats, nor of where the reports were kept.

A point is the gazetteer's reference point of a settlement or area: `place_precision` says which.
"""

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from reportedly.export.files import whole_file
from reportedly.export.flat import row
from reportedly.records import CodedReport, Event


def write(reports: Iterable[CodedReport], path: Path) -> int:
    """Writes the events that have coordinates to `path` (`-`: standard output); how many. Raises ExportError."""
    count = 0
    with whole_file(path) as stream:
        stream.write(b'{"type":"FeatureCollection","features":[')
        for coded in reports:
            for event in coded.events:
                found = feature(coded, event)
                if found is not None:
                    stream.write(b",\n" if count else b"\n")
                    stream.write(msgspec.json.encode(found))
                    count += 1
        stream.write(b"\n]}\n")
    return count


def feature(coded: CodedReport, event: Event) -> dict[str, Any] | None:
    """The event as a Point feature; None when its place has no coordinates on the globe."""
    place = event.place
    if place is None or place.lat is None or place.lon is None:
        return None
    if not (math.isfinite(place.lat) and math.isfinite(place.lon) and abs(place.lat) <= 90 and abs(place.lon) <= 180):
        return None
    properties = row(coded, event)
    geometry = {"type": "Point", "coordinates": [place.lon, place.lat]}  # RFC 7946 section 3.1.1: longitude first
    return {"type": "Feature", "id": properties["event_id"], "geometry": geometry, "properties": properties}
