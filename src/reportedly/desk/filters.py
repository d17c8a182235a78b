"""The filter language: what of an archive a view shows, as a link says it.

Comes in: the query of a link. Goes out: `Filters`, its SQL over the table `event` of `index.py`, its canonical link.
Knows nothing of pages, nor of where events are kept.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import get_args
from urllib.parse import urlencode

import msgspec

from reportedly.archive import source_key
from reportedly.errors import BadDate, BadFilter
from reportedly.records import EventType, Outcome, parse_date

TYPES: tuple[str, ...] = get_args(EventType)
OUTCOMES: tuple[str, ...] = get_args(Outcome)
CERTAINTIES = ("stated", "graded", "expected", "denied")
"""`stated`: told as a fact by whoever tells it; `graded`: with a word of estimate, or hedged without a source;
`expected`: planned, predicted or hypothetical; `denied`: the source denies or doubts it, or it is told not to have happened."""
MISSING = ("place", "date")
LONGEST = 200  # code points of one value
MOST = 50  # values of one name

Search = Callable[[str], Sequence[str]]


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """Which events a view shows; an empty or None field narrows nothing, several fields narrow together.

    `roots`: least and most independent roots of the event's incident. `toll`: an outcome ("" is any) with the least
    figure told. `outlet`, `actor`, `place`, `source`: part of a name, letter case aside. `text`: words of the report, as
    `Archive.search` takes them. `bbox`: west, south, east, north in degrees; west > east crosses the 180th meridian.
    `start`, `end`: YYYY-MM-DD, inclusive; an event counts when its days may touch them. `missing`: only events without a
    place, or without a date. `sure`: least confidence of the reading, 0 to 1. `incident`: an incident's id.
    """

    types: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    actor: str = ""
    source: str = ""
    outlet: str = ""
    place: str = ""
    country: str = ""
    text: str = ""
    roots: tuple[int | None, int | None] = (None, None)
    toll: tuple[str, int] | None = None
    sure: float = 0.0
    bbox: tuple[float, float, float, float] | None = None
    start: str | None = None
    end: str | None = None
    missing: tuple[str, ...] = ()
    incident: str = ""

    def __bool__(self) -> bool:
        return self != Filters()

    def query(self) -> str:
        """The filters as the query of a link, always the same for the same filters; "" when there are none."""
        pairs: list[tuple[str, str]] = [("type", one) for one in self.types]
        pairs += [("certainty", one) for one in self.certainty]
        for name in ("actor", "source", "outlet", "place", "country", "text", "incident"):
            if value := getattr(self, name):
                pairs.append((name, value))
        if self.roots != (None, None):
            low, high = ("" if one is None else str(one) for one in self.roots)
            pairs.append(("roots", low if low == high else f"{low}-{high}"))
        if self.toll:
            pairs.append(("toll", f"{self.toll[0]}:{self.toll[1]}" if self.toll[0] else str(self.toll[1])))
        if self.sure:
            pairs.append(("sure", f"{self.sure:g}"))
        if self.bbox:
            pairs.append(("bbox", ",".join(f"{one:g}" for one in self.bbox)))
        pairs += [(name, value) for name, value in (("from", self.start), ("to", self.end)) if value]
        pairs += [("missing", one) for one in self.missing]
        return urlencode(pairs)

    def where(self, search: Search) -> tuple[str, list[object]]:
        """An SQL condition over the table `event` and its arguments; `search` gives the full ids of reports with the words."""
        parts: list[tuple[str, list[object]]] = []
        if self.types:
            parts.append(_among("type", self.types))
        if self.certainty:
            parts.append(_among("certainty", self.certainty))
        if self.actor:
            parts.append(
                ("EXISTS (SELECT 1 FROM party WHERE party.event = event.n AND instr(folded, ?))", [self.actor.lower()])
            )
        if self.source:
            parts.append(
                (
                    "EXISTS (SELECT 1 FROM voice WHERE voice.event = event.n AND role <> 'own voice'"
                    " AND (key = ? OR instr(folded, ?)))",
                    [source_key(self.source), self.source.lower()],
                )
            )
        if self.outlet:
            parts.append(("instr(outlet_folded, ?)", [self.outlet.lower()]))
        if self.place:
            parts.append(("instr(place_folded, ?)", [self.place.lower()]))
        if self.country:
            parts.append(("country = ?", [self.country]))
        if self.incident:
            parts.append(("incident = ?", [self.incident]))
        parts += _bounds("roots", self.roots)
        if self.toll:
            outcome, least = self.toll
            names = (outcome,) if outcome else OUTCOMES
            parts.append((" OR ".join(f"coalesce({one}_high, {one}_low) >= ?" for one in names), [least] * len(names)))
        if self.sure:
            parts.append(("confidence >= ?", [self.sure]))
        if self.bbox:
            parts.append(_inside(self.bbox))
        if self.start:
            parts.append(("coalesce(latest, earliest) >= ?", [self.start]))
        if self.end:
            parts.append(("coalesce(earliest, latest) <= ?", [self.end]))
        for one in self.missing:
            parts.append(("lat IS NULL" if one == "place" else "coalesce(earliest, latest) IS NULL", []))
        if self.text:
            # One argument however many reports there are: SQLite bounds the number of arguments.
            found = msgspec.json.encode(list(search(self.text))).decode()
            parts.append(("report IN (SELECT value FROM json_each(?))", [found]))
        if not parts:
            return "1", []
        return " AND ".join(f"({sql})" for sql, _ in parts), [one for _, given in parts for one in given]


def parse(pairs: Iterable[tuple[str, str]]) -> Filters:
    """The filters of a link's query; empty values and names that are no filter are passed over.

    Raises BadFilter, which says what was expected and what came.
    """
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        value = value.replace("\0", "").strip()
        if name in _NAMES and value:
            given.setdefault(name, []).append(value)
    for name, values in given.items():
        if len(values) > (MOST if name in _SEVERAL else 1):
            raise BadFilter(f"{name}: expected at most {MOST if name in _SEVERAL else 1} values, got {len(values)}")
        if any(len(value) > LONGEST for value in values):
            raise BadFilter(f"{name}: expected at most {LONGEST} characters, got {max(map(len, values))}")
    one = {name: values[0] for name, values in given.items()}
    return Filters(
        types=_choices("type", given, TYPES),
        certainty=_choices("certainty", given, CERTAINTIES),
        missing=_choices("missing", given, MISSING),
        roots=_range(one.get("roots")),
        toll=_toll(one.get("toll")),
        sure=_share(one.get("sure")),
        bbox=_bbox(one.get("bbox")),
        start=_day("from", one.get("from")),
        end=_day("to", one.get("to")),
        country=one.get("country", "").upper(),
        **{name: one.get(name, "") for name in ("actor", "source", "outlet", "place", "text", "incident")},
    )


_SEVERAL = ("type", "certainty", "missing")
_NAMES = {
    *_SEVERAL, "actor", "source", "outlet", "place", "country", "text", "incident", "roots", "toll", "sure", "bbox", "from", "to",
}  # fmt: skip


def _among(column: str, values: Sequence[str]) -> tuple[str, list[object]]:
    return f"{column} IN ({', '.join('?' * len(values))})", list(values)


def _bounds(column: str, bounds: tuple[int | None, int | None]) -> list[tuple[str, list[object]]]:
    return [
        (f"{column} {sign} ?", [one]) for sign, one in zip((">=", "<="), bounds, strict=True) if one is not None
    ]  # fmt: skip


def _inside(bbox: tuple[float, float, float, float]) -> tuple[str, list[object]]:
    west, south, east, north = bbox
    across = "lon BETWEEN ? AND ?" if west <= east else "(lon >= ? OR lon <= ?)"
    return f"lat BETWEEN ? AND ? AND {across}", [south, north, west, east]


def _choices(name: str, given: dict[str, list[str]], known: Sequence[str]) -> tuple[str, ...]:
    values = given.get(name, [])
    for value in values:
        if value not in known:
            raise BadFilter(f"{name}: expected one of {', '.join(known)}, got {value!r}")
    return tuple(one for one in known if one in values)


def _whole(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 12):
        raise BadFilter(f"{name}: expected a whole number, got {value!r}")
    return int(value)


def _range(value: str | None) -> tuple[int | None, int | None]:
    if value is None:
        return None, None
    low, dash, high = value.partition("-")
    if not dash:
        return _whole("roots", low), _whole("roots", low)
    if not (low or high):
        raise BadFilter(f"roots: expected a number or a range such as 2-, -1 or 2-5, got {value!r}")
    return _whole("roots", low) if low else None, _whole("roots", high) if high else None


def _toll(value: str | None) -> tuple[str, int] | None:
    if value is None:
        return None
    outcome, colon, least = value.rpartition(":")
    if colon and outcome not in OUTCOMES:
        raise BadFilter(f"toll: expected one of {', '.join(OUTCOMES)} before the colon, got {outcome!r}")
    return outcome, _whole("toll", least)


def _share(value: str | None) -> float:
    if value is None:
        return 0.0
    try:
        share = float(value)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise BadFilter(f"sure: expected a number from 0 to 1, got {value!r}")
    return share


def _bbox(value: str | None) -> tuple[float, float, float, float] | None:
    if value is None:
        return None
    try:
        west, south, east, north = (float(one) for one in value.split(","))
        if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
            raise ValueError
    except ValueError:
        raise BadFilter(f"bbox: expected west,south,east,north in degrees, got {value!r}") from None
    return west, south, east, north


def _day(name: str, value: str | None) -> str | None:
    if value is None:
        return None
    try:
        return parse_date(value).isoformat()
    except BadDate as error:
        raise BadFilter(f"{name}: {error}") from error
