"""A sentence's one place or time stands for an event without one; two stand for nothing."""

from reportedly.records import Place
from reportedly.resolve.nearby import only_place, only_time, sentence_of

TEXT = "Shells fell near Harim on Friday. The army left Idlib and Salqin on 3 May and 4 May. Syria denied it."


def place(name: str, precision: str = "settlement", at: int | None = None) -> Place:
    start = TEXT.index(name) if at is None else at
    return Place(text=name, start=start, end=start + len(name), name=name, precision=precision, confidence=0.8)  # type: ignore[arg-type]


FIRST, SECOND, THIRD = (0, 33), (34, 84), (85, 101)


def test_the_one_place_of_a_sentence_is_taken_and_flagged() -> None:
    found = only_place(FIRST, [place("Harim"), place("Idlib")], [])
    assert found is not None
    assert (found.name, found.flags) == ("Harim", ["same-sentence"])
    assert found.confidence < 0.8


def test_two_places_are_not_guessed_between() -> None:
    assert only_place(SECOND, [place("Idlib"), place("Salqin")], []) is None


def test_a_place_inside_a_participant_or_a_speaker_is_none_of_action() -> None:
    syria = place("Syria", "country")
    assert only_place(THIRD, [syria], [(syria.start, syria.end)]) is None
    assert only_place(THIRD, [syria], []) is not None


def test_the_one_time_of_a_sentence_is_taken() -> None:
    found = only_time(TEXT, FIRST)
    assert found is not None
    assert TEXT[slice(*found)].endswith("Friday")
    assert only_time(TEXT, SECOND) is None
    assert only_time(TEXT, THIRD) is None


def test_a_sentence_is_found_by_what_stands_in_it() -> None:
    assert sentence_of([FIRST, SECOND], 40) == SECOND
    assert sentence_of([FIRST], 90) is None
