import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from reportedly.archive import Archive, add_all, database, rows
from reportedly.errors import ArchiveError, ArchiveFull, CorruptArchive, DataError, NewerArchive, ReadOnlyArchive
from reportedly.records import Attribution, CodedReport, Source
from tests.archive import samples

DATA = Path(__file__).parent / "data"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Archive.open(tmp_path / "a.rpt", create=True) as archive:
        add_all(archive, samples.several(), "1")
    return tmp_path / "a.rpt"


def schema(path: Path) -> list[tuple[str, str, str]]:
    with sqlite3.connect(path) as connection:
        return connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()


def test_a_new_archive_says_what_it_is_and_of_which_version(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (0x52505444,)
        assert connection.execute("PRAGMA user_version").fetchone() == (database.schema_version(),)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_there_is_a_step_to_every_version() -> None:
    assert sorted(database.migrations()) == list(range(2, database.schema_version() + 1))


@pytest.mark.parametrize("version", range(1, database.schema_version() + 1))
def test_an_archive_of_every_older_version_becomes_a_new_one(tmp_path: Path, path: Path, version: int) -> None:
    old = tmp_path / "old.rpt"
    with sqlite3.connect(old) as connection:
        connection.executescript((DATA / f"version_{version}.sql").read_text("utf-8"))
    connection.close()
    with Archive.open(old, read_only=True) as archive:
        assert [coded.report.name for coded in archive.reports()] == ["v1.txt"]
        assert [(one.denies, coded.report.row) for coded in archive.reports() for one in coded.attributions] == [
            ([], None)
        ]
        assert len(list(archive.events())) == 1
        assert archive.accounts() == (2, 1, 1, 0, 0)
        assert [found.name for found in archive.search("Zelenivka")] == ["v1.txt"]
    assert schema(old) == schema(path)


def test_version_3_counts_who_speaks_together_each(tmp_path: Path) -> None:
    text = "The observatory and residents said shells fell on Zelenivka."
    coded = CodedReport(
        report=samples.make_report("", text, "The Corin Courier", "joint.txt", "2022-05-14"),
        attributions=[
            Attribution(
                id="a1",
                source=Source(text=text[:29], start=0, end=29, name="Reuters and residents"),
                content=samples.at(text, "shells fell on Zelenivka"),
            )
        ],
    )
    path = tmp_path / "joint.rpt"
    with Archive.open(path, create=True) as archive:
        add_all(archive, [coded], "1")
    asked = "SELECT key FROM sources ORDER BY key"
    with sqlite3.connect(path) as connection:
        split = connection.execute(asked).fetchall()
        assert split == [("residents",), ("reuters",)]
        connection.execute("DELETE FROM sources WHERE key = 'residents'")
        connection.execute("UPDATE sources SET key = 'reuters and residents'")
        connection.execute("PRAGMA user_version = 2")
    connection.close()
    Archive.open(path).close()
    with sqlite3.connect(path) as connection:
        assert connection.execute(asked).fetchall() == split
    connection.close()


def steps_to(connection: sqlite3.Connection, target: int, steps: dict[int, str]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    database.migrate(connection, database.schema_version(), target, steps, rows.reindex)
    connection.execute("COMMIT")


def test_steps_run_in_order_and_can_fill_the_derived_tables_again(path: Path) -> None:
    first = database.schema_version() + 1
    steps = {
        first: "CREATE TABLE notes (report INTEGER, note TEXT);\nDELETE FROM events;\n-- reindex\n",
        first + 1: "INSERT INTO notes VALUES (1, 'one; two');\nALTER TABLE notes ADD COLUMN who TEXT; -- last\n",
    }
    connection = sqlite3.connect(path, isolation_level=None)
    before = connection.execute("SELECT * FROM events").fetchall()
    steps_to(connection, first + 1, steps)
    assert connection.execute("SELECT * FROM notes").fetchall() == [(1, "one; two", None)]
    assert connection.execute("SELECT * FROM events").fetchall() == before != []
    assert connection.execute("PRAGMA user_version").fetchone() == (first + 1,)
    assert connection.execute("SELECT count(*) FROM report_search WHERE report_search MATCH 'mayor'").fetchone() == (1,)
    connection.close()


def test_a_step_that_fails_leaves_the_archive_as_it_was(path: Path) -> None:
    before = schema(path)
    first = database.schema_version() + 1
    connection = sqlite3.connect(path, isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        steps_to(connection, first, {first: "CREATE TABLE notes (n);\nINSERT INTO nowhere VALUES (1);\n"})
    connection.execute("ROLLBACK")
    with pytest.raises(DataError, match="semicolon"):
        steps_to(connection, first, {first: "CREATE TABLE notes (n)\n"})
    connection.execute("ROLLBACK")
    connection.close()
    assert schema(path) == before


def test_steps_with_a_gap_are_refused(tmp_path: Path) -> None:
    (tmp_path / "0003_late.sql").write_text("SELECT 1;")
    with pytest.raises(DataError, match="without a gap"):
        database.migrations(tmp_path)


def test_a_newer_archive_is_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    for read_only in (False, True):
        with pytest.raises(NewerArchive, match="got version 99"):
            Archive.open(path, read_only=read_only)


@pytest.mark.parametrize(
    "content",
    [b"", b"Just a text file, longer than a header of one hundred bytes. " * 3, b"SQLite format 3\0" + b"\xff" * 500],
)
@pytest.mark.parametrize("read_only", [False, True])
def test_what_is_no_archive_is_refused_and_left_alone(tmp_path: Path, content: bytes, read_only: bool) -> None:
    path = tmp_path / "x.rpt"
    path.write_bytes(content)
    with pytest.raises(CorruptArchive, match="expected an archive"):
        Archive.open(path, read_only=read_only)
    assert path.read_bytes() == content


def test_an_empty_file_becomes_an_archive_when_one_is_to_be_made(tmp_path: Path) -> None:
    path = tmp_path / "x.rpt"
    path.touch()
    Archive.open(path, create=True).close()
    with Archive.open(path) as archive:
        assert len(archive) == 0


@pytest.mark.parametrize("application", [0, 1234])
def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path, application: int) -> None:
    path = tmp_path / "x.db"
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA application_id = {application}")
        connection.execute("CREATE TABLE theirs (n)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(CorruptArchive, match="another program's file"):
        Archive.open(path, create=True)
    assert path.read_bytes() == before


def test_a_damaged_page_is_named_as_damage(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xde\xad" * ((size - 4096) // 2))
    with pytest.raises(CorruptArchive), Archive.open(path) as archive:
        list(archive.reports())
        archive.sources()


def test_a_record_that_is_none_is_named_as_damage(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE reports SET record = '{}'")
    with Archive.open(path) as archive, pytest.raises(CorruptArchive, match="coded report"):
        list(archive.reports())


def test_no_file_and_no_folder(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no such file"):
        Archive.open(tmp_path / "none.rpt")
    with pytest.raises(ArchiveError, match="expected a folder"):
        Archive.open(tmp_path / "none" / "none.rpt", create=True)
    with pytest.raises(CorruptArchive, match="got a folder"):
        Archive.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_archive_opened_to_read_takes_nothing(path: Path) -> None:
    with Archive.open(path, read_only=True) as archive:
        with pytest.raises(ReadOnlyArchive):
            archive.add(samples.flat(), "2")
        with pytest.raises(ReadOnlyArchive):
            archive.note_failed("x", "y")
        assert len(archive) == 4


def test_a_full_disk_is_named_and_loses_only_the_batch(path: Path) -> None:
    with Archive.open(path) as archive:
        pages = next(archive.select("PRAGMA page_count"))[0]
        list(archive.select(f"PRAGMA max_page_count = {pages}"))
        coded = samples.flat()
        with pytest.raises(ArchiveFull, match="full disk"), archive.transaction():
            for one in range(500):
                report = samples.make_report(f"Report {one}", coded.report.text, "Bell", f"{one}.txt")
                archive.add(samples.CodedReport(report=report), "1")
        assert len(archive) == 4
        assert archive.accounts() == (4, 4, 0, 0, 0)
        list(archive.select(f"PRAGMA max_page_count = {pages + 1000}"))
        archive.add(samples.CodedReport(report=report), "1")
        assert len(archive) == 5


_AS_OTHER_USER = """
import os, sys
from pathlib import Path
from reportedly.archive import Archive
from reportedly.errors import ReadOnlyArchive
path = Path(sys.argv[1])
if os.getuid() == 0:
    os.setuid(65534)
with Archive.open(path, read_only=True) as archive:
    assert len(list(archive.reports())) == 4
try:
    Archive.open(path)
except ReadOnlyArchive as error:
    assert "can't" in str(error), error
    sys.exit(7)
"""


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="file modes are POSIX's")
def test_a_read_only_file_in_a_read_only_folder_is_read_and_not_written(tmp_path: Path, path: Path) -> None:
    folder = tmp_path / "shelf"
    folder.mkdir()
    path.rename(folder / "a.rpt")
    (folder / "a.rpt").chmod(0o444)
    folder.chmod(0o555)
    for above in [tmp_path, *tmp_path.parents][:3]:
        above.chmod(0o755)
    try:
        ran = subprocess.run(
            [sys.executable, "-c", _AS_OTHER_USER, str(folder / "a.rpt")], capture_output=True, text=True
        )
        assert ran.returncode == 7, ran.stderr
    finally:
        folder.chmod(0o755)
