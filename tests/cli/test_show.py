import csv
import io
import json
from pathlib import Path

import msgspec
import pytest

from reportedly.archive import Archive
from reportedly.cli.views import VIEWS, Kind
from reportedly.export import flat
from reportedly.records import Attribution, CodedReport, Event, Source, short_id
from reportedly.resolve import register
from reportedly.resolve.register import default
from tests.archive import samples
from tests.cli.conftest import Run

CARRIED = short_id(samples.carried().report.id)


def line_of(out: str, start: str) -> str:
    [line] = [line for line in out.splitlines() if line.strip().startswith(start)]
    return " ".join(line.split())


def test_events_say_when_what_who_where_how_many_and_on_whose_word(run: Run, archive: Path) -> None:
    code, out, err = run("show", archive, "events")
    assert (code, err) == (0, "")
    assert line_of(out, f"{CARRIED}:e2") == (
        f"{CARRIED}:e2 2022-05-12 RETREAT/withdraw withdrawn Russian units (RUS) near Kharkiv (UKR) occurred"
        " Channel Nine ← the Defence Ministry"
    )
    assert line_of(out, f"{CARRIED}:e1").endswith("occurred own voice")
    assert "predicted (likely)" in line_of(out, f"{CARRIED}:e3")
    assert "? → three people Derhachi (UKR) [misspelt] 3 killed, 7 injured" in line_of(out, f"{CARRIED}:e4")
    courier = short_id(samples.direct().report.id)
    assert line_of(out, f"{courier}:e2").endswith("40+ displaced occurred no source named (reportedly)")


def test_sources_count_the_reports_that_rest_on_each(run: Run, archive: Path) -> None:
    out = run("show", archive, "sources").out
    assert line_of(out, "DEFENCE MINISTRY") == "DEFENCE MINISTRY government 2 2 3 3 Channel Nine"
    assert line_of(out, "Channel Nine") == "Channel Nine media 1"
    assert line_of(out, "Evening Bell") == "Evening Bell outlet 1"


def test_sources_stand_under_the_registers_name_and_side(run: Run, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "s.rpt", create=True) as opened:
        for n, name in enumerate(("SANA", "Syrian state television", "the Observatory")):
            report = samples.make_report(f"Title {n}", f"{name} said units left Kharkiv.", "Evening Bell", f"{n}.txt")
            source = samples.at(report.text, name, Source, name=name)
            content = samples.at(report.text, "units left Kharkiv")
            opened.add(
                CodedReport(report=report, attributions=[Attribution(id="a1", source=source, content=content)]), "1"
            )
    out = run("show", tmp_path / "s.rpt", "sources").out
    assert line_of(out, "Syrian state media") == "Syrian state media media SYR state 2 1 2"
    assert "Syrian Observatory for Human Rights organization SYR observer 1 1 1" in " ".join(out.split())
    rows = [
        json.loads(line) for line in run("show", tmp_path / "s.rpt", "sources", "--format", "jsonl").out.splitlines()
    ]
    assert rows[0]["register_name"] == "Syrian state media"
    assert (rows[0]["country"], rows[0]["side"], rows[0]["key"]) == ("SYR", "state", "syrian state media")


def test_drift_shows_both_tellings_and_who_tells_them(run: Run, archive: Path) -> None:
    found = line_of(run("show", archive, "drift").out, f"{CARRIED}:e1")
    assert found.startswith(f"{CARRIED}:e1 source dropped According to Channel Nine, [the Defence Ministry]")
    assert "[the Defence Ministry] said on Thursday that Russian units…" in found
    assert "Troops [pull back] from Kharkiv own voice" in found
    [row] = map(json.loads, run("show", archive, "drift", "--search", "mayor", "--format", "jsonl").out.splitlines())
    assert (row["what"], row["careful_by"], row["bold_by"], row["after"]) == (
        "source dropped", "the Defence Ministry", None, "pull back"
    )  # fmt: skip


def test_the_other_views(run: Run, archive: Path) -> None:
    assert (
        line_of(run("show", archive, "places").out, "Derhachi") == "Derhachi Kharkiv UKR settlement 50.11, 36.12 1 1 1"
    )
    found = line_of(run("show", archive, "reports").out, CARRIED)
    assert found.endswith("ledger.txt 4 1 4 The Defence ministry; mayor of Dergachi")
    assert line_of(run("show", archive, "inputs").out, "brief.txt") == "brief.txt set aside not-english: German (de)"
    assert "a1" in line_of(run("show", archive, "attributions").out, f"{CARRIED}:a2")


@pytest.mark.parametrize("view", list(Kind))
def test_every_view_gives_the_same_rows_in_every_format(run: Run, archive: Path, view: Kind) -> None:
    lines = run("show", archive, view, "--format", "jsonl").out.splitlines()
    objects = [json.loads(line) for line in lines]
    assert objects
    assert all(tuple(one) == VIEWS[view].names for one in objects)
    rows = list(csv.DictReader(io.StringIO(run("show", archive, view, "--format", "csv").out, newline=""), strict=True))
    assert len(rows) == len(objects)
    assert tuple(rows[0]) == VIEWS[view].names
    table = run("show", archive, view).out
    assert len(table.strip().splitlines()) == len(objects) + 2
    assert len(run("show", archive, view, "--format", "jsonl", "--limit", 1).out.splitlines()) == 1


def test_events_as_json_are_the_exported_rows(run: Run, archive: Path) -> None:
    found = [json.loads(line) for line in run("show", archive, "events", "--format", "jsonl").out.splitlines()]
    with Archive.open(archive, read_only=True) as opened:
        assert found == [flat.row(coded, event) for coded, event in opened.events()]


def test_a_search_narrows_what_is_shown(run: Run, archive: Path) -> None:
    out = run("show", archive, "events", "--search", '"its mayor"', "--format", "jsonl").out
    assert {json.loads(line)["report_name"] for line in out.splitlines()} == {"ledger.txt"}
    assert run("show", archive, "events", "--search", "nowhere", "--format", "jsonl").out == ""
    refused = run("show", archive, "sources", "--search", "x")
    assert refused.code == 2
    assert "narrows" in refused.err


@pytest.mark.parametrize("view", list(Kind))
@pytest.mark.parametrize("form", ["table", "jsonl"])
def test_no_text_steers_the_terminal(run: Run, archive: Path, view: Kind, form: str) -> None:
    out = run("show", archive, view, "--format", form).out
    assert "\x1b" not in out
    assert "\x07" not in out
    if form == "table":
        assert out.replace("\n", "").isprintable()


def test_markup_in_a_text_is_shown_as_it_stands(run: Run, archive: Path) -> None:
    out = run("show", archive, "reports").out
    assert "[bold red]\\x1b[31mloud\\x1b[0m \\u202eevil" in out
    assert "expected [red] a text" in run("show", archive, "inputs").out


@pytest.mark.parametrize(
    "args",
    [
        ["show"],
        ["show", "a.rpt"],
        ["show", "a.rpt", "everything"],
        ["show", "a.rpt", "control", "--on", "nope"],
        ["nothing"],
        ["--nothing"],
    ],
)
def test_wrong_usage_exits_with_2(run: Run, args: list[str]) -> None:
    assert run(*args).code == 2


def test_an_error_is_one_line_without_a_traceback(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x\x1b[31m.rpt").write_text("nothing")
    for path, said in ((tmp_path / "none.rpt", "no such file"), (tmp_path / "x\x1b[31m.rpt", "damaged or foreign")):
        code, out, err = run("show", path, "events")
        assert (code, out) == (1, "")
        assert err.startswith("Error: ")
        assert err.count("\n") == 1
        assert said in err
        assert "\x1b" not in err


@pytest.mark.parametrize("columns", [80, 100, 132])
def test_tables_fit_the_terminal(run: Run, archive: Path, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for view in Kind:
        out = run("show", archive, view).out
        assert max(map(len, out.splitlines())) <= columns
    lines = run("show", archive, "events").out.splitlines()
    ids = [line.split()[0] for line in lines if ":e" in line]
    assert len(ids) == 8
    assert all(len(one) == 13 for one in ids)


def test_a_tree_of_sources_shows_the_way_and_the_reports(run: Run, archive: Path) -> None:
    code, out, err = run("show", archive, "sources", "--format", "tree")
    assert (code, err) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines[0] == "DEFENCE MINISTRY · 3 events in 2 reports"
    at = lines.index("└── through Channel Nine")
    assert "The Morning Ledger · 2022-05-13" in lines[at + 1]
    assert f"{CARRIED}:e2" in lines[at + 2] and lines[at + 2].endswith("Channel Nine ← the Defence Ministry")


def test_a_tree_of_drift_shows_the_bold_telling_over_what_it_lost(run: Run, archive: Path) -> None:
    lines = run("show", archive, "drift", "--format", "tree", "--search", "mayor").out.splitlines()
    assert lines[0].startswith("The Morning Ledger · 2022-05-13 · Troops pull back from Kharkiv")
    assert f"{CARRIED}:e1" in lines[1] and "own voice" in lines[1]
    assert (
        f'source dropped: "the Defence Ministry" → "pull back", against {CARRIED}:e2 by the Defence Ministry'
        in lines[2]
    )


def test_only_sources_and_drift_are_drawn(run: Run, archive: Path) -> None:
    code, _, err = run("show", archive, "places", "--format", "tree")
    assert code == 2 and "draws sources and drift" in " ".join(err.split())


def denying() -> CodedReport:
    report = samples.make_report("Bridge", "Rebels said the bridge fell. The army denied those claims.", "Bell", "b:1")
    text = report.text
    told = Attribution(
        id="a1", source=samples.at(text, "Rebels", Source, name="Rebels"), content=samples.at(text, "the bridge fell")
    )
    denial = Attribution(
        id="a2", source=samples.at(text, "The army", Source, name="army"), content=samples.at(text, "those claims"),
        stance="denies", denies=["e1"],
    )  # fmt: skip
    fell = Event(id="e1", trigger=samples.at(text, "fell"), type="ASSAULT", reported_by=["a1"])
    return CodedReport(report=report, attributions=[told, denial], events=[fell])


def test_what_a_denial_denies_is_kept_shown_and_explained(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "d.rpt"
    with Archive.open(path, create=True) as opened:
        opened.add(denying(), "1")
    name = short_id(denying().report.id)
    assert line_of(run("show", path, "attributions").out, f"{name}:a2").endswith("denies e1")
    row = json.loads(run("show", path, "attributions", "--format", "jsonl").out.splitlines()[1])
    assert (row["stance"], row["denies"]) == ("denies", "e1")
    explained = run("explain", path, f"{name}:e1").out
    assert 'by army: "those claims"  a2' in explained.partition("Denied")[2]


def test_inputs_name_the_file_and_line_of_a_row_that_has_an_id(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "r.rpt"
    report = msgspec.structs.replace(samples.direct().report, name="wire-77", row="wire.jsonl:12")
    with Archive.open(path, create=True) as opened:
        opened.add(CodedReport(report=report), "1")
    assert "wire-77 (wire.jsonl:12)" in line_of(run("show", path, "inputs").out, "wire-77")
    assert json.loads(run("show", path, "inputs", "--format", "jsonl").out)["file"] == "wire.jsonl:12"


def test_sources_of_ones_own_are_taken_for_every_command(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTEDLY_REGISTER", "")
    mine = tmp_path / "mine.tsv"
    mine.write_text("Rebels of the Bridge\tarmed-group\tVEN\topposition\t\tRebels\n", "utf-8")
    path = tmp_path / "d.rpt"
    with Archive.open(path, create=True) as opened:
        opened.add(denying(), "1")
    try:
        out = run("--sources", mine, "show", path, "sources").out
        assert "Rebels of the Bridge" in out and "VEN opposition" in " ".join(out.split())
    finally:
        monkeypatch.undo()
        default.cache_clear()
        register._key.cache_clear()


def test_a_wrong_file_of_sources_is_wrong_usage(run: Run, archive: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.tsv"
    wrong.write_text("Radio Byron\tstation\n", "utf-8")
    code, _, err = run("--sources", wrong, "show", archive, "sources")
    assert code == 2 and "line 1: expected name, kind" in " ".join(err.split())


@pytest.mark.parametrize("view", list(Kind))
def test_an_archive_without_reports_says_so(run: Run, tmp_path: Path, view: Kind) -> None:
    path = tmp_path / "none.rpt"
    with Archive.open(path, create=True):
        pass
    code, _, err = run("show", path, view)
    assert code == 0
    assert err == f"Nothing to show: {path} holds 0 reports, 0 events (inputs set aside: 0, failed: 0).\n"
