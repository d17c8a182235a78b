import msgspec
import pytest

from reportedly.errors import BadDate
from reportedly.incidents.control import ledger
from reportedly.incidents.tellings import Key
from reportedly.records import CodedReport
from tests.incidents import samples

REPORTS = [
    samples.holding("A", "2022-03-01", "the Blue Brigade", "took", "capture", "the governor"),
    samples.holding("B", "2022-05-01", "the Red Guard", "retook", "recapture"),
    samples.holding("C", "2022-05-01", "the Blue Brigade", "holds", "hold", "a spokesman"),
    samples.holding("D", "2022-06-01", "the Blue Brigade", "besieges", "besiege"),
]


def grouped(reports: list[CodedReport]) -> dict[Key, str]:
    return {Key(coded.report.id, event.id): "i1" for coded in reports for event in coded.events}


def test_the_ledger_says_who_holds_it_from_when_and_by_whom() -> None:
    entries = ledger(REPORTS, grouped(REPORTS))
    assert [(e.since, e.holder, e.change, e.disputed) for e in entries] == [
        ("2022-03-01", "the Blue Brigade", "takes", False),
        ("2022-05-01", "the Blue Brigade", "holds", True),
        ("2022-05-01", "the Red Guard", "takes", True),
        ("2022-06-01", "the Blue Brigade", "besieges", False),
    ]
    assert entries[0].roots == ["the governor"]
    assert entries[2].roots == [None]


def test_on_a_day_the_last_known_by_then() -> None:
    on = lambda day: [(e.holder, e.change) for e in ledger(REPORTS, grouped(REPORTS), on=day)]
    assert on("2022-02-01") == []
    assert on("2022-04-01") == [("the Blue Brigade", "takes")]
    assert on("2022-05-20") == [("the Blue Brigade", "holds"), ("the Red Guard", "takes")]
    assert ("the Blue Brigade", "besieges") in on("2022-07-01")
    with pytest.raises(BadDate):
        on("yesterday")


def test_a_place_by_name_and_a_denial() -> None:
    assert ledger(REPORTS, grouped(REPORTS), place="Nowhere") == []
    assert len(ledger(REPORTS, grouped(REPORTS), place="derhachi")) == 4
    failed = [samples.holding("E", "2022-03-01", "the Red Guard", "took", "capture", "the governor", status="negated")]
    (entry,) = ledger(failed, grouped(failed))
    assert entry.roots == []
    assert entry.denied_by == ["the governor"]
    assert entry.disputed


def headed(coded: CodedReport) -> CodedReport:
    """The report with its event told once more by the headline, flatly and without a day."""
    (event,) = coded.events
    first = msgspec.structs.replace(event, id="e0", when=None, reported_by=[])
    return msgspec.structs.replace(coded, events=[first, event])


def test_a_headline_and_what_the_body_credits_are_one_entry_on_one_word() -> None:
    reports = [
        headed(samples.holding("A", "2022-03-01", "the Blue Brigade", "took", "capture", "the UK Ministry of Defence")),
        headed(
            samples.holding("B", "2022-03-01", "the Blue Brigade", "took", "capture", "the British Defence Ministry")
        ),
    ]
    (entry,) = ledger(reports, grouped(reports))
    assert (entry.since, len(entry.reports), len(entry.roots)) == ("2022-03-01", 2, 1)
    assert not entry.disputed


def test_a_claim_without_a_day_of_another_report_stays() -> None:
    undated = headed(samples.holding("A", "2022-03-01", "the Blue Brigade", "took", "capture"))
    undated = msgspec.structs.replace(undated, events=undated.events[:1])
    reports = [undated, samples.holding("B", "2022-03-01", "the Blue Brigade", "took", "capture", "the governor")]
    found = sorted((e.since or "", e.roots) for e in ledger(reports, grouped(reports)))
    assert found == [("", [None]), ("2022-03-01", ["the governor"])]
