import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from reportedly.archive import Archive, add_all
from reportedly.cli import app
from tests.archive import samples

PROGRAM = [sys.executable, "-c", "from reportedly.cli import main; main()"]


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process."""

    def run(*args: object) -> Ran:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            app([str(arg) for arg in args])
        out, err = capsys.readouterr()
        return Ran(int(left.value.code or 0), out, err)

    return run


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "a.rpt"
    with Archive.open(path, create=True) as opened:
        add_all(opened, samples.several(), "1")
        opened.note_set_aside("brief.txt", "not-english", "German (de)")
        opened.note_failed("rows\x1b[2J.csv:7", ValueError("expected [red] a text"))
    return path


def start(*args: object, **how: object) -> "subprocess.Popen[bytes]":
    """Starts the program as a process of its own."""
    return subprocess.Popen([*PROGRAM, *map(str, args)], cwd=Path(__file__).parents[2], **how)  # type: ignore[call-overload,no-any-return]
