"""Counts over a whole archive: its sources with how much rests on each, its places with what happened there.

Comes in: a connection to an archive. Goes out: counted rows in a stable order.
Knows nothing of screens and formats.
"""

import sqlite3
from collections import defaultdict
from typing import Any, NamedTuple


class SourceCount(NamedTuple):
    """One source and what rests on it.

    `reports`, `events`, `attributions` (those that carry no other) have it as their root; `outlets` is how many
    outlets those reports come from, `carriers` names the sources they came through. `carried_reports` counts the
    reports in which it passes on another's claim; `own_voice_events` the events it tells, as an outlet, in its own
    voice, in `own_voice_reports`. `name` None: nobody is named.
    """

    key: str
    name: str | None
    kind: str | None
    reports: int
    outlets: int
    events: int
    attributions: int
    carriers: list[str]
    carried_reports: int
    own_voice_reports: int
    own_voice_events: int


class PlaceCount(NamedTuple):
    """One place: events that happened there, reports that name it, and mentions in them. `name` None: not resolved."""

    name: str | None
    text: str
    geonameid: int | None
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    precision: str | None
    events: int
    reports: int
    mentions: int


_SOURCES = """
SELECT s.key,
       count(DISTINCT CASE s.role WHEN 'root' THEN s.report END),
       count(DISTINCT CASE s.role WHEN 'root' THEN coalesce(r.outlet, '') END),
       sum(s.role = 'root' AND s.claim_kind = 'event'),
       sum(s.role = 'root' AND s.claim_kind = 'attribution'),
       count(DISTINCT CASE s.role WHEN 'carrier' THEN s.report END),
       count(DISTINCT CASE s.role WHEN 'own voice' THEN s.report END),
       sum(s.role = 'own voice')
FROM sources s JOIN reports r ON r.n = s.report
GROUP BY s.key ORDER BY 2 DESC, 4 DESC, 5 DESC, 6 DESC, 8 DESC, 1
"""
_CARRIERS = """
SELECT DISTINCT inner_.key, outer_.key FROM sources inner_
JOIN sources outer_ USING (report, claim_kind, claim)
WHERE inner_.role = 'root' AND outer_.role = 'carrier' AND outer_.key <> inner_.key
"""
_PLACES = """
SELECT max(name), min(text), max(geonameid), max(lat), max(lon), country, max(admin1), max(precision),
       sum(event <> ''), count(DISTINCT report), sum(event = '')
FROM places
GROUP BY CASE WHEN geonameid IS NOT NULL THEN geonameid WHEN name IS NOT NULL THEN name ELSE lower(text) END,
         name IS NULL, country, CASE WHEN geonameid IS NULL THEN admin1 END
ORDER BY 9 DESC, 10 DESC, 11 DESC, 1, 2, country, 7, 3
"""


def sources(connection: sqlite3.Connection) -> list[SourceCount]:
    """The sources of all claims, those that most reports rest on first."""
    names = _most_frequent(connection, "name")
    kinds = _most_frequent(connection, "kind")
    carriers: dict[str, list[str]] = defaultdict(list)
    for key, carrier in connection.execute(_CARRIERS):
        carriers[key].append(names.get(carrier) or carrier)
    return [
        SourceCount(
            key, names.get(key), kinds.get(key), reports, outlets, events, attributions, sorted(carriers[key]), carried,
            own_reports, own_events,
        )
        for key, reports, outlets, events, attributions, carried, own_reports, own_events in connection.execute(_SOURCES)
    ]  # fmt: skip


def _most_frequent(connection: sqlite3.Connection, column: str) -> dict[str, Any]:
    """For each source its most frequent name or kind; of equally frequent ones the first in the alphabet."""
    sql = f"SELECT key, {column} FROM sources WHERE {column} IS NOT NULL GROUP BY 1, 2 ORDER BY 1, count(*), 2 DESC"
    return dict(connection.execute(sql))  # the last of a key stands


def places(connection: sqlite3.Connection) -> list[PlaceCount]:
    """The places that reports name, those with most events first; unresolved names one by one."""
    return [PlaceCount(*row) for row in connection.execute(_PLACES)]
