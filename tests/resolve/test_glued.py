"""Spans of several places: lists that lost their commas, lines run together, what is named after its town."""

from collections.abc import Sequence

import pytest

from reportedly.reader import Role, Trigger
from reportedly.records import Place
from reportedly.resolve.glued import Span, taken_apart, told_apart

KNOWN = {
    "Ain Tarma": 1,
    "Zamalka": 2,
    "Aleppo": 3,
    "Khan Touman": 4,
    "Khan": 5,
    "Tarma": 6,
    "Paradise": 7,
    "Bay": 8,
    "Paris": 9,
}


def place(text: str, part: str, number: int | None = None, country: str = "SYR", **more: object) -> Place:
    start = text.index(part)
    name = part if number else None
    fields = {"name": name, "geonameid": number, "country": country if number else None, "confidence": 0.9, **more}
    return Place(text=part, start=start, end=start + len(part), **fields)  # type: ignore[arg-type]


def held(text: str, part: str, *told: Place, flags: Sequence[str] = ()) -> list[tuple[str, str | None, list[str]]]:
    """Words, name and flags of what is found in `part`."""

    def resolve(spans: Sequence[Span]) -> list[Place]:
        made = []
        for start, end in spans:
            words = text[start:end]
            country = "FRA" if words == "Paris" else "SYR"
            made.append(Place(text=words, start=start, end=end, confidence=0.9, name=words if words in KNOWN else None,
                              geonameid=KNOWN.get(words), country=country, flags=list(flags)))  # fmt: skip
        return made

    found = taken_apart(text, [place(text, part), *told], resolve, {"paradise"})
    (places,) = found.values() or [[]]
    assert all(text[p.start : p.end] == p.text for p in places)
    return [(p.text, p.name, p.flags) for p in places]


SYRIA = "Syria said rockets hit "
HOME = place(SYRIA, "Syria", 99)


def test_a_list_without_commas_is_its_names_the_longest_first() -> None:
    text = SYRIA + "Ain Tarma Zamalka and left."
    assert held(text, "Ain Tarma Zamalka", HOME) == [("Ain Tarma", "Ain Tarma", []), ("Zamalka", "Zamalka", [])]


def test_a_word_that_opens_names_is_none_by_itself() -> None:
    text = SYRIA + "Khan Sabra Zamalka."
    assert held(text, "Khan Sabra Zamalka", HOME) == []
    text = SYRIA + "Khan Touman Zamalka."
    assert [name for name, _, _ in held(text, "Khan Touman Zamalka", HOME)] == ["Khan Touman", "Zamalka"]


def test_a_common_word_is_no_place_of_a_longer_name() -> None:
    assert held(SYRIA + "Paradise Bay.", "Paradise Bay", HOME) == []


def test_names_of_a_country_that_the_report_does_not_tell_of_are_left() -> None:
    text = SYRIA + "Paris Zamalka."
    assert held(text, "Paris Zamalka", HOME) == []


@pytest.mark.parametrize("flag", ["misspelt", "ambiguous", "outside-area"])
def test_doubtful_names_are_left(flag: str) -> None:
    assert held(SYRIA + "Aleppo Zamalka.", "Aleppo Zamalka", HOME, flags=[flag]) == []


def test_what_is_named_after_a_town_told_elsewhere_stands_there() -> None:
    text = "In Aleppo shells hit Aleppo Hospital."
    town = place(text, "Aleppo", 3)
    assert held(text, "Aleppo Hospital", town) == [("Aleppo Hospital", "Aleppo", ["described"])]
    text = "Syria said shells hit Aleppo Hospital."
    assert held(text, "Aleppo Hospital", HOME) == []


def test_a_name_ends_with_its_line() -> None:
    text = "Syria: army enters Zamalka\nSun Feb 14"
    assert held(text, "Zamalka\nSun", place(text, "Syria", 99)) == [("Zamalka", "Zamalka", [])]


def test_resolved_and_single_words_are_not_asked_for() -> None:
    def resolve(spans: Sequence[Span]) -> list[Place]:
        raise AssertionError("expected not to be asked")

    text = SYRIA + "Sabra."
    assert taken_apart(text, [HOME, place(text, "Sabra")], resolve) == {}


def test_a_trigger_gets_a_role_for_each_place() -> None:
    text = SYRIA + "Ain Tarma Zamalka."
    at = text.index("Ain")
    whole = (at, at + 17)
    roles = [Role("place", *whole, 0.8), Role("time", 0, 5, 0.9)]
    one = Trigger(19, 22, 0.9, "ASSAULT", 0.8, None, 0.9, "occurred", 0.7, 2.5, roles)
    parts = [place(text, "Ain Tarma", 1), place(text, "Zamalka", 2)]
    (made,) = told_apart([one], {whole: parts})
    assert [(r.role, r.start, r.end, r.score) for r in made.roles] == [
        ("place", at, at + 9, 0.8), ("place", at + 10, at + 17, 0.8), ("time", 0, 5, 0.9)
    ]  # fmt: skip
    assert told_apart([one], {}) == [one]
