"""Events out of hand-made readings: one record a place, tolls once, on whose word, which telling of which."""

from datetime import date

import msgspec

from reportedly.reader import Role, Trigger
from reportedly.records import Attribution, Event, Place, Span, Zone
from reportedly.resolve.actors import ActorValue
from reportedly.resolve.events import distinct, resolve_events, same

TEXT = "Air strikes on Thursday hit Idlib and Hama, killing at least 44 people, the group said.\n© 2024 Quay, Friday."


def at(part: str, text: str = TEXT) -> tuple[int, int]:
    return text.index(part), text.index(part) + len(part)


def role(name: str, part: str, score: float = 0.9) -> Role:
    return Role(name, *at(part), score)  # type: ignore[arg-type]


def place(part: str, **more: object) -> Place:
    start, end = at(part)
    return Place(
        text=part, start=start, end=end, name=part, precision="settlement", country="SYR", confidence=0.9, **more
    )  # type: ignore[arg-type]


def trigger(*roles: Role, status: str = "occurred") -> Trigger:
    return Trigger(*at("strikes"), 0.9, "ASSAULT", 0.8, "aerial", 0.9, status, 0.7, 2.5, list(roles))


def events(one: Trigger, attributions: list[Attribution] | None = None, zones: list[Zone] | None = None) -> list[Event]:
    places = {at(p): place(p) for p in ("Idlib", "Hama")}
    identify = lambda start, end: ActorValue(TEXT[start:end], None, None)
    return resolve_events(
        TEXT, [one], attributions or [], places, anchor=date(2016, 7, 2), zones=zones or [], identify=identify
    )


def test_one_trigger_over_two_places_is_two_records_and_its_toll_stands_once() -> None:
    made = events(
        trigger(role("place", "Idlib"), role("place", "Hama"), role("killed", "at least 44"), role("time", "Thursday"))
    )
    assert [e.place.name for e in made if e.place] == ["Idlib", "Hama"]
    assert [[(t.outcome, t.low, t.high) for t in e.casualties] for e in made] == [[("killed", 44, None)], []]
    assert {e.when.earliest for e in made if e.when} == {"2016-06-30"}


def test_an_event_without_a_place_is_still_one_record() -> None:
    (made,) = events(trigger(role("recipient", "people")))
    assert made.place is None
    assert [r.text for r in made.recipients] == ["people"]
    assert made.confidence == 0.7


def test_it_is_told_on_the_word_of_whose_content_holds_its_trigger() -> None:
    start, end = at(TEXT[: TEXT.index(", the group")])
    said = Attribution(id="a1", content=Span(text=TEXT[start:end], start=start, end=end))
    (made,) = events(trigger(), [said])
    assert made.reported_by == ["a1"]
    (own,) = events(
        trigger(), [msgspec.structs.replace(said, content=Span(text="Hama", start=at("Hama")[0], end=at("Hama")[1]))]
    )
    assert own.reported_by == []


def test_a_copyright_line_dates_nothing() -> None:
    zone = Zone(kind="boilerplate", start=TEXT.index("©"), end=len(TEXT))
    (made,) = events(trigger(role("time", "Friday")), zones=[zone])
    assert made.when is None


def test_a_country_beside_a_town_in_it_is_no_second_place() -> None:
    country = msgspec.structs.replace(place("Hama"), name="Syria", precision="country")
    assert [p.name for p in distinct([country, place("Idlib")])] == ["Idlib"]


def test_what_is_at_odds_is_not_the_same_happening() -> None:
    (first,) = events(trigger(role("place", "Idlib"), role("killed", "at least 44")))
    elsewhere = msgspec.structs.replace(first, id="e2", place=place("Hama"))
    assert same(first, msgspec.structs.replace(first, id="e2"))
    assert not same(first, elsewhere)
    assert not same(first, msgspec.structs.replace(first, id="e2", status="negated"))
    assert not same(first, msgspec.structs.replace(first, id="e2", type="COERCE"))


def test_a_place_that_the_gazetteer_lacks_stands_beside_the_one_its_sentence_names() -> None:
    text = "Mortars hit Sabra near Hama and Mallah near Hama."
    where = lambda part: (text.index(part), text.index(part) + len(part))
    hama = Place(text="Hama", start=23, end=27, name="Hama", geonameid=1, lat=35.1, lon=36.8, precision="settlement")
    lost = [Place(text=part, start=where(part)[0], end=where(part)[1]) for part in ("Sabra", "Mallah")]
    triggers = [
        Trigger(
            *where("Mortars"),
            0.9,
            "ASSAULT",
            0.8,
            None,
            0.9,
            "occurred",
            0.7,
            2.5,
            [Role("place", p.start, p.end, 0.9)],
        )
        for p in lost
    ]
    made = resolve_events(
        text, triggers, [], {(p.start, p.end): p for p in [hama, *lost]}, anchor=None, zones=[],
        identify=lambda start, end: ActorValue(text[start:end], None, None), sentences=[(0, len(text))],
    )  # fmt: skip
    told = [(e.place.text, e.place.name, e.place.lat, e.place.flags) for e in made if e.place]
    assert told == [("Sabra", "Hama", 35.1, ["described"]), ("Mallah", "Hama", 35.1, ["described"])]
    assert [e.same_as for e in made] == [None, None]
