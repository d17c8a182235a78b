import json
from pathlib import Path

from tests.cli.conftest import Run


def ids(run: Run, archive: Path) -> list[str]:
    out = run("show", archive, "incidents", "--format", "jsonl").out
    return [json.loads(line)["id"] for line in out.splitlines()]


def test_a_merge_shows_and_can_be_taken_back(run: Run, archive: Path) -> None:
    before = ids(run, archive)
    assert len(before) > 1
    kept = run("review", archive, "merge", before[0], before[1], "--why", "one \x1bhappening", "--who", "Ada")
    assert (kept.code, kept.err) == (0, "Review 1 kept.\n")
    assert ids(run, archive) != before
    assert before[1] not in ids(run, archive)
    listed = run("review", archive, "list").out
    assert "Ada" in listed
    assert "\x1b" not in listed
    assert run("review", archive, "undo", "1", "--why", "two after all").code == 0
    assert ids(run, archive) == before


def test_a_field_is_set(run: Run, archive: Path) -> None:
    name = ids(run, archive)[0]
    assert run("review", archive, "set", name, "start", "2022-05-01", "--why", "see the caption").code == 0
    lines = run("show", archive, "incidents", "--format", "jsonl").out.splitlines()
    assert next(one for one in map(json.loads, lines) if one["id"] == name)["start"] == "2022-05-01"


def test_what_can_not_be_decided_is_refused(run: Run, archive: Path) -> None:
    name = ids(run, archive)[0]
    assert run("review", archive, "merge", name, "i0", "--why", "x").code == 1
    assert run("review", archive, "set", name, "start").code == 2
    assert run("review", archive, "undo", "first", "--why", "x").code == 2
    assert run("review", archive, "set", name, "start", "2022-05-01").code == 1
    assert run("review", archive, "list", name).code == 2
    assert run("show", archive, "events", "--place", "Kharkiv").code == 2
    assert run("show", archive, "control", "--on", "May").code == 2
    assert len(run("review", archive, "list").out.strip().splitlines()) == 2


def test_control_of_a_place_on_a_day(run: Run, archive: Path) -> None:
    every = run("show", archive, "control", "--format", "jsonl").out.splitlines()
    assert {json.loads(line)["change"] for line in every} == {"leaves"}
    on = run("show", archive, "control", "--place", "Kharkiv", "--on", "2022-05-12", "--format", "jsonl").out
    assert all(json.loads(line)["since"] == "2022-05-12" for line in on.splitlines())
    assert run("show", archive, "control", "--place", "Nowhere", "--format", "jsonl").out == ""
