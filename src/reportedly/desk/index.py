"""The index: what the desk's lists, maps and filters ask for, in memory, kept in step with the archive.

Comes in: an archive's path. Goes out: `Index` with incidents, control of places, and SQL over flat events.
Knows nothing of pages and requests.
"""

import sqlite3
import threading
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from reportedly.archive import Archive, event_chain, root, speaker
from reportedly.archive.chains import keys, voices
from reportedly.desk.filters import Filters
from reportedly.export import flat
from reportedly.incidents import Entry, Incident, ledger
from reportedly.incidents.build import Grouping, copy_map, corrected, group, tell
from reportedly.incidents.corrections import corrections, target
from reportedly.incidents.reviews import Overlay
from reportedly.incidents.tellings import Key
from reportedly.records import CodedReport, Event, short_id

State = tuple[int, ...]


class Index:
    """One state of an archive. Any thread may ask; answers are lists, so that nothing is held open."""

    def __init__(
        self,
        path: Path,
        reports: Sequence[CodedReport],
        grouping: Mapping[Key, str],
        told: Sequence[Incident],
        copy_of: Mapping[str, str],
        reviewed: Mapping[Key, Collection[str]],
    ) -> None:
        self.path = path
        self.copy_of = copy_of
        self.incidents: dict[str, Incident] = {one.id: one for one in told}
        self.incident_of = grouping
        self.ledger: list[Entry] = ledger(reports, grouping)
        self._reviewed = reviewed
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._connection.executescript((files("reportedly.desk") / "index.sql").read_text("utf-8"))
        self._fill(reports)

    def select(self, sql: str, args: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query over the tables of `index.sql`."""
        with self._lock:
            return self._connection.execute(sql, args).fetchall()

    def events(
        self, filters: Filters, columns: str = "*", *, order: str = "n", limit: int = -1, offset: int = 0
    ) -> list[tuple[Any, ...]]:
        """`columns` of the events that the filters let through; `columns` and `order` are SQL of the program's own."""
        where, args = filters.where(self.search)
        sql = f"SELECT {columns} FROM event WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"
        return self.select(sql, [*args, limit, offset])

    def count(self, filters: Filters) -> int:
        """How many events the filters let through."""
        where, args = filters.where(self.search)
        return int(self.select(f"SELECT count(*) FROM event WHERE {where}", args)[0][0])

    def search(self, words: str) -> list[str]:
        """The full ids of the reports whose text holds the words."""
        with Archive.open(self.path, read_only=True) as archive:
            return archive.find(words)

    def _fill(self, reports: Sequence[CodedReport]) -> None:
        rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        number = 0
        for coded in reports:
            report = coded.report
            rows["report"].append((report.id, short_id(report.id), report.name, report.outlet, report.title, report.published, report.language, len(coded.events), self.copy_of.get(report.id)))  # fmt: skip
            said = defaultdict(list)
            for one in voices(coded):
                if one.claim_kind == "event":
                    said[one.claim].append(one)
            known = keys(coded)
            for event in coded.events:
                incident = self.incidents[self.incident_of[Key(report.id, event.id)]]
                fields = self._reviewed.get(Key(report.id, event.id), ())
                rows["event"].append(_event(number, coded, event, incident, known, fields))
                for role, actors in (("actor", event.actors), ("recipient", event.recipients)):
                    rows["party"] += [(number, role, one.name, one.name.lower(), one.country) for one in actors]
                rows["voice"] += [
                    (number, one.role, one.key, one.name, (one.name or "").lower()) for one in said[event.id]
                ]
                number += 1
        self._connection.execute("BEGIN")
        for table, held in rows.items():
            if not held:
                continue
            marks = ", ".join("?" * len(held[0]))
            self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", held)
        for table, column in (("party", "event"), ("voice", "event"), ("voice", "key"), ("event", "report"), ("event", "incident")):  # fmt: skip
            self._connection.execute(f"CREATE INDEX {table}_by_{column} ON {table} ({column})")
        self._connection.execute("COMMIT")


def _event(
    number: int,
    coded: CodedReport,
    event: Event,
    incident: Incident,
    known: Mapping[str, str],
    reviewed: Collection[str],
) -> tuple[Any, ...]:
    report, place, when = coded.report, event.place, event.when
    chain = event_chain(event, coded.attributions)
    innermost = root(chain)
    graded = next((link.likelihood.word for link in reversed(chain) if link.likelihood), None)
    tolls = (figure for outcome in flat.OUTCOMES for figure in _bounds(event, outcome))
    name = (place.name or place.text) if place else None
    named = f"{place.name or ''}\n{place.text}".lower() if place else ""
    spot = (place.geonameid, place.lat, place.lon, place.country, place.admin1, place.precision, place.relation, place.confidence) if place else (None,) * 8  # fmt: skip
    return (
        number, report.id, event.id, flat.event_id(coded, event.id), incident.id, event.type, event.mode, event.status,
        certainty(coded, event), event.trigger.text, event.trigger.start, when.earliest if when else None,
        when.latest if when else None, when.granularity if when else None, report.published, report.outlet,
        (report.outlet or "").lower(), report.title, name, place.text if place else None, named, *spot, *tolls,
        "; ".join(one.name for one in event.actors), "; ".join(one.name for one in event.recipients), int(not chain),
        (speaker(innermost) if innermost else "") if chain else None, (known[innermost.id] if innermost else "") if chain else None,
        flat.LINK.join(speaker(link) or "?" for link in chain), graded, incident.independent_roots, event.confidence,
        int(any(field not in ("accepted", "note") for field in reviewed)), int("accepted" in reviewed),
    )  # fmt: skip


def _bounds(event: Event, outcome: str) -> tuple[int | None, int | None]:
    """The bounds of the event's first figure for an outcome, as the flat exports have them."""
    toll = next((one for one in event.casualties if one.outcome == outcome), None)
    low, high = (toll.low, toll.high) if toll else (None, None)
    return low if low is None else min(low, flat.MOST), high if high is None else min(high, flat.MOST)


def certainty(coded: CodedReport, event: Event) -> str:
    """How an event is told, as `filters.CERTAINTIES` has it: the weakest link of its chain counts."""
    chain = event_chain(event, coded.attributions)
    if event.status == "negated" or any(link.stance in ("denies", "doubts") for link in chain):
        return "denied"
    if event.status in ("planned", "predicted", "hypothetical"):
        return "expected"
    if any(link.likelihood or link.source is None or link.stance in ("predicts", "asks") for link in chain):
        return "graded"
    return "stated"


class Shelf:
    """Holds the index of an archive and makes it anew when the archive has changed: by coding, or by a review."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._held: tuple[State, Index] | None = None
        self._coding: tuple[State, Mapping[Key, str], dict[str, str]] | None = None

    def index(self) -> Index:
        """The index of the archive as it stands now. Raises ArchiveError."""
        with self._lock, Archive.open(self.path, read_only=True) as archive:
            state = archive.state()
            if self._held is None or self._held[0] != state:
                self._held = state, self._make(archive, state)
            return self._held[1]

    def _make(self, archive: Archive, state: State) -> Index:
        overlay = Overlay(archive.reviews())
        as_read = list(archive.reports())
        if self._coding is None or self._coding[0] != state[:-1]:
            # Reviews move events between incidents but change no text and no likeness: grouping and copies stay.
            self._coding = state[:-1], group(archive, as_read).by_program, copy_map(as_read)
        _, by_program, copy_of = self._coding
        grouping = Grouping({key: overlay.place(key, at) for key, at in by_program.items()}, dict(by_program))
        reports = corrected(as_read, overlay)
        told = tell(reports, grouping, overlay, copy_of=copy_of)
        return Index(self.path, reports, grouping.incident, told, copy_of, _reviewed(as_read, overlay))


def _reviewed(reports: Sequence[CodedReport], overlay: Overlay) -> dict[Key, set[str]]:
    """The fields that people set, by event."""
    found: dict[Key, set[str]] = defaultdict(set)
    held = corrections(overlay.steps)
    for coded in reports:
        for one in held.get(coded.report.id, ()):
            event = target(coded, one.event, one.trigger)
            if event is not None:
                found[Key(coded.report.id, event.id)].add(one.field)
    return found
