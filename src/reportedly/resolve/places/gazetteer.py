"""The gazetteer: names to entries, entries to what is known of them.

Comes in: the files made by `tools/build_gazetteer`, and the supplement. Goes out: positions of entries, and columns over them.
Knows nothing of reports, mentions or contexts.

An entry is its position in the columns. Names are held in a trie whose key numbers lead into one list of entries;
both stay memory-mapped. Entries of the supplement stand after those of the built files.
"""

import itertools
import json
import zipfile
import zlib
from collections.abc import Iterable
from functools import lru_cache
from math import asin, dist
from pathlib import Path
from typing import Any, NamedTuple

import marisa_trie
import numpy as np
import numpy.typing as npt

from reportedly.errors import DataError
from reportedly.resolve.places.names import bare, initial, key, skeleton
from reportedly.resolve.places.supplement import Addition, read_supplement, rows

DATA = Path(__file__).with_name("data")
NONE = 65535
"""The `parent` of an entry without one."""
BLOCK = 32
MAX_LABELS = 50_000
"""How many names to show are kept ready."""
EARTH_KM = 6371.0
_TOO_MANY = 255
_BOTH = bytes(_TOO_MANY if pair & 15 == 15 or pair >> 4 == 15 else (pair & 15) + (pair >> 4) for pair in range(256))
"""Of a byte of two counts their sum, or `_TOO_MANY` where one of them is 15 and stands in `name_many`."""
MAIN, ENGLISH, LATIN, OTHER = 0, 1, 2, 3
"""Kinds of names: the main one, a known English one, another in Latin script, another script."""

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]


class Alike(NamedTuple):
    """Names of one country with one initial, for comparing: without articles, their skeletons, their entries."""

    names: list[str]
    bones: list[str]
    entries: list[int]


class Pieces:
    """The names of one country for comparing, as `tools/build_gazetteer/pack.py` packed them; unpacked initial by initial."""

    def __init__(self, piece: bytes, added: dict[str, list[tuple[int, str]]]) -> None:
        counts, *self._parts = zlib.decompress(piece).split(b"\0", 3)
        pairs = counts.decode().split(" ") if counts else []
        self._ranges: dict[str, tuple[int, int]] = {}
        at = 0
        for letter, count in zip(pairs[::2], pairs[1::2], strict=True):
            self._ranges[letter] = (at, at + int(count))
            at += int(count)
        self._ends = [np.flatnonzero(np.frombuffer(part, np.uint8) == 10) for part in self._parts[:2]]
        self._added = added
        self._held: dict[str, Alike] = {}

    def of(self, letter: str) -> Alike:
        """The names with this initial (see `names.initial`)."""
        found = self._held.get(letter)
        if found is None:
            found = self._held[letter] = self._unpacked(letter)
        return found

    def _unpacked(self, letter: str) -> Alike:
        names: list[str] = []
        bones: list[str] = []
        entries: list[int] = []
        if letter in self._ranges:
            a, b = self._ranges[letter]
            names, bones = (
                part[int(ends[a - 1]) + 1 if a else 0 : int(ends[b - 1]) if b <= len(ends) else None]
                .decode()
                .split("\n")
                for part, ends in zip(self._parts[:2], self._ends, strict=True)
            )
            entries = np.cumsum(np.frombuffer(self._parts[2], "<u4")[a:b], dtype=np.int64).tolist()
        for entry, name in dict.fromkeys(self._added.get(letter, ())):
            names.append(name)
            bones.append(skeleton(name))
            entries.append(entry)
        return Alike(names, bones, entries)


def _whole(name: str, column: npt.NDArray[Any]) -> tuple[str, npt.NDArray[Any]]:
    """A packed column's name and values: "parent.uint16" holds its bytes plane by plane."""
    name, _, kind = name.partition(".")
    return name, np.ascontiguousarray(np.moveaxis(column, 0, -1)).view(kind)[..., 0] if kind else column


class Gazetteer:
    """All entries. Load it through `gazetteer()`: one a process is enough, and it is never written to.

    Columns, one row an entry: `lat`, `lon` (degrees, to 20 m in latitude), `unit` (n×3, points on the unit sphere),
    `log_population` (log10 of people + 1), `feature` (number into `features`), `country` (number into `countries`,
    255 for none), `admin1` (position of the unit, NONE for none), `parent`, `geonameid` (0 for none).
    Raises DataError when a file is missing, or of another version.
    """

    def __init__(self, folder: Path = DATA) -> None:
        built = folder / "gazetteer"
        try:
            meta: dict[str, Any] = json.loads((built / "gazetteer.json").read_text("utf-8"))
            if meta.get("version") != 3:
                raise DataError(f"expected gazetteer version 3 in {built}, got {meta.get('version')!r}")
            self._names = marisa_trie.Trie()
            self._names.mmap(str(built / "names.trie"))
            self._labels = marisa_trie.Trie()
            self._labels.mmap(str(built / "labels.trie"))
            column = {name: np.load(built / f"{name}.npy", mmap_mode="r").view(np.ndarray) for name in _COLUMNS}
            with np.load(built / "columns.npz") as packed:
                column |= dict(_whole(name, packed[name]) for name in packed.files)
        except (OSError, ValueError, RuntimeError, zipfile.BadZipFile) as error:
            raise DataError(f"expected the gazetteer's files in {built}, got: {error}") from error
        self.features: list[str] = meta["features"]
        self.feature_number = {name: i for i, name in enumerate(self.features)}
        self.countries: list[dict[str, Any]] = meta["countries"]
        self.by_iso3 = {row["iso3"]: i for i, row in enumerate(self.countries)}
        self.by_iso2 = {row["iso2"]: i for i, row in enumerate(self.countries)}
        self.first_settlement: int = meta["first_city"]
        self.built: int = meta["entries"]
        self.name_count: int = meta["names"]
        self._blocks = column["name_blocks"]
        self._counts, self._held = (memoryview(column[name]).cast("B") for name in ("name_counts", "name_entries"))
        self._many = {int(k): int(c) for k, c in column["name_many"]}
        self._label_numbers = column["label"]
        self._alike, self._alike_starts = column["alike"], column["alike_starts"]
        self._labels_held: dict[int, str] = {}
        self._added_to: dict[int, list[tuple[int, str]]] = {}
        self._alike_held: dict[int, Pieces] = {}
        self._additions = read_supplement(folder / "supplement.tsv")
        self._stack(column, self._additions)
        self._added: dict[str, list[int]] = {}
        for at, addition in enumerate(self._additions, self.built):
            for number, name in enumerate((addition.name, *addition.aliases)):
                held = self._added.setdefault(key(name), [])
                if all(packed >> 2 != at for packed in held):
                    held.append(at << 2 | (MAIN if number == 0 else ENGLISH))
        self._alias(folder / "aliases.tsv")
        self.line_points, self.line_starts, self.line_owners = (
            column["line_points"],
            column["line_starts"],
            column["line_owners"],
        )

        self._stretches: dict[int, list[int]] = {}
        for _, (river, pieces, names) in rows(folder / "river_parts.tsv", 3):
            held = [entry for piece in pieces.split("|") for entry in self._rivers(piece)]
            for entry in self._rivers(river):
                self._stretches[entry] = held
                for name in filter(None, names.split("|")):
                    self._added.setdefault(key(name), []).append(entry << 2 | MAIN)

    def _rivers(self, name: str) -> list[int]:
        """The built rivers of a name."""
        number = self.feature_number["river"]
        return [q >> 2 for q in self.lookup(key(name)) if self.feature[q >> 2] == number and q >> 2 < self.built]

    def __len__(self) -> int:
        return len(self.lat)

    def _stack(self, column: dict[str, Any], additions: list[Addition]) -> None:
        y = column["high"][:, 0].astype(np.uint32) << 4 | column["low"] >> 4
        x = column["high"][:, 1].astype(np.uint32) << 4 | column["low"] & 15
        lat = y.astype(np.float64) * (180 / (2**20 - 1)) - 90
        lon = x.astype(np.float64) * (360 / (2**20 - 1)) - 180
        self.lat: FloatArray = np.concatenate([lat, [a.lat for a in additions]]).astype(np.float32)
        self.lon: FloatArray = np.concatenate([lon, [a.lon for a in additions]]).astype(np.float32)
        self.log_population: FloatArray = np.concatenate(
            [column["population"].astype(np.float32) / 25, [a.prominence for a in additions]], dtype=np.float32
        )
        self.feature: npt.NDArray[np.uint8] = np.concatenate(
            [column["feature"], np.array([self.feature_number[a.feature] for a in additions], np.uint8)]
        )
        country = np.array([self.by_iso3.get(a.country, 255) for a in additions], np.uint8)
        self.country: npt.NDArray[np.uint8] = np.concatenate([column["country"], country])
        parent = np.where(country == 255, NONE, country.astype(np.uint16)).astype(np.uint16)
        self.parent: npt.NDArray[np.uint16] = np.concatenate([column["parent"], parent])
        low = column["geonameid"].astype(np.uint32)
        ids = low[:, 0] | low[:, 1] << 8 | low[:, 2] << 16
        self.geonameid: npt.NDArray[np.uint32] = np.concatenate(
            [ids, np.array([a.geonameid for a in additions], np.uint32)]
        )
        first, second = self.feature_number["admin1"], self.feature_number["admin2"]
        above = np.where(self.parent == NONE, 0, self.parent)
        kind = np.where(self.parent == NONE, 255, self.feature[above])
        self.admin1: npt.NDArray[np.uint16] = np.where(
            kind == first, self.parent, np.where(kind == second, self.parent[above], NONE)
        ).astype(np.uint16)
        top = np.flatnonzero(self.feature == first)
        self.admin1[top] = top
        bad = (self.admin1 != NONE) & (self.feature[np.where(self.admin1 == NONE, 0, self.admin1)] != first)
        self.admin1[bad] = NONE
        phi, lam = np.radians(self.lat), np.radians(self.lon)
        self.unit: FloatArray = np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=1)

    def _alias(self, path: Path) -> None:
        """Add the names of the alias table to the entries that it points at."""
        self._shown: dict[int, str] = {}
        held = rows(path, 4)
        wanted = {int(cells[1]) for _, cells in held if cells[1].isdigit()}
        at = np.flatnonzero(np.isin(self.geonameid, list(wanted)))
        position = {int(self.geonameid[i]): int(i) for i in reversed(at.tolist())}
        for line, (names, target, shown, _source) in held:
            entry = position.get(int(target)) if target.isdigit() else self.by_iso3.get(target)
            if entry is None:
                raise DataError(
                    f"{path.name} line {line}: expected a GeoNames id or ISO alpha-3 of the gazetteer, got {target!r}"
                )
            if shown:
                self._shown[entry] = shown
            for name in names.split("|"):
                packed = self._added.setdefault(key(name), [])
                if all(p >> 2 != entry for p in packed):
                    packed.append(entry << 2 | MAIN)

    def lookup(self, name: str) -> list[int]:
        """Entries called by this key (see `names.key`), best kind of name and largest first, as `position << 2 | kind`."""
        number = self._names.get(name)
        added = self._added.get(name)
        if number is None:
            return added or []
        block = number // BLOCK
        low = block * BLOCK
        start = int(self._blocks[block])
        packed = bytes(self._counts[low >> 1 : (number >> 1) + 1])
        count = packed[-1] >> (number & 1) * 4 & 15
        before = packed[:-1].translate(_BOTH)
        if _TOO_MANY in before or (number & 1 and packed[-1] & 15 == 15):
            for at in range(low, number):
                held = packed[(at - low) >> 1] >> (at & 1) * 4 & 15
                start += held if held < 15 else self._many[at]
        else:
            start += sum(before) + (packed[-1] & 15 if number & 1 else 0)
        if count == 15:
            count = self._many[number]
        raw = bytes(self._held[3 * start : 3 * (start + count)])
        found = [raw[i] | raw[i + 1] << 8 | raw[i + 2] << 16 for i in range(0, 3 * count, 3)]
        if not added:
            return found
        known = {packed >> 2 for packed in added}
        return added + [packed for packed in found if packed >> 2 not in known]

    def additions(self) -> Iterable[tuple[str, list[int]]]:
        """The keys of the supplement and the aliases, and what `lookup` gives of these tables for each."""
        return self._added.items()

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and (name in self._names or name in self._added)

    def starts(self, prefix: str) -> bool:
        """Whether any key begins with `prefix`."""
        if prefix in self._added:
            return True
        return next(self._names.iterkeys(prefix), None) is not None

    def label(self, position: int) -> str:
        """The name to show for an entry."""
        found = self._labels_held.get(position)
        if found is None:
            if len(self._labels_held) >= MAX_LABELS:
                self._labels_held.clear()
            found = self._labels_held[position] = self._label(position)
        return found

    def _label(self, position: int) -> str:
        if position in self._shown:
            return self._shown[position]
        if position >= self.built:
            return self._additions[position - self.built].name
        raw = self._label_numbers[position].tobytes()
        return str(self._labels.restore_key(raw[0] | raw[1] << 8 | raw[2] << 16))

    def addition(self, position: int) -> Addition | None:
        """The supplement's row for an entry, or None for a built one."""
        return self._additions[position - self.built] if position >= self.built else None

    def iso3(self, position: int) -> str | None:
        """ISO 3166-1 alpha-3 of an entry's country, None for the high sea and regions across borders."""
        number = int(self.country[position])
        return str(self.countries[number]["iso3"]) if number < 255 else None

    def admin1_label(self, position: int) -> str | None:
        """The name of an entry's first-order unit, or None."""
        at = int(self.admin1[position])
        if at != NONE:
            return self.label(at)
        addition = self.addition(position)
        return (addition.admin1 or None) if addition else None

    def alike(self, country: int, letter: str) -> Alike:
        """The country's units, larger settlements and additions whose names have this initial (see `names.initial`)."""
        held = self._alike_held.get(country)
        if held is None:
            piece = self._alike[self._alike_starts[country] : self._alike_starts[country + 1]].tobytes()
            held = self._alike_held[country] = Pieces(piece, self._added_in(country))
        return held.of(letter)

    def _added_in(self, country: int) -> dict[str, list[tuple[int, str]]]:
        """By initial: entries of a country that the supplement or the aliases name, with these names without articles."""
        if not self._added_to:
            numbers = self.country.data
            for name, held in self._added.items():
                for packed in held:
                    self._added_to.setdefault(numbers[packed >> 2], []).append((packed >> 2, name))
        found: dict[str, list[tuple[int, str]]] = {}
        for entry, name in self._added_to.get(country, ()):
            short = bare(name)
            found.setdefault(initial(short), []).append((entry, short))
        return found

    def settlements(self, country: int, limit: int) -> range:
        """Positions of a country's `limit` largest settlements."""
        start, end = self._ranges.get(country, (0, 0))
        return range(start, min(end, start + limit))

    @property
    def _ranges(self) -> dict[int, tuple[int, int]]:
        cached = self.__dict__.get("_range_cache")
        if cached is None:
            last = self.first_settlement + int(
                np.argmax(self.feature[self.first_settlement :] == self.feature_number["continent"])
            )
            held = self.country[self.first_settlement : last]
            bounds = np.flatnonzero(np.diff(held)) + 1
            edges = [0, *bounds.tolist(), len(held)]
            cached = {
                int(held[a]): (self.first_settlement + a, self.first_settlement + b)
                for a, b in itertools.pairwise(edges)
            }
            self.__dict__["_range_cache"] = cached
        return cached

    def distance_km(self, a: int, b: int) -> float:
        """Great-circle distance of two entries in kilometres."""
        return 2 * EARTH_KM * asin(min(1.0, dist(self.unit[a].tolist(), self.unit[b].tolist()) / 2))

    def line(self, position: int) -> npt.NDArray[np.float64]:
        """Points (n×2: lat, lon in degrees) of a river's line; empty when only its point is known."""
        addition = self.addition(position)
        if addition is not None:
            return np.array(addition.line, np.float64).reshape(-1, 2)
        parts = np.flatnonzero(np.isin(self.line_owners, [position, *self._stretches.get(position, ())]))
        pieces = [self.line_points[self.line_starts[p] : self.line_starts[p + 1]] for p in parts]
        return np.concatenate(pieces).astype(np.float64) / 100 if pieces else np.empty((0, 2))


_COLUMNS = (
    "name_counts", "name_blocks", "name_entries", "name_many", "high", "low", "geonameid", "label",
    "alike", "alike_starts",
)  # fmt: skip


@lru_cache(maxsize=2)
def gazetteer(folder: Path = DATA) -> Gazetteer:
    """The shared gazetteer of this process, loaded on first use."""
    return Gazetteer(folder)
