import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import msgspec
import pytest

from reportedly import records
from reportedly.archive import Archive, add_all
from reportedly.errors import UnknownRecord
from reportedly.records import short_id
from tests.archive import samples


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.open(tmp_path / "a.rpt", create=True) as opened:
        yield opened


def test_what_goes_in_comes_out_to_the_byte(archive: Archive) -> None:
    add_all(archive, samples.several(), "1")
    assert list(archive.reports()) == samples.several()
    assert list(archive.records()) == [records.to_json(coded) for coded in samples.several()]


def test_the_order_does_not_depend_on_arrival(archive: Archive, tmp_path: Path) -> None:
    add_all(archive, samples.several(), "1")
    with Archive.open(tmp_path / "b.rpt", create=True) as other:
        add_all(other, samples.several()[::-1], "1")
        assert list(other.records()) == list(archive.records())
        assert [(c.report.id, e.id) for c, e in other.events()] == [(c.report.id, e.id) for c, e in archive.events()]


def tables(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        return [line for line in connection.iterdump() if 'INTO "inputs"' not in line]


def test_the_same_report_again_changes_nothing_but_its_count(archive: Archive) -> None:
    assert add_all(archive, samples.several(), "1") == ["coded"] * 4
    before = tables(archive.path)
    assert add_all(archive, samples.several(), "1") == ["seen again"] * 4
    assert tables(archive.path) == before
    assert archive.accounts() == (8, 4, 0, 0, 4)


def test_another_coder_version_replaces_the_record_and_what_was_derived(archive: Archive) -> None:
    add_all(archive, samples.several(), "1")
    coded = samples.carried()
    fewer = msgspec.structs.replace(coded, events=coded.events[:1], attributions=[])
    assert archive.add(fewer, "2") == "coded anew"
    assert archive.report(coded.report.id) == fewer
    assert archive.has(coded.report.id, "2")
    assert not archive.has(coded.report.id, "1")
    number = "(SELECT n FROM reports WHERE id = ?)"
    for table, rows in (("events", 1), ("attributions", 0), ("tolls", 0), ("actors", 1), ("sources", 1)):
        assert list(archive.select(f"SELECT count(*) FROM {table} WHERE report = {number}", coded.report.id)) == [
            (rows,)
        ]
    assert [found.report for found in archive.search("Dergachi")] == [coded.report.id]
    assert len(archive) == 4


def test_every_input_is_accounted_for_and_the_sum_is_the_number_read(archive: Archive) -> None:
    add_all(archive, [samples.carried(), samples.flat(), samples.flat()], "1")
    archive.note_set_aside("brief.txt", "not-english", "German (de)")
    archive.note_set_aside("brief.txt", "not-english", "German (de)")
    archive.note_failed("rows.csv:7", ValueError("expected a text, got nothing"))
    accounts = archive.accounts()
    assert accounts == (6, 2, 1, 1, 2)
    assert accounts.read == accounts.coded + accounts.set_aside + accounts.failed + accounts.seen_again
    kept = [(one.name, one.outcome, one.reason, one.detail, one.seen_again) for one in archive.inputs()]
    assert kept == [
        ("ledger.txt", "coded", None, None, 0),
        ("bell.txt", "coded", None, None, 1),
        ("brief.txt", "set aside", "not-english", "German (de)", 1),
        ("rows.csv:7", "failed", "expected a text, got nothing", "ValueError", 0),
    ]


def test_coding_a_report_settles_its_earlier_failure(archive: Archive) -> None:
    coded = samples.flat()
    archive.note_failed("bell.txt", MemoryError("no room"), coded.report.id)
    assert archive.accounts() == (1, 0, 0, 1, 0)
    archive.add(coded, "1")
    assert archive.accounts() == (2, 1, 0, 0, 1)
    archive.note_failed("bell.txt", MemoryError("no room"), coded.report.id)
    assert archive.accounts() == (3, 1, 0, 0, 2)


def test_an_interrupted_transaction_leaves_nothing_half_done(archive: Archive) -> None:
    with pytest.raises(KeyboardInterrupt), archive.transaction():
        archive.add(samples.carried(), "1")
        archive.note_failed("x", "y")
        raise KeyboardInterrupt
    assert len(archive) == 0
    assert archive.accounts().read == 0
    archive.add(samples.carried(), "1")
    assert len(archive) == 1


def test_an_event_is_found_by_any_unique_beginning_of_its_report(archive: Archive) -> None:
    add_all(archive, samples.several(), "1")
    coded = samples.carried()
    for name in (short_id(coded.report.id) + ":e2", coded.report.id + ":e2", coded.report.id[7:13] + ":e2"):
        found, event = archive.event(name)
        assert found == coded
        assert event.id == "e2"


@pytest.mark.parametrize(
    "name", ["", ":", ":e1", "e1", "zz:e1", "sha256:", "%:e1", "sha256::e1", "'; --:e1", "\udcff:e1"]
)
def test_an_unknown_event_is_an_error_that_says_so(archive: Archive, name: str) -> None:
    add_all(archive, samples.several(), "1")
    with pytest.raises(UnknownRecord, match="expected"):
        archive.event(name)


def test_a_missing_event_of_a_known_report_names_those_there_are(archive: Archive) -> None:
    archive.add(samples.direct(), "1")
    with pytest.raises(UnknownRecord, match="e1, e2"):
        archive.event(short_id(samples.direct().report.id) + ":e9")


def test_an_ambiguous_beginning_names_the_candidates(archive: Archive) -> None:
    coded = samples.flat()
    for end in "12":
        report = msgspec.structs.replace(coded.report, id="sha256:" + "ab" * 31 + "c" + end)
        archive.add(msgspec.structs.replace(coded, report=report), "1")
    with pytest.raises(UnknownRecord, match="several"):
        archive.event("abab:e1")


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("ministry", {"ledger.txt", "courier.html"}),
        ("ministries KHARKIV", {"ledger.txt", "courier.html"}),
        ('"Russian units left"', {"bell.txt"}),
        ('"units Russian"', set()),
        ("kharkiv nowhere", set()),
        ("", set()),
        ('"', set()),
        ("AND OR NOT ( * ^", set()),
        ("text:kharkiv", set()),
        ("guns", {"-odd\x1bname,.txt"}),
    ],
)
def test_search_takes_words_and_phrases_and_no_operators(archive: Archive, words: str, names: set[str]) -> None:
    add_all(archive, samples.several(), "1")
    assert {found.name for found in archive.search(words)} == names


def test_search_marks_what_it_found(archive: Archive) -> None:
    add_all(archive, samples.several(), "1")
    assert "its [mayor] said" in archive.search("mayor")[0].excerpt
    assert len(archive.search("Kharkiv", limit=2)) == 2


def test_two_readers_and_a_writer_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.rpt"
    base = samples.carried()
    Archive.open(path, create=True).close()
    script = (
        "import sys\nfrom reportedly.archive import Archive\nseen = 0\n"
        "with Archive.open(sys.argv[1], read_only=True) as archive:\n"
        "    while seen < 200:\n"
        "        records = list(archive.reports()); accounts = archive.accounts()\n"
        "        assert len(records) >= seen and accounts.read >= len(records), (seen, accounts)\n"
        "        assert len(records) % 10 == 0, len(records)\n"
        "        seen = len(records)\n"
    )
    readers = [subprocess.Popen([sys.executable, "-c", script, str(path)]) for _ in range(2)]
    try:
        with Archive.open(path) as archive:
            for batch in range(20):
                with archive.transaction():
                    for one in range(10):
                        report = msgspec.structs.replace(base.report, id=f"sha256:{batch * 10 + one:064x}")
                        archive.add(msgspec.structs.replace(base, report=report), "1")
            assert [reader.wait(timeout=60) for reader in readers] == [0, 0]
    finally:
        for reader in readers:
            reader.kill()


def test_two_writers_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "a.rpt"
    base = samples.flat()
    errors: list[BaseException] = []

    def write(first: int) -> None:
        try:
            with Archive.open(path, create=True) as archive:
                for one in range(first, first + 25):
                    report = msgspec.structs.replace(base.report, id=f"sha256:{one:064x}")
                    archive.add(msgspec.structs.replace(base, report=report), "1")
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(first,)) for first in (0, 25)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with Archive.open(path) as archive:
        assert len(archive) == 50


def test_a_killed_writer_loses_only_the_batch_it_was_in(tmp_path: Path) -> None:
    path = tmp_path / "a.rpt"
    script = (
        "import os, signal, sys\nfrom reportedly.archive import Archive\nfrom tests.archive import samples\n"
        "with Archive.open(sys.argv[1], create=True) as archive:\n"
        "    archive.add(samples.carried(), '1')\n"
        "    with archive.transaction():\n"
        "        archive.add(samples.direct(), '1')\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", script, str(path)], cwd=root).returncode == -9
    with Archive.open(path) as archive:
        assert list(archive.reports()) == [samples.carried()]
        assert archive.accounts() == (1, 1, 0, 0, 0)
        assert archive.add(samples.direct(), "1") == "coded"
