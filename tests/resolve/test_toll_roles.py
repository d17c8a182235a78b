"""Tolls found by form go to the force in their sentence, and never twice."""

from reportedly.reader import Role, Trigger
from reportedly.resolve.toll_roles import with_found_tolls

TEXT = "Talks opened as an air strike killed at least 44 people. The mayor spoke. Nine people were wounded."
SENTENCES = [(0, 56), (57, 73), (74, 99)]


def trigger(word: str, kind: str, *roles: Role) -> Trigger:
    start = TEXT.index(word)
    return Trigger(start, start + len(word), 0.9, kind, 0.9, None, 0.9, "occurred", 0.9, 2.0, list(roles))


def tolls(triggers: list[Trigger]) -> list[list[tuple[str, str]]]:
    return [[(r.role, TEXT[r.start : r.end]) for r in t.roles] for t in with_found_tolls(TEXT, SENTENCES, triggers)]


def test_a_toll_goes_to_the_use_of_force_in_its_sentence() -> None:
    talks, strike = tolls([trigger("Talks", "CONSULT"), trigger("strike", "ASSAULT")])
    assert talks == []
    assert strike == [("killed", "at least 44")]


def test_without_force_it_goes_to_the_nearest_event_and_without_any_to_nobody() -> None:
    assert tolls([trigger("Talks", "CONSULT")]) == [[("killed", "at least 44")]]
    assert tolls([trigger("spoke", "CONSULT")]) == [[]]


def test_what_the_reader_saw_is_left_to_it() -> None:
    start = TEXT.index("44")
    seen = Role("injured", start, start + 2, 0.9)
    assert tolls([trigger("strike", "ASSAULT", seen)]) == [[("injured", "44")]]
