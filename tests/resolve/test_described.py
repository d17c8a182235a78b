"""Places that are described stand for the nearest named one of their kind, and say so."""

import pytest

from reportedly.records import Place
from reportedly.resolve.described import stands_for, wanted_precision


def named(name: str, start: int, precision: str, confidence: float = 0.9) -> Place:
    return Place(
        text=name,
        start=start,
        end=start + len(name),
        name=name,
        precision=precision,
        confidence=confidence,
        lat=1.0,
        lon=2.0,
    )  # type: ignore[arg-type]


def described(text: str, start: int) -> Place:
    return Place(text=text, start=start, end=start + len(text))


def test_the_town_is_the_one_named_last() -> None:
    places = [named("Harim", 10, "settlement"), named("Salqin", 50, "settlement"), named("Syria", 80, "country")]
    found = stands_for(described("the town", 100), places)
    assert found is not None
    assert (found.name, found.text, found.start) == ("Salqin", "the town", 100)
    assert found.flags == ["described"]
    assert found.confidence < 0.9


def test_the_country_is_a_country_and_a_headline_may_describe_what_comes() -> None:
    places = [named("Harim", 60, "settlement"), named("Syria", 90, "country")]
    country, town = (
        stands_for(described("the war-torn country", 10), places),
        stands_for(described("a rebel-held town", 10), places),
    )
    assert country is not None
    assert town is not None
    assert (country.name, town.name) == ("Syria", "Harim")


def test_nothing_near_means_nothing() -> None:
    assert stands_for(described("the village", 5000), [named("Harim", 10, "settlement")]) is None
    assert stands_for(described("the village", 50), []) is None


@pytest.mark.parametrize("words", ["Harim", "the Harim district", "Camp Hope", "the sky"])
def test_names_and_things_are_no_descriptions(words: str) -> None:
    assert wanted_precision(words) is None
