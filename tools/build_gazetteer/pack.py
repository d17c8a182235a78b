"""Entries as memory-mapped files: two tries and plain arrays.

Comes in: entries in their final order. Goes out: files in a folder (see `reportedly.resolve.places.gazetteer`).
Knows nothing of where the entries came from.
"""

import json
import zlib
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np
from numpy.typing import NDArray

from reportedly.resolve.places.names import bare, initial, key, skeleton
from tools.build_gazetteer.assemble import FEATURES, Entry

BLOCK = 32
NOT_TOWNS = ("continent", "sea", "region", "river", "lake", "island", "mountain", "physical", "facility", "airport")
ALIKE_TOWNS = 3_000
"""How many of a country's largest settlements a misspelt name is compared with."""


def write_columns(path: Path, columns: Mapping[str, NDArray[Any]]) -> None:
    """Columns in one compressed file; numbers of several bytes byte by byte ("parent.uint16"), as all high bytes together
    and all low ones take a fifth less than in turn."""
    planes = {
        name if column.itemsize == 1 else f"{name}.{column.dtype}": column
        if column.itemsize == 1
        else np.moveaxis(column[..., None].view(np.uint8), -1, 0)
        for name, column in columns.items()
    }
    np.savez_compressed(path, **planes)  # type: ignore[arg-type]


def _coordinates(entries: list[Entry]) -> tuple[np.ndarray, np.ndarray]:
    """Latitude and longitude as 20 bits each: high 16 bits as two columns, both low 4 bits in one byte."""
    lat = np.array([e.lat for e in entries])
    lon = np.array([e.lon for e in entries])
    y = np.clip(np.round((lat + 90) / 180 * (2**20 - 1)), 0, 2**20 - 1).astype(np.uint32)
    x = np.clip(np.round((lon + 180) / 360 * (2**20 - 1)), 0, 2**20 - 1).astype(np.uint32)
    high = np.stack([y >> 4, x >> 4], axis=1).astype(np.uint16)
    low = ((y & 15) << 4 | (x & 15)).astype(np.uint8)
    return high, low


def _three(values: np.ndarray) -> np.ndarray:
    """Unsigned integers under 2**24 as three bytes each, lowest first."""
    assert values.max() < 2**24
    return np.stack([values & 255, values >> 8 & 255, values >> 16], axis=1).astype(np.uint8)


def _nibbles(values: np.ndarray) -> np.ndarray:
    """Integers of 0 to 15, two a byte, the even position low."""
    even = np.append(values, 0) if len(values) % 2 else values
    return (even[::2] | even[1::2] << 4).astype(np.uint8)


def _simplify(points: list[tuple[float, float]], step: float = 0.09) -> list[tuple[float, float]]:
    """Points at least `step` degrees apart; the ends stay."""
    kept = [points[0]]
    for point in points[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= step:
            kept.append(point)
    return [*kept, points[-1]]


def alike(entries: list[Entry], first_city: int, countries: int) -> tuple[np.ndarray, np.ndarray]:
    """What misspelt names are compared with, one compressed piece a country, and where each piece starts.

    A piece holds, ordered by initial (see `names.initial`): "letter count" pairs, the names without articles, their
    skeletons, and the entries' positions as differences within each initial; the four are parted by NUL.
    """
    held: dict[int, list[tuple[str, int, str]]] = defaultdict(list)
    towns: dict[int, int] = defaultdict(int)
    for index, entry in enumerate(entries):
        if entry.country >= countries:
            continue
        if index < first_city:
            if entry.feature not in ("country", "admin1"):
                continue
        elif entry.feature in NOT_TOWNS or towns[entry.country] >= ALIKE_TOWNS:
            continue
        else:
            towns[entry.country] += 1
        name = bare(key(entry.name))
        held[entry.country].append((initial(name), index, name))
    pieces, starts = [], [0]
    for country in range(countries):
        rows = sorted(held[country])
        counts: dict[str, int] = defaultdict(int)
        gaps, last = [], 0
        for letter, index, _ in rows:
            gaps.append(index - last if counts[letter] else index)
            counts[letter] += 1
            last = index
        parts = [
            " ".join(f"{letter} {count}" for letter, count in counts.items()).encode(),
            "\n".join(name for _, _, name in rows).encode(),
            "\n".join(skeleton(name) for _, _, name in rows).encode(),
        ]
        piece = zlib.compress(b"\0".join(parts) + b"\0" + np.array(gaps, "<u4").tobytes(), 9)
        pieces.append(piece)
        starts.append(starts[-1] + len(piece))
    return np.frombuffer(b"".join(pieces), np.uint8), np.array(starts, np.uint32)


def pack(
    out: Path,
    entries: list[Entry],
    table: list[dict[str, Any]],
    lines: dict[int, list[list[tuple[float, float]]]],
    first_city: int,
) -> dict[str, int]:
    """Write all files. Returns counts and the bytes written."""
    out.mkdir(parents=True, exist_ok=True)
    names: dict[str, list[int]] = {}
    for index, entry in enumerate(entries):
        for name, kind in entry.names.items():
            names.setdefault(name, []).append(index << 2 | kind)
    trie = marisa_trie.Trie(list(names), order=marisa_trie.LABEL_ORDER, num_tries=5, cache_size=marisa_trie.SMALL_CACHE)
    trie.save(str(out / "names.trie"))
    ordered: list[list[int]] = [[]] * len(names)
    for name, held in names.items():
        held.sort(key=lambda v: (v & 3, -entries[v >> 2].population))
        ordered[trie[name]] = held[:200]
    counts = np.array([len(h) for h in ordered], dtype=np.uint8)
    blocks = np.concatenate([[0], np.cumsum(counts.astype(np.int64))])[: len(ordered) : BLOCK].astype(np.uint32)
    flat = np.array([v for held in ordered for v in held], dtype=np.uint32)
    labels = marisa_trie.Trie(
        sorted({e.name for e in entries}),
        order=marisa_trie.LABEL_ORDER,
        num_tries=5,
        cache_size=marisa_trie.SMALL_CACHE,
    )
    labels.save(str(out / "labels.trie"))
    high, low = _coordinates(entries)
    spots, starts, owners = [], [0], []
    for index, parts in sorted(lines.items()):
        for part in parts:
            spots += _simplify(part)
            starts.append(len(spots))
            owners.append(index)
    arrays = {
        "name_counts": _nibbles(np.minimum(counts, 15)),
        "name_many": np.array([(i, c) for i, c in enumerate(counts) if c >= 15], dtype=np.uint32),
        "name_blocks": blocks,
        "name_entries": _three(flat),
        "high": high,
        "low": low,
        "geonameid": _three(np.array([e.geonameid for e in entries], dtype=np.uint32)),
    }
    columns = {
        "population": np.array([min(255, round(np.log10(e.population + 1) * 25)) for e in entries], dtype=np.uint8),
        "feature": np.array([FEATURES.index(e.feature) for e in entries], dtype=np.uint8),
        "country": np.array([e.country for e in entries], dtype=np.uint8),
        "parent": np.array([e.parent if e.parent >= 0 else 65535 for e in entries], dtype=np.uint16),
    }
    arrays |= {
        "label": _three(np.array([labels[e.name] for e in entries], dtype=np.uint32)),
        "line_points": np.array([(lat * 100, lon * 100) for lon, lat in spots], dtype=np.int16),
        "line_starts": np.array(starts, dtype=np.uint32),
        "line_owners": np.array(owners, dtype=np.uint32),
    }
    assert len(table) < 255
    arrays["alike"], arrays["alike_starts"] = alike(entries, first_city, len(table))
    columns |= {name: arrays.pop(name) for name in ("line_points", "line_starts", "line_owners")}
    write_columns(out / "columns.npz", columns)
    for name, array in arrays.items():
        np.save(out / f"{name}.npy", array)
    counted = {"entries": len(entries), "names": len(flat), "keys": len(names), "first_city": first_city}
    (out / "gazetteer.json").write_text(
        json.dumps(
            {"version": 3, "features": list(FEATURES), **counted, "countries": table},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        + "\n",
        "utf-8",
    )
    counted["bytes"] = sum(p.stat().st_size for p in out.iterdir())
    return counted
