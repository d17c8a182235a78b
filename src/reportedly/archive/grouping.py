"""Incidents in the file: which event was grouped into which, and what people decided about them.

Comes in: a connection to an archive. Goes out: members and reviews, and new rows of both.
Knows nothing of how events are grouped, nor of what a review does.
"""

import sqlite3
from collections.abc import Iterable
from typing import Literal, NamedTuple

ReviewAction = Literal["merge", "split", "set", "undo"]


class Member(NamedTuple):
    """An event (full report id, event id) with its mark and the incident it was grouped into."""

    report: str
    event: str
    mark: str
    incident: str


class Review(NamedTuple):
    """One decision of a person; `detail` is JSON, `at` UTC in ISO 8601. `n` counts from 1 in the order they were made."""

    n: int
    action: ReviewAction
    incident: str
    detail: str
    who: str
    at: str
    why: str


def members(connection: sqlite3.Connection) -> list[Member]:
    """Every grouped event."""
    sql = "SELECT r.id, m.event, m.mark, m.incident FROM incident_members m JOIN reports r ON r.n = m.report ORDER BY 1, 2"
    return [Member(*row) for row in connection.execute(sql)]


def keep_members(connection: sqlite3.Connection, rows: Iterable[Member]) -> None:
    """Keeps the grouping of these events; one grouped before under another mark is replaced."""
    connection.executemany(
        "INSERT OR REPLACE INTO incident_members SELECT n, ?, ?, ? FROM reports WHERE id = ?",
        ((row.event, row.mark, row.incident, row.report) for row in rows),
    )


def reviews(connection: sqlite3.Connection) -> list[Review]:
    """Every decision, in the order in which they were made."""
    return [
        Review(*row)
        for row in connection.execute("SELECT n, action, incident, detail, who, at, why FROM reviews ORDER BY n")
    ]


def add_review(connection: sqlite3.Connection, review: Review) -> int:
    """Adds a decision (its `n` is given here); its number."""
    cursor = connection.execute(
        "INSERT INTO reviews (action, incident, detail, who, at, why) VALUES (?, ?, ?, ?, ?, ?)", review[1:]
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid
