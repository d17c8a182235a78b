"""The supplement: places that the packages lack, as a reviewed table, and demonyms.

Comes in: `data/supplement.tsv`, `data/demonyms.tsv`. Goes out: their rows, checked.
Knows nothing of the built gazetteer.
"""

from functools import lru_cache
from pathlib import Path

import msgspec

from reportedly.errors import DataError


class Addition(msgspec.Struct, frozen=True):
    """One place of the supplement. `prominence`: log10 of the people it would rank with; `line`: (lat, lon) points."""

    name: str
    aliases: tuple[str, ...]
    feature: str
    country: str
    admin1: str
    lat: float
    lon: float
    prominence: float
    geonameid: int
    line: tuple[tuple[float, float], ...]
    source: str


def rows(path: Path, width: int) -> list[tuple[int, list[str]]]:
    """(line number, cells) of a tab-separated table; lines that begin with # are comments. Raises DataError."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except OSError as error:
        raise DataError(f"expected a table at {path}, got: {error}") from error
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != width:
            raise DataError(f"{path.name} line {number}: expected {width} columns, got {len(cells)}")
        found.append((number, cells))
    return found


def read_supplement(path: Path) -> list[Addition]:
    """All rows of the supplement. Raises DataError with the line number of a bad one."""
    found = []
    for number, cells in rows(path, 9):
        name, aliases, feature, country, admin1, point, prominence, line, source = (cell.strip() for cell in cells)
        try:
            lat, lon = (float(x) for x in point.split())
            points = [float(x) for x in line.split()]
            if not (-90 <= lat <= 90 and -180 <= lon <= 180) or len(points) % 2 or not name or not source:
                raise ValueError("a point out of bounds, an odd line, or an empty name or source")
            found.append(
                Addition(
                    name=name,
                    aliases=tuple(a.strip() for a in aliases.split("|") if a.strip()),
                    feature=feature,
                    country=country,
                    admin1=admin1,
                    lat=lat,
                    lon=lon,
                    prominence=float(prominence),
                    geonameid=0,
                    line=tuple(zip(points[::2], points[1::2], strict=True)),
                    source=source,
                )
            )
        except ValueError as error:
            raise DataError(f"{path.name} line {number}: {error}") from error
    return found


@lru_cache(maxsize=2)
def read_demonyms(path: Path) -> dict[str, str]:
    """Demonym or people's name in lower case → ISO alpha-3, or the name of a supplement entry. Raises DataError."""
    found: dict[str, str] = {}
    for _, (words, place) in rows(path, 2):
        for word in words.split("|"):
            found.setdefault(word.strip().lower(), place.strip())
    return found
