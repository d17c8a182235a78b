import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from reportedly.archive import Archive
from tests.cli.conftest import PROGRAM, Run, start

pytest.importorskip("uvicorn", reason="needs the extra `desk`")


def fetch(address: str, **headers: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_it_serves_until_interrupted(archive: Path) -> None:
    with start("serve", archive, "--port", "0", stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as program:
        try:
            assert program.stderr is not None
            said = ""
            for line in program.stderr:
                said += line.decode()
                if "http://" in said:
                    break
            found = re.search(r"http://127\.0\.0\.1:\d+/", said)
            assert found, said
            status, page = fetch(found[0] + "reports")
            assert status == 200
            assert "The Morning Ledger" in page
            assert fetch(found[0] + "reports", Host="evil.example")[0] == 421
        finally:
            program.send_signal(signal.SIGINT)
            program.wait(30)
    with Archive.open(archive, read_only=True) as opened:
        assert len(opened.members()) == opened.count_events(), "the grouping is kept"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "desk.example"])
def test_beyond_this_machine_a_token_is_demanded(run: Run, archive: Path, host: str) -> None:
    code, _, said = run("serve", archive, "--host", host)
    assert code == 1
    assert "expected --token, got none" in said


@pytest.mark.parametrize("option", ["--token", "--review-token"])
def test_a_short_token_is_refused(run: Run, archive: Path, option: str) -> None:
    code, _, said = run("serve", archive, option, "secret")
    assert code == 1
    assert "expected 12 characters or more, got 6" in said


def test_no_archive_is_an_error_in_one_line(run: Run, tmp_path: Path) -> None:
    code, _, said = run("serve", tmp_path / "none.rpt")
    assert code == 1
    assert "expected an archive, got no such file" in said


def without(*modules: str, then: str) -> "subprocess.CompletedProcess[str]":
    """A process in which these modules can't be imported."""
    script = f"import sys\nfor one in {modules!r}: sys.modules[one] = None\n{then}"
    environment = os.environ | {"PYTHONWARNINGS": ""}
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, timeout=120)


@pytest.mark.parametrize("module", ["fastapi", "uvicorn", "jinja2"])
def test_without_the_extra_it_says_what_to_install(archive: Path, module: str) -> None:
    run = f"from reportedly.cli import app\napp(['serve', {str(archive)!r}])"
    done = without(module, then=run)
    assert done.returncode == 1
    assert "pip install 'reportedly[desk]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_rest_works_without_the_extra(archive: Path) -> None:
    run = f"import reportedly.coder, reportedly.export.gold\nfrom reportedly.cli import app\napp(['show', {str(archive)!r}, 'incidents', '--format', 'csv'])"  # fmt: skip
    done = without("fastapi", "starlette", "uvicorn", "jinja2", "maplibre", "pydantic", then=run)
    assert done.returncode == 0, done.stderr
    assert PROGRAM[0] == sys.executable
