"""Odd and oversized input: nothing is raised, and time stays bounded."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.resolve.places import PlaceResolver, gazetteer

RESOLVER = PlaceResolver()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.lists(st.tuples(st.integers(-5, 320), st.integers(-5, 320)), max_size=12))
def test_any_text_and_spans_give_one_place_a_span(text: str, spans: list[tuple[int, int]]) -> None:
    places = RESOLVER.resolve(text, spans, outlet=text[:40], event_countries=[text[:3]])
    assert len(places) == len(spans)
    for place in places:
        assert text[place.start : place.end] == place.text or place.start > place.end
        assert 0 <= place.confidence <= 1
    for start, end in RESOLVER.find_toponyms(text):
        assert 0 <= start < end <= len(text)


def test_a_report_of_a_thousand_places_stays_within_bounds() -> None:
    g = gazetteer()
    names = [g.label(i) for i in range(g.first_settlement, g.first_settlement + 100_000, 100)]
    text, spans = "", []
    for name in names:
        spans.append((len(text), len(text) + len(name)))
        text += name + " and "
    start = time.process_time()
    places = RESOLVER.resolve(text, spans)
    assert time.process_time() - start < 20
    assert len(places) == len(names)
    assert sum(p.name is not None for p in places) >= 300


def test_thousands_of_hospitals_and_towns_stay_within_bounds() -> None:
    text = "Kharkiv and Qundurwan Hospital, " * 4000
    spans = [(at, at + 7) for at in range(0, len(text), 32)] + [(at + 12, at + 30) for at in range(0, len(text), 32)]
    start = time.process_time()
    places = RESOLVER.resolve(text, spans)
    assert time.process_time() - start < 10
    assert {p.name for p in places} == {"Kharkiv"}


def test_a_long_line_is_searched_in_time() -> None:
    text = "Kharkiv Aaaa of the Bbbb " * 20_000
    start = time.process_time()
    spans = RESOLVER.find_toponyms(text)
    assert time.process_time() - start < 30
    assert len(spans) >= 20_000
