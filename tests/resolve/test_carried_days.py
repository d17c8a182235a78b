"""Days lent by another telling: to headlines, later tellings, and what is told of the same place just after."""

import msgspec

from reportedly.records import Event, Place, Span, When
from reportedly.resolve.carried_days import close, own_day, with_carried

TEXT = "Raid kills nine in Harim\nA raid on Harim killed nine people on Monday. " + "The raid hit a school. " * 80


def day(earliest: str = "2022-05-09", latest: str | None = None, flags: list[str] | None = None) -> When:
    last = latest or earliest
    grain = "day" if last == earliest else "range"
    return When(text="Monday", start=63, end=69, earliest=earliest, latest=last, granularity=grain, flags=flags or [])  # type: ignore[arg-type]


def event(name: str, start: int, when: When | None = None, **more: object) -> Event:
    fields = {"type": "ASSAULT", "status": "occurred", **more}
    return Event(id=name, trigger=Span(text="raid", start=start, end=start + 4), when=when, **fields)  # type: ignore[arg-type]


def place(lat: float, lon: float) -> Place:
    return Place(text="Harim", start=19, end=24, name="Harim", lat=lat, lon=lon)


def lent(*events: Event, title: int | None = 24) -> list[tuple[str, list[str]]]:
    """Ids and flags of the events that were lent a day."""
    made = with_carried(TEXT, events, title)
    assert [one.id for one in made] == [one.id for one in events]
    changed = [new for old, new in zip(events, made, strict=True) if new != old]
    assert all(new.when and new.when.earliest == "2022-05-09" for new in changed)
    return [(new.id, new.when.flags if new.when else []) for new in changed]


def test_a_headline_takes_the_day_of_the_first_like_event_under_it() -> None:
    assert lent(event("e1", 0), event("e2", 27, day())) == [("e1", ["described"])]
    assert lent(event("e1", 0), event("e2", 27, day()), title=None) == [("e1", ["described"])]
    assert lent(event("e1", 0, type="COERCE"), event("e2", 27, day())) == []
    assert lent(event("e1", 0), event("e2", 600, day())) == []


def test_a_later_telling_takes_the_day_of_the_one_it_repeats() -> None:
    assert lent(event("e1", 27, day()), event("e2", 90, same_as="e1")) == [("e2", ["described"])]
    assert lent(event("e1", 27, day()), event("e2", 900, same_as="e1")) == []


def test_a_first_telling_takes_none_of_a_later_one() -> None:
    assert lent(event("e1", 27), event("e2", 90, day(), same_as="e1")) == []


def test_what_is_told_just_after_of_the_same_place_takes_its_day() -> None:
    harim, near, far = place(36.2, 36.5), place(36.3, 36.6), place(35.2, 36.5)
    assert lent(event("e1", 27, day(), place=harim), event("e2", 90, place=near)) == [("e2", ["described"])]
    assert lent(event("e1", 27, day(), place=harim), event("e2", 90, place=far)) == []
    assert lent(event("e1", 27, day(), place=harim), event("e2", 900, place=near)) == []
    assert lent(event("e1", 27, day(), place=harim), event("e2", 90)) == []


def test_another_day_told_in_between_ends_it() -> None:
    harim = place(36.2, 36.5)
    other = event("e2", 60, day("2022-05-11"), type="CONSULT")
    assert lent(event("e1", 27, day(), place=harim), other, event("e3", 90, place=harim)) == []


def test_only_a_stated_day_of_what_occurred_is_lent() -> None:
    harim = place(36.2, 36.5)
    for when in (day(latest="2022-05-12"), day(flags=["same-sentence"])):
        assert not own_day(event("e1", 27, when))
        assert lent(event("e1", 27, when, place=harim), event("e2", 90, same_as="e1", place=harim)) == []
    for status in ("planned", "ongoing", "negated", "hypothetical"):
        assert lent(event("e1", 27, day()), event("e2", 90, same_as="e1", status=status)) == []


def test_who_holds_a_place_is_not_dated_by_the_last_news_of_it() -> None:
    harim = place(36.2, 36.5)
    first = event("e1", 27, day(), place=harim, type="CONTROL")
    assert lent(first, event("e2", 90, place=harim, type="CONTROL")) == []


def test_a_lent_day_is_lent_no_further() -> None:
    harim = place(36.2, 36.5)
    chain = [event(f"e{i}", 27 + 200 * i, day() if i == 0 else None, place=harim) for i in range(4)]
    assert lent(*chain) == [("e1", ["described"])]


def test_places_without_coordinates_are_not_close() -> None:
    assert not close(place(1, 1), msgspec.structs.replace(place(1, 1), lat=None))
    assert close(place(0, 179.9), place(0, -179.9))
