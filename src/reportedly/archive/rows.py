"""The tables that queries need, filled from coded reports.

Comes in: a coded report and its number. Goes out: rows in the tables derived from it, and their removal.
Knows nothing of how the file is opened, nor of inputs and their accounts.
"""

import sqlite3

from reportedly import records
from reportedly.archive.chains import Voice, event_chain, keys, root, voices
from reportedly.records import Attribution, CodedReport, Event, Place

DERIVED = ("sources", "tolls", "places", "actors", "attributions", "events")  # children before parents

_MAX_INTEGER = 2**63 - 1

Row = tuple[str | int | float | None, ...]


def insert_report(connection: sqlite3.Connection, coded: CodedReport, coder: str) -> int:
    """Adds a report that the archive doesn't have; its number."""
    report = coded.report
    values = (report.id, report.name, report.url, report.outlet, report.title, report.published, report.language, coder)
    cursor = connection.execute(
        "INSERT INTO reports (id, name, url, outlet, title, published, language, coder, record)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*values, records.to_json(coded).decode()),
    )
    number = cursor.lastrowid
    assert number is not None
    insert_derived(connection, number, coded)
    return number


def replace_report(connection: sqlite3.Connection, number: int, coded: CodedReport, coder: str) -> None:
    """Puts another coding in the place of the one the archive has; the report keeps its number."""
    delete_derived(connection, number)
    report = coded.report
    connection.execute(
        "UPDATE reports SET name = ?, url = ?, outlet = ?, title = ?, published = ?, language = ?, coder = ?, record = ?"
        " WHERE n = ?",
        (report.name, report.url, report.outlet, report.title, report.published, report.language, coder,
         records.to_json(coded).decode(), number),
    )  # fmt: skip
    insert_derived(connection, number, coded)


def delete_derived(connection: sqlite3.Connection, number: int) -> None:
    """Removes what was derived from a report, and its text from the search index."""
    connection.execute(
        "INSERT INTO report_search (report_search, rowid, text) SELECT 'delete', n, text FROM report_texts WHERE n = ?",
        (number,),
    )
    for table in DERIVED:
        connection.execute(f"DELETE FROM {table} WHERE report = ?", (number,))


def insert_derived(connection: sqlite3.Connection, number: int, coded: CodedReport) -> None:
    """Fills the derived tables and the search index from a report that stands in `reports`."""
    connection.execute(
        "INSERT INTO report_search (rowid, text) SELECT n, text FROM report_texts WHERE n = ?", (number,)
    )
    rows: dict[str, list[Row]] = {table: [] for table in DERIVED}
    known = keys(coded)
    for position, attribution in enumerate(coded.attributions):
        rows["attributions"].append((number, attribution.id, position, *_attribution(attribution, known)))
    for position, event in enumerate(coded.events):
        rows["events"].append((number, event.id, position, *_event(event, coded.attributions, known)))
        for role, actors in (("actor", event.actors), ("recipient", event.recipients)):
            for at, actor in enumerate(actors):
                rows["actors"].append(
                    (number, event.id, role, at, actor.name, actor.country, actor.sector, actor.confidence)
                )
        if event.place is not None:
            rows["places"].append((number, event.id, 0, *_place(event.place)))
        for at, toll in enumerate(event.casualties):
            rows["tolls"].append(
                (
                    number,
                    event.id,
                    at,
                    toll.outcome,
                    _bounded(toll.low),
                    _bounded(toll.high),
                    toll.text,
                    toll.confidence,
                )
            )
    for position, place in enumerate(coded.places):
        rows["places"].append((number, "", position, *_place(place)))
    for voice in voices(coded):
        rows["sources"].append((number, *_voice(voice)))
    for table in reversed(DERIVED):
        if rows[table]:
            marks = ", ".join("?" * len(rows[table][0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows[table])


def reindex(connection: sqlite3.Connection) -> None:
    """Fills every derived table again from the records. Runs in the caller's transaction."""
    connection.execute("INSERT INTO report_search (report_search) VALUES ('delete-all')")
    for table in DERIVED:
        connection.execute(f"DELETE FROM {table}")
    for number, record in connection.execute("SELECT n, record FROM reports ORDER BY n").fetchall():
        insert_derived(connection, number, records.from_json(record))


def _attribution(attribution: Attribution, known: dict[str, str]) -> Row:
    source, likelihood = attribution.source, attribution.likelihood
    return (
        source.text if source else None,
        source.name if source else None,
        known[attribution.id] or None,
        source.kind if source else None,
        attribution.cue.text if attribution.cue else None,
        attribution.content.start,
        attribution.content.end,
        attribution.manner,
        attribution.stance,
        likelihood.word if likelihood else None,
        likelihood.low if likelihood else None,
        likelihood.high if likelihood else None,
        attribution.via,
        attribution.confidence,
    )


def _event(event: Event, attributions: list[Attribution], known: dict[str, str]) -> Row:
    chain = event_chain(event, attributions)
    innermost = root(chain)
    return (
        event.trigger.text,
        event.type,
        event.mode,
        event.status,
        event.when.earliest if event.when else None,
        event.when.latest if event.when else None,
        event.when.granularity if event.when else None,
        int(not chain),
        (known[innermost.id] if innermost else "") if chain else None,
        event.same_as,
        event.confidence,
    )


def _bounded(count: int | None) -> int | None:
    """A count as SQLite can hold it: a text may state more people than 64 bits do."""
    return None if count is None else max(-_MAX_INTEGER, min(_MAX_INTEGER, count))


def _place(place: Place) -> Row:
    return (
        place.text, place.name, place.geonameid, place.lat, place.lon, place.country, place.admin1, place.precision,
        place.relation, place.confidence,
    )  # fmt: skip


def _voice(voice: Voice) -> Row:
    return (voice.claim, voice.position, voice.claim_kind, voice.role, voice.key, voice.name, voice.kind)
