from pathlib import Path

import msgspec
import pytest

from reportedly.archive import Archive, add_all
from reportedly.incidents import Incident, incidents
from reportedly.incidents.roots import words
from reportedly.records import Attribution, CodedReport, Source, Wire, to_json
from tests.archive.samples import at, carried, direct
from tests.incidents import samples


def told(tmp_path: Path, reports: list[CodedReport]) -> list[Incident]:
    tmp_path.mkdir(exist_ok=True)
    with Archive.open(tmp_path / "a.rpt", create=True) as archive:
        add_all(archive, reports, "1")
        return incidents(archive)


def test_six_reports_of_one_ministry_update_are_one_root(tmp_path: Path) -> None:
    (one,) = told(tmp_path, samples.six())
    assert len(one.reports) == 6
    assert one.independent_roots == len(one.roots) == 1
    assert len(one.roots[0].reports) == 6
    assert one.own_voice == []
    assert (one.type, one.start, one.end) == ("RETREAT", "2022-05-12", "2022-05-12")
    assert one.place is not None and one.place.name == "Kharkiv"


def test_state_media_of_one_state_are_one_voice_and_an_observer_another(tmp_path: Path) -> None:
    reports = [
        samples.strike("A", "2022-06-03", 9, "TASS"),
        samples.strike("B", "2022-06-03", 9, "RIA Novosti"),
        samples.strike("C", "2022-06-04", 9, "Human Rights Watch"),
    ]
    (one,) = told(tmp_path, reports)
    assert one.independent_roots == 2
    assert [len(root.reports) for root in one.roots] == [2, 1]


def test_an_outlets_own_voice_is_no_root_and_a_copy_counts_with_its_original(tmp_path: Path) -> None:
    story = " ".join(f"Witness number {n} spoke of the noise on street {n * 7}." for n in range(30))
    reports = []
    for outlet, published in (("First", "2022-06-03"), ("Second", "2022-06-04")):
        coded = samples.strike(outlet, published, 9)
        report = msgspec.structs.replace(coded.report, text=coded.report.text + " " + story)
        reports.append(msgspec.structs.replace(coded, report=report))
    (one,) = told(tmp_path, reports)
    assert one.independent_roots == 0
    assert one.own_voice == ["First"]
    assert one.copies == [reports[1].report.id]


def test_two_outlets_that_run_one_agencys_copy_are_one_voice(tmp_path: Path) -> None:
    reports = []
    for outlet, published, what in (("First", "2022-06-03", "noise"), ("Second", "2022-06-04", "smoke")):
        coded = samples.strike(outlet, published, 9)
        story = " ".join(f"Of the {what} on street {n * len(what)} {outlet} heard {n}." for n in range(30))
        report = msgspec.structs.replace(coded.report, text=coded.report.text + " " + story)
        reports.append(msgspec.structs.replace(coded, report=report))
    (own,) = told(tmp_path / "own", reports)
    assert own.own_voice == ["First", "Second"]
    copied = [
        msgspec.structs.replace(one, wire=[Wire(start=0, end=1, text=one.report.text[0], name="Reuters")])
        for one in reports
    ]
    (copy,) = told(tmp_path / "copy", copied)
    assert copy.own_voice == ["Reuters"]


def test_a_chain_has_one_root_and_sources_side_by_side_are_several() -> None:
    coded = carried()
    assert [w.name for w in words(coded, coded.events[1])] == ["the Defence Ministry"]
    (own,) = words(coded, coded.events[0])
    assert own.key is None
    (nobody,) = words(direct(), direct().events[1])
    assert nobody.key == ""
    text = coded.report.text
    beside = Attribution(id="a9", source=at(text, "its mayor", Source, name="the mayor"), content=at(text, "killed"))
    both = msgspec.structs.replace(coded, attributions=[*coded.attributions, beside])
    event = msgspec.structs.replace(coded.events[1], reported_by=["a1", "a2", "a9"])
    assert sorted(w.name or "" for w in words(both, event)) == ["the Defence Ministry", "the mayor"]


def test_what_a_report_leaves_out(tmp_path: Path) -> None:
    (one,) = told(tmp_path, samples.six())
    dropped = {drift.dropped for drift in one.drift}
    assert dropped == {"likelihood"}
    assert len(one.drift) == 5
    assert {drift.word for drift in one.drift} == {"likely"}


@pytest.mark.parametrize("order", [1, -1])
def test_the_same_reports_give_the_same_bytes(tmp_path: Path, order: int) -> None:
    reports = [*samples.six(), samples.strike("A", "2022-06-03", 9, "TASS"), samples.strike("B", "2022-06-04", 12)]
    first = [to_json(one) for one in told(tmp_path, reports)]
    (tmp_path / "other").mkdir()
    assert [to_json(one) for one in told(tmp_path / "other", reports[::-1][::order])] == first
    (tmp_path / "a.rpt").unlink()
    assert [to_json(one) for one in told(tmp_path, reports[::order])] == first
