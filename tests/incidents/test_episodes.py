"""A running event and its episodes: apart, but linked."""

from pathlib import Path

from reportedly.archive import Archive, add_all
from reportedly.incidents import incidents
from reportedly.incidents.records import Incident
from reportedly.records import CodedReport
from tests.incidents import samples


def told(path: Path, reports: list[CodedReport]) -> list[Incident]:
    with Archive.open(path / "a.rpt", create=True) as archive:
        add_all(archive, reports, "1")
        return incidents(archive)


def siege(published: str = "2022-06-10") -> list[CodedReport]:
    return [
        samples.holding(outlet, published, "Russian forces", "besieged", "besiege", status="ongoing")
        for outlet in ("A", "B")
    ]


def test_a_strike_within_a_siege_is_an_incident_of_its_own_and_part_of_it(tmp_path: Path) -> None:
    strikes = [samples.strike(outlet, "2022-06-14", 9, day="2022-06-14") for outlet in ("A", "B")]
    found = told(tmp_path, [*siege("2022-06-10"), *siege("2022-06-20"), *strikes])
    (strike,) = [one for one in found if one.type == "ASSAULT"]
    running = {one.id for one in found if one.type == "CONTROL"}
    assert len(strike.reports) == 2
    assert strike.part_of in running
    assert all(one.part_of != one.id for one in found)


def test_a_strike_elsewhere_or_before_is_no_part_of_it(tmp_path: Path) -> None:
    far = ("Huliaipole", 47.66, 36.26, 709161)
    elsewhere = samples.strike("A", "2022-06-14", 9, day="2022-06-14", town=far)
    before = samples.strike("B", "2022-05-02", 31, day="2022-05-01")
    found = told(tmp_path, [*siege("2022-06-10"), *siege("2022-06-20"), elsewhere, before])
    assert [one.part_of for one in found if one.type == "ASSAULT"] == [None, None]


def test_two_strikes_of_a_day_are_no_part_of_each_other(tmp_path: Path) -> None:
    found = told(tmp_path, [samples.strike("A", "2022-06-14", 9, day="2022-06-14"), samples.strike("B", "2022-06-14", 44, day="2022-06-13", town=("Orikhiv", 47.57, 35.78, 698740))])  # fmt: skip
    assert [one.part_of for one in found] == [None, None]
