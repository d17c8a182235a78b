from pathlib import Path

import pytest
from msgspec.structs import replace

from reportedly.archive import Archive, add_all
from reportedly.errors import BadReview, StaleReview
from reportedly.incidents import group, incidents, merge, split, undo
from reportedly.incidents.build import corrected
from reportedly.incidents.corrections import FIELDS, as_written, correct_event
from reportedly.incidents.reviews import Overlay, latest, unchanged
from reportedly.incidents.tellings import Key
from reportedly.records import CodedReport, Event, When, short_id
from tests.archive.samples import at, carried
from tests.incidents import samples

BY = {"who": "Ada", "why": "read it again"}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    opened = Archive.open(tmp_path / "a.rpt", create=True)
    add_all(opened, [carried(), samples.strike("A", "2022-06-03", 9, "TASS"), samples.strike("B", "2022-06-04", 12, "the mayor")], "1")  # fmt: skip
    return opened


def now(archive: Archive, name: str, event: str = "e1") -> tuple[CodedReport, Event]:
    """A report by its name with corrections applied, and one of its events."""
    (coded,) = (one for one in archive.reports() if one.report.name == name)
    (coded,) = corrected([coded], Overlay(archive.reviews()))
    return coded, next(one for one in coded.events if one.id == event)


def set_(archive: Archive, name: str, event: str = "e1", seen: int | None = None, **changes: str) -> list[int]:
    coded, _ = now(archive, name, event)
    incident = group(archive).incident[Key(coded.report.id, event)]
    return correct_event(archive, coded, event, changes, incident=incident, seen=seen, **BY)


STRIKE = "A-2022-06-03-9.txt"


def test_each_field_is_set_and_taken_back(archive: Archive) -> None:
    before = now(archive, "ledger.txt", "e4")[1]
    numbers = set_(archive, "ledger.txt", "e4", type="COERCE", mode="arrest", status="ongoing", place="Kharkiv", start="2022-04-03", end="2022-04-05", actor="Russian units; Channel Nine", recipient="", toll="2-4 killed; 8+ injured; up to 3 missing")  # fmt: skip
    assert len(numbers) == 9
    coded, event = now(archive, "ledger.txt", "e4")
    text = coded.report.text
    assert (event.type, event.mode, event.status) == ("COERCE", "arrest", "ongoing")
    assert event.place is not None
    assert (event.place.name, event.place.geonameid, event.place.confidence) == ("Kharkiv", 706483, 1.0)
    assert event.when is not None
    assert (event.when.earliest, event.when.latest, event.when.granularity) == ("2022-04-03", "2022-04-05", "range")
    assert [(one.name, one.country) for one in event.actors] == [("Russian units", "RUS"), ("Channel Nine", None)]
    assert event.recipients == []
    assert [(t.outcome, t.low, t.high) for t in event.casualties] == [("killed", 2, 4), ("injured", 8, None), ("missing", None, 3)]  # fmt: skip
    for span in (event.place, event.when, *event.actors, *event.casualties):
        assert text[span.start : span.end] == span.text
    for number in reversed(numbers):
        undo(archive, number, **BY)
    assert now(archive, "ledger.txt", "e4")[1] == before


def test_a_day_that_a_person_set_is_no_longer_flagged_as_inferred(archive: Archive) -> None:
    as_read, event = now(archive, "ledger.txt")
    text = as_read.report.text
    inferred = When(
        text=text[:5],
        start=0,
        end=5,
        earliest="2022-05-10",
        latest="2022-05-10",
        granularity="day",
        flags=["described"],
    )
    archive.add(CodedReport(report=as_read.report, events=[replace(event, when=inferred)]), "2")
    set_(archive, "ledger.txt", start="2022-05-11", end="2022-05-11")
    when = now(archive, "ledger.txt")[1].when
    assert when is not None
    assert (when.earliest, when.flags) == ("2022-05-11", [])


def test_the_program_s_reading_stays_in_the_record(archive: Archive) -> None:
    kept = list(archive.records())
    set_(archive, STRIKE, type="COERCE")
    assert list(archive.records()) == kept


def test_incidents_are_told_with_corrections(archive: Archive) -> None:
    (before,) = (one for one in incidents(archive) if len(one.reports) == 2)
    assert [(line.low, line.high) for line in before.ranges] == [(9, 12)]
    set_(archive, STRIKE, toll="12 killed")
    (after,) = (one for one in incidents(archive) if len(one.reports) == 2)
    assert [(line.low, line.high, line.course) for line in after.ranges] == [(12, 12, "agree")]
    assert after.id == before.id
    assert after.corrected == {}
    assert after.reviews == [1]


def test_a_correction_survives_a_re_run_that_numbers_events_otherwise(archive: Archive) -> None:
    set_(archive, STRIKE, place="Kharkiv")
    coded, event = now(archive, STRIKE)
    (as_read,) = (one for one in archive.reports() if one.report.name == STRIKE)
    other = Event(id="e1", trigger=at(coded.report.text, "killed"), type="ASSAULT")
    moved = CodedReport(report=as_read.report, attributions=as_read.attributions, events=[other, Event(id="e2", trigger=event.trigger, type="ASSAULT")])  # fmt: skip
    assert archive.add(moved, "2") == "coded anew"
    _, first = now(archive, STRIKE, "e1")
    _, second = now(archive, STRIKE, "e2")
    assert first == other
    assert second.place is not None
    assert second.place.name == "Kharkiv"


def test_a_correction_of_what_is_no_longer_read_stays_on_file_and_changes_nothing(archive: Archive) -> None:
    set_(archive, STRIKE, type="COERCE")
    (as_read,) = (one for one in archive.reports() if one.report.name == STRIKE)
    other = Event(id="e1", trigger=at(as_read.report.text, "killed"), type="ASSAULT")
    archive.add(CodedReport(report=as_read.report, events=[other]), "2")
    assert now(archive, STRIKE)[1] == other
    assert len(archive.reviews()) == 1


def test_a_place_is_the_report_s_else_the_gazetteer_s(archive: Archive) -> None:
    set_(archive, "ledger.txt", "e4", place="dergachi")
    assert now(archive, "ledger.txt", "e4")[1].place.geonameid == 709932  # type: ignore[union-attr]
    set_(archive, "ledger.txt", "e4", place="Poltava")
    coded, event = now(archive, "ledger.txt", "e4")
    assert event.place is not None
    assert (event.place.name, event.place.country, event.place.text) == ("Poltava", "UKR", "Dergachi")
    set_(archive, "ledger.txt", "e4", place="")
    assert now(archive, "ledger.txt", "e4")[1].place is None
    set_(archive, "ledger.txt", "e4", place="Poltava")
    place = now(archive, "ledger.txt", "e4")[1].place
    assert place is not None
    assert (place.text, place.start) == ("", coded.events[3].trigger.start)
    set_(archive, "ledger.txt", "e4", place=f"Kharkiv #{706483}")
    assert now(archive, "ledger.txt", "e4")[1].place.name == "Kharkiv"  # type: ignore[union-attr]


def test_what_a_form_shows_means_what_stands(archive: Archive) -> None:
    coded, _ = now(archive, "ledger.txt", "e4")
    for event in coded.events:
        for field in FIELDS:
            value = as_written(event, field)
            if value:
                set_(archive, "ledger.txt", event.id, **{field: value})
                assert as_written(now(archive, "ledger.txt", event.id)[1], field) == value


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("type", "WAR"), ("type", ""), ("mode", "arrest"), ("status", "done"), ("status", ""), ("place", "Nowhereville Q"), ("place", "Kharkiv #x"),
        ("place", "Kharkiv #1"), ("start", "June"), ("end", "2022-02-30"), ("start", "2023-01-01"), ("toll", "many killed"), ("toll", "3 hurt"),
        ("toll", "9-3 killed"), ("actor", ";".join("abcdefghijklmnopqrstuvwxyz")), ("note", "x" * 501), ("colour", "red"),
        ("accepted", "no"), ("toll", "9999999999 killed"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_and_nothing_is_written(archive: Archive, field: str, value: str) -> None:
    with pytest.raises(BadReview, match=r"expected .* got "):
        set_(archive, STRIKE, **{"status": "ongoing", field: value})
    assert archive.reviews() == []


def test_a_name_of_signs_is_no_pattern(archive: Archive) -> None:
    set_(archive, STRIKE, actor="(a+)+$ [x]; Russian")
    assert [one.name for one in now(archive, STRIKE)[1].actors] == ["(a+)+$ [x]", "Russian"]


def test_two_who_decide_about_one_event_lose_nothing(archive: Archive) -> None:
    (number,) = set_(archive, STRIKE, seen=0, toll="10 killed")
    with pytest.raises(StaleReview, match=rf"expected review none .* got review {number} of Ada"):
        set_(archive, STRIKE, seen=0, type="COERCE", place="Kharkiv")
    assert len(archive.reviews()) == 1
    assert len(set_(archive, STRIKE, seen=number, type="COERCE", place="Kharkiv")) == 2
    assert now(archive, STRIKE)[1].casualties[0].low == 10


def test_what_others_decide_about_other_events_and_incidents_is_no_conflict(archive: Archive) -> None:
    set_(archive, STRIKE, seen=0, toll="10 killed")
    set_(archive, "B-2022-06-04-12.txt", seen=0, toll="10 killed")
    set_(archive, "ledger.txt", "e4", seen=0, type="COERCE")
    one, other, *_ = (found.id for found in incidents(archive))
    with unchanged(archive, 0, incident=one):
        number = merge(archive, one, [other], there=[one, other], **BY)
    reviews = archive.reviews()
    assert latest(reviews, incident=one) == latest(reviews, incident=other) == number
    with pytest.raises(StaleReview), unchanged(archive, 0, incident=other):
        pytest.fail("it was merged meanwhile")
    undo(archive, number, **BY)
    assert latest(archive.reviews(), incident=other) == number + 1


def test_taking_a_correction_back_is_a_decision_about_its_event(archive: Archive) -> None:
    (number,) = set_(archive, STRIKE, toll="10 killed")
    coded, _ = now(archive, STRIKE)
    key = Key(coded.report.id, "e1")
    at_ = group(archive).incident[key]
    undo(archive, number, **BY)
    assert latest(archive.reviews(), event=key) == number + 1
    assert latest(archive.reviews(), incident=at_) == 0


def test_an_event_s_correction_goes_with_it_when_it_is_split_off(archive: Archive) -> None:
    set_(archive, STRIKE, toll="10 killed")
    coded, _ = now(archive, STRIKE)
    key = Key(coded.report.id, "e1")
    members = group(archive).members()
    split(archive, group(archive).incident[key], [key], members=members, **BY)
    (own,) = (one for one in incidents(archive) if one.events == [tuple(key)])
    assert [(line.low, line.high) for line in own.ranges] == [(10, 10)]
    assert short_id(coded.report.id) in f"{own.reports}"
