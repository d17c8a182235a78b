from pathlib import Path

import msgspec

from reportedly.incidents import Incident
from reportedly.incidents.agreement import when
from reportedly.records import CodedReport, Event, Span, When
from tests.incidents import samples
from tests.incidents.test_roots import told


def one(tmp_path: Path, *reports: CodedReport) -> Incident:
    (found,) = told(tmp_path, list(reports))
    return found


def test_a_toll_that_rises_from_day_to_day_moved(tmp_path: Path) -> None:
    found = one(
        tmp_path,
        samples.strike("A", "2022-06-03", 22, "the mayor"),
        samples.strike("A", "2022-06-04", 31, "the mayor"),
        samples.strike("B", "2022-06-05", 44, "Human Rights Watch"),
    )
    (killed,) = found.ranges
    assert (killed.low, killed.high, killed.course) == (22, 44, "moved")
    assert [(t.low, t.high, t.root, t.as_of) for t in found.tolls] == [
        (22, 22, "the mayor", "2022-06-03"), (31, 31, "the mayor", "2022-06-04"), (44, 44, "Human Rights Watch", "2022-06-05"),
    ]  # fmt: skip
    assert not any(d.field == "killed" for d in found.disagreements)


def test_two_roots_with_different_figures_on_one_day_are_at_odds(tmp_path: Path) -> None:
    found = one(
        tmp_path,
        samples.strike("A", "2022-06-04", 22, "the mayor"),
        samples.strike("B", "2022-06-04", 5, "Human Rights Watch"),
    )
    (killed,) = found.ranges
    assert killed.course == "at odds"
    (field,) = [d for d in found.disagreements if d.field == "killed"]
    assert {(v.value, tuple(v.roots)) for v in field.values} == {("22", ("the mayor",)), ("5", ("Human Rights Watch",))}


def test_who_is_blamed_by_whom_and_who_denies_it(tmp_path: Path) -> None:
    found = one(
        tmp_path,
        samples.strike("A", "2022-06-03", 9, "the mayor"),
        samples.strike("B", "2022-06-03", 9, "the Kremlin", denied=True),
    )
    (actor,) = [d for d in found.disagreements if d.field == "actor"]
    (value,) = actor.values
    assert value.roots == ["the mayor"]
    assert value.denied_by == ["the Kremlin"]
    assert len(value.reports) == 2


def test_tellings_that_agree_have_no_disagreement(tmp_path: Path) -> None:
    found = one(tmp_path, samples.strike("A", "2022-06-03", 9, "the mayor"), samples.strike("B", "2022-06-03", 9))
    assert found.disagreements == []
    assert [r.course for r in found.ranges] == ["agree"]
    assert [t.root for t in found.tolls] == [None, "the mayor"] or [t.root for t in found.tolls] == ["the mayor", None]


def test_figures_are_at_odds_though_both_headlines_state_them_flatly(tmp_path: Path) -> None:
    reports = []
    for outlet, killed, source in (("A", 22, "the mayor"), ("B", 5, "Human Rights Watch")):
        coded = samples.strike(outlet, "2022-06-04", killed, source)
        (event,) = coded.events
        flat = msgspec.structs.replace(event, id="e0", reported_by=[])
        reports.append(msgspec.structs.replace(coded, events=[flat, event]))
    found = one(tmp_path, *reports)
    assert [r.course for r in found.ranges] == ["at odds"]
    assert any(d.field == "killed" for d in found.disagreements)


def dated(*days: tuple[str | None, str | None, str]) -> list[Event]:
    return [
        Event(
            id=f"e{n}", trigger=Span(text="war", start=n, end=n + 3), type="ASSAULT", mode=None,
            when=When(text="then", start=0, end=4, earliest=first, latest=last, granularity=kind),  # type: ignore[arg-type]
        )
        for n, (first, last, kind) in enumerate(days)
    ]  # fmt: skip


def test_what_runs_runs_from_its_commonest_first_day_to_its_last() -> None:
    since = ("2011-03-01", "2014-04-09", "range")
    assert when(dated(since, ("2011-03-01", "2016-07-02", "range"), ("1973-09-10", "2013-09-10", "range"), ("2015-05-05", "2015-05-05", "day"))) == (
        "2011-03-01", "2016-07-02",
    )  # fmt: skip
    assert when(dated(since, ("2015-05-05", "2015-05-05", "day"))) == ("2015-05-05", "2015-05-05")  # no more than half
    month = ("2011-03-01", "2011-03-31", "month")
    assert when(dated(month, month, ("2011-01-01", "2016-07-02", "range"))) == ("2011-03-01", "2011-03-31")
    assert when(dated((None, "2016-07-02", "open"))) == (None, "2016-07-02")
    opened, closed = ("2014-01-01", None, "open"), (None, "2013-05-05", "open")
    assert when(dated(opened, opened, closed)) == ("2014-01-01", None)  # never an end before the beginning
    assert when([]) == (None, None)
