"""Drift: the written cases, with their floors, and what the records hold."""

import pytest

from reportedly.records import Attribution, Drift, Event, Source, Span, Toll
from reportedly.resolve.drift import another, find_drift
from reportedly.resolve.tellings import hedge_of, lemma, rungs
from tests.resolve.drift_cases import Case, cases

CASES = cases()
PRECISION, RECALL = 0.85, 0.70  # floors: they only rise


def triples(case: Case) -> set[tuple[str, str, str]]:
    return {(drift.what, drift.careful, drift.bold) for drift in case.found()}


def test_there_are_enough_cases_both_ways() -> None:
    assert len(CASES) >= 60
    assert min(sum(bool(case.expected) for case in CASES), sum(not case.expected for case in CASES)) >= 25
    assert {what for case in CASES for what, _, _ in case.expected} == {
        "hedge dropped", "source dropped", "range narrowed", "actor swapped", "verb strengthened"
    }  # fmt: skip


def test_precision_and_recall_on_the_cases() -> None:
    found = {(case.name, *one) for case in CASES for one in triples(case)}
    expected = {(case.name, *one) for case in CASES for one in case.expected}
    hits = len(found & expected)
    precision, recall = hits / len(found), hits / len(expected)
    assert precision >= PRECISION, sorted(found - expected)
    assert recall >= RECALL, sorted(expected - found)


def by_name(name: str) -> Case:
    return next(case for case in CASES if case.name == name)


def test_a_record_quotes_both_tellings_and_says_who_tells_them() -> None:
    case = by_name("the flat first sentence")
    hedge, source = case.found()
    assert (hedge.id, hedge.what, hedge.careful, hedge.bold) == ("d1", "hedge dropped", "e2", "e1")
    assert (hedge.before.text, hedge.after.text) == ("reportedly", "withdrawn")
    assert (hedge.careful_by, hedge.bold_by) == ("the Ministry", None)
    assert (source.id, source.what, source.before.text) == ("d2", "source dropped", "the Ministry")
    for drift in (hedge, source):
        for span in (drift.before, drift.after):
            assert case.text[span.start : span.end] == span.text
    assert 0 < hedge.confidence < 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_order_of_the_events_does_not_count(case: Case) -> None:
    def parts(found: list[Drift]) -> set[tuple[str, str, str]]:
        return {(drift.what, drift.careful, drift.bold) for drift in found}

    assert parts(find_drift(case.text, case.events[::-1], case.attributions)) == parts(case.found())


def test_no_events_no_drift() -> None:
    assert find_drift("", [], []) == []


@pytest.mark.parametrize(
    ("trigger", "word"),
    [("withdrew", "withdraw"), ("pulled back", "pull"), ("striking", "strike"), ("killings", "kill"), ("Seized", "seize"),
     ("were killed", "kill"), ("demonstrated", "demonstrate"), ("fled", "flee")],
)  # fmt: skip
def test_lemma(trigger: str, word: str) -> None:
    assert lemma(trigger) == word


def test_rungs() -> None:
    assert rungs("killed", "massacred") == (1, 3)
    assert rungs("arrested", "withdrew") is None


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("It has reportedly withdrawn", "reportedly"),
        ("It will likely have withdrawn", "likely"),
        ("The reportedly rich man left, and it has withdrawn", None),
        ("Reportedly he left; it has withdrawn", None),
        ("They are believed to have withdrawn", "are believed to"),
    ],
)
def test_the_hedge_of_an_event_stands_in_its_clause(text: str, hedge: str | None) -> None:
    at = text.index("withdrawn")
    event = Event(id="e1", trigger=Span(text="withdrawn", start=at, end=at + 9), type="RETREAT")
    found = hedge_of(text, event)
    assert (found.text if found else None) == hedge


def test_many_events_are_bounded() -> None:
    text = "withdrawn " * 3000
    events = [
        Event(id=f"e{n}", trigger=Span(text="withdrawn", start=10 * n, end=10 * n + 9), type="RETREAT")
        for n in range(3000)
    ]
    assert find_drift(text, events, []) == []


@pytest.mark.parametrize(
    ("words", "of_another"),
    [("In another strike on", True), ("Planes also bombed", True), ("The army has", False), ("Planes", False)],
)
def test_words_before_a_trigger_tell_of_another_happening(words: str, of_another: bool) -> None:
    text = f"{words} struck the port."
    at = text.index("struck")
    event = Event(id="e1", trigger=Span(text="struck", start=at, end=at + 6), type="ASSAULT")
    assert another(text, event) is of_another


def test_a_headline_that_names_the_source_without_a_verb_drops_none() -> None:
    text = "Raids kill nine near Corvale Observatory\n\nRaids killed nine near Corvale, the Corvale Observatory said."
    told = text.index("Raids killed")

    def event(id: str, word: str, after: int, by: list[str]) -> Event:
        trigger, nine = text.index(word, after), text.index("nine", after)
        toll = Toll(text="nine", start=nine, end=nine + 4, outcome="killed", low=9, high=9)
        span = Span(text=word, start=trigger, end=trigger + len(word))
        return Event(id=id, trigger=span, type="ASSAULT", mode="aerial", casualties=[toll], reported_by=by)

    start = text.index("the Corvale Observatory")
    source = Source(text="the Corvale Observatory", start=start, end=start + 23, name="Corvale Observatory")
    content = Span(text=text[told : start - 2], start=told, end=start - 2)
    attributions = [Attribution(id="a1", source=source, content=content)]
    events = [event("e1", "Raids", 0, []), event("e2", "Raids", told, ["a1"])]
    assert find_drift(text, events, attributions) == []
    bare = text.replace(" Observatory\n", " on Monday \n", 1)
    assert [one.what for one in find_drift(bare, events, attributions)] == ["source dropped"]
