"""Ids are stable, JSON round-trips, dates are dates."""

import datetime

import pytest

from reportedly import records
from reportedly.errors import BadDate
from reportedly.records import CodedReport, Event, Report, Span, Toll


def a_report() -> CodedReport:
    text = "Shelling killed three people."
    report = Report(id=records.report_id(text, outlet="Harbour Courier"), text=text, outlet="Harbour Courier")
    toll = Toll(text="three", start=16, end=21, outcome="killed", low=3, high=3)
    event = Event(id="e1", trigger=Span(text="Shelling", start=0, end=8), type="ASSAULT", casualties=[toll])
    return CodedReport(report=report, events=[event])


def test_the_id_of_a_report_never_changes() -> None:
    assert records.report_id("text") == "sha256:5dd3fd09938e1ecd354aefa99473c73f8d5a8e3a1324bc165a08072d6ce7eadf"


def test_the_same_text_from_two_outlets_is_two_reports() -> None:
    assert records.report_id("text", outlet="A") != records.report_id("text", outlet="B")
    assert records.report_id("text", published="2022-05-13") != records.report_id("text")
    assert records.report_id("a", outlet="b") != records.report_id("ab")


def test_json_round_trips_to_the_same_bytes() -> None:
    coded = a_report()
    line = records.to_json(coded)
    assert b"\n" not in line
    assert records.from_json(line) == coded
    assert records.to_json(records.from_json(line)) == line


def test_keys_stand_in_the_order_of_the_design() -> None:
    line = records.to_json(a_report())
    order = [b'"report"', b'"attributions"', b'"events"', b'"places"']
    assert [line.index(key) for key in order] == sorted(line.index(key) for key in order)


@pytest.mark.parametrize("bad", ["13 May 2022", "2022-13-01", "2022-02-30", "", "yesterday"])
def test_a_date_that_is_none_is_refused_with_what_came(bad: str) -> None:
    with pytest.raises(BadDate, match="YYYY-MM-DD") as raised:
        records.parse_date(bad)
    assert repr(bad) in str(raised.value)


def test_a_date_is_read() -> None:
    assert records.parse_date(" 2022-05-13 ") == datetime.date(2022, 5, 13)
