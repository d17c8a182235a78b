"""`reportedly code` from end to end, with the shipped reader, on texts written for these tests."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportedly import records
from reportedly.archive import Archive
from reportedly.errors import ArchiveError
from reportedly.export.flat import event_id
from tests.cli.conftest import Ran, Run, start

TEXTS = {
    "ledger.txt": "Troops quit the valley\n\nThe defence ministry said on Monday that troops had withdrawn from the valley near Kharkiv.",
    "bell.txt": "A rocket hit a market in Odesa on Tuesday. Four people were killed and nine wounded, the mayor said.",
    "courier.txt": "Rebels captured the town of Bunagana, a spokesman said. The army denied it. Talks will be held in Nairobi on Friday.",
}
GERMAN = (
    "Die Regierung teilte am Montag mit, dass die Truppen sich aus dem Tal zurückgezogen haben. Niemand wurde verletzt."
)


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "brief.txt").write_text(GERMAN, "utf-8")
    rows = [{"id": f"row-{n}", "text": f"{text} ({n})", "outlet": "Wire"} for n, text in enumerate(TEXTS.values())]
    lines = [json.dumps(row) for row in rows]
    (folder / "rows.jsonl").write_text("\n".join([lines[0], "{broken", *lines[1:]]) + "\n", "utf-8")
    return folder


def summary(ran: Ran) -> dict[str, int]:
    line = next(line for line in ran.err.splitlines() if line.startswith("read "))
    total, _, parts = line.split(";")[0].partition(" = ")
    counts = {name: int(number) for number, name in (part.split(" ", 1) for part in parts.split(" + "))}
    assert int(total.removeprefix("read ")) == sum(counts.values())
    return counts


def test_every_input_is_accounted_for(run: Run, inputs: Path, tmp_path: Path) -> None:
    ran = run("code", inputs, "--to", tmp_path / "a.rpt", "--published", "2022-05-13")
    assert (ran.code, ran.out) == (0, "")
    assert summary(ran) == {"coded": 6, "set aside": 1, "failed": 1, "seen again": 0}
    assert "set aside: 1 not-english" in ran.err
    assert "failed: rows.jsonl" in ran.err
    assert ran.err.count("rows.jsonl") == 1  # the file and line are said once
    assert "reports/s" in ran.err
    with Archive.open(tmp_path / "a.rpt", read_only=True) as archive:
        assert archive.accounts() == (8, 6, 1, 1, 0)
        assert {coded.report.name for coded in archive.reports()} == {*TEXTS, "row-0", "row-1", "row-2"}
        assert {coded.report.published for coded in archive.reports()} == {"2022-05-13"}


def test_again_changes_nothing(run: Run, inputs: Path, tmp_path: Path) -> None:
    run("code", inputs, "--to", tmp_path / "a.rpt")
    with Archive.open(tmp_path / "a.rpt", read_only=True) as archive:
        before = list(archive.records())
    ran = run("code", inputs, "--to", tmp_path / "a.rpt")
    assert ran.code == 0
    assert summary(ran) == {"coded": 0, "set aside": 1, "failed": 1, "seen again": 6}
    with Archive.open(tmp_path / "a.rpt", read_only=True) as archive:
        assert list(archive.records()) == before
        assert archive.accounts() == (16, 6, 1, 1, 8)


def test_jsonl_is_exactly_the_records(run: Run, inputs: Path, tmp_path: Path) -> None:
    ran = run("code", inputs, "--format", "jsonl", "--outlet", "Bell")
    lines = ran.out.splitlines()
    coded = [records.from_json(line) for line in lines]
    assert [records.to_json(one).decode() for one in coded] == lines
    assert [one.report.name for one in coded] == [*sorted(TEXTS), "row-0", "row-1", "row-2"]
    assert [one.report.outlet for one in coded] == ["Bell"] * 3 + ["Wire"] * 3
    for one in coded:
        for event in one.events:
            assert one.report.text[event.trigger.start : event.trigger.end] == event.trigger.text
    kept = run("code", inputs, "--format", "jsonl", "--outlet", "Bell", "--to", tmp_path / "a.rpt")
    assert kept.out == ran.out
    assert run("code", inputs, "--format", "jsonl", "--outlet", "Bell", "--to", tmp_path / "a.rpt").out == ran.out


def test_any_number_of_workers_gives_the_same_bytes(inputs: Path) -> None:
    out = []
    for workers in (1, 2):
        with start("code", inputs, "--format", "jsonl", "--workers", workers, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            out.append(process.stdout.read())
        assert process.returncode == 0
    assert out[0] == out[1] != b""


def test_without_an_archive_the_events_are_shown(run: Run, inputs: Path) -> None:
    ran = run("code", inputs / "bell.txt", "--published", "2022-05-13")
    assert ran.code == 0
    assert "whose word" in ran.out
    coded = records.from_json(run("code", inputs / "bell.txt", "--published", "2022-05-13", "--format", "jsonl").out)
    shown = [line.split()[0] for line in ran.out.splitlines() if ":e" in line]
    assert shown == [event_id(coded, event.id) for event in coded.events]


def test_quiet_when_piped(inputs: Path) -> None:
    with start("code", inputs / "bell.txt", stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        assert b"\x1b" not in process.stderr.read()


@pytest.mark.parametrize("content", [b"", b"\0\1\2\3" * 100])
def test_nothing_usable_exits_with_1(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.txt").write_bytes(content)
    ran = run("code", tmp_path / "x.txt", tmp_path / "none\x1b[31m.txt", "--to", tmp_path / "a.rpt")
    assert ran.code == 1
    assert summary(ran) == {"coded": 0, "set aside": not content, "failed": 1 + bool(content), "seen again": 0}
    assert "\x1b" not in ran.err


def test_strict_exits_with_1_if_any_input_failed(run: Run, inputs: Path) -> None:
    assert run("code", inputs / "bell.txt", inputs / "none.txt").code == 0
    assert run("code", inputs / "bell.txt", inputs / "none.txt", "--strict").code == 1
    assert run("code", inputs / "bell.txt", inputs / "brief.txt", "--strict").code == 0


def test_wrong_usage(run: Run, inputs: Path, tmp_path: Path) -> None:
    ran = run("code", inputs, "--published", "yesterday")
    assert ran.code == 2
    assert "yesterday" in ran.err
    assert run("code").code == 2
    assert run("code", inputs, "--workers", "0").code == 2
    assert run("code", inputs, "--format", "xml").code == 2
    (tmp_path / "a.rpt").write_text("not an archive, but long enough to be taken for one by a careless reader " * 3)
    assert run("code", inputs, "--to", tmp_path / "a.rpt").code == 1


def test_columns_and_dates_of_a_table(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text(
        f"Day;Publisher;Narrative;Id\n13/05/2022;Ledger;{TEXTS['bell.txt']};a\n;Bell;{TEXTS['courier.txt']};b\n"
    )
    ran = run(
        "code", table, "--column", "text=Narrative", "--column", "published=day", "--dates", "dmy", "--format", "jsonl"
    )
    coded = [records.from_json(line) for line in ran.out.encode().splitlines()]
    assert [(one.report.name, one.report.published, one.report.outlet) for one in coded] == [
        ("a", "2022-05-13", "Ledger"), ("b", None, "Bell"),
    ]  # fmt: skip
    assert (
        "table.csv: 'Narrative' is read as text, 'Publisher' is read as outlet, 'Day' is read as published\n" in ran.err
    )
    assert "no date of publication: 1 of 2 coded" in ran.err
    for wrong in ("Narrative", "texts=Narrative", "text="):
        ran = run("code", table, "--column", wrong)
        assert ran.code == 2 and "--column" in ran.err and repr(wrong) in ran.err


def test_what_is_set_aside_is_named(run: Run, tmp_path: Path) -> None:
    for number in range(8):
        (tmp_path / f"{number}.docx").write_bytes(b"PK")
    (tmp_path / "brief.txt").write_text(GERMAN, "utf-8")
    ran = run("code", tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert "set aside: 1 not-english: brief.txt\n" in ran.err
    assert "set aside: 8 unknown-kind: 0.docx, 1.docx, 2.docx, 3.docx, 4.docx and 3 more\n" in ran.err


def rows(count: int) -> Iterator[bytes]:
    for number in range(count):
        yield json.dumps({"id": f"r{number:03}", "text": f"{TEXTS['bell.txt']} Note {number}."}).encode() + b"\n"


def until_some_are_kept(path: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if path.exists() and path.stat().st_size:
            try:
                with Archive.open(path, read_only=True) as archive:
                    if len(archive):
                        return
            except ArchiveError:  # still being made
                pass
        time.sleep(0.05)
    raise AssertionError("nothing was kept")


@pytest.mark.skipif(os.name != "posix", reason="sends signals as POSIX does")
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
@pytest.mark.parametrize("workers", [1, 2])
def test_what_was_coded_stays_and_running_again_finishes(
    run: Run, tmp_path: Path, sent: signal.Signals, code: int, workers: int
) -> None:
    path, table = tmp_path / "a.rpt", tmp_path / "rows.jsonl"
    table.write_bytes(b"".join(rows(300)))
    with start(
        "code", table, "--to", path, "--workers", workers, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stderr is not None
        until_some_are_kept(path)
        process.send_signal(sent)
        said = process.stderr.read().decode()
        assert process.wait(timeout=60) == code
    with Archive.open(path) as archive:
        kept = len(archive)
        assert archive.accounts() == (kept, kept, 0, 0, 0)
    assert 0 < kept < 300
    if sent == signal.SIGINT:
        assert said == (
            f"Interrupted: {kept} reports coded in this run are kept in {path}. Run the same command again to finish.\n"
        )
    ran = run("code", table, "--to", path)
    assert summary(ran) == {"coded": 300 - kept, "set aside": 0, "failed": 0, "seen again": kept}
    with Archive.open(path) as archive:
        assert [coded.report.name for coded in archive.reports()] == [f"r{number:03}" for number in range(300)]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's")
@pytest.mark.parametrize(
    "command", [("show", "events"), ("show", "events", "--format", "jsonl"), ("export", "--as", "csv", "-o", "-")]
)
def test_an_output_that_is_full_ends_in_a_line(archive: Path, command: tuple[str, ...]) -> None:
    with (
        Path("/dev/full").open("wb") as full,
        start(command[0], archive, *command[1:], stdout=full, stderr=subprocess.PIPE) as process,
    ):
        assert process.stderr is not None
        said = process.stderr.read().decode()
    assert process.returncode == 1
    assert said == "Error: expected output that can be written, got: No space left on device\n"


@pytest.mark.skipif(os.name != "posix", reason="sends signals as POSIX does")
def test_ctrl_c_while_the_commands_load_ends_in_a_line() -> None:
    script = (
        "import builtins, os, signal\nfrom reportedly.cli import main\nload = builtins.__import__\n"
        "def interrupted(name, *rest, **more):\n"
        "    if name.startswith('reportedly.archive'):\n        os.kill(os.getpid(), signal.SIGINT)\n"
        "    return load(name, *rest, **more)\n"
        "builtins.__import__ = interrupted\nmain()\n"
    )
    ran = subprocess.run([sys.executable, "-c", script, "--version"], capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (130, b"Interrupted.\n")
