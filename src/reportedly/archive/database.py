"""The archive's file: opened, made, brought up to date, and its errors named.

Comes in: a path. Goes out: a connection to an archive of the current version, or an ArchiveError.
Knows nothing of records, nor of who asks.
"""

import contextlib
import errno
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from reportedly.errors import ArchiveError, ArchiveFull, CorruptArchive, DataError, NewerArchive, ReadOnlyArchive

APPLICATION_ID = 0x52505444  # "RPTD" in the file's header: tells an archive from other SQLite files
BUSY_SECONDS = 30.0  # how long to wait for another writer
_NEARLY_NOTHING = 1 << 20  # bytes of free disk below which a failed write is put down to a full disk
_FOLDER = files("reportedly.archive")

_CANT_WRITE = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}

Reindex = Callable[[sqlite3.Connection], None]


def schema_sql() -> str:
    """The schema of a new archive."""
    return (_FOLDER / "schema.sql").read_text("utf-8")


def schema_version() -> int:
    """The version that `schema.sql` states. Raises DataError when it states none."""
    stated = re.search(r"^-- .*\bVersion (\d+)\.", schema_sql(), re.MULTILINE)
    if stated is None:
        raise DataError("schema.sql: expected a line '-- … Version N.', got none")
    return int(stated[1])


def migrations(folder: Traversable = _FOLDER / "migrations") -> dict[int, str]:
    """The SQL that leads to each version, by version. Raises DataError when the numbers have a gap."""
    found = {int(entry.name[:4]): entry for entry in folder.iterdir() if re.fullmatch(r"\d{4}_\w+\.sql", entry.name)}
    if sorted(found) != list(range(2, 2 + len(found))):
        raise DataError(f"migrations: expected numbers 0002, 0003, … without a gap, got {sorted(found)}")
    return {version: found[version].read_text("utf-8") for version in sorted(found)}


@contextlib.contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Turns what SQLite raises into the ArchiveError that says it, with the archive's path."""
    try:
        yield
    except sqlite3.Error as error:
        raise _named(error, path) from error


def _named(error: sqlite3.Error, path: Path) -> ArchiveError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the primary result code
    if code in _DAMAGED:
        return CorruptArchive(f"{path}: expected an archive of reportedly, got a damaged or foreign file ({error})")
    if code in _CANT_WRITE:
        return ReadOnlyArchive(f"{path}: expected an archive that can be written, got one that can't ({error})")
    if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and _nearly_full(path)):
        return ArchiveFull(f"{path}: expected room for the archive to grow, got a full disk ({error})")
    if code in _BUSY:
        return ArchiveError(
            f"{path}: expected to write within {BUSY_SECONDS:.0f} s, got an archive that another program holds ({error})"
        )
    if code == sqlite3.SQLITE_CANTOPEN:
        return ReadOnlyArchive(f"{path}: expected a file that can be opened here, got none ({error})")
    return ArchiveError(f"{path}: expected the archive to answer, got: {error}")


def _nearly_full(path: Path) -> bool:
    with contextlib.suppress(OSError):
        return shutil.disk_usage(path.absolute().parent).free < _NEARLY_NOTHING
    return False


def connect(path: Path, *, create: bool, read_only: bool, reindex: Reindex) -> sqlite3.Connection:
    """A connection to the archive at `path`, brought to the current version.

    Raises ArchiveError when there is no file and `create` is false, CorruptArchive when the file is no archive,
    NewerArchive, ReadOnlyArchive, ArchiveFull.
    """
    if path.is_dir():
        raise CorruptArchive(f"{path}: expected an archive file, got a folder")
    if not path.exists():
        if not create:
            raise ArchiveError(f"{path}: expected an archive, got no such file")
        if not path.absolute().parent.is_dir():
            raise ArchiveError(
                f"{path}: expected a folder to make the archive in, got none at {path.absolute().parent}"
            )
    elif not os.access(path, os.R_OK):
        raise ReadOnlyArchive(
            f"{path}: expected a file that can be read, got one that can't ({os.strerror(errno.EACCES)})"
        )
    with named_errors(path):
        connection = _connect_to_read(path) if read_only else _connect_to_write(path)
    try:
        with named_errors(path):
            _bring_up_to_date(connection, path, create=create, read_only=read_only, reindex=reindex)
    except _OlderVersionError:
        connection.close()
        connect(path, create=False, read_only=False, reindex=reindex).close()
        return connect(path, create=False, read_only=True, reindex=reindex)
    except BaseException:
        connection.close()
        raise
    return connection


class _OlderVersionError(Exception):
    """An archive opened for reading is of an older version."""


def _connect_to_write(path: Path) -> sqlite3.Connection:
    if path.exists() and not os.access(path, os.W_OK):
        raise ReadOnlyArchive(f"{path}: expected an archive that can be written, got one that can't")
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _connect_to_read(path: Path) -> sqlite3.Connection:
    uri = path.absolute().as_uri()
    # A connection that may write clears the -wal and -shm files away when it is the last to close.
    mode = "rw" if os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK) else "ro"
    connection = sqlite3.connect(f"{uri}?mode={mode}", uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        # Reading a WAL file needs a -shm file beside it. Where none can be made and no log is pending, nobody can be
        # writing, so the file may be read as it stands.
        code = error.sqlite_errorcode & 0xFF
        if code not in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY} or Path(f"{path}-wal").exists():
            raise
        connection = sqlite3.connect(f"{uri}?immutable=1", uri=True, isolation_level=None)
    except sqlite3.Error:
        connection.close()
        raise
    connection.execute("PRAGMA query_only = ON")
    return connection


def _bring_up_to_date(
    connection: sqlite3.Connection, path: Path, *, create: bool, read_only: bool, reindex: Reindex
) -> None:
    current = schema_version()
    version = _version_of(connection, path, create=create and not read_only)
    if version > current:
        raise NewerArchive(
            f"{path}: expected an archive of version {current} or less, got version {version}; a newer reportedly opens it"
        )
    if version < current and read_only:
        raise _OlderVersionError
    if not read_only:
        _switch_to_wal(connection)
        # Enough against kill -9; after a power cut the last transactions may be missing, never half there.
        connection.execute("PRAGMA synchronous = NORMAL")
    if version < current:
        # Another program may be doing the same: look again once the write lock is held.
        connection.execute("BEGIN IMMEDIATE")
        try:
            migrate(connection, _version_of(connection, path, create=create), current, migrations(), reindex)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Puts the file in WAL mode. SQLite doesn't wait by itself for others who open the file at this moment."""
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.01)


def _version_of(connection: sqlite3.Connection, path: Path, *, create: bool) -> int:
    """The archive's version; 0 for an empty file that is to become one."""
    # One statement, so that no other program can make the archive between two of them.
    sql = (
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master) = 0"
        " FROM pragma_application_id, pragma_user_version"
    )
    application, version, empty = connection.execute(sql).fetchone()
    if application == APPLICATION_ID and version > 0:
        return int(version)
    if application == 0 and version == 0 and empty and create:
        return 0
    what = (
        "an empty file"
        if empty and application == 0
        else f"another program's file (application id {application:#010x})"
    )
    raise CorruptArchive(
        f"{path}: expected an archive of reportedly (application id {APPLICATION_ID:#010x}), got {what}"
    )


def migrate(connection: sqlite3.Connection, version: int, target: int, steps: dict[int, str], reindex: Reindex) -> None:
    """Brings the schema from `version` (0: nothing there) to `target`, inside the caller's transaction."""
    if version >= target:
        return
    if version == 0:
        _run(connection, schema_sql())
    else:
        scripts = [steps[step] for step in range(version + 1, target + 1)]
        for script in scripts:
            _run(connection, script)
        if any(re.search(r"^-- reindex$", script, re.MULTILINE) for script in scripts):
            reindex(connection)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {target}")


def _run(connection: sqlite3.Connection, script: str) -> None:
    """Runs a script statement by statement: `executescript` would end the transaction first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
    if re.sub(r"--.*", "", statement).strip():
        raise DataError(f"expected SQL statements that end with a semicolon, got {statement.strip()[:80]!r}")
