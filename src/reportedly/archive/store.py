"""The archive: coded reports kept in one SQLite file, with an account of every input.

Comes in: coded reports, and inputs that could not be coded. Goes out: the same reports, events, accounts.
Knows nothing of how a report is read, nor of any screen or export format.
"""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, NamedTuple, Self

from reportedly import records
from reportedly.archive import database, grouping, overview, rows
from reportedly.errors import CorruptArchive, ReadOnlyArchive, UnknownRecord
from reportedly.records import CodedReport, Event

Added = Literal["coded", "coded anew", "seen again"]
_IN_ORDER = "ORDER BY published, name, id"
_LAST = "\U0010ffff"  # sorts after whatever an id goes on with


class Accounts(NamedTuple):
    """What became of every input ever read: `read == coded + set_aside + failed + seen_again`."""

    read: int
    coded: int
    set_aside: int
    failed: int
    seen_again: int


class Input(NamedTuple):
    """One input and what became of it; `report` is the id of the report it became, if it did.

    `file`: the file and line of a table's row that came under an id of its own.
    """

    name: str
    outcome: Literal["coded", "set aside", "failed"]
    reason: str | None
    detail: str | None
    report: str | None
    seen_again: int
    file: str | None = None


class Found(NamedTuple):
    """A report that a search found; `excerpt` marks the words found with the pair given to `search`."""

    report: str
    name: str | None
    outlet: str | None
    published: str | None
    excerpt: str


class Archive:
    """A user's project file. Open it with `Archive.open`, as a context manager; one thread, one process each.

    Any number of programs may read while one writes. Every method raises ArchiveError (CorruptArchive, ArchiveFull,
    ReadOnlyArchive) when the file fails it.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
        self._connection = connection
        self.path = path
        self.read_only = read_only

    @classmethod
    def open(cls, path: str | PathLike[str], *, create: bool = False, read_only: bool = False) -> Self:
        """Opens the archive at `path`; an older version is brought up to date in one transaction first.

        With `create`, a missing or empty file becomes an archive. Raises ArchiveError when there is no file,
        CorruptArchive when it is no archive, NewerArchive, ReadOnlyArchive, ArchiveFull.
        """
        where = Path(path)
        connection = database.connect(where, create=create, read_only=read_only, reindex=rows.reindex)
        return cls(connection, where, read_only=read_only)

    def close(self) -> None:
        """Closes the file. What no transaction has committed is lost."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Writing

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside stands after it, or, on an exception or a kill, none of it. Nested: the outer counts."""
        if self.read_only:
            raise ReadOnlyArchive(f"{self.path}: expected an archive opened for writing, got one opened to read")
        with database.named_errors(self.path):
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # SQLite ends it itself when the disk is full
                    self._connection.execute("ROLLBACK")
                raise

    def add(self, coded: CodedReport, coder: str) -> Added:
        """Keeps a coded report and counts its input.

        A report that this version of the coder has coded before is left as it is and counted as seen again; one coded
        by another version is replaced.
        """
        with self.transaction():
            held = self._one("SELECT n, coder FROM reports WHERE id = ?", coded.report.id)
            if held is None:
                number = rows.insert_report(self._connection, coded, coder)
                self._account(coded.report.id, coded.report.name or "", "coded", report=number)
                return "coded"
            self.note_seen_again(coded.report.id)
            if held[1] == coder:
                return "seen again"
            rows.replace_report(self._connection, held[0], coded, coder)
            return "coded anew"

    def note_seen_again(self, report: str) -> None:
        """Counts an input whose report (full id) the archive has."""
        with self.transaction():
            self._connection.execute("UPDATE inputs SET seen_again = seen_again + 1 WHERE key = ?", (report,))

    def note_set_aside(self, name: str, reason: str, detail: str | None = None) -> None:
        """Accounts for an input that was not coded on purpose. The same one again is counted as seen again."""
        self._account("\n".join(("set aside", name, reason, detail or "")), name, "set aside", reason, detail)

    def note_failed(self, name: str, error: BaseException | str, report: str | None = None) -> None:
        """Accounts for an input that could not be coded. With the id of its report, coding it later settles the account."""
        kind, reason = (type(error).__name__, str(error)) if isinstance(error, BaseException) else (None, error)
        self._account(report or "\n".join(("failed", name, reason)), name, "failed", reason, kind)

    def _account(
        self,
        key: str,
        name: str,
        outcome: str,
        reason: str | None = None,
        detail: str | None = None,
        *,
        report: int | None = None,
    ) -> None:
        with self.transaction():
            self._connection.execute(
                "INSERT INTO inputs (key, name, outcome, reason, detail, report) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (key) DO UPDATE SET seen_again = seen_again + 1,"
                " outcome = CASE outcome WHEN 'coded' THEN outcome ELSE excluded.outcome END,"
                " reason = CASE outcome WHEN 'coded' THEN reason ELSE excluded.reason END,"
                " detail = CASE outcome WHEN 'coded' THEN detail ELSE excluded.detail END,"
                " report = coalesce(report, excluded.report)",
                (_utf8(key), _utf8(name), outcome, reason and _utf8(reason), detail and _utf8(detail), report),
            )

    # Reading

    def accounts(self) -> Accounts:
        """What became of every input ever read."""
        counts: dict[str, int] = dict(self._all("SELECT outcome, count(*) FROM inputs GROUP BY outcome"))
        again = int(self._all("SELECT coalesce(sum(seen_again), 0) FROM inputs")[0][0])
        coded, set_aside, failed = (counts.get(outcome, 0) for outcome in ("coded", "set aside", "failed"))
        return Accounts(coded + set_aside + failed + again, coded, set_aside, failed, again)

    def inputs(self) -> Iterator[Input]:
        """Every input in the order in which it was first read."""
        sql = (
            "SELECT i.name, i.outcome, i.reason, i.detail, r.id, i.seen_again,"
            " json_extract(replace(r.record, '\\u0000', '\\u0020'), '$.report.row') FROM inputs i"
            " LEFT JOIN reports r ON r.n = i.report ORDER BY i.n"
        )
        return (Input(*row) for row in self.select(sql))

    def has(self, report: str, coder: str | None = None) -> bool:
        """Whether the archive has this report (full id), coded by this version of the coder if one is given."""
        row = self._one("SELECT coder FROM reports WHERE id = ?", report)
        return row is not None and coder in (None, row[0])

    def __len__(self) -> int:
        return int(self._all("SELECT count(*) FROM reports")[0][0])

    def records(self) -> Iterator[bytes]:
        """Every coded report as its line of JSON, by date, name and id; undated ones first."""
        return (row[0].encode() for row in self.select(f"SELECT record FROM reports {_IN_ORDER}"))

    def reports(self) -> Iterator[CodedReport]:
        """Every coded report, by date, name and id; undated ones first."""
        return (self._decoded(line) for line in self.records())

    def events(self) -> Iterator[tuple[CodedReport, Event]]:
        """Every event with its report: reports in their order, events in the order of the record."""
        return ((coded, event) for coded in self.reports() for event in coded.events)

    def report(self, report: str) -> CodedReport:
        """The report with this id, or with the one id that starts so. Raises UnknownRecord when none or several do."""
        wanted = _utf8(report).strip().removeprefix("sha256:")
        whole = "sha256:" + wanted
        held = (
            self._all(
                "SELECT id, record FROM reports WHERE id >= ? AND id < ? ORDER BY id LIMIT 3", whole, whole + _LAST
            )
            if wanted
            else []
        )
        exact = [row for row in held if row[0] == whole]
        if len(exact or held) != 1:
            got = (
                "none"
                if not held
                else "several: " + ", ".join(row[0].removeprefix("sha256:")[:16] + "…" for row in held)
            )
            raise UnknownRecord(f"{self.path}: expected one report whose id starts with {wanted!r}, got {got}")
        return self._decoded((exact or held)[0][1])

    def event(self, event: str) -> tuple[CodedReport, Event]:
        """The event named like `1a2b3c4d5e:e1` (any beginning of the report's id that only it has), with its report.

        Raises UnknownRecord.
        """
        report, colon, within = event.strip().removeprefix("sha256:").rpartition(":")
        if not colon or not report:
            raise UnknownRecord(f"{self.path}: expected an event id like 1a2b3c4d5e:e1, got {event!r}")
        coded = self.report(report)
        for candidate in coded.events:
            if candidate.id == within:
                return coded, candidate
        there = ", ".join(candidate.id for candidate in coded.events[:20]) or "none"
        raise UnknownRecord(
            f"{self.path}: expected an event of report {report}, got {within!r}; its events are: {there}"
        )

    def search(self, words: str, *, limit: int = 50, marks: tuple[str, str] = ("[", "]")) -> list[Found]:
        """The reports whose text holds all these words, best first; "words in double quotes" must stand together.

        Word endings and accents don't count. `limit` bounds the number of reports.
        """
        query = _fts_query(words)
        if not query:
            return []
        sql = (
            "SELECT r.id, r.name, r.outlet, r.published, snippet(report_search, 0, ?, ?, '…', 16)"
            " FROM report_search JOIN reports r ON r.n = report_search.rowid"
            " WHERE report_search MATCH ? ORDER BY rank, r.published, r.id LIMIT ?"
        )
        return [Found(*row) for row in self._all(sql, *marks, query, limit)]

    def found(self, words: str) -> Iterator[CodedReport]:
        """The reports that `search` would find, in the archive's order instead of the best first."""
        query = _fts_query(words)
        sql = (
            "SELECT record FROM reports WHERE n IN (SELECT rowid FROM report_search WHERE report_search MATCH ?)"
            f" {_IN_ORDER}"
        )
        return (self._decoded(row[0]) for row in (self.select(sql, query) if query else ()))

    def find(self, words: str) -> list[str]:
        """The full ids of the reports that `search` would find, all of them, in the archive's order."""
        query = _fts_query(words)
        sql = (
            "SELECT id FROM reports WHERE n IN (SELECT rowid FROM report_search WHERE report_search MATCH ?)"
            f" {_IN_ORDER}"
        )
        return [row[0] for row in (self._all(sql, query) if query else ())]

    def state(self) -> tuple[int, int, int]:
        """Numbers that differ whenever anything but the grouping changed: inputs, inputs seen again, the last review.

        Every coding and recoding of a report is one of an input.
        """
        sql = (
            "SELECT count(*), coalesce(sum(seen_again), 0), (SELECT coalesce(max(n), 0) FROM reviews),"
            " count(report) FROM inputs"
        )
        inputs, again, review, coded = self._all(sql)[0]
        return inputs + coded, again, review

    def roots(self, report: str) -> list[str]:
        """The names of the sources on which a report (full id) rests, most of its claims first."""
        sql = (
            "SELECT min(s.name) FROM sources s JOIN reports r ON r.n = s.report"
            " WHERE r.id = ? AND s.role = 'root' AND s.key <> '' GROUP BY s.key ORDER BY count(*) DESC, s.key"
        )
        return [row[0] for row in self.select(sql, report)]

    def count_events(self) -> int:
        """How many events the archive holds."""
        return int(self._all("SELECT count(*) FROM events")[0][0])

    def sources(self) -> list[overview.SourceCount]:
        """The sources, by how many reports rest on each; see `SourceCount`."""
        with database.named_errors(self.path):
            return overview.sources(self._connection)

    def places(self) -> list[overview.PlaceCount]:
        """The places, by how many events happened there; see `PlaceCount`."""
        with database.named_errors(self.path):
            return overview.places(self._connection)

    # Incidents

    def members(self) -> list[grouping.Member]:
        """Every event that was grouped into an incident; see `grouping.Member`."""
        with database.named_errors(self.path):
            return grouping.members(self._connection)

    def keep_members(self, members: Iterable[grouping.Member]) -> None:
        """Keeps the grouping of these events; those of unknown reports are passed over."""
        with self.transaction():
            grouping.keep_members(self._connection, members)

    def reviews(self) -> list[grouping.Review]:
        """What people decided about incidents, in the order in which they did."""
        with database.named_errors(self.path):
            return grouping.reviews(self._connection)

    def add_review(self, review: grouping.Review) -> int:
        """Adds a decision; its number, counted from 1. The `n` that the review came with doesn't count."""
        with self.transaction():
            return grouping.add_review(self._connection, review)

    def select(self, sql: str, *parameters: Any) -> Iterator[tuple[Any, ...]]:
        """The rows of a query over the tables of `schema.sql`, one at a time, as they stood when it began."""
        with database.named_errors(self.path):
            # `yield from` would close the cursor when the generator ends, perhaps after the file was closed.
            for row in self._connection.execute(sql, parameters):  # noqa: UP028
                yield row

    def _all(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        return list(self.select(sql, *parameters))

    def _one(self, sql: str, *parameters: Any) -> tuple[Any, ...] | None:
        return next(iter(self._all(sql, *parameters)), None)

    def _decoded(self, record: str | bytes) -> CodedReport:
        try:
            return records.from_json(record)
        except ValueError as error:  # msgspec.ValidationError is one
            raise CorruptArchive(f"{self.path}: expected a coded report in `reports.record`, got: {error}") from error


def add_all(archive: Archive, coded: Iterable[CodedReport], coder: str) -> list[Added]:
    """Adds several reports in one transaction: all are kept or none."""
    with archive.transaction():
        return [archive.add(one, coder) for one in coded]


def _fts_query(words: str) -> str:
    """Words and "phrases" as an FTS5 query that asks for all of them and reads no operator from them."""
    parts = _utf8(words).replace("\0", " ").split('"')
    phrases = [part for quoted in parts[1::2] if (part := quoted.strip())]
    single = [word for plain in parts[0::2] for word in plain.split()]
    return " AND ".join(f'"{term}"' for term in [*single, *phrases] if any(map(str.isalnum, term)))


def _utf8(text: str) -> str:
    """The text with what UTF-8 can't hold (a file name's stray bytes) as question marks."""
    return text.encode(errors="replace").decode()
