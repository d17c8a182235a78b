"""The resolver on a few sentences written for this project."""

import pickle

from reportedly.resolve.places import PlaceResolver

TEXT = "Shelling hit Kharkiv on Monday, officials in Kyiv said. Troops moved towards Izium, in Kharkiv Oblast."


def spans(text: str, *names: str) -> list[tuple[int, int]]:
    return [(text.index(n), text.index(n) + len(n)) for n in names]


def test_places_of_a_report_are_resolved_together() -> None:
    places = PlaceResolver().resolve(TEXT, spans(TEXT, "Kharkiv", "Kyiv", "Izium", "Kharkiv Oblast"))
    assert [p.name for p in places[:2]] == ["Kharkiv", "Kyiv"]
    assert {p.country for p in places} == {"UKR"}
    assert [p.precision for p in places] == ["settlement", "settlement", "settlement", "admin1"]
    assert all(p.confidence > 0.5 for p in places)
    assert [TEXT[p.start : p.end] for p in places] == [p.text for p in places]


def test_odd_spans_are_not_resolved_and_nothing_is_raised() -> None:
    places = PlaceResolver().resolve("x\ud800 ...", [(0, 0), (-3, 99), (5, 2), (1, 2), (3, 6)])
    assert [p.name for p in places] == [None] * 5


def test_a_resolver_can_be_sent_to_another_process() -> None:
    resolver = PlaceResolver()
    first = resolver.resolve(TEXT, spans(TEXT, "Kharkiv"))
    assert pickle.loads(pickle.dumps(resolver)).resolve(TEXT, spans(TEXT, "Kharkiv")) == first


def test_a_bare_name_is_the_capital_and_the_state_where_it_stands_behind_a_town() -> None:
    resolver = PlaceResolver()
    text = "Marchers filled Washington. Crowds met in Seattle, Chicago and Los Angeles. He plans a trip to Washington."
    found = resolver.resolve(text, resolver.find_toponyms(text))
    assert {p.precision for p in found if p.text == "Washington"} == {"settlement"}
    text = "A man from Yakima, Washington, met people near Olympia, Washington, and in Seattle."
    found = resolver.resolve(text, resolver.find_toponyms(text))
    assert {p.precision for p in found if p.text == "Washington"} == {"admin1"}
