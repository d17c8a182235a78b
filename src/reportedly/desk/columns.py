"""Events as columns: what the overview filters in the browser, sent once for each state of the archive.

Comes in: the desk's index. Goes out: one gzipped JSON of number columns and the dictionaries that they point into.
Knows nothing of pages and requests.
"""

import datetime
import gzip
import math
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from reportedly.desk.index import Index
from reportedly.errors import DataError
from reportedly.export.flat import OUTCOMES

EPOCH = datetime.date(1970, 1, 1).toordinal()
CONFIDENCE = 10_000
"""Steps of `confidence` from 0 to 1: floored, so that a bound lets through what it does in SQL."""


class _Dictionary:
    """Values in order of first sight, each with its number; None has the number -1."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._number: dict[Any, int] = {}

    def number(self, value: Any) -> int:
        if value is None:
            return -1
        found = self._number.setdefault(value, len(self.values))
        if found == len(self.values):
            self.values.append(value)
        return found


_PLAIN = ("type", "mode", "status", "certainty", "trigger", "granularity", "outlet", "root", "likelihood", "incident", "id")  # fmt: skip


def columns(index: Index) -> dict[str, Any]:
    """The events in the index's order: `count`, `dictionaries`, `columns` (numbers), `tolls`, `places`, `reports`.

    `earliest` and `latest` are days since 1970-01-01 or null; `actors` and `recipients` lists of numbers into `party`.
    `tolls` holds rows (event, low, high) by outcome. A place is (name, words, lat, lon, country, admin1, precision, relation,
    kilometres, area): `kilometres` around the point that it may lie in, `area` the key of its polygon, if any.
    A report is (beginning of its id, title, day of publication).
    """
    held = {name: _Dictionary() for name in (*_PLAIN, "party", "place", "report")}
    out: dict[str, list[Any]] = {
        name: [] for name in (*_PLAIN, "report", "earliest", "latest", "place", "roots", "confidence", "corrected")
    }
    tolls: dict[str, list[tuple[int, int | None, int | None]]] = {outcome: [] for outcome in OUTCOMES}
    figures = ", ".join(f"{outcome}_low, {outcome}_high" for outcome in OUTCOMES)
    sql = (
        f"SELECT {', '.join(_PLAIN)}, report, earliest, latest, roots, confidence, corrected,"
        f" place, place_text, lat, lon, country, admin1, precision, relation, geonameid, {figures} FROM event ORDER BY n"
    )
    rows = index.select(sql)
    for number, row in enumerate(rows):
        plain, rest = row[: len(_PLAIN)], row[len(_PLAIN) :]
        for name, value in zip(_PLAIN, plain, strict=True):
            out[name].append(held[name].number(value))
        report, earliest, latest, roots, confidence, corrected = rest[:6]
        out["report"].append(held["report"].number(report))
        out["earliest"].append(_day(earliest))
        out["latest"].append(_day(latest))
        out["roots"].append(roots)
        out["confidence"].append(math.floor(confidence * CONFIDENCE + 1e-6))
        out["corrected"].append(corrected)
        out["place"].append(held["place"].number(tuple(rest[6:15]) if rest[6] is not None else None))
        for at, outcome in enumerate(OUTCOMES):
            low, high = rest[15 + 2 * at : 17 + 2 * at]
            if low is not None or high is not None:
                tolls[outcome].append((number, low, high))
    parties: dict[str, list[list[int]]] = {role: [[] for _ in rows] for role in ("actor", "recipient")}
    for event, role, name in index.select("SELECT event, role, name FROM party ORDER BY rowid"):
        parties[role][event].append(held["party"].number(name))
    reports = {row[0]: row[1:] for row in index.select("SELECT id, short, title, published FROM report")}
    return {
        "count": len(rows),
        "confidence_steps": CONFIDENCE,
        "dictionaries": {name: held[name].values for name in (*_PLAIN, "party")},
        "columns": out | {"actors": parties["actor"], "recipients": parties["recipient"]},
        "tolls": tolls,
        "places": [_place(one) for one in held["place"].values],
        "reports": [reports[one] for one in held["report"].values],
    }


def packed(index: Index) -> bytes:
    """`columns` as gzipped JSON."""
    return gzip.compress(msgspec.json.encode(columns(index)), 6, mtime=0)


def area_key(precision: str | None, country: str | None, geonameid: int | None) -> str:
    """The key under which `basemap/areas.json.xz` may hold a place's polygon; "" when it is smaller than those are."""
    if precision == "country":
        return country or ""
    return str(geonameid) if precision == "admin1" and geonameid else ""


def _place(row: tuple[Any, ...]) -> tuple[Any, ...]:
    name, text, lat, lon, country, admin1, precision, relation, geonameid = row
    key = area_key(precision, country, geonameid)
    return name, text, lat, lon, country, admin1, precision, relation, _kilometres(precision, relation), key


def _kilometres(precision: str | None, relation: str | None) -> int:
    table = uncertain()
    return max(table["precision"].get(precision or "", 0), table["relation"].get(relation or "", 0))


@cache
def uncertain() -> dict[str, dict[str, int]]:
    """Kilometres by `precision` and by `relation`. Raises DataError when the table is malformed."""
    table = tomllib.loads((files("reportedly.desk") / "basemap" / "uncertain.toml").read_text("utf-8"))
    if set(table) != {"precision", "relation"} or not all(
        isinstance(value, int) and value >= 0 for part in table.values() for value in part.values()
    ):
        raise DataError("uncertain.toml: expected kilometres under [precision] and [relation], got something else")
    return table


def _day(value: str | None) -> int | None:
    """Days since 1970-01-01; None for what is no date, as records made elsewhere may hold."""
    try:
        return datetime.date.fromisoformat(value).toordinal() - EPOCH if value else None
    except ValueError:
        return None
