"""The whole path on texts written for the tests: every span is a quotation, and the same input gives the same bytes."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import reportedly
from reportedly import records
from reportedly.coder import Coder, blank
from reportedly.errors import UnreadableInput
from reportedly.intake import make_report, read_inputs
from reportedly.records import CodedReport, Report

EXAMPLES = Path(__file__).parents[1] / "examples" / "kharkiv-2022" / "reports.jsonl"


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def quoted_spans(coded: CodedReport) -> list[records.Span]:
    found: list[records.Span] = list(coded.places)
    for attribution in coded.attributions:
        found += [s for s in (attribution.source, attribution.cue, attribution.content) if s is not None]
    for event in coded.events:
        found += [event.trigger, *event.actors, *event.recipients, *event.casualties]
        found += [s for s in (event.place, event.when) if s is not None]
    return found


def check(coded: CodedReport) -> None:
    text = coded.report.text
    for span in quoted_spans(coded):
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.text
    attributions = {a.id for a in coded.attributions}
    events = {e.id for e in coded.events}
    assert len(attributions) == len(coded.attributions)
    assert len(events) == len(coded.events)
    for attribution in coded.attributions:
        assert attribution.via is None or attribution.via in attributions - {attribution.id}
    for event in coded.events:
        assert set(event.reported_by) <= attributions
        assert event.same_as is None or event.same_as in events - {event.id}
        assert 0 <= event.confidence <= 1
        if event.when and event.when.earliest and event.when.latest:
            assert event.when.earliest <= event.when.latest


def coded_examples(coder: Coder) -> list[CodedReport]:
    reports = list(read_inputs([EXAMPLES]))
    assert len(reports) == 8
    return [coder.code(report) for report in reports if isinstance(report, Report)]


def test_every_span_of_the_examples_is_a_quotation(coder: Coder) -> None:
    coded = coded_examples(coder)
    assert len(coded) == 8
    for one in coded:
        check(one)
    assert sum(len(one.events) for one in coded) >= 8
    assert sum(len(one.attributions) for one in coded) >= 8


def test_the_same_input_gives_the_same_bytes_in_any_order(coder: Coder) -> None:
    reports = [r for r in read_inputs([EXAMPLES]) if isinstance(r, Report)]
    forward = {r.id: records.to_json(coder.code(r)) for r in reports}
    backward = {r.id: records.to_json(Coder().code(r)) for r in reversed(reports)}
    assert forward == backward


PIECES = ["Rebels", "shelled", "Aleppo", "on Friday", ",", ".", "the ministry said", "killing at least 12 people", "“", "”", "'", "\n", "\n\n", "ATTACK", "حلب", "Дергачі", "👍", "\u202e", "<script>", "1,200", "reportedly", "who", "Mr. Peskov", "- 5 dead", "|", "\t", "A" * 60, "\u0301"]  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=300))
def test_odd_texts_keep_their_offsets(coder: Coder, parts: list[str]) -> None:
    report = make_report(" ".join(parts), language="en", published="2016-07-02")
    if isinstance(report, Report):
        check(coder.code(report))


def test_capitals_lists_and_endless_sentences_are_read(coder: Coder) -> None:
    endless = "Government forces shelled the town of Harim and " * 150 + "then withdrew."
    listed = "\n".join(f"- {n} people killed in Idlib" for n in range(40))
    for text in (endless, listed, "MORTAR FIRE KILLS SIX IN DONETSK, MAYOR SAYS", "?" * 3000, "a " * 4000):
        report = make_report(text, language="en")
        assert isinstance(report, Report)
        check(coder.code(report))


def test_boilerplate_is_never_read(coder: Coder) -> None:
    text = "A bomb killed four people in Kabul on Tuesday, police said.\n\n© 2024 Harbour Courier. All rights reserved. Do not reproduce without permission."
    report = make_report(text, published="2016-07-29")
    assert isinstance(report, Report)
    assert len(blank(report)) == len(text)
    assert "2024" not in blank(report)
    coded = coder.code(report)
    assert not [s for s in quoted_spans(coded) if s.start >= text.index("©")]


def test_code_is_the_same_from_python_as_from_a_coder(coder: Coder) -> None:
    text = "Three civilians were killed when shells hit a market in Donetsk on Monday, the mayor said."
    one = reportedly.code(text, published="2015-01-14", outlet="Lowland Post")
    report = make_report(text, published="2015-01-14", outlet="Lowland Post")
    assert isinstance(report, Report)
    assert json.loads(records.to_json(one))["events"] == json.loads(records.to_json(coder.code(report)))["events"]


@pytest.mark.parametrize(
    ("text", "error"), [("", reportedly.errors.UnreadableInput), ("  \n ", reportedly.errors.UnreadableInput)]
)
def test_an_empty_text_is_refused(text: str, error: type[Exception]) -> None:
    with pytest.raises(error, match="expected a text"):
        reportedly.code(text)


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(reportedly.errors.BadDate):
        reportedly.code("A text.", published="sometime")


def test_a_text_in_another_language_is_refused_by_its_name() -> None:
    text = (
        "Die Armee hat gestern die Stadt eingenommen, und die Rebellen sind in die Berge geflohen, sagte der Minister."
    )
    with pytest.raises(UnreadableInput, match=r"expected a text in English, got German \(de\)"):
        reportedly.code(text)
