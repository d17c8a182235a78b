"""Episodes: which incident is part of a running one, such as a siege, an offensive, a war.

Comes in: incidents with their tellings. Goes out: for each episode the running incident nearest around it.
Knows nothing of how events are grouped.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from reportedly.incidents.records import Incident
from reportedly.incidents.roots import Telling
from reportedly.incidents.tellings import COUNTRY, FINENESS, REGION, SPOT

RUNS = 14
"""Days from which on an incident is a running one."""
LASTS = 14
"""Days for which what is told as going on is held to go on after its last telling."""
NEAR = 0.35
"""Degrees within which a place belongs to a running event at a settlement: the belt around a besieged town."""
_OPEN = datetime.date.max.toordinal()
_FORCE = ("ASSAULT", "CONTROL", "MOBILIZE", "COERCE", "RETREAT")


class Span(NamedTuple):
    """An incident's days as ordinals, inclusive, and how finely its place is known."""

    first: int
    last: int
    fineness: int


def part_of(incidents: Sequence[Incident], tellings: Mapping[str, Sequence[Telling]]) -> dict[str, str]:
    """The running incident of each episode: at the same place or one around it, over its days; the finest, then shortest."""
    spans = {one.id: _span(one, tellings[one.id]) for one in incidents}
    running: dict[str, list[Incident]] = defaultdict(list)
    for one in incidents:
        if one.type in _FORCE and one.place and _runs(one, spans[one.id], tellings[one.id]):
            running[one.place.country or ""].append(one)
    out = {}
    for one in incidents:
        if one.place is None or one.start is None or one.type not in _FORCE:
            continue
        span = spans[one.id]
        around = [
            held
            for held in running[one.place.country or ""]
            if held.id != one.id and _holds(held, spans[held.id], one, span)
        ]
        if around:
            best = min(
                around, key=lambda held: (-spans[held.id].fineness, spans[held.id].last - spans[held.id].first, held.id)
            )
            out[one.id] = best.id
    return out


def _runs(one: Incident, span: Span, tellings: Iterable[Telling]) -> bool:
    if one.start is None:
        return False
    besieges = any(telling.event.mode in ("besiege", "encircle") for telling in tellings)
    ongoing = any(telling.event.status == "ongoing" for telling in tellings)
    return besieges or ongoing or span.last - span.first >= RUNS


def _span(one: Incident, tellings: Iterable[Telling]) -> Span:
    """From the incident's first day to the last stated; one that goes on, `LASTS` days more than told."""
    fineness = FINENESS[one.place.precision] if one.place else 0
    if one.start is None:
        return Span(0, 0, fineness)
    first = datetime.date.fromisoformat(one.start).toordinal()
    last = datetime.date.fromisoformat(one.end).toordinal() if one.end else _OPEN
    for telling in tellings:
        when = telling.event.when
        if when and when.latest:
            last = max(last, datetime.date.fromisoformat(when.latest).toordinal())
        published = telling.coded.report.published
        if telling.event.status == "ongoing" and published:
            last = max(last, datetime.date.fromisoformat(published).toordinal() + LASTS)
    return Span(first, last, fineness)


def _holds(held: Incident, outer: Span, one: Incident, inner: Span) -> bool:
    if held.place is None or one.place is None:
        return False
    if outer.last - outer.first <= inner.last - inner.first or not outer.first <= inner.first <= outer.last:
        return False
    if outer.fineness == COUNTRY:
        return True
    if outer.fineness == REGION and inner.fineness > REGION and (held.place.lat is None or one.place.lat is None):
        return False
    if None in (held.place.lat, held.place.lon, one.place.lat, one.place.lon):
        return held.place.name == one.place.name
    wide = NEAR if outer.fineness >= SPOT else 1.0
    near = abs(held.place.lat - one.place.lat) <= wide and abs(held.place.lon - one.place.lon) <= wide  # type: ignore[operator]
    return near and inner.fineness >= outer.fineness
