"""Annotated and read events set against each other, for the page of where incidents lose."""

import msgspec

from benchmarks.incident_loss import aligned, with_chains
from benchmarks.incidents import roots_and_tolls
from reportedly.records import CodedReport
from tests.incidents import samples


def moved(coded: CodedReport, by: int, **fields: object) -> CodedReport:
    """The report with its event's trigger cut at the front, under another id."""
    (event,) = coded.events
    start = event.trigger.start + by
    trigger = msgspec.structs.replace(event.trigger, text=event.trigger.text[by:], start=start)
    return msgspec.structs.replace(coded, events=[msgspec.structs.replace(event, id="r1", trigger=trigger, **fields)])


def test_a_read_event_stands_for_the_annotated_one_that_its_trigger_overlaps() -> None:
    gold = samples.strike("A", "2022-06-03", 9, "the mayor")
    assert aligned(gold, moved(gold, 2)) == {"r1": "e1"}
    (event,) = gold.events
    twice = msgspec.structs.replace(gold, events=[event, msgspec.structs.replace(event, id="e2", type="COERCE")])
    assert aligned(twice, moved(gold, 1, type="COERCE")) == {"r1": "e2"}
    assert aligned(msgspec.structs.replace(gold, events=[]), moved(gold, 1)) == {}


def test_events_rest_on_the_other_readings_chains_where_a_content_holds_them() -> None:
    gold = samples.strike("A", "2022-06-03", 9, "the mayor")
    bare = msgspec.structs.replace(moved(gold, 0, reported_by=[]), attributions=[])
    (event,) = with_chains(bare, gold).events
    assert event.reported_by == ["a1"]
    (event,) = with_chains(gold, bare).events
    assert event.reported_by == []


def test_an_incident_of_which_nothing_was_read_is_told_wrongly() -> None:
    row = {
        "members": set(),
        "roots": [],
        "tolls": [{"doc": "d", "outcome": "killed", "low": 3, "high": 3, "root": None}],
    }
    found = roots_and_tolls([], [row], {"sha256:0": "d"})
    assert (found["roots_exact"], found["tolls_f1"]) == (0, 0)
