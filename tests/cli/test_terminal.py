"""What only a real process with a real terminal or pipe shows."""

import os
import subprocess
from pathlib import Path

import pytest

from reportedly.archive import Archive
from reportedly.cli import screen
from reportedly.cli.views import Kind
from tests.archive import samples
from tests.cli.conftest import start

pty = pytest.importorskip("pty", reason="terminals are POSIX's")


def on_a_terminal(*args: object) -> str:
    """What a command sends to its terminal."""
    outer, inner = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "200"}
    environment.pop("NO_COLOR", None)
    with start(*args, stdin=inner, stdout=inner, stderr=inner, env=environment) as process:
        os.close(inner)
        sent = b""
        try:
            while part := os.read(outer, 65536):
                sent += part
        except OSError:  # Linux reports the end of a terminal so
            pass
        os.close(outer)
        assert process.wait(timeout=60) == 0
    return sent.decode()


@pytest.mark.parametrize(
    "args", [("show", Kind.events), ("show", Kind.reports), ("show", Kind.inputs), ("explain", None)]
)
def test_a_terminal_gets_colours_but_nothing_from_a_text(archive: Path, args: tuple[str, str | None]) -> None:
    command, view = args
    sent = on_a_terminal(command, archive, view or f"{samples.hostile().report.id}:e1")
    assert "\x1b[1m" in sent
    for hostile in ("\x1b[31m", "\x1b[2J", "\x1b[5m", "\x1b[41m", "\x1b]", "\x07", "\x9b", "\u202e"):
        assert hostile not in sent


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_json_and_csv_on_a_terminal_are_escaped(archive: Path, form: str) -> None:
    sent = on_a_terminal("show", archive, "reports", "--format", form)
    assert "\x1b" not in sent
    assert "\u202e" not in sent
    assert "\\u202e" in sent


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    base = samples.carried()
    with Archive.open(tmp_path / "a.rpt", create=True) as archive, archive.transaction():
        for one in range(1500):
            report = samples.make_report(f"Report {one}", base.report.text, "Bell", f"{one}.txt")
            archive.add(samples.CodedReport(report=report, events=samples.flat().events), "1")
    for args in (
        ["show", tmp_path / "a.rpt", "events"],
        ["show", tmp_path / "a.rpt", "events", "--format", "jsonl"],
        ["export", tmp_path / "a.rpt", "--as", "jsonl", "-o", "-"],
    ):
        with start(*args, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout is not None and process.stderr is not None
            process.stdout.read(1)
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait(timeout=60) == screen.BROKEN_PIPE


def test_an_output_that_can_not_show_a_letter_gets_its_number(archive: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    with start("show", archive, "events", stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert b"\\u2190" in process.stdout.read()
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain – text ✓ 🚨", "plain – text ✓ 🚨"),
        ("a\nb\tc\u00a0d\u2028e", "a b c d e"),
        ("\x1b[31m\x07\x9b\x7f", "\\x1b[31m\\x07\\x9b\\x7f"),
        ("\u202e\u2066\u200b\ufeff", "\\u202e\\u2066\\u200b\\ufeff"),
        ("\udcff", "\\udcff"),
        ("\U000e0001", "\\U000e0001"),
    ],
)
def test_safe(text: str, shown: str) -> None:
    assert screen.safe(text) == shown
    assert screen.safe(text).isprintable()
